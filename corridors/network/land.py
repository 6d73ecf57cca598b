"""Is a point on land? By the embedded Natural Earth outlines, without heavy imports."""

from __future__ import annotations

import json
import math
from functools import cache

import numpy as np

from corridors.network.countries import countries
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


@cache
def _countries() -> tuple[tuple[str, tuple[tuple[Bounds, Ring], ...]], ...]:
    """Return the code and the rings of each country, those of one land mass together."""
    codes = {name: code for code, row in countries().items() for name in row.outlines}
    with (DATA_FOLDER / "basemap.geojson").open(encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    found = []
    for feature in features:
        for polygon in feature["geometry"]["coordinates"]:
            rings = tuple((_bounds(ring), ring) for ring in polygon)
            found.append((codes[feature["properties"]["name"]], rings))
    return tuple(found)


def _bounds(ring: Ring) -> Bounds:
    lons, lats = zip(*ring, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def known_codes() -> frozenset[str]:
    """Return the ISO codes of the countries that have an outline."""
    return frozenset(code for code, _ in _countries())


def country_at(lon: float, lat: float) -> str | None:
    """Return the ISO code of the country that a point lies in, by the outlines of the maps.

    These leave border posts up to 5 km abroad and are drawn by de-facto administration; so near a
    border the answer may be that of the neighbour. ``None`` at sea and beyond the outlines.

    Examples
    --------
    >>> country_at(67.01, 24.9), country_at(70.9, 34.25), country_at(65.0, 23.0)
    ('PK', 'AF', None)
    """
    land = _land_at(lon, lat)
    return None if land is None else _countries()[land][0]


def countries_near(lon: float, lat: float, km: float) -> frozenset[str]:
    """Return the ISO codes of the countries that a point lies in, or whose outline is so near.

    Examples
    --------
    >>> sorted(countries_near(74.56, 31.6, 2.0)), sorted(countries_near(74.3, 31.5, 2.0))
    (['IN', 'PK'], ['PK'])
    """
    up = math.degrees(km / EARTH_RADIUS_KM)
    across = up / max(math.cos(math.radians(lat)), 1e-6)
    here = country_at(lon, lat)
    found = set() if here is None else {here}
    for code, rings in _countries():
        (west, south, east, north), _ = rings[0]
        inside = west - across <= lon <= east + across and south - up <= lat <= north + up
        if code not in found and inside:
            for _, ring in rings:
                if _passes_near([((x - lon) / across, (y - lat) / up) for x, y in ring]):
                    found.add(code)
    return frozenset(found)


def _passes_near(ring: Ring) -> bool:
    """Say whether a ring comes within 1 of the origin of its plane."""
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        if min(x0, x1) <= 1 and max(x0, x1) >= -1 and min(y0, y1) <= 1 and max(y0, y1) >= -1:
            dx, dy = x1 - x0, y1 - y0
            length = dx * dx + dy * dy
            t = min(max(-(x0 * dx + y0 * dy) / length, 0.0), 1.0) if length else 0.0
            if math.hypot(x0 + t * dx, y0 + t * dy) <= 1:
                return True
        x0, y0 = x1, y1
    return False


def on_one_land(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Say whether two points lie on the same part of the same country.

    Examples
    --------
    >>> on_one_land((67.0, 24.9), (74.3, 31.5)), on_one_land((49.9, 40.4), (45.4, 39.2))
    (True, False)
    """
    first = _land_at(*one)
    return first is not None and first == _land_at(*other)


def _land_at(lon: float, lat: float) -> int | None:
    """Return the number of the land of a country that a point lies in."""
    bounds, sides = _outlines()
    around = (bounds[:, 0] <= lon) & (lon <= bounds[:, 2])
    around &= (bounds[:, 1] <= lat) & (lat <= bounds[:, 3])
    for number in np.flatnonzero(around).tolist():
        if _crossed(sides[number], lon, lat) % 2:
            return int(number)
    return None


@cache
def _outlines() -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Return bounds of each land, and the sides of its rings: from and to, as four rows."""
    lands = [rings for _, rings in _countries()]
    bounds = np.array([rings[0][0] for rings in lands])
    sides = []
    for rings in lands:
        ends = [np.array(ring).T for _, ring in rings]
        sides.append(np.hstack([np.vstack([np.roll(end, 1, axis=1), end]) for end in ends]))
    return bounds, tuple(sides)


def _crossed(sides: np.ndarray, lon: float, lat: float) -> int:
    """Return how many sides of rings a line from a point to the east crosses."""
    x0, y0, x1, y1 = sides[:, (sides[3] > lat) != (sides[1] > lat)]
    return int((lon < (x0 - x1) * (lat - y1) / (y0 - y1) + x1).sum())


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
