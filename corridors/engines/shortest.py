"""The k shortest ways of a problem, and the best ways through each vertex."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from corridors.engines import fronts
from corridors.engines.jit import Kernels, interruptible
from corridors.engines.plain import Search

kernel = Kernels("corridors.engines.paths_kernel")

#: So many ways are looked at for each that is asked for: many may re-enter a country.
LOOKS_PER_WAY = 200
_FEWEST_LOOKS = 20_000
#: By so much the arcs of a way are made longer before the next is searched.
PENALTY = 1.3
#: No arc is made longer than this, in its own lengths: 53 times over in turn.
_LONGEST = 1e6


class KShortest:
    """Ways from source to sink of a problem with one criterion."""

    def __init__(self, problem: fronts.Problem) -> None:
        self.problem = problem
        self.weight = np.ascontiguousarray(problem.cost[:, 0])
        self._graph = (
            problem.first_out, problem.head, self.weight, problem.gate_bits, problem.gates,
            problem.size,
        )  # fmt: skip
        self.distance, self.onward = kernel.tree_to_end(
            problem.first_out, *problem.into, problem.tail, self.weight, problem.gate_bits,
            problem.gates, problem.size, problem.end,
        )  # fmt: skip

    @property
    def reachable(self) -> bool:
        """Whether there is any way, lawful or not."""
        return bool(np.isfinite(self.distance[self.problem.source]))

    def shortest(self, k: int) -> tuple[list[tuple[int, ...]], bool]:
        """Return up to ``k`` shortest ways that enter no country twice, and if that is all."""
        p = self.problem
        most = np.array([max(_FEWEST_LOOKS, LOOKS_PER_WAY * k)])

        def search() -> tuple[np.ndarray, np.ndarray, bool]:
            found: tuple[np.ndarray, np.ndarray, bool] = kernel.shortest_ways(
                *self._graph, p.country, 1 + int(p.country.max(initial=0)), p.source, p.end,
                self.distance, self.onward, k, most,
            )  # fmt: skip
            return found

        long = most[0] > _FEWEST_LOOKS
        arcs, first, complete = interruptible(search, lambda: most.fill(0)) if long else search()
        numbers = p.number[arcs]
        own = numbers >= 0
        begins = np.concatenate([[0], np.cumsum(own)])[first].tolist()
        flat = numbers[own].tolist()
        return [tuple(flat[a:b]) for a, b in pairwise(begins)], complete

    def through_each_vertex(self) -> list[tuple[int, ...]]:
        """Return the best way through each vertex that enters no country twice."""
        p = self.problem
        found = kernel.ways_through(*self._graph, p.source, p.end, self.distance, self.onward)
        seen = np.zeros(1 + int(p.country.max(initial=0)), bool)
        return [
            self._numbers(way)
            for way in found
            if kernel.first_offence(way, 0, len(way), p.head, p.country, seen) == len(way)
        ]

    def away_from_each_other(self, rounds: int) -> list[tuple[int, ...]]:
        """Return the shortest way again and again, each time the arcs used made longer.

        Each way once. Fewer searches are made than asked for where further ones could only find
        the same: a network of few ways has no others, however long it is searched.
        """
        p = self.problem
        weight, longest = self.weight.copy(), self.weight * _LONGEST
        seen = np.zeros(1 + int(p.country.max(initial=0)), bool)
        found = []
        for _ in range(rounds):
            search = Search(p.first_out, p.head, weight, p.gate_bits, p.gates, below=self)
            goal = p.end - p.gates * p.size
            way = np.array(search.run([(p.source, 0.0)], [goal]).way(goal), np.int64)
            if kernel.first_offence(way, 0, len(way), p.head, p.country, seen) == len(way):
                found.append(self._numbers(way))
            if (weight[way] == longest[way]).all():
                break
            weight[way] = np.minimum(weight[way] * PENALTY, longest[way])
        return list(dict.fromkeys(found))

    def bound(self, end: int) -> np.ndarray:
        """Return the distance from each state to the end of the problem."""
        if end != self.problem.end:
            raise ValueError(f"state {end} is not the end, {self.problem.end}")
        found: np.ndarray = self.distance
        return found

    def _numbers(self, way: np.ndarray) -> tuple[int, ...]:
        numbers = self.problem.number[way]
        return tuple(numbers[numbers >= 0].tolist())
