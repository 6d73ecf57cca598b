"""Sixty fixed questions are answered as the golden answers say, and in the same way everywhere.

The whole of it, over runs, hash seeds, threads, orders of rows, Pythons, oldest and newest
dependencies, the wheel and numba's absence: ``benchmarks/trust/same.py``.
"""

import json

import pytest
from same_answers import APART, Asked, answer, apart, kept_answers, plain, shortened, write
from same_questions import QUESTIONS

import corridors as co

RENEW = "reviewed and meant? `make golden` writes the answers anew and prints what changed"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return Asked(tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="module")
def kept():
    return kept_answers()


def test_there_are_sixty(kept):
    assert len(QUESTIONS) == 60
    assert [*kept] == [*QUESTIONS], RENEW


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_as_it_was(name, asked, kept):
    changed = apart(answer(name, asked), kept[name], name)
    assert not changed, "\n".join([*changed, RENEW])


@pytest.mark.parametrize(
    "name", ["a way of gas", "every leg on the toy network", "flows under capacities",
             "draws of a way on a day", "lines of a map"],
)  # fmt: skip
def test_the_order_of_rows_is_nothing(name, tmp_path, kept):
    assert apart(answer(name, Asked(tmp_path, rows=3)), kept[name]) == []


def test_rows_do_come_in_another_order(tmp_path):
    """Else the test above would say nothing."""
    rows = [*range(20)]
    assert Asked(tmp_path).mixed(rows) == rows
    assert Asked(tmp_path, rows=3).mixed(rows) != rows
    assert sorted(Asked(tmp_path, rows=3).mixed(rows)) == rows
    text = Asked(tmp_path, rows=3).mixed_text("a,b\n1,2\n3,4\n5,6\n")
    assert text.startswith("a,b\n")
    assert sorted(text) == sorted("a,b\n1,2\n3,4\n5,6\n")


def test_what_differs_is_seen():
    told = {"usd": 100.0, "way": ["a", "b"], "rows": [[1, "x"], [2, True]]}
    same = {"usd": 100.0 + 1e-8, "way": ["a", "b"], "rows": [[1.0, "x"], [2, True]]}
    assert APART == 1e-9
    assert apart(told, same) == []  # 1e-10 of it
    for other, where in (
        ({**told, "usd": 100.000001}, "usd: 100.000001 -> 100.0"),
        ({**told, "way": ["a"]}, 'way: ["a"] -> ["a", "b"]'),
        ({**told, "rows": [[1, "y"], [2, True]]}, 'rows[0][1]: "y" -> "x"'),
        ({**told, "rows": [[1, "x"], [2, 1]]}, "rows[1][1]: 1 -> true"),
        ({**told, "more": 0}, 'more: 0 -> "(nothing)"'),
        ({"usd": 100.0}, 'way: "(nothing)" -> ["a", "b"]'),
    ):
        assert where in apart(told, other)


def test_answers_are_kept_as_they_are(toy, tmp_path):
    trip = co.route(toy, "Alpha", "Epsilon")
    frame = trip.to_frame()
    rows = plain(frame)
    assert rows[0][:2] == ["origin", "origin_country"]
    assert rows[1][0] == "Alpha"
    assert plain([1.5, float("nan"), float("inf"), {2: {"b", "a"}}]) == [
        1.5, "nan", "inf", {"2": ["a", "b"]},
    ]  # fmt: skip
    with pytest.raises(TypeError, match="no plain form of object"):
        plain(object())
    file = tmp_path / "answers.json"
    write(shortened({"one": rows, "two": {"x": 1 / 3, "y": []}}), file)
    assert json.loads(file.read_text(encoding="utf-8"))["two"] == {"x": 0.333333333333, "y": []}
