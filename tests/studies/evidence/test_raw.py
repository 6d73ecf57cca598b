"""Prices as published, and what the tables made of them."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from toy import table, toy_network, toy_tables

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


def published(**more):
    """Return the toy network with prices that were published in rupees of 2020.

    160 rupees were a dollar then, and what cost 250 cost 300 in 2023: 1,600 are 12 USD of 2023.
    """
    rows = {name: [dict(row) for row in toy_tables()[name]] for name in (
        "tariffs", "services", "border_crossings", "sources")}  # fmt: skip
    told = {"basis": "published", "raw_currency": "PKR", "raw_period": "2020"}
    (road,) = [r for r in rows["tariffs"] if (r["mode"], r["box"]) == ("road", "40ft")]
    road |= {**told, "raw_value": 1600.0, "raw_units": 10.0, "usd_per_km": 1.2, "raw_start": 3200.0,
             "start_usd": 24.0, "price_year": 2023.0, "valid_from": "2020-07-01",
             "valid_to": "2021-06-30"}  # fmt: skip
    rows["services"][0] |= {**told, "raw_40ft": 80_000.0, "raw_20ft": 40_000.0,
                            "usd_20ft": 300.0}  # fmt: skip
    post = next(row for row in rows["border_crossings"] if row["bcp_id"] == "xy-zeta")
    post |= {**told, "basis": "assumed", "price_basis": "published", "price_source_id": "fees",
             "raw_value": 16_000.0, "cost_usd": 120.0}  # fmt: skip
    rows["sources"].append({"source_id": "fees", "title": "Fees", "year": "2019"})
    rows["vintage"] = [{"version": "2023.01", "released": "2023-01-01", "price_year": 2023.0}]
    rows["deflators"] = [
        {"currency": "USD", "period": "2020", "per_usd": 1.0, "price_index": 250.0},
        {"currency": "USD", "period": "2023", "per_usd": 1.0, "price_index": 300.0},
        {"currency": "PKR", "period": "2020", "per_usd": 160.0},
    ]
    return toy_network(**{name: table(name, found) for name, found in rows.items()}, **more)


def test_what_was_published_in_rupees_by_hand():
    found = co.raw_prices(published())
    columns = [
        "row",
        "column",
        "raw_value",
        "raw_units",
        "brought_usd",
        "usd",
        "source_id",
        "basis",
    ]
    told = [tuple(row) for row in found[columns].itertuples(index=False)]
    nan = pytest.approx(math.nan, nan_ok=True)
    assert told == [
        ("tariffs road * 40ft 2020-07-01", "usd_per_km", 1600, 10, pytest.approx(1.2), 1.2, "toy", "published"),
        ("tariffs road * 40ft 2020-07-01", "start_usd", 3200, nan, pytest.approx(24), 24, "toy", "published"),
        ("services s", "usd_20ft", 40_000, nan, pytest.approx(300), 300, "toy", "published"),
        ("services s", "usd_40ft", 80_000, nan, pytest.approx(600), 600, "toy", "published"),
        ("border_crossings xy-zeta road XX YY", "cost_usd", 16_000, nan, pytest.approx(120), 120,
         "fees", "published"),
    ]  # fmt: skip
    assert set(found["raw_currency"]) == {"PKR"}
    assert set(found["raw_period"]) == {"2020"}
    assert set(found["price_year"]) == {2023}
    assert list(found["valid_from"]) == ["2020-07-01"] * 2 + [""] * 3
    assert list(found["valid_to"]) == ["2021-06-30"] * 2 + [""] * 3
    assert found.attrs["data_version"] == "2023.01"
