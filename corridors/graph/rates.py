"""Prices, speeds and emissions by mode, country and line, with the row each comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from corridors.errors import DataError
from corridors.graph.spread import mean_of
from corridors.graph.stategraph import Ref
from corridors.network.prices import (
    BOX_PRICES,
    NOT_CARRIED,
    OTHERWISE,
    PRICE_COLUMNS,
    Price,
    rows_held,
)
from corridors.network.tables import Table
from corridors.vocabulary import SHIP_CLASSES, rate_mode

if TYPE_CHECKING:
    from corridors.network.network import Network


#: The rows of speeds and of service classes of a line.
LineRows = tuple[int, int]
_BOX_OF = {column: box for box, column in BOX_PRICES.items()}
RATE_TABLES = ("tariffs", "speeds", "driving_limits", "emission_factors", "service_classes")


@dataclass(frozen=True, slots=True)
class Running:
    """What one km costs, lasts and emits; ``moving`` is the share of its hours on the move."""

    usd_per_km: Price
    h_per_km: float
    h90_per_km: float
    moving: float
    kg_per_tkm: float
    money_ref: Ref
    hours_ref: Ref
    inputs: frozenset[Ref]

    @property
    def of_a_km(self) -> dict[str, float]:
        """What one km adds to the columns of an arc, but for money and the hours' quantiles."""
        return {
            "km": 1.0, "h": mean_of(self.h_per_km, self.h90_per_km), "kg_per_t": self.kg_per_tkm,
        }  # fmt: skip


class Rates:
    """Looks up tariffs, speeds, driving limits and emission factors."""

    def __init__(self, tables: Mapping[str, Table], held: Mapping | None = None) -> None:
        self._tables = tables
        self._tariff = tables["tariffs"].once(rows_held) if held is None else held
        self._speed = _rows_of_lines(tables["speeds"])
        self._class = _rows_of_lines(tables["service_classes"])
        self._limit = tables["driving_limits"].index("country")
        self._emission = tables["emission_factors"].index("mode", "country")
        self.tariff_row = cache(self._find_tariff)
        self._in_country = cache(self._make_running)
        self._between = cache(self._mean_of_both)
        self._rows: dict[tuple, LineRows] = {}

    def running(self, link: dict, home: str, away: str) -> Running:
        """Return the rate of a link; one between two countries takes the mean of both.

        Its price is that of any way; where prices go by direction: ``graph/paid.py``.
        """
        mode, speed = rate_mode(link["mode"], link["commodity"]), link["speed_kmh"]
        first = (mode, home, self._line_rows(mode, home, link), speed)
        if home == away:
            return self._in_country(*first)
        return self._between(first, (mode, away, self._line_rows(mode, away, link), speed))

    def _mean_of_both(self, one: tuple, other: tuple) -> Running:
        first, second = self._in_country(*one), self._in_country(*other)
        return Running(
            usd_per_km=first.usd_per_km.mean(second.usd_per_km),
            h_per_km=(first.h_per_km + second.h_per_km) / 2,
            moving=_share(first, second),
            h90_per_km=(first.h90_per_km + second.h90_per_km) / 2,
            kg_per_tkm=(first.kg_per_tkm + second.kg_per_tkm) / 2,
            money_ref=first.money_ref,
            hours_ref=first.hours_ref,
            inputs=first.inputs | second.inputs,
        )

    def entry_usd(self, mode: str, commodity: str, country: str) -> tuple[Price, list[Ref]]:
        """Return what a carrier charges once in a country, and the rows that say so."""
        mode = rate_mode(mode, commodity)
        if mode in SHIP_CLASSES:
            return Price(), []
        rows = self.tariff_rows(mode, country)
        prices = self._tables["tariffs"]["fixed_usd"]
        return _prices_in(prices, rows), [("tariffs", row) for row in rows]

    def start_usd(self, mode: str, country: str) -> tuple[Price, list[int], list[Ref]]:
        """Return what a carrier charges for a haul that begins in a country, however long it is.

        With the row of each price (-1: none says it, and nothing is charged): that of the country,
        else that of any country; and all the rows that may say it.
        """
        told = self._tables["tariffs"]["start_usd"]
        own, any_country = self.tariff_rows(mode, country), self.tariff_rows(mode, "*")
        rows = [
            next((row for row in pair if row >= 0 and not math.isnan(told[row])), -1)
            for pair in zip(own, any_country, strict=True)
        ]
        usd = Price(*[0.0 if row < 0 else told[row] for row in rows])
        return usd, rows, [("tariffs", row) for row in (*own, *any_country) if row >= 0]

    def _line_rows(self, mode: str, country: str, link: Mapping) -> LineRows:
        """Return the rows of speeds and of service classes of a link, -1 for no class."""
        key = (mode, country, link.get("link_id"), link.get("line_ref"))
        known = self._rows.get(key)
        if known is None:
            speed = _row_of_line(self._speed, mode, country, link)
            if speed < 0:
                raise _no_row("speeds", mode, country)
            known = self._rows[key] = speed, self.class_row(mode, country, link)
        return known

    @cached_property
    def lines(self) -> frozenset[str]:
        """The lines, and links, that have speeds or classes of service of their own."""
        return frozenset(word for _, _, word in (*self._speed, *self._class) if word)

    def class_row(self, mode: str, country: str, link: Mapping) -> int:
        """Return the row of service classes of a link, -1 where there is but one class."""
        return _row_of_line(self._class, mode, country, link) if self._class else -1

    def _make_running(self, mode: str, country: str, rows: LineRows, speed_kmh: float) -> Running:
        speeds, (speed_row, class_row) = self._tables["speeds"], rows
        speed = speeds["speed_kmh"][speed_row] if math.isnan(speed_kmh) else speed_kmh
        hours = 1 / speed * self._day_share(mode, country)
        hours += speeds["stop_h_per_100km"][speed_row] / 100
        hours /= self._factor(class_row)
        emission = self._row(self._emission, "emission_factors", mode, country)
        usd, money = self._prices(mode, country)
        inputs = {("speeds", speed_row), ("emission_factors", emission)}
        inputs |= {("tariffs", row) for row in self.tariff_rows(mode, country)}
        inputs |= {("service_classes", class_row)} if class_row >= 0 else set()
        if mode == "road" and self._limit:
            inputs.add(("driving_limits", self._limit.get(country, self._limit.get("*", -1))))
        return Running(
            usd_per_km=usd,
            h_per_km=hours,
            moving=1 / speed / hours,
            h90_per_km=hours * speeds["p90_ratio"][speed_row],
            kg_per_tkm=self._tables["emission_factors"]["g_per_tkm"][emission] / 1000,
            money_ref=money,
            hours_ref=("speeds", speed_row),
            inputs=frozenset(inputs),
        )

    def _factor(self, class_row: int) -> float:
        """Return the speed of what runs on a line over that of the table of speeds."""
        classes = self._tables["service_classes"]
        ordinary = class_row >= 0 and classes["running"][class_row] == "ordinary"
        return float(classes["speed_factor"][class_row]) if ordinary else 1.0

    def _day_share(self, mode: str, country: str) -> float:
        """Return elapsed over driving hours: a truck stands while its driver rests."""
        if mode != "road" or not self._limit:
            return 1.0
        row = self._limit.get(country, self._limit.get("*"))
        return (
            24 / self._tables["driving_limits"]["driving_h_per_day"][row]
            if row is not None
            else 1.0
        )

    def _prices(self, mode: str, country: str) -> tuple[Price, Ref]:
        if mode in SHIP_CLASSES:  # freight belongs to the service
            return NOT_CARRIED, ("services", -1)
        rows = self.tariff_rows(mode, country)
        first = next((row for row in (rows[1], *rows[::-1]) if row >= 0), -1)
        return _prices_in(self._tables["tariffs"]["usd_per_km"], rows), ("tariffs", first)

    def tariff_rows(self, mode: str, country: str, towards: str = "") -> list[int]:
        """Return the row of each price, that of a direction where there is one, -1 for none."""
        return [self._told(mode, country, column, towards) for column in PRICE_COLUMNS]

    def _told(self, mode: str, country: str, column: str, towards: str) -> int:
        row = self.tariff_row(mode, country, _BOX_OF[column], towards)
        if row < 0 and column in OTHERWISE:
            return self._told(mode, country, OTHERWISE[column], towards)
        return row

    def _find_tariff(self, mode: str, country: str, box: str, towards: str = "") -> int:
        """Return the row of the direction, else of the country, else of any country."""
        for home, word in ((country, towards), (country, ""), ("*", "")):
            row: int | None = self._tariff.get((mode, home, box, word))
            if row is not None:
                return row
        return -1

    def _row(self, index: Mapping, table: str, mode: str, country: str) -> int:
        row: int | None = index.get((mode, country), index.get((mode, "*")))
        if row is None:
            raise _no_row(table, mode, country)
        return row


def _no_row(table: str, mode: str, country: str) -> DataError:
    return DataError([f"{table}.csv: no row for mode {mode!r}, country {country!r} or '*'"])


def _row_of_line(rows: Mapping, mode: str, country: str, link: Mapping) -> int:
    """Return the row of a link, else of its line, else of its country, else of any country."""
    for word in (link.get("link_id"), link.get("line_ref")):
        row: int | None = rows.get((mode, country, word)) if word else None
        if row is not None:
            return row
    row = rows.get((mode, country, ""), rows.get((mode, "*", "")))
    return -1 if row is None else row


def _rows_of_lines(table: Table) -> Mapping[tuple[str, str, str], int]:
    """Return the row of each mode, country and line; the line ``""`` is all others."""
    columns = (table[name] for name in ("mode", "country", "line_ref"))
    return {
        (mode, country, word): row
        for row, (mode, country, words) in enumerate(zip(*columns, strict=True))
        for word in (words.split(";") if words else ("",))
    }


def _share(*halves: Running) -> float:
    """Return the share of the hours on the move over two countries, half of the way in each."""
    hours = [half.h_per_km for half in halves]
    return sum(half.moving * h for half, h in zip(halves, hours, strict=True)) / sum(hours)


def _prices_in(values: tuple[float, ...], rows: list[int]) -> Price:
    """Return the values of the rows of each price; without a row nothing is carried."""
    return Price(*[math.inf if row < 0 else values[row] for row in rows])


def rates_of(net: Network) -> Rates:
    """Return the rates of a network; one in which none of them differs shares them."""
    return net.once(_rates)


def _rates(net: Network) -> Rates:
    before = net.revision
    if (
        before is not None
        and not any(table in RATE_TABLES for table, _, _ in before.places)
        and held_of(net) == held_of(before.network)
    ):
        return rates_of(before.network)
    return Rates({name: net.table(name) for name in RATE_TABLES}, held_of(net))


def held_of(net: Network) -> Mapping:
    """Return the rows of tariffs that hold on the day of a network, by what tells them apart."""
    return net.once(_held)


def _held(net: Network) -> Mapping:
    before = net.revision
    if before is not None and before.network.day == net.day:  # rows are told by the same keys
        return held_of(before.network)
    table = net.table("tariffs")
    return rows_held(table, net.day) if net.day is not None else table.once(rows_held)
