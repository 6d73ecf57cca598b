"""Column generation: the ways that a programme of flows lacks, by the prices of capacities."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.stategraph import LINE_HAUL
from corridors.network.places.naming import Pair
from corridors.routing.question import Question, best_ways
from corridors.studies.flows.capacity import Capacity
from corridors.studies.flows.demand import Demand
from corridors.studies.flows.programme import Programme, Solution

if TYPE_CHECKING:
    from corridors.routing.conditions import Shipment
    from corridors.routing.doors import Way

#: The programme is solved when its cost is proven to be within this share of the least.
GAP = 1e-6
#: Rounds after which the best answer so far is given, with its gap.
_ROUNDS = 200
#: Waiting rises with use by ``hours * SLOWER * use ** POWER``: the function of the Bureau of
#: Public Roads (1964), with its own factor on links; where goods queue, hours double at capacity.
SLOWER: Mapping[bool, float] = {True: 0.15, False: 1.0}
POWER = 4.0
#: A capacity is filled in so many steps where waiting rises with use.
_STEPS = 10


@dataclass(frozen=True, eq=False)
class Task:
    """One demand, with the question that its ways answer, and which of the rows it is."""

    demand: Demand
    question: Question
    labels: Pair
    number: int = 0


@dataclass(frozen=True, eq=False)
class Column:
    """A way of a demand: its cost a shipment, and what a shipment takes of each capacity."""

    task: int
    way: Way
    usd: float
    takes: np.ndarray


@dataclass(eq=False)
class Assignment:
    """Assigns demands to ways of the network under its capacities.

    Parameters
    ----------
    tasks
        What is carried.
    capacities
        What is scarce.
    lost
        What a shipment costs that is not carried, over what its best way costs.
    congestion
        Whether waiting rises with use.
    lost_usd
        What a shipment of each demand costs that is not carried; ``None`` or ``nan``: by ``lost``.
    """

    tasks: Sequence[Task]
    capacities: Sequence[Capacity]
    lost: float
    congestion: bool
    lost_usd: np.ndarray | None = None
    columns: list[Column] = field(default_factory=list)
    known: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)
    rounds: int = 0
    gap: float = math.nan
    open: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.taken = {
            shipment: np.array([one.taken(shipment) for one in self.capacities])
            for shipment in {task.demand.shipment for task in self.tasks}
        }
        rows: dict[int, list[int]] = {}
        for number, one in enumerate(self.capacities):
            for arc in one.arcs.tolist():
                rows.setdefault(arc, []).append(number)
        self.rows = rows

    def solve(self) -> Solution:
        """Return the least-cost assignment; ``gap`` is then how far it may be from it."""
        ways = best_ways([task.question for task in self.tasks])
        programme = self._programme(ways)
        self.step_usd, self.width = programme.step_usd, programme.width
        self.open = tuple(k for k, way in enumerate(ways) if way is None)
        for number, way in enumerate(ways):
            if way is not None:
                self._add(programme, number, way)
        found, floor = programme.solve(), -math.inf
        for self.rounds in range(1, _ROUNDS + 1):
            cheapest, added = self._price(programme, found)
            floor = max(floor, programme.bound(found.price, cheapest))
            self.gap = max(found.usd - floor, 0.0) / max(abs(found.usd), 1.0)
            if self.gap <= GAP or not added:
                break
            found = programme.solve()
        unused = len(self.columns) - len(found.share)  # ways found too late to be better
        return replace(found, share=np.append(found.share, np.zeros(unused)))

    @cached_property
    def amount(self) -> np.ndarray:
        """How many shipments there are of each demand."""
        return np.array([task.demand.shipments for task in self.tasks], float)

    # -- the programme --------------------------------------------------------------------

    def _programme(self, ways: Sequence[Way | None]) -> Programme:
        amount = self.amount
        given = self.lost_usd
        lost_usd = given if given is not None else np.full(len(ways), math.nan)
        if np.isnan(lost_usd).any():
            best = [
                task.question.value_of(way) if way is not None else 0.0
                for task, way in zip(self.tasks, ways, strict=True)
            ]
            lost_usd = np.where(np.isnan(lost_usd), self.lost * np.array(best), lost_usd)
        self.lost_usd = lost_usd
        self.full_usd = np.zeros(len(self.capacities))
        steps = _STEPS if self.congestion else 1
        capacity = np.array([one.amount for one in self.capacities], float)
        width = np.repeat(capacity[:, None] / steps, steps, axis=1)
        usd = np.zeros_like(width)
        if self.congestion:
            usd = np.array([self._step_usd(k, amount) for k in range(len(capacity))])
            usd = usd.reshape(width.shape)
        return Programme(amount, lost_usd, width, usd)

    def _step_usd(self, number: int, amount: np.ndarray) -> np.ndarray:
        """Return what a unit of a capacity costs more in each step, for the waiting that rises.

        Its hours are worth what those of all goods that may take of it are worth on average.
        """
        one = self.capacities[number]
        taken = np.array([self.taken[task.demand.shipment][number] for task in self.tasks])
        worth = np.array([task.demand.shipment.usd_per_h for task in self.tasks])
        units = float(amount @ taken)
        if units <= 0:
            return np.zeros(_STEPS)
        usd_per_h = float(amount[taken > 0] @ worth[taken > 0]) / units
        graph = self.tasks[0].question.plan.graph
        arcs = graph.arcs
        if graph.vehicles[int(arcs["vehicle"][one.arcs[0]])] == "pipeline":
            return np.zeros(_STEPS)  # nobody waits in a pipe
        hours = float(arcs["h"][one.arcs].mean())
        on_links = bool((arcs["kind"][one.arcs] == LINE_HAUL).all())
        use = (np.arange(_STEPS) + 0.5) / _STEPS
        self.full_usd[number] = SLOWER[on_links] * hours * usd_per_h
        slower: np.ndarray = self.full_usd[number] * use**POWER
        return slower

    def _add(self, programme: Programme, number: int, way: Way) -> bool:
        """Add a way of a demand unless it is known."""
        if (number, way.arcs) in self.known:
            return False
        self.known.add((number, way.arcs))
        task = self.tasks[number]
        takes = np.zeros(len(self.capacities))
        for arc in way.arcs:
            for row in self.rows.get(arc, ()):
                takes[row] += 1.0
        takes *= self.taken[task.demand.shipment]
        column = Column(number, way, task.question.value_of(way), takes)
        self.columns.append(column)
        programme.add(number, column.usd, takes)
        return True

    # -- pricing --------------------------------------------------------------------------

    def _price(self, programme: Programme, found: Solution) -> tuple[list[float], int]:
        """Look for better ways at the prices of capacities.

        Returns what the best way of each demand costs with them, and how many are new.
        """
        cheapest = [math.inf] * len(self.tasks)
        for column in self.columns:
            usd = column.usd + float(column.takes @ found.price)
            cheapest[column.task] = min(cheapest[column.task], usd)
        groups: dict[tuple[int, Shipment], list[int]] = {}
        for number, task in enumerate(self.tasks):
            if number not in self.open:
                whole = task.question.plan.whole or task.question.plan
                groups.setdefault((id(whole), task.demand.shipment), []).append(number)
        added = 0
        for (_, shipment), numbers in groups.items():
            surcharge = found.price * self.taken[shipment]
            if not surcharge.any():
                continue
            plan = self.tasks[numbers[0]].question.plan
            plan = plan.whole or plan
            weights = plan.weights.copy()
            for row in np.flatnonzero(surcharge):
                weights[self.capacities[int(row)].arcs] += surcharge[row]
            priced = plan.weighing(weights)
            asked = [replace(self.tasks[n].question).under(priced) for n in numbers]
            for number, way in zip(numbers, best_ways(asked), strict=True):
                if way is None or not self._add(programme, number, way):
                    continue
                added += 1
                column = self.columns[-1]
                usd = column.usd + float(column.takes @ found.price)
                cheapest[number] = min(cheapest[number], usd)
        return cheapest, added
