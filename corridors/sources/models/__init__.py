"""Models that others keep in a node CSV and a link CSV, read by a mapping of columns.

A mapping is a TOML file such as ``EXAMPLE``, which ``corridors import csv --example`` prints.
Where costs are mapped, nothing is charged but the model's own charges: an itinerary gives the
model's published costs back. Where none are, the embedded tariffs, border times and handling
apply.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from corridors.errors import DataError, not_one_of, suggesting
from corridors.network.forms.geometry import Line
from corridors.network.network import Network
from corridors.network.prices import BOX_PRICES, PRICE_COLUMNS
from corridors.network.schema import schema
from corridors.sources.models.account import Account
from corridors.sources.models.build import build
from corridors.sources.models.crs import check_crs
from corridors.sources.models.permissive import limits, tell_rules
from corridors.vocabulary import counted

#: A mapping to start from.
EXAMPLE = """\
name = "Railway model of 2024"
box = "40ft"                       # what a cost is for: 20ft, 40ft or t (a tonne)

[nodes]
file = "nodes.csv"                 # beside the mapping, or an absolute path
crs = "EPSG:4326"                  # of lon and lat; needed if they are no degrees
node_id = "Code"                   # column of the file
name = "Station"
lon = "X"
lat = "Y"
country = "ISO2"                   # without it: by position
kind = { column = "Type", values = { B = "border_crossing", S = "city" } }
border_usd = "BorderCharge"        # paid on leaving or entering the country at this node
border_h = "BorderHours"
transfer_usd = "TransferCharge"    # paid where goods change gauge or mode at this node
transfer_h = "TransferHours"

[links]
file = "links.csv"
from_node = "A"
to_node = "B"
length_km = { column = "Dist_m", scale = 0.001 }
mode = { value = "rail" }          # the same for every row
gauge_mm = "Gauge"
cost_usd = "Cost"                  # of the whole link, or:
cost_usd_per_km = "Tariff"
time_h = "Hours"
oneway = { column = "Dir", values = { 1 = "yes", 2 = "" } }
"""
_NODE_FIELDS = (
    "node_id", "name", "lon", "lat", "country", "zone", "kind", "aliases", "unlocode",
    "terminal_classes", "border_usd", "border_h", "transfer_usd", "transfer_h",
)  # fmt: skip
_LINK_FIELDS = (
    "link_id", "name", "from_node", "to_node", "mode", "gauge_mm", "status", "bcp_id", "commodity",
    "length_km", "line_ref", "speed_kmh", "oneway", "hours_p50", *PRICE_COLUMNS,
    "tags", "passages", "cost_usd", "cost_usd_per_km", "time_h",
)  # fmt: skip
_REQUIRED = {"nodes": ("file", "node_id", "lon", "lat"), "links": ("file", "from_node", "to_node")}
_SPEC = ("column", "value", "values", "scale")


@dataclass(frozen=True)
class Columns:
    """Rows of text by our names, as a foreign model gives them."""

    nodes: Sequence[Mapping[str, str]]
    links: Sequence[Mapping[str, str]]
    box: str = "40ft"
    crs: str = "EPSG:4326"
    labels: Mapping[str, str] = field(default_factory=dict)


def read_mapped(mapping: str | Path) -> Network:
    """Read a foreign model of nodes and links by a mapping of its columns.

    Parameters
    ----------
    mapping
        A TOML file; ``corridors import csv --example`` prints one.

    Returns
    -------
    Network
        Named as the mapping says, else as its file.

    Raises
    ------
    FileNotFoundError
        If the mapping or a table does not exist.
    DataError
        With every fault of the mapping, or of the tables with the row it stands in.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.read_mapped("model/mapping.toml")  # doctest: +SKIP
    >>> co.route(net, "Alatau", "Urumqi").cost_usd  # doctest: +SKIP
    1535.0
    """
    path = Path(mapping)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    try:
        text = path.read_text(encoding="utf-8")
        spec = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([f"{path.name}: not TOML: {error}"]) from error
    at = partial(_place, path.name, text)
    _check(spec, path.name, at)
    crs = spec["nodes"].get("crs", "EPSG:4326")
    check_crs(crs, f"{at('nodes', 'crs')} crs")
    faults: list[str] = []
    found = {table: _mapped(spec[table], path, table, at, faults) for table in ("nodes", "links")}
    if faults:
        raise DataError(faults)
    columns = Columns(
        nodes=found["nodes"],
        links=found["links"],
        box=spec.get("box", "40ft"),
        crs=crs,
        labels={table: spec[table]["file"] for table in ("nodes", "links")},
    )
    return from_columns(columns, name=str(spec.get("name", path.stem)), source=path.name)


def _place(file: str, text: str, table: str, word: str = "") -> str:
    """Return where a word of a table, or the table itself, stands in a mapping."""
    now = ""
    for number, line in enumerate(text.splitlines(), start=1):
        start = line.split("#")[0].split("=")[0].strip().replace('"', "").replace("'", "")
        header = start.startswith("[")
        now = start.strip("[] ") if header else now
        if now == table and (header if not word else start.split(".")[0] == word):
            return f"{file}:{number}: [{table}]"
    return f"{file}: [{table}]"


def _check(spec: Mapping[str, Any], file: str, at: Callable[..., str]) -> None:
    """Raise with every fault of a mapping's form."""
    faults = []
    for word in spec.keys() - {"name", "box", "nodes", "links"}:
        faults.append(
            suggesting(
                f"{file}: {word!r} is no part of a mapping", word, ("name", "box", "nodes", "links")
            )
        )
    if str(spec.get("box", "40ft")) not in BOX_PRICES:
        faults.append(not_one_of(f"{file}: box", spec["box"], BOX_PRICES))
    for table, needed in _REQUIRED.items():
        part = spec.get(table)
        if not isinstance(part, dict):
            faults.append(f"{file}: there is no [{table}]")
            continue
        faults += [f"{at(table)} needs {key!r}" for key in needed if key not in part]
        for word, value in part.items():
            faults += [f"{at(table, word)} {what}" for what in _word_faults(table, word, value)]
    if faults:
        raise DataError(sorted(faults))


def _word_faults(table: str, word: str, value: Any) -> list[str]:
    """Return what is wrong with one line of a mapping."""
    known = {"file", *({"crs", *_NODE_FIELDS} if table == "nodes" else _LINK_FIELDS)}
    if word not in known:
        return [suggesting(f"{word!r} is no column of ours", word, sorted(known))]
    if isinstance(value, str):
        return []
    if word in ("file", "crs") or not isinstance(value, dict):
        return [f'{word}: {value!r} is no text; write {word} = "..."']
    if bad := sorted(value.keys() - set(_SPEC)):
        return [not_one_of(f"{word}:", bad[0], _SPEC)]
    faults = []
    if "value" not in value and not isinstance(value.get("column"), str):
        faults.append(f'{word}: needs a column = "..." of the file, or a value for every row')
    scale = value.get("scale", 1.0)
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not math.isfinite(scale):
        faults.append(f"{word}: scale {scale!r} is not a number, such as scale = 0.001")
    if "scale" in value and value.keys() & {"value", "values"}:
        faults.append(f"{word}: a scale is for a column of numbers, without value or values")
    if not isinstance(value.get("values", {}), dict):
        faults.append(f'{word}: values {value["values"]!r} is no table, such as {{ B = "city" }}')
    return faults


def _mapped(
    part: Mapping[str, Any], path: Path, table: str, at: Callable[..., str], faults: list[str]
) -> list[dict[str, str]]:
    """Return the rows of a table under our names."""
    file = path.parent / part["file"]
    rows = read_rows(file, ())
    header = set(rows[0]) if rows else set()
    readers = {}
    for ours in _NODE_FIELDS if table == "nodes" else _LINK_FIELDS:
        if ours not in part:
            continue
        given = part[ours]
        given = {"column": given} if isinstance(given, str) else dict(given)
        column = given.get("column")
        if column is not None and column not in header:
            faults.append(
                suggesting(
                    f"{at(table, ours)} {ours}: {file.name} has no column {column!r}",
                    column,
                    header,
                )
            )
            continue
        readers[ours] = given
    return [{ours: _cell(row, given) for ours, given in readers.items()} for row in rows]


def _cell(row: Mapping[str, str], given: Mapping[str, Any]) -> str:
    if "value" in given:
        return str(given["value"])
    text = row[given["column"]].strip()
    if "values" in given:
        return str(given["values"].get(text, text))
    if "scale" in given and text:
        try:
            return repr(float(text) * float(given["scale"]))
        except ValueError:
            return text
    return text


def read_rows(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file as text by its own column names.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it is no CSV in UTF-8, lacks a column, or has rows of another length.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            rows = list(csv.reader(stream, strict=True))
        except (csv.Error, UnicodeDecodeError) as error:
            raise DataError([f"{path.name}: not a CSV file in UTF-8: {error}"]) from error
    header = [word.strip() for word in rows[0]] if rows else []
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            raise DataError(
                f"{path.name}:1: its columns seem to be separated by {word}; save it with commas "
                "(and points in decimal numbers)"
            )
    faults = [
        suggesting(f"{path.name}:1: column {word!r} is missing", word, header)
        for word in needed
        if word not in header
    ]
    for number, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(header):
            faults.append(
                f"{path.name}:{number}: {counted(len(row), 'cell')}, "
                f"but {counted(len(header), 'column')}"
            )
    if faults:
        raise DataError(faults)
    return [dict(zip(header, row, strict=True)) for row in rows[1:] if row]


def from_columns(
    columns: Columns,
    *,
    name: str,
    source: str,
    lines: Mapping[str, Line] | None = None,
    account: Account | None = None,
) -> Network:
    """Return the network of a foreign model's rows, with every fault told.

    ``net.report`` is the account: what the caller's has already, and what is done here.
    """
    account = account or Account(source)
    faults: list[str] = []
    nodes = _typed(columns.nodes, "nodes", columns.labels.get("nodes", "nodes"), faults)
    links = _typed(columns.links, "links", columns.labels.get("links", "links"), faults)
    if faults:
        raise DataError(faults)
    account.read(columns.labels.get("nodes", "nodes"), len(nodes))
    account.read(columns.labels.get("links", "links"), len(links))
    net = build(nodes, links, replace(columns, nodes=(), links=()), name, source, lines or {})
    tell_rules(net, account)
    return account.closed(net)


#: How much a model may say: so much that what it makes can be written and read again.
_NUMBERS = limits()


def _typed(
    rows: Sequence[Mapping[str, str]], table: str, file: str, faults: list[str]
) -> list[dict[str, Any]]:
    """Return rows with numbers as numbers; what is empty is ``nan`` or ``""``."""
    known = schema()[table]
    result = []
    for number, row in enumerate(rows, start=2):
        typed: dict[str, Any] = {}
        for ours, text in row.items():
            try:
                if ours in _NUMBERS:
                    typed[ours] = _number(text, *_NUMBERS[ours])
                elif ours in ("lon", "lat"):
                    typed[ours] = _number(text, -1e8, 1e8, required=True)
                elif text == "":
                    typed[ours] = math.nan if known[ours].type in ("float", "int") else ""
                else:
                    typed[ours] = known[ours].parse(text)
            except ValueError as error:
                faults.append(f"{file}:{number}: {ours} {error}")
        result.append(typed)
    return result


def _number(text: str, low: float, high: float, *, required: bool = False) -> float:
    if text == "":
        if required:
            raise ValueError("is empty, but it is required")
        return math.nan
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
    if not low <= number <= high:
        raise ValueError(f"{text} is outside {low:g} to {high:g}")
    return number
