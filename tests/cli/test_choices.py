"""The commands about choices."""

from __future__ import annotations

import json

import pytest

COST_AND_TIME = ("--criterion", "cost", "--criterion", "time", "--json")


@pytest.fixture
def said(run):
    """Call the command line; returns what it prints, or where it fails its message."""

    def call(*words, code=0):
        found, out, err = run(*words)
        assert found == code, err
        return out if code == 0 else err

    return call


def test_pareto(said, tmp_path):
    chart = tmp_path / "front.png"
    text = said("pareto", "Karachi", "Istanbul", "--max-transits", "4", "--chart", str(chart))
    assert "exact" in text
    assert "compromise" in text
    assert chart.stat().st_size > 5000
    rows = json.loads(said("pareto", "Karachi", "Istanbul", *COST_AND_TIME))
    costs = [row["cost_usd"] for row in rows]
    assert costs == sorted(costs)
    assert len(rows) > 2


def test_pareto_says_when_it_is_not_exact(said):
    assert "Not exact" in said("pareto", "Karachi", "Istanbul", "--epsilon", "0.1")


def test_alternatives(said):
    rows = json.loads(said("alternatives", "Karachi", "Istanbul", "-k", "3", "--json"))
    assert len(rows) == 3
    assert "Istanbul" in said("alternatives", "Karachi", "Istanbul", "-k", "2")


def test_simulate(said):
    words = ("simulate", "Karachi", "Tashkent", "--draws", "200", "--deadline-days", "12")
    text = said(*words)
    assert "p90" in text
    assert "Within 12 days" in text
    found = json.loads(said(*words, "--json"))
    assert 0 <= found["within_deadline"] <= 1
    assert found["percentiles"]["p10"]["time_h"] < found["percentiles"]["p90"]["time_h"]
    assert (found["origin"], found["destination_country"]) == ("Karachi", "UZ")
    assert (found["draws"], found["seed"], found["rechoose"]) == (200, 0, False)
    assert (found["corridor"], found["departure"]) == (None, None)
    trip = json.loads(said("route", "Karachi", "Tashkent", "--json"))
    links = dict.fromkeys(leg["link_id"] for leg in trip["legs"] if leg["link_id"])
    assert found["link_ids"] == list(links)
    assert found["situation"] == trip["situation"]


def test_the_network_of_a_day(said):
    """Since October 2025 the border of Pakistan and Afghanistan is shut."""
    then, now = (
        json.loads(said("pareto", "Karachi", "Tashkent", "--as-of", day, *COST_AND_TIME))
        for day in ("2025-06-01", "2026-03-15")
    )
    assert any("AF" in row["transit_countries"] for row in then)
    assert not any("AF" in row["transit_countries"] for row in now)
    for command in ("alternatives", "simulate"):
        assert "2026-03-15" in said(command, "Karachi", "Tashkent", "--as-of", "2026-03-15")


def test_errors_are_one_message(said):
    assert "criterion 'tme'" in said("pareto", "Karachi", "Istanbul", "--criterion", "tme", code=2)
    assert "no itinerary" in said("pareto", "Karachi", "Istanbul", "--mode", "pipeline", code=1)


@pytest.mark.parametrize("command", ["alternatives", "pareto", "compare"])
def test_all_ways_are_written_as_one_file_to_hand_over(run, folder, tmp_path, command):
    words = (command, "Alpha", "Epsilon", "--data", folder)
    target = tmp_path / "ways.md"
    code, out, _ = run(*words, "-o", target)
    assert (code, out.startswith("Written: ")) == (0, True)
    text = target.read_text("utf-8")
    assert text.startswith("# Alpha (XX) - Epsilon (ZZ): ")
    assert "## The ways" in text
    assert "## 2. " in text
    code, _, err = run(*words, "-o", target, "--details", "1")
    assert (code, "leave out --details" in err) == (2, True)


def test_ways_of_a_comparison_bear_their_corridors_names(run, folder, tmp_path):
    words = ("compare", "Alpha", "Epsilon", "--data", folder, "-o", tmp_path / "ways.md")
    assert run(*words)[0] == 0
    text = (tmp_path / "ways.md").read_text("utf-8")
    assert "## 1. any way (cheapest" in text
    for option in (("--reasons",), ("--within-days", "3")):
        code, _, err = run(*words, *option)
        assert (code, f"leave out {option[0]}" in err) == (2, True)
    code, _, err = run("compare", "Alpha", "Gas Hub", *words[3:])
    assert (code, "no pair is served" in err) == (2, True)
