"""The tables of a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from corridors.charts.figure import category
from corridors.criteria import P50_DAYS, P90_DAYS
from corridors.maps.names import and_like, told_alike
from corridors.maps.palette import CATEGORY_COLOURS
from corridors.network.countries import country_name
from corridors.reports.columns import Cited, Column, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corridors.network.network import Network
    from corridors.reports.content import Case
    from corridors.routing.itinerary import Itinerary, Leg
    from corridors.routing.pareto import ParetoFront
    from corridors.studies.effects import Effect

CHEAPEST, FASTEST = "Any way, least cost", "Any way, least time"
#: By what a choice is made that a scenario may change, and what it is called.
CHOICES = {
    "cost": "by cost",
    "time": "by time",
    "generalised": "by USD with the value of time",
}


def distinct(trips: Mapping[str, Itinerary]) -> dict[str, Itinerary]:
    """Return the itineraries without those of no corridor that go a corridor's way."""
    same = twins(trips)
    return {name: trip for name, trip in trips.items() if name not in same}


def same_way(trip: Itinerary) -> tuple[tuple[str, str], ...]:
    """Return what itineraries have in common that go the same way."""
    return tuple((leg.kind, leg.link_id) for leg in trip.steps)


def twins(trips: Mapping[str, Itinerary]) -> dict[str, str]:
    """Return the names of no corridor whose itinerary is a corridor's, and that corridor.

    The quickest way of all may be the cheapest.
    """
    ways = {name: same_way(trip) for name, trip in trips.items()}
    found: dict[str, str] = {}
    for name in (CHEAPEST, FASTEST):
        for other, way in ways.items():
            if name in ways and other not in (CHEAPEST, FASTEST) and way == ways[name]:
                found[name] = other
    if FASTEST not in found and CHEAPEST in ways and ways.get(FASTEST) == ways[CHEAPEST]:
        found[FASTEST] = CHEAPEST
    return found


def _labels(trips: Mapping[str, Itinerary]) -> dict[str, str]:
    """Return what each way is called where each stands once: the best of all first, by name."""
    same, labels = twins(trips), {}
    best: dict[str, list[str]] = {}
    for name in (CHEAPEST, FASTEST):
        if name in trips:
            best.setdefault(same.get(name, name), []).append(name)
    for name, words in best.items():
        label = " and ".join([words[0], *(word.removeprefix("Any way, ") for word in words[1:])])
        labels[words[0]] = label if name in (CHEAPEST, FASTEST) else f"{label}: {name}"
    return labels | {name: name for name in trips if name not in best and name not in same}


def comparison_table(trips: Mapping[str, Itinerary]) -> ReportTable:
    """Return the totals of every way."""
    columns = (
        Column("way"),
        Column("km", ",.0f"),
        Column("USD", ",.0f"),
        Column("days, expected", ".1f"),
        Column(P50_DAYS, ".1f"),
        Column(P90_DAYS, ".1f"),
        Column("border crossings", "d"),
        Column("transshipments", "d"),
        Column("kg CO2e", ",.0f"),
        Column("by"),
        Column("through"),
    )
    rows = tuple(
        (
            label,
            trip.distance_km,
            trip.cost_usd,
            trip.time_h / 24,
            trip.time_p50_h / 24,
            trip.time_p90_h / 24,
            trip.border_crossings,
            trip.transshipments,
            trip.co2e_kg,
            ", ".join(trip.by),
            ", ".join(country_name(c) for c in trip.transit_countries) or "-",
        )
        for label, trip in ((label, trips[name]) for name, label in _labels(trips).items())
    )
    return ReportTable("comparison", "The ways compared", columns, rows)


def refused_table(refused: Sequence[tuple[str, str]]) -> ReportTable:
    """Return the corridors that do not serve the pair, and why."""
    columns = (Column("corridor"), Column("reason"))
    return ReportTable(
        "not-served", "Corridors that do not serve the pair", columns, tuple(refused)
    )


def scenarios_table(
    base: Itinerary, solved: Sequence[tuple[Case, Itinerary | None]]
) -> ReportTable:
    """Return each scenario's best way against the base."""
    columns = (
        Column("scenario"),
        Column("USD", ",.0f"),
        Column("change, USD", "+,.0f"),
        Column("days", ".1f"),
        Column("change, days", "+.1f"),
        Column("transits", "d"),
        Column("by"),
        Column("through"),
        Column("what it is"),
    )
    rows: list[tuple] = []
    for case, trip in solved:
        if trip is None:
            rows.append((case.name, None, None, None, None, None, "no way", "", case.text))
            continue
        rows.append(
            (
                case.name,
                trip.cost_usd,
                trip.cost_usd - base.cost_usd,
                trip.time_h / 24,
                (trip.time_h - base.time_h) / 24,
                trip.transit_count,
                ", ".join(trip.by),
                ", ".join(country_name(c) for c in trip.transit_countries) or "-",
                case.text,
            )
        )
    note = "Changes are against the best way of the situation without a scenario."
    return ReportTable("scenarios", "Scenarios", columns, tuple(rows), note)


def effects_table(done: Iterable[tuple[str, Sequence[Effect]]]) -> ReportTable:
    """Return what each scenario does to the choice in sentences, or why it does nothing."""
    rows = tuple((name, *(effect.sentence for effect in effects)) for name, effects in done)
    columns = (Column("scenario"), *(Column(word) for word in CHOICES.values()))
    note = (
        "What lies between these choices, and on each corridor, 'corridors scenario compare' and "
        "effects() of the library tell."
    )
    title = "What the scenarios do to the choice, or why they do nothing"
    return ReportTable("effects", title, columns, rows, note)


def once(table: ReportTable) -> ReportTable:
    """Return a table in which rows that differ by their first cell alone are one, with all names.

    Examples
    --------
    >>> once(ReportTable("", "", (Column("a"), Column("b")), (("x", 1), ("y", 2), ("z", 1)))).rows
    (('x; z', 1), ('y', 2))
    """
    names: dict[tuple, list[str]] = {}
    for name, *rest in table.rows:
        names.setdefault(tuple(rest), []).append(str(name))
    rows = tuple(("; ".join(mine), *rest) for rest, mine in names.items())
    return replace(table, rows=rows)


def front_table(front: ParetoFront) -> ReportTable:
    """Return the itineraries that no other beats in cost, time and transits together."""
    columns = (
        Column("itinerary"),
        Column("USD", ",.0f"),
        Column("days", ".1f"),
        Column("transits", "d"),
        Column("km", ",.0f"),
        Column("by"),
        Column("through"),
    )
    rows = tuple(
        (
            f"{k}{and_like(len(more))}",
            trip.cost_usd,
            trip.time_h / 24,
            trip.transit_count,
            trip.distance_km,
            ", ".join(trip.by),
            ", ".join(country_name(c) for c in trip.transit_countries) or "-",
        )
        for k, (trip, *more) in enumerate(told_alike(front.itineraries, front.criteria), 1)
    )
    note = "" if front.exact else "The search ended at its budget: there may be more."
    if len(front) and front[0].departure:
        note = f"Found with expected waits, timed from the departure. {note}".rstrip()
    title = "Itineraries that no other beats in cost, time and transits together"
    return ReportTable("front", title, columns, rows, note)


def reliability_table(trips: Mapping[str, Itinerary]) -> ReportTable:
    """Return what half and nine in ten consignments keep, and the legs that spread most."""
    columns = (
        Column("way"),
        Column(P50_DAYS, ".1f"),
        Column(P90_DAYS, ".1f"),
        Column("ratio", ".2f"),
        Column("what spreads it most"),
    )
    rows = []
    for name, trip in trips.items():
        worst = sorted(trip.steps, key=lambda leg: (leg.h_p50 - leg.h_p90, leg.name))[:3]
        words = "; ".join(
            f"{leg.name} ({leg.h_p50:,.0f} to {leg.h_p90:,.0f} h)"
            for leg in worst
            if leg.h_p90 > leg.h_p50
        )
        ratio = trip.time_p90_h / trip.time_p50_h if trip.time_p50_h else None
        rows.append((name, trip.time_p50_h / 24, trip.time_p90_h / 24, ratio, words))
    return ReportTable("reliability", "Reliability", columns, tuple(rows))


def breakdown_table(trips: Mapping[str, Itinerary]) -> ReportTable:
    """Return each way's sums by category."""
    columns = (
        Column("way"),
        Column("on"),
        Column("km", ",.0f"),
        Column("USD", ",.0f"),
        Column("hours", ",.1f"),
        Column("kg CO2e", ",.0f"),
    )
    rows = []
    for name, trip in trips.items():
        for kind in CATEGORY_COLOURS:
            legs = [leg for leg in trip.steps if category(leg) == kind]
            if legs:
                rows.append((name, kind, *_sums(legs)))
    return ReportTable("breakdown", "Where money and time go", columns, tuple(rows))


def _sums(legs: Sequence[Leg]) -> tuple[float, float, float, float]:
    return (
        sum(leg.km for leg in legs),
        sum(leg.usd for leg in legs),
        sum(leg.h for leg in legs),
        sum(leg.co2e_kg for leg in legs),
    )


def ledger_table(number: int, name: str, trip: Itinerary) -> ReportTable:
    """Return every leg of a way."""
    columns = (
        Column("what"),
        Column("where"),
        Column("by"),
        Column("km", ",.0f"),
        Column("USD", ",.0f"),
        Column("hours", ",.1f"),
        Column("hours, 9 in 10", ",.1f"),
        Column("USD per km", ",.2f"),
        Column("km per hour", ",.0f"),
        Column("source of USD"),
        Column("source of hours"),
    )
    rows = tuple(
        (
            leg.kind,
            leg.name,
            leg.vehicle,
            leg.km or None,
            leg.usd,
            leg.h,
            leg.h_p90,
            leg.usd / leg.km if leg.km else None,
            leg.km / leg.h if leg.km and leg.h else None,
            Cited("source", ((leg.source_id, f" ({leg.basis})"),)),
            Cited("source", ((leg.hours_source_id, f" ({leg.hours_basis})"),)),
        )
        for leg in trip.steps
    )
    return ReportTable(f"ledger-{number}", f"Ledger: {name}", columns, rows)


def basis_table(trips: Mapping[str, Itinerary]) -> ReportTable:
    """Return the shares of each total by how well they are known."""
    bases = ("measured", "published", "derived", "assumed")
    columns = (
        Column("way"),
        *(Column(f"USD {basis}", ".0%") for basis in bases),
        *(Column(f"hours {basis}", ".0%") for basis in bases),
    )
    rows = []
    for name, trip in trips.items():
        usd: Counter[str] = Counter()
        hours: Counter[str] = Counter()
        for leg in trip.steps:
            usd[leg.basis] += leg.usd  # type: ignore[assignment]
            hours[leg.hours_basis] += leg.h  # type: ignore[assignment]
        rows.append(
            (
                name,
                *(usd[basis] / (trip.cost_usd or 1) for basis in bases),
                *(hours[basis] / (trip.time_h or 1) for basis in bases),
            )
        )
    return ReportTable("basis", "How well each total is known", columns, tuple(rows))


def sources_table(
    net: Network, trips: Mapping[str, Itinerary], more: Iterable[str] = ()
) -> ReportTable:
    """Return the sources of the legs, the most used first, and ``more`` of no leg."""
    used: Counter[str] = Counter(dict.fromkeys(more, 0))
    for trip in trips.values():
        for leg in trip.steps:
            used.update({leg.source_id, leg.hours_source_id} - {""})
    table = net.table("sources")
    known = {row["source_id"]: row for row in table if row["source_id"] in used}
    columns = (
        Column("source", names=True),
        Column("title", names=True),
        Column("publisher", names=True),
        Column("year"),
        Column("address", names=True),
        Column("legs", "d"),
    )
    fields = ("title", "publisher", "year", "url")
    rows = tuple(
        (source, *(str(known[source][f]) if source in known else "" for f in fields), used[source])
        for source in sorted(used, key=lambda s: (-used[s], s))
    )
    return ReportTable("sources", "Sources", columns, rows, anchor="source")
