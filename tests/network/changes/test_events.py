"""The network as it stood on a day."""

import math
from datetime import date, datetime

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.graph.compiled import compiled
from corridors.network.changes.events import parse_day


def event(name, first, last, action, select, tab="links", **change):
    return {
        "event_id": name,
        "title": name,
        "from": first,
        "to": last,
        "action": action,
        "table": tab,
        "select": select,
        "confidence": "high",
        **change,
    }


def half(name, first, last, value, select="bcp_id=xy-zeta"):
    change = {"column": "hours", "op": "multiply", "value": value}
    return event(name, first, last, "change", select, "border_crossings", **change)


def network(*events):
    return toy_network(events=table("events", list(events)))


@pytest.fixture
def years():
    return network(
        event("sea-shut", "2023-11-01", "", "close", "mode=sea"),
        event("sea-open", "2024-06-01", "2024-06-30", "open", "link_id=sea-pq"),
        half("slow", "2024-01-01", "2024-12-31", 2.0),
        half("slower", "2024-03-01", "2024-03-31", 3.0, "bcp_id=xy-zeta|yz-zeta;mode=road"),
    )


def hours(net):
    trip = co.route(net, "Alpha", "Epsilon", modes=["road"])
    return [leg.h for leg in trip.steps if leg.kind == "border"]


def test_the_event_that_began_last_is_felt(years):
    assert hours(years) == [10, 10]
    assert hours(years.at("2023-12-31")) == [10, 10]
    assert hours(years.at("2024-02-29")) == [20, 10]
    assert hours(years.at(date(2024, 3, 31))) == [30, 30]
    assert hours(years.at("2024-04-01")) == [20, 10]
    assert hours(years.at("2025-01-01")) == [10, 10]


def test_an_opening_inside_a_closing(years):
    def sails(day):
        return compiled(years.at(day)).arcs["open"][compiled(years).arcs_of_link["sea-pq"][0]]

    assert [sails(d) for d in ("reference", "2023-11-01", "2024-06-01", "2024-07-01")] == [
        1,
        0,
        1,
        0,
    ]


def test_situation_names_the_events(years):
    assert years.at("2024-06-15").situation == "2024-06-15, 3 events felt"
    assert network(half("slow", "2024-01-01", "2024-01-31", 2.0)).at("2024-02-02").situation == (
        "2024-02-02, no event felt"
    )
    assert years.at("2024-03-15").felt == ("sea-shut", "slow", "slower")
    trip = co.route(years.at("2024-06-15"), "Alpha", "Epsilon")
    assert trip.situation.startswith("2024-06-15, 3 events")
    frame = years.at("2024-06-15").events
    assert list(frame.index[frame["felt"]]) == ["sea-open", "sea-shut", "slow"]


def test_days_do_not_add_up(years):
    assert hours(years.at("2024-03-15").at("2024-02-01")) == [20, 10]


def test_events_and_scenarios_combine(years):
    quick = co.Override(
        "change", "border_crossings", {"bcp_id": "xy-zeta"}, "hours", "multiply", 0.5
    )
    card = co.Scenario("quick", "Quick", (quick,))
    one, other = years.at("2024-02-01").apply(card), years.apply(card).at("2024-02-01")
    assert hours(one) == hours(other) == [10, 10]
    assert one.situation == other.situation == "2024-02-01, 2 events felt; scenario quick"
    assert hours(one.at("2025-02-01")) == [5, 10]


def test_an_event_changes_a_length():
    net = network(
        event(
            "detour",
            "2024-01-01",
            "",
            "change",
            "link_id=road-ab",
            column="length_km",
            op="set",
            value=120.0,
            unit="km",
        ),
    )
    assert co.route(net.at("2024-01-01"), "Alpha", "Beta").distance_km == 120
    assert hours(net.at("2024-01-01").at("reference")) == [10, 10]


def test_a_moment_is_its_day():
    net = network(event("shut", "2024-01-01", "2024-01-31", "close", "mode=sea"))
    moment = datetime(2024, 1, 20, 8)
    assert net.at(moment).situation == net.at(date(2024, 1, 20)).situation
    assert "2024-01-20" in net.at(moment).situation


def test_faults_of_events_are_told():
    with pytest.raises(ValueError, match="a day is a date or a text such as"):
        network().at("yesterday")
    with pytest.raises(co.DataError, match="bad: Invalid isoformat string: '2024'.*YYYY-MM-DD"):
        network(event("bad", "2024", "", "close", "mode=sea")).at("2024-01-01")
    with pytest.raises(co.DataError, match="bad: ends 2023-01-01 before it begins 2024-01-01"):
        network(event("bad", "2024-01-01", "2023-01-01", "close", "mode=sea")).at("2024-01-01")
    with pytest.raises(co.DataError, match="bad: selection of links: 'box' is not one of"):
        network(event("bad", "2024-01-01", "", "close", "box=sea")).at("2024-01-01")
    with pytest.raises(co.DataError, match="bad: override 1: link_id 'sea-pk' is in no row"):
        network(event("bad", "2024-01-01", "", "close", "link_id=sea-pk")).at("2024-01-01")
    bad = half("bad", "2024-01-01", "", 9.0) | {"column": "hours_p50"}
    with pytest.raises(co.DataError, match="bad: override 1: hours_p90 .* falls below"):
        network(bad).at("2024-01-01")


def test_part_of_a_network_feels_what_it_has(years):
    part = years.subset(["road-af", "road-fe"], name="road").at("2024-03-15")
    assert part.felt == ("slow", "slower")
    assert hours(part) == [30, 30]


def test_load_as_of(net):
    assert co.load("tapi", as_of="2026-03-15").situation.startswith("2026-03-15")
    assert co.load(as_of=None).situation == "reference year"


def test_timeline_follows_the_events(years):
    frame = co.timeline(years, ("Alpha", "Epsilon"), ["2024-06-15", "2024-07-01"])
    ship = frame[frame["corridor"] == "ship"]
    assert list(ship["served"]) == [True, False]
    assert list(ship["rank_cost"].fillna(0)) == [2, 0]
    assert "Pi-Kappa" in ship["reason"].iloc[1] or "sea-pq" in ship["reason"].iloc[1]
    with pytest.raises(ValueError, match="dates is empty"):
        co.timeline(years, ("Alpha", "Epsilon"), [])


def test_timeline_chart(years):
    frame = co.timeline(years, ("Alpha", "Epsilon"), ["2024-06-15", "2024-07-01"])
    for by, words in (("cost", "USD"), ("time", "days"), ("rank", "rank by cost")):
        (axes,) = co.draw_timeline(frame, by=by).axes
        assert axes.get_ylabel() == words
        lines = {line.get_label(): line.get_ydata() for line in axes.lines}
        free = set() if by == "rank" else {"any way"}  # the best of all has no rank
        assert set(lines) == {"line-c", "ship"} | free
        assert [math.isfinite(value) for value in lines["ship"]] == [True, False]
    with pytest.raises(ValueError, match="by 'km' is not one of cost, time, rank"):
        co.draw_timeline(frame, by="km")
    with pytest.raises(ValueError, match="there is nothing to draw"):
        co.draw_timeline(frame[~frame["served"]])


# -- the day counts -------------------------------------------------------------------------------


def test_a_day_before_the_first_event_is_refused(years):
    says = "2023-10-31 lies before 2023-11-01, the first day .* as_of='reference'"
    with pytest.raises(ValueError, match=says):
        years.at("2023-10-31")
    with pytest.raises(ValueError, match=says):
        co.route(years, "Alpha", "Epsilon", departure="2023-10-31")
    assert years.at("2023-11-01").felt == ("sea-shut",)
    with pytest.raises(ValueError, match="or 'reference', the network without events"):
        years.at("May")


def test_the_reference_year_can_be_asked_for(years):
    for net in (years, years.at("2024-02-01"), years.at("reference")):
        trip = co.route(net, "Alpha", "Epsilon", as_of="reference", modes=["road"])
        assert trip.situation == "reference year"
        assert trip.notes == ()
    card = co.Scenario(
        "quick",
        "Quick",
        (
            co.Override(
                "change", "border_crossings", {"bcp_id": "xy-zeta"}, "hours", "multiply", 0.5
            ),
        ),
    )
    net = years.at("2024-02-01").apply(card)
    assert hours(net.at("reference")) == [5, 10]
    assert net.at("reference").at("2024-02-01").felt == ("sea-shut", "slow")


def test_a_network_without_events_has_no_first_day():
    net = network()
    assert net.at("1999-01-01").felt == ()
    assert co.route(net, "Alpha", "Epsilon", departure="1999-01-01").notes == ()


def test_where_the_evidence_ends(years):
    """The last day of the table is 2024-12-31, the end of ``slow``."""
    says = "The evidence on events ends on 2024-12-31"
    for day, told in (("2024-12-31", False), ("2025-01-01", True)):
        for words in ({"as_of": day}, {"departure": day}):
            trip = co.route(years, "Alpha", "Epsilon", **words)
            assert any(note.startswith(says) for note in trip.notes) is told, (day, words)


def test_events_of_the_day_are_felt_by_what_a_scenario_adds(net):
    """A new line by Suez is shut while the Red Sea is, and pays the surcharge of the ports."""
    card, pair = "karachi-istanbul-direct-weekly", ("Karachi", "Istanbul")
    link = "sea-pk-karachi-port-tr-ambarli-port-direct"
    for then in (net.at("2026-03-15").apply(card), net.apply(card).at("2026-03-15")):
        assert then.table("links")["status"][then.link_row(link)] == "suspended"
        told = co.route(then, *pair, weight="cost")
        assert told.cost_usd == co.route(net, *pair, weight="cost", as_of="2026-03-15").cost_usd
        assert link not in {leg.link_id for leg in told.steps}
    open_sea = net.apply(card)
    assert open_sea.table("links")["status"][open_sea.link_row(link)] == "operational"
    (row,) = co.effects(net.at("2026-03-15"), card, pair).to_dict("records")
    assert row["outcome"] == "no change"
    assert row["front_usd"] != row["front_usd"]  # nan: the front gains nothing
    april = net.at("2026-04-15").apply(card).table("services")
    base = net.apply(card).table("services")
    rows = [t.index("service_id")["svc-khi-amb-direct"] for t in (april, base)]
    assert april["usd_40ft"][rows[0]] == base["usd_40ft"][rows[1]] + 300


def priced(*spans):
    """Return a toy whose roads cost 1 USD a km more in each of several periods."""
    rows = [dict(row) for row in toy_network().table("tariffs")]
    road = [row for row in rows if row["mode"] == "road"]
    others = [row for row in rows if row["mode"] != "road"]
    dated = [
        {**row, "usd_per_km": row["usd_per_km"] + k, "valid_from": first, "valid_to": last}
        for row in road
        for k, (first, last) in enumerate(spans)
    ]
    events = table("events", [event("any", "2020-01-01", "", "close", "link_id=pipe-gh")])
    return toy_network(tariffs=table("tariffs", [*others, *dated]), events=events)


def test_the_price_of_the_day_is_paid_and_without_a_day_the_latest():
    net = priced(("", "2024-06-30"), ("2024-07-01", "2025-06-30"), ("2025-07-01", ""))
    plain = toy_network()

    def usd(of):
        return co.route(of, "Alpha", "Beta", modes=["road"]).cost_usd

    per_km = sum(leg.km for leg in co.route(plain, "Alpha", "Beta", modes=["road"]).steps)
    first, second, third = (usd(plain) + k * per_km for k in range(3))
    assert usd(net) == usd(net.at("reference")) == pytest.approx(third)
    for day, paid in (
        ("2024-06-30", first),
        ("2024-07-01", second),
        ("2025-06-30", second),
        ("2025-07-01", third),
    ):
        assert usd(net.at(day)) == pytest.approx(paid), day
    # from a day to another, and back to the reference
    assert usd(net.at("2024-06-30").at("2025-08-01")) == pytest.approx(third)
    assert usd(net.at("2024-06-30").at("reference")) == pytest.approx(third)
    assert len(net.at("2024-06-30").reference.table("tariffs")) == len(net.table("tariffs"))
    trip = co.route(net, "Alpha", "Beta", modes=["road"], as_of="2024-08-01")
    assert trip.cost_usd == pytest.approx(second)
    assert {leg.price_row for leg in trip.steps if leg.km} == {"tariffs road * 40ft 2024-07-01"}


def test_scenarios_change_the_price_of_the_day():
    net = priced(("", "2024-06-30"), ("2024-07-01", ""))
    double = co.Override("change", "tariffs", {"mode": "road"}, "usd_per_km", "multiply", 2.0)
    changed = net.apply(co.Scenario("dear", "Dear", (double,)))
    for day in ("2024-06-01", "2024-08-01"):
        usd = [
            sum(leg.usd for leg in co.route(one.at(day), "Alpha", "Beta", modes=["road"]).steps if leg.km)
            for one in (net, changed)
        ]  # fmt: skip
        assert usd[1] == pytest.approx(2 * usd[0])


def test_a_day_that_is_not_in_the_calendar_is_told_as_that():
    with pytest.raises(ValueError, match="'2026-02-30' is no day there is"):
        parse_day("2026-02-30")


def _second_ship(*more):
    row = {
        "service_id": "fast", "name": "Fast line", "mode": "sea", "link_id": "sea-pq",
        "departures_per_week": 7.0, "hours_p50": 50.0, "hours_p90": 50.0, "usd_20ft": 500.0,
        "usd_40ft": 700.0, "usd_per_t": 25.0,
    }  # fmt: skip
    added = co.Override("add", "services", row=row)
    return co.Scenario("fast", "A second ship", [added, *more], source_ids=["toy"])


def test_a_ship_that_a_card_adds_is_as_late_as_others_on_a_day():
    """Ships take twice the hours from 2024 on: 100 and 200, but for what the card says itself."""
    twice = {"column": "hours", "op": "multiply", "value": 2.0}
    net = network(event("late", "2024-01-01", "", "change", "mode=sea", "services", **twice))

    def found(there):
        rows = there.table("services")
        return dict(zip(rows["service_id"], rows["hours_p50"], strict=True))

    assert found(net.apply(_second_ship())) == {"s": 100, "fast": 50}
    assert found(net.at("2024-02-01").apply(_second_ship())) == {"s": 200, "fast": 100}
    said = co.Override("change", "services", {"service_id": "fast"}, "hours", "multiply", 0.6)
    assert found(net.at("2024-02-01").apply(_second_ship(said))) == {"s": 200, "fast": 30}


def test_a_railway_that_a_card_opens_opens_no_border_that_an_event_has_shut():
    """Its crossing comes along where it is only planned, not where an event keeps it shut."""
    key = {"bcp_id": "xz-gamma"}
    shut = event("shut", "2024-01-01", "", "close", "bcp_id=xz-gamma", "border_crossings")
    early = event("early", "2023-01-01", "2023-02-01", "close", "link_id=rail-bc")
    road = event("road", "2024-01-01", "", "close", "link_id=road-af")
    planned = change(toy_tables()["border_crossings"], "status", key, "planned")
    net = toy_network(events=table("events", [shut, early, road]), border_crossings=planned)

    def status(there, *more):
        card = co.Scenario(
            "rail", "R", [co.Override("open", "links", {"link_id": "rail-cd"}), *more]
        )
        rows = there.apply(card).table("border_crossings")
        return {rows["status"][k] for k, bcp in enumerate(rows["bcp_id"]) if bcp == "xz-gamma"}

    assert status(net) == {"operational"}
    assert status(net.at("2023-01-15")) == {"operational"}
    assert status(net.at("2024-01-15")) == {"suspended"}
    besides = co.Override("open", "links", {"link_id": "road-af"})
    assert status(net.at("2024-01-15"), besides) == {"suspended"}
    said = co.Override("open", "border_crossings", key)
    assert status(net.at("2024-01-15"), said) == {"operational"}


def test_a_ship_comes_along_with_the_lane_that_a_card_opens():
    """Where none sails on it; what an event has done to the ship is not asked."""
    laid_up = event("laid-up", "2024-01-01", "", "close", "service_id=s", "services")
    net = network(laid_up).at("2024-02-01")
    assert net.table("services")["status"] == ("suspended",)
    card = co.Scenario("lane", "Lane", [co.Override("open", "links", {"link_id": "sea-pq"})])
    assert net.apply(card).table("services")["status"] == ("operational",)


def test_a_length_that_cannot_be_is_told_as_that_of_an_event():
    far = {"column": "length_km", "op": "set", "value": 9000.0, "unit": "km"}
    net = network(event("far", "2024-01-01", "", "change", "link_id=road-ab", **far))
    with pytest.raises(co.CorridorsError, match="far: override 1: 'road-ab' is 9000 km"):
        net.at("2024-02-01")
