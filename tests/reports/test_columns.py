"""Cells and headings in the language of a table; names stay, and rows are as they were."""

from datetime import date, datetime

from corridors.reports.columns import Cited, Column, ReportTable, Window, told_facts

DAYS = Window(date(2026, 5, 7), date(2026, 5, 10))


def test_texts_and_numbers_are_in_the_language():
    column = Column("border crossings", ",.1f", language="tr")
    assert column.head == "sınır geçişleri"
    assert column.text(1234.5) == "1.234,5"
    assert Column("", language="tr").text("Uzbekistan") == "Özbekistan"
    assert Column("", language="zh").text(DAYS) == "2026年5月7日-10日"
    assert (
        Column("", language="ru").text(datetime(2026, 5, 4, 8, 0))
        == "пн, 4 мая 2026\u00a0\u0433. 08:00"
    )
    assert Column("", language="ru").text(None) == ""


def test_names_stay():
    column = Column("title", names=True, language="ru")
    assert (column.head, column.text("Iran"), column.cell("Iran")) == ("название", "Iran", "Iran")


def test_cells_of_a_workbook_keep_their_kinds():
    column = Column("", ",.0f", language="ru")
    assert column.cell(1234.5) == 1234.5
    assert column.cell(date(2026, 5, 4)) == date(2026, 5, 4)
    assert column.cell("Iran") == "Иран"
    assert column.cell(Cited("source", (("4", " (assumed)"),))) == "4 (принято)"


def test_english_is_as_it_was():
    table = ReportTable(
        "t", "Totals", (Column("km", ",.0f"),), ((1234.0,),), "Hours are expected ones."
    )
    assert table.in_language("en") is table
    told = table.in_language("zh")
    assert (told.title, told.note) == ("合计", "小时数为预期值。")
    assert told.rows == table.rows
    facts = ReportTable("f", "", (Column("question"), Column("answer")), (("by", "road, sea"),))
    assert told_facts(facts) == [("by", "road, sea")]
    assert told_facts(facts.in_language("tr")) == [("taşıma türü", "karayolu, denizyolu")]
