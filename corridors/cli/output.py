"""What the command line prints: tables, JSON, CSV."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table as RichTable
from rich.text import Text

from corridors.network.countries import country_name
from corridors.network.network import Network
from corridors.network.tables import Table
from corridors.routing.compare import BEST_COLUMNS, Comparison, best_columns
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary, Leg, stretches

NOTICE = (
    "Hours are medians, USD of 2023-24; assumed values say so in the tables. "
    "Alignments © OpenStreetMap contributors (ODbL)."
)


def wide_console() -> Console:
    """Return a console that is wide enough where the output is no terminal."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 140)


def print_error(error: Exception) -> None:
    """Print an error as one message on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        Text.assemble(("Error: ", "bold red"), str(error))
    )


def progress(items: Sequence[Any], what: str) -> Iterable[Any]:
    """Yield items with a progress bar on standard error, which vanishes at the end."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return iter(items)
    return track(items, description=what, console=console, transient=True)


def print_note(text: str) -> None:
    """Print a remark on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(text, style="yellow"))


def print_json(value: Any) -> None:
    """Print plain values as JSON; a missing number is ``null``."""
    print(json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def print_csv(rows: Sequence[dict]) -> None:
    """Print rows as CSV."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow(
            [
                ";".join(map(str, v)) if isinstance(v, list | tuple) else _cell(v)
                for v in row.values()
            ]
        )


def _cell(value: Any) -> Any:
    return "" if isinstance(value, float) and math.isnan(value) else value


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
        else:
            console.print(f"{origin} - {destination}: no corridor serves this pair", style="bold")
        for row in rows:
            if not row["served"]:
                console.print(f"  {row['corridor']}: {row['reason']}", style="dim")
    console.print()
    console.print(NOTICE, style="dim")


#: What the best of a column is called, the leg column that explains it, and how it is shown.
_VERDICTS = (
    ("cheapest", "cost_usd", "usd", "{:,.0f} USD", 1),
    ("quickest", "time_h", "h", "{:.1f} days", 24),
    ("shortest", "distance_km", "km", "{:,.0f} km", 1),
    ("simplest", "transit_count", "transits", "{:.0f} transits", 1),
)


def verdicts(pair: Sequence[Comparison]) -> list[str]:
    """Say which corridor is best by each criterion, by what margin over the next, and why."""
    trips = [(c.corridor, c.itinerary) for c in pair if c.itinerary]
    if len(trips) < 2:
        return []
    lines = []
    for word, total, column, form, unit in _VERDICTS:
        ranked = sorted(trips, key=lambda t: (getattr(t[1], total), t[0]))
        (first, best), (second, next_best) = ranked[:2]
        margin = getattr(next_best, total) - getattr(best, total)
        if margin <= 1e-9:
            equal = [n for n, t in ranked if getattr(t, total) - getattr(best, total) <= 1e-9]
            lines.append(f"{word}: {' and '.join(equal)}, equal")
            continue
        why = ""
        if column != "km":
            saved, lost = next_best.by_kind(column), best.by_kind(column)
            kind = max(saved, key=lambda k: saved[k] - lost[k])
            share = form.format((saved[kind] - lost[kind]) / unit)
            why = f" ({kind}: {share} less)"
        lines.append(f"{word}: {first} by {form.format(margin / unit)} before {second}{why}")
    return lines


_SHOWN = {
    "distance_km": ("km", "{:,.0f}", 1),
    "cost_usd": ("USD", "{:,.0f}", 1),
    "time_h": ("days", "{:.1f}", 24),
    "transit_count": ("transits", "{:.0f}", 1),
    "co2e_kg": ("kg CO2e", "{:,.0f}", 1),
}


def _pair_table(title: str, rows: Sequence[dict]) -> RichTable:
    table = RichTable(title=title, title_justify="left", title_style="bold")
    table.add_column("corridor")
    for name in BEST_COLUMNS:
        table.add_column(_SHOWN[name][0], justify="right", no_wrap=True)
    table.add_column("through")
    table.add_column("by")
    for row in rows:
        cells = []
        for name in BEST_COLUMNS:
            _, form, unit = _SHOWN[name]
            star = "★ " if name in row["best"] else ""
            cells.append(Text(star + form.format(row[name] / unit), "bold green" if star else ""))
        transit = ", ".join(row["transit_countries"]) or "-"
        table.add_row(row["corridor"], *cells, transit, "+".join(row["modes"]))
    return table


# -- data and maps ------------------------------------------------------------------------------


def print_catalogue(net: Network) -> None:
    """Print the tables with their sizes, and the corridors."""
    console = wide_console()
    table = RichTable(title=f"Tables of the {net.name} network", title_justify="left")
    for name in ("table", "rows", "measured", "published", "derived", "assumed"):
        table.add_column(name, justify="left" if name == "table" else "right")
    for name in net.table_names:
        rows = net.table(name)
        basis = rows.columns.get("basis", ())
        counts = [str(basis.count(b)) for b in ("measured", "published", "derived", "assumed")]
        table.add_row(name, str(len(rows)), *(counts if basis else [""] * 4))
    console.print(table)
    listing = RichTable(title="Corridors", title_justify="left")
    for name in ("corridor", "name", "status", "carries"):
        listing.add_column(name)
    for row in net.table("corridors"):
        carries = row["commodities"].replace(";", ", ")
        listing.add_row(row["corridor_id"], row["name"], row["status"], carries)
    console.print(listing)


def matching_rows(table: Table, where: Sequence[str]) -> list[dict]:
    """Return the rows whose columns have the values asked for."""
    conditions = []
    for text in where:
        column, sign, value = text.partition("=")
        if not sign or column not in table.columns:
            raise ValueError(
                f"--where {text!r} is not column=value; columns: {', '.join(table.columns)}"
            )
        conditions.append((column, value))
    return [row for row in table if all(str(row[column]) == value for column, value in conditions)]


def print_rows(rows: Sequence[dict], *, title: str) -> None:
    """Print rows of a table, columns that are empty everywhere left out."""
    console = wide_console()
    table = RichTable(title=title, title_justify="left")
    columns = [c for c in (rows[0] if rows else ()) if any(_cell(r[c]) != "" for r in rows)]
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(
            *(
                f"{v:g}" if isinstance(v, float) else str(v)
                for v in (_cell(row[c]) for c in columns)
            )
        )
    console.print(table)


def write_map(what: Any, path: Path, *, quiet: bool = False) -> None:
    """Write a map and say where it is."""
    from corridors.maps.draw import save_map

    written = save_map(what, path)
    message = f"Map: {written}"
    if quiet:
        print(message, file=sys.stderr)
    else:
        print(message)
