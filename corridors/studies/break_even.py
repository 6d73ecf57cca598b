"""How far a value must fall before a corridor wins a pair."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.criteria import CRITERIA
from corridors.errors import ScenarioError
from corridors.network.changes.apply import apply_with_changes
from corridors.network.changes.cards import Scenario
from corridors.network.changes.overrides import Override
from corridors.network.lookup import row_name
from corridors.network.places import Entry, Place
from corridors.network.schema import schema
from corridors.network.tables import nan_alike
from corridors.routing.conditions import ChangeWords, Conditions, says
from corridors.routing.conditions.words import within
from corridors.routing.doors import Way
from corridors.routing.plan import Plan, plan_of
from corridors.routing.question import Question, best_ways

if TYPE_CHECKING:
    from corridors.network.network import Network

#: Columns of which more is better: what they cost is linear in one over the value.
INVERSE = frozenset({"departures_per_week", "speed_kmh", "driving_h_per_day"})
#: Values are multiplied by a factor from 1 down to 0, or up to this where more is better.
LARGEST = 10.0
#: Columns that the mean of a lognormal time does not follow in a line.
_CURVED = frozenset({"hours_p50", "hours_p90", "p90_ratio"})
_TOLERANCE = 1e-10
_MOST_STEPS = 200


@nan_alike
@dataclass(frozen=True)
class BreakEven:
    """The factor at which a corridor wins a pair.

    Parameters
    ----------
    origin, destination
        Names of the two ends.
    corridor
        The corridor that is to win.
    column
        The column whose values move.
    factor
        What the values are multiplied by when the corridor is just level with the best
        itinerary; 1 if it wins as things are, ``nan`` if it does not even at ``limit``.
    limit
        The furthest factor tried.
    gap_now, gap_at_limit
        By how much the corridor loses, in ``unit``, now and at the limit.
    unit
        That of the weight.
    values
        Name, value now and value at break-even of each row.
    situation
        Of which day and scenarios the network is.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.break_even(
    ...     co.load(), "Tashkent", "Istanbul", corridor="middle-corridor", weight="cost",
    ...     table="tariffs", where={"mode": "rail", "country": "KZ"}, column="usd_per_km",
    ... )
    >>> found.reached == (found.factor >= 0)
    True
    """

    origin: str
    destination: str
    corridor: str
    column: str
    factor: float
    limit: float
    gap_now: float
    gap_at_limit: float
    unit: str
    values: tuple[tuple[str, float, float], ...]
    situation: str

    @property
    def wins_now(self) -> bool:
        """Whether the corridor wins as things are."""
        return self.gap_now == 0

    @property
    def reached(self) -> bool:
        """Whether there is a factor at which the corridor wins."""
        return not math.isnan(self.factor)


@says("departure")
@asks
def break_even(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    corridor: str,
    table: str,
    where: Mapping[str, object],
    column: str,
    limit: float | None = None,
    conditions: Conditions | None = None,
    **words: Unpack[ChangeWords],
) -> BreakEven:
    """Find how far values must fall (or rise) before a corridor wins a pair.

    The corridor wins when its best itinerary costs no more than the best of all. Both
    values are piecewise linear in the factor; the root is found by Newton steps on their
    lines within a bracket that bisection keeps closing. Where the corridor wins and loses
    more than once on the way to the limit, one of these points is found.

    Parameters
    ----------
    net, origin, destination, weight, shipment, modes, avoid, via, irregular, as_of, scenarios, \
conditions
        As in :func:`route`.
    corridor
        The corridor that is to win.
    table, where, column
        Which values move, as in :class:`Override`.
    limit
        The furthest factor to try; by default 0, or 10 for departures and speeds, or as far
        as the schema's range lets every value go.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    BreakEven
        The factor, and each value now and then.

    Raises
    ------
    ScenarioError
        If the selection has faults.
    NoItineraryError
        If the corridor does not serve the pair.
    ValueError
        If the limit is 1 or below 0.
    UnknownNameError
        If a place, a scenario or a word of ``avoid`` is not known.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.break_even(
    ...     co.load(), "Tashkent", "Istanbul", corridor="middle-corridor", weight="time",
    ...     table="services", where={"mode": "ferry"}, column="departures_per_week",
    ... )
    >>> found.wins_now or not found.reached or found.factor > 1
    True
    """
    if not isinstance(corridor, str):
        raise TypeError(f"corridor is the id of one corridor, not {corridor!r}")
    said = Conditions.of(conditions, besides=("departure",), corridor=corridor, **words)
    net = said.situation(net)
    there = said.with_(as_of=None, scenarios=())
    for what, word in (("table", table), ("column", column)):
        if not isinstance(word, str):
            raise TypeError(f"{what} is the name of a {what}, not {word!r}")
    if column in _CURVED:
        raise ValueError(
            f"the expected hours do not follow {column!r} in a line: change 'hours', which moves "
            "median and 90th percentile together"
        )
    inverse = column in INVERSE
    limit = _furthest(net, table, where, column) if limit is None else within("limit", limit, 0)
    if limit == 1 or not (0 <= limit < math.inf) or (inverse and limit == 0):
        raise ValueError(f"limit must be a factor other than 1 (and 0 for speeds), not {limit:g}")
    question = Question.of(net, origin, destination, there)
    far, changed = _at_factor(net, table, where, column, limit)
    race = _Race(question, plan_of(far, there), (1.0, 1 / limit if inverse else limit))
    now, end = race.gap(1.0), race.gap(race.span[1])
    if not np.isfinite(now.gap):
        raise question.why_not()
    factor = 1.0 if now.gap == 0 else math.nan
    if now.gap > 0 and end.gap == 0:
        root = race.root(now)
        factor = 1 / root if inverse else root
    return BreakEven(
        question.origin.label,
        question.destination.label,
        corridor=corridor,
        column=f"{table}.{column}",
        factor=factor,
        limit=limit,
        gap_now=now.gap,
        gap_at_limit=end.gap,
        unit=_unit(said.weight),
        values=tuple((name, old, old * factor) for name, old in changed),
        situation=net.situation,
    )


def _furthest(net: Network, table: str, where: Mapping, column: str) -> float:
    """Return the furthest factor at which every value stays in the range of its column."""
    override = Override("change", table, where, column, "multiply", 1.0)
    faults = override.faults()
    if faults:
        raise ScenarioError(faults)
    rows, base = net.lookup.rows(table, dict(override.selection)), net.table(table)
    factor = LARGEST if column in INVERSE else 0.0
    for name in override.columns:
        bounds = schema()[table][name]
        for row in rows:
            value = base[name][row]
            if value > 0 and column in INVERSE:
                most = bounds.most(base["mode"][row]) if "mode" in base.columns else bounds.maximum
                factor = min(factor, most / value)
            elif value > 0:
                factor = max(factor, bounds.minimum / value)
    return factor


def _at_factor(
    net: Network, table: str, where: Mapping, column: str, factor: float
) -> tuple[Network, list[tuple[str, float]]]:
    """Return the network with the values multiplied, and their names and values before."""
    override = Override("change", table, where, column, "multiply", factor)
    far, changes = apply_with_changes(net, [Scenario("break-even", "break-even", (override,))])
    first = override.columns[0]
    rows = sorted({r for t, r, c in changes.cells if t == table and c in override.columns})
    of = changes.tables[table]
    return far, [(row_name(of, row), float(of[first][row])) for row in rows]


@dataclass(frozen=True)
class _Point:
    """By how much the corridor loses at a factor, and the two ways."""

    gap: float
    own: Way | None
    best: Way | None


@dataclass(frozen=True, eq=False)
class _Between(Plan):
    """A plan on the line from one to another; what breaks ties has no weight in it."""

    near: Plan = field(kw_only=True)
    far: Plan = field(kw_only=True)
    share: float = field(kw_only=True)

    @classmethod
    def of(cls, near: Plan, far: Plan, share: float) -> _Between:
        """Return the plan that has gone a share of the way."""
        with np.errstate(invalid="ignore"):
            steps = far.costs - near.costs
        costs = near.costs + share * np.where(np.isfinite(steps), steps, 0.0)
        values = np.where(near.usable[:, None], costs, 0.0) @ near.coefficient
        weights = np.where(near.usable, np.maximum(values, 0.0), np.inf)
        return cls(
            near.network, near.graph, near.shipment, near.coefficient, costs, weights, near.modes,
            near=near, far=far, share=share,
        )  # fmt: skip

    def access_costs(self, entry: Entry, km: float | None = None) -> np.ndarray:
        """Return the criteria of a leg by road between a position and a place."""
        near, far = (plan.access_costs(entry, km) for plan in (self.near, self.far))
        found: np.ndarray = near + self.share * (far - near)
        return found


class _Race:
    """The corridor against all ways, over a span of factors."""

    def __init__(self, question: Question, far: Plan, span: tuple[float, float]) -> None:
        self.near, self.far, self.question, self.span = question.plan.on(None), far, question, span

    def asked(self, t: float) -> Question:
        """Return the question at ``t``, on the corridor."""
        share = (t - 1.0) / (self.span[1] - 1.0)
        return self.question.under(_Between.of(self.near, self.far, share))

    def gap(self, t: float) -> _Point:
        """Return by how much the corridor loses at ``t``."""
        on = self.asked(t)
        best, own = best_ways([on.on(None), on])
        if own is None or best is None:
            return _Point(math.inf, own, best)
        gap = own.cost - best.cost
        return _Point(0.0 if gap <= _TOLERANCE * max(1.0, best.cost) else gap, own, best)

    def root(self, now: _Point) -> float:
        """Return where the corridor begins to win between its losing now and winning at the end."""
        loses, wins, point = 1.0, self.span[1], now
        for step in range(_MOST_STEPS):
            if abs(loses - wins) <= _TOLERANCE:
                break
            t = self._crossing(loses, point) if step % 2 == 0 else (loses + wins) / 2
            if not min(loses, wins) < t < max(loses, wins):
                t = (loses + wins) / 2
            here = self.gap(t)
            if here.gap == 0:
                wins = t
            else:
                loses, point = t, here
        return wins

    def _crossing(self, t: float, point: _Point) -> float:
        """Return where the lines of the two ways at a point meet."""
        own, best, end = point.own, point.best, self.asked(self.span[1])
        if own is None or best is None:
            return math.nan
        fall = point.gap - (end.way(own.arcs).cost - end.on(None).way(best.arcs).cost)
        return t + point.gap / fall * (self.span[1] - t) if fall else math.nan


def _unit(weight: str | tuple[tuple[str, float], ...]) -> str:
    known = isinstance(weight, str) and weight in CRITERIA
    return CRITERIA[str(weight)].unit if known else "weighted sum"
