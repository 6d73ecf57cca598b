"""An itinerary as a sheet to hand over: what it says, before any form is given to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from corridors.charts.letters import drawn_language
from corridors.charts.tcd import percentiles
from corridors.criteria import P50_DAYS, P90_DAYS
from corridors.languages import in_language, known_language
from corridors.network.changes.events import evidence_ends
from corridors.network.countries import country_name
from corridors.network.forms.credits import alignments
from corridors.network.price_level import price_statement
from corridors.reports.borders import BorderCard, border_cards, known_on
from corridors.reports.columns import Column, ReportTable, Window
from corridors.reports.documents import documents_of
from corridors.reports.sources import MARKS, Citations
from corridors.routing.conditions.words import weight_text
from corridors.routing.itinerary import stretches
from corridors.routing.ledger import crossing_row
from corridors.routing.notes.plainly import without_options
from corridors.studies.evidence.charges import besides_text, paid_parts, sources_of_price

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corridors.routing.conditions import Shipment
    from corridors.routing.itinerary import Itinerary

T = TypeVar("T")
#: What stands before remarks of the tables in another language.
IN_ENGLISH = "Remarks of the tables are in English:"
#: The fact that tells what a way was searched by.
BEST_BY = "best by"


@dataclass(frozen=True)
class Sheet:
    """All that a sheet says.

    Parameters
    ----------
    title
        The heading: both ends with their countries.
    facts
        The question, as rows of a word and a value.
    totals
        One row.
    tables
        Stretches, borders, documents: those that have rows.
    notes
        Events on the way, and what else a reader must know.
    not_said
        What the price does not hold, and how well it is known.
    remarks
        Which of the notes are remarks of the tables: these stay in English.
    language
        In which it is written.
    """

    title: str
    facts: ReportTable
    totals: ReportTable
    tables: tuple[ReportTable, ...]
    notes: tuple[str, ...]
    not_said: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    language: str = "en"

    def say(self, text: str) -> str:
        """Return a text of the sheet in its language."""
        return in_language(text, self.language)

    def in_language(self, language: str) -> Sheet:
        """Return the sheet for people who read a language."""
        if language == "en":
            return self
        title = in_language(self.title, language)
        told = lines_in([note for note in self.notes if note not in self.remarks], language)
        mine = [note for note in self.notes if note in self.remarks]
        head = [in_language(IN_ENGLISH, language)] if mine else []
        return replace(
            self,
            language=language, title=title, facts=self.facts.in_language(language),
            totals=self.totals.in_language(language),
            tables=tuple(table.in_language(language) for table in self.tables),
            notes=(*told, *head, *mine), not_said=lines_in(self.not_said, language),
        )  # fmt: skip


def lines_in(lines: Sequence[str], language: str) -> tuple[str, ...]:
    """Return lines in a language."""
    return tuple(in_language(line, language) for line in lines)


def save_sheet(
    trip: Itinerary, path: str | Path, *, made: date | None = None, language: str = "en"
) -> Path:
    """Write an itinerary as a sheet to hand over.

    Parameters
    ----------
    trip
        The itinerary.
    path
        ``.pdf``: A4 pages; ``.xlsx``: a workbook (needs ``openpyxl``); ``.html``: one page that
        needs no network and prints well; ``.md``: Markdown.
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
        If the path has another ending, or there is no such ``language``.
    ImportError
        If a workbook is asked for without ``openpyxl``.

    Examples
    --------
    >>> import corridors as co
    >>> save_sheet(co.route(co.load(), "Karachi", "Lahore"), "trip.pdf")  # doctest: +SKIP
    """
    from corridors.reports.sheet_forms import FORMS

    said = written_language(path, language)
    return write_form(Path(path), FORMS, lambda day: make_sheet(trip, day).in_language(said), made)


def written_language(path: str | Path, language: str) -> str:
    """Return the language of a file; a PDF for which a font lacks is in English, with a warning.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    said = known_language(language)
    return drawn_language(said) if Path(path).suffix.lower() == ".pdf" else said


def write_form(
    target: Path,
    forms: Mapping[str, Callable[[T], bytes]],
    make: Callable[[date], T],
    made: date | None,
) -> Path:
    """Write what is made on a day (``None``: today) in the form of a path's ending.

    Raises
    ------
    ValueError
        If the path has another ending.
    """
    from corridors.network.files import check_writable, new_file

    form = forms.get(target.suffix.lower())
    if form is None:
        raise ValueError(f"{target.name}: expected a file ending in {', '.join(forms)}")
    check_writable(target)
    data = form(make(made or datetime.now(UTC).astimezone().date()))
    with new_file(target) as file:
        file.write_bytes(data)
    return target.resolve()


def make_sheet(trip: Itinerary, made: date, anchor: str = "source") -> Sheet:
    """Return what a sheet says of an itinerary.

    Parameters
    ----------
    trip
        The itinerary.
    made
        The date of making.
    anchor
        What leads to its sources on a page: another word for each sheet of a page.
    """
    times, cards = _Times(trip), border_cards(trip, made)
    cited = Citations(trip.network, anchor)
    tables = (
        _legs(trip, times, cited),
        _borders(trip, times, made, cards),
        regimes_table(cards, cited),
        documents_table(trip, cited),
    )
    notes = [for_customers(note, cited) for note in trip.notes]
    remarks = tuple(filter(None, (for_customers(note, cited) for note in _remarks(trip))))
    return Sheet(
        title=f"{_end(trip, trip.origin, 0)} - {_end(trip, trip.destination, -1)}",
        facts=_facts(trip, made),
        totals=_totals(trip),
        tables=tuple(table for table in (*tables, cited.table()) if table.rows),
        notes=(*filter(None, notes), *remarks),
        remarks=remarks,
        not_said=_not_said(trip),
    )


#: What is for whoever asks the tool: a hint with an option; how hours are made of a mean.
_MADE_OF_MEAN = re.compile(r"\.?\s*p50 = [\d.]+ x mean, p90 = [\d.]+ x p50\.?(?=\s|$)")
_SPREAD = re.compile(r"[;,]\s*p90 = [\d.]+ x p50|:?\s*[\d.]+ h x [\d.]+ = [^;.]*")
_SOURCE = re.compile(r"\(([a-z0-9]+(?:-[a-z0-9]+)+)\)")


def for_customers(note: str, cited: Citations) -> str:
    """Return a note without what is for whoever asks the tool, and with sources by number.

    Parameters
    ----------
    note
        A sentence of an itinerary, or a remark of the tables.
    cited
        The sources of the sheet.
    """
    plain = _SPREAD.sub("", _MADE_OF_MEAN.sub(".", without_options(note)))

    def numbered(found: re.Match[str]) -> str:
        known = found[1] in cited
        return f"(source {cited.cite([(found[1], '')])})" if known else found[0]

    return _SOURCE.sub(numbered, plain)


def _end(trip: Itinerary, name: str, which: int) -> str:
    country = country_name(trip.countries[which]) if trip.countries else ""
    return f"{name} ({country})" if country and country != name else name


def load_text(shipment: Shipment) -> str:
    """Return what is shipped, in words.

    Parameters
    ----------
    shipment
        What is shipped.

    Examples
    --------
    >>> import corridors as co
    >>> load_text(co.Shipment(box="20ft", cargo_t=15, value_usd=30_000))
    'one 20ft container, 15 t, goods worth 30,000 USD'
    """
    boxed = shipment.commodity == "container"
    what = f"one {shipment.box} container" if boxed else shipment.commodity
    return f"{what}, {shipment.amount}, goods worth {shipment.value_usd:,.0f} USD"


def _weighed(weight: object) -> str:
    """Return what a way is the best by, for people.

    Examples
    --------
    >>> _weighed("time"), _weighed({"cost": 1, "time": 28.125}), _weighed({"time": 1, "co2e": 2})
    ('time', 'cost and time, a day at 675 USD', 'time=1,co2e=2')
    """
    if isinstance(weight, Mapping) and set(weight) == {"cost", "time"} and weight["cost"] == 1:
        return f"cost and time, a day at {weight['time'] * 24:,.0f} USD"
    return weight_text(weight)


def _facts(trip: Itinerary, made: date) -> ReportTable:
    through = ", ".join(country_name(c) for c in trip.transit_countries) or "no other country"
    rows: list[tuple] = [
        ("from", _end(trip, trip.origin, 0)),
        ("to", _end(trip, trip.destination, -1)),
        ("shipment", load_text(trip.shipment)),
        (BEST_BY, _weighed(trip.weight)),
        *([("on the corridor", trip.corridor)] if trip.corridor else []),
        ("by", ", ".join(trip.by)),
        ("through", through),
        ("situation", trip.situation),
    ]
    if trip.departure and trip.arrival and trip.arrival_window:
        half, most = trip.arrival_window
        rows += [
            (f"departure ({_zone(trip)})", trip.departure.replace(tzinfo=None)),
            ("arrives by plan", trip.arrival.date()),
            ("half arrive by", half.date()),
            ("nine in ten arrive by", most.date()),
        ]
    else:
        rows.append(("departure", "any day; day 1 is that of departure"))
    rows.append(("made on", made))
    return ReportTable("trip", "The shipment", (Column("question"), Column("answer")), tuple(rows))


def _zone(trip: Itinerary) -> str:
    return (trip.departure.tzname() if trip.departure else None) or "UTC"


def _totals(trip: Itinerary) -> ReportTable:
    columns = (
        Column("USD", ",.0f"),
        Column("km", ",.0f"),
        Column("days, expected", ".1f"),
        Column(P50_DAYS, ".1f"),
        Column(P90_DAYS, ".1f"),
        Column("transits", "d"),
        Column("border crossings", "d"),
        Column("transshipments", "d"),
        Column("kg CO2e", ",.0f"),
    )
    row = (
        trip.cost_usd,
        trip.distance_km,
        trip.time_h / 24,
        trip.time_p50_h / 24,
        trip.time_p90_h / 24,
        trip.transit_count,
        trip.border_crossings,
        trip.transshipments,
        trip.co2e_kg,
    )
    return ReportTable("totals", "Totals", columns, (row,))


class _Times:
    """When each leg ends: expected, and the window of eight consignments in ten."""

    def __init__(self, trip: Itinerary) -> None:
        self.departure = trip.departure
        self.expected = list(accumulate(leg.h / 24 for leg in trip.steps))
        self.spread = percentiles(trip)[1:]

    def day(self, days: float) -> date | int:
        """Return the day that lies some days after departure: a date, or a number from 1."""
        if self.departure is None:
            return int(days) + 1
        return (self.departure + timedelta(days=days)).date()

    def columns(self, what: str) -> tuple[Column, Column]:
        """Return the columns of when something is over."""
        if self.departure is None:
            return Column(f"{what}, day", "d"), Column("between days", "d")
        return Column(f"{what} on"), Column("between")

    def cells(self, number: int) -> tuple[date | int, Window]:
        """Return when a leg is over, and the window from 1 in 10 to 9 in 10."""
        low, high = self.spread[number]
        return self.day(self.expected[number]), Window(self.day(low), self.day(high))


def _legs(trip: Itinerary, times: _Times, cited: Citations) -> ReportTable:
    columns = (
        Column("what"),
        Column("where"),
        Column("by"),
        Column("km", ",.0f"),
        Column("USD", ",.0f"),
        Column("hours", ",.1f"),
        *times.columns("done"),
        Column("kg CO2e", ",.0f"),
        Column("USD from"),
        Column("hours from"),
    )
    rows, last = [], -1
    for part in stretches(trip.steps):
        last += len(part.legs)
        co2e = sum(leg.co2e_kg for leg in part.legs)
        rows.append(
            (
                part.kind, part.name, part.vehicle, part.km or None, part.usd, part.h,
                *times.cells(last), co2e or None,
                cited.cite(one for leg in part.legs for one in sources_of_price(trip, leg)),
                cited.cite((leg.hours_source_id, leg.hours_basis) for leg in part.legs if leg.h),
            )
        )  # fmt: skip
    note = (
        "Hours are expected ones. Eight in ten consignments are done in the time between. " + MARKS
    )
    if trip.departure:
        note += f" Dates are those of {_zone(trip)}."
    return ReportTable("legs", "Stretch by stretch", columns, tuple(rows), note)


def _borders(
    trip: Itinerary, times: _Times, made: date, cards: Sequence[BorderCard]
) -> ReportTable:
    columns = (
        Column("border"),
        Column("from and to"),
        Column("by"),
        *times.columns("passed"),
        Column("p50 hours", ",.0f"),
        Column("p90 hours", ",.0f"),
        Column("fees and entry charges, USD", ",.0f"),
        Column("opening hours"),
        Column("season"),
        Column("status"),
        Column(f"on {made}"),
    )
    rows = tuple(
        (
            card.name, card.way, card.mode, *times.cells(card.number), card.h_p50, card.h_p90,
            card.usd, card.opening, card.season, card.status, card.today or "not known",
        )
        for card in cards
    )  # fmt: skip
    ends = evidence_ends(trip.network.at(made)) if known_on(trip.network, made) else ""
    note = (
        f"Status is that of the situation ({trip.situation}); beside it, that of {made}. Charges "
        "are the crossing's and what a carrier pays to enter the country (permits, tolls, a "
        "railway's despatch)."
    )
    if trip.departure:
        note += (
            " Dates feel opening hours and days of rest: whoever comes when a border is shut waits."
        )
    note = f"{note} {ends}".rstrip()
    return ReportTable("borders", "Borders", columns, rows, note)


def regimes_table(cards: Sequence[BorderCard], cited: Citations) -> ReportTable:
    """Return the customs regimes under which borders can be passed, each with its source.

    Parameters
    ----------
    cards
        The borders.
    cited
        The sources of the sheet.
    """
    columns = (
        Column("border"),
        Column("from and to"),
        Column("regime"),
        Column("remarks"),
        Column("source"),
    )
    rows = tuple(
        (
            card.name, card.way, regime.name, regime.note,
            cited.cite([(regime.source_id, regime.basis)], told=True),
        )
        for card in cards
        for regime in card.regimes
    )  # fmt: skip
    note = (
        "One of them is used at each border. A look-up by the parties to agreements, not advice on "
        "the law: whether a carrier, a post or goods are admitted is for the customs to say."
    )
    return ReportTable("regimes", "Customs regimes", columns, rows, note)


def documents_table(trip: Itinerary, cited: Citations) -> ReportTable:
    """Return the checklist of documents, in the order of the trip.

    Parameters
    ----------
    trip
        The itinerary.
    cited
        The sources of the sheet.
    """
    columns = (
        Column("document"),
        Column("where"),
        Column("when"),
        Column("need"),
        Column("source"),
    )
    rows = tuple(
        (
            one.name,
            ", ".join(country_name(country) for country in one.countries) or "-",
            one.when,
            one.need + (f": {one.applies_to}" if one.applies_to not in ("", "*") else ""),
            cited.cite([(one.source_id, one.basis)], told=True),
        )
        for one in documents_of(trip)
    )
    note = "A list to begin from, not advice on the law; 'instead' is used in the place of others."
    return ReportTable("documents", "Documents", columns, rows, note)


def _remarks(trip: Itinerary) -> tuple[str, ...]:
    """Return what the tables remark on the crossings and services that are passed."""
    net = trip.network
    found: dict[str, None] = {}
    crossings, services = net.table("border_crossings"), net.table("services")
    by_name = {name: row for row, name in enumerate(services["name"])}
    for leg in trip.steps:
        row = crossing_row(net, leg) if leg.kind == "border" else -1
        if row >= 0 and crossings["note"][row]:
            found[f"{crossings['name'][row]}: {crossings['note'][row]}"] = None
        service = by_name.get(leg.name.split(": waiting at ")[0]) if leg.kind == "waiting" else None
        if service is not None and services["note"][service]:
            found[f"{services['name'][service]}: {services['note'][service]}"] = None
    return tuple(found)


def _not_said(trip: Itinerary) -> tuple[str, ...]:
    parts = (part for leg in trip.steps for part in paid_parts(trip, leg))
    usd = sum(part["usd"] for part in parts if part["basis"] == "assumed")
    hours = sum(leg.h for leg in trip.steps if leg.hours_basis == "assumed")
    known = (
        f"{usd / (trip.cost_usd or 1):.0%} of the USD and {hours / (trip.time_h or 1):.0%} of the "
        "hours rest on values that are assumed, where no published figure was found."
    )
    days = (
        "Days are expected ones (means, which add up); half of the consignments keep p50, nine in "
        "ten p90. A crisis that the tables do not know is not in them."
    )
    return (
        price_statement(trip.network),
        *filter(None, (besides_text(trip),)),
        days,
        known,
        *filter(None, (alignments(trip.network),)),
    )
