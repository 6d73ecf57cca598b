"""What ``corridors flow`` prints: what is carried, what is not, and what is scarce."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.itineraries import print_notice
from corridors.network.places.naming import Pair
from corridors.studies.flows.build import LOW_LOST
from corridors.studies.flows.projects import BESIDES
from corridors.studies.flows.words import (
    amount_of,
    number_text,
    sentence,
    unit_words,
    usd_text,
    use_text,
)
from corridors.vocabulary import counted, listed

if TYPE_CHECKING:
    from corridors.studies.flows.answer import Flows
    from corridors.studies.flows.build import BuildFirst

#: Rows of each table, and from which use on a capacity is told that is not scarce.
_MOST, _BUSY = 15, 0.5
#: What savings rest on where goods are not carried.
_RESTS = (
    "What is saved by carrying more rests on what goods are taken to lose that are not carried: "
    "{:g} times their best way (--lost)."
)
#: Million USD a year from which on a project saves anything.
#: Scarce capacities that are named in a line.
_NAMED = 3
_SAVES = 1e-4
#: Corridors that are named of a group.
_CORRIDORS = 6


def print_flows(found: Flows) -> None:
    """Print what is carried by whom, what is not and why, and what more capacity is worth."""
    console = wide_console()
    console.print(Text.assemble((f"{found.year:.0f}: ", "bold"), f"{found}."))
    console.print(f"Situation: {found.network.situation}.", markup=False)
    _print_groups(found)
    _print_unserved(found)
    _print_scarce(found)
    for remark in found.remarks:
        console.print(sentence(remark), markup=False)
    checks = found.checks
    amiss = max(checks["excess"], checks["conservation"])
    console.print(
        f"Checked: cost at most {checks['gap']:.4%} over the least; no capacity is overdrawn and "
        f"none of a demand amiss by more than {amiss:.4%}.",
        markup=False,
    )
    print_notice(found.network)


def print_build(found: BuildFirst) -> None:
    """Print which projects to build, in which order, what each costs and saves."""
    console = wide_console()
    year = f"{found.before.year:.0f}"
    console.print(Text.assemble((f"{year}: ", "bold"), f"{found}."))
    console.print(f"Situation: {found.before.network.situation}.", markup=False)
    columns = [
        ("", "right"), ("project", "left"), ("costs", "right"), ("costs a year", "right"),
        ("saves alone", "right"), ("lost without", "right"), ("cost known by", "left"),
    ]  # fmt: skip
    table = table_of("What to build first, million USD (a year)", columns)
    idle = []
    for row in found.to_dataframe().to_dict("records"):
        lacking = row["lacking_musd_year"]
        if not row["order"] and abs(row["alone_musd_year"]) < _SAVES:
            idle.append(row["title"])
            continue
        known = f"{row['source_id']} ({row['basis']})" if row["source_id"] else "as given"
        over = " (over the budget)" if row["musd"] * 1e6 > found.budget_usd else ""
        table.add_row(
            str(row["order"] or "-"), row["title"] + over, number_text(row["musd"]),
            number_text(row["musd_year"]), number_text(row["alone_musd_year"]),
            "-" if math.isnan(lacking) else number_text(lacking), known,
        )  # fmt: skip
    console.print(table)
    if idle:
        console.print(f"Saves nothing alone, and is not chosen: {'; '.join(idle)}.", markup=False)
    _print_choice(found, idle)
    print_notice(found.before.network)


def _print_choice(found: BuildFirst, told: Sequence[str]) -> None:
    """Print how projects were chosen, what is not spent, and what flows without and with them."""
    console = wide_console()
    limit = "" if math.isinf(found.budget_usd) else f" within {usd_text(found.budget_usd)}"
    console.print(
        f"Costs a year: paid back at {found.rate:.0%} interest over the years that it serves, and "
        "kept. Saves alone: if nothing else is built; lost without: if it alone of those chosen "
        f"is not. Chosen{limit} by the ways that {found.sets} sets of them have; what goods cost "
        f"with those chosen was {'' if found.checked else 'not '}searched anew.",
        markup=False,
    )
    if not math.isinf(found.budget_usd):
        left = found.budget_usd - found.cost_usd
        console.print(f"Not spent: {usd_text(left)}.", markup=False)
    titles: dict[str, list[str]] = {}
    for one in found.projects:
        why = found.why_not.get(one.card.id, "")
        if why and not (why == BESIDES and one.card.title in told):
            titles.setdefault(why, []).append(one.card.title)
    for why, names in titles.items():
        console.print(f"{why.capitalize()}: {'; '.join(names)}.", markup=False)
    for name, flows in (("Without", found.before), ("With", found.after)):
        scarce = flows.bottlenecks["name"].tolist()
        named = f" ({listed(scarce[:_NAMED])}{' …' if len(scarce) > _NAMED else ''})"
        console.print(f"{name}: {flows}{named if scarce else ''}.", markup=False)
    if found.after.not_carried_usd > 0 or found.before.not_carried_usd > 0:
        console.print(_RESTS.format(found.before.lost_factor), markup=False)
        _print_range(found)


def _print_range(found: BuildFirst) -> None:
    """Print what those chosen save if goods not carried lose little, and whether it pays."""
    if math.isnan(found.saved_low_usd):
        return
    low, cost = found.saved_low_usd, found.yearly_usd
    pays = "more than" if low > cost else "less than"
    wide_console().print(
        f"At {LOW_LOST:g} times those chosen save {usd_text(low)} a year, {pays} the "
        f"{usd_text(cost)} that they cost in a year.",
        markup=False,
    )


def _print_groups(found: Flows) -> None:
    """Print what each group of demands is to carry, carries, and by which corridors."""
    wanted = found.to_dataframe("demand").groupby("group")[["t", "teu"]].sum()
    shares = found.to_dataframe("corridors")
    ways = found.to_dataframe("ways").groupby("group")[["t", "teu"]].sum()
    ways = ways.reindex(wanted.index, fill_value=0.0)
    columns = [("flows of", "left"), ("to carry", "right"), ("carried", "right")]
    table = table_of("What is carried in a year", [*columns, ("", "right"), ("of it by", "left")])
    several = False
    for group, (tonnes, teu) in wanted.sort_values("t", ascending=False).iterrows():
        carried, boxes = ways.loc[group]
        mine = shares[shares["group"] == group]
        told = [
            f"{corridor or 'no corridor'} {use_text(share)}"
            for corridor, share in zip(mine["corridor"], mine["share"], strict=True)
        ]
        rest = [counted(len(told) - _CORRIDORS, "more corridor")] if len(told) > _CORRIDORS else []
        by = ", ".join([*told[:_CORRIDORS], *rest])
        several |= float(mine["share"].sum()) > 1 + 1e-6
        share = use_text(carried / tonnes) if tonnes else "-"
        table.add_row(
            str(group) or "all", amount_of(tonnes, teu), amount_of(carried, boxes), share, by
        )
    wide_console().print(table)
    if several:
        wide_console().print("A way may follow several corridors: shares then add up to more.")


def _print_unserved(found: Flows) -> None:
    """Print what is not carried, and why."""
    rows = found.to_dataframe("unserved")
    boxes = found.to_dataframe("demand").set_index("demand_id")["teu"]
    if not len(rows):
        return
    columns = [("between", "left"), ("of", "left"), ("not carried", "right"), ("", "right")]
    title = f"What is not carried ({counted(len(rows), 'flow')})"
    table = table_of(title, [*columns, ("why", "left")])
    for row in rows.sort_values("t", ascending=False).head(_MOST).to_dict("records"):
        table.add_row(
            str(Pair.of_row(row)), row["commodity"],
            amount_of(row["t"], row["share"] * boxes[row["demand_id"]]), use_text(row["share"]),
            row["why"],
        )  # fmt: skip
    wide_console().print(table)
    _print_more(len(rows), "unserved")


def _print_scarce(found: Flows) -> None:
    """Print the capacities that are worth more, and those that are nearly used up."""
    rows = found.to_dataframe("capacities")
    rows = rows[(rows["shadow_usd"] > 0) | (rows["use"] >= _BUSY)]
    if not len(rows):
        wide_console().print(f"No capacity is used by {_BUSY:.0%} or more: nothing is scarce.")
        return
    columns = [
        ("capacity", "left"), ("unit", "left"), ("holds", "right"), ("use", "right"),
        ("one more saves, USD a year", "right"), ("known by", "left"),
    ]  # fmt: skip
    table = table_of("What is scarce, the dearest first", columns)
    for row in rows.head(_MOST).to_dict("records"):
        mark = "*" if row["rests_on"] == "lost" else ""
        worth = number_text(row["shadow_usd"]) + mark if row["shadow_usd"] > 0 else "0"
        known = f"{row['source_id']} ({row['basis']})"
        table.add_row(
            row["name"], unit_words(row["unit"]), number_text(row["capacity"]),
            use_text(row["use"]), worth, known,
        )  # fmt: skip
    wide_console().print(table)
    _print_more(len(rows), "capacities")
    if (rows["rests_on"] == "lost").any():
        wide_console().print(
            f"* Goods are not carried for want of it: its price rests on what these are taken to "
            f"lose, {found.lost_factor:g} times their best way (--lost). Without * it is what "
            "others lose who go round, or wait.",
            markup=False,
        )


def _print_more(count: int, table: str) -> None:
    if count > _MOST:
        wide_console().print(f"{count - _MOST} more: --table {table}.", style="dim")
