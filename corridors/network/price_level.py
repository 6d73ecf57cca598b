"""What the prices are: of which years, for what use, and what is not in them; said once, here."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.network.prices import PRICE_COLUMNS, has_raw, price_level_year, source_of
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
    Prices: USD of 2014-2026, each of its source's year...
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

    It is the year of the price level where a row keeps its price as published, else
    ``price_year`` of a tariff, and of other prices the year of the source.

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
    level = price_level_year(net.table("vintage"))
    for name, columns in _MONEY.items():
        table = net.table(name)
        for row, source in _charging(table, columns):
            found = _YEAR.search(str(of_source.get(source, "")))
            if level is not None and has_raw(table, row):
                years.append(level)
            elif found:
                years.append(int(found[0]))
    return tuple(sorted(years))


def brought(net: Network) -> int:
    """Return how many prices are brought from what was published to the level of the tables.

    Parameters
    ----------
    net
        The network whose prices they are.

    Examples
    --------
    >>> import corridors as co
    >>> brought(co.load()) > 0
    True
    """
    if price_level_year(net.table("vintage")) is None:
        return 0
    tables = [net.table(name) for name in ("tariffs", *_MONEY)]
    return sum(has_raw(table, row) for table in tables for row in range(len(table)))


def _charging(table: Table, columns: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the rows that charge something and are not assumed, with their sources."""
    charged = zip(*(table[name] for name in columns), strict=True)
    told = [source_of(table, row, of="price_") for row in range(len(table))]
    return [
        (row, source)
        for row, ((source, basis), usd) in enumerate(zip(told, charged, strict=True))
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
    level, rows = price_level_year(net.table("vintage")), brought(net)
    rest = f"but for {rows} rows brought to {level}" if rows else "not brought to one level"
    return (
        f"Prices: USD of {_span(years[0], years[-1])}, each of its source's year{most}, "
        f"{rest}.{events}{data}"
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
