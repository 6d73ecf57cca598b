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
    read_duration,
    read_speed,
    speed_kmh,
    time_unit,
    unread_durations,
    unread_speeds,
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


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("60", 60), ("60.5", 60.5), ("62,5", 62.5), ("50 km/h", 50), ("50kmh", 50), ("20 kmph", 20),
        ("20 kph", 20), ("30 mph", 48.28032), ("30MPH", 48.28032), ("10 knots", 18.52),
        ("10 m/s", 36), ("60;40 kmph", 40), ("none;40", 40),
    ],
)  # fmt: skip
def test_a_limit_in_any_unit_of_speed_is_read(text, kmh):
    assert read_speed(text) == pytest.approx(kmh)
    assert unread_speeds(text) == []


@pytest.mark.parametrize(
    "text", ["60 furlongs", "60 m", "40-60", "60|50", "0", "999", "1,000", "DE:zone30", "١٢"]
)
def test_what_has_a_number_but_is_no_limit_is_none_and_told(text):
    assert read_speed(text) != read_speed(text)
    assert unread_speeds(text) == [text]


@pytest.mark.parametrize("text", ["none", "walk", "signals", "RU:urban", "", "nan"])
def test_a_word_says_no_limit_and_nothing_is_to_be_told(text):
    assert read_speed(text) != read_speed(text)
    assert unread_speeds(text) == []


@pytest.mark.parametrize(
    ("text", "hours"),
    [("14:30", 14.5), ("45", 0.75), ("PT1H30M", 1.5), ("2h", 2), ("2 h 30 min", 2.5), ("1.5 h", 1.5),
     ("90 min", 1.5), ("3 hours", 3)],
)  # fmt: skip
def test_a_duration_with_named_hours_and_minutes_is_read(text, hours):
    assert read_duration(text) == hours
    assert unread_durations(text) == []
    assert unread_durations("2 days;h") == ["2 days"]
