"""`corridors gas`: one command says what TAPI delivers, to whom, at what cost, who earns."""

import csv
import io
import json

import pytest

from corridors.cli.volumes.gas import offtakes_of


def test_all_of_it_is_one_command(run):
    code, out, err = run("gas", "tapi", "--scenario", "tapi-gwadar-spur")
    assert code == 0, err
    for words in (
        "What is delivered, to whom, at what cost", "Who earns what", "What the scenarios change",
        "As LNG by sea", "Published prices to compare with", "By pipe and stations alone it carries",
        "https://www.thenews.com.pk", "scenarios tapi-built + tapi-gwadar-spur",
    ):  # fmt: skip
        assert words in " ".join(out.split()), words


def test_json_has_every_table(run):
    code, out, err = run("gas", "tapi", "--json")
    assert code == 0, err
    found = json.loads(out)
    assert found["delivered"] == 33
    assert found["notes"][0].startswith("As if it were built")
    assert {"deliveries", "costs", "earnings", "stations", "pressure", "sources"} <= set(found)


def test_csv_is_one_table(run):
    code, out, err = run("gas", "tapi", "--csv", "--table", "earnings")
    assert code == 0, err
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["who"] for row in rows] == [
        "Turkmenistan",
        "operator of TAPI",
        "Afghanistan",
        "Pakistan",
    ]
    code, out, err = run("gas", "tapi", "--csv")
    assert next(csv.DictReader(io.StringIO(out)))["place"] == "TAPI Herat"


def test_files_charts_and_maps(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("-o", "x.json", "--chart", "x.png", "--by", "earnings", "--map", "x.html")
    code, _, err = run("gas", "tapi", *words)
    assert code == 0, err
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["pipeline"] == "TAPI"
    assert (tmp_path / "x.png").read_bytes()[1:4] == b"PNG"
    assert "TAPI" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_amounts_and_crude(run):
    code, out, err = run("gas", "tapi", "--offtake", "Fazilka=0", "--crude", "100", "--json")
    assert code == 0, err
    found = json.loads(out)
    assert found["delivered"] == 33 - 13.86
    assert found["crude_usd_per_bbl"] == 100


def test_what_is_not_known_is_told_not_an_error(run):
    code, out, err = run("gas", "malay-bagtyyarlyk")
    assert code == 0, err
    assert "No pressure: 2 faults in the data" in out
    assert "No tariff of Malay-Bagtyyarlyk is known" in out


def test_gas_in_its_own_unit(run):
    code, out, err = run(
        "route",
        "Galkynysh",
        "Multan",
        "--commodity",
        "gas",
        "--quantity",
        "1",
        "--unit",
        "bcm",
        "--corridor",
        "tapi",
    )
    assert code == 0, err
    told = " ".join(out.split())
    assert "Shipped: gas, 1 bcm (735,000 t), worth 256," in told
    assert "As if it were built, which it is not" in told


def test_off_takes_stand_in_a_list():
    for words in (["Fazilka=13.86,Multan=5"], ["Fazilka=13.86", "Multan=5"]):
        assert offtakes_of(words) == {"Fazilka": 13.86, "Multan": 5.0}
    assert offtakes_of(["Multan, PK=5,Fazilka=1"]) == {"Multan, PK": 5.0, "Fazilka": 1.0}
    with pytest.raises(ValueError, match=r"'13,86' is no number: write it with a point"):
        offtakes_of(["Fazilka=13,86"])
