"""Departures, opening hours and seasons: by hand, and against every way of a small network."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.routing.departures import (
    Opening,
    hour_of,
    read_opening,
    scheduled_way,
    timetable_of,
)
from corridors.routing.question import ask

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def crossing(column, value, *, bcp="xy-zeta", start="XX", end="YY"):
    """Return the toy network with one value of a border crossing changed."""
    key = {"bcp_id": bcp, "from_country": start, "to_country": end}
    return toy_network(
        border_crossings=change(toy_tables()["border_crossings"], column, key, value)
    )


def test_goods_wait_until_a_border_opens():
    """Alpha-Zeta takes 2 + 16 h by road; the border opens at 08:00, here UTC."""
    net = crossing("opening_hours", "08:00-17:00")
    plain = co.route(net, "Alpha", "Epsilon", modes=["road"])
    late = co.route(net, "Alpha", "Epsilon", modes=["road"], departure=MONDAY)
    waits = [leg for leg in late.steps if leg.kind == "waiting"]
    assert [leg.h for leg in waits] == pytest.approx([14.0])  # from 18:00 to 08:00
    assert "waiting for opening" in waits[0].name
    assert late.time_h == pytest.approx(plain.time_h + 14)
    assert late.arrival == MONDAY + timedelta(hours=late.time_h)
    assert late.cost_usd == pytest.approx(plain.cost_usd)
    early = co.route(
        net, "Alpha", "Epsilon", modes=["road"], departure=MONDAY - timedelta(hours=10)
    )
    assert early.time_h == pytest.approx(plain.time_h)


def test_ships_leave_on_schedule(toy):
    """Two departures a week, at Monday 00:00 and Thursday 12:00 UTC."""
    words = {"modes": ["road", "sea"], "via": ["Port Pi"]}
    trip = co.route(toy, "Alpha", "Epsilon", departure=MONDAY, **words)
    wait = next(leg for leg in trip.steps if leg.kind == "waiting")
    on_quay = 2 + 2.4 + 12 + 5
    assert wait.h == pytest.approx(84 - on_quay)
    assert wait.h_p90 == wait.h
    later = co.route(
        toy, "Alpha", "Epsilon", departure=MONDAY + timedelta(hours=84 - on_quay), **words
    )
    assert next(leg for leg in later.steps if leg.kind == "waiting").h == pytest.approx(0, abs=1e-6)


def test_a_closed_season_changes_the_way():
    tables = toy_tables()["border_crossings"]
    net = toy_network(
        border_crossings=change(
            tables, "season", {"bcp_id": "xy-zeta", "from_country": "XX"}, "05-01..10-31"
        )
    )
    winter = co.route(net, "Alpha", "Epsilon", weight="time", departure=MONDAY)
    summer = co.route(net, "Alpha", "Epsilon", weight="time", departure=datetime(2026, 7, 6))
    assert winter.modes == ("road", "rail")
    assert summer.modes == ("road",)
    forced = co.route(net, "Alpha", "Epsilon", modes=["road"], departure=MONDAY)
    assert forced.arrival > datetime(2026, 5, 1, tzinfo=UTC)


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


@settings(max_examples=60, deadline=None)
@given(hour=st.integers(0, 24 * 400), weight=st.sampled_from(["time", "cost", "mixed"]))
def test_scheduled_way_is_the_best_of_all_ways(hour, weight):
    """Ride each of the toy network's simple ways by its timetable, and take the best."""
    net = _busy_toy()
    chosen = {"cost": 1.0, "time": 7.0} if weight == "mixed" else weight
    question = ask(net, "Alpha", "Epsilon", weight=chosen, shipment=co.Shipment())
    leave = MONDAY + timedelta(hours=hour)
    found = scheduled_way(question, leave)
    timetable, plan = timetable_of(net), question.plan
    free = co.pareto(net, "Alpha", "Epsilon", criteria=("cost", "time", "distance", "co2e"))
    ways = {*free.ways, found.arcs}
    values = []
    for way in ways:
        now, rest = hour_of(leave), 0.0
        for arc in way:
            now = timetable.start(arc, now)
            now += 0.0 if arc in timetable.headway_h else plan.costs[arc, 1]
            rest += plan.costs[arc] @ plan.coefficient - plan.coefficient[1] * plan.costs[arc, 1]
        values.append(rest + plan.coefficient[1] * (now - hour_of(leave)))
    assert found.value == pytest.approx(min(values), rel=1e-5)


def _busy_toy():
    rows = [dict(row) for row in toy_tables()["border_crossings"]]
    for number, row in enumerate(rows):
        row["opening_hours"] = ("08:00-17:00", "20:00-04:00", "00:00-24:00")[number % 3]
        row["season"] = ("", "03-15..11-01")[number % 4 == 0]
    return toy_network(border_crossings=table("border_crossings", rows))


def test_embedded_network_by_departure(net):
    plain = co.route(net, "Karachi", "Istanbul", weight="time")
    trip = co.route(net, "Karachi", "Istanbul", weight="time", departure=MONDAY)
    bare = sum(leg.h for leg in plain.steps if leg.kind != "waiting")
    assert trip.time_h >= bare - 1e-6 or trip.modes != plain.modes
    aware = datetime(2026, 3, 2, 5, tzinfo=timezone(timedelta(hours=5)))
    same = co.route(net, "Karachi", "Istanbul", weight="time", departure=aware)
    assert same.time_h == pytest.approx(trip.time_h)
    assert plain.departure is None
    assert plain.arrival is None
    corridor = co.route(
        net, "Karachi", "Istanbul", corridor="islamabad-tehran-istanbul", departure=MONDAY
    )
    assert corridor.corridor == "islamabad-tehran-istanbul"


def test_bad_hours_are_named():
    with pytest.raises(co.DataError, match="opening_hours '8 to 5' is not of the form"):
        co.route(crossing("opening_hours", "8 to 5"), "Alpha", "Epsilon", departure=MONDAY)
    with pytest.raises(co.DataError, match="season 'summer' is not of the form"):
        co.route(crossing("season", "summer"), "Alpha", "Epsilon", departure=MONDAY)
    with pytest.raises(co.DataError, match="day is out of range"):
        co.route(crossing("season", "02-31..03-01"), "Alpha", "Epsilon", departure=MONDAY)


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


def test_a_border_rests_on_weekends():
    """Alpha-Zeta takes 18 h: leaving on Friday at noon, goods are there on Saturday at 06:00."""
    net = crossing("opening_hours", "Mo-Fr 08:00-17:00")
    friday = datetime(2026, 3, 6, 12, tzinfo=UTC)
    trip = co.route(net, "Alpha", "Epsilon", modes=["road"], departure=friday)
    wait = next(leg for leg in trip.steps if leg.kind == "waiting")
    assert wait.h == pytest.approx(50)  # to Monday at 08:00
    assert wait.country == "XX"
    assert trip.countries.count("XX") == 1


def test_a_link_has_a_season():
    """The toy's road from Alpha to Zeta opens in April; the railway does not."""
    links = [dict(row) for row in toy_tables()["links"]]
    road = next(row for row in links if row["mode"] == "road" and row["bcp_id"] == "xy-zeta")
    road["season"] = "04-01..10-31"
    net = toy_network(links=table("links", links))
    winter, summer = (
        co.route(net, "Alpha", "Epsilon", weight="time", departure=datetime(2026, month, 6))
        for month in (3, 7)
    )
    assert road["link_id"] not in {leg.link_id for leg in winter.steps}
    assert road["link_id"] in {leg.link_id for leg in summer.steps}
    forced = co.route(net, "Alpha", "Epsilon", modes=["road"], departure=MONDAY)
    assert forced.arrival > datetime(2026, 4, 1, tzinfo=UTC)
    assert "waiting for opening" in next(s.name for s in forced.steps if s.kind == "waiting")


def test_compare_by_departure_equals_route(toy):
    found = co.compare(toy, "Alpha", "Epsilon", departure=MONDAY).set_index("corridor")
    for corridor in ("line-c", "ship"):
        trip = co.route(toy, "Alpha", "Epsilon", corridor=corridor, departure=MONDAY)
        assert found.loc[corridor, "time_h"] == pytest.approx(trip.time_h)
        assert found.loc[corridor, "cost_usd"] == pytest.approx(trip.cost_usd)
    plain = co.compare(toy, "Alpha", "Epsilon").set_index("corridor")
    assert (found["reason"] == plain["reason"]).all()
    assert found.loc["ship", "time_h"] != plain.loc["ship", "time_h"]


def test_compare_by_departure_says_what_route_says(net):
    day = datetime(2026, 1, 14, 8)
    found = co.compare(net, ["Karachi"], ["Istanbul", "Tashkent"], departure=day)
    assert found["served"].sum() > 4
    for row in found.to_dict("records"):
        places = (row["origin"], row["destination"])
        if not row["served"]:
            with pytest.raises(co.NoItineraryError, match=re.escape(row["reason"])):
                co.route(net, *places, corridor=row["corridor"], departure=day)
            continue
        trip = co.route(net, *places, corridor=row["corridor"], departure=day)
        assert trip.time_h == pytest.approx(row["time_h"])
        assert len(set(trip.countries)) == len(trip.countries)


def test_scenarios_compared_by_departure():
    """24-hour opening saves the night at the border, and only where it is asked when."""
    net = crossing("opening_hours", "08:00-17:00")
    always = co.Scenario(
        "always", "Open day and night",
        [co.Override("change", "border_crossings", {"bcp": "xy-zeta"}, "opening_hours", "set", "")],
    )  # fmt: skip
    words = {"criteria": ["time"]}
    timed = co.compare_scenarios(net, always, ("Alpha", "Epsilon"), departure=MONDAY, **words)
    trips = [
        co.route(n, "Alpha", "Epsilon", weight="time", departure=MONDAY)
        for n in (net, net.apply(always))
    ]
    assert timed["before"][0] == pytest.approx(trips[0].time_h)
    assert timed["after"][0] == pytest.approx(trips[1].time_h)
    assert timed["change"][0] < 0
    untimed = co.compare_scenarios(net, always, ("Alpha", "Epsilon"), **words)
    assert untimed["change"][0] == 0


@pytest.mark.parametrize(
    ("column", "op", "value", "message"),
    [
        ("season", "set", "summer", "season 'summer' is not of the form"),
        ("opening_hours", "set", 8.0, "value 8.0 of opening_hours is not a text"),
        ("season", "multiply", 2.0, "season can only be set"),
    ],
)
def test_texts_that_scenarios_cannot_set(toy, column, op, value, message):
    change = co.Override("change", "border_crossings", {"bcp": "xy-zeta"}, column, op, value)
    with pytest.raises(co.ScenarioError, match=message):
        toy.apply(co.Scenario("x", "x", [change]))


def test_no_way_says_why(toy):
    with pytest.raises(co.NoItineraryError, match="not by pipeline alone"):
        co.route(toy, "Alpha", "Epsilon", modes=["pipeline"], departure=MONDAY)


def test_opening_hours_of_the_embedded_crossings_can_be_read(net):
    timetable = timetable_of(net)
    assert len(timetable.opening) > 10
    assert all(np.isfinite(h) and h > 0 for h in timetable.headway_h.values())
