"""From overrides to values of cells: what a selection of rows becomes, checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corridors.errors import suggesting
from corridors.network.changes.overrides import SHORT_COLUMNS, Override
from corridors.network.lookup import Lookup
from corridors.network.schema import Value, schema
from corridors.network.tables import Table

STATUS_AFTER = {"close": "suspended", "open": "operational"}

#: Which override: (scenario or event id, number counted from 1).
Owner = tuple[str, int]

#: The most that a card may make of a price or of hours; models of others may say more.
BELIEVABLE: Mapping[tuple[str, str], float] = {
    ("border_crossings", "cost_usd"): 5000.0,
    ("services", "usd_20ft"): 20_000.0,
    ("services", "usd_40ft"): 30_000.0,
    ("services", "usd_per_t"): 2000.0,
    ("services", "hours_p50"): 2000.0,
    ("services", "hours_p90"): 4000.0,
    ("transshipments", "usd_20ft"): 5000.0,
    ("transshipments", "usd_40ft"): 8000.0,
    ("transshipments", "usd_per_t"): 500.0,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell that an override gives a value; ``implied`` if it only comes along."""

    table: str
    row: int
    column: str
    value: Value
    owner: Owner
    implied: bool = False

    @property
    def place(self) -> tuple[str, int, str]:
        """Table, row and column."""
        return self.table, self.row, self.column


class Resolver:
    """Resolves overrides against the tables of one network; notes faults.

    ``strict``: a word that selects nothing is a fault. The part of a network that belongs
    to one corridor lacks many places, so there it is none.
    """

    def __init__(self, tables: Mapping[str, Table], lookup: Lookup, *, strict: bool = True) -> None:
        self.strict = strict
        self.tables = tables
        self.lookup = lookup
        self.faults: list[str] = []
        #: The overrides that select any row.
        self.selecting: set[Owner] = set()
        #: The cells whose new value is out of range.
        self.outside: set[tuple[str, int, str]] = set()

    def cells(self, override: Override, owner: Owner) -> list[Cell]:
        """Return the cells of a close, open or change."""
        rows = self._rows(override, owner)
        if override.action == "change":
            return self._changed(override, owner, rows)
        status = STATUS_AFTER[override.action]
        cells = [Cell(override.table, row, "status", status, owner) for row in rows]
        if override.action == "open" and override.table == "links":
            cells += self._comes_along(rows, owner)
        return cells

    def _rows(self, override: Override, owner: Owner) -> list[int]:
        table, before = override.table, len(self.faults)
        if self.strict:
            for fault in word_faults(self.lookup, table, override.selection):
                self._fault(owner, fault)
        rows = self.lookup.rows(table, dict(override.selection))
        if rows:
            self.selecting.add(owner)
        if self.strict and not rows and len(self.faults) == before:
            self._fault(owner, f"no row of {table}.csv is selected: {override.words}")
        return rows

    def _fault(self, owner: Owner, what: str) -> None:
        self.faults.append(f"{owner[0]}: override {owner[1]}: {what}")

    def _comes_along(self, rows: Sequence[int], owner: Owner) -> list[Cell]:
        """Return what opens with links: their crossings, and services if none operates."""
        links, services = self.tables["links"], self.tables["services"]
        crossings, statuses = self.tables["border_crossings"], services["status"]
        cells: dict[tuple[str, int], None] = {}
        for row in rows:
            bcp, mode, link = (links[name][row] for name in ("bcp_id", "mode", "link_id"))
            if bcp:
                for k in self.lookup.rows("border_crossings", {"bcp_id": (bcp,), "mode": (mode,)}):
                    if crossings["status"][k] != "operational":
                        cells["border_crossings", k] = None
            served = self.lookup.rows("services", {"link_id": (link,)})
            if served and not any(statuses[k] == "operational" for k in served):
                cells |= {("services", k): None for k in served}
        return [Cell(t, k, "status", "operational", owner, implied=True) for t, k in cells]

    # -- values ---------------------------------------------------------------------------

    def _changed(self, override: Override, owner: Owner, rows: Sequence[int]) -> list[Cell]:
        cells = []
        for row in rows:
            old = [self.tables[override.table][column][row] for column in override.columns]
            for column, value in zip(override.columns, self._new(override, old), strict=True):
                if value is None:
                    self._fault(
                        owner,
                        f"{override.table}.{column} of {self._name(override.table, row)} is "
                        f"empty and cannot be changed by {override.op}; set it",
                    )
                elif not _same(value, old[override.columns.index(column)]):
                    cells.append(self._checked(override.table, row, column, value, owner))
        if rows and override.column in SHORT_COLUMNS and not cells and override.value != 1:
            self._fault(owner, f"no selected row of {override.table} has {override.column}")
        return cells

    def _new(self, override: Override, old: Sequence[Value]) -> list[Value | None]:
        """Return the new values of a row; ``nan`` stays ``nan`` for the short columns."""
        if isinstance(override.value, str):
            return [override.value]
        if override.column == "hours":
            middle = _operated(override, old[0])
            ratio = middle / old[0] if old[0] else math.nan
            high = old[1] * ratio if not math.isnan(ratio) else max(old[1], middle)
            return [middle, high]
        found: list[Value | None] = []
        for value in old:
            empty = math.isnan(value) and override.op != "set"
            lacking = empty and override.column not in SHORT_COLUMNS
            found.append(None if lacking else _operated(override, value))
        return found

    def _checked(self, table: str, row: int, column: str, value: Value, owner: Owner) -> Cell:
        bounds = schema()[table][column]
        modes = self.tables[table].columns.get("mode")
        most = bounds.maximum if modes is None else bounds.most(modes[row])
        most = min(most, BELIEVABLE.get((table, column), most))
        if not isinstance(value, str) and not bounds.minimum <= value <= most:
            self.outside.add((table, row, column))
            self._fault(
                owner,
                f"{table}.{column} of {self._name(table, row)} becomes {value:g}, outside "
                f"{bounds.minimum:g} to {most:g} {bounds.unit}".rstrip(),
            )
        return Cell(table, row, column, value, owner)

    def _name(self, table: str, row: int) -> str:
        values = [column[row] for column in list(self.tables[table].columns.values())[:5]]
        return " ".join(value for value in values if isinstance(value, str) and value)

    # -- all together ---------------------------------------------------------------------

    def merged(self, cells: Sequence[Cell]) -> dict[tuple[str, int, str], list[Cell]]:
        """Return the cells by place; two different values of one place are a fault.

        A crossing that is closed stays so, whatever link of another card would open it along.
        """
        found: dict[tuple[str, int, str], list[Cell]] = {}
        clashes: dict[tuple[Owner, Owner, str], int] = {}
        for cell in cells:
            others = found.setdefault(cell.place, [])
            for other in others:
                if other.owner == cell.owner or _agree(other, cell):
                    continue
                column = f"{cell.table}.{cell.column}"
                clashes.setdefault((other.owner, cell.owner, column), cell.row)
            # What is said has the last word over what only comes along.
            before = cell.implied and bool(others) and others[-1].value != cell.value
            others.insert(0 if before else len(others), cell)
        for (first, second, column), row in clashes.items():
            name = self._name(column.split(".")[0], row)
            self.faults.append(
                f"{_said(first, second)} both change {column} of {name}; an order would decide"
            )
        self._check_percentiles({place: group[-1] for place, group in found.items()})
        return found

    def _check_percentiles(self, cells: Mapping[tuple[str, int, str], Cell]) -> None:
        for (table, row, column), cell in cells.items():
            if not column.startswith("hours_p"):
                continue
            values = {
                name: cells[table, row, name].value
                if (table, row, name) in cells
                else self.tables[table][name][row]
                for name in SHORT_COLUMNS["hours"]
            }
            if values["hours_p90"] < values["hours_p50"]:
                self._fault(
                    cell.owner,
                    f"hours_p90 {values['hours_p90']:g} of {self._name(table, row)} falls below "
                    f"hours_p50 {values['hours_p50']:g}; change 'hours', which moves both",
                )


def word_faults(
    lookup: Lookup, table: str, selection: Iterable[tuple[str, Iterable[str]]]
) -> Iterator[str]:
    """Return which words of a selection are in no row of a table."""
    for key, words in selection:
        index = lookup.index(table, key) if key != "bloc" else {}
        for word in words:
            known = index or lookup.words(table, key)
            if word not in known:
                what = f"{key} {word!r} is in no row of {table}.csv"
                yield suggesting(what, word, known)


def _operated(override: Override, old: float) -> float:
    value = float(override.value)  # type: ignore[arg-type]  # checked by Override.faults
    if override.op == "set":
        return value
    return old * value if override.op == "multiply" else old + value


def _same(a: Value, b: Value) -> bool:
    found: bool = a == b or (a != a and b != b)  # noqa: PLR0124  nan equals nan here
    return found


def _agree(a: Cell, b: Cell) -> bool:
    """Say whether two overrides may give one cell a value.

    The same and not twice in one card; or another than one that only comes along with it.
    """
    if a.column != "status":
        return False
    if a.implied or b.implied:
        return a.value == b.value or a.implied != b.implied
    return a.value == b.value and a.owner[0] != b.owner[0]


def _said(first: Owner, second: Owner) -> str:
    if first[0] == second[0]:
        return f"{first[0]}: overrides {first[1]} and {second[1]}"
    return f"{first[0]!r} (override {first[1]}) and {second[0]!r} (override {second[1]})"
