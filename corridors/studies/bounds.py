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
    base: Plan, plan: Plan, ways: Sequence[Way | None], bounds: Bounds | None = None
) -> dict[int, Way | None]:
    """Return the ways of a base plan that are the best of another plan without a search.

    If no arc has become better, a way that uses no arc that has become worse stays the best;
    a pair without a way stays without. If some have become better, the bounds tell for which
    pairs none of them lies on a way that could win. Both plans must be of graphs with the
    same arcs.
    """
    if base.graph.vertices is not plan.graph.vertices:
        return {}
    differs = plan.weights != base.weights
    better = np.flatnonzero(plan.weights < base.weights)
    if len(better) and (bounds is None or np.isinf(base.weights[better]).any()):
        return {}
    gains = base.weights[better] - plan.weights[better]
    worse = uses_any(ways, differs)
    found = {}
    for number, way in enumerate(ways):
        if way is not None and not (way.start.is_free and way.end.is_free):
            continue  # what it takes to come to the network may differ too
        if worse[number]:
            continue
        if len(better) and bounds is not None:
            most = way.cost * (1 + _MARGIN) + _MARGIN if way is not None else np.inf
            if bounds.compete(number, better, gains, most):
                continue
        found[number] = way
    return found


def uses_any(ways: Sequence[Way | None], marked: np.ndarray) -> list[bool]:
    """Say of each way whether it has any of the arcs that are marked."""
    lengths = [0 if way is None else len(way.arcs) for way in ways]
    arcs = [way.index for way in ways if way is not None]
    if not arcs:
        return [False] * len(ways)
    sums = np.concatenate([[0], np.cumsum(marked[np.concatenate(arcs)])])
    ends = np.cumsum(lengths)
    found: list[bool] = (sums[ends] > sums[ends - lengths]).tolist()
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
        self._ends = [(q.seeds, _weighed(q, q.ends)) for q in questions]
        for ends in self._ends:
            for side, seeds in enumerate(ends):
                if (side, seeds) not in self._known:
                    tree = searches[side].run(seeds, range(graph.size))
                    self._known[side, seeds] = tree.costs()

    def compete(self, number: int, arcs: np.ndarray, gains: np.ndarray, most: float) -> bool:
        """Say whether a way of a pair that passes any of the arcs may cost no more than ``most``.

        Each arc costs its gain less than under the base plan. A way costs at least what it did,
        less the gains of all arcs that may lie on it; arcs whose ways cost more even so are
        left out, and the gains of the others are added up again.
        """
        starts, ends = self._ends[number]
        out, back = self._known[0, starts], self._known[1, ends]
        least = out[self._arcs["tail"][arcs]] + self._weights[arcs] + back[self._arcs["head"][arcs]]
        if least.min() - gains.sum() > most:  # none is near, as mostly
            return False
        while len(least):
            near = least - gains.sum() <= most
            if near.all():
                return True
            least, gains = least[near], gains[near]
        return False


def _weighed(question: Question, doors: Sequence[Door]) -> _Ends:
    return tuple((door.vertex, question.weight_of(door)) for door in doors)
