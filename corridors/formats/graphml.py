"""GraphML as osmnx writes it, with what gives our own tables back.

Nodes and edges have the attributes of osmnx and every column of our tables; the other tables,
and links that are not operational (no other program should route over them), stand as JSON in
the graph's attribute ``corridors_tables``. Without that attribute a file is an osmnx graph.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError
from corridors.formats.check import tables_of_json, tables_to_json, without_orphans
from corridors.network.forms.frames import KIND_OF_LINE, frames_of, network_of_frames
from corridors.network.forms.gate import json_of
from corridors.network.forms.geometry import shape_of
from corridors.network.forms.reading import Reading
from corridors.network.forms.shapes import crs_fault
from corridors.network.forms.written import AS_WRITTEN
from corridors.network.network import CRS, Network
from corridors.network.schema import schema
from corridors.sources.osm.graphs import network_of_plain
from corridors.sources.osm.plain import PlainGraph, read_plain_graph
from corridors.sources.osm.values import truth

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

#: Attribute of the graph that says that this library wrote it.
OURS = "corridors_tables"
#: Decimals with which degrees come back as they were.
_DIGITS = 24
#: Our columns whose names mean something else in a graph.
_RENAMED = {"oneway": "oneway_said", "geometry": KIND_OF_LINE}
#: Our columns that the graph's own form says.
_BY_FORM = ("node_id", "lon", "lat", "from_node", "to_node")


def write_graphml(net: Network, path: Path) -> None:
    """Write a network as a graph of osmnx and our tables."""
    import networkx as nx

    graph, frames = net.to_networkx(), frames_of(net)
    rows = {"nodes": net.table("nodes"), "links": net.table("links")}
    nodes = {row["node_id"]: _attributes(row) for row in rows["nodes"]}
    links = {row["link_id"]: _attributes(row) for row in rows["links"]}
    for node, data in graph.nodes(data=True):
        data.update(nodes[node])
    for _, _, data in graph.edges(data=True):
        data.update(links[data["osmid"]])
    others = {name: frame for name, frame in frames.items() if name not in rows}
    closed = frames["links"][frames["links"]["status"] != "operational"]
    shapes = [_text(shape) for shape in closed.geometry]
    others["links"] = closed.drop(columns="geometry").assign(geometry=shapes)
    graph.graph[OURS] = json.dumps(tables_to_json(others), ensure_ascii=False)
    nx.write_graphml(_as_text(graph), path, encoding="utf-8")


def _as_text(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Turn all values into text, as ``osmnx.save_graphml`` does: its import takes seconds."""
    for key in ("crs", "simplified"):
        graph.graph[key] = str(graph.graph[key])
    for *_, data in (*graph.nodes(data=True), *graph.edges(data=True)):
        data.update({name: _text(value) for name, value in data.items()})
    return graph


def _text(value: Any) -> str:
    """Return a value as text; a shape with every digit of its coordinates."""
    import shapely

    if isinstance(value, shapely.Geometry):
        text: str = shapely.to_wkt(value, rounding_precision=_DIGITS)
        return text
    return str(value)


def _attributes(row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a row that are not empty, under the names of a graph."""
    return {
        _RENAMED.get(name, name): value
        for name, value in row.items()
        if name not in _BY_FORM and value not in ("", None) and not _is_nan(value)
    }


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def read_graphml(path: Path) -> Network:
    """Read a graph: our own tables if this library wrote it, else by the tags of osmnx.

    Rows that belong to a node or link which another program has taken out are left out.

    Raises
    ------
    DataError
        If it is no graph, or with every fault.
    """
    graph = read_plain_graph(path)
    if OURS not in graph.attributes:
        return network_of_plain(graph, name=path.stem)
    try:
        rows = _Rows(path.name)
        frames = _frames(graph, rows)
        frames = frames if AS_WRITTEN in frames else without_orphans(frames)
        return network_of_frames(frames, path.name, path.stem, reading=rows.reading)
    except DataError as error:
        hint = f"{path.name}: without its attribute {OURS!r} it is read as a graph of osmnx"
        raise DataError(error.faults, hints=[hint]) from error


class _Rows:
    """The rows of nodes and links that a graph's nodes and edges make, named as in the graph."""

    def __init__(self, source: str) -> None:
        self.names: dict[str, list[str]] = {"nodes": [], "links": []}
        self.source = source
        self.reading = Reading(source, self._at)

    def _at(self, table: str, row: int) -> str:
        names = self.names.get(table, [])
        if row < len(names):
            return f"{self.source}: {table}, {names[row]}"
        return f"{self.source}: {table}:{row + 1}"


def _frames(graph: PlainGraph, rows: _Rows) -> dict[str, pd.DataFrame]:
    """Return our tables of a graph that :func:`write_graphml` wrote."""
    import pandas as pd

    try:
        others = tables_of_json(json_of(graph.attributes[OURS]))
        closed = others.pop("links").to_dict("records")
        whole = [row for row in closed if {row["from_node"], row["to_node"]} <= {*graph.nodes}]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{graph.source}: {OURS} are not as corridors wrote them: {error!r}"
        ) from error
    nodes = [{**_columns("nodes", data), "node_id": node} for node, data in graph.nodes.items()]
    rows.names["nodes"] = [f"node {node!r}" for node in graph.nodes]
    links = [*_in_degrees(_links(graph, rows), graph, rows), *whole]
    rows.names["links"] += [f"link {row['link_id']!r}" for row in whole]
    return {"nodes": _placed(nodes, graph), "links": pd.DataFrame(links, dtype=object), **others}


def _links(graph: PlainGraph, rows: _Rows) -> list[dict[str, Any]]:
    """Return a row each link: of its two edges one, of one that is alone a one-way link."""
    edges: dict[tuple[bool, str], list[tuple]] = {}
    for number, (tail, head, data) in enumerate(graph.edges):
        link = str(data.get("link_id", ("", number)))  # what has no id is a row of its own
        edges.setdefault((bool(truth(data.get("reversed"))), link), []).append((tail, head, data))
    links = []
    for (back, link), found in edges.items():
        other = edges.get((not back, link))
        if back and other:
            continue
        for tail, head, data in found:
            row = {**_columns("links", data), "from_node": tail, "to_node": head}
            alone = other is None and graph.directed
            if other and _columns("links", data) != _columns("links", other[0][2]):
                rows.reading.note(
                    "the two directions of a link say different things: that of the edge which "
                    "is not reversed counts",
                    link,
                )
            if alone and not truth(data.get("oneway")):
                rows.reading.note("links of which one direction was deleted are one-way", link)
            if alone or truth(data.get("oneway")):
                row["oneway"] = "yes"
            links.append({**row, "geometry": data.get("geometry")})
            rows.names["links"].append(f"edge {tail!r} - {head!r}")
    return links


def _placed(nodes: list[dict[str, Any]], graph: PlainGraph) -> pd.DataFrame:
    """Return nodes at their places, in the graph's coordinate system."""
    import pandas as pd

    ats = [(data.get("x"), data.get("y")) for data in graph.nodes.values()]
    frame = pd.DataFrame(nodes, dtype=object)
    try:
        points = [(float(x), float(y)) for x, y in ats]  # type: ignore[arg-type]
    except (TypeError, ValueError):
        points = []
    if not _is_projected(graph) or not points:
        return frame.assign(lon=[x for x, _ in ats], lat=[y for _, y in ats])
    import geopandas as gpd
    import shapely

    shapes = shapely.points(points)
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=graph.attributes["crs"])


def _is_projected(graph: PlainGraph) -> bool:
    """Return whether a graph is in another coordinate system than ours, one that is known."""
    import pyproj

    crs = graph.attributes.get("crs")
    if not crs or str(crs).upper() == CRS:
        return False
    try:
        return not crs_fault(crs) and not pyproj.CRS(crs).equals(
            pyproj.CRS(CRS), ignore_axis_order=True
        )
    except pyproj.exceptions.CRSError:
        return False  # degrees then, or told by their range


def _in_degrees(
    links: list[dict[str, Any]], graph: PlainGraph, rows: _Rows
) -> list[dict[str, Any]]:
    """Return links with their lines in degrees, if the graph is in another coordinate system."""
    if not _is_projected(graph):
        return links
    import geopandas as gpd

    shapes = []
    for row, link in enumerate(links):
        try:
            shapes.append(shape_of(link["geometry"]))
        except ValueError as error:
            rows.reading.faults.append(f"{rows.reading.at('links', row)}: the geometry {error}")
            shapes.append(None)
    turned = gpd.GeoSeries(shapes, crs=graph.attributes["crs"]).to_crs(CRS)
    return [{**link, "geometry": line} for link, line in zip(links, turned, strict=True)]


def _columns(table: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of our own of a node or edge; the line itself is none of them."""
    names = {name: _RENAMED.get(name, name) for name in schema()[table] if name not in _BY_FORM}
    renamed = {"geometry": KIND_OF_LINE}
    return {renamed.get(name, name): data.get(theirs) for name, theirs in names.items()}
