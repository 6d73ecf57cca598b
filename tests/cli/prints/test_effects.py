"""What ``corridors scenario compare`` prints of choices."""

import csv
import io

import pytest

CARD = """
id = "sail"
title = "A quicker ship"
what = "It sails in 15 hours."
why = "It is asked for."

[[override]]
action = "change"
table = "services"
service_id = "s"
column = "hours"
op = "set"
value = 15
unit = "h"
"""


@pytest.fixture
def card(tmp_path):
    file = tmp_path / "sail.toml"
    file.write_text(CARD, encoding="utf-8")
    return str(file)


def test_a_line_that_is_not_chosen_is_told_on_its_corridor(run, folder, card):
    code, out, _ = run("scenario", "compare", "Alpha", "Epsilon", "--data", folder, "-s", card)
    assert code == 0
    told = " ".join(out.split())
    assert "A quicker ship. The way chosen" in told
    assert "On Ship line it changes the best way from 7.7 days and 1,100 USD by -3.5 days" in told
    code, out, _ = run(
        "scenario", "compare", "Alpha", "Epsilon", "--data", folder, "-s", card,
        "--corridor", "ship", "--weight", "time",
    )  # fmt: skip
    assert "The same way takes 4.2 days" in " ".join(out.split())


def test_pairs_of_a_file_make_a_table_of_projects(run, folder, card, tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "origin,destination,teu\nPort Pi,Port Kappa,2000\nAlpha,Epsilon,5\n", encoding="utf-8"
    )
    words = ("scenario", "compare", "--data", folder, "-s", card, "--pairs", str(pairs))
    code, out, _ = run(*words)
    assert code == 0
    assert "all teu, thousand USD a year" in " ".join(out.split())
    _, out, _ = run(*words, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["weight"] for row in rows] == ["2000.0", "5.0"]
    assert [row["shipments"] for row in rows] == ["1000.0", "2.5"]  # of two TEU each


def test_projects_are_told_in_what_the_way_is_chosen_by_and_summed_in_both(
    run, folder, card, tmp_path
):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "origin,destination,teu\nPort Pi,Port Kappa,2000\nAlpha,Epsilon,5\n", encoding="utf-8"
    )
    words = ("scenario", "compare", "--data", folder, "-s", card, "--pairs", str(pairs))
    for weight, title in (("cost", "price (freight"), ("generalised", "generalised cost (price")):
        out = " ".join(run(*words, "--weight", weight)[1].split())
        assert f"Change of the {title}" in out
        assert f"of the way chosen by {weight}, USD a shipment" in out
        assert "in all: all teu, thousand USD a year" in out
        assert "price in all" in out
        assert "generalised in all" in out
    _, out, _ = run(*words, "--csv")
    for row in csv.DictReader(io.StringIO(out)):
        yearly = float(row["shipments"]) * float(row["cost_usd_change"])
        assert float(row["cost_usd_year_change"]) == pytest.approx(yearly)


@pytest.mark.parametrize(
    ("unit", "amount", "more", "shipments"),
    [
        ("tonnes", 20, (), 1),  # one box of 20 t, not 20 of them
        ("tonnes", 20, ("--cargo-t", "10"), 2),
        ("teu", 20, (), 10),
        ("teu", 20, ("--box", "20ft"), 20),
    ],
)
def test_amounts_of_a_year_go_in_shipments(
    run, folder, card, tmp_path, unit, amount, more, shipments
):
    """Fault: each tonne was counted as a shipment, and so was each TEU."""
    pairs = tmp_path / "pairs.csv"
    text = f"origin,destination,{unit}\nPort Pi,Port Kappa,{amount}\nPort Kappa,Port Pi,{amount}\n"
    pairs.write_text(text, encoding="utf-8")
    words = ("scenario", "compare", "--data", folder, "-s", card, "--pairs", str(pairs),
             "--mode", "sea,ferry", *more)  # fmt: skip
    _, out, _ = run(*words, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [float(row["shipments"]) for row in rows] == [shipments] * 2
    for row in rows:
        change = float(row["generalised_usd_change"])
        assert float(row["generalised_usd_year_change"]) == pytest.approx(shipments * change)
    total = sum(float(row["generalised_usd_year_change"]) for row in rows)
    assert total < 0
    _, out, _ = run(*words)
    assert f"{total / 1000:+,.1f}".replace("-", "\u2212") in out or f"{total / 1000:+,.1f}" in out


def test_places_and_a_file_of_pairs_are_refused(run, folder, card, tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("origin,destination\nAlpha,Epsilon\n", encoding="utf-8")
    words = ("--data", folder, "-s", card, "--pairs", str(pairs))
    code, _, err = run("scenario", "compare", "Alpha", *words)
    assert code == 2
    assert "places or --pairs, not both" in err


def test_a_weight_is_no_amount(run, folder, card, tmp_path):
    pairs = tmp_path / "pairs.csv"
    text = "origin,destination,weight\nPort Pi,Port Kappa,3\nAlpha,Epsilon,1\n"
    pairs.write_text(text, encoding="utf-8")
    words = ("scenario", "compare", "--data", folder, "-s", card, "--pairs", str(pairs))
    _, out, _ = run(*words)
    assert "mean by weight" in " ".join(out.split())
    _, out, _ = run(*words, "--csv")
    assert {row["shipments"] for row in csv.DictReader(io.StringIO(out))} == {""}


def test_teu_of_bulk_are_refused(run, folder, card, tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("origin,destination,teu\nAlpha,Epsilon,5\n", encoding="utf-8")
    words = ("scenario", "compare", "--data", folder, "-s", card, "--pairs", str(pairs))
    code, _, err = run(*words, "--commodity", "bulk")
    assert code == 2
    assert "the goods are bulk" in err


def test_criteria_in_turn_take_no_weight(run, folder, card):
    words = ("scenario", "compare", "Alpha", "Epsilon", "--data", folder, "-s", card)
    code, out, _ = run(*words, "--criterion", "time")
    assert code == 0
    assert "quickest itinerary, days" in out
    code, _, err = run(*words, "--criterion", "time", "--weight", "cost")
    assert code == 2
    assert "--weight does not go with --criterion" in err


def test_amounts_are_never_dropped_without_a_word(run, folder, card, tmp_path):
    """Fault: one pair alone had no sum, a second amount and --criterion dropped what was given."""
    pairs = tmp_path / "pairs.csv"
    words = ("scenario", "compare", "--data", folder, "-s", card, "--pairs", str(pairs))
    one = "origin,destination,teu\nPort Pi,Port Kappa,20\n"
    for text in (one, one + "Port Pi,Port Kappa,20\n"):
        pairs.write_text(text, encoding="utf-8")
        code, out, _ = run(*words)
        assert code == 0
        assert "all teu, thousand USD a year" in " ".join(out.split())
    code, out, _ = run(*words, "--criterion", "time")
    assert code == 0
    assert "Change, all teu, a year" in " ".join(out.split())
    pairs.write_text("origin,destination,teu,tonnes\nAlpha,Epsilon,5,9\n", encoding="utf-8")
    code, _, err = run(*words)
    assert code == 2
    assert "pairs.csv:1: pairs count by one of tonnes and teu" in " ".join(err.split())
