"""The scenario commands as a user meets them."""

import csv
import io
import json
import re

import pytest
from toy import table, toy_network

CARD = """
id = "gate"
title = "Half the border"
what = "The border of Y and Z takes half the hours."
why = "It is asked for."
source_ids = ["toy"]
claim = "From 10 h to 5 h."
claim_source_id = "toy"
note = "Nothing else."

[[override]]
action = "change"
table = "border_crossings"
bcp_id = "yz-zeta"
column = "hours"
op = "multiply"
value = 0.5
"""
SHUT = """
id = "shut"
title = "No rail"
what = "Rail is shut."
why = "It is asked for."
source_ids = ["toy"]
conflicts = ["gate"]

[[override]]
action = "close"
link_id = "rail-cd"
"""


@pytest.fixture
def folder(tmp_path):
    events = [
        {
            "event_id": "strike",
            "title": "Strike",
            "from": "2024-01-01",
            "to": "",
            "action": "close",
            "table": "border_crossings",
            "select": "bcp_id=yz-zeta",
            "confidence": "high",
        },
    ]
    toy_network(events=table("events", events)).write(tmp_path / "toy")
    return tmp_path / "toy"


@pytest.fixture
def gate(tmp_path):
    file = tmp_path / "gate.toml"
    file.write_text(CARD, encoding="utf-8")
    return file


def test_list_and_show(run, folder, gate):
    code, out, _ = run("scenario", "list")
    assert code == 0
    assert "suez-closed" in out
    rows = json.loads(run("scenario", "list", "--json")[1])
    assert {"id", "title", "overrides", "basis", "requires"} == set(rows[0])
    assert run("scenario", "list", "--csv")[1].startswith("id,title")
    code, out, _ = run("scenario", "show", gate, "--data", folder)
    assert code == 0
    assert "Half the border (gate)" in out
    assert "Published: From 10 h to 5 h. (toy)" in out
    assert "border_crossings.hours x 0.5 where bcp_id = yz-zeta" in out
    assert " 4 " in out  # two directions, two percentiles


def test_compare_reads_as_a_table(run, folder, gate):
    code, out, _ = run(
        "scenario",
        "compare",
        "Alpha",
        "Epsilon",
        "-s",
        gate,
        "--data",
        folder,
        "--criterion",
        "time",
        "--criterion",
        "cost",
    )
    assert code == 0
    assert "Alpha (XX) - Epsilon (ZZ): quickest itinerary, days" in out
    assert "Alpha (XX) - Epsilon (ZZ): cheapest itinerary, USD" in out
    assert re.search(r"│ border +│", out)  # where the change comes from
    assert len(re.findall(r"-0\.2 +│", out)) == 2  # the change, and that of the border
    assert "no change" in out
    assert "Situation before: reference year." in out


def test_compare_tells_how_goods_split_over_the_ways(run, folder, gate):
    asked = ("scenario", "compare", "Alpha", "Epsilon", "-s", gate, "--data", folder, "--shares")
    code, out, err = run(*asked, "--criterion", "cost,time", "--json")
    assert code == 0, err
    rows = json.loads(out)
    assert sum(row["share_before"] for row in rows) == pytest.approx(1)
    assert all(0 <= row["share_after"] <= 1 for row in rows)
    code, out, _ = run(*asked)  # by all criteria
    assert out.count("itinerary, ") == 5
    assert "Share: of the goods of the pair" in " ".join(out.split())


def test_compare_in_complement_or_why_not(run, folder, gate, tmp_path):
    (tmp_path / "shut.toml").write_text(SHUT, encoding="utf-8")
    code, out, _ = run(
        "scenario",
        "compare",
        "Alpha",
        "Epsilon",
        "--data",
        folder,
        "--scenarios",
        f"{gate},{tmp_path / 'shut.toml'}",
        "--criterion",
        "cost,time",
    )
    assert code == 0
    assert "In complement: 'gate' and 'shut' cannot be combined: 'shut' says so. 'shut' is" in out
    (tmp_path / "shut.toml").write_text(SHUT.replace('["gate"]', "[]"), encoding="utf-8")
    _, text, _ = run(
        "scenario",
        "compare",
        "Alpha",
        "Epsilon",
        "--data",
        folder,
        "--criterion",
        "cost,time",
        "--json",
        "--scenarios",
        f"{gate},{tmp_path / 'shut.toml'}",
    )
    assert {row["valued"] for row in json.loads(text)} == {"in isolation", "in complement"}
    _, text, _ = run(
        "scenario", "compare", "Alpha", "Epsilon", "--data", folder, "--csv", "-s", gate
    )
    assert next(csv.DictReader(io.StringIO(text)))["scenario"] == "gate"


def test_compare_needs_scenarios_and_places(run, folder, gate):
    code, _, err = run("scenario", "compare", "Alpha", "Epsilon", "--data", folder)
    assert (code, "compare needs --scenario;" in err) == (2, True)
    code, _, err = run("scenario", "compare", "Alpha", "-s", gate, "--data", folder)
    assert (code, "give at least two places" in err) == (2, True)
    code, _, err = run("scenario", "show", "suez-close")
    assert (code, "Did you mean 'suez-closed'" in err) == (2, True)


def test_rank(run, folder):
    code, out, _ = run("scenario", "rank", "Alpha", "Epsilon", "Delta", "--data", folder)
    assert code == 0
    assert "Closed in turn: border crossings" in out
    assert "xz-gamma" in out
    _, text, _ = run(
        "scenario", "rank", "Alpha", "Epsilon", "--what", "links", "--data", folder, "--json"
    )
    assert json.loads(text)[0]["rank"] == 1
    _, text, _ = run(
        "scenario", "rank", "Alpha", "Epsilon", "--top", "1", "--data", folder, "--csv"
    )
    assert len(text.splitlines()) == 3  # the cheapest way and the quickest


def test_break_even(run, folder):
    common = ("Alpha", "Epsilon", "--column", "hours", "--weight", "time", "--data", folder)
    code, out, _ = run(
        "scenario", "break-even", *common, "--corridor", "line-c", "--where", "bcp_id=xz-gamma"
    )
    assert code == 0
    assert (
        "line-c loses Alpha - Epsilon by 1.9 h; it wins with border_crossings.hours x 0.907" in out
    )
    _, out, _ = run(
        "scenario", "break-even", *common, "--corridor", "ship", "--where", "bcp_id=xx-p"
    )
    assert "it still loses by" in out
    _, out, _ = run(
        "scenario",
        "break-even",
        "Alpha",
        "Epsilon",
        "--corridor",
        "line-c",
        "--column",
        "hours",
        "--where",
        "bcp_id=xz-gamma",
        "--data",
        folder,
    )
    assert "wins Alpha - Epsilon as things are" in out


def test_sweep(run, folder, gate):
    code, out, _ = run("scenario", "sweep", "Alpha", "Epsilon", "-s", gate, "--data", folder)
    assert code == 0
    assert "as it is" in out
    assert "1 of 1 scenario change" in out or "0 of 1 scenario change" in out
    _, text, _ = run("scenario", "sweep", "Alpha", "Epsilon", "-s", gate, "--data", folder, "--csv")
    assert next(csv.DictReader(io.StringIO(text)))["served"] == "True"
    _, text, _ = run(
        "scenario", "sweep", "Alpha", "Epsilon", "-s", gate, "--data", folder, "--json"
    )
    assert json.loads(text)[0]["scenario"] == "gate"


def test_as_of(run, folder, gate):
    _, out, _ = run("route", "Alpha", "Epsilon", "--weight", "time", "--data", folder)
    assert "Situation: reference year" in out
    _, out, _ = run("route", "Alpha", "Epsilon", "--data", folder, "--as-of", "2024-02-01")
    assert "Situation: 2024-02-01, 1 event felt" in out
    _, out, _ = run("compare", "Alpha", "Epsilon", "--data", folder, "--as-of", "2024-02-01")
    assert "2024-02-01, 1 event felt" in out
    _, out, _ = run(
        "scenario",
        "compare",
        "Alpha",
        "Epsilon",
        "-s",
        gate,
        "--data",
        folder,
        "--as-of",
        "2024-02-01",
    )
    assert "Situation before: 2024-02-01, 1 event felt." in out
    code, _, err = run("route", "Alpha", "Epsilon", "--data", folder, "--as-of", "soon")
    assert (code, "a day is a date" in err) == (2, True)


def test_check_tells_all_faults_of_all_cards_at_once(run, folder, gate):
    other = gate.with_name("other.toml")
    other.write_text(CARD.replace("yz-zeta", "yz-zata").replace("0.5", '"half"'), encoding="utf-8")
    code, out, err = run("scenario", "check", gate, other, "--data", folder)
    assert code == 2
    assert "gate: no faults; 1 override, 4 values changed or added" in out
    assert "other.toml:17: override 1: value 'half' is not a number" in err
    third = gate.with_name("third.toml")
    third.write_text(CARD.replace("yz-zeta", "yz-zata"), encoding="utf-8")
    code, _, err = run("scenario", "check", other, third, "--data", folder)
    assert "third.toml:14: override 1: bcp_id 'yz-zata' is in no row of border_crossings.csv" in err
    assert "other.toml:17:" in err
    assert "other.toml:14: override 1: bcp_id 'yz-zata' is in no row" in err
    code, _, shown = run("scenario", "show", third, "--data", folder)
    assert code == 2
    assert "third.toml:14: override 1: bcp_id 'yz-zata'" in shown


def test_new_writes_a_card_that_is_sound(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("scenario", "new", "my-ferry", "--example", "ferry")
    assert code == 0
    assert "corridors scenario check my-ferry.toml" in out
    code, out, _ = run("scenario", "check", "my-ferry.toml")
    assert (code, out.startswith("my-ferry: no faults; 2 overrides")) == (0, True)
    code, _, err = run("scenario", "new", "my-ferry")
    assert (code, "my-ferry.toml is there already" in err) == (2, True)
    code, out, _ = run("scenario", "new", "--example", "price")
    assert (code, 'id = "own-price"' in out) == (0, True)
    assert run("scenario", "new", "--example", "train")[0] == 2


def test_schema_is_json(run):
    assert json.loads(run("scenario", "schema")[1])["required"] == ["title", "override"]


@pytest.mark.parametrize(
    "words",
    [
        ("compare",),
        ("timeline", "--day", "2024-01-01"),
        ("scenario", "criticality"),
        ("scenario", "sweep", "-s", "suez-closed"),
    ],
)
def test_a_file_of_pairs_goes_with_every_command_of_pairs(run, toy, tmp_path, words):
    """Wish: --pairs went with scenario compare alone."""
    toy.write(tmp_path / "toy")
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("origin,destination,teu\nAlpha,Epsilon,40\nZeta,Delta,2\n", encoding="utf-8")
    if "suez-closed" in words:
        card = tmp_path / "half.toml"
        card.write_text(
            'title = "Half"\n[[override]]\naction = "change"\ntable = "border_crossings"\n'
            'bcp_id = "yz-zeta"\ncolumn = "hours"\nop = "multiply"\nvalue = 0.5\n',
            encoding="utf-8",
        )
        words = (*words[:-1], str(card))
    network = ("--network", str(tmp_path / "toy"))
    code, out, err = run(*words, "--pairs", str(pairs), *network)
    assert code == 0, err
    assert "Alpha" in out
    if words[0] != "timeline":
        assert "a year" in " ".join(out.split())
    code, _, err = run(*words, "Alpha", "Epsilon", "--pairs", str(pairs), *network)
    assert (code, "places or --pairs, not both" in err) == (2, True)
