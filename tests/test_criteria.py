"""Criteria: one row each, that agrees with legs, itineraries and arcs."""

from dataclasses import fields

import pytest

import corridors as co
from corridors.criteria import COST, CRITERIA, SPLITS, TIME, TOTALS, criterion_of
from corridors.graph.stategraph import ARC_COLUMNS
from corridors.routing.itinerary import Leg


@pytest.mark.parametrize("row", CRITERIA.values(), ids=lambda row: row.key)
def test_a_row_names_what_there_is(toy, row):
    trip = co.route(toy, "Alpha", "Epsilon", weight=row.key)
    assert row.leg in {field.name for field in fields(Leg)}
    assert row.arc in ("", *ARC_COLUMNS)
    total = sum(getattr(leg, row.leg) for leg in trip.steps)
    assert getattr(trip, row.total) == pytest.approx(total)


def test_columns_and_totals_are_in_one_order():
    assert list(CRITERIA) == ["cost", "time", "distance", "transits", "co2e"]
    assert (COST, TIME) == (0, 1)
    assert TOTALS == ("cost_usd", "time_h", "distance_km", "transit_count", "co2e_kg")
    assert len(SPLITS) == 12
    assert (SPLITS[0], SPLITS[-1]) == ("usd_line_haul", "h_access")


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [("cost", 1234.4, "1,234 USD"), ("time", 36.0, "1.5 days"), ("distance", 0.4, "0 km")],
)
def test_numbers_for_people(key, value, text):
    assert CRITERIA[key].text(value) == text
    assert CRITERIA[key].number(value) == text.split()[0]


def test_a_word_that_is_none():
    assert criterion_of("cost") is CRITERIA["cost"]
    with pytest.raises(ValueError, match=r"'tme' is not one of cost, time, .*mean 'time'"):
        criterion_of("tme")


def test_the_table_of_criteria_cannot_be_written():
    with pytest.raises(TypeError):
        CRITERIA["beauty"] = CRITERIA["cost"]
