"""GraphML: osmnx reads ours, may cut it, and we read it by its tags."""

from __future__ import annotations

import json

import networkx as nx
import osmnx as ox
import pytest
from toy import toy_network

import corridors as co


def test_osmnx_may_cut_our_graphml(tmp_path):
    net = co.load("tapi")
    co.export_network(net, tmp_path / "net.graphml")
    types = {"node_dtypes": {"osmid": str}, "edge_dtypes": {"osmid": str}}
    graph = ox.load_graphml(tmp_path / "net.graphml", **types)
    gone = net.table("links")["from_node"][0]
    graph.remove_node(gone)
    ox.save_graphml(graph, tmp_path / "cut.graphml")
    with pytest.warns(UserWarning, match="rows of transshipments are left out"):
        back = co.import_network(tmp_path / "cut.graphml")
    assert set(net.table("nodes")["node_id"]) - set(back.table("nodes")["node_id"]) == {gone}
    assert gone not in back.table("transshipments")["node_id"]
    assert set(back.table("services")["link_id"]) <= set(back.table("links")["link_id"])
    one = next(iter(graph.edges(data=True)))[2]
    del one["length_km"]
    one["reversed"] = False
    ox.save_graphml(graph, tmp_path / "bad.graphml")
    with pytest.raises(
        co.DataError, match=r"^1 fault in(.|\n)*length_km is empty(.|\n)*without its attribute"
    ):
        co.import_network(tmp_path / "bad.graphml")
    graph.graph["corridors_tables"] = "none"
    ox.save_graphml(graph, tmp_path / "bad.graphml")
    with pytest.raises(co.DataError, match="corridors_tables are not as corridors wrote them"):
        co.import_network(tmp_path / "bad.graphml")


def test_without_our_tables_a_graph_is_read_by_its_tags(local, tmp_path):
    graph = local.to_networkx()
    ox.save_graphml(graph, tmp_path / "net.graphml")
    back = co.import_network(tmp_path / "net.graphml")
    assert set(back.table("nodes")["country"]) == {"UZ", "KZ"}
    assert co.route(back, "osm-1", "osm-5", modes=["rail"]).border_crossings == 1


def test_osmnx_reads_our_graphml(local, tmp_path):
    co.export_network(local, tmp_path / "net.graphml")
    types = {"node_dtypes": {"osmid": str}, "edge_dtypes": {"osmid": str}}
    graph = ox.load_graphml(tmp_path / "net.graphml", **types)
    assert len(graph) == len(local.table("nodes"))


def test_directions_that_say_different_things_are_told(tmp_path):
    """Fault: what networkx set on the reversed edge alone vanished without a word."""
    co.export_network(toy_network(), tmp_path / "net.graphml")
    graph = nx.read_graphml(tmp_path / "net.graphml", force_multigraph=True)
    back = [d for _, _, d in graph.edges(data=True) if str(d["reversed"]) == "True"]
    back[0]["status"] = "planned"
    nx.write_graphml(graph, tmp_path / "edited.graphml")
    with pytest.warns(UserWarning, match="the two directions of a link say different things"):
        net = co.import_network(tmp_path / "edited.graphml")
    assert set(net.table("links")["status"]) == set(toy_network().table("links")["status"])


def test_nodes_and_edges_have_the_columns_of_our_tables_that_are_not_empty(tmp_path):
    """What says where a node lies or between what a link runs is the graph itself."""
    co.export_network(toy_network(), tmp_path / "net.graphml")
    graph = nx.read_graphml(tmp_path / "net.graphml")
    alpha = graph.nodes["xx-a"]
    assert (alpha["name"], alpha["kind"], alpha["country"]) == ("Alpha", "city", "XX")
    assert (float(alpha["x"]), float(alpha["y"])) == (60.0, 40.0)
    assert alpha["terminal_classes"] == "road;rail-1435"
    assert not {"lon", "lat", "node_id", "note", "aliases", "zone"} & set(alpha)
    (rail,) = (d for a, b, d in graph.edges(data=True) if (a, b) == ("xx-c", "zz-d"))
    assert (rail["link_id"], rail["bcp_id"], float(rail["gauge_mm"])) == (
        "rail-cd", "xz-gamma", 1435,
    )  # fmt: skip
    assert (float(rail["length"]), float(rail["length_km"])) == (10_000, 10)
    assert not {"from_node", "to_node", "oneway_said", "hours_p50", "usd_40ft"} & set(rail)
    # the planned railway is no edge, so that nobody routes over it
    assert not [d for *_, d in graph.edges(data=True) if d["link_id"] == "rail-ab"]
    held = json.loads(graph.graph["corridors_tables"])
    assert [row[0] for row in held["links"]["data"]] == ["rail-ab"]
    assert "nodes" not in held


def test_a_row_at_fault_is_told_by_its_node_or_link(tmp_path):
    co.export_network(toy_network(), tmp_path / "net.graphml")
    text = (tmp_path / "net.graphml").read_text(encoding="utf-8")
    for old, new, where in (
        (">city<", ">town<", "net.graphml: nodes, node 'xx-a'"),
        (">road-ab<", "><", "net.graphml: links, edge 'xx-a' - 'xx-b'"),
        ('"rail-ab"', '""', "net.graphml: links, link ''"),
    ):
        (tmp_path / "bad.graphml").write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(co.DataError) as told:
            co.import_network(tmp_path / "bad.graphml")
        assert where.replace("net.", "bad.") in str(told.value)
        hint = "without its attribute 'corridors_tables' it is read as a graph of osmnx"
        assert hint in str(told.value)
