"""The events that a network feels: what they touch, what they shut, and what would be open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.graph.compiled import compiled
from corridors.graph.delta import priced_by
from corridors.network.changes.apply import resolve
from corridors.network.changes.event_rows import event_override
from corridors.network.changes.resolve import Resolver
from corridors.network.prices import PRICE_COLUMNS, Price
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.plan import plan_of

if TYPE_CHECKING:
    from corridors.network.changes.cards import Scenario
    from corridors.network.network import Network
    from corridors.network.schema import Value
    from corridors.routing.plan import Plan
    from corridors.routing.question import Question

_MOST_NAMES = 3
_PLANS = 4
_WITH_STATUS = ("links", "border_crossings", "services")


@dataclass(frozen=True, eq=False)
class Felt:
    """An event that a network feels: the rows that it changes, the arcs that are made of them.

    ``shut`` are those of them that may not be used because of it.
    """

    event: dict[str, Value]
    places: frozenset[tuple[str, int]]
    arcs: frozenset[int]
    shut: frozenset[int]
    source: str

    @property
    def told(self) -> str:
        """Title, dates and source, for people."""
        return f"{self.event['title']} ({period(self.event)}; {self.source})"


def period(event: Mapping[str, Value]) -> str:
    """Say of which days an event is: ``2026-03-01 to 2026-04-01``, or ``since 2026-03-01``."""
    return f"{event['from']} to {event['to']}" if event["to"] else f"since {event['from']}"


def shut_since(net: Network, event: Mapping[str, Value]) -> str:
    """Say how long what an event shuts is shut, why, and who says so."""
    when = f"from {period(event)}" if event["to"] else period(event)
    return f"{when} ({event['title']}; {source_text(net, str(event['source_id']))})"


def passage_name(passage: str) -> str:
    """Return what people call a passage.

    Examples
    --------
    >>> passage_name("bab-el-mandeb")
    'Bab El Mandeb'
    """
    return passage.replace("-", " ").title()


def felt_events(net: Network) -> tuple[Felt, ...]:
    """Return the events that a network feels, with the arcs that they touch."""
    return net.once(_felt)


def concerns(felt: Felt, shipment: Shipment) -> bool:
    """Say whether an event concerns a shipment: one on a price that it does not pay does not.

    A surcharge of 20-foot boxes is none of a 40-foot box.
    """
    column = felt.event["column"]
    return column not in PRICE_COLUMNS or bool(
        shipment.pays(Price(*(float(name == column) for name in PRICE_COLUMNS)))
    )


def _felt(net: Network) -> tuple[Felt, ...]:
    if not net.felt:
        return ()
    rows = {str(event["event_id"]): event for event in net.table("events")}
    last: dict[tuple[str, int, str], str] = {}  # of events on one value, the last is felt
    for name in net.felt:
        last |= dict.fromkeys(_places(net, rows[name]), name)
    places: dict[str, set[tuple[str, int]]] = {name: set() for name in net.felt}
    for place in last.keys() - _decided(net):
        places[last[place]].add(place[:2])
    return tuple(_with_arcs(net, rows[name], places[name]) for name in net.felt)


def _places(net: Network, event: dict[str, Value]) -> set[tuple[str, int, str]]:
    """Return the cells that an event changes: in the tables before it, and in added rows."""
    found: set[tuple[str, int, str]] = set()
    override, owner = event_override(event), (str(event["event_id"]), 1)
    for one in {id(one): one for one in ((net.base or net).reference, net) if one}.values():
        tables = {name: one.table(name) for name in one.table_names}
        resolver = Resolver(tables, one.lookup, strict=False)
        found |= {cell.place for cell in resolver.cells(override, owner)}
    return found


def _decided(net: Network) -> set[tuple[str, int, str]]:
    """Return the cells to which scenarios give values, whatever events make of them."""
    cards = {card.id: card.overrides for card in net.scenarios}
    if not cards:
        return set()
    found = set()
    for place, cells in resolve(net.base or net, net.scenarios).cells.items():
        if cells[-1].owner[0] not in cards:
            continue  # an event has the last word: what would only come along stays shut
        for name, number in (cell.owner for cell in cells if cell.owner[0] in cards):
            override = cards[name][number - 1]
            if override.action != "change" or override.op == "set":
                found.add(place)
    return found


def _with_arcs(net: Network, event: dict[str, Value], places: set[tuple[str, int]]) -> Felt:
    graph = compiled(net)
    found: set[int] = set()
    for ref in places:
        for group in graph.dependents.get(ref, ()):
            found |= {arc for arc in graph.groups[group] if _uses(net, arc, ref)}
    shut = {arc for arc in found if not graph.arcs["open"][arc]}
    closes, source = event["action"] == "close", source_text(net, str(event["source_id"]))
    return Felt(
        event, frozenset(places), frozenset(found), frozenset(shut if closes else ()), source
    )


def source_text(net: Network, name: str) -> str:
    """Name a source, for people: who published it, and its id."""
    sources = net.table("sources")
    publisher = sources["publisher"][sources.index("source_id")[name]]
    return f"source: {publisher}, {name}" if publisher else f"source: {name}"


def _uses(net: Network, arc: int, ref: tuple[str, int]) -> bool:
    """Say whether a row of a table is what an arc is, or is priced or timed by."""
    graph = compiled(net)
    if ref[0] == "links":
        return int(graph.arcs["link"][arc]) == ref[1]
    return ref in graph.refs[arc] or (
        ref[0] == graph.refs[arc][0][0] == "tariffs" and arc in priced_by(graph, ref[1])
    )


# -- what is shut ---------------------------------------------------------------------------------


def reopened(question: Question) -> Plan | None:
    """Return the plan as if no event had shut anything; ``None``: none has."""
    said = question.conditions
    return question.network.once(
        _reopened, said.weight, said.shipment, said.modes, said.avoid, said.irregular, most=_PLANS
    )


def _reopened(
    net: Network,
    weight: str | tuple[tuple[str, float], ...],
    shipment: Shipment,
    modes: tuple[str, ...] | None,
    avoid: tuple[str, ...],
    irregular: bool,  # noqa: FBT001  told by place, as all that a network keeps
) -> Plan | None:
    arcs = list(net.once(_shut_by_events))
    if not arcs:
        return None
    said = Conditions(
        weight=weight, shipment=shipment, modes=modes, avoid=avoid, irregular=irregular
    )
    plan = plan_of(net, said)
    weights = plan.weights.copy()
    weights[arcs] = plan_of(net, said, any_status=True).weights[arcs]
    return plan.weighing(weights)


def _shut_by_events(net: Network) -> tuple[int, ...]:
    """Return the arcs that would be open if no event had shut their link, crossing or service."""
    graph = compiled(net)
    closing = [felt for felt in felt_events(net) if felt.shut]
    places = {place for felt in closing for place in felt.places}
    groups = {group for place in places for group in graph.dependents.get(place, ())}
    status = {name: net.table(name)["status"] for name in _WITH_STATUS}

    def shut_anyway(arc: int) -> bool:
        rows = {("links", int(graph.arcs["link"][arc])), *graph.refs[arc]}
        return any(
            status[name][row] != "operational"
            for name, row in rows - places
            if name in status and row >= 0
        )

    found = {arc for group in groups for arc in graph.groups[group] if not graph.arcs["open"][arc]}
    return tuple(sorted(arc for arc in found if not shut_anyway(arc)))


def shutting(net: Network, arcs: Sequence[int]) -> tuple[Felt, ...]:
    """Return the events that shut a way."""
    on = set(arcs)
    return tuple(felt for felt in felt_events(net) if not on.isdisjoint(felt.shut))


def shut_on(question: Question, arcs: Sequence[int]) -> str:
    """Name what events have shut on a way, with the event, its date and its source."""
    return _shut_text(question.network, arcs)


def shut_of_card(net: Network, card: Scenario) -> str:
    """Name what events have shut of the links that a card adds; ``""`` of none.

    Parameters
    ----------
    net
        The network of a day, with the card.
    card
        The card.

    Examples
    --------
    >>> import corridors as co
    >>> card = co.scenario("karachi-istanbul-direct-weekly")
    >>> net = co.load(as_of="2026-05-01").apply(card)
    >>> shut_of_card(net, card)[:49]
    'Karachi - Ambarlı direct is shut since 2026-03-01'
    """
    added = [
        str(dict(one.row)["link_id"])
        for one in card.overrides
        if one.action == "add" and one.table == "links" and one.row
    ]
    known = compiled(net).arcs_of_link
    return _shut_text(net, [arc for link in added for arc in known.get(link, ())])


def _shut_text(net: Network, arcs: Sequence[int]) -> str:
    parts = []
    for felt in shutting(net, arcs):
        where = _where(net, felt, [arc for arc in arcs if arc in felt.shut])
        parts.append(f"{where} is shut {shut_since(net, felt.event)}")
    return "; ".join(parts)


def _where(net: Network, felt: Felt, arcs: Iterable[int]) -> str:
    """Return the names of the crossings, links or services of some arcs that an event shut."""
    names: dict[str, None] = {}
    for table, row in sorted(felt.places):
        if any(_uses(net, arc, (table, row)) for arc in arcs):
            names[str(net.table(table)["name"][row])] = None
    told = list(names)
    more = f" and {len(told) - _MOST_NAMES} more" if len(told) > _MOST_NAMES else ""
    return ", ".join(told[:_MOST_NAMES]) + more
