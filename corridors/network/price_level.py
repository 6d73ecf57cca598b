"""What the prices are: of which years, for what use, and what is not in them; said once, here."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.network.prices import PRICE_COLUMNS, source_of
from corridors.network.schema import schema

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.tables import Table

#: What an answer is good for.
FOR_COMPARING = "For comparing ways, not for quoting."
#: What no price of the tables holds: duties, and what the table ``charges`` can estimate.
NOT_IN_PRICE = (
    f"Not in the price: {schema()['charges']['component'].type.replace('|', ', ')}, "
    "customs duties and taxes."
)
#: Columns of money in the tables that have no year of their own: it is that of the source.
_MONEY = {
    "services": PRICE_COLUMNS,
    "transshipments": PRICE_COLUMNS,
    "border_crossings": ("cost_usd",),
}
#: What events can make dearer, in words.
_CHARGED = {
    "services": "ships and other services",
    "tariffs": "roads and railways",
    "border_crossings": "borders",
    "transshipments": "terminals",
}
_YEAR = re.compile(r"\d{4}")


def price_level(net: Network) -> str:
    """Say of which years the prices are, as far as their sources tell, and what events changed.

    Assumed prices have no year and do not count. The version of the tables stands at the end.

    Parameters
    ----------
    net
        The network whose prices they are.

    Examples
    --------
    >>> import corridors as co
    >>> print(price_level(co.load()))
    Prices: USD of 2013-2026, each of its source's year...
    """
    return net.once(_level)


def price_note(net: Network) -> str:
    """Say the level of the prices and what they are good for: the foot of a chart or a table.

    Parameters
    ----------
    net
        The network whose prices they are.

    Examples
    --------
    >>> import corridors as co
    >>> print(price_note(co.load()))
    Prices: USD of ... For comparing ways, not for quoting.
    """
    return f"{price_level(net)} {FOR_COMPARING}"


def price_statement(net: Network) -> str:
    """Say the level of the prices, what they are good for and what is not in them.

    Parameters
    ----------
    net
        The network whose prices they are.

    Examples
    --------
    >>> import corridors as co
    >>> print(price_statement(co.load()))
    Prices: USD of ... For comparing ways, not for quoting. Not in the price: insurance, ...
    """
    return f"{price_note(net)} {NOT_IN_PRICE}"


def price_years(net: Network) -> tuple[int, ...]:
    """Return the year of each price that is not assumed, in order.

    It is ``price_year`` of a tariff, and of other prices the year of the source.

    Parameters
    ----------
    net
        The network whose prices they are.

    Examples
    --------
    >>> import corridors as co
    >>> years = price_years(co.load())
    >>> years[0] >= 2000, years[-1] <= 2030
    (True, True)
    """
    tariffs = net.table("tariffs")
    known = zip(tariffs["price_year"], tariffs["basis"], strict=True)
    years = [int(y) for y, basis in known if not math.isnan(y) and basis != "assumed"]
    of_source = net.table("sources").pairs("source_id", "year")
    for name, columns in _MONEY.items():
        for source in _charging(net.table(name), columns):
            found = _YEAR.search(str(of_source.get(source, "")))
            years += [int(found[0])] if found else []
    return tuple(sorted(years))


def _charging(table: Table, columns: tuple[str, ...]) -> list[str]:
    """Return the sources of the rows that charge something and are not assumed."""
    charged = zip(*(table[name] for name in columns), strict=True)
    told = [source_of(table, row, of="price_") for row in range(len(table))]
    return [
        source
        for (source, basis), usd in zip(told, charged, strict=True)
        if basis != "assumed" and _is_charged(usd)
    ]


def _is_charged(usd: Sequence[float]) -> bool:
    return any(value > 0 for value in usd)


def _level(net: Network) -> str:
    years = price_years(net)
    events = _events(net)
    data = f" Data {net.data_version}." if net.data_version else ""
    if not years:
        return f"Prices: USD of no told year.{events}{data}"
    quarter = len(years) // 4
    middle = _span(years[quarter], years[-1 - quarter])
    most = f" (half of them {middle})" if years[0] != years[-1] else ""
    return (
        f"Prices: USD of {_span(years[0], years[-1])}, each of its source's year{most}, "
        f"not brought to one level.{events}{data}"
    )


def _span(first: int, last: int) -> str:
    return f"{first}-{last}" if first != last else str(first)


def _events(net: Network) -> str:
    """Say which prices the events of the day have changed."""
    if not net.felt:
        return ""
    felt, events = set(net.felt), net.table("events")
    rows = zip(events["event_id"], events["table"], events["column"], events["from"], strict=True)
    since: dict[str, str] = {}
    for event, table, column, day in rows:
        if event in felt and "usd" in column and table in _CHARGED:
            since[table] = min(since.get(table, day), day)
    if not since:
        return ""
    said = (f"{_CHARGED[table]} (since {day[:7]})" for table, day in sorted(since.items()))
    return f" Events of the day have changed those of {', '.join(said)} and of nothing else."
