"""The best way in each draw: one compiled search a draw, on any number of threads."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import COST, TIME
from corridors.engines import fronts, jit
from corridors.engines.contraction import Reduced, reduced
from corridors.engines.draws import sample
from corridors.errors import NoItineraryError
from corridors.routing.simulate.inputs import Inputs, inputs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.graph.gates import Gate
    from corridors.routing.question import Question

kernel = jit.Kernels("corridors.engines.draw_kernel")

#: Draws that are searched at once.
_CHUNK = 32
_MAX_LABELS = 1_000_000
#: Seconds that a draw of one arc takes interpreted.
_ARC_S = 1.5e-5
_FIELDS = ("value", "time", "cost", "mark", "lawful")


@dataclass(frozen=True)
class Draws:
    """What was chosen in each draw: weight, hours, USD, and a number that tells ways apart."""

    value: np.ndarray
    time: np.ndarray
    cost: np.ndarray
    mark: np.ndarray
    lawful: np.ndarray


class Chooser:
    """Finds the best lawful way of a question through one order of gates, draw by draw."""

    def __init__(
        self, question: Question, gates: Sequence[Gate], seed: int, cost_p90_ratio: float
    ) -> None:
        problem = question.weighted_problem(gates)
        self.numbers = _numbers(question, problem)
        self.inputs: Inputs = inputs_of(question, self.numbers.tolist(), seed, cost_p90_ratio)
        self.problem = problem
        tail, head, arc = _layered(problem)
        graph = reduced(tail, head, [problem.source], [problem.end])
        self._graph: Reduced | None = graph
        self._coefficient = coefficient = question.plan.coefficient
        rest = np.array(coefficient)
        rest[[COST, TIME]] = 0
        fixed = np.zeros(len(self.numbers))
        own = self.numbers >= 0
        fixed[own] = question.plan.costs[self.numbers[own]] @ rest
        doors = np.array([door.costs @ rest for door in (*question.starts, *question.ends)])
        fixed[~own] = doors[-1 - self.numbers[~own]]
        self._fixed = fixed
        if graph is None:
            return
        self._part = arc[graph.part]
        self._source = graph.number[problem.source]
        chain_fixed = np.maximum(_by_chain(graph, self._part, fixed), 0.0)
        country = problem.country[problem.head]
        self._countries = 1 + int(problem.country.max(initial=0))
        i = self.inputs
        used = np.zeros(len(i.price_key), bool)
        used[i.price[self._part]] = True
        order = _order(graph, self._source, chain_fixed + self._medians(graph))
        self._arguments = (
            order, graph.first_out, graph.head, graph.first_part, self._part, chain_fixed, i.usd,
            i.price, i.hours, i.sigma, i.key, i.common, i.factor, i.factor_key,
            np.where(used, i.price_sigma, 0.0), i.price_key,
            float(coefficient[COST]),
            float(coefficient[TIME]),
            country, self._countries, self._source, graph.number[problem.end],
        )  # fmt: skip

    def _medians(self, graph: Reduced) -> np.ndarray:
        """Return the weight of each chain at median hours and prices, but for what is fixed."""
        i = self.inputs
        parts = self._coefficient[COST] * i.usd + self._coefficient[TIME] * i.hours
        return _by_chain(graph, self._part, parts)

    def draw(self, n: int, threads: int | None = None) -> Draws:
        """Return the best lawful way of each of ``n`` draws; ``value`` is ``inf`` for none."""
        if self._graph is None:
            none = np.full(n, np.inf)
            return Draws(none, none, none, np.zeros(n, np.uint64), np.ones(n, bool))
        out = {name: np.empty(n) for name in ("value", "time", "cost")}
        out |= {"mark": np.empty(n, np.uint64), "lawful": np.empty(n, bool)}
        workers = threads or os.cpu_count() or 1
        starts = range(0, n, _CHUNK)

        def run(first: int) -> None:
            last = min(n, first + _CHUNK)
            parts = [out[name][first:last] for name in _FIELDS]
            self._search(first, parts, np.empty(0, np.int64))

        jit.foresee(n * len(self._part) * _ARC_S)
        run(0)  # compiled once, if it pays
        if kernel.compiles() and workers > 1:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(run, starts[1:]))
        else:
            for first in starts[1:]:
                run(first)
        for number in np.flatnonzero(np.logical_not(out["lawful"])).tolist():
            self._lawful(number, out)
        return Draws(**out)

    def _search(self, first: int, out: list[np.ndarray], way: np.ndarray) -> None:
        with np.errstate(over="ignore"):  # hashes wrap around in plain Python too
            kernel.best_ways(*self._arguments, first, *out, way)

    def _sampled(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return hours and USD of every arc in one draw."""
        return sample(*self.inputs.times, number), sample(*self.inputs.payments, number)

    def _lawful_way(self, number: int) -> tuple[np.ndarray, float] | None:
        """Return the arcs and value of the best way that enters no country twice."""
        hours, usd = self._sampled(number)
        weight = self._fixed + self._coefficient[COST] * usd + self._coefficient[TIME] * hours
        own = np.arange(len(weight))
        p = self.problem
        cost = fronts.kernel.exact_costs(weight[:, None], p.first_out, p.gates + 1)
        front = fronts.solve(replace(p, cost=cost, number=own), max_labels=_MAX_LABELS)
        if front is None or not front.ways:
            return None
        way = np.array(front.ways[0])
        return way, float(weight[way].sum())

    def _lawful(self, number: int, out: dict[str, np.ndarray]) -> None:
        found = self._lawful_way(number)
        if found is None:
            for name in ("value", "time", "cost"):
                out[name][number] = np.inf
            return
        way, value = found
        hours, usd = self._sampled(number)
        out["value"][number] = value
        out["time"][number], out["cost"][number] = hours[way].sum(), usd[way].sum()
        out["mark"][number] = np.uint64(hash(tuple(way.tolist())) & (2**64 - 1))

    def way(self, number: int) -> tuple[int, ...]:
        """Return the network's arcs of the way chosen in a draw."""
        if self._graph is None:
            raise NoItineraryError("there is no way in this draw")
        out = [np.empty(1) for _ in range(3)] + [np.empty(1, np.uint64), np.empty(1, bool)]
        chains = np.empty(len(self._graph.head) + 1, np.int64)
        self._search(number, out, chains)
        if out[4][0]:
            chosen = chains[: int(np.flatnonzero(chains == -1)[0])][::-1]
            first = self._graph.first_part
            arcs = np.concatenate([self._part[first[c] : first[c + 1]] for c in chosen])
        else:
            found = self._lawful_way(number)
            if found is None:
                raise NoItineraryError("there is no way in this draw")
            arcs = found[0]
        numbers = self.numbers[arcs]
        return tuple(numbers[numbers >= 0].tolist())


def _by_chain(graph: Reduced, part: np.ndarray, values: np.ndarray) -> np.ndarray:
    along = np.concatenate([[0.0], np.cumsum(values[part])])
    found: np.ndarray = along[graph.first_part[1:]] - along[graph.first_part[:-1]]
    return found


def _order(graph: Reduced, source: int, weight: np.ndarray) -> np.ndarray:
    """Return the vertices in order of their distance for one weight an arc."""
    size = len(graph.first_out) - 1
    distance, arc_to = np.empty((size, 1)), np.empty((size, 1), np.int64)
    kernel.relax_all(
        np.arange(size), graph.first_out, graph.head, weight[:, None], source,
        distance, arc_to,
    )  # fmt: skip
    return np.argsort(distance[:, 0], kind="stable")


def _numbers(question: Question, problem: fronts.Problem) -> np.ndarray:
    """Return the network's arc of each arc; ``-1 - k`` for door ``k``."""
    numbers = problem.number.copy()
    starts = [door.vertex for door in question.starts]
    ends = [door.vertex for door in question.ends]
    for arc in np.flatnonzero(numbers < 0).tolist():
        if problem.tail[arc] == problem.source:
            entry = starts.index(int(problem.head[arc]))
        else:
            entry = len(starts) + ends.index(int(problem.tail[arc]))
        numbers[arc] = -1 - entry
    return numbers


def _layered(problem: fronts.Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return tail and head state of each arc in each layer of gates, and the arc's number."""
    tails, heads = [], []
    for layer in range(problem.gates + 1):
        up = np.full(len(problem.tail), layer)
        if layer < problem.gates:
            up += problem.gate_bits >> layer & 1
        tails.append(layer * problem.size + problem.tail)
        heads.append(up * problem.size + problem.head)
    arc = np.tile(np.arange(len(problem.tail)), problem.gates + 1)
    return np.concatenate(tails), np.concatenate(heads), arc
