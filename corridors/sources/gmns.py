"""GMNS, the General Modeling Network Specification: node and link tables, with geometry.

A folder with ``node.csv``, ``link.csv`` and ``config.csv``. Columns beyond the specification
(country, gauge, status, …) follow its own ones; a reader that does not know them may leave them.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corridors.errors import DataError
from corridors.network.atomic import new_folder
from corridors.network.network import Line, Network
from corridors.sources.mapping import Columns, from_columns, read_rows

_NODE = (
    "node_id",
    "name",
    "x_coord",
    "y_coord",
    "node_type",
    "country",
    "zone",
    "terminal_classes",
)
_LINK = (
    "link_id", "name", "from_node_id", "to_node_id", "directed", "length", "facility_type",
    "free_speed", "allowed_uses", "geometry", "gauge_mm", "status", "bcp_id", "commodity", "ref",
    "cost_usd_40ft", "time_h", "tags",
)  # fmt: skip
#: Metres of a unit of length in ``config.csv``.
LENGTH_KM = {"km": 1.0, "kilometers": 1.0, "m": 0.001, "meters": 0.001, "mi": 1.609344, "miles": 1.609344}  # fmt: skip
_MODE_OF = {"rail": "rail", "ferry": "ferry", "sea": "sea", "pipeline": "pipeline",
            "inland_water": "inland_water"}  # fmt: skip


def write_gmns(net: Network, path: Path) -> None:
    """Write a network as a GMNS folder; see :mod:`corridors.sources.formats` for what is lost."""
    with new_folder(path) as folder:
        _write(folder / "config.csv", ("dataset_name", "long_length", "speed", "crs"),
               [(net.name, "km", "kph", "EPSG:4326")])  # fmt: skip
        nodes = [
            (n["node_id"], n["name"], n["lon"], n["lat"], n["kind"], n["country"], n["zone"],
             n["terminal_classes"])
            for n in net.table("nodes")
        ]  # fmt: skip
        _write(folder / "node.csv", _NODE, nodes)
        _write(folder / "link.csv", _LINK, [_link(net, link) for link in net.table("links")])


def _link(net: Network, link: Mapping[str, Any]) -> tuple:
    text = ", ".join(f"{x!r} {y!r}" for x, y in net.line(link["link_id"]))
    return (
        link["link_id"], link["name"], link["from_node"], link["to_node"],
        int(link["oneway"] == "yes"), link["length_km"], link["mode"], link["speed_kmh"],
        "freight", f"LINESTRING ({text})", link["gauge_mm"], link["status"], link["bcp_id"],
        link["commodity"], link["line_ref"], link["usd_40ft"], link["hours_p50"], link["tags"],
    )  # fmt: skip


def _write(path: Path, header: tuple[str, ...], rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(["" if isinstance(v, float) and math.isnan(v) else v for v in row])


def read_gmns(path: str | Path) -> Network:
    """Read a GMNS folder.

    A link that is ``directed`` is one-way, unless one with the same ends the other way round
    and the same length is there too. Missing values (gauge, country) are inferred as for
    OpenStreetMap.

    Raises
    ------
    FileNotFoundError, DataError
        If a table is missing, or with every fault.
    """
    folder = Path(path)
    unit = _unit(folder)
    nodes = read_rows(folder / "node.csv", ("node_id", "x_coord", "y_coord"))
    links = read_rows(folder / "link.csv", ("from_node_id", "to_node_id"))
    geometry = _geometries(folder)
    columns = Columns(
        nodes=[
            {
                "node_id": r["node_id"], "name": r.get("name", ""), "lon": r["x_coord"],
                "lat": r["y_coord"], "kind": r.get("node_type", ""),
                "country": r.get("country", ""), "zone": r.get("zone", ""),
                "terminal_classes": r.get("terminal_classes", ""),
            }
            for r in nodes
        ],
        links=[_row(r, unit) for r in links],
    )  # fmt: skip
    lines = {}
    for k, row in enumerate(links):
        line = geometry.get(row.get("geometry_id", "")) or _line(row.get("geometry", ""))
        if line:
            lines[row.get("link_id") or f"link-{k + 1}"] = line
    return from_columns(columns, name=folder.name, source=folder.name, lines=lines)


def _row(row: Mapping[str, str], unit: float) -> dict[str, str]:
    length = row.get("length", "")
    try:
        km = repr(float(length) * unit) if length else ""
    except ValueError:
        km = length
    kind = row.get("facility_type", "")
    mode = next((m for word, m in _MODE_OF.items() if word in kind.lower()), "road")
    return {
        "link_id": row.get("link_id", ""), "name": row.get("name", ""),
        "from_node": row["from_node_id"], "to_node": row["to_node_id"],
        "oneway": "yes" if row.get("directed", "").lower() in ("1", "true") else "",
        "length_km": km, "mode": mode, "speed_kmh": row.get("free_speed", ""),
        "gauge_mm": row.get("gauge_mm", ""), "status": row.get("status", ""),
        "bcp_id": row.get("bcp_id", ""), "commodity": row.get("commodity", ""),
        "line_ref": row.get("ref", ""), "usd_40ft": row.get("cost_usd_40ft", ""),
        "hours_p50": row.get("time_h", ""), "tags": row.get("tags", ""),
    }  # fmt: skip


def _unit(folder: Path) -> float:
    """Return the km of the unit of length: km where no ``config.csv`` says otherwise."""
    if not (folder / "config.csv").exists():
        return 1.0
    rows = read_rows(folder / "config.csv", ())
    word = (rows[0].get("long_length") or "km").lower() if rows else "km"
    if word not in LENGTH_KM:
        known = ", ".join(LENGTH_KM)
        raise DataError([f"config.csv:2: long_length {word!r} is not one of {known}"])
    return LENGTH_KM[word]


def _geometries(folder: Path) -> dict[str, Line]:
    if not (folder / "geometry.csv").exists():
        return {}
    rows = read_rows(folder / "geometry.csv", ("geometry_id", "geometry"))
    return {r["geometry_id"]: line for r in rows if (line := _line(r["geometry"]))}


def _line(text: str) -> Line:
    """Return the points of a WKT line, nothing for an empty cell."""
    if not text:
        return []
    import shapely

    try:
        form = shapely.from_wkt(text)
    except shapely.errors.ShapelyError as error:
        raise DataError([f"geometry {text[:40]!r} is not WKT: {error}"]) from error
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(form)]
