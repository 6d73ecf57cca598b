"""A question: origin, destination and conditions, with its doors, its best way, and why none."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.criteria import TIME
from corridors.engines.lawful import enters_twice, simple_way
from corridors.engines.plain import Ways
from corridors.errors import NoItineraryError
from corridors.graph.gates import (
    Corridor,
    Gate,
    avoided,
    corridor_of,
    gate_bits,
    orders_through,
    via_gates,
)
from corridors.graph.stategraph import ACCESS, LINE_HAUL, TERMINAL, WAITING
from corridors.network.places import Place
from corridors.network.places.naming import Pair
from corridors.routing.conditions import Conditions
from corridors.routing.doors import Door, End, Way, doors_between, end_of, is_same, truck_at
from corridors.routing.ledger import make_itinerary
from corridors.routing.notes import planned, told
from corridors.routing.notes.service import best_of_both
from corridors.routing.plan import Plan, plan_of

if TYPE_CHECKING:
    from corridors.engines.fronts import Problem
    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary


#: What a question has made that other values of the tables leave, where its doors stay.
_OF_STRUCTURE = ("orders", "seeds", "near_km", "refused_drive")
#: The modes by which a truck goes.
_ROADS = frozenset({"road", "access"})


@dataclass(frozen=True, eq=False)
class Question:
    """One origin, one destination, and the conditions of an itinerary between them."""

    plan: Plan
    origin: End
    destination: End
    conditions: Conditions
    corridor: Corridor | None = None
    #: The doors of both ends, where another question has found them; else they are looked for.
    doors: tuple[tuple[Door, ...], tuple[Door, ...]] | None = None

    @classmethod
    def of(
        cls, net: Network, origin: Place, destination: Place, conditions: Conditions
    ) -> Question:
        """Resolve what is asked for; raises as :func:`corridors.route` does."""
        net = conditions.situation(net)
        ends = end_of(net, origin), end_of(net, destination)
        corridor = None if conditions.corridor is None else corridor_of(net, conditions.corridor)
        question = cls(plan_of(net, conditions).on(corridor), *ends, conditions, corridor)
        question.check()
        if question.refusal():
            raise question.why_not()
        return question

    def under(self, plan: Plan) -> Question:
        """Return the same question under another plan.

        Doors at places of the network cost nothing and stay; others are looked for again.
        """
        plan, doors = plan.on(self.corridor), None
        if plan.graph.vertices is self.plan.graph.vertices and plan.modes is None:
            doors = self.starts, self.ends
            doors = doors if all(door.is_free for side in doors for door in side) else None
        found = replace(self, plan=plan, doors=doors)
        for name in _OF_STRUCTURE if doors else ():
            object.__setattr__(found, name, getattr(self, name))  # frozen, and nobody has it yet
        return found

    def on(self, corridor: Corridor | None) -> Question:
        """Return the same question on a corridor."""
        name = None if corridor is None else corridor.corridor_id
        conditions = _on(self.conditions, name)
        return replace(self, plan=self.plan.on(corridor), corridor=corridor, conditions=conditions)

    @property
    def network(self) -> Network:
        """The network that is asked: that of the day, with the scenarios."""
        return self.plan.network

    @property
    def pair(self) -> str:
        """Both ends, for people."""
        return f"{self.origin.label} to {self.destination.label}"

    @property
    def labels(self) -> Pair:
        """What both ends are called, and in which countries they lie."""
        ends = self.origin, self.destination
        return Pair(*(end.label for end in ends), *(end.country for end in ends))

    def check(self) -> None:
        """Raise ``ValueError`` if the ends are the same, or are avoided themselves."""
        if is_same(self.origin, self.destination):
            raise ValueError(f"origin and destination are the same: {self.origin.label}")
        for end in (self.origin, self.destination):
            if self.conditions.shipment.commodity == "gas" and end.entries[0].access_km:
                raise ValueError(
                    f"gas goes by pipeline only, and none leads to {end.label}: give a place of "
                    "the network"
                )
        if not self.conditions.avoid:
            return
        graph, words = self.plan.graph, self.conditions.avoid
        mask = avoided(self.network, words)
        for end in (self.origin, self.destination):
            arcs = [a for e in end.entries for a in graph.arcs_at_node.get(e.node_id, ())]
            if arcs and mask[arcs].all():
                raise ValueError(f"{end.label} cannot be reached when avoiding {', '.join(words)}")

    # -- gates ----------------------------------------------------------------------------

    def refusal(self) -> str:
        """Return why it is not served whatever is in operation, or ``""``."""
        if self.corridor is None:
            return self.refused_drive
        commodity = self.conditions.shipment.commodity
        return self.corridor.refuses(commodity, self.origin.country, self.destination.country)

    @cached_property
    def orders(self) -> tuple[tuple[Gate, ...], ...]:
        """The orders of gates to try: the corridor's, with the places of ``via`` woven in."""
        stops = via_gates(self.network, self.conditions.via)
        if self.corridor is None:
            return (tuple(stops),)
        gates = self.corridor.gate_orders(self.origin.country, self.destination.country)
        return tuple(order for some in gates for order in orders_through(some, stops))

    # -- doors ----------------------------------------------------------------------------

    @cached_property
    def starts(self) -> tuple[Door, ...]:
        """The doors by which goods join the network."""
        if self.doors:
            return self.doors[0]
        return doors_between(self.plan, self.origin, self.destination, outward=True)

    @cached_property
    def ends(self) -> tuple[Door, ...]:
        """The doors by which goods leave the network."""
        if self.doors:
            return self.doors[1]
        return doors_between(self.plan, self.destination, self.origin, outward=False)

    def weight_of(self, door: Door) -> float:
        """Return what a door takes, in the weight that is minimised."""
        return 0.0 if door.is_free else float(door.costs @ self.plan.coefficient)

    @cached_property
    def seeds(self) -> tuple[tuple[int, float], ...]:
        """The vertices from which is searched, with what they take."""
        return tuple((door.vertex, self.weight_of(door)) for door in self.starts)

    @property
    def goals(self) -> list[int]:
        """The vertices that are searched for."""
        return [door.vertex for door in self.ends]

    @property
    def home(self) -> int:
        """The territory of the origin."""
        return self.plan.territory(self.origin.entries[0])

    @property
    def away(self) -> int:
        """The territory of the destination."""
        return self.plan.territory(self.destination.entries[0])

    @cached_property
    def refused(self) -> np.ndarray:
        """The arcs over border posts that goods from here to there may not pass."""
        return self.plan.refused(self.home, self.away)

    @cached_property
    def usable(self) -> np.ndarray:
        """Which arcs goods from here to there may use."""
        found = self.plan.usable.copy()
        found[self.refused] = False
        return found

    # -- answers --------------------------------------------------------------------------

    def best(self) -> Way | None:
        """Return the best way that enters no country twice, at any time, or ``None``."""
        return best_ways([self])[0]

    def answer(self) -> Itinerary | None:
        """Return the best itinerary, at the departure if there is one; ``None``: there is none.

        On a corridor that is itself planned or under construction it is that of the corridor as if
        it were built, with a note that says so, where nothing in operation would do.
        """
        return self.answer_in_operation() or planned.answer_if_built(self)

    def answer_in_operation(self) -> Itinerary | None:
        """Return the best itinerary of the plan itself, at the departure if there is one."""
        if self.conditions.departure is not None:
            from corridors.routing.departures import itinerary_of_schedule, scheduled_way

            found = scheduled_way(self, self.conditions.departure)
            if found is None:
                return None
            trip = itinerary_of_schedule(self, found, self.conditions.departure)
            return told(self, trip, found.arcs)
        way = best_of_both(self)
        return None if way is None else told(self, self.itinerary(way), way.arcs)

    @cached_property
    def wider(self) -> Way | None:
        """The best way that may take services that run now and then, which notes tell of."""
        wider = self.conditions.with_(irregular=True)
        plan = plan_of(self.network, wider)
        return replace(self.under(plan), conditions=wider).best()

    @cached_property
    def near_km(self) -> float | None:
        """The km by road between ends near one another; ``None`` if they are not so asked."""
        ends = self.origin.place, self.destination.place
        if (isinstance(ends[0], str) and isinstance(ends[1], str)) or self.corridor:
            return None
        return None if self.conditions.via else self.network.gazetteer.direct_km(*ends)

    @property
    def drives(self) -> bool:
        """Whether a truck may go all the way: road is among the modes, and not avoided."""
        modes, avoid = self.conditions.modes, self.conditions.avoid
        return (modes is None or not _ROADS.isdisjoint(modes)) and _ROADS.isdisjoint(avoid)

    @cached_property
    def refused_drive(self) -> str:
        """Why ends beside one place are not joined: no truck may go; or ``""``."""
        km, modes = self.near_km, self.conditions.modes
        here, there = (end.entries[0].node_id for end in (self.origin, self.destination))
        if km is None or self.drives or here != there:
            return ""
        alone = modes is not None and _ROADS.isdisjoint(modes)
        why = f"not by {' and '.join(modes or ())} alone" if alone else "road is avoided"
        return f"they are {km:,.1f} km apart, which is a drive: {why}"

    @cached_property
    def direct(self) -> Way | None:
        """The way by truck between positions near one another, past no place at all.

        Positions are near if they would join the network at the same place; a place is near to a
        position that joins it. On a corridor, or by way of somewhere, nothing is direct, nor
        where no truck may go: it is a way by road. The truck is loaded and unloaded as at the
        first place around where trucks are.
        """
        km = self.near_km
        if km is None or not self.drives:
            return None
        here, there = self.origin.entries, self.destination.entries
        shared = {e.node_id for e in here} & {e.node_id for e in there}
        around = sorted((*here, *there), key=lambda e: e.node_id not in shared)
        tried = [
            [truck_at(self.plan, replace(e, access_km=0.0), outward=o) for o in (True, False)]
            for e in around
        ]
        handled = [doors for doors in tried if all(door.handling >= 0 for door in doors)]
        doors, entry = (handled or tried)[0], around[0]
        costs = sum(door.costs for door in doors) + self.plan.access_costs(entry, km)
        return Way(float(costs @ self.plan.coefficient), (), doors[0], doors[1], km)

    def way(self, arcs: Sequence[int]) -> Way:
        """Return arcs as a way, with the doors at both ends; no arcs are the direct way."""
        if not arcs:
            if self.direct is None:
                raise ValueError("a way without arcs, and there is no direct one")
            return self.direct
        tail, head = (self.plan.graph.arcs[name] for name in ("tail", "head"))
        start = next(door for door in self.starts if door.vertex == tail[arcs[0]])
        end = next(door for door in self.ends if door.vertex == head[arcs[-1]])
        cost = float((self.plan.costs[list(arcs)] @ self.plan.coefficient).sum())
        return Way(cost + self.weight_of(start) + self.weight_of(end), tuple(arcs), start, end)

    def besides(self, way: Way) -> list[tuple[np.ndarray, int]]:
        """Return the criteria and the kind of the legs of a way that are no arcs of it."""
        plan, found = self.plan, []
        for door in (way.start, way.end):
            if door.is_free:
                continue
            driving = plan.access_costs(door.entry)
            if door.entry.access_km:
                found.append((driving, ACCESS))
            if door.handling >= 0:
                found.append((door.costs - driving, TERMINAL))
        if way.direct_km:
            found.append((plan.access_costs(way.start.entry, way.direct_km), ACCESS))
        return found

    def costs_of(self, way: Way) -> np.ndarray:
        """Return the criteria of a way as the ledger adds them up."""
        legs = [costs for costs, _ in self.besides(way)]
        found: np.ndarray = self.plan.costs[way.index].sum(axis=0) + sum(legs)
        return found

    def value_of(self, way: Way | None) -> float:
        """Return a way's total of what is minimised, without what breaks ties; ``inf`` for none."""
        return math.inf if way is None else float(self.costs_of(way) @ self.plan.coefficient)

    # -- searches of the engines ----------------------------------------------------------

    def front_problem(self, gates: Sequence[Gate], columns: Sequence[int]) -> Problem:
        """Return the search problem on some criteria through an order of gates."""
        picked = list(columns)
        return self._problem(gates, self.plan.costs[:, picked], lambda door: door.costs[picked])

    def weighted_problem(self, gates: Sequence[Gate], *, free_waiting: bool = False) -> Problem:
        """Return the search problem of the weight through an order of gates.

        With ``free_waiting`` no time is spent on waiting for services.
        """
        plan, weights = self.plan, self.plan.weights
        if free_waiting:
            waits = plan.costs[:, TIME] * (plan.graph.arcs["kind"] == WAITING)
            weights = np.maximum(weights - plan.coefficient[TIME] * waits, 0.0)
        return self._problem(gates, weights[:, None], lambda door: np.array([self.weight_of(door)]))

    def _problem(
        self, gates: Sequence[Gate], costs: np.ndarray, of: Callable[[Door], np.ndarray]
    ) -> Problem:
        from corridors.engines.fronts import make_problem

        graph = self.plan.graph
        return make_problem(
            (graph.arcs["tail"], graph.arcs["head"]),
            costs,
            self.usable,
            graph.once_only,
            seeds=[(door.vertex, of(door)) for door in self.starts],
            goals=[(door.vertex, of(door)) for door in self.ends],
            gate_bits=gate_bits(gates, len(costs)),
            gates=len(gates),
        )

    def itinerary(self, way: Way | Sequence[int], **scheduled: Any) -> Itinerary:
        """Return the itinerary of a way, or of its arcs."""
        return make_itinerary(self, way if isinstance(way, Way) else self.way(way), **scheduled)

    def timed(self, way: Way | Sequence[int]) -> Itinerary:
        """Return the itinerary of a way found with expected waits, timed from the departure.

        Its waits are then those of the timetable; without a departure they are the expected ones.
        """
        departure = self.conditions.departure
        if departure is None:
            return self.itinerary(way)
        from corridors.routing.departures import itinerary_of_schedule, timed

        found = way if isinstance(way, Way) else self.way(way)
        return itinerary_of_schedule(self, timed(self, found, departure), departure)

    def why_not(self) -> NoItineraryError:
        """Return the error that says why there is no itinerary."""
        from corridors.routing.reasons import explain

        on = f" on {self.corridor.name}" if self.corridor else ""
        return NoItineraryError(f"no itinerary from {self.pair}{on}: {explain(self)}")


@lru_cache(maxsize=512)
def _on(conditions: Conditions, corridor: str | None) -> Conditions:
    return replace(conditions, corridor=corridor)


def best_ways(questions: Sequence[Question]) -> list[Way | None]:
    """Return the best way of each question; one search serves all that begin alike."""
    found: list[Way | None] = [None] * len(questions)
    groups: dict[tuple[int, tuple], list[int]] = {}
    for number, question in enumerate(questions):
        groups.setdefault((id(question.plan), question.seeds), []).append(number)
    for numbers in groups.values():
        trees = _trees([questions[n] for n in numbers])
        for number in numbers:
            found[number] = _best(questions[number], trees)
    return found


def _trees(questions: Sequence[Question]) -> dict[tuple[Gate, ...], Ways]:
    """Return what is found from the common origin of questions, by order of gates."""
    goals: dict[tuple[Gate, ...], list[int]] = {}
    for question in questions:
        for gates in question.orders:
            goals.setdefault(gates, []).extend(question.goals)
    first = questions[0]
    return {
        gates: first.plan.search(gates, first.home).run(first.seeds, ends)
        for gates, ends in goals.items()
    }


def _best(question: Question, trees: Mapping[tuple[Gate, ...], Ways]) -> Way | None:
    """Return the best lawful way of a question through any of its orders of gates."""
    if question.refused_drive:
        return None
    found = []
    for number, gates in enumerate(question.orders):
        for k, door in enumerate(question.ends):
            cost = trees[gates].cost(door.vertex) + question.weight_of(door)
            if cost < np.inf:
                found.append((cost, number, k))
    best = question.direct
    for cost, number, k in sorted(found):
        if best is not None and cost >= best.cost:
            break
        gates = question.orders[number]
        way = _lawful(question, trees[gates], gates, question.ends[k])
        if way is not None and _goes_nowhere(question, way):
            continue  # loaded and unloaded again at one place, for want of a drive
        if way is not None and (best is None or way.cost < best.cost):
            best = way
    return best


def _goes_nowhere(question: Question, way: Way) -> bool:
    """Say whether a way that no truck may go directly moves at no place."""
    if question.near_km is None or question.drives or not way.arcs:
        return False
    return not (question.plan.graph.arcs["kind"][way.index] == LINE_HAUL).any()


def _lawful(question: Question, tree: Ways, gates: tuple[Gate, ...], end: Door) -> Way | None:
    """Return the way a search found, or the best that is lawful.

    It enters no country twice, and passes no post that is closed to its goods.
    """
    plan, graph = question.plan, question.plan.graph
    tail, head = graph.arcs["tail"], graph.arcs["head"]
    cost, arcs = tree.cost(end.vertex), tree.way(end.vertex)
    if not plan.refused_set(question.home, question.away).isdisjoint(arcs):
        tree = plan.search(gates, question.home, question.away).run(question.seeds, [end.vertex])
        cost, arcs = tree.cost(end.vertex), tree.way(end.vertex)
        if cost == math.inf:
            return None
    if enters_twice(arcs, tail, head, graph.once_only):
        weights = plan.returns_closed(home=question.home, away=question.away)
        arrays = (graph.first_out, head, weights, gate_bits(gates, len(weights)))
        other = simple_way(arrays, graph.once_only, len(gates), question.seeds, end.vertex)
        if other is None:
            return None
        cost, arcs = other
    if not arcs:
        return question.direct
    start = next(door for door in question.starts if door.vertex == tail[arcs[0]])
    return Way(cost + question.weight_of(end), tuple(arcs), start, end)
