"""The k shortest ways of random graphs: against all ways where small, else networkx."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice

import networkx as nx
import numpy as np
import pytest
from brute_force import all_ways, random_case, values_of
from engines.test_fronts import problem_of
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.engines.jit import NOTE_WITHOUT_NUMBA
from corridors.engines.shortest import KShortest


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 10**9), k=st.integers(1, 40))
def test_shortest_ways_equal_brute_force(seed: int, k: int) -> None:
    case = random_case(seed, criteria=1, gates=2)
    every = all_ways(case)
    wanted = sorted(values_of(case, every)[:, 0].tolist())[:k]
    found, complete = KShortest(problem_of(case)).shortest(k)
    assert values_of(case, found)[:, 0].tolist() == pytest.approx(wanted, abs=1e-9)
    assert len(set(found)) == len(found)
    assert set(found) <= set(every)
    assert complete or len(found) == k


def test_shortest_ways_equal_networkx_on_a_larger_graph() -> None:
    rng = np.random.default_rng(7)
    graph = nx.gnp_random_graph(150, 0.03, seed=3, directed=True)
    for a, b in graph.edges:
        graph[a][b]["w"] = float(rng.integers(1, 50))
    arcs = sorted(graph.edges)
    tail, head = np.array(arcs).T
    weight = np.array([[graph[a][b]["w"]] for a, b in arcs])
    from brute_force import Case

    none = np.zeros(len(arcs), np.int64)
    case = Case(tail, head, weight, np.full(150, -1), none, 0, 0, 149)
    found, _ = KShortest(problem_of(case)).shortest(60)
    lengths = [
        nx.path_weight(graph, path, "w")
        for path in islice(nx.shortest_simple_paths(graph, 0, 149, "w"), 60)
    ]
    assert values_of(case, found)[:, 0].tolist() == lengths


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_ways_through_vertices_are_ways(seed: int) -> None:
    case = random_case(seed, criteria=1, gates=1)
    every = all_ways(case)
    found = KShortest(problem_of(case)).through_each_vertex()
    assert set(found) <= set(every)
    costs = values_of(case, found)[:, 0]
    assert (np.diff(costs) >= -1e-9).all()
    free = values_of(case, all_ways(case, lawful=False))
    lawful = values_of(case, every)
    if len(every) and lawful.min() == free.min() and len(found):
        assert costs[0] >= lawful.min() - 1e-9


def test_a_search_told_to_stop_returns_what_it_has() -> None:
    """Ctrl-C while a hundred thousand ways are sought: see :func:`interruptible`."""
    from corridors.engines import shortest

    problem = problem_of(random_case(2, criteria=1, gates=0))
    search = KShortest(problem)
    arguments = (
        *search._graph, problem.country, 1 + int(problem.country.max(initial=0)), problem.source,
        problem.end, search.distance, search.onward, 10**5, np.zeros(1, np.int64),
    )  # fmt: skip
    assert search.reachable
    arcs, _, complete = shortest.kernel.shortest_ways(*arguments)
    assert not complete
    assert len(arcs) == 0


@pytest.mark.parametrize("seed", range(5))
def test_searching_for_ways_apart_ends_with_the_ways_there_are(seed: int) -> None:
    """Ten million searches of a graph of some ways: each found once, no length overflows."""
    case = random_case(seed, criteria=1, gates=1)
    search = KShortest(problem_of(case))
    if search.reachable:
        found = search.away_from_each_other(10**7)
        assert len(set(found)) == len(found)
        assert set(found) <= set(all_ways(case))


@pytest.mark.compiler
def test_plain_python_finds_the_same_ways_and_says_so() -> None:
    script = """
import logging, sys
logging.basicConfig(format="%(message)s", stream=sys.stderr)
if sys.argv[1] == "plain":
    sys.modules["numba"] = None
sys.path.insert(0, "tests")
from brute_force import random_case
from engines.test_fronts import problem_of
from corridors.engines import jit
from corridors.engines.shortest import KShortest
jit.PLAIN_S = jit.PLAIN_COLD_S = -1.0  # compile at once
for seed in range(40):
    ways = KShortest(problem_of(random_case(seed, criteria=1, gates=2)))
    print(ways.shortest(9), ways.through_each_vertex())
    print(ways.reachable and ways.away_from_each_other(3))
"""
    done = [
        subprocess.run(
            [sys.executable, "-c", script, engine], capture_output=True, text=True, check=True
        )
        for engine in ("plain", "compiled")
    ]
    assert len(done[0].stdout) > 1000
    assert done[0].stdout == done[1].stdout
    assert [NOTE_WITHOUT_NUMBA in run.stderr for run in done] == [True, False]
    assert done[0].stderr.count(NOTE_WITHOUT_NUMBA) == 1
