"""The command line's root, its first commands, and how errors end it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corridors import __version__
from corridors.cli import output
from corridors.cli.options import (
    NETWORK_HELP,
    AllLegs,
    AsOf,
    Avoid,
    Box,
    Cargo,
    Commodity,
    Corridor,
    Csv,
    Data,
    Departure,
    Json,
    Modes,
    Output,
    PlaceArgument,
    Value,
    Via,
    Weight,
    network_of,
    place_of,
    weight_of,
)
from corridors.errors import DataError, NoItineraryError
from corridors.formats import import_network
from corridors.network.catalogue import load
from corridors.routing.compare import Comparison, comparisons, nothing_compared
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.route import route as find_route

EXIT_NO_WAY, EXIT_BAD_INPUT = 1, 2

app = typer.Typer(
    name="corridors",
    help="Plan and compare freight corridors between South Asia, Central Asia and Türkiye.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="print the version")] = False,
) -> None:
    """Plan and compare freight corridors."""
    if version:
        print(f"corridors {__version__}")
        raise typer.Exit


@app.command()
def route(
    origin: PlaceArgument,
    destination: PlaceArgument,
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
    departure: Departure = None,
    all_legs: AllLegs = False,
    as_json: Json = False,
    as_csv: Csv = False,
    map_file: Output = None,
) -> None:
    """Show the best itinerary, leg by leg."""
    trip = find_route(
        network_of(data, as_of),
        place_of(origin),
        place_of(destination),
        weight=weight_of(weight),
        shipment=Shipment(box, cargo_t, value_usd, commodity),
        corridor=corridor,
        modes=mode or None,
        avoid=avoid or (),
        via=[place_of(v) for v in via or ()],
        departure=departure,
    )
    if as_json:
        output.print_json(trip.to_dict())
    elif as_csv:
        output.print_csv(trip.to_dict()["legs"])
    else:
        output.print_itinerary(trip, all_legs=all_legs)
    if map_file:
        output.write_map(trip, map_file, quiet=as_json or as_csv)


@app.command()
def compare(
    places: Annotated[
        list[str], typer.Argument(help="two or more places; all pairs in this order")
    ],
    corridor: Annotated[
        list[str] | None, typer.Option(help="corridor to compare (repeatable); default all")
    ] = None,
    weight: Weight = "cost",
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
    as_of: AsOf = None,
    departure: Departure = None,
    as_json: Json = False,
    as_csv: Csv = False,
    map_file: Output = None,
) -> None:
    """Compare all corridors for every pair of places."""
    if len(places) < 2:
        raise ValueError("compare needs at least two places")
    net = network_of(data, as_of)
    shipment = Shipment(box, cargo_t, value_usd, commodity)
    found: list[Comparison] = []
    names = [place_of(p) for p in places]
    for k, origin in output.progress(list(enumerate(names[:-1])), "Comparing corridors"):
        given = Conditions.of(weight=weight_of(weight), shipment=shipment, departure=departure)
        found += comparisons(net, [origin], names[k + 1 :], given, corridor or None)
    if not found:
        raise ValueError(nothing_compared(net))
    if as_json:
        output.print_json(output.comparison_rows(found))
    elif as_csv:
        output.print_csv(output.comparison_rows(found))
    else:
        output.print_comparison(found, net, shipment, weight)
    if map_file:
        by_corridor = output.by_corridor(found, net)
        output.write_map(by_corridor, map_file, quiet=as_json or as_csv)


@app.command(name="map")
def draw(
    corridor: Annotated[
        list[str] | None, typer.Argument(help="corridor ids; none draws everything")
    ] = None,
    output_file: Annotated[Path, typer.Option("--output", "-o", help="HTML file")] = Path(
        "corridors.html"
    ),
    data: Data = None,
) -> None:
    """Write a map of the network, or of some corridors, to an HTML file."""
    net = network_of(data) if data else load(*(corridor or ()))
    output.write_map(net, output_file)


@app.command()
def data(
    table: Annotated[
        str | None, typer.Argument(help="table to print; none lists the tables and corridors")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="column=value, only such rows (repeatable)")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(help="check a network file or folder and list every fault")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--data", "--network", help=NETWORK_HELP)] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List tables, print one, or check a folder of tables."""
    if check:
        print(f"{check}: {import_network(check)!r}: no faults")
        return
    net = network_of(folder)
    if table is None:
        output.print_catalogue(net)
        return
    rows = output.matching_rows(net.table(table), where or [])
    if as_json:
        output.print_json(rows)
    elif as_csv:
        output.print_csv(rows)
    else:
        output.print_rows(rows, title=f"{table} ({len(rows)} rows)")


def main() -> None:
    """Run the command line; expected errors are one message and an exit code."""
    try:
        app()
    except NoItineraryError as error:
        output.print_error(error)
        sys.exit(EXIT_NO_WAY)
    except DataError as error:
        output.print_error(error)
        sys.exit(EXIT_BAD_INPUT)
    except (LookupError, ValueError, TypeError, OSError) as error:
        output.print_error(error)
        sys.exit(EXIT_BAD_INPUT)
