"""What a sweep prints: each scenario against the network as it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.itineraries import print_notice
from corridors.criteria import signed
from corridors.network.network import Network
from corridors.network.places.naming import Pair
from corridors.studies.pairs import YEARLY
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
                "change_usd_year": row["shipments"] * (row["cost_usd"] - base["cost_usd"]),
                "change_h_year": row["shipments"] * (row["time_h"] - base["time_h"]),
                "changed": row["served"] != base["served"] or _differs(row, base),
            }
        )
    return found


def _differs(row: dict, base: dict) -> bool:
    return bool(row["served"]) and any(
        not math.isclose(row[name], base[name], rel_tol=1e-9, abs_tol=1e-9) for name in _CHANGED
    )


def print_sweep(
    net: Network,
    base: Sequence[dict],
    rows: Sequence[dict],
    unit: str = "",
    *,
    every: bool,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Print a table each pair: as it is, then the scenarios that change it, the most first.

    Parameters
    ----------
    net
        The network of the sweep.
    base
        The rows of the pairs without any scenario.
    rows
        Those of the scenarios, with their changes.
    unit
        What the pairs count in; empty: all alike.
    every
        Print every scenario, in the order given.
    titles
        What people call a scenario, by its id.
    """
    rows = [{**row, "scenario": titles.get(row["scenario"], row["scenario"])} for row in rows]
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
        for remark in dict.fromkeys(row["remark"] for row in shown if row["remark"]):
            console.print(remark, markup=False)
        if len(of_pair) > len(shown):
            more = len(changed) - len(shown)
            told = f"{more} more change it, " if more > 0 else ""
            idle = len(of_pair) - len(changed)
            console.print(f"{told}{idle} do not (--all prints them).", style="dim")
    if len(base) > 1 or unit:
        console.print(_sums_table(rows, len(base), unit, every=every))
    print_notice(net)


def _sums_table(rows: Sequence[dict], pairs: int, unit: str, *, every: bool) -> Any:
    """Return what each scenario changes for all pairs: a year, or in the mean by their weights."""
    yearly = unit in YEARLY
    columns = [("scenario", "left"), ("pairs changed", "right"), ("pairs cut or opened", "right")]
    heads = ("thousand USD a year", "days a year, of all shipments") if yearly else ("USD", "days")
    what = f"all {unit}" if yearly else f"mean{' by weight' * bool(unit)} of those with both ways"
    table = table_of(
        f"All {counted(pairs, 'pair')}: change, {what}", [*columns, *((h, "right") for h in heads)]
    )
    found = []
    for first in range(0, len(rows), pairs):
        mine = rows[first : first + pairs]
        both = [row for row in mine if not math.isnan(row["change_usd"])]
        times = [row["shipments"] if yearly else row["weight"] for row in both]
        whole = 1.0 if yearly else math.fsum(times)
        usd, hours = (
            math.fsum(t * row[name] for t, row in zip(times, both, strict=True))
            / (whole or math.nan)
            for name in ("change_usd", "change_h")
        )
        changed = sum(row["changed"] for row in mine)
        turned = sum(row["changed"] and math.isnan(row["change_usd"]) for row in mine)
        if changed or every:
            found.append((mine[0]["scenario"], changed, turned, usd, hours))
    if not every:
        found = sorted(found, key=_largest)[:_MOST_ROWS]
    for name, changed, turned, usd, hours in found:
        if math.isnan(usd):
            table.add_row(name, str(changed), str(turned), "-", "-")
            continue
        cells = (
            (signed(usd / 1000, 1), signed(hours / 24, 0))
            if yearly
            else (signed(usd, 0), signed(hours / 24, 1))
        )
        table.add_row(name, str(changed), str(turned), *cells)
    return table


def _largest(row: tuple[str, int, int, float, float]) -> tuple[float, ...]:
    """Return what sorts sums: most pairs cut or opened first, then the largest change of money."""
    return (-row[2], *(0.0 if math.isnan(value) else -abs(value) for value in row[3:]))


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
