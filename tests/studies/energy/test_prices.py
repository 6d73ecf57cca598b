"""Prices in one unit, the latest of each, by the price of crude."""

import pytest

import corridors as co
from corridors.studies.energy.prices import EnergyPrices

NET = co.load()


def test_units_and_formulas():
    """0.0917 x 50 = 4.585 USD/MMBtu = 156.44 USD per 1,000 m3; 0.55 USD a barrel = 4.0315 USD a tonne."""
    gas = EnergyPrices(NET, ("TAPI",), "gas", 50)
    assert gas.one("border_price", "TAPI").value == pytest.approx(4.585 * 34.121)
    oil = EnergyPrices(NET, ("BTC",), "oil")
    assert oil.crude == 82
    assert oil.one("tax", "BTC").value == pytest.approx(0.55 * 7.33)
    assert EnergyPrices(NET, ("SCP",), "gas").one("transit_fee", "SCP").is_share


def test_the_latest_counts_and_all_are_kept():
    prices = EnergyPrices(NET, ("TANAP",), "gas")
    assert [p.year for p in prices.every("tariff")] == [2019, 2016]
    assert prices.one("tariff", "TANAP").year == 2019
    assert prices.one("liquefaction", "TANAP") is None


def test_ranges_go_by_crude_too():
    fee = EnergyPrices(NET, ("TAPI-Gwadar",), "gas").one("shipping", "TAPI-Gwadar", "JP")
    assert (fee.low, fee.value, fee.high) == pytest.approx((0.7 * 34.121, 34.121, 1.6 * 34.121))
