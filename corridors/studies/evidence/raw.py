"""Prices as they were published, and what the tables made of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.network.lookup import row_name
from corridors.network.prices import (
    PRICE_COLUMNS,
    RAW_COLUMNS,
    has_raw,
    price_level_year,
    source_of,
    usd_of,
)
from corridors.network.vintage import dated

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network
    from corridors.network.tables import Table

#: The column of USD that each price as published makes.
MAKES = {
    "tariffs": {
        "raw_value": "usd_per_km",
        "raw_fixed": "fixed_usd",
        "raw_start": "start_usd",
    },
    "services": dict(zip(RAW_COLUMNS["services"], PRICE_COLUMNS, strict=True)),
    "border_crossings": {"raw_value": "cost_usd"},
    "charges": {"raw_value": "usd"},
}
_COLUMNS = (
    "row", "column", "raw_value", "raw_currency", "raw_units", "raw_period", "valid_from",
    "valid_to", "price_year", "brought_usd", "usd", "source_id", "basis",
)  # fmt: skip


@asks
def raw_prices(net: Network) -> pd.DataFrame:
    """Return each price that was published in another currency or year, and what it makes.

    ``brought_usd`` is the published price in dollars of its own period, and these brought to the
    price level of the tables with consumer prices in the United States; ``usd`` is what the row
    has, the same but for rounding, or another where a scenario or an event has changed it.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    pandas.DataFrame
        ``row`` (table and key), ``column``, ``raw_value`` in ``raw_currency``, which pays
        ``raw_units`` (km of a tariff) in ``raw_period``; ``valid_from`` and ``valid_to``, where
        the row holds for some time; ``price_year``, the level, ``brought_usd``, ``usd``,
        ``source_id`` and ``basis``.

    Examples
    --------
    >>> import corridors as co
    >>> prices = co.raw_prices(co.load())
    >>> bool((prices["usd"] - prices["brought_usd"]).abs().max() < 0.6)
    True
    """
    import pandas as pd

    level = price_level_year(net.table("vintage"))
    rows = [] if level is None else [*_brought(net, level)]
    return dated(pd.DataFrame(rows, columns=list(_COLUMNS)), net)


def _brought(net: Network, level: int) -> Iterator[dict[str, Any]]:
    deflators = net.table("deflators")
    for name, columns in MAKES.items():
        table: Table = net.table(name)
        for row in (row for row in range(len(table)) if has_raw(table, row)):
            currency, period = (str(table[key][row]) for key in ("raw_currency", "raw_period"))
            whole = table["raw_units"][row] if "raw_units" in table.columns else math.nan
            source, basis = source_of(table, row, of="price_")
            for raw, column in columns.items():
                value = table[raw][row]
                if math.isnan(value):
                    continue
                units = whole if raw == "raw_value" else math.nan
                usd = usd_of(deflators, value, currency, period, level)
                yield {
                    "row": row_name(table, row),
                    "column": column,
                    "raw_value": value,
                    "raw_currency": currency,
                    "raw_period": period,
                    "raw_units": units,
                    "valid_from": table["valid_from"][row] if "valid_from" in table.columns else "",
                    "valid_to": table["valid_to"][row] if "valid_to" in table.columns else "",
                    "price_year": level,
                    "brought_usd": usd if math.isnan(units) else usd / units,
                    "usd": table[column][row],
                    "source_id": source,
                    "basis": basis,
                }
