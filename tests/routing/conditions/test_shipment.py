"""Shipments in units of their own, and what they are worth."""

import pickle
from dataclasses import replace

import pytest

import corridors as co
from corridors import vocabulary


@pytest.mark.parametrize(
    ("commodity", "quantity", "unit", "tonnes"),
    [
        ("gas", 33, "bcm", 33 * 735_000),
        ("gas", 2, "mcm", 2 * 735),
        ("gas", 34_121_000, "MMBtu", 735_000),  # a bcm
        ("gas", 7, "t", 7),
        ("oil", 7.33, "bbl", 1),
        ("oil", 12e6, "t", 12e6),
        ("bulk", 40, "t", 40),
    ],
)
def test_quantities_make_tonnes(commodity, quantity, unit, tonnes):
    assert co.Shipment(commodity=commodity, quantity=quantity, unit=unit).cargo_t == pytest.approx(
        tonnes
    )


def test_gas_and_oil_are_worth_their_price():
    """Crude 82 USD a barrel: oil 82 x 7.33 = 601.06 USD/t; gas 0.0917 x 82 = 7.5194 USD/MMBtu."""
    assert co.Shipment(commodity="oil", quantity=10, unit="bbl").value_usd == pytest.approx(820)
    gas = co.Shipment(commodity="gas", quantity=1, unit="mcm")
    assert gas.value_usd == pytest.approx(34_121 * 7.5194)
    assert co.Shipment(commodity="gas", cargo_t=735).value_usd == pytest.approx(gas.value_usd)
    assert co.Shipment(commodity="gas", cargo_t=1000, value_usd=5).value_usd == 5
    assert co.Shipment(commodity="bulk", cargo_t=1000).value_usd == 50_000
    assert co.Shipment().value_usd == 50_000


def test_what_nobody_said_follows_in_copies():
    gas = co.Shipment(commodity="gas", quantity=1, unit="bcm")
    half = replace(gas, quantity=0.5)
    assert (half.cargo_t, half.value_usd) == pytest.approx((367_500, gas.value_usd / 2))
    assert replace(gas, value_usd=3).cargo_t == gas.cargo_t
    assert replace(co.Shipment(commodity="gas"), cargo_t=40).value_usd == pytest.approx(
        2 * co.Shipment(commodity="gas").value_usd
    )
    back = pickle.loads(pickle.dumps(gas))
    assert back == gas
    assert replace(back, quantity=2).cargo_t == 2 * gas.cargo_t
    assert "unit='bcm'" in repr(gas)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"quantity": 3, "commodity": "gas"}, "quantity 3 has no unit: give unit=, for gas one of bcm, mcm, MMBtu, t"),
        ({"unit": "bcm", "commodity": "gas"}, "unit 'bcm' is of no quantity: give quantity= as well"),
        ({"quantity": 3, "unit": "bbl", "commodity": "gas"}, "unit of gas 'bbl' is not one of bcm, mcm, MMBtu, t"),
        ({"quantity": 3, "unit": "BCM", "commodity": "gas"}, "Did you mean 'bcm'"),
        ({"quantity": -3, "unit": "bcm", "commodity": "gas"}, "quantity must be above 0, not -3"),
        ({"quantity": float("nan"), "unit": "bcm", "commodity": "gas"}, "quantity must be above 0, not nan"),
        ({"quantity": 2, "unit": "mcm", "commodity": "gas", "cargo_t": 20}, "2 mcm of gas are 1,470 t, not the 20 of cargo_t: give one of them"),
        ({"quantity": 40, "unit": "t"}, "a container holds up to 30 t, not 40"),
        ({"cargo_t": 1e7, "commodity": "bulk"}, "below 10 million t"),
        ({"quantity": 2000, "unit": "bcm", "commodity": "gas"}, "below 1,000 million t"),
    ],
)  # fmt: skip
def test_bad_quantities_are_told(given, said):
    with pytest.raises(ValueError, match=said):
        co.Shipment(**given)


def test_a_quantity_is_a_number():
    with pytest.raises(TypeError, match="quantity is a number, not '3'"):
        co.Shipment(commodity="gas", quantity="3", unit="bcm")


def test_it_is_told_in_its_own_unit():
    assert co.Shipment(commodity="gas", quantity=1, unit="mcm").text.startswith(
        "gas, 1 mcm (735 t), worth 256,"
    )
    assert co.Shipment(cargo_t=18).amount == "18 t"
    assert co.Shipment(commodity="oil", cargo_t=2e6).amount == "2,000,000 t"


def test_the_table_of_ratios_says_the_same():
    """One fact: what a shipment is converted by stands in `ratios` with its source."""
    table = co.load().table("ratios")
    told = dict(zip(table["name"], table["value"], strict=True))
    assert told["t-per-1000-m3-gas"] == vocabulary.T_PER_1000M3
    assert told["mmbtu-per-1000-m3-gross"] == vocabulary.MMBTU_PER_1000M3
    assert told["bbl-per-t-crude"] == vocabulary.BBL_PER_T


def test_what_a_day_costs_is_said_or_follows():
    """50,000 USD at 1 % a day: 500 USD a day."""
    said = co.Shipment(time_share_per_day=0.01)
    assert said.usd_per_h * 24 == pytest.approx(500)
    assert "time_share_per_day=0.01" in repr(said)
    unsaid = co.Shipment()
    assert (unsaid.usd_per_h * 24, unsaid.says_time) == (pytest.approx(675), False)
    assert not replace(unsaid, value_usd=1.0).says_time
    assert replace(said, value_usd=1.0).says_time
    for wrong in (-0.1, 1.5):
        with pytest.raises(ValueError, match="time_share_per_day must be 0 to 1"):
            co.Shipment(time_share_per_day=wrong)
