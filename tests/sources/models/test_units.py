"""Units of columns."""

from __future__ import annotations

import pytest
from models_toy import LINKS, MAPPING, model

import corridors as co
from corridors.sources.models.units import factor


@pytest.mark.parametrize(
    ("field", "unit", "rate", "times"),
    [
        ("length_km", "mi", None, 1.609344),
        ("length_km", "Miles", None, 1.609344),
        ("length_km", "metres", None, 0.001),
        ("length_km", "feet", None, 0.0003048),
        ("length_km", "nmi", None, 1.852),
        ("speed_kmh", "mph", None, 1.609344),
        ("speed_kmh", "m/s", None, 3.6),
        ("time_h", "min", None, 1 / 60),
        ("time_h", "days", None, 24),
        ("gauge_mm", "in", None, 25.4),
        ("gauge_mm", "m", None, 1000),
        ("cost_usd", "EUR", 1.1, 1.1),
        ("cost_usd", "usd", None, 1),
        ("cost_usd_per_km", "USD/mi", None, 1 / 1.609344),
        ("cost_usd_per_km", "KZT/km", 0.002, 0.002),
    ],
)
def test_a_unit_says_by_what_to_multiply(field, unit, rate, times):
    assert factor(field, unit, rate) == pytest.approx(times)


@pytest.mark.parametrize(
    ("field", "unit", "rate", "message"),
    [
        ("length_km", "mph", None, "unit 'mph' is not one of km, "),
        ("length_km", "mi", 2.0, "a rate is for money"),
        ("cost_usd", "EUR", None, "unit 'EUR' needs a rate"),
        ("cost_usd", "euro", 1.1, "is no currency"),
        ("cost_usd", "USD", 2.0, "of USD it is 1"),
        ("cost_usd", "EUR/km", 1.1, "that is cost_usd_per_km"),
        ("name", "km", None, "a unit is for a column of lengths"),
    ],
)
def test_what_is_no_unit(field, unit, rate, message):
    with pytest.raises(ValueError, match=message):
        factor(field, unit, rate)


def test_a_model_in_miles_minutes_and_euros(tmp_path):
    said = (
        MAPPING.replace("scale = 0.001", 'unit = "mi"')
        .replace('cost_usd = "Cost"', 'cost_usd = { column = "Cost", unit = "EUR", rate = 1.25 }')
        .replace('time_h = "Hours"', 'time_h = { column = "Hours", unit = "min" }')
    )
    links = LINKS.replace("330000", "205").replace("15000", "9.5").replace("640000", "398")
    trip = co.route(co.read_mapped(model(tmp_path, links=links, mapping=said)), "A", "D")
    assert trip.distance_km == pytest.approx((205 + 9.5 + 398) * 1.609344)
    assert trip.cost_usd == pytest.approx((410 + 25 + 700) * 1.25 + 200 + 120 + 80)
    assert trip.time_h == pytest.approx((9 + 1 + 16) / 60 + 24)
