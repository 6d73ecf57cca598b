"""Tables of a report as CSV and as a workbook."""

import csv
import io
import sys
import zipfile

import pytest
from report_toy import PAIR
from toy import change, toy_network

import corridors as co
from corridors.reports.content import make_content
from corridors.reports.files import csv_text
from corridors.routing.conditions import DEFAULT_SHIPMENT


def test_tables_as_csv_give_the_numbers_back(toy, tmp_path):
    folder = co.report(toy, *PAIR, tmp_path / "tables")
    rows = list(csv.DictReader(io.StringIO((folder / "comparison.csv").read_text("utf-8"))))
    assert float(rows[0]["USD"]) == co.route(toy, *PAIR).cost_usd
    assert (folder / "report.md").read_text("utf-8").startswith("# Alpha (XX) - Epsilon (ZZ)")
    assert {"ledger-1.csv", "sources.csv", "basis.csv"} <= {f.name for f in folder.iterdir()}


def test_a_text_that_looks_like_a_formula_stays_text(toy):
    nodes = change(toy.table("nodes"), "name", {"node_id": "xx-a"}, '=HYPERLINK("x")')
    links = change(toy.table("links"), "name", {"link_id": "road-af"}, '=HYPERLINK("x")')
    bad = toy_network(nodes=nodes, links=links)
    content = make_content(
        bad, "xx-a", "Epsilon", (), weight="cost", shipment=DEFAULT_SHIPMENT, corridors=None
    )
    for table in content.tables:
        for row in csv.reader(io.StringIO(csv_text(table))):
            assert not any(cell.startswith("=") for cell in row)


def test_a_workbook_has_a_sheet_for_each_table(toy, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    file = co.report(toy, *PAIR, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[:2] == ["about", "comparison"]
    about = [row[0].value for row in book["about"].iter_rows()]
    assert about[0].startswith("Alpha (XX) - Epsilon (ZZ)")
    assert "40ft container with 20 t" in about[1]
    assert "Situation: reference year" in about[1]
    assert book["comparison"]["C2"].number_format == "#,##0"
    assert book["comparison"]["C2"].value == pytest.approx(co.route(toy, *PAIR).cost_usd)
    again = co.report(toy, *PAIR, tmp_path / "y.xlsx")
    assert again.read_bytes() == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None


def test_excel_without_openpyxl_says_what_to_do(toy, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ImportError, match=r"install corridors\[excel\]"):
        co.report(toy, *PAIR, tmp_path / "x.xlsx")
