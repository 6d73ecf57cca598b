"""Lay one link along real lines: ends fixed, named places passed near, classes preferred."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import reallines as rl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from corridors.network.earth import unit_vectors

Point = tuple[float, float]
#: A node's place on the lines is looked for within these distances, the nearer first.
END_KM = (4.0, 12.0)
#: A named place is passed within the first of these distances in which there are lines; off it by a
#: km costs as half a km of way does.
PASS_KM, PASS_COST = (5.0, 9.0), 0.5
#: A place that is said to lie on the very line.
EXACT_KM, EXACT_COST = 1.0, 10.0
#: A way may begin this near to the end's place, on the other track or carriageway, unless it
#: is short.
SLACK_KM, SHORT_KM = 0.4, 4.0
#: A side track counts as this much further from a node than a main one.
SIDE_KM = 1.5
#: The way stays this near to the present line: at least, as a share of the straight line, at most.
ROOM_KM, ROOM_SHARE, ROOM_MOST_KM = 40.0, 0.4, 120.0


@dataclass
class Laid:
    """The way found for a link, or why there is none."""

    line: np.ndarray | None = None
    km: float = 0.0
    by_kind: dict[str, float] | None = None  # km by class
    on_number_km: float = 0.0  # km on ways that carry one of the link's road numbers
    number_near: bool = False  # whether there are such ways around
    passed_by: tuple[str, ...] = ()  # named places that no line comes near to
    why_not: str = ""


class Layer:
    """Finds ways over one graph of real lines."""

    def __init__(self, graph: rl.RealGraph, costs: dict[str, float]) -> None:
        self.graph, self.costs = graph, costs
        self._anchors: dict[Point, int | None] = {}

    def anchor(self, place: Point, hand: Point | None = None) -> int | None:
        """Return the vertex where a node lies on the lines, by hand where a place is given."""
        key = hand or place
        if key not in self._anchors:
            self._anchors[key] = self._find_anchor(key)
        return self._anchors[key]

    def _find_anchor(self, place: Point) -> int | None:
        for reach in END_KM:
            found, off = self.graph.near(*place, reach)
            off = off + SIDE_KM * ~self.graph.main_track[found]
            if len(found):
                return int(found[np.argmin(off)])
        return None

    def lay(
        self, start: int, end: int, stops: list[Point], old: list[Point], numbers=(), *, exact=False
    ) -> Laid:
        """Return the cheapest way from vertex to vertex near the stops, around the old line.

        Stops that are ``exact`` lie on the line that is meant.
        """
        graph, room = self.graph, _Room(self.graph, [start, end], stops, old)
        far_km = float(np.linalg.norm(graph.xyz[start] - graph.xyz[end]))
        cost = room.costs(self.costs, set(numbers))
        slack = SLACK_KM if far_km > SHORT_KM else 0.0
        near, off = self._beside(start, slack)
        layers, offs, skipped = [near], [off], []
        for k, stop in enumerate(stops):
            for reach in (EXACT_KM,) if exact else PASS_KM:
                near, off = graph.near(*stop, reach)
                inside = room.number[near] >= 0
                if inside.any():
                    break
            if not inside.any():
                skipped.append(k)
                continue
            layers.append(near[inside])
            offs.append(off[inside] * (EXACT_COST if exact else PASS_COST))
        near, off = self._beside(end, slack)
        layers.append(near)
        offs.append(off)
        way = room.through(cost, layers, offs)
        if way is None or len(way) < 2:
            return Laid(why_not="no way along the lines")
        edges = room.edges_of(way, cost)
        laid = self._laid(way, edges, set(numbers), tuple(map(str, skipped)))
        laid.number_near = room.knows(set(numbers))
        return laid

    def _beside(self, vertex: int, slack: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the vertices right beside one, of parallel tracks and carriageways."""
        graph = self.graph
        if not slack:
            return np.array([vertex]), np.zeros(1)
        return graph.near(float(graph.lon[vertex]), float(graph.lat[vertex]), slack)

    def _laid(self, way: list[int], edges: list[int], numbers: set[str], skipped) -> Laid:
        graph = self.graph
        pieces = [graph.line_of(e, a) for e, a in zip(edges, way, strict=False)]
        line = np.concatenate([p if k == 0 else p[1:] for k, p in enumerate(pieces)])
        by_kind: dict[str, float] = {}
        for e in edges:
            kind = str(graph.kind[e])
            by_kind[kind] = by_kind.get(kind, 0.0) + float(graph.km[e])
        named: set[int] = set().union(
            *(graph.refs.get(n, np.zeros(0, int)).tolist() for n in numbers)
        )
        on = sum(float(graph.km[e]) for e in edges if e in named)
        km = float(graph.km[edges].sum())
        return Laid(line, km, by_kind, on, passed_by=skipped)


class _Room:
    """The part of a graph around the present line of a link."""

    def __init__(self, graph: rl.RealGraph, ends: list[int], stops, old) -> None:
        self.graph = graph
        here = [(float(graph.lon[e]), float(graph.lat[e])) for e in ends]
        line = np.array([here[0], *old, here[1]], float)
        drawn = np.array([here[0], *stops, here[1]], float)
        straight = rl.length_km(np.array(here))
        reach = min(max(ROOM_KM, ROOM_SHARE * straight), ROOM_MOST_KM)
        inside = np.zeros(len(graph.lon), bool)
        for shape in (line, drawn):
            fine = _dense(shape, reach / 3)
            at = unit_vectors(fine[:, 0], fine[:, 1])
            for found in graph.tree.query_ball_point(at, reach):
                inside[found] = True
        self.nodes = np.flatnonzero(inside)
        self.number = np.full(len(inside), -1)
        self.number[self.nodes] = np.arange(len(self.nodes))
        self.edges = np.flatnonzero(inside[graph.u] & inside[graph.v])

    def knows(self, numbers: set[str]) -> bool:
        """Say whether some way inside carries one of the numbers."""
        refs = self.graph.refs
        return any(np.isin(refs[n], self.edges).any() for n in numbers if n in refs)

    def costs(self, by_kind: dict[str, float], numbers: set[str]) -> np.ndarray:
        """Return the cost of each edge inside, infinite where its class is not used."""
        graph, edges = self.graph, self.edges
        kinds, which = np.unique(graph.kind[edges].astype(str), return_inverse=True)
        factor = np.array([by_kind.get(k, np.inf) for k in kinds])[which]
        factor = np.where(graph.service[edges], factor * rl.SERVICE_FACTOR, factor)
        if numbers:
            hit = [graph.refs[n] for n in numbers if n in graph.refs]
            if hit:
                factor = np.where(
                    np.isin(edges, np.concatenate(hit)), factor * rl.REF_FACTOR, factor
                )
        return factor * graph.km[edges]

    def through(self, cost, layers, offs) -> list[int] | None:
        """Return the vertices of the cheapest way that touches each layer in order."""
        usable = np.isfinite(cost)
        u = self.number[self.graph.u[self.edges[usable]]]
        v = self.number[self.graph.v[self.edges[usable]]]
        size = len(self.nodes)
        lower = np.minimum(u, v) * np.int64(size) + np.maximum(u, v)
        order = np.lexsort((cost[usable], lower))
        keep = order[np.r_[True, lower[order][1:] != lower[order][:-1]]]
        u, v, w = u[keep], v[keep], cost[usable][keep]
        reached, backs, here = offs[0], [], self.number[layers[0]]
        for there, off in zip(layers[1:], offs[1:], strict=True):
            ends = (np.r_[u, v, np.full(len(here), size)], np.r_[v, u, here])
            matrix = coo_array((np.r_[w, w, reached + 1e-6], ends), shape=(size + 1, size + 1))
            far, back = dijkstra(matrix.tocsr(), indices=size, return_predecessors=True)
            target = self.number[there]
            ok = np.isfinite(far[target])
            if not ok.any():
                return None
            backs.append(back)
            here, reached = target[ok], far[target[ok]] + off[ok]
        return self._back(backs, int(here[np.argmin(reached)]), size)

    def _back(self, backs: list[np.ndarray], vertex: int, size: int) -> list[int]:
        way = [vertex]
        for back in reversed(backs):
            while (before := int(back[vertex])) != size:
                way.append(before)
                vertex = before
        return [int(self.nodes[k]) for k in way[::-1]]

    def edges_of(self, way: list[int], cost: np.ndarray) -> list[int]:
        """Return the cheapest edge of each step."""
        best: dict[tuple[int, int], tuple[float, int]] = {}
        graph = self.graph
        wanted = {(min(a, b), max(a, b)) for a, b in pairwise(way)}
        on = np.zeros(len(graph.lon), bool)
        on[way] = True
        maybe = np.flatnonzero(on[graph.u[self.edges]] & on[graph.v[self.edges]])
        for k in maybe.tolist():
            e = int(self.edges[k])
            pair = (min(graph.u[e], graph.v[e]), max(graph.u[e], graph.v[e]))
            if pair in wanted and cost[k] < best.get(pair, (np.inf, 0))[0]:
                best[pair] = (float(cost[k]), e)
        return [best[min(a, b), max(a, b)][1] for a, b in pairwise(way)]


def _dense(line: np.ndarray, step_km: float) -> np.ndarray:
    pieces = [line[:1]]
    for a, b in pairwise(line):
        parts = max(1, int(np.ceil(np.hypot((b - a)[0] * 85, (b - a)[1] * 111) / step_km)))
        pieces.append(a + (b - a) * np.linspace(0, 1, parts + 1)[1:, None])
    return np.concatenate(pieces)
