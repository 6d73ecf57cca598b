"""The frame of what is compared: a row each outcome, judged; nothing is left out."""

import math

import pytest
from outcomes_toy import network_with, outcome
from toy import toy_network

import corridors as co
from corridors.studies.evidence.validate import CATEGORIES, COLUMNS, validated

OUTCOMES = (
    outcome("a-km", "distance", 850, 900, kind="market"),
    outcome("b-time", "time", 1.0, 1.5, kind="pilot", scope="carriage", note="escorted"),
    outcome("c-usd", "price", 1000, 1100),
    outcome("d-none", "price", 10, 11, modes="pipeline"),
)


def test_rows_are_judged():
    frame = co.validate(network_with(*OUTCOMES))
    assert [frame.index.name, *frame.columns] == list(COLUMNS)
    assert frame["inside"].to_dict() == {
        "a-km": True, "b-time": False, "c-usd": True, "d-none": False,
    }  # fmt: skip
    assert frame["inside"].dtype == bool
    assert frame.loc["a-km", ["low", "high", "model", "unit"]].tolist() == [850, 900, 900, "km"]
    assert frame.loc["b-time", "model"] == pytest.approx(56 / 24)
    assert frame.loc["b-time", ["kind", "scope", "note", "year"]].tolist() == [
        "pilot", "carriage", "escorted", 2024,
    ]  # fmt: skip
    assert math.isnan(frame.loc["d-none", "model"])
    assert frame.loc["d-none", "why"].startswith("no way: ")


def test_attributes_tell_the_data():
    net = co.load()
    attrs = co.validate(net, category="price").attrs
    assert attrs["data_version"] == co.data_version()
    assert attrs["situation"] == "reference year"
    assert attrs["prices"].startswith("Prices: ")


def test_one_category():
    net = network_with(*OUTCOMES)
    assert co.validate(net, category="price").index.tolist() == ["c-usd", "d-none"]
    assert sum(len(co.validate(net, category=word)) for word in CATEGORIES) == len(OUTCOMES)
    with pytest.raises(ValueError, match="category 'cots' is not one of distance, time, price"):
        co.validate(net, category="cots")


def test_without_outcomes_the_frame_is_empty():
    frame = co.validate(toy_network())
    assert frame.empty
    assert [frame.index.name, *frame.columns] == list(COLUMNS)
    assert not frame["inside"].any()


def test_trials_are_in_the_order_of_the_table():
    net = network_with(*reversed(OUTCOMES))
    assert [t.outcome["outcome_id"] for t in validated(net)] == [
        row["outcome_id"] for row in OUTCOMES
    ]
