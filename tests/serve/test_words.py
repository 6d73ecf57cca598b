"""The table of words reads and refuses."""

import re

import pytest

from corridors.serve.words import PAIRS, SHIPMENT, WAYS, Word, of, read_words

SOME = {**PAIRS, **SHIPMENT, **WAYS, **of(Word("most", "", "integer", least=1, most=9))}


def test_values_are_read_by_their_kind():
    given = {
        "origin": ["Karachi", " Lahore "], "cargo_t": ["18"], "irregular": ["YES"], "most": ["3"],
        "mode": ["rail,sea", "rail"], "box": ["20ft"],
    }  # fmt: skip
    assert read_words(SOME, given) == {
        "origin": ("Karachi", "Lahore"), "cargo_t": 18.0, "irregular": True, "most": 3,
        "mode": ("rail", "sea"), "box": "20ft",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"origins": ["a"]}, "there is no word 'origins' here. Did you mean 'origin'?"),
        ({"zzz": ["a"]}, "there is no word 'zzz' here. There are origin,"),
        ({"most": ["2.5"]}, "most must be a whole number, not 2.5"),
        ({"most": ["10"]}, "most must be from 1 to 9, not 10"),
        ({"most": ["1" * 50]}, "most is a number, not '1111"),
        ({"cargo_t": ["inf"]}, "cargo_t is a number, not 'inf'"),
        ({"cargo_t": [10**400]}, "cargo_t is a number, not 'int'"),
        ({"mode": ["rail,fly"]}, "mode 'fly' is not one of"),
        ({"mode": [","]}, "a value is empty: give one, or leave the word out"),
        ({"departure": ["\ud800"]}, "departure has a character that is no letter"),
        ({"departure": ["a\nb"]}, "departure has a character that is no letter"),
        ({"irregular": [2]}, "irregular is true or false, not 'int'"),
    ],
)
def test_what_cannot_be_is_refused(given, said):
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        read_words(SOME, given)

    assert len(str(caught.value)) < 300
