"""The small kernel, compiled and not, against networkx."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_graphs import graphs, ways

from corridors.engines import plain as kernels


@pytest.fixture(params=["plain", "compiled"])
def engine(request, monkeypatch):
    use = None if request.param == "plain" else kernels.compiled()
    monkeypatch.setattr(kernels.Search, "_engine", staticmethod(lambda: use))


def search(graph, gates):
    return kernels.Search(graph["first_out"], graph["head"], graph["weight"], graph["bits"], gates)


@pytest.mark.usefixtures("engine")
class TestSearch:
    @settings(max_examples=150, deadline=None)
    @given(graphs())
    def test_equals_networkx(self, graph):
        oracle = nx.MultiDiGraph()
        oracle.add_nodes_from(range(graph["size"]))
        for a, b, w in zip(graph["tail"], graph["head"], graph["weight"], strict=True):
            oracle.add_edge(int(a), int(b), weight=float(w))
        lengths = nx.single_source_dijkstra_path_length(oracle, 0)
        tree = search(graph, 0).run([(0, 0.0)], range(graph["size"]))
        for goal in range(graph["size"]):
            assert tree.cost(goal) == lengths.get(goal, math.inf)
            way = tree.way(goal)
            assert sum(graph["weight"][way]) == (tree.cost(goal) if goal in lengths else 0)

    @settings(max_examples=150, deadline=None)
    @given(graphs(vertices=5, arcs=9), st.integers(0, 2))
    def test_gates_equal_brute_force(self, graph, gates):
        goal = graph["size"] - 1
        best = min((c for c, _ in ways(graph, 0, goal, gates)), default=math.inf)
        assert search(graph, gates).run([(0, 0.0)], [goal]).cost(goal) == best

    @settings(max_examples=50, deadline=None)
    @given(graphs())
    def test_seeds_with_costs(self, graph):
        goal = graph["size"] - 1
        one = search(graph, 0).run([(0, 5.0)], [goal]).cost(goal)
        both = search(graph, 0).run([(0, 5.0), (goal, 7.0)], [goal]).cost(goal)
        assert both == min(one, 7.0)


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_engines_take_the_same_way(graph):
    found = []
    for engine in (None, kernels.compiled()):
        seek = search(graph, 1)
        seek._engine = lambda engine=engine: engine
        tree = seek.run([(0, 0.0)], range(graph["size"]))
        found.append([(tree.cost(v), tree.way(v)) for v in range(graph["size"])])
    assert found[0] == found[1]


@settings(max_examples=150, deadline=None)
@given(graphs(), st.integers(0, 2), st.lists(st.booleans(), min_size=24, max_size=24))
def test_a_search_below_changes_no_answer(graph, gates, shut):
    goals = sorted({graph["size"] - 1, graph["size"] // 2})
    weight = np.where(shut[: len(graph["weight"])], math.inf, graph["weight"])
    arrays = (graph["first_out"], graph["head"], weight, graph["bits"], gates)
    alone = kernels.Search(*arrays).run([(0, 1.5)], goals)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels.Search, "_engine", staticmethod(kernels.compiled))
        bounded = kernels.Search(*arrays, below=search(graph, gates)).run([(0, 1.5)], goals)
    for goal in goals:
        assert bounded.cost(goal) == alone.cost(goal)
        if (weight > 0).all():  # arcs for nothing make ties that either may break
            assert bounded.way(goal) == alone.way(goal)
        elif alone.cost(goal) < math.inf:
            assert 1.5 + sum(weight[bounded.way(goal)]) == alone.cost(goal)


def test_a_bound_is_what_is_left_to_the_goal():
    #     0 -1-> 1 -2-> 2,  0 -5-> 2
    first_out, head = np.array([0, 2, 3, 3]), np.array([1, 2, 2])
    engine = kernels.Search(first_out, head, np.array([1.0, 5.0, 2.0]))
    assert engine.bound(2).tolist() == [3.0, 2.0, 0.0]
    assert engine.bound(0).tolist() == [0.0, math.inf, math.inf]


def test_bounds_of_many_ends_are_kept_in_bounds(monkeypatch):
    """A search that bounds others kept an array of each end it was ever asked for."""
    monkeypatch.setattr(kernels, "_BOUND_BYTES", 3 * 8 * 101)
    ring = kernels.Search(np.arange(101), (np.arange(100) + 1) % 100, np.ones(100))
    for end in range(100):
        assert ring.bound(end)[(end + 1) % 100] == 99
    assert ring._kept.cache_info().currsize == 4
    assert ring.bound(99) is ring.bound(99)


def test_closed_arcs_are_not_used():
    first_out, head = np.array([0, 1, 1]), np.array([1])
    tree = kernels.Search(first_out, head, np.array([np.inf])).run([(0, 0.0)], [1])
    assert tree.cost(1) == math.inf
    assert tree.way(1) == []
