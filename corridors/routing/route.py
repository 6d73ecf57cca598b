"""Find the best itinerary between two places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.engines import elimination as orders
from corridors.engines import jit
from corridors.engines.hierarchy import Hierarchy, HierarchySearch, HierarchyTree, Topology
from corridors.engines.lawful import close_returns, enters_twice, simple_way
from corridors.engines.plain import Search, Tree
from corridors.engines.scipy import ScipySearch
from corridors.graph.gates import (
    Corridor,
    Gate,
    allowed_by_modes,
    avoided,
    gate_bits,
    woven,
)
from corridors.network.files import cache_folder
from corridors.network.places import Entry, Place
from corridors.routing import reasons
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary
from corridors.routing.ledger import access_costs, make_itinerary
from corridors.routing.moments import Moment, moment_of
from corridors.routing.plan import Weight, arc_costs, arc_weights, carried, coefficients

if TYPE_CHECKING:
    from corridors.network.network import Network

DEFAULT_SHIPMENT = Shipment()
#: A network keeps so many plans; of a large one each takes tens of megabytes.
_PLANS, _LARGE_PLANS = 128, 8
#: What a search finds, by any engine.
AnyTree = Tree | HierarchyTree
AnySearch = Search | HierarchySearch | ScipySearch


@dataclass(frozen=True)
class Plan:
    """All that is the same for every origin and destination: weights under given conditions."""

    network: Network
    shipment: Shipment
    weight: Weight
    coefficient: np.ndarray
    costs: np.ndarray
    weights: np.ndarray
    searches: dict[tuple[tuple[Gate, ...], int], AnySearch] = field(default_factory=dict)

    def search(self, gates: tuple[Gate, ...], home: int = -1) -> AnySearch:
        """Return the search through given gates that does not come back home, made once."""
        if (gates, home) not in self.searches:
            graph = self.network.state_graph
            arcs = graph.arcs
            bits = gate_bits(gates, len(self.weights))
            weights = close_returns(
                self.weights, arcs["tail"], arcs["head"], graph.country, graph.abroad, home=home
            )
            is_large = not gates and graph.size >= orders.LARGE
            if is_large and jit.is_compiled():
                make = partial(hierarchy_of, self.network, weights)
                self.searches[gates, home] = HierarchySearch(make)
            elif is_large:
                self.searches[gates, home] = ScipySearch(
                    arcs["tail"], arcs["head"], weights, graph.size
                )
            else:
                self.searches[gates, home] = Search(
                    graph.first_out, arcs["head"], weights, bits, len(gates)
                )
        return self.searches[gates, home]

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """The hierarchy for the plan's weights."""
        return hierarchy_of(self.network, self.weights)

    @cached_property
    def values(self) -> np.ndarray:
        """The value of each arc that may be used: its weight without what breaks ties."""
        return np.where(np.isfinite(self.weights)[:, None], self.costs, 0.0) @ self.coefficient

    def home(self, entries: Sequence[Entry]) -> int:
        """Return the territory of a place."""
        graph = self.network.state_graph
        return int(graph.country[graph.origin[entries[0].node_id]])

    def entry_cost(self, entry: Entry) -> float:
        """Return the weight of the access leg of an entry."""
        if entry.access_km == 0:
            return 0.0
        return float(access_costs(self.network, entry, self.shipment) @ self.coefficient)


def hierarchy_of(net: Network, weights: np.ndarray) -> Hierarchy:
    """Return the hierarchy of a network's state graph for given weights.

    The topology is made once and kept with the state graph, also for scenarios that only
    change values; the order of a large one is kept on disk.
    """
    graph = net.state_graph
    topology = graph.__dict__.get("topology")
    if topology is None:
        nodes, arcs = net.table("nodes"), graph.arcs
        rows = np.zeros(graph.size, np.int64)  # of the place where a vertex's arcs begin or end
        rows[arcs["head"]] = arcs["to_place"]
        rows[arcs["tail"]] = arcs["from_place"]
        lon, lat = (np.array(nodes[c], float)[rows] for c in ("lon", "lat"))
        topology = Topology(arcs["tail"], arcs["head"], lon, lat, folder=cache_folder())
        graph.__dict__["topology"] = topology
    return topology.hierarchy(weights)


@dataclass(frozen=True)
class Way:
    """The arcs of a way, with the entries by which it joins the network."""

    cost: float
    arcs: tuple[int, ...]
    start: Entry
    end: Entry

    @cached_property
    def index(self) -> np.ndarray:
        """The arcs, to pick their values from arrays."""
        return np.array(self.arcs, np.int64)


def make_plan(
    net: Network,
    *,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
    modes: Iterable[str] | None = None,
    avoid: Iterable[str] = (),
    any_status: bool = False,
) -> Plan:
    """Return the plan of given conditions; the network keeps the last ones it made."""
    modes = None if modes is None else ((modes,) if isinstance(modes, str) else tuple(modes))
    avoid = (avoid,) if isinstance(avoid, str) else tuple(avoid)
    coefficient = coefficients(weight, shipment)
    key = (tuple(coefficient.tolist()), shipment, modes, avoid, any_status)
    known = net.recall(key)
    if known is not None:
        return known
    graph = net.state_graph
    costs = arc_costs(graph, shipment)
    usable = carried(graph, shipment) & allowed_by_modes(net, modes) & ~avoided(net, avoid)
    if not any_status:
        usable &= graph.arcs["open"] > 0
    plan = Plan(net, shipment, weight, coefficient, costs, arc_weights(costs, coefficient, usable))
    net.remember(key, plan, most=_PLANS if graph.size < orders.LARGE else _LARGE_PLANS)
    return plan


def best_way(
    plan: Plan, starts: Sequence[Entry], ends: Sequence[Entry], orders: Sequence[tuple[Gate, ...]]
) -> Way | None:
    """Return the best way through any of the orders of gates that enters no country twice."""
    graph = plan.network.state_graph
    seeds = [(graph.origin[e.node_id], plan.entry_cost(e)) for e in starts]
    goals = [graph.destination[e.node_id] for e in ends]
    found: list[tuple[float, int, int, AnyTree]] = []
    for number, gates in enumerate(orders):
        tree = plan.search(gates, plan.home(starts)).run(seeds, goals)
        for end, goal in enumerate(goals):
            cost = tree.cost(goal) + plan.entry_cost(ends[end])
            if cost < np.inf:
                found.append((cost, number, end, tree))
    best: Way | None = None
    for _, number, end, tree in sorted(found, key=lambda f: f[:3]):
        if best is not None and tree.cost(goals[end]) + plan.entry_cost(ends[end]) >= best.cost:
            break
        way = allowed_way(plan, tree, orders[number], starts, ends[end])
        if way is not None and (best is None or way.cost < best.cost):
            best = way
    return best


def allowed_way(
    plan: Plan, tree: AnyTree, gates: tuple[Gate, ...], starts: Sequence[Entry], end: Entry
) -> Way | None:
    """Return the way a search found, or the best that does not enter a country twice."""
    graph = plan.network.state_graph
    tail, head = graph.arcs["tail"], graph.arcs["head"]
    goal = graph.destination[end.node_id]
    extra = plan.entry_cost(end)
    cost, arcs = tree.cost(goal), tree.way(goal)
    if enters_twice(arcs, tail, head, graph.country):
        seeds = [(graph.origin[e.node_id], plan.entry_cost(e)) for e in starts]
        bits = gate_bits(gates, len(plan.weights))
        weights = close_returns(
            plan.weights, tail, head, graph.country, graph.abroad,
            home=plan.home(starts), away=plan.home([end]),
        )  # fmt: skip
        arrays = (graph.first_out, head, weights, bits)
        other = simple_way(arrays, graph.country, len(gates), seeds, goal)
        if other is None:
            return None
        cost, arcs = other
    first = {graph.origin[e.node_id]: e for e in reversed(starts)}
    return Way(cost + extra, tuple(arcs), first[int(tail[arcs[0]])], end)


def via_gates(net: Network, via: Iterable[Place]) -> list[Gate]:
    """Return a gate for each place of ``via``: the itinerary must pass it."""
    gates = []
    for place in (via,) if isinstance(via, str) else via:
        graph, node = net.state_graph, net.gazetteer.entries(place)[0].node_id
        heads = graph.arcs["head"]
        arcs = [k for k in graph.arcs_at_node.get(node, ()) if graph.vertices[heads[k]][0] == node]
        gates.append((net.gazetteer.label(node), tuple(arcs)))
    return gates


def route(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
    corridor: str | None = None,
    modes: Iterable[str] | None = None,
    avoid: Iterable[str] = (),
    via: Iterable[Place] = (),
    departure: Moment | None = None,
) -> Itinerary:
    """Find the best itinerary for a shipment.

    No itinerary re-enters a country that it has left; links that are planned, under
    construction or suspended are not used.

    Parameters
    ----------
    net
        The network.
    origin, destination
        A name, alias, node id, UN/LOCODE, or (lon, lat); a position is joined to the
        nearest places by an access leg (assumed: great circle times 1.3 by road).
    weight
        ``"cost"`` (USD), ``"time"`` (h), ``"distance"`` (km), ``"transits"``, ``"co2e"``
        (kg), ``"generalised"`` (USD with the value of time), or a mapping of the first five
        to coefficients of their units. Ties go to the cheaper, then quicker itinerary.
    shipment
        What is shipped.
    corridor
        The id of a corridor whose gates the itinerary must pass, in either direction.
    modes
        Modes allowed; ``None`` allows all.
    avoid
        Link, node, corridor, mode, country or border crossing ids, or names.
    via
        Places to pass, in order.
    departure
        When the goods leave: a datetime, a date or ISO text; without a zone, UTC. Waits are
        then those of the day: services leave evenly through the week from Monday 00:00 UTC,
        border crossings take goods in their opening hours, weekdays and season, and links in
        their season. Without it, waits are half the time between departures and all are
        always open. What was shut on a day of the past is in the network of that day:
        ``net.at(departure)``.

    Raises
    ------
    UnknownNameError
        If a place, a corridor or a word of ``avoid`` is not known.
    NoItineraryError
        If there is no way; the message says why.
    ValueError
        If origin and destination are the same, lie in the sea or are avoided themselves.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> trip = co.route(net, "Karachi", "Tashkent", weight="time", modes=["road"])
    >>> trip.modes
    ('road',)
    """
    from corridors.routing.question import ask

    question = ask(
        net, origin, destination, weight=weight, shipment=shipment, corridor=corridor,
        modes=modes, avoid=avoid, via=via,
    )  # fmt: skip
    if departure is not None:
        from corridors.routing.departures import scheduled_itinerary

        trip = scheduled_itinerary(question, moment_of(departure))
    else:
        way = best_way(question.plan, question.starts, question.ends, question.orders)
        trip = None
        if way is not None:
            trip = make_itinerary(question.plan, way, origin, destination, corridor)
    if trip is None:
        raise question.no_way()
    return trip


def refusal(plan: Plan, line: Corridor, starts: Sequence[Entry], ends: Sequence[Entry]) -> str:
    """Return why a corridor does not serve a pair whatever the network, or ``""``."""
    home, away = countries(plan, starts, ends)
    return line.refuses(plan.shipment.commodity, home, away)


def all_orders(
    plan: Plan,
    line: Corridor | None,
    starts: Sequence[Entry],
    ends: Sequence[Entry],
    via: Iterable[Place],
) -> list[tuple[Gate, ...]]:
    """Return the orders of gates to try: the corridor's, with the places of ``via`` woven in."""
    stops = via_gates(plan.network, via)
    if line is None:
        return [tuple(stops)]
    gates = line.gate_orders(*countries(plan, starts, ends))
    return [order for some in gates for order in woven(some, stops)]


def countries(plan: Plan, starts: Sequence[Entry], ends: Sequence[Entry]) -> tuple[str, str]:
    """Return the countries of origin and destination."""
    nodes, row = plan.network.table("nodes"), plan.network.node_row
    home, away = (str(nodes["country"][row(e[0].node_id)]) for e in (starts, ends))
    return home, away


def explain(
    plan: Plan,
    starts: Sequence[Entry],
    ends: Sequence[Entry],
    line: Corridor | None,
    *,
    modes: Iterable[str] | None = None,
    avoid: Iterable[str] = (),
    via: Iterable[Place] = (),
) -> str:
    """Return why there is no way: what it would take, tried in turn."""
    shipment, net = plan.shipment, plan.network
    refused = line is not None and refusal(plan, line, starts, ends)
    if refused:
        return refused
    orders = all_orders(plan, line, starts, ends, via)
    base: dict[str, Any] = {
        "weight": plan.weight,
        "shipment": shipment,
        "modes": modes,
        "avoid": avoid,
    }

    def attempt(orders: Sequence[tuple[Gate, ...]], **change: object) -> Way | None:
        return best_way(make_plan(net, **{**base, **change}), starts, ends, orders)

    still = reasons.no_handling(plan, starts, ends)
    if still:
        return still
    way = attempt(orders, any_status=True)
    if way is not None:
        return reasons.not_in_operation(net, way.arcs)
    trees = [plan.search(gates).run(_seeds(plan, starts), _goals(plan, ends)) for gates in orders]
    if any(tree.cost(goal) < np.inf for tree in trees for goal in _goals(plan, ends)):
        return reasons.REENTERS
    if avoid and attempt(orders, avoid=()) is not None:
        return (
            f"avoiding {', '.join(avoid if not isinstance(avoid, str) else [avoid])} cuts every way"
        )
    if modes is not None and attempt(orders, modes=None) is not None:
        return f"not by {' and '.join([modes] if isinstance(modes, str) else modes)} alone"
    if line is not None and attempt([tuple(via_gates(net, via))]) is not None:
        return reasons.gate_not_passed(plan, trees, orders)
    return reasons.unconnected(plan, starts, ends)


def _seeds(plan: Plan, starts: Sequence[Entry]) -> list[tuple[int, float]]:
    return [(plan.network.state_graph.origin[e.node_id], 0.0) for e in starts]


def _goals(plan: Plan, ends: Sequence[Entry]) -> list[int]:
    return [plan.network.state_graph.destination[e.node_id] for e in ends]


def check_ends(
    net: Network,
    origin: Place,
    destination: Place,
    starts: Sequence[Entry],
    ends: Sequence[Entry],
    avoid: Iterable[str],
) -> None:
    """Raise ``ValueError`` if the ends are the same, or are avoided themselves."""
    if starts == ends:
        raise ValueError(f"origin and destination are the same: {net.gazetteer.label(origin)}")
    words = (avoid,) if isinstance(avoid, str) else tuple(avoid)
    mask = avoided(net, words)
    for place, entries in ((origin, starts), (destination, ends)):
        doors = [a for e in entries for a in net.state_graph.arcs_at_node.get(e.node_id, ())]
        if words and doors and mask[doors].all():
            raise ValueError(
                f"{net.gazetteer.label(place)} cannot be reached when avoiding {', '.join(words)}"
            )
