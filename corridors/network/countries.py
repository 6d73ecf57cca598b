"""Facts of countries, and which country a point lies in.

The facts stand in ``countries.csv``; the outlines are Natural Earth's, some km exact.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.network.files import DATA_FOLDER
from corridors.network.spelling import fold

if TYPE_CHECKING:
    from shapely import MultiPolygon

#: Gauge of railways where ``countries.csv`` names none, mm.
STANDARD_GAUGE_MM = 1435
#: Points are sorted into cells of this size first; a cell inside one country needs no test.
CELL_DEGREES = 0.1
#: Code of the country of points that lie in none of the outlines, and further off than this.
UNKNOWN, OFF_COAST_DEGREES = "XX", 2.0
#: A point further than this from a country does not lie in it, however coarse the outline.
FAR_DEGREES = 0.5
#: What the outlines cover, west, east and north, and in words.
_WEST, _EAST, _NORTH = -25.0, 150.0, 65.0
COVERED = "25 W to 150 E and up to 65 N"


@dataclass(frozen=True, slots=True)
class Country:
    """What is known of a country: one row of ``countries.csv``.

    ``numeric`` is the code of three digits of ISO 3166-1, as text, empty where there is none;
    ``utc_offset_h`` is the standard time of the capital, without summer time; ``gauge_mm`` the
    usual one where no embedded railway says it, else 0; ``label_at`` the (lon, lat) where maps
    write the name from ``label_zoom`` on, empty where they do not.
    """

    code: str
    alpha3: str
    numeric: str
    name: str
    aliases: tuple[str, ...]
    outlines: tuple[str, ...]
    utc_offset_h: float
    blocs: tuple[str, ...]
    gauge_mm: int
    label_at: tuple[float, ...]
    label_zoom: float


@cache
def countries() -> Mapping[str, Country]:
    """Return the countries of ``countries.csv`` by their ISO 3166-1 alpha-2 code.

    Examples
    --------
    >>> countries()["TR"].name, countries()["TR"].utc_offset_h
    ('Türkiye', 3.0)
    """
    with (DATA_FOLDER / "countries.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        columns = next(rows)
        return MappingProxyType(
            {row[0]: _country(dict(zip(columns, row, strict=True))) for row in rows}
        )


def _country(row: Mapping[str, str]) -> Country:
    return Country(
        code=row["country"],
        alpha3=row["alpha3"],
        numeric=row["numeric"],
        name=row["name"],
        aliases=_words(row["aliases"]),
        outlines=_words(row["outlines"]),
        utc_offset_h=float(row["utc_offset_h"]),
        blocs=_words(row["blocs"]),
        gauge_mm=int(row["gauge_mm"] or 0),
        label_at=(float(row["label_lon"]), float(row["label_lat"])) if row["label_lon"] else (),
        label_zoom=float(row["label_zoom"] or 0.0),
    )


def _words(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def country_name(code: str) -> str:
    """Return the English name of a country; an unknown code as it is.

    Examples
    --------
    >>> country_name("KZ"), country_name("XX")
    ('Kazakhstan', 'XX')
    """
    known = countries().get(code)
    return known.name if known else code


def country_code(text: str) -> str:
    """Return the alpha-2 code of a country's name or code; any other text as it is.

    Examples
    --------
    >>> country_code("Turkey"), country_code("PAK"), country_code("pk"), country_code("Lahore")
    ('TR', 'PK', 'PK', 'Lahore')
    """
    return _codes().get(fold(text), text)


def country_in_table(text: str) -> str:
    """Return the alpha-2 code of a country in any form that tables have, ``""`` if it is none.

    That is a code of two or three letters, the English name, or the numeric code: spreadsheets
    drop its leading zeros, and data frames with gaps make it a decimal number.

    Examples
    --------
    >>> [country_in_table(text) for text in ("kaz", "Iran (Islamic Republic of)", "004", "398.0")]
    ['KZ', 'IR', 'AF', 'KZ']
    >>> country_in_table("Steppe")
    ''
    """
    said = text.strip()
    whole = said.removesuffix(".0")
    if whole.isascii() and whole.isdigit():
        return _numbers().get(whole.lstrip("0"), "")
    return _codes().get(fold(said), "")


@cache
def _numbers() -> Mapping[str, str]:
    """Return the codes by the numeric ones, without leading zeros."""
    lands = countries().values()
    return {land.numeric.lstrip("0"): land.code for land in lands if land.numeric}


@cache
def _codes() -> Mapping[str, str]:
    """Return the codes by every spelling, folded."""
    return {
        fold(word): country.code
        for country in countries().values()
        for word in (country.code, country.alpha3, country.name, *country.aliases)
    }


def utc_offset_h(code: str) -> float:
    """Return how far a country's standard time is ahead of UTC, h; 0 for unknown codes.

    Examples
    --------
    >>> utc_offset_h("IN"), utc_offset_h("XX")
    (5.5, 0.0)
    """
    known = countries().get(code)
    return known.utc_offset_h if known else 0.0


def usual_gauge_mm(code: str) -> int:
    """Return the gauge of a country's railways where nothing nearer says it, mm.

    Examples
    --------
    >>> usual_gauge_mm("UA"), usual_gauge_mm("FR")
    (1520, 1435)
    """
    known = countries().get(code)
    return known.gauge_mm or STANDARD_GAUGE_MM if known else STANDARD_GAUGE_MM


@cache
def blocs() -> Mapping[str, tuple[str, ...]]:
    """Return the members of each group of countries, by the name that a selection uses.

    Examples
    --------
    >>> blocs()["titr"]
    ('AZ', 'GE', 'KZ', 'TR')
    """
    found: dict[str, tuple[str, ...]] = {}
    for country in countries().values():
        for name in country.blocs:
            found[name] = (*found.get(name, ()), country.code)
    return MappingProxyType(dict(sorted(found.items())))


@cache
def _outlines() -> tuple[tuple[str, ...], tuple[MultiPolygon, ...], Any]:
    """Return the ISO codes and prepared outlines of all countries, and a tree over them."""
    import shapely
    from shapely.geometry import shape

    codes = {name: land.code for land in countries().values() for name in land.outlines}
    with (DATA_FOLDER / "basemap.geojson").open(encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    features.sort(key=lambda feature: feature["properties"]["name"])
    names = tuple(codes[feature["properties"]["name"]] for feature in features)
    shapes = np.array([shape(feature["geometry"]) for feature in features])
    invalid = ~shapely.is_valid(shapes)
    shapes[invalid] = shapely.make_valid(shapes[invalid])
    shapely.prepare(shapes)
    return names, tuple(shapes), shapely.STRtree(shapes)


def countries_of(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return the ISO 3166-1 alpha-2 code of the country of each point.

    A point off a coast takes the nearest country: a quay or a bridge belongs to it. One that is
    further off, or outside the outlines (25 W to 150 E, up to 65 N), has the code ``XX``.

    Parameters
    ----------
    lon, lat
        Degrees, WGS84, equally long.

    Examples
    --------
    >>> countries_of([67.01, 69.28, 8.4, -122.2], [24.86, 41.31, 52.5, 37.8]).tolist()
    ['PK', 'UZ', 'DE', 'XX']
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    cell_x, cell_y = (np.floor(v / CELL_DEGREES).astype(np.int64) for v in (lon, lat))
    cells, cell_of = np.unique(cell_x * 10_000 + cell_y + 5_000, return_inverse=True)
    first = np.zeros(len(cells), np.int64)
    first[cell_of] = np.arange(len(lon))
    whole = _countries_of_cells(cell_x[first], cell_y[first])
    number = whole[cell_of]
    open_points = np.flatnonzero(number < 0)
    number[open_points] = _countries_of_points(lon[open_points], lat[open_points])
    names = np.array([*_outlines()[0], UNKNOWN])  # -1 is the last
    found: np.ndarray = names[number]
    return found


def far_from(country: Sequence[str] | np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return whether each point lies far outside the country said; ``False`` for unknown codes.

    Examples
    --------
    >>> far_from(["KZ", "KZ", "KZ", "?"], [77.0, 80.6, 43.4, 0.0], [43.4, 44.2, 51.0, 0.0]).tolist()
    [False, False, True, False]
    """
    import shapely

    names, shapes, _ = _outlines()
    said, points = np.asarray(country, object), shapely.points(np.asarray(lon), np.asarray(lat))
    far = np.zeros(len(said), bool)
    for name in {*said} & {*names}:
        there = np.flatnonzero(said == name)
        near = np.zeros(len(there), bool)
        for k in (k for k, other in enumerate(names) if other == name):
            near |= shapely.dwithin(shapes[k], points[there], FAR_DEGREES)
        far[there] = ~near
    return far


#: So many points tell whether axes are exchanged.
_SAMPLE = 200


def are_swapped(country: Sequence[str], lon: np.ndarray, lat: np.ndarray) -> bool:
    """Say whether most points lie far outside the country said, and in it with axes exchanged.

    Examples
    --------
    >>> are_swapped(["KZ", "UZ"], np.array([43.4, 41.3]), np.array([77.0, 69.2]))
    True
    >>> are_swapped(["KZ", "UZ"], np.array([77.0, 69.2]), np.array([43.4, 41.3]))
    False
    """
    some = np.flatnonzero(np.isin(np.asarray(country, str), known_countries()))
    some = some[:: len(some) // _SAMPLE + 1]
    said, lon, lat = np.asarray(country, object)[some], np.asarray(lon)[some], np.asarray(lat)[some]
    outside = far_from(said, lon, lat) & (np.abs(lon) <= 90)
    if 2 * outside.sum() <= len(some):
        return False
    return bool(2 * (outside & ~far_from(said, lat, lon)).sum() > len(some))


def known_countries() -> tuple[str, ...]:
    """Return the codes of the countries that have an outline."""
    return _outlines()[0]


def is_covered(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return whether each point lies where the outlines are whole."""
    return (lon >= _WEST) & (lon <= _EAST) & (lat <= _NORTH)


def _countries_of_cells(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the country that holds a whole cell, or -1."""
    import shapely

    _, shapes, tree = _outlines()
    boxes = shapely.box(
        x * CELL_DEGREES, y * CELL_DEGREES, (x + 1) * CELL_DEGREES, (y + 1) * CELL_DEGREES
    )
    found = np.full(len(boxes), -1)
    box, country = tree.query(boxes)
    for number in np.unique(country):
        near = box[country == number]
        inside = shapely.contains_properly(shapes[number], boxes[near])
        found[near[inside]] = number
    return found


def _countries_of_points(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    import shapely

    _, shapes, tree = _outlines()
    found = np.full(len(lon), -1)
    if not len(lon):
        return found
    points = shapely.points(lon, lat)
    point, country = tree.query(points)
    for number in np.unique(country):
        near = point[country == number]
        inside = shapely.contains_xy(shapes[number], lon[near], lat[near])
        found[near[inside]] = number
    lost = np.flatnonzero(found < 0)
    if len(lost):
        point, country = tree.query_nearest(
            points[lost], max_distance=OFF_COAST_DEGREES, all_matches=False
        )
        found[lost[point]] = country
    return found


def on_land(points: Sequence[tuple[float, float]]) -> bool:
    """Say whether any of some (lon, lat) points lies in a country.

    Examples
    --------
    >>> on_land([(67.01, 24.9)]), on_land([(-34.7, 58.1)])
    (True, False)
    """
    import shapely

    return bool(points) and len(_outlines()[2].query(shapely.points(points), "within")[0]) > 0


def depth_km(country: str, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return how far each point lies from the outline of a country, km (planar, within 1 %)."""
    import shapely

    names, shapes, _ = _outlines()
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    south, north = lat.min() - 0.3, lat.max() + 0.3
    west, east = lon.min() - 0.5, lon.max() + 0.5
    squeeze = np.cos(np.radians((south + north) / 2))
    edges = shapely.union_all(
        [
            shapely.clip_by_rect(shapes[k].boundary, west, south, east, north)
            for k, name in enumerate(names)
            if name == country
        ]
    )
    if edges.is_empty:
        return np.full(len(lon), np.inf)
    flat = shapely.transform(edges, lambda xy: xy * [squeeze, 1.0])
    shapely.prepare(flat)
    found: np.ndarray = shapely.distance(flat, shapely.points(lon * squeeze, lat)) * 111.2
    return found


@cache
def _exclaves() -> tuple[tuple[str, str, Any], ...]:
    """Return the outlines of exclaves: parts of a country that hold embedded nodes with a zone."""
    import shapely

    from corridors.network.catalogue import load

    names, shapes, _ = _outlines()
    nodes = load().table("nodes")
    found = {}
    for row, zone in enumerate(nodes["zone"]):
        if zone in found or not zone:
            continue
        country, point = nodes["country"][row], shapely.Point(nodes["lon"][row], nodes["lat"][row])
        parts = [
            p for k, n in enumerate(names) if n == country for p in shapely.get_parts(shapes[k])
        ]
        nearest = min(parts, key=lambda part: part.distance(point))
        shapely.prepare(nearest)
        found[zone] = (str(zone), str(country), nearest)
    return tuple(found[zone] for zone in sorted(found))


def zones_of(country: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return the zone of each point that lies in an exclave, ``""`` for the others."""
    import shapely

    country = np.asarray(country)
    zones = np.full(len(country), "", dtype="U16")
    for zone, home, part in _exclaves():
        near = np.flatnonzero(country == home)
        if len(near):
            inside = shapely.dwithin(part, shapely.points(lon[near], lat[near]), 0.05)
            zones[near[inside]] = zone
    return zones
