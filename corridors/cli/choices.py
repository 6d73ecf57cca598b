"""Commands about choices: the Pareto front, alternatives, reliability, the value of goods."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as RichTable

from corridors.cli import output
from corridors.cli.app import app
from corridors.cli.options import (
    AsOf,
    Avoid,
    Box,
    Cargo,
    Commodity,
    Corridor,
    Csv,
    Data,
    Json,
    Modes,
    PlaceArgument,
    Value,
    Via,
    Weight,
    network_of,
    place_of,
    weight_of,
)
from corridors.network.countries import country_name
from corridors.routing.alternatives import MAX_OVERLAP
from corridors.routing.alternatives import alternatives as find_alternatives
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary
from corridors.routing.pareto import MAX_LABELS
from corridors.routing.pareto import pareto as find_front
from corridors.routing.simulate import PERCENTILES
from corridors.routing.simulate import simulate as draw

_COLUMNS = ("", "USD", "days", "nine in ten", "km", "transits", "kg CO2e", "by", "through")


@app.command()
def pareto(
    origin: PlaceArgument,
    destination: PlaceArgument,
    criterion: Annotated[
        list[str] | None,
        typer.Option(
            help="cost, time, distance, transits, co2e (repeatable); default the first "
            "two and transits"
        ),
    ] = None,
    corridor: Corridor = None,
    mode: Modes = None,
    avoid: Avoid = None,
    via: Via = None,
    max_days: Annotated[float | None, typer.Option(help="show only those as quick")] = None,
    max_transits: Annotated[int | None, typer.Option(help="show only those with as few")] = None,
    epsilon: Annotated[float, typer.Option(help="0 is exact; 0.05 allows 5 % from end to end")] = 0,
    max_labels: Annotated[int, typer.Option(help="budget of the search")] = MAX_LABELS,
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
    as_of: AsOf = None,
    as_json: Json = False,
    as_csv: Csv = False,
    chart: Annotated[Path | None, typer.Option(help="write a chart to this PNG or SVG")] = None,
) -> None:
    """Show every itinerary that no other beats on all criteria."""
    front = find_front(
        network_of(data, as_of),
        place_of(origin),
        place_of(destination),
        criteria=tuple(criterion or ("cost", "time", "transits")),
        shipment=Shipment(box, cargo_t, value_usd, commodity),
        corridor=corridor,
        modes=mode or None,
        avoid=avoid or (),
        via=[place_of(v) for v in via or ()],
        epsilon=epsilon,
        max_labels=max_labels,
    )
    limits = {
        "max_time_h": None if max_days is None else max_days * 24,
        "max_transits": max_transits,
    }
    shown = front.filter(**{k: v for k, v in limits.items() if v is not None})
    if not len(shown):
        raise ValueError(
            f"none of the {len(front)} itineraries keeps these limits: the quickest takes "
            f"{min(trip.time_h for trip in front) / 24:.1f} days, the fewest transits are "
            f"{min(trip.transit_count for trip in front)}"
        )
    if as_json or as_csv:
        _print_plain(shown.itineraries, as_json=as_json)
    else:
        best = shown.knee() if len(shown) else None
        marks = ["compromise" if trip is best else "" for trip in shown]
        what = "exact" if front.exact else f"each itinerary has one within {front.bound:.1%}"
        part = "" if len(shown) == len(front) else f", {len(shown)} within the limits"
        _print_trips(f"{front!r}{part}", shown.itineraries, marks)
        if not front.exact:
            Console(highlight=False).print(f"Not exact: {what}.")
    if chart:
        shown.plot().savefig(chart)


@app.command()
def alternatives(
    origin: PlaceArgument,
    destination: PlaceArgument,
    k: Annotated[int, typer.Option("-k", help="the most itineraries to show")] = 5,
    weight: Weight = "cost",
    max_overlap: Annotated[float, typer.Option(help="share of km in common, 0 to 1")] = MAX_OVERLAP,
    corridor: Corridor = None,
    mode: Modes = None,
    avoid: Avoid = None,
    via: Via = None,
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
    as_of: AsOf = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show itineraries that differ, the best first."""
    trips = find_alternatives(
        network_of(data, as_of),
        place_of(origin),
        place_of(destination),
        k=k,
        weight=weight_of(weight),
        max_overlap=max_overlap,
        shipment=Shipment(box, cargo_t, value_usd, commodity),
        corridor=corridor,
        modes=mode or None,
        avoid=avoid or (),
        via=[place_of(v) for v in via or ()],
    )
    if as_json or as_csv:
        _print_plain(trips, as_json=as_json)
    else:
        title = f"{trips[0].origin} - {trips[0].destination}: the best by {weight}, then others"
        _print_trips(title, trips, [str(number) for number in range(1, len(trips) + 1)])


@app.command()
def simulate(
    origin: PlaceArgument,
    destination: PlaceArgument,
    draws: Annotated[int, typer.Option(help="number of draws")] = 10_000,
    seed: Annotated[int, typer.Option(help="same seed, same draws")] = 0,
    rechoose: Annotated[bool, typer.Option(help="choose anew in each draw")] = False,
    deadline_days: Annotated[float | None, typer.Option(help="how likely in so many days")] = None,
    weight: Weight = "cost",
    corridor: Corridor = None,
    mode: Modes = None,
    avoid: Avoid = None,
    via: Via = None,
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show how reliable the best itinerary is, and what moves it most."""
    drawn = draw(
        network_of(data, as_of),
        place_of(origin),
        place_of(destination),
        n=draws,
        seed=seed,
        rechoose=rechoose,
        weight=weight_of(weight),
        corridor=corridor,
        modes=mode or None,
        avoid=avoid or (),
        via=[place_of(v) for v in via or ()],
        shipment=Shipment(box, cargo_t, value_usd, commodity),
    )
    within = None if deadline_days is None else drawn.within(deadline_days * 24)
    table, inputs = drawn.percentiles(), drawn.tornado().head(8)
    if as_json:
        output.print_json(
            {
                "percentiles": table.to_dict(orient="index"),
                "within_deadline": within,
                "tornado": inputs.to_dict(orient="records"),
            }
        )
        return
    console = Console(highlight=False)
    console.print(f"[bold]{drawn!r}[/]")
    console.print(f"Situation: {drawn.itinerary.situation}.")
    for name in (f"p{p}" for p in PERCENTILES):
        days, usd = table.loc[name, "time_h"] / 24, table.loc[name, "cost_usd"]
        console.print(f"{name}: {days:6.1f} days  {usd:8,.0f} USD")
    if within is not None:
        console.print(f"Within {deadline_days:g} days: {within:.0%}")
    console.print("What moves the time most (days between its 10th and 90th percentile):")
    for row in inputs.itertuples():
        console.print(f"{row.swing / 24:6.1f}  {row.input}")


def _print_plain(trips: Sequence[Itinerary], *, as_json: bool) -> None:
    rows = [trip.summary() for trip in trips]
    if as_json:
        output.print_json(rows)
    else:
        output.print_csv(rows)


def _print_trips(title: str, trips: Sequence[Itinerary], marks: Sequence[str]) -> None:
    table = RichTable(title=title, title_justify="left")
    for name in _COLUMNS:
        words = name in ("", "by", "through")
        table.add_column(name, justify="left" if words else "right", overflow="fold")
    for trip, mark in zip(trips, marks, strict=True):
        table.add_row(
            mark,
            f"{trip.cost_usd:,.0f}",
            f"{trip.time_h / 24:.1f}",
            f"{trip.time_p90_h / 24:.1f}",
            f"{trip.distance_km:,.0f}",
            str(trip.transit_count),
            f"{trip.co2e_kg:,.0f}",
            "+".join(trip.modes),
            ", ".join(country_name(c) for c in trip.transit_countries) or "-",
        )
    console = output.wide_console()
    console.print(table)
    for situation in dict.fromkeys(trip.situation for trip in trips):
        console.print(f"Situation: {situation}.")
    console.print(output.NOTICE, style="dim")
