"""Prices of a 20-ft box, a 40-ft box and a tonne, by hand."""

import math
from datetime import date

import pytest
from toy import change, table, toy_tables

from corridors.network.prices import (
    BOXES,
    LOAD_T,
    NOT_CARRIED,
    Price,
    has_raw,
    money_of,
    of_day,
    of_load,
    price_of,
    rate_parts,
    rows_held,
    source_of,
    usd_of,
)


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


RATES = table(
    "deflators",
    [
        {"currency": "USD", "period": "2020", "per_usd": 1.0, "price_index": 250.0},
        {"currency": "USD", "period": "2023", "per_usd": 1.0, "price_index": 300.0},
        {"currency": "PKR", "period": "2020", "per_usd": 160.0},
        {"currency": "TRY", "period": "2023-10", "per_usd": 28.0},
    ],
)


def test_a_published_price_is_changed_at_its_own_time_and_follows_the_dollar():
    # 1,600 rupees were 10 dollars in 2020; prices rose by 300 / 250, so 12 dollars of 2023
    assert usd_of(RATES, 1600.0, "PKR", "2020", 2023) == pytest.approx(12.0)
    # back to 2020 it is what it was; a month has the price index of its year
    assert usd_of(RATES, 1600.0, "PKR", "2020", 2020) == pytest.approx(10.0)
    assert usd_of(RATES, 2800.0, "TRY", "2023-10", 2023) == pytest.approx(100.0)


def test_what_the_table_of_rates_lacks_is_not_guessed():
    with pytest.raises(KeyError):
        usd_of(RATES, 1.0, "PKR", "2023", 2023)
    with pytest.raises(KeyError):
        usd_of(RATES, 1.0, "PKR", "2020", 2022)


def test_the_dollar_of_another_year_on_land_and_at_sea():
    rows = [dict(row) for row in RATES]
    rows[0]["sea_index"], rows[1]["sea_index"] = 2000.0, 1500.0
    rates = table("deflators", rows)
    # prices rose by a fifth from 2020 to 2023, a box at sea cost 2,000 and then 1,500
    assert money_of(rates, 2023, 2020) == pytest.approx((250 / 300, 2000 / 1500))
    assert money_of(rates, 2023, 2023) == (1, 1)
    assert money_of(RATES, None, 2020) == (1, 1)
    # what is not known is not 1, but for the year itself
    assert money_of(RATES, 2023, 2020) == pytest.approx((250 / 300, math.nan), nan_ok=True)
    assert money_of(RATES, 2023, 2019) == pytest.approx((math.nan, math.nan), nan_ok=True)
    assert money_of(RATES, 2019, 2019) == (1, 1)


def _dated(*spans):
    row = {"mode": "road", "country": "XX", "box": "40ft", "usd_per_km": 1.0, "fixed_usd": 0.0}
    return table("tariffs", [{**row, "valid_from": a, "valid_to": b} for a, b in spans])


def test_the_row_of_the_day_holds_and_without_a_day_the_latest():
    held = _dated(("", "2025-07-16"), ("2025-07-17", ""))
    key = ("road", "XX", "40ft", "")
    assert rows_held(held, date(2025, 7, 16)) == {key: 0}
    assert rows_held(held, date(2025, 7, 17)) == {key: 1}
    assert rows_held(held) == {key: 1}
    assert rows_held(_dated(("2025-07-17", "2025-12-31")), date(2026, 1, 1)) == {}
    assert rows_held(_dated(("", "")), date(1999, 1, 1)) == {key: 0}


def test_parts_of_a_railways_price():
    assert rate_parts("") == {}
    assert rate_parts("wagon 0.25;  infrastructure and locomotive 0.75; ") == {
        "wagon": 0.25, "infrastructure and locomotive": 0.75,
    }  # fmt: skip


def test_where_only_some_rows_begin_on_a_day_the_others_hold_always():
    held, key = _dated(("", ""), ("2025-07-17", "")), ("road", "XX", "40ft", "")
    assert rows_held(held, date(2025, 7, 16)) == {key: 0}
    assert rows_held(held, date(2025, 7, 17)) == {key: 1}
    assert rows_held(held) == {key: 1}
    ended = _dated(("", ""), ("", "2025-07-16"))
    assert rows_held(ended, date(2025, 7, 17)) == {key: 0}


def test_rows_that_do_not_hold_are_for_no_box():
    dated, key = _dated(("", "2025-07-16"), ("2025-07-17", "")), ("road", "XX", "40ft", "")
    assert of_day(dated, {key: 1})["box"] == ("", "40ft")
    assert of_day(dated, {key: 1})["usd_per_km"] == (1.0, 1.0)
    plain = _dated(("", ""))
    assert of_day(plain, {key: 0}) is plain


def test_a_price_has_a_source_of_its_own_where_it_comes_from_elsewhere():
    rows = [{"bcp_id": "x", "price_source_id": "fees", "price_basis": "published"}, {"bcp_id": "y"}]
    posts = table("border_crossings", rows)
    assert source_of(posts, 0, of="price_") == ("fees", "published")
    assert source_of(posts, 0) == source_of(posts, 1, of="price_") == ("toy", "assumed")
    tariffs = _dated(("", ""))  # which have no column of that name
    assert source_of(tariffs, 0, of="price_") == ("toy", "assumed")


def test_a_row_keeps_its_price_as_published_or_not():
    rows = [{"raw_value": 5.0}, {"raw_start": 5.0}, {}]
    tariffs = table("tariffs", rows)
    assert [has_raw(tariffs, row) for row in range(3)] == [True, True, False]
    assert not has_raw(table("nodes", [{}]), 0)


def test_a_share_that_is_no_number_is_told():
    with pytest.raises(ValueError, match="^share 'half' of wagon is no number$"):
        rate_parts("wagon half")
