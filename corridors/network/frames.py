"""Tables from DataFrames that others may have edited: typed, and every fault told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, suggesting
from corridors.network.schema import Column, Value, schema
from corridors.network.tables import REQUIRED_TABLES, Table

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network


#: Name in files of the links' column ``geometry`` (how a line was found), beside the line itself.
KIND_OF_LINE = "geometry_kind"


def frames_of(net: Network) -> dict[str, pd.DataFrame]:
    """Return a DataFrame each table; nodes and links are GeoDataFrames with their geometry.

    A link without a line of its own has none, so that reading gives back the same network.
    """
    import geopandas as gpd
    from shapely import LineString

    frames = {name: net.table(name).to_frame() for name in net.table_names}
    nodes, links = frames["nodes"], frames["links"].rename(columns={"geometry": KIND_OF_LINE})
    points = gpd.points_from_xy(nodes["lon"], nodes["lat"])
    frames["nodes"] = gpd.GeoDataFrame(nodes, geometry=points, crs="EPSG:4326")
    lines = [LineString(net.line(link)) for link in links["link_id"]]
    frames["links"] = gpd.GeoDataFrame(links, geometry=lines, crs="EPSG:4326")
    return frames


def network_of_frames(frames: Mapping[str, pd.DataFrame], source: str, name: str) -> Network:
    """Return the network of DataFrames that :func:`frames_of` made, perhaps edited since.

    Raises
    ------
    DataError
        With every fault.
    """
    from corridors.network.network import Network

    frames, lines = dict(frames), {}
    links = frames.get("links")
    if links is not None and "geometry" in links:
        crs = getattr(links, "crs", None)
        if crs is None or not crs.is_geographic:
            raise DataError([f"{source}: links: the geometry's CRS is {crs}, expected EPSG:4326"])
        for link, form in zip(links["link_id"], links["geometry"], strict=True):
            if form is not None and not form.is_empty:
                lines[str(link)] = [(float(p[0]), float(p[1])) for p in form.coords]
        links = links.drop(columns="geometry").rename(columns={KIND_OF_LINE: "geometry"})
        frames["links"] = links
    if "nodes" in frames and "geometry" in frames["nodes"]:
        frames["nodes"] = frames["nodes"].drop(columns="geometry")
    tables = tables_from_frames(frames, source)
    return Network(tables, geometry=lambda: lines, name=name)


def tables_from_frames(frames: Mapping[str, pd.DataFrame], source: str) -> dict[str, Table]:
    """Return the tables of DataFrames by name; a table that is lacking is empty.

    Raises
    ------
    DataError
        With every missing table and column, unknown column, empty required cell, wrong type
        and value out of range.
    """
    faults: list[str] = []
    tables = {}
    for name in schema():
        if name in frames:
            tables[name] = _table(name, frames[name], source, faults)
        elif name in REQUIRED_TABLES:
            faults.append(f"{source}: table {name!r} is missing, but it is required")
        else:
            tables[name] = Table(name, dict.fromkeys(schema()[name], ()))
    if faults:
        raise DataError(faults)
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
        empty = value is None or value == "" or _is_nan(value)
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


def _is_nan(value: Value) -> bool:
    return isinstance(value, float) and math.isnan(value)
