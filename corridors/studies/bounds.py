"""Pairs of places, and the best way of each under one plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.engines.plain import Search
from corridors.network.places import Entry, Place
from corridors.routing.route import Plan, Way, allowed_way, best_way, check_ends

if TYPE_CHECKING:
    from corridors.network.network import Network

PairOf = tuple[Place, Place]
#: Costs nearer than this are searched again, so that rounding decides nothing.
_MARGIN = 1e-9


@dataclass(frozen=True)
class Pair:
    """Origin and destination, resolved once."""

    origin: Place
    destination: Place
    starts: tuple[Entry, ...]
    ends: tuple[Entry, ...]
    labels: tuple[str, str]


def as_pairs(net: Network, pairs: PairOf | Iterable[PairOf]) -> list[Pair]:
    """Return pairs of places of a network; one pair may stand alone.

    Raises
    ------
    ValueError
        If there is no pair, or one joins a place with itself.
    UnknownNameError
        If a place is not known.
    """
    many: list[Any] = list(pairs)
    if len(many) == 2 and all(isinstance(place, str) for place in many):
        many = [tuple(many)]
    if not many:
        raise ValueError("pairs is empty; give (origin, destination) pairs")
    found = []
    for pair in many:
        if isinstance(pair, str) or len(pair) != 2:
            raise ValueError(f"a pair is (origin, destination), not {pair!r}")
        origin, destination = pair
        starts, ends = (tuple(net.gazetteer.entries(place)) for place in pair)
        check_ends(net, origin, destination, list(starts), list(ends), ())
        labels = (net.gazetteer.label(origin), net.gazetteer.label(destination))
        found.append(Pair(origin, destination, starts, ends, labels))
    return found


def best_ways(
    plan: Plan, pairs: Sequence[Pair], *, known: Mapping[int, Way | None] | None = None
) -> list[Way | None]:
    """Return the best way of each pair; one search serves all pairs of an origin.

    ``known`` are ways, by the pair's number, that need no search.
    """
    found: dict[int, Way | None] = dict(known or {})
    groups: dict[tuple[Entry, ...], list[int]] = {}
    for number, pair in enumerate(pairs):
        if number not in found:
            groups.setdefault(pair.starts, []).append(number)
    graph = plan.network.state_graph
    for starts, numbers in groups.items():
        single = [n for n in numbers if len(pairs[n].ends) == 1]
        goals = [graph.destination[pairs[n].ends[0].node_id] for n in single]
        if goals:
            seeds = [(graph.origin[e.node_id], plan.entry_cost(e)) for e in starts]
            tree = plan.search((), plan.home(starts)).run(seeds, goals)
            for number, goal in zip(single, goals, strict=True):
                reached = tree.cost(goal) < np.inf
                end = pairs[number].ends[0]
                found[number] = allowed_way(plan, tree, (), starts, end) if reached else None
        for number in numbers:
            if number not in found:
                found[number] = best_way(plan, starts, pairs[number].ends, [()])
    return [found[number] for number in range(len(pairs))]


def still_best(
    base: Plan, plan: Plan, ways: Sequence[Way | None], bounds: Bounds | None = None
) -> dict[int, Way | None]:
    """Return the ways of a base plan that are the best of another plan without a search.

    If no arc has become better, a way that uses no arc that has become worse stays the best;
    a pair without a way stays without. If some have become better, the bounds tell for which
    pairs none of them lies on a way that could win. Both plans must be of graphs with the
    same arcs.
    """
    if base.network.state_graph.vertices is not plan.network.state_graph.vertices:
        return {}
    differs = plan.weights != base.weights
    better = np.flatnonzero(plan.weights < base.weights)
    if len(better) and (bounds is None or np.isinf(base.weights[better]).any()):
        return {}
    gains = base.weights[better] - plan.weights[better]
    found = {}
    for number, way in enumerate(ways):
        if way is not None and differs[way.index].any():
            continue
        if len(better) and bounds is not None:
            most = way.cost * (1 + _MARGIN) + _MARGIN if way is not None else np.inf
            if bounds.compete(number, better, gains, most):
                continue
        found[number] = way
    return found


class Bounds:
    """The least cost at which each pair's ways can pass an arc, under a base plan.

    No rule on countries is heeded, so a way that obeys it costs at least as much.
    """

    def __init__(self, plan: Plan, pairs: Sequence[Pair]) -> None:
        graph = plan.network.state_graph
        self._arcs, self._weights = graph.arcs, plan.weights
        back = np.argsort(graph.arcs["head"], kind="stable")
        first_in = np.searchsorted(graph.arcs["head"][back], np.arange(graph.size + 1))
        searches = (
            Search(graph.first_out, graph.arcs["head"], plan.weights),
            Search(first_in, graph.arcs["tail"][back], plan.weights[back]),
        )
        self._known: dict[tuple[int, tuple[Entry, ...]], np.ndarray] = {}
        self._ends = [(pair.starts, pair.ends) for pair in pairs]
        doors = (graph.origin, graph.destination)
        for ends in self._ends:
            for side, entries in enumerate(ends):
                if (side, entries) not in self._known:
                    seeds = [(doors[side][e.node_id], plan.entry_cost(e)) for e in entries]
                    tree = searches[side].run(seeds, range(graph.size))
                    self._known[side, entries] = tree.costs()

    def compete(self, number: int, arcs: np.ndarray, gains: np.ndarray, most: float) -> bool:
        """Say whether a way of a pair that passes any of the arcs may cost no more than ``most``.

        Each arc costs its gain less than under the base plan. A way costs at least what it did,
        less the gains of all arcs that may lie on it; arcs whose ways cost more even so are
        left out, and the gains of the others are added up again.
        """
        starts, ends = self._ends[number]
        out, back = self._known[0, starts], self._known[1, ends]
        least = out[self._arcs["tail"][arcs]] + self._weights[arcs] + back[self._arcs["head"][arcs]]
        while len(least):
            near = least - gains.sum() <= most
            if near.all():
                return True
            least, gains = least[near], gains[near]
        return False
