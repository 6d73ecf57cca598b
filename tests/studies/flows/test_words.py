"""Amounts, units and shares as people read them."""

import csv
import io
import math

import pytest

from corridors.routing.conditions import DEFAULT_SHIPMENT
from corridors.studies.flows import words
from corridors.studies.flows.demand import demands_of
from corridors.studies.flows.units import CAPACITY_UNITS


def test_the_example_is_a_demand_between_known_places(net, tmp_path):
    file = tmp_path / "demand.csv"
    file.write_text(words.EXAMPLE, encoding="utf-8")
    rows = demands_of(file, DEFAULT_SHIPMENT)
    assert len(rows) == len(list(csv.reader(io.StringIO(words.EXAMPLE)))) - 1
    for row in rows:
        net.gazetteer.node_id(row.origin), net.gazetteer.node_id(row.destination)
        assert not row.corridor or row.corridor in net.corridor_ids


@pytest.mark.parametrize("unit", CAPACITY_UNITS)
def test_every_unit_of_a_capacity_has_words(unit):
    what, over = words.unit_words(unit).split(" a ")
    assert what
    assert over in ("year", "day")
    assert words.worth_text(2.0, unit).startswith("2 USD a year for one more ")


def test_amounts_below_a_unit_are_told_in_a_smaller_one():
    assert words.mass_text(999_999) == "1,000 kt"
    assert words.mass_text(0) == "0 t"
    assert words.usd_text(-2_500_000) == "-2.5 million USD"


@pytest.mark.parametrize(
    ("use", "text"),
    [(1.0, "100 %"), (0.996, "100 %"), (0.0, "0 %"), (0.0004, "0.04 %"), (math.nan, "-"), (math.inf, "-")],
)  # fmt: skip
def test_a_use_is_told_in_percent_or_not_at_all(use, text):
    assert words.use_text(use) == text


def test_one_of_what_is_counted_by_the_day_is_told_as_one():
    assert words.worth_text(3, "trucks_per_day") == "3 USD a year for one more lorry a day"
    assert words.worth_text(3, "trains_per_day") == "3 USD a year for one more train a day"
    assert words.worth_text(3, "mcm_per_day") == "3 USD a year for one more mcm a day"
