"""Rates of a km by mode and country, worked by hand."""

import math

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.graph.rates import Rates, rate_mode, rates_of

ROAD = {"mode": "road", "commodity": "", "speed_kmh": math.nan}
RAIL = {**ROAD, "mode": "rail"}
SEA = {**ROAD, "mode": "sea"}


def rates(**replaced) -> Rates:
    return Rates({**toy_tables(), **replaced})


def own_country():
    """Return tables in which YY has rows of its own for trucks."""
    tables = toy_tables()
    more = {
        "tariffs": [
            {"mode": "road", "country": "YY", "box": box, "usd_per_km": usd, "fixed_usd": fixed}
            for box, usd, fixed in (("20ft", 3.0, 7.0), ("40ft", 4.0, 8.0), ("t", 0.25, 0.5))
        ],
        "speeds": [
            {"mode": "road", "country": "YY", "speed_kmh": 20.0, "stop_h_per_100km": 10.0,
             "p90_ratio": 2.0},
        ],
        "emission_factors": [{"mode": "road", "country": "YY", "g_per_tkm": 300.0}],
        "driving_limits": [{"country": "YY", "driving_h_per_day": 6.0}],
    }  # fmt: skip
    return {name: table(name, [*map(dict, tables[name]), *rows]) for name, rows in more.items()}


def test_a_km_within_a_country():
    """50 km/h while 12 of 24 hours are driven; rail 40 km/h and 1 h of stops per 100 km."""
    road = rates().running(ROAD, "XX", "XX")
    assert road.usd_per_km == pytest.approx((0.8, 1, 0.05))
    assert road.h_per_km == pytest.approx(2 / 50)
    assert road.h90_per_km == pytest.approx(2 / 50)
    assert road.kg_per_tkm == pytest.approx(0.1)
    rail = rates().running(RAIL, "XX", "XX")
    assert rail.h_per_km == pytest.approx(1 / 40 + 0.01)
    assert rail.usd_per_km.usd_40ft == 0.5


def test_a_country_of_its_own_and_the_mean_of_two():
    """YY: 4 USD, 20 km/h of 6 hours a day and 10 h of stops per 100 km, 300 g."""
    found = rates(**own_country())
    own = found.running(ROAD, "YY", "YY")
    assert own.usd_per_km == (3, 4, 0.25)
    assert own.h_per_km == pytest.approx(4 / 20 + 0.1)
    assert own.h90_per_km == pytest.approx(2 * 0.3)
    assert own.kg_per_tkm == pytest.approx(0.3)
    both = found.running(ROAD, "XX", "YY")
    assert both.usd_per_km == pytest.approx((1.9, 2.5, 0.15))
    assert both.h_per_km == pytest.approx((0.04 + 0.3) / 2)
    assert both.h90_per_km == pytest.approx((0.04 + 0.6) / 2)
    assert both.kg_per_tkm == pytest.approx(0.2)
    assert both.inputs == own.inputs | found.running(ROAD, "XX", "XX").inputs


def test_a_speed_of_the_links_own():
    """10 km/h, and the driver still rests half the day."""
    own = rates().running({**ROAD, "speed_kmh": 10.0}, "XX", "XX")
    assert own.h_per_km == pytest.approx(2 / 10)


def lines():
    """Return speeds with rows for two lines of XX, one of them also told by the id of a link."""
    rail = {"mode": "rail", "country": "XX", "p90_ratio": 1.0}
    rows = [
        {**rail, "line_ref": "M-1;M-1 chord", "speed_kmh": 80.0, "stop_h_per_100km": 0.5},
        {**rail, "line_ref": "rail-bc", "speed_kmh": 20.0, "stop_h_per_100km": 6.0},
    ]
    return table("speeds", [*map(dict, toy_tables()["speeds"]), *rows])


@pytest.mark.parametrize(
    ("link", "country", "h_per_km"),
    [
        ({"link_id": "x", "line_ref": "M-1"}, "XX", 1 / 80 + 0.005),
        ({"link_id": "x", "line_ref": "M-1 chord"}, "XX", 1 / 80 + 0.005),
        (
            {"link_id": "rail-bc", "line_ref": "M-1"},
            "XX",
            1 / 20 + 0.06,
        ),  # the link before its line
        ({"link_id": "x", "line_ref": "M-2"}, "XX", 1 / 40 + 0.01),  # no row of its own
        ({"link_id": "x", "line_ref": ""}, "XX", 1 / 40 + 0.01),
        ({"link_id": "x", "line_ref": "M-1"}, "ZZ", 1 / 40 + 0.01),  # another country's number
    ],
)
def test_a_line_has_a_speed_of_its_own(link, country, h_per_km):
    """XX runs at 40 km/h with 1 h of stops per 100 km but where a row names the line."""
    found = rates(speeds=lines())
    assert found.running({**RAIL, **link}, country, country).h_per_km == pytest.approx(h_per_km)


def test_a_line_over_a_border_takes_the_mean_of_its_two_rows():
    both = rates(speeds=lines()).running({**RAIL, "line_ref": "M-1"}, "XX", "ZZ")
    assert both.h_per_km == pytest.approx((1 / 80 + 0.005 + 1 / 40 + 0.01) / 2)


def test_a_link_of_a_line_may_be_slower_than_the_line():
    """Its own 10 km/h with the stops of the line, 0.5 h per 100 km."""
    own = {**RAIL, "line_ref": "M-1", "speed_kmh": 10.0}
    assert rates(speeds=lines()).running(own, "XX", "XX").h_per_km == pytest.approx(0.105)


def test_without_driving_limits_a_truck_never_stands():
    none = rates(driving_limits=table("driving_limits", []))
    road = none.running(ROAD, "XX", "XX")
    assert road.h_per_km == pytest.approx(1 / 50)
    assert not any(name == "driving_limits" for name, _ in road.inputs)
    elsewhere = table("driving_limits", [{"country": "YY", "driving_h_per_day": 6.0}])
    found = rates(driving_limits=elsewhere)
    assert found.running(ROAD, "XX", "XX").h_per_km == pytest.approx(1 / 50)
    assert ("driving_limits", -1) in found.running(ROAD, "XX", "XX").inputs
    assert found.running(ROAD, "YY", "YY").h_per_km == pytest.approx(4 / 50)


def test_the_rows_behind_a_rate():
    tables, found = own_country(), rates(**own_country())
    tariff = tables["tariffs"].index("mode", "country", "box")
    two = ("mode", "country")
    own = found.running(ROAD, "YY", "YY")
    speed, gram = (tables[n].index(*two)["road", "YY"] for n in ("speeds", "emission_factors"))
    assert own.money_ref == ("tariffs", tariff["road", "YY", "40ft"])
    assert own.hours_ref == ("speeds", speed)
    assert own.inputs == {
        ("speeds", speed),
        ("emission_factors", gram),
        *(("tariffs", tariff["road", "YY", box]) for box in ("20ft", "40ft", "t")),
        ("driving_limits", 1),
    }
    both = found.running(ROAD, "XX", "YY")
    assert both.money_ref == ("tariffs", tariff["road", "*", "40ft"])
    assert both.hours_ref == ("speeds", toy_tables()["speeds"].index(*two)["road", "*"])
    rail = found.running(RAIL, "XX", "XX")
    assert not any(name == "driving_limits" for name, _ in rail.inputs)


def test_a_price_that_is_not_listed_is_not_carried():
    """Without the price of a 40-ft box the first source is that of a tonne, then of 20 ft."""
    kept = [dict(row) for row in toy_tables()["tariffs"]]
    listed = [r for r in kept if (r["mode"], r["box"]) != ("rail", "40ft")]
    found = rates(tariffs=table("tariffs", listed))
    rail, rows = found.running(RAIL, "XX", "XX"), found.tariff_rows("rail", "XX")
    assert rail.usd_per_km == pytest.approx((0.4, math.inf, 0.025))
    assert rows[1] == -1
    assert rail.money_ref == ("tariffs", rows[2])
    only = [r for r in listed if (r["mode"], r["box"]) != ("rail", "t")]
    found = rates(tariffs=table("tariffs", only))
    rail = found.running(RAIL, "XX", "XX")
    assert rail.money_ref == ("tariffs", found.tariff_rows("rail", "XX")[0])
    none = rates(tariffs=table("tariffs", [r for r in only if r["mode"] != "rail"]))
    assert not none.running(RAIL, "XX", "XX").usd_per_km.is_known
    assert none.running(RAIL, "XX", "XX").money_ref == ("tariffs", -1)


def test_freight_of_ships_belongs_to_the_service():
    sea = rates().running(SEA, "XX", "ZZ")
    assert not sea.usd_per_km.is_known
    assert sea.money_ref == ("services", -1)
    assert sea.h_per_km == pytest.approx(1 / 25)
    assert rates().entry_usd("sea", "", "XX") == ((0, 0, 0), [])


def test_what_a_carrier_charges_once():
    usd, refs = rates(**own_country()).entry_usd("road", "", "YY")
    assert usd == (7, 8, 0.5)
    rows = own_country()["tariffs"].index("mode", "country", "box")
    assert refs == [("tariffs", rows["road", "YY", box]) for box in ("20ft", "40ft", "t")]


def test_pipelines_are_listed_by_what_they_carry():
    assert rate_mode("pipeline", "gas") == "pipeline-gas"
    assert rate_mode("rail", "gas") == "rail"
    gas = rates().running({**ROAD, "mode": "pipeline", "commodity": "gas"}, "XX", "XX")
    assert gas.usd_per_km.usd_40ft == 0.01
    assert rates().entry_usd("pipeline", "gas", "XX")[0] == (0, 0, 0)


def test_a_mode_without_a_row_says_so():
    found = rates(speeds=table("speeds", []))
    with pytest.raises(
        co.DataError, match=r"speeds\.csv: no row for mode 'rail', country 'XX' or '\*'"
    ):
        found.running(RAIL, "XX", "XX")


def test_rates_are_shared_unless_one_of_them_differs():
    toy = toy_network()

    def after(table_name, column):
        change_it = co.Override("change", table_name, {"mode": "rail"}, column, "multiply", 2.0)
        return toy.apply(co.Scenario("x", "x", (change_it,)))

    assert rates_of(toy) is rates_of(toy)
    assert rates_of(after("border_crossings", "hours")) is rates_of(toy)
    dearer = rates_of(after("tariffs", "usd_per_km"))
    assert dearer is not rates_of(toy)
    assert dearer.running(RAIL, "XX", "XX").usd_per_km.usd_40ft == 1.0
    assert rates_of(toy_network(speeds=change(toy.table("speeds"), "speed_kmh", {"mode": "rail"}, 20.0))).running(RAIL, "XX", "XX").h_per_km == pytest.approx(1 / 20 + 0.01)  # fmt: skip


def test_where_no_start_is_listed_a_haul_begins_free():
    usd, rows, inputs = rates().start_usd("road", "XX")
    assert tuple(usd) == (0, 0, 0)
    assert rows == [-1, -1, -1]
    assert len(inputs) == 6  # the rows that could say it: the country's, which are any country's
    assert rates().class_row("rail", "XX", RAIL) == -1


def test_the_driving_limit_of_any_country_is_behind_every_truck(toy):
    """With trucks that never rest 900 km at 50 km/h are 18 h, not 36, also in a network at hand."""
    before = co.route(toy, "Alpha", "Epsilon", modes="road").time_h
    limit = co.Override(
        "change", "driving_limits", {"country": "*"}, "driving_h_per_day", "set", 24.0, "h"
    )
    after = co.route(toy.apply(co.Scenario("on", "On", [limit])), "Alpha", "Epsilon", modes="road")
    assert before - after.time_h == pytest.approx(18)
    road = rates().running(ROAD, "XX", "XX")
    assert ("driving_limits", 0) in road.inputs


def test_a_card_that_changes_rates_and_something_else_is_felt_in_the_rates(toy):
    """100 km by road at 2 USD in place of 1, and a railway shut: 200 and two terminals of 10."""
    assert rates_of(toy).running(ROAD, "XX", "XX").usd_per_km.usd_40ft == 1
    dear = co.Override("change", "tariffs", {"mode": "road"}, "usd_per_km", "multiply", 2.0)
    shut = co.Override("close", "links", {"link_id": "rail-bc"})
    net = toy.apply(co.Scenario("both", "Both", [dear, shut]))
    assert rates_of(net).running(ROAD, "XX", "XX").usd_per_km.usd_40ft == 2
    assert co.route(net, "Alpha", "Beta", modes="road").cost_usd == 220


def test_an_ordinary_wagon_runs_at_its_share_of_the_speed():
    """Half of (1/40 + 1/100) h a km; with container trains a box runs as the speeds say."""
    row = {"mode": "rail", "country": "XX", "loading": "ordinary", "consolidation_h_p50": 10.0,
           "consolidation_h_p90": 20.0, "speed_factor": 0.5}  # fmt: skip
    hours = {
        running: rates(service_classes=table("service_classes", [row | {"running": running}]))
        .running(RAIL, "XX", "XX").h_per_km
        for running in ("ordinary", "block")
    }  # fmt: skip
    assert hours == pytest.approx({"ordinary": 2 * (1 / 40 + 0.01), "block": 1 / 40 + 0.01})


def test_the_price_of_a_40_foot_box_is_the_row_that_is_named():
    found = rates(**own_country())
    name, row = found.running(ROAD, "YY", "YY").money_ref
    assert (name, own_country()["tariffs"]["box"][row]) == ("tariffs", "40ft")
