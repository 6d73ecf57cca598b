"""Tables from DataFrames that others may have edited: typed, and every fault told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, suggesting
from corridors.network.forms.geometry import SAME_DEGREES, Line, fit_lines, line_of_form, shape_of
from corridors.network.network import CRS, Network
from corridors.network.schema import Column, Value, schema
from corridors.network.tables import REQUIRED_TABLES, Table

if TYPE_CHECKING:
    import pandas as pd


#: Name in files of the links' column ``geometry`` (how a line was found), beside the line itself.
KIND_OF_LINE = "geometry_kind"
#: Columns that a GIS adds: its own numbers of the features.
_OF_GIS = ("fid", "ogc_fid")


def frames_of(net: Network) -> dict[str, pd.DataFrame]:
    """Return a DataFrame each table; nodes and links are GeoDataFrames with their geometry.

    A link without a line of its own has none, so that reading gives back the same network.
    """
    import geopandas as gpd
    from shapely import LineString

    frames = {name: net.table(name).to_frame() for name in net.table_names}
    nodes, links = frames["nodes"], frames["links"].rename(columns={"geometry": KIND_OF_LINE})
    points = gpd.points_from_xy(nodes["lon"], nodes["lat"])
    frames["nodes"] = gpd.GeoDataFrame(nodes, geometry=points, crs=CRS)
    lines = [LineString(net.line(link)) for link in links["link_id"]]
    frames["links"] = gpd.GeoDataFrame(links, geometry=lines, crs=CRS)
    return frames


def network_of_frames(frames: Mapping[str, pd.DataFrame], source: str, name: str) -> Network:
    """Return the network of DataFrames that :func:`frames_of` made, perhaps edited since.

    A node stands at its columns ``lon`` and ``lat`` and at its point. Which of them was edited
    where they differ, nobody can know: that is a fault. Where the columns are lacking or a cell
    is empty, the point is taken. A table that is lacking is empty.

    Raises
    ------
    DataError
        With every missing table and column, unknown column, empty required cell, wrong type,
        value out of range, node at two places, and geometry that is no line of its link.
    """
    faults: list[str] = []
    plain, forms = {}, {}
    for table, frame in frames.items():
        if table in schema():
            plain[table], forms[table] = _without_forms(frame, table, source, faults)
    if "nodes" in plain:
        plain["nodes"] = _placed(plain["nodes"], forms["nodes"], f"{source}: nodes", faults)
    lines = {}
    if "links" in plain:
        lines = _lines(plain["links"], forms["links"], f"{source}: links", faults)
        plain["links"] = plain["links"].rename(columns={KIND_OF_LINE: "geometry"})
    tables = _tables(plain, source, faults)
    if not faults:
        lines = fit_lines(lines, tables, f"{source}: links", faults)
    if faults:
        raise DataError(faults)
    return Network(tables, geometry=lambda: lines, name=name)


def _without_forms(
    frame: pd.DataFrame, table: str, source: str, faults: list[str]
) -> tuple[pd.DataFrame, list[Any]]:
    """Return a table without what a GIS keeps beside it, and the shape of each row."""
    frame = frame.drop(columns=[c for c in _OF_GIS if c in frame])
    if hasattr(frame, "active_geometry_name"):
        column = frame.active_geometry_name
    else:  # well-known text or binary; the links' own column of that name is a word
        column = "geometry" if table == "nodes" or KIND_OF_LINE in frame else None
    if column is None or column not in frame:
        return frame, [None] * len(frame)
    forms = frame[column].tolist()
    crs = getattr(frame, "crs", CRS)
    if any(form is not None for form in forms) and not _is_wgs84(crs):
        forms = [None] * len(frame)
        faults.append(f"{source}: {table}: the geometry's CRS is {crs}, expected {CRS}")
    return frame.drop(columns=column), forms


def _is_wgs84(crs: Any) -> bool:
    import pyproj

    ours = pyproj.CRS(CRS)
    return crs is not None and bool(ours.equals(pyproj.CRS(crs), ignore_axis_order=True))


def _placed(nodes: pd.DataFrame, forms: list[Any], where: str, faults: list[str]) -> pd.DataFrame:
    """Return nodes with the positions of their points where the columns say none."""
    said: dict[str, list[Any]] = {
        c: nodes[c].tolist() if c in nodes else [None] * len(nodes) for c in ("lon", "lat")
    }
    names = nodes["node_id"].tolist() if "node_id" in nodes else [""] * len(nodes)
    for row, (node, form) in enumerate(zip(names, forms, strict=True)):
        try:
            point = _point(form)
        except ValueError as error:
            faults.append(f"{where}:{row + 1}: the geometry of {node!r} {error}")
            continue
        if point is None:
            continue
        at = tuple(said[c][row] for c in ("lon", "lat"))
        if all(map(_is_empty, at)):
            said["lon"][row], said["lat"][row] = point
        elif _apart(at, point):
            faults.append(
                f"{where}:{row + 1}: {node!r} lies at ({at[0]}, {at[1]}) by its columns lon and "
                f"lat, but at ({point[0]}, {point[1]}) by its geometry; make them equal, or delete "
                "the columns (the geometry is taken then) or the geometry"
            )
    return nodes.assign(**said) if any(form is not None for form in forms) else nodes


def _point(form: Any) -> tuple[float, float] | None:
    import shapely

    form = shape_of(form)
    if form is None or form.is_empty:
        return None
    points = shapely.get_coordinates(form)
    if form.geom_type not in ("Point", "MultiPoint") or len(points) != 1:
        raise ValueError(f"is a {form.geom_type}, expected a Point")
    return float(points[0][0]), float(points[0][1])


def _apart(said: tuple[Any, ...], point: tuple[float, float]) -> bool:
    try:
        return any(abs(float(a) - b) > SAME_DEGREES for a, b in zip(said, point, strict=True))
    except (TypeError, ValueError):
        return False  # no number: told where the columns are read


def _lines(links: pd.DataFrame, forms: list[Any], where: str, faults: list[str]) -> dict[str, Line]:
    """Return the line of each link that has one."""
    lines: dict[str, Line] = {}
    names = links["link_id"].tolist() if "link_id" in links else []
    for row, (link, form) in enumerate(zip(names, forms, strict=False), start=1):
        try:
            line = line_of_form(form)
        except ValueError as error:
            faults.append(f"{where}:{row}: the geometry of {link!r} {error}")
            continue
        if line and not _is_empty(link):
            lines[str(link)] = line
    return lines


def tables_from_frames(frames: Mapping[str, pd.DataFrame], source: str) -> dict[str, Table]:
    """Return the tables of DataFrames by name; a table that is lacking is empty.

    Raises
    ------
    DataError
        With every missing table and column, unknown column, empty required cell, wrong type
        and value out of range.
    """
    faults: list[str] = []
    tables = _tables(frames, source, faults)
    if faults:
        raise DataError(faults)
    return tables


def _tables(frames: Mapping[str, pd.DataFrame], source: str, faults: list[str]) -> dict[str, Table]:
    """Return the tables of DataFrames by name; what is wrong goes to the list of faults."""
    tables = {}
    for name in schema():
        if name in frames:
            tables[name] = _table(name, frames[name], source, faults)
            continue
        if name in REQUIRED_TABLES:
            faults.append(f"{source}: table {name!r} is missing, but it is required")
        tables[name] = Table(name, dict.fromkeys(schema()[name], ()))
    return tables


def _table(name: str, frame: pd.DataFrame, source: str, faults: list[str]) -> Table:
    columns = schema()[name]
    for word in frame.columns:
        if word not in columns:
            faults.append(suggesting(f"{source}: {name}: unknown column {word!r}", word, columns))
    parsed: dict[str, tuple[Value, ...]] = {}
    for column in columns.values():
        if column.name in frame:
            values = frame[column.name].tolist()
        else:
            values = [None] * len(frame)
            if column.required:
                faults.append(f"{source}: {name}: column {column.name!r} is missing")
                continue
        parsed[column.name] = tuple(_values(column, values, f"{source}: {name}", faults))
    return Table(name, parsed)


def _values(column: Column, values: list[Any], where: str, faults: list[str]) -> list[Value]:
    """Return typed values; plain ones quickly, the others through the column's parser."""
    numeric = column.type in ("float", "int")
    plain = not column.required and "|" not in column.type and column.type != "colour"
    result: list[Value] = []
    for row, value in enumerate(values, start=1):
        empty = _is_empty(value)
        if numeric and not empty and type(value) is float and _fits(column, value):
            result.append(value)
        elif empty and not column.required:
            result.append(math.nan if numeric else "")
        elif plain and not numeric and type(value) is str:
            result.append(value)
        else:
            try:
                result.append(column.parse("" if empty else str(value)))
            except ValueError as error:
                faults.append(f"{where}:{row}: {column.name} {error}")
                result.append(math.nan if numeric else "")
    return result


def _fits(column: Column, value: float) -> bool:
    whole = column.type == "float" or value == int(value)
    return column.minimum <= value <= column.maximum and whole


def _is_empty(value: Value) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))
