"""The command about who earns what."""

import csv
import io
import json

PAIR = ("Alpha", "Epsilon")
ALL = ("--split", "all-or-nothing")


def test_revenue_adds_up_to_the_price(run, folder):
    words = ("--data", folder, "--weight", "cost")
    rows = json.loads(run("revenue", *PAIR, *words, *ALL, "--json")[1])
    trip = json.loads(run("route", *PAIR, *words, "--json")[1])
    assert abs(sum(row["usd"] for row in rows) - trip["cost_usd"]) < 0.005
    assert set(rows[0]) == {"country", "operator", "usd"}


def test_columns_and_quantities(run, folder):
    words = ("revenue", *PAIR, "--data", folder, "--csv", "--yearly", "100", "--yearly-unit", "teu")
    rows = list(csv.DictReader(io.StringIO(run(*words, "--by", "role,mode")[1])))
    once = list(csv.DictReader(io.StringIO(run(*words[:-4], "--by", "role", "--by", "mode")[1])))
    assert set(rows[0]) == {"role", "mode", "usd"}
    sums = [sum(float(row["usd"]) for row in found) for found in (rows, once)]
    assert abs(sums[0] - 50 * sums[1]) < 0.01


def test_a_file_of_pairs_and_a_scenario(run, folder, tmp_path):
    (tmp_path / "pairs.csv").write_text("origin,destination,teu\nAlpha,Epsilon,20\n", "utf-8")
    (tmp_path / "shut.toml").write_text(
        'id = "shut"\ntitle = "No rail"\nwhat = "No rail."\nwhy = "Asked."\n\n[[override]]\n'
        'action = "close"\ntable = "links"\nlink_id = "rail-bc"\n',
        encoding="utf-8",
    )
    words = ("--data", folder, "--pairs", tmp_path / "pairs.csv", "--weight", "cost", *ALL)
    chart = tmp_path / "who.svg"
    code, out, err = run("revenue", *words, "--scenario", tmp_path / "shut.toml", "--chart", chart)
    assert code == 0, err
    assert "a year" in out
    assert "after No rail" in out
    line = next(line for line in out.splitlines() if "railway" in line and "XX" in line)
    assert [cell.strip() for cell in line.split("│")[3:6]] == ["1,050", "0", "-1,050"]
    assert chart.is_file()
    code, _, err = run("revenue", *PAIR, *words)
    assert code == 2
    assert "leave out places" in err


def test_the_split_is_told(run, folder):
    words = ("revenue", *PAIR, "--data", folder, "--by", "corridor", "--csv")
    one = list(csv.DictReader(io.StringIO(run(*words, *ALL)[1])))
    many = list(csv.DictReader(io.StringIO(run(*words)[1])))
    assert len(one) == 1
    assert {row["corridor"] for row in many} == {"line-c", "ship", "on no corridor"}
