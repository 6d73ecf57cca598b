"""Small gaps between railways: found, joined within a tolerance, each one told."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from corridors.network.earth import segment_km, unit_vectors
from corridors.sources.making.ways import Ways

#: Two dangling ends of one component are joined if the way round is longer than this.
DETOUR_KM = 10.0
#: Tracks that end at a buffer stop by their nature.
STUBS = ("yard", "siding", "spur", "crossover")


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap that was closed: from the dangling end of one way to a point of another."""

    from_way: int
    to_way: int
    lon: float
    lat: float
    length_m: float


def join_gaps(ways: Ways, tolerance_km: float) -> tuple[Ways, tuple[Gap, ...]]:
    """Return the ways with railway gaps joined, shortest first, and the gaps.

    A dangling end is joined to the nearest point of every other component within the
    tolerance, unless that joins what is already joined or gauges that differ. Within one
    component only two dangling ends that look at one another are joined, and only if the way
    round is over ``DETOUR_KM``: two buffer stops side by side are no through track. Yards,
    sidings and spurs end where they end; disused and abandoned railways are left as they are.
    """
    rail = ways.each(lambda tags: tags.mode == "rail" and tags.status != "suspended")
    if tolerance_km <= 0 or not rail.any():
        return ways, ()
    positions = np.flatnonzero(rail[ways.owner])
    points, first = np.unique(ways.refs[positions], return_index=True)
    way_of = ways.owner[positions[first]]
    component, degree = _components(ways, rail, points)
    stub = ways.each(lambda tags: tags.service in STUBS)
    ends = np.flatnonzero((degree == 1) & ~stub[way_of])
    candidates = _candidates(ways, points, component, ends, tolerance_km)
    joined, gaps = _accept(ways, points, way_of, component, candidates)
    ring = _ring_gaps(joined, points, ends, tolerance_km)
    extra, more = _accept(joined, points, way_of, np.arange(len(points)), ring)
    return extra, gaps + more


def _components(ways: Ways, rail: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the component and the degree of each railway point."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    inner = ways.inner & rail[ways.owner[:-1]]
    size = len(points)
    row = np.zeros(len(ways.lon), np.int64)
    row[points] = np.arange(size)
    tail, head = row[ways.refs[:-1][inner]], row[ways.refs[1:][inner]]
    graph = coo_array((np.ones(len(tail), bool), (tail, head)), shape=(size, size))
    degree = np.bincount(tail, minlength=size) + np.bincount(head, minlength=size)
    return connected_components(graph, directed=False)[1], degree


def _candidates(
    ways: Ways, points: np.ndarray, component: np.ndarray, ends: np.ndarray, reach_km: float
) -> list[tuple[float, int, int]]:
    """Return (km, dangling end, point) for the nearest point of each other component."""
    from scipy.spatial import cKDTree

    xyz = unit_vectors(ways.lon[points], ways.lat[points])
    near = cKDTree(xyz[ends]).sparse_distance_matrix(
        cKDTree(xyz, balanced_tree=False), reach_km, output_type="coo_matrix"
    )
    end, other = ends[near.row], near.col
    apart = component[end] != component[other]
    end, other = end[apart], other[apart]
    km = np.linalg.norm(xyz[other] - xyz[end], axis=1)
    order = np.lexsort((other, km, component[other], end))
    end, other, km = end[order], other[order], km[order]
    nearest = np.ones(len(end), bool)
    nearest[1:] = (end[1:] != end[:-1]) | (component[other[1:]] != component[other[:-1]])
    columns = (values[nearest].tolist() for values in (km, end, other))
    return sorted(zip(*columns, strict=True))


def _ring_gaps(
    ways: Ways, points: np.ndarray, ends: np.ndarray, reach_km: float
) -> list[tuple[float, int, int]]:
    """Return pairs of dangling ends that are near but far apart by rail."""
    from scipy.spatial import cKDTree

    if not len(ends):
        return []
    xyz = unit_vectors(ways.lon[points[ends]], ways.lat[points[ends]])
    pairs = cKDTree(xyz).query_pairs(reach_km, output_type="ndarray")
    pairs = pairs[_face(ways, points[ends], xyz, pairs)]
    if not len(pairs):
        return []
    around = _Neighbours(ways)
    found: list[tuple[float, int, int]] = []
    used: set[int] = set()
    for km, a, b in sorted(
        (float(np.linalg.norm(xyz[a] - xyz[b])), int(ends[a]), int(ends[b])) for a, b in pairs
    ):
        apart = not {a, b} & used and not around.within(int(points[a]), int(points[b]), DETOUR_KM)
        if apart:
            used |= {a, b}
            found.append((km, a, b))
    return found


def _face(ways: Ways, ends: np.ndarray, xyz: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Say for each pair of ends whether each runs on towards the other (within 60 degrees)."""
    first, last = ways.first[:-1], ways.first[1:] - 1
    before = np.zeros(len(ways.lon), np.int64)
    before[ways.refs[first]] = ways.refs[first + 1]
    before[ways.refs[last]] = ways.refs[last - 1]
    inner = before[ends]
    onward = xyz - unit_vectors(ways.lon[inner], ways.lat[inner])
    a, b = pairs.T
    gap = xyz[b] - xyz[a]

    def cosine(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        length = np.linalg.norm(u, axis=1) * np.linalg.norm(v, axis=1)
        found: np.ndarray = (u * v).sum(axis=1) / np.maximum(length, 1e-12)
        return found

    return (cosine(onward[a], gap) > 0.5) & (cosine(onward[b], -gap) > 0.5)


class _Neighbours:
    """The network of points, for short searches."""

    def __init__(self, ways: Ways) -> None:
        from scipy.sparse import coo_array

        inner = ways.inner
        tail, head = ways.refs[:-1][inner], ways.refs[1:][inner]
        km = segment_km(ways.lon[ways.refs], ways.lat[ways.refs])[inner] + 1e-9
        size = len(ways.lon)
        graph = coo_array((km, (tail, head)), shape=(size, size)).tocsr()
        both = graph.maximum(graph.T).tocsr()
        self._first, self._head, self._km = (
            values.tolist() for values in (both.indptr, both.indices, both.data)
        )

    def within(self, start: int, goal: int, limit_km: float) -> bool:
        """Say whether the goal can be reached within a length (Dijkstra)."""
        done: set[int] = set()
        queue = [(0.0, start)]
        while queue:
            km, point = heapq.heappop(queue)
            if point == goal:
                return True
            if point in done:
                continue
            done.add(point)
            for k in range(self._first[point], self._first[point + 1]):
                further = km + self._km[k]
                if further <= limit_km and self._head[k] not in done:
                    heapq.heappush(queue, (further, self._head[k]))
        return False


def _accept(
    ways: Ways, points: np.ndarray, way_of: np.ndarray, component: np.ndarray, candidates: list
) -> tuple[Ways, tuple[Gap, ...]]:
    parent = list(range(int(component.max()) + 1))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    accepted = []
    for _, end, point in candidates:
        a, b = root(int(component[end])), root(int(component[point]))
        here, there = ways.tags[way_of[end]], ways.tags[way_of[point]]
        unlike = here.gauges_mm and there.gauges_mm and not {*here.gauges_mm} & {*there.gauges_mm}
        if a == b or unlike:
            continue
        parent[a] = b
        accepted.append((end, point))
    if not accepted:
        return ways, ()
    ends = np.array(accepted)
    owners, pairs = way_of[ends], points[ends]
    lon, lat = ways.lon[pairs], ways.lat[pairs]
    metres = segment_km(lon.ravel(), lat.ravel())[::2] * 1000
    from_way, to_way = ways.way_ids[owners].T.tolist()
    columns = (from_way, to_way, lon[:, 0].tolist(), lat[:, 0].tolist(), metres.round(1).tolist())
    tags = [ways.tags[k] for k in owners[:, 0]]
    return ways.with_ways(tags, from_way, pairs.tolist()), tuple(
        Gap(*values) for values in zip(*columns, strict=True)
    )
