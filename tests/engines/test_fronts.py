"""Fronts of random small graphs against every way there is."""

from __future__ import annotations

import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from brute_force import Case, all_ways, front_of, random_case, values_of
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.engines import fronts

ROOM = 1_000_000


def problem_of(case: Case) -> fronts.Problem:
    nothing = np.zeros(case.cost.shape[1])
    return fronts.make_problem(
        (case.tail, case.head),
        case.cost,
        np.ones(len(case.tail), bool),
        case.country,
        seeds=[(case.origin, nothing)],
        goals=[(case.goal, nothing)],
        gate_bits=case.gate_bits,
        gates=case.gates,
    )


def rows(values: np.ndarray) -> set[tuple[float, ...]]:
    return {tuple(float(v) for v in row) for row in np.round(values, 9)}


@pytest.mark.parametrize("criteria", [2, 3, 4, 5])
def test_front_equals_brute_force(criteria: int) -> None:
    reentered = 0
    for seed in range(600):
        case = random_case(1000 * criteria + seed, criteria=criteria, gates=2)
        values = values_of(case, all_ways(case))
        front = fronts.solve(problem_of(case), max_labels=ROOM)
        free = front_of(values_of(case, all_ways(case, lawful=False)))
        reentered += free != front_of(values)
        if front is None:
            assert not free
            continue
        assert front.exact
        assert rows(front.values) == front_of(values)
        assert len(front.ways) == len(front.values)
        np.testing.assert_allclose(values_of(case, list(front.ways)), front.values, atol=1e-9)
    assert reentered > 20  # the rule that forbids re-entry mattered


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9), epsilon=st.sampled_from([0.01, 0.1, 0.3, 1.0]))
def test_tolerance_holds_from_end_to_end(seed: int, epsilon: float) -> None:
    case = random_case(seed, criteria=3, gates=1)
    values = values_of(case, all_ways(case))
    front = fronts.solve(problem_of(case), max_labels=ROOM, epsilon=epsilon)
    if front is None:
        assert not len(values)
        return
    assert not front.exact
    assert front.bound == epsilon
    assert rows(front.values) <= rows(values)
    for row in values:
        near = (front.values <= (1 + epsilon) * row + 1e-9).all(axis=1)
        assert near.any(), (row, front.values)


def grid(side: int, criteria: int, seed: int) -> Case:
    """Return a grid of one-way arcs whose front is large."""
    rng = np.random.default_rng(seed)
    graph = nx.grid_2d_graph(side, side, create_using=nx.DiGraph)
    number = {node: k for k, node in enumerate(sorted(graph))}
    arcs = sorted((number[a], number[b]) for a, b in graph.edges if number[a] < number[b])
    tail, head = np.array(arcs).T
    cost = rng.integers(1, 1000, (len(arcs), criteria)).astype(float)
    country = np.full(side * side, -1)
    return Case(tail, head, cost, country, np.zeros(len(arcs), np.int64), 0, 0, side * side - 1)


def test_front_of_a_grid_holds_every_weighted_optimum() -> None:
    case = grid(12, 3, seed=4)
    front = fronts.solve(problem_of(case), max_labels=ROOM)
    assert front.exact
    graph = nx.DiGraph()
    for weights in np.random.default_rng(1).random((40, 3)):
        graph.add_weighted_edges_from(
            zip(case.tail.tolist(), case.head.tolist(), (case.cost @ weights).tolist(), strict=True)
        )
        best = nx.dijkstra_path_length(graph, case.origin, case.goal)
        assert min(front.values @ weights) == pytest.approx(best)
    small = (front.values[:, None] <= front.values[None]).all(axis=2)
    assert small.sum() == len(front.values)  # each dominates only itself


def test_a_short_budget_is_admitted_and_its_bound_holds() -> None:
    case = grid(14, 4, seed=2)
    exact = fronts.solve(problem_of(case), max_labels=5 * ROOM)
    assert exact.exact
    for budget in (300, 3_000, 12_000):
        short = fronts.solve(problem_of(case), max_labels=budget)
        assert not short.exact
        if np.isfinite(short.bound):
            for row in exact.values:
                near = (short.values <= (1 + short.bound) * row + 1e-6).all(axis=1)
                assert near.any()
    assert short.bound <= 0.25


def test_time_limit_is_admitted() -> None:
    case = grid(40, 4, seed=2)
    front = fronts.solve(problem_of(case), max_labels=10 * ROOM, time_limit_s=0.0)
    assert not front.exact


@pytest.mark.compiler
def test_plain_python_gives_the_same_front() -> None:
    script = """
import sys
if sys.argv[1] == "plain":
    sys.modules["numba"] = None
sys.path.insert(0, "tests")
from brute_force import random_case
from engines.test_fronts import problem_of, grid, ROOM
from corridors.engines import fronts
from corridors.engines import jit
jit.PLAIN_S = jit.PLAIN_COLD_S = -1.0  # compile at once
assert jit.is_compiled() == (sys.argv[1] != "plain")
for case in [*(random_case(s, gates=2) for s in range(20)), grid(7, 3, 1)]:
    front = fronts.solve(problem_of(case), max_labels=ROOM)
    near = fronts.solve(problem_of(case), max_labels=ROOM, epsilon=0.1)
    print(front and (front.ways, front.values.tolist(), near.ways))
"""
    out = [
        subprocess.run(
            [sys.executable, "-c", script, engine], capture_output=True, text=True, check=True
        ).stdout
        for engine in ("plain", "compiled")
    ]
    assert len(out[0]) > 1000
    assert out[0] == out[1]


def test_exact_costs_move_no_value_by_a_millionth() -> None:
    rng = np.random.default_rng(0)
    cost = rng.random((5000, 3)) * [1e3, 1e2, 1.0]
    first_out = np.arange(5001)
    rounded = fronts.kernel.exact_costs(cost, first_out, 3)
    assert abs(rounded - cost).max() < 1e-7
    forward, backward = np.cumsum(rounded, axis=0)[-1], np.cumsum(rounded[::-1], axis=0)[-1]
    assert (forward == backward).all()
