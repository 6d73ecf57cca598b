"""Units of GMNS: words, ratios to the ground, and what is said of both."""

from __future__ import annotations

import numpy as np
import pytest

import corridors as co
from corridors.formats.gmns.units import (
    Config,
    number_of,
    ratios,
    unit_of_lengths,
    unit_of_speeds,
)
from corridors.sources.making.spelling import LENGTH_KM, length_unit, speed_kmh
from corridors.sources.models.account import Account
from tests.toy import toy_network


def told(account):
    return account.report(toy_network())


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("km", "km KM Kilometer kilometres kilometers Kms"),
        ("m", "m meter Meters metre METRES"),
        ("mile", "mi mile MILES Mi."),
        ("foot", "ft foot feet FT ft."),
        ("yard", "yd yards"),
    ],
)
def test_units_of_length_in_any_spelling(unit, words):
    assert {length_unit(word) for word in words.split()} == {unit}


def test_units_of_several_words():
    for text in ("US survey foot", "statute mile", "nautical miles", "Feet (US)"):
        assert length_unit(text) in ("foot", "mile", "nautical mile")
    assert [length_unit(word) for word in ("furlong", "", "mm", "kilo")] == [None] * 4


@pytest.mark.parametrize(
    ("kmh", "words"),
    [
        (1.609344, "mph|MPH|mi/h|miles per hour|mile/hr|mile|m.p.h."),
        (1.0, "kph|km/h|KMH|kmph|kilometers per hour|Km / hour|km"),
        (3.6, "m/s|mps|metres per second|meter/sec"),
        (1.09728, "ft/s|fps|feet per second"),
        (1.852, "knots|kn"),
    ],
)
def test_units_of_speed_in_any_spelling(kmh, words):
    assert [speed_kmh(word) for word in words.split("|")] == pytest.approx(
        [kmh] * len(words.split("|"))
    )


def test_words_that_are_no_speed():
    assert [speed_kmh(word) for word in ("fast", "furlongs/fortnight", "km/week")] == [None] * 3


def test_numbers_with_a_unit_behind_them():
    assert number_of("25 mph") == (25.0, "mph")
    assert number_of(" 1.5e3 ") == (1500.0, "")
    assert number_of("-0.25km") == (-0.25, "km")
    for text in ("", "fast", "nan", "inf", "1e999", "1.2.3", "--1"):
        with pytest.raises(ValueError, match="fast|finite|convert"):
            number_of(text)


KM = np.array([1.0, 2.0, 0.5, 3.0, 8.0])
NONE = np.full(5, np.nan)


@pytest.mark.parametrize("unit", ["km", "m", "mile", "foot"])
@pytest.mark.parametrize("drawn", [True, False])
def test_a_unit_that_nothing_says_is_seen_on_the_ground(unit, drawn):
    """Along drawn lines lengths are their km; roads are 0 to 60 % longer than straight."""
    bends = np.ones(5) if drawn else np.array([1.0, 1.05, 1.2, 1.6, 1.02])
    seen = ratios(KM * bends / LENGTH_KM[unit], KM if drawn else NONE, KM)
    account = Account("x")
    assert unit_of_lengths(Config(), seen, account) == unit
    (sentence,) = told(account).inferred
    assert "nothing says it" in sentence


def test_a_unit_that_is_said_and_fits_needs_no_word():
    account = Account("x")
    seen = ratios(KM / 1.609344, KM, KM)
    assert unit_of_lengths(Config(long_length="Mile"), seen, account) == "mile"
    assert told(account).inferred == told(account).assumed == ()


@pytest.mark.parametrize(("said", "meant"), [("km", "mile"), ("km", "m"), ("mile", "foot")])
def test_a_unit_that_the_ground_contradicts_gives_way_and_is_told(said, meant):
    for along in (KM, NONE):
        account = Account("x")
        seen = ratios(KM / LENGTH_KM[meant], along, KM)
        assert unit_of_lengths(Config(long_length=said, at="config.csv:2"), seen, account) == meant
        assert f"config.csv:2 says '{said}', but they are" in told(account).inferred[0]


def test_miles_of_winding_roads_are_not_taken_for_km():
    """1.6 times the straight lines: km of straight roads, or miles; who says miles is believed."""
    account = Account("x")
    seen = ratios(KM * 1.62 / 1.609344, NONE, KM)
    assert unit_of_lengths(Config(long_length="mi"), seen, account) == "mile"
    assert "though they look like km" in told(account).assumed[0]


def test_some_lengths_that_are_wrong_change_nothing():
    lengths = KM * 1000
    lengths[2] = 0.001
    assert unit_of_lengths(Config(), ratios(lengths, KM, KM), Account("x")) == "m"
    assert unit_of_lengths(Config("m"), ratios(lengths, NONE, KM), Account("x")) == "m"


@pytest.mark.parametrize("said", ["", "furlong", "km"])
def test_lengths_in_no_unit_are_refused_with_the_way_out(said):
    with pytest.raises(co.DataError, match="leave the column length empty") as caught:
        unit_of_lengths(Config(said), ratios(KM * 40, KM, KM), Account("x"))
    assert "40 times the km of their lines" in str(caught.value) or said == "furlong"
    with pytest.raises(co.DataError, match=r"config\.csv: long_length"):
        unit_of_lengths(Config("furlong"), None, Account("x"))


def test_an_unknown_word_gives_way_to_what_is_seen():
    account = Account("x")
    assert unit_of_lengths(Config("units"), ratios(KM * 1000, KM, KM), account) == "m"
    assert "config.csv says 'units'" in told(account).inferred[0]


def test_lengths_that_cannot_be_compared_are_in_the_unit_that_is_said():
    seen = ratios(KM, NONE, np.zeros(5))
    assert seen is None
    assert unit_of_lengths(Config("ft"), seen, Account("x")) == "foot"


def test_speeds_go_with_the_lengths_where_nothing_says_their_unit():
    for length, kmh in (("mile", 1.609344), ("foot", 1.609344), ("m", 1.0), ("km", 1.0)):
        account = Account("x")
        assert unit_of_speeds(Config(), length, account) == kmh
        assert "nothing says their unit" in told(account).inferred[0]
    account = Account("x")
    assert unit_of_speeds(Config(speed="m/s"), "km", account) == 3.6
    assert told(account).inferred == ()
    assert unit_of_speeds(Config(speed="warp"), None, account) == 1.0
    assert "config.csv says 'warp'" in told(account).inferred[0]
