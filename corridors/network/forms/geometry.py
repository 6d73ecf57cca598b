"""Lines of links: the file that holds them, and what may be a line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import MOST_SUGGESTED, DataError, there_is_no
from corridors.network.checks import check_tables
from corridors.network.earth import great_circles_km
from corridors.network.forms.gate import json_of, no_file
from corridors.network.forms.shapes import check_shape, crs_fault

if TYPE_CHECKING:
    from corridors.network.tables import Table

Line = list[tuple[float, float]]
GEOMETRY_FILE = "geometry.geojson"
#: Positions that differ by no more degrees are the same: about 0.1 m.
SAME_DEGREES = 1e-6
#: A line may end this far from its node, km, or this share of the link's length; else a fault.
NEAR_KM, NEAR_SHARE = 5.0, 0.05


# -- what may be a line --------------------------------------------------------------------------


def line_of(parts: Iterable[Iterable[Sequence[float]]]) -> Line:
    """Return the points of a line in one part, or in several that meet end to end.

    Heights are dropped.

    Raises
    ------
    ValueError
        With what is wrong: nothing in it, points that are no degrees, parts that do not join.

    Examples
    --------
    >>> line_of([[(2, 0), (3, 0)], [(1, 0, 250.0), (2, 0, 260.0)]])
    [(1.0, 0.0), (2.0, 0.0), (3.0, 0.0)]
    """
    whole = [points for part in parts if (points := _points(part))]
    if not whole:
        raise ValueError("is empty; a link without a line of its own has no geometry at all")
    line, rest = whole[0], whole[1:]
    while rest:
        for k, part in enumerate(rest):
            if longer := _appended(line, part):
                line = longer
                del rest[k]
                break
        else:
            raise ValueError(f"has {len(whole)} parts that do not join to one line")
    if len(line) < 2:
        raise ValueError("has fewer than two points")
    return line


def _points(part: Iterable[Sequence[float]]) -> Line:
    try:
        points = [(float(point[0]), float(point[1])) for point in part]
    except (TypeError, ValueError, IndexError, KeyError):
        raise ValueError("has a point that is no pair of numbers") from None
    for x, y in points:
        if not (-180 <= x <= 180 and -90 <= y <= 90):  # so is what is no number
            raise ValueError(f"has a point at ({x:g}, {y:g}), which are no degrees")
    return points


def _appended(line: Line, part: Line) -> Line | None:
    """Return a line with a part put to one of its ends, ``None`` if it meets neither."""
    if _meet(line[-1], part[0]):
        return [*line, *part[1:]]
    if _meet(line[-1], part[-1]):
        return [*line, *part[-2::-1]]
    if _meet(line[0], part[-1]):
        return [*part[:-1], *line]
    if _meet(line[0], part[0]):
        return [*part[:0:-1], *line]
    return None


def _meet(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) <= SAME_DEGREES and abs(a[1] - b[1]) <= SAME_DEGREES


def shape_of(form: Any) -> Any:
    """Return a shape of shapely, of its WKT or WKB, or ``None`` where there is none.

    Raises
    ------
    ValueError
        With what is wrong.
    """
    import shapely

    if form is None or form == "" or (isinstance(form, float) and math.isnan(form)):
        return None
    if isinstance(form, str | bytes):
        kind = "WKT" if isinstance(form, str) else "WKB"
        try:
            with np.errstate(invalid="ignore"):  # what is no number is told by line_of
                check_shape(form)
                return shapely.from_wkt(form) if kind == "WKT" else shapely.from_wkb(form)
        except shapely.errors.ShapelyError as error:
            raise ValueError(f"{form[:40]!r} is not {kind}: {error}") from error
    if not isinstance(form, shapely.Geometry):
        raise ValueError(f"is a {type(form).__name__}, expected a shape")  # noqa: TRY004 - of data
    return form


def line_of_form(form: Any) -> Line | None:
    """Return the line of a shape, of its WKT or WKB, or ``None`` where there is none.

    Raises
    ------
    ValueError
        With what is wrong.
    """
    shape = shape_of(form)
    if shape is None:
        return None
    if shape.geom_type in ("LineString", "LinearRing"):
        return line_of([shape.coords])
    if shape.geom_type != "MultiLineString":
        raise ValueError(f"is a {shape.geom_type}, expected a LineString")
    return line_of(part.coords for part in shape.geoms)


def fit_lines(
    lines: Mapping[str, Line], tables: Mapping[str, Table], source: str, faults: list[str]
) -> dict[str, Line]:
    """Return lines in the direction of their links, and add faults to a list.

    A line that fits better the other way round is turned. Faults are lines of links that there
    are not, and ends further from the link's node than 5 km and 5 % of the link's length.
    """
    links, rows = tables["links"], tables["links"].index("link_id")
    number = tables["nodes"].index("node_id")
    for link in lines:
        if link not in rows:
            near = rows if len(faults) < MOST_SUGGESTED else ()
            faults.append(f"{source}: {there_is_no('link', link, near)}")
    ends = {
        link: [links[end][rows[link]] for end in ("from_node", "to_node")]
        for link in lines
        if link in rows
    }
    known = [link for link, nodes in ends.items() if all(node in number for node in nodes)]
    if not known:
        return dict(lines)
    lon, lat = (np.array(tables["nodes"][c], float) for c in ("lon", "lat"))
    at = np.array([[number[node] for node in ends[link]] for link in known])
    drawn = np.array([(lines[link][0], lines[link][-1]) for link in known])
    there = great_circles_km(drawn[..., 0], drawn[..., 1], lon[at], lat[at])
    back = great_circles_km(drawn[..., 0], drawn[..., 1], lon[at[:, ::-1]], lat[at[:, ::-1]])
    turned = back.sum(axis=1) < there.sum(axis=1)
    apart = np.where(turned[:, None], back[:, ::-1], there)
    length = np.array([links["length_km"][rows[link]] for link in known], float)
    allowed = np.maximum(NEAR_KM, NEAR_SHARE * length)
    for k, end in np.argwhere(apart > allowed[:, None]).tolist():
        faults.append(
            f"{source}: the line of {known[k]!r} {('begins', 'ends')[end]} {apart[k, end]:,.0f} km "
            f"from {ends[known[k]][end]!r}; expected within {allowed[k]:,.0f} km"
        )
    backwards = {known[k] for k in np.flatnonzero(turned).tolist()}
    return {link: line[::-1] if link in backwards else line for link, line in lines.items()}


# -- the file ------------------------------------------------------------------------------------


def read_geometry(file: Path, properties: dict[str, Any] | None = None) -> dict[str, Line]:
    """Read link geometry from GeoJSON: lines whose property is ``link_id``.

    A feature without geometry is a link without a line of its own.

    Parameters
    ----------
    file
        The file.
    properties
        Is filled with the properties of each link's feature, if it is given.

    Raises
    ------
    DataError
        With every feature that is no line of a link, by its number in the file, from 1.
    """
    lines: dict[str, Line] = {}
    number_of: dict[str, int] = {}
    faults: list[str] = []
    for number, feature in enumerate(read_features(file)[1], start=1):
        at = f"{file.name}: feature {number}:"
        link = feature["properties"].get("link_id")
        if link is None or link == "":
            faults.append(f"{at} it has no property link_id")
        elif str(link) in number_of:
            faults.append(f"{at} {link!r} stands already in feature {number_of[str(link)]}")
        else:
            number_of[str(link)] = number
            if properties is not None:
                properties[str(link)] = feature["properties"]
            try:
                if line := _line_of_geojson(feature.get("geometry")):
                    lines[str(link)] = line
            except ValueError as error:
                faults.append(f"{at} the geometry of {link!r} {error}")
    if faults:
        raise DataError(faults)
    return lines


def read_lines(
    file: Path,
    tables: Mapping[str, Table],
    led: Callable[[dict[str, Line], dict[str, Any]], dict[str, Line]] | None = None,
) -> dict[str, Line]:
    """Read the lines of the links of some tables, none where there is no file.

    Parameters
    ----------
    file
        The file.
    tables
        The tables of the network.
    led
        Leads lines to their nodes, by the properties of the links' features.

    Raises
    ------
    DataError
        With every feature that is no line of one of the links, and every fault of the tables.
    """
    if not file.exists():
        return {}
    faults: list[str] = []
    properties: dict[str, Any] = {}
    found = read_geometry(file, properties)
    found = led(found, properties) if led else found
    lines = fit_lines(found, tables, file.name, faults)
    if faults:
        raise DataError([*check_tables(tables), *faults])
    return lines


def read_features(
    file: Path, *, any_crs: bool = False
) -> tuple[dict[str, Any], list[dict[str, Any]], str | None]:
    """Return a GeoJSON collection, its features, and its coordinate system unless in degrees.

    Each feature has ``properties``.

    Raises
    ------
    DataError
        If it is no GeoJSON collection of features in degrees.
    """
    if why := no_file(file):
        raise DataError([why])
    try:
        whole = json_of(file.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:  # of JSON, or of UTF-8
        raise DataError([f"{file.name}: not JSON in UTF-8: {error}"]) from error
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise DataError([f"{file.name}: no GeoJSON collection of features"])
    crs = crs_name(whole)
    ours = not crs or "CRS84" in crs or crs.endswith(":4326")
    if not ours and not (any_crs and _is_crs(crs)):
        raise DataError([f"{file.name}: its CRS is {crs}, expected EPSG:4326"])
    faults = [
        f"{file.name}: feature {number}: no GeoJSON feature with properties"
        for number, feature in enumerate(features, start=1)
        if not (isinstance(feature, dict) and isinstance(feature.get("properties"), dict))
    ]
    if faults:
        raise DataError(faults)
    return whole, features, None if ours else crs


def _is_crs(name: str) -> bool:
    """Return whether a coordinate system is known by that name."""
    import pyproj

    try:
        pyproj.CRS(name)
    except pyproj.exceptions.CRSError:
        return False
    return not crs_fault(name)


def crs_name(whole: Mapping[str, Any]) -> str:
    """Return the name in the member ``crs``, which GeoJSON had until 2016 and GIS still write."""
    try:
        return str(whole["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return ""


def _line_of_geojson(geometry: Any) -> Line | None:
    """Return a line without the help of shapely, which is slow to import."""
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("LineString", "MultiLineString"):
        raise ValueError(f"is a {kind or type(geometry).__name__}, expected a LineString")
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise ValueError("has no coordinates")  # noqa: TRY004 - of data
    return line_of([coordinates] if kind == "LineString" else coordinates)


def shape_of_geojson(geometry: Any) -> Any:
    """Return a shape of GeoJSON, ``None`` where there is none; raise ``ValueError`` if broken."""
    import shapely

    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except shapely.errors.ShapelyError as error:
        raise ValueError(f"has a geometry that is not GeoJSON: {error}") from error


def write_geometry(
    lines: Mapping[str, Line],
    file: Path,
    properties: Mapping[str, Mapping] | None = None,
    *,
    theirs: bool = True,
) -> None:
    """Write link geometry as GeoJSON, one feature a line, with its licence.

    ``properties`` are those of a link's feature beside its ``link_id``; ``theirs`` says whether
    any of the lines follow OpenStreetMap.
    """
    credit = {
        "attribution": "© OpenStreetMap contributors",
        "licence": "ODbL-1.0 where derived from OpenStreetMap",
    }
    head = {"type": "FeatureCollection", **(credit if theirs else {})}
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"link_id": link, **(properties or {}).get(link, {})},
                "geometry": {"type": "LineString", "coordinates": [list(p) for p in line]},
            },
            separators=(",", ":"),
        )
        for link, line in sorted(lines.items())
    ]
    text = json.dumps(head, ensure_ascii=False)[:-1]
    body = ",\n".join(features)
    file.write_text(f'{text},"features":[\n{body}\n]}}\n', encoding="utf-8")
