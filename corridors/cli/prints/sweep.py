"""What a sweep prints: each scenario against the network as it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.itineraries import print_notice
from corridors.criteria import signed
from corridors.network.network import Network
from corridors.network.places.naming import Pair
from corridors.vocabulary import counted

_MOST_ROWS = 12
_COLUMNS = (("scenario", "left"), ("USD", "right"), ("USD more", "right"), ("days", "right"),
            ("days more", "right"), ("km", "right"), ("transits", "right"),
            ("no itinerary because", "left"))  # fmt: skip
_CHANGED = ("cost_usd", "time_h", "distance_km", "transit_count")


def against_base(rows: Sequence[dict], pairs: int) -> list[dict]:
    """Return the rows of the scenarios with the change of each against the network as it is.

    Parameters
    ----------
    rows
        A row each case and pair, the pairs of no scenario first.
    pairs
        How many pairs there are.
    """
    found = []
    for number, row in enumerate(rows[pairs:]):
        base = rows[number % pairs]
        found.append(
            {
                **row,
                "base_cost_usd": base["cost_usd"],
                "base_time_h": base["time_h"],
                "change_usd": row["cost_usd"] - base["cost_usd"],
                "change_h": row["time_h"] - base["time_h"],
                "changed": row["served"] != base["served"] or _differs(row, base),
            }
        )
    return found


def _differs(row: dict, base: dict) -> bool:
    return bool(row["served"]) and any(
        not math.isclose(row[name], base[name], rel_tol=1e-9, abs_tol=1e-9) for name in _CHANGED
    )


def print_sweep(net: Network, base: Sequence[dict], rows: Sequence[dict], *, every: bool) -> None:
    """Print a table each pair: as it is, then the scenarios that change it, the most first.

    Parameters
    ----------
    net
        The network of the sweep.
    base
        The rows of the pairs without any scenario.
    rows
        Those of the scenarios, with their changes.
    every
        Print every scenario, in the order given.
    """
    console = wide_console()
    for number, before in enumerate(base):
        of_pair = list(rows[number :: len(base)])
        changed = sorted((row for row in of_pair if row["changed"]), key=_rank)
        shown = of_pair if every else changed[:_MOST_ROWS]
        title = f"{Pair.of_row(before)}: {len(changed)} of "
        title += f"{counted(len(of_pair), 'scenario')} change the best way"
        table = table_of(title, _COLUMNS)
        table.add_row("as it is", *_numbers(before, "", ""), before["reason"])
        for row in shown:
            usd, days = _signed(row["change_usd"], 0), _signed(row["change_h"] / 24, 1)
            table.add_row(row["scenario"], *_numbers(row, usd, days), row["reason"])
        console.print(table)
        if len(of_pair) > len(shown):
            more = len(changed) - len(shown)
            told = f"{more} more change it, " if more > 0 else ""
            idle = len(of_pair) - len(changed)
            console.print(f"{told}{idle} do not (--all prints them).", style="dim")
    print_notice(net)


def _rank(row: dict) -> tuple[Any, ...]:
    """Return what sorts the rows: pairs cut or opened first, then the largest change of money."""
    whole = not math.isnan(row["change_usd"])
    return (whole, -abs(row["change_usd"]) if whole else 0.0, -abs(row["change_h"]) if whole else 0)


def _numbers(row: dict, usd: str, days: str) -> tuple[str, ...]:
    if not row["served"]:
        return ("", "no way" if usd else "", "", "", "", "")
    return (
        f"{row['cost_usd']:,.0f}",
        usd,
        f"{row['time_h'] / 24:,.1f}",
        days,
        f"{row['distance_km']:,.0f}",
        f"{row['transit_count']:.0f}",
    )


def _signed(value: float, digits: int) -> str:
    """Return a change with its sign; ``0`` for none, ``new`` where there was no way before."""
    return "new" if math.isnan(value) else signed(value, digits)
