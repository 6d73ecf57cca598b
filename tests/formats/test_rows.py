"""Rows and values as programs read them."""

import json
import math
from datetime import date

import numpy as np

from corridors.formats.rows import csv_text, json_text


def test_values_become_plain():
    assert json.loads(json_text({"a": math.nan, "b": math.inf, "c": np.float64(2), "d": (1,)})) == {
        "a": None, "b": None, "c": 2.0, "d": [1],
    }  # fmt: skip
    assert json.loads(json_text([date(2026, 3, 15), np.bool_(1)])) == ["2026-03-15", True]
    assert csv_text([], ["a", "b"]) == "a,b\n"
    assert csv_text([]) == ""


def test_json_is_for_people_too():
    assert json_text({"ä": math.nan, "b": (1, 2.5)}) == (
        '{\n  "ä": null,\n  "b": [\n    1,\n    2.5\n  ]\n}'
    )
