"""The command ``shares``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.cli.app import app
from corridors.cli.completion import one_of_words
from corridors.cli.options import (
    Asked,
    PlaceArgument,
    conditions,
    network,
    place_of,
    shipment,
)
from corridors.cli.printed import CHARTS, Printed, check_target, printed, write_chart
from corridors.studies.flows import BY, UNITS, WAYS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridors.studies.flows.shares import Shares

Chart = Annotated[Path | None, typer.Option(help="write a chart to this PNG, SVG or PDF")]


Yearly = Annotated[float | None, typer.Option(help="what goes in a year, in --yearly-unit")]
YearlyUnit = Annotated[str, typer.Option(help="t or teu", autocompletion=one_of_words(UNITS))]


@app.command(name="shares")
@network
@conditions.telling(weight={"show_default": "generalised"})
@shipment.telling(time_value={"show_default": "0.05"})
@printed
def show_shares(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    by: Annotated[
        str, typer.Option(help="logit or all-or-nothing", autocompletion=one_of_words(BY))
    ] = "logit",
    ways: Annotated[
        str,
        typer.Option(
            help="over which ways: alternatives, front or corridors",
            autocompletion=one_of_words(WAYS),
        ),
    ] = "alternatives",
    k: Annotated[int, typer.Option("-k", help="alternatives by each of weight, cost, time")] = 4,
    yearly: Yearly = None,
    yearly_unit: YearlyUnit = "t",
    chart: Chart = None,
) -> None:
    """Show how the goods of a pair split over its ways; with --scenario, what that changes."""
    from corridors.cli.prints.shares import print_shares
    from corridors.studies.flows.shares import shares

    if chart:
        check_target(chart, CHARTS)
    given = asked.conditions
    if "weight" not in asked.words:
        given = given.with_(weight="generalised")
    of = partial(
        shares, origin=place_of(origin), destination=place_of(destination), by=by, ways=ways, k=k,
        quantity=yearly, unit=yearly_unit, conditions=given,
    )  # fmt: skip
    split = of(asked.net)
    before = of(asked.before) if asked.scenarios else None
    rows = split.to_frame().to_dict("records")
    out.show(rows, lambda: print_shares(split, before), net=asked.net)
    out.draw([way.itinerary for way in split.rows])
    if chart:
        write_chart(_chart(split, before), chart, quiet=out.plain)


def _chart(split: Shares, before: Shares | None) -> Figure:
    """Return the picture of a split, or of both sides of a scenario."""
    from corridors.charts.shares import draw_share_bars

    if before is None:
        return split.plot()
    return draw_share_bars({"before": before, "after": split})
