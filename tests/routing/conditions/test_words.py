"""Words of callers, each read by itself."""

import math
from datetime import date, datetime

import pytest

from corridors.routing.conditions import Shipment
from corridors.routing.conditions.words import (
    coefficients,
    corridors_of,
    modes_of,
    moment_of,
    one_corridor,
    via_of,
    weight_of,
    whole,
    within,
)


def test_one_and_several_are_read_alike():
    assert modes_of("road") == modes_of(iter(["road", "road"])) == ("road",)
    assert via_of("Lahore") == via_of(["Lahore"]) == ("Lahore",)
    assert via_of((67.0, 24.9)) == via_of([(67.0, 24.9)]) == ((67.0, 24.9),)
    assert corridors_of("tapi") == corridors_of(["tapi"]) == ("tapi",)
    assert modes_of(None) is corridors_of(None) is one_corridor(None) is None


def test_a_day_begins_at_midnight():
    assert moment_of("2026-01-16") == moment_of(date(2026, 1, 16)) == datetime(2026, 1, 16)
    with pytest.raises(ValueError, match="outside the years 1970-2200"):
        moment_of("1066-10-14")


def test_a_weight_is_read_once_and_again():
    pairs = weight_of({"cost": 1, "time": 30})
    assert pairs == weight_of(pairs) == (("cost", 1.0), ("time", 30.0))
    # 50,000 USD of goods cost VALUE_OF_TIME_SHARE_PER_DAY of it a day
    said = coefficients("generalised", Shipment())
    assert said[0] == 1.0
    assert said[1] == pytest.approx(Shipment().usd_per_h)


@pytest.mark.parametrize("value", [0, 1.5, True, "2"])
def test_a_count_is_whole_and_not_too_small(value):
    with pytest.raises(ValueError, match="k must be 1 or more, a whole number"):
        whole("k", value, 1)


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf, 10**400, "0.5"])
def test_a_share_lies_within_its_limits(value):
    with pytest.raises(ValueError, match="share must be from 0 to 1"):
        within("share", value, 0, 1)


def test_nothing_to_compare_is_no_list_of_corridors():
    with pytest.raises(ValueError, match="corridors is empty"):
        corridors_of([])
    with pytest.raises(TypeError, match="the id of one corridor"):
        one_corridor(["tapi"])


def test_a_day_that_is_not_in_the_calendar_is_told_as_that():
    """The form was blamed, which is right."""
    with pytest.raises(ValueError, match="'2026-02-30' is no time there is: day"):
        moment_of("2026-02-30")
    with pytest.raises(ValueError, match="is no time there is: hour"):
        moment_of("2026-02-03T25:00")
    with pytest.raises(ValueError, match="is not of the form"):
        moment_of("30.02.2026")


def test_words_of_people_are_told_in_ours():
    for word, ours in (("truck", "road"), ("Train", "rail"), ("ship", "sea")):
        with pytest.raises(ValueError, match=f"Did you mean '{ours}'"):
            modes_of(word)
    for box, ours in (("40HC", "40ft"), ("20'", "20ft")):
        with pytest.raises(ValueError, match=f"Did you mean '{ours}'"):
            Shipment(box=box)
