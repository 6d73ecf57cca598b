"""The chapter on flows of a report: who goes which way in a year, and what is scarce."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.errors import DataError
from corridors.reports.columns import Cited, Column, ReportTable
from corridors.studies.flows.answer import Flows
from corridors.studies.flows.flows import flows as assign
from corridors.studies.flows.words import RESTS_ON, sentence, unit_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from corridors.network.network import Network
    from corridors.routing.conditions import Shipment

#: The keys of the tables, in their order.
KEYS = ("flows", "bottlenecks", "unserved")
#: How many rows of what is not carried are told, and from which use on a capacity is.
_MOST, _BUSY = 20, 0.5


def flows_of(
    net: Network,
    given: Flows | str | Path | pd.DataFrame | Sequence[Any] | None,
    shipment: Shipment,
) -> Flows | None:
    """Return the flows that a report is given, or those of a demand that it is given.

    Raises
    ------
    DataError
        If they are of another network than the report.
    """
    if given is None:
        return None
    if not isinstance(given, Flows):
        return assign(net, given, shipment=shipment)
    if given.network.situation != net.situation:
        mine, theirs = net.situation, given.network.situation
        why = f"the flows are of the situation {theirs!r}, the report of {mine!r}"
        raise DataError([f"{why}: give the demand, or flows of that network"])
    return given


def tables_of_flows(flows: Flows | None) -> list[ReportTable]:
    """Return the tables of the chapter; none if there are no flows."""
    return [] if flows is None else [_groups(flows), _bottlenecks(flows), _unserved(flows)]


def sources_of_flows(flows: Flows | None) -> list[str]:
    """Return the ids of the sources of the capacities that the chapter tells."""
    return [] if flows is None else [row["source_id"] for row in _told(flows)]


def found_of(flows: Flows | None) -> list[str]:
    """Return the chapter in one sentence; none if there are no flows."""
    if flows is None:
        return []
    scarce = flows.bottlenecks
    first = f" What is worth most is more of {scarce['name'][0]}." if len(scarce) else ""
    return [f"Flows of {flows.year:.0f}: {flows}.{first}"]


def _groups(flows: Flows) -> ReportTable:
    columns = (
        Column("flows of"),
        Column("to carry, t a year", ",.0f"),
        Column("carried, t a year", ",.0f"),
        Column("carried", ".0%"),
        Column("corridors, with their share of what is carried"),
    )
    wanted = flows.to_dataframe("demand").groupby("group", sort=False)["t"].sum()
    carried = flows.to_dataframe("ways").groupby("group")["t"].sum()
    shares = flows.to_dataframe("corridors")
    rows = []
    for group, tonnes in wanted.items():
        mine = shares[shares["group"] == group]
        by = ", ".join(
            f"{corridor or 'no corridor'} {share:.0%}"
            for corridor, share in zip(mine["corridor"], mine["share"], strict=True)
        )
        moved = float(carried.get(group, 0.0))
        rows.append((str(group) or "all", tonnes, moved, moved / tonnes if tonnes else None, by))
    note = "A way that follows several corridors counts for each. " + " ".join(
        sentence(one) for one in flows.remarks
    )
    return ReportTable("flows", f"Who goes which way, {flows.year:.0f}", columns, tuple(rows), note)


def _told(flows: Flows) -> list[dict[str, Any]]:
    """Return the capacities that are worth more, or that are used by half and more."""
    table = flows.to_dataframe("capacities")
    rows: list[dict[str, Any]] = table.to_dict("records")
    return [row for row in rows if row["shadow_usd"] > 0 or row["use"] >= _BUSY]


def _bottlenecks(flows: Flows) -> ReportTable:
    columns = (
        Column("capacity"),
        Column("unit"),
        Column("holds", ",.6g"),
        Column("used", ",.6g"),
        Column("use", ".0%"),
        Column("one more saves, USD a year", ",.0f"),
        Column("as"),
        Column("source"),
    )
    rows = tuple(
        (
            row["name"], unit_words(row["unit"]), row["capacity"], row["used"], row["use"],
            row["shadow_usd"], RESTS_ON.get(row["rests_on"], ""),
            Cited("source", ((row["source_id"], f" ({row['basis']})"),)),
        )
        for row in _told(flows)
    )  # fmt: skip
    note = (
        f"What is not carried is taken to cost {flows.lost_factor:g} times its best way: prices of "
        "what would carry more of it rest on that. What has no known capacity is not scarce."
    )
    return ReportTable("bottlenecks", "What is scarce, the dearest first", columns, rows, note)


def _unserved(flows: Flows) -> ReportTable:
    columns = (
        Column("from"),
        Column("to"),
        Column("goods"),
        Column("not carried, t a year", ",.0f"),
        Column("share", ".0%"),
        Column("why"),
    )
    table = flows.to_dataframe("unserved").sort_values("t", ascending=False, kind="stable")
    rows = tuple(
        (row["origin"], row["destination"], row["commodity"], row["t"], row["share"], row["why"])
        for row in table.head(_MOST).to_dict("records")
    )
    more = len(table) - len(rows)
    note = f"{more} more are left out." if more > 0 else ""
    return ReportTable("unserved", "What is not carried, and why", columns, rows, note)
