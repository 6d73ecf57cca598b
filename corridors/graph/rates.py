"""Prices, speeds and emissions by mode and country, with the row each comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corridors.errors import DataError
from corridors.network.tables import Table

Ref = tuple[str, int]
#: For a 20-ft box, a 40-ft box, a tonne.
Prices = tuple[float, ...]
RATE_TABLES = ("tariffs", "speeds", "driving_limits", "emission_factors")
BOX_COLUMNS = ("20ft", "40ft", "t")


@dataclass(frozen=True, slots=True)
class Running:
    """What one km costs, lasts and emits."""

    usd_per_km: Prices
    h_per_km: float
    h90_per_km: float
    kg_per_tkm: float
    money_ref: Ref
    hours_ref: Ref
    inputs: frozenset[Ref]


class Rates:
    """Looks up tariffs, speeds, driving limits and emission factors."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._tariff = tables["tariffs"].index("mode", "country", "box")
        self._speed = tables["speeds"].index("mode", "country")
        self._limit = tables["driving_limits"].index("country")
        self._emission = tables["emission_factors"].index("mode", "country")
        self.tariff_row = cache(self._find_tariff)
        self._in_country = cache(self._make_running)

    def made_of(self, tables: Mapping[str, Table]) -> bool:
        """Say whether these are the rates of the very same tables."""
        return all(tables[name] is self._tables[name] for name in RATE_TABLES)

    def running(self, link: dict, home: str, away: str) -> Running:
        """Return the rate of a link; one between two countries takes the mean of both."""
        mode = rate_mode(link["mode"], link["commodity"])
        first = self._in_country(mode, home, link["speed_kmh"])
        if home == away:
            return first
        second = self._in_country(mode, away, link["speed_kmh"])
        return Running(
            usd_per_km=tuple(
                (a + b) / 2 for a, b in zip(first.usd_per_km, second.usd_per_km, strict=True)
            ),
            h_per_km=(first.h_per_km + second.h_per_km) / 2,
            h90_per_km=(first.h90_per_km + second.h90_per_km) / 2,
            kg_per_tkm=(first.kg_per_tkm + second.kg_per_tkm) / 2,
            money_ref=first.money_ref,
            hours_ref=first.hours_ref,
            inputs=first.inputs | second.inputs,
        )

    def entry_usd(self, mode: str, commodity: str, country: str) -> tuple[Prices, list[Ref]]:
        """Return what a carrier charges once in a country, and the rows that say so."""
        mode = rate_mode(mode, commodity)
        if mode in ("sea", "ferry"):
            return (0.0, 0.0, 0.0), []
        rows = [self.tariff_row(mode, country, box) for box in BOX_COLUMNS]
        prices = self._tables["tariffs"]["fixed_usd"]
        usd = tuple(0.0 if row < 0 else prices[row] for row in rows)
        return usd, [("tariffs", row) for row in rows]

    def _make_running(self, mode: str, country: str, speed_kmh: float) -> Running:
        speed_row = self._row(self._speed, "speeds", mode, country)
        speeds = self._tables["speeds"]
        speed = speeds["speed_kmh"][speed_row] if math.isnan(speed_kmh) else speed_kmh
        hours = 1 / speed * self._day_share(mode, country)
        hours += speeds["stop_h_per_100km"][speed_row] / 100
        emission = self._row(self._emission, "emission_factors", mode, country)
        usd, money = self._prices(mode, country)
        inputs = {("speeds", speed_row), ("emission_factors", emission)}
        inputs |= {("tariffs", self.tariff_row(mode, country, box)) for box in BOX_COLUMNS}
        if mode == "road" and self._limit:
            inputs.add(("driving_limits", self._limit.get(country, self._limit.get("*", -1))))
        return Running(
            usd_per_km=usd,
            h_per_km=hours,
            h90_per_km=hours * speeds["p90_ratio"][speed_row],
            kg_per_tkm=self._tables["emission_factors"]["g_per_tkm"][emission] / 1000,
            money_ref=money,
            hours_ref=("speeds", speed_row),
            inputs=frozenset(inputs),
        )

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

    def _prices(self, mode: str, country: str) -> tuple[Prices, Ref]:
        if mode in ("sea", "ferry"):  # freight belongs to the service
            return (0.0, 0.0, 0.0), ("services", -1)
        rows = [self.tariff_row(mode, country, box) for box in BOX_COLUMNS]
        prices = self._tables["tariffs"]["usd_per_km"]
        usd = tuple(math.inf if row < 0 else prices[row] for row in rows)
        return usd, ("tariffs", rows[1] if rows[1] >= 0 else rows[2])

    def _find_tariff(self, mode: str, country: str, box: str) -> int:
        row = self._tariff.get((mode, country, box), self._tariff.get((mode, "*", box)))
        return -1 if row is None else row

    def _row(self, index: Mapping, table: str, mode: str, country: str) -> int:
        row = index.get((mode, country), index.get((mode, "*")))
        if row is None:
            raise DataError([f"{table}.csv: no row for mode {mode!r}, country {country!r} or '*'"])
        return row


def rate_mode(mode: str, commodity: str) -> str:
    """Return the mode by which prices and speeds are listed: pipelines by what they carry."""
    return f"pipeline-{commodity}" if mode == "pipeline" else mode
