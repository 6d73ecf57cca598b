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
    assert "sum, thousand USD by teu" in out
    _, out, _ = run(*words, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["weight"] for row in rows] == ["2000.0", "5.0"]
    code, _, err = run("scenario", "compare", "Alpha", *words[2:])
    assert code == 2
    assert "places or --pairs, not both" in err


def test_criteria_in_turn_take_no_weight(run, folder, card):
    words = ("scenario", "compare", "Alpha", "Epsilon", "--data", folder, "-s", card)
    code, out, _ = run(*words, "--criterion", "time")
    assert code == 0
    assert "quickest itinerary, days" in out
    code, _, err = run(*words, "--criterion", "time", "--weight", "cost")
    assert code == 2
    assert "--weight does not go with --criterion" in err
