"""Is a point on land? By the embedded Natural Earth outlines, without heavy imports."""

from __future__ import annotations

import json
import math
from functools import cache

from corridors.network.earth import EARTH_RADIUS_KM
from corridors.network.files import DATA_FOLDER

Ring = list[tuple[float, float]]
Bounds = tuple[float, float, float, float]

#: What the precise outline is clipped to (``geodata/build/outlines.py``), degrees.
PRECISE: Bounds = (15.0, 5.0, 125.0, 62.0)
#: What the outlines of countries are clipped to; nothing is known beyond.
COARSE: Bounds = (-25.0, -40.0, 150.0, 65.0)
#: Off the precise outline, only what is this far from every country counts as sea, km.
OFF_COAST_KM = 15.0


@cache
def _rings(file: str) -> list[tuple[Bounds, Ring]]:
    with (DATA_FOLDER / file).open(encoding="utf-8") as stream:
        collection = json.load(stream)
    rings = []
    for feature in collection["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                lons, lats = zip(*ring, strict=True)
                rings.append(((min(lons), min(lats), max(lons), max(lats)), ring))
    return rings


def is_land(lon: float, lat: float) -> bool:
    """Say whether a point lies on land.

    Between 15 and 125 E, 5 and 62 N by an outline generalised to about 2 km; around it, 25 W to
    150 E and 40 S to 65 N, by the outlines of countries, generalised to about 5 km; nothing is
    known to be land beyond.

    Examples
    --------
    >>> is_land(67.01, 24.9), is_land(65.0, 23.0), is_land(51.0, 41.5), is_land(7.097, 50.732)
    (True, False, False, True)
    """
    return _inside("land.geojson" if _within(PRECISE, lon, lat) else "basemap.geojson", lon, lat)


def is_sea(lon: float, lat: float) -> bool:
    """Say whether a point is known to lie in the sea.

    Where only the coarse outlines are known, it must be 15 km or more from them; beyond them
    nothing is known to be sea.

    Examples
    --------
    >>> is_sea(65.0, 23.0), is_sea(5.0, 45.0), is_sea(3.0, 56.0), is_sea(-74.0, 40.7)
    (True, False, True, False)
    """
    if _within(PRECISE, lon, lat):
        return not is_land(lon, lat)
    if not _within(COARSE, lon, lat):
        return False
    up = math.degrees(OFF_COAST_KM / EARTH_RADIUS_KM)
    across = up / math.cos(math.radians(lat))
    turns = [math.radians(45 * k) for k in range(8)]
    around = [(lon + across * math.cos(t), lat + up * math.sin(t)) for t in turns]
    return not any(is_land(*point) for point in [(lon, lat), *around])


def _within(bounds: Bounds, lon: float, lat: float) -> bool:
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north


def _inside(file: str, lon: float, lat: float) -> bool:
    inside = False
    for bounds, ring in _rings(file):
        if _within(bounds, lon, lat) and in_ring(ring, lon, lat):
            inside = not inside
    return inside


def in_ring(ring: Ring, lon: float, lat: float) -> bool:
    """Say whether a point is inside a ring, by the parity of crossings (even-odd rule)."""
    inside = False
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        if (y1 > lat) != (y0 > lat) and lon < (x0 - x1) * (lat - y1) / (y0 - y1) + x1:
            inside = not inside
        x0, y0 = x1, y1
    return inside
