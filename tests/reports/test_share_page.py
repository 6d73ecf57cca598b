"""The page of published shares."""

from pathlib import Path

from toy import table, toy_network

from corridors.reports.share_page import shares_page

ROOT = Path(__file__).parents[2]


def test_the_page_of_a_small_network():
    rows = [
        {
            "share_id": name, "group": "toy", "origin": "A", "destination": "E", "of": "boxes",
            "way": name, "low": low, "high": low, "year": 2023.0,
        }
        for name, low in (("Rail", 60.0), ("Others", 40.0))
    ]  # fmt: skip
    questions = [
        {
            "question_id": name, "share_id": name, "origin": "xx-a", "destination": "zz-e",
            "commodity": "container", "match": match, "fitted": "yes",
        }
        for name, match in (("Rail", "mode=rail"), ("Others", "rest"))
    ]  # fmt: skip
    page = shares_page(
        toy_network(
            published_shares=table("published_shares", rows),
            share_questions=table("share_questions", questions),
        )
    )
    assert page.startswith("# Published shares beside the modelled ones")
    assert "| boxes, 2023 (container) | Rail | 60 |" in page
    assert "with a published value of time (1.35 % a day)" in page


def test_the_page_in_the_docs_has_the_tables_own_shares_and_coefficients(net):
    """Its numbers are written by ``make accuracy``; its rows and coefficients are the tables'."""
    page = (ROOT / "docs" / "shares.md").read_text("utf-8")
    published = net.table("published_shares").pairs("share_id", "way")
    for row in net.table("share_questions"):
        assert f"| {published[row['share_id']]} |" in page
    for row in net.table("choice_model"):
        assert f"| {row['commodity']} | {row['coefficient']} | {row['value']:g} |" in page
