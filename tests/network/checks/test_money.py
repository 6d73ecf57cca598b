"""Bad input of money: each fault is one line with file, row and column."""

from __future__ import annotations

import math

import pytest
from toy import table, toy_network, toy_tables

import corridors as co
from corridors.network.tables import read_tables, write_table

RATES = [
    {"currency": "USD", "period": "2023", "per_usd": 1.0, "price_index": 300.0},
    {"currency": "PKR", "period": "2023", "per_usd": 280.0},
]


def faults(**tables):
    with pytest.raises(co.DataError) as caught:
        toy_network(**tables)
    return caught.value.faults


def tariffs(*changes, row=0):
    """Return the tariffs of the toy, one row of which stands as often as there are changes."""
    rows = [dict(one) for one in toy_tables()["tariffs"]]
    changed = [{**rows[row], **change} for change in changes]
    return table("tariffs", [*changed, *rows[:row], *rows[row + 1 :]])


def with_raw(**raw):
    return {"tariffs": tariffs(raw), "deflators": table("deflators", RATES)}


RAW = {"raw_value": 280.0, "raw_units": 1.0, "raw_currency": "PKR", "raw_period": "2023"}


def test_a_price_as_published_is_right():
    assert 280.0 in toy_network(**with_raw(**RAW)).table("tariffs")["raw_value"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"raw_currency": ""}, "raw_currency is empty, but the row has a price as published"),
        ({"raw_period": ""}, "raw_period is empty: a price in PKR needs that in which it held"),
        ({"raw_period": "July"}, "raw_period 'July' is no year or month: a price in PKR needs"),
        ({"raw_period": "2023-13"}, "raw_period '2023-13' is no year or month"),
        ({"raw_currency": "PKX"}, "raw_currency, raw_period PKX of 2023 has no row in deflators"),
        ({"raw_period": "2022"}, "raw_currency, raw_period PKR of 2022 has no row in deflators"),
        ({"raw_value": math.nan}, "raw_value is empty, but has raw_currency or raw_period"),
    ],
)
def test_a_price_as_published_needs_its_currency_and_year(change, says):
    (fault,) = faults(**with_raw(**{**RAW, **change}))
    assert fault.startswith(f"tariffs.csv:2: {says}")


def test_a_network_without_rates_keeps_published_prices_with_their_year():
    net = toy_network(tariffs=tariffs(RAW))
    assert not len(net.table("deflators"))
    (fault,) = faults(tariffs=tariffs({**RAW, "raw_period": ""}))
    assert "raw_period is empty" in fault


def test_prices_of_one_way_and_day_do_not_overlap():
    old, new = {"valid_to": "2025-07-17"}, {"valid_from": "2025-07-17"}
    (fault,) = faults(tariffs=tariffs(old, new))
    assert fault == (
        "tariffs.csv:3: valid_from: mode 'road', country '*', box '20ft' holds already in row 2, "
        "to 2025-07-17"
    )
    (fault,) = faults(tariffs=tariffs({"valid_from": "2025-07-17"}, {}))
    assert "tariffs.csv:2: valid_from: mode 'road'" in fault  # a row without days holds always
    assert fault.endswith("holds already in row 3, at any time")


def test_periods_are_days_in_order_without_gaps():
    (fault,) = faults(tariffs=tariffs({"valid_from": "soon"}))
    assert fault.startswith("tariffs.csv:2: valid_from, valid_to Invalid isoformat string: 'soon'")
    (fault,) = faults(tariffs=tariffs({"valid_from": "2025-07-17", "valid_to": "2025-07-16"}))
    assert fault == "tariffs.csv:2: valid_to 2025-07-16 lies before valid_from 2025-07-17"
    (fault,) = faults(tariffs=tariffs({"valid_to": "2025-06-30"}, {"valid_from": "2025-08-01"}))
    assert fault.startswith("tariffs.csv:3: valid_from: mode 'road'")
    assert fault.endswith("has no price from 2025-07-01 to 2025-07-31")


def test_another_direction_is_no_overlap():
    there = {"towards": "Alpha", "towards_lon": 60.0, "towards_lat": 30.0}
    toy_network(tariffs=tariffs({}, there))


def test_a_service_of_ships_needs_a_price_and_a_train_does_not():
    rows = [dict(row) for row in toy_tables()["services"]]
    bare = {**rows[0], **dict.fromkeys(("usd_20ft", "usd_40ft", "usd_per_t"), math.nan)}
    (fault,) = faults(services=table("services", [*rows, {**bare, "service_id": "s-2"}]))
    assert fault.startswith("services.csv:3: usd_20ft, usd_40ft, usd_per_t are empty, but 's-2'")
    train = {**bare, "service_id": "t", "mode": "rail", "link_id": "rail-bc"}
    toy_network(services=table("services", [*rows, train]))


def test_a_negative_tariff_is_refused_on_reading(tmp_path):
    for one in toy_tables().values():
        write_table(one, tmp_path / f"{one.name}.csv")
    path = tmp_path / "tariffs.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("usd_per_km")] = "-1"
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), encoding="utf-8")
    with pytest.raises(co.DataError) as caught:
        read_tables(tmp_path)
    (fault,) = caught.value.faults
    assert fault == "tariffs.csv:2: usd_per_km -1 is outside 0 to 10 USD/km"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"parts": "wagon 0.4; infrastructure 0.5"}, "parts the shares make 0.9, not 1"),
        ({"parts": "wagons 1"}, "parts word 'wagons' is not one of infrastructure,"),
        ({"parts": "wagon half"}, "parts share 'half' of wagon is no number"),
        ({"parts": "wagon 1.2; forwarder -0.2"}, "parts 'forwarder -0.2' is told twice, or no share"),
        ({"parts": "wagon 0.5; wagon 0.5"}, "parts 'wagon 0.5' is told twice, or no share"),
        ({"start_usd": 10.0, "towards": "Alpha", "towards_lon": 60.0, "towards_lat": 30.0},
         "start_usd 10 of a row towards 'Alpha': a haul begins before"),
    ],
)  # fmt: skip
def test_parts_of_a_price_make_a_whole_and_a_start_has_no_direction(words, fault):
    (told,) = faults(tariffs=tariffs({}, {**words, "towards": words.get("towards", "")})
                     if "towards" in words else tariffs(words))  # fmt: skip
    assert fault in told


def test_a_negative_start_is_no_price():
    (told,) = faults(tariffs=tariffs({"start_usd": -1.0}))
    assert "start_usd -1 is no price of 0 or more" in told
