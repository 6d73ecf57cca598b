"""Searches by customizable contraction hierarchies (Dibbelt, Strasser and Wagner 2016).

A :class:`Topology` is made once a graph; a :class:`Hierarchy` once for each set of weights, in
milliseconds; a query then takes microseconds, a table of many pairs not much more. Weights
stay floats: the ways are those of a plain search, up to the rounding of sums.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corridors.routing import orders

if TYPE_CHECKING:
    from pathlib import Path

Vertices = Sequence[int] | np.ndarray


class Topology:
    """A graph with its vertices in order and the edges of their contraction, whatever the weights.

    Parameters
    ----------
    tail, head
        The arcs, sorted by tail; parallel arcs and loops are allowed.
    lon, lat
        Coordinates of the vertices.
    folder
        Where the order of a large graph is kept; ``None`` keeps nothing.
    """

    def __init__(
        self,
        tail: np.ndarray,
        head: np.ndarray,
        lon: np.ndarray,
        lat: np.ndarray,
        *,
        folder: Path | None = None,
    ) -> None:
        from corridors.routing import hierarchy_kernel

        self.tail, self.head = np.asarray(tail, np.int64), np.asarray(head, np.int64)
        self.size = size = len(lon)
        self.rank = orders.ranks(self.tail, self.head, lon, lat, folder=folder)
        start, end = self.rank[self.tail], self.rank[self.head]
        low, high = np.minimum(start, end), np.maximum(start, end)
        joins = low < high
        pair = np.unique(low[joins] * size + high[joins])
        first = np.searchsorted(pair, np.arange(size + 1) * size)
        #: The edges: to ``upper`` from ``lower``, sorted by both.
        self.first_up, self.upper = hierarchy_kernel.contracted(
            first, (pair % max(size, 1)).astype(np.int32)
        )
        self.lower = np.repeat(np.arange(size, dtype=np.int32), np.diff(self.first_up))
        self.parent = np.full(size, -1, np.int32)
        has_parent = np.flatnonzero(np.diff(self.first_up))
        self.parent[has_parent] = self.upper[self.first_up[has_parent]]
        self.depth = hierarchy_kernel.depths(self.parent)
        self.upper_depth = self.depth[self.upper]
        self.height = int(self.depth.max(initial=0)) + 1
        edge = np.searchsorted(self.lower.astype(np.int64) * size + self.upper, low * size + high)
        self.direction_of_arc = np.where(joins, 2 * edge + (start > end), -1)

    def hierarchy(self, weight: np.ndarray) -> Hierarchy:
        """Return the hierarchy for one weight an arc; ``inf`` closes an arc."""
        return Hierarchy(self, weight)


class Hierarchy:
    """Queries for one set of weights, which are not negative."""

    def __init__(self, topology: Topology, weight: np.ndarray) -> None:
        from corridors.routing import hierarchy_kernel

        self.topology = topology
        self.weight = np.asarray(weight, float)
        self._kernel = hierarchy_kernel
        self._cost = np.empty(2 * len(topology.upper))
        self._halves = np.empty((len(self._cost), 2), np.int32)
        self._kernel.customise(
            topology.first_up, topology.upper, topology.direction_of_arc, self.weight,
            self._cost, self._halves,
        )  # fmt: skip

    def way(self, source: int, target: int) -> tuple[float, np.ndarray] | None:
        """Return cost and arcs of the best way, or ``None``."""
        t = self.topology
        best, arcs = self._kernel.way(
            t.first_up, t.upper_depth, t.depth, t.parent, t.lower, t.height, self._cost,
            self._halves, t.rank[source], t.rank[target],
        )  # fmt: skip
        return None if best == np.inf else (float(self.weight[arcs].sum()), arcs)

    def table(self, sources: Vertices, targets: Vertices) -> np.ndarray:
        """Return the costs between vertices, shape (sources, targets); ``inf`` for no way."""
        t = self.topology
        found = np.empty((len(sources), len(targets)))
        self._kernel.table(
            t.first_up, t.upper, t.upper_depth, t.depth, t.parent, t.height, self._cost,
            t.rank[np.asarray(sources, np.int64)], t.rank[np.asarray(targets, np.int64)], found,
        )  # fmt: skip
        return found

    def judged_table(
        self,
        sources: Vertices,
        targets: Vertices,
        value: np.ndarray,
        territory: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return for each pair the best way's cost and value, and whether it is lawful.

        Parameters
        ----------
        sources, targets
            Vertices.
        value
            One value an arc; a way's value is their sum.
        territory
            The territory of each vertex, -1 for none. Lawful ways enter none twice; ways
            through one that has no room in a mask are called unlawful.
        """
        t, to = self.topology, len(self._cost)
        lands = territory[t.tail], territory[t.head]
        digest = (
            np.empty(to), np.zeros(to, np.int64), np.full(to, -1, np.int32),
            np.full(to, -1, np.int32), np.ones(to, bool),
        )  # fmt: skip
        self._kernel.digest(self._halves, self._cost, value, *lands, *digest)
        shape = (len(sources), len(targets))
        cost, worth, lawful = np.empty(shape), np.empty(shape), np.empty(shape, bool)
        self._kernel.judged_table(
            t.first_up, t.upper, t.upper_depth, t.depth, t.parent, t.lower, t.height,
            self._cost, *digest,
            t.rank[np.asarray(sources, np.int64)], t.rank[np.asarray(targets, np.int64)],
            cost, worth, lawful,
        )  # fmt: skip
        return cost, worth, lawful


class HierarchySearch:
    """A :class:`Hierarchy` with the interface of :class:`~corridors.routing.kernels.Search`."""

    def __init__(self, hierarchy: Callable[[], Hierarchy]) -> None:
        self._make = hierarchy

    @cached_property
    def _hierarchy(self) -> Hierarchy:
        return self._make()

    def run(
        self,
        seeds: Sequence[tuple[int, float]],
        goals: Sequence[int],  # noqa: ARG002  searched when they are asked for
    ) -> HierarchyTree:
        """Return the ways from the seeds."""
        return HierarchyTree(self._hierarchy, list(seeds))


class HierarchyTree:
    """The interface of :class:`~corridors.routing.kernels.Tree`; ways are searched on demand."""

    def __init__(self, hierarchy: Hierarchy, seeds: list[tuple[int, float]]) -> None:
        self._hierarchy, self._seeds = hierarchy, seeds
        self._found: dict[int, tuple[float, list[int]]] = {}

    def _best(self, goal: int) -> tuple[float, list[int]]:
        if goal not in self._found:
            ways = [(paid, self._hierarchy.way(vertex, goal)) for vertex, paid in self._seeds]
            self._found[goal] = min(
                ((paid + way[0], way[1].tolist()) for paid, way in ways if way is not None),
                default=(np.inf, []),
            )
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
