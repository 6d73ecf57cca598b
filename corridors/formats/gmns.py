"""GMNS, the General Modeling Network Specification: node and link tables, with geometry.

A folder with ``node.csv``, ``link.csv`` and ``config.csv``. These have every column of our own
tables too (country, gauge_mm, status, …), and our other tables stand beside them as they are:
what this library wrote comes back whole, and other programs leave what they do not know.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, not_one_of
from corridors.formats.check import without_orphans
from corridors.network.forms.frames import KIND_OF_LINE, network_of_frames
from corridors.network.forms.geometry import Line, fit_lines, line_of_form
from corridors.network.forms.written import AS_WRITTEN, frame_of
from corridors.network.network import Network
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.schema import schema
from corridors.network.tables import REQUIRED_TABLES, write_table
from corridors.sources.models import Columns, from_columns, read_rows

if TYPE_CHECKING:
    import pandas as pd

#: Our columns of nodes and links under the names of the specification.
_NODE = {"lon": "x_coord", "lat": "y_coord", "kind": "node_type"}
_LINK = {
    "from_node": "from_node_id", "to_node": "to_node_id", "length_km": "length",
    "mode": "facility_type", "speed_kmh": "free_speed", "geometry": KIND_OF_LINE,
}  # fmt: skip
_SPATIAL = {"nodes": ("node.csv", _NODE), "links": ("link.csv", _LINK)}
#: The files of a folder.
GMNS_FILES = (
    "node.csv", "link.csv", "config.csv", "geometry.csv",
    *(f"{name}.csv" for name in (*schema(), AS_WRITTEN) if name not in _SPATIAL),
)  # fmt: skip
#: Metres of a unit of length in ``config.csv``.
LENGTH_KM = {
    "km": 1.0, "kilometers": 1.0, "m": 0.001, "meters": 0.001, "mi": 1.609344, "miles": 1.609344,
}  # fmt: skip
_MODE_OF = {"rail": "rail", "ferry": "ferry", "sea": "sea", "pipeline": "pipeline",
            "inland_water": "inland_water"}  # fmt: skip


def write_gmns(net: Network, path: Path) -> None:
    """Write a network as a GMNS folder: its node and link tables, and our other tables beside."""
    path.mkdir(exist_ok=True)
    _write(path / "config.csv", ("dataset_name", "long_length", "speed", "crs"),
           [(net.name, "km", "kph", "EPSG:4326")])  # fmt: skip
    nodes, links = net.table("nodes"), net.table("links")
    _write(
        path / "node.csv",
        [_NODE.get(c, c) for c in nodes.columns],
        zip(*nodes.columns.values(), strict=True),
    )
    _write(
        path / "link.csv",
        [*(_LINK.get(c, c) for c in links.columns), "directed", "allowed_uses", "geometry"],
        ((*row.values(), int(row["oneway"] == "yes"), "freight", _wkt(net, row)) for row in links),
    )
    for name in net.table_names:
        if name not in _SPATIAL:
            write_table(net.table(name), path / f"{name}.csv")
    held = frame_of(net)
    _write(path / f"{AS_WRITTEN}.csv", list(held.columns), held.itertuples(index=False))


def _wkt(net: Network, link: Mapping[str, Any]) -> str:
    text = ", ".join(f"{float(x)!r} {float(y)!r}" for x, y in net.line(link["link_id"]))
    return f"LINESTRING ({text})"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(["" if isinstance(v, float) and math.isnan(v) else v for v in row])


def read_gmns(path: str | Path) -> Network:
    """Read a GMNS folder: our own tables if they stand beside, else by the specification.

    Rows of our own tables that belong to a node or link which is no longer there are left out.
    In a folder of another program, a link that is ``directed`` is one-way and any other goes both
    ways; the way back that such a program writes as a row of its own stays a link of its own.
    Missing values (gauge, country) are inferred as for OpenStreetMap.

    Raises
    ------
    FileNotFoundError, DataError
        If a table is missing, or with every fault.
    """
    folder = Path(path)
    unit = _unit(folder)
    if all((folder / f"{name}.csv").exists() for name in REQUIRED_TABLES if name not in _SPATIAL):
        frames = _frames(folder, unit)
        frames = frames if AS_WRITTEN in frames else without_orphans(frames)
        return network_of_frames(frames, folder.name, folder.name, at=_at)
    nodes = read_rows(folder / "node.csv", ("node_id", "x_coord", "y_coord"))
    links = read_rows(folder / "link.csv", ("from_node_id", "to_node_id"))
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
    lines = _lines(folder, links)
    net = from_columns(columns, name=folder.name, source=folder.name, lines=lines)
    faults: list[str] = []
    tables = {name: net.table(name) for name in _SPATIAL}
    lines.update(fit_lines(lines, tables, "link.csv", faults))
    if faults:
        raise DataError(faults)
    return net


def _at(table: str, row: int) -> str:
    """Name a row as the folder's user knows it."""
    return f"{_SPATIAL[table][0] if table in _SPATIAL else f'{table}.csv'}:{row + 2}"


def _frames(folder: Path, unit: float) -> dict[str, pd.DataFrame]:
    """Return our tables of a folder that :func:`write_gmns` wrote."""
    import pandas as pd

    frames = {}
    for name, columns in schema().items():
        file, renamed = _SPATIAL.get(name, (f"{name}.csv", {}))
        if name not in _SPATIAL and not (folder / file).exists():
            continue
        theirs = {ours: renamed.get(ours, ours) for ours in columns}
        needed = [theirs[c.name] for c in columns.values() if c.required]
        rows = read_rows(folder / file, needed)
        values = [{ours: row.get(word, "") for ours, word in theirs.items()} for row in rows]
        frame = pd.DataFrame(values, columns=list(columns))
        if name == "links":
            frame["length_km"] = [_km(text, unit) for text in frame["length_km"]]
            directed = [r.get("directed", "").lower() in ("1", "true") for r in rows]
            frame["oneway"] = [
                "yes" if one else said.replace("yes", "")
                for one, said in zip(directed, frame["oneway"], strict=True)
            ]
            frame = frame.rename(columns={"geometry": KIND_OF_LINE})
            frame["geometry"] = [r.get("geometry", "") for r in rows]
        frames[name] = frame
    if (folder / f"{AS_WRITTEN}.csv").exists():
        held = read_rows(folder / f"{AS_WRITTEN}.csv", ())
        frames[AS_WRITTEN] = pd.DataFrame(_numbers(held))
    return frames


def _numbers(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return rows in which an empty number is none."""
    return [{word: text or math.nan for word, text in row.items()} for row in rows]


def _km(text: str, unit: float) -> str:
    """Return a length in km as text; what is no number stays, for the checks to tell."""
    try:
        return text if unit == 1 or not text else repr(float(text) * unit)
    except ValueError:
        return text


def _row(row: Mapping[str, str], unit: float) -> dict[str, str]:
    kind = row.get("facility_type", "")
    mode = next((m for word, m in _MODE_OF.items() if word in kind.lower()), "road")
    return {
        "link_id": row.get("link_id", ""), "name": row.get("name", ""),
        "from_node": row["from_node_id"], "to_node": row["to_node_id"],
        "oneway": "yes" if row.get("directed", "").lower() in ("1", "true") else "",
        "length_km": _km(row.get("length", ""), unit), "mode": mode,
        "speed_kmh": row.get("free_speed", ""), "gauge_mm": row.get("gauge_mm", ""),
        "status": row.get("status", ""), "bcp_id": row.get("bcp_id", ""),
        "commodity": row.get("commodity", ""),
        "line_ref": row.get("line_ref", row.get("ref", "")), "tags": row.get("tags", ""),
        **{name: row.get(name, "") for name in (*PRICE_COLUMNS, "hours_p50", "hours_p90")},
    }  # fmt: skip


def _unit(folder: Path) -> float:
    """Return the km of the unit of length: km where no ``config.csv`` says otherwise."""
    if not (folder / "config.csv").exists():
        return 1.0
    rows = read_rows(folder / "config.csv", ())
    word = (rows[0].get("long_length") or "km").lower() if rows else "km"
    if word not in LENGTH_KM:
        raise DataError([not_one_of("config.csv:2: long_length", word, LENGTH_KM)])
    return LENGTH_KM[word]


def _lines(folder: Path, links: list[dict[str, str]]) -> dict[str, Line]:
    """Return the lines of the links of another program, from their cells or ``geometry.csv``."""
    faults: list[str] = []
    shared: dict[str, Line | None] = {}
    if (folder / "geometry.csv").exists():
        for number, row in enumerate(
            read_rows(folder / "geometry.csv", ("geometry_id", "geometry")), start=2
        ):
            at = f"geometry.csv:{number}"
            shared[row["geometry_id"]] = _line(row["geometry"], at, faults)
    found = {}
    for number, row in enumerate(links, start=2):
        line = shared.get(row.get("geometry_id", ""))
        line = line or _line(row.get("geometry", ""), f"link.csv:{number}", faults)
        if line:
            found[row.get("link_id") or f"link-{number - 1}"] = line
    if faults:
        raise DataError(faults)
    return found


def _line(text: str, at: str, faults: list[str]) -> Line | None:
    try:
        return line_of_form(text)
    except ValueError as error:
        faults.append(f"{at}: the geometry {error}")
        return None
