"""Prices as published, and what the tables made of them."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

import corridors as co
from corridors.studies.evidence.raw import MAKES


def _half_of_the_last_digit(usd: float) -> float:
    return 0.5 * 10.0 ** int(Decimal(repr(usd)).normalize().as_tuple().exponent)


def test_each_row_is_what_its_published_price_makes(net):
    prices = co.raw_prices(net)
    assert {word.split()[0] for word in prices["row"]} == set(MAKES)
    assert prices["row"].nunique() == len(prices.drop_duplicates(["row", "column"])["row"].unique())
    for one in prices.to_dict("records"):
        rounding = min(_half_of_the_last_digit(one["usd"]), 0.5) * 1.001
        assert one["usd"] == pytest.approx(one["brought_usd"], abs=rounding), one["row"]


def test_every_row_with_a_published_price_is_there(net):
    some = 0
    for name, columns in MAKES.items():
        table = net.table(name)
        some += sum(not math.isnan(value) for column in columns for value in table[column])
    assert len(co.raw_prices(net)) == some > 80


def test_what_is_brought_says_that_it_is_of_the_level(net):
    level = int(net.table("vintage")["price_year"][-1])
    for name in ("tariffs", "charges"):
        for row in net.table(name):
            if not math.isnan(row["raw_value"]):
                assert row["price_year"] == level


def test_the_way_back_to_karachi_is_a_third(net):
    prices = co.raw_prices(net).set_index(["row", "column"])
    up = prices.loc["tariffs road PK 40ft 2025-07-17", "usd_per_km"]
    back = prices.loc["tariffs road PK 40ft Karachi 2025-07-17", "usd_per_km"]
    start = prices.loc["tariffs road PK 40ft 2025-07-17", "start_usd"]
    assert (back["raw_value"], back["raw_currency"], back["raw_units"]) == (61.3, "PKR", 1)
    # 350,000 rupees up, 120,000 back, 25,000 for 30 km; of 1,248 km 1,035 go straight
    assert start["raw_value"] + 30 * (up["raw_value"] + back["raw_value"]) / 2 == pytest.approx(
        25_000, rel=1e-3
    )
    km, straight = 1248, 1035
    fares = [
        start["raw_value"]
        + sum((km + sign * straight) / 2 * row["raw_value"] for sign, row in signed)
        for signed in (((1, up), (-1, back)), ((-1, up), (1, back)))
    ]
    assert fares == pytest.approx([350_000, 120_000], rel=0.002)


def test_a_scenario_changes_the_price_and_not_what_was_published(net):
    double = co.Override(
        "change", "tariffs", {"mode": "road", "country": "PK"}, "usd_per_km", "multiply", 2.0
    )
    before, after = (
        co.raw_prices(one).set_index(["row", "column"])
        for one in (net, net.apply(co.Scenario("dear", "Dear", (double,))))
    )
    assert (after["raw_value"] == before["raw_value"]).all()
    assert (after["brought_usd"] == before["brought_usd"]).all()
    row = "tariffs road PK 40ft 2025-07-17", "usd_per_km"
    assert after.loc[row, "usd"] == pytest.approx(2 * before.loc[row, "usd"])


def test_tables_without_a_level_bring_nothing(toy):
    assert not len(co.raw_prices(toy))
