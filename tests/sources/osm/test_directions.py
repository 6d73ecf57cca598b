"""Two edges are one road if ids, line and what routes are those of the way back."""

from __future__ import annotations

import networkx as nx
import pytest
from shapely import LineString

import corridors as co

A, B, C = (69.2, 41.28), (69.25, 41.28), (69.25, 41.33)
NORTH = LineString([A, (69.22, 41.29), B])
SOUTH = LineString([A, (69.22, 41.27), B])


def back(line):
    return LineString(list(line.coords)[::-1])


def network(*edges, kind=nx.MultiDiGraph, **options):
    graph = kind(crs="EPSG:4326")
    for node, (x, y) in zip("abc", (A, B, C), strict=True):
        graph.add_node(node, x=x, y=y)
    graph.add_edge("b", "c", osmid=99, highway="primary")
    graph.add_edge("c", "b", osmid=99, highway="primary")
    for tail, head, data in edges:
        graph.add_edge(tail, head, **{"highway": "trunk", **data})
    return co.network_from_graph(graph, **options)


def roads(net):
    return sorted(
        (row["from_node"], row["to_node"], row["oneway"], row["osm_ids"])
        for row in net.table("links")
        if row["osm_ids"] != "99"
    )


@pytest.mark.parametrize("one", [10, "10", 10.0, "[10]", [10]])
@pytest.mark.parametrize("other", [10, "10.0", (10,), "['10']"])
def test_a_side_street_of_the_same_length_takes_no_direction_away(one, other):
    net = network(
        ("a", "b", {"osmid": one, "length": 4180.0}),
        ("b", "a", {"osmid": "20", "length": 4180.0, "highway": "tertiary"}),
        ("b", "a", {"osmid": other, "length": 4180.1}),
    )
    assert roads(net) == [("a", "b", "", "10"), ("b", "a", "yes", "20")]


def test_both_halves_of_a_roundabout_stay_one_way():
    net = network(
        ("a", "b", {"osmid": 10, "geometry": NORTH, "oneway": True, "length": 4500.0}),
        ("b", "a", {"osmid": 10, "geometry": back(SOUTH), "oneway": True, "length": 4500.0}),
    )
    assert roads(net) == [("a", "b", "yes", "10"), ("b", "a", "yes", "10")]


@pytest.mark.parametrize("there", [NORTH, back(NORTH), NORTH.wkt])
@pytest.mark.parametrize("again", [NORTH, back(NORTH), back(NORTH).wkb])
def test_the_way_back_may_be_drawn_in_any_direction(there, again):
    net = network(
        ("b", "a", {"osmid": 10, "geometry": again, "reversed": "True"}),
        ("a", "b", {"osmid": 10, "geometry": there, "reversed": "False"}),
        ("a", "b", {"osmid": 10, "geometry": SOUTH}),
    )
    assert roads(net) == [("a", "b", "", "10"), ("a", "b", "yes", "10")]


def test_a_road_has_the_direction_of_the_edge_that_is_not_reversed():
    for flags in ((False, True), (True, False)):
        net = network(
            ("a", "b", {"osmid": 10, "reversed": flags[0]}),
            ("b", "a", {"osmid": 10, "reversed": flags[1]}),
        )
        assert roads(net) == [(*("ba" if flags[0] else "ab"), "", "10")]


def test_without_ids_the_tags_and_the_length_decide():
    same = {"length": 4180.0, "ref": "M39"}
    assert roads(network(("a", "b", same), ("b", "a", same))) == [("a", "b", "", "")]
    other = {"length": 4180.0, "highway": "secondary"}
    assert len(roads(network(("a", "b", same), ("b", "a", other)))) == 2
    longer = {"length": 4900.0}
    assert len(roads(network(("a", "b", same), ("b", "a", longer)))) == 2


def test_directions_that_route_otherwise_are_two_links():
    net = network(
        ("a", "b", {"osmid": 10, "maxspeed": "30"}),
        ("b", "a", {"osmid": 10, "maxspeed": "60"}),
    )
    assert roads(net) == [("a", "b", "yes", "10"), ("b", "a", "yes", "10")]
    closed = network(("a", "b", {"osmid": 10}), ("b", "a", {"osmid": 10, "hgv": "no"}))
    assert roads(closed) == [("a", "b", "yes", "10")]


def test_trains_go_both_ways_with_the_gauges_of_both():
    rail = {"osmid": 10, "highway": None, "railway": "rail"}
    net = network(("a", "b", {**rail, "gauge": 1520.0}), ("b", "a", {**rail, "gauge": "1435"}))
    assert sorted(row["gauge_mm"] for row in net.table("links") if row["mode"] == "rail") == [
        1435,
        1520,
    ]
    assert {row["oneway"] for row in net.table("links") if row["mode"] == "rail"} == {""}


def test_an_edge_that_stands_twice_is_one_and_told():
    net = network(
        *[("a", "b", {"osmid": 10, "geometry": NORTH})] * 2,
        *[("b", "a", {"osmid": 10, "geometry": back(NORTH)})] * 2,
    )
    assert roads(net) == [("a", "b", "", "10")]
    told = {k: v for k, v in net.report.seen.items() if "twice" in k}
    assert told == {"edges that stand there twice, taken once": {"road": 2}}


@pytest.mark.parametrize("no", [False, "no", "False", 0, "0"])
def test_a_lone_edge_that_says_both_ways_is_told(no):
    net = network(("a", "b", {"osmid": 10, "oneway": no}))
    assert roads(net) == [("a", "b", "yes", "10")]
    assert "edges without an opposite one that say oneway=no, taken as one-way: road 1" in str(
        net.report
    )


@pytest.mark.parametrize(("yes", "no"), [("yes", "no"), (True, False), ("-1", None), (1, 0)])
def test_where_no_edge_has_an_opposite_one_the_tag_gives_the_directions(yes, no):
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    for node, (x, y) in zip("abc", (A, B, C), strict=True):
        graph.add_node(node, x=x, y=y)
    graph.add_edge("b", "a", osmid=10, highway="trunk", oneway=yes)
    graph.add_edge("b", "c", osmid=11, highway="trunk", oneway=no)
    net = co.network_from_graph(graph)
    assert roads(net) == [("b", "a", "yes", "10"), ("b", "c", "", "11")]
    assert "so the tag oneway gives the directions: one-way 1, both ways 1" in str(net.report)


@pytest.mark.parametrize("kind", [nx.Graph, nx.MultiGraph])
def test_a_graph_without_directions_goes_both_ways(kind):
    net = network(("a", "b", {"osmid": 10, "oneway": True}), kind=kind)
    assert roads(net) == [("a", "b", "", "10")]
    assert "edges of a graph without directions that say oneway, taken both ways: road 1" in str(
        net.report
    )
    ends = {"from": "b", "to": "a", "oneway": "True", "osmid": 10}
    assert roads(network(("a", "b", ends), kind=kind)) == [("b", "a", "yes", "10")]


def test_a_loop_is_one_road_where_one_of_its_edges_is_reversed():
    ring = LineString([B, (69.26, 41.28), (69.26, 41.27), B])
    edges = [("b", "b", {"osmid": 10, "geometry": g, "reversed": r}) for g, r in ((ring, False), (back(ring), True))]  # fmt: skip
    both, one = network(*edges), network(edges[0])
    assert {row["oneway"] for row in both.table("links") if row["osm_ids"] == "10"} == {""}
    assert {row["oneway"] for row in one.table("links") if row["osm_ids"] == "10"} == {"yes"}
