"""What ``corridors compare --pairs`` prints of each corridor, for all pairs by what they count."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from corridors.cli.printed import table_of, wide_console
from corridors.criteria import CRITERIA
from corridors.network.places.pairs import Pairs
from corridors.routing.compare import ANY_WAY, Comparison, value_by
from corridors.routing.conditions import Shipment
from corridors.routing.notes.compared import best_word
from corridors.studies.pairs import YEARLY, shipments_of

_UNITS = {"tonnes": "t a year", "teu": "TEU a year", "weight": "weight"}


def corridor_sums(
    found: Sequence[Comparison], listed: Pairs, shipment: Shipment, by: Sequence[str]
) -> list[dict[str, Any]]:
    """Return a row each corridor: what it serves of all pairs, what that costs, where it is best.

    Parameters
    ----------
    found
        The comparisons of the pairs.
    listed
        The pairs, with what each counts.
    shipment
        What is sent each time.
    by
        The words that were searched by; money is that of the best ways by the first of them.

    Returns
    -------
    list of dict
        ``corridor``, ``pairs`` served, ``amount`` of these, ``usd`` of all their shipments (``nan``
        where weights are no amounts) and, for each word, ``best_<word>``: the share of all that is
        counted whose pair has no better way by it.
    """
    whole = math.fsum(listed.weights)
    ways: dict[str, dict[int, list[Comparison]]] = {}
    for one in found:
        mine = ways.setdefault(one.corridor, {})
        if one.itinerary:
            mine.setdefault(one.number, []).append(one)

    def least(ones: Sequence[Comparison], word: str) -> float:
        return min(value_by(one, word) for one in ones)

    rows = []
    for corridor, served in ways.items():
        usd = math.fsum(
            shipments_of(listed.weights[number], listed.unit, shipment) * _money(ones, by[0])
            for number, ones in served.items()
        )
        row = {
            "corridor": corridor or ANY_WAY,
            "pairs": len(served),
            "amount": math.fsum(listed.weights[number] for number in served),
            "usd": usd if listed.unit in YEARLY else math.nan,
        }
        for word in by:
            best = math.fsum(
                listed.weights[number]
                for number, ones in served.items()
                if least(ones, word) <= least(ways[""][number], word) + 1e-6
            )
            row[f"best_{word}"] = best / whole if whole else math.nan
        rows.append(row)
    return sorted(
        rows, key=lambda row: (row["corridor"] != ANY_WAY, -row["amount"], row["corridor"])
    )


def _money(ones: Sequence[Comparison], word: str) -> float:
    """Return the USD of the best of some ways by a word."""
    best = min(ones, key=lambda one: value_by(one, word)).itinerary
    return best.cost_usd if best else math.nan


def print_sums(
    found: Sequence[Comparison], listed: Pairs, shipment: Shipment, by: Sequence[str]
) -> None:
    """Print the sums of each corridor that serves a pair, and how many serve none."""
    rows = corridor_sums(found, listed, shipment, by)
    yearly = listed.unit in YEARLY
    columns = [("corridor", "left"), (f"pairs, of {len(listed)}", "right")]
    columns += [(_UNITS[listed.unit], "right")]
    columns += [(f"thousand USD a year, {best_word(by[0])} ways", "right")] if yearly else []
    columns += [(f"{CRITERIA[w].best if w in CRITERIA else w}, share", "right") for w in by]
    table = table_of("All pairs, by corridor", columns)
    for row in rows:
        if not row["pairs"]:
            continue
        money = [f"{row['usd'] / 1000:,.0f}"] if yearly else []
        shares = [f"{row[f'best_{word}']:.0%}" for word in by]
        table.add_row(row["corridor"], str(row["pairs"]), f"{row['amount']:,.10g}", *money, *shares)
    console = wide_console()
    console.print(table)
    idle = sum(not row["pairs"] for row in rows)
    console.print(
        "Each corridor as if all that it can serve took it: its sums are of the pairs that it "
        f"serves, so they do not add up. Shares: of all {_WHAT[listed.unit]}, where no way at all "
        "is better; where corridors share the best way, each has it."
        + (f" {idle} serve none of these pairs." if idle else ""),
        style="dim",
        markup=False,
    )


_WHAT = {"tonnes": "tonnes", "teu": "TEU", "weight": "that is counted"}
