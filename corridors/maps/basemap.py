"""The background of every map: land, borders and disputed lines, each point once."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from corridors.network.files import DATA_FOLDER
from corridors.network.land import in_ring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Line = list[Point]
Segment = tuple[Point, Point]

#: Decimals of the coordinates in the page: 0.01 degrees is about 1 km.
BASEMAP_DIGITS = 2


def encode(line: Iterable[Sequence[float]], digits: int = 3) -> str:
    """Return (lon, lat) points as a string of small printable letters.

    References
    ----------
    Google, "Encoded Polyline Algorithm Format", here with a chosen number of decimals.

    Examples
    --------
    >>> encode([(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)], digits=5)
    '_p~iF~ps|U_ulLnnqC_mqNvxq`@'
    """
    scale = 10**digits
    letters: list[str] = []
    before = (0, 0)
    for point in line:
        lat, lon = round(point[1] * scale), round(point[0] * scale)
        for step in (lat - before[0], lon - before[1]):
            number = ~(step << 1) if step < 0 else step << 1
            while number >= 0x20:
                letters.append(chr((0x20 | (number & 0x1F)) + 63))
                number >>= 5
            letters.append(chr(number + 63))
        before = (lat, lon)
    return "".join(letters)


def decode(text: str, digits: int = 3) -> Line:
    """Return the (lon, lat) points of a string that :func:`encode` made.

    Examples
    --------
    >>> decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@", digits=5)
    [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]
    """
    numbers: list[int] = []
    number = shift = 0
    for letter in text:
        part = ord(letter) - 63
        number |= (part & 0x1F) << shift
        shift += 5
        if part < 0x20:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    scale = 10**digits
    line, lat, lon = [], 0, 0
    for k in range(0, len(numbers), 2):
        lat, lon = lat + numbers[k], lon + numbers[k + 1]
        line.append((lon / scale, lat / scale))
    return line


@cache
def basemap() -> dict:
    """Return land, borders and disputed lines of the embedded basemap, encoded.

    A stretch of outline that two countries share is a border and is kept once; one that
    belongs to a single country is coast. So no border is drawn twice, and the land has no
    seams.
    """
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
        "digits": BASEMAP_DIGITS,
        "window": [-25, -40, 150, 65],
        "land": [encode(line, BASEMAP_DIGITS) for line in land],
        "borders": [encode(line, BASEMAP_DIGITS) for line in _chains(borders)],
        "disputed": [encode(line, BASEMAP_DIGITS) for line in lines],
        "disputes": [{"name": e["name"], "note": e["note"], "at": e["at"]} for e in disputed],
    }


def _countries() -> dict[str, list[Line]]:
    text = (DATA_FOLDER / "basemap.geojson").read_text(encoding="utf-8")
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
    file = DATA_FOLDER / "disputed.geojson"
    if not file.exists():
        return []
    found = []
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
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
