"""What the commands about ways print for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.fitted import Fitted as RichTable
from corridors.cli.prints.fitted import told
from corridors.criteria import P50_DAYS, P90_DAYS
from corridors.maps.names import and_like, told_alike
from corridors.network.countries import country_name
from corridors.network.forms.credits import alignments
from corridors.network.network import Network
from corridors.network.price_level import price_statement
from corridors.routing.itinerary import Itinerary, Leg, stretches
from corridors.routing.notes import notes_of_all
from corridors.studies.evidence.charges import besides_text
from corridors.vocabulary import counted

T = TypeVar("T")
#: Heads of columns, in two lines: tables are wide enough.
P50, P90 = (words.replace(" ", "\n") for words in (P50_DAYS, P90_DAYS))
_DAYS = (
    "Days are expected ones: means, which add up; half arrive within p50, nine in ten within p90. "
    "Assumed values say so."
)


def print_notice(net: Network) -> None:
    """Print what days and prices are, what they are good for, and whose alignments are used."""
    notice = " ".join(filter(None, (_DAYS, price_statement(net), alignments(net))))
    wide_console().print(notice, style="dim", markup=False)


# -- one itinerary ------------------------------------------------------------------------------


def print_itinerary(trip: Itinerary, *, all_legs: bool) -> None:
    """Print the ledger of an itinerary and its totals."""
    console = wide_console()
    on = f" on {trip.corridor}" if trip.corridor else ""
    table = RichTable(title=f"{trip.pair}{on}", title_justify="left")
    for name in ("what", "where", "by"):
        table.add_column(name, overflow="fold")
    for name in ("km", "USD", "hours"):
        table.add_column(name, justify="right")
    table.add_column("source of USD", overflow="fold")
    for row in _leg_rows(trip.steps, all_legs=all_legs):
        table.add_row(*row)
    console.print(table)
    transit = ", ".join(country_name(c) for c in trip.transit_countries) or "none"
    console.print(
        told(
            (f"{trip.distance_km:,.0f} km, {trip.cost_usd:,.0f} USD, ", "bold"),
            (f"{trip.time_h / 24:.1f} days", "bold"),
            f" expected (half within {trip.time_p50_h / 24:.1f}, nine in ten within "
            f"{trip.time_p90_h / 24:.1f}), ",
            (counted(trip.transit_count, "transit"), "bold"),
            f" ({counted(trip.border_crossings, 'border crossing')}, "
            f"{counted(trip.transshipments, 'transshipment')}), {trip.co2e_kg:,.0f} kg CO2e",
        )
    )
    if trip.shipment.commodity in ("gas", "oil"):
        console.print(f"Shipped: {trip.shipment.text}.", markup=False)
    console.print(f"Transit countries: {transit}. Situation: {trip.situation}.")
    for note in trip.notes:
        console.print(note, markup=False)
    if trip.departure and trip.arrival_window:
        half, most = (f"{moment:%a %Y-%m-%d}" for moment in trip.arrival_window)
        console.print(
            f"Leaves {_moment(trip.departure)}; half arrive by {half}, nine in ten by {most}."
        )
    if besides := besides_text(trip):
        wide_console().print(besides, markup=False)
    print_notice(trip.network)


def _moment(when: datetime) -> str:
    return f"{when:%a %Y-%m-%d %H:%M} {when.tzname() or 'UTC'}"


def _leg_rows(steps: Sequence[Leg], *, all_legs: bool) -> Iterable[tuple[str, ...]]:
    for part in stretches(steps, every_leg=all_legs):
        yield (
            part.kind,
            part.name,
            part.vehicle,
            f"{part.km:,.0f}" if part.km else "",
            f"{part.usd:,.0f}",
            f"{part.h:,.1f}",
            ", ".join(dict.fromkeys(f"{leg.source_id} ({leg.basis})" for leg in part.legs)),
        )


# -- several itineraries of a pair ----------------------------------------------------------------

_TRIPS = (
    "",
    "USD",
    "days",
    P50,
    P90,
    "km",
    "transits",
    "kg CO2e",
    "by",
    "through",
)
_WORDS = ("", "by", "through")


def print_trips(
    title: str, trips: Sequence[Itinerary], marks: Sequence[str], *, details: int | None = None
) -> None:
    """Print a row each itinerary, with a mark before it, and the legs of one of them."""
    table = table_of(title, [(name, "left" if name in _WORDS else "right") for name in _TRIPS])
    for trip, mark in zip(trips, marks, strict=True):
        table.add_row(
            mark,
            f"{trip.cost_usd:,.0f}",
            f"{trip.time_h / 24:.1f}",
            f"{trip.time_p50_h / 24:.1f}",
            f"{trip.time_p90_h / 24:.1f}",
            f"{trip.distance_km:,.0f}",
            str(trip.transit_count),
            f"{trip.co2e_kg:,.0f}",
            "+".join(trip.by),
            ", ".join(country_name(c) for c in trip.transit_countries) or "-",
        )
    console = wide_console()
    console.print(table)
    for situation in dict.fromkeys(trip.situation for trip in trips):
        console.print(f"Situation: {situation}.")
    if trips and trips[0].departure:
        leave = _moment(trips[0].departure)
        console.print(f"Found with expected waits; timed from the departure, {leave}.")
    for note in notes_of_all(trips):
        console.print(note, markup=False)
    if details is None:
        if trips:
            print_notice(trips[0].network)
    else:
        console.print()
        print_itinerary(nth(trips, details), all_legs=False)


def nth(rows: Sequence[T], details: int) -> T:
    """Return the row that ``--details`` names.

    Raises
    ------
    ValueError
        If there is none.
    """
    if not 1 <= details <= len(rows):
        raise ValueError(f"--details {details}: the table has rows 1 to {len(rows)}")
    return rows[details - 1]


def print_front(front: Any, shown: Any, *, details: int | None = None) -> None:
    """Print a Pareto front, or the part of it that keeps some limits; what looks alike, once."""
    best = shown.knee()
    part = "" if len(shown) == len(front) else f", {len(shown)} within the limits"
    groups = told_alike(shown.itineraries, front.criteria, best)
    marks = [
        f"{n}{' compromise' * (trip is best)}{and_like(len(more))}"
        for n, (trip, *more) in enumerate(groups, 1)
    ]
    trips = [group[0] for group in groups]
    print_trips(f"{front!r}{part}", trips, marks, details=details)
    if len(trips) < len(shown):
        wide_console().print(
            f"{len(shown)} ways in {len(trips)} rows: those like another go by the same modes "
            "through the same countries and differ by no more than the last digit shown; --json "
            "and --csv have each.",
            style="dim",
        )
    if not front.exact:
        wide_console().print(f"Not exact: each itinerary has one within {front.bound:.1%}.")
