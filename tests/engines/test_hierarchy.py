"""Hierarchies give the answers of the small kernels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_graphs import random_graph

import corridors as co
from corridors.engines import elimination as orders
from corridors.engines import hierarchy, jit
from corridors.engines.hierarchy import (
    PLAIN_QUESTIONS,
    HierarchySearch,
    Later,
    PlainWays,
    Topology,
)
from corridors.engines.lawful import enters_twice
from corridors.engines.plain import Search
from corridors.graph.compiled import compiled

needs_kit = pytest.mark.skipif(orders.bindings() is None, reason="pyroutingkit is not installed")


@pytest.mark.parametrize("order", [pytest.param("kit", marks=needs_kit), "scipy"])
@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_hierarchy_equals_the_plain_search(order, seed):
    equals_the_plain_search(order, seed)


@pytest.mark.parametrize("seed", range(12))
def test_so_it_does_in_the_order_of_huge_graphs(seed):
    equals_the_plain_search("own", seed)


def equals_the_plain_search(order, seed):
    tail, head, weight, lon, lat = random_graph(seed)
    size = len(lon)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orders, "LARGE", 0 if order == "kit" else 10**9)
        patch.setattr(orders, "HUGE", 0 if order == "own" else 10**9)
        hierarchy = Topology(tail, head, lon, lat).hierarchy(weight)
    assert orders.is_order(hierarchy.topology.rank, size)
    search = Search(np.searchsorted(tail, np.arange(size + 1)), head, weight)
    plain = PlainWays(np.searchsorted(tail, np.arange(size + 1)), head, weight)
    goals = list(range(0, size, 7))
    table = hierarchy.table([0, size - 1], goals, weight)
    for row, source in enumerate((0, size - 1)):
        tree = search.run([(source, 0.0)], goals)
        for goal, value in zip(goals, table[row], strict=True):
            found, best = hierarchy.way(source, goal), tree.cost(goal)
            assert value == pytest.approx(best, rel=1e-8)
            if found is None:
                assert best == np.inf
                assert plain.way(source, goal) is None
                continue
            cost, arcs = found
            assert cost == pytest.approx(best, rel=1e-8)
            same = plain.way(source, goal)
            assert (same[0], same[1].tolist()) == (cost, arcs.tolist())
            ends = [source, *head[arcs].tolist()]
            assert tail[arcs].tolist() == ends[:-1]
            assert ends[-1] == goal
            assert len(set(ends)) == len(ends)  # no vertex twice, though arcs may be free


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 10**9), lands=st.sampled_from([1, 4, 200]))
def test_a_judged_table_tells_the_value_and_the_law_of_a_best_way(seed, lands):
    tail, head, weight, lon, lat = random_graph(seed)
    rng = np.random.default_rng(seed)
    territory, value = rng.integers(-1, lands, len(lon)), rng.random(len(tail))
    hierarchy = Topology(tail, head, lon, lat).hierarchy(weight)
    places = rng.integers(0, len(lon), 6)
    values, lawful = hierarchy.judged_table(places, places, value, territory)
    np.testing.assert_array_equal(values, hierarchy.table(places, places, value))
    for i, source in enumerate(places.tolist()):
        for j, goal in enumerate(places.tolist()):
            way = hierarchy.way(source, goal)
            if way is None:
                assert values[i, j] == np.inf
                continue
            arcs = way[1]
            assert values[i, j] == pytest.approx(float(value[arcs].sum()))
            beyond = (territory[np.stack([tail[arcs], head[arcs]])] >= 63).any()
            broken = len(arcs) > 0 and enters_twice(arcs, tail, head, territory)
            assert lawful[i, j] == (not broken and not beyond)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_of_equal_ways_the_same_is_found_whatever_the_order(seed):
    rng = np.random.default_rng(seed)
    side = int(rng.integers(2, 9))  # a grid of equal streets: most pairs have many best ways
    number = np.arange(side * side).reshape(side, side)
    ends = [(number[:, :-1], number[:, 1:]), (number[:-1], number[1:])]
    tail = np.concatenate([a.ravel() for a, b in ends] + [b.ravel() for a, b in ends])
    head = np.concatenate([b.ravel() for a, b in ends] + [a.ravel() for a, b in ends])
    order = np.argsort(tail, kind="stable")
    tail, head, weight = tail[order], head[order], np.ones(len(tail))
    ways = set()
    for _ in range(4):
        rank = rng.permutation(side * side)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(orders, "ranks", lambda *_, rank=rank, **__: rank)
            hierarchy = Topology(tail, head, rank, rank).hierarchy(weight)
        ways.add(tuple(hierarchy.way(0, side * side - 1)[1].tolist()))
    assert len(ways) == 1


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_search_with_arcs_closed_is_that_of_its_own_hierarchy(seed):
    """It asks the hierarchy in which they are open first, and its own only where that fails.

    The first questions are answered by plain searches: no hierarchy is made for a few.
    """
    tail, head, weight, lon, lat = random_graph(seed)
    rng, topology = np.random.default_rng(seed), Topology(tail, head, lon, lat)
    closed = rng.random(len(tail)) < 0.2
    shut, made = np.where(closed, np.inf, weight), []

    def own():
        made.append(1)
        return topology.hierarchy(shut)

    def plain():
        return PlainWays(np.searchsorted(tail, np.arange(len(lon) + 1)), head, shut)

    search = HierarchySearch(Later(own), plain, Later(lambda: topology.hierarchy(weight)), closed)
    alone = topology.hierarchy(shut)
    seeds = [(int(v), float(c)) for v, c in zip(rng.integers(0, len(lon), 2), rng.random(2),
                                                strict=True)]  # fmt: skip
    asked = [goal for _ in range(3) for goal in range(0, len(lon), 5)]
    for question, goal in enumerate(asked):
        assert question >= PLAIN_QUESTIONS or not made
        tree = search.run(seeds, [goal])
        ways = [(c, alone.way(v, goal)) for v, c in seeds]
        best = min((c + way[0] for c, way in ways if way is not None), default=np.inf)
        assert tree.cost(goal) == pytest.approx(best, rel=1e-12)
        assert not closed[tree.way(goal)].any()
    assert len(made) <= 1
    if not closed.any():
        assert not made


def test_new_weights_need_no_new_order():
    tail, head, _, lon, lat = random_graph(4)
    topology = Topology(tail, head, lon, lat)
    goal = len(lon) - 1
    for seed in range(5):
        weight = np.random.default_rng(seed).random(len(tail))
        tree = Search(np.searchsorted(tail, np.arange(len(lon) + 1)), head, weight).run(
            [(0, 0.0)], [goal]
        )
        found = topology.hierarchy(weight).table([0], [goal], weight)
        assert found[0, 0] == pytest.approx(tree.cost(goal))


@pytest.mark.compiler
@pytest.mark.parametrize("kit", [pytest.param(True, marks=needs_kit), False])
def test_route_and_matrix_are_the_same_behind_a_hierarchy(monkeypatch, tmp_path, kit):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    monkeypatch.setattr(jit, "pays", lambda module, rows=0: True)  # whatever was asked before
    if not kit:
        monkeypatch.setattr(orders, "bindings", lambda: None)
    places = ["Karachi", "Istanbul", "Tashkent", "Baku"]
    for weight in ("cost", "time"):
        monkeypatch.setattr(orders, "LARGE", 10**9)
        small = co.matrix(co.load(), places, places, weight=weight)
        trip = co.route(co.load(), "Karachi", "Istanbul", weight=weight)
        monkeypatch.setattr(orders, "LARGE", 10)
        monkeypatch.setattr(hierarchy, "PLAIN_QUESTIONS", 0)
        net = co.load().replaced({})  # without what the first one remembers
        behind = co.matrix(net, places, places, weight=weight)
        np.testing.assert_allclose(behind.to_numpy(), small.to_numpy(), rtol=1e-9)
        other = co.route(net, "Karachi", "Istanbul", weight=weight)
        assert other.legs["link_id"].tolist() == trip.legs["link_id"].tolist()
        assert other.cost_usd == pytest.approx(trip.cost_usd)
    assert len(list(tmp_path.iterdir())) == kit


def test_scenarios_that_change_values_share_the_topology(monkeypatch, tmp_path):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    places = list(compiled(co.load()).origin)[::30]
    net = co.load().replaced({})
    before = co.matrix(net, places, places)
    after = net.apply(co.scenario("suez-closed"))
    monkeypatch.setattr(hierarchy, "Topology", None)  # is not made again
    assert co.matrix(after, places, places).to_numpy().sum() != before.to_numpy().sum()
