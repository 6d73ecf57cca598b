"""What is charged: for a 20-ft box, a 40-ft box, a tonne."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from corridors.network.tables import Table

#: A fee for one truck or wagon load is shared by its tonnes (20 t, as the CPMM counts).
LOAD_T = 20.0


class Price(NamedTuple):
    """USD for each thing that a price can be for; ``inf``: it is not carried.

    Its fields are the columns of prices in the tables and in the state graph, so a price for
    something else (a reefer, say) is one more field here, one more column there.
    """

    usd_20ft: float = 0.0
    usd_40ft: float = 0.0
    usd_per_t: float = 0.0

    def plus(self, other: Price) -> Price:
        """Return both together."""
        return Price(*[a + b for a, b in zip(self, other, strict=True)])

    def times(self, factor: float) -> Price:
        """Return so many times the price."""
        return Price(*[factor * usd for usd in self])

    def mean(self, other: Price) -> Price:
        """Return the price half way to another."""
        return Price(*[(a + b) / 2 for a, b in zip(self, other, strict=True)])

    @property
    def is_known(self) -> bool:
        """Whether anything at all is carried."""
        return min(self) < math.inf


PRICE_COLUMNS = Price._fields
#: The word for each of them in the column ``box`` of tariffs.
TARIFF_BOXES = ("20ft", "40ft", "t")
#: The column of each word.
BOX_PRICES = dict(zip(TARIFF_BOXES, PRICE_COLUMNS, strict=True))
#: Where a price is not told, that of another column holds (say, of a heavy box that of any box).
OTHERWISE: Mapping[str, str] = MappingProxyType({})
#: Boxes that a shipment can be packed in.
BOXES = TARIFF_BOXES[:2]
NOT_CARRIED = Price(*[math.inf] * len(PRICE_COLUMNS))


def price_of(table: Table, row: int) -> Price:
    """Return the prices of a row; a price that is missing is not carried, never free."""
    told = [table[column][row] for column in PRICE_COLUMNS]
    if any(map(math.isnan, told)):
        if not OTHERWISE and all(map(math.isnan, told)):
            return NOT_CARRIED
        told = [_told(table, row, column) for column in PRICE_COLUMNS]
    return Price(*told)


def _told(table: Table, row: int, column: str) -> float:
    usd = table[column][row]
    if not math.isnan(usd):
        return float(usd)
    return _told(table, row, OTHERWISE[column]) if column in OTHERWISE else math.inf


def of_load(usd: float) -> Price:
    """Return a fee for a truck or wagon load as what a box, or a tonne of it, pays."""
    return Price(usd, usd, usd / LOAD_T)


def source_of(table: Table, row: int, of: str = "") -> tuple[str, str]:
    """Return source and basis of a row; with ``of="price_"`` those of its price.

    A price has columns of its own where it comes from elsewhere than the hours.
    """
    own = of if f"{of}basis" in table.columns and table[f"{of}basis"][row] else ""
    return str(table[f"{own}source_id"][row]), str(table[f"{own}basis"][row])
