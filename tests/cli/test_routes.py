"""The commands about ways, as a user meets them."""

import csv
import io
import json

import pytest


def test_route_prints_ledger_and_totals(run, folder):
    code, out, _ = run("route", "Alpha", "Epsilon", "--weight", "time", "--data", folder)
    assert code == 0
    assert "900 km, 1,120 USD, 2.5 days" in out
    assert "xy-zeta (XX to YY)" in out
    assert "toy (assumed)" in out


def test_route_json_and_csv_agree(run, folder):
    _, text, _ = run("route", "Alpha", "Epsilon", "--data", folder, "--json")
    trip = json.loads(text)
    _, table, _ = run("route", "Alpha", "Epsilon", "--data", folder, "--csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == len(trip["legs"])
    assert sum(float(r["usd"]) for r in rows) == pytest.approx(trip["cost_usd"])


def test_compare_marks_the_best_and_says_why_not(run, folder):
    code, out, _ = run("compare", "Alpha", "Epsilon", "--data", folder)
    assert code == 0
    assert "2 corridors do not serve this pair (--reasons says why)" in out
    assert "it carries gas" not in out
    code, out, _ = run("compare", "Alpha", "Epsilon", "--data", folder, "--reasons")
    assert code == 0
    assert "★ 635" in out
    # ship 1,100 USD (worked out in test_route), rail 635: line-haul 720 against 355
    assert "cheapest: 635 USD, on line-c; next ship, 465 USD more (line-haul: 365 USD more)" in out
    assert "simplest: 2 transits, by road, on none of these corridors; next line-c" in out
    assert "3.1x the quickest" in " ".join(out.split())
    assert "gas-line: it carries gas, not container" in out
    assert "future: needs what is not in operation: rail-ab (planned)" in out


def test_compare_csv_has_a_row_each_corridor(run, folder):
    _, out, _ = run("compare", "Alpha", "Beta", "Epsilon", "--data", folder, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {r["corridor"] for r in rows} == {"any way", "line-c", "ship", "gas-line", "future"}
    assert {r["served"] for r in rows} == {"True", "False"}


@pytest.mark.parametrize("command", ["compare", "pareto", "alternatives"])
def test_details_are_the_legs_of_a_row(run, folder, command):
    code, out, _ = run(command, "Alpha", "Epsilon", "--data", folder, "--details", "1")
    assert code == 0
    assert "Unloading at Epsilon" in out
    code, _, err = run(command, "Alpha", "Epsilon", "--data", folder, "--details", "40")
    assert code == 2
    assert "--details 40: the table has rows 1 to " in err


def test_compare_searches_by_what_is_said(run, folder):
    pair = ("Alpha", "Epsilon", "--data", folder, "--csv")
    _, out, _ = run("compare", *pair, "--by", "time,co2e")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {r["best_by"] for r in rows} == {"", "time", "co2e", "time;co2e"}
    _, out, _ = run("compare", *pair, "--weight", "generalised")
    assert {r["best_by"] for r in csv.DictReader(io.StringIO(out))} == {"", "generalised"}


def test_departure_counts_waits_of_the_day(run, folder):
    code, out, _ = run("compare", "Alpha", "Epsilon", "--data", folder, "--departure", "2026-03-02")
    assert code == 0
    assert "All leave on Mon 2026-03-02 00:00; waits" in out
    code, out, _ = run(
        "route", "Alpha", "Epsilon", "--weight", "time", "--data", folder,
        "--departure", "2026-03-02T08:00+0500",
    )  # fmt: skip
    assert code == 0
    assert "Leaves Mon 2026-03-02 08:00 UTC+05:00; half arrive by Wed 2026-03-04" in out
    _, out, _ = run(
        "route", "Alpha", "Epsilon", "--data", folder, "--departure", "2026-03-02", "--json"
    )
    trip = json.loads(out)
    assert trip["departure"] == "2026-03-02T00:00:00"
    assert trip["departure"] < trip["arrival"]
    code, _, err = run("route", "Alpha", "Epsilon", "--data", folder, "--departure", "soon")
    assert code == 2
    assert "soon" in err


def test_bad_weight_says_the_form(run, folder):
    code, _, err = run("route", "Alpha", "Epsilon", "--weight", "cost=x", "--data", folder)
    assert code == 2
    assert "cost=1,time=30" in err


def test_compare_needs_two_places(run, folder):
    code, _, err = run("compare", "Alpha", "--data", folder)
    assert code == 2
    assert "at least two places" in err


def test_a_destination_that_is_named_twice_is_one_column(run):
    code, out, err = run("matrix", "Karachi", "--to", "Istanbul", "--to", "Istanbul", "--csv")
    assert (code, err.startswith("Prices: ")) == (0, True)
    assert out.splitlines()[0] == "origin,Istanbul"


def test_a_route_is_written_as_a_sheet_to_hand_over(run, folder, tmp_path):
    words = ("route", "Alpha", "Epsilon", "--data", folder)
    for ending, begins in ((".pdf", b"%PDF"), (".xlsx", b"PK"), (".html", b"<!D"), (".md", b"# ")):
        code, out, _ = run(*words, "-o", str(tmp_path / f"t{ending}"))
        assert code == 0
        assert f"t{ending}" in out
        assert (tmp_path / f"t{ending}").read_bytes().startswith(begins)
    for more, told in (
        (("--json",), "is a sheet to hand over: leave out --json"),
        (("--all-legs",), "leave out --all-legs"),
    ):
        code, _, err = run(*words, "-o", str(tmp_path / "t.pdf"), *more)
        assert code != 0
        assert told in " ".join(err.split())
    code, _, err = run(*words, "-o", str(tmp_path / "t.txt"))
    assert code != 0
    assert ".csv, .pdf, .xlsx" in " ".join(err.split())


def test_a_sheet_is_in_the_language_that_is_asked_for(run, folder, tmp_path):
    words = ("route", "Alpha", "Epsilon", "--data", folder, "--language", "tr")
    code, _, _ = run(*words, "-o", str(tmp_path / "t.md"))
    assert code == 0
    assert "## Toplamlar" in (tmp_path / "t.md").read_text(encoding="utf-8")
    code, _, err = run(*words)
    assert code != 0
    assert "--language tr is for a file to hand over" in " ".join(err.split())


def test_indicators_of_a_way_and_of_a_corridor(run, folder):
    """Worked by hand in tests/studies/test_indicators.py."""
    code, out, _ = run("indicators", "Alpha", "Epsilon", "--mode", "road", "--data", folder)
    assert code == 0
    assert "611.1" in out
    _, text, _ = run("indicators", "--corridor", "line-c", "--data", folder, "--json")
    rows = json.loads(text)
    rows = rows if isinstance(rows, list) else rows["rows"]
    (swd,) = (row["value"] for row in rows if row["indicator"] == "SWD")
    assert swd == pytest.approx(1000 / 35)
