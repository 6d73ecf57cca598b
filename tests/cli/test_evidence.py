"""``corridors data validate``: a table for people, rows for programs, the page, exit codes."""

import csv
import io
import json

import pytest
from outcomes_toy import network_with, outcome

from corridors.reports.accuracy import accuracy_page

INSIDE = outcome("a-km", "distance", 850, 900, kind="market")
OUTSIDE = outcome("b-time", "time", 1.0, 1.5, kind="pilot")


@pytest.fixture
def folder(tmp_path):
    network_with(INSIDE, OUTSIDE).write(tmp_path / "toy")
    return tmp_path / "toy"


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_people_see_what_is_outside_and_how_many_are_not(run, folder):
    code, out, _ = run("data", "validate", "--network", folder)
    assert code == 0
    assert "b-time" in out
    assert "a-km" not in out
    assert "distance: 1 of 1 inside (100%)" in out
    assert "time: 0 of 1 inside (0%)" in out


def test_programs_get_every_row_and_what_the_prices_are(run, folder):
    code, out, err = run("data", "validate", "--network", folder, "--json")
    rows = json.loads(out)
    assert code == 0
    assert [(row["outcome_id"], row["inside"]) for row in rows] == [
        ("a-km", True), ("b-time", False),
    ]  # fmt: skip
    assert "Prices: " in err
    listed = list(
        csv.DictReader(io.StringIO(run("data", "validate", "--network", folder, "--csv")[1]))
    )
    assert [row["outcome_id"] for row in listed] == ["a-km", "b-time"]


def test_strict_ends_with_1_where_an_answer_is_outside(run, folder):
    assert run("data", "validate", "--network", folder, "--strict")[0] == 1
    only = ("--category", "distance")
    assert run("data", "validate", "--network", folder, "--strict", *only)[0] == 0


def test_the_page_is_that_of_the_tables(run, folder, tmp_path):
    path = tmp_path / "accuracy.md"
    code, out, _ = run("data", "validate", "--network", folder, "-o", path)
    assert code == 0
    assert str(path) in out
    assert path.read_text(encoding="utf-8") == accuracy_page(network_with(INSIDE, OUTSIDE))
    assert run("data", "validate", "--network", folder, "-o", path, "--strict")[0] == 1


def test_an_outcome_that_is_an_input_is_one_line(run, folder):
    services = folder / "services.csv"
    rows = rows_of(services)
    rows[0]["source_id"] = "paper"
    outcomes = folder / "outcomes.csv"
    listed = rows_of(outcomes)
    listed[1] |= {"origin": "xx-p", "destination": "zz-q", "modes": "sea"}
    for path, found in ((services, rows), (outcomes, listed)):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(found[0]))
            writer.writeheader()
            writer.writerows(found)
    code, _, err = run("data", "validate", "--network", folder)
    assert code == 2
    assert "outcomes.csv:3: source_id 'paper' is an input" in " ".join(err.split())


def test_without_outcomes_it_says_so(run, tmp_path):
    network_with().write(tmp_path / "none")
    code, _, err = run("data", "validate", "--network", tmp_path / "none")
    assert code == 0
    assert "no rows" in err
