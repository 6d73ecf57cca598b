"""Commands about ways: ``route``, ``compare``, ``matrix``, ``indicators``, ``timeline``."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.app import app
from corridors.cli.completion import one_of_words
from corridors.cli.options import (
    Asked,
    Details,
    PairsFile,
    PlaceArgument,
    SearchedBy,
    SomePlaces,
    conditions,
    conditions_by_corridor,
    listed,
    network,
    number_of,
    place_of,
    shipment,
    weight_words,
)
from corridors.cli.printed import (
    CHARTS,
    Printed,
    check_target,
    printed,
    progress,
    sheeted,
    write_chart,
)
from corridors.errors import one_of
from corridors.network.places.pairs import Pairs, merged
from corridors.routing.conditions.typed import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.routing.compare import Comparison

Reasons = Annotated[
    bool, typer.Option("--reasons", help="say why each other corridor does not serve a pair")
]
WithinDays = Annotated[
    list[str] | None,
    typer.Option(help="show the share that arrives within so many days (repeatable, or a,b)"),
]
Split = Annotated[
    bool, typer.Option("--shares", help="show how the goods of a pair split over these ways")
]
#: What a timeline is drawn by.
_RANKED = ("cost", "time", "rank")


@app.command()
@network
@conditions
@shipment
@sheeted
def route(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    all_legs: Annotated[
        bool, typer.Option("--all-legs", help="a row each link, not each stretch")
    ] = False,
) -> None:
    """Show the best itinerary, leg by leg."""
    from corridors.cli.prints.itineraries import print_itinerary
    from corridors.routing.route import route as find_route

    if all_legs and out.wants_sheet:
        raise ValueError(f"{out.file} has stretches: leave out --all-legs")
    ends = place_of(origin), place_of(destination)
    trip = find_route(asked.net, *ends, conditions=asked.conditions)
    if out.wants_sheet and out.file is not None:
        print(f"Written: {trip.save(out.file, language=out.language)}")
    else:
        value = trip.to_dict()
        out.show(value["legs"], lambda: print_itinerary(trip, all_legs=all_legs), value=value)
    out.draw(trip)


@app.command()
@network
@conditions
@shipment
@printed.but(map_file="it has sums and no ways; 'corridors route' draws the way")
def charges(origin: PlaceArgument, destination: PlaceArgument, asked: Asked, out: Printed) -> None:
    """Show what the best itinerary's price is made of, and what comes on top, with sources."""
    from corridors.cli.prints.values import print_charges
    from corridors.routing.route import route as find_route
    from corridors.studies.evidence.charges import charges as charges_of

    ends = place_of(origin), place_of(destination)
    trip = find_route(asked.net, *ends, conditions=asked.conditions)
    frame = charges_of(trip)
    out.show(frame.to_dict("records"), lambda: print_charges(trip, frame), net=asked.net)


@app.command()
@network
@conditions_by_corridor.telling(weight={"show_default": "none: each of --by in turn"})
@shipment
@sheeted
def compare(
    asked: Asked,
    out: Printed,
    places: SomePlaces = None,
    pairs: PairsFile = None,
    by: SearchedBy = None,
    reasons: Reasons = False,
    within_days: WithinDays = None,
    shares: Split = False,
    details: Details = None,
) -> None:
    """Compare corridors, and all ways, for every pair of places: cheapest, quickest, simplest."""
    from corridors.cli.choices import write_ways
    from corridors.cli.prints.comparison import print_comparison
    from corridors.routing.choice import choice_for
    from corridors.routing.compare import comparison_rows, days_of, searched_by
    from corridors.routing.notes.compared import by_corridor, ways_compared

    named = merged(listed(places, pairs))
    net, given = asked.net, asked.conditions
    words = searched_by(joined(by) or None, given, weighed="weight" in asked.words)
    days = days_of([number_of("--within-days", text) for text in joined(within_days)])
    _not_in_sheet(out, {"within-days": days, "reasons": reasons, "shares": shares})
    found = _compared(asked, named, words)
    choice = choice_for(net, given.shipment) if shares else None
    if out.wants_sheet:
        write_ways(ways_compared(found, net), out, details=details)
    else:
        told: dict[str, Any] = {
            "days": days, "reasons": reasons, "details": details, "listed": named, "choice": choice,
        }  # fmt: skip
        rows = comparison_rows(found, days, named, choice)
        out.show(rows, lambda: print_comparison(found, net, given.shipment, words, **told), net=net)
    out.draw(by_corridor(found, net))


def _not_in_sheet(out: Printed, options: dict[str, Any]) -> None:
    """Refuse options that mean nothing in a sheet of ways."""
    given = next((name for name, value in options.items() if value), None)
    if out.wants_sheet and given is not None:
        raise ValueError(f"{out.file} has the ways themselves: leave out --{given}")


def _compared(asked: Asked, pairs: Pairs, words: Sequence[str]) -> list[Comparison]:
    """Return the comparisons of some pairs of places, with a bar of progress."""
    from corridors.routing.compare import comparisons, nothing_compared

    net, corridors = asked.net, asked.corridors or None
    found: list[Comparison] = []
    runs = [list(run) for _, run in groupby(pairs, key=lambda pair: pair[0])]
    for run in progress(runs, "Comparing corridors"):
        before = found[-1].number + 1 if found else 0
        new = comparisons(net, (), (), asked.conditions, corridors, by=words, pairs=run)
        found += [replace(one, number=one.number + before) for one in new]
    if not found:
        raise ValueError(nothing_compared(net))
    return found


@app.command()
@network
@conditions.but(
    corridor="it is of the best ways; 'corridors compare' is by corridors",
    via="it is of direct ways; 'corridors route' takes it",
)
@shipment
@printed.but(map_file="it has values and no ways; 'corridors compare' draws them")
def matrix(
    places: Annotated[list[str], typer.Argument(help="places: origins, and without --to all")],
    asked: Asked,
    out: Printed,
    to: Annotated[list[str] | None, typer.Option(help="destination (repeatable)")] = None,
) -> None:
    """Show one criterion between all pairs of places."""
    from corridors.cli.prints.values import print_matrix
    from corridors.routing.matrix import matrix as make_matrix

    if len(places) < 2 and not to:
        raise ValueError("matrix needs at least two places, or --to")
    origins = [*dict.fromkeys(place_of(place) for place in places)]
    destinations = [*dict.fromkeys(place_of(place) for place in to or places)]
    frame = make_matrix(asked.net, origins, destinations, conditions=asked.conditions)
    rows: list[dict[str, Any]] = [
        {"origin": name, **row}
        for name, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]
    out.show(
        rows, lambda: print_matrix(frame, weight_words(asked.conditions), asked.net), net=asked.net
    )


@app.command()
@network
@conditions
@shipment
@printed.but(map_file="it has values and no ways; 'corridors route' draws them")
def indicators(
    asked: Asked,
    out: Printed,
    places: Annotated[
        list[str] | None,
        typer.Argument(help="origin and destination of an itinerary; none: all of --corridor"),
    ] = None,
    by_country: Annotated[
        bool, typer.Option("--by-country", help="rows of each country; a border is half of either")
    ] = False,
) -> None:
    """Show the border times, costs and speeds that the CAREC CPMM monitors (TFI1 to TFI4)."""
    from corridors.cli.prints.values import print_indicators
    from corridors.routing.route import route as find_route
    from corridors.studies.indicators import indicators as find_indicators

    net, given = asked.net, asked.conditions
    if places and len(places) != 2:
        raise ValueError("indicators are of two places, or of --corridor alone")
    if places:
        trip = find_route(net, *map(place_of, places), conditions=given)
        title, frame = str(trip.pair), find_indicators(trip, by_country=by_country)
    else:
        for word in ("weight", "via", "departure"):
            if word in asked.words:
                raise ValueError(f"--{word} chooses a way: give its two places")
        title, rest = given.corridor or "", given.with_(corridor=None)
        frame = find_indicators(net, given.corridor, by_country=by_country, conditions=rest)
    rows = frame.to_dict("records")
    out.show(rows, lambda: print_indicators(title, rows, net), net=net)


@app.command()
@network.but(as_of="--day says on which days")
@conditions_by_corridor.but(departure="--day says on which days")
@shipment
@printed.but(map_file="it is of several days; 'corridors compare --as-of DAY --map' draws one")
def timeline(
    asked: Asked,
    out: Printed,
    places: SomePlaces = None,
    pairs: PairsFile = None,
    day: Annotated[
        list[str] | None, typer.Option(help="day, such as 2026-03-15 (repeatable, or a,b)")
    ] = None,
    chart: Annotated[Path | None, typer.Option(help="write a chart to this PNG or SVG")] = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="the chart is by cost, time or rank",
            show_default="cost",
            autocompletion=one_of_words(_RANKED),
        ),
    ] = None,
) -> None:
    """Compare corridors on several days, as dated events opened and closed them."""
    from corridors.cli.prints.values import print_timeline
    from corridors.studies.timeline import timeline as make_timeline

    if not (days := joined(day)):
        raise ValueError("timeline needs --day, such as --day 2025-06-01,2026-03-15")
    if by is not None and chart is None:
        raise ValueError("--by goes with --chart")
    if chart:
        one_of("by", by or "cost", _RANKED)
        check_target(chart, CHARTS)
    named, corridors = listed(places, pairs), asked.corridors or None
    frame = make_timeline(asked.net, named, days, corridors=corridors, conditions=asked.conditions)
    rows = frame.assign(day=[str(when)[:10] for when in frame["day"]]).to_dict("records")
    out.show(rows, lambda: print_timeline(rows, asked.net), net=asked.net)
    if chart:
        from corridors.charts.timeline import draw_timeline

        write_chart(draw_timeline(frame, by=by or "cost"), chart, quiet=out.plain)
