import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import change, toy_network, toy_tables

import corridors as co
from corridors.studies.flows import COLUMNS
from corridors.studies.flows.revenue import OPERATORS, operator_of, shares_of_leg

PAIR = ("Alpha", "Epsilon")
NO_RAIL = co.Scenario("shut", "No rail", (co.Override("close", "links", {"link_id": "rail-bc"}),))
TOY = toy_network()


def test_rail_worked_by_hand(toy):
    """Alpha-Beta by road 100 km, then rail 200 + 10 + 300 km, a border and a break of gauge.

    Loading 10 and road 100 (XX); road-rail 80 at Beta (XX); rail 200 x 0.5 = 100 and, over the
    border, 10 x 0.5 = 5 in XX, where that link begins; border 50: 25 each; break of gauge 120, rail
    300 x 0.5 = 150 and unloading 20 (ZZ). In all 10 + 100 + 80 + 105 + 50 + 120 + 150 + 20 = 635.
    """
    earned = co.revenue(toy, PAIR, corridor="line-c", weight="cost")
    assert earned.paid_usd == pytest.approx(635)
    sums = earned.by("country", "operator").set_index(["country", "operator"])["usd"].to_dict()
    assert sums == pytest.approx(
        {
            ("XX", "terminal"): 90, ("XX", "truckers"): 100, ("XX", "railway"): 105,
            ("XX", "border authority"): 25, ("ZZ", "border authority"): 25,
            ("ZZ", "terminal"): 140, ("ZZ", "railway"): 150,
        }
    )  # fmt: skip
    assert {r.role for r in earned.rows} == {"origin", "destination"}
    assert {r.corridor for r in earned.rows} == {"line-c"}


def test_what_begins_a_haul_is_the_carriers_and_not_the_terminals():
    """A start of 70 by truck in XX; by rail one of 30, and dues of 33 at Beta and on entering ZZ."""
    tariffs = toy_tables()["tariffs"]
    for mode, column, usd in (
        ("road", "start_usd", 70.0), ("rail", "start_usd", 30.0), ("rail", "fixed_usd", 33.0),
    ):  # fmt: skip
        tariffs = change(tariffs, column, {"mode": mode, "box": "40ft"}, usd)
    earned = co.revenue(toy_network(tariffs=tariffs), PAIR, corridor="line-c", weight="cost")
    assert earned.paid_usd == pytest.approx(635 + 70 + 30 + 2 * 33)
    sums = earned.by("country", "operator").set_index(["country", "operator"])["usd"].to_dict()
    assert sums == pytest.approx(
        {
            ("XX", "terminal"): 90, ("XX", "truckers"): 170, ("XX", "railway"): 168,
            ("XX", "border authority"): 41.5, ("ZZ", "border authority"): 41.5,
            ("ZZ", "terminal"): 140, ("ZZ", "railway"): 150,
        }
    )  # fmt: skip


def test_ships_earn_at_sea_and_ports_at_home(toy):
    """Quays 150 and customs 30 at either port; the ship's 600 are nobody's country."""
    earned = co.revenue(toy, ("Port Pi", "Port Kappa"), modes=["sea"], weight="cost")
    found = {(r.country, r.operator): r.usd for r in earned.rows}
    assert found == pytest.approx(
        {
            ("XX", "port"): 150, ("XX", "border authority"): 30, ("sea", "ship line"): 600,
            ("ZZ", "port"): 150, ("ZZ", "border authority"): 30,
        }
    )  # fmt: skip


def test_transit_is_what_lies_between(toy):
    earned = co.revenue(toy, PAIR, modes=["road"])
    assert earned.of(role="transit", country="YY") == earned.of(role="transit") > 0
    # Road 500 km from Zeta on begins in YY, and half of both borders is YY's.
    assert earned.of(country="YY", operator="truckers") == pytest.approx(500)
    assert earned.of(country="YY", operator="border authority") == pytest.approx(100)


def test_a_pipeline_earns_by_itself(toy):
    gas = co.Shipment(commodity="gas")
    earned = co.revenue(toy, ("Gas Field", "Gas Hub"), shipment=gas)
    assert {r.operator for r in earned.rows} == {"pipeline"}


@settings(max_examples=25)
@given(
    st.lists(st.floats(0, 1e7), min_size=3, max_size=3),
    st.sampled_from(["tonnes", "teu", "weight", ""]),
    st.sampled_from(["cost", "time", "generalised"]),
    st.booleans(),
)
def test_it_adds_up_to_what_is_paid(weights, unit, weight, after):
    """To the cent, by every column, before and after a scenario."""
    pairs = [PAIR, ("Alpha", "Beta"), ("Epsilon", "Port Pi")]
    words = {"scenarios": NO_RAIL} if after else {}
    earned = co.revenue(TOY, pairs, weights=weights, unit=unit, weight=weight, **words)
    sides = [(TOY, earned.paid_usd, "usd_before" if after else "usd")]
    if after:
        sides.append((TOY.apply(NO_RAIL), earned.paid_after_usd, "usd_after"))
    size = {"tonnes": 20.0, "teu": 2.0}.get(unit, 1.0)
    for net, paid, column in sides:
        trips = [co.route(net, *pair, weight=weight) for pair in pairs]
        costs = [t.cost_usd * w / size for t, w in zip(trips, weights, strict=True)]
        assert paid == pytest.approx(math.fsum(costs), abs=0.005)
        for by in COLUMNS:
            frame = earned.by(by)
            if len(frame):
                assert math.fsum(frame[column]) == pytest.approx(paid, abs=0.005)


def test_a_split_earns_by_its_shares(toy):
    earned = co.revenue(toy, PAIR, by="logit", weights=[100], unit="teu")
    split = co.shares(toy, *PAIR, quantity=100, unit="teu")
    assert earned.paid_usd == pytest.approx(50 * split.mean_usd)
    usd = {row.corridor: row.usd for row in earned.by("corridor").itertuples()}
    for way in split.rows:
        assert usd[way.corridor] == pytest.approx(50 * way.share * way.itinerary.cost_usd)


def test_before_and_after(toy):
    earned = co.revenue(toy, PAIR, scenarios=NO_RAIL, weight="cost")
    assert earned.of(operator="railway") == pytest.approx(255)
    assert earned.of_after(operator="railway") == 0
    frame = earned.by("operator").set_index("operator")
    assert frame.loc["railway", "change_usd"] == pytest.approx(-255)
    change = earned.paid_after_usd - earned.paid_usd
    assert frame["change_usd"].sum() == pytest.approx(change)
    assert earned.scenarios == ("No rail",)


def test_pairs_of_a_file_and_pairs_without_a_way(toy):
    listed = co.Pairs((PAIR, ("Gas Field", "Epsilon")), (40.0, 1.0), "teu")
    earned = co.revenue(toy, listed, weight="cost")
    assert earned.unit == "teu"
    assert earned.paid_usd == pytest.approx(20 * co.route(toy, *PAIR).cost_usd)
    assert [str(pair) for pair in earned.unserved] == ["Gas Field (XX) - Epsilon (ZZ)"]
    with pytest.raises(co.NoItineraryError, match="no pair has a way: Alpha"):
        co.revenue(toy, PAIR, modes=["pipeline"])


def test_demand_has_its_own_goods_and_ways(toy):
    """200 TEU by the rail line in 40-ft boxes are 100 shipments of 635 USD."""
    rows = [
        co.Demand("a", *PAIR, co.Shipment(), 100.0, 200.0, "teu", corridor="line-c"),
        co.Demand("b", *PAIR, co.Shipment(), 10.0, 20.0, "teu", modes=("road",)),
    ]
    earned = co.revenue(toy, rows, weight="cost")
    assert (earned.unit, earned.period) == ("demand", "a year")
    assert earned.paid_usd == pytest.approx(100 * 635 + 10 * 1120)
    assert earned.of(operator="railway") == pytest.approx(100 * 255)
    with pytest.raises(ValueError, match="leave out weights and unit"):
        co.revenue(toy, rows, weights=[1, 2])


def test_a_frame_of_demand(toy):
    import pandas as pd

    frame = pd.DataFrame([{"origin": "Alpha", "destination": "Epsilon", "quantity": 2.0}])
    earned = co.revenue(toy, frame, corridor="line-c", weight="cost")
    assert earned.paid_usd == pytest.approx(635)


def test_every_leg_has_a_country_and_an_operator(net):
    for pair in (("Karachi", "Istanbul"), ("Xi'an", "Istanbul"), ((67.0, 24.9), "Tashkent")):
        for trip in co.alternatives(net, *pair, k=3):
            for leg in trip.steps:
                assert operator_of(net, leg) in OPERATORS
                assert sum(part for _, part in shares_of_leg(leg)) == 1


def test_what_is_shown(toy):
    earned = co.revenue(toy, PAIR, corridor="line-c", weights=[10], unit="teu", weight="cost")
    assert str(earned).startswith("3,175 USD a year:\n")
    assert "railway" in earned._repr_html_()
    assert list(earned.to_frame().columns) == [*COLUMNS, "usd"]
    assert co.revenue(toy, PAIR).period == "one shipment each"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"by": "dice"}, "'dice' is not one of"),
        ({"weights": [1, 2]}, "weights has 2 weights for 1 pair"),
        ({"weights": [-1]}, "a weight of a pair must be 0 or more"),
        ({"unit": "boxes"}, "'boxes' is not one of"),
        ({"unit": "teu"}, "unit says teu, but there are no weights"),
    ],
)
def test_what_cannot_be_asked(toy, words, message):
    with pytest.raises(ValueError, match=message):
        co.revenue(toy, PAIR, **words)


def test_columns_that_are_none(toy):
    earned = co.revenue(toy, PAIR)
    with pytest.raises(ValueError, match="by is empty"):
        earned.by()
    with pytest.raises(ValueError, match="'land' is not one of"):
        earned.by("land")
    with pytest.raises(ValueError, match="'land' is not one of"):
        earned.of(land="XX")
