"""Values of goods at which the choice changes: against the best itinerary of each value."""

from __future__ import annotations

import math

import numpy as np
import pytest

import corridors as co
from corridors.studies import break_values


def test_break_value_by_hand(toy):
    """Rail costs 635 USD and 61.85 h, road 1120 and 60 h: an hour must be worth 485/1.85."""
    table = co.break_values(toy, "Alpha", "Epsilon", shares_per_day=[0.01])
    assert list(table["cost_usd"]) == pytest.approx([635, 1120])
    assert list(table["value_from_usd"]) == pytest.approx([0, 485 / 1.85 * 24 / 0.01])
    assert table["value_to_usd"].iloc[0] == table["value_from_usd"].iloc[1]
    assert math.isinf(table["value_to_usd"].iloc[1])


def test_each_range_holds_the_best_generalised_cost(net):
    table = co.break_values(net, "Karachi", "Istanbul", shares_per_day=0.0135)
    assert len(table) >= 2
    assert table["value_from_usd"].is_monotonic_increasing
    for _, row in table.iterrows():
        high = min(row["value_to_usd"], row["value_from_usd"] + 1e5)
        value = (row["value_from_usd"] + high) / 2
        goods = co.Shipment(value_usd=value)
        trip = co.route(net, "Karachi", "Istanbul", weight="generalised", shipment=goods)
        assert trip.cost_usd == pytest.approx(row["cost_usd"], rel=1e-4)
        assert trip.time_h == pytest.approx(row["time_h"], rel=1e-4)


def test_corridors_change_where_their_costs_are_equal(net):
    names = ["deep-sea-suez", "islamabad-tehran-istanbul", "middle-corridor"]
    table = co.break_values(net, "Karachi", "Istanbul", corridors=names, shares_per_day=0.02)
    assert table["corridor"].iloc[0] in names
    limits = list(zip(table["value_from_usd"][1:], table["value_to_usd"], strict=False))
    assert all(low == high for low, high in limits)
    for value, before, after in zip(
        table["value_from_usd"][1:], table["corridor"], table["corridor"][1:], strict=False
    ):
        weight = {"cost": 1, "time": 0.02 / 24 * value}
        trips = [
            co.route(net, "Karachi", "Istanbul", weight=weight, corridor=name)
            for name in (before, after)
        ]
        costs = [
            co.generalised_cost_usd(trip, value_usd=value, share_per_day=0.02) for trip in trips
        ]
        assert costs[0] == pytest.approx(costs[1], rel=1e-4)


def test_what_changes_on_one_corridor_is_a_row(net):
    """Fault: the rows of one corridor were one, with the totals of the first of its itineraries.

    What is best on one corridor at the values in each range is what `route` finds there.
    """
    table = co.break_values(
        net, "Karachi", "Istanbul", corridors="islamabad-tehran-istanbul", shares_per_day=0.0135
    )
    assert len(table) > 1
    assert set(table["corridor"]) == {"islamabad-tehran-istanbul"}
    for _, row in table.iterrows():
        value = min((row["value_from_usd"] + row["value_to_usd"]) / 2, row["value_from_usd"] + 1e5)
        trip = co.route(
            net, "Karachi", "Istanbul", weight="generalised",
            corridor="islamabad-tehran-istanbul", shipment=co.Shipment(value_usd=value),
        )  # fmt: skip
        assert trip.cost_usd == pytest.approx(row["cost_usd"], rel=1e-4)


def choice(cost_usd, time_h, corridor):
    return break_values._Choice(cost_usd, time_h, corridor, None, 0)


def test_limits_that_meet_are_both_told():
    """1,000 USD and 100 h, 1,100 and 90, 1,300 and 70: an hour of 10 USD makes all three alike;
    1,250 and 80 is never the best. Two corridors of the same way are named both."""
    corners = break_values._corners(
        [
            choice(1_300, 70, "c"), choice(1_100, 90, "b"), choice(1_000, 100, "a"),
            choice(1_250, 80, "d"), choice(1_100, 90, "e"), choice(1_100, 95, "f"),
        ]
    )  # fmt: skip
    found = [(c.corridor, c.also, a, b) for c, a, b in break_values._ranges(corners)]
    assert found == [
        ("a", (), 0, 10), ("b", ("e",), 10, 10), ("c", (), 10, math.inf),
    ]  # fmt: skip


def test_range_of_shares(net):
    table = co.break_values(net, "Karachi", "Istanbul")
    shares = table["share_per_day"].unique()
    assert list(shares) == [0.006, 0.0135, 0.021]
    first = table[table["share_per_day"] == 0.006]["value_from_usd"].to_numpy()
    last = table[table["share_per_day"] == 0.021]["value_from_usd"].to_numpy()
    np.testing.assert_allclose(first * 0.006, last * 0.021)


def test_generalised_cost(toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    by_hand = trip.cost_usd + trip.time_h / 24 * 0.0135 * 50_000
    assert co.generalised_cost_usd(trip) == pytest.approx(by_hand)
    with pytest.raises(ValueError, match="value_usd must be 0 or more"):
        co.generalised_cost_usd(trip, value_usd=-1)
    with pytest.raises(ValueError, match="share_per_day must be 0 or more"):
        co.generalised_cost_usd(trip, share_per_day=-1)


def test_bad_arguments(net):
    with pytest.raises(ValueError, match="shares_per_day must be above 0"):
        co.break_values(net, "Karachi", "Istanbul", shares_per_day=[0])
    with pytest.raises(ValueError, match="corridors is empty"):
        co.break_values(net, "Karachi", "Istanbul", corridors=[])
    with pytest.raises(co.NoItineraryError, match="it does not serve Türkiye"):
        co.break_values(net, "Karachi", "Istanbul", corridors=["trans-afghan"])


def test_shares_and_values_of_other_kinds_are_refused(toy):
    pair = ("Alpha", "Epsilon")
    with pytest.raises(ValueError, match="shares_per_day is empty"):
        co.break_values(toy, *pair, shares_per_day=[])
    with pytest.raises(TypeError, match="shares_per_day is a list, not None"):
        co.break_values(toy, *pair, shares_per_day=None)
    with pytest.raises(ValueError, match="shares_per_day must be 0 or more, not 'x'"):
        co.break_values(toy, *pair, shares_per_day=["x"])
    with pytest.raises(TypeError, match="trip is an Itinerary .*, not 5"):
        co.generalised_cost_usd(5)
    with pytest.raises(ValueError, match="value_usd must be 0 or more, not 'x'"):
        co.generalised_cost_usd(co.route(toy, *pair), value_usd="x")
