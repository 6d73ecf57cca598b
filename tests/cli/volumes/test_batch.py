from __future__ import annotations

import json

import pytest
from toy import toy_network


@pytest.fixture
def here(tmp_path, monkeypatch):
    toy_network().write(tmp_path / "toy")
    (tmp_path / "x.csv").write_text(
        "origin,destination,cargo_t\nAlpha,Epsilon,10\nAlpha,Epsilon,x\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_list_is_printed_with_its_faults(run, here):
    code, out, err = run("batch", "x.csv", "--network", "toy")
    assert code == 0, err
    assert "cargo_t 'x' is not a number" in out
    assert "1 row of 2 with a fault; the first: x.csv:3" in err


def test_json_and_files(run, here):
    code, out, err = run("batch", "x.csv", "--network", "toy", "--json", "--weight", "cost")
    assert code == 0, err
    rows = json.loads(out)
    assert rows[0]["weight"] == "cost"
    assert rows[1]["cost_usd"] is None
    code, out, err = run("batch", "x.csv", "--network", "toy", "-o", "y.csv")
    assert (code, out.startswith("Written: ")) == (0, True)
    pytest.importorskip("openpyxl")
    assert run("batch", "x.csv", "--network", "toy", "-o", "y.xlsx")[0] == 0
    assert (here / "y.xlsx").stat().st_size > 3000


def test_a_list_of_faults_alone_is_an_error_and_writes_nothing(run, here):
    (here / "x.csv").write_text("origin,destination\nAlpha,Nowhere\n")
    code, _, err = run("batch", "x.csv", "--network", "toy", "-o", "y.csv")
    assert code == 2
    assert "x.csv:2: there is no place 'Nowhere'" in err
    assert not (here / "y.csv").exists()
