"""What effects are in words."""

from dataclasses import replace

import pytest
from cards import moved, scenario

import corridors as co
from corridors.studies.effects import all_effects
from corridors.studies.sentences import sentence_of

PAIR = ("Alpha", "Epsilon")


@pytest.fixture(scope="module")
def found(toy):
    """Rail with half the hours at its border: 51.85 h for 635 USD."""
    half = scenario("half", moved("border_crossings", "hours", 0.5, bcp_id="xz-gamma"))
    return all_effects(toy, half, [PAIR], co.Conditions.of(weight="time"))[0][0]


def test_all_of_it(found):
    assert sentence_of(found) == (
        "Another way is chosen, which takes 2.2 days and 635 USD (-0.3 days, -485 USD, +1 transit, "
        "-714 USD with the value of time). It gives a way of 2.2 days at 635 USD, where 2.6 days "
        "was the best at that price. On Rail line it changes the best way from 2.6 days and 635 "
        "USD by -0.4 days and 0 USD."
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"before": None}, "A way opens: 2.2 days and 635 USD, by road+rail."),
        ({"after": None}, "No way is left; it was 2.5 days and 1,120 USD."),
        ({"before": None, "after": None}, "There is no way, with or without it."),
        (
            {"values_usd": (5e3, 2e4, 2e5)},
            "goods of 5,000, 20,000 and 200,000 USD (of 5,000, 20,000, 50,000 and 200,000 looked at)",
        ),
    ],
)
def test_parts_of_it(found, changed, said):
    assert said in sentence_of(replace(found, **changed))
