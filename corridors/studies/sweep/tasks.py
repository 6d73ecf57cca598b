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
from corridors.studies.bounds import Bounds, Used, still_best
from corridors.vocabulary import LEG_KINDS

if TYPE_CHECKING:
    from corridors.network.network import Network

#: One case: the scenarios applied together.
Case = tuple[Scenario, ...]
NO_WAY = "no itinerary"
#: So many numbers a row has: whether it is served, totals, split.
VALUES = 1 + len(TOTALS) + len(SPLITS)


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
        self.bounds, self.used = Bounds(self.questions), Used(self.ways)
        every = dict(enumerate(self.ways))
        self.before = unserved(len(self.ways), NO_WAY)
        self.before = self.before.with_rows(every, *_ledgers(self.questions, every, self.later))

    def _asked(self, net: Network) -> Questions:
        """Return the questions of a network, by its arcs' new values if it has the same arcs."""
        graph = compiled(net)
        if graph.vertices is not self.plan.graph.vertices:
            return Questions.of_pairs(net, self.work.pairs, self.work.conditions)
        costs = arc_costs(graph, self.plan.shipment)
        usable = self.allowed & (graph.arcs["open"] > 0)
        weights = arc_weights(costs, self.plan.coefficient, usable)
        fresh = replace(self.plan, network=net, graph=graph, costs=costs, weights=weights)
        if not (weights < self.plan.weights).any():
            fresh = fresh.above(self.plan)
        return self.questions.under(fresh)

    def rows(self, case: Case) -> Rows:
        """Return a row each pair: served, totals, split, links and the reason."""
        try:
            net = apply_scenarios(self.net, case)
        except ScenarioError as error:
            return unserved(len(self.questions), str(error))
        asked = self._asked(net)
        plan: Plan = asked[0].plan
        known = self._known(plan)
        ways, later = _found(asked, known)
        differs = self._differs(plan)
        stays = np.zeros(len(ways), bool)
        if differs is not None:
            own = [way is before for way, before in zip(ways, self.ways, strict=True)]
            stays = np.array(own) & ~self.used.any(differs)
        fresh = {k: ways[k] for k in np.flatnonzero(~stays).tolist()}
        return self.before.with_rows(fresh, *_ledgers(asked, fresh, later))

    def _known(self, plan: Plan) -> dict[int, Way | None]:
        """Return the ways that are the best still: at a departure if no timetable is another."""
        if self.work.conditions.departure is None:
            return still_best(self.plan, plan, self.ways, self.bounds, used=self.used)
        same = timetable_of(plan.network) == timetable_of(self.net)
        return still_best(self.plan, plan, self.ways, used=self.used) if same else {}

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


def _ledgers(
    asked: Questions, ways: Mapping[int, Way | None], later: Mapping[int, Mapping[int, float]]
) -> tuple[np.ndarray, list[str]]:
    """Return numbers and links of the ledgers of ways, with the waits of a departure.

    Of a pair without a way the numbers are those of one that is not served.
    """
    plan: Plan = asked[0].plan
    served = {k: way for k, way in ways.items() if way is not None}
    values = np.full((len(ways), VALUES), math.nan)
    values[:, 0] = 0.0
    links = [""] * len(ways)
    if not served:
        return values, links
    place = {k: number for number, k in enumerate(ways)}
    arcs = np.concatenate([way.index for way in served.values()])
    row = np.repeat([place[k] for k in served], [len(way.arcs) for way in served.values()])
    costs, kinds = plan.costs[arcs], plan.graph.arcs["kind"][arcs]
    beside = [
        (place[k], *leg)
        for k, way in served.items()
        for leg in _besides(asked, k, way, later.get(k, {}))
    ]
    if beside:
        rows, more, of = zip(*beside, strict=True)
        row, costs = np.append(row, rows), np.vstack([costs, *more])
        kinds = np.append(kinds, of)
    count = len(ways)
    split = row * len(LEG_KINDS) + kinds
    columns = [np.bincount(row, column, count)[:, None] for column in costs.T]
    columns += [
        np.bincount(split, costs[:, one], count * len(LEG_KINDS)).reshape(count, -1)
        for one in (COST, TIME)
    ]
    here = [place[k] for k in served]
    values[here, 0] = 1.0
    values[here, 1:] = np.hstack(columns)[here]
    of_arc, ids = plan.graph.arcs["link"], plan.graph.link_ids
    for k, way in served.items():
        numbers = dict.fromkeys(of_arc[way.index].tolist())
        links[place[k]] = intern(";".join([ids[one] for one in numbers if one >= 0]))
    return values, links


def _besides(
    asked: Questions, number: int, way: Way, later: Mapping[int, float]
) -> list[tuple[np.ndarray, int]]:
    """Return the criteria and the kind of what a way has besides its arcs: doors and waits."""
    found = []
    if way.direct_km or not (way.start.is_free and way.end.is_free):
        question: Question = asked[number]
        found += question.besides(way)
    for hours in later.values():
        extra = np.zeros(len(TOTALS))
        extra[TIME] = hours
        found.append((extra, WAITING))
    return found


@lru_cache(maxsize=2)
def _bench(packed: bytes) -> Bench:
    """Return the bench of a worker process: unpacked once, whatever the number of chunks."""
    return Bench(pickle.loads(packed))  # noqa: S301  our own bytes  # nosec B301


def run_packed(packed: bytes, cases: Sequence[Case]) -> list[Rows]:
    """Run some cases in another process."""
    bench = _bench(packed)
    return [bench.rows(case) for case in cases]


def run_here(bench: Bench, cases: Sequence[Case]) -> list[Rows]:
    """Run some cases in this process."""
    return [bench.rows(case) for case in cases]


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a case, as columns: many cases are kept.

    ``values`` are served (1 or 0), the totals and the split, a row each pair; nobody changes them.
    """

    values: np.ndarray
    link_ids: tuple[str, ...]
    reason: tuple[str, ...]

    def with_rows(
        self, ways: Mapping[int, Way | None], values: np.ndarray, links: Sequence[str]
    ) -> Rows:
        """Return the rows with those of some pairs, by number, replaced."""
        if not ways:
            return self
        numbers, texts, reasons = self.values.copy(), list(self.link_ids), list(self.reason)
        numbers[list(ways)] = values
        for (number, way), text in zip(ways.items(), links, strict=True):
            texts[number] = text
            reasons[number] = NO_WAY if way is None else ""
        return Rows(numbers, tuple(texts), tuple(reasons))


def unserved(count: int, reason: str) -> Rows:
    """Return the rows of so many pairs that are not served, all for one reason."""
    values = np.full((count, VALUES), math.nan)
    values[:, 0] = 0.0
    return Rows(values, ("",) * count, (intern(reason),) * count)


def rows_of(rows: Sequence[tuple]) -> Rows:
    """Return rows of a file as columns; texts that several have are one."""
    numbers = np.array([row[:-2] for row in rows], float)
    links, reasons = (tuple(intern(row[k]) for row in rows) for k in (-2, -1))
    return Rows(numbers, links, reasons)
