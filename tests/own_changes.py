"""What events and cards make of tables, told once more: row by row, on plain dictionaries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

import corridors as co
from corridors.network.network import Network

Rows = dict[str, list[dict]]
#: Table, row, column.
Place = tuple[str, int, str]
_SHORT = {
    "hours": ("hours_p50", "hours_p90"),
    "usd": ("usd_20ft", "usd_40ft", "usd_per_t"),
}


class ClashError(Exception):
    """Two overrides give one value two values, or a card touches nothing."""


def rows_of(net: Network) -> Rows:
    """Return the tables of a network as lists of rows."""
    return {name: [dict(row) for row in net.table(name)] for name in net.table_names}


def same(one: Rows, other: Rows) -> list[str]:
    """Return the tables in which two differ."""
    return [name for name in one if repr(one[name]) != repr(other[name])]


def changed(start: Rows, day: str | None, cards: Iterable[co.Scenario]) -> Rows:
    """Return the tables on a day under cards; events change the reference values, each once."""
    felt: dict[Place, object] = {}
    for event in _felt(start, day):
        cells = _cells(start, event)
        felt |= {place: value for place, value, _ in cells}
    there = _with(start, felt)
    found: dict[Place, list[tuple[object, tuple[str, int], bool]]] = {}
    for card in cards:
        touched = False
        for number, override in enumerate(card.overrides, 1):
            said = {"action": override.action, "table": override.table, "value": override.value,
                    "where": dict(override.selection), "column": override.column,
                    "op": override.op}  # fmt: skip
            touched |= bool(_selected(there, said))
            for place, value, implied in _cells(there, said):
                cell = (value, (card.id, number), implied)
                for other in found.get(place, []):
                    if other[1] != cell[1] and not _agree(place, other, cell):
                        raise ClashError(place)
                found.setdefault(place, []).append(cell)
        if not touched:
            raise ClashError(card.id)
    for place in _shut(there, start, day):
        if all(
            implied and place[0] == "border_crossings" for _, _, implied in found.get(place, ())
        ):
            found.pop(place, None)  # a card does not open along what an event has shut
    last = {}
    for place, cells in found.items():
        told = [value for value, _, implied in cells if not implied]
        last[place] = told[-1] if told else cells[-1][0]
    return _with(there, last)


def _felt(start: Rows, day: str | None) -> list[dict]:
    if day is None:
        return []
    now = date.fromisoformat(day)
    rows = [
        (row["from"], row["event_id"], row)
        for row in start["events"]
        if date.fromisoformat(row["from"]) <= now
        and (not row["to"] or now <= date.fromisoformat(row["to"]))
    ]
    return [
        {**row, "where": dict(_pair(part) for part in row["select"].split(";"))}
        for _, _, row in sorted(rows, key=lambda one: one[:2])
    ]


def _shut(rows: Rows, start: Rows, day: str | None) -> list[Place]:
    """Return what the events of a day shut, by the last of them that says so."""
    last: dict[Place, object] = {}
    for event in _felt(start, day):
        last |= {place: value for place, value, _ in _cells(rows, event)}
    return [place for place, value in last.items() if value == "suspended"]


def _pair(text: str) -> tuple[str, tuple[str, ...]]:
    key, _, words = text.partition("=")
    return key.strip(), tuple(word.strip() for word in words.split("|"))


def _selected(rows: Rows, said: Mapping) -> list[int]:
    return [
        k
        for k, row in enumerate(rows[said["table"]])
        if all(row[key] in words for key, words in said["where"].items())
    ]


def _cells(rows: Rows, said: Mapping) -> list[tuple[Place, object, bool]]:
    """Return what an override sets: place, value, whether it only comes along."""
    name, picked = said["table"], _selected(rows, said)
    if said["action"] == "change":
        return [
            ((name, k, column), value, False)
            for k in picked
            for column in _SHORT.get(said["column"], (said["column"],))
            for value in [_operated(rows[name][k][column], said)]
            if repr(value) != repr(rows[name][k][column])
        ]
    status = {"close": "suspended", "open": "operational"}[said["action"]]
    found = [((name, k, "status"), status, False) for k in picked]
    if name != "links" or said["action"] == "close":
        return found
    along: dict[Place, None] = {}
    for k in picked:
        link = rows["links"][k]
        for n, row in enumerate(rows["border_crossings"]):
            post = row["bcp_id"] == link["bcp_id"] and row["mode"] == link["mode"]
            if link["bcp_id"] and post and row["status"] != "operational":
                along["border_crossings", n, "status"] = None
        served = [n for n, row in enumerate(rows["services"]) if row["link_id"] == link["link_id"]]
        if not any(rows["services"][n]["status"] == "operational" for n in served):
            along |= {("services", n, "status"): None for n in served}
    return found + [(place, "operational", True) for place in along]


def _operated(old: float, said: Mapping) -> float:
    value = said["value"]
    if said["op"] == "set":
        return value
    if math.isnan(old):
        return old
    return old * value if said["op"] == "multiply" else old + value


def _agree(place: Place, one: tuple, other: tuple) -> bool:
    if place[2] != "status":
        return False
    if one[2] or other[2]:
        return one[0] == other[0] or one[2] != other[2]
    return one[0] == other[0] and one[1][0] != other[1][0]


def _with(rows: Rows, cells: Mapping[Place, object]) -> Rows:
    found = {name: [dict(row) for row in table] for name, table in rows.items()}
    for (name, row, column), value in cells.items():
        found[name][row][column] = value
    return found
