"""The page is made of the tables: its counts, its rows, and nothing that they do not say."""

import re

import numpy as np
from outcomes_toy import network_with, outcome
from toy import toy_network

import corridors as co
from corridors.reports.accuracy import accuracy_page
from corridors.reports.accuracy.forms import GOALS

OUTCOMES = (
    outcome("a-km", "distance", 850, 900, kind="market"),
    outcome("b-time", "time", 1.0, 1.5, kind="pilot", note="escorted"),
    outcome("c-time", "time", 2.5, 3, via="yy-f", box="20ft"),
    outcome("d-time", "time", 1.0, 1.5, scope="running"),
    outcome("e-usd", "price", 10, 11, modes="pipeline"),
)


def page():
    return accuracy_page(network_with(*OUTCOMES))


def test_the_summary_counts():
    text = page()
    # 60 h are 2.5 days: b is too slow, c inside, d (running, 36 h) inside
    assert "| distances | schedules and markets | 1 | 1 | 100% | 0 | 1.03 | 1.03-1.03 |" in text
    assert "| days | pilots | 1 | 0 | 0% | 0 | 2.04 | 2.04-2.04 |" in text
    assert re.search(r"\| days \| schedules and markets \| 2 \| 2 \| 100% \| 0 \|", text)
    assert re.search(r"\| days \| \*\*all\*\* \| 3 \| 2 \| 67% \| 0 \|", text)
    assert "| prices | **all** | 1 | 0 | 0% | 1 |  |  |" in text
    assert "5 of 1 sources" in text


def test_ways_count_what_the_answers_go_by():
    by_rail = outcome("f-rail", "time", 1, 2, modes="rail", origin="xx-b")
    text = accuracy_page(network_with(*OUTCOMES, by_rail))
    assert "| road | 1 of 1 | 2 of 3 |  |" in text
    assert re.search(r"\| rail \|  \| [01] of 1 \|  \|", text)


def test_goals_are_said_whether_reached_or_not():
    assert GOALS == {"time": 0.85, "price": 0.75}
    text = page()
    assert "* Goal for days: 85% inside; not reached." in text
    assert "* Goal for prices: 75% inside; not reached." in text
    good = accuracy_page(network_with(OUTCOMES[2]))
    assert "* Goal for days: 85% inside; reached." in good


def test_each_outcome_has_a_row_with_its_source():
    text = page()
    for row in (
        "| Alpha - Epsilon | road; best by cost | market, door | [850-900 km (2024)]",
        "(<https://paper.example/1>) | 900 km | 1.03 | yes |  |",
        "| Alpha - Epsilon | road; by Zeta; 20ft; best by cost | schedule, door |",
        "| 2.5 days | 2.04 | **no** | 67% too slow; most of it road ",
        "; *escorted* |",
    ):
        assert row in text, row
    assert len(re.findall(r"^\| Alpha - Epsilon ", text, re.MULTILINE)) == len(OUTCOMES)
    assert "| **no** | no way: " in text


def test_the_class_of_service_and_the_day_are_said():
    said = {"service": "block", "irregular": "yes", "as_of": "2024-01-01", "avoid": "RU"}
    text = accuracy_page(network_with(outcome("a", "time", 1, 2, **said)))
    how = "road; not by Russia; block train; irregular services too; as of 2024-01-01; best by cost"
    assert f"| {how} |" in text


def test_pilots_stand_apart():
    text = page()
    schedules = text.index("### Days: schedules and markets")
    assert schedules < text.index("[2.5-3 days") < text.index("### Days: pilots")
    assert "### Prices: pilots" not in text


def test_parts_that_often_are_the_largest_of_misses_are_named():
    two = [outcome(f"{n}", "time", 1, 1.1, kind="market") for n in "ab"]
    text = accuracy_page(network_with(*two))
    assert re.search(r"\| days \| above \| road \w\w \| 2 \| 2\.38 \| assumed 2 \|", text)


def test_without_outcomes():
    assert accuracy_page(toy_network()).endswith("This network has no outcomes.\n")


def test_it_is_the_same_each_time():
    assert page() == page()
    assert co.data_version() in accuracy_page(co.load())


def test_a_lane_counts_once():
    """Of one lane 2 of 3 days are inside, of another 1 of 1: 83 % of two lanes."""
    other = outcome("g-time", "time", 0.5, 3, origin="xx-b")
    text = accuracy_page(network_with(*OUTCOMES, other))
    low, high = wilson(5 / 6, 2)
    assert f"* Days: 2 lanes, 83% inside ({low:.0%}-{high:.0%})." in text
    assert "* Distances: 1 lane, 100% inside (21%-100%)." in text


def wilson(share, count):
    """The roots of (p - share)^2 = z^2 p (1 - p) / count."""
    z2 = 1.959964**2 / count
    roots = np.roots([1 + z2, -(2 * share + z2), share**2])
    return min(roots), max(roots)


def test_where_published_days_lie_in_the_distribution():
    """The toy is certain: 2.5 days, and 1.5 of running; b is published below, c above, d above."""
    text = page()
    assert "| schedules and markets | 2 | 1 | 0 | 0 | 1 |" in text
    assert "| pilots | 1 | 1 | 0 | 0 | 0 |" in text
    assert "| **all** | 3 | 2 | 0 | 0 | 1 |" in text
