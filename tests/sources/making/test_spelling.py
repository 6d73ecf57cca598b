"""Words of others for directions, units and nothing: each means one thing."""

import pytest

from corridors.sources.making.spelling import (
    AGAINST,
    ALONG,
    BOTH,
    LENGTH_KM,
    NOTHING,
    TIME_H,
    length_unit,
    speed_kmh,
    time_unit,
)


def test_no_word_means_two_directions_or_nothing():
    words = [*ALONG, *AGAINST, *BOTH]
    assert len(words) == len(set(words))
    assert not NOTHING & set(words)
    assert not {"t", "f"} & set(words)  # it depends on who writes


@pytest.mark.parametrize("unit", [*LENGTH_KM])
def test_a_unit_of_length_means_itself_and_no_time(unit):
    assert length_unit(unit) == unit
    assert time_unit(unit) is None


@pytest.mark.parametrize(
    ("word", "hours"), [("Hours", 1), ("min.", 1 / 60), ("secs", 1 / 3600), ("days", 24)]
)
def test_units_of_time(word, hours):
    assert TIME_H[time_unit(word)] == pytest.approx(hours)
    assert length_unit(word) is None


@pytest.mark.parametrize(
    ("word", "kmh"),
    [("m/min", 0.06), ("miles per day", 1.609344 / 24), ("kt", 1.852), ("min", None), ("h", None)],
)
def test_units_of_speed(word, kmh):
    assert speed_kmh(word) == (None if kmh is None else pytest.approx(kmh))
