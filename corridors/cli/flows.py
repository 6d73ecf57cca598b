"""``corridors flow``: who goes which way in a year under capacities, and what is scarce."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.app import app
from corridors.cli.completion import one_of_words
from corridors.cli.options import Asked, conditions, joined, network, shipment
from corridors.cli.printed import CHARTS, Printed, check_target, print_rows, printed, write_chart
from corridors.errors import one_of
from corridors.studies.flows.answer import TABLES
from corridors.studies.flows.demand import LEVELS
from corridors.studies.flows.flows import LOST

if TYPE_CHECKING:
    from corridors.studies.flows.answer import Flows

_OF_A_YEAR = "flows are of a year; --as-of says of which day the network is"
_BY_ROW = "each row of demand says it: the column "


def _print_example(wanted: bool) -> None:
    if wanted:
        from corridors.studies.flows.words import EXAMPLE

        print(EXAMPLE, end="")
        raise typer.Exit


@app.command()
@network
@conditions.but(departure=_OF_A_YEAR).telling(
    weight={"help": "generalised or cost: what is least in all", "show_default": "generalised"},
    corridor={"help": "corridor by which all goes whose row of demand has none of its own"},
)
@shipment.but(commodity=f"{_BY_ROW}commodity", value_usd=f"{_BY_ROW}value_usd_per_t")
@printed
def flow(
    asked: Asked,
    out: Printed,
    demand: Annotated[
        Path | None,
        typer.Argument(
            help="CSV of what is carried: origin, destination, quantity a year, and at will "
            "commodity, unit, group, corridor …; none: the network's own demand",
            show_default=False,
        ),
    ] = None,
    year: Annotated[
        int, typer.Option(help="year of capacities and demand", min=1990, max=2100)
    ] = 2024,
    level: Annotated[
        str,
        typer.Option(
            help="which of the network's own demand: low, mid or high",
            autocompletion=one_of_words(LEVELS),
        ),
    ] = "mid",
    group: Annotated[
        list[str] | None,
        typer.Option(help="only this family of the network's own demand (repeatable, or a,b)"),
    ] = None,
    congestion: Annotated[
        bool, typer.Option("--congestion", help="let waiting rise with use")
    ] = False,
    anew: Annotated[
        bool,
        typer.Option(
            "--anew", help="let goods choose anew, not keep to the way that their rows tell"
        ),
    ] = False,
    lost: Annotated[
        float,
        typer.Option(help="what a shipment costs that is not carried, over its best way's cost"),
    ] = LOST,
    table: Annotated[
        str | None,
        typer.Option(
            help="print one table, or write it: capacities, ways, links, corridors, unserved, "
            "demand",
            autocompletion=one_of_words(TABLES),
        ),
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(help="write a chart of what is scarce to this PNG, SVG or PDF")
    ] = None,
    _: Annotated[
        bool,
        typer.Option(
            "--example", is_eager=True, callback=_print_example,
            help="print an example of a CSV of demand to start from, and end",
        ),
    ] = False,
) -> None:  # fmt: skip
    """Show who goes which way in a year, what is not carried, and what more capacity is worth."""
    from corridors.cli.prints.flows import print_flows
    from corridors.studies.flows.flows import flows

    if table is not None:
        one_of("--table", table, TABLES)
    if chart is not None:
        check_target(chart, CHARTS)
    weight = asked.words.get("weight", "generalised")
    found = flows(
        asked.net, demand, year=year, level=level, group=joined(group), kept=not anew,
        congestion=congestion, lost=lost, conditions=asked.conditions.with_(weight=weight),
    )  # fmt: skip
    if table is not None:
        _show_table(found, table, out)
    else:
        frame = found.to_dataframe("capacities")
        out.show(
            frame.to_dict("records"), lambda: print_flows(found), value=_whole(found), net=asked.net
        )
    if out.map_file is not None:
        out.draw(found)
    if chart is not None:
        from corridors.charts.flows import draw_bottlenecks

        write_chart(draw_bottlenecks(found), chart, quiet=out.plain)


def _show_table(found: Flows, table: str, out: Printed) -> None:
    frame = found.to_dataframe(table)
    rows = frame.to_dict("records")
    title = f"{table.capitalize()} ({len(rows)})"
    out.show(
        rows, lambda: print_rows(rows, title=title), columns=list(frame), net=found.network
    )  # fmt: skip


def _whole(found: Flows) -> dict[str, Any]:
    """Return totals, what must hold, and every table."""
    return {
        "year": found.year,
        "demand_t": found.demand_t,
        "carried_t": found.carried_t,
        "cost_usd": found.usd,
        "scarcity_usd": found.scarcity_usd,
        "delay_usd": found.delay_usd,
        "lost_factor": found.lost_factor,
        "checks": found.checks,
        "remarks": list(found.remarks),
        **{name: found.to_dataframe(name).to_dict("records") for name in TABLES},
    }
