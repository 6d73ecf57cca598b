"""The mapping file: which column is what, in which form; every fault of it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corridors.errors import MOST_SUGGESTED, DataError, not_one_of, suggesting
from corridors.network.files import read_toml
from corridors.network.prices import PRICE_COLUMNS
from corridors.sources.making.crs import check_crs
from corridors.sources.models.columns import AT_ENDS, PARALLEL, PER
from corridors.sources.models.sheets import encoding_fault, separator_fault
from corridors.sources.models.units import factor

NODE_FIELDS = (
    "node_id", "name", "lon", "lat", "country", "zone", "kind", "aliases", "unlocode",
    "terminal_classes", "border_usd", "border_h", "transfer_usd", "transfer_h", "passing_usd",
    "passing_h",
)  # fmt: skip
LINK_FIELDS = (
    "link_id", "name", "from_node", "to_node", "mode", "gauge_mm", "status", "bcp_id", "commodity",
    "length_km", "line_ref", "speed_kmh", "oneway", "hours_p50", *PRICE_COLUMNS,
    "tags", "passages", "cost_usd", "cost_usd_per_km", "time_h", "geometry",
)  # fmt: skip
#: So many faults are listed; more are counted.
_MOST_TOLD = 500
#: Words on a file as a whole.
FILE_WORDS = ("file", "separator", "decimal", "thousands", "encoding")
FIELDS = {"nodes": NODE_FIELDS, "links": LINK_FIELDS, "nodes.positions": ("node_id", "lon", "lat")}
#: Settings of a table: words with one text, none of them a column.
_SETTINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "nodes": {"passing_at_ends": AT_ENDS},
    "links": {"parallel": PARALLEL},
    "nodes.positions": {},
}
_REQUIRED = {
    "nodes": ("file", "node_id", "lon", "lat"),
    "links": ("file", "from_node", "to_node"),
    "nodes.positions": ("file", "node_id", "lon", "lat"),
}
_TOP = ("name", "box", "price_per", "trip_usd", "trip_h", "nodes", "links")
_SPEC = ("column", "value", "values", "scale", "unit", "rate", "own")
_DECIMALS = (".", ",")
_HUGE = 1e300


@dataclass(frozen=True)
class Model:
    """A mapping that has no fault: the file, its tables, and where its words stand."""

    path: Path
    text: str
    spec: Mapping[str, Any]

    def table(self, name: str) -> Mapping[str, Any]:
        """Return one of its tables, empty where there is none."""
        found: Mapping[str, Any] = self.spec
        for part in name.split("."):
            found = found.get(part, {})
        return found

    def columns(self, name: str) -> dict[str, dict[str, Any]]:
        """Return what is said of each of our columns in a table."""
        table = self.table(name)
        given = {ours: table[ours] for ours in FIELDS[name] if ours in table}
        return {k: {"column": v} if isinstance(v, str) else dict(v) for k, v in given.items()}

    def at(self, table: str, word: str = "") -> str:
        """Return where a word of a table, or the table itself, stands."""
        return _place(self.path.name, self.text, table, word)

    @property
    def name(self) -> str:
        """What the network is called."""
        return str(self.spec.get("name", self.path.stem))

    @property
    def price_per(self) -> str:
        """What its costs are for."""
        return str(self.spec.get("price_per", self.spec.get("box", "40ft")))

    @property
    def crs(self) -> str:
        """The coordinate system of its positions."""
        nodes = self.table("nodes")
        return str(nodes.get("positions", {}).get("crs", nodes.get("crs", "EPSG:4326")))


def read_mapping(path: Path) -> Model:
    """Return the mapping of a file.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        With every fault.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    try:
        text, spec = read_toml(path)
    except ValueError as error:
        raise DataError([f"{path.name}: not TOML: {error}"]) from error
    model = Model(path, text, spec)
    faults = _top_faults(spec, path.name)
    for table in ("nodes", "links", "nodes.positions"):
        faults += _table_faults(model, table)
    if faults:
        raise DataError(sorted(faults), most=_MOST_TOLD)
    for table in ("nodes.positions", "nodes"):
        if "crs" in model.table(table):
            check_crs(model.table(table)["crs"], f"{model.at(table, 'crs')} crs")
    return model


def _place(file: str, text: str, table: str, word: str = "") -> str:
    """Return where a word of a table, or the table itself, stands in a mapping."""
    number = _places(text).get((table, word))
    return f"{file}: [{table}]" if number is None else f"{file}:{number}: [{table}]"


@lru_cache(maxsize=4)
def _places(text: str) -> dict[tuple[str, str], int]:
    """Return by table and word the line in which each stands first, ``""`` for the table itself."""
    found: dict[tuple[str, str], int] = {}
    now = ""
    for number, line in enumerate(text.splitlines(), start=1):
        start = line.split("#")[0].split("=")[0].strip().replace('"', "").replace("'", "")
        header = start.startswith("[")
        now = start.strip("[] ") if header else now
        found.setdefault((now, "" if header else start.split(".")[0].strip()), number)
    return found


def _top_faults(spec: Mapping[str, Any], file: str) -> list[str]:
    faults = [
        suggesting(told, word, _TOP) if number < MOST_SUGGESTED else told
        for number, word in enumerate(sorted(spec.keys() - {*_TOP}))
        for told in [f"{file}: {word!r} is no part of a mapping"]
    ]
    for word in ("box", "price_per"):
        if word in spec and spec[word] not in (*PER,):
            faults.append(not_one_of(f"{file}: {word}", spec[word], PER))
    if spec.get("box", spec.get("price_per")) != spec.get("price_per", spec.get("box")):
        faults.append(f"{file}: box and price_per say the same; leave one of them out")
    if not isinstance(spec.get("name", ""), str):
        faults.append(f'{file}: name: {spec["name"]!r} is no text; write name = "..."')
    for word in ("trip_usd", "trip_h"):
        if not _is_number(value := spec.get(word, 0)) or value < 0:
            faults.append(f"{file}: {word} {value!r} is not a number of 0 or more")
    return faults


def _table_faults(model: Model, table: str) -> list[str]:
    """Return the faults of one table of a mapping."""
    file = model.path.name
    part: Any = model.spec
    for level in table.split("."):
        part = part.get(level) if isinstance(part, dict) else None
    if not isinstance(part, dict):
        if table == "nodes.positions":
            told = f"{model.at('nodes', 'positions')} positions: {part!r} is no table with a file"
            return [] if part is None else [told]
        return [f"{file}: there is no [{table}]"]
    needed = [key for key in _REQUIRED[table] if key not in part]
    if "positions" in part:
        needed = [key for key in needed if key not in ("lon", "lat")]
    faults = [f"{model.at(table)} needs {key!r}" for key in needed]
    for word, value in part.items():
        if not (table == "nodes" and word == "positions"):
            found = _word_faults(table, word, value, suggest=len(faults) < MOST_SUGGESTED)
            faults += [f"{model.at(table, word)} {what}" for what in found]
    if "positions" in part and {"lon", "lat"} & part.keys():
        faults.append(f"{model.at(table, 'positions')} lon and lat stand in positions already")
    return faults


def _word_faults(table: str, word: str, value: Any, *, suggest: bool = True) -> list[str]:
    """Return what is wrong with one line of a mapping."""
    texts = {*FILE_WORDS, *_SETTINGS[table], *({"crs"} if table != "links" else set())}
    known = {*texts, *FIELDS[table], *({"positions"} if table == "nodes" else ())}
    if word not in known:
        told = f"{word!r} is no column of ours"
        return [suggesting(told, word, sorted(known)) if suggest else told]
    if isinstance(value, str):
        return _text_faults(table, word, value)
    if word in texts or not isinstance(value, dict):
        return [f'{word}: {value!r} is no text; write {word} = "..."']
    return _spec_faults(word, value)


def _text_faults(table: str, word: str, value: str) -> list[str]:
    if word in _SETTINGS[table] and value not in _SETTINGS[table][word]:
        return [not_one_of(f"{word}:", value, _SETTINGS[table][word])]
    if word == "separator" and (fault := separator_fault(value)):
        return [f"separator: {fault}"]
    if word == "encoding" and (fault := encoding_fault(value)):
        return [f"encoding: {fault}"]
    if word == "decimal" and value not in _DECIMALS:
        return [f'decimal: {value!r} is neither "." nor ","']
    if word == "thousands" and (len(value) != 1 or value.isalnum() or value in "+-"):
        return [f'thousands: {value!r} is no sign between thousands, such as "." or " "']
    return []


def _spec_faults(word: str, value: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with what is said of a column."""
    if bad := sorted(value.keys() - set(_SPEC)):
        return [not_one_of(f"{word}:", bad[0], _SPEC)]
    faults = []
    if "value" not in value and not isinstance(value.get("column"), str):
        faults.append(f'{word}: needs a column = "..." of the file, or a value for every row')
    if isinstance(value.get("value", ""), dict | list):
        faults.append(f"{word}: value {value['value']!r} is not one text or number")
    scale = value.get("scale", 1.0)
    if not _is_number(scale):
        faults.append(f"{word}: scale {scale!r} is not a number, such as scale = 0.001")
    if "scale" in value and value.keys() & {"value", "values"}:
        faults.append(f"{word}: a scale is for a column of numbers, without value or values")
    values = value.get("values", {})
    if not isinstance(values, dict):
        faults.append(f'{word}: values {values!r} is no table, such as {{ B = "city" }}')
    elif wrong := [k for k, v in values.items() if isinstance(v, dict | list)]:
        faults.append(f"{word}: values of {wrong[0]!r} is not one text or number")
    if "own" in value and (word != "country" or not isinstance(value["own"], bool)):
        faults.append(f"{word}: own = true is for country: zones of the model's own")
    return [*faults, *_unit_faults(word, value)]


def _unit_faults(word: str, value: Mapping[str, Any]) -> list[str]:
    unit, rate = value.get("unit"), value.get("rate")
    if rate is not None and (not _is_number(rate) or rate <= 0):
        return [f"{word}: rate {rate!r} is not a number above 0: USD of one unit of the currency"]
    if unit is None:
        told = f'{word}: a rate is for money in another currency, such as unit = "EUR"'
        return [told] if rate is not None else []
    if not isinstance(unit, str):
        return [f"{word}: unit {unit!r} is no text"]
    if value.keys() & {"scale", "values"}:
        return [f"{word}: a unit says the scale itself, and goes with neither scale nor values"]
    try:
        factor(word, unit, rate)
    except ValueError as error:
        return [f"{word}: {error}"]
    return []


def multiplied(ours: str, given: Mapping[str, Any]) -> float:
    """Return by what the numbers of a column are multiplied."""
    if "unit" in given:
        return factor(ours, given["unit"], given.get("rate"))
    return float(given.get("scale", 1.0))


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < _HUGE  # nan is not, nor is an integer that no float can hold
