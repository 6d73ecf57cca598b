"""Break-even factors, checked by applying them."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corridors as co

PAIR = ("Alpha", "Epsilon")


def values(net, corridor, weight, override):
    """Return the best value on a corridor and the best of all with an override."""
    after = net.apply(co.Scenario("x", "X", (override,)))
    field = {"cost": "cost_usd", "time": "time_h"}[weight]
    return [
        getattr(co.route(after, *PAIR, weight=weight, corridor=c), field) for c in (corridor, None)
    ]


def test_by_hand(toy):
    """Rail takes 61.85 h, road 60: the rail border of 20 h must fall to 18.15, x 0.9075."""
    found = co.break_even(
        toy,
        *PAIR,
        corridor="line-c",
        table="border_crossings",
        column="hours",
        where={"bcp_id": "xz-gamma"},
        weight="time",
    )
    assert found.gap_now == pytest.approx(1.85, abs=1e-3)
    assert found.factor == pytest.approx(18.15 / 20, abs=1e-5)
    assert found.reached
    assert not found.wins_now
    assert [v[1:] for v in found.values] == [
        (20, pytest.approx(18.15, abs=1e-3)),
        (24, pytest.approx(21.78, abs=1e-3)),
    ]
    assert (found.unit, found.situation) == ("h", "reference year")


def test_departures_rise(toy):
    """The ship takes 182.8 h with a wait of 42 h; even without a wait it loses to the road."""
    found = co.break_even(
        toy,
        *PAIR,
        corridor="ship",
        table="services",
        column="departures_per_week",
        where={"service_id": "s"},
        weight="time",
    )
    assert math.isnan(found.factor)
    assert found.gap_at_limit == pytest.approx(found.gap_now - 42 * 0.9, abs=1e-3)
    # with 110 h at the border the road takes 160, so the wait must fall from 42 h to 17.2
    slow = co.Override(
        "change", "border_crossings", {"bcp_id": "xy-zeta"}, "hours", "set", 110, "h"
    )
    rail = co.Override("close", where={"link_id": "rail-cd"})
    net = toy.apply(co.Scenario("slow", "Slow", (slow, rail)))
    found = co.break_even(
        net,
        *PAIR,
        corridor="ship",
        table="services",
        column="departures_per_week",
        where={"service_id": "s"},
        weight="time",
    )
    assert found.factor == pytest.approx(42 / 17.2, abs=1e-4)
    assert found.values[0][1:] == (2, pytest.approx(2 * 42 / 17.2, abs=1e-3))


def test_wins_now(toy):
    found = co.break_even(
        toy, *PAIR, corridor="line-c", table="tariffs", column="usd_per_km", where={"mode": "rail"}
    )
    assert found.wins_now
    assert found.factor == 1


def test_faults(toy):
    with pytest.raises(ValueError, match="limit must be a factor other than 1"):
        co.break_even(
            toy,
            *PAIR,
            corridor="ship",
            table="tariffs",
            column="usd_per_km",
            where={"mode": "rail"},
            limit=1,
        )
    with pytest.raises(co.ScenarioError, match="mode 'rial' is in no row"):
        co.break_even(
            toy,
            *PAIR,
            corridor="ship",
            table="tariffs",
            column="usd_per_km",
            where={"mode": "rial"},
        )
    with pytest.raises(co.NoItineraryError, match="on Gas line: it carries gas"):
        co.break_even(
            toy,
            *PAIR,
            corridor="gas-line",
            table="tariffs",
            column="usd_per_km",
            where={"mode": "rail"},
        )


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    corridor=st.sampled_from(["line-c", "ship"]),
    weight=st.sampled_from(["cost", "time"]),
    change=st.sampled_from(
        [
            ("border_crossings", "hours", {"country": ["ZZ"]}),
            ("border_crossings", "cost_usd", {"country": ["ZZ"]}),
            ("tariffs", "usd_per_km", {"mode": "rail"}),
            ("services", "usd", {"mode": "sea"}),
            ("transshipments", "usd", {"node_id": ["xx-p", "zz-q", "zz-d"]}),
            ("transshipments", "hours", {"node_id": ["xx-p", "zz-q", "zz-d", "xx-b"]}),
            ("speeds", "speed_kmh", {"mode": ["rail", "sea"]}),
        ]
    ),
)
def test_the_factor_is_where_the_corridor_begins_to_win(toy, corridor, weight, change):
    table, column, where = change
    found = co.break_even(
        toy, *PAIR, corridor=corridor, table=table, column=column, where=where, weight=weight
    )

    def gap(factor):
        override = co.Override("change", table, where, column, "multiply", factor)
        own, best = values(toy, corridor, weight, override)
        return own - best

    if found.wins_now:
        assert gap(1.0001) == pytest.approx(0, abs=1e-2)
    elif found.reached:
        toward = 1 if found.limit > 1 else -1
        assert gap(found.factor * (1 + toward * 1e-6)) == pytest.approx(0, abs=1e-3)
        assert gap(found.factor * (1 - toward * 1e-3)) > 0
    else:
        assert gap(max(found.limit, 1e-9)) > 0


def test_names_are_those_of_the_network_that_is_asked(net):
    """Fault B5: rows of the base were looked up in tables with added rows: an IndexError."""
    longer = net.apply(co.scenario("karachi-istanbul-direct-weekly"))
    found = co.break_even(
        longer, "Karachi", "Istanbul", corridor="deep-sea-suez", table="services", column="usd",
        where={"mode": "sea"},
    )  # fmt: skip
    table = longer.table("services")
    row_of = table.index("service_id")
    ships = {row["service_id"] for row in table if row["mode"] == "sea"}
    told = {name.removeprefix("services ") for name, _, _ in found.values}
    assert "svc-khi-amb-direct" in told
    assert told <= ships
    for name, value, _ in found.values:
        row = row_of[name.removeprefix("services ")]
        assert longer.row(name)["service_id"].tolist() == [table["service_id"][row]]
        assert value in [table[column][row] for column in ("usd_20ft", "usd_40ft", "usd_per_t")]


def test_what_breaks_ties_does_not_decide(toy):
    """By rail at ten times its price all is level in hours at x 0.9075 (see above): it wins."""
    dear = co.Override("change", "tariffs", {"mode": "rail"}, "usd_per_km", "multiply", 10.0)
    found = co.break_even(
        toy.apply(co.Scenario("dear", "Dear rail", (dear,))), *PAIR, corridor="line-c",
        weight="time", table="border_crossings", column="hours", where={"bcp_id": "xz-gamma"},
        limit=0.9075,
    )  # fmt: skip
    assert found.gap_now == pytest.approx(1.85, abs=1e-9)
    assert found.gap_at_limit == 0
    assert found.factor == pytest.approx(0.9075, abs=1e-9)


def test_doors_are_weighed_at_the_prices_of_the_factor(toy):
    """For nothing, a truck drives to Alpha past the port: the ship loses by the way to Alpha."""
    ends, where = ((60.0, 39.6), "Epsilon"), {"mode": "access"}
    found = co.break_even(
        toy, *ends, corridor="ship", table="tariffs", column="usd_per_km", where=where, limit=0
    )
    override = co.Override("change", "tariffs", where, "usd_per_km", "multiply", 0.0)
    after = toy.apply(co.Scenario("x", "X", (override,)))
    now, then = (
        co.route(net, *ends, corridor="ship").cost_usd - co.route(net, *ends).cost_usd
        for net in (toy, after)
    )
    assert then > now + 1
    assert (found.gap_now, found.gap_at_limit) == pytest.approx((now, then), abs=1e-6)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"where": None}, "where is a mapping of keys to words, not None"),
        ({"where": "mode"}, "where is a mapping of keys to words, not 'mode'"),
        ({"corridor": None}, "corridor is the id of one corridor, not None"),
    ],
)
def test_other_kinds_are_refused(toy, words, message):
    given = {"corridor": "ship", "table": "tariffs", "column": "usd_per_km", "where": {}}
    with pytest.raises(TypeError, match=message):
        co.break_even(toy, *PAIR, **{**given, **words})


@pytest.mark.parametrize(
    ("origin", "destination", "corridor"),
    [("Karachi", "Istanbul", "islamabad-tehran-istanbul"), ("Karachi", "Dubai", "gwadar")],
)
def test_the_rival_of_a_land_corridor_may_go_by_sea(net, origin, destination, corridor):
    """The gap is that between the best way on the corridor and the best of all, by any lane."""
    found = co.break_even(
        net, origin, destination, corridor=corridor, weight="cost", table="tariffs",
        where={"mode": "rail"}, column="usd_per_km",
    )  # fmt: skip
    on = co.route(net, origin, destination, corridor=corridor)
    assert found.gap_now == pytest.approx(on.cost_usd - co.route(net, origin, destination).cost_usd)
    assert not found.wins_now
