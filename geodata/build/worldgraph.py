"""Load the OSM-derived world graphs and mend the small holes of their railways.

The graphs come from the ``scgraph_data`` wheel (edges carry true lengths; data
© OpenStreetMap contributors, ODbL). They are build-time inputs only.
"""

from __future__ import annotations

import importlib
import math
import sys
import types
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
from scipy.spatial import cKDTree
from shapely import STRtree, linestrings, points

from corridors.network.earth import great_circle_km, unit_vectors

#: lat_min, lat_max, lon_min, lon_max of what is kept of the world.
WINDOW = (18.0, 61.0, 5.0, 124.0)
#: Dangling railway ends are joined up to this gap, within and across components.
JOIN_KM, JOIN_ACROSS_KM = 2.0, 5.0
#: A point is snapped to the nearest edge no further away than this.
SNAP_KM = 12.0


@dataclass
class Snap:
    """A point's place on an edge: the edge, the share along it, and the distance off."""

    edge: int
    share: float
    off_km: float
    lon: float
    lat: float


@dataclass
class WorldGraph:
    """An undirected geographic graph with true edge lengths."""

    lon: np.ndarray
    lat: np.ndarray
    u: np.ndarray
    v: np.ndarray
    km: np.ndarray
    joined: np.ndarray  # True where an edge closes a gap of the source data
    adjacency: list[list[tuple[int, float, int]]] = field(default_factory=list)
    _tree: STRtree | None = None
    _component: np.ndarray | None = None

    def finish(self) -> WorldGraph:
        """Build adjacency, components and the spatial index."""
        self.adjacency = [[] for _ in range(len(self.lon))]
        for e, (a, b, w) in enumerate(
            zip(self.u.tolist(), self.v.tolist(), self.km.tolist(), strict=True)
        ):
            self.adjacency[a].append((b, w, e))
            self.adjacency[b].append((a, w, e))
        self._component = components(len(self.lon), self.u, self.v)
        ends = np.stack(
            [
                np.stack([self.lon[self.u], self.lat[self.u]], 1),
                np.stack([self.lon[self.v], self.lat[self.v]], 1),
            ],
            1,
        )
        self._segments = linestrings(ends)
        sizes = np.bincount(self._component)
        big = sizes[self._component[self.u]] >= max(500, sizes.max() // 50)
        self._big_edges = np.flatnonzero(big)
        self._tree = STRtree(self._segments[self._big_edges])
        return self

    def snap(self, lon: float, lat: float) -> Snap:
        """Snap a point to the nearest edge of a large component."""
        point = points(lon, lat)
        edge = int(self._big_edges[self._tree.nearest(point)])
        line = self._segments[edge]
        share = float(line.project(point, normalized=True))
        on = line.interpolate(share, normalized=True)
        return Snap(edge, share, great_circle_km(lon, lat, on.x, on.y), on.x, on.y)

    def shortest(self, start: Snap, end: Snap) -> tuple[float, list[int], list[int]] | None:
        """Return km, vertices and edges of the shortest way between two snapped points."""
        if start.edge == end.edge:
            return abs(start.share - end.share) * float(self.km[start.edge]), [], [start.edge]
        goal = {
            int(self.u[end.edge]): end.share * float(self.km[end.edge]),
            int(self.v[end.edge]): (1 - end.share) * float(self.km[end.edge]),
        }
        lon, lat = self.lon.tolist(), self.lat.tolist()
        best: dict[int, float] = {}
        back: dict[int, tuple[int, int]] = {}
        queue: list[tuple[float, float, int]] = []
        for vertex, first in (
            (int(self.u[start.edge]), start.share),
            (int(self.v[start.edge]), 1 - start.share),
        ):
            cost = first * float(self.km[start.edge])
            best[vertex] = cost
            heappush(queue, (cost, cost, vertex))
        finish, finish_km = -1, math.inf
        done: set[int] = set()
        while queue and queue[0][0] < finish_km:
            _, cost, vertex = heappop(queue)
            if vertex in done:
                continue
            done.add(vertex)
            if vertex in goal and cost + goal[vertex] < finish_km:
                finish, finish_km = vertex, cost + goal[vertex]
            for other, km, edge in self.adjacency[vertex]:
                new = cost + km
                if new < best.get(other, math.inf):
                    best[other] = new
                    back[other] = (vertex, edge)
                    # 0.97: edge lengths are rounded, the bound must stay below them.
                    bound = 0.97 * great_circle_km(lon[other], lat[other], end.lon, end.lat)
                    heappush(queue, (new + bound, new, other))
        if finish < 0:
            return None
        vertices, edges = [finish], []
        while vertices[-1] in back:
            vertex, edge = back[vertices[-1]]
            vertices.append(vertex)
            edges.append(edge)
        return finish_km, vertices[::-1], edges[::-1]


def components(size: int, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the component number of each vertex."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(u), np.int8), (u, v)), shape=(size, size))
    return connected_components(graph, directed=False)[1]


def load(name: str) -> WorldGraph:
    """Load ``world_railways`` or ``world_highways``, clipped to the window and mended."""
    lon, lat, u, v, km = _read(name)
    joined = np.zeros(len(u), bool)
    if name == "world_railways":
        gaps = _gaps(lon, lat, u, v)
        u = np.concatenate([u, [g[0] for g in gaps]]).astype(int)
        v = np.concatenate([v, [g[1] for g in gaps]]).astype(int)
        km = np.concatenate([km, [g[2] for g in gaps]])
        joined = np.concatenate([joined, np.ones(len(gaps), bool)])
    return WorldGraph(lon, lat, u, v, km, joined).finish()


def _read(name: str):
    """Read the graph of one module of the wheel, whatever scgraph version is installed."""
    stub = types.ModuleType("scgraph.core")

    class GeoGraph:
        def __init__(self, graph, nodes, **_):
            self.graph, self.nodes = graph, nodes

    stub.GeoGraph = GeoGraph
    sys.modules["scgraph.core"] = stub
    module = importlib.import_module(f"scgraph_data.{name}")
    raw = getattr(module, f"{name}_geograph")
    nodes = np.array(raw.nodes, float)
    lat, lon = nodes[:, 0], nodes[:, 1]
    south, north, west, east = WINDOW
    keep = (lat > south) & (lat < north) & (lon > west) & (lon < east)
    number = np.full(len(nodes), -1)
    number[keep] = np.arange(keep.sum())
    rows = [
        (i, j, w)
        for i, row in enumerate(raw.graph)
        if keep[i]
        for j, w in row.items()
        if j > i and keep[j]
    ]
    table = np.array(rows, float)
    u, v = number[table[:, 0].astype(int)], number[table[:, 1].astype(int)]
    del sys.modules["scgraph.core"]
    return lon[keep], lat[keep], u, v, table[:, 2]


def _gaps(lon, lat, u, v) -> list[tuple[int, int, float]]:
    """Find connectors from dangling ends to vertices that are near but far along the line."""
    size = len(lon)
    degree = np.bincount(np.concatenate([u, v]), minlength=size)
    component = components(size, u, v)
    xyz = unit_vectors(lon, lat)
    tree = cKDTree(xyz)
    near: list[list[int]] = [[] for _ in range(size)]
    for a, b in zip(u.tolist(), v.tolist(), strict=True):
        near[a].append(b)
        near[b].append(a)
    found = []
    for end in np.flatnonzero(degree == 1).tolist():
        linked = _within_steps(near, end, 8)
        around = sorted(
            tree.query_ball_point(xyz[end], JOIN_ACROSS_KM),
            key=lambda k: float(np.linalg.norm(xyz[k] - xyz[end])),
        )
        for other in around:
            gap = float(np.linalg.norm(xyz[other] - xyz[end]))
            limit = JOIN_KM if component[other] == component[end] else JOIN_ACROSS_KM
            if other not in linked and gap <= limit:
                found.append((end, other, max(gap, 0.01)))
                break
    return found


def _within_steps(near: list[list[int]], start: int, steps: int) -> set[int]:
    seen, edge = {start}, {start}
    for _ in range(steps):
        edge = {n for k in edge for n in near[k]} - seen
        seen |= edge
    return seen
