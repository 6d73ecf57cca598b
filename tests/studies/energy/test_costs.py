"""Parts of the cost of a pipeline of three countries, worked by hand."""

from dataclasses import replace

import pytest

import corridors as co
from corridors.studies.energy.costs import cost_parts, earnings, usd_per_energy
from corridors.studies.energy.lines import line_of
from corridors.studies.energy.prices import EnergyPrices

NET = co.load()
TAPI = line_of(NET, "tapi")
PRICES = EnergyPrices(NET, ("TAPI",), "gas")


def test_units_of_energy():
    assert usd_per_energy(34.121, "gas") == pytest.approx(1)
    assert usd_per_energy(7.33, "oil") == pytest.approx(1)


def test_nothing_is_paid_for_the_way_before_the_border():
    km = {
        part["node_id"]: part["how"]
        for part in cost_parts(TAPI, PRICES)
        if part["part"] == "transport"
    }
    assert km["af-tapi-herat"].startswith("153 km")  # 370.1 less the 217.1 to the border


def test_what_is_not_taken_earns_nothing():
    none = replace(TAPI, offtakes=tuple(replace(one, amount=0.0) for one in TAPI.offtakes))
    assert all(row["musd"] == 0 for row in earnings(none, list(cost_parts(none, PRICES))))


def test_an_offtake_is_counted_once():
    rows = {row["who"]: row for row in earnings(TAPI, list(cost_parts(TAPI, PRICES)))}
    assert rows["operator of TAPI"]["amount"] == pytest.approx(33)
    assert rows["Afghanistan"]["amount"] == pytest.approx(33 * 0.84)
