"""Commands about choices: the Pareto front, alternatives, reliability, the value of goods."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.app import app
from corridors.cli.completion import complete_criteria
from corridors.cli.options import (
    Asked,
    Details,
    PlaceArgument,
    conditions,
    conditions_by_corridor,
    network,
    place_of,
    shipment,
    weight_words,
)
from corridors.cli.printed import (
    CHARTS,
    Printed,
    check_target,
    print_note,
    printed,
    sheeted,
    write_chart,
)
from corridors.routing.conditions.typed import joined
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from corridors.routing.simulate import Simulation

if TYPE_CHECKING:
    from collections.abc import Callable

Criteria = Annotated[
    list[str] | None,
    typer.Option(
        "--criterion", autocompletion=complete_criteria, show_default="cost, time, transits",
        help="cost, time, distance, transits, co2e (repeatable, or a,b)",
    ),
]  # fmt: skip
MaxLabels = Annotated[
    int | None,
    typer.Option(help="budget of the search, in partial ways", show_default="4000000"),
]
Chart = Annotated[Path | None, typer.Option(help="write a chart to this PNG, SVG or PDF")]


@app.command()
@network
@conditions.but(weight="it is of several criteria at once, which --criterion names")
@shipment
@sheeted
def pareto(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    criterion: Criteria = None,
    max_days: Annotated[float | None, typer.Option(help="show only those as quick")] = None,
    max_transits: Annotated[int | None, typer.Option(help="show only those with as few")] = None,
    epsilon: Annotated[float, typer.Option(help="0 is exact; 0.05 allows 5 % from end to end")] = 0,
    max_labels: MaxLabels = None,
    chart: Chart = None,
    details: Details = None,
) -> None:
    """Show every itinerary that no other beats on all criteria: cost, time and transits."""
    from corridors.cli.prints.itineraries import print_front
    from corridors.routing.pareto import pareto as find_front

    if chart:
        check_target(chart, CHARTS)
    front = find_front(
        asked.net,
        place_of(origin),
        place_of(destination),
        criteria=joined(criterion) or ("cost", "time", "transits"),
        epsilon=epsilon,
        **_given(max_labels=max_labels),
        conditions=asked.conditions,
    )
    shown = _within(front, max_days, max_transits)
    _show_ways(shown, out, lambda: print_front(front, shown, details=details), details=details)
    if not front.exact and (out.plain or out.file):
        print_note(f"Not exact: each itinerary has one within {front.bound:.1%}.")
    out.draw(shown.itineraries)
    if chart:
        write_chart(shown.plot(), chart, quiet=out.plain)


def write_ways(trips: Any, out: Printed, *, details: int | None) -> None:
    """Write itineraries as a file to hand over, and say where."""
    from corridors.reports.booklet import save_trips

    if details is not None:
        raise ValueError(f"{out.file} has every way whole: leave out --details")
    path: Any = out.file
    print(f"Written: {save_trips(trips, path, language=out.language)}")


def _show_ways(
    trips: Any, out: Printed, people: Callable[[], None], *, details: int | None
) -> None:  # fmt: skip
    """Print itineraries, or write them as rows or as a file to hand over."""
    if out.wants_sheet:
        write_ways(trips, out, details=details)
    else:
        out.show([trip.summary() for trip in trips], people, net=trips[0].network)


def _given(**options: Any) -> dict[str, Any]:
    """Return the options that were given: the others are as the library has them."""
    return {name: value for name, value in options.items() if value is not None}


def _within(front: Any, max_days: float | None, max_transits: int | None) -> Any:
    """Return the part of a front that keeps some limits."""
    limits = {
        "max_time_h": None if max_days is None else max_days * 24,
        "max_transits": max_transits,
    }
    shown = front.filter(**{name: most for name, most in limits.items() if most is not None})
    if not len(shown):
        raise ValueError(
            f"none of the {len(front)} itineraries keeps these limits: the quickest takes "
            f"{min(trip.time_h for trip in front) / 24:.1f} days, the fewest transits are "
            f"{min(trip.transit_count for trip in front)}"
        )
    return shown


@app.command()
@network
@conditions
@shipment
@sheeted
def alternatives(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    k: Annotated[int, typer.Option("-k", help="the most itineraries to show")] = 5,
    max_overlap: Annotated[
        float | None, typer.Option(help="share of km in common, 0 to 1", show_default="0.6")
    ] = None,
    details: Details = None,
) -> None:
    """Show itineraries that differ, the best first."""
    from corridors.cli.prints.itineraries import print_trips
    from corridors.routing.alternatives import alternatives as find_alternatives

    trips = find_alternatives(
        asked.net,
        place_of(origin),
        place_of(destination),
        k=k,
        **_given(max_overlap=max_overlap),
        conditions=asked.conditions,
    )
    best = weight_words(asked.conditions)
    title = f"{trips[0].pair}: the best by {best}, then others"
    marks = [str(number) for number in range(1, len(trips) + 1)]
    _show_ways(
        trips, out, lambda: print_trips(title, trips, marks, details=details), details=details
    )
    out.draw(trips)


@app.command()
@network
@conditions
@shipment
@printed
def simulate(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    draws: Annotated[int, typer.Option(help="number of draws")] = 10_000,
    seed: Annotated[int, typer.Option(help="same seed, same draws")] = 0,
    rechoose: Annotated[
        bool,
        typer.Option(help="choose anew in each draw, with perfect foresight: a bound, no forecast"),
    ] = False,
    deadline_days: Annotated[float | None, typer.Option(help="how likely in so many days")] = None,
) -> None:
    """Show how reliable the best itinerary is, and what moves it most."""
    from corridors.cli.prints.values import print_simulation
    from corridors.network.price_level import price_statement
    from corridors.routing.simulate import simulate as draw

    drawn = draw(
        asked.net,
        place_of(origin),
        place_of(destination),
        n=draws,
        seed=seed,
        rechoose=rechoose,
        conditions=asked.conditions,
    )
    within = None if deadline_days is None else drawn.within_days(deadline_days)
    table, inputs = drawn.percentiles(), drawn.tornado().head(8)
    said = "" if within is None else f"Within {counted(deadline_days or 0, 'day')}: {within:.0%}"
    value = {
        **_drawn_on(drawn),
        "percentiles": table.to_dict(orient="index"),
        "within_deadline": within,
        "prices": price_statement(asked.net),
        "tornado": inputs.to_dict(orient="records"),
    }
    rows = [{"percentile": name, **row} for name, row in value["percentiles"].items()]
    out.show(rows, lambda: print_simulation(drawn, table, inputs, said), value=value)
    out.draw(drawn.itinerary)


def _drawn_on(drawn: Simulation) -> dict[str, Any]:
    """Return of what draws are: pair, way, situation, and how they were made."""
    trip = drawn.itinerary
    return {
        **trip.pair.row(),
        "corridor": trip.corridor,
        "departure": trip.departure and trip.departure.isoformat(),
        "situation": trip.situation,
        "notes": [*trip.notes],
        "link_ids": list(dict.fromkeys(leg.link_id for leg in trip.steps if leg.link_id)),
        "by": list(trip.by),
        "rechoose": drawn.rechoose,
        "draws": len(drawn.time_h),
        "seed": drawn.seed,
    }


@app.command()
@network
@conditions_by_corridor.but(weight="it is of cost and time, as the goods' value sets them off")
@shipment.but(
    value_usd="it finds the values at which the choice changes",
    time_value="--share-per-day says what a day costs",
)
@printed.but(map_file="it has values and no ways; 'corridors pareto --map' draws them")
def break_values(
    origin: PlaceArgument,
    destination: PlaceArgument,
    asked: Asked,
    out: Printed,
    share_per_day: Annotated[
        list[float] | None,
        typer.Option(
            help="share of the value that a day costs, such as 0.01 (repeatable)",
            show_default="0.006, 0.0135, 0.021",
        ),
    ] = None,
) -> None:
    """Show at which values of the goods the best itinerary, or corridor, changes."""
    from corridors.cli.prints.values import print_break_values
    from corridors.studies.break_values import break_values as find_values

    frame = find_values(
        asked.net,
        place_of(origin),
        place_of(destination),
        corridors=asked.corridors or None,
        **_given(shares_per_day=tuple(share_per_day or ()) or None),
        conditions=asked.conditions,
    )
    rows = frame.to_dict("records")
    title = f"{frame.attrs['pair']}: the best, by the value of the goods"
    out.show(rows, lambda: print_break_values(title, rows, asked.net), net=asked.net)
