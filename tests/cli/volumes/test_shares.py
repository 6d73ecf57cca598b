"""The command about shares."""

import csv
import io
import json

PAIR = ("Alpha", "Epsilon")


def test_shares_as_json_add_up(run, folder):
    code, out, err = run("shares", *PAIR, "--data", folder, "--yearly", "100", "--json")
    assert code == 0, err
    rows = json.loads(out)
    assert abs(sum(row["share"] for row in rows) - 1) < 1e-9
    assert abs(sum(row["quantity_t"] for row in rows) - 100) < 1e-6
    assert {row["corridor"] for row in rows} == {"line-c", "ship", "on no corridor"}


def test_all_or_nothing_is_by_the_weight(run, folder):
    words = ("shares", *PAIR, "--data", folder, "--by", "all-or-nothing", "--csv")
    for weight, modes in (("cost", "road;rail"), ("time", "road")):
        rows = list(csv.DictReader(io.StringIO(run(*words, "--weight", weight)[1])))
        assert [row["share"] for row in rows if float(row["share"])] == ["1.0"]
        assert next(row["modes"] for row in rows if float(row["share"])) == modes


def test_a_scenario_shows_both_sides(run, folder, tmp_path):
    card = tmp_path / "shut.toml"
    card.write_text(
        'id = "shut"\ntitle = "Shut"\nwhat = "No ship."\nwhy = "Asked."\n\n[[override]]\n'
        'action = "close"\ntable = "links"\nlink_id = "sea-pq"\n',
        encoding="utf-8",
    )
    chart = tmp_path / "both.svg"
    code, out, err = run("shares", *PAIR, "--data", folder, "--scenario", card, "--chart", chart)
    assert code == 0, err
    assert "before and after" in out
    line = next(line for line in out.splitlines() if "│ ship" in line)
    assert line.split("│")[3].strip() == "0.0%"
    assert "after" in chart.read_text("utf-8")
