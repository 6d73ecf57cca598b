"""Answers in the language of a page: sentences are told, what programs read stays."""

import json

import pytest

from corridors.serve.asked import Asked
from corridors.serve.lists import corridors_answer, scenarios_answer
from corridors.serve.told import told_in
from corridors.serve.ways import compare_answer, route_answer

PAIR = {"origin": ("Karachi",), "destination": ("Lahore",)}


def test_only_sentences_are_told():
    answer = {
        "corridor": "road", "situation": "reference year", "usd": 1.5, "notes": ["Elsewhere: 3 events."],
        "rows": [{"reason": "it does not serve Iran", "by": ["road"]}], "stretches": [{"name": "Break of gauge", "kind": "border"}],
    }  # fmt: skip
    assert told_in(answer, "en") is answer
    told = told_in(answer, "ru")
    assert (told["corridor"], told["usd"]) == ("road", 1.5)
    assert told["notes"] == ["\u0412 других местах: 3 события."]
    assert told["rows"] == [{"reason": "не обслуживает: Иран", "by": ["road"]}]
    assert told["stretches"] == [{"name": "Смена колеи", "kind": "border"}]


@pytest.mark.parametrize("language", ["ru", "tr", "zh"])
def test_answers_have_the_same_numbers(net, language):
    words = {"origin": "Karachi", "destination": "Lahore"}
    here, there = (
        json.loads(route_answer(Asked(net, {**words, **more})).body)
        for more in ({}, {"language": language})
    )
    assert here.keys() == there.keys()
    assert [one["usd"] for one in here["stretches"]] == [one["usd"] for one in there["stretches"]]
    assert here["legs"] == there["legs"]
    assert here["prices"] != there["prices"]


def test_a_comparison_and_lists_are_told(net):
    found = json.loads(compare_answer(Asked(net, {**PAIR, "by": ("cost",), "language": "ru"})).body)
    assert found["verdicts"][0].startswith("самый дешёвый: ")
    for answer, rows, name in (
        (corridors_answer, "corridors", "name"),
        (scenarios_answer, "scenarios", "title"),
    ):
        told = json.loads(answer(Asked(net, {"language": "tr"})).body)[rows]
        plain = json.loads(answer(Asked(net, {})).body)[rows]
        assert len(told) == len(plain)
        assert all(a[name] != b[name] for a, b in zip(told, plain, strict=True))
