"""Tables from DataFrames that others may have edited: typed, and every fault told."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DataError, nearest_words, suggesting
from corridors.network.forms.cells import (
    is_empty,
    is_nothing,
    is_row_number,
    plain,
    without_point_zero,
)
from corridors.network.forms.geometry import SAME_DEGREES, Line, fit_lines, line_of_form, shape_of
from corridors.network.forms.reading import Reading, stop_at_faults
from corridors.network.forms.written import (
    AS_WRITTEN,
    Written,
    followed,
    frame_of,
    note_lengths,
    note_loose_ends,
    written_of,
)
from corridors.network.network import CRS, Network
from corridors.network.schema import Column, Value, schema
from corridors.network.tables import REQUIRED_TABLES, Table

if TYPE_CHECKING:
    import pandas as pd
    import pyproj


#: Name in files of the links' column ``geometry`` (how a line was found), beside the line itself.
KIND_OF_LINE = "geometry_kind"


def frames_of(net: Network) -> dict[str, pd.DataFrame]:
    """Return a DataFrame each table; nodes and links are GeoDataFrames with their geometry.

    Nodes have no columns ``lon`` and ``lat``: their points are what a GIS moves, and a position
    that stands twice can be edited once. A further table, ``as_written``, keeps what there was.
    """
    import geopandas as gpd
    from shapely import LineString

    frames = {name: net.table(name).to_frame() for name in net.table_names}
    nodes, links = frames["nodes"], frames["links"].rename(columns={"geometry": KIND_OF_LINE})
    points = gpd.points_from_xy(nodes["lon"], nodes["lat"])
    frames["nodes"] = gpd.GeoDataFrame(nodes.drop(columns=["lon", "lat"]), geometry=points, crs=CRS)
    lines = [LineString(np.asarray(net.line(link))) for link in links["link_id"]]
    frames["links"] = gpd.GeoDataFrame(links, geometry=lines, crs=CRS)
    return {**frames, AS_WRITTEN: frame_of(net)}


def network_of_frames(
    frames: Mapping[str, pd.DataFrame],
    source: str,
    name: str,
    *,
    at: Callable[[str, int], str] | None = None,
    reading: Reading | None = None,
) -> Network:
    """Return the network of DataFrames that :func:`frames_of` made, perhaps edited since.

    A node stands at its point. Where there are columns ``lon`` and ``lat`` as well and they
    differ, nobody can know which was edited: that is a fault. A table that is lacking is empty.
    What is read otherwise than it stands (a column that no table has is left out, lines follow
    nodes that were moved, another coordinate system is turned to degrees) is warned of, and
    ``network.report`` tells it.

    Parameters
    ----------
    frames
        A frame each table by name; others are left out.
    source, name
        What the file is called, and the network.
    at
        Names a row of a table, counted from 0; by default ``source: table:row``.
    reading
        Gathers faults and notes, if the caller has some already.

    Raises
    ------
    DataError
        With every missing table and column, misspelt column, empty required cell, wrong type,
        value out of range, node at two places, and geometry that is no line of its link.
    """
    reading = reading or Reading(source, at)
    written = written_of(frames.get(AS_WRITTEN))
    given, forms = {}, {}
    for table, frame in frames.items():
        if table in schema():
            given[table], forms[table] = _without_forms(frame, table, reading)
    if "nodes" in given:
        given["nodes"] = _placed(given["nodes"], forms["nodes"], reading)
    lines = {}
    if "links" in given:
        lines = _lines(given["links"], forms["links"], reading)
        given["links"] = given["links"].rename(columns={KIND_OF_LINE: "geometry"})
    tables = _tables(given, reading)
    stop_at_faults(tables["nodes"], reading)
    gone: dict[str, set[str]] = {}
    if written:
        _note_gone(given, written, reading)
        tables, gone = _without_orphans(tables, written, reading)
        lines = followed(lines, tables, written, reading)
    lines = _fitted(lines, tables, reading)
    try:
        net = Network(tables, geometry=lambda: lines, name=name)
    except DataError as error:
        told = _with_ways_out(reading.renamed(error.faults), gone)
        raise DataError([*told, *reading.faults], hints=reading.hints) from error
    reading.stop_at_faults()
    if written:
        note_lengths(lines, tables, written, reading)
    else:
        note_loose_ends(lines, tables, reading)
    report = reading.report()
    return net.replaced({}, places=frozenset(), report=report) if report else net


def _fitted(
    lines: dict[str, Line], tables: Mapping[str, Table], reading: Reading
) -> dict[str, Line]:
    """Return lines that fit their links; if most do with x and y exchanged, that is a hint."""
    nodes, links = tables["nodes"], tables["links"]
    at = dict(zip(nodes["node_id"], zip(nodes["lat"], nodes["lon"], strict=True), strict=True))
    ends = dict(zip(links["link_id"], links["from_node"], strict=True))
    turned = [
        any(math.dist(at[ends[link]], line[k]) < _NEAR_DEGREES for k in (0, -1))
        and math.dist(at[ends[link]][::-1], line[0]) > 1
        for link, line in lines.items()
        if ends.get(link) in at
    ]
    if 2 * sum(turned) > len(turned):
        reading.hints.append(
            "most lines begin at their nodes with x and y exchanged: the axes of links are swapped"
        )
    return fit_lines(lines, tables, f"{reading.source}: links", reading.faults)


#: A line that begins so near to a node is a line of it.
_NEAR_DEGREES = 0.1


def _note_gone(given: Mapping[str, pd.DataFrame], written: Written, reading: Reading) -> None:
    """Note columns and tables that the file held and that are no longer there."""
    for table, frame in given.items():
        for word in schema()[table].keys() - {*frame.columns}:
            reading.note("columns are gone, and read as empty", f"{table}: {word}")
    for table, count in written.tables.items():
        if count and table not in given:
            reading.note("tables are gone, and read as empty", f"{table}, {count} before")


def _without_orphans(
    tables: dict[str, Table], written: Written, reading: Reading
) -> tuple[dict[str, Table], dict[str, set[str]]]:
    """Return the tables without rows of nodes and links that were deleted, and these."""
    gone = {
        f"{name}.{key}": written.gone(name, set(tables[name][key]))
        for name, key in (("nodes", "node_id"), ("links", "link_id"))
    }
    if not any(gone.values()):
        return tables, gone
    kept = dict(tables)
    for name in tables.keys() - {"nodes", "links"}:
        table = tables[name]
        refers = [(c.name, gone[c.key]) for c in schema()[name].values() if gone.get(c.key)]
        rows = [
            row
            for row in range(len(table))
            if not any(table[column][row] in ids for column, ids in refers)
        ]
        if len(rows) < len(table):
            what = f"rows of {name} are left out, for their node or link was deleted"
            for row in sorted({*range(len(table))} - {*rows}):
                reading.note(what, reading.at(name, row))
            kept[name] = Table(
                name, {c: tuple(v[r] for r in rows) for c, v in table.columns.items()}
            )
    return kept, gone


def _with_ways_out(faults: list[str], gone: Mapping[str, set[str]]) -> list[str]:
    """Return faults; those of links whose node was deleted say so."""
    ids = gone.get("nodes.node_id", set())
    return [
        f"{fault.partition('. Did you mean')[0]}, where it was when the file was written; delete "
        "the link as well, or keep the node"
        if any(f"_node {node!r} is not in nodes" in fault for node in ids)
        else fault
        for fault in faults
    ]


def _without_forms(
    frame: pd.DataFrame, table: str, reading: Reading
) -> tuple[pd.DataFrame, list[Any]]:
    """Return a table without what a GIS keeps beside it, and the shape of each row."""
    if numbers := [c for c in frame.columns if is_row_number(c)]:
        frame = frame.drop(columns=numbers)
    if getattr(frame, "active_geometry_name", None):
        column = frame.active_geometry_name
    else:  # well-known text or binary; the links' own column of that name is a word
        column = "geometry" if table == "nodes" or KIND_OF_LINE in frame else None
    if column is None or column not in frame:
        return frame, [None] * len(frame)
    forms = frame[column].tolist()
    if any(form is not None for form in forms):
        forms = _in_degrees(frame, column, forms, table, reading)
    return frame.drop(columns=column), forms


def _in_degrees(
    frame: pd.DataFrame, column: str, forms: list[Any], table: str, reading: Reading
) -> list[Any]:
    """Return shapes in degrees; another coordinate system is noted, one that is lacking told."""
    crs = getattr(frame, "crs", CRS)
    if crs is None:
        reading.faults.append(
            f"{reading.source}: {table}: its geometry has lost its coordinate system; set it (as "
            f"written: {CRS})"
        )
        return [None] * len(forms)
    if _is_wgs84(crs):
        return forms
    import pyproj

    try:
        turned = frame[column].to_crs(CRS).tolist()
    except (pyproj.exceptions.ProjError, ValueError) as error:
        reading.faults.append(
            f"{reading.source}: {table}: its coordinate system {_called(crs)} cannot be turned to "
            f"{CRS}: {error}; save it in {CRS}"
        )
        return [None] * len(forms)
    reading.note(f"{table} were in {_called(crs)}, and are turned to {CRS}")
    return list(turned)


def _called(crs: Any) -> str:
    """Return a short name of a coordinate system."""
    authority = crs.to_authority() if hasattr(crs, "to_authority") else None
    return ":".join(authority) if authority else str(getattr(crs, "name", crs))


@cache
def _wgs84() -> pyproj.CRS:
    import pyproj

    return pyproj.CRS(CRS)


def _is_wgs84(crs: Any) -> bool:
    import pyproj

    ours = _wgs84()
    return crs is not None and bool(ours.equals(pyproj.CRS(crs), ignore_axis_order=True))


def _placed(nodes: pd.DataFrame, forms: list[Any], reading: Reading) -> pd.DataFrame:
    """Return nodes with the positions of their points where the columns say none."""
    said: dict[str, list[Any]] = {
        c: nodes[c].tolist() if c in nodes else [None] * len(nodes) for c in ("lon", "lat")
    }
    names = nodes["node_id"].tolist() if "node_id" in nodes else [""] * len(nodes)
    for row, (node, form) in enumerate(zip(names, forms, strict=True)):
        try:
            point = _point(form)
        except ValueError as error:
            reading.faults.append(f"{reading.at('nodes', row)}: the geometry of {node!r} {error}")
            continue
        if point is None:
            continue
        at = tuple(said[c][row] for c in ("lon", "lat"))
        if all(map(is_empty, at)):
            said["lon"][row], said["lat"][row] = point
        elif _apart(at, point):
            reading.faults.append(
                f"{reading.at('nodes', row)}: {node!r} lies at ({at[0]}, {at[1]}) by its columns "
                f"lon and lat, but at ({point[0]}, {point[1]}) by its geometry; make them equal, "
                "or delete the columns (the geometry is taken then) or the geometry"
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


def _lines(links: pd.DataFrame, forms: list[Any], reading: Reading) -> dict[str, Line]:
    """Return the line of each link that has one."""
    lines: dict[str, Line] = {}
    names = links["link_id"].tolist() if "link_id" in links else []
    for row, (link, form) in enumerate(zip(names, forms, strict=False)):
        try:
            line = line_of_form(form)
        except ValueError as error:
            reading.faults.append(f"{reading.at('links', row)}: the geometry of {link!r} {error}")
            continue
        if line and not is_empty(link):
            lines[str(plain(schema()["links"]["link_id"], link))] = line
    return lines


def tables_from_frames(frames: Mapping[str, pd.DataFrame], source: str) -> dict[str, Table]:
    """Return the tables of DataFrames by name; a table that is lacking is empty.

    Raises
    ------
    DataError
        With every missing table and column, unknown column, empty required cell, wrong type
        and value out of range.
    """
    reading = Reading(source)
    tables = _tables(frames, reading)
    reading.stop_at_faults()
    return tables


def _tables(frames: Mapping[str, pd.DataFrame], reading: Reading) -> dict[str, Table]:
    """Return the tables of DataFrames by name; what is wrong goes to the list of faults."""
    tables = {}
    for name in schema():
        if name in frames:
            tables[name] = _table(name, frames[name], reading)
            continue
        if name in REQUIRED_TABLES:
            reading.faults.append(
                f"{reading.source}: table {name!r} is missing, but it is required"
            )
        tables[name] = Table(name, dict.fromkeys(schema()[name], ()))
    return tables


def _table(name: str, frame: pd.DataFrame, reading: Reading) -> Table:
    columns = schema()[name]
    frame = _with_known_columns(name, frame, reading)
    parsed: dict[str, tuple[Value, ...]] = {}
    for column in columns.values():
        if column.name in frame:
            values = frame[column.name].tolist()
        else:
            values = [None] * len(frame)
            if column.required:
                reading.faults.append(
                    f"{reading.source}: {name}: column {column.name!r} is missing"
                )
                continue
        parsed[column.name] = tuple(_values(column, values, reading))
    return Table(name, parsed)


def _with_known_columns(name: str, frame: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return a table without columns that are not its own; a misspelt one is a fault."""
    columns = schema()[name]
    missing = [word for word in columns if word not in frame]
    spelt = {word.casefold(): word for word in missing}
    renamed, dropped = {}, []
    for word in frame.columns:
        text = str(word)
        if word in columns or is_row_number(word):
            continue
        if text.strip().casefold() in spelt:
            renamed[word] = spelt.pop(text.strip().casefold())
        elif all(is_empty(value) for value in frame[word].tolist()):
            dropped.append(word)
        elif nearest_words(text, missing, 1):
            told = f"{reading.source}: {name}: unknown column {word!r}"
            reading.faults.append(suggesting(told, text, missing))
        else:
            dropped.append(word)
            reading.note("columns that no table has are left out", f"{name}: {word}")
    # most tables are as they were: a copy of each would take longer than reading it
    frame = frame.drop(columns=dropped) if dropped else frame
    return frame.rename(columns=renamed) if renamed else frame


def _values(column: Column, values: list[Any], reading: Reading) -> list[Value]:
    """Return typed values; plain ones quickly, the others through the column's parser."""
    numeric = column.type in ("float", "int")
    quick = not column.required and "|" not in column.type and column.type != "colour"
    nothing: Value = math.nan if numeric else ""
    known: dict[str, Value] = {}  # what was made of a text: most stand in many rows
    result: list[Value] = []
    for row, value in enumerate(values if numeric else without_point_zero(values)):
        if numeric and type(value) is float and _fits(column, value):
            result.append(value)
        elif type(value) is str and value in known:
            result.append(known[value])
        elif is_empty(value) and not column.required:
            result.append(nothing)
        elif type(value) is str and is_nothing(column, value):
            reading.note(f"cells with the word {value!r} are empty", column.table)
            result.append(nothing)
        elif quick and not numeric and type(value) is str:
            result.append(value)
        else:
            try:
                told = plain(column, value)
                made = column.parse("" if told is None else str(told))
                if type(value) is str:
                    known[value] = made
                result.append(made)
            except ValueError as error:
                reading.faults.append(f"{reading.at(column.table, row)}: {column.name} {error}")
                result.append(nothing)
    return result


def _fits(column: Column, value: float) -> bool:
    if not math.isfinite(value):
        return False
    whole = column.type == "float" or value.is_integer()
    return column.minimum <= value <= column.maximum and whole
