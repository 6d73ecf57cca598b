"""Prices of a 20-ft box, a 40-ft box and a tonne, by hand."""

import math

from toy import change, toy_tables

from corridors.network.prices import BOXES, LOAD_T, NOT_CARRIED, Price, of_load, price_of


def test_arithmetic_is_by_field():
    one, other = Price(1, 2, 3), Price(10, 30, 50)
    assert one.plus(other) == (11, 32, 53)
    assert one.times(4) == (4, 8, 12)
    assert one.mean(other) == (5.5, 16, 26.5)
    assert Price() == (0, 0, 0)


def test_what_is_carried_is_known():
    assert (math.inf, math.inf, math.inf) == NOT_CARRIED
    assert not NOT_CARRIED.is_known
    assert Price(math.inf, 5, math.inf).is_known
    assert Price(0, math.inf, math.inf).is_known


def test_a_missing_price_is_not_carried_and_never_free():
    services = toy_tables()["services"]
    assert price_of(services, 0) == (400, 600, 20)
    without = change(services, "usd_40ft", {"service_id": "s"}, math.nan)
    assert price_of(without, 0) == (400, math.inf, 20)


def test_a_load_is_twenty_tonnes_or_one_box():
    assert LOAD_T == 20
    assert of_load(120.0) == (120, 120, 6)
    assert BOXES == ("20ft", "40ft")
