"""One value in every spelling and type is one value."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from corridors.sources.osm.values import ids_of, node_word, number, truth, words

TWO_GAUGES = [
    ["1520", "1435"], (1435, 1520), {1520.0, 1435.0}, np.array([1520, 1435]), np.array(["1435", "1520"], dtype=object),
    pd.Series([1520.0, 1435.0, None]), "1520;1435", "1520.0; 1435", "['1520', '1435']", "[1520, 1435]", "(1435, 1520)",
    "{1520.0, nan, 1435.0}", "['1435' '1520']", "[1435 1520]", "array(['1435', '1520'], dtype=object)",
    "[np.int64(1435), np.float64(1520.0)]", "frozenset({1435, 1520})", '["1435","1520"]', "{1435,1520}",
    b"1435;1520", ["1435;1520", None, float("nan")], {"a": 1435, "b": [1520]}, [["1435"], [1520]],
]  # fmt: skip


@pytest.mark.parametrize("value", TWO_GAUGES, ids=range(len(TWO_GAUGES)))
def test_lists_in_any_form_have_their_values(value):
    assert words("gauge", value) == ("1435", "1520")
    assert ids_of(value) == (1435, 1520)


@pytest.mark.parametrize(
    "value",
    [None, "", " ", "nan", "None", math.nan, np.float32("nan"), pd.NA, pd.NaT, "<NA>", [], "[]", "[nan]", set(), "set()", (), "()"],
)  # fmt: skip
def test_nothing_is_nothing_in_any_form(value):
    assert words("highway", value) == words("name", value) == ids_of(value) == ()
    assert truth(value) is None
    assert math.isnan(number(value))


@pytest.mark.parametrize("yes", [True, "True", "true", "yes", "Yes", 1, 1.0, "1", "1.0", np.True_, np.int8(1), [True], "[True, 1]", Decimal(1), "-1", -1, "reversed", "t"])  # fmt: skip
def test_truths_are_true(yes):
    assert truth(yes) is True


@pytest.mark.parametrize("no", [False, "False", "no", 0, 0.0, "0", "0.0", np.False_, ["no"], "f"])
def test_untruths_are_false(no):
    assert truth(no) is False
    assert words("toll", no) == ("no",)
    assert truth([True, no]) is None


def test_texts_for_people_are_left_as_they_are():
    assert words("name", "Ring; inner [old]") == ("Ring; inner [old]",)
    assert words("name", ["B", "A"]) == words("name", "['A', \"B\"]") == ("A", "B")
    assert words("name", "['O\\'Neil St', \"5th\"]") == ("5th", "O'Neil St")
    assert words("name", "True") == ("True",)
    assert words("ref", "M39;A1") == ("M39;A1",)
    assert words("ref", 7.0) == words("ref", "7.0") == ("7",)


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        (2**63, (2**63,)),
        (str(2**70), (2**70,)),
        (float(2**70), (2**70,)),
        (str(float(2**70)), (2**70,)),
        (np.uint64(2**63 + 1), (2**63 + 1,)),
        ("way/7", ("way/7",)),
        ([7, "a"], (7, "a")),
        ("rail-w1, old", ("rail-w1, old",)),
        ("-5", (-5,)),
        ("007", ("007",)),
    ],
)
def test_ids_of_any_size_and_kind(value, ids):
    assert ids_of(value) == ids


@pytest.mark.parametrize(
    "seven", [7, 7.0, "7", "7.0", " 7 ", np.int32(7), np.float64(7), Decimal(7)]
)
def test_ids_of_nodes_do_not_depend_on_their_type(seven):
    assert node_word(seven) == "7"


def test_numbers():
    assert [number(v) for v in ("69.25", np.float32(0.5), 3, "1e2")] == [69.25, 0.5, 3.0, 100.0]
    assert all(math.isnan(number(v)) for v in ("69,2", True, "inf", [1], {}, 10**400))


def test_what_json_writes_is_read_as_what_it_wrote():
    value = ["a;b", "c'd", 'e"f', 5, True]
    assert words("x", json.dumps(value)) == words("x", value) == words("x", str(value))
