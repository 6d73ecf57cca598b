"""What a reader of an itinerary must know: the events that touch it, or keep it from a way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import CRITERIA
from corridors.graph.compiled import compiled
from corridors.network.changes.events import evidence_ends
from corridors.routing.conditions import Conditions
from corridors.routing.departures import closed_days
from corridors.routing.notes.back import back_note
from corridors.routing.notes.felt import (
    Felt,
    concerns,
    felt_events,
    reopened,
    shut_on,
    shutting,
    source_text,
)
from corridors.routing.notes.kept import kept_shut
from corridors.routing.notes.landing import landing_note
from corridors.routing.notes.later import Later
from corridors.routing.notes.piped import pipeline_notes
from corridors.routing.notes.planned import planned_note, station_notes
from corridors.routing.notes.service import (
    BY_CLASS,
    NOW_AND_THEN,
    better_than_several,
    service_note,
)
from corridors.routing.notes.today import cut_today, cuts_in_one
from corridors.routing.plan import plan_of
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.routing.doors import End
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.question import Question

#: More tonnes of goods than this in a box may be too heavy for a truck of 44 t (assumed).
_HEAVY_T = 26.0
#: With the 2.2 t of a 20-foot box they are the 24 t up to which rates of railways hold.
_LIGHT_T = 21.8
#: A way within a country this much longer than the line between its ends is a detour to tell of.
_DETOUR, _DETOUR_KM = 5.0, 100.0
_MOST_EVENTS = 5
_PLANS = 4
_ELSEWHERE, _ON_AVERAGE = "Elsewhere:", "On average"
_WITHOUT = ": without that, "
_THERE = f"{_WITHOUT}the best way would pass there."
_OFF = f"{_WITHOUT}the best way of all, off this corridor, would pass there."


def notes_of(question: Question, arcs: Sequence[int], shut: Sequence[Felt] = ()) -> tuple[str, ...]:
    """Return what events have to do with a way, where the evidence ends, and how it goes by rail.

    ``shut`` are those that are told already, as they shut a better one.
    """
    net = question.network
    by_rail = service_note(net, arcs) if len(net.table("service_classes")) else ""
    landing = landing_note(net, arcs)
    if net.day is None:
        return tuple(filter(None, (cut_today(net, arcs), landing, by_rail)))
    shipment, on = question.conditions.shipment, set(arcs)
    every = [felt for felt in felt_events(net) if concerns(felt, shipment)]
    touching = [felt for felt in every if not on.isdisjoint(felt.arcs)]
    notes = [f"On the way: {felt.told}." for felt in touching[:_MOST_EVENTS]]
    if len(touching) > _MOST_EVENTS:
        notes.append(f"On the way: {counted(len(touching) - _MOST_EVENTS, 'more event')}.")
    rest = len(every) - len({*touching, *shut})
    if rest:
        notes.append(f"{_ELSEWHERE} {counted(rest, 'event')}.")
    return (*notes, *filter(None, [evidence_ends(net), landing, by_rail]))


def told(question: Question, trip: Itinerary, arcs: Sequence[int]) -> Itinerary:
    """Return an itinerary with notes on the better ways that it does not take, and why.

    They take further searches, so they are made when they are read.
    """
    return replace(trip, notes=Later(partial(_told, question, trip, tuple(arcs))))


def _told(question: Question, trip: Itinerary, arcs: tuple[int, ...]) -> tuple[str, ...]:
    from corridors.routing.reasons import irregular_note

    events, note = _shut_note(question)
    pair = question.labels
    ends = pair.origin_country, pair.destination_country
    about = (card.about_others(*ends) for card in question.network.scenarios)
    own = (
        _mean_note(trip), irregular_note(question, trip), _ferry_note(question, trip),
        _detour_note(question, trip), back_note(trip), _weight_note(trip),
        _band_note(trip),
    )  # fmt: skip
    more = filter(None, (*kept_shut(question.network), *own, *about))
    planned = planned_note(question, arcs)
    first = (
        *filter(None, (planned, note)),
        *station_notes(question, trip),
        *pipeline_notes(trip),
        *_closed_notes(question.network, trip, arcs),
    )
    return (*first, *notes_of(question, arcs, events), *more)


def told_of_front(
    question: Question, trip: Itinerary, arcs: Sequence[int], criteria: Sequence[str]
) -> Itinerary:
    """Return the first way of a front with its notes, and with what shuts the best by the others.

    They take further searches, so they are made when they are read.
    """
    made = partial(_told_of_front, question, trip, tuple(arcs), tuple(criteria))
    return replace(trip, notes=Later(made))


def _told_of_front(
    question: Question, trip: Itinerary, arcs: tuple[int, ...], criteria: tuple[str, ...]
) -> tuple[str, ...]:
    first = _told(question, trip, arcs)
    said = {note.partition(_WITHOUT)[0] for note in first}
    more = []
    for word in criteria[1:]:
        by = replace(question, conditions=question.conditions.with_(weight=word))
        what, found, rest = _shut_note(by)[1].partition(_WITHOUT)
        if found and what not in said:
            said.add(what)
            way = f"the {CRITERIA[word].best} way"
            more.append(f"{what}{found}{rest.replace('the best way', way, 1)}")
    head = [note for note in first if _WITHOUT in note]
    return (*head, *more, *(note for note in first if note not in head))


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
                why = f"{days.reason}; {source_text(net, days.source_id)}"
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


#: What is said of several ways, where each would tell its own: by how the note of one ends.
_OF_SEVERAL: Mapping[str, Callable[[Sequence[str]], str]] = {
    BY_CLASS: lambda _: (
        "By rail the ways differ in where a box goes with container trains and where as an "
        f"ordinary wagon {BY_CLASS}"
    ),
    NOW_AND_THEN: better_than_several,
}


def notes_of_all(trips: Iterable[Itinerary]) -> list[str]:
    """Return the notes of several itineraries, each once; what each tells of itself in one line.

    How many events lie elsewhere is another number for each; the situation tells of how many. The
    days on average are of one way alone.
    """
    notes = dict.fromkeys(note for trip in trips for note in trip.notes)
    of_one = {end: [note for note in notes if note.endswith(end)] for end in _OF_SEVERAL}
    several = {
        note: _OF_SEVERAL[end](own) for end, own in of_one.items() if len(own) > 1 for note in own
    }
    told = dict.fromkeys(several.get(note, note) for note in notes)
    return cuts_in_one(
        note
        for note in told
        if not note.startswith((_ELSEWHERE, _ON_AVERAGE))
        and not (note.endswith(_OFF) and note.removesuffix(_OFF) + _THERE in notes)
    )


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


def _band_note(trip: Itinerary) -> str:
    """Say of a heavy 20-foot box on a railway that its price is that of a lighter one."""
    goods = trip.shipment
    heavy = goods.commodity == "container" and goods.box == "20ft" and goods.cargo_t > _LIGHT_T
    if not heavy or not any(leg.mode == "rail" and leg.km for leg in trip.steps):
        return ""
    return (
        f"{goods.cargo_t:g} t in a 20-foot box are more than 24 t with it: railways that publish "
        "bands of weight ask for more (CONCOR in 2019 for 7 to 10 % more above 26 t), those of the "
        "CIS by agreement; the price is that of a lighter box."
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
