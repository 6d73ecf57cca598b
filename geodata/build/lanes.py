"""Lay sea links over the lanes of the ``searoute`` wheel, with passages open or closed.

The lanes join the Caspian to the Black Sea by the Volga-Don canal; those edges are dropped:
the Caspian is a basin of its own.
"""

from __future__ import annotations

import importlib.util
import json
import math
from collections.abc import Collection
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path

from corridors.network.earth import great_circle_km

Point = tuple[float, float]
#: Our word for each passage of the lanes that a link may be said to use.
WORDS = {
    "babalmandab": "bab-el-mandeb",
    "suez": "suez",
    "ormuz": "hormuz",
    "bosporus": "bosporus",
    "dardanelles": "dardanelles",
    "south_africa": "cape",
    "malacca": "malacca",
    "sunda": "sunda",
}
#: The Makran coast and the port approaches, which the lanes lack: Karachi roads - Ormara -
#: Gwadar - Chabahar - Gulf of Oman, and the run south from Gwadar; through Hormuz to Jebel Ali and
#: Bandar Abbas; from the Makran coast and Karachi past Kathiawar to Mumbai (own points at sea).
EXTRA_LANES = (
    ((66.75, 24.65), (65.5, 24.6), (64.4, 24.85), (62.4, 24.9), (60.6, 25.1), (58.9, 25.2)),
    ((62.4, 24.9), (62.0, 23.4)),
    ((66.75, 24.65), (62.4, 24.7), (58.9, 25.2)),
    ((66.75, 24.65), (68.2, 22.3), (69.9, 20.5), (72.5, 18.85)),
    ((62.4, 24.9), (68.2, 21.3), (69.9, 20.5)),
    ((60.6, 25.1), (68.2, 21.3)),
    ((58.9, 25.2), (68.2, 21.3)),
)
#: The same through the strait of Hormuz: used by those who may.
HORMUZ_LANES = (
    (
        (58.9, 25.2),
        (57.2, 25.75),
        (56.85, 26.1),
        (56.6, 26.5),
        (56.1, 26.5),
        (55.5, 25.85),
        (55.0, 25.15),
    ),
    ((56.6, 26.5), (56.4, 26.8), (56.2, 27.05)),
)
#: Passages that are never used by these services.
NEVER = {"northwest", "northeast", "panama", "corinth", "kiel", "magellan", "chili", "bering"}
#: Volga-Don, Azov and Caspian waters (lon_min, lat_min, lon_max, lat_max) are left out.
CLOSED_WATERS = ((38.5, 43.9, 56.0, 50.5), (46.5, 36.0, 56.0, 48.0))


def load_lanes() -> dict[Point, list[tuple[Point, float, str]]]:
    """Return the lanes as an adjacency of (lon, lat) points: neighbour, km, passage."""
    spec = importlib.util.find_spec("searoute")
    file = Path(spec.origin).parent / "data" / "marnet_searoute.geojson"
    lanes: dict[Point, list[tuple[Point, float, str]]] = {}
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        passage = feature["properties"].get("passage") or ""
        shape = feature["geometry"]
        lines = shape["coordinates"]
        for line in [lines] if shape["type"] == "LineString" else lines:
            points = [(round(p[0], 6), round(p[1], 6)) for p in line]
            for a, b in pairwise(points):
                if _closed(a) or _closed(b) or abs(a[0] - b[0]) > 180:
                    continue
                km = great_circle_km(*a, *b)
                lanes.setdefault(a, []).append((b, km, passage))
                lanes.setdefault(b, []).append((a, km, passage))
    main = list(lanes)
    added = (*EXTRA_LANES, *HORMUZ_LANES)
    for line in added:
        for a, b in pairwise(line):
            _join(lanes, a, b, "ormuz" if line in HORMUZ_LANES else "")
        for end in (line[0], line[-1]):
            if end in main or any(end in other[1:-1] for other in added):
                continue
            # The quays of the Gulf are reached through the strait only.
            inside = line in HORMUZ_LANES
            _join(lanes, end, min(main, key=lambda p: great_circle_km(*p, *end)), "ormuz" * inside)
    return lanes


def _join(lanes: dict, a: Point, b: Point, passage: str = "") -> None:
    km = great_circle_km(*a, *b)
    lanes.setdefault(a, []).append((b, km, passage))
    lanes.setdefault(b, []).append((a, km, passage))


def _closed(point: Point) -> bool:
    return any(w <= point[0] <= e and s <= point[1] <= n for w, s, e, n in CLOSED_WATERS)


def sail(
    lanes: dict[Point, list[tuple[Point, float, str]]],
    start: Point,
    end: Point,
    passages: Collection[str],
) -> tuple[list[Point], float]:
    """Return line and km of the shortest lane that uses no controlled passage but those named."""
    shut = NEVER | {theirs for theirs, ours in WORDS.items() if ours not in passages}
    first, last = (min(lanes, key=lambda p: great_circle_km(*p, *q)) for q in (start, end))
    best, back = {first: 0.0}, {}
    queue = [(0.0, first)]
    while queue:
        km, point = heappop(queue)
        if point == last:
            break
        if km > best[point]:
            continue
        for other, step, passage in lanes[point]:
            if passage in shut:
                continue
            if km + step < best.get(other, math.inf):
                best[other] = km + step
                back[other] = point
                heappush(queue, (km + step, other))
    if last not in best:
        raise ValueError(f"no lane from {start} to {end} by {sorted(passages)}")
    line = [last]
    while line[-1] in back:
        line.append(back[line[-1]])
    line = [start, *line[::-1], end]
    return line, sum(great_circle_km(*a, *b) for a, b in pairwise(line))
