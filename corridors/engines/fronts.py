"""From arcs and criteria to the non-dominated ways: budgets, tolerance, countries re-entered.

The rule that no itinerary re-enters a country is enforced by decremental relaxation: the
first search ignores it; if a way of its front enters a country twice, that country is
watched and the search repeated. Each relaxed problem allows every way that the rule allows,
so a front without offending ways is the front under the rule (Boland, Dethridge and
Dumitrescu, "Accelerated label setting algorithms for the elementary resource constrained
shortest path problem", Operations Research Letters 34, 2006).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from corridors.engines.jit import Kernels

kernel = Kernels("corridors.engines.pareto_kernel")

#: Tolerances tried in turn when the budget does not suffice for the front asked for.
FALLBACK_TOLERANCES = (0.01, 0.05, 0.25)
#: So much of the time limit belongs to the front asked for.
FIRST_SHARE = 0.6
STEPS = 2_000
_FIRST_ROOM = 1 << 14
_MOST_WATCHED = 62


@dataclass(frozen=True)
class Problem:
    """Arrays of a search from one source to one sink; ``number`` is the caller's arc or -1."""

    first_out: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    cost: np.ndarray
    number: np.ndarray
    gate_bits: np.ndarray
    gates: int
    country: np.ndarray
    source: int
    sink: int

    @property
    def size(self) -> int:
        """Number of vertices."""
        return len(self.first_out) - 1

    @cached_property
    def into(self) -> tuple[np.ndarray, np.ndarray]:
        """Arcs by head: those that lead to ``v`` are ``into[first_in[v]:first_in[v + 1]]``."""
        into = np.argsort(self.head, kind="stable")
        return np.searchsorted(self.head[into], np.arange(self.size + 1)), into

    @property
    def end(self) -> int:
        """The state to reach: the sink, all gates passed."""
        return self.gates * self.size + self.sink


@dataclass(frozen=True)
class Front:
    """Non-dominated ways as the caller's arcs, with what is guaranteed.

    Every way allowed has one in ``ways`` that is at most ``1 + bound`` times worse in each
    criterion.
    """

    ways: tuple[tuple[int, ...], ...]
    values: np.ndarray
    exact: bool
    bound: float
    labels: int


@dataclass(frozen=True)
class Budget:
    """The most labels of one search, and the clock time at which to stop."""

    max_labels: int
    stop_at: float = np.inf


Seed = tuple[int, np.ndarray]


def make_problem(
    ends: tuple[np.ndarray, np.ndarray],
    cost: np.ndarray,
    usable: np.ndarray,
    country: np.ndarray,
    *,
    seeds: Sequence[Seed],
    goals: Sequence[Seed],
    gate_bits: np.ndarray | None = None,
    gates: int = 0,
) -> Problem:
    """Add a source and a sink to a graph of arcs ``(tail, head)``, and keep usable arcs only."""
    size = len(country)
    kept = np.flatnonzero(usable)
    tails = [ends[0][kept], np.full(len(seeds), size), np.array([v for v, _ in goals], int)]
    heads = [ends[1][kept], np.array([v for v, _ in seeds], int), np.full(len(goals), size + 1)]
    extra = len(seeds) + len(goals)
    values = [cost[kept], *(np.reshape(c, (1, -1)) for _, c in (*seeds, *goals))]
    bits = np.zeros(len(usable), np.int64) if gate_bits is None else gate_bits
    tail = np.concatenate(tails)
    order = np.argsort(tail, kind="stable")
    first_out = np.searchsorted(tail[order], np.arange(size + 3))
    return Problem(
        first_out=first_out,
        tail=tail[order],
        head=np.concatenate(heads)[order],
        cost=kernel.exact_costs(np.concatenate(values)[order], first_out, gates + 1),
        number=np.concatenate([kept, np.full(extra, -1)])[order],
        gate_bits=np.concatenate([bits[kept], np.zeros(extra, np.int64)])[order],
        gates=gates,
        country=np.concatenate([country, [-1, -1]]),
        source=size,
        sink=size + 1,
    )


def bounds(problem: Problem) -> np.ndarray:
    """Return the least value of each criterion from each state to the end."""
    found: np.ndarray = kernel.lower_bounds(
        *problem.into, problem.tail, problem.cost, problem.gate_bits, problem.gates,
        problem.size, problem.end,
    )  # fmt: skip
    return found


def solve(
    problem: Problem, *, max_labels: int, time_limit_s: float | None = None, epsilon: float = 0.0
) -> Front | None:
    """Return the front, or ``None`` if the end cannot be reached.

    When the budget does not suffice, coarser tolerances are tried, and the front is what
    all searches found together, with the best guarantee that any of them gives.
    """
    bound = bounds(problem)
    if not np.isfinite(bound[problem.source]).all():
        return None
    begin = time.perf_counter()
    limit = np.inf if time_limit_s is None else time_limit_s
    front = _lawful(problem, bound, epsilon, Budget(max_labels, begin + FIRST_SHARE * limit))
    if front.done:
        return _answer(problem, [front], exact=epsilon == 0, bound=epsilon)
    runs = [front]
    for tolerance in FALLBACK_TOLERANCES:
        if tolerance <= epsilon:
            continue
        left = begin + limit - time.perf_counter()
        run = _lawful(problem, bound, tolerance, Budget(max_labels, begin + limit - left / 2))
        runs.append(run)
        if run.done:
            return _answer(problem, runs, exact=False, bound=min(tolerance, _certified(runs)))
    return _answer(problem, runs, exact=False, bound=_certified(runs))


@dataclass(frozen=True)
class _Run:
    """What one search found: lawful ways, and bounds of all that it did not follow."""

    done: bool
    tolerance: float
    ways: list[np.ndarray]
    values: np.ndarray
    open_values: np.ndarray
    labels: int


def _lawful(problem: Problem, bound: np.ndarray, epsilon: float, budget: Budget) -> _Run:
    """Search, watching more and more countries, until no way enters a country twice."""
    watched: list[int] = []
    labels = 0
    countries = 1 + int(problem.country.max(initial=0))
    while True:
        arrays = _Arrays(problem, bound, watched, 1 + epsilon, budget.max_labels)
        status = arrays.run(budget)
        labels += int(arrays.counters[kernel.LABELS])
        ways, values, least = arrays.solutions()
        offences = np.array(
            [kernel.entered_twice(way, problem.head, problem.country, countries) for way in ways]
        ).reshape(-1, countries)
        lawful = np.logical_not(offences.any(axis=1))
        new = [int(c) for c in np.flatnonzero(offences.any(axis=0)) if c not in watched]
        if not new or status != kernel.DONE or len(watched) + len(new) > _MOST_WATCHED:
            open_values = np.concatenate([arrays.waiting(), least[~lawful]])
            return _Run(
                done=status == kernel.DONE and bool(lawful.all()),
                tolerance=epsilon,
                ways=[way for way, good in zip(ways, lawful.tolist(), strict=True) if good],
                values=values[lawful],
                open_values=open_values,
                labels=labels,
            )
        watched += new


class _Arrays:
    """The labels of one search, in arrays that grow."""

    _NAMES = ("g", "apex", "state", "arc", "before", "below", "above", "mask", "now",
              "closed", "first", "rest", "queue")  # fmt: skip
    _TYPES: ClassVar = {
        "mask": np.int64,
        "now": np.int64,
        "closed": bool,
        "first": float,
        "rest": float,
    }

    def __init__(
        self, problem: Problem, bound: np.ndarray, watched: Sequence[int], near: float,
        max_labels: int,
    ) -> None:  # fmt: skip
        self.problem, self.bound, self.near = problem, bound, near
        states = len(bound)
        number = {country: k for k, country in enumerate(watched)}
        self.zone = np.array(
            [
                kernel.NONE if c < 0 else number.get(c, kernel.OTHER)
                for c in problem.country.tolist()
            ]
        )
        self.counters = np.zeros(3, np.int64)
        self.front = np.full(states, -1, np.int32)
        self.opened = np.full(states if near > 1 else 1, -1, np.int32)
        self.room: dict[str, np.ndarray] = {}
        self._grow(min(_FIRST_ROOM, max_labels))
        labels = self.room
        labels["state"][0], labels["arc"][0], labels["before"][0] = problem.source, -1, -1
        labels["first"][0] = bound[problem.source, 0]
        labels["above"][0] = -1
        self.counters[:] = (1, 1, 0)

    def _grow(self, room: int) -> None:
        most = int(np.diff(self.problem.first_out).max(initial=1))
        room = max(room, most + 2)
        for name in self._NAMES:
            if name == "apex" and self.near == 1:
                self.room["apex"] = self.room["g"]
                continue
            if name == "above" and self.near == 1:
                self.room["above"] = np.full(1, -1, np.int32)
                continue
            wide = name in ("g", "apex")
            shape = (room, self.bound.shape[1]) if wide else (room,)
            new = np.zeros(shape, float if wide else self._TYPES.get(name, np.int32))
            old = self.room.get(name)
            if old is not None:
                new[: len(old)] = old
            self.room[name] = new

    def run(self, budget: Budget) -> int:
        """Search until all is done or the budget is spent; return the kernel's last status."""
        p, status = self.problem, kernel.PAUSED
        while status != kernel.DONE:
            status = kernel.search(
                p.first_out, p.head, p.cost, p.gate_bits, p.gates, p.size, self.zone,
                self.bound, p.end, self.near,
                *(self.room[name] for name in self._NAMES),
                self.counters, self.front, self.opened, STEPS,
            )  # fmt: skip
            used = len(self.room["state"])
            if status == kernel.FULL:
                if used >= budget.max_labels:
                    break
                self._grow(min(2 * used, budget.max_labels))
                if len(self.room["state"]) == used:
                    break
            if time.perf_counter() > budget.stop_at:
                break
        return int(status)

    def solutions(self) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
        """Return the ways that are not dominated, their values, and those they stand for."""
        made = int(self.counters[kernel.LABELS])
        labels = self.room
        ends = (labels["state"][:made] == self.problem.end) & labels["closed"][:made]
        found = np.flatnonzero(ends)
        found = found[non_dominated(labels["g"][found])]
        ways = [kernel.trace(label, labels["arc"], labels["before"]) for label in found]
        return ways, labels["g"][found], labels["apex"][found]

    def waiting(self) -> np.ndarray:
        """Return a lower bound of the values of each way not yet followed."""
        queue = self.room["queue"][: self.counters[kernel.QUEUED]]
        queue = queue[self.room["state"][queue] >= 0]
        found: np.ndarray = self.room["apex"][queue] + self.bound[self.room["state"][queue]]
        return found


def non_dominated(values: np.ndarray) -> np.ndarray:
    """Return the rows that no other dominates, first of equals, in lexicographic order."""
    found: np.ndarray = kernel.undominated(values, np.lexsort(values.T[::-1]))
    return found


def _certified(runs: Sequence[_Run]) -> float:
    """Return by how much a way that no search followed can be better than those found."""
    values = np.concatenate([run.values for run in runs])
    if not len(values):
        return np.inf
    return min(max(run.tolerance, _gap(values, run.open_values)) for run in runs)


def _gap(values: np.ndarray, open_values: np.ndarray) -> float:
    worst = 1.0
    for part in np.array_split(open_values, 1 + len(open_values) * len(values) // 1_000_000):
        if len(part):
            with np.errstate(divide="ignore", invalid="ignore"):
                ratio = values[None] / part[:, None]
            ratio[np.isnan(ratio)] = 1.0  # 0 of 0
            worst = max(worst, float(ratio.max(axis=2).min(axis=1).max()))
    return worst - 1.0


def _answer(problem: Problem, runs: Sequence[_Run], *, exact: bool, bound: float) -> Front:
    values = np.concatenate([run.values for run in runs])
    ways = [way for run in runs for way in run.ways]
    kept = non_dominated(values)
    numbers = [problem.number[ways[k]] for k in kept]
    return Front(
        ways=tuple(tuple(n[n >= 0].tolist()) for n in numbers),
        values=values[kept],
        exact=exact,
        bound=bound,
        labels=sum(run.labels for run in runs),
    )
