"""What events known to go on have shut of a way of the reference year, which feels none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from corridors.graph.compiled import compiled
from corridors.network.changes.apply import resolve
from corridors.network.changes.event_rows import event_override
from corridors.network.changes.events import evidence
from corridors.network.changes.events import felt_events as events_of
from corridors.network.changes.resolve import STATUS_AFTER, Resolver
from corridors.routing.notes.felt import passage_name, shut_since
from corridors.vocabulary import listed

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.schema import Value

_SHUT = STATUS_AFTER["close"]
_MOST_NAMES = 3
#: What the sentence begins with, and what it ends with; between them stand its parts.
_BEGINS, _ENDS = "Today (events known up to ", "; ask with a departure for what is open."
_CUT, _AND = ") this is cut: ", "; and "

#: A row by table and number.
Row = tuple[str, int]


def cut_today(net: Network, arcs: Sequence[int]) -> str:
    """Say of a way of the reference year that it is cut on the last day that events tell of.

    Empty if it is not, and of a network that feels the events of a day, or for which the
    reference year was chosen in so many words.

    Parameters
    ----------
    net
        The network.
    arcs
        The arcs of the way.
    """
    if net.day is not None or net.reference is not None:
        return ""
    cuts = net.once(_cuts)
    on: dict[str, tuple[dict[str, Value], list[Row]]] = {}
    for arc in arcs:
        for row, event in cuts.get(arc, ()):
            on.setdefault(str(event["event_id"]), (event, []))[1].append(row)
    known = evidence(net)
    if not on or known is None:
        return ""
    parts = [_part(net, *one) for _, one in sorted(on.items())]
    return f"{_BEGINS}{known[1]}{_CUT}{_AND.join(parts)}{_ENDS}"


def cuts_in_one(notes: Iterable[str]) -> list[str]:
    """Return notes with all of :func:`cut_today` in one, where the first stands.

    Examples
    --------
    >>> day = "Today (events known up to 2026-06-30) this is cut: "
    >>> end = "; ask with a departure for what is open."
    >>> cuts_in_one([f"{day}A{end}", "Other.", f"{day}A; and B{end}"])
    ['Today (events known up to 2026-06-30) this is cut: A; and B; ask with a departure for \
what is open.', 'Other.']
    """
    told, parts, first = [], dict[str, None](), ""
    for note in notes:
        if not note.startswith(_BEGINS):
            told.append(note)
            continue
        head, _, rest = note.removesuffix(_ENDS).partition(_CUT)
        if not first:
            first = head
            told.append(first)
        parts |= dict.fromkeys(rest.split(_AND))
    whole = f"{first}{_CUT}{_AND.join(parts)}{_ENDS}"
    return [whole if first and note == first else note for note in told]


def _shut(net: Network) -> dict[Row, dict[str, Value]]:
    """Return the rows that events shut on the last day of which they tell, with the event."""
    known = evidence(net)
    if known is None:
        return {}
    tables = {name: net.table(name) for name in net.table_names}
    resolver = Resolver(tables, net.lookup, strict=False)
    last: dict[Row, tuple[Value, dict[str, Value]]] = {}
    for event in events_of(net, known[1]):
        if event["action"] in STATUS_AFTER:
            for cell in resolver.cells(event_override(event), (str(event["event_id"]), 1)):
                last[cell.place[:2]] = cell.value, event
    decided = _decided(net)
    return {row: event for row, (value, event) in last.items()
            if value == _SHUT and row not in decided}  # fmt: skip


def _cuts(net: Network) -> dict[int, list[tuple[Row, dict[str, Value]]]]:
    """Return the shut rows of which arcs are made, priced or timed, with the events, arc by arc."""
    graph = compiled(net)
    found: dict[int, list[tuple[Row, dict[str, Value]]]] = {}
    for row, event in sorted(_shut(net).items(), key=itemgetter(0)):
        for arc in {arc for group in graph.dependents.get(row, ()) for arc in graph.groups[group]}:
            if row in {("links", int(graph.arcs["link"][arc])), *graph.refs[arc]}:
                found.setdefault(arc, []).append((row, event))
    return found


def _decided(net: Network) -> set[Row]:
    """Return the rows whose status cards say themselves, whatever events make of them."""
    if not net.scenarios:
        return set()
    cells = resolve(net.base or net, net.scenarios).cells
    return {
        place[:2]
        for place, group in cells.items()
        if place[2] == "status" and not group[-1].implied
    }


def _part(net: Network, event: dict[str, Value], rows: Iterable[Row]) -> str:
    """Return by what a way is cut, since when and by which source."""
    passages = dict(event_override(event).selection).get("passage", ())
    names = [passage_name(name) for name in passages]
    if not names:
        names = list(dict.fromkeys(str(net.table(table)["name"][row]) for table, row in rows))
        names = names[:_MOST_NAMES]
    return f"the way by {listed(names)} {shut_since(net, event)}"
