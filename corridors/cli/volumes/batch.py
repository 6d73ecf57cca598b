"""The command ``batch``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from corridors.cli.app import app
from corridors.cli.options import Asked, conditions, network, shipment
from corridors.cli.printed import Printed, booked, print_note
from corridors.errors import DataError
from corridors.studies.batch import Batch
from corridors.vocabulary import counted

#: Rows that are printed; a file has all.
_SHOWN = 20


@app.command(name="batch")
@network
@conditions.telling(weight={"show_default": "generalised"})
@shipment
@booked
def run_batch(
    consignments: Annotated[Path, typer.Argument(help=".csv or .xlsx with origin, destination")],
    asked: Asked,
    out: Printed,
    workers: Annotated[int, typer.Option(help="processes; 0: this one", min=0)] = 0,
) -> None:
    """Find the best way of each consignment of a list: price and its parts, days, CO2e.

    Columns beside origin and destination: box, cargo_t, value_usd, commodity, quantity, unit,
    departure, weight, corridor, service, modes, avoid, via; what a row does not say is as the
    options say. A faulty row is a row with its fault.
    """
    from concurrent.futures import ProcessPoolExecutor

    from corridors.studies.batch import batch

    given = asked.conditions
    if "weight" not in asked.words:
        given = given.with_(weight="generalised")
    pool = ProcessPoolExecutor(workers) if workers else None
    try:
        done = batch(asked.net, consignments, executor=pool, conditions=given)
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)
    if len(done.faulty) == len(done):
        raise DataError([f"{row['row']}: {row['fault']}" for row in done.faulty[:_SHOWN]])
    if out.file is not None and out.file.suffix.lower() == ".xlsx":
        print(f"Written: {done.save(out.file)}")
    else:
        rows = [{name: row.get(name) for name in done.columns} for row in done.rows]
        out.show(rows, lambda: _print(done), net=asked.net)
    if done.faulty:
        told = f"{counted(len(done.faulty), 'row')} of {len(done)} with a fault"
        print_note(f"{told}; the first: {done.faulty[0]['row']}: {done.faulty[0]['fault']}")


def _print(done: Batch) -> None:
    from corridors.cli.printed import table_of, wide_console
    from corridors.cli.prints.itineraries import print_notice

    console = wide_console()
    ways = Counter(str(row["way"]) for row in done.rows if not row["fault"])
    split = ", ".join(f"{way} {count}" for way, count in ways.most_common())
    console.print(f"{counted(len(done), 'consignment')}: {split}", markup=False)
    heads = [
        ("row", "left"), ("from", "left"), ("to", "left"), ("by", "left"), ("USD", "right"),
        ("days p50", "right"), ("days p90", "right"), ("CO2e kg", "right"), ("fault", "left"),
    ]  # fmt: skip
    table = table_of("Best ways", heads)
    for row in done.rows[:_SHOWN]:
        table.add_row(*_cells(row))
    console.print(table)
    if len(done) > _SHOWN:
        console.print(f"and {len(done) - _SHOWN} more: -o result.xlsx writes all", style="dim")
    print_notice(done.net)


def _cells(row: Mapping[str, Any]) -> Sequence[str]:
    first = [str(row["row"]), str(row["origin"]), str(row["destination"])]
    if row["fault"]:
        return [*first, "", "", "", "", "", str(row["fault"])]
    return [
        *first,
        str(row["way"]),
        f"{row['cost_usd']:,.0f}",
        f"{row['time_p50_h'] / 24:.1f}",
        f"{row['time_p90_h'] / 24:.1f}",
        f"{row['co2e_kg']:,.0f}",
        "",
    ]
