"""What a reader of an itinerary must know: the events that touch it, or keep it from a way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.compiled import compiled
from corridors.graph.gates import irregular_boardings
from corridors.network.changes.apply import resolve
from corridors.network.changes.event_rows import event_override
from corridors.network.changes.events import evidence_ends
from corridors.network.changes.resolve import Resolver
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.conditions.service import service_note
from corridors.routing.departures import closed_days
from corridors.routing.plan import plan_of
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.schema import Value
    from corridors.routing.doors import End, Way
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.plan import Plan
    from corridors.routing.question import Question

#: More tonnes of goods than this in a box may be too heavy for a truck of 44 t (assumed).
_HEAVY_T = 26.0
#: A way within a country this much longer than the line between its ends is a detour to tell of.
_DETOUR, _DETOUR_KM = 5.0, 100.0
_MOST_NAMES = 3
_MOST_EVENTS = 5
_PLANS = 4
_ELSEWHERE, _ON_AVERAGE = "Elsewhere:", "On average"
_THERE = ": without that, the best way would pass there."
_OFF = ": without that, the best way of all, off this corridor, would pass there."
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
        first, last = str(self.event["from"]), str(self.event["to"])
        when = f"{first} to {last}" if last else f"since {first}"
        return f"{self.event['title']} ({when}; {self.source})"


def felt_events(net: Network) -> tuple[Felt, ...]:
    """Return the events that a network feels, with the arcs that they touch."""
    return net.once(_felt)


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
    closes, source = event["action"] == "close", _source(net, str(event["source_id"]))
    return Felt(
        event, frozenset(places), frozenset(found), frozenset(shut if closes else ()), source
    )


def _source(net: Network, name: str) -> str:
    """Name a source, for people: who published it, and its id."""
    sources = net.table("sources")
    publisher = sources["publisher"][sources.index("source_id")[name]]
    return f"source: {publisher}, {name}" if publisher else f"source: {name}"


def _uses(net: Network, arc: int, ref: tuple[str, int]) -> bool:
    """Say whether a row of a table is what an arc is, or is priced or timed by."""
    graph = compiled(net)
    if ref[0] == "links":
        return int(graph.arcs["link"][arc]) == ref[1]
    return ref in graph.refs[arc]


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
    arcs = list(_shut_by_events(net))
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
    net = question.network
    parts = []
    for felt in shutting(net, arcs):
        where = _where(net, felt, [arc for arc in arcs if arc in felt.shut])
        last = str(felt.event["to"])
        when = f"from {felt.event['from']} to {last}" if last else f"since {felt.event['from']}"
        parts.append(f"{where} is shut {when} ({felt.event['title']}; {felt.source})")
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


# -- of an itinerary ------------------------------------------------------------------------------


def notes_of(question: Question, arcs: Sequence[int], shut: Sequence[Felt] = ()) -> tuple[str, ...]:
    """Return what events have to do with a way, where the evidence ends, and how it goes by rail.

    ``shut`` are those that are told already, as they shut a better one.
    """
    net = question.network
    by_rail = service_note(net, arcs) if len(net.table("service_classes")) else ""
    if net.day is None:
        return (by_rail,) if by_rail else ()
    every, on = felt_events(net), set(arcs)
    touching = [felt for felt in every if not on.isdisjoint(felt.arcs)]
    notes = [f"On the way: {felt.told}." for felt in touching[:_MOST_EVENTS]]
    if len(touching) > _MOST_EVENTS:
        notes.append(f"On the way: {counted(len(touching) - _MOST_EVENTS, 'more event')}.")
    rest = len(every) - len({*touching, *shut})
    if rest:
        notes.append(f"{_ELSEWHERE} {counted(rest, 'event')}.")
    return (*notes, *filter(None, [evidence_ends(net), by_rail]))


def told(question: Question, trip: Itinerary, arcs: Sequence[int]) -> Itinerary:
    """Return an itinerary with notes on the better ways that it does not take, and why."""
    events, note = _shut_note(question)
    pair = question.labels
    ends = pair.origin_country, pair.destination_country
    about = (card.about_others(*ends) for card in question.network.scenarios)
    own = (
        _mean_note(trip), _irregular_note(question), _ferry_note(question, trip),
        _detour_note(question, trip), _weight_note(trip),
    )  # fmt: skip
    more = filter(None, (*own, *about))
    first = (*([note] if note else []), *_closed_notes(question.network, trip, arcs))
    return replace(trip, notes=(*first, *notes_of(question, arcs, events), *more))


def _closed_notes(net: Network, trip: Itinerary, arcs: Sequence[int]) -> list[str]:
    """Name the days on which crossings of the way are closed while the goods are on it."""
    if trip.arrival_window is None or trip.departure is None:
        return []
    graph, crossings = compiled(net), net.table("border_crossings")
    first, last = trip.departure.date(), trip.arrival_window[1].date()
    found: dict[str, None] = {}
    for arc in arcs:
        table, row = graph.refs[arc][1]
        if table != "border_crossings" or row < 0:
            continue
        place = str(crossings["bcp_id"][row]), str(crossings["mode"][row])
        for days in closed_days(net).get(place, ()):
            if days.first <= last and days.last >= first:
                when = (
                    f"on {days.first}"
                    if days.first == days.last
                    else (f"from {days.first} to {days.last}")
                )
                why = f"{days.reason}; {_source(net, days.source_id)}"
                found[f"On the way: {crossings['name'][row]} takes no goods {when} ({why})."] = None
    return list(found)


def _shut_note(question: Question) -> tuple[tuple[Felt, ...], str]:
    """Return the events that shut the best way there would be, and the sentence that says so.

    On a corridor whose own best way is open, those that shut the best way of all.
    """
    ends = question.origin, question.destination
    for said, words in ((question.conditions, _THERE), (_anywhere(question.conditions), _OFF)):
        if said is None:
            continue
        arcs = question.network.once(_without_events, *ends, said, most=_PLANS)
        events = shutting(question.network, arcs)
        if events:
            return events, shut_on(question, arcs) + words
    return (), ""


def _anywhere(said: Conditions) -> Conditions | None:
    return None if said.corridor is None else replace(said, corridor=None)


def _without_events(
    net: Network, origin: End, destination: End, said: Conditions
) -> tuple[int, ...]:
    """Return the best way if no event had shut anything, at the departure if there is one."""
    from corridors.graph.gates import corridor_of
    from corridors.routing.departures import scheduled_way
    from corridors.routing.question import Question

    corridor = None if said.corridor is None else corridor_of(net, said.corridor)
    question = Question(plan_of(net, said), origin, destination, said, corridor)
    plan = reopened(question)
    if plan is None or question.refusal():
        return ()
    there = question.under(plan)
    way = there.best() if said.departure is None else scheduled_way(there, said.departure)
    return way.arcs if way else ()


def notes_of_all(trips: Iterable[Itinerary]) -> list[str]:
    """Return the notes of several itineraries, each once.

    How many events lie elsewhere is another number for each; the situation tells of how many. The
    days on average are of one way alone.
    """
    notes = dict.fromkeys(note for trip in trips for note in trip.notes)
    return [
        note
        for note in notes
        if not note.startswith((_ELSEWHERE, _ON_AVERAGE))
        and not (note.endswith(_OFF) and note.removesuffix(_OFF) + _THERE in notes)
    ]


def _mean_note(trip: Itinerary) -> str:
    """Say what a way takes on average, where the timetable makes that other days than planned."""
    planned, mean = (f"{hours / 24:.1f}" for hours in (trip.time_h, trip.time_mean_h))
    if planned == mean:
        return ""
    return (
        f"{_ON_AVERAGE} it takes {mean} days, by plan {planned}: whoever is earlier or later than "
        "planned meets other opening hours and departures."
    )


def _weight_note(trip: Itinerary) -> str:
    """Say that a load is heavy for a road, where trucks carry it."""
    goods, by_road = trip.shipment, {"road", "access"} & {leg.mode for leg in trip.steps if leg.km}
    if goods.commodity != "container" or goods.cargo_t <= _HEAVY_T or not by_road:
        return ""
    return (
        f"{goods.cargo_t:g} t in one container is heavy for a road: truck, trailer and box add "
        "some 18 t, and many countries stop at 40 to 44 t, or less by axle; no limit is checked."
    )


def _detour_note(question: Question, trip: Itinerary) -> str:
    """Say of a way within one country that it goes far round for want of modes."""
    if question.home != question.away or question.conditions.via or question.corridor:
        return ""
    names, ends = question.network.gazetteer, (question.origin.place, question.destination.place)
    apart = names.apart_km(*ends)
    if trip.distance_km <= max(_DETOUR * apart, apart + _DETOUR_KM):
        return ""
    return f"A detour: {trip.distance_km:,.0f} km between places that are {apart:,.0f} km apart."


def _irregular_note(question: Question) -> str:
    """Say what a service that nobody can count on would make better, where none is asked for."""
    way, names = by_irregular(question)
    if way is None:
        return ""
    trip = question.itinerary(way)
    return (
        f"{names} would do better, {trip.cost_usd:,.0f} USD and {trip.time_h / 24:.1f} days, but "
        "runs now and then only: irregular=True (--irregular) takes it."
    )


def by_irregular(question: Question) -> tuple[Way | None, str]:
    """Return the best way that uses an irregular service, and its name; ``None``: none is better.

    Of a question that asks for such services, there is none better.
    """
    net = question.network
    boarded = set(irregular_boardings(net).tolist())
    if question.conditions.irregular or not boarded:
        return None, ""
    wider = question.conditions.with_(irregular=True)
    way = replace(question.under(plan_of(net, wider)), conditions=wider).best()
    rows = [compiled(net).refs[arc][1][1] for arc in (way.arcs if way else ()) if arc in boarded]
    names = dict.fromkeys(str(net.table("services")["name"][row]) for row in rows)
    return (way, ", ".join(names)) if names else (None, "")


def _ferry_note(question: Question, trip: Itinerary) -> str:
    """Say what a train ferry would make of a way by rail, where the modes leave it out."""
    modes = question.conditions.modes or ()
    if "rail" not in modes or "ferry" in modes:  # a train ferry is a railway to whoever asks
        return ""
    wider = question.conditions.with_(modes=(*modes, "ferry"))
    other = replace(question.under(plan_of(question.network, wider)), conditions=wider)
    way = other.best()
    if way is None:
        return ""
    here = np.array([getattr(trip, total) for total in ("cost_usd", "time_h")])
    beside = other.timed(way)
    there = np.array([beside.cost_usd, beside.time_h])
    if "ferry" not in beside.modes or (there >= here).all():
        return ""
    names = [leg.name for leg in beside.steps if leg.mode == "ferry" and leg.km]
    return (
        f"With ferry among the modes it is {beside.cost_usd:,.0f} USD and "
        f"{beside.time_h / 24:.1f} days, by {', '.join(names)}."
    )
