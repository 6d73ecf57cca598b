"""The command ``revenue``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.app import app
from corridors.cli.completion import one_of_words
from corridors.cli.options import Asked, conditions, network, pairs_of, shipment
from corridors.cli.printed import CHARTS, Printed, check_target, printed, write_chart
from corridors.cli.volumes.shares import Yearly, YearlyUnit
from corridors.routing.conditions.typed import joined
from corridors.studies.flows import BY, COLUMNS, UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

Places = Annotated[
    list[str] | None, typer.Argument(help="two or more places; all pairs in this order")
]
PairsFile = Annotated[
    Path | None,
    typer.Option(help="CSV of pairs: origin, destination and tonnes or teu a year, or weight"),
]
SummedBy = Annotated[
    list[str] | None,
    typer.Option(
        autocompletion=one_of_words(COLUMNS), show_default="country, operator",
        help=f"added up by {', '.join(COLUMNS)} (repeatable, or a,b)",
    ),
]  # fmt: skip
Split = Annotated[
    str,
    typer.Option(help="how goods go: all-or-nothing or logit", autocompletion=one_of_words(BY)),
]
Chart = Annotated[Path | None, typer.Option(help="write a chart to this PNG, SVG or PDF")]
_UNIT = {"t": "tonnes", "teu": "teu"}


@app.command(name="revenue")
@network
@conditions.telling(weight={"show_default": "generalised"})
@shipment.telling(time_value={"show_default": "0.05"})
@printed.but(map_file="it has sums and no ways; 'corridors route' draws the way")
def show_revenue(
    asked: Asked,
    out: Printed,
    places: Places = None,
    pairs: PairsFile = None,
    yearly: Yearly = None,
    yearly_unit: YearlyUnit = "t",
    by: SummedBy = None,
    split: Split = "logit",
    chart: Chart = None,
) -> None:
    """Show who earns what; with --scenario, before and after."""
    from corridors.cli.prints.revenue import print_revenue
    from corridors.studies.flows.revenue import revenue

    if chart:
        check_target(chart, CHARTS)
    listed = _listed(places, pairs, yearly, yearly_unit)
    given = asked.conditions
    if "weight" not in asked.words:
        given = given.with_(weight="generalised")
    earned = revenue(asked.before, **listed, scenarios=asked.scenarios, by=split, conditions=given)
    frame = earned.by(*(joined(by) or ("country", "operator")))
    rows = frame.to_dict("records")
    out.show(rows, lambda: print_revenue(earned, rows, split), net=asked.before)
    if chart:
        write_chart(earned.plot(), chart, quiet=out.plain)


def _listed(
    places: Sequence[str] | None, file: Path | None, quantity: float | None, unit: str
) -> dict[str, Any]:
    """Return the pairs, and what each sends."""
    from corridors.errors import one_of
    from corridors.network.places.pairs import read_pairs

    one_of("--yearly-unit", unit, UNITS)
    if file is not None:
        if places or quantity is not None:
            more = "places" if places else "--yearly"
            raise ValueError(f"--pairs says what each pair sends: leave out {more}")
        return {"pairs": read_pairs(file)}
    named = pairs_of(places or ())
    if quantity is None:
        return {"pairs": named}
    return {"pairs": named, "weights": [quantity] * len(named), "unit": _UNIT[unit]}
