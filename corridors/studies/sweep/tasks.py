"""What a worker of a sweep does: apply scenarios as deltas and route pairs."""

from __future__ import annotations

import math
import pickle  # nosec B403 - our own bytes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import COST, SPLITS, TIME, TOTALS
from corridors.errors import ScenarioError
from corridors.graph.compiled import compiled
from corridors.graph.stategraph import VALUE_COLUMNS, WAITING
from corridors.network.changes.apply import apply_scenarios
from corridors.network.changes.cards import Scenario
from corridors.routing.conditions import Conditions
from corridors.routing.departures import later_by, scheduled_way, timetable_of
from corridors.routing.doors import Way
from corridors.routing.plan import Plan, arc_costs, arc_weights, permitted
from corridors.routing.question import Question
from corridors.routing.questions import PairOf, Questions
from corridors.studies.bounds import Bounds, still_best, uses_any
from corridors.vocabulary import LEG_KINDS

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
    conditions: Conditions

    def packed(self) -> bytes:
        """Return it as bytes, geometry left out; a worker compiles its network once."""
        bare = replace(self, network=self.network.without_lines())
        return pickle.dumps(bare, protocol=pickle.HIGHEST_PROTOCOL)


class Bench:
    """A worker's bench: the network, its plan and the ways before any scenario."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.net = work.network
        self.questions = Questions.of_pairs(self.net, work.pairs, work.conditions)
        self.plan: Plan = self.questions[0].plan
        self.ways, self.later = _found(self.questions, {})
        said = work.conditions
        self.allowed = permitted(
            self.net, said.shipment.commodity, said.modes, said.avoid, irregular=said.irregular
        )
        self.bounds = Bounds(self.questions)
        self.before: dict[int, tuple] = {}

    def _asked(self, net: Network) -> Questions:
        """Return the questions of a network, by its arcs' new values if it has the same arcs."""
        graph = compiled(net)
        if graph.vertices is not self.plan.graph.vertices:
            return Questions.of_pairs(net, self.work.pairs, self.work.conditions)
        costs = arc_costs(graph, self.plan.shipment)
        usable = self.allowed & (graph.arcs["open"] > 0)
        weights = arc_weights(costs, self.plan.coefficient, usable)
        fresh = replace(self.plan, network=net, graph=graph, costs=costs, weights=weights)
        return self.questions.under(fresh)

    def rows(self, case: Case) -> list[tuple]:
        """Return a row each pair: served, totals, split, links and the reason."""
        try:
            net = apply_scenarios(self.net, case)
        except ScenarioError as error:
            return [_unserved(str(error))] * len(self.questions)
        asked = self._asked(net)
        plan: Plan = asked[0].plan
        ways, later = _found(asked, self._known(plan))
        differs = self._differs(plan)
        fresh = [True] * len(ways) if differs is None else uses_any(ways, differs)
        return [
            self._row(asked, k, way, later.get(k, {}), fresh=fresh[k]) for k, way in enumerate(ways)
        ]

    def _known(self, plan: Plan) -> dict[int, Way | None]:
        """Return the ways that are the best still: at a departure if no timetable is another."""
        if self.work.conditions.departure is None:
            return still_best(self.plan, plan, self.ways, self.bounds)
        same = timetable_of(plan.network) == timetable_of(self.net)
        return still_best(self.plan, plan, self.ways) if same else {}

    def _differs(self, plan: Plan) -> np.ndarray | None:
        """Return which arcs differ from those of the bench; ``None`` if they are others."""
        old, new = self.plan.graph, plan.graph
        if new.vertices is not old.vertices:
            return None
        differs = np.zeros(len(self.plan.weights), bool)
        for name in VALUE_COLUMNS:
            if new.arcs[name] is not old.arcs[name]:
                differs |= new.arcs[name] != old.arcs[name]
        return differs

    def _row(
        self,
        asked: Questions,
        number: int,
        way: Way | None,
        later: Mapping[int, float],
        *,
        fresh: bool,
    ) -> tuple:
        """Return the row of a way; it is known if neither the way nor its arcs are ``fresh``."""
        if way is None:
            return _unserved(NO_WAY)
        if fresh or way is not self.ways[number]:
            return _served(asked[number], way, later)
        if number not in self.before:
            later = self.later.get(number, {})
            self.before[number] = _served(self.questions[number], way, later)
        return self.before[number]


def _found(
    questions: Questions, known: Mapping[int, Way | None]
) -> tuple[list[Way | None], dict[int, dict[int, float]]]:
    """Return the best ways, those known among them, and what a departure adds to their arcs."""
    departure = questions[0].conditions.departure
    if departure is None:
        return questions.best(known), {}
    ways, later = [], {}
    for number, question in enumerate(questions):
        if number in known:
            ways.append(known[number])
            continue
        found = scheduled_way(question, departure)
        ways.append(None if found is None else question.way(found.arcs))
        later[number] = {} if found is None else later_by(question, found)
    return ways, later


def _unserved(reason: str) -> tuple:
    return (False, *[math.nan] * (len(TOTALS) + len(SPLITS)), "", reason)


def _served(question: Question, way: Way, later: Mapping[int, float]) -> tuple:
    """Return the ledger of a way as one row, with the waits of a departure."""
    plan, graph, arcs = question.plan, question.plan.graph, way.index
    costs, kinds = plan.costs[arcs], graph.arcs["kind"][arcs]
    for extra, kind in question.besides(way):
        costs, kinds = np.vstack([costs, extra]), np.append(kinds, kind)
    for hours in later.values():
        extra = np.zeros(costs.shape[1])
        extra[TIME] = hours
        costs, kinds = np.vstack([costs, extra]), np.append(kinds, WAITING)
    totals = [math.fsum(column) for column in costs.T.tolist()]
    split = [
        value
        for criterion in (COST, TIME)
        for value in np.bincount(kinds, costs[:, criterion], len(LEG_KINDS)).tolist()
    ]
    numbers = graph.arcs["link"][arcs]
    links = dict.fromkeys(graph.link_ids[k] for k in numbers.tolist() if k >= 0)
    return (True, *totals, *split, ";".join(links), "")


@lru_cache(maxsize=2)
def _bench(packed: bytes) -> Bench:
    """Return the bench of a worker process: unpacked once, whatever the number of chunks."""
    return Bench(pickle.loads(packed))  # noqa: S301  our own bytes  # nosec B301


def run_packed(packed: bytes, cases: Sequence[Case]) -> list[list[tuple]]:
    """Run some cases in another process."""
    bench = _bench(packed)
    return [bench.rows(case) for case in cases]


def run_here(bench: Bench, cases: Sequence[Case]) -> list[list[tuple]]:
    """Run some cases in this process."""
    return [bench.rows(case) for case in cases]


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a case, as columns: many cases are kept."""

    values: np.ndarray
    link_ids: tuple[str, ...]
    reason: tuple[str, ...]


def rows_of(rows: Sequence[tuple]) -> Rows:
    """Return rows as columns; texts that several have are one."""
    numbers = np.array([row[:-2] for row in rows], float)
    links, reasons = (tuple(intern(row[k]) for row in rows) for k in (-2, -1))
    return Rows(numbers, links, reasons)
