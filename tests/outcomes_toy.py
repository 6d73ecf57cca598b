"""The toy network with outcomes, worked by hand.

By road from Alpha to Epsilon are 900 km in 36 h for 900 USD, two borders of 10 h and 100 USD, and
loading and unloading of 2 h and 10 USD each:

* door 60 h (2.5 days), 1,120 USD; carriage 56 h, 1,100 USD; running 36 h, 900 USD; all 900 km
"""

from __future__ import annotations

import math

from toy import table, toy_network, toy_tables

from corridors.network.network import Network
from corridors.network.schema import schema
from corridors.network.tables import Table

ROAD = {
    "origin": "xx-a", "destination": "zz-e", "modes": "road", "scope": "door", "kind": "schedule",
    "year": 2024.0, "source_id": "paper", "basis": "published",
}  # fmt: skip
UNITS = {"distance": "km", "time": "days", "price": "USD"}


def outcome(name: str, metric: str, low: float, high: float, **words: object) -> dict:
    """Return a row of outcomes."""
    blank = {
        column.name: math.nan if column.type in ("float", "int") else ""
        for column in schema()["outcomes"].values()
    }
    row = {"outcome_id": name, "metric": metric, "unit": UNITS[metric], "low": low, "high": high}
    return {**blank, **ROAD, **row, **words}


def network_with(*outcomes: dict, spread: bool = False, **replaced: Table) -> Network:
    """Return the toy network with some outcomes of a paper."""
    listed = [dict(row) for row in toy_tables()["sources"]]
    listed.append({**listed[0], "source_id": "paper", "url": "https://paper.example/1"})
    return toy_network(
        spread=spread,
        outcomes=table("outcomes", list(outcomes)),
        sources=table("sources", listed),
        **replaced,
    )
