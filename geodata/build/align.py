"""Lay one link over the world graphs: geometry, measured length, and what to doubt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import worldgraph as wg

from corridors.network.earth import great_circle_km

Point = tuple[float, float]
#: A way along the graph longer than this times the great circle is not believed.
MAX_DETOUR = {"rail": 3.2, "road": 3.2}
#: On edges longer than this the graph is coarser than a named place on the line: the line
#: goes through the place. On shorter ones the place is moved to the graph.
COARSE_EDGE_KM = 20.0
#: Steps of a planned line are drawn between waypoints; real rail keeps to track.
DRAWN_STATUS = ("planned", "construction")


@dataclass
class Alignment:
    """The geometry of one link with the way it was made."""

    line: list[Point]
    km: float
    method: str  # graph | drawn | mixed
    off_km: float  # the largest snapping distance
    joined_km: float  # length over closed gaps
    remarks: list[str]


def align(graph: wg.WorldGraph, stops: list[Point], *, drawn: bool, mode: str) -> Alignment:
    """Route through the stops in order; draw straight between stops the graph cannot join."""
    line: list[Point] = [stops[0]]
    km = joined = off = 0.0
    methods, remarks = set(), []
    for number, (a, b) in enumerate(pairwise(stops), start=1):
        straight = great_circle_km(*a, *b)
        part = None if drawn else _along(graph, a, b)
        if part is not None and part[0] > MAX_DETOUR[mode] * max(straight, 8.0):
            remarks.append(f"way of {part[0]:.0f} km for {straight:.0f} km refused")
            part = None
        if part is None:
            methods.add("drawn")
            km += straight
            line.append(b)
            if not drawn and straight > 15:
                remarks.append(f"no way over the graph for {straight:.0f} km")
            continue
        methods.add("graph")
        length, points, part_joined, part_off = part
        km += max(length, straight)  # a coarse edge may be shorter than its own places
        joined += part_joined
        off = max(off, part_off)
        line += points
        last = number == len(stops) - 1
        line.append(b if last else _anchor(graph, b))
    method = "mixed" if len(methods) > 1 else methods.pop()
    return Alignment(_clean(line), km, method, off, joined, remarks)


def _along(graph: wg.WorldGraph, a: Point, b: Point):
    start, end = graph.snap(*a), graph.snap(*b)
    if max(start.off_km, end.off_km) > wg.SNAP_KM:
        return None
    way = graph.shortest(start, end)
    if way is None:
        return None
    km, vertices, edges = way
    points = [(float(graph.lon[k]), float(graph.lat[k])) for k in vertices]
    joined = sum(float(graph.km[e]) for e in edges if graph.joined[e])
    return km, points, joined, max(start.off_km, end.off_km)


def _anchor(graph: wg.WorldGraph, point: Point) -> Point:
    """Return where a line passes a named place: on a fine graph, the graph's own position."""
    snap = graph.snap(*point)
    return point if graph.km[snap.edge] > COARSE_EDGE_KM else (snap.lon, snap.lat)


def _clean(line: list[Point]) -> list[Point]:
    kept = [line[0]]
    for point in line[1:]:
        if point != kept[-1]:
            kept.append(point)
    return kept
