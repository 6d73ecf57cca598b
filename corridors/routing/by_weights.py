"""The best itineraries of many pairs under many sets of weights, as totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.criteria import COST, SPLITS, TIME, TOTALS
from corridors.engines import jit
from corridors.engines.contraction import Reduced, reduced
from corridors.errors import several
from corridors.network.places import Place
from corridors.network.places.naming import Pair
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.conditions.words import Weight, coefficients, weight_of
from corridors.routing.doors import End, doors_of, end_of, is_same
from corridors.routing.plan import Plan, arc_weights, plan_of, with_ties
from corridors.routing.question import Question
from corridors.routing.questions import PairsOf, pairs_of
from corridors.vocabulary import LEG_KINDS

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

kernel = jit.Kernels("corridors.engines.draw_kernel")

#: Seconds that an arc takes interpreted, under one set of weights for one pair.
_ARC_S = 5e-6
#: What is summed along each itinerary.
COLUMNS = (*TOTALS, *SPLITS)


_BESIDES = ("weight", "corridor", "via", "departure")


@says(*_BESIDES)
@asks
def best_by_weights(
    net: Network,
    pairs: PairsOf,
    weights: Weight | Iterable[Weight],
    *,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> pd.DataFrame:
    """Find the best itinerary of each pair under each of many weights, as sums of its ledger.

    Parameters
    ----------
    net
        The network.
    pairs
        (origin, destination) names or ids of places, no positions; one pair may stand alone.
    weights
        Each as in :func:`route`: a criterion, or a mapping of criteria to coefficients; one may
        stand alone.
    shipment, modes, avoid, irregular, as_of, scenarios, conditions
        As in :func:`route`.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        A row each weight and pair: ``weight`` (its number, from 0), ``origin``,
        ``origin_country``, ``destination``, ``destination_country``, ``served``; ``cost_usd``,
        ``time_h``, ``distance_km``, ``transit_count``, ``co2e_kg`` (``nan`` where there is no
        way), and the first two split by kind of leg: ``usd_line_haul`` to ``h_access``, which
        add up to them.

    Raises
    ------
    UnknownNameError
        If a place is not known.
    ValueError
        If there is no weight, one cannot be, or a pair joins a place with itself.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> weights = [{"cost": 1.0, "time": usd_per_h} for usd_per_h in (0, 20, 100)]
    >>> table = co.best_by_weights(co.load(), [("Karachi", "Istanbul")], weights)
    >>> bool(table["time_h"].is_monotonic_decreasing)
    True
    """
    import pandas as pd

    said = Conditions.of(conditions, besides=_BESIDES, **words)
    net = said.situation(net)
    asked = pairs_of(pairs)
    chosen = _nodes_of(net, asked)
    several_weights = (
        [weights] if isinstance(weights, str | Mapping) else several("weights", weights)
    )
    rows = [coefficients(weight_of(weight), said.shipment) for weight in several_weights]
    if not rows:
        raise ValueError("weights is empty; give criteria, or mappings of them")
    coefficient = np.array(rows).reshape(len(rows), -1)
    sums = totals_of_best(plan_of(net, said), chosen, coefficient)
    found = pd.DataFrame(sums.reshape(-1, len(COLUMNS)), columns=list(COLUMNS))
    head = pd.DataFrame([_labels(net, *pair).row() for pair in asked] * len(rows))
    head.insert(0, "weight", np.repeat(np.arange(len(rows)), len(chosen)))
    head["served"] = found["cost_usd"].notna()
    return dated(pd.concat([head, found], axis="columns"), net)


def _labels(net: Network, origin: Place, destination: Place) -> Pair:
    """Return what a pair is called, with the countries of its ends."""
    ends = end_of(net, origin), end_of(net, destination)
    return Pair(*(end.label for end in ends), *(end.country for end in ends))


def _nodes_of(net: Network, pairs: PairsOf) -> list[tuple[str, str]]:
    found = []
    for a, b in pairs_of(pairs):
        if not (isinstance(a, str) and isinstance(b, str)):
            position = b if isinstance(a, str) else a
            raise TypeError(f"{position!r} is a position: best_by_weights takes names of places")
        found.append((net.gazetteer.node_id(a), net.gazetteer.node_id(b)))
    return found


def ledger_columns(plan: Plan) -> np.ndarray:
    """Return for each arc its criteria, then its USD and its hours by kind of leg."""
    kinds = plan.graph.arcs["kind"][:, None] == np.arange(len(LEG_KINDS))
    split = [np.where(kinds, plan.costs[:, k, None], 0.0) for k in (COST, TIME)]
    return np.hstack([plan.costs, *split])


def totals_of_best(
    plan: Plan, pairs: Sequence[tuple[Place, Place]], weights: np.ndarray
) -> np.ndarray:
    """Return the sums of the best itinerary of each pair under each set of weights.

    Parameters
    ----------
    plan
        The network, the shipment, and which arcs may be used; its own weight is not used.
    pairs
        Places of the network itself.
    weights
        A row each set of weights, in ``CRITERIA`` order; not negative. Ties go as in
        :func:`route`.

    Returns
    -------
    ndarray
        (sets, pairs, columns): those of ``COLUMNS``; ``nan`` where there is no way.
    """
    net, graph = plan.network, plan.graph
    ends = [(end_of(net, a), end_of(net, b)) for a, b in pairs]
    same = [a.label for a, b in ends if is_same(a, b)]
    if same:
        raise ValueError(f"origin and destination are the same: {same[0]}")
    totals = np.full((len(weights), len(pairs), len(COLUMNS)), np.inf)
    trucked = {k for k, both in enumerate(ends) if _is_trucked(plan, *both)}
    for row, k in product(range(len(weights)), sorted(trucked)):
        totals[row, k] = _lawful(plan, weights[row], *ends[k])
    usable = np.flatnonzero(plan.usable)
    tail, head = graph.arcs["tail"][usable], graph.arcs["head"][usable]
    sources = [graph.origin[start.entries[0].node_id] for start, _ in ends]
    goals = [graph.destination[end.entries[0].node_id] for _, end in ends]
    chains = reduced(tail, head, sources, goals)
    number = {} if chains is None else chains.number
    own = [k for k in range(len(pairs)) if k not in trucked]
    known = [k for k in own if {sources[k], goals[k]} <= number.keys()]
    if chains is None or not known:
        totals[np.isinf(totals)] = np.nan
        return totals
    found = np.full((len(weights), len(known), len(COLUMNS)), np.inf)
    lawful = np.ones((len(weights), len(known)), bool)
    jit.foresee(len(weights) * len(known) * len(chains.head) * _ARC_S)
    kernel.sweep(
        chains.first_out, chains.head, chains.first_part, graph.once_only[head[chains.part]],
        len(graph.territories), chains.sums(ledger_columns(plan)[usable]),
        np.ascontiguousarray(with_ties(weights), float),
        np.stack([_closed(plan, chains, usable, *ends[k]) for k in known]),
        np.array([chains.number[sources[k]] for k in known]),
        np.array([chains.number[goals[k]] for k in known]),
        found, lawful,
    )  # fmt: skip
    totals[:, known] = found
    for row, column in zip(*np.nonzero(~lawful), strict=True):
        totals[row, known[column]] = _lawful(plan, weights[row], *ends[known[column]])
    totals[np.isinf(totals)] = np.nan
    return totals


def _closed(plan: Plan, chains: Reduced, usable: np.ndarray, start: End, end: End) -> np.ndarray:
    """Return which chains lead back home, or out of the destination's country."""
    home, away = (plan.territory(one.entries[0]) for one in (start, end))
    open_ = plan.weighing(np.zeros(len(plan.weights)))
    weights = open_.returns_closed(home=home, away=away)
    closed: np.ndarray = chains.sums(np.isinf(weights[usable]).astype(float)) > 0
    return closed


def _is_trucked(plan: Plan, start: End, end: End) -> bool:
    """Say whether a city at either end stands for its port or station."""
    doors = (*doors_of(plan, start, outward=True), *doors_of(plan, end, outward=False))
    return not all(door.is_free for door in doors)


def _lawful(plan: Plan, coefficient: np.ndarray, start: End, end: End) -> np.ndarray:
    weights = arc_weights(plan.costs, coefficient, plan.usable)
    under = replace(plan, weights=weights, coefficient=coefficient)
    asked = Question(under, start, end, Conditions(shipment=plan.shipment))
    way = asked.best()
    if way is None:
        return np.full(len(COLUMNS), np.nan)
    found: np.ndarray = ledger_columns(plan)[way.index].sum(axis=0)
    for costs, kind in asked.besides(way):
        found[: len(costs)] += costs
        found[len(costs) + kind] += costs[COST]
        found[len(costs) + len(LEG_KINDS) + kind] += costs[TIME]
    return found
