"""What is charged: for a 20-ft box, a 40-ft box, a tonne."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from corridors.errors import not_one_of
from corridors.network.files import DATA_FOLDER
from corridors.vocabulary import BBL_PER_T, MMBTU_PER_1000M3, T_PER_1000M3

if TYPE_CHECKING:
    from datetime import date

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
        return Price(*[0.5 * a + 0.5 * b for a, b in zip(self, other, strict=True)])

    @property
    def is_known(self) -> bool:
        """Whether anything at all is carried."""
        return min(self) < math.inf


@cache
def worth_usd_per_t(commodity: str) -> float:
    """Return what a tonne of gas or oil is worth: the embedded ``energy_prices`` say it.

    Oil at the price of crude, gas by the formula of TAPI at the price of crude.

    Parameters
    ----------
    commodity
        ``"gas"`` or ``"oil"``.

    Examples
    --------
    >>> round(worth_usd_per_t("oil")), round(worth_usd_per_t("gas"))
    (601, 349)
    """
    with (DATA_FOLDER / "energy_prices.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["item"]: row for row in csv.DictReader(file)}
    crude = float(rows["crude"]["value"])
    if commodity == "oil":
        return crude * BBL_PER_T
    usd = float(rows["gas"]["value"]) + float(rows["gas"]["per_crude"]) * crude
    return usd * MMBTU_PER_1000M3 / T_PER_1000M3


PRICE_COLUMNS = Price._fields
#: The word for each of them in the column ``box`` of tariffs.
TARIFF_BOXES = ("20ft", "40ft", "t")
#: The column of each word.
BOX_PRICES = dict(zip(TARIFF_BOXES, PRICE_COLUMNS, strict=True))
#: Where a price is not told, that of another column holds (say, of a heavy box that of any box).
OTHERWISE: Mapping[str, str] = MappingProxyType({})
#: Boxes that a shipment can be packed in.
BOXES = TARIFF_BOXES[:2]
#: Tables whose rows may hold for some time, and what tells their prices apart on one day.
HOLDING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"tariffs": ("mode", "country", "box", "towards"), "charges": ("charge_id",)}
)
#: The columns of the price as it was published, in its own currency, by table.
RAW_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tariffs": ("raw_value", "raw_fixed", "raw_start"),
        "services": ("raw_20ft", "raw_40ft", "raw_per_t"),
        "border_crossings": ("raw_value",),
        "charges": ("raw_value",),
    }
)
US_DOLLAR = "USD"
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


#: What the price of a km on a railway may be for.
RATE_PARTS = (
    "infrastructure", "locomotive", "infrastructure and locomotive", "wagon", "forwarder",
    "not told",
)  # fmt: skip


def rate_parts(text: str) -> dict[str, float]:
    """Return the parts of a price of a km with their shares; empty if it is one price.

    Parameters
    ----------
    text
        Words and shares, such as ``"infrastructure 0.6; wagon 0.4"``.

    Raises
    ------
    ValueError
        If a word is not known or told twice, a share no number above 0, or they do not make 1.

    Examples
    --------
    >>> rate_parts("infrastructure and locomotive 0.775; wagon 0.225")
    {'infrastructure and locomotive': 0.775, 'wagon': 0.225}
    """
    found: dict[str, float] = {}
    for part in filter(None, (word.strip() for word in text.split(";"))):
        name, _, share = part.rpartition(" ")
        if name not in RATE_PARTS:
            raise ValueError(not_one_of("word", name or part, RATE_PARTS))
        try:
            found[name] = float(share) + (math.nan if name in found else 0.0)
        except ValueError:
            raise ValueError(f"share {share!r} of {name} is no number") from None
        if not found[name] > 0:
            raise ValueError(f"{part!r} is told twice, or no share above 0")
    if found and not math.isclose(sum(found.values()), 1, abs_tol=0.002):
        raise ValueError(f"the shares make {sum(found.values()):g}, not 1")
    return found


def of_load(usd: float) -> Price:
    """Return a fee for a truck or wagon load as what a box, or a tonne of it, pays."""
    return Price(usd, usd, usd / LOAD_T)


def source_of(table: Table, row: int, of: str = "") -> tuple[str, str]:
    """Return source and basis of a row; with ``of="price_"`` those of its price.

    A price has columns of its own where it comes from elsewhere than the hours.
    """
    own = of if f"{of}basis" in table.columns and table[f"{of}basis"][row] else ""
    return str(table[f"{own}source_id"][row]), str(table[f"{own}basis"][row])


def rows_held(table: Table, day: date | None = None) -> Mapping[tuple, int]:
    """Return the row of each price that holds on a day, by what tells prices apart.

    Rows without days hold always. Without a day the latest of several periods holds.
    """
    key = HOLDING[table.name]
    if not any(table["valid_from"]) and not any(table["valid_to"]):
        return table.index(*key)
    spans = zip(table["valid_from"], table["valid_to"], strict=True)
    told = day.isoformat() if day is not None else ""
    keys = zip(*(table[name] for name in key), strict=True)
    rows = [
        (first, one, row)
        for row, (one, (first, last)) in enumerate(zip(keys, spans, strict=True))
        if not told or (first <= told and (not last or told <= last))
    ]
    return {one: row for _, one, row in sorted(rows, key=lambda found: found[0])}


def of_day(table: Table, held: Mapping[tuple, int]) -> Table:
    """Return a table of prices in which nothing finds the rows that do not hold.

    They are for no box; the rows are the same ones, and so are their numbers.
    """
    if len(held) == len(table):
        return table
    rows = set(held.values())
    boxes = enumerate(table["box"])
    return table.with_values({"box": tuple(b if row in rows else "" for row, b in boxes)})


def price_level_year(vintage: Table) -> int | None:
    """Return the year to whose dollars prices as published are brought; ``None``: to none."""
    told = [int(year) for year in vintage["price_year"] if not math.isnan(year)]
    return told[-1] if told else None


def usd_of(deflators: Table, raw: float, currency: str, period: str, level: int) -> float:
    """Return a price as published in US dollars of another year.

    It is changed into dollars at the rate of its own period, and these follow consumer prices in
    the United States from the year of the period to that of the level.

    Raises
    ------
    KeyError
        If the table has no rate of the currency in the period, or no price index of a year.
    """
    rows = deflators.index("currency", "period")
    per_usd, index = deflators["per_usd"], deflators["price_index"]
    then, now = (index[rows[US_DOLLAR, str(year)]] for year in (period[:4], level))
    return float(raw / per_usd[rows[currency, period]] * (now / then))


def money_of(deflators: Table, level: int | None, year: int) -> tuple[float, float]:
    """Return what a dollar of the level of the tables was in another year: on land, and at sea.

    On land it follows consumer prices in the United States, as prices that were published do; at
    sea the spot market of boxes. It is ``nan`` where an index lacks one of the two years, and 1 if
    the tables are of no one level.

    Parameters
    ----------
    deflators
        The table of that name.
    level
        The year of the prices of the tables; ``None``: not told.
    year
        The other year.

    Examples
    --------
    >>> import corridors as co
    >>> land, sea = money_of(co.load().table("deflators"), 2023, 2021)
    >>> round(land, 2), round(sea, 1)
    (0.89, 4.5)
    """
    if level is None or level == year:
        return 1.0, 1.0
    rows = deflators.index("currency", "period")
    now, then = (rows.get((US_DOLLAR, str(y))) for y in (level, year))
    if now is None or then is None:
        return math.nan, math.nan
    land, sea = (deflators[name] for name in ("price_index", "sea_index"))
    return float(land[then] / land[now]), float(sea[then] / sea[now])


def has_raw(table: Table, row: int) -> bool:
    """Say whether a row keeps its price as it was published."""
    return any(not math.isnan(table[name][row]) for name in RAW_COLUMNS.get(table.name, ()))
