"""The projects that may be built: scenario cards, and what each costs to build and in a year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, there_is_no
from corridors.network.changes.cards import Scenario, scenarios_of

if TYPE_CHECKING:
    from corridors.network.network import Network

#: Interest at which what is built is paid back, a year: the social discount rate that the World
#: Bank (2016) and the Asian Development Bank (2017) take for projects, 6 to 9 %.
RATE = 0.06
#: Years that a project serves, and what it costs to keep in a year, where nothing is said.
LIFETIME, UPKEEP = 30.0, 0.02
_MUSD = 1e6
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
            found.append(Project(card, usd * _MUSD))
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
        card, row["capex"] * _MUSD, row["lifetime_years"], row["om_share"] / 100,
        row["source_id"], row["basis"],
    )  # fmt: skip
