"""Several itineraries as one file to hand over: contents first, then a sheet each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.criteria import P50_DAYS, P90_DAYS
from corridors.errors import several
from corridors.languages import in_language
from corridors.maps.names import told_apart
from corridors.network.countries import country_name
from corridors.network.places.naming import Pair
from corridors.reports.columns import Column, ReportTable
from corridors.reports.sheet import (
    BEST_BY,
    Sheet,
    lines_in,
    make_sheet,
    write_form,
    written_language,
)
from corridors.routing.itinerary import Itinerary, weight_total
from corridors.vocabulary import listed

if TYPE_CHECKING:
    from corridors.routing.pareto import ParetoFront

Trips = Itinerary | Iterable[Itinerary] | Mapping[str, Itinerary]


@dataclass(frozen=True)
class Booklet:
    """All that a file of several ways says.

    Parameters
    ----------
    title
        What all ways are between.
    facts
        What is so of all of them, as rows of a word and a value.
    contents
        A row each way: its number, what it is called, its totals.
    names
        What each way is called.
    sheets
        A sheet each way, without what is told at the front.
    notes, not_said
        What is to be known of all of them.
    """

    title: str
    facts: ReportTable
    contents: ReportTable
    names: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]
    not_said: tuple[str, ...]
    language: str = "en"

    def say(self, text: str) -> str:
        """Return a text of the file in its language."""
        return in_language(text, self.language)

    def in_language(self, language: str) -> Booklet:
        """Return the file for people who read a language."""
        if language == "en":
            return self
        title, *names = lines_in((self.title, *self.names), language)
        return replace(
            self,
            language=language, title=title, facts=self.facts.in_language(language),
            contents=self.contents.in_language(language), names=tuple(names),
            sheets=tuple(sheet.in_language(language) for sheet in self.sheets),
            notes=replace(self.sheets[0], notes=self.notes).in_language(language).notes,
            not_said=lines_in(self.not_said, language),
        )  # fmt: skip


def save_trips(
    trips: Trips | ParetoFront, path: str | Path, *, made: date | None = None, language: str = "en"
) -> Path:
    """Write several itineraries as one file to hand over: contents first, then way by way.

    Parameters
    ----------
    trips
        Itineraries: those of :func:`alternatives`, a front, or by the names that they shall have.
    path
        ``.pdf``: A4 pages; ``.xlsx``: a workbook with a summary and a sheet each way (needs
        ``openpyxl``); ``.html``: one page that needs no network and prints well; ``.md``: Markdown.
    made
        The date of making, by which the status of borders "today" is told; ``None``: today.
    language
        In which language people read it: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``.

    Returns
    -------
    Path
        The absolute path of the file.

    Raises
    ------
    ValueError
        If there are no itineraries, the path has another ending, or there is no such
        ``language``.
    TypeError
        If one of them is no itinerary.
    ImportError
        If a workbook is asked for without ``openpyxl``.

    Examples
    --------
    >>> import corridors as co
    >>> trips = co.alternatives(co.load(), "Karachi", "Lahore", k=2)
    >>> co.save_trips(trips, "ways.pdf")  # doctest: +SKIP
    """
    from corridors.reports.booklet_forms import FORMS

    said, named = written_language(path, language), _named(trips)
    return write_form(
        Path(path), FORMS, lambda day: make_booklet(named, day).in_language(said), made
    )


def _named(trips: Trips | ParetoFront) -> dict[str, Itinerary]:
    """Return itineraries by what they are called: by their own names, or by how they go."""
    if isinstance(trips, Itinerary):
        trips = [trips]
    if isinstance(trips, Mapping):
        found = {str(name): trip for name, trip in trips.items()}
    else:
        many: list[Itinerary] = list(several("trips", trips))
        found = dict(zip(_names(many), many, strict=True))
    for trip in found.values():
        if not isinstance(trip, Itinerary):
            raise TypeError(f"trips are itineraries, not {trip!r}")
    if not found:
        raise ValueError("trips is empty: there is nothing to write")
    return found


def _names(trips: Sequence[Itinerary]) -> list[str]:
    """Return what ways are called: how they go, and what tells those of one pair apart.

    What is given twice is numbered.
    """
    names = [way_name(trip) if isinstance(trip, Itinerary) else "" for trip in trips]
    if all(names):
        corridors: dict[str, set[str | None]] = {}
        for name, trip in zip(names, trips, strict=True):
            corridors.setdefault(name, set()).add(trip.corridor)
        names = [
            f"{name}, on {trip.corridor}" if trip.corridor and len(corridors[name]) > 1 else name
            for name, trip in zip(names, trips, strict=True)
        ]
        of_pairs: dict[Pair, list[int]] = {}
        for number, trip in enumerate(trips):
            of_pairs.setdefault(trip.pair, []).append(number)
        for numbers in of_pairs.values():
            told = told_apart([names[k] for k in numbers], [trips[k] for k in numbers], ", by ")
            for number, name in zip(numbers, told, strict=True):
                names[number] = name
    return [
        f"{name} ({count})" if (count := names[: number + 1].count(name)) > 1 else name
        for number, name in enumerate(names)
    ]


def way_name(trip: Itinerary) -> str:
    """Return how an itinerary goes, in few words.

    Parameters
    ----------
    trip
        The itinerary.

    Examples
    --------
    >>> import corridors as co
    >>> way_name(co.route(co.load(), "Karachi", "Tashkent", modes="road"))
    'By road, through Afghanistan'
    """
    through = listed(map(country_name, trip.transit_countries))
    return f"By {listed(trip.by)}" + (f", through {through}" if through else "")


def make_booklet(trips: Mapping[str, Itinerary], made: date) -> Booklet:
    """Return what a file of several ways says.

    Parameters
    ----------
    trips
        Itineraries by their names.
    made
        The date of making.
    """
    sheets = [make_sheet(trip, made, f"source-{k}") for k, trip in enumerate(trips.values(), 1)]
    best = _best(list(trips.values()))
    sheets = [
        sheet if number in best else _without(sheet, BEST_BY) for number, sheet in enumerate(sheets)
    ]
    facts = _common([sheet.facts.rows for sheet in sheets])
    notes = _common([sheet.notes for sheet in sheets])
    not_said = _common([sheet.not_said for sheet in sheets])
    own = tuple(
        replace(
            sheet,
            facts=replace(
                sheet.facts, rows=tuple(row for row in sheet.facts.rows if row not in facts)
            ),
            notes=tuple(line for line in sheet.notes if line not in notes),
            not_said=tuple(line for line in sheet.not_said if line not in not_said),
        )
        for sheet in sheets
    )
    pairs = dict.fromkeys(str(trip.pair) for trip in trips.values())
    between = next(iter(pairs)) if len(pairs) == 1 else f"{len(pairs)} pairs of places"
    ways = "one way" if len(sheets) == 1 else f"{len(sheets)} ways"
    return Booklet(
        title=f"{between}: {ways}",
        facts=replace(sheets[0].facts, rows=facts),
        contents=_contents(trips),
        names=tuple(trips),
        sheets=own,
        notes=notes,
        not_said=not_said,
    )


def _best(trips: Sequence[Itinerary]) -> set[int]:
    """Return which of some ways are the best of their pair, by what they were searched by."""
    least: dict[tuple, float] = {}
    keys = [(trip.pair, repr(trip.weight), trip.corridor) for trip in trips]
    for key, trip in zip(keys, trips, strict=True):
        least[key] = min(least.get(key, math.inf), weight_total(trip))
    return {
        number
        for number, (key, trip) in enumerate(zip(keys, trips, strict=True))
        if weight_total(trip) <= least[key] + 1e-9 * abs(least[key])
    }


def _without(sheet: Sheet, fact: str) -> Sheet:
    rows = tuple(row for row in sheet.facts.rows if row[0] != fact)
    return replace(sheet, facts=replace(sheet.facts, rows=rows))


def _common(each: list[tuple]) -> tuple:
    """Return what is in all of some tuples, in the order of the first."""
    if len(each) == 1:
        return ()
    return tuple(one for one in each[0] if all(one in rest for rest in each[1:]))


def _contents(trips: Mapping[str, Itinerary]) -> ReportTable:
    columns = (
        Column("no.", "d"),
        Column("way"),
        Column("USD", ",.0f"),
        Column("days, expected", ".1f"),
        Column(P50_DAYS, ".1f"),
        Column(P90_DAYS, ".1f"),
        Column("km", ",.0f"),
        Column("transits", "d"),
        Column("kg CO2e", ",.0f"),
    )
    rows = tuple(
        (
            number,
            name,
            trip.cost_usd,
            trip.time_h / 24,
            trip.time_p50_h / 24,
            trip.time_p90_h / 24,
            trip.distance_km,
            trip.transit_count,
            trip.co2e_kg,
        )
        for number, (name, trip) in enumerate(trips.items(), 1)
    )
    return ReportTable("contents", "The ways", columns, rows)
