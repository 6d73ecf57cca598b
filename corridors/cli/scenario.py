"""``corridors scenario list | show | compare | rank | break-even | sweep``."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer

from corridors.cli import output, scenario_output
from corridors.network.catalogue import load
from corridors.network.network import Network, read_network
from corridors.network.places import Place
from corridors.routing.shipment import Shipment
from corridors.scenarios.breakeven import break_even
from corridors.scenarios.cards import Scenario, read_scenario, scenario_ids
from corridors.scenarios.cards import scenario as embedded
from corridors.scenarios.compare import differences
from corridors.scenarios.criticality import criticality
from corridors.scenarios.situation import parse_selection
from corridors.scenarios.sweep import sweep as run_sweep

app = typer.Typer(name="scenario", help="What changes if …", no_args_is_help=True)

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
Box = Annotated[str, typer.Option(help="20ft or 40ft")]
Cargo = Annotated[float, typer.Option(help="mass of the goods, tonnes")]
Value = Annotated[float, typer.Option(help="value of the goods, USD")]
Commodity = Annotated[str, typer.Option(help="container, bulk, oil or gas")]
Weight = Annotated[str, typer.Option(help="cost, time, distance, transits, co2e or generalised")]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        "--network",
        help="network instead of the embedded one: a folder of tables or a .gpkg file",
    ),
]
AsOf = Annotated[str | None, typer.Option(help="day, such as 2026-03-15: the network of that day")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Csv = Annotated[bool, typer.Option("--csv", help="print CSV")]


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
    scenario_output.print_card(_network(data, None), _scenario(card))


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
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show before and after of each scenario, and which part of the ledger the change is."""
    net = _network(data, as_of)
    cards = _scenarios(scenarios)
    if not cards:
        raise ValueError("compare needs --scenarios; 'corridors scenario list' lists them")
    found, reason = differences(
        net,
        cards,
        _pairs(places),
        criteria=criterion or ("cost", "time"),
        shipment=Shipment(box, cargo_t, value_usd, commodity),
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
    net = _network(data, as_of)
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
        _network(data, as_of),
        _place(origin),
        _place(destination),
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
            _network(data, as_of),
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


def _network(folder: Path | None, as_of: str | None) -> Network:
    net = read_network(folder) if folder else load()
    return net.at(as_of) if as_of else net


def _scenario(word: str) -> Scenario:
    return read_scenario(word) if word.endswith(".toml") else embedded(word)


def _scenarios(words: Sequence[str] | None) -> list[Scenario]:
    names = [name.strip() for word in words or () for name in word.split(",")]
    return [_scenario(name) for name in dict.fromkeys(filter(None, names))]


def _pairs(places: Sequence[str]) -> list[tuple[Place, Place]]:
    if len(places) < 2:
        raise ValueError("give at least two places")
    return list(combinations([_place(p) for p in places], 2))


def _place(text: str) -> Place:
    """Read ``lon,lat`` as a position, everything else as a name."""
    try:
        lon, lat = map(float, text.split(","))
    except ValueError:
        return text
    return lon, lat
