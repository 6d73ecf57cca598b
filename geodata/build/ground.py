"""Make the background of maps, ``ground.json``, of the outlines and of the disputed borders.

Run it after a change of ``basemap.geojson`` or ``disputed.geojson``; it needs no other data::

    python geodata/build/ground.py
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

GEODATA = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(GEODATA.parent))

from corridors.maps.basemap import Line, Point, encode  # noqa: E402
from corridors.network.files import write_text  # noqa: E402
from corridors.network.land import in_ring  # noqa: E402

Segment = tuple[Point, Point]
#: Decimals of the coordinates: 0.01 degrees is about 1 km.
DIGITS = 2


def write() -> None:
    """Write the file: a line each key, so that changes can be seen."""
    rows = (f"{json.dumps(key)}:{json.dumps(value)}" for key, value in ground().items())
    text = "{\n" + ",\n".join(rows) + "\n}\n"
    write_text(text, GEODATA / "ground.json")


def ground() -> dict:
    """Return land, borders and disputed lines, encoded: each stretch once."""
    countries = _countries()
    count: Counter[Segment] = Counter()
    for rings in countries.values():
        for ring in rings:
            count.update({_segment(a, b) for a, b in pairwise(ring) if a != b})
    land = [line for line in _chains(s for s, n in count.items() if n == 1) if _is_land(line)]
    disputed = _disputed()
    zones = [(zone, *_box(zone)) for entry in disputed for zone in entry["zones"]]
    borders: list[Segment] = []
    doubtful: list[Segment] = []
    for segment in sorted(segment for segment, n in count.items() if n > 1):
        (doubtful if _in_any(segment, zones) else borders).append(segment)
    lines = _chains(doubtful) + [line for entry in disputed for line in entry["lines"]]
    return {
        "digits": DIGITS,
        "window": [-25, -40, 150, 65],
        "land": [encode(line, DIGITS) for line in land],
        "borders": [encode(line, DIGITS) for line in _chains(borders)],
        "disputed": [encode(line, DIGITS) for line in lines],
        "disputes": [{"name": e["name"], "note": e["note"], "at": e["at"]} for e in disputed],
    }


def _countries() -> dict[str, list[Line]]:
    text = (GEODATA / "basemap.geojson").read_text(encoding="utf-8")
    return {
        feature["properties"]["name"]: [
            [(x, y) for x, y in ring]
            for polygon in feature["geometry"]["coordinates"]
            for ring in polygon
        ]
        for feature in json.loads(text)["features"]
    }


def _is_land(ring: Line) -> bool:
    """Say whether a ring is land, not a speck or a sliver of the world's edge."""
    lons, lats = zip(*ring, strict=True)
    return len(ring) > 3 and not (max(lats) - min(lats) < 0.1 and max(lons) - min(lons) > 10)


def _segment(a: Point, b: Point) -> Segment:
    return (a, b) if a <= b else (b, a)


def _chains(segments: Iterable[Segment]) -> list[Line]:
    """Join segments end to end into lines; rings close."""
    at: dict[Point, list[Point]] = defaultdict(list)
    for a, b in segments:
        at[a].append(b)
        at[b].append(a)
    # Open ends and junctions first, so that what is left are rings.
    starts = sorted(at, key=lambda p: (len(at[p]) == 2, p))
    lines = []
    for start in starts:
        while at[start]:
            lines.append(_walk(at, start))
    return lines


def _walk(at: dict[Point, list[Point]], start: Point) -> Line:
    line = [start]
    here = start
    while at[here]:
        there = min(at[here])
        at[here].remove(there)
        at[there].remove(here)
        line.append(there)
        here = there
        if here == start or len(at[here]) > 1:
            break
    return line


# -- disputed ------------------------------------------------------------------------------------


def _disputed() -> list[dict]:
    """Return the disputed borders: name, note, zones of the basemap's lines, own lines."""
    text = (GEODATA / "disputed.geojson").read_text(encoding="utf-8")
    found = []
    for feature in json.loads(text)["features"]:
        parts = feature["geometry"]["geometries"]
        zones = [[(x, y) for x, y in p["coordinates"][0]] for p in parts if p["type"] == "Polygon"]
        lines = [[(x, y) for x, y in p["coordinates"]] for p in parts if p["type"] == "LineString"]
        xs, ys = zip(*[point for part in (*zones, *lines) for point in part], strict=True)
        found.append(
            {
                "name": feature["properties"]["name"],
                "note": feature["properties"]["note"],
                "zones": zones,
                "lines": lines,
                "at": [(min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2],
            }
        )
    return found


def _box(line: Line) -> tuple[float, float, float, float]:
    xs, ys = zip(*line, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _in_any(segment: Segment, zones: Sequence[tuple[Line, float, float, float, float]]) -> bool:
    (x0, y0), (x1, y1) = segment
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return any(
        west <= x <= east and south <= y <= north and in_ring(zone, x, y)
        for zone, west, south, east, north in zones
    )


if __name__ == "__main__":
    write()
