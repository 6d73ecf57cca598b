"""Which best ways are still the best under another plan, without a search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corridors.engines.plain import Search
from corridors.routing.doors import Door, Way
from corridors.routing.plan import Plan
from corridors.routing.question import Question

#: Costs nearer than this are searched again, so that rounding decides nothing.
_MARGIN = 1e-9
_Ends = tuple[tuple[int, float], ...]


def still_best(
    base: Plan,
    plan: Plan,
    ways: Sequence[Way | None],
    bounds: Bounds | None = None,
    *,
    used: Used | None = None,
) -> dict[int, Way | None]:
    """Return the ways of a base plan that are the best of another plan without a search.

    If no arc has become better, a way that uses no arc that has become worse stays the best;
    a pair without a way stays without. The bounds tell besides for which pairs no other way could
    win, though their way or others have changed. Both plans must be of graphs with the same arcs.
    ``used`` is known of the ways where many plans are compared with one.
    """
    if base.graph.vertices is not plan.graph.vertices:
        return {}
    differs = plan.weights != base.weights
    better = np.flatnonzero(plan.weights < base.weights)
    if len(better) and (bounds is None or np.isinf(base.weights[better]).any()):
        return {}
    used = used or Used(ways)
    changed = used.any(differs)
    if bounds is None:
        return {number: ways[number] for number in np.flatnonzero(used.is_free & ~changed).tolist()}
    rivals = bounds.rivals(better, base.weights[better] - plan.weights[better])
    costs = used.added(plan.weights)
    found = {number: ways[number] for number in np.flatnonzero(used.is_free).tolist()}
    asked = used.is_free if len(better) else used.is_free & changed
    for number in np.flatnonzero(asked).tolist():
        if rivals.compete(number, ways[number], costs[number] if changed[number] else None):
            del found[number]
    return found


class Used:
    """Which arcs some ways have."""

    def __init__(self, ways: Sequence[Way | None]) -> None:
        lengths = [0 if way is None else len(way.arcs) for way in ways]
        arcs = [way.index for way in ways if way is not None]
        self._arcs = np.concatenate(arcs) if arcs else np.zeros(0, np.int64)
        self._ends = np.cumsum(lengths, dtype=np.int64)
        self._begins = self._ends - lengths
        #: Which are of arcs alone: it takes nothing to come to the network, and to leave it.
        self.is_free = np.array(
            [
                way is None or (way.start.is_free and way.end.is_free and not way.direct_km)
                for way in ways
            ],
            bool,
        )

    def any(self, marked: np.ndarray) -> np.ndarray:
        """Say of each way whether it has any of the arcs that are marked."""
        sums = np.concatenate([[0], np.cumsum(marked[self._arcs])])
        found: np.ndarray = sums[self._ends] > sums[self._begins]
        return found

    def added(self, weights: np.ndarray) -> list[float]:
        """Return what the arcs of each way weigh together."""
        lengths = self._ends - self._begins
        number = np.repeat(np.arange(len(lengths)), lengths)
        found: list[float] = np.bincount(number, weights[self._arcs], len(lengths)).tolist()
        return found


class Bounds:
    """The least cost at which each pair's ways can pass an arc, under a base plan.

    No rule on countries is heeded, so a way that obeys it costs at least as much.
    """

    def __init__(self, questions: Sequence[Question]) -> None:
        plan = questions[0].plan
        graph = plan.graph
        self._arcs, self._weights = graph.arcs, plan.weights
        back = np.argsort(graph.arcs["head"], kind="stable")
        first_in = np.searchsorted(graph.arcs["head"][back], np.arange(graph.size + 1))
        searches = (
            Search(graph.first_out, graph.arcs["head"], plan.weights),
            Search(first_in, graph.arcs["tail"][back], plan.weights[back]),
        )
        self._known: dict[tuple[int, _Ends], np.ndarray] = {}
        self._second: dict[int, float] = {}
        self._ends = [(q.seeds, _weighed(q, q.ends)) for q in questions]
        for ends in self._ends:
            for side, seeds in enumerate(ends):
                if (side, seeds) not in self._known:
                    tree = searches[side].run(seeds, range(graph.size))
                    self._known[side, seeds] = tree.costs()

    def rivals(self, arcs: np.ndarray, gains: np.ndarray) -> Rivals:
        """Return what tells which pairs some arcs may win that cost their gain less."""
        return Rivals(self, arcs, gains)

    def ends_of(self, number: int) -> tuple[_Ends, _Ends]:
        """Return where the goods of a pair join the network, and where they leave it."""
        return self._ends[number]

    def before(self, starts: _Ends, arcs: np.ndarray | slice) -> np.ndarray:
        """Return the least cost of getting over each arc from where goods join the network."""
        found: np.ndarray = self._known[0, starts][self._arcs["tail"][arcs]] + self._weights[arcs]
        return found

    def beyond(self, ends: _Ends, arcs: np.ndarray | slice) -> np.ndarray:
        """Return the least cost from the head of each arc to where goods leave the network."""
        found: np.ndarray = self._known[1, ends][self._arcs["head"][arcs]]
        return found

    def second(self, number: int, way: Way) -> float:
        """Return what each way of a pair but its best costs at the least.

        Another way has an arc that the best has not; with ends that take nothing.
        """
        if number not in self._second:
            starts, ends = self._ends[number]
            every = slice(None)
            least = self.before(starts, every) + self.beyond(ends, every)
            least[way.index] = np.inf
            self._second[number] = float(least.min(initial=np.inf))
        return self._second[number]


class Rivals:
    """Arcs that cost less than under a base plan, each its gain.

    Parameters
    ----------
    bounds
        Of the base plan.
    arcs, gains
        The arcs, and by how much each costs less.
    """

    def __init__(self, bounds: Bounds, arcs: np.ndarray, gains: np.ndarray) -> None:
        self._bounds, self._of, self._gains = bounds, arcs, gains
        self._sum = gains.sum()
        self._before: dict[_Ends, np.ndarray] = {}
        self._beyond: dict[_Ends, np.ndarray] = {}

    def compete(self, number: int, way: Way | None, cost: float | None) -> bool:
        """Say whether another way of a pair than its best may cost no more than that does now.

        Parameters
        ----------
        number
            Of the pair.
        way
            Its best way under the base plan.
        cost
            What the way costs now; ``None``: what it did.
        """
        if way is None:
            return len(self._of) > 0
        now = way.cost if cost is None else cost
        most = now * (1 + _MARGIN) + _MARGIN
        if most == np.inf:
            return True
        gain = self.gain(number, most)
        if gain < 0 and (cost is None or cost <= way.cost * (1 - _MARGIN)):
            # whoever wins has a better arc
            return False
        return self._bounds.second(number, way) <= most + max(gain, 0.0)

    def gain(self, number: int, most: float) -> float:
        """Return how much less a way of a pair can cost that now costs no more than ``most``.

        It is the sum of the gains of all arcs that may lie on it; arcs whose ways cost more even
        so are left out, and the gains of the others are added up again: -1 if none is left.
        """
        if not len(self._of):
            return -1.0
        starts, ends = self._bounds.ends_of(number)
        if starts not in self._before:
            self._before[starts] = self._bounds.before(starts, self._of)
        if ends not in self._beyond:
            self._beyond[ends] = self._bounds.beyond(ends, self._of)
        least = self._before[starts] + self._beyond[ends]
        if least.min() - self._sum > most:  # none is near, as mostly
            return -1.0
        gains = self._gains
        while len(least):
            total = float(gains.sum())
            near = least - total <= most
            if near.all():
                return total
            least, gains = least[near], gains[near]
        return -1.0


def _weighed(question: Question, doors: Sequence[Door]) -> _Ends:
    return tuple((door.vertex, question.weight_of(door)) for door in doors)
