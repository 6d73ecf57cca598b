"""Searches on large graphs by scipy, where numba is not installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from corridors.engines.plain import Tree


class ScipySearch:
    """scipy's Dijkstra with the interface of :class:`~corridors.engines.plain.Search`.

    Of parallel arcs the cheapest is used, of equals the first; ties of whole ways are broken
    by scipy. There are no gates.
    """

    def __init__(self, tail: np.ndarray, head: np.ndarray, weight: np.ndarray, size: int) -> None:
        from scipy.sparse import csr_array

        is_open = np.flatnonzero(np.isfinite(weight))
        pair = tail[is_open] * size + head[is_open]
        order = np.lexsort((is_open, weight[is_open], pair))
        pair, first = np.unique(pair[order], return_index=True)
        self._pair, self._arc, self._size = pair, is_open[order[first]], size
        ends = (tail[self._arc], head[self._arc])
        self._matrix = csr_array((weight[self._arc], ends), shape=(size, size))

    def run(self, seeds: Sequence[tuple[int, float]], goals: Sequence[int]) -> Tree:  # noqa: ARG002  all vertices are settled
        """Search from seed vertices, with a cost each, to all vertices."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        own, size = self._matrix, self._size
        doors = dict(sorted(seeds, key=lambda seed: -seed[1]))  # of equal vertices the cheapest
        values = np.concatenate([own.data, list(doors.values())])
        # The search of scipy before 1.15 takes places of 32 bits alone, and casts none.
        indices = np.concatenate([own.indices, list(doors)]).astype(np.int32)
        begins = np.append(own.indptr, len(values)).astype(np.int32)
        matrix = csr_array((values, indices, begins), shape=(size + 1, size + 1))
        cost, before = dijkstra(matrix, indices=size, return_predecessors=True)
        before = before[:size].astype(np.int64)
        arc_to = np.full(size, -1)
        reached = np.flatnonzero((before >= 0) & (before < size))
        places = np.searchsorted(self._pair, before[reached] * size + reached)
        arc_to[reached] = self._arc[places]
        found: list[Any] = [cost[:size], arc_to, before]
        return Tree(*found, top=0)
