"""Where things lie: coordinates in degrees, lines of links, and what the ground says of lengths."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corridors.errors import DataError
from corridors.formats.gmns.rows import Row, id_of, rows_of
from corridors.formats.gmns.units import Config, number_of
from corridors.network.earth import great_circles_km
from corridors.network.forms.geometry import NEAR_KM, NEAR_SHARE, Line, line_of_form, shape_of
from corridors.network.forms.shapes import check_shape
from corridors.sources.making.crs import Degrees, check_crs, to_wgs84
from corridors.sources.models.account import Account
from corridors.vocabulary import counted

#: Geometries that a refusal names.
SHOWN = 10
Place = tuple[float, float]
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){9,}")
_WAY_OUT = "write it into config.csv: crs = 4326 for degrees, or such as 32642 for a zone of UTM"


def places_of(
    nodes: Sequence[Row], config: Config, account: Account
) -> tuple[dict[str, Place], Degrees | None]:
    """Return longitude and latitude of each node by its id, and what makes degrees of coordinates.

    Nodes without an id or a position, and those that stand twice, are left out and told.

    Raises
    ------
    DataError
        If the coordinate system is unknown, or most nodes have no position in it.
    """
    found: dict[str, tuple[float, float, str]] = {}
    for row in nodes:
        node = id_of(row["node_id"])
        try:
            x, y = (number_of(row[word])[0] for word in ("x_coord", "y_coord"))
        except ValueError:
            account.leave("a node without a position in numbers", row.at)
            continue
        if not node:
            account.leave("a node without node_id", row.at)
        elif node in found:
            same = (x, y) == found[node][:2]
            where = "" if same else " elsewhere"
            account.leave(f"a node_id that stands already{where}: the first counts", row.at)
        else:
            found[node] = (x, y, row.at)
    east, north = (np.array([place[k] for place in found.values()], float) for k in (0, 1))
    to_degrees = _to_degrees(east, north, config, account)
    lon, lat = to_degrees(east, north) if to_degrees and len(east) else (east, north)
    with np.errstate(invalid="ignore"):
        inside = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    for (_, _, at), good in zip(found.values(), inside.tolist(), strict=True):
        if not good:
            account.leave("a node that lies nowhere on the ground", at)
    if 2 * inside.sum() < len(nodes):
        raise DataError(
            f"node.csv: only {inside.sum()} of {counted(len(nodes), 'node')} have an id of their "
            f"own and a position on the ground; x_coord is the longitude (or easting), y_coord the "
            f"latitude (or northing), in the coordinate system of config.csv"
        )
    lies = zip(found, lon.tolist(), lat.tolist(), inside.tolist(), strict=True)
    return {node: (at_x, at_y) for node, at_x, at_y, good in lies if good}, to_degrees


def _to_degrees(x: np.ndarray, y: np.ndarray, config: Config, account: Account) -> Degrees | None:
    """Return what makes degrees of coordinates, by the crs that is said or by their size."""
    degrees = bool(np.all((np.abs(x) <= 180) & (np.abs(y) <= 90))) if len(x) else True
    where = f"{config.at}: crs"
    if not config.crs:
        if degrees or _mostly_degrees(x, y):
            account.assume("coordinates are degrees in WGS84: nothing says their system")
            return None
        k = int(np.argmax(np.abs(x) > 180) if (np.abs(x) > 180).any() else np.argmax(np.abs(y)))
        raise DataError(
            f"{where} is not said, and coordinates such as ({x[k]:g}, {y[k]:g}) are no degrees; "
            f"{_WAY_OUT}"
        )
    crs = check_crs(_crs_words(config.crs), where)
    if crs.is_geographic and not (degrees or _mostly_degrees(x, y)):
        raise DataError(
            f"{where} {config.crs!r} is in degrees, but coordinates such as "
            f"({x[0]:g}, {y[0]:g}) are none; {_WAY_OUT}"
        )
    if crs.is_projected and degrees and len(x) > 1:
        account.infer(
            f"coordinates are degrees in WGS84, though {config.at} says crs {config.crs!r}: all "
            "lie between -180 and 180"
        )
        return None
    return to_wgs84(crs, f"{where} {config.crs!r}")


def _mostly_degrees(x: np.ndarray, y: np.ndarray) -> bool:
    return bool(2 * np.sum((np.abs(x) <= 180) & (np.abs(y) <= 90)) > len(x))


def _crs_words(text: str) -> str:
    """Return a crs as pyproj reads it: a bare number is one of EPSG, ``CRS84`` one of OGC."""
    if text.strip().upper() == "CRS84":
        return "OGC:CRS84"
    plain = text.strip().removeprefix("+init=")
    number = re.fullmatch(r"(?:epsg)?[:\s]*(\d{4,6})(?:\.0+)?", plain, re.IGNORECASE)
    return f"EPSG:{number[1]}" if number else text.strip()


# -- lines ---------------------------------------------------------------------------------------


def lines_of(
    folder: Path, links: Sequence[tuple[str, Row, Place, Place]], to_degrees: Degrees | None,
    account: Account,
) -> dict[str, Line]:  # fmt: skip
    """Return the lines of links (id, row, both ends) in their direction.

    A line of its own cell counts before that of ``geometry.csv``. One that is no line, or that
    lies elsewhere, is told, and the link goes straight.

    Raises
    ------
    DataError
        If most of the lines are none of their links.
    """
    shared = {
        id_of(row["geometry_id"]): row
        for row in rows_of(folder, "geometry.csv", account, required=False)
    }
    drawn: dict[str, Line] = {}
    ends: list[tuple[Place, Place]] = []
    faults: dict[str, str] = {}
    at: dict[str, str] = {}
    for link, row, start, end in links:
        text, at[link] = row["geometry"], row.at
        if not text and (other := shared.get(id_of(row["geometry_id"]))):
            text, at[link] = other["geometry"], f"{row.at} ({other.at})"
        if not text:
            continue
        try:
            line = _line(text, to_degrees)
        except ValueError as error:
            faults[link] = str(error)
            continue
        drawn[link] = line[::-1] if row["dir_flag"].removesuffix(".0") == "-1" else line
        ends.append((start, end))
    lines = _turned(drawn, ends, faults)
    for link, fault in faults.items():
        what = "a geometry that is no line of its link, which goes straight"
        account.change(what, f"{at[link]}: {fault}")
    if len(faults) > len(lines) and len(faults) > 1:
        count = f"{len(faults)} of {len(faults) + len(lines)} geometries"
        first = [f"{at[link]}: the geometry {fault}" for link, fault in faults.items()][:SHOWN]
        raise DataError(f"link.csv: {count} are no lines of their links", hints=first)
    return lines


def _line(text: str, to_degrees: Degrees | None) -> Line:
    """Return the line of a cell: WKT, EWKT, hexadecimal WKB or GeoJSON."""
    import shapely

    form: Any = re.sub(r"^\s*SRID=\d+;", "", text)
    check_shape(form)
    try:
        if form.startswith("{"):
            form = shapely.from_geojson(form)
        elif _HEX.fullmatch(form):
            form = bytes.fromhex(form)
    except shapely.errors.ShapelyError as error:
        raise ValueError(f"{text[:40]!r} is not GeoJSON: {error}") from error
    shape = shape_of(form)
    if shape is not None and to_degrees is not None:
        shape = shapely.force_2d(shape)
        shape = shapely.transform(shape, lambda xy: np.column_stack(to_degrees(xy[:, 0], xy[:, 1])))
    line = line_of_form(shape)
    if line is None:
        raise ValueError("is empty")
    return line


def _turned(
    lines: Mapping[str, Line], ends: Sequence[tuple[Place, Place]], faults: dict[str, str]
) -> dict[str, Line]:
    """Return lines from the first end of their links to the other; add those that lie elsewhere.

    ``dir_flag`` -1 says that a line is drawn the other way; what the ground shows counts more.
    """
    if not lines:
        return {}
    nodes = np.array(ends, float)
    drawn = np.array([(line[0], line[-1]) for line in lines.values()], float)
    there = great_circles_km(*drawn.transpose(2, 0, 1), *nodes.transpose(2, 0, 1))
    back = great_circles_km(*drawn.transpose(2, 0, 1), *nodes[:, ::-1].transpose(2, 0, 1))
    straight = great_circles_km(*nodes[:, 0].T, *nodes[:, 1].T)
    allowed = np.maximum(NEAR_KM, NEAR_SHARE * straight)
    backwards = back.sum(axis=1) < there.sum(axis=1)
    apart = np.where(backwards[:, None], back[:, ::-1], there)
    found: dict[str, Line] = {}
    for k, (link, line) in enumerate(lines.items()):
        end = int(apart[k].argmax())
        if apart[k, end] > allowed[k]:
            faults[link] = (
                f"{('begins', 'ends')[end]} {apart[k, end]:,.0f} km from its node; expected "
                f"within {allowed[k]:,.0f} km"
            )
        else:
            found[link] = line[::-1] if backwards[k] else line
    return found


def km_along(lines: Mapping[str, Line], links: Sequence[str]) -> np.ndarray:
    """Return the km along the line of each link, ``nan`` where it has none."""
    drawn = [lines.get(link, ()) for link in links]
    points = np.array([point for line in drawn for point in line], float).reshape(-1, 2)
    lon, lat = points[:, 0], points[:, 1]
    steps = great_circles_km(lon[:-1], lat[:-1], lon[1:], lat[1:]) if len(points) else np.zeros(0)
    total = np.concatenate([[0.0], np.cumsum(steps)]) if len(points) else np.zeros(1)
    ends = np.cumsum([len(line) for line in drawn])
    return np.array(
        [
            total[end - 1] - total[end - len(line)] if line else np.nan
            for line, end in zip(drawn, ends.tolist(), strict=True)
        ],
        float,
    )
