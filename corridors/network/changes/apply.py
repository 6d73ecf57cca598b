"""Apply scenarios: a new network whose tables and arrays differ only where they must."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, ScenarioError
from corridors.graph.delta import dependent_groups, updated
from corridors.network.changes.cards import Scenario, gathered
from corridors.network.changes.resolve import Cell, Owner, Resolver
from corridors.network.lookup import Lookup
from corridors.network.tables import Table

if TYPE_CHECKING:
    from corridors.network.geometry import Line
    from corridors.network.network import Network

Place = tuple[str, int, str]


@dataclass(frozen=True)
class Changes:
    """What scenarios do to the tables of a network.

    ``tables`` are the base's with the added rows, ``cells`` the values that change in them,
    ``added`` who added each row, by table and id, ``lines`` the geometry of added links.
    """

    tables: Mapping[str, Table]
    cells: Mapping[Place, list[Cell]]
    added: Mapping[tuple[str, str], Owner]
    lines: Mapping[str, Line]

    @property
    def structural(self) -> bool:
        """Whether all tables must be checked and compiled anew: rows came, or lengths differ."""
        return bool(self.added) or any(column == "length_km" for _, _, column in self.cells)

    def changed_tables(self) -> dict[str, Table]:
        """Return the tables that differ from ``tables``."""
        columns: dict[str, dict[str, list]] = {}
        for (table, row, column), cells in self.cells.items():
            fresh = columns.setdefault(table, {})
            if column not in fresh:
                fresh[column] = list(self.tables[table][column])
            fresh[column][row] = cells[-1].value
        return {
            name: self.tables[name].with_values(_tuples(fresh)) for name, fresh in columns.items()
        }


def _tuples(columns: Mapping[str, list]) -> dict[str, tuple]:
    return {name: tuple(values) for name, values in columns.items()}


def apply_scenarios(net: Network, scenarios: Sequence[Scenario]) -> Network:
    """Return the network with scenarios applied, in whatever order they are given.

    Scenarios that are applied already are applied again with the new ones to the network
    they began from, so a chain of calls and one call give the same.

    Raises
    ------
    ScenarioError
        With every fault: an unknown id, a selection of nothing, a value out of range, two
        overrides of one value, a missing requirement, a conflict.
    """
    return applied(net, scenarios)[0]


def applied(net: Network, scenarios: Sequence[Scenario]) -> tuple[Network, Changes]:
    """Return the network with scenarios applied, and what they change in its base."""
    base = net.base or net
    chosen = gathered([*net.scenarios, *scenarios])
    changes = resolve(base, chosen)
    return changed_network(base, changes, chosen) if chosen else base, changes


def resolve(base: Network, chosen: Sequence[Scenario]) -> Changes:
    """Return what scenarios change in a network."""
    tables = {name: base.table(name) for name in base.table_names}
    added, lines, faults = _add_rows(tables, chosen)
    lookup = Lookup(tables) if added else base.lookup
    resolver = Resolver(tables, lookup)
    cells = [
        cell
        for card in chosen
        for number, override in enumerate(card.overrides, start=1)
        if override.action != "add"
        for cell in resolver.cells(override, (card.id, number))
    ]
    merged = resolver.merged(cells)
    if faults or resolver.faults:
        raise ScenarioError(list(dict.fromkeys(faults + resolver.faults)))
    return Changes(tables, merged, added, lines)


def _add_rows(
    tables: dict[str, Table], chosen: Sequence[Scenario]
) -> tuple[dict[tuple[str, str], Owner], dict[str, Line], list[str]]:
    """Add the rows of ``add`` overrides to the tables; return who added what, and faults."""
    added: dict[tuple[str, str], Owner] = {}
    lines: dict[str, Line] = {}
    faults: list[str] = []
    rows: dict[str, list[dict]] = {}
    for card in chosen:
        for number, override in enumerate(card.overrides, start=1):
            if override.action != "add":
                continue
            values = override.cells(*card.sourced(override))
            key = _key(override.table, values)
            if key in added or values_exist(tables[override.table], key[1]):
                faults.append(
                    f"{card.id}: override {number}: {key[1]!r} stands in {key[0]} already"
                )
            added[key] = (card.id, number)
            rows.setdefault(override.table, []).append(values)
            if override.line:
                lines[key[1]] = list(override.line)
    for name, fresh in rows.items():
        old = tables[name].columns
        columns = {n: (*v, *(row[n] for row in fresh)) for n, v in old.items()}
        tables[name] = Table(name, columns).sorted_by_key()
    return added, lines, faults


_KEYS = {
    "nodes": ("node_id",),
    "links": ("link_id",),
    "services": ("service_id",),
    "border_crossings": ("bcp_id", "mode", "from_country", "to_country"),
    "transshipments": ("node_id", "from_class", "to_class"),
}


def _key(table: str, values: Mapping) -> tuple[str, str]:
    return table, " ".join(str(values[name]) for name in _KEYS[table])


def values_exist(table: Table, key: str) -> bool:
    """Say whether a table has a row of that key."""
    columns = (table[name] for name in _KEYS[table.name])
    return any(" ".join(map(str, row)) == key for row in zip(*columns, strict=True))


def changed_network(
    base: Network, changes: Changes, chosen: Sequence[Scenario], **history: Any
) -> Network:
    """Return the network after changes: by new values of arcs, or compiled anew where rows came."""
    tables = changes.changed_tables()
    names = " + ".join(card.id for card in chosen)
    noun = "scenario" if len(chosen) == 1 else "scenarios"
    history = {
        "situation": f"{base.situation}; {noun} {names}",
        "base": base if chosen else None,
        "scenarios": tuple(chosen),
        "reference": base.reference,
        "felt": base.felt,
        **history,
    }
    if not changes.structural:
        by_km = [place for place in changes.cells if place[::2] == ("tariffs", "usd_per_km")]
        rows = {place[:2] for place in changes.cells.keys() - by_km}
        graph = base.state_graph
        every = {name: tables.get(name) or base.table(name) for name in base.table_names}
        groups = dependent_groups(graph, rows)
        fresh = updated(graph, every, groups, prices_by_km=bool(by_km))
        return base.revised(tables, state_graph=fresh, **history)
    try:
        return base.with_tables({**changes.tables, **tables}, lines=changes.lines, **history)
    except DataError as error:
        raise ScenarioError([f"{names or 'events'}: {fault}" for fault in error.faults]) from None


def touched_overrides(
    base: Network, net: Network, changes: Changes, arcs: Iterable[int]
) -> list[Owner]:
    """Return the overrides that some arcs of the changed network owe their values to."""
    graph, old = net.state_graph, base.state_graph
    by_group = _cells_by_group(net, changes)
    found: set[Owner] = set()
    for arc in arcs:
        group, place = graph.group_of[arc]
        before = old.groups.get(group, ())
        link = ("links", group[1][0])
        for cell in by_group.get(group, ()):
            for name in _ARC_COLUMNS.get(cell.column, _HOURS if "hours" in cell.column else _USD):
                now = graph.arcs[name][arc]
                if place >= len(before) or now != old.arcs[name][before[place]]:
                    found.add(cell.owner)
        if not before or len(before) != len(graph.groups[group]):
            found |= {
                owner
                for key, owner in changes.added.items()
                if key == link or _serves(net, key, group) or key[1] == " ".join(group[1])
            }
    return sorted(found)


_HOURS, _USD = ("h50", "h90"), ("usd_20ft", "usd_40ft", "usd_per_t")
_ARC_COLUMNS = {
    "status": ("open",),
    "speed_kmh": _HOURS,
    "stop_h_per_100km": _HOURS,
    "p90_ratio": _HOURS,
    "driving_h_per_day": _HOURS,
    "departures_per_week": _HOURS,
    "g_per_tkm": ("kg_per_t",),
    "opening_hours": (),
    "season": (),
    "length_km": ("km", "h50", "usd_40ft", "kg_per_t"),
}


def _cells_by_group(net: Network, changes: Changes) -> dict:
    found: dict = {}
    for (table, row, _), cells in changes.cells.items():
        for group in net.state_graph.dependents.get((table, row), ()):
            found.setdefault(group, []).extend(cells)
    return found


def _serves(net: Network, key: tuple[str, str], group: tuple[str, tuple[str, ...]]) -> bool:
    """Say whether an added service sails a link."""
    if key[0] != "services" or group[0] != "links":
        return False
    services = net.table("services")
    return services["link_id"][services.index("service_id")[key[1]]] == group[1][0]
