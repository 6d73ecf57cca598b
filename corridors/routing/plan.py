"""All that is the same for every origin and destination: weights under given conditions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.criteria import COST, CRITERIA, TIME
from corridors.engines import elimination, hierarchy
from corridors.engines.hierarchy import Hierarchy, HierarchySearch, Later, PlainWays, Topology
from corridors.engines.lawful import returning
from corridors.engines.plain import Engine, Search
from corridors.engines.scipy import ScipySearch
from corridors.graph.compiled import compiled
from corridors.graph.gates import (
    Corridor,
    Gate,
    allowed_by_modes,
    avoided,
    gate_bits,
    irregular_boardings,
)
from corridors.graph.rates import Running, rates_of
from corridors.graph.rights import rights_of
from corridors.graph.stategraph import StateGraph
from corridors.network.checks.room import check_room
from corridors.network.files import ArrayShelf, cache_folder
from corridors.network.once import Once
from corridors.network.places import Entry
from corridors.routing.conditions import Conditions, Shipment
from corridors.vocabulary import COMMODITIES

if TYPE_CHECKING:
    from corridors.network.network import Network

#: A network keeps so many plans, of a megabyte or two; of a large one each takes tens.
_PLANS, _LARGE_PLANS = 24, 8
#: It keeps the criteria of its arcs for so many shipments, and what so many conditions permit.
_SHIPMENTS, _PERMITS = 4, 16
#: A plan keeps the searches through so many orders of gates; of a huge graph fewer, as a hierarchy
#: takes some 40 bytes an edge.
_SEARCHES, _HUGE_SEARCHES, _HUGE_PLANS = 16, 2, 2
_EDGE_BYTES = 40
#: Among ways that are equal on the criterion asked for, the cheaper and quicker one is taken.
_TIES = np.zeros(len(CRITERIA))
_TIES[[COST, TIME]] = 1e-9


@dataclass(frozen=True, eq=False)
class Plan:
    """What an arc costs, and which may be used, under given conditions.

    ``costs`` are the criteria of each arc, ``weights`` what is minimised: ``inf`` where an arc
    may not be used. Which border posts may be passed depends on both ends of a trip as well:
    ``transit_rights`` says whether that is heeded.
    """

    network: Network
    graph: StateGraph
    shipment: Shipment
    coefficient: np.ndarray
    costs: np.ndarray
    weights: np.ndarray
    modes: tuple[str, ...] | None = None
    transit_rights: bool = True
    #: The plan of which this is a part, on a corridor. One that is made of a part is none.
    whole: Plan | None = field(default=None, init=False, repr=False)
    #: A plan of the same arcs, none of which weighs more there: its searches bound this one's.
    below: Plan | None = field(default=None, init=False, repr=False)
    searches: Once = field(default_factory=Once, init=False, repr=False)
    parts: Once = field(default_factory=Once, init=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what it is, not what was made of it."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def search(self, gates: tuple[Gate, ...], home: int = -1, away: int = -1) -> Engine:
        """Return the search through given gates that does not come back home, made once.

        With ``away``, the territory of the destination, no way leads out of it again, and none
        passes a post that is closed to goods between the two.
        """
        most = _SEARCHES if self.graph.size < elimination.HUGE else _HUGE_SEARCHES
        return self.searches.get(self, _search, gates, home, away, most=most)

    def weighing(self, weights: np.ndarray) -> Plan:
        """Return the plan with other weights of its arcs."""
        return replace(self, weights=weights)

    def closing(self, arcs: Sequence[int] | np.ndarray, *, bounded: bool = False) -> Plan:
        """Return the plan in which some arcs may not be used.

        ``bounded``: this plan's searches are kept to speed those of the other up, which pays
        where many plans are made of one and asked for the same places.
        """
        weights = self.weights.copy()
        weights[arcs] = np.inf
        part = self.weighing(weights)
        return part.above(self) if bounded else part

    def above(self, below: Plan) -> Plan:
        """Return the plan with its searches bounded by those of one in which no arc weighs more."""
        found = replace(self)
        object.__setattr__(found, "below", below)  # frozen, and nobody else has it yet
        return found

    def on(self, corridor: Corridor | None) -> Plan:
        """Return the plan on a corridor, or on none: other corridors' sea lanes are closed."""
        base = self.whole or self
        if corridor is None or not corridor.foreign:
            return base
        return base.parts.get(base, _on, corridor.foreign, most=_SEARCHES)

    @property
    def usable(self) -> np.ndarray:
        """Which arcs may be used."""
        found: np.ndarray = np.isfinite(self.weights)
        return found

    @cached_property
    def later(self) -> Later:
        """Makes the hierarchy for the plan's weights, when it pays; it does not hold the plan."""
        return Later(partial(hierarchy_of, self.graph, self.weights))

    @property
    def hierarchy(self) -> Hierarchy:
        """The hierarchy for the plan's weights."""
        return self.later()

    @cached_property
    def values(self) -> np.ndarray:
        """The value of each arc that may be used: its weight without what breaks ties."""
        found: np.ndarray = np.where(self.usable[:, None], self.costs, 0.0) @ self.coefficient
        return found

    def refused(self, home: int = -1, away: int = -1) -> np.ndarray:
        """Return the arcs over border posts that are closed to goods between two territories."""
        if not self.transit_rights:
            return np.zeros(0, np.int64)
        return rights_of(self.network).closed(home, away)

    def refused_set(self, home: int, away: int) -> frozenset[int]:
        """Return the same arcs, to ask whether a way has one."""
        if not self.transit_rights:
            return frozenset()
        return rights_of(self.network).closed_set(home, away)

    def returns_closed(self, *, home: int = -1, away: int = -1) -> np.ndarray:
        """Return the weights with no arc back home, and none out of the destination's country.

        Nor is there an arc over a post that is closed to goods between the two.
        """
        closed = self.weights.copy()
        closed[self.graph.once(_returning, home, away)] = math.inf
        closed[self.refused(home, away)] = math.inf
        return closed

    def territory(self, entry: Entry) -> int:
        """Return the number of the territory of an entry."""
        return int(self.graph.country[self.graph.origin[entry.node_id]])

    def access_costs(self, entry: Entry, km: float | None = None) -> np.ndarray:
        """Return the criteria of a leg by road between a position and a place.

        ``km`` is that of another leg of the same country.
        """
        km = entry.access_km if km is None else km
        if km == 0:
            return np.zeros(len(CRITERIA))
        rate = self._access_rate(entry)
        of_a_km, cargo_t = rate.of_a_km, self.shipment.cargo_t
        costs = [
            of_a_km.get(one.arc, 0.0) * (cargo_t if one.per_t else 1.0)
            if one.arc
            else self.shipment.pays(rate.usd_per_km)
            for one in CRITERIA.values()
        ]
        return km * np.array(costs)

    def access_hours(self, entry: Entry, km: float | None = None) -> tuple[float, float]:
        """Return median and 90th percentile of the hours of a leg by road to a place."""
        km = entry.access_km if km is None else km
        rate = self._access_rate(entry)
        return km * rate.h_per_km, km * rate.h90_per_km

    def access_moving(self, entry: Entry) -> float:
        """Return the share of the hours of a leg by road to a place that the truck moves."""
        return self._access_rate(entry).moving

    def _access_rate(self, entry: Entry) -> Running:
        link = {"mode": "access", "commodity": "", "speed_kmh": math.nan}
        return rates_of(self.network).running(link, entry.country, entry.country)


def plan_of(net: Network, conditions: Conditions, *, any_status: bool = False) -> Plan:
    """Return the plan of given conditions; the network keeps the last ones it made.

    ``any_status``: as if everything were in operation.
    """
    size = compiled(net).size
    bounds = ((elimination.LARGE, _PLANS), (elimination.HUGE, _LARGE_PLANS))
    most = next((most for bound, most in bounds if size < bound), _HUGE_PLANS)
    return net.once(
        _plan, tuple(conditions.coefficients.tolist()), conditions.shipment, conditions.modes,
        conditions.avoid, conditions.irregular, any_status, most=most,
    )  # fmt: skip


def _plan(
    net: Network,
    coefficients: tuple[float, ...],
    shipment: Shipment,
    modes: tuple[str, ...] | None,
    avoid: tuple[str, ...],
    irregular: bool,  # noqa: FBT001  told by place, as all that a network keeps
    any_status: bool,  # noqa: FBT001
) -> Plan:
    graph, coefficient = compiled(net), np.array(coefficients)
    costs = net.once(_costs, shipment, most=_SHIPMENTS)
    usable = net.once(
        _usable, shipment.commodity, modes, avoid, irregular, any_status, most=_PERMITS
    )  # fmt: skip
    weights = arc_weights(costs, coefficient, usable)
    return Plan(net, graph, shipment, coefficient, costs, weights, modes)


def _costs(net: Network, shipment: Shipment) -> np.ndarray:
    """Return the criteria of each arc for a shipment, which plans share and nobody changes."""
    costs = arc_costs(compiled(net), shipment)
    costs.flags.writeable = False
    return costs


def _usable(
    net: Network,
    commodity: str,
    modes: tuple[str, ...] | None,
    avoid: tuple[str, ...],
    irregular: bool,  # noqa: FBT001
    any_status: bool,  # noqa: FBT001
) -> np.ndarray:
    found = permitted(net, commodity, modes, avoid, irregular=irregular)
    if not any_status:
        found &= compiled(net).arcs["open"] > 0
    found.flags.writeable = False
    return found


def arc_costs(graph: StateGraph, shipment: Shipment) -> np.ndarray:
    """Return the criteria of each arc for a shipment: shape (arcs, criteria)."""
    columns = [
        graph.arcs[one.arc] * (shipment.cargo_t if one.per_t else 1.0)
        if one.arc
        else shipment.pays(graph.price)
        for one in CRITERIA.values()
    ]
    return np.stack(columns, axis=1)


def permitted(
    net: Network,
    commodity: str,
    modes: tuple[str, ...] | None,
    avoid: tuple[str, ...],
    *,
    irregular: bool,
) -> np.ndarray:
    """Return which arcs a commodity may use under given conditions, whatever is in operation."""
    graph = compiled(net)
    found: np.ndarray = carried(graph, commodity) & allowed_by_modes(graph, modes)
    found &= ~avoided(net, avoid)
    if not irregular:
        found[irregular_boardings(net)] = False
    return found


def carried(graph: StateGraph, commodity: str) -> np.ndarray:
    """Return which arcs a commodity may use."""
    bit = 1 << COMMODITIES.index(commodity)
    found: np.ndarray = (graph.arcs["commodities"] & bit) > 0
    return found


def with_ties(coefficient: np.ndarray) -> np.ndarray:
    """Return coefficients by which ties go to the cheaper, then quicker; a row or many."""
    found: np.ndarray = coefficient + coefficient.max(axis=-1, keepdims=True) * _TIES
    return found


def arc_weights(costs: np.ndarray, coefficient: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Return one weight an arc; ``inf`` where the arc may not be used."""
    weights: np.ndarray = costs @ with_ties(coefficient)
    weights[~usable] = np.inf
    return weights


# -- searches -------------------------------------------------------------------------------------


def _on(plan: Plan, foreign: tuple[int, ...]) -> Plan:
    part = plan.closing(list(foreign))
    object.__setattr__(part, "whole", plan)  # frozen, and no part is made elsewhere
    return part


def _search(plan: Plan, gates: tuple[Gate, ...], home: int, away: int) -> Engine:
    graph = plan.graph
    weights = plan.returns_closed(home=home, away=away)
    if gates or graph.size < elimination.LARGE:
        bits = gate_bits(gates, len(weights))
        below = plan.below.search(gates) if plan.below else None  # the same for all ends
        return Search(
            graph.first_out, graph.arcs["head"], weights, bits, len(gates),
            below=below if isinstance(below, Search) else None,
        )  # fmt: skip
    if hierarchy.kernel.compiles(graph.size):
        closed = np.isinf(weights) & plan.usable
        own = Later(partial(hierarchy_of, graph, weights))
        plain = partial(PlainWays, graph.first_out, graph.arcs["head"], weights)
        return HierarchySearch(own, plain, plan.later, closed)
    return ScipySearch(graph.arcs["tail"], graph.arcs["head"], weights, graph.size)


def _returning(graph: StateGraph, home: int, away: int) -> np.ndarray:
    ends = graph.arcs["tail"], graph.arcs["head"]
    return returning(*ends, graph.once_only, graph.abroad, home=home, away=away)


def hierarchy_of(graph: StateGraph, weights: np.ndarray) -> Hierarchy:
    """Return the hierarchy of a state graph for given weights.

    The topology is made once, also for scenarios that only change values; the order of a large
    one is kept on disk.
    """
    topology = graph.once(_topology)
    edges = len(topology.upper)
    check_room("a hierarchy", _EDGE_BYTES, edges, "edge")
    return topology.hierarchy(weights)


def _topology(graph: StateGraph) -> Topology:
    nodes, arcs = graph.tables["nodes"], graph.arcs
    rows = np.zeros(graph.size, np.int64)  # of the place where a vertex's arcs begin or end
    rows[arcs["head"]] = arcs["to_place"]
    rows[arcs["tail"]] = arcs["from_place"]
    lon, lat = (np.array(nodes[c], float)[rows] for c in ("lon", "lat"))
    folder = cache_folder()
    shelf = None if folder is None else ArrayShelf(folder)
    return Topology(arcs["tail"], arcs["head"], lon, lat, shelf=shelf)
