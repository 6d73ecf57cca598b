"""Opening hours and seasons: by hand, minute by minute, and where the tables have them wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from toy import change, toy_network, toy_tables

import corridors as co
from corridors.network.opening import Departures, Opening, hour_of, opening_fault, read_opening


@pytest.mark.parametrize(
    ("opening", "at", "opens"),
    [
        (Opening(8, 17), 3.0, 8.0),
        (Opening(8, 17), 9.5, 9.5),
        (Opening(8, 17), 17.0, 32.0),
        (Opening(20, 6), 5.0, 5.0),
        (Opening(20, 6), 12.0, 20.0),
        (Opening(8, 17, utc_offset_h=5.0), 0.0, 3.0),
        (Opening(8, 17, utc_offset_h=5.0), 12.5, 27.0),
        (Opening(season=((1, 6), (12, 31))), 0.0, 24.0),  # Monday 5 January 1970 is hour 0
        (Opening(season=((12, 1), (1, 5))), 30.0, 24.0 * 330),
        (Opening(8, 17, season=((1, 7), (1, 8))), 0.0, 56.0),
        (Opening(8, 17, weekdays=(0, 4)), 4 * 24 + 18.0, 7 * 24 + 8.0),  # Friday evening
        (Opening(weekdays=(5, 0)), 30.0, 5 * 24.0),  # Saturday to Monday
        (Opening(season=((1, 9), (1, 12)), weekdays=(0, 2)), 0.0, 7 * 24.0),
        # Over midnight the day is that on which it opened: Friday's night ends on Saturday.
        (Opening(22, 6, weekdays=(0, 4)), 5 * 24 + 2.0, 5 * 24 + 2.0),
        (Opening(22, 6, weekdays=(0, 4)), 5 * 24 + 6.0, 7 * 24 + 22.0),
        (Opening(22, 6, weekdays=(0, 4)), 7 * 24 + 2.0, 7 * 24 + 22.0),  # Monday 02:00
        (Opening(22, 6, weekdays=(6, 6)), 7 * 24 + 2.0, 7 * 24 + 2.0),
        (Opening(22, 6, season=((1, 7), (1, 8))), 2 * 24 + 2.0, 2 * 24 + 22.0),
        (Opening(22, 6, season=((1, 7), (1, 8))), 4 * 24 + 5.0, 4 * 24 + 5.0),
        # Closed on Tuesday and Wednesday, 6 and 7 January 1970.
        (Opening(8, 17, closed=((date(1970, 1, 6), date(1970, 1, 7)),)), 20.0, 3 * 24 + 8.0),
        (Opening(closed=((date(1970, 1, 6), date(1970, 1, 7)),)), 23.0, 23.0),
        (Opening(closed=((date(1970, 1, 6), date(1970, 1, 7)),)), 24.0, 72.0),
        (Opening(utc_offset_h=5.0, closed=((date(1970, 1, 6), date(1970, 1, 6)),)), 20.0, 43.0),
    ],
)
def test_next_opening(opening, at, opens):
    assert opening.next(at) == pytest.approx(opens)


@settings(max_examples=200)
@example(start=24 - 4e-15, end=0.0, offset=0.0, hour=0.0, more=24.0, week=(0, 0))
@given(
    start=st.floats(0, 24), end=st.floats(0, 24), offset=st.floats(-12, 14),
    hour=st.floats(0, 50_000), more=st.floats(0, 500),
    week=st.tuples(st.integers(0, 6), st.integers(0, 6)),
)  # fmt: skip
def test_what_comes_later_is_never_taken_earlier(start, end, offset, hour, more, week):
    opening = Opening(start, end, ((4, 1), (11, 30)), offset, week)
    if start == end:
        return
    first, later = opening.next(hour), opening.next(hour + more)
    assert hour <= first <= later + 1e-6


_LAST_MINUTE = 1200 * 24 * 60


def open_minutes(opening):
    """Return for each minute from Monday 5 January 1970, 00:00 local time, whether it is open."""
    first, last = (round(60 * h) for h in (opening.from_h, opening.to_h))
    last += 24 * 60 if last < first else 0
    found = np.zeros(_LAST_MINUTE + 2 * 24 * 60, bool)
    begin, until = opening.weekdays
    week = [*range(7), *range(7)]
    allowed = week[begin : week.index(until, begin) + 1]
    for number in range(-1, _LAST_MINUTE // 24 // 60):
        day = datetime(1970, 1, 5) + timedelta(days=number)
        start, end = opening.season or ((1, 1), (12, 31))
        year = [f"{month:02}-{of_month:02}" for month, of_month in (start, end)]
        text = f"{day:%m-%d}"
        turned = year[0] > year[1]
        inside = year[0] <= text or text <= year[1] if turned else year[0] <= text <= year[1]
        if inside and day.weekday() in allowed:
            found[max(0, number * 1440 + first) : max(0, number * 1440 + last)] = True
    return found


@settings(max_examples=100, deadline=None)
@given(
    start=st.integers(0, 24 * 60 - 1), end=st.integers(1, 24 * 60),
    quarters=st.integers(-48, 56), minutes=st.lists(st.integers(48 * 60, 600 * 24 * 60), max_size=40),
    week=st.tuples(st.integers(0, 6), st.integers(0, 6)),
    season=st.sampled_from(
        [None, ((4, 1), (11, 30)), ((12, 15), (2, 28)), ((1, 7), (1, 13)), ((2, 25), (3, 2))]
    ),
)  # fmt: skip
def test_next_opening_is_the_next_open_minute(start, end, quarters, minutes, week, season):
    """Ask in the middle of minutes, where no rounding can turn an answer."""
    if start == end:
        return
    opening = Opening(start / 60, end / 60, season, quarters / 4, week)
    is_open = open_minutes(opening)
    for minute in minutes:
        local = minute + 15 * quarters
        found = local + 0.5 if is_open[local] else local + int(is_open[local:].argmax())
        assert is_open[int(found)]
        expected = (found - 15 * quarters) / 60
        assert opening.next((minute + 0.5) / 60) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("hours", "season", "message"),
    [
        ("24:30-24:45", "", "'24:30-24:45' has minutes after 24:00; a day ends at 24:00"),
        ("08:00-24:01", "", "'08:00-24:01' has minutes after 24:00"),
        ("25:00-26:00", "", "'25:00-26:00' is not of the form"),
        ("08:60-17:00", "", "'08:60-17:00' is not of the form"),
        ("08:00-08:00", "", "'08:00-08:00' ends when it begins; the whole day is 00:00-24:00"),
        ("00:00-00:00", "", "ends when it begins"),
        ("24:00-24:00", "", "ends when it begins"),
        ("Mo-Fr 24:00-00:00", "", "ends when it begins"),
        ("", "02-29..02-29", "'02-29..02-29' is 29 February alone"),
        ("", "13-01..13-02", "month must be in 1..12"),
    ],
)
def test_hours_and_seasons_that_mean_nothing_are_refused(hours, season, message):
    with pytest.raises(ValueError, match=message):
        read_opening(hours, season)


def test_hours_and_seasons_at_the_edge_are_read():
    assert read_opening("Mo-Fr 00:00-24:00", "") == Opening(weekdays=(0, 4))
    assert read_opening("20:00-00:00", "").next(23.5) == 23.5
    assert read_opening("24:00-06:00", "").next(7.0) == 24.0
    assert read_opening("", "02-29..03-01").next(0.0) == 24.0 * (27 + 28)  # 1 March 1970


def refused(table, column, key, value):
    """Return the faults of the toy network with one value changed."""
    with pytest.raises(co.DataError) as caught:
        toy_network(**{table: change(toy_tables()[table], column, key, value)})
    return caught.value.faults


def test_bad_hours_and_seasons_are_faults_of_reading():
    """Rows 4 and 5 of the toy's crossings are the two directions of xy-zeta."""
    key = {"bcp_id": "xy-zeta", "from_country": "XX"}
    for column, text, message in (
        ("opening_hours", "nonsense", "opening_hours 'nonsense' is not of the form"),
        ("season", "summer", "season 'summer' is not of the form"),
        ("season", "02-31..03-01", "season '02-31..03-01': day is out of range for month"),
        ("season", "00:00-24:00", "season '00:00-24:00' is not of the form"),
    ):
        (fault,) = refused("border_crossings", column, key, text)
        assert fault.startswith(f"border_crossings.csv:4: {message}")
    both = refused("border_crossings", "opening_hours", {"bcp_id": "xy-zeta"}, "8 to 5")
    assert [fault.split(" ")[0] for fault in both] == [f"border_crossings.csv:{n}:" for n in (4, 5)]
    (fault,) = refused("links", "season", {"link_id": "road-ab"}, "June")
    assert fault.startswith("links.csv:2: season 'June' is not of the form")


def test_a_folder_with_bad_hours_is_not_read(tmp_path):
    toy_network().write(tmp_path)
    file = tmp_path / "border_crossings.csv"
    header, first, *rest = file.read_text().splitlines()
    cells = first.split(",")
    cells[header.split(",").index("opening_hours")] = "nonsense"
    file.write_text("\n".join([header, ",".join(cells), *rest]))
    with pytest.raises(co.DataError, match=r"border_crossings.csv:2: opening_hours 'nonsense'"):
        co.read_network(tmp_path)


def test_a_card_with_bad_hours_is_refused_whether_it_changes_or_adds():
    row = {"bcp_id": "xy-new", "mode": "road", "from_country": "XX", "to_country": "YY"}
    added = co.Override("add", "border_crossings", row={**row, "opening_hours": "nonsense"})
    assert any("opening_hours 'nonsense' is not of the form" in fault for fault in added.faults())


def test_a_moment_is_hours_from_the_first_monday():
    assert hour_of(datetime(1970, 1, 5)) == 0
    assert hour_of(datetime(1970, 1, 6, 1, tzinfo=UTC)) == 25
    assert hour_of(datetime(1970, 1, 5, 5, tzinfo=timezone(timedelta(hours=5)))) == 0
    with pytest.raises(TypeError, match="departure must be a datetime, not '2026-01-01'"):
        hour_of("2026-01-01")


def test_what_can_be_read_has_no_fault():
    assert opening_fault("opening_hours", "") == opening_fault("season", "") == ""
    assert opening_fault("opening_hours", "Mo-Fr 22:00-06:00") == ""
    assert "is not of the form" in opening_fault("opening_hours", "08:00-17:00\n")


@pytest.mark.parametrize(
    ("column", "op", "value", "message"),
    [
        ("season", "set", "summer", "season 'summer' is not of the form"),
        ("opening_hours", "set", 8.0, "value 8.0 of opening_hours is not a text"),
        ("season", "multiply", 2.0, "season can only be set"),
    ],
)
def test_texts_that_scenarios_cannot_set(toy, column, op, value, message):
    change = co.Override("change", "border_crossings", {"bcp_id": "xy-zeta"}, column, op, value)
    with pytest.raises(co.ScenarioError, match=message):
        toy.apply(co.Scenario("x", "x", [change]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 24 * 420, width=32), min_size=1, max_size=20),
    st.sampled_from([(0.0, 24.0), (8.0, 17.0), (22.5, 6.25)]),
    st.sampled_from([(0, 6), (0, 4), (5, 0)]),
    st.sampled_from([None, ((3, 1), (10, 31)), ((11, 15), (2, 10))]),
    st.sampled_from([(), ((date(1970, 2, 2), date(1970, 2, 9)),)]),
    st.sampled_from([0.0, 5.0, -3.5]),
)
def test_many_hours_at_once_open_when_each_does(hours, clock, weekdays, season, closed, offset):
    opening = Opening(*clock, season, offset, weekdays, closed)
    found = opening.next_of(np.array(hours))
    assert found == pytest.approx([opening.next(hour) for hour in hours])


def test_departures_are_spread_over_the_week():
    hours = np.array([0.0, 0.5, 83.0, 84.0, 84.5])
    assert Departures(84.0).next_of(hours).tolist() == [0, 84, 84, 84, 168]
