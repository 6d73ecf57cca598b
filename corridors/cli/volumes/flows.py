"""``corridors flow``: who goes which way in a year under capacities, and what is scarce."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.app import app
from corridors.cli.completion import complete_scenarios, one_of_words
from corridors.cli.options import Asked, conditions, network, number_of, shipment
from corridors.cli.printed import CHARTS, Printed, check_target, print_rows, printed, write_chart
from corridors.errors import one_of
from corridors.routing.conditions.typed import joined
from corridors.studies.flows import LEVELS, LOST, TABLES

if TYPE_CHECKING:
    from corridors.studies.flows.answer import Flows

_OF_A_YEAR = "flows are of a year; --as-of says of which day the network is"
_NO_CONGESTION = (
    "--congestion does not go with --build-first, which compares least costs in which waits do not "
    "rise with use; --anew, --table, --chart and --map do"
)
#: Columns of tables that are no amounts, and those that are parts of something.
_AS_IT_IS, _SHARES = ("year",), ("share", "use")
_BY_ROW = "each row of demand says it: the column "


def _print_example(wanted: bool) -> None:
    if wanted:
        from corridors.studies.flows.words import EXAMPLE

        print(EXAMPLE, end="")
        raise typer.Exit


DemandFile = Annotated[
    Path | None,
    typer.Argument(
        help="CSV of what is carried: origin, destination, quantity a year, and at will commodity, "
        "unit, group, corridor …; none: the network's own demand",
        show_default=False,
    ),
]
Year = Annotated[
    int | None,
    typer.Option(
        help="year of capacities and demand", min=1990, max=2100,
        show_default="2024, with --build-first 2030",
    ),
]  # fmt: skip
Level = Annotated[
    str,
    typer.Option(
        help="which of the network's own demand: low, mid or high",
        autocompletion=one_of_words(LEVELS),
    ),
]
Families = Annotated[
    list[str] | None,
    typer.Option(
        help="only these families of the network's own demand, by name or a part of it (repeatable)"
    ),
]
Congestion = Annotated[
    bool,
    typer.Option("--congestion", help="let waiting rise with use; not with --build-first"),
]
Anew = Annotated[
    bool,
    typer.Option("--anew", help="let goods choose anew, not keep to the way that their rows tell"),
]
Lost = Annotated[
    float,
    typer.Option(help="what a shipment costs that is not carried, over its best way's cost"),
]
TableName = Annotated[
    str | None,
    typer.Option(
        help=f"print or write one table: {', '.join(TABLES)}; with --build-first, of the flows "
        "with what is chosen built",
        autocompletion=one_of_words(TABLES),
    ),
]
Build = Annotated[
    list[str] | None,
    typer.Option(
        "--build-first",
        help="choose what to build of these cards, each ID, or ID=5000 with its cost in million "
        "USD, or the word all: all whose cost is known (repeatable, or a,b)",
        autocompletion=complete_scenarios,
    ),
]
Budget = Annotated[
    float | None,
    typer.Option(help="million USD that there are for --build-first", show_default="no limit"),
]
Chart = Annotated[
    Path | None,
    typer.Option(
        help="write a chart of what is scarce to this PNG, SVG or PDF; with --build-first, of what "
        "still is with what is chosen built"
    ),
]
Example = Annotated[
    bool,
    typer.Option(
        "--example", is_eager=True, callback=_print_example,
        help="print an example of a CSV of demand to start from, and end",
    ),
]  # fmt: skip


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
    demand: DemandFile = None,
    year: Year = None,
    level: Level = "mid",
    group: Families = None,
    congestion: Congestion = False,
    anew: Anew = False,
    lost: Lost = LOST,
    table: TableName = None,
    chart: Chart = None,
    build_first: Build = None,
    budget: Budget = None,
    _: Example = False,
) -> None:
    """Show who goes which way in a year, what is not carried, and what more capacity is worth."""
    from corridors.studies.flows.flows import flows

    if table is not None:
        one_of("--table", table, TABLES)
    if chart is not None:
        check_target(chart, CHARTS)
    by = asked.conditions.with_(weight=asked.words.get("weight", "generalised"))
    words: dict[str, Any] = {"level": level, "group": tuple(group or ()), "lost": lost}
    if build_first or budget is not None:
        if congestion:
            raise ValueError(_NO_CONGESTION)
        projects = _projects(asked, joined(build_first))
        words |= {"budget_musd": math.inf if budget is None else budget, "conditions": by}
        words |= {"kept": not anew, "year": year or 2030}
        after = _build(asked, projects, demand, out, words, table)
        _drawn(after, out, chart)
        return
    words |= {"kept": not anew, "congestion": congestion, "conditions": by}
    found = flows(asked.net, demand, year=year or 2024, **words)
    _show(found, table, out)
    _drawn(found, out, chart)


def _drawn(found: Flows, out: Printed, chart: Path | None) -> None:
    """Draw flows on a map, and what is scarce, where that is asked for."""
    if out.map_file is not None:
        out.draw(found)
    if chart is not None:
        from corridors.charts.flows import draw_bottlenecks

        write_chart(draw_bottlenecks(found), chart, quiet=out.plain)


def _projects(asked: Asked, words: tuple[str, ...]) -> tuple[str, ...] | dict[str, float]:
    """Return the cards that may be built: ids, or what each costs, in million USD."""
    if not words:
        raise ValueError("--budget goes with --build-first")
    if words == ("all",):
        return tuple(map(str, asked.net.table("project_costs")["card_id"]))
    pairs = [word.partition("=") for word in words]
    if not any(sign for _, sign, _ in pairs):
        return words
    if lacking := [name for name, sign, _ in pairs if not sign]:
        raise ValueError(f"--build-first: give a cost of {lacking[0]}, too, or of none")
    return {name.strip(): number_of("--build-first", value) for name, _, value in pairs}


def _build(
    asked: Asked, projects: Any, demand: Path | None, out: Printed, words: dict[str, Any],
    table: str | None,
) -> Flows:  # fmt: skip
    """Print what to build first, and what it brings, or a table of the flows with that built.

    Return the flows with what is chosen built.
    """
    from corridors.cli.prints.flows import print_build
    from corridors.studies.flows.build import build_first

    found = build_first(asked.net, projects, demand, **words)
    if table is not None:
        _show(found.after, table, out)
        return found.after
    rows = found.to_dataframe().to_dict("records")
    value = {
        "chosen": list(found.chosen), "cost_musd": found.cost_usd / 1e6,
        "saved_musd_year": found.saved_usd / 1e6, "saved_low_musd_year": found.saved_low_usd / 1e6,
        "budget_musd": found.budget_usd / 1e6,
        "rate": found.rate, "checked": found.checked, "projects": rows,
        "before": _whole(found.before), "after": _whole(found.after),
    }  # fmt: skip
    out.show(rows, lambda: print_build(found), value=value, net=asked.net)
    return found.after


def _show(found: Flows, table: str | None, out: Printed) -> None:
    """Print one table, or what people ask first; without a table JSON holds everything."""
    from corridors.cli.prints.flows import print_flows

    frame = found.to_dataframe(table or "capacities")
    rows = frame.to_dict("records")
    if table is None:
        out.show(rows, lambda: print_flows(found), value=_whole(found), net=found.network)
    else:
        title = f"{table.capitalize()} ({len(rows)})"
        out.show(
            rows, lambda: print_rows([_rounded(row) for row in rows], title=title),
            columns=list(frame), net=found.network,
        )  # fmt: skip


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as people read it: days with a decimal, shares in %, amounts as they need."""
    from corridors.studies.flows.words import number_text, use_text

    def text(name: str, value: Any) -> Any:
        if not isinstance(value, float) or math.isnan(value) or name in _AS_IT_IS:
            return value
        if name == "days":
            return f"{value:.1f}"
        return use_text(value) if name in _SHARES else number_text(value)

    return {name: text(name, value) for name, value in row.items()}


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
