"""``corridors flow`` as a user meets it."""

import csv
import io
import json

import pytest
from flows_toy import DEMAND, scarce_network

from corridors.studies.flows import LOST, TABLES


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scarce_network().write(tmp_path / "toy")
    (tmp_path / "demand.csv").write_text(DEMAND, encoding="utf-8")
    return tmp_path


ASKED = ("flow", "demand.csv", "--network", "toy", "--weight", "cost")


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_without_a_table_csv_is_of_capacities_and_json_is_everything(run, here):
    code, out, _ = run(*ASKED, "--csv")
    assert code == 0
    priced = {row["subject"]: float(row["shadow_usd"]) for row in rows_of(out)}
    assert priced["rail-bc"] == pytest.approx((1120 - 635) / 20)
    whole = json.loads(run(*ASKED, "--json")[1])
    assert set(TABLES) <= set(whole)
    assert whole["carried_t"] == pytest.approx(200 + 0.5 * whole["demand"][1]["t"])
    assert whole["checks"]["conservation"] < 1e-9
    assert whole["lost_factor"] == LOST


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_printed_and_written(run, here, name):
    code, out, err = run(*ASKED, "--table", name)
    assert (code, out.startswith(name.capitalize())) == (0, True), err
    rows = rows_of(run(*ASKED, "--table", name, "--csv")[1])
    assert rows
    code, out, _ = run(*ASKED, "--table", name, "-o", "t.json")
    assert code == 0
    assert len(json.loads((here / "t.json").read_text(encoding="utf-8"))) == len(rows)


def test_people_read_days_with_a_decimal_and_shares_in_percent(run, here):
    """Fault: a table had days as 2.64583, shares as 0.5."""
    _, out, _ = run(*ASKED, "--table", "ways")
    rows = rows_of(run(*ASKED, "--table", "ways", "--csv")[1])
    assert all(f"days {float(row['days']):.1f} " in out.replace("│", " ") or
               f" {float(row['days']):.1f} " in out for row in rows)  # fmt: skip
    assert all(row["days"] == f"{float(row['days']):.1f}" or row["days"] not in out for row in rows)
    assert "%" in out


def test_an_empty_table_has_its_head(run, here):
    (here / "few.csv").write_text("origin,destination,quantity\nAlpha,Epsilon,2\n")
    code, out, _ = run("flow", "few.csv", "--network", "toy", "--table", "unserved", "--csv")
    assert (code, out.split(",")[0], len(out.splitlines())) == (0, "demand_id", 1)


def test_the_example_is_printed_and_is_a_demand(run, here):
    code, out, _ = run("flow", "--example")
    assert code == 0
    assert {"origin", "destination", "quantity"} <= set(rows_of(out)[0])


def test_a_map_and_a_chart_are_written_beside(run, here):
    code, out, _ = run(*ASKED, "--map", "m.html", "--chart", "c.svg", "--json")
    assert code == 0
    json.loads(out)
    assert "Flows of 2024" in (here / "m.html").read_text(encoding="utf-8")
    assert (here / "c.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("origin,destination,quantity\nAlpha,Epsilom,1\n", "demand.csv:2: there is no place 'Epsilom'"),
        ("origin,destination,quantity\nAlpha,Epsilon,-1\n", "demand.csv:2: quantity '-1'"),
        ("origin,destination,quantity,unit\nAlpha,Epsilon,1,bcm\nAlpha,Epsilom,1,teu\n", "3: there is no place 'Epsilom'"),
        ("origin,destination,quantity,unit\nAlpha,Epsilom,1,bcm\n", "unit 'bcm' does not measure container"),
        ("origin,destination,quantity\nAlpha,Epsilon,0\n", "every quantity of the demand is 0"),
        ("orign,destination,quantity\nAlpha,Epsilon,1\n", "Did you mean 'orign'?"),
        ("origin,destination,quantity,corridor\nAlpha,Epsilon,1,line\n", "there is no corridor 'line'"),
        ("origin,destination,quantity,unit\nAlpha,Epsilon,1,bcm\n", "unit 'bcm' does not measure container"),
        ("origin,destination,quantity,commodity\nAlpha,Epsilon,1,gas\n", "no link in operation takes gas"),
        ("", "there is no column 'origin'"),
    ],
)  # fmt: skip
def test_faults_of_a_demand_are_told_in_a_sentence(run, here, text, message):
    (here / "demand.csv").write_text(text, encoding="utf-8")
    code, out, err = run(*ASKED)
    assert (code, out) == (2, "")
    assert message in " ".join(err.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--group", "East"), "choose among the network's own demand"),
        (("--level", "high"), "choose among the network's own demand"),
        (("--weight", "time"), "shadow prices are in USD"),
        (("--commodity", "bulk"), "each row of demand says it: the column commodity"),
        (("--value-usd", "9"), "the column value_usd_per_t"),
        (("--table", "bottlenecks"), "--table 'bottlenecks' is not one of capacities, ways"),
        (("--chart", "c.txt"), "c.txt: expected a file ending in .png"),
        (("--avoid", "XX"), "boxes: Alpha cannot be reached when avoiding XX"),
    ],
)
def test_wrong_options_are_told_in_a_sentence(run, here, words, message):
    code, _, err = run(*ASKED, *words)
    assert code == 2
    assert message in " ".join(err.split())


def test_goods_keep_to_the_corridor_of_their_row_unless_they_choose_anew(run, here):
    text = "origin,destination,quantity,corridor\nAlpha,Epsilon,2,ship\n"
    (here / "demand.csv").write_text(text, encoding="utf-8")
    kept = rows_of(run(*ASKED, "--table", "ways", "--csv")[1])
    anew = rows_of(run(*ASKED, "--table", "ways", "--csv", "--anew")[1])
    assert [row["modes"] for row in kept] == ["road sea"]
    assert [row["modes"] for row in anew] == ["road rail"]


CARD = """
id = "wider"
title = "The rail line takes ten times as much"
what = "Its capacity is 1,200 t a year."
why = "It is asked for."

[[override]]
action = "change"
table = "capacities"
subject = "rail-bc"
column = "capacity"
op = "set"
value = 1200
"""


def test_what_pays_within_the_budget_is_built_first(run, here):
    """By rail the 4 boxes that go by ship and road save 2 x 465 + 2 x 485 USD a year."""
    (here / "wider.toml").write_text(CARD, encoding="utf-8")
    boxes = DEMAND.splitlines()[:2]
    (here / "demand.csv").write_text("\n".join(boxes), encoding="utf-8")
    asked = (*ASKED, "--build-first", "wider.toml=0.001")
    found = json.loads(run(*asked, "--json")[1])
    assert found["chosen"] == ["wider"]
    assert found["saved_musd_year"] * 1e6 == pytest.approx(2 * 465 + 2 * 485)
    assert found["after"]["carried_t"] == 200
    code, out, _ = run(*asked, "--map", "m.html")
    assert (code, "build The rail line takes ten times as much" in out) == (0, True)
    assert (here / "m.html").is_file()
    assert found["saved_low_musd_year"] < found["saved_musd_year"]
    code, out, _ = run(*asked, "--table", "ways", "--csv", "--chart", "c.svg", "--anew")
    assert {row["modes"] for row in rows_of(out)} == {"road rail"}
    assert (here / "c.svg").is_file()
    code, out, _ = run(*asked, "--budget", "0.0005")
    told = " ".join(out.split())
    assert (
        "nothing is built: The rail line takes ten times as much would pay, and cost more" in told
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--budget", "5"), "--budget goes with --build-first"),
        (("--build-first", "wider=x"), "--build-first 'x' is no number"),
        (("--build-first", "wider=1,other"), "give a cost of other, too, or of none"),
        (("--build-first", "suez-closed=1", "--congestion"), "--anew, --table, --chart and --map do"),
        (("--build-first", "suez-close=1"), "Did you mean 'suez-closed'"),
    ],
)  # fmt: skip
def test_what_to_build_is_asked_in_full(run, here, words, message):
    code, _, err = run(*ASKED, *words)
    assert code == 2
    assert message in " ".join(err.split())
