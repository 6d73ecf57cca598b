"""A sheet to hand over: what it says of one itinerary of the toy network, and of the real one."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import corridors as co
from corridors.reports.columns import Window
from corridors.reports.sheet import for_customers, load_text, make_sheet
from corridors.reports.sheet_forms import FORMS
from corridors.reports.sources import Citations
from corridors.routing.itinerary import stretches
from corridors.vocabulary import BASES

MADE = date(2026, 3, 2)


@pytest.fixture
def trip(toy):
    return co.route(toy, "Alpha", "Epsilon", modes=["road"])


def _table(sheet, key):
    return next(table for table in sheet.tables if table.key == key)


def test_heading_question_and_totals_are_those_of_the_itinerary(trip):
    sheet = make_sheet(trip, MADE)
    assert sheet.title == "Alpha (XX) - Epsilon (ZZ)"
    facts = dict(sheet.facts.rows)
    assert facts["shipment"] == load_text(trip.shipment)
    assert facts["situation"] == trip.situation
    assert facts["made on"] == MADE
    row = dict(zip((c.name for c in sheet.totals.columns), sheet.totals.rows[0], strict=True))
    assert row["USD"] == trip.cost_usd
    assert row["days, expected"] * 24 == trip.time_h
    assert row["transits"] == trip.transit_count == 2


def test_stretches_add_up_to_the_totals_and_days_run_on(trip):
    legs = _table(make_sheet(trip, MADE), "legs")
    names = [column.name for column in legs.columns]
    assert len(legs.rows) == len(stretches(trip.steps))
    for name, total in (("USD", trip.cost_usd), ("hours", trip.time_h), ("km", trip.distance_km)):
        assert sum(row[names.index(name)] or 0 for row in legs.rows) == pytest.approx(total)
    # Certain hours, worked by hand: loading 2 h; 400 km at 50 km/h of 12 driving hours a day 16 h;
    # border 10 h; 500 km 20 h; border 10 h; unloading 2 h: ends at 60 h, in the third day.
    assert trip.time_h == 60
    days = [row[names.index("done, day")] for row in legs.rows]
    assert (days[0], days[-1]) == (1, 3)
    assert legs.rows[-1][names.index("between days")] == Window(3, 3)


def test_with_a_departure_each_stop_has_dates_in_the_zone_of_the_departure(toy):
    zone = timezone(timedelta(hours=5))
    leaves = datetime(2026, 12, 1, 22, tzinfo=zone)
    trip = co.route(toy, "Alpha", "Epsilon", departure=leaves, as_of="reference")
    sheet = make_sheet(trip, MADE)
    facts = dict(sheet.facts.rows)
    assert facts["departure (UTC+05:00)"] == datetime(2026, 12, 1, 22)
    assert facts["arrives by plan"] == trip.arrival.date()
    legs = _table(sheet, "legs")
    at = [column.name for column in legs.columns].index("done on")
    hours = 0.0
    for part, row in zip(stretches(trip.steps), legs.rows, strict=True):
        hours += part.h
        assert row[at] == (leaves + timedelta(hours=hours)).date()
    assert legs.rows[-1][at] == trip.arrival.date()


def test_the_last_window_ends_when_nine_in_ten_arrive():
    leaves = datetime(2026, 3, 2, tzinfo=UTC)
    trip = co.route(co.load(), "Karachi", "Istanbul", modes=["road"], departure=leaves)
    legs = _table(make_sheet(trip, MADE), "legs")
    window = legs.rows[-1][[column.name for column in legs.columns].index("between")]
    assert window.last == trip.arrival_window[1].date()
    assert window.first <= trip.arrival_window[0].date()


def test_what_the_price_does_not_hold_is_said_in_every_form(trip, tmp_path):
    for ending in (".html", ".md"):
        text = trip.save(tmp_path / f"trip{ending}", made=MADE).read_text("utf-8")
        for word in ("insurance", "customs duties", "demurrage", "assumed", "Alpha", "Epsilon"):
            assert word in text


def test_the_same_sheet_gives_the_same_bytes_and_other_endings_are_refused(trip, tmp_path):
    assert tuple(FORMS) == (".pdf", ".xlsx", ".html", ".md")
    for ending in FORMS:
        first, again = (tmp_path / f"{name}{ending}" for name in "ab")
        assert trip.save(first, made=MADE) == first.resolve()
        trip.save(again, made=MADE)
        assert first.read_bytes() == again.read_bytes()
    with pytest.raises(ValueError, match=r"x\.docx: expected a file ending in \.pdf, \.xlsx"):
        trip.save(tmp_path / "x.docx")


def test_events_on_the_way_are_on_the_sheet():
    trip = co.route(co.load(), "Karachi", "Tashkent", as_of="2026-03-15")
    assert trip.notes
    notes = make_sheet(trip, MADE).notes
    cited = Citations(trip.network)
    assert notes[: len(trip.notes)] == tuple(for_customers(note, cited) for note in trip.notes)
    assert len(notes) > len(trip.notes)  # what the tables remark on the crossings


def test_every_amount_and_hour_has_a_source_in_the_list(net):
    """Sheets had no source of any USD or hour, and documents bare ids."""
    sheet = make_sheet(co.route(net, "Karachi", "Tashkent"), MADE)
    tables = {table.key: table for table in sheet.tables}
    sources = net.table("sources")
    listed = {row[0]: row for row in tables["sources"].rows}
    assert list(listed) == [str(k) for k in range(1, len(listed) + 1)]
    known = set(zip(sources["title"], sources["url"], strict=True))
    assert all((row[1], row[4]) in known for row in listed.values())
    names = [column.name for column in tables["legs"].columns]
    for row in tables["legs"].rows:
        cells = dict(zip(names, row, strict=True))
        for value, told in (("USD", "USD from"), ("hours", "hours from")):
            assert bool(cells[told].marks) == bool(cells[value]), cells
            assert {number for number, _ in cells[told].marks} <= listed.keys()
    for key in ("regimes", "documents"):
        for row in tables[key].rows:
            ((number, beside),) = row[-1].marks
            assert number in listed
            assert beside.strip(" ()") in BASES


def test_a_customer_reads_no_options_and_no_arithmetic(net):
    """Notes had "irregular=True (--irregular)", "p90 = 3 x p50 A single container waited"."""
    for pair in (("Karachi", "Tashkent"), ("Lahore", "Baku"), ("Ashgabat", "Tashkent")):
        trip = co.route(net, *pair)
        assert any("--" in note for note in trip.notes)
        said = [*make_sheet(trip, MADE).notes]
        assert not [note for note in said if re.search(r"--|=|p[59]0|\.\.", note)], said
    for note, plain in (
        ("it runs now and then only (irregular=True, --irregular, takes it).",
         "it runs now and then only."),
        ("Uzbek 6.8 h (2022). p50 = 0.69 x mean, p90 = 3 x p50 A box waited",
         "Uzbek 6.8 h (2022). A box waited"),
        ("as Farap. p50 = 0.69 x mean, p90 = 3 x p50", "as Farap."),
        ("on trial in October 2025 (own-assumption)", "on trial in October 2025 (source 1)"),
        ("in the tables (no-such-source)", "in the tables (no-such-source)"),
    ):  # fmt: skip
        assert for_customers(note, Citations(net)) == plain
