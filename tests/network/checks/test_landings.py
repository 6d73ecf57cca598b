"""Ports of whose border nothing is told."""

from toy import toy_network

from corridors.network.checks.landings import silent_ports


def tables(net):
    return {name: net.table(name) for name in net.table_names}


def test_ports_that_ships_leave_abroad_need_rows_each_way():
    found = tables(toy_network())
    assert silent_ports(found) == []
    posts = found["border_crossings"]
    keep = [k for k, row in enumerate(posts) if (row["bcp_id"], row["to_country"]) != ("zz-q", "*")]
    columns = {name: tuple(values[k] for k in keep) for name, values in posts.columns.items()}
    (told,) = silent_ports(found | {"border_crossings": type(posts)("border_crossings", columns)})
    assert "by sea of zz-q, from which ships go abroad" in told


def test_ships_within_one_country_need_none(net):
    found = tables(toy_network())
    nodes = found["nodes"]
    home = tuple(
        "XX" if node == "zz-q" else c for node, c in nodes.pairs("node_id", "country").items()
    )
    empty = type(nodes)("border_crossings", dict.fromkeys(found["border_crossings"].columns, ()))
    assert (
        silent_ports(
            found | {"nodes": nodes.with_values({"country": home}), "border_crossings": empty}
        )
        == []
    )
    assert silent_ports(tables(net)) == []
