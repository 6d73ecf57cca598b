"""What scenarios add must work as a whole: goods get on, get off, and are cleared on landing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from corridors.network.changes.resolve import Owner
from corridors.network.checks import check_keys, check_relations
from corridors.network.earth import great_circles_km
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.schema import Value
from corridors.network.tables import Table
from corridors.vocabulary import is_ship, mode_of

Tables = Mapping[str, Table]
#: Who added each row: by table, and the values of its key in a text.
Added = Mapping[tuple[str, str], Owner]
#: What makes a row of each table that can be added to.
KEY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "nodes": ("node_id",),
    "links": ("link_id",),
    "services": ("service_id",),
    "border_crossings": ("bcp_id", "mode", "from_country", "to_country"),
    "transshipments": ("node_id", "from_class", "to_class"),
    "corridor_links": ("corridor_id", "link_id", "node_id", "gate"),
}
_ENDS = ("from_node", "to_node")
_SOURCES = ("source_id", "length_source_id", "price_source_id")


def key_of(table: str, values: Mapping) -> str:
    """Return the key of a row in a text."""
    return " ".join(str(values[name]) for name in KEY_COLUMNS[table])


class Terminals:
    """Where goods change vehicle and are cleared, in the tables of a network."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        nodes = tables["nodes"]
        self.node_row = nodes.index("node_id")
        self.position = np.column_stack([nodes["lon"], nodes["lat"]]).astype(float)

    @cached_property
    def changes(self) -> Mapping[str, list[int]]:
        """Rows of ``transshipments`` by node."""
        return self.tables["transshipments"].rows_of("node_id")

    @cached_property
    def crossings(self) -> Mapping[tuple, int]:
        """Rows of ``border_crossings`` by their key."""
        return self.tables["border_crossings"].index(*KEY_COLUMNS["border_crossings"])

    @cached_property
    def links(self) -> Mapping[tuple[str, str], list[str]]:
        """The other ends of the links of a vehicle class at a node."""
        found: dict[tuple[str, str], list[str]] = {}
        for a, b, vehicle in self.ways():
            found.setdefault((a, vehicle), []).append(b)
            found.setdefault((b, vehicle), []).append(a)
        return found

    def ways(self) -> Iterator[tuple[str, str, str]]:
        """Return both ends and the vehicle class of every link, in order."""
        links = self.tables["links"]
        for a, b, mode, gauge in zip(
            *(links[name] for name in (*_ENDS, "mode", "gauge_mm")), strict=True
        ):
            yield a, b, mode if math.isnan(gauge) else f"{mode}-{gauge:.0f}"

    def country(self, node: str) -> str:
        """Return the country of a node."""
        return str(self.tables["nodes"]["country"][self.node_row[node]])

    def handled(self, node: str, vehicle: str) -> tuple[bool, bool]:
        """Say whether goods can get on a vehicle class at a node, and off it."""
        table = self.tables["transshipments"]
        rows = self.changes.get(node, ())
        return (
            any(table["to_class"][row] == vehicle for row in rows),
            any(table["from_class"][row] == vehicle for row in rows),
        )

    def cleared(self, node: str, ship: str) -> tuple[bool, bool]:
        """Say whether a port has formalities for what comes by a ship class, and what leaves."""
        home = self.country(node)
        return (
            (node, mode_of(ship), "*", home) in self.crossings,
            (node, mode_of(ship), home, "*") in self.crossings,
        )

    def nearest(self, node: str, vehicle: str) -> str:
        """Return the nearest other node where a class is handled (a ship cleared), or nothing."""
        table = self.tables["transshipments"]
        rows = zip(table["node_id"], table["to_class"], strict=True)
        with_rows = sorted({str(n) for n, v in rows if v == vehicle})
        complete = [
            n
            for n in with_rows
            if n != node
            and all(self.handled(n, vehicle))
            and (not is_ship(vehicle) or all(self.cleared(n, vehicle)))
        ]
        if not complete:
            return ""
        lon, lat = self.position[self.node_row[node]]
        there = self.position[[self.node_row[n] for n in complete]]
        return complete[int(great_circles_km(lon, lat, there[:, 0], there[:, 1]).argmin())]

    def changes_with(self, node: str, vehicle: str) -> list[dict[str, Value]]:
        """Return the rows of ``transshipments`` of a class at a node."""
        table = self.tables["transshipments"]
        return [
            {name: table[name][row] for name in table.columns}
            for row in self.changes.get(node, ())
            if vehicle in (table["from_class"][row], table["to_class"][row])
        ]


# -- rows that come along -------------------------------------------------------------------------


def rows_as_at(
    tables: Tables, link: Mapping[str, Value], model: str
) -> tuple[list[tuple[str, dict[str, Value]]], list[str]]:
    """Return the rows that the ends of a link lack, taken from another node; and faults.

    Parameters
    ----------
    tables
        The tables with the link.
    link
        Its row.
    model
        The node whose charges, hours and formalities are taken.
    """
    there = Terminals(tables)
    vehicle = _vehicle(link)
    if model not in there.node_row:
        return [], [f"as_at {model!r} is not in nodes.csv"]
    rows = there.changes_with(model, vehicle)
    if not rows:
        near = there.nearest(model, vehicle)
        hint = f"; {near!r} has" if near else ""
        return [], [f"as_at {model!r} has no transshipments of {vehicle}{hint}"]
    found: list[tuple[str, dict[str, Value]]] = []
    for end in (str(link[name]) for name in _ENDS):
        if end not in there.node_row:
            continue
        if not all(there.handled(end, vehicle)):
            found += _handling_at(there, end, rows, model)
        if is_ship(vehicle):
            found += _formalities_at(there, end, vehicle, model)
    return found, []


def _handling_at(
    there: Terminals, end: str, rows: Iterable[Mapping[str, Value]], model: str
) -> Iterator[tuple[str, dict[str, Value]]]:
    known = there.tables["transshipments"].index("node_id", "from_class", "to_class")
    for row in rows:
        if (end, row["from_class"], row["to_class"]) not in known:
            yield "transshipments", {**row, "node_id": end, "basis": "assumed", **_as_at(model)}


def _formalities_at(
    there: Terminals, end: str, ship: str, model: str
) -> Iterator[tuple[str, dict[str, Value]]]:
    table, home, away = there.tables["border_crossings"], there.country(end), there.country(model)
    for ours, theirs in (((home, "*"), (away, "*")), (("*", home), ("*", away))):
        row = there.crossings.get((model, mode_of(ship), *theirs))
        if row is None or (end, mode_of(ship), *ours) in there.crossings:
            continue
        values = {name: table[name][row] for name in table.columns}
        place = there.tables["nodes"]["name"][there.node_row[end]]
        yield (
            "border_crossings",
            {
                **values,
                "bcp_id": end,
                "name": place,
                "from_country": ours[0],
                "to_country": ours[1],
                "basis": "assumed",
                **_as_at(model),
            },
        )


def _as_at(model: str) -> dict[str, str]:
    return {"note": f"as at {model}", "price_source_id": "", "price_basis": ""}


def _vehicle(link: Mapping[str, Value]) -> str:
    gauge = link["gauge_mm"]
    return str(link["mode"]) if math.isnan(gauge) else f"{link['mode']}-{gauge:.0f}"


# -- faults ---------------------------------------------------------------------------------------


def faults_of_additions(tables: Tables, added: Added) -> list[str]:
    """Return what keeps goods from the added links and services, with what would mend it.

    Parameters
    ----------
    tables
        The tables with the added rows.
    added
        Who added each row.
    """
    there = Terminals(tables)
    links, services = tables["links"], tables["services"]
    owners = {key: owner for (table, key), owner in added.items() if table == "links"}
    for link, service in zip(services["link_id"], services["service_id"], strict=True):
        if ("services", service) in added:
            owners.setdefault(link, added["services", service])
    row_of = links.index("link_id")
    found = []
    for link, owner in owners.items():
        if link not in row_of:
            continue  # the checks of the tables tell it
        row = {name: links[name][row_of[link]] for name in (*_ENDS, "mode", "gauge_mm")}
        vehicle = _vehicle(row)
        if any(row[end] not in there.node_row for end in _ENDS):
            continue  # the checks of the tables tell it
        faults = (
            _ship_faults(there, row, vehicle)
            if is_ship(vehicle)
            else _land_faults(there, row, vehicle)
        )
        found += [f"{owner[0]}: override {owner[1]}: {link!r}: {fault}" for fault in faults]
    return found


def _ship_faults(there: Terminals, link: Mapping[str, Value], ship: str) -> Iterator[str]:
    ends = [str(link[name]) for name in _ENDS]
    abroad = there.country(ends[0]) != there.country(ends[1])
    for end in ends:
        on, off = there.handled(end, ship)
        sides = ((f"to_class = {ship!r}", on), (f"from_class = {ship!r}", off))
        missing = [said for said, has in sides if not has]
        if missing:
            yield _lacking(
                f"nothing can be loaded or unloaded at {end!r}: add rows of transshipments with "
                f"node_id = {end!r} and {' and with '.join(missing)}",
                there, end, ship,
            )  # fmt: skip
        home = there.country(end)
        pairs = zip(there.cleared(end, ship), (("*", home), (home, "*")), strict=True)
        uncleared = [f"{a} to {b}" for has, (a, b) in pairs if not has]
        if abroad and uncleared:
            yield _lacking(
                f"it lands at {end!r} from another country without formalities: add rows of "
                f"border_crossings with bcp_id = {end!r}, mode = {mode_of(ship)!r}, "
                f"{' and '.join(uncleared)}",
                there, end, ship,
            )  # fmt: skip


def _land_faults(there: Terminals, link: Mapping[str, Value], vehicle: str) -> Iterator[str]:
    """Tell if none of the places that the link's vehicles reach lets goods on, or off."""
    ends = [str(link[name]) for name in _ENDS]
    seen, queue, on, off = set(ends), list(ends), False, False
    while queue and not (on and off):
        node = queue.pop()
        handled = there.handled(node, vehicle)
        on, off = on or handled[0], off or handled[1]
        fresh = [n for n in there.links.get((node, vehicle), ()) if n not in seen]
        seen.update(fresh)
        queue += fresh
    if not (on and off):
        yield _lacking(
            f"nothing can be loaded onto {vehicle} at {ends[0]!r}, {ends[1]!r} or where it leads: "
            "add rows of transshipments",
            there, ends[0], vehicle,
        )  # fmt: skip


def _lacking(what: str, there: Terminals, end: str, vehicle: str) -> str:
    """Return what is missing, with the numbers of the nearest place that has it."""
    near = there.nearest(end, vehicle)
    if not near:
        return what
    rows = there.changes_with(near, vehicle)
    told = "; ".join(map(_numbers, rows[:3]))
    if is_ship(vehicle) and "formalities" in what:
        home, table = there.country(near), there.tables["border_crossings"]
        told = "; ".join(
            f"{a} to {b}: {table['hours_p50'][k]:g}-{table['hours_p90'][k]:g} h, "
            f"{table['cost_usd'][k]:g} USD"
            for a, b in (("*", home), (home, "*"))
            for k in [there.crossings[near, mode_of(vehicle), a, b]]
        )
    return f'{what} (at {near!r}: {told}), or write as_at = "{near}" to take its rows'


def _numbers(row: Mapping[str, Value]) -> str:
    prices = "/".join("-" if math.isnan(row[c]) else f"{row[c]:g}" for c in PRICE_COLUMNS)
    hours = f"{row['hours_p50']:g}-{row['hours_p90']:g} h"
    return f"{row['from_class']} to {row['to_class']} {hours}, {prices} USD per 20 ft/40 ft/t"


def faults_of_rows(tables: Tables, added: Added) -> list[str]:
    """Return all that the checks of the tables find in added rows, in the words of the card.

    A row that stands twice or refers to what there is not would hide the rest: it is told and
    taken out, and so is, untold, what refers to it; a source that is not known is only told.
    """
    found: dict[str, None] = {}
    left, taken = dict(tables), set()
    while faults := check_keys(left):
        wrong: dict[str, set[int]] = {}
        sources: dict[str, set[tuple[int, str]]] = {}
        for fault in faults:
            told, table, row = _in_words(fault, left, added)
            refers = re.search(r"(\w+) '(.*?)' is not in (\w+)\.csv", told)
            if not refers or (refers[3], refers[2]) not in taken:
                found[told] = None
            if table and refers and refers[1] in _SOURCES:
                sources.setdefault(table, set()).add((row, refers[1]))
            elif table:
                wrong.setdefault(table, set()).add(row)
        if not (wrong or sources):
            return list(found)
        for name, cells in sources.items():
            left[name] = _sourced(left[name], cells, str(left["sources"]["source_id"][0]))
        for name, rows in wrong.items():
            ids = left[name][KEY_COLUMNS[name][0]]
            left[name] = _without(left[name], rows)
            taken |= {(name, str(ids[k])) for k in rows} - {
                (name, str(value)) for value in left[name][KEY_COLUMNS[name][0]]
            }
    found |= {_in_words(fault, left, added)[0]: None for fault in check_relations(left)}
    return list(found)


def _sourced(table: Table, cells: Iterable[tuple[int, str]], source: str) -> Table:
    """Return a table with another source in some cells."""
    columns = {name: list(table[name]) for name in _SOURCES if name in table.columns}
    for row, name in cells:
        columns[name][row] = source
    return table.with_values({name: tuple(values) for name, values in columns.items()})


def _in_words(fault: str, tables: Tables, added: Added) -> tuple[str, str, int]:
    """Return a fault of a table by card and override, if its row was added; table and row."""
    at = re.match(r"(\w+)\.csv:(\d+): (.*)", fault, re.DOTALL)
    if not at or at[1] not in KEY_COLUMNS:
        return fault, "", -1
    table, row = tables[at[1]], int(at[2]) - 2
    owner = added.get((at[1], key_of(at[1], {n: table[n][row] for n in KEY_COLUMNS[at[1]]})))
    if owner is None:
        return fault, "", -1
    told = f"{owner[0]}: override {owner[1]}: {at[3]}"
    if re.match(r"(length_|price_)?source_id ", at[3]):
        told += '; write source_id = "own-assumption" and name your source in note'
    if "needs a row with a price in services.csv" in told:
        told = f"{told.split(' needs ')[0]} needs another override: a row of services with a price"
    return told, at[1], row


def _without(table: Table, rows: Sequence[int] | set[int]) -> Table:
    kept = [k for k in range(len(table)) if k not in rows]
    return Table(
        table.name, {n: tuple(values[k] for k in kept) for n, values in table.columns.items()}
    )
