"""``corridors scenario list | show | compare | rank | break-even | sweep``."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer

from corridors.cli import output, scenario_output
from corridors.cli.app import app as root
from corridors.cli.options import (
    AsOf,
    Box,
    Cargo,
    Commodity,
    Csv,
    Data,
    Departure,
    Json,
    Value,
    Weight,
    network_of,
    place_of,
)
from corridors.network.changes.cards import Scenario, read_scenario, scenario_ids
from corridors.network.changes.cards import scenario as embedded
from corridors.network.changes.events import parse_selection
from corridors.network.places import Place
from corridors.routing.conditions import Conditions, Shipment
from corridors.studies.break_even import break_even
from corridors.studies.compare import differences
from corridors.studies.criticality import criticality
from corridors.studies.sweep import sweep as run_sweep

app = typer.Typer(name="scenario", help="What changes if …", no_args_is_help=True)
root.add_typer(app)

Places = Annotated[
    list[str], typer.Argument(help="two or more places; all pairs in this order are taken")
]
Chosen = Annotated[
    list[str] | None,
    typer.Option(
        "--scenarios", "-s", help="card ids or .toml files, joined by commas (repeatable)"
    ),
]
Criteria = Annotated[
    list[str] | None,
    typer.Option("--criterion", help="cost, time, distance, transits, co2e (repeatable)"),
]


@app.command(name="list")
def list_cards(as_json: Json = False, as_csv: Csv = False) -> None:
    """List the embedded scenario cards."""
    rows = [scenario_output.card_row(embedded(name)) for name in scenario_ids()]
    if as_json:
        output.print_json(rows)
    elif as_csv:
        output.print_csv(rows)
    else:
        output.print_rows(rows, title=f"Scenario cards ({len(rows)})")


@app.command()
def show(
    card: Annotated[str, typer.Argument(help="card id or .toml file")], data: Data = None
) -> None:
    """Show a card: what, why, by which source, and what each override changes."""
    scenario_output.print_card(network_of(data, None), _scenario(card))


@app.command()
def compare(
    places: Places,
    scenarios: Chosen = None,
    criterion: Criteria = None,
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
    as_of: AsOf = None,
    departure: Departure = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show before and after of each scenario, and which part of the ledger the change is."""
    net = network_of(data, as_of)
    cards = _scenarios(scenarios)
    if not cards:
        raise ValueError("compare needs --scenarios; 'corridors scenario list' lists them")
    found, reason = differences(
        net,
        cards,
        _pairs(places),
        Conditions.of(shipment=Shipment(box, cargo_t, value_usd, commodity), departure=departure),
        criterion or ("cost", "time"),
    )
    if as_json:
        output.print_json([difference.row() for difference in found])
    elif as_csv:
        output.print_csv([difference.row() for difference in found])
    else:
        scenario_output.print_differences(found, net, reason)


@app.command()
def rank(
    places: Places,
    what: Annotated[
        str, typer.Option(help="close every one of: links, nodes, border_crossings, countries")
    ] = "border_crossings",
    top: Annotated[int, typer.Option(help="rows to print")] = 20,
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
    as_of: AsOf = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Rank what hurts most when it is closed."""
    net = network_of(data, as_of)
    shipment = Shipment(box, cargo_t, value_usd, commodity)
    frame = criticality(net, _pairs(places), what=what, shipment=shipment).reset_index()
    rows = frame.head(top).to_dict("records")
    if as_json:
        output.print_json(rows)
    elif as_csv:
        output.print_csv(rows)
    else:
        scenario_output.print_ranking(rows, what, net)


@app.command(name="break-even")
def break_even_(
    origin: Annotated[str, typer.Argument(help="name, node id, UN/LOCODE, or lon,lat")],
    destination: Annotated[str, typer.Argument(help="name, node id, UN/LOCODE, or lon,lat")],
    corridor: Annotated[str, typer.Option(help="the corridor that is to win")],
    where: Annotated[
        str, typer.Option(help="which rows: bcp=ir-tr-gurbulak|ir-tr-kapikoy;mode=road")
    ],
    column: Annotated[str, typer.Option(help="which value: hours, cost_usd, usd_per_km, …")],
    table: Annotated[str, typer.Option(help="table of these rows")] = "border_crossings",
    limit: Annotated[float | None, typer.Option(help="furthest factor to try")] = None,
    weight: Weight = "cost",
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
    as_of: AsOf = None,
) -> None:
    """Find how far a value must move before a corridor wins."""
    found = break_even(
        network_of(data, as_of),
        place_of(origin),
        place_of(destination),
        corridor=corridor,
        table=table,
        where=parse_selection(where),
        column=column,
        weight=weight,
        shipment=Shipment(box, cargo_t, value_usd, commodity),
        limit=limit,
    )
    scenario_output.print_break_even(found)


@app.command()
def sweep(
    places: Places,
    scenarios: Chosen = None,
    weight: Weight = "cost",
    workers: Annotated[int, typer.Option(help="processes; 0: this one")] = 0,
    resume: Annotated[
        Path | None, typer.Option(help="Parquet file that keeps, and continues, the results")
    ] = None,
    box: Box = "40ft",
    cargo_t: Cargo = 20.0,
    value_usd: Value = 50_000.0,
    commodity: Commodity = "container",
    data: Data = None,
    as_of: AsOf = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Route all pairs under many scenarios; without --scenarios, under every card."""
    cards = _scenarios(scenarios) or [embedded(name) for name in scenario_ids()]
    pool = ProcessPoolExecutor(workers) if workers else None
    try:
        frame = run_sweep(
            network_of(data, as_of),
            cards,
            _pairs(places),
            weight=weight,
            shipment=Shipment(box, cargo_t, value_usd, commodity),
            executor=pool,
            resume=resume,
            progress=scenario_output.on_terminal(),
        )
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)
    rows = frame.to_dict("records")
    if as_json:
        output.print_json(rows)
    elif as_csv:
        output.print_csv(rows)
    else:
        scenario_output.print_sweep(rows)


def _scenario(word: str) -> Scenario:
    return read_scenario(word) if word.endswith(".toml") else embedded(word)


def _scenarios(words: Sequence[str] | None) -> list[Scenario]:
    names = [name.strip() for word in words or () for name in word.split(",")]
    return [_scenario(name) for name in dict.fromkeys(filter(None, names))]


def _pairs(places: Sequence[str]) -> list[tuple[Place, Place]]:
    if len(places) < 2:
        raise ValueError("give at least two places")
    return list(combinations([place_of(p) for p in places], 2))
