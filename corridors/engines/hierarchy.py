"""Searches by customizable contraction hierarchies (Dibbelt, Strasser and Wagner 2016).

A :class:`Topology` is made once a graph; a :class:`Hierarchy` once for each set of weights, in
milliseconds; a query then takes microseconds, a table of many pairs not much more. Weights
stay floats. Each is made longer by about a thousand-millionth of their mean, more or less by the
arc's number: so a way passes no vertex twice, and of equal ways the same one is found
whatever the order of the vertices (a plain search may take another one of them).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol

import numpy as np

from corridors.engines import elimination as orders
from corridors.engines.jit import Kernels
from corridors.engines.plain import Search
from corridors.vocabulary import counted

kernel = Kernels("corridors.engines.hierarchy_kernel")

Vertices = Sequence[int] | np.ndarray
#: Who waits hears how far it is (the command line shows a bar).
_progress = logging.getLogger("corridors.progress")
#: By so much of their mean the weights are made longer.
_NUDGE = 1e-9
#: So many questions are answered before a hierarchy is made. Assumed: of a million links it took
#: 25 s of the processor, a plain search 0.6 s, so it is paid for after some forty.
PLAIN_QUESTIONS = 16


class Topology:
    """A graph with its vertices in order and the edges of their contraction, whatever the weights.

    Parameters
    ----------
    tail, head
        The arcs, sorted by tail; parallel arcs and loops are allowed.
    lon, lat
        Coordinates of the vertices.
    shelf
        Where the order of a large graph is kept; ``None`` keeps nothing.
    """

    def __init__(
        self,
        tail: np.ndarray,
        head: np.ndarray,
        lon: np.ndarray,
        lat: np.ndarray,
        *,
        shelf: orders.Shelf | None = None,
    ) -> None:
        self.tail, self.head = np.asarray(tail, np.int64), np.asarray(head, np.int64)
        self.size = size = len(lon)
        _told(size, 0)
        self.rank = orders.ranks(self.tail, self.head, lon, lat, shelf=shelf)
        _told(size, 25)
        start, end = self.rank[self.tail], self.rank[self.head]
        low, high = np.minimum(start, end), np.maximum(start, end)
        joins = low < high
        pair = orders.once_each(low[joins] * size + high[joins])
        first = np.searchsorted(pair, np.arange(size + 1) * size)
        #: The edges: to ``upper`` from ``lower``, sorted by both.
        self.first_up, self.upper = kernel.contracted(first, (pair % max(size, 1)).astype(np.int32))
        self.lower = np.repeat(np.arange(size, dtype=np.int32), np.diff(self.first_up))
        self.parent = np.full(size, -1, np.int32)
        has_parent = np.flatnonzero(np.diff(self.first_up))
        self.parent[has_parent] = self.upper[self.first_up[has_parent]]
        self.depth = kernel.depths(self.parent)
        self.upper_depth = self.depth[self.upper]
        self.height = int(self.depth.max(initial=0)) + 1
        edge = kernel.edges_of(self.first_up, self.upper, low, high)
        self.direction_of_arc = np.where(joins, 2 * edge + (start > end), -1)

    def hierarchy(self, weight: np.ndarray) -> Hierarchy:
        """Return the hierarchy for one weight an arc; ``inf`` closes an arc."""
        return Hierarchy(self, weight)


class Hierarchy:
    """Queries for one set of weights, which are not negative."""

    def __init__(self, topology: Topology, weight: np.ndarray) -> None:
        self.topology = topology
        self.weight = np.asarray(weight, float)
        _told(topology.size, 50)
        self._cost = np.empty(2 * len(topology.upper))
        self._halves = np.empty((len(self._cost), 2), np.int32)
        kernel.customise(
            topology.first_up, topology.upper, topology.direction_of_arc, nudged(self.weight),
            self._cost, self._halves,
        )  # fmt: skip
        _told(topology.size, 100)

    def way(self, source: int, target: int) -> tuple[float, np.ndarray] | None:
        """Return cost and arcs of the best way, or ``None``."""
        t = self.topology
        best, arcs = kernel.way(
            t.first_up, t.upper_depth, t.depth, t.parent, t.lower, t.height, self._cost,
            self._halves, t.rank[source], t.rank[target],
        )  # fmt: skip
        return None if best == np.inf else (float(self.weight[arcs].sum()), arcs)

    def table(self, sources: Vertices, targets: Vertices, value: np.ndarray) -> np.ndarray:
        """Return the values of the best ways between vertices, shape (sources, targets).

        ``value`` is one value an arc; that of a way is their sum, ``inf`` where there is none.
        """
        no_mask, none, no_law = np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, bool)
        return self._table(sources, targets, value, (no_mask, none, none, no_law))[0]

    def judged_table(
        self, sources: Vertices, targets: Vertices, value: np.ndarray, territory: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the values as :meth:`table`, and whether each best way is lawful.

        ``territory`` is that of each vertex, -1 for none. Lawful ways enter none twice; ways
        through one that has no room in a mask are called unlawful.
        """
        t, to = self.topology, len(self._cost)
        passed = (
            np.zeros(to, np.int64), np.full(to, -1, np.int32), np.full(to, -1, np.int32),
            np.ones(to, bool),
        )  # fmt: skip
        kernel.digest(self._halves, self._cost, territory[t.tail], territory[t.head], *passed)
        return self._table(sources, targets, value, passed)

    def _table(
        self, sources: Vertices, targets: Vertices, value: np.ndarray, passed: tuple
    ) -> tuple[np.ndarray, np.ndarray]:
        t = self.topology
        sums = np.empty(len(self._cost))
        kernel.sums(self._halves, self._cost, value, sums)
        shape = (len(sources), len(targets))
        values, lawful = np.empty(shape), np.ones(shape, bool)
        kernel.table(
            t.first_up, t.upper, t.upper_depth, t.depth, t.parent, t.lower, t.height,
            self._cost, sums, *passed,
            t.rank[np.asarray(sources, np.int64)], t.rank[np.asarray(targets, np.int64)],
            values, lawful,
        )  # fmt: skip
        return values, lawful


def _told(size: int, percent: int) -> None:
    """Tell how far the hierarchy of a graph is."""
    _progress.info("%s: %d %%", f"hierarchy of {counted(size, 'state')}", percent)


def nudged(weight: np.ndarray) -> np.ndarray:
    """Return weights made longer by 1 to 2 times ``_NUDGE`` of their mean, by the arc's number."""
    known = weight[np.isfinite(weight)]
    mean = known.mean() if known.any() else 1.0
    mixed = np.arange(1, len(weight) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # splitmix64
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return weight + _NUDGE * mean * (1 + (mixed ^ (mixed >> np.uint64(31))) / 2.0**64)


class Ways(Protocol):
    """What knows the best way between two vertices: a hierarchy, or plain searches."""

    def way(self, source: int, target: int) -> tuple[float, np.ndarray] | None:
        """Return cost and arcs of the best way, or ``None``."""


class PlainWays:
    """The ways of a :class:`Hierarchy`, the same of equal ones too, with nothing made first.

    Parameters
    ----------
    first_out, head
        The arcs, as :class:`~corridors.engines.plain.Search` takes them.
    weight
        One weight an arc, ``inf`` closes it.
    """

    def __init__(self, first_out: np.ndarray, head: np.ndarray, weight: np.ndarray) -> None:
        self._weight = weight
        self._search = Search(first_out, head, nudged(weight))

    def way(self, source: int, target: int) -> tuple[float, np.ndarray] | None:
        """Return cost and arcs of the best way, or ``None``."""
        tree = self._search.run([(source, 0.0)], [target])
        if tree.cost(target) == np.inf:
            return None
        arcs = np.array(tree.way(target), np.int64)
        return float(self._weight[arcs].sum()), arcs


class Later:
    """A hierarchy that is made once, when it is called for or questions enough were asked.

    Parameters
    ----------
    make
        Makes it.
    """

    def __init__(self, make: Callable[[], Hierarchy]) -> None:
        self._make, self._asked = make, 0
        self._made: Hierarchy | None = None

    def __call__(self) -> Hierarchy:
        """Return it."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def pays(self) -> bool:
        """Note a question; say whether the hierarchy is there, or would have been the quicker."""
        self._asked += 1
        return self._made is not None or self._asked > PLAIN_QUESTIONS


class HierarchySearch:
    """A :class:`Hierarchy` with the interface of :class:`~corridors.engines.plain.Search`.

    Parameters
    ----------
    own
        Its hierarchy.
    plain
        Makes the plain searches that answer the first questions.
    below
        A hierarchy that is there for other searches too: of the same weights, but with arcs open
        that are closed here. A best way of it that passes none of them is the best one here, so
        mostly no other hierarchy is made.
    closed
        Which arcs are closed here, where there is a ``below``.
    """

    def __init__(
        self,
        own: Later,
        plain: Callable[[], PlainWays],
        below: Later | None = None,
        closed: np.ndarray | None = None,
    ) -> None:
        self._own, self._below, self._closed = own, below, closed
        self._plain = cache(plain)

    def best(self, seeds: Sequence[tuple[int, float]], goal: int) -> tuple[float, list[int]]:
        """Return cost and arcs of the best way from vertices (with a cost each) to another."""
        if self._below is not None:
            if not self._below.pays():
                return _best(self._plain(), seeds, goal)
            found = _best(self._below(), seeds, goal)
            if not self._closed[found[1]].any():  # type: ignore[index]
                return found
        return _best(self._own() if self._own.pays() else self._plain(), seeds, goal)

    def run(
        self,
        seeds: Sequence[tuple[int, float]],
        goals: Sequence[int],  # noqa: ARG002  searched when they are asked for
    ) -> HierarchyTree:
        """Return the ways from the seeds."""
        return HierarchyTree(self, list(seeds))


def _best(ways: Ways, seeds: Sequence[tuple[int, float]], goal: int) -> tuple[float, list[int]]:
    found = [(paid, ways.way(vertex, goal)) for vertex, paid in seeds]
    return min(
        ((paid + way[0], way[1].tolist()) for paid, way in found if way is not None),
        default=(np.inf, []),
    )


class HierarchyTree:
    """The interface of :class:`~corridors.engines.plain.Tree`; ways are searched on demand."""

    def __init__(self, search: HierarchySearch, seeds: list[tuple[int, float]]) -> None:
        self._search, self._seeds = search, seeds
        self._found: dict[int, tuple[float, list[int]]] = {}

    def _best(self, goal: int) -> tuple[float, list[int]]:
        if goal not in self._found:
            self._found[goal] = self._search.best(self._seeds, goal)
        return self._found[goal]

    def cost(self, goal: int) -> float:
        """Return the cost of the best way to a goal vertex, ``inf`` if there is none."""
        return self._best(goal)[0]

    def way(self, goal: int) -> list[int]:
        """Return the arcs of the best way to a goal vertex."""
        return self._best(goal)[1]

    def layer_reached(self, size: int) -> int:  # noqa: ARG002
        """Return the highest layer that was reached: there is one only."""
        return 0
