"""Forms of a sheet: a workbook of real numbers and dates, a page that needs no network."""

import re
import sys
from datetime import UTC, date, datetime

import pytest
from toy import change, toy_network

import corridors as co

MADE = date(2026, 3, 2)


@pytest.fixture
def trip(toy):
    leaves = datetime(2026, 3, 3, 8, tzinfo=UTC)
    return co.route(toy, "Alpha", "Epsilon", departure=leaves, as_of="reference")


def test_a_workbook_holds_the_question_numbers_dates_and_sums(trip, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(trip.save(tmp_path / "t.xlsx", made=MADE))
    assert book.sheetnames == ["trip", "legs", "borders", "sources", "notes"]
    first = {row[0].value: row[1] for row in book["trip"].iter_rows(min_row=3, max_col=2)}
    assert book["trip"]["A1"].value == "Alpha (XX) - Epsilon (ZZ)"
    assert first["situation"].value == trip.situation
    assert first["USD"].value == trip.cost_usd
    assert first["USD"].number_format == "#,##0"
    assert first["days, expected"].number_format == "0.0"
    assert first["departure (UTC)"].value == datetime(2026, 3, 3, 8)
    assert first["arrives by plan"].is_date
    legs = book["legs"]
    head = [cell.value for cell in legs[1]]
    assert head[head.index("done on") + 1 :][:2] == ["earliest", "latest"]
    for name in ("done on", "earliest", "latest"):
        column = head.index(name) + 1
        assert all(legs.cell(n, column).is_date for n in range(2, legs.max_row))
    usd = head.index("USD") + 1
    letter, last = legs.cell(1, usd).column_letter, legs.max_row
    assert legs.cell(last, usd).value == f"=SUM({letter}2:{letter}{last - 1})"
    added = sum(legs.cell(n, usd).value for n in range(2, last))
    assert added == pytest.approx(trip.cost_usd)


def test_a_workbook_without_openpyxl_says_what_to_do(trip, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ImportError, match=r"install corridors\[excel\], or write \.pdf"):
        trip.save(tmp_path / "x.xlsx")


def test_the_page_needs_no_network_and_hostile_text_is_text(tmp_path):
    words = "=<script>alert(1)</script>|[x](javascript:y)"
    nodes = change(toy_network().table("nodes"), "name", {"node_id": "xx-a"}, words)
    trip = co.route(toy_network(nodes=nodes), "xx-a", "Epsilon")
    page = trip.save(tmp_path / "t.html", made=MADE).read_text("utf-8")
    assert "<script>alert" not in page
    assert not re.search(r'(?:src|href)="https?:', page)
    assert page.count("<h1") == 1
    text = trip.save(tmp_path / "t.md", made=MADE).read_text("utf-8")
    assert "<script>" not in text
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(trip.save(tmp_path / "t.xlsx", made=MADE))
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert all(value.startswith("=SUM(") for value in formulas)
