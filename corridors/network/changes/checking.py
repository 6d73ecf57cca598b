"""A card checked against a network: refused by what would refuse it, and what it does not do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.errors import ScenarioError, suggesting
from corridors.network.changes.additions import KEY_COLUMNS, key_of
from corridors.network.changes.apply import Changes, applied
from corridors.network.changes.cards import Scenario, drafted, scenarios_of
from corridors.network.changes.mending import numbers, trials
from corridors.network.changes.overrides import STATUS_TABLES
from corridors.network.changes.plausible import implausible
from corridors.network.changes.reading import Draft, read_draft
from corridors.network.changes.resolve import Cell, word_faults

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.tables import Table

#: Tables whose values are kept, and that no way depends on.
_OF_PIPES = "{} are kept; only studies of pipelines (co.pipeline, 'corridors gas') heed them"
_UNUSED = {
    "capacities": "capacities are kept; only flows heed them",
    **{name: _OF_PIPES.format(name) for name in ("pipelines", "offtakes", "energy_prices")},
}
_AS_NOW = {
    "close": "none of it is in operation",
    "open": "all of it is in operation",
    "change": "all values are so already",
}
OPERATIONAL = "operational"


@dataclass(frozen=True)
class Checked:
    """What a check of a card finds.

    ``faults`` are those for which :meth:`Network.apply`, and so every verb, refuses it; ``notes``
    say which overrides change nothing, or what nothing uses; ``values`` how many values each
    override changes, by its number.
    """

    name: str
    card: Scenario | None
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()
    values: Mapping[int, int] | None = None


def check_card(net: Network, given: str | Path | Scenario) -> Checked:
    """Return what is wrong with a card on a network, all of it, and what it does not do.

    Parameters
    ----------
    net
        The network that it would be applied to.
    given
        A card, the id of an embedded one or a ``.toml`` file. A file that cannot be read to its
        end is checked as far as it can.
    """
    if isinstance(given, Scenario) or not str(given).endswith(".toml"):
        card = scenarios_of(str(given) if isinstance(given, Path) else given)[0]
        faults, changes = _applied(net, card)
        return Checked(card.id, card, tuple(faults)) if changes is None else _told(card, changes)
    draft = read_draft(Path(given))
    made, found = drafted(draft)
    changes = None
    if made is not None and not draft.faulty:
        faults, changes = _applied(net, made)
        found += _as_in_file(draft, made, faults)
    else:
        found += _faults_of_trials(net, draft)
    found += [
        f"override {number}: {fault}"
        for number, (table, selection) in draft.selections.items()
        for fault in word_faults((net.base or net).lookup, table, selection)
    ]
    if found or made is None or changes is None:
        faults = [draft.at(fault) for fault in sorted(dict.fromkeys(found), key=_by_number)]
        return Checked(draft.file.name, made, tuple(faults))
    return _told(made, changes)


def _as_in_file(draft: Draft, card: Scenario, faults: Iterable[str]) -> list[str]:
    """Return the faults of a card made of a draft, by the numbers of the overrides in the file."""
    plain = (fault.removeprefix(f"{card.id}: ") for fault in faults)
    return [draft.renumbered(fault, numbers(draft)) for fault in plain]


def _faults_of_trials(net: Network, draft: Draft) -> list[str]:
    """Return what is wrong with a draft whatever stands where it cannot be read."""
    base = net.base or net
    tables = {name: base.table(name) for name in base.table_names}
    each = [_as_in_file(draft, card, _applied(net, card)[0]) for card in trials(draft, tables)]
    return [fault for fault in each[0] if fault in each[-1]] if each else []


def _by_number(fault: str) -> int:
    numbered = re.match(r"override (\d+)", fault)
    return int(numbered[1]) if numbered else 0


def _applied(net: Network, card: Scenario) -> tuple[list[str], Changes | None]:
    """Return the faults for which a network refuses a card, or what it changes."""
    try:
        return [], applied(net, card)[1]
    except ScenarioError as error:
        return list(error.faults), None


def _told(card: Scenario, changes: Changes) -> Checked:
    counts = values_changed(card, changes)
    return Checked(card.id, card, (), tuple(notes_on(card, changes)), counts)


def values_changed(card: Scenario, changes: Changes) -> Counter[int]:
    """Return how many values each override of a card changes, by its number."""
    owners = [cell.owner for cells in changes.cells.values() for cell in cells]
    return Counter(n for name, n in [*owners, *changes.added.values()] if name == card.id)


def notes_on(card: Scenario, changes: Changes) -> Iterator[str]:
    """Return which overrides of a card change nothing, what nothing uses, and unknown sources."""
    by_owner: dict[tuple[str, int], list[Cell]] = {}
    for cells in changes.cells.values():
        for cell in cells:
            by_owner.setdefault(cell.owner, []).append(cell)
    after = {**changes.tables, **changes.changed_tables()}
    yield from _not_known(card, changes)
    yield from _corridors_missed(changes)
    yield from _past_belief(card, changes, after)
    for number, override in enumerate(card.overrides, start=1):
        if override.action == "add":
            continue
        cells = by_owner.get((card.id, number), [])
        where = f"override {number} ({override.words})"
        if override.table in _UNUSED:
            yield f"{where}: {_UNUSED[override.table]}"
        elif not any(_does_something(cell, changes, override.action) for cell in cells):
            yield f"{where} changes nothing: {_AS_NOW[override.action]}"
        elif override.action == "change" and override.table in STATUS_TABLES:
            status = after[override.table]["status"]
            found = {str(status[cell.row]) for cell in cells}
            if OPERATIONAL not in found:
                yield (
                    f"{where} changes only what is not in operation "
                    f"({', '.join(sorted(found))}); another override can open it"
                )


def _not_known(card: Scenario, changes: Changes) -> Iterator[str]:
    """Return which sources and countries of a card the tables do not have."""
    sources = set(changes.tables["sources"]["source_id"])
    named = [*card.source_ids, *(override.source_id for override in card.overrides)]
    known = set(changes.tables["nodes"]["country"])
    for code in card.between:
        if code not in known:
            yield suggesting(f"between {code!r} is the country of no place", code, known)
    for source in dict.fromkeys(named):
        if source and source not in sources:
            yield suggesting(f"source {source!r} is not in sources.csv", source, sources)


def _past_belief(card: Scenario, changes: Changes, after: Mapping[str, Table]) -> Iterator[str]:
    """Return what cannot be after a change of values and could before: a bound, perhaps."""
    rows = {}
    for (name, row, _), cells in changes.cells.items():
        if name in KEY_COLUMNS and cells[-1].owner[0] == card.id:
            key = key_of(name, {column: after[name][column][row] for column in KEY_COLUMNS[name]})
            rows[name, key] = cells[-1].owner
    before = set(implausible(changes.tables, rows, {}))
    for fault in implausible(after, rows, {}):
        if fault not in before:
            yield fault.removeprefix(f"{card.id}: ")


def _corridors_missed(changes: Changes) -> Iterator[str]:
    """Tell added lanes that pass the gate of a corridor at sea, and are not in it."""
    links, members = changes.tables["links"], changes.tables["corridor_links"]
    passes = {
        str(link): frozenset(filter(None, str(words).split(";")))
        for link, words in zip(links["link_id"], links["passages"], strict=True)
    }
    gates: dict[tuple[str, str], list[str]] = {}
    columns = (members[name] for name in ("corridor_id", "gate", "gate_name", "link_id"))
    for corridor, gate, name, link in zip(*columns, strict=True):
        if gate and link:
            gates.setdefault((str(corridor), str(name)), []).append(str(link))
    for (corridor, name), within in gates.items():
        shared = frozenset.intersection(*(passes[link] for link in within))
        for table, key in changes.added:
            if table == "links" and key not in within and shared and shared <= passes[key]:
                yield (
                    f"link {key!r} passes {' and '.join(sorted(shared))}, as all of the gate "
                    f"{name!r} of {corridor!r} do, but is not in it, so --corridor {corridor} "
                    "does not see it: a row of corridor_links puts it there"
                )


def _does_something(cell: Cell, changes: Changes, action: str) -> bool:
    """Say whether a cell changes what goods meet: closing a planned link does not."""
    before = changes.tables[cell.table][cell.column][cell.row]
    return action == "change" or (before == OPERATIONAL) == (action == "close")
