"""Our own networks as GMNS, written and read back.

``node.csv``, ``link.csv`` and ``config.csv`` have every column of our own tables too (country,
gauge_mm, status, …), and our other tables stand beside them as they are: what this library wrote
comes back whole, and other programs leave what they do not know.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, not_one_of
from corridors.formats.check import without_orphans
from corridors.formats.gmns.words import truth_of
from corridors.formats.rows import cell_text
from corridors.network.forms.frames import KIND_OF_LINE, network_of_frames
from corridors.network.forms.reading import Reading
from corridors.network.forms.written import AS_WRITTEN, frame_of
from corridors.network.network import Network
from corridors.network.schema import schema
from corridors.network.tables import REQUIRED_TABLES, write_csv, write_table
from corridors.sources.making.spelling import LENGTH_KM, length_unit, speed_kmh
from corridors.sources.models import read_rows

if TYPE_CHECKING:
    import pandas as pd

#: Our columns of nodes and links under the names of the specification.
_NODE = {"lon": "x_coord", "lat": "y_coord", "kind": "node_type"}
_LINK = {
    "from_node": "from_node_id", "to_node": "to_node_id", "length_km": "length",
    "mode": "facility_type", "speed_kmh": "free_speed", "geometry": KIND_OF_LINE,
}  # fmt: skip
#: Words of the specification that links have beside ours, read for themselves.
_OF_LINKS = ("directed", "allowed_uses", "geometry")
_SPATIAL = {"nodes": ("node.csv", _NODE), "links": ("link.csv", _LINK)}
#: The files of a folder.
GMNS_FILES = (
    "node.csv", "link.csv", "config.csv", "geometry.csv",
    *(f"{name}.csv" for name in (*schema(), AS_WRITTEN) if name not in _SPATIAL),
)  # fmt: skip


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
        write_csv(stream, header, (map(cell_text, row) for row in rows))


def is_own(folder: Path) -> bool:
    """Return whether our own tables stand beside the node and link table."""
    return all(
        (folder / f"{name}.csv").exists() for name in REQUIRED_TABLES if name not in _SPATIAL
    )


def read_own(folder: Path) -> Network:
    """Read a folder that :func:`write_gmns` wrote, perhaps edited since.

    Rows of our own tables that belong to a node or link which is no longer there are left out.

    Raises
    ------
    FileNotFoundError, DataError
        If a table is missing, or with every fault.
    """
    reading = Reading(folder.name, _at)
    frames = _frames(folder, _units(folder, reading), reading)
    frames = frames if AS_WRITTEN in frames else without_orphans(frames)
    return network_of_frames(frames, folder.name, folder.name, reading=reading)


def _at(table: str, row: int) -> str:
    """Name a row as the folder's user knows it."""
    return f"{_SPATIAL[table][0] if table in _SPATIAL else f'{table}.csv'}:{row + 2}"


def _oneway(row: Mapping[str, str], number: int, reading: Reading) -> str:
    """Return ``oneway`` of a link: what ``directed`` says, else what our own column says.

    Other programs edit the word of the specification and leave ours, so it counts where both are
    said and differ; that is noted.
    """
    said, word = row.get("oneway", ""), row.get("directed", "")
    one = truth_of(word)
    if one is None:
        if word.strip():
            what = "directed says neither yes nor no: oneway counts"
            reading.note(what, reading.at("links", number))
        return said
    if "oneway" in row and one is not bool(truth_of(said)):
        what = "directed and oneway differ: directed counts (make them equal)"
        reading.note(what, reading.at("links", number))
    return "yes" if one else ""


def _frames(folder: Path, units: tuple[float, float], reading: Reading) -> dict[str, pd.DataFrame]:
    """Return our tables of a folder that :func:`write_gmns` wrote."""
    import pandas as pd

    frames = {}
    for name, columns in schema().items():
        file, renamed = _SPATIAL.get(name, (f"{name}.csv", {}))
        if name not in _SPATIAL and not (folder / file).exists():
            continue
        needed = [renamed.get(c.name, c.name) for c in columns.values() if c.required]
        rows = read_rows(folder / file, needed)
        frames[name] = _frame(name, rows, renamed, reading)
        if name == "links":
            frames[name] = _with_link_words(frames[name], rows, units, reading)
    if (folder / f"{AS_WRITTEN}.csv").exists():
        held = read_rows(folder / f"{AS_WRITTEN}.csv", ())
        frames[AS_WRITTEN] = pd.DataFrame(_numbers(held))
    return frames


def _frame(
    name: str, rows: list[dict[str, str]], renamed: Mapping[str, str], reading: Reading
) -> pd.DataFrame:
    """Return a table under our names; columns that are gone stay away, so that it is told."""
    import pandas as pd

    ours = {renamed.get(c, c): c for c in schema()[name]}
    header = list(rows[0]) if rows else list(ours)
    passed = _OF_LINKS if name == "links" else ()
    for word in header:
        if word in renamed and word not in ours and word not in passed:  # our word for another's
            reading.note("columns that no table has are left out", f"{name}: {word}")
    kept = {w: ours.get(w, w) for w in header if w in ours or w not in (*renamed, *passed)}
    values = [[row[their] for their in kept] for row in rows]
    return pd.DataFrame(values, columns=list(kept.values()), dtype=object)


def _with_link_words(
    frame: pd.DataFrame, rows: list[dict[str, str]], units: tuple[float, float], reading: Reading
) -> pd.DataFrame:
    """Return links in our units, with their directions and lines by the specification's words."""
    for word, unit in zip(("length_km", "speed_kmh"), units, strict=True):
        if word in frame:
            frame[word] = [_times(text, unit) for text in frame[word]]
    header = rows[0] if rows else {"geometry": "", KIND_OF_LINE: ""}
    for word, held in (("geometry", "lines"), (KIND_OF_LINE, KIND_OF_LINE)):
        if word not in header:
            reading.note("columns are gone, and read as empty", f"links: {held}")
    kinds = frame.pop("geometry") if "geometry" in frame else ""
    return frame.assign(
        oneway=[_oneway(row, k, reading) for k, row in enumerate(rows)],
        **{KIND_OF_LINE: kinds, "geometry": [row.get("geometry", "") for row in rows]},
    )


def _numbers(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return rows in which an empty number is none."""
    return [{word: text or math.nan for word, text in row.items()} for row in rows]


def _times(text: str, unit: float) -> str:
    """Return a number in our unit as text; what is no number stays, for the checks to tell."""
    try:
        return text if unit == 1 or not text else repr(float(text) * unit)
    except ValueError:
        return text


def _units(folder: Path, reading: Reading) -> tuple[float, float]:
    """Return the km and the km/h of the units: ours where no ``config.csv`` says otherwise."""
    file = folder / "config.csv"
    rows = read_rows(file, ()) if file.exists() else []
    said = rows[0] if rows else {}
    word, speed = said.get("long_length") or "km", said.get("speed") or ""
    unit, kmh = length_unit(word), speed_kmh(speed or "km/h")
    faults = []
    if unit is None:
        faults.append(not_one_of("config.csv:2: long_length", word, LENGTH_KM))
    if kmh is None:
        faults.append(f"config.csv:2: speed {speed!r} is no unit of speed: kph, mph, m/s or ft/s")
    if unit is None or kmh is None:
        raise DataError(faults)
    if not speed and unit not in ("km", "m"):
        reading.note("free_speed is in km/h, as written: config.csv says no unit of speed")
    return LENGTH_KM[unit], kmh
