"""What the commands about ways print for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from rich.table import Table as RichTable
from rich.text import Text

from corridors.cli.printed import table_of, wide_console
from corridors.criteria import CRITERIA
from corridors.network.countries import country_name
from corridors.network.network import Network
from corridors.routing.compare import BEST_COLUMNS, Comparison, best_columns
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary, Leg, stretches
from corridors.routing.notes import notes_of_all

NOTICE = (
    "Hours are medians, USD of 2023-24; assumed values say so in the tables. "
    "Alignments © OpenStreetMap contributors (ODbL)."
)


# -- one itinerary ------------------------------------------------------------------------------


def print_itinerary(trip: Itinerary, *, all_legs: bool) -> None:
    """Print the ledger of an itinerary and its totals."""
    console = wide_console()
    on = f" on {trip.corridor}" if trip.corridor else ""
    table = RichTable(title=f"{trip.origin} - {trip.destination}{on}", title_justify="left")
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
        f"[bold]{trip.distance_km:,.0f} km, {trip.cost_usd:,.0f} USD, "
        f"{trip.time_h / 24:.1f} days[/] (nine in ten within {trip.time_p90_h / 24:.1f}), "
        f"[bold]{trip.transit_count} transits[/] ({trip.border_crossings} border crossings, "
        f"{trip.transshipments} transshipments), {trip.co2e_kg:,.0f} kg CO2e"
    )
    console.print(f"Transit countries: {transit}. Situation: {trip.situation}.")
    for note in trip.notes:
        console.print(note, markup=False)
    if trip.departure and trip.arrival:
        console.print(f"Leaves {_moment(trip.departure)}, arrives {_moment(trip.arrival)}.")
    console.print(NOTICE, style="dim")


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


# -- a comparison -------------------------------------------------------------------------------


def comparison_rows(found: Sequence[Comparison]) -> list[dict]:
    """Return the rows of a comparison with their ``best`` columns."""
    rows = [comparison.row() for comparison in found]
    for row, best in zip(rows, best_columns(rows), strict=True):
        row["best"] = best
    return rows


def by_corridor(found: Sequence[Comparison], net: Network) -> dict[str, list[Itinerary]]:
    """Return the itineraries of a comparison by the corridor's name."""
    table = net.table("corridors")
    names = dict(zip(table["corridor_id"], table["name"], strict=True))
    groups: dict[str, list[Itinerary]] = {}
    for comparison in found:
        if comparison.itinerary:
            groups.setdefault(str(names[comparison.corridor]), []).append(comparison.itinerary)
    return groups


def print_comparison(
    found: Sequence[Comparison], net: Network, shipment: Shipment, weight: str
) -> None:
    """Print a table each pair: the corridors that serve it, which is best and why, and the rest."""
    console = wide_console()
    what = f"{shipment.box} container" if shipment.commodity == "container" else shipment.commodity
    console.print(
        f"{what} with {shipment.cargo_t:g} t; each corridor's best itinerary by {weight}; "
        f"situation: {net.situation}. ★ best of the column."
    )
    departure = next((c.itinerary.departure for c in found if c.itinerary), None)
    if departure:
        console.print(f"All leave on {_moment(departure)}; waits are those of the day.")
    for (origin, destination), group in groupby(found, key=lambda c: (c.origin, c.destination)):
        pair = list(group)
        rows = comparison_rows(pair)
        served = sorted(
            (r for r in rows if r["served"]), key=lambda r: (r["cost_usd"], r["corridor"])
        )
        console.print()
        if served:
            console.print(_pair_table(f"{origin} - {destination}", served))
            for line in verdicts(pair):
                console.print(f"  {line}")
            for note in notes_of_all(c.itinerary for c in pair if c.itinerary):
                console.print(f"  {note}", markup=False)
        else:
            console.print(f"{origin} - {destination}: no corridor serves this pair", style="bold")
        for row in rows:
            if not row["served"]:
                console.print(f"  {row['corridor']}: {row['reason']}", style="dim")
    console.print()
    console.print(NOTICE, style="dim")


#: The criteria on which a sentence is said: what is emitted follows from how far by what.
_SAID = tuple(row for key, row in CRITERIA.items() if key != "co2e")


def verdicts(pair: Sequence[Comparison]) -> list[str]:
    """Say which corridor is best by each criterion, by what margin over the next, and why."""
    trips = [(c.corridor, c.itinerary) for c in pair if c.itinerary]
    if len(trips) < 2:
        return []
    lines = []
    for by in _SAID:
        word, total = by.best, by.total
        ranked = sorted(trips, key=lambda t: (getattr(t[1], total), t[0]))
        (first, best), (second, next_best) = ranked[:2]
        margin = getattr(next_best, total) - getattr(best, total)
        if margin <= 1e-9:
            equal = [n for n, t in ranked if getattr(t, total) - getattr(best, total) <= 1e-9]
            lines.append(f"{word}: {' and '.join(equal)}, equal")
            continue
        why = ""
        if by.leg != "km":
            saved, lost = next_best.by_kind(by.leg), best.by_kind(by.leg)
            kind = max(saved, key=lambda k: saved[k] - lost[k])
            why = f" ({kind}: {by.text(saved[kind] - lost[kind])} less)"
        lines.append(f"{word}: {first} by {by.text(margin)} before {second}{why}")
    return lines


_BY_TOTAL = {row.total: row for row in CRITERIA.values()}


def _pair_table(title: str, rows: Sequence[dict]) -> RichTable:
    table = RichTable(title=title, title_justify="left", title_style="bold")
    table.add_column("corridor")
    for name in BEST_COLUMNS:
        table.add_column(_BY_TOTAL[name].shown, justify="right", no_wrap=True)
    table.add_column("through")
    table.add_column("by")
    for row in rows:
        cells = []
        for name in BEST_COLUMNS:
            star = "★ " if name in row["best"] else ""
            cells.append(
                Text(star + _BY_TOTAL[name].number(row[name]), "bold green" if star else "")
            )
        transit = ", ".join(row["transit_countries"]) or "-"
        table.add_row(row["corridor"], *cells, transit, "+".join(row["modes"]))
    return table


# -- several itineraries of a pair ----------------------------------------------------------------

_TRIPS = ("", "USD", "days", "nine in ten", "km", "transits", "kg CO2e", "by", "through")
_WORDS = ("", "by", "through")


def print_trips(title: str, trips: Sequence[Itinerary], marks: Sequence[str]) -> None:
    """Print a row each itinerary, with a mark before it."""
    table = table_of(title, [(name, "left" if name in _WORDS else "right") for name in _TRIPS])
    for trip, mark in zip(trips, marks, strict=True):
        table.add_row(
            mark,
            f"{trip.cost_usd:,.0f}",
            f"{trip.time_h / 24:.1f}",
            f"{trip.time_p90_h / 24:.1f}",
            f"{trip.distance_km:,.0f}",
            str(trip.transit_count),
            f"{trip.co2e_kg:,.0f}",
            "+".join(trip.modes),
            ", ".join(country_name(c) for c in trip.transit_countries) or "-",
        )
    console = wide_console()
    console.print(table)
    for situation in dict.fromkeys(trip.situation for trip in trips):
        console.print(f"Situation: {situation}.")
    for note in notes_of_all(trips):
        console.print(note, markup=False)
    console.print(NOTICE, style="dim")


def print_front(front: Any, shown: Any) -> None:
    """Print a Pareto front, or the part of it that keeps some limits."""
    best = shown.knee()
    part = "" if len(shown) == len(front) else f", {len(shown)} within the limits"
    marks = ["compromise" if trip is best else "" for trip in shown]
    print_trips(f"{front!r}{part}", shown.itineraries, marks)
    if not front.exact:
        wide_console().print(f"Not exact: each itinerary has one within {front.bound:.1%}.")
