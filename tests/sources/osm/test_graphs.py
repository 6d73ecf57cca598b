"""Graphs of osmnx become links, in their directions, and come back."""

from __future__ import annotations

import json

import networkx as nx
import osmnx as ox
import pytest
from shapely import LineString

import corridors as co


def small_graph(**extra):
    graph = nx.MultiDiGraph(crs="EPSG:4326", **extra)
    for node, (x, y) in {1: (69.2, 41.28), 2: (69.25, 41.28), 3: (69.25, 41.33)}.items():
        graph.add_node(node, x=x, y=y)
    for a, b in ((1, 2), (2, 1)):
        graph.add_edge(a, b, osmid=10, highway="primary", length=4180.0, reversed=a == 2)
    graph.add_edge(2, 3, osmid=11, highway="secondary", length=5550.0)
    return graph


def test_graph_edges_become_links_in_their_directions():
    net = co.network_from_graph(small_graph())
    rows = {r["osm_ids"]: r for r in net.table("links")}
    assert rows["10"]["oneway"] == ""
    assert rows["11"]["oneway"] == "yes"
    assert rows["11"]["length_km"] == pytest.approx(5.553, abs=0.01)


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (-5.0, {"negative": 1}),
        (2_500_000.0, {"longer": 1}),
        (300.0, {"shorter": 1}),
        (4300.0, None),
        (float("nan"), None),
        ("long", None),
        (None, None),
    ],
)
def test_lengths_are_the_geometrys_and_stated_ones_far_off_are_told(length, told):
    graph = small_graph()
    for a, b in ((1, 2), (2, 1)):
        graph.edges[a, b, 0]["length"] = length
    net = co.network_from_graph(graph)
    rows = {r["osm_ids"]: r for r in net.table("links")}
    assert len(net.table("links")) == 2
    assert rows["10"]["oneway"] == ""
    assert rows["10"]["length_km"] == pytest.approx(4.187, abs=0.01)
    assert rows["11"]["length_km"] == pytest.approx(5.553, abs=0.01)
    far = [counts for facet, counts in net.report.seen.items() if "stated length" in facet]
    assert far == ([told] if told else [])
    assert ("stated length is far" in str(net.report)) == bool(told)


def test_graph_is_left_as_it_was():
    graph = small_graph()
    before = json.dumps(nx.node_link_data(graph, edges="edges"), sort_keys=True)
    co.network_from_graph(graph)
    assert json.dumps(nx.node_link_data(graph, edges="edges"), sort_keys=True) == before


def test_simplified_graph_keeps_its_geometry():
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    graph.add_node("a", x=69.2, y=41.28)
    graph.add_node("b", x=69.3, y=41.28)
    bent = LineString([(69.2, 41.28), (69.25, 41.33), (69.3, 41.28)])
    graph.add_edge("a", "b", osmid=[5, 6], highway=["primary", "trunk"], geometry=bent)
    net = co.network_from_graph(graph)
    (link,) = net.table("links")
    assert (link["from_node"], link["to_node"]) == ("a", "b")
    assert net.line(link["link_id"]) == list(bent.coords)
    assert link["length_km"] == pytest.approx(13.9, abs=0.2)


def test_projected_graph_is_taken_back_to_degrees():
    net = co.network_from_graph(ox.project_graph(small_graph(), to_crs="EPSG:32642"))
    assert net.table("nodes")["lon"][0] == pytest.approx(69.2, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda g: g.graph.pop("crs"), "no CRS; set graph.graph"),
        (lambda g: g.graph.update(crs="foo"), "graph: crs 'foo' is no coordinate system; write"),
        (lambda g: g.nodes[2].pop("x"), "1 node without x and y, the first is 2"),
        (lambda g: g.nodes[2].update(x=4_100_000.0), "which are no degrees"),
        (lambda g: g.remove_edges_from(list(g.edges)), "no edge is a road, railway or ferry"),
        (
            lambda g: nx.relabel_nodes(g, {3: "1"}, copy=False),
            "graph: nodes 1 and '1' would both have the node_id '1'; give one of them another name",
        ),
    ],
)
def test_bad_graphs_say_what_is_wrong(change, message):
    graph = small_graph()
    change(graph)
    with pytest.raises(co.DataError, match=message):
        co.network_from_graph(graph)


def test_no_graph_at_all():
    with pytest.raises(TypeError, match="expected a networkx graph, not list"):
        co.network_from_graph([1])


def test_our_own_graph_comes_back(tmp_path, toy_xml):
    net = co.network_from_osm(toy_xml, modes="road")
    graph = net.to_networkx()
    nodes, edges = ox.graph_to_gdfs(graph)
    assert len(nodes) == len(net.table("nodes"))
    assert set(edges["length"] / 1000) >= {r["length_km"] for r in net.table("links")}
    best = next(ox.routing.k_shortest_paths(graph, "osm-50", "osm-55", k=1))
    assert (best[0], best[-1]) == ("osm-50", "osm-55")
