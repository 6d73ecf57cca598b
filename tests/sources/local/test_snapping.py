"""Positions are snapped to what leads on, within a limit."""

from __future__ import annotations

import pytest

import corridors as co
from corridors.network.earth import great_circle_km


def test_snapping_passes_over_an_island_and_says_how_far(local):
    here = (69.4001, 41.3001)  # 60, on the island of way 204
    row = co.snap(local, [here]).iloc[0]
    assert row["nearest_node_id"] == "osm-60"
    assert row["node_id"] != "osm-60"
    nodes = local.table("nodes")
    roads = {r[e] for r in local.table("links") if r["mode"] == "road" for e in ("from_node", "to_node")}  # fmt: skip
    best = min(
        great_circle_km(*here, nodes["lon"][k], nodes["lat"][k])
        for k, n in enumerate(nodes["node_id"])
        if n in roads - {"osm-60", "osm-61"} and n in _circuit(local)
    )
    assert row["snapped_km"] == pytest.approx(best, rel=1e-4)
    assert row["nearest_km"] < 0.02


def _circuit(local):
    """Nodes of the largest strongly connected part of the roads, by networkx."""
    import networkx as nx

    graph = nx.DiGraph()
    for r in local.table("links"):
        if r["mode"] == "road":
            graph.add_edge(r["from_node"], r["to_node"])
            if r["oneway"] != "yes":
                graph.add_edge(r["to_node"], r["from_node"])
    return max(nx.strongly_connected_components(graph), key=len)


def test_positions_of_one_part_have_its_number(local):
    """The circuit is the longest part: its places have the number 0, and none the islands'."""
    nodes = local.table("nodes")
    rows = [k for k, node in enumerate(nodes["node_id"]) if node in _circuit(local)]
    found = co.snap(local, [(nodes["lon"][k], nodes["lat"][k]) for k in rows])
    assert set(found["part"]) == {0}
    assert found["part_km"].nunique() == 1
    assert co.snap(local, [(69.9, 41.3)], max_km=1).iloc[0]["part"] == -1


def test_snapping_has_a_limit_and_checks_its_arguments(local):
    assert co.snap(local, [(69.9, 41.3)], max_km=1).iloc[0]["node_id"] == ""
    assert co.snap(local, [(41.3, 69.3)]).iloc[0]["node_id"] == ""  # the axes are swapped
    far = co.snap(local, [(41.3, 69.3)]).iloc[0]
    assert far["nearest_km"] > 1000
    assert far["snapped_km"] != far["snapped_km"]
    assert co.snap(local, [(41.3, 69.3)], max_km=float("inf")).iloc[0]["snapped_km"] > 1000
    with pytest.raises(ValueError, match="max_km is nan, expected 0 or more"):
        co.snap(local, [(69.9, 41.3)], max_km=float("nan"))
    with pytest.raises(ValueError, match="vehicle 'rial' is not one of"):
        co.snap(local, [(69.9, 41.3)], vehicle="rial")
    with pytest.raises(ValueError, match="no operational link of rail-1676"):
        co.snap(local, [(69.9, 41.3)], vehicle="rail-1676")
    with pytest.raises(ValueError, match="is not a .lon, lat. pair"):
        co.snap(local, [(69.9, 141.3)])


@pytest.mark.parametrize("points", [["Karachi"], "Karachi", 5, None])
def test_names_are_no_positions(net, points):
    with pytest.raises(TypeError, match=r"points are \(lon, lat\) pairs of numbers, not"):
        co.snap(net, points)
