"""Indicators of the CPMM, worked by hand on the toy network."""

import math

import pytest
from toy import table, toy_network

import corridors as co

PAIR = ("xx-a", "zz-e")


def by_indicator(frame, mode, column="value", country=""):
    rows = frame[(frame["mode"] == mode) & (frame["country"] == country)]
    return dict(zip(rows["indicator"], rows[column], strict=True))


def test_of_an_itinerary_by_road(toy):
    """900 km at 50 km/h are 18 h on the move, 36 h with rests; two borders of 10 h and 100 USD.

    Four posts: 5 h and 50 USD each. 900 + 200 USD over 900 km: 611 USD per 500 km with 20 t.
    """
    frame = co.indicators(co.route(toy, *PAIR, modes="road"))
    assert set(frame["mode"]) == {"road"}
    assert by_indicator(frame, "road") == pytest.approx(
        {"TFI1": 5, "TFI2": 50, "TFI3": 1100 / 900 * 500, "SWOD": 50, "SWD": 900 / 56}
    )
    assert set(frame["km"]) == {900}
    assert set(frame["posts"]) == {4}


def test_the_cost_is_for_twenty_tonnes(toy):
    light = co.Shipment(cargo_t=10)
    found = by_indicator(co.indicators(co.route(toy, *PAIR, modes="road", shipment=light)), "road")
    assert found["TFI3"] == pytest.approx(2 * 1100 / 900 * 500)


def test_a_break_of_gauge_belongs_to_the_border(toy):
    """510 km at 40 km/h are 12.75 h, with stops 17.85; border 20 h 50 USD, break 8 h 120 USD."""
    trip = co.route(toy, *PAIR, corridor="line-c")
    found = by_indicator(co.indicators(trip), "rail")
    assert found["TFI1"] == pytest.approx(28 / 2)
    assert found["TFI2"] == pytest.approx(170 / 2)
    assert found["SWOD"] == pytest.approx(40)
    assert found["SWD"] == pytest.approx(510 / (17.85 + 28))
    assert found["TFI3"] == pytest.approx((255 + 170) / 510 * 500)


def test_of_a_country(toy):
    """Y has the 500 km to E and half of both borders: a post each."""
    found = by_indicator(
        co.indicators(co.route(toy, *PAIR, modes="road"), by_country=True), "road", country="YY"
    )
    assert found["TFI1"] == pytest.approx(5)
    assert found["SWD"] == pytest.approx(500 / (20 + 10))


def test_of_a_corridor_both_ways(toy):
    """200 km and 300 km of rail each way, without the border, which is none of its links."""
    frame = co.indicators(toy, "line-c")
    found = by_indicator(frame, "rail")
    assert set(frame["km"]) == {1000}
    assert found["SWD"] == pytest.approx(1000 / 35)
    assert math.isnan(found["TFI1"])


def test_itineraries_add_up(toy):
    trips = [co.route(toy, *PAIR, modes="road"), co.route(toy, *PAIR, corridor="line-c")]
    frame = co.indicators(trips)
    assert list(dict.fromkeys(frame["mode"])) == ["road", "rail"]
    assert frame.loc[frame["mode"] == "road", "km"].iloc[0] == 900 + 100


def test_the_last_published_value_of_the_country_stands_beside():
    published = table(
        "published_indicators",
        [
            {"indicator": "SWD", "mode": "road", "country": home, "year": year, "value": value}
            for home, year, value in (("*", 2022, 23.4), ("YY", 2020, 10.0), ("YY", 2023, 12.0))
        ],
    )
    net = toy_network(published_indicators=published)
    trip = co.route(net, *PAIR, modes="road")
    assert by_indicator(co.indicators(trip), "road", "published")["SWD"] == 23.4
    frame = co.indicators(trip, by_country=True)
    of_y = by_indicator(frame, "road", "published", "YY")
    assert of_y["SWD"] == 12.0
    assert math.isnan(of_y["TFI3"])
    assert by_indicator(frame, "road", "published_of", "XX")["SWD"] == "CAREC"
    assert by_indicator(frame, "road", "published_year", "YY")["SWD"] == 2023


def test_what_cannot_be_asked_is_said(toy):
    trip = co.route(toy, *PAIR)
    for call, error, message in (
        (lambda: co.indicators(toy), ValueError, "need a corridor: future, gas-line, line-c"),
        (lambda: co.indicators(toy, "line-d"), co.UnknownNameError, "Did you mean 'line-c'"),
        (lambda: co.indicators(toy, "gas-line"), ValueError, "no link of gas-line in operation"),
        (lambda: co.indicators(trip, "line-c"), TypeError, "itineraries have theirs"),
        (lambda: co.indicators([]), TypeError, "a network with a corridor, or itineraries"),
        (lambda: co.indicators("line-c"), TypeError, "itineraries"),
    ):
        with pytest.raises(error, match=message):
            call()


def test_the_embedded_corridors_lie_near_what_was_measured(net):
    """Speeds without delay are inputs by country, so the whole must come near; with delay not."""
    frame = co.indicators(net, "middle-corridor").set_index(["mode", "indicator"])["value"]
    assert 35 < frame["road", "SWOD"] < 65
    assert 10 < frame["road", "SWD"] < 30
    assert 35 < frame["rail", "SWOD"] < 65
    assert 10 < frame["rail", "SWD"] < 30
