"""What ``corridors shares`` prints for people."""

from __future__ import annotations

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.itineraries import P50, P90, print_notice
from corridors.studies.flows.shares import Shares

_COLUMNS = (
    ("share", "right"), ("corridor", "left"), ("by", "left"), ("USD", "right"), (P50, "right"),
    (P90, "right"), ("generalised", "right"), ("own km", "right"), ("through", "left"),
)  # fmt: skip
_OF_WAYS = {
    "alternatives": "ways that differ",
    "front": "ways of which none is both dearer and slower than another",
    "corridors": "the best ways on each corridor and on any",
}


def print_shares(split: Shares, before: Shares | None = None) -> None:
    """Print the ways of a pair with their shares, and the corridors, before and after."""
    console = wide_console()
    shipment = split.rows[0].itinerary.shipment
    goods = f"{shipment.box} container" if shipment.commodity == "container" else shipment.commodity
    choice = split.choice
    console.print(
        f"{goods} with {shipment.cargo_t:g} t worth {shipment.value_usd:,.0f} USD; by {split.by} "
        f"over {_OF_WAYS[split.ways]}; situation: {split.situation}."
    )
    if split.by == "logit":
        console.print(
            f"1 % dearer gets about {choice.scale:g} % less; a day costs "
            f"{24 * choice.usd_per_h(shipment.value_usd):,.0f} USD, an hour of spread "
            f"{choice.reliability_ratio:g} hours. own km: path size, the part of a way that is its "
            "own."
        )
    amounts = [(f"{split.unit} a year", "right")] if split.unit else []
    table = table_of(f"{split.pair}: shares", [_COLUMNS[0], *amounts, *_COLUMNS[1:]])
    for way in split.rows:
        trip = way.itinerary
        table.add_row(
            f"{way.share:.1%}",
            *([f"{way.quantity:,.0f}"] if amounts else []),
            way.corridor,
            "+".join(trip.by),
            f"{trip.cost_usd:,.0f}",
            f"{trip.time_p50_h / 24:.1f}",
            f"{trip.time_p90_h / 24:.1f}",
            f"{way.generalised_usd:,.0f}",
            f"{way.path_size:.0%}",
            ", ".join(trip.transit_countries) or "-",
        )
    console.print(table)
    _print_corridors(split, before)
    for note in split.notes:
        console.print(f"  {note}", markup=False)
    print_notice(split.rows[0].itinerary.network)


def _print_corridors(split: Shares, before: Shares | None) -> None:
    """Print the share of each corridor; with a scenario, before and after."""
    console = wide_console()
    if before is None:
        table = table_of("By corridor", [("corridor", "left"), ("share", "right")])
        for row in split.by_corridor().itertuples():
            table.add_row(str(row.corridor), f"{row.share:.1%}")
        console.print(table)
        return
    heads = [("corridor", "left"), ("before", "right"), ("after", "right"), ("change", "right")]
    table = table_of("By corridor, before and after", heads)
    for row in split.change_from(before).itertuples():
        points = f"{100 * float(row.change):+.1f} points"
        table.add_row(
            str(row.corridor), f"{row.share_before:.1%}", f"{row.share_after:.1%}", points
        )
    console.print(table)
