"""Apply scenarios: a new network whose tables differ only where they must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, ScenarioError
from corridors.network.changes.additions import (
    KEY_COLUMNS,
    faults_of_additions,
    faults_of_rows,
    key_of,
    rows_as_at,
)
from corridors.network.changes.cards import Scenario, scenarios_of, with_required
from corridors.network.changes.event_rows import event_override
from corridors.network.changes.overrides import CHANGE_COLUMNS, Override
from corridors.network.changes.plausible import implausible
from corridors.network.changes.resolve import STATUS_AFTER, Cell, Owner, Resolver
from corridors.network.lookup import Lookup
from corridors.network.schema import schema
from corridors.network.tables import Table

if TYPE_CHECKING:
    from corridors.network.forms.geometry import Line
    from corridors.network.network import Network

Place = tuple[str, int, str]
#: A network keeps what so many cards make of it.
_KEPT = 8


@dataclass(frozen=True)
class Changes:
    """What scenarios do to the tables of a network.

    ``tables`` are the base's with the added rows, ``cells`` the values that change in them,
    ``added`` who added each row, by table and id, ``lines`` the geometry of added links,
    ``touching`` the scenarios that select or add any row (in a part of a network, some do not).
    """

    tables: Mapping[str, Table]
    cells: Mapping[Place, list[Cell]]
    added: Mapping[tuple[str, str], Owner]
    lines: Mapping[str, Line]
    touching: frozenset[str] = frozenset()

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


def apply_scenarios(net: Network, scenarios: Iterable[str | Scenario]) -> Network:
    """Return the network with scenarios applied, in whatever order they are given.

    Scenarios that are applied already are applied again with the new ones to the network
    they began from, so a chain of calls and one call give the same.

    Raises
    ------
    ScenarioError
        With every fault: an unknown id, a selection of nothing, a value out of range, two
        overrides of one value, a missing requirement, a conflict.
    """
    return apply_with_changes(net, scenarios_of(scenarios))[0]


def applied(net: Network, card: Scenario) -> tuple[Network, Changes]:
    """Return :func:`apply_with_changes` of one card, made once: it is checked, then compared."""
    return net.once(_applied, card, most=_KEPT)


def _applied(net: Network, card: Scenario) -> tuple[Network, Changes]:
    return apply_with_changes(net, [card])


def apply_with_changes(net: Network, scenarios: Sequence[Scenario]) -> tuple[Network, Changes]:
    """Return the network with scenarios applied, and what they change in its base."""
    base = net.base or net
    try:
        chosen = with_required([*net.scenarios, *scenarios])
    except ScenarioError as error:
        raise ScenarioError([*error.faults, *_more_faults(base, net, scenarios)]) from None
    changes = resolve(base, chosen)
    elsewhere = [card.id for card in scenarios if card.id not in changes.touching]
    if elsewhere:
        raise ScenarioError(
            [f"{name}: nothing that it changes lies in {base.name!r}" for name in elsewhere]
        )
    return changed_network(base, changes, chosen) if chosen else base, changes


def _more_faults(base: Network, net: Network, scenarios: Sequence[Scenario]) -> list[str]:
    """Return what is wrong with scenarios besides what cannot be combined or is missing."""
    known = {card.id: card for card in (*net.scenarios, *scenarios)}
    try:
        resolve(base, list(known.values()))
    except ScenarioError as error:
        return [fault for fault in error.faults if "; an order would decide" not in fault]
    return []


def resolve(base: Network, chosen: Sequence[Scenario]) -> Changes:
    """Return what scenarios change in a network.

    Of the part of a network, only what lies in it: a word that selects nothing is no fault, and
    a row that refers to what the part lacks is not added.
    """
    tables = {name: base.table(name) for name in base.table_names}
    added, lines, faults = _add_rows(tables, chosen, whole=base.complete)
    lookup = Lookup(tables) if added else base.lookup
    resolver = Resolver(tables, lookup, strict=base.complete)
    cells = [
        cell
        for card in chosen
        for number, override in enumerate(card.overrides, start=1)
        if override.action != "add"
        for cell in resolver.cells(override, (card.id, number))
    ]
    cells += _kept_shut(cells, base, resolver)
    merged = {cell.place: [cell] for cell in _felt_by(added, base, resolver)}
    merged |= resolver.merged(cells)
    faults += resolver.faults
    touching = {owner[0] for owner in (*resolver.selecting, *added.values())}
    changes = Changes(tables, merged, added, lines, frozenset(touching))
    if added and base.complete:
        faults += faults_of_additions(tables, added)
        faults += implausible(tables, added, lines)
    if faults and base.complete:
        # Where there are other faults, those of the rows are told with them.
        within = {place: of for place, of in merged.items() if place not in resolver.outside}
        faults += _table_faults(Changes(tables, within, added, lines))
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults)))
    return changes


def _table_faults(changes: Changes) -> list[str]:
    """Return what the checks of whole tables find in rows that came, or whose length changed."""
    if not changes.structural:
        return []
    links = changes.tables["links"]["link_id"]
    lengths = {
        ("links", str(links[row])): cells[-1].owner
        for (_, row, column), cells in changes.cells.items()
        if column == "length_km"
    }
    tables = {**changes.tables, **changes.changed_tables()}
    return faults_of_rows(tables, {**changes.added, **lengths})


def _felt_by(
    added: Mapping[tuple[str, str], Owner], base: Network, resolver: Resolver
) -> list[Cell]:
    """Return what the events of the day change in the rows that scenarios add to it.

    What the scenarios themselves change there goes before.
    """
    if not (added and base.felt):
        return []
    tables = resolver.tables
    rows = {
        (name, tables[name].index(*KEY_COLUMNS[name])[key if len(key) > 1 else key[0]])
        for name, key in ((name, tuple(words.split(" "))) for name, words in added)
        if name in CHANGE_COLUMNS
    }
    return [cell for cell in _cells_of_events(base, resolver) if cell.place[:2] in rows]


def _cells_of_events(base: Network, resolver: Resolver) -> Iterator[Cell]:
    """Return what the events of the day give values, in the order in which they began."""
    by_id = {str(event["event_id"]): event for event in base.table("events")}
    found = Resolver(resolver.tables, resolver.lookup, strict=False)
    for name in base.felt:
        yield from found.cells(event_override(by_id[name]), (name, 1))


def _kept_shut(cells: Sequence[Cell], base: Network, resolver: Resolver) -> list[Cell]:
    """Return the crossings that events of the day keep shut, where they only would come along.

    A card that opens a railway opens its planned crossing, not a border that is closed.
    """
    along = {cell.place for cell in cells if cell.implied and cell.table == "border_crossings"}
    along -= {cell.place for cell in cells if not cell.implied}
    if not (along and base.felt):
        return []
    last = {cell.place: cell for cell in _cells_of_events(base, resolver) if cell.place in along}
    return [cell for cell in last.values() if cell.value == STATUS_AFTER["close"]]


def _add_rows(
    tables: dict[str, Table], chosen: Sequence[Scenario], *, whole: bool
) -> tuple[dict[tuple[str, str], Owner], dict[str, Line], list[str]]:
    """Add the rows of ``add`` overrides to the tables; return who added what, and faults."""
    made = _Rows(tables, None if whole else _ids(tables))
    for card, number, override in _additions(chosen):
        owner = (card.id, number)
        values = override.cells(*card.sourced(override))
        if override.table == "corridor_links":
            _name_gate(tables, values)
        if not made.take(override.table, values, owner):
            continue
        if override.line:
            made.lines[str(values["link_id"])] = list(override.line)
    made.put()
    for card, number, override in _additions(chosen):
        if override.as_at:
            made.take_as_at(override, (card.id, number))
    made.put()
    return made.added, made.lines, made.faults


def _name_gate(tables: Mapping[str, Table], values: dict) -> None:
    """Give a row of a gate the name that the gate has."""
    members = tables["corridor_links"]
    columns = (members[name] for name in ("corridor_id", "gate", "gate_name"))
    for corridor, gate, name in zip(*columns, strict=True):
        if (corridor, gate) == (values["corridor_id"], values["gate"]) and not values["gate_name"]:
            values["gate_name"] = name


class _Rows:
    """Rows that are added to tables; ``known`` ids if what refers to others is left out."""

    def __init__(self, tables: dict[str, Table], known: dict[str, set[str]] | None) -> None:
        self.tables, self.known = tables, known
        self.added: dict[tuple[str, str], Owner] = {}
        self.lines: dict[str, Line] = {}
        self.faults: list[str] = []
        self.rows: dict[str, list[dict]] = {}

    def take(self, table: str, values: dict, owner: Owner) -> bool:
        """Take a row, if what it refers to is there."""
        if self.known is not None and not _takes(self.known, table, values):
            return False
        key = (table, key_of(table, values))
        if key in self.added or values_exist(self.tables[table], key[1]):
            self._fault(owner, f"{key[1]!r} stands in {table} already")
        self.added[key] = owner
        self.rows.setdefault(table, []).append(values)
        return True

    def take_as_at(self, override: Override, owner: Owner) -> None:
        """Take the rows that an added link, or the link of a service, lacks at its ends."""
        links = self.tables["links"]
        row = links.index("link_id").get(dict(override.row)["link_id"])
        if row is None:
            return
        link = {name: links[name][row] for name in links.columns}
        rows, faults = rows_as_at(self.tables, link, override.as_at)
        for table, values in rows:
            if (table, key_of(table, values)) not in self.added:
                self.take(table, values, owner)
        for fault in faults if self.known is None else ():
            self._fault(owner, fault)

    def put(self) -> None:
        """Put the rows into their tables."""
        for name, fresh in self.rows.items():
            old = self.tables[name].columns
            columns = {n: (*v, *(row[n] for row in fresh)) for n, v in old.items()}
            self.tables[name] = Table(name, columns).sorted_by_key()
        self.rows = {}

    def _fault(self, owner: Owner, what: str) -> None:
        self.faults.append(f"{owner[0]}: override {owner[1]}: {what}")


def _additions(chosen: Sequence[Scenario]) -> list[tuple[Scenario, int, Override]]:
    """Return the overrides that add rows, with their card and number: nodes before links."""
    found = [
        (card, number, override)
        for card in chosen
        for number, override in enumerate(card.overrides, start=1)
        if override.action == "add"
    ]
    return sorted(found, key=lambda addition: list(KEY_COLUMNS).index(addition[2].table))


def _ids(tables: Mapping[str, Table]) -> dict[str, set[str]]:
    """Return the ids that rows can refer to, by ``table.column``."""
    keys = {column.key for columns in schema().values() for column in columns.values()}
    return {key: set(tables[key.split(".")[0]][key.split(".")[1]]) for key in keys if "." in key}


def _takes(known: dict[str, set[str]], table: str, values: Mapping) -> bool:
    """Say whether all that a row refers to is there; if so, others may refer to it."""
    for name, column in schema()[table].items():
        if column.key in known and values[name] and values[name] not in known[column.key]:
            return False
    for name in schema()[table]:
        if f"{table}.{name}" in known:
            known[f"{table}.{name}"].add(values[name])
    return True


def values_exist(table: Table, key: str) -> bool:
    """Say whether a table has a row of that key."""
    columns = (table[name] for name in KEY_COLUMNS[table.name])
    return any(" ".join(map(str, row)) == key for row in zip(*columns, strict=True))


def changed_network(
    base: Network, changes: Changes, chosen: Sequence[Scenario], **history: Any
) -> Network:
    """Return the network after changes: with other values, or checked anew where rows came."""
    tables = changes.changed_tables()
    names = " + ".join(card.id for card in chosen)
    noun = "scenario" if len(chosen) == 1 else "scenarios"
    history = {
        "situation": f"{base.situation}; {noun} {names}",
        "base": base if chosen else None,
        "scenarios": tuple(chosen),
        "reference": base.reference,
        "felt": base.felt,
        "day": base.day,
        **history,
    }
    if not changes.structural:
        return base.replaced(tables, places=frozenset(changes.cells), **history)
    try:
        return base.replaced({**changes.tables, **tables}, lines=changes.lines, **history)
    except DataError as error:
        faults = _table_faults(changes) or error.faults
        told = [
            fault if ": override " in fault else f"{names or 'events'}: {fault}" for fault in faults
        ]
        raise ScenarioError(told) from None
