"""``corridors report``: the ways between two places as a page to hand in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corridors.cli.app import app
from corridors.cli.options import (
    Asked,
    PlaceArgument,
    conditions_by_corridor,
    network,
    place_of,
    shipment,
)
from corridors.cli.printed import Language, Printed, filed
from corridors.languages import known_language

_ALL_WAYS = "it is of all ways; 'corridors route' and 'compare' take it"
_FILES = "it writes files: -o FILE.html, .md, .xlsx or a folder, which has every table as CSV"

FlowsOf = Annotated[
    Path | None,
    typer.Option(
        help="put in a chapter on the flows of this CSV of demand ('corridors flow --example')"
    ),
]


@app.command()
@network
@conditions_by_corridor.telling(weight={"help": "cost or time: which way it is about"}).but(
    mode=_ALL_WAYS, avoid=_ALL_WAYS, via=_ALL_WAYS
)
@shipment
@filed.but(as_json=_FILES, as_csv=_FILES, map_file="its page has a map")
def report(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help=".html, .md, .xlsx, or a folder (repeatable)",
            show_default="report.html",
        ),
    ] = None,
    appendix: Annotated[
        bool, typer.Option("--appendix", help="print the ledgers of a page, too")
    ] = False,
    flows: FlowsOf = None,
    language: Language = "en",
) -> None:
    """Write a report: comparison, map, charts, scenarios, sources, limits; by cost or by time."""
    from corridors.reports import report as write_report
    from corridors.reports.flows import flows_of

    del out
    known_language(language)
    carried = flows_of(asked.before, flows, asked.conditions.shipment)
    for target in output or [Path("report.html")]:
        written = write_report(
            asked.before,
            place_of(origin),
            place_of(destination),
            target,
            scenarios=asked.scenarios,
            corridors=asked.corridors or None,
            conditions=asked.conditions,
            appendix=appendix,
            flows=carried,
            language=language,
        )
        print(f"Report: {written}")
