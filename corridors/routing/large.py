"""Searches on large graphs by RoutingKit's customizable contraction hierarchies.

The order of the vertices depends on the graph's arcs and coordinates alone; it is made once
and kept on disk. New weights then cost tens of milliseconds, and a query tenths of one. The
package ``pyroutingkit`` is an extra (``pip install corridors[large]``); without it large
graphs are searched by the compiled Dijkstra search of :mod:`corridors.routing.kernels`.

Weights become whole numbers of 31 bits, so a way found may be longer than the best one by at
most half a step an arc (:attr:`Hierarchy.step`); its cost is summed from the true weights.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from corridors.routing.kernels import Search, Tree

#: Graphs with so many vertices are searched by a hierarchy, where one can be had.
LARGE = 50_000
#: The longest way expected, in arcs of mean weight, for each root of the number of vertices.
_REACH = 20
_HIGHEST = 2**30
_FORMAT, _SEAL = "1", "seal"


@cache
def bindings() -> Any:
    """Return the RoutingKit bindings, or ``None`` where they are not installed."""
    try:
        import pyroutingkit  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    return pyroutingkit


def cache_folder() -> Path:
    """Return where orders of vertices are kept: ``CORRIDORS_CACHE``, or the user's cache."""
    chosen = os.environ.get("CORRIDORS_CACHE") or os.environ.get("XDG_CACHE_HOME")
    home = Path(chosen) if chosen else Path.home() / ".cache"
    return home if os.environ.get("CORRIDORS_CACHE") else home / "corridors"


class Topology:
    """The order of a graph's vertices: made once, whatever the weights.

    Parameters
    ----------
    tail, head
        The arcs, sorted by tail; parallel arcs are allowed.
    lon, lat
        Coordinates of the vertices.
    folder
        Where the order is kept, by a hash of the arrays; ``None`` keeps nothing.
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
        kit = bindings()
        if kit is None:
            raise ImportError("pyroutingkit is not installed: pip install corridors[large]")
        self.tail, self.head = np.asarray(tail, np.int64), np.asarray(head, np.int64)
        self.size = len(lon)
        self.first_out = np.searchsorted(self.tail, np.arange(self.size + 1))
        arrays = (
            self.tail.astype(np.uint32), self.head.astype(np.uint32),
            np.asarray(lat, np.float32), np.asarray(lon, np.float32),
        )  # fmt: skip
        self.order = kit.CCHTopology()
        digest = hashlib.blake2b(_FORMAT.encode(), digest_size=16)
        for array in arrays:
            digest.update(np.int64(len(array)).tobytes())
            digest.update(np.ascontiguousarray(array).tobytes())
        place = None if folder is None else folder / f"order-{digest.hexdigest()}"
        if place is None or not self._load(place):
            self.order.build(*arrays, self.size)
            if place is not None:
                self._save(place)
        pairs = self.tail * self.size + self.head
        self._pair, self._pair_of = np.unique(pairs, return_inverse=True)

    def _load(self, place: Path) -> bool:
        try:
            if (place / _SEAL).read_text(encoding="ascii") != _fingerprint(place):
                return False
            self.order.load(str(place))
        except (RuntimeError, OSError):
            return False
        counts = (self.order.node_count, self.order.arc_count)
        if counts == (self.size, len(self.tail)):
            return True
        self.order = bindings().CCHTopology()
        return False

    def _save(self, place: Path) -> None:
        """Write beside the place, then move: nobody sees half a folder."""
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))
        except OSError:
            return  # a cache that cannot be written is no cache
        try:
            self.order.save(str(beside))
            (beside / _SEAL).write_text(_fingerprint(beside), encoding="ascii")
            if place.exists():  # a broken copy
                shutil.rmtree(place, ignore_errors=True)
            beside.rename(place)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)

    @property
    def has_parallel_arcs(self) -> bool:
        """Whether two arcs have the same ends."""
        return len(self._pair) < len(self.tail)

    def hierarchy(self, weight: np.ndarray) -> Hierarchy:
        """Return the hierarchy for one weight an arc; ``inf`` closes an arc."""
        return Hierarchy(self, weight)

    def cheapest_parallel(self, weight: np.ndarray) -> np.ndarray:
        """Return for each arc the cheapest of those with its ends, of equals the first."""
        order = np.lexsort((np.arange(len(weight)), weight, self._pair_of))
        first = np.ones(len(order), bool)
        first[1:] = self._pair_of[order][1:] != self._pair_of[order][:-1]
        return order[first][self._pair_of]


def _fingerprint(folder: Path) -> str:
    """Return a hash of the files in a folder, the seal left out."""
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(folder.iterdir()):
        if file.name != _SEAL:
            digest.update(file.name.encode())
            digest.update(hashlib.blake2b(file.read_bytes()).digest())
    return digest.hexdigest()


class Hierarchy:
    """Queries for one set of weights."""

    def __init__(self, topology: Topology, weight: np.ndarray) -> None:
        self.topology = topology
        self.weight = np.asarray(weight, float)
        kit = bindings()
        is_open = np.isfinite(self.weight)
        mean = float(self.weight[is_open].mean()) if is_open.any() else 0.0
        reach = max(mean * _REACH * topology.size**0.5, float(self.weight[is_open].max(initial=0)))
        #: One unit of the whole-number weights.
        self.step = reach / _HIGHEST if reach > 0 else 1.0
        whole = np.full(len(self.weight), kit.INF_WEIGHT, np.uint32)
        whole[is_open] = np.rint(self.weight[is_open] / self.step).astype(np.uint32)
        self._infinite = int(kit.INF_WEIGHT)
        self._metric = kit.CCHMetric(topology.order)
        self._metric.customize(whole)
        self._cheapest: np.ndarray | None = None
        self._plain: Search | None = None

    def way(self, source: int, target: int) -> tuple[float, list[int]] | None:
        """Return cost and arcs of the best way, or ``None``."""
        if source == target:
            return 0.0, []
        distance, _, arcs = self._metric.query(source, target)
        if distance >= self._infinite:
            return self._plain_way(source, target)
        if not self.topology.has_parallel_arcs:
            return float(self.weight[arcs].sum()), arcs
        if self._cheapest is None:
            self._cheapest = self.topology.cheapest_parallel(self.weight)
        chosen = self._cheapest[arcs]
        return float(self.weight[chosen].sum()), chosen.tolist()

    def matrix(self, sources: Sequence[int], targets: Sequence[int]) -> np.ndarray:
        """Return the costs between vertices, good to half a step an arc; ``inf`` for no way."""
        whole = self._metric.distances_many_to_many(
            np.asarray(sources, np.uint32), np.asarray(targets, np.uint32)
        )
        found = np.where(whole >= self._infinite, np.inf, whole * self.step)
        for i in np.flatnonzero(~np.isfinite(found).all(axis=1)).tolist():
            tree = self.plain.run([(int(sources[i]), 0.0)], [int(t) for t in targets])
            found[i] = [tree.cost(int(t)) for t in targets]
        return found

    @property
    def plain(self) -> Search:
        """The search without hierarchy, which confirms that there is no way."""
        if self._plain is None:
            self._plain = Search(self.topology.first_out, self.topology.head, self.weight)
        return self._plain

    def _plain_way(self, source: int, target: int) -> tuple[float, list[int]] | None:
        tree = self.plain.run([(source, 0.0)], [target])
        cost = tree.cost(target)
        return None if cost == np.inf else (cost, tree.way(target))


class HierarchySearch:
    """A :class:`Hierarchy` with the interface of :class:`~corridors.routing.kernels.Search`."""

    def __init__(self, hierarchy: Callable[[], Hierarchy]) -> None:
        self._make = hierarchy
        self._hierarchy: Hierarchy | None = None

    def run(self, seeds: Sequence[tuple[int, float]], goals: Sequence[int]) -> HierarchyTree:
        """Return the ways from the seeds, each searched when it is asked for."""
        if self._hierarchy is None:
            self._hierarchy = self._make()
        return HierarchyTree(self._hierarchy, list(seeds), list(goals))


class HierarchyTree:
    """The interface of :class:`~corridors.routing.kernels.Tree`; ways are searched on demand."""

    def __init__(
        self, hierarchy: Hierarchy, seeds: list[tuple[int, float]], goals: list[int]
    ) -> None:
        self._hierarchy, self._seeds, self._goals = hierarchy, seeds, goals
        self._found: dict[int, tuple[float, list[int]] | None] = {}

    def _best(self, goal: int) -> tuple[float, list[int]] | None:
        if goal not in self._found:
            ways = []
            for vertex, paid in self._seeds:
                way = self._hierarchy.way(vertex, goal)
                if way is not None:
                    ways.append((paid + way[0], way[1]))
            self._found[goal] = min(ways, default=None)
        return self._found[goal]

    def cost(self, goal: int) -> float:
        """Return the cost of the best way to a goal vertex, ``inf`` if there is none."""
        best = self._best(goal)
        return np.inf if best is None else best[0]

    def way(self, goal: int) -> list[int]:
        """Return the arcs of the best way to a goal vertex."""
        best = self._best(goal)
        return [] if best is None else best[1]

    def layer_reached(self, size: int) -> int:
        """Return the highest layer that was reached."""
        return self._tree().layer_reached(size)

    def _tree(self) -> Tree:
        return self._hierarchy.plain.run(self._seeds, self._goals)
