"""The best itineraries of many pairs under many sets of weights, as totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from corridors.network.places import Place
from corridors.routing import table_kernel
from corridors.routing.chains import Reduced, reduced
from corridors.routing.route import Plan, best_way, make_plan
from corridors.routing.simple import close_returns
from corridors.vocabulary import CRITERIA

if TYPE_CHECKING:
    from corridors.network.places import Entry


def totals_of_best(
    plan: Plan, pairs: Sequence[tuple[Place, Place]], coefficients: np.ndarray
) -> np.ndarray:
    """Return the totals of the best itinerary of each pair under each set of weights.

    Parameters
    ----------
    plan
        The network, the shipment, and which arcs may be used; its own weight is not used.
    pairs
        Places of the network itself.
    coefficients
        A row each set of weights, in ``CRITERIA`` order; not negative.

    Returns
    -------
    ndarray
        (sets, pairs, criteria): USD, h, km, transits, kg CO2e; ``nan`` where there is no way.
    """
    net, graph = plan.network, plan.network.state_graph
    ends = [tuple(net.gazetteer.entries(place) for place in pair) for pair in pairs]
    usable = np.flatnonzero(np.isfinite(plan.weights))
    tail, head = graph.arcs["tail"][usable], graph.arcs["head"][usable]
    sources = [graph.origin[start[0].node_id] for start, _ in ends]
    goals = [graph.destination[end[0].node_id] for _, end in ends]
    chains = reduced(tail, head, sources, goals)
    totals = np.full((len(coefficients), len(pairs), len(CRITERIA)), np.inf)
    if chains is None:
        totals[:] = np.nan
        return totals
    known = [k for k in range(len(pairs)) if {sources[k], goals[k]} <= chains.number.keys()]
    found = np.full((len(coefficients), len(known), len(CRITERIA)), np.inf)
    lawful = np.ones((len(coefficients), len(known)), bool)
    table_kernel.sweep(
        chains.first_out, chains.head, chains.first_part, graph.country[head[chains.part]],
        len(graph.territories), chains.sums(plan.costs[usable]),
        np.ascontiguousarray(coefficients, float),
        np.stack([_closed(plan, chains, usable, *ends[k]) for k in known]),
        np.array([chains.number[sources[k]] for k in known]),
        np.array([chains.number[goals[k]] for k in known]),
        found, lawful,
    )  # fmt: skip
    totals[:, known] = found
    for row, column in zip(*np.nonzero(~lawful), strict=True):
        totals[row, known[column]] = _lawful(plan, coefficients[row], *ends[known[column]])
    totals[np.isinf(totals)] = np.nan
    return totals


def _closed(
    plan: Plan, chains: Reduced, usable: np.ndarray, start: Sequence[Entry], end: Sequence[Entry]
) -> np.ndarray:
    """Return which chains lead back home, or out of the destination's country."""
    graph = plan.network.state_graph
    weights = close_returns(
        np.zeros(len(plan.weights)), graph.arcs["tail"], graph.arcs["head"], graph.country,
        graph.abroad, home=plan.home(start), away=plan.home(end),
    )  # fmt: skip
    return chains.sums(np.isinf(weights[usable]).astype(float)) > 0


def _lawful(
    plan: Plan, coefficient: np.ndarray, start: Sequence[Entry], end: Sequence[Entry]
) -> np.ndarray:
    weight = {k: v for k, v in zip(CRITERIA, coefficient.tolist(), strict=True) if v > 0}
    other = make_plan(plan.network, weight=weight, shipment=plan.shipment)
    closed = np.where(np.isfinite(plan.weights), other.weights, np.inf)
    way = best_way(
        Plan(plan.network, plan.shipment, weight, other.coefficient, plan.costs, closed),
        start, end, [()],
    )  # fmt: skip
    if way is None:
        return np.full(len(CRITERIA), np.nan)
    return plan.costs[list(way.arcs)].sum(axis=0)
