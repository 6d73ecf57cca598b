"""One named change to the tables of a network."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TypeGuard

from corridors.errors import deprecated, not_one_of
from corridors.network.lookup import KEYS, OLD_KEYS
from corridors.network.opening import TEXT_COLUMNS, opening_fault
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.schema import Column, Value, schema
from corridors.vocabulary import BASES

ACTIONS = ("close", "open", "add", "change")
OPERATIONS = ("set", "multiply", "add")
#: Tables with a status.
STATUS_TABLES = ("links", "border_crossings", "services")
ADD_TABLES = (
    "nodes", "links", "services", "border_crossings", "transshipments", "corridor_links",
)  # fmt: skip
#: The columns that a change may name, by table.
CHANGE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "links": ("length_km", "speed_kmh", "season"),
    "border_crossings": (
        "hours_p50",
        "hours_p90",
        "cost_usd",
        "opening_hours",
        "season",
        "reloads",
    ),
    "services": (
        "departures_per_week",
        "hours_p50",
        "hours_p90",
        *PRICE_COLUMNS,
    ),
    "transshipments": ("hours_p50", "hours_p90", *PRICE_COLUMNS),
    "tariffs": ("usd_per_km", "fixed_usd", "start_usd"),
    "speeds": ("speed_kmh", "stop_h_per_100km", "p90_ratio"),
    "service_classes": ("consolidation_h_p50", "consolidation_h_p90", "speed_factor"),
    "driving_limits": ("driving_h_per_day",),
    "emission_factors": ("g_per_tkm",),
    "capacities": ("capacity",),
    "pipelines": ("strings", "outer_mm", "wall_mm", "pressure_bar", "stations", "capacity"),
    "offtakes": ("share",),
    "energy_prices": ("value", "per_crude"),
}
#: Words for several columns: ``hours`` moves both percentiles in one ratio.
SHORT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "hours": ("hours_p50", "hours_p90"),
    "usd": PRICE_COLUMNS,
}
#: What an added row has if nothing is said.
_DEFAULTS = {
    "status": "operational",
    "geometry": "drawn",
    "length_basis": "assumed",
}
#: What closing and opening take none of.
_OF_OTHERS = ("column", "op", "unit", "row", "line", "as_at")

Words = tuple[str, ...]
_MOST_WORDS = 3


@dataclass(frozen=True)
class Override:
    """One change: what is closed, opened, added or set.

    Parameters
    ----------
    action
        ``"close"``, ``"open"``, ``"add"`` or ``"change"``.
    table
        The table whose rows it is about.
    where
        What selects the rows: ``{"bcp_id": "af-pk-torkham", "mode": ["road", "rail"]}``. All
        keys must hold, any word of a key does. Keys are the columns of the tables; ``bcp``,
        ``link``, ``node``, ``service`` and ``corridor`` are the old words for ``bcp_id`` and so on.
    column, op, value, unit
        Of a change: a column, ``"set"``, ``"multiply"`` or ``"add"``, a number and, but for
        multiply, its unit. ``"hours"`` is both percentiles, ``"usd"`` all prices of a row.
        ``"opening_hours"`` and ``"season"`` are set to a text as in the tables; they count
        where a departure is given.
    row, line
        Of an added row: its values by column and, for a link, its (lon, lat) points.
    as_at
        Of an added link or service: a node whose charges, hours and formalities are taken at an
        end that has none for its mode.
    source_id, basis, note
        Where the change comes from.

    Examples
    --------
    >>> import corridors as co
    >>> co.Override("close", "border_crossings", {"bcp_id": "af-pk-torkham"}).words
    'close border_crossings where bcp_id = af-pk-torkham'
    """

    action: str
    table: str = "links"
    where: Mapping[str, str | Iterable[str]] | tuple[tuple[str, Words], ...] = ()
    column: str = ""
    op: str = ""
    value: float | str | None = None
    unit: str = ""
    row: Mapping[str, Value] | tuple[tuple[str, Value], ...] = ()
    line: Sequence[tuple[float, float]] = ()
    as_at: str = ""
    source_id: str = ""
    basis: str = ""
    note: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        pairs = self.where.items() if isinstance(self.where, Mapping) else self.where
        if not isinstance(pairs, Iterable) or any(
            isinstance(pair, str) or len(pair) != 2 for pair in pairs
        ):
            raise TypeError(f"where is a mapping of keys to words, not {self.where!r}")
        where = tuple((_column(key), _words(words)) for key, words in pairs)
        cells = self.row.items() if isinstance(self.row, Mapping) else self.row
        row = tuple((key, tuple(v) if isinstance(v, list) else v) for key, v in cells)
        object.__setattr__(self, "where", where)
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "line", tuple((float(x), float(y)) for x, y in self.line))

    @property
    def selection(self) -> tuple[tuple[str, Words], ...]:
        """What selects the rows, as keys and words."""
        return self.where  # type: ignore[return-value]  # made so by __post_init__

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that a change touches."""
        return SHORT_COLUMNS.get(self.column, (self.column,))

    @property
    def words(self) -> str:
        """What it does, in a line."""
        if self.action == "add":
            return f"add {self.table} {next((str(v) for v in dict(self.row).values()), '')}"
        chosen = "; ".join(f"{key} = {_some(words)}" for key, words in self.selection)
        if self.action != "change":
            return f"{self.action} {self.table} where {chosen}"
        sign = {"set": "=", "multiply": "x", "add": "+"}.get(self.op, self.op)
        value = f"{self.value:g} {self.unit}".strip() if _is_number(self.value) else self.value
        return f"{self.table}.{self.column} {sign} {value} where {chosen}"

    def faults(self) -> list[str]:
        """Return what is wrong with it, whatever the network."""
        if self.action not in ACTIONS:
            return [not_one_of("action", self.action, ACTIONS)]
        tables = {"add": ADD_TABLES, "change": tuple(CHANGE_COLUMNS)}.get(
            self.action, STATUS_TABLES
        )
        if self.table not in tables:
            return [f"{not_one_of('table', self.table, tables)} to {self.action}"]
        bad = self.basis and self.basis not in BASES
        found = [not_one_of("basis", self.basis, BASES)] if bad else []
        if self.action == "add":
            return found + self._row_faults()
        found += self._where_faults()
        if self.action == "change":
            given = [n for n in ("row", "line", "as_at") if getattr(self, n)]
            return found + self._change_faults() + [f"change takes no {name}" for name in given]
        given = [n for n in _OF_OTHERS if getattr(self, n)]
        given += ["value"] if self.value is not None else []
        return found + [f"{self.action} takes no {name}" for name in given]

    def _where_faults(self) -> list[str]:
        found = [
            not_one_of(f"selection of {self.table}:", key, KEYS[self.table])
            for key, _ in self.selection
            if key not in KEYS[self.table]
        ]
        found += [f"selection {key!r} is empty" for key, words in self.selection if not words]
        keys = [key for key, _ in self.selection]
        found += [f"selection {key!r} is given twice" for key in set(keys) if keys.count(key) > 1]
        if not self.where:
            found.append(
                f"nothing selects rows of {self.table}; keys: {', '.join(KEYS[self.table])}"
            )
        return found

    def _change_faults(self) -> list[str]:
        known = CHANGE_COLUMNS[self.table]
        short = [s for s, columns in SHORT_COLUMNS.items() if set(columns) <= set(known)]
        if self.column not in (*known, *short):
            return [not_one_of(f"column of {self.table}:", self.column, (*known, *short))]
        if self.op not in OPERATIONS:
            return [not_one_of("op", self.op, OPERATIONS)]
        if self.column in TEXT_COLUMNS:
            return self._text_faults()
        found = []
        if not _is_number(self.value) or not math.isfinite(self.value):
            found.append(f"value {self.value!r} is not a finite number")
        elif self.op == "multiply" and self.value < 0:
            found.append(f"value {self.value:g} to multiply by is below 0")
        if self.column == "usd" and self.op != "multiply":
            found.append("column 'usd' can only be multiplied; name one price to set or add")
        unit = schema()[self.table][self.columns[0]].unit
        if self.op == "multiply" and self.unit:
            found.append(f"multiply takes no unit, but it says {self.unit!r}")
        if self.op != "multiply" and self.unit != unit:
            found.append(f"unit {self.unit!r} is not that of {self.table}.{self.column}: {unit!r}")
        return found

    def _text_faults(self) -> list[str]:
        if self.op != "set" or self.unit:
            return [f"{self.column} can only be set, without a unit"]
        if not isinstance(self.value, str):
            return [f"value {self.value!r} of {self.column} is not a text"]
        fault = opening_fault(self.column, self.value)
        return [fault] if fault else []

    def _row_faults(self) -> list[str]:
        columns, found = schema()[self.table], []
        given = dict(self.row)
        if not given:
            found.append(f"add needs row = {{ … }} with the columns of {self.table}")
        found += [
            not_one_of(f"column of {self.table}:", n, columns) for n in given if n not in columns
        ]
        if given:
            for column in columns.values():
                found += cell_faults(column, given)
        if self.line and self.table != "links":
            found.append("only a link has a line")
        if self.as_at and self.table not in ("links", "services"):
            found.append("as_at belongs to an added link or service")
        others = [n for n in ("column", "op", "unit", "where") if getattr(self, n)]
        others += ["value"] if self.value is not None else []
        found += [f"add takes no {name}: its values stand in row" for name in others]
        return found

    def cells(self, source_id: str, basis: str) -> dict[str, Value]:
        """Return the typed values of an added row, in the table's columns.

        Parameters
        ----------
        source_id, basis
            What holds where the row does not say; so does the override's own note.
        """
        given = {**_DEFAULTS, "source_id": source_id, "basis": basis, "length_source_id": source_id}
        given["note"] = self.note
        given |= dict(self.row)
        return {
            name: column.parse(_plain(given.get(name, "")))
            for name, column in schema()[self.table].items()
        }


#: The keys of an override in a card, but for those that select rows.
OVERRIDE_KEYS: tuple[str, ...] = tuple(f.name for f in fields(Override))


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def cell_faults(column: Column, given: Mapping[str, Value]) -> list[str]:
    """Return what is wrong with a column's value of an added row, or that it lacks."""
    if column.name not in given:
        known = (*_DEFAULTS, "source_id", "basis", "length_source_id")
        missing = column.required and column.name not in known
        return [f"row needs {column.name}"] if missing else []
    try:
        text = column.parse(_plain(given[column.name]))
    except ValueError as error:
        return [f"{column.name} {error}"]
    fault = opening_fault(column.name, text) if column.name in TEXT_COLUMNS else ""
    return [fault] if fault else []


def _plain(value: Value) -> str:
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _column(key: str) -> str:
    """Return a key of a selection in the words of the tables; warn of an old one."""
    if key not in OLD_KEYS:
        return key
    new = f"{OLD_KEYS[key]!r}, as the column of the tables is called"
    deprecated(f"a selection by {key!r}", new, "0.3", stacklevel=6)  # who makes the override
    return OLD_KEYS[key]


def _words(words: object) -> Words:
    many = words if isinstance(words, list | tuple | set | frozenset) else (words,)
    found = (f"{word:g}" if isinstance(word, float) else str(word) for word in many)
    return tuple(sorted(set(found)) if isinstance(words, set | frozenset) else found)


def _some(words: Words) -> str:
    """Return the first words and how many more there are."""
    more = len(words) - _MOST_WORDS
    return ", ".join(words[:_MOST_WORDS]) + (f" and {more} more" if more > 0 else "")
