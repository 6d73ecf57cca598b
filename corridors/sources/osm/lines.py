"""Positions of nodes and lines of edges, in degrees, whatever form and CRS they have."""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from corridors.errors import DataError
from corridors.network.earth import great_circle_km, segment_km
from corridors.network.forms.geometry import (
    NEAR_KM,
    NEAR_SHARE,
    line_of_form,
    shape_of,
    shape_of_geojson,
)
from corridors.network.forms.shapes import check_shape
from corridors.sources.making.crs import Degrees, check_crs, to_wgs84
from corridors.sources.osm.directions import Edge
from corridors.sources.osm.plain import PlainGraph, refuse
from corridors.sources.osm.values import number
from corridors.vocabulary import counted

#: A line that ends further from its node than so many metres, and is taken, is told.
OFF_M = 50.0
#: Heading of the account's line of them.
OFF = f"lines that begin or end over {OFF_M:g} m off their node, drawn to it"


def to_degrees(plain: PlainGraph) -> Degrees | None:
    """Return what turns positions of a graph into WGS84, ``None`` where they are in it.

    Raises
    ------
    DataError
        If the graph has no CRS, or one that is none.
    """
    given = plain.attributes.get("crs")
    if given is None or (isinstance(given, str) and given.strip() in ("", "None")):
        raise DataError(f'{plain.source}: no CRS; set graph.graph["crs"], "EPSG:4326" for degrees')
    with warnings.catch_warnings():  # of pyproj, about {"init": …}, which osmnx 0.16 wrote
        warnings.simplefilter("ignore")
        crs = check_crs(_crs_value(given), f"{plain.source}: crs")
        return to_wgs84(crs, f"{plain.source}: crs {given!r}")


def _crs_value(given: Any) -> Any:
    """Return a CRS as pyproj takes it: a number or dictionary that became text is one again."""
    if hasattr(given, "tolist"):
        given = given.tolist()
    if isinstance(given, float) and given.is_integer():
        return int(given)
    if not isinstance(given, str):
        return given
    text = given.strip()
    if text.removesuffix(".0").isdigit():
        return int(text.removesuffix(".0")) if len(text) < 20 else text
    if text.startswith("{"):
        return _dictionary(text)
    return text


def _dictionary(text: str) -> Any:
    """Return the dictionary of which this is the text in Python, or the text."""
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return text  # JSON, perhaps, which pyproj and shapely know; or they tell what is wrong


class Positions:
    """Longitude and latitude of nodes by their numbers."""

    def __init__(
        self, plain: PlainGraph, numbers: Mapping[Hashable, int], degrees: Degrees | None
    ) -> None:
        self._plain, self._numbers = plain, numbers
        x = np.array([number(data.get("x")) for data in plain.nodes.values()], float)
        y = np.array([number(data.get("y")) for data in plain.nodes.values()], float)
        if degrees is not None and len(x):
            x, y = (np.asarray(values, float) for values in degrees(x, y))
        order = [numbers[node] for node in plain.nodes]
        self.at = dict(zip(order, zip(x.tolist(), y.tolist(), strict=True), strict=True))

    def check(self, used: set[int]) -> None:
        """Raise ``DataError`` if a node that is used has no position, or one off the Earth."""
        lost, off = [], []
        for node, values in self._plain.nodes.items():
            k = self._numbers[node]
            if k not in used:
                continue
            if math.isnan(number(values.get("x"))) or math.isnan(number(values.get("y"))):
                lost.append(f"{node!r}: x is {values.get('x')!r}, y is {values.get('y')!r}")
            elif not (abs(self.at[k][0]) <= 180 and abs(self.at[k][1]) <= 90):
                off.append(_no_degrees(node, values, self._plain.attributes.get("crs")))
        if lost:
            many = counted(len(lost), "node")
            raise DataError(
                f"{self._plain.source}: {many} without x and y, the first is {lost[0]}; "
                "each needs two numbers, with a point for decimals"
            )
        refuse(self._plain.source, off)


def _no_degrees(node: Hashable, data: Mapping[str, Any], crs: Any) -> str:
    x, y = number(data.get("x")), number(data.get("y"))
    return (
        f"node {node!r} lies at ({x:g}, {y:g}), which are no degrees or lie outside of the crs: "
        f"{crs!r} is wrong, or x and y are swapped"
    )


def lay_lines(
    edges: Sequence[Edge], positions: Positions, degrees: Degrees | None, source: str
) -> int:
    """Give each edge its line from tail to head, and count those that end off their nodes.

    Raises
    ------
    DataError
        With every edge whose geometry is no line of it.
    """
    faults: list[str] = []
    drawn = [edge for edge in edges if _is_given(edge.data.get("geometry"))]
    shapes: list[Any] = _shapes([edge.data["geometry"] for edge in drawn])
    lines = _lines(drawn, shapes, degrees, faults)
    far = 0
    for edge, line in zip(drawn, lines, strict=True):
        if line is not None:
            start, end = positions.at[edge.tail], positions.at[edge.head]
            edge.line = _turned(line, start, end)
            far += _is_off(edge.line, (start, end), edge, faults)
            if len(line) == 2:  # straight, which geopandas writes out and osmnx does not
                edge.line = None
    refuse(source, faults)
    return far


def _is_given(form: Any) -> bool:
    if isinstance(form, str):
        return form.strip() not in ("", "None", "nan", "NaN", "<NA>")
    return form is not None and not (isinstance(form, float) and math.isnan(form))


def _too_deep(text: str) -> bool:
    try:
        check_shape(text)
    except ValueError:
        return True
    return False


def _shapes(forms: list[Any]) -> list[Any]:
    """Return the shapes of what is WKT, all at once, and everything else as it is."""
    import shapely

    texts = [k for k, form in enumerate(forms) if isinstance(form, str) and not _too_deep(form)]
    found = list(forms)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = shapely.from_wkt([_wkt(forms[k]) for k in texts], on_invalid="ignore")
    for k, shape in zip(texts, made, strict=True):
        if shape is not None:
            found[k] = shape
    return found


def _wkt(text: str) -> str:
    """Return WKT without the CRS that PostGIS puts before it."""
    return text.partition(";")[2] if text.lstrip()[:5].upper() == "SRID=" else text


def _shape(form: Any) -> Any:
    """Return the shape of GeoJSON, WKB in hexadecimal digits, or what else it may be."""
    if isinstance(form, str) and form.lstrip().startswith("{"):
        form = _dictionary(form)
    if isinstance(form, dict):
        try:
            return shape_of_geojson(form)
        except (TypeError, RecursionError) as error:
            raise ValueError(f"is a dictionary that is not GeoJSON: {error}") from error
    if isinstance(form, str):
        try:
            return shape_of(bytes.fromhex(form))
        except ValueError:
            return shape_of(form)
    return shape_of(form)


def _lines(
    edges: Sequence[Edge], shapes: Sequence[Any], degrees: Degrees | None, faults: list[str]
) -> list[np.ndarray | None]:
    """Return the points of each shape in degrees, ``None`` and a fault where it is no line."""
    import shapely

    found: list[np.ndarray | None] = [None] * len(shapes)
    plain = [k for k, s in enumerate(shapes) if getattr(s, "geom_type", "") == "LineString"]
    at, index = shapely.get_coordinates([shapes[k] for k in plain], return_index=True)
    if degrees is not None and len(at):
        at = np.stack([np.asarray(v, float) for v in degrees(at[:, 0], at[:, 1])], 1)
    good = np.isfinite(at).all(1) & (np.abs(at) <= (180, 90)).all(1) if len(at) else index < 0
    size = np.bincount(index, minlength=len(plain))
    whole = np.bincount(index, good, minlength=len(plain)) == size
    cuts = np.concatenate([[0], np.cumsum(size)])
    for n, k in enumerate(plain):
        if whole[n] and size[n] >= 2:
            found[k] = at[cuts[n] : cuts[n + 1]]
    for k, shape in enumerate(shapes):
        if found[k] is None:
            try:
                found[k] = _odd_line(shape, degrees)
            except ValueError as error:
                ends = " - ".join(map(repr, edges[k].nodes))
                faults.append(f"edge {ends}: the geometry {error}; mend it, or leave it out")
    return found


def _odd_line(form: Any, degrees: Degrees | None) -> np.ndarray:
    """Return the points of a line that is none at first sight, such as one in several parts."""
    import shapely

    shape = _shape(form)
    if degrees is not None and shape is not None:
        shape = shapely.transform(
            shape, lambda xy: np.stack([np.asarray(v, float) for v in degrees(*xy.T)], 1)
        )
    with np.errstate(invalid="ignore"):
        return np.array(line_of_form(shape), float)


def _turned(line: np.ndarray, start: tuple, end: tuple) -> np.ndarray:
    """Return a line in the direction from a start to an end."""
    a, b = line[0].tolist(), line[-1].tolist()
    there = math.dist(a, start) + math.dist(b, end)
    back = math.dist(b, start) + math.dist(a, end)
    return line[::-1] if back < there else line


def _is_off(line: np.ndarray, ends: tuple, edge: Edge, faults: list[str]) -> bool:
    """Say whether a line ends off its edge's nodes; add a fault if it is too far to be its line."""
    far = False
    for point, place, node in zip((line[0], line[-1]), ends, edge.nodes, strict=True):
        if abs(point[0] - place[0]) + abs(point[1] - place[1]) < OFF_M / 2e5:
            continue
        km = great_circle_km(*point, *place)
        allowed = max(NEAR_KM, NEAR_SHARE * float(segment_km(*line.T).sum()))
        if km > allowed:
            faults.append(
                f"edge {edge.nodes[0]!r} - {edge.nodes[1]!r}: its geometry lies {km:,.0f} km off "
                f"{node!r}; expected within {allowed:,.0f} km"
            )
        far |= 1000 * km > OFF_M
    return far
