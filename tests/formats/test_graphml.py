"""GraphML: osmnx reads ours, may cut it, and we read it by its tags."""

from __future__ import annotations

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
