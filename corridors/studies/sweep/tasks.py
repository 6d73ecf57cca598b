"""What a worker of a sweep does: apply scenarios as deltas and route pairs."""

from __future__ import annotations

import math
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import ScenarioError
from corridors.graph.delta import VALUE_COLUMNS
from corridors.network.changes.apply import apply_scenarios
from corridors.network.changes.cards import Scenario
from corridors.routing.conditions import Shipment
from corridors.routing.ledger import access_costs
from corridors.routing.plan import Weight, arc_costs, arc_weights, carried
from corridors.routing.route import Plan, Way, make_plan
from corridors.studies.bounds import (
    Bounds,
    Pair,
    PairOf,
    as_pairs,
    best_ways,
    still_best,
)
from corridors.vocabulary import CRITERIA, LEG_KINDS, SPLITS, TOTALS

if TYPE_CHECKING:
    from corridors.network.network import Network

#: One case: the scenarios applied together.
Case = tuple[Scenario, ...]
NO_WAY = "no itinerary"


@dataclass(frozen=True)
class Work:
    """What is the same for every case of a sweep: shipped to a worker once."""

    network: Network
    pairs: tuple[PairOf, ...]
    weight: Weight
    shipment: Shipment

    def packed(self) -> bytes:
        """Return it as bytes, compiled arrays included, geometry left out."""
        net = self.network.revised({}, state_graph=self.network.state_graph)
        net.__dict__["_lines"] = {}
        rest = (self.pairs, self.weight, self.shipment)
        return pickle.dumps((net, net.state_graph, *rest), protocol=pickle.HIGHEST_PROTOCOL)


class Bench:
    """A worker's bench: the network, its plan and the ways before any scenario."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.net = work.network
        self.pairs: list[Pair] = as_pairs(self.net, work.pairs)
        self.plan = self._plan(self.net)
        self.ways = best_ways(self.plan, self.pairs)
        self.allowed = carried(self.net.state_graph, work.shipment)
        self.bounds = Bounds(self.plan, self.pairs)
        self.before: dict[int, tuple] = {}

    def _plan(self, net: Network) -> Plan:
        return make_plan(net, weight=self.work.weight, shipment=self.work.shipment)

    def _plan_of_delta(self, net: Network) -> Plan | None:
        """Return the plan of a network whose arcs are those of the bench's, with other values."""
        graph = net.state_graph
        if graph.vertices is not self.net.state_graph.vertices:
            return None
        costs = arc_costs(graph, self.plan.shipment)
        usable = self.allowed & (graph.arcs["open"] > 0)
        weights = arc_weights(costs, self.plan.coefficient, usable)
        return replace(self.plan, network=net, costs=costs, weights=weights, searches={})

    def rows(self, case: Case) -> list[tuple]:
        """Return a row each pair: served, totals, split, links and the reason."""
        try:
            net = apply_scenarios(self.net, case)
        except ScenarioError as error:
            return [_unserved(str(error))] * len(self.pairs)
        plan = self._plan_of_delta(net) or self._plan(net)
        ways = best_ways(
            plan, self.pairs, known=still_best(self.plan, plan, self.ways, self.bounds)
        )
        differs = self._differs(net)
        return [self._row(plan, number, way, differs) for number, way in enumerate(ways)]

    def _differs(self, net: Network) -> np.ndarray | None:
        """Return which arcs differ from those of the bench; ``None`` if they are others."""
        old, new = self.net.state_graph, net.state_graph
        if new.vertices is not old.vertices:
            return None
        differs = np.zeros(len(self.plan.weights), bool)
        for name in VALUE_COLUMNS:
            if new.arcs[name] is not old.arcs[name]:
                differs |= new.arcs[name] != old.arcs[name]
        return differs

    def _row(self, plan: Plan, number: int, way: Way | None, differs: np.ndarray | None) -> tuple:
        """Return the row of a way; it is known if neither the way nor its arcs differ."""
        if way is None:
            return _unserved(NO_WAY)
        if way is not self.ways[number] or differs is None or differs[way.index].any():
            return _served(plan, way)
        if number not in self.before:
            self.before[number] = _served(self.plan, way)
        return self.before[number]


def _unserved(reason: str) -> tuple:
    return (False, *[math.nan] * (len(TOTALS) + len(SPLITS)), "", reason)


def _served(plan: Plan, way: Way) -> tuple:
    """Return the ledger of a way as one row."""
    graph, arcs = plan.network.state_graph, way.index
    costs, kinds = plan.costs[arcs], graph.arcs["kind"][arcs]
    for entry in (way.start, way.end):
        if entry.access_km:
            extra = access_costs(plan.network, entry, plan.shipment)
            costs = np.vstack([costs, extra])
            kinds = np.append(kinds, LEG_KINDS.index("access"))
    totals = [math.fsum(column) for column in costs.T.tolist()]
    split = [
        value
        for criterion in (CRITERIA.index("cost"), CRITERIA.index("time"))
        for value in np.bincount(kinds, costs[:, criterion], len(LEG_KINDS)).tolist()
    ]
    numbers = graph.arcs["link"][arcs]
    links = dict.fromkeys(graph.link_ids[k] for k in numbers.tolist() if k >= 0)
    return (True, *totals, *split, ";".join(links), "")


@lru_cache(maxsize=2)
def _bench(packed: bytes) -> Bench:
    """Return the bench of a worker process: unpacked once, whatever the number of chunks."""
    net, graph, pairs, weight, shipment = pickle.loads(packed)  # noqa: S301  our own bytes
    net.__dict__["state_graph"] = graph
    return Bench(Work(net, pairs, weight, shipment))


def run_packed(packed: bytes, cases: Sequence[Case]) -> list[list[tuple]]:
    """Run some cases in another process."""
    bench = _bench(packed)
    return [bench.rows(case) for case in cases]


def run_here(bench: Bench, cases: Sequence[Case]) -> list[list[tuple]]:
    """Run some cases in this process."""
    return [bench.rows(case) for case in cases]


def records(head: Sequence[dict[str, Any]], rows: Sequence[tuple]) -> list[dict[str, Any]]:
    """Return rows as records: what they are about, then their values."""
    names = ("served", *TOTALS, *SPLITS, "link_ids", "reason")
    return [
        {**about, **dict(zip(names, row, strict=True))}
        for about, row in zip(head, rows, strict=True)
    ]
