"""Matrices of one criterion between many places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.criteria import TIME
from corridors.engines import hierarchy, jit
from corridors.graph.rights import rights_of
from corridors.network.places import Place, as_places
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.doors import End, end_of, is_same
from corridors.routing.plan import Plan, hierarchy_of, plan_of
from corridors.routing.question import Question, best_ways

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Matrices of so many pairs are sooner made by hierarchies, compiled.
_TABLE_PAIRS = 400
#: Seconds that all pairs of one origin take interpreted.
_ORIGIN_S = 0.03
#: How many posts of a kind a way passes is a digit of a number that a float holds exactly: no way
#: passes as many as the base.
_BASE, _DIGITS = 256, 6


_BESIDES = ("corridor", "via")


@says(*_BESIDES)
@asks
def matrix(
    net: Network,
    origins: Place | Iterable[Place],
    destinations: Place | Iterable[Place],
    *,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> pd.DataFrame:
    """Return the value of the best itinerary between each pair.

    Parameters
    ----------
    net
        The network.
    origins, destinations
        Places as in :func:`route`.
    weight, shipment, modes, avoid, irregular, departure, as_of, scenarios, conditions
        As in :func:`route`; with a departure each value is that of the best itinerary that leaves
        then, a search for each pair.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        Origins by rows, destinations by columns, in the order given, by the names or ids that
        were given; the unit is that of ``weight`` (a mapping gives its weighted sum). 0 where
        both are the same place, ``nan`` where there is no way.
        ``attrs["countries"]`` says in which country each label lies, ``attrs["places"]`` which
        place it is, and ``attrs["weight"]`` by what the ways are the best.

    Raises
    ------
    UnknownNameError
        If a place, a scenario or a word of ``avoid`` is not known.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    ValueError
        If a value of a keyword cannot be.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.matrix(co.load(), ["Karachi", "Lahore"], ["Istanbul"], weight="time")
    >>> table.shape
    (2, 1)
    """
    import pandas as pd

    said = Conditions.of(conditions, besides=_BESIDES, **words)
    net = said.situation(net)
    plan, places = plan_of(net, said), (as_places(origins), as_places(destinations))
    starts, ends = ([end_of(net, place) for place in side] for side in places)
    if said.departure is not None:
        values = _leaving(plan, said, starts, ends)
    elif said.modes is None and _as_table(starts, ends):  # a city may stand for its port
        values = _table(plan, starts, ends)
    else:
        values = _searched(plan, said, starts, ends)
    rows, columns = (net.gazetteer.labels(side, as_asked=True) for side in places)
    frame = pd.DataFrame(values, index=rows, columns=columns)
    labelled = zip((*rows, *columns), (*starts, *ends), strict=True)
    frame.attrs["countries"] = {label: end.country for label, end in labelled}
    frame.attrs["places"] = dict(zip((*rows, *columns), (*places[0], *places[1]), strict=True))
    frame.attrs["weight"] = said.weight
    return dated(frame, net)


def _as_table(starts: Sequence[End], ends: Sequence[End]) -> bool:
    """Say whether there are many pairs of places of the network itself, and it is compiled."""
    own = all(isinstance(end.place, str) for end in (*starts, *ends))
    if not own or len(starts) * len(ends) < _TABLE_PAIRS:
        return False
    jit.foresee(len(starts) * _ORIGIN_S)
    return hierarchy.kernel.compiles()


def _asked(
    plan: Plan, conditions: Conditions, starts: Sequence[End], ends: Sequence[End]
) -> Iterator[dict[tuple[int, int], Question]]:
    """Yield the questions of each origin by row and column, but of a place with itself."""
    for i, start in enumerate(starts):
        yield {
            (i, j): Question(plan, start, end, conditions)
            for j, end in enumerate(ends)
            if not is_same(start, end)
        }


def _leaving(
    plan: Plan, conditions: Conditions, starts: Sequence[End], ends: Sequence[End]
) -> np.ndarray:
    """Return the values of all pairs at a departure."""
    from corridors.routing.departures import later_by, scheduled_way

    values, per_hour = np.zeros((len(starts), len(ends))), float(plan.coefficient[TIME])
    for asked in _asked(plan, conditions, starts, ends):
        for place, question in asked.items():
            found = scheduled_way(question, conditions.departure)  # type: ignore[arg-type]
            if found is None:
                values[place] = np.nan
                continue
            later = math.fsum(later_by(question, found).values())
            values[place] = question.value_of(question.way(found.arcs)) + per_hour * later
    return values


def _searched(
    plan: Plan, conditions: Conditions, starts: Sequence[End], ends: Sequence[End]
) -> np.ndarray:
    """Return the values of all pairs by a search from each origin."""
    values = np.zeros((len(starts), len(ends)))
    for asked in _asked(plan, conditions, starts, ends):
        found = best_ways([*asked.values()])
        for (place, question), way in zip(asked.items(), found, strict=True):
            values[place] = np.nan if way is None else question.value_of(way)
    return values


def _table(plan: Plan, starts: Sequence[End], ends: Sequence[End]) -> np.ndarray:
    """Return the values of all pairs of places of the network by hierarchies."""
    graph = plan.graph
    nodes = [[end.entries[0].node_id for end in side] for side in (starts, ends)]
    sources = np.array([graph.origin[node] for node in nodes[0]])
    targets = np.array([graph.destination[node] for node in nodes[1]])
    same = sources[:, None] == np.array([graph.origin[node] for node in nodes[1]])
    homes, aways = (
        np.array([plan.territory(end.entries[0]) for end in side]) for side in (starts, ends)
    )
    ends_of = _Ends(sources, targets, homes, aways)
    values, lawful = _judged(plan, plan.hierarchy, ends_of)
    values[same], lawful[same] = 0.0, True
    for home in np.unique(homes[~lawful.all(axis=1)]):  # no way leads back home
        rows = (homes == home) & ~lawful.all(axis=1)
        part = ends_of.part(rows, ~lawful[rows].all(axis=0))
        _fill(plan, part, (home, -1), values, lawful)
    doubtful = {(homes[i], aways[j]) for i, j in zip(*np.nonzero(~lawful), strict=True)}
    for home, away in sorted(doubtful):  # nor out of the destination's country
        rows = (homes == home) & ~lawful[:, aways == away].all(axis=1)
        part = ends_of.part(rows, (aways == away) & ~lawful[rows].all(axis=0))
        _fill(plan, part, (home, away), values, lawful)
    for i, j in zip(*np.nonzero(~lawful), strict=True):
        way = Question(plan, starts[i], ends[j], Conditions(shipment=plan.shipment)).best()
        values[i, j] = np.inf if way is None else plan.values[way.index].sum()
    values[np.isinf(values)] = np.nan
    return values


@dataclass(frozen=True)
class _Ends:
    """Vertices and territories of rows and columns, or of a part of them."""

    sources: np.ndarray
    targets: np.ndarray
    homes: np.ndarray
    aways: np.ndarray
    place: tuple[np.ndarray, ...] = ()

    def part(self, rows: np.ndarray, columns: np.ndarray) -> _Ends:
        """Return some rows and columns, and where they stand in the table."""
        return _Ends(
            self.sources[rows], self.targets[columns], self.homes[rows], self.aways[columns],
            np.ix_(rows, columns),
        )  # fmt: skip


def _fill(
    plan: Plan, ends: _Ends, closed: tuple[int, int], values: np.ndarray, lawful: np.ndarray
) -> None:
    """Fill the doubtful values, with what leads home or out of the destination closed."""
    weights = plan.returns_closed(home=closed[0], away=closed[1])
    found, good = _judged(plan, hierarchy_of(plan.graph, weights), ends)
    part = ends.place
    values[part] = np.where(lawful[part], values[part], found)
    lawful[part] |= good


def _judged(plan: Plan, ways: hierarchy.Hierarchy, ends: _Ends) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of the best ways, and which of them are lawful.

    They enter no territory twice, and pass no post that is closed to goods between their ends.
    """
    graph, table = plan.graph, (ends.sources, ends.targets)
    if graph.once_only.max(initial=-1) <= 0:  # nothing is entered twice
        values = ways.table(*table, plan.values)
        lawful = np.ones(values.shape, bool)
    else:
        values, lawful = ways.judged_table(*table, plan.values, graph.once_only)
    if not plan.transit_rights:
        return values, lawful
    rights = rights_of(plan.network)
    for first in range(0, len(rights.kinds), _DIGITS):
        kinds = rights.kinds[first : first + _DIGITS]
        posts = np.zeros(len(plan.weights))  # a digit each kind: how many posts of it are passed
        for k, kind in enumerate(kinds):
            posts[rights.arcs[kind]] = float(_BASE**k)
        passed = ways.table(*table, posts)
        passed = np.where(np.isinf(passed), 0.0, passed).astype(np.int64)
        for k, kind in enumerate(kinds):
            through = passed // _BASE**k % _BASE > 0
            lawful &= ~(through & rights.refused(kind, ends.homes, ends.aways))
    return values, lawful
