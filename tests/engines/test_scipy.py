"""scipy's searches, for large graphs without numba, give the answers of the small kernel."""

from __future__ import annotations

import numpy as np
import pytest
from asked import plan
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.engines import elimination as orders
from corridors.engines.plain import Search
from corridors.engines.scipy import ScipySearch

SIZE, ARCS = 60, 200


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_equals_the_small_kernel(seed):
    """With parallel, free and closed arcs, and several seeds."""
    rng = np.random.default_rng(seed)
    tail, head = np.sort(rng.integers(0, SIZE, ARCS)), rng.integers(0, SIZE, ARCS)
    weight = rng.random(ARCS) * 100 if seed % 2 else rng.integers(0, 9, ARCS).astype(float)
    weight[rng.random(ARCS) < 0.1] = np.inf
    goals = list(range(SIZE))
    seeds = [(int(v), float(rng.integers(0, 20))) for v in rng.integers(0, SIZE, 3)]
    first_out = np.searchsorted(tail, np.arange(SIZE + 1))
    small = Search(first_out, head, weight).run(seeds, goals)
    found = ScipySearch(tail, head, weight, SIZE).run(seeds, goals)
    for goal in goals:
        assert found.cost(goal) == pytest.approx(small.cost(goal))
        way, start = found.way(goal), goal
        for arc in reversed(way):
            assert head[arc] == start
            start = int(tail[arc])
        if found.cost(goal) < np.inf:
            paid = dict(sorted(seeds, reverse=True))[start]
            assert found.cost(goal) == pytest.approx(weight[way].sum() + paid)


def test_route_on_a_large_graph_without_numba(monkeypatch):
    trip = co.route(co.load(), "Karachi", "Istanbul", weight="time")
    monkeypatch.setattr(orders, "LARGE", 10)
    monkeypatch.setattr("corridors.engines.jit.is_compiled", lambda: False)
    net = co.load().replaced({})
    other = co.route(net, "Karachi", "Istanbul", weight="time")
    assert isinstance(plan(net, weight="time").search(()), ScipySearch)
    assert other.time_h == pytest.approx(trip.time_h)
    assert other.cost_usd == pytest.approx(trip.cost_usd)


def test_asks_scipy_in_places_of_32_bits(monkeypatch):
    """The search of scipy before 1.15 takes no others."""
    import scipy.sparse.csgraph as graphs

    asked, search = [], graphs.dijkstra

    def told(matrix, **how):
        asked.extend([matrix.indices.dtype, matrix.indptr.dtype])
        return search(matrix, **how)

    monkeypatch.setattr(graphs, "dijkstra", told)
    ends = np.array([0, 1]), np.array([1, 2])
    ScipySearch(*ends, np.array([1.0, 1.0]), 3).run([(0, 0.0)], [2])
    assert asked == [np.int32, np.int32]
