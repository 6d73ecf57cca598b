"""Both engines of the kernel against networkx and brute force."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.engines import plain as kernels
from corridors.engines.lawful import enters_twice, simple_way


@st.composite
def graphs(draw, vertices=8, arcs=24, gates=2):
    """Random multigraphs with parallel arcs and zero weights, as arrays."""
    size = draw(st.integers(2, vertices))
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    pairs = draw(st.lists(ends, min_size=1, max_size=arcs))
    pairs.sort(key=lambda p: p[0])
    weights = draw(st.lists(st.integers(0, 9), min_size=len(pairs), max_size=len(pairs)))
    bits = draw(st.lists(st.integers(0, 2**gates - 1), min_size=len(pairs), max_size=len(pairs)))
    country = draw(st.lists(st.integers(-1, 3), min_size=size, max_size=size))
    tail, head = (np.array(c, np.int64) for c in zip(*pairs, strict=True))
    first_out = np.searchsorted(tail, np.arange(size + 1))
    return {
        "size": size,
        "tail": tail,
        "head": head,
        "weight": np.array(weights, float),
        "bits": np.array(bits, np.int64),
        "country": np.array(country, np.int64),
        "first_out": first_out,
    }


@pytest.fixture(params=["plain", "compiled"])
def engine(request, monkeypatch):
    use = None if request.param == "plain" else kernels.compiled()
    monkeypatch.setattr(kernels.Search, "_engine", staticmethod(lambda: use))


def ways(graph, start, goal, gates):
    """Yield all arc sequences that visit no (vertex, layer) twice: the brute force."""
    stack = [(start, 0, 0.0, (), frozenset([(start, 0)]))]
    while stack:
        vertex, layer, cost, arcs, seen = stack.pop()
        if vertex == goal and layer == gates:
            yield cost, arcs
            continue
        for arc in range(graph["first_out"][vertex], graph["first_out"][vertex + 1]):
            up = layer + 1 if layer < gates and graph["bits"][arc] >> layer & 1 else layer
            other = (int(graph["head"][arc]), up)
            if other not in seen:
                stack.append((*other, cost + graph["weight"][arc], (*arcs, arc), seen | {other}))


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


@settings(max_examples=300, deadline=None)
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


def test_closed_arcs_are_not_used():
    first_out, head = np.array([0, 1, 1]), np.array([1])
    tree = kernels.Search(first_out, head, np.array([np.inf])).run([(0, 0.0)], [1])
    assert tree.cost(1) == math.inf
    assert tree.way(1) == []


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
