"""Commands that draw: ``map``, ``tcd``, ``breakdown``, ``waterfall``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.cli.app import app
from corridors.cli.completion import complete_corridors, one_of_words
from corridors.cli.options import (
    Asked,
    PlaceArgument,
    conditions,
    conditions_by_corridor,
    network,
    place_of,
    shipment,
)
from corridors.cli.printed import MAPS, Language, Printed, charted, check_target, write_map
from corridors.languages import known_language
from corridors.routing.conditions.typed import joined

if TYPE_CHECKING:
    from corridors.routing.itinerary import Itinerary

_DRAWN = "it draws a chart; 'corridors compare' draws maps"
By = Annotated[
    str,
    typer.Option(help="cost, time or co2e", autocompletion=one_of_words(("cost", "time", "co2e"))),
]


@app.command(name="map")
@network
def draw(
    asked: Asked,
    corridor: Annotated[
        list[str] | None,
        typer.Argument(
            help="corridor ids; none draws everything", autocompletion=complete_corridors
        ),
    ] = None,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help=".html to look around, .png, .svg or .pdf for print"),
    ] = Path("corridors.html"),
    language: Language = "en",
) -> None:
    """Write a map of the network, or of some corridors: to look around, or for print."""
    from corridors.network.catalogue import part_of_corridors

    check_target(output, MAPS)
    told = known_language(language)
    write_map(part_of_corridors(asked.net, joined(corridor)), output, language=told)


@app.command()
@network
@conditions_by_corridor
@shipment
@charted.but(map_file=_DRAWN)
def tcd(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    by: Annotated[
        str, typer.Option(help="time or cost", autocompletion=one_of_words(("time", "cost")))
    ] = "time",
) -> None:
    """Draw how time or cost grows with distance: the best way, or that on each --corridor."""
    from corridors.charts.tcd import draw_tcd

    trips = _trips(asked, origin, destination)
    out.chart(lambda: draw_tcd(trips, by=by, language=out.language), "tcd")


@app.command()
@network
@conditions_by_corridor
@shipment
@charted.but(map_file=_DRAWN)
def breakdown(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="cost, time or co2e (repeatable, or a,b)",
            show_default="cost, time",
            autocompletion=one_of_words(("cost", "time", "co2e")),
        ),
    ] = None,
) -> None:
    """Draw where money and time go: the best way, or that on each --corridor."""
    from corridors.charts.bars import draw_breakdown

    trips = _trips(asked, origin, destination)
    panels = joined(by) or ("cost", "time")
    out.chart(lambda: draw_breakdown(trips, by=panels, language=out.language), "breakdown")


@app.command()
@network
@conditions
@shipment
@charted.but(map_file="it draws a chart; 'corridors scenario compare --map' draws both ways")
def waterfall(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    by: By = "cost",
) -> None:
    """Draw what the scenarios, all together, change of the best way, by category."""
    from corridors.charts.bars import draw_waterfall
    from corridors.routing.route import route

    if not asked.scenarios:
        raise ValueError("waterfall needs --scenario; 'corridors scenario list' lists them")
    ends = place_of(origin), place_of(destination)
    before, after = (
        route(net, *ends, conditions=asked.conditions) for net in (asked.before, asked.net)
    )
    out.chart(lambda: draw_waterfall(before, after, by=by, language=out.language), "waterfall")


def _trips(asked: Asked, origin: str, destination: str) -> list[Itinerary]:
    """Return the best itinerary, or that on each corridor asked for."""
    from corridors.routing.route import route

    ends = place_of(origin), place_of(destination)
    return [
        route(asked.net, *ends, conditions=asked.conditions.with_(corridor=name))
        for name in asked.corridors or (None,)
    ]
