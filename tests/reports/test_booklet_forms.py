"""Forms of several ways: workbook, page, PDF, Markdown."""

import re
from datetime import date

import pytest
from toy import change, toy_network

import corridors as co
from corridors.reports import pdf
from corridors.reports.booklet import make_booklet, way_name
from corridors.reports.booklet_forms import sheet_names

MADE = date(2026, 3, 2)


@pytest.fixture
def ways(toy):
    return co.alternatives(toy, "Alpha", "Epsilon", k=3)


def test_a_workbook_has_a_summary_and_a_sheet_each_way(ways, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(co.save_trips(ways, tmp_path / "w.xlsx", made=MADE))
    assert len(book.sheetnames) == len(ways) + 1
    assert book.sheetnames[0] == "summary"
    summary = book["summary"]
    rows = [[cell.value for cell in row] for row in summary.iter_rows()]
    head = next(row for row in rows if row[0] == "no.")
    first = rows.index(head) + 2
    for number, trip in enumerate(ways):
        assert summary.cell(first + number, head.index("USD") + 1).value == trip.cost_usd
        link = summary.cell(first + number, 2).hyperlink.location
        assert link == f"'{book.sheetnames[number + 1]}'!A1"
    for name, trip in zip(book.sheetnames[1:], ways, strict=True):
        cells = {
            (cell.row, cell.column): cell.value for row in book[name].iter_rows() for cell in row
        }
        (top,) = [row for (row, column), value in cells.items() if (column, value) == (1, "what")]
        (last,) = [row for (row, column), value in cells.items() if (column, value) == (1, "total")]
        usd = next(c for (r, c), v in cells.items() if r == top and v == "USD")
        added = sum(cells[row, usd] for row in range(top + 1, last))
        assert added == pytest.approx(trip.cost_usd)
        letter = book[name].cell(1, usd).column_letter
        assert cells[last, usd] == f"=SUM({letter}{top + 1}:{letter}{last - 1})"


def test_names_of_sheets_are_what_excel_takes():
    names = sheet_names(("a/b: c?*[d]\\", "x" * 60, "x" * 60))
    assert len(set(names)) == 3
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_the_page_leads_from_the_contents_to_each_way(ways, tmp_path):
    page = co.save_trips(ways, tmp_path / "w.html", made=MADE).read_text("utf-8")
    assert page.count("<h1") == 1
    for number in range(1, len(ways) + 1):
        assert page.count(f'href="#way-{number}"') == page.count(f'id="way-{number}"') == 1
    assert not re.search(r'(?:src|href)="https?:', page)


def test_hostile_names_are_text(tmp_path):
    words = "=<script>alert(1)</script>|[x](javascript:y)"
    nodes = change(toy_network().table("nodes"), "name", {"node_id": "xx-a"}, words)
    trip = co.route(toy_network(nodes=nodes), "xx-a", "Epsilon")
    page = co.save_trips({words: trip}, tmp_path / "t.html", made=MADE).read_text("utf-8")
    assert "<script>alert" not in page
    text = co.save_trips({words: trip}, tmp_path / "t.md", made=MADE).read_text("utf-8")
    assert "<script" not in text.replace(r"\<script", "")
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(co.save_trips({words: trip}, tmp_path / "t.xlsx", made=MADE))
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or cell.value.startswith("=SUM(")


def test_pdf_contents_say_on_which_page_each_way_begins(ways):
    book = make_booklet({way_name(trip): trip for trip in ways}, MADE)
    pages, begins = pdf._booklet_pages(book, (1,) * len(ways))
    again, same = pdf._booklet_pages(book, begins)
    assert begins == same
    assert len(pages.pages) == len(again.pages)
    for number, (begin, name) in enumerate(zip(begins, book.names, strict=True), 1):
        assert f"{number}. {name}"[:20] in again.pages[begin - 1].texts[0].get_text()
    front = [text.get_text() for text in again.pages[0].texts]
    assert all(str(begin) in front for begin in begins)


def test_the_same_ways_give_the_same_bytes(ways, tmp_path):
    for ending in (".pdf", ".html", ".md"):
        one, other = (
            co.save_trips(ways, tmp_path / f"{k}{ending}", made=MADE).read_bytes() for k in "ab"
        )
        assert one == other
