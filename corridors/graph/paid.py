"""Which rows of the tariffs a haul pays: by the km, and once where it begins."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from corridors.graph.directions import Directions, Share
from corridors.graph.rates import RATE_TABLES, Rates, Running, rates_of
from corridors.graph.stategraph import Ref
from corridors.network.prices import PRICE_COLUMNS, Price
from corridors.network.tables import Table
from corridors.vocabulary import mode_of, rolls_aboard

if TYPE_CHECKING:
    from corridors.network.network import Network


class Paid(NamedTuple):
    """A row of the tariffs (-1: there is none) and the km of a haul that it prices."""

    row: int
    km: Share


class Once(NamedTuple):
    """What a carrier charges once: the column that says it, the price, the row of each price.

    ``inputs`` are all rows that may say it.
    """

    column: str
    usd: Price
    rows: list[int]
    inputs: list[Ref]


#: The modes whose carriers ask for a part of the price that goes with no km.
_STARTING = ("road", "rail", "inland_water")


def begins_haul(a: str, b: str) -> bool:
    """Say whether a haul begins where goods change from one vehicle class to another.

    It goes on where the wagon rolls off a ship or the truck drives off it, and where a railway
    hands the goods to one of another gauge. It begins anew where a border demands another truck.
    """
    mode, before = mode_of(b), mode_of(a)
    if mode not in _STARTING or rolls_aboard(a, b):
        return False
    if before == "ferry":
        return mode != "road"
    return before != mode or a == b


def paid_on_boarding(rates: Rates, a: str, b: str, country: str) -> list[Once]:
    """Return what a carrier charges where goods change to a vehicle class of it, besides handling.

    A railway's dues of the country, ``fixed_usd``, are paid where goods come onto it, as at its
    borders (a truck pays them there alone), but not again where they change gauge on it; what
    begins a haul, ``start_usd``, once a haul.
    """
    found = []
    if mode_of(b) == "rail" != mode_of(a):
        usd, inputs = rates.entry_usd("rail", "", country)
        found.append(Once("fixed_usd", usd, [row for _, row in inputs], inputs))
    if begins_haul(a, b):
        found.append(Once("start_usd", *rates.start_usd(mode_of(b), country)))
    return found


class PaidByKm:
    """Tells of a haul what it pays by the km: to both countries half, by the way that it goes.

    Parameters
    ----------
    tables
        The tables of a network.
    rates, directions
        Its tariffs, and the directions that they tell apart.
    """

    def __init__(
        self, tables: Mapping[str, Table], rates: Rates, directions: Directions | None = None
    ) -> None:
        self._usd = tables["tariffs"]["usd_per_km"]
        self._rates = rates
        self._directions = directions or Directions(tables)
        self.is_directed = self._directions.tells
        #: What a carrier charges where goods change to a vehicle class of it, and who says so.
        self.boarding = cache(self._boarded)

    def rows(
        self, mode: str, ends: tuple[str, str], homes: Sequence[str]
    ) -> tuple[list[Paid], ...]:
        """Return the rows that price a haul between two nodes of countries.

        For each thing that a price can be for, in the order of ``PRICE_COLUMNS``.
        """
        found: tuple[list[Paid], ...] = tuple([] for _ in PRICE_COLUMNS)
        several = dict.fromkeys(homes)
        part = 1 / len(several)
        for home in several:
            for word, share, km in self._directions.shares(mode, *ends, home):
                of_home = Share(word, part * share, part * km)
                rows = self._rates.tariff_rows(mode, home, word)
                for paid, row in zip(found, rows, strict=True):
                    paid.append(Paid(row, of_home))
        return found

    def running(
        self, rate: Running, mode: str, ends: tuple[str, str], homes: tuple[str, str], km: float
    ) -> tuple[Price, Ref, Set[Ref]]:
        """Return what running along a link costs, the row that says it, and all rows behind it."""
        if not self.is_directed(mode, *homes):  # as nearly everywhere
            return rate.usd_per_km.times(km), rate.money_ref, rate.inputs
        usd, money, rows = self.price(mode, ends, homes, km)
        return usd, money, rate.inputs | rows

    def _boarded(self, a: str, b: str, country: str) -> tuple[Price, list[Ref]]:
        once = paid_on_boarding(self._rates, a, b, country)
        usd = Price()
        for one in once:
            usd = usd.plus(one.usd)
        return usd, [ref for one in once for ref in one.inputs]

    def price(
        self, mode: str, ends: tuple[str, str], homes: Sequence[str], km: float
    ) -> tuple[Price, Ref, set[Ref]]:
        """Return what a haul pays, the row that most of it pays, and all that may price it."""
        by_column = self.rows(mode, ends, homes)
        usd = Price(*[self._sum(paid, km) for paid in by_column])
        refs: set[Ref] = {("tariffs", one.row) for paid in by_column for one in paid}
        for paid in (by_column[1], *by_column[::-1]):
            told = [one for one in paid if one.row >= 0]
            if told:
                most = max(told, key=lambda one: one.km.of(km))
                return usd, ("tariffs", most.row), refs
        return usd, ("tariffs", -1), refs

    def _sum(self, paid: Sequence[Paid], km: float) -> float:
        """Return the price of a haul; where nothing prices a part of it, it is not carried."""
        rate = 0.0
        for row, share in paid:
            part = share.part(km)
            if part:
                rate += part * (self._usd[row] if row >= 0 else math.inf)
        return km * rate


def paid_by_km(net: Network) -> PaidByKm:
    """Return what tells the rows of tariffs that hauls of a network pay."""
    return net.once(_paid_by_km)


def _paid_by_km(net: Network) -> PaidByKm:
    tables = {name: net.table(name) for name in (*RATE_TABLES, "nodes")}
    return PaidByKm(tables, rates_of(net), Directions(tables))
