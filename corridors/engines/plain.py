"""Shortest ways on arrays.

One function, two engines: plain Python on lists, which starts at once, and the same code
compiled by numba on arrays, which starts slowly and runs about thirty times faster. Both
give the same answer: vertices are settled in order of (cost, number), ties of cost keep
the arc with the lower number.

With gates, the search runs on layers: a state is ``layer * size + vertex``, and an arc that
belongs to the next gate leads one layer up.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from typing import Any, Protocol

import numpy as np

from corridors.engines import jit
from corridors.engines.lawful_kernel import lower_bounds
from corridors.engines.plain_kernel import search_bounded, search_states

#: The bounds that a search keeps take no more than this together, of a huge graph those of one end.
_BOUND_BYTES = 16_000_000

_KERNEL: Callable[..., None] = search_states
_BOUNDS: Callable[..., None] = lower_bounds


@cache
def compiled() -> Callable | None:
    """Return the search compiled by numba, or ``None`` where numba is not installed."""
    return jit.compiled_now(search_states) if jit.is_compiled() else None


@cache
def _compiled_bounds() -> tuple[Callable, Callable]:
    return jit.compiled_now(lower_bounds), jit.compiled_now(search_bounded)


class Bounds(Protocol):
    """What knows how far it is to an end, at the least."""

    def bound(self, end: int) -> np.ndarray:
        """Return what it costs at the least from each state to a state."""


class Ways(Protocol):
    """What a search found: the best ways from its seeds."""

    def cost(self, goal: int) -> float:
        """Return the cost of the best way to a goal vertex, ``inf`` if there is none."""

    def way(self, goal: int) -> list[int]:
        """Return the arcs of the best way to a goal vertex."""

    def layer_reached(self, size: int) -> int:
        """Return the highest layer that was reached: how many gates were passed."""


class Engine(Protocol):
    """What searches a graph for one weight an arc, and one order of gates."""

    def run(self, seeds: Sequence[tuple[int, float]], goals: Sequence[int]) -> Ways:
        """Search from seed vertices (with a cost each) to goal vertices in the last layer."""


class Search:
    """Searches over one graph with one weight an arc.

    Parameters
    ----------
    first_out, head
        Arcs of vertex ``v`` are ``first_out[v]`` to ``first_out[v + 1]``; ``head`` is where
        they lead.
    weight
        Not negative; ``inf`` closes an arc.
    gate_bits
        Bit ``k`` is set where an arc belongs to gate ``k``.
    gates
        Number of gates.
    below
        Such as a search over the same graph and gates in which no arc weighs more: this one looks
        only where the other says that a goal may be reached.
    """

    def __init__(
        self,
        first_out: np.ndarray,
        head: np.ndarray,
        weight: np.ndarray,
        gate_bits: np.ndarray | None = None,
        gates: int = 0,
        *,
        below: Bounds | None = None,
    ) -> None:
        self.size = len(first_out) - 1
        self.gates = gates
        bits = np.zeros(len(head), np.int64) if gate_bits is None else gate_bits
        self._arrays = (first_out, head, weight, bits)
        self._lists: tuple[list, ...] | None = None
        self._below = below
        most = 1 + _BOUND_BYTES // (8 * (1 + self.size) * (1 + gates))
        self._kept = lru_cache(most)(partial(_bound, self._arrays, gates, self.size))

    def run(self, seeds: Sequence[tuple[int, float]], goals: Sequence[int]) -> Tree:
        """Search from seed vertices (with a cost each) to goal vertices in the last layer."""
        top = self.gates * self.size
        vertices = np.array([v for v, _ in seeds], np.int64)
        costs = np.array([c for _, c in seeds], float)
        ends = np.array([top + g for g in goals], np.int64)
        states = self.size * (self.gates + 1)
        buffers: list[Any] = [
            np.full(states, math.inf),
            np.full(states, -1),
            np.full(states, -1),
            np.zeros(states, bool),
        ]
        if self._below is None:
            buffers.append(np.zeros(states, bool))
            found = self._run(_KERNEL, (vertices, costs, ends), buffers)
        else:
            known = [self._below.bound(end) for end in sorted(set(ends.tolist()))]
            query = (vertices, costs, ends, np.minimum.reduce(known))
            found = self._run(search_bounded, query, buffers)
        return Tree(*found[:3], top=top)

    def _run(
        self, kernel: Callable[..., None], query: tuple[np.ndarray, ...], buffers: list[Any]
    ) -> list[Any]:
        """Return the buffers that a kernel has filled, compiled or not."""
        engine = self._engine()
        if engine is None:
            begin = time.thread_time()
            if self._lists is None:
                self._lists = tuple(a.tolist() for a in self._arrays)
            buffers = [b.tolist() for b in buffers]
            kernel(*self._lists, self.gates, self.size, *(q.tolist() for q in query), *buffers)
            jit.spend(begin)
        else:
            engine = _compiled_bounds()[1] if kernel is search_bounded else engine
            engine(*self._arrays, self.gates, self.size, *query, *buffers)
        return buffers

    def bound(self, end: int) -> np.ndarray:
        """Return the least cost from each state to a state; of the last ends it is kept."""
        return self._kept(end)

    def _engine(self) -> Callable | None:
        return compiled() if _pays(self.size * (self.gates + 1)) else None


def _pays(states: int) -> bool:
    return jit.pays(search_states.__module__, states) and compiled() is not None


def _bound(arrays: tuple[np.ndarray, ...], gates: int, size: int, end: int) -> np.ndarray:
    """Return the least cost from each state to a state, searched for back from that."""
    first_out, head, weight, bits = arrays
    into = np.argsort(head, kind="stable")
    bound = np.full(size * (gates + 1), math.inf)
    first_in = np.searchsorted(head[into], np.arange(size + 1))
    tail = np.repeat(np.arange(size), np.diff(first_out))
    arrays = (first_in, into, tail, weight, bits)
    if _pays(len(bound)):
        _compiled_bounds()[0](*arrays, gates, size, end, bound)
        return bound
    # on lists, which plain Python reads four times as quickly as arrays
    begin, listed = time.thread_time(), bound.tolist()
    _BOUNDS(*[a.tolist() for a in arrays], gates, size, end, listed)
    jit.spend(begin)
    return np.array(listed)


class Tree:
    """The ways that a search found."""

    def __init__(
        self, cost: Sequence[float], arc_to: Sequence[int], before: Sequence[int], *, top: int
    ) -> None:
        self._cost, self._arc_to, self._before, self._top = cost, arc_to, before, top

    def cost(self, goal: int) -> float:
        """Return the cost of the best way to a goal vertex, ``inf`` if there is none."""
        return float(self._cost[self._top + goal])

    def costs(self) -> np.ndarray:
        """Return the cost of the best way to every state that was settled or seen."""
        return np.asarray(self._cost, float)

    def way(self, goal: int) -> list[int]:
        """Return the arcs of the best way to a goal vertex."""
        arc_to, before = self._arc_to, self._before
        if isinstance(arc_to, np.ndarray):  # plain numbers, not NumPy's: twice as quick
            arc_to, before = memoryview(arc_to), memoryview(before)
        arcs, state = [], self._top + goal
        while (arc := arc_to[state]) >= 0:
            arcs.append(arc)
            state = before[state]
        return arcs[::-1]

    def layer_reached(self, size: int) -> int:
        """Return the highest layer with a state that was reached: how many gates were passed."""
        reached = np.flatnonzero(np.isfinite(np.asarray(self._cost)))
        return int(reached.max(initial=0)) // size
