"""How objects show themselves in a notebook: small tables, every text escaped."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from corridors.maps.trip_scene import title_of, totals_of
from corridors.network.countries import country_name
from corridors.network.price_level import price_note
from corridors.routing.itinerary import stretches
from corridors.studies.flows.words import amount_text, number_text, use_text
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary
    from corridors.studies.flows.answer import Flows
    from corridors.studies.flows.revenue import Revenue
    from corridors.studies.flows.shares import Shares

_LONG = 40


def itinerary_html(trip: Itinerary) -> str:
    """Return an itinerary as a table: its totals, then its stretches and stops."""
    rows = []
    for part in stretches(trip.steps):
        rows.append(
            (
                part.kind,
                part.name,
                part.vehicle,
                f"{part.km:,.0f}" if part.km else "",
                f"{part.usd:,.0f}",
                f"{part.h:,.1f}",
                ", ".join(dict.fromkeys(leg.basis for leg in part.legs)),
            )
        )
    through = ", ".join(country_name(c) for c in trip.transit_countries) or "no country"
    notes = "".join(f"{note} " for note in trip.notes)
    foot = (
        f"Through {through}. Situation: {trip.situation}. {notes}"
        ".legs: every leg; .explore(): a map. "
        f"{price_note(trip.network)}"
    )
    head = ("what", "where", "by", "km", "USD", "hours", "USD known as")
    return _table(f"{title_of(trip)}: {totals_of(trip)}", head, rows, foot)


def network_html(net: Network) -> str:
    """Return a network as a table: links and kilometres by mode and status."""
    links: Counter[tuple[str, str]] = Counter()
    km: Counter[tuple[str, str]] = Counter()
    for row in net.table("links"):
        key = (row["mode"], row["status"])
        links[key] += 1
        km[key] += row["length_km"]
    rows = [(*key, f"{links[key]:,}", f"{km[key]:,.0f}") for key in sorted(links)]
    countries = sorted(set(net.table("nodes")["country"]) - {""})
    foot = (
        f"{counted(len(net.table('nodes')), 'place')} in {counted(len(countries), 'country')}. "
        f"Situation: {net.situation}. .explore(): a map."
    )
    return _table(f"Network {net.name}", ("mode", "status", "links", "km"), rows, foot)


def flows_html(flows: Flows) -> str:
    """Return flows as a table: what is scarce, the dearest first."""
    rows = [
        (
            row["name"],
            amount_text(row["capacity"], row["unit"]),
            use_text(row["use"]),
            number_text(row["shadow_usd"]),
            f"{row['source_id']} ({row['basis']})",
        )
        for row in flows.bottlenecks.to_dict("records")
    ]
    foot = (
        f"Situation: {flows.network.situation}. .to_dataframe(): the tables; .explore(): a map. "
        f"{price_note(flows.network)}"
    )
    head = ("scarce", "holds", "used", "one more saves, USD a year", "known by")
    return _table(str(flows), head, rows, foot)


def shares_html(split: Shares) -> str:
    """Return the shares of a pair as a table: a row each way."""
    amount = "" if split.quantity != split.quantity else split.unit
    rows = []
    for way in split.rows:
        trip = way.itinerary
        row = (
            f"{way.share:.1%}",
            *([f"{way.quantity:,.0f}"] if amount else []),
            way.corridor,
            " + ".join(trip.by),
            f"{trip.cost_usd:,.0f}",
            f"{trip.time_p50_h / 24:.1f}",
            f"{trip.time_p90_h / 24:.1f}",
        )
        rows.append(row)
    first = ("share", *([f"{amount} a year"] if amount else []))
    head = (*first, "corridor", "by", "USD", "days p50", "days p90")
    notes = "".join(f"{note} " for note in split.notes)
    foot = f"By {split.by} over the {split.ways}. Situation: {split.situation}. {notes}"
    foot += f".by_corridor(), .by_mode(); {price_note(split.rows[0].itinerary.network)}"
    return _table(f"{split.pair}: shares", head, rows, foot)


def revenue_html(earned: Revenue) -> str:
    """Return who earns what as a table: a row each country and kind of operator."""
    frame = earned.by("country", "role", "operator")
    rows = [
        (
            country_name(row["country"]) if row["country"] != "sea" else "at sea",
            *(row[name] for name in ("role", "operator")),
            *(f"{row[name]:,.0f}" for name in row if "usd" in name),
        )
        for row in frame.to_dict("records")
    ]
    head = ("country", "is", "who", *(("USD", "after", "change") if earned.scenarios else ("USD",)))
    with_them = f"; after {', '.join(earned.scenarios)}" if earned.scenarios else ""
    foot = f"Sums of {earned.period}. .by('country'), .plot(). {price_note(earned.network)}"
    title = f"Who earns what of {earned.paid_usd:,.0f} USD{with_them}"
    return _table(title, head, rows, foot)


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], foot: str) -> str:
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    listed = list(rows)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>"
        for row in listed[:_LONG]
    )
    more = f" {counted(len(listed) - _LONG, 'more row')}." if len(listed) > _LONG else ""
    return (
        f"<div><strong>{escape(title)}</strong><table><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table><p>{escape(foot + more)}</p></div>"
    )
