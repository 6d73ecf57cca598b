"""What an itinerary may enter only once."""

from toy import change, toy_tables

import corridors as co
from corridors.graph.territories import ferry_basins, territories
from corridors.network.tables import Table

TABLES = toy_tables()


def links(*pairs):
    columns = {"mode": ("ferry",) * len(pairs), "from_node": tuple(a for a, _ in pairs)}
    return Table("links", {**columns, "to_node": tuple(b for _, b in pairs)})


def of(*vertices, nodes=TABLES["nodes"], ferries=()):
    return territories(vertices, nodes, links(*ferries))


def test_a_vertex_lies_in_its_country_and_in_none_inside_a_link():
    assert of(("xx-a", "", "origin"), ("zz-d", "rail-1435", "in")) == ["XX", "ZZ"]
    assert of(("xx-p", "sea", "in"), ("xx-p", "sea", "out")) == ["XX", "XX"]
    assert of(("rail-cd>zz-d", "rail-1435", "at border")) == [""]
    assert of(("lane>zz-q s", "sea", "waiting done")) == [""]


def test_a_ship_at_a_port_is_in_its_country_and_where_lanes_meet_at_sea_in_none():
    on_board = [("xx-p", "sea", "arr"), ("xx-p", "sea", "dep")]
    assert of(*on_board) == ["XX", "XX"]
    at_sea = change(TABLES["nodes"], "kind", {"node_id": "xx-p"}, "junction")
    assert of(*on_board, nodes=at_sea) == ["", ""]


def test_an_exclave_is_a_territory_of_its_own():
    nodes = change(TABLES["nodes"], "zone", {"node_id": "xx-b"}, "XX-2")
    assert of(("xx-a", "", "origin"), ("xx-b", "", "origin"), nodes=nodes) == ["XX", "XX-2"]


def test_a_basin_of_several_countries_is_crossed_once_and_a_lake_is_its_country():
    sea = (("xx-p", "zz-q"), ("zz-q", "yy-f"))
    on_board = [
        (port, "ferry", role) for port in ("xx-p", "zz-q", "yy-f") for role in ("arr", "dep")
    ]
    assert set(of(*on_board, ferries=sea)) == {"ferries of xx-p"}
    lake = (("xx-a", "xx-b"),)
    assert of(("xx-a", "ferry", "dep"), ("xx-b", "ferry", "arr"), ferries=lake) == ["XX", "XX"]


def test_basins_are_what_ferries_join_whatever_the_order_of_links():
    pairs = [("a", "b"), ("c", "d"), ("b", "e")]
    found = ferry_basins(links(*pairs))
    assert {name: sorted(ports) for name, ports in found.items()} == {
        "ferries of a": ["a", "b", "e"],
        "ferries of c": ["c", "d"],
    }
    turned = ferry_basins(links(*[(b, a) for a, b in reversed(pairs)]))
    assert {frozenset(ports) for ports in turned.values()} == {frozenset("abe"), frozenset("cd")}


def test_a_point_at_sea_is_no_foreign_shore(tmp_path):
    """Fault: a ferry between two ports of one country over a junction at sea left the country."""
    files = {
        "n.csv": "id,x,y,k,c\nA,29.0,41.0,city,TR\nP,31.4,41.3,seaport,TR\nM,33.5,42.6,junction,\n"
        "Q,36.3,41.3,seaport,TR\nR,35.1,42.0,seaport,TR\nB,36.9,40.6,city,TR\n",
        "l.csv": "i,a,b,m\nr1,A,P,road\nf1,P,M,{m}\nf2,M,R,{m}\nf3,M,Q,{m}\nr2,Q,B,road\nr3,R,Q,road\n",
        "m.toml": '[nodes]\nfile="n.csv"\nnode_id="id"\nlon="x"\nlat="y"\nkind="k"\ncountry="c"\n'
        '[links]\nfile="l.csv"\nlink_id="i"\nfrom_node="a"\nto_node="b"\nmode="m"\n',
    }
    for mode in ("ferry", "sea"):
        for name, text in files.items():
            (tmp_path / name).write_text(text.replace("{m}", mode), encoding="utf-8")
        net = co.read_mapped(tmp_path / "m.toml")
        free, strict = (
            co.route(net.with_rules(re_entry=rule), "A", "B") for rule in ("allow", "forbid")
        )
        assert free.cost_usd == strict.cost_usd
        assert strict.countries == ("TR",)
