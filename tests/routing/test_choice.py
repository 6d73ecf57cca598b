import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import change, table

import corridors as co
from corridors.routing.choice import (
    COEFFICIENTS,
    choice_for,
    choice_of,
    is_own,
    share_of_each,
    way_key,
)

CHOICE = co.Choice("container", scale=2.0, time_share_per_day=0.024, reliability_ratio=0.5)
costs = st.lists(st.floats(1, 1e6), min_size=2, max_size=8)
scales = st.floats(0, 30)


def test_generalised_cost_worked_by_hand(toy):
    # Road A-F-E: loading 10 + unloading 10 + 900 km x 1 + borders 2 x 100 = 1,120 USD.
    # 50,000 USD x 0.024 / 24 h = 50 USD an hour; hours are certain, so no spread.
    trip = co.route(toy, "Alpha", "Epsilon", modes=["road"])
    assert trip.cost_usd == pytest.approx(1120)
    assert CHOICE.usd_per_h(50_000) == pytest.approx(50)
    assert CHOICE.generalised_usd(trip) == pytest.approx(1120 + 50 * trip.time_h)


def test_the_spread_costs_by_the_reliability_ratio(toy):
    from toy import toy_network

    trip = co.route(toy_network(spread=True), "Alpha", "Epsilon", modes=["road"])
    spread_h = (trip.time_p90_h - trip.time_p50_h) / 1.2815515655446004
    assert spread_h > 1
    expected = trip.cost_usd + 50 * (trip.time_h + 0.5 * spread_h)
    assert CHOICE.generalised_usd(trip) == pytest.approx(expected)


def test_a_split_worked_by_hand():
    # 1 / 100^2 : 1 / 200^2 = 4 : 1; with path sizes 1/2 and 1: 2 : 1.
    assert CHOICE.split([100, 200]) == pytest.approx([0.8, 0.2])
    assert CHOICE.split([100, 200], [0.5, 1.0]) == pytest.approx([2 / 3, 1 / 3])


@given(costs, scales)
def test_shares_add_up_and_the_cheaper_gets_no_less(values, scale):
    found = co.Choice("bulk", scale=scale).split(values)
    assert math.fsum(found) == pytest.approx(1)
    assert all(share >= 0 for share in found)
    pairs = sorted(zip(values, found, strict=True))
    assert all(a[1] >= b[1] - 1e-12 for a, b in itertools.pairwise(pairs))


@given(costs, scales, st.floats(0.1, 1.0))
def test_a_way_that_becomes_cheaper_never_gets_less(values, scale, factor):
    choice = co.Choice("bulk", scale=scale)
    before, after = choice.split(values), choice.split([values[0] * factor, *values[1:]])
    assert after[0] >= before[0] - 1e-12


@given(costs, scales, st.floats(0.001, 1000))
def test_shares_do_not_depend_on_the_unit_of_money(values, scale, factor):
    choice = co.Choice("bulk", scale=scale)
    scaled = choice.split([value * factor for value in values])
    assert scaled == pytest.approx(choice.split(values), abs=1e-9)


def test_the_same_way_again_takes_no_share_of_the_others(toy):
    road = co.route(toy, "Alpha", "Epsilon", modes=["road"])
    ship = co.route(toy, "Alpha", "Epsilon", corridor="ship")
    alone = CHOICE.shares([road, ship])
    twice = CHOICE.shares([road, ship, road])
    assert twice[1] == pytest.approx(alone[1])
    assert twice[0] + twice[2] == pytest.approx(alone[0])
    without = co.Choice("container", scale=2.0, path_size=0.0)
    assert without.shares([road, ship, road])[1] < without.shares([road, ship])[1]


def test_shares_of_a_list_with_gaps(toy):
    road = co.route(toy, "Alpha", "Epsilon", modes=["road"])
    ship = co.route(toy, "Alpha", "Epsilon", corridor="ship")
    found = share_of_each([road, None, ship, road], CHOICE)
    assert found[0] == found[3]
    assert found[0] + found[2] == pytest.approx(1)
    assert math.isnan(found[1])
    assert math.isnan(share_of_each([None], CHOICE)[0])
    assert way_key(road) != way_key(ship)


def test_coefficients_of_a_network_and_of_none(net, toy):
    assert choice_of(toy, "container") == choice_of(net, "container")
    assert not is_own(toy, "container")
    own = [{"commodity": "container", "coefficient": name, "value": 1.0} for name in COEFFICIENTS]
    with_own = toy.replaced({"choice_model": table("choice_model", own)})
    assert choice_of(with_own, "container") == co.Choice("container", 1.0, 1.0, 1.0, 1.0)
    part = table("choice_model", own[:1])
    with pytest.raises(co.DataError, match="container has no"):
        choice_of(toy.replaced({"choice_model": part}), "container")
    assert change(part, "value", {"commodity": "container"}, 2.0)["value"] == (2.0,)


@pytest.mark.parametrize("commodity", ["container", "bulk", "oil", "gas"])
def test_every_commodity_has_coefficients(net, commodity):
    assert choice_of(net, commodity).scale > 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"scale": -1}, "scale must be 0 to 1000, not -1"),
        ({"time_share_per_day": 2}, "time_share_per_day must be 0 to 1, not 2"),
        ({"commodity": "tea"}, "'tea' is not one of"),
    ],
)
def test_coefficients_that_cannot_be(words, message):
    with pytest.raises(ValueError, match=message):
        co.Choice(**{"commodity": "container", "scale": 1.0, **words})


def test_a_split_of_nothing():
    with pytest.raises(ValueError, match="one or more numbers"):
        CHOICE.split([])
    with pytest.raises(ValueError, match="one or more numbers"):
        CHOICE.split([math.nan])
    with pytest.raises(ValueError, match="sizes must be one each way"):
        CHOICE.split([1, 2], [0.0, 1.0])


def test_what_a_day_costs_is_that_of_the_shipment_where_it_says_so(net):
    table = choice_of(net, "container")
    assert choice_for(net, co.Shipment()) == table
    said = choice_for(net, co.Shipment(time_share_per_day=0.02))
    assert (said.time_share_per_day, said.scale) == (0.02, table.scale)
