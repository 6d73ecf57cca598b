"""Answers in other languages: sentences are told, words of programs are not."""

import json

import pytest

from corridors.serve.answer import CSV, Answer, json_answer
from corridors.serve.told import sentences_in

ON = {"origin": "Alpha", "destination": "Epsilon"}


def test_sentences_are_told_and_words_of_programs_stay():
    plain = {
        "situation": "reference year", "notes": ["Situation: reference year."], "corridor": "border",
        "stretches": [{"name": "Loading at Alpha (road)", "kind": "border"}], "rows": [{"note": ""}],
    }  # fmt: skip
    told = json.loads(sentences_in(json_answer(plain), "ru").body)
    assert told["situation"] != plain["situation"]
    assert told["notes"] != plain["notes"]
    assert "Alpha" in told["stretches"][0]["name"]
    assert "Loading" not in told["stretches"][0]["name"]
    assert (told["corridor"], told["stretches"][0]["kind"]) == ("border", "border")
    assert told["rows"] == plain["rows"]


def test_english_and_tables_come_back_as_they_are():
    answer, table = json_answer({"situation": "reference year"}), Answer(b"border", CSV)
    assert sentences_in(answer, "en") is answer
    assert sentences_in(table, "ru") is table


@pytest.mark.parametrize("verb", ["route", "compare"])
def test_numbers_are_the_same_in_each_language(client, verb):
    plain, told = (
        client.get(f"/{verb}", params={**ON, **more}).json() for more in ({}, {"language": "tr"})
    )
    assert told["prices"] != plain["prices"]
    if verb == "route":
        assert told["cost_usd"] == plain["cost_usd"]
    else:
        assert [row["cost_usd"] for row in told["rows"]] == [r["cost_usd"] for r in plain["rows"]]
