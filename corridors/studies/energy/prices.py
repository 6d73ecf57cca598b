"""Prices of pipelines in one unit: of gas a thousand cubic metres, of oil a tonne."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError
from corridors.network.lookup import row_name
from corridors.vocabulary import BBL_PER_T, MMBTU_PER_1000M3

if TYPE_CHECKING:
    from corridors.network.network import Network

#: How many of the units of a price are a thousand cubic metres, or a tonne.
_IN_ONE = {
    "USD/MMBtu": MMBTU_PER_1000M3, "USD/1000m3": 1.0, "USD/1000m3/100km": 1.0,
    "USD/bbl": BBL_PER_T, "USD/t": 1.0, "USD/t/100km": 1.0, "share": 1.0,
}  # fmt: skip
#: What prices of each commodity may be told in.
_UNITS = {
    "gas": ("USD/MMBtu", "USD/1000m3", "USD/1000m3/100km", "share"),
    "oil": ("USD/bbl", "USD/t", "USD/t/100km", "share"),
}


@dataclass(frozen=True)
class EnergyPrice:
    """A row of ``energy_prices``, its values in USD per thousand cubic metres, or per tonne.

    Shares stay shares; ``low`` and ``high`` are ``value`` where no range is told.
    ``by_crude``: it is a formula of the price of crude, of the year in which that was told.
    """

    item: str
    country: str
    low: float
    value: float
    high: float
    unit: str
    year: int
    row: str
    source_id: str
    basis: str
    note: str
    by_crude: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it is a share of the gas, not money."""
        return self.unit == "share"


class EnergyPrices:
    """The prices of one pipeline and its branches, at a price of crude.

    Parameters
    ----------
    net
        The network.
    refs
        The pipeline and its branches.
    commodity
        ``"gas"`` or ``"oil"``.
    crude_usd_per_bbl
        Price of crude; ``None`` takes that of the table.

    Raises
    ------
    DataError
        If a price is in a unit of something else.
    ValueError
        If the price of crude is no number of 0 or more.
    """

    def __init__(
        self,
        net: Network,
        refs: tuple[str, ...],
        commodity: str,
        crude_usd_per_bbl: float | None = None,
    ) -> None:
        table = net.table("energy_prices")
        if crude_usd_per_bbl is None:
            crude = [row for row in table if row["item"] == "crude"]
            self.crude = float(max(crude, key=lambda r: r["year"])["value"]) if crude else math.nan
        else:
            if isinstance(crude_usd_per_bbl, bool) or not isinstance(
                crude_usd_per_bbl, int | float
            ):
                raise TypeError(f"crude_usd_per_bbl is a number, not {crude_usd_per_bbl!r}")
            if not 0 <= crude_usd_per_bbl < 10_000:
                raise ValueError(f"crude_usd_per_bbl must be 0 or more, not {crude_usd_per_bbl}")
            self.crude = float(crude_usd_per_bbl)
        self._rows: list[tuple[str, EnergyPrice]] = []
        for number, row in enumerate(table):
            if row["line_ref"] in refs:
                self._check(row, commodity, number)
                self._rows.append((str(row["line_ref"]), self._price(row, row_name(table, number))))

    def _check(self, row: dict[str, Any], commodity: str, number: int) -> None:
        if row["unit"] not in _UNITS[commodity]:
            units = ", ".join(_UNITS[commodity])
            fault = f"energy_prices.csv:{number + 2}: unit {row['unit']!r} is none of {units}, "
            raise DataError([f"{fault}but {row['line_ref']} carries {commodity}"])

    def _price(self, row: dict[str, Any], name: str) -> EnergyPrice:
        times = _IN_ONE[row["unit"]]
        by_crude = 0.0 if math.isnan(row["per_crude"]) else row["per_crude"] * self.crude
        ends = {
            column: ((row["value"] if math.isnan(row[column]) else row[column]) + by_crude) * times
            for column in ("low", "value", "high")
        }
        words: dict[str, Any] = {
            key: str(row[key]) for key in ("item", "country", "unit", "source_id", "basis")
        }
        told: dict[str, Any] = {"row": name, "note": str(row["note"]), "by_crude": by_crude > 0}
        return EnergyPrice(**ends, **words, year=int(row["year"]), **told)

    def all(self, item: str, ref: str = "") -> Iterator[EnergyPrice]:
        """Yield the latest price of an item for each country; of all lines, or of one."""
        found: dict[tuple[str, str], EnergyPrice] = {}
        for own, price in self._rows:
            key = own, price.country
            if price.item == item and ref in ("", own):
                known = found.get(key)
                if known is None or price.year > known.year:
                    found[key] = price
        yield from found.values()

    def every(self, item: str) -> list[EnergyPrice]:
        """Return the prices of an item of all years, to compare with."""
        return [price for _, price in self._rows if price.item == item]

    def one(self, item: str, ref: str, country: str = "") -> EnergyPrice | None:
        """Return the latest price of an item for a line; of a country, if there are several."""
        found = [p for p in self.all(item, ref) if country in ("", p.country) or not p.country]
        return found[0] if found else None
