"""Answers as bytes: plain, finite, and gone from the disk."""

import json
import math
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corridors.serve.answer import (
    Texts,
    csv_answer,
    json_answer,
    json_of_parts,
    short_json,
    written,
)


def test_values_become_plain():
    value = {"a": math.nan, "b": np.float64(2), "c": date(2026, 3, 15), "d": (np.int64(1),)}
    assert json.loads(json_answer(value).body) == {"a": None, "b": 2.0, "c": "2026-03-15", "d": [1]}
    with pytest.raises(TypeError, match="set is not plain"):
        json_answer({"a": {1}})


def test_no_text_of_a_table_is_a_formula():
    text = csv_answer([{"a": "=1+1", "b": ("rail", "sea"), "c": math.nan}], "x").body.decode(
        "utf-8-sig"
    )
    assert text == "a,b,c\r\n'=1+1,rail;sea,\r\n"


def test_what_is_written_is_gone_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen = []

    def write(path):
        seen.append(path)
        path.write_text("x")

    answer = written(write, "name", "md")
    assert (answer.body, answer.name) == (b"x", "name.md")
    assert Path(seen[0]).is_relative_to(tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(ValueError, match="no"):
        written(lambda path: (path.write_text("x"), int("no")), "name", "md")
    assert not list(tmp_path.iterdir())


def test_lists_that_are_json_already_stand_after_the_values():
    whole = {"days": math.nan, "by": ["rail", "é"], "legs": [{"km": 1.5, "h": math.inf}]}
    parts = {
        name: [short_json(one) for one in value]
        for name, value in whole.items()
        if name != "days"
    }  # fmt: skip
    assert json_of_parts({"days": math.nan}, **parts) == json_answer(whole)


def test_texts_are_kept_by_which_things_they_are_of_in_bounds():
    texts = Texts(list, most=2)
    one, other = [1.0], [1]  # equal, and not the same to JSON
    assert [texts.of((thing,)) for thing in (one, other, one)] == ["[[1.0]]", "[[1]]", "[[1.0]]"]
    assert texts.of((one, other)) == "[[1.0],[1]]"
    assert texts.of((one,)) == "[[1.0]]"
