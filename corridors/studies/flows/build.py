"""What to build first: the projects that pay within a budget, and in which order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.network.changes.apply import Changes, apply_with_changes
from corridors.network.changes.cards import Scenario, with_required
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, CorridorWords, says
from corridors.routing.question import best_ways
from corridors.studies.attribution import touched_overrides
from corridors.studies.flows import LOST, SAID_T
from corridors.studies.flows.answer import Flows
from corridors.studies.flows.demand import Demand, demands_of, of_one_year
from corridors.studies.flows.flows import assigned, given_demand, priced_by, tasks_of
from corridors.studies.flows.pool import Key, Known, Pool
from corridors.studies.flows.projects import MUSD, RATE, Bounds, Project, closed, projects_of
from corridors.studies.flows.words import mass_text
from corridors.studies.together import clashing, combined
from corridors.vocabulary import listed

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

_BESIDES = ("departure", "scenarios")
#: What a shipment costs at least that is not carried, over its best way: for the low end of what
#: projects save (assumed: storage and the next way a fifth dearer).
LOW_LOST = 1.2
#: So many times projects are chosen again by what was learnt of those chosen before.
_ROUNDS = 20
#: So many choices of projects that bring a way are kept.
_CHOICES = 16
#: Differences below this share of a total are rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class BuildFirst:
    """Which projects to build, in which order, and what each brings.

    Made by :func:`build_first`.

    Parameters
    ----------
    projects
        All that could be built.
    chosen
        Those that pay together within the budget, in the order that loses least.
    before, after
        Flows without any, and with those chosen.
    saved_usd
        What those chosen save in a year, in USD, before what they cost.
    alone_usd
        What each saves in a year by itself, in USD.
    lacking_usd
        What a year would cost more if it alone of those chosen were not built.
    budget_usd
        What there is to spend; infinite: no limit.
    rate
        Interest.
    sets
        How many sets of projects were looked at whole.
    checked
        Whether what goods cost with those chosen is known by a search, not only by ways that were
        known.
    saved_low_usd
        As ``saved_usd``, if goods that are not carried lose 1.2 times their best way and no more;
        ``nan`` where they are taken to lose no more than that anyway.
    why_not
        Why each of the others is not chosen.

    Examples
    --------
    >>> import corridors as co
    >>> rows = [{"origin": "Almaty", "destination": "Poti", "quantity": 300_000}]
    >>> found = co.build_first(
    ...     co.load("middle-corridor"), "caspian-ports-capacity", rows, year=2024
    ... )
    >>> found.to_dataframe()["scenario"].tolist()
    ['caspian-ports-capacity']
    """

    projects: tuple[Project, ...]
    chosen: tuple[str, ...]
    before: Flows
    after: Flows
    saved_usd: float
    alone_usd: Mapping[str, float]
    lacking_usd: Mapping[str, float]
    budget_usd: float
    rate: float
    sets: int
    checked: bool
    saved_low_usd: float = math.nan
    why_not: Mapping[str, str] = field(default_factory=dict)

    @property
    def yearly_usd(self) -> float:
        """What those chosen cost in a year, in USD: paid back with interest, and kept."""
        chosen = (one for one in self.projects if one.card.id in self.chosen)
        return math.fsum(one.yearly_usd(self.rate) for one in chosen)

    @property
    def cost_usd(self) -> float:
        """What those chosen cost to build, in USD."""
        return sum(one.usd for one in self.projects if one.card.id in self.chosen)

    def to_dataframe(self) -> pd.DataFrame:
        """Return a row a project, those chosen first and in their order.

        Columns: ``order`` (0: not chosen), ``scenario``, ``title``, ``musd`` (million USD to
        build), ``musd_year`` (with interest and upkeep), ``alone_musd_year`` (what it saves by
        itself), ``lacking_musd_year`` (what would be lost if it alone of those chosen were not
        built), ``pays_alone``, ``why_not`` (chosen), ``source_id``, ``basis``.
        """
        import pandas as pd

        order = {name: k for k, name in enumerate(self.chosen, start=1)}
        rows: list[dict[str, Any]] = [
            {
                "order": order.get(one.card.id, 0),
                "scenario": one.card.id,
                "title": one.card.title,
                "musd": one.usd / MUSD,
                "musd_year": one.yearly_usd(self.rate) / MUSD,
                "alone_musd_year": self.alone_usd[one.card.id] / MUSD,
                "lacking_musd_year": self.lacking_usd.get(one.card.id, math.nan) / MUSD,
                "pays_alone": self.alone_usd[one.card.id] > one.yearly_usd(self.rate),
                "why_not": self.why_not.get(one.card.id, ""),
                "source_id": one.source_id,
                "basis": one.basis,
            }
            for one in self.projects
        ]
        rows.sort(key=lambda row: (row["order"] or math.inf, -row["alone_musd_year"]))
        return dated(pd.DataFrame(rows), self.before.network)

    def __repr__(self) -> str:
        """Return what it is in one line."""
        return f"BuildFirst({self})"

    @property
    def _saving(self) -> str:
        """What is saved in a year, in words: a range, where it rests on goods not carried."""
        most = f"{self.saved_usd / MUSD:,.0f}"
        low = f"{self.saved_low_usd / MUSD:,.0f}"
        return most if math.isnan(self.saved_low_usd) or low == most else f"{low} to {most}"

    def _nothing(self) -> str:
        """Return why nothing is built: none pays, or none that does is within the budget."""
        dear = [
            one.card.title
            for one in self.projects
            if self.alone_usd[one.card.id] > one.yearly_usd(self.rate) and one.usd > self.budget_usd
        ]
        if dear:
            budget = f"{self.budget_usd / MUSD:,.0f} million USD"
            return f"nothing is built: {listed(dear)} would pay, and cost more than {budget}"
        return "nothing of this pays: no project saves what it costs in a year"

    def __str__(self) -> str:
        """Return what to build, in which order, and what it brings."""
        if not self.chosen:
            return self._nothing()
        titles = {one.card.id: one.card.title for one in self.projects}
        carried = self.after.carried_t - self.before.carried_t
        more = ""
        if carried > SAID_T:
            more = (
                f"; {carried / 1e6:,.2f} Mt more are carried, which count at "
                f"{LOW_LOST:g} to {self.before.lost_factor:g} times their best way as long as they "
                "are not"
            )
        short = self.after.demand_t - self.after.carried_t
        if short > SAID_T:
            more += f"; {mass_text(short)} of {mass_text(self.after.demand_t)} still are not"
        return (
            f"build {listed(titles[name] for name in self.chosen)}, in this order: "
            f"{self.cost_usd / MUSD:,.0f} million USD, which save {self._saving} "
            f"million a year before what they cost{more}"
        )


@says(*_BESIDES)
@asks
def build_first(
    net: Network,
    projects: str | Scenario | Iterable[str | Scenario] | Mapping[str, float],
    demand: str | Path | pd.DataFrame | Iterable[Mapping[str, Any] | Demand] | None = None,
    *,
    budget_musd: float = math.inf,
    rate: float = RATE,
    year: int = 2030,
    level: str = "mid",
    group: str | Iterable[str] = (),
    lost: float = LOST,
    kept: bool = True,
    conditions: Conditions | None = None,
    **words: Unpack[CorridorWords],
) -> BuildFirst:
    """Choose the projects by which goods and projects cost the least in a year, within a budget.

    A mixed-integer programme over ways that were found without any project, with each alone, with
    all that the budget allows, and with each set that it chooses, proposes sets. Flows of its own
    tell what each costs; then all sets of up to five projects that could be better are searched,
    of more those with one more, one less or one for another, until none is better. What each saves
    alone, and with those chosen, comes of :func:`flows`, too.

    Parameters
    ----------
    net
        The network before.
    projects
        Scenario cards, or ids of them, whose cost the table ``project_costs`` tells; or a mapping
        of ids to what each costs to build, in million USD.
    demand, year, level, group, lost, kept
        As in :func:`flows`. What those chosen save is told with ``lost`` at 1.2, too.
    budget_musd
        What there is to spend, in million USD.
    rate
        Interest a year, at which costs are paid back over the years that a project serves.
    weight, shipment, corridor, modes, avoid, via, service, irregular, as_of, conditions
        As in :func:`flows`.

    Returns
    -------
    BuildFirst
        ``chosen`` in the order that loses least: while one is built, at an equal rate of
        spending, all goods pay what they pay without it.

    Raises
    ------
    ValueError
        If the budget or the rate is no number of 0 or more, there is no project, or what one
        costs is not known.
    DataError
        As :func:`flows`.
    ScenarioError
        If a card cannot be applied.

    Examples
    --------
    >>> import corridors as co
    >>> rows = [{"origin": "Almaty", "destination": "Poti", "quantity": 300_000}]
    >>> found = co.build_first(
    ...     co.load("middle-corridor"), {"caspian-ports-capacity": 700.0}, rows, budget_musd=500
    ... )
    >>> found.chosen
    ()
    """
    for name, value in (("budget_musd", budget_musd), ("rate", rate)):
        if not (isinstance(value, int | float) and value >= 0):
            raise ValueError(f"{name} must be 0 or more, not {value!r}")
    asked = priced_by(conditions, words, _BESIDES)
    net = asked.situation(net)
    asked = asked.with_(as_of=None)
    found = projects_of(net, projects)
    given = given_demand(net, demand, year, level, group)
    rows, _ = of_one_year(demands_of(given, asked.shipment, net), year)
    rows = rows if kept else tuple(replace(row, corridor="", modes=(), via=()) for row in rows)
    work = _Work(net, found, rows, asked, year, lost, rate)
    return work.answer(budget_musd * MUSD)


class _Work:
    """One choice of projects: flows of sets of them, made once, and what was learnt of them."""

    def __init__(
        self, net: Network, projects: tuple[Project, ...], rows: tuple[Demand, ...],
        asked: Conditions, year: float, lost: float, rate: float,
    ) -> None:  # fmt: skip
        self.net, self.projects, self.rows = net, projects, rows
        self.asked, self.year, self.lost, self.rate = asked, year, lost, rate
        self.cards = {one.card.id: one.card for one in projects}
        self.flows: dict[frozenset[str], Flows] = {}

    def answer(self, budget_usd: float) -> BuildFirst:
        """Return what to build within a budget."""
        before = self._flows(frozenset())
        alone = {name: self._flows(frozenset({name})) for name in self.cards}
        bounds = Bounds(self.net, self.projects, budget_usd)
        pool = self._pool(before, {name: alone[name] for name in bounds.within})
        chosen = self._best(pool, bounds)
        return BuildFirst(
            projects=self.projects,
            chosen=self._order(pool, chosen),
            before=before,
            after=self._flows(chosen),
            alone_usd={name: self._saved(frozenset({name})) for name in alone},
            saved_usd=self._saved(chosen),
            lacking_usd={
                name: self.usd(bounds.without(chosen, name)) - self.usd(chosen) for name in chosen
            },
            budget_usd=budget_usd,
            rate=self.rate,
            sets=len(self.flows),
            checked=chosen in self.flows,
            saved_low_usd=self._saved_low(chosen),
            why_not={name: bounds.why_not(name, chosen) for name in alone if name not in chosen},
        )

    def _best(self, pool: Pool, bounds: Bounds) -> frozenset[str]:
        """Return the set that costs least, with its goods, of those that were searched whole.

        The pool proposes sets by ways that are known; of those that it would not propose, as it
        does not know their ways, all near the best are searched, until none is better.
        """
        for built in [one for one in self.flows if one <= bounds.within]:
            pool.add(self._ways(built))
        if not pool.clashes and len(bounds.within) > 1:
            pool.add(self._ways(bounds.within))
        while True:
            for _ in range(_ROUNDS):
                proposed, _ = pool.choose(bounds.budget_usd)
                if proposed in self.flows:
                    break
                pool.add(self._ways(proposed))
            best = frozenset[str]()
            for built in sorted(filter(bounds.fits, self.flows), key=lambda one: (len(one), *one)):
                best = built if self._cheaper(built, best) else best
            for built in bounds.near(best):
                if built in self.flows or not bounds.fits(built) or self._hopeless(built, best):
                    continue
                pool.add(self._ways(built))
                if self._cheaper(built, best):
                    break
            else:
                return best

    def _cheaper(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Say whether goods and projects together cost less in a year with one set."""
        return self.net_usd(one) < self.net_usd(other) * (1 - _ROUNDING)

    def _hopeless(self, built: frozenset[str], best: frozenset[str]) -> bool:
        """Say whether a set cannot be better than the best: goods pay no less than with more built.

        That holds where no project is worse for goods than none.
        """
        known = [one for one in self.flows if built <= one]
        if any(self._saved(frozenset({name})) < 0 for one in known for name in one):
            return False
        least = self.net_usd(best) - self.yearly_usd(built)
        return any(self.usd(one) >= least for one in known)

    def _saved_low(self, built: frozenset[str]) -> float:
        """Return what some projects save in a year if goods that are not carried lose little."""
        if self.lost <= LOW_LOST or not built:
            return math.nan
        low = _Work(self.net, self.projects, self.rows, self.asked, self.year, LOW_LOST, self.rate)
        low.worth = {n: usd / self.lost * LOW_LOST for n, usd in self.worth.items()}
        return low._saved(built)

    def _order(self, pool: Pool, chosen: frozenset[str]) -> tuple[str, ...]:
        """Return the order in which building loses least, by all orders of all parts.

        While a project is built, goods pay as without it; building takes as long as it costs.
        """
        cost = {one.card.id: max(one.usd, 1.0) for one in self.projects}
        best: dict[frozenset[str], tuple[float, tuple[str, ...]]] = {frozenset(): (0.0, ())}
        for size in range(1, len(chosen) + 1):
            for part in combinations(sorted(chosen), size):
                tried = []
                for last in part:
                    rest = frozenset(part) - {last}
                    spent = best[rest][0] + cost[last] * pool.value(rest)
                    tried.append((spent, (*best[rest][1], last)))
                best[frozenset(part)] = min(tried)
        return best[chosen][1]

    # -- what is known of a set -----------------------------------------------------------

    def _flows(self, built: frozenset[str]) -> Flows:
        """Return the flows with some projects built, made once."""
        if built not in self.flows:
            net, _ = self._applied(built)
            self.flows[built] = assigned(
                net, self.rows, self.asked, self.year, lost=self.lost, lost_usd=self.worth
            )
        return self.flows[built]

    @cached_property
    def worth(self) -> dict[int, float]:
        """What a shipment of each row costs that is not carried: the same with any project.

        By its best way without projects; where there is none, by that with all, or with one.
        """
        found: dict[int, float] = {}
        every = [card.id for card in combined(self.net, [*self.cards.values()]).cards]
        for built in ((), every, *((name,) for name in self.cards)):
            if len(found) == len(self.rows):
                break
            net, _ = self._applied(frozenset(built))
            tasks, _ = tasks_of(net, self.rows, self.asked)
            asked = [task for task in tasks if task.number not in found]
            for task, way in zip(asked, best_ways([t.question for t in asked]), strict=True):
                if way is not None:
                    found[task.number] = self.lost * task.question.value_of(way)
        return {number: found.get(number, 0.0) for number in range(len(self.rows))}

    def yearly_usd(self, built: Iterable[str]) -> float:
        """Return what some projects cost in a year, in USD."""
        chosen = set(built)
        return math.fsum(p.yearly_usd(self.rate) for p in self.projects if p.card.id in chosen)

    def net_usd(self, built: frozenset[str]) -> float:
        """Return what all goods, and what is built, cost in a year."""
        return self.usd(built) + self.yearly_usd(built)

    def usd(self, built: frozenset[str]) -> float:
        """Return what all goods cost in a year with some projects built, also those not carried."""
        found = self._flows(built)
        lost = sum(self.worth[t.number] * t.demand.shipments for t, _ in found.unreached)
        return found.usd + lost

    def _saved(self, built: frozenset[str]) -> float:
        """Return what some projects save in a year; below a cent in a million, nothing."""
        before = self.usd(frozenset())
        saved = before - self.usd(built)
        return saved if abs(saved) > _ROUNDING * before else 0.0

    def _applied(self, built: frozenset[str]) -> tuple[Network, Changes | None]:
        if not built:
            return self.net, None
        return apply_with_changes(
            self.net, [self.cards[name] for name in sorted(closed(self.cards, built))]
        )

    def _ways(self, built: frozenset[str]) -> list[Known]:
        """Return the ways that were found with some projects built, and what each needs."""
        found = self._flows(built)
        keys = [(one.kind, one.subject, one.unit) for one in found.capacities]
        changes = self._applied(built)[1]
        ways = []
        for column in found.columns:
            takes = tuple(
                (keys[k], float(column.takes[k])) for k in np.flatnonzero(column.takes).tolist()
            )
            needs = [frozenset[str]()]
            if changes is not None:
                owners = touched_overrides(
                    self.net.base or self.net, found.network, changes, column.way.arcs
                )
                needs = self._built_by({name for name, _ in owners}, built)
            task = found.tasks[column.task]
            ways += [Known(task.number, column.usd, takes, one) for one in needs]
        return ways

    def _built_by(self, owners: Iterable[str], built: frozenset[str]) -> list[frozenset[str]]:
        """Return the projects of a set that bring the cards of some overrides; each choice of them.

        A card that is a project is brought by itself; another, by any that requires it.
        """
        ways: list[tuple[str, ...]] = []
        everything = sorted(closed(self.cards, built))
        for owner in sorted(set(owners)):
            if owner in self.cards:
                ways.append((owner,))
                continue
            brings = [
                name for name in everything
                if owner in {card.id for card in with_required([self.cards[name]])}
            ]  # fmt: skip
            if brings:  # what else requires a project that brings it, brings it no other way
                ways.append(
                    tuple(n for n in brings if not closed(self.cards, [n]) - {n} & set(brings))
                )
        found = {frozenset(one) for one in islice(product(*ways), _CHOICES)}
        return sorted(found, key=sorted)

    def _pool(self, before: Flows, alone: Mapping[str, Flows]) -> Pool:
        amount = np.array([row.shipments for row in self.rows], float)
        lost = np.array([self.worth[k] for k in range(len(self.rows))], float)
        more: dict[str, dict[Key, float]] = {}
        for name, found in alone.items():  # what it requires adds its own
            required = frozenset(closed(self.cards, [name]) - {name})
            base = _amounts(self._flows(required) if required else before)
            more[name] = {key: new - base.get(key, 0.0) for key, new in _amounts(found).items()}
        projects = {
            p.card.id: (p.yearly_usd(self.rate), p.usd) for p in self.projects if p.card.id in alone
        }
        cards = [self.cards[name] for name in alone]
        needs = [(n, other) for n in alone for other in closed(self.cards, [n]) - {n}]
        clashes = clashing(self.net, cards)
        return Pool(amount, lost, _amounts(before), more, projects, clashes, needs)


def _amounts(found: Flows) -> dict[Key, float]:
    return {(one.kind, one.subject, one.unit): one.amount for one in found.capacities}
