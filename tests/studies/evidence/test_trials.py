"""A question is asked as it was published, and what counts of the answer is worked by hand."""

import math

import pytest
from outcomes_toy import network_with, outcome
from toy import change, table, toy_tables

import corridors as co
from corridors.studies.evidence.trials import TOLERANCE, conditions_of, counted, parts_of, trials


def trial(*args, spread=False, **words):
    net = network_with(outcome("one", *args, **words), spread=spread)
    (found,) = trials(net, net.table("outcomes"))
    return found


def test_the_conditions_are_those_of_the_row():
    row = outcome(
        "one", "time", 1, 2, weight="time", corridor="line-c", modes="road;rail", via="xx-b;zz-d",
        avoid="YY", as_of="2024-01-01", box="20ft", cargo_t=12.0, service="block",
        irregular="yes",
    )  # fmt: skip
    said = conditions_of(row)
    assert said == co.Conditions.of(
        weight="time", corridor="line-c", modes=["road", "rail"], via=["xx-b", "zz-d"],
        avoid=["YY"], as_of="2024-01-01", shipment=co.Shipment(box="20ft", cargo_t=12.0),
        service="block", irregular=True,
    )  # fmt: skip


def test_an_empty_row_is_asked_as_everybody_asks():
    assert conditions_of(outcome("one", "time", 1, 2, modes="")) == co.Conditions()


@pytest.mark.parametrize(
    ("scope", "days", "usd"),
    [
        ("door", 60 / 24, 1120),
        ("loaded", 58 / 24, 1110),
        ("carriage", 56 / 24, 1100),
        ("running", 36 / 24, 900),
    ],
)
def test_scopes(scope, days, usd):
    assert trial("time", 1, 2, scope=scope).value == pytest.approx(days)
    assert trial("price", 1, 2, scope=scope).value == pytest.approx(usd)
    assert trial("distance", 1, 2, scope=scope).value == pytest.approx(900)


def test_what_the_carrier_asks_for_a_start_is_in_its_fare_if_the_loading_is_not():
    """1,100 USD of carriage and 70 of a start; of the hours of loading none count."""
    tariffs = change(toy_tables()["tariffs"], "start_usd", {"mode": "road", "box": "40ft"}, 70.0)
    rows = [outcome(m, m, 1, 2, scope="carriage") for m in ("price", "time")]
    net = network_with(*rows, tariffs=tariffs)
    price, time = trials(net, net.table("outcomes"))
    assert (price.value, time.value) == pytest.approx((1170, 56 / 24))
    assert [leg.kind for leg in price.legs][:2] == ["terminal", "line-haul"]


def test_hours_are_hours():
    assert trial("time", 50, 60, unit="hours").value == pytest.approx(60)


def test_a_tonne_pays_its_share():
    whole = trial("price", 1, 2, commodity="bulk", cargo_t=40.0)
    share = trial("price", 1, 2, commodity="bulk", cargo_t=40.0, unit="USD/t")
    assert share.value == pytest.approx(whole.value / 40)


def test_the_chance_of_one_consignment_to_be_inside():
    """Without spread it is certain; with it, the share between the median over 1.25 and over 0.75."""
    assert trial("time", 1, 1).chance == pytest.approx(1)
    found = trial("time", 1, 1, spread=True)
    late, early = (found.value / q for q in (0.75, 1.25))
    shares = [trial("time", day, day, spread=True).share_within for day in (late, early)]
    assert 0 < found.chance == pytest.approx(shares[0] - shares[1])
    assert trial("time", 1, 1.2, spread=True).chance > found.chance
    assert math.isnan(trial("price", 1, 1).chance)


def test_prices_are_of_the_year_of_the_outcome():
    """A fifth less on land in 2020, a third more at sea: 600 USD of a ship are 800 of that year."""
    rates = [
        {"currency": "USD", "period": "2020", "per_usd": 1.0, "price_index": 240.0},
        {"currency": "USD", "period": "2023", "per_usd": 1.0, "price_index": 300.0},
    ]
    rates[0]["sea_index"], rates[1]["sea_index"] = 2000.0, 1500.0
    net = network_with(
        outcome("land", "price", 1, 2, year=2020.0),
        outcome("sea", "price", 1, 2, year=2020.0, origin="xx-p", destination="zz-q", modes="sea",
                scope="running"),
        outcome("time", "time", 1, 2, year=2020.0),
    )  # fmt: skip
    told = {"deflators": table("deflators", rates), "vintage": change_level(net, 2023.0)}
    land, sea, time = trials(net.replaced(told), net.table("outcomes"))
    assert land.value == pytest.approx(0.8 * 1120)
    assert sea.value == pytest.approx(800)
    assert time.value == pytest.approx(2.5)


def test_a_price_of_a_year_without_an_index_is_refused_by_name():
    """Consumer prices of 2018 are told and freight at sea is not: a ship is refused, a road not."""
    rates = [
        {"currency": "USD", "period": "2018", "per_usd": 1.0, "price_index": 270.0},
        {"currency": "USD", "period": "2023", "per_usd": 1.0, "price_index": 300.0},
    ]
    rates[1]["sea_index"] = 1500.0
    at_sea = {"origin": "xx-p", "destination": "zz-q", "modes": "sea", "scope": "running"}
    net = network_with(
        outcome("land", "price", 1, 2, year=2018.0),
        outcome("sea", "price", 1, 2, year=2018.0, **at_sea),
        outcome("same", "price", 1, 2, year=2023.0, **at_sea),
        outcome("before", "price", 1, 2, year=2010.0),
    )
    told = {"deflators": table("deflators", rates), "vintage": change_level(net, 2023.0)}
    found = trials(net.replaced(told), net.table("outcomes"))
    before, land, same, sea = sorted(found, key=lambda one: one.outcome["outcome_id"])
    assert land.value == pytest.approx(0.9 * 1120)
    assert same.value == pytest.approx(600)
    with pytest.raises(co.DataError, match=r"outcomes.csv: sea: .*no sea_index of 2018"):
        _ = sea.value
    with pytest.raises(co.DataError, match=r"outcomes.csv: before: .*no price_index of 2010"):
        _ = before.value


def change_level(net, year):
    rows = [dict(row) | {"price_year": year} for row in net.table("vintage")]
    return table(
        "vintage", rows or [{"version": "1", "released": "2026-01-01", "price_year": year}]
    )


def test_markets_have_the_mean_and_schedules_the_median():
    found = {kind: trial("time", 1, 2, kind=kind, spread=True) for kind in ("market", "schedule")}
    trip = found["market"].itinerary
    assert found["market"].value == pytest.approx(trip.time_h / 24)
    assert found["schedule"].value == pytest.approx(trip.time_p50_h / 24)
    assert found["market"].value > found["schedule"].value
    assert trial("time", 1, 2, kind="pilot", spread=True).value == found["schedule"].value


@pytest.mark.parametrize(
    ("metric", "low", "high", "inside"),
    [
        # 2.5 days: a quarter above 2 and a quarter below 10/3
        ("time", 1.0, 2.0, True), ("time", 1.0, 1.99, False),
        ("time", 10 / 3, 5.0, True), ("time", 3.34, 5.0, False),
        # 900 km: 8 % above 833.33 and 8 % below 978.26
        ("distance", 833.4, 833.4, True), ("distance", 833.3, 833.3, False),
        ("distance", 978.2, 978.2, True), ("distance", 978.3, 978.3, False),
        # 1,120 USD: 30 % above 861.54 and 30 % below 1,600
        ("price", 800, 861.6, True), ("price", 800, 861.5, False),
        ("price", 1600, 1700, True), ("price", 1600.1, 1700, False),
    ],
)  # fmt: skip
def test_inside_is_the_published_range_and_the_tolerance(metric, low, high, inside):
    found = trial(metric, low, high)
    assert found.is_inside is inside
    assert (found.why == "") is inside


def test_the_tolerances():
    assert dict(TOLERANCE) == {"distance": 0.08, "time": 0.25, "price": 0.30}


def test_the_ratio_is_over_the_middle():
    assert trial("distance", 400, 900).ratio == pytest.approx(900 / 600)


def test_why_tells_by_how_much_and_of_what():
    assert trial("distance", 500, 600).why.startswith("50% too long; most of it road ")
    # of 60 h, 20 at the two borders and 20 on the longer road, by country the road is
    said = trial("time", 5.0, 6.0).why
    assert said.startswith("50% too quick; most of it road")
    assert "(assumed)" in said
    assert trial("price", 2240, 3000).why.startswith("50% too cheap; ")
    assert trial("price", 100, 560).why.startswith("100% too dear; ")
    assert trial("time", 0.5, 1.25).why.startswith("100% too slow; ")


def test_parts_add_up_to_all_of_it():
    found = trial("price", 1, 2)
    parts = parts_of(found.legs, "usd")
    assert math.fsum(part.share for part in parts) == pytest.approx(1)
    assert [part.share for part in parts] == sorted((p.share for p in parts), reverse=True)
    assert parts_of([], "usd") == []


def test_without_line_haul_all_counts():
    trip = co.route(network_with(), "Alpha", "Beta", modes="road")
    stops = [leg for leg in trip.steps if leg.kind != "line-haul"]
    assert list(counted(stops, "carriage")) == stops


def test_no_way_is_outside_and_says_why():
    found = trial("time", 1, 2, modes="pipeline")
    assert math.isnan(found.value)
    assert not found.is_inside
    assert found.why.startswith("no way: ")


def test_the_same_question_is_asked_once():
    net = network_with(outcome("km", "distance", 900, 900), outcome("t", "time", 1, 2))
    first, second = trials(net, net.table("outcomes"))
    assert first.itinerary is second.itinerary


def test_a_condition_that_the_network_lacks_is_a_fault():
    net = network_with(outcome("one", "time", 1, 2, avoid="Nowhereland"))
    with pytest.raises(co.DataError, match=r"outcomes.csv: one: .*Nowhereland"):
        list(trials(net, net.table("outcomes")))
