"""Itineraries that a person would call different."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.graph.gates import corridor_of
from corridors.network.places import Place
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.conditions.words import whole, within
from corridors.routing.itinerary import Itinerary
from corridors.routing.notes import told
from corridors.routing.notes.planned import as_if_built
from corridors.routing.plan import Plan, plan_of
from corridors.routing.question import Question, best_ways
from corridors.vocabulary import is_ship

if TYPE_CHECKING:
    from corridors.network.network import Network

#: A link's number, or the corner of a square degree of sea.
Stretch = int | tuple[int, ...]

MAX_OVERLAP = 0.6
_STEP_DEGREES = 0.1
#: For each alternative wanted: so many of the shortest ways, and so many searches of ways apart.
_SHORTEST, _APART = 10, 4


@says()
@asks
def alternatives(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    k: int = 5,
    max_overlap: float = MAX_OVERLAP,
    one_per_corridor: bool = False,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> list[Itinerary]:
    """Find up to ``k`` itineraries that differ, the best first.

    With ``max_overlap=1`` these are exactly the ``k`` best itineraries that differ in at
    least one link. Below that, each is the best candidate that shares at most
    ``max_overlap`` of its kilometres (or of the other's, if that is shorter) with each one
    before it. Candidates are the shortest itineraries, the best through each place and on
    each corridor, and those found when the links of earlier ones are made longer.

    Parameters
    ----------
    net
        The network.
    origin, destination, weight, shipment, corridor, modes, avoid, via, irregular, as_of, \
scenarios, conditions
        As in :func:`route`.
    departure
        As in :func:`route`, but for how ways are found: on the network of that day with expected
        waits, then timed from the departure, with the waits of the timetable.
    k
        The most itineraries to return.
    max_overlap
        Share of kilometres, 0 to 1. Parallel links between the same places are different
        links; two ships are on the same lane where they pass the same square degree.
    one_per_corridor
        Whether to leave out an itinerary that follows the same corridors as a better one.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    list of Itinerary
        In order of ``weight``; the first is that of :func:`route`, without a departure. Fewer
        than ``k`` if there are no more.

    Raises
    ------
    UnknownNameError
        If a place, a corridor, a scenario or a word of ``avoid`` is not known.
    NoItineraryError
        If there is no way; the message says why.
    ValueError
        If ``k`` or ``max_overlap`` is out of range.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    References
    ----------
    J. Y. Yen, "Finding the k shortest loopless paths in a network", Management Science 17,
    1971. I. Abraham et al., "Alternative routes in road networks", SEA 2010 (ways through a
    place).

    Examples
    --------
    >>> import corridors as co
    >>> trips = co.alternatives(co.load(), "Karachi", "Istanbul", k=3)
    >>> trips[0].cost_usd <= trips[1].cost_usd
    True
    """
    k, max_overlap = whole("k", k, 1), within("max_overlap", max_overlap, 0, 1)
    said = Conditions.of(conditions, **words)
    question = Question.of(net, origin, destination, said)
    chosen = ways_apart(question, k, max_overlap, one_per_corridor=one_per_corridor)
    built = None if chosen else as_if_built(question)
    if built is not None:
        chosen = ways_apart(built, k, max_overlap, one_per_corridor=one_per_corridor)
    if not chosen:
        raise question.why_not()
    question = built or question
    first, *others = (question.timed(way) for way in chosen)
    return [told(question, first, chosen[0]), *others]


def ways_apart(
    question: Question, k: int, max_overlap: float = MAX_OVERLAP, *, one_per_corridor: bool = False
) -> list[tuple[int, ...]]:
    """Return the arcs of the ways of :func:`alternatives`, the best first; none: there is none.

    Searches for several ways look at so many alone, and all of those may enter a country twice:
    the way of :func:`route` is always one of them.
    """
    (best,) = best_ways([question])
    if best is None:
        return []
    if max_overlap == 1 and not one_per_corridor:
        return _best_distinct(question, best.arcs, k)
    return _apart(question, best.arcs, k, max_overlap, one_per_corridor=one_per_corridor)


def ways_apart_too(
    question: Question,
    chosen: Iterable[tuple[int, ...]],
    others: Iterable[tuple[int, ...]],
    max_overlap: float = MAX_OVERLAP,
) -> list[tuple[int, ...]]:
    """Return ways chosen, and those of others that share little with each before them.

    Parameters
    ----------
    question
        What is asked.
    chosen
        The arcs of ways that stay.
    others
        The arcs of ways that are taken in turn.
    max_overlap
        As in :func:`alternatives`.
    """
    stretches, found = _Stretches(question.plan), [*chosen]
    kept = [stretches.km(way) for way in found]
    for way in others:
        km = stretches.km(way)
        if all(overlap(km, other) <= max_overlap for other in kept):
            found.append(way)
            kept.append(km)
    return found


def questions_by(question: Question, weights: Iterable[str]) -> list[Question]:
    """Return a question, and the same by other criteria."""
    found = [question]
    for weight in weights:
        said = question.conditions.with_(weight=weight)
        by = question.under(plan_of(question.network, said))
        found.append(replace(by, conditions=said))
    return found


def _best_distinct(question: Question, best: tuple[int, ...], k: int) -> list[tuple[int, ...]]:
    """Return the k best ways of which no two use the same links in the same order."""
    from corridors.engines.shortest import KShortest

    pools = [KShortest(question.weighted_problem(gates)) for gates in question.orders]
    first = [best, *_direct(question)]
    count = k
    while True:
        results = [pool.shortest(count) for pool in pools]
        found = _sorted(question, [*first, *(way for ways, _ in results for way in ways)])
        # what lies beyond the last way of a pool that has more is not known yet
        horizon = min(
            (_cost(question, ways[-1]) for ways, complete in results if ways and not complete),
            default=float("inf"),
        )
        known = [way for way in found if _cost(question, way) <= horizon]
        stuck = all(complete or len(ways) < count for ways, complete in results)
        if len(known) >= k or stuck:
            return (found if stuck else known)[:k]
        count *= 2


def _direct(question: Question) -> list[tuple[int, ...]]:
    """Return the way between two positions that passes no arc, if there is one."""
    return [()] if question.direct is not None else []


def _apart(
    question: Question,
    best: tuple[int, ...],
    k: int,
    max_overlap: float,
    *,
    one_per_corridor: bool,
) -> list[tuple[int, ...]]:
    chosen: list[tuple[int, ...]] = []
    names: list[tuple[str, ...]] = []
    candidates = _sorted(question, [best, *_candidates(question, k)])
    stretches = _Stretches(question.plan)
    kept: list[dict[Stretch, float]] = []
    for way in candidates:
        km = stretches.km(way)
        if any(overlap(km, other) > max_overlap for other in kept):
            continue
        if one_per_corridor:
            followed = corridors_followed(question, way)
            if followed and followed in names:
                continue
            names.append(followed)
        chosen.append(way)
        kept.append(km)
        if len(chosen) == k:
            break
    return chosen


def _candidates(question: Question, k: int) -> list[tuple[int, ...]]:
    from corridors.engines.shortest import KShortest

    found = _direct(question)
    for gates in question.orders:
        pool = KShortest(question.weighted_problem(gates))
        if pool.reachable:
            found += pool.shortest(_SHORTEST * k)[0]
            found += pool.through_each_vertex()
            found += pool.away_from_each_other(_APART * k)
    if question.corridor is None and not question.conditions.via:
        found += _on_corridors(question)
    return found


def _on_corridors(question: Question) -> list[tuple[int, ...]]:
    """Return the best way on each corridor that serves the pair."""
    return [way.arcs for way in best_ways(_served(question)) if way is not None]


def _served(question: Question) -> list[Question]:
    """Return the question on each corridor that serves the pair."""
    net = question.network
    asked = (question.on(corridor_of(net, name)) for name in net.corridor_ids)
    return [one for one in asked if not one.refusal()]


def _sorted(question: Question, ways: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return ways by cost, then arcs; of those with the same links only the first."""
    link = question.plan.graph.arcs["link"]
    best: dict[tuple[int, ...], tuple[int, ...]] = {}
    for way in sorted(set(ways), key=lambda way: (_cost(question, way), way)):
        links = tuple(dict.fromkeys(n for n in link[list(way)].tolist() if n >= 0))
        best.setdefault(links, way)
    return list(best.values())


def _cost(question: Question, way: Sequence[int]) -> float:
    """Return the weight of a way in steps of a billionth, so that ties are ties."""
    found, plan = question.way(way), question.plan
    if not way:
        return float(round(found.cost, 9))
    total = plan.weights[found.index].sum()
    total += question.weight_of(found.start) + question.weight_of(found.end)
    return float(round(total, 9))


class _Stretches:
    """Splits ways into stretches by which they are compared: links on land, lanes at sea.

    Two ships from neighbouring ports sail the same lane, whatever their links: a link by
    sea is split by the squares of one degree that it passes.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._arcs = plan.graph.arcs
        self._lanes: dict[int, dict[Stretch, float]] = {}

    def km(self, way: Sequence[int]) -> dict[Stretch, float]:
        """Return the km of each stretch of a way; the direct one is a stretch of its own."""
        if not way:
            return {(): 1.0}
        found: dict[Stretch, float] = {}
        for arc in way:
            length, link = float(self._arcs["km"][arc]), int(self._arcs["link"][arc])
            if length <= 0:
                continue
            ship = is_ship(self._plan.graph.vehicles[self._arcs["vehicle"][arc]])
            shares = self._lane(link) if ship else {link: 1.0}
            for stretch, share in shares.items():
                found[stretch] = found.get(stretch, 0.0) + share * length
        return found

    def _lane(self, link: int) -> dict[Stretch, float]:
        if link not in self._lanes:
            points = self._plan.network.line(self._plan.graph.link_ids[link])
            self._lanes[link] = lane_shares(points)
        return self._lanes[link]


def lane_shares(line: Sequence[tuple[float, float]]) -> dict[Stretch, float]:
    """Return the square degrees that a link by sea passes, each with its share of the length."""
    points = np.array(line)
    legs = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(legs)])
    count = 1 + int(along[-1] / _STEP_DEGREES)
    at = (np.arange(count) + 0.5) / count * along[-1]
    squares = zip(
        *(np.floor(np.interp(at, along, axis)).astype(int).tolist() for axis in points.T),
        strict=True,
    )
    return {square: n / count for square, n in Counter(squares).items()}


def overlap(a: Mapping[Stretch, float], b: Mapping[Stretch, float]) -> float:
    """Return the share of the shorter one's km that two ways have in common."""
    shorter = min(sum(a.values()), sum(b.values()))
    shared = sum(min(km, b[stretch]) for stretch, km in a.items() if stretch in b)
    return shared / shorter if shorter > 0 else 1.0


def corridors_followed(question: Question, way: Sequence[int]) -> tuple[str, ...]:
    """Return the corridors whose gates a way passes in order, in either direction."""
    found = []
    for asked in _served(question):
        for gates in asked.orders:
            passed = 0
            for arc in way:
                passed += passed < len(gates) and arc in gates[passed][1]
            if gates and passed == len(gates) and asked.corridor is not None:
                found.append(asked.corridor.corridor_id)
                break
    return tuple(found)
