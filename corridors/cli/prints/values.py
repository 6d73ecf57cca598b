"""What the commands about values print for people: draws, matrices, days, values of goods."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.itineraries import print_notice
from corridors.criteria import CRITERIA
from corridors.network.countries import country_name
from corridors.network.places.naming import Pair, with_country
from corridors.routing.conditions.words import weight_text
from corridors.routing.simulate import COST_P90_RATIO, FORESIGHT
from corridors.studies.evidence.charges import besides_text, summed_charges

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary
from corridors.routing.simulate import Simulation


def print_simulation(
    drawn: Simulation, percentiles: pd.DataFrame, inputs: pd.DataFrame, within: str
) -> None:
    """Print the percentiles, how likely a deadline is, and what moves the time most."""
    console = wide_console()
    console.print(repr(drawn), style="bold")
    trip = drawn.itinerary
    weight = weight_text(trip.weight)
    console.print(f"The best way by {weight}, by {'+'.join(trip.by)}: {trip.distance_km:,.0f} km.")
    console.print(f"Situation: {trip.situation}.")
    for note in drawn.itinerary.notes:
        console.print(note, markup=False)
    if drawn.rechoose:
        console.print(FORESIGHT, style="bold")
    for name, row in percentiles.iterrows():
        console.print(f"{name}: {row['time_h'] / 24:6.1f} days  {row['cost_usd']:8,.0f} USD")
    console.print(
        f"Prices are drawn too (nine in ten below {COST_P90_RATIO:g} times the table's, assumed); "
        f"as listed the way costs {trip.cost_usd:,.0f} USD."
    )
    if within:
        console.print(within)
    console.print("What moves the time most (days between its 10th and 90th percentile):")
    for row in inputs.itertuples():
        console.print(f"{row.swing / 24:6.1f}  {row.input}")
    print_notice(drawn.itinerary.network)


def print_charges(trip: Itinerary, frame: pd.DataFrame) -> None:
    """Print the parts of a price, each with the rows that say it, then what comes on top."""
    console = wide_console()
    heads = [("", "left"), ("USD", "right"), ("range", "right"), ("how", "left"), ("row", "left")]
    table = table_of(f"{trip!r}", [*heads, ("source", "left"), ("basis", "left")])
    priced = frame[frame["in_price"]]
    paid = [one for one in summed_charges(trip) if one["in_price"]]
    parts = list(dict.fromkeys(one["part"] for one in paid))
    for one in sorted(paid, key=lambda one: parts.index(one["part"])):
        told = f"{one['usd']:,.0f}", _spread(one["low"], one["high"]), one["how"], one["row"]
        table.add_row(one["part"], *told, one["source_id"], one["basis"])
    usd, *ends = (priced[name].sum() for name in ("usd", "low", "high"))
    table.add_row("in the price", f"{usd:,.0f}", _spread(*ends), style="bold", end_section=True)
    for one in frame[~frame["in_price"]].itertuples():
        told = (f"{one.usd:,.0f}", _spread(one.low, one.high), one.how, one.row)
        table.add_row(one.name, *told, one.source_id, one.basis)
    console.print(table)
    console.print(besides_text(trip), markup=False)
    print_notice(trip.network)


def _spread(low: float, high: float) -> str:
    return f"{low:,.0f}-{high:,.0f}" if high - low >= 1 else ""


def print_matrix(frame: pd.DataFrame, weight: str, net: Network) -> None:
    """Print one criterion between all pairs, in the unit that people read."""
    by = CRITERIA.get(weight)
    unit = by.shown if by else "USD" if weight == "generalised" else f"sum of {weight}"
    lies_in = frame.attrs.get("countries", {})
    heads = [with_country(str(c), lies_in.get(c, "")) for c in frame]
    table = table_of(f"By {weight}, {unit}", [("", "left"), *((head, "right") for head in heads)])
    for name, row in frame.iterrows():
        table.add_row(
            with_country(str(name), lies_in.get(name, "")),
            *(
                "no way" if math.isnan(value) else by.number(value) if by else f"{value:,.0f}"
                for value in row
            ),
        )
    wide_console().print(table)
    wide_console().print(f"Situation: {net.situation}.")
    print_notice(net)


def print_indicators(title: str, rows: Sequence[dict], net: Network) -> None:
    """Print the indicators of each mode beside what the CPMM published."""
    head = [
        ("by", "left"), ("in", "left"), ("indicator", "left"), ("value", "right"),
        ("unit", "left"), ("published", "right"), ("for", "left"),
    ]  # fmt: skip
    table = table_of(f"{title}: indicators of the CAREC CPMM", head)
    for row in rows:
        known = not math.isnan(row["published"])
        table.add_row(
            row["mode"],
            country_name(row["country"]) if row["country"] else "-",
            row["indicator"],
            "-" if math.isnan(row["value"]) else f"{row['value']:,.1f}",
            row["unit"],
            f"{row['published']:,.1f}" if known else "-",
            f"{row['published_of']} {row['published_year']}" if known else "-",
        )
    wide_console().print(table)
    print_notice(net)


def print_timeline(rows: Sequence[dict], net: Network) -> None:
    """Print a table each pair: days down, what each corridor costs and takes across."""
    console = wide_console()
    for pair, group in groupby(sorted(rows, key=Pair.of_row), key=Pair.of_row):
        several = list(group)
        served = [name for name, ways in _by("corridor", several).items() if _any_served(ways)]
        head = [("day", "left"), *((name, "right") for name in served)]
        table = table_of(f"{pair}: USD, days (rank by cost)", head)
        for day, ways in _by("day", several).items():
            cells = {way["corridor"]: way for way in ways}
            table.add_row(str(day), *(_of_a_day(cells[name]) for name in served))
        console.print(table)
        never = [name for name in _by("corridor", several) if name not in served]
        if never:
            console.print(f"On none of the days: {', '.join(never)}", style="dim")
    print_notice(net)


def _by(column: str, rows: Sequence[dict]) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in rows:
        groups.setdefault(str(row[column]), []).append(row)
    return groups


def _any_served(rows: Sequence[dict]) -> bool:
    return any(row["served"] for row in rows)


def _of_a_day(row: dict) -> str:
    if not row["served"]:
        return "-"
    rank = "" if math.isnan(row["rank_cost"]) else f" ({row['rank_cost']:.0f})"
    return f"{row['cost_usd']:,.0f}, {row['time_h'] / 24:.1f}{rank}"


def print_break_values(title: str, rows: Sequence[dict], net: Network) -> None:
    """Print from which value of the goods on each itinerary is the best."""
    head = [
        ("a day costs", "right"), ("goods worth from USD", "right"), ("to USD", "right"),
        ("corridor", "left"), ("USD", "right"), ("days", "right"), ("by", "left"),
        ("through", "left"),
    ]  # fmt: skip
    table = table_of(title, head)
    for row in rows:
        table.add_row(
            f"{row['share_per_day']:.2%}",
            f"{row['value_from_usd']:,.0f}",
            "any more" if math.isinf(row["value_to_usd"]) else f"{row['value_to_usd']:,.0f}",
            ", ".join(filter(None, (row["corridor"], *row["also"]))) or "-",
            f"{row['cost_usd']:,.0f}",
            f"{row['time_h'] / 24:.1f}",
            "+".join(row["modes"]),
            ", ".join(country_name(c) for c in row["transit_countries"]) or "-",
        )
    console = wide_console()
    console.print(table)
    print_notice(net)
