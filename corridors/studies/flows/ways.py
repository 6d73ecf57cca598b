"""The ways of a pair over which goods split, and the corridors that each follows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.graph.gates import corridor_of
from corridors.routing.alternatives import (
    corridors_followed,
    questions_by,
    ways_apart,
    ways_apart_too,
)
from corridors.routing.choice import way_key
from corridors.routing.conditions import Conditions
from corridors.routing.itinerary import Itinerary
from corridors.routing.notes.back import MOST_BACK_KM, back_km_of_arcs
from corridors.routing.pareto import pareto
from corridors.routing.question import Question, best_ways

if TYPE_CHECKING:
    from corridors.network.network import Network

#: A way is weighed by nobody that costs and takes so many times what another of its modes does
#: (assumed).
FAR = 1.3
#: The criteria of the front.
FRONT = ("cost", "time")
#: A way is on a corridor if it passes its gates and goes on its links for so much of its km
#: (assumed).
LEAST_ON = 0.2
#: A way, and the corridors that it follows.
Found = tuple[Itinerary, tuple[str, ...]]


def ways_of(question: Question, conditions: Conditions, ways: str, k: int) -> list[Found]:
    """Return the different ways of a pair with the corridors that each follows, the best first.

    Parameters
    ----------
    question
        What is asked.
    conditions
        The conditions under which a front is looked for.
    ways
        ``"front"``, ``"alternatives"`` or ``"corridors"``.
    k
        How many alternatives by each of weight, cost and time.
    """
    best = best_arcs(question)
    if best is None:
        return []
    if ways == "front":
        ends = question.origin.place, question.destination.place
        said = conditions.with_(weight="cost")
        found = pareto(question.network, *ends, criteria=FRONT, conditions=said).ways
    elif ways == "alternatives":
        found = tuple(_alternatives(question, k))
    else:
        found = tuple(_on_corridors(question))
    trips: dict[tuple, Found] = {}
    for arcs in (best, *found):
        trip = question.timed(arcs)
        if way_key(trip) not in trips:
            trips[way_key(trip)] = trip, corridors_on(question, trip, arcs)
    return _sensible([*trips.values()])


def _sensible(found: Sequence[Found]) -> list[Found]:
    """Return the ways without those that are far dearer and slower than another of their modes.

    Nobody who ships by sea weighs the way round the Cape while the Suez Canal is open. The best
    way, which is the first, stays.
    """

    def beyond(trip: Itinerary) -> bool:
        return any(
            set(other.modes) == set(trip.modes)
            and trip.cost_usd > FAR * other.cost_usd
            and trip.time_h > FAR * other.time_h
            for other, _ in found
        )

    return [*found[:1], *(one for one in found[1:] if not beyond(one[0]))]


def corridors_on(question: Question, trip: Itinerary, arcs: Sequence[int]) -> tuple[str, ...]:
    """Return the corridors whose gates a way passes, and on whose links it goes for a part."""
    if not trip.distance_km:
        return ()
    members = question.network.once(_members)
    found = []
    for name in corridors_followed(question, arcs):
        on = math.fsum(leg.km for leg in trip.steps if leg.link_id in members.get(name, ()))
        if on >= LEAST_ON * trip.distance_km:
            found.append(name)
    return tuple(found)


def _members(net: Network) -> dict[str, frozenset[str]]:
    """Return the links of each corridor."""
    table, found = net.table("corridor_links"), {}
    for name, rows in table.rows_of("corridor_id").items():
        found[str(name)] = frozenset(str(table["link_id"][row]) for row in rows)
    return found


def best_arcs(question: Question) -> tuple[int, ...] | None:
    """Return the arcs of the best way, of the departure if there is one."""
    if question.conditions.departure is None:
        way = question.best()
        return None if way is None else way.arcs
    from corridors.routing.departures import scheduled_way

    found = scheduled_way(question, question.conditions.departure)
    return None if found is None else found.arcs


def _alternatives(question: Question, k: int) -> list[tuple[int, ...]]:
    """Return ways that differ, by the weight, by cost and by time, and the best on each corridor.

    A corridor's best way stays, however much it shares: path sizes say how much that is.
    """
    own, *others = (ways_apart(one, k) for one in questions_by(question, FRONT))
    apart = ways_apart_too(question, own, [way for ways in others for way in ways])
    return [*apart, *_on_corridors(question)]


def _on_corridors(question: Question) -> list[tuple[int, ...]]:
    """Return the best way on each corridor that serves the pair and does not turn back for it."""
    net, graph = question.network, question.plan.graph
    names = net.corridor_ids if question.corridor is None else ()
    on = [question.corridor, *(corridor_of(net, name) for name in names)]
    asked = [one.on(corridor) for one in questions_by(question, FRONT) for corridor in on]
    ways = best_ways([one for one in asked if not one.refusal()])
    return [way.arcs for way in ways if way and back_km_of_arcs(graph, way.arcs) <= MOST_BACK_KM]
