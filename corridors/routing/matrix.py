"""Matrices of one criterion between many places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from corridors.engines import jit
from corridors.engines.hierarchy import Hierarchy
from corridors.engines.lawful import close_returns
from corridors.network.places import Entry, Place, listed
from corridors.routing.conditions import Shipment
from corridors.routing.plan import Weight
from corridors.routing.route import (
    DEFAULT_SHIPMENT,
    AnyTree,
    Plan,
    allowed_way,
    best_way,
    hierarchy_of,
    make_plan,
)

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Matrices of so many pairs are worth the start of the compiled search.
_COMPILED_PAIRS = 400


def matrix(
    net: Network,
    origins: Iterable[Place],
    destinations: Iterable[Place],
    *,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
) -> pd.DataFrame:
    """Return the value of the best itinerary between each pair.

    Returns
    -------
    DataFrame
        Origins by rows, destinations by columns, in the order given, by name (different places
        of one name by name and id); the unit is that of ``weight`` (a mapping gives its
        weighted sum). 0 where both are the same place, ``nan`` where there is no way.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.matrix(co.load(), ["Karachi", "Lahore"], ["Istanbul"], weight="time")
    >>> table.shape
    (2, 1)
    """
    import pandas as pd

    plan = make_plan(net, weight=weight, shipment=shipment)
    places = listed(origins), listed(destinations)
    starts, ends = ([net.gazetteer.entries(p) for p in side] for side in places)
    find = _table if _worth_compiling(starts, ends) else _searched
    rows, columns = (net.gazetteer.labels(side) for side in places)
    return pd.DataFrame(find(plan, starts, ends), index=rows, columns=columns)


def _worth_compiling(starts: Sequence[Sequence[Entry]], ends: Sequence[Sequence[Entry]]) -> bool:
    """Say whether there are many pairs of places of the network itself, and a compiler."""
    places = (*starts, *ends)
    own = all(len(entries) == 1 and entries[0].access_km == 0 for entries in places)
    return own and len(starts) * len(ends) >= _COMPILED_PAIRS and jit.is_compiled()


def _searched(
    plan: Plan, starts: Sequence[Sequence[Entry]], ends: Sequence[Sequence[Entry]]
) -> np.ndarray:
    """Return the values of all pairs by a search from each origin."""
    graph = plan.network.state_graph
    values = np.full((len(starts), len(ends)), np.nan)
    goals = [graph.destination[e.node_id] for end in ends for e in end]
    for i, start in enumerate(starts):
        seeds = [(graph.origin[e.node_id], plan.entry_cost(e)) for e in start]
        tree = plan.search((), plan.home(start)).run(seeds, goals)
        for j, end in enumerate(ends):
            values[i, j] = 0.0 if start == end else _value(plan, tree, start, end)
    return values


def _table(
    plan: Plan, starts: Sequence[Sequence[Entry]], ends: Sequence[Sequence[Entry]]
) -> np.ndarray:
    """Return the values of all pairs of places of the network by hierarchies."""
    graph = plan.network.state_graph
    sources = np.array([graph.origin[e[0].node_id] for e in starts])
    targets = np.array([graph.destination[e[0].node_id] for e in ends])
    same = sources[:, None] == np.array([graph.origin[e[0].node_id] for e in ends])
    homes, aways = (np.array([plan.home(e) for e in places]) for places in (starts, ends))
    values, lawful = _judged(plan, plan.hierarchy, sources, targets)
    values[same], lawful[same] = 0.0, True
    for home in np.unique(homes[~lawful.all(axis=1)]):  # no way leads back home
        rows = (homes == home) & ~lawful.all(axis=1)
        _fill(plan, sources, targets, rows, ~lawful[rows].all(axis=0), (home, -1), values, lawful)
    doubtful = {(homes[i], aways[j]) for i, j in zip(*np.nonzero(~lawful), strict=True)}
    for home, away in sorted(doubtful):  # nor out of the destination's country
        rows = (homes == home) & ~lawful[:, aways == away].all(axis=1)
        columns = (aways == away) & ~lawful[rows].all(axis=0)
        _fill(plan, sources, targets, rows, columns, (home, away), values, lawful)
    for i, j in zip(*np.nonzero(~lawful), strict=True):
        way = best_way(plan, starts[i], ends[j], [()])
        values[i, j] = np.inf if way is None else plan.values[way.index].sum()
    values[np.isinf(values)] = np.nan
    return values


def _fill(
    plan: Plan, sources: np.ndarray, targets: np.ndarray, rows: np.ndarray, columns: np.ndarray,
    closed: tuple[int, int], values: np.ndarray, lawful: np.ndarray,
) -> None:  # fmt: skip
    """Fill the doubtful values, with what leads home or out of the destination closed."""
    graph, arcs = plan.network.state_graph, plan.network.state_graph.arcs
    weights = close_returns(
        plan.weights, arcs["tail"], arcs["head"], graph.country, graph.abroad,
        home=closed[0], away=closed[1],
    )  # fmt: skip
    hierarchy = hierarchy_of(plan.network, weights)
    found, good = _judged(plan, hierarchy, sources[rows], targets[columns])
    part = np.ix_(rows, columns)
    values[part] = np.where(lawful[part], values[part], found)
    lawful[part] |= good


def _judged(
    plan: Plan, hierarchy: Hierarchy, sources: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of the best ways, and which of them enter no territory twice."""
    graph = plan.network.state_graph
    if len(graph.territories) <= 1:  # nothing can be entered twice
        values = hierarchy.table(sources, targets, plan.values)
        return values, np.ones(values.shape, bool)
    return hierarchy.judged_table(sources, targets, plan.values, graph.country)


def _value(plan: Plan, tree: AnyTree, starts: Sequence[Entry], ends: Sequence[Entry]) -> float:
    if len(ends) > 1:
        way = best_way(plan, starts, ends, [()])
    else:
        goal = plan.network.state_graph.destination[ends[0].node_id]
        way = allowed_way(plan, tree, (), starts, ends[0]) if tree.cost(goal) < np.inf else None
    if way is None:
        return np.nan
    value = float((plan.costs[list(way.arcs)] @ plan.coefficient).sum())
    return value + plan.entry_cost(way.start) + plan.entry_cost(way.end)
