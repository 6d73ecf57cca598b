"""Departures and waits for opening: by hand, and against every way of a small network."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone
from functools import cache

import numpy as np
import pytest
from asked import ask
from brute_force import Case, all_ways
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.stategraph import BORDER, WAITING
from corridors.routing.departures import scheduled_way, timetable_of
from corridors.routing.question import Question

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


def _busy_toy():
    """Return the toy network with hours at its borders and a season at some.

    All times of the toy are multiples of three minutes. A way's first border opens a minute
    after such times, its second two, so nothing arrives in the minute in which a border shuts.
    """
    rows = [dict(row) for row in toy_tables()["border_crossings"]]
    for number, row in enumerate(rows):
        late = 1 if row["bcp_id"] in ("xy-zeta", "xx-p", "xz-gamma") else 2
        row["opening_hours"] = (f"08:0{late}-17:0{late}", f"20:0{late}-04:0{late}", "")[number % 3]
        row["season"] = ("", "03-15..11-01")[number % 4 == 0]
    return toy_network(border_crossings=table("border_crossings", rows))


@cache
def _limits(hours, season):
    """Return from when to when in a day and in a year, by the texts of the tables alone."""
    first, last = (
        time.max if text == "24:00" else time.fromisoformat(text)
        for text in (hours or "00:00-24:00").split("-")
    )
    start, end = (
        tuple(map(int, text.split("-"))) for text in (season or "01-01..12-31").split("..")
    )
    return first, last, start, end


def _is_open(moment, hours, season):
    """Say whether a border takes goods in a minute.

    Hours over midnight belong to the day on which they begin.
    """
    first, last, start, end = _limits(hours, season)
    clock, began = moment.time(), moment
    if first > last and clock < last:
        began, inside = moment - timedelta(days=1), True
    else:
        inside = first <= clock and (first > last or clock < last)
    return inside and start <= (began.month, began.day) <= end


def _ridden_h(net, question, way, leave):
    """Ride arcs minute by minute: wait at shut borders and for the next ship."""
    graph, tables = compiled(net), net.table("border_crossings")
    now = leave
    for arc in way:
        kind, ref = graph.arcs["kind"][arc], graph.refs[arc][1]
        if kind == WAITING:  # twice a week: Monday 00:00 and Thursday 12:00
            while now.minute or (now.weekday(), now.hour) not in ((0, 0), (3, 12)):
                now += timedelta(minutes=1)
            continue
        if kind == BORDER and ref[0] == "border_crossings" and ref[1] >= 0:
            words = [str(tables[c][ref[1]]) for c in ("opening_hours", "season")]
            while not _is_open(now, *words):
                now += timedelta(minutes=1)
        now += timedelta(minutes=round(60 * question.plan.costs[arc, 1], 6))
    return (now - leave) / timedelta(hours=1)


def _every_way(net, question):
    """Return every lawful way from origin to destination, found by walking without costs."""
    graph = compiled(net)
    (start,), (end,) = question.starts, question.ends
    usable = question.plan.usable
    case = Case(
        graph.arcs["tail"][usable], graph.arcs["head"][usable], question.plan.costs[usable],
        graph.country, np.zeros(usable.sum(), np.int64), 0,
        start.vertex, end.vertex,
    )  # fmt: skip
    numbers = np.flatnonzero(usable)
    return [tuple(numbers[list(way)].tolist()) for way in all_ways(case)]


@settings(max_examples=40, deadline=None)
@given(hour=st.integers(0, 24 * 400), weight=st.sampled_from(["time", "cost", "mixed"]))
def test_scheduled_way_is_the_best_of_all_ways(hour, weight):
    """Ride each of the toy network's lawful ways minute by minute, and take the best."""
    net = _busy_toy()
    chosen = {"cost": 1.0, "time": 7.0} if weight == "mixed" else weight
    question = ask(net, "Alpha", "Epsilon", weight=chosen, shipment=co.Shipment())
    leave = MONDAY + timedelta(hours=hour)
    found = scheduled_way(question, leave)
    ways, plan = _every_way(net, question), question.plan
    assert len(ways) == 6  # rail, road, sea; each also past Epsilon and back by another vehicle
    values = {}
    for way in ways:
        rest = np.delete(plan.costs[list(way)] @ np.diag(plan.coefficient), 1, axis=1).sum()
        values[way] = rest + plan.coefficient[1] * _ridden_h(net, question, way, leave)
    assert found.value == pytest.approx(min(values.values()), rel=1e-5)
    assert found.value == pytest.approx(values[found.arcs], rel=1e-5)


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


def test_a_border_rests_on_weekends():
    """Alpha-Zeta takes 18 h: leaving on Friday at noon, goods are there on Saturday at 06:00."""
    net = crossing("opening_hours", "Mo-Fr 08:00-17:00")
    friday = datetime(2026, 3, 6, 12, tzinfo=UTC)
    trip = co.route(net, "Alpha", "Epsilon", modes=["road"], departure=friday)
    wait = next(leg for leg in trip.steps if leg.kind == "waiting")
    assert wait.h == pytest.approx(50)  # to Monday at 08:00
    assert wait.country == "XX"
    assert trip.countries.count("XX") == 1


def test_a_border_is_closed_on_a_holiday():
    """Goods come on Monday at 18:00 and pass; with Tuesday's departure they wait for Thursday."""
    holiday = {
        "bcp_id": "xy-zeta", "mode": "road", "from": "2026-03-03", "to": "2026-03-04",
        "reason": "the feast",
    }  # fmt: skip
    net = toy_network(closed_days=table("closed_days", [holiday]))
    words = {"modes": ["road"]}
    before = co.route(net, "Alpha", "Epsilon", departure=MONDAY - timedelta(days=5), **words)
    assert [leg.h for leg in before.steps if leg.kind == "waiting"] == []
    assert not any("takes no goods" in note for note in before.notes)
    on = co.route(net, "Alpha", "Epsilon", departure=MONDAY + timedelta(days=1), **words)
    assert [leg.h for leg in on.steps if leg.kind == "waiting"] == [pytest.approx(30.0)]
    assert on.time_p90_h == pytest.approx(on.time_h)
    assert on.notes[0].startswith(
        "On the way: xy-zeta takes no goods from 2026-03-03 to 2026-03-04 (the feast; source: "
    )
    plain = co.route(net, "Alpha", "Epsilon", **words)
    assert plain.time_h == pytest.approx(before.time_h)  # at any time there is no holiday


def test_published_holidays_are_felt(net):
    """Over the Spring Festival of 2026 no road from China to Kyrgyzstan is open on 17 February."""
    moment = "2026-02-17T02:00"
    calm = co.route(net, "Kashgar", "Bishkek", departure="2026-03-10T02:00", weight="time")
    feast = co.route(net, "Kashgar", "Bishkek", departure=moment, weight="time")
    assert feast.time_p50_h > calm.time_p50_h + 12
    assert any("Spring Festival" in note for note in feast.notes) or feast.modes != calm.modes


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


TOTAL = {"cost": "cost_usd", "time": "time_h", "transits": "transit_count"}


def test_compare_by_departure_says_what_route_says(net):
    day = datetime(2026, 1, 14, 8)
    found = co.compare(net, ["Karachi"], ["Istanbul", "Tashkent"], departure=day)
    assert found["served"].sum() > 4
    for row in found.to_dict("records"):
        places = (row["origin"], row["destination"])
        corridor = None if row["corridor"] == "any way" else row["corridor"]
        if not row["served"]:
            with pytest.raises(co.NoItineraryError, match=re.escape(row["reason"])):
                co.route(net, *places, corridor=corridor, departure=day)
            continue
        for weight in row["best_by"]:
            trip = co.route(net, *places, corridor=corridor, departure=day, weight=weight)
            assert getattr(trip, TOTAL[weight]) == pytest.approx(row[TOTAL[weight]])
        assert len(set(trip.countries)) == len(trip.countries)


def test_scenarios_compared_by_departure():
    """24-hour opening saves the night at the border, and only where it is asked when."""
    net = crossing("opening_hours", "08:00-17:00")
    always = co.Scenario(
        "always", "Open day and night",
        [co.Override("change", "border_crossings", {"bcp_id": "xy-zeta"}, "opening_hours", "set", "")],
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


def test_no_way_says_why(toy):
    with pytest.raises(co.NoItineraryError, match="not by pipeline alone"):
        co.route(toy, "Alpha", "Epsilon", modes=["pipeline"], departure=MONDAY)


def test_opening_hours_of_the_embedded_crossings_can_be_read(net):
    timetable = timetable_of(net)
    assert len(timetable.opening) > 10
    assert all(np.isfinite(h) and h > 0 for h in timetable.headway_h.values())


@pytest.mark.parametrize(
    "find",
    [
        lambda net, **words: co.pareto(net, "Alpha", "Epsilon", **words).itineraries,
        lambda net, **words: co.alternatives(net, "Alpha", "Epsilon", max_overlap=1, **words),
    ],
)
def test_ways_found_with_expected_waits_are_timed_from_the_departure(find):
    """The border of the road over Zeta opens at 08:00; goods come at 18:00 and wait 14 h."""
    net = crossing("opening_hours", "08:00-17:00")
    plain, late = find(net), find(net, departure=MONDAY)
    ways = [[leg.link_id for leg in trip.steps if leg.km] for trip in plain]
    assert ways == [[leg.link_id for leg in trip.steps if leg.km] for trip in late]
    assert {trip.departure for trip in late} == {MONDAY}
    more = {trip.modes: trip.time_h - one.time_h for one, trip in zip(plain, late, strict=True)}
    assert more["road",] == pytest.approx(14)
    first = co.route(net, "Alpha", "Epsilon", modes="road", departure=MONDAY)
    assert next(t for t in late if t.modes == ("road",)).time_h == pytest.approx(first.time_h)


def test_a_way_timed_from_a_departure_takes_what_it_takes_when_ridden():
    net = _busy_toy()
    said = co.Conditions.of(departure=MONDAY)
    question = Question.of(net, "Alpha", "Epsilon", said)
    ways = list(_every_way(net, question))
    assert len(ways) > 3
    for way in ways:
        assert question.timed(way).time_h == pytest.approx(
            _ridden_h(net, question, way, MONDAY), abs=0.1
        )


def test_a_day_of_departure_brings_its_events_to_fronts(net):
    """Chaman is shut since 2025-10-12: no way of a front goes by it."""
    front = co.pareto(net, "Karachi", "Tashkent", criteria=("cost", "time"), departure="2026-03-01")
    assert "2026-03-01" in front[0].situation
    links = {leg.link_id for trip in front for leg in trip.steps}
    shut = co.pareto(net, "Karachi", "Tashkent", criteria=("cost", "time"), as_of="2026-03-01")
    assert links == {leg.link_id for trip in shut for leg in trip.steps}


def test_waits_of_a_departure_are_those_of_the_timetable_in_draws(toy):
    """By sea each draw waits for the first ship after it has come to the quay."""
    words = {"modes": ["road", "sea"], "via": ["Port Pi"], "departure": MONDAY}
    trip = co.route(toy, "Alpha", "Epsilon", **words)
    drawn = co.simulate(toy, "Alpha", "Epsilon", n=4000, **words)
    assert drawn.itinerary == trip
    assert [leg.h_p90 for leg in trip.steps if leg.kind == "waiting"] == [
        leg.h for leg in trip.steps if leg.kind == "waiting"
    ]  # all is certain until then
    assert drawn.time_h.mean() == pytest.approx(trip.time_h, rel=0.02)
    with pytest.raises(ValueError, match="leave out the departure, or rechoose"):
        co.simulate(toy, "Alpha", "Epsilon", n=10, rechoose=True, departure=MONDAY)


def test_a_wait_for_opening_is_an_input_of_its_own():
    net = crossing("opening_hours", "08:00-17:00")
    drawn = co.simulate(net, "Alpha", "Epsilon", modes="road", n=2000, departure=MONDAY)
    found = drawn.tornado().set_index("input")["median"]
    assert [h for label, h in found.items() if "for opening" in label] == [pytest.approx(14.0)]
    assert drawn.time_h.mean() == pytest.approx(drawn.itinerary.time_h, rel=0.02)


def test_values_of_goods_are_of_ways_timed_from_the_departure():
    net = crossing("opening_hours", "08:00-17:00")
    words = {"modes": "road"}
    plain = co.break_values(net, "Alpha", "Epsilon", **words)
    late = co.break_values(net, "Alpha", "Epsilon", departure=MONDAY, **words)
    assert (late["time_h"] - plain["time_h"]).to_list() == pytest.approx([14.0] * len(late))
    assert late["value_from_usd"].equals(plain["value_from_usd"])


def with_service(toy, **values):
    services = toy.table("services")
    changed = services.with_values({column: (value,) for column, value in values.items()})
    return toy.replaced({"services": changed})


BY_SHIP = {"modes": ["road", "sea"], "via": ["Port Pi"]}


def test_a_service_whose_days_are_not_known_has_no_timetable(toy):
    """Fault: dates of an even timetable that nobody had published were told as facts."""
    unknown = with_service(toy, timetable="")
    for hour in (0, 5, 100):
        leaves = MONDAY + timedelta(hours=hour)
        trip = co.route(unknown, "Alpha", "Epsilon", departure=leaves, **BY_SHIP)
        waits = [leg.h for leg in trip.steps if leg.kind == "waiting"]
        assert waits == [pytest.approx(42.0)]  # half of 84 h between two sailings
        assert trip.arrival_window[0] < trip.arrival_window[1]


def test_what_leaves_less_than_once_in_four_weeks_is_irregular(toy):
    for a_week, irregular, sails in ((0.25, False, True), (0.24, False, False), (0.24, True, True)):
        net = with_service(toy, departures_per_week=a_week)
        trip = co.route(net, "Alpha", "Epsilon", irregular=irregular, **BY_SHIP)
        assert ("sea" in trip.modes) is sails
