"""What a reader of an itinerary must know: the events that touch it, or keep it from a way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.compiled import compiled
from corridors.network.changes.events import event_override, evidence_ends
from corridors.network.changes.resolve import Cell, Resolver
from corridors.routing.plan import plan_of

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.schema import Value
    from corridors.routing.doors import Way
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.plan import Plan
    from corridors.routing.question import Question

_MOST_NAMES = 3
_MOST_EVENTS = 5


@dataclass(frozen=True, eq=False)
class Felt:
    """An event that a network feels, and the arcs that it touches there.

    ``shut`` are those of them that may not be used because of it.
    """

    event: dict[str, Value]
    arcs: frozenset[int]
    shut: frozenset[int]

    @property
    def told(self) -> str:
        """Title, dates and source, for people."""
        first, last = str(self.event["from"]), str(self.event["to"])
        when = f"{first} to {last}" if last else f"since {first}"
        return f"{self.event['title']} ({when}; {self.event['source_id']})"


def felt_events(net: Network) -> tuple[Felt, ...]:
    """Return the events that a network feels, with the arcs that they touch."""
    return net.once(_felt)


def _felt(net: Network) -> tuple[Felt, ...]:
    if not net.felt:
        return ()
    table = net.table("events")
    rows = {str(event["event_id"]): event for event in table}
    resolver = Resolver(
        {name: net.table(name) for name in net.table_names}, net.lookup, strict=False
    )
    last: dict[tuple[str, int, str], Cell] = {}  # of events on one value, the last is felt
    for name in net.felt:
        cells = resolver.cells(event_override(rows[name]), (name, 1))
        last |= {cell.place: cell for cell in cells}
    places: dict[str, set[tuple[str, int]]] = {name: set() for name in net.felt}
    for (table_name, row, _), cell in last.items():
        places[cell.owner[0]].add((table_name, row))
    return tuple(_with_arcs(net, rows[name], places[name]) for name in net.felt)


def _with_arcs(net: Network, event: dict[str, Value], places: set[tuple[str, int]]) -> Felt:
    graph = compiled(net)
    found: set[int] = set()
    for ref in places:
        for group in graph.dependents.get(ref, ()):
            found |= {arc for arc in graph.groups[group] if _uses(net, arc, ref)}
    shut = {arc for arc in found if not graph.arcs["open"][arc]}
    closes = event["action"] == "close"
    return Felt(event, frozenset(found), frozenset(shut if closes else ()))


def _uses(net: Network, arc: int, ref: tuple[str, int]) -> bool:
    """Say whether a row of a table is what an arc is, or is priced or timed by."""
    graph = compiled(net)
    if ref[0] == "links":
        return int(graph.arcs["link"][arc]) == ref[1]
    return ref in graph.refs[arc]


# -- what is shut ---------------------------------------------------------------------------------


def reopened(question: Question) -> Plan | None:
    """Return the plan as if no event had shut anything; ``None``: none has."""
    net = question.network
    arcs = sorted({arc for felt in felt_events(net) for arc in felt.shut})
    if not arcs:
        return None
    free = plan_of(net, question.conditions, any_status=True).weights
    weights = question.plan.weights.copy()
    weights[arcs] = free[arcs]
    return question.plan.weighing(weights)


def shut_on(question: Question, arcs: Sequence[int]) -> str:
    """Name the events that shut a way, and where; ``""`` if none does."""
    on, parts = set(arcs), []
    for felt in felt_events(question.network):
        hit = [arc for arc in arcs if arc in felt.shut]
        if hit and on:
            parts.append(f"{_where(question.network, hit)}: {felt.told}")
    return "; ".join(parts)


def _where(net: Network, arcs: Iterable[int]) -> str:
    """Return the names of the crossings or links of some arcs."""
    graph, crossings, links = compiled(net), net.table("border_crossings"), net.table("links")
    names: dict[str, None] = {}
    for arc in arcs:
        table, row = graph.refs[arc][1]
        if table == "border_crossings":
            names[str(crossings["name"][row])] = None
        elif (link := int(graph.arcs["link"][arc])) >= 0:
            names[str(links["name"][link])] = None
    told = list(names)
    more = f" and {len(told) - _MOST_NAMES} more" if len(told) > _MOST_NAMES else ""
    return ", ".join(told[:_MOST_NAMES]) + more


# -- of an itinerary ------------------------------------------------------------------------------


def notes_of(question: Question, way: Way) -> tuple[str, ...]:
    """Return what events have to do with a way, and where the evidence on them ends."""
    net = question.network
    if net.day is None:
        return ()
    on = set(way.arcs)
    every = felt_events(net)
    touching = [felt.told for felt in every if not on.isdisjoint(felt.arcs)]
    notes = [f"On the way: {told}." for told in touching[:_MOST_EVENTS]]
    rest = len(every) - min(len(touching), _MOST_EVENTS)
    if rest:
        where = "elsewhere" if len(touching) <= _MOST_EVENTS else "on the way or elsewhere"
        notes.append(f"{rest} {'more ' if notes else ''}event{'s' * (rest > 1)} {where}.")
    return tuple([*notes, *filter(None, [evidence_ends(net)])])


def told(question: Question, trip: Itinerary) -> Itinerary:
    """Return an itinerary with notes on the better ways that it does not take, and why."""
    extra = [note for note in (_shut_note(question), _ferry_note(question, trip)) if note]
    return replace(trip, notes=(*extra, *trip.notes)) if extra else trip


def _shut_note(question: Question) -> str:
    plan = reopened(question)
    way = None if plan is None else question.under(plan).best()
    shut = "" if way is None else shut_on(question, way.arcs)
    return f"The best way would go by what is shut: {shut}." if shut else ""


def _ferry_note(question: Question, trip: Itinerary) -> str:
    """Say what a train ferry would make of a way by rail, where the modes leave it out."""
    modes = question.conditions.modes or ()
    if "rail" not in modes or "ferry" in modes:
        return ""
    wider = question.conditions.with_(modes=(*modes, "ferry"))
    other = replace(question.under(plan_of(question.network, wider)), conditions=wider)
    way = other.best()
    if way is None:
        return ""
    here = np.array([getattr(trip, total) for total in ("cost_usd", "time_h")])
    beside = other.itinerary(way)
    there = np.array([beside.cost_usd, beside.time_h])
    if "ferry" not in beside.modes or (there >= here).all():
        return ""
    names = [leg.name for leg in beside.steps if leg.mode == "ferry" and leg.km]
    return (
        f"With ferry among the modes it is {beside.cost_usd:,.0f} USD and "
        f"{beside.time_h / 24:.1f} days, by {', '.join(names)}."
    )
