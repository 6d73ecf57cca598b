"""``corridors report``: the ways between two places as a page to hand in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corridors.cli.app import app
from corridors.cli.options import (
    Box,
    Cargo,
    Commodity,
    Data,
    PlaceArgument,
    Value,
    network_of,
    place_of,
)
from corridors.reports import report as write_report
from corridors.routing.conditions import Shipment


@app.command()
def report(
    origin: PlaceArgument,
    destination: PlaceArgument,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", help=".html, .md, .xlsx, or a folder (repeatable)"),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", "--scenarios", help="id of a scenario (repeatable, or a,b)"),
    ] = None,
    corridor: Annotated[
        list[str] | None, typer.Option(help="corridor to compare (repeatable); default all")
    ] = None,
    weight: Annotated[str, typer.Option(help="cost or time")] = "cost",
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
) -> None:
    """Write a report: comparison, map, charts, scenarios, sources, limits."""
    ids = [part for given in scenario or () for part in given.split(",") if part]
    for target in output or [Path("report.html")]:
        written = write_report(
            network_of(data),
            place_of(origin),
            place_of(destination),
            target,
            scenarios=ids,
            weight=weight,
            shipment=Shipment(box, cargo_t, value_usd, commodity),
            corridors=corridor or None,
        )
        print(f"Report: {written}")
