import math
from datetime import datetime

import pytest
from toy import change, toy_network

import corridors as co

PAIR = ("Alpha", "Epsilon")
CHOICE = co.Choice("container", scale=2.0, time_share_per_day=0.024, reliability_ratio=0.5)


def test_a_split_worked_by_hand(toy):
    """All three ways share nothing, and hours are certain but for the ship's wait.

    An hour costs 50,000 x 0.024 / 24 = 50 USD, so that shares are as 1 / (usd + 50 h)^2.
    """
    found = co.shares(toy, *PAIR, choice=CHOICE)
    assert {way.corridors for way in found.rows} == {(), ("line-c",), ("ship",)}
    for way in found.rows:
        trip = way.itinerary
        spread = (trip.time_p90_h - trip.time_p50_h) / 1.2815515655446004
        cost = trip.cost_usd + 50 * (trip.time_h + 0.5 * spread)
        assert way.generalised_usd == pytest.approx(cost)
        assert way.path_size == pytest.approx(1)
    whole = sum(way.generalised_usd**-2 for way in found.rows)
    for way in found.rows:
        assert way.share == pytest.approx(way.generalised_usd**-2 / whole)


@pytest.mark.parametrize("ways", ["front", "alternatives", "corridors"])
@pytest.mark.parametrize("by", ["logit", "all-or-nothing"])
def test_shares_add_up(toy, ways, by):
    found = co.shares(toy, *PAIR, ways=ways, by=by, quantity=1000, unit="teu")
    assert math.fsum(way.share for way in found.rows) == pytest.approx(1)
    assert math.fsum(way.quantity for way in found.rows) == pytest.approx(1000)
    for frame in (found.by_corridor(), found.by_mode()):
        assert frame["share"].sum() == pytest.approx(1)
        assert frame["quantity_teu"].sum() == pytest.approx(1000)
        assert frame["ways"].sum() == len(found.rows)
    shares = [way.share for way in found.rows]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("weight", ["cost", "time", "transits", "generalised"])
@pytest.mark.parametrize("ways", ["front", "alternatives", "corridors"])
def test_all_or_nothing_is_the_route(toy, weight, ways):
    found = co.shares(toy, *PAIR, by="all-or-nothing", ways=ways, weight=weight)
    assert found.rows[0].itinerary.steps == co.route(toy, *PAIR, weight=weight).steps
    assert [way.share for way in found.rows] == [1.0] + [0.0] * (len(found.rows) - 1)


def test_all_or_nothing_with_a_departure_is_the_route_of_that_day(net):
    words = {"departure": datetime(2026, 3, 3, 8), "weight": "time"}
    found = co.shares(net, "Karachi", "Almaty", by="all-or-nothing", k=3, **words)
    trip = co.route(net, "Karachi", "Almaty", **words)
    assert found.rows[0].itinerary.steps == trip.steps


def test_a_cheaper_way_never_gets_less(toy):
    def ship(usd):
        services = change(toy.table("services"), "usd_40ft", {"service_id": "s"}, usd)
        found = co.shares(toy_network(services=services), *PAIR, ways="corridors", choice=CHOICE)
        return found.of_corridor("ship")

    shares = [ship(usd) for usd in (100.0, 300.0, 600.0, 1200.0)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1] + 0.01


def test_a_great_scale_is_nearly_all_or_nothing(toy):
    sharp = co.Choice("container", scale=500.0, time_share_per_day=0.0135, reliability_ratio=0.0)
    found = co.shares(toy, *PAIR, choice=sharp)
    best = co.route(toy, *PAIR, weight="generalised")
    assert found.rows[0].share > 0.99
    assert found.rows[0].itinerary.steps == best.steps


def test_without_scale_ways_that_share_nothing_are_alike(toy):
    found = co.shares(toy, *PAIR, choice=co.Choice("container", scale=0.0))
    assert [way.share for way in found.rows] == pytest.approx([1 / 3] * 3)


def test_a_scenario_changes_shares(toy):
    closed = co.Scenario("shut", "Shut", (co.Override("close", "links", {"link_id": "sea-pq"}),))
    before = co.shares(toy, *PAIR, ways="corridors")
    after = co.shares(toy, *PAIR, ways="corridors", scenarios=closed)
    assert after.of_corridor("ship") == 0
    table = after.change_from(before).set_index("corridor")
    assert table.loc["ship", "share_after"] == 0
    assert table.loc["ship", "change"] == pytest.approx(-before.of_corridor("ship"))
    assert table["change"].sum() == pytest.approx(0)
    other = co.shares(toy, "Alpha", "Beta")
    with pytest.raises(ValueError, match="no shares of Alpha"):
        after.change_from(other)


def test_what_is_shown(toy):
    found = co.shares(toy, *PAIR, quantity=10)
    frame = found.to_frame()
    assert list(frame["share"]) == [way.share for way in found.rows]
    assert "quantity_t" in frame
    assert "quantity" not in co.shares(toy, *PAIR).to_frame()
    assert found.mean_usd == pytest.approx(float((frame["share"] * frame["cost_usd"]).sum()))
    assert found.mean_time_h == pytest.approx(float((frame["share"] * frame["time_h"]).sum()))
    assert str(found).startswith("Alpha (XX) - Epsilon (ZZ), logit over the alternatives:\n")
    assert found.notes[0].startswith("The network has no coefficients of choice of its own")


def test_one_way_only(toy):
    found = co.shares(toy, "Gas Field", "Gas Hub", shipment=co.Shipment(commodity="gas"))
    assert [way.share for way in found.rows] == [1.0]
    assert "There is one way only." in found.notes


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"by": "dice"}, "'dice' is not one of"),
        ({"ways": "all"}, "'all' is not one of"),
        ({"k": 0}, "k must be"),
        ({"quantity": -1}, "quantity must be 0 or more"),
        ({"unit": "boxes"}, "'boxes' is not one of"),
        ({"choice": co.Choice("bulk", 1.0)}, "choice is of bulk, but the goods are container"),
    ],
)
def test_what_cannot_be_asked(toy, words, message):
    with pytest.raises(ValueError, match=message):
        co.shares(toy, *PAIR, **words)


def test_no_way_is_an_error(toy):
    with pytest.raises(co.NoItineraryError):
        co.shares(toy, *PAIR, modes=["pipeline"])
