"""Checks of published outcomes: what is compared with answers must not have made them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from corridors.errors import suggesting
from corridors.network.earth import great_circle_km
from corridors.network.schema import schema
from corridors.network.tables import Table

#: The units in which each measure may be published.
UNITS: Mapping[str, tuple[str, ...]] = {
    "distance": ("km",),
    "time": ("days", "hours"),
    "price": ("USD", "USD/t"),
}
#: Units of the columns that hold a measure: what a row with such a value is an input of.
_HOLDING = {"time": ("h", "km/h"), "price": ("USD",), "distance": ("km",)}
#: Sources of a column of their own, by what they are the source of.
_OF_COLUMN = {
    "length_source_id": "distance",
    "hours_source_id": "time",
    "usd_source_id": "price",
    "cost_source_id": "price",
    "price_source_id": "price",
}
#: Sources beside those, of a part of the measure.
_OF_PART = {"back_source_id": "price", "block_source_id": "time"}
#: The columns of a row whose link joins two places that may not hold the very figure.
_FIGURES = {"distance": ("length_km",), "time": ("hours_p50",), "price": ("usd_20ft", "usd_40ft")}
_TAKE_OUT = "what is an input is no outcome, so take the row out"
#: A city and its port, or its goods station, are one end of a trip.
_ONE_END_KM = 80.0
#: What may stand between two places that a note names as a pair.
_BETWEEN = r"[^.;,()]{1,40}"


def check_outcomes(tables: Mapping[str, Table]) -> list[str]:
    """Return the faults of the table of outcomes, each with file, row and column.

    Values must be in order and their unit fit, places of ``via`` be known, and no outcome may be
    an input: the source of a price, of hours or of a length of the same two places. A row of
    another table is about two places if its link joins them, or its note names them as a pair
    (``A-B``); two sources are the same by id or by address.
    """
    outcomes = tables["outcomes"]
    if not len(outcomes):
        return []
    nodes = set(tables["nodes"]["node_id"])
    faults = [
        f"outcomes.csv:{row + 2}: {fault}"
        for row, outcome in enumerate(outcomes)
        for fault in _cell_faults(outcome, nodes)
    ]
    inputs = _Inputs(tables)
    for row, outcome in enumerate(outcomes):
        where = inputs.of(outcome)
        if where:
            faults.append(
                f"outcomes.csv:{row + 2}: source_id {outcome['source_id']!r} is an input of the "
                f"same two places: {where}; {_TAKE_OUT}"
            )
        elif where := inputs.figure(outcome):
            faults.append(
                f"outcomes.csv:{row + 2}: low {outcome['low']:g} or high {outcome['high']:g} is "
                f"the very figure of {where} for the same two places; {_TAKE_OUT}"
            )
    return faults


def _cell_faults(outcome: Mapping, nodes: set) -> Iterator[str]:
    low, high, unit, metric = (outcome[name] for name in ("low", "high", "unit", "metric"))
    if low > high:
        yield f"low {low:g} is above high {high:g}"
    if unit not in UNITS[metric]:
        yield f"unit {unit!r} is not one of {', '.join(UNITS[metric])}, in which a {metric} is"
    if outcome["origin"] == outcome["destination"]:
        yield f"destination {outcome['destination']!r} is the origin"
    for node in filter(None, str(outcome["via"]).split(";")):
        if node not in nodes:
            yield suggesting(f"via {node!r} is not in nodes.csv", node, nodes)
    if outcome["as_of"] and not _is_day(str(outcome["as_of"])):
        yield f"as_of {outcome['as_of']!r} is no day such as '2026-03-15'"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class _Inputs:
    """The rows of all tables whose sources some outcomes share."""

    tables: Mapping[str, Table]
    _nodes: dict[str, Mapping] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        wanted = {self.tables["outcomes"][end] for end in ("origin", "destination")}
        ids = {node for ends in wanted for node in ends}
        ends = {self.tables["links"][end] for end in ("from_node", "to_node")}
        ids |= {node for nodes in ends for node in nodes}
        found = {row["node_id"]: row for row in self.tables["nodes"] if row["node_id"] in ids}
        object.__setattr__(self, "_nodes", found)

    @cached_property
    def _address(self) -> Mapping[str, str]:
        """What makes two sources the same: the address, or the id of one without."""
        sources = self.tables["sources"]
        return {
            source: url or source
            for source, url in zip(sources["source_id"], sources["url"], strict=True)
        }

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str], list[tuple[str, int, str]]]:
        """Table, row and column of what has a source, by its address and the measure."""
        shared = {self._address[source] for source in self.tables["outcomes"]["source_id"]}
        wanted = {source for source, address in self._address.items() if address in shared}
        found: dict[tuple[str, str], list[tuple[str, int, str]]] = {}
        for name, table in self.tables.items():
            if name in ("outcomes", "sources"):
                continue
            for metric, (columns, holding) in _sourced(name).items():
                telling = [c for c in columns if not wanted.isdisjoint(table[c])]
                rows = {n for c in telling for n, source in enumerate(table[c]) if source in wanted}
                for row in sorted(rows):
                    for column, source in _speaking(columns, [table[c][row] for c in columns]):
                        if source in wanted and self._has_value(name, row, holding):
                            key = self._address[source], metric
                            found.setdefault(key, []).append((name, row, column))
        return found

    def of(self, outcome: Mapping) -> str:
        """Return where an outcome is an input, as ``file:row: column``, or ``""``."""
        key = self._address[str(outcome["source_id"])], str(outcome["metric"])
        for name, row, column in self._rows.get(key, ()):
            if self._is_by(name, row, outcome) and (
                self._joins(name, row, outcome) or self._names(name, row, outcome)
            ):
                return f"{name}.csv:{row + 2}: {column}"
        return ""

    def figure(self, outcome: Mapping) -> str:
        """Return where the very figure of an outcome stands for its two places, or ``""``.

        Sources quote one another, so the same figure may have come from another address.
        """
        scale = 24.0 if outcome["unit"] == "days" else 1.0
        told = {scale * float(outcome[name]) for name in ("low", "high")}
        box = f"usd_{outcome['box'] or '40ft'}"
        for name in ("links", "services"):
            table = self.tables[name]
            for column in _FIGURES[str(outcome["metric"])]:
                if column not in table.columns or (column.startswith("usd_") and column != box):
                    continue
                for row in (n for value in told for n in table.rows_of(column).get(value, ())):
                    if self._is_by(name, row, outcome) and self._joins(name, row, outcome):
                        return f"{name}.csv:{row + 2}: {column}"
        return ""

    def _is_by(self, name: str, row: int, outcome: Mapping) -> bool:
        """Say whether a row is of a mode by which the outcome may go: one article has several."""
        allowed = [word for word in str(outcome["modes"]).split(";") if word]
        table = self.tables[name]
        if not allowed or "mode" not in table.columns:
            return True
        return table["mode"][row] in allowed

    def _has_value(self, name: str, row: int, columns: tuple[str, ...]) -> bool:
        values = (self.tables[name][column][row] for column in columns)
        return any(not math.isnan(value) for value in values)

    def _joins(self, name: str, row: int, outcome: Mapping) -> bool:
        """Say whether the link of a row joins the two places, in either direction."""
        table, links = self.tables[name], self.tables["links"]
        if "link_id" not in table.columns:
            return False
        number = links.index("link_id").get(table["link_id"][row])
        if number is None:
            return False
        link = links["from_node"][number], links["to_node"][number]
        asked = outcome["origin"], outcome["destination"]
        return any(
            all(self._is_one(a, b) for a, b in zip(ends, asked, strict=True))
            for ends in (link, link[::-1])
        )

    def _is_one(self, one: str, other: str) -> bool:
        if one == other:
            return True
        a, b = self._nodes[one], self._nodes[other]
        return (
            a["country"] == b["country"]
            and great_circle_km(a["lon"], a["lat"], b["lon"], b["lat"]) <= _ONE_END_KM
        )

    def _names(self, name: str, row: int, outcome: Mapping) -> bool:
        """Say whether the note of a row names both places in one breath: A-B, A by C to B."""
        table = self.tables[name]
        text = str(table["note"][row]) if "note" in table.columns else ""
        one, other = (re.escape(self._word(outcome[end])) for end in ("origin", "destination"))
        pairs = (rf"\b{a}\b{_BETWEEN}\b{b}\b" for a, b in ((one, other), (other, one)))
        return bool(text) and any(re.search(pair, text) for pair in pairs)

    def _word(self, node: str) -> str:
        """Return the name of a place without what kind of place it is."""
        name = str(self._nodes[node]["name"]).partition(" (")[0].partition("/")[0]
        return re.sub(r" (Sea |Dry )?Port$", "", name)


def _sourced(table: str) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, for each measure that a table holds, the columns of its source and of its values.

    Where the measure has a source of its own, that comes first; an empty one leaves it to the
    ``source_id`` of the row.
    """
    columns = schema()[table]
    found = {}
    for metric, units in _HOLDING.items():
        values = tuple(
            c.name for c in columns.values() if c.type == "float" and _unit(c.unit) in units
        )
        own = [name for name, of in _OF_COLUMN.items() if of == metric and name in columns]
        own += [name for name, of in _OF_PART.items() if of == metric and name in columns]
        sources = (*own, *(name for name in ("source_id",) if name in columns))
        if values and sources:
            found[metric] = sources, values
    return found


def _speaking(columns: Sequence[str], told: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the columns that tell a source, and the source.

    The ``source_id`` of a row speaks for a measure only where it has no source of its own.
    """
    own = False
    for column, source in zip(columns, told, strict=True):
        if source and not (column == "source_id" and own):
            yield column, str(source)
            own = own or column not in _OF_PART


def _unit(unit: str) -> str:
    return "USD" if unit.startswith("USD") else unit
