"""The rule that no itinerary re-enters a country, and ferries within one country."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_graphs import graphs, ways

import corridors as co
from corridors.engines.lawful import enters_twice, simple_way


def test_a_domestic_ferry_may_be_used_in_the_country_of_origin_and_destination(net):
    """The Lake Van ferry leaves Türkiye's land and comes back to it without a border."""
    by_rail = {"modes": ["rail", "ferry"], "criteria": ("cost", "time")}
    for a, b in (("Istanbul", "Tehran"), ("Tehran", "Istanbul")):
        front = co.pareto(net, a, b, **by_rail)
        trip = co.route(net, a, b, modes=["rail", "ferry"])
        assert "ferry" in trip.modes
        assert trip.cost_usd == pytest.approx(front[0].cost_usd)


@settings(max_examples=150, deadline=None)
@given(graphs(vertices=6, arcs=10), st.integers(0, 2))
def test_simple_way_equals_brute_force(graph, gates):
    """The best way among all that enter no territory twice."""
    goal = graph["size"] - 1
    territory = graph["country"]
    allowed = [
        cost
        for cost, arcs in ways(graph, 0, goal, gates)
        if not enters_twice(arcs, graph["tail"], graph["head"], territory)
    ]
    arrays = (graph["first_out"], graph["head"], graph["weight"], graph["bits"])
    found = simple_way(arrays, territory, gates, [(0, 0.0)], goal)
    assert (found[0] if found else math.inf) == min(allowed, default=math.inf)
    if found and found[1]:
        assert not enters_twice(found[1], graph["tail"], graph["head"], territory)
        assert sum(graph["weight"][found[1]]) == found[0]


def test_more_territories_than_a_compiled_mask_holds():
    """A way through territories 66 and 2, whose bits would be the same in 64."""
    tail, head = np.array([0, 0, 1, 2, 3, 3]), np.array([1, 3, 2, 1, 0, 2])
    order = np.argsort(tail, kind="stable")
    tail, head = tail[order], head[order]
    first_out = np.searchsorted(tail, np.arange(5))
    weight, bits = np.array([1.0, 9.0, 1.0, 1.0, 1.0, 1.0]), np.zeros(6, np.int64)
    country = np.array([66, 2, 66, 130])
    found = simple_way((first_out, head, weight, bits), country, 0, [(0, 0.0)], 1)
    assert found == (1.0, [0])
    far = simple_way((first_out, head, weight, bits), np.array([66, 2, 3, 130]), 0, [(0, 0.0)], 2)
    assert far == (2.0, [0, 2])
