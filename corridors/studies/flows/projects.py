"""The projects that may be built: scenario cards, what each costs, and which can be together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, there_is_no
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.studies.together import clashing

if TYPE_CHECKING:
    from corridors.network.network import Network

#: Interest at which what is built is paid back, a year: the social discount rate that the World
#: Bank (2016) and the Asian Development Bank (2017) take for projects, 6 to 9 %.
RATE = 0.06
#: Years that a project serves, and what it costs to keep in a year, where nothing is said.
LIFETIME, UPKEEP = 30.0, 0.02
#: Of so many projects that a budget allows all sets are searched; of more, those near the best.
_FEW = 5
#: Why a project is not chosen.
OVER, LEFT = "costs more than the budget", "costs more than is left"
APART = "cannot be combined with what is chosen"
BESIDES = "saves less than it costs beside what is chosen"
#: Differences below this share of a budget are rounding.
_ROUNDING = 1e-9
#: USD of a million USD.
MUSD = 1e6
#: Interest a year that is none.
_NO_INTEREST = 1e-9


@dataclass(frozen=True)
class Project:
    """A scenario card that is to be built, and what it costs.

    Parameters
    ----------
    card
        The card.
    usd
        What it costs to build, in USD.
    years
        How long it serves.
    upkeep
        What it costs in a year, as a share of that.
    source_id, basis
        By whom the cost is told, and how it is known.
    """

    card: Scenario
    usd: float
    years: float = LIFETIME
    upkeep: float = UPKEEP
    source_id: str = ""
    basis: str = ""

    def yearly_usd(self, rate: float) -> float:
        """Return what it costs in a year: paid back with interest, and kept.

        Examples
        --------
        >>> import corridors as co
        >>> card = co.scenario("btk-expanded")
        >>> round(Project(card, 100.0, years=10, upkeep=0.0).yearly_usd(0.06), 2)
        13.59
        """
        share = 1 / self.years if rate < _NO_INTEREST else rate / (1 - (1 + rate) ** -self.years)
        return self.usd * (share + self.upkeep)


def projects_of(net: Network, given: Any) -> tuple[Project, ...]:
    """Return the projects of cards, with what they cost.

    Parameters
    ----------
    net
        The network whose table ``project_costs`` tells what is not given.
    given
        Scenario cards, or ids of them, or what each costs by id, in million USD.

    Raises
    ------
    ValueError
        If there is no project, or the cost of one is given twice.
    DataError
        If what one costs is not known, or no number of 0 or more.
    """
    named: dict[str, float] = {}
    cards: list[Scenario] = []
    if isinstance(given, Mapping):
        for key, usd in given.items():  # a file of a card has another name than the card
            (card,) = scenarios_of([key])
            if card.id in named:
                raise ValueError(f"projects: the cost of {card.id!r} is given twice")
            named[card.id] = float(usd)
            cards.append(card)
    else:
        cards = list(scenarios_of(given))
    if not cards:
        raise ValueError("projects is empty; give cards such as 'btk-expanded'")
    known = {row["card_id"]: row for row in net.table("project_costs")}
    found, faults = [], []
    for card in cards:
        if card.id in named:
            usd = named[card.id]
            if not (math.isfinite(usd) and usd >= 0):
                faults.append(f"{card.id}: its cost {usd} is no number of 0 or more")
            found.append(Project(card, usd * MUSD))
        elif card.id in known:
            found.append(_told(card, known[card.id]))
        else:
            more = there_is_no("cost of a project", card.id, known)
            faults.append(f"{more}; give it: {{{card.id!r}: million USD}}")
    if faults:
        raise DataError(faults)
    return tuple(found)


def known_projects(net: Network) -> tuple[Project, ...]:
    """Return the projects of which a network has the cards applied, where their cost is known.

    Parameters
    ----------
    net
        A network with scenarios.
    """
    rows = {row["card_id"]: row for row in net.table("project_costs")}
    return tuple(_told(card, rows[card.id]) for card in net.scenarios if card.id in rows)


def _told(card: Scenario, row: Mapping[str, Any]) -> Project:
    return Project(
        card, row["capex"] * MUSD, row["lifetime_years"], row["om_share"] / 100,
        row["source_id"], row["basis"],
    )  # fmt: skip


def closed(cards: Mapping[str, Scenario], built: Iterable[str]) -> set[str]:
    """Return projects of some cards with those of the others that they require.

    Examples
    --------
    >>> import corridors as co
    >>> names = ("middle-corridor-2030", "btk-expanded", "suez-closed")
    >>> cards = {name: co.scenario(name) for name in names}
    >>> sorted(closed(cards, ["middle-corridor-2030"]))
    ['btk-expanded', 'middle-corridor-2030']
    """
    found, queue = set(), list(built)
    while queue:
        name = queue.pop()
        if name in cards and name not in found:
            found.add(name)
            queue += cards[name].requires
    return found


class Bounds:
    """Which sets of projects can be built: within a budget, together, with what they require."""

    def __init__(self, net: Network, projects: Iterable[Project], budget_usd: float) -> None:
        self.budget_usd = budget_usd
        self.usd = {one.card.id: one.usd for one in projects}
        self.cards = {one.card.id: one.card for one in projects}
        self.clashes = clashing(net, list(self.cards.values()))
        #: The projects that the budget allows, with what each requires.
        self.within = frozenset(n for n in self.cards if self._affordable(closed(self.cards, [n])))

    def _affordable(self, built: Iterable[str]) -> bool:
        return sum(self.usd[name] for name in built) <= self.budget_usd * (1 + _ROUNDING)

    def _apart(self, built: Iterable[str]) -> bool:
        chosen = set(built)
        return any(set(pair) <= chosen for pair in self.clashes)

    def fits(self, built: frozenset[str]) -> bool:
        """Say whether a set can be built."""
        whole = built == closed(self.cards, built) and not self._apart(built)
        return whole and built <= self.within and self._affordable(built)

    def without(self, built: frozenset[str], name: str) -> frozenset[str]:
        """Return a set without a project, and without what requires it."""
        return frozenset(one for one in built if name not in closed(self.cards, [one]))

    def near(self, built: frozenset[str]) -> Iterator[frozenset[str]]:
        """Yield sets like one: all, of few projects; else one more, one less, one for another."""
        names = sorted(self.within)
        if len(names) <= _FEW:
            for size in range(len(names) + 1):
                yield from map(frozenset, combinations(names, size))
            return
        others = [frozenset(closed(self.cards, [name])) for name in names if name not in built]
        yield from (built | more for more in others)
        for name in sorted(built):
            less = self.without(built, name)
            yield less
            yield from (less | more for more in others)

    def why_not(self, name: str, chosen: frozenset[str]) -> str:
        """Return why a project is not among those chosen, none of which near it is better."""
        if name not in self.within:
            return OVER
        more = chosen | closed(self.cards, [name])
        if self._apart(more):
            return APART
        return BESIDES if self._affordable(more) else LEFT
