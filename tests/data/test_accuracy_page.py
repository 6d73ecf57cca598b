"""Published outcomes beside the answers: the table is honest, the page is made of it.

How near the answers come is told by ``docs/accuracy.md``, and what is outside is no failure of a
test: values are not set to hit outcomes. The loose bounds below see a blunder in the tables.
"""

from pathlib import Path
from statistics import median

import pytest

import corridors as co
from corridors.reports.accuracy import accuracy_page

PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"
LEAST = 110


@pytest.fixture(scope="module")
def judged(net):
    return co.validate(net)


def test_the_page_is_what_the_command_writes(net):
    assert PAGE.read_text(encoding="utf-8") == accuracy_page(net), "run 'make accuracy'"


def test_there_are_enough_of_each_kind(judged):
    assert len(judged) >= LEAST
    counts = judged.groupby("category").size()
    assert counts.min() >= 20, counts
    assert (judged.groupby("kind").size() >= 20).all()


def test_each_has_an_address_and_a_year(net, judged):
    url = net.table("sources").pairs("source_id", "url")
    assert all(url[source].startswith("http") for source in judged["source_id"])
    assert judged["year"].between(2005, 2026).all()


def test_rows_are_in_order_of_their_ids(net):
    """So that the row that a fault names is that of the file."""
    ids = list(net.table("outcomes")["outcome_id"])
    assert ids == sorted(ids)
    path = Path(co.__file__).parents[1] / "geodata" / "outcomes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ids


def test_what_is_derived_says_how(net):
    for row in net.table("outcomes"):
        assert row["basis"] in ("published", "derived"), row["outcome_id"]
        assert row["basis"] == "published" or row["note"], row["outcome_id"]


def test_every_question_has_an_answer_or_a_reason(judged):
    assert (judged["inside"] | (judged["why"] != "")).all()


def test_distances_agree(judged):
    ratios = judged.loc[judged["category"] == "distance", "ratio"].dropna()
    assert median(ratios) == pytest.approx(1, abs=0.05)
    assert median(abs(ratios - 1)) <= 0.06


def test_days_and_prices_do_not_lean_far(judged):
    for category in ("time", "price"):
        ratios = judged.loc[judged["category"] == category, "ratio"].dropna()
        assert 1 / 1.35 < median(ratios) < 1.35, category
