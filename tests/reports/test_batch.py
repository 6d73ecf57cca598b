from __future__ import annotations

import csv

import pytest
from toy import toy_network

import corridors as co


@pytest.fixture(scope="module")
def done():
    rows = [
        {"origin": "Alpha", "destination": "Epsilon", "order": "=1+1", "departure": "2026-05-04"},
        {"origin": "Alpha", "destination": "Nowhere", "order": "b", "departure": ""},
    ]
    return co.batch(toy_network(), rows, weight="cost")


def test_a_csv_has_every_row_and_no_formula(done, tmp_path):
    with done.save(tmp_path / "x.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["order"] for row in rows] == ["'=1+1", "b"]
    assert float(rows[0]["cost_usd"]) == done.rows[0]["cost_usd"]
    assert "'Nowhere'" in rows[1]["fault"]


def test_a_workbook_has_a_summary_the_rows_and_the_faults(done, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(done.save(tmp_path / "x.xlsx"))
    assert book.sheetnames == ["summary", "consignments", "faults"]
    head, first, second = book["consignments"].iter_rows()
    at = {cell.value: k for k, cell in enumerate(head)}
    assert first[at["days p50"]].value == pytest.approx(done.rows[0]["time_p50_h"] / 24)
    assert first[at["price USD"]].number_format == "#,##0"
    assert first[at["order"]].data_type == "s"
    assert first[at["departure"]].value.year == 2026
    assert second[at["price USD"]].value is None
    sums = {row[0]: row[1:] for row in book["summary"].iter_rows(values_only=True) if row[0]}
    assert sums["with a fault"][0] == 1
    assert sums[done.rows[0]["way"]][2] == pytest.approx(done.rows[0]["cost_usd"])


def test_another_ending_is_refused(done, tmp_path):
    with pytest.raises(ValueError, match=r"'\.pdf' is not one of"):
        done.save(tmp_path / "x.pdf")
    assert not list(tmp_path.iterdir())


def test_the_summary_tells_the_situation_of_the_answers_and_not_of_the_network(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    shut = co.Scenario("shut", "Shut", (co.Override("close", "links", {"link_id": "rail-bc"}),))
    rows = [{"origin": "Alpha", "destination": "Epsilon"}]
    done = co.batch(toy_network(), rows, weight="cost", scenarios=shut)
    assert done.rows[0]["situation"] == "reference year; scenario shut"
    book = openpyxl.load_workbook(done.save(tmp_path / "x.xlsx"))
    facts = dict(row[:2] for row in book["summary"].iter_rows(values_only=True) if row[0])
    assert facts["situation"] == "reference year; scenario shut"


def test_a_time_with_an_offset_keeps_it_in_a_workbook(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    row = {"origin": "Alpha", "destination": "Epsilon", "departure": "2026-05-04T10:00+05:00"}
    book = openpyxl.load_workbook(co.batch(toy_network(), [row]).save(tmp_path / "x.xlsx"))
    head, first = book["consignments"].iter_rows(values_only=True)
    told = dict(zip(head, first, strict=True))
    assert told["departure"] == "2026-05-04 10:00+05:00"
    assert told["half arrive by"].endswith("+05:00")
