"""What ``corridors revenue`` prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.itineraries import print_notice
from corridors.network.countries import country_name
from corridors.studies.flows.revenue import SEA, Revenue

_SPLITS = {
    "all-or-nothing": "All goods of a pair go its best way (--split all-or-nothing).",
    "logit": "Goods of a pair spread over its ways as 'corridors shares' tells (--split logit).",
}
#: USD a year below which nothing changes.
_NOTHING = 0.5
_HEADS = {
    "usd": "USD", "usd_before": "USD before", "usd_after": "USD after", "change_usd": "change",
}  # fmt: skip


def print_revenue(
    earned: Revenue, rows: Sequence[dict[str, Any]], split: str = "all-or-nothing"
) -> None:
    """Print who earns what, the sum, and how countries and borders are told apart."""
    console = wide_console()
    words = [name for name in rows[0] if name not in _HEADS] if rows else []
    numbers = [name for name in (rows[0] if rows else ()) if name in _HEADS]
    title = f"Who earns what, {earned.period}; situation: {earned.situation}"
    if earned.scenarios:
        title += f"; after {', '.join(earned.scenarios)}"
    table = table_of(
        title, [*((name, "left") for name in words), *((_HEADS[n], "right") for n in numbers)]
    )
    for row in rows:
        table.add_row(
            *(_named(name, str(row[name])) for name in words),
            *(f"{row[n]:+,.0f}" if n == "change_usd" else f"{row[n]:,.0f}" for n in numbers),
        )
    paid = {
        "usd": earned.paid_usd, "usd_before": earned.paid_usd, "usd_after": earned.paid_after_usd,
        "change_usd": earned.paid_after_usd - earned.paid_usd,
    }  # fmt: skip
    if rows:
        sums = (f"{paid[n]:+,.0f}" if n == "change_usd" else f"{paid[n]:,.0f}" for n in numbers)
        table.add_row("all, as shippers pay", *[""] * (len(words) - 1), *sums, style="bold")
    console.print(table)
    _print_remarks(earned, split)
    print_notice(earned.network)


def _print_remarks(earned: Revenue, split: str) -> None:
    """Print how goods go, who is not carried, and how countries are told apart."""
    console = wide_console()
    if earned.scenarios and all(abs(row.usd_after - row.usd) < _NOTHING for row in earned.rows):
        console.print(
            "  The best way stays the same, so nobody earns more or less; --split logit tells how "
            "goods of a pair shift among its ways.",
            markup=False,
        )
    for when, pairs in (("", earned.unserved), (" after", earned.unserved_after)):
        if pairs:
            console.print(f"  No way{when}: {', '.join(map(str, pairs))}", markup=False)
    console.print(f"  {_SPLITS[split]}", markup=False, style="dim")
    console.print(
        "  Carriers earn where they carry, whoever owns them; a border goes half to each side; "
        "ships between countries earn at sea.",
        style="dim",
    )


def _named(column: str, word: str) -> str:
    if column != "country":
        return word
    return "at sea" if word == SEA else f"{country_name(word)} ({word})"
