"""A sheet as Markdown, as a page and as a workbook; as PDF in a module of its own."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING, Any

from corridors.maps.page import VIEWPORT, add_policy
from corridors.reports.files import cell_value, markdown_table, plain_markdown, timeless, workbook
from corridors.reports.page import STYLE, list_html, table_html
from corridors.reports.pdf import sheet_pdf
from corridors.reports.tables import Column, ReportTable, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from corridors.reports.sheet import Sheet

_NOTES, _NOT_SAID = "Notes", "What the price does not hold"
_DATE, _MOMENT = "ddd d mmm yyyy", "ddd d mmm yyyy hh:mm"
#: Columns of stretches that add up.
_ADDED = ("km", "USD", "hours", "kg CO2e")
_WIDEST = 60
_STYLE = """
td.n,.data td:nth-child(3){white-space:nowrap}h1{font-size:24px}h2{font-size:17px;margin:24px 0 6px}
table.data{width:100%}table.facts{width:auto}table.facts thead{display:none}
@media print{h1{font-size:17pt}h2{font-size:12pt;margin:12pt 0 3pt}table.data{font-size:7.5pt}
thead{display:table-header-group}body{font-size:9pt}
table.data th:first-child,table.data td{overflow-wrap:break-word}}
"""


def sheet_markdown(sheet: Sheet) -> bytes:
    """Return a sheet as Markdown."""
    parts = [f"# {plain_markdown(sheet.title)}"]
    parts.append(
        "\n".join(
            f"- {plain_markdown(word)}: {plain_markdown(Column('').text(value))}"
            for word, value in sheet.facts.rows
        )
    )
    for table in (sheet.totals, *sheet.tables):
        parts += [f"## {plain_markdown(table.title)}", markdown_table(table)]
        if table.note:
            parts.append(plain_markdown(table.note))
    for title, lines in ((_NOTES, sheet.notes), (_NOT_SAID, sheet.not_said)):
        if lines:
            parts += [f"## {title}", "\n".join(f"- {plain_markdown(line)}" for line in lines)]
    return ("\n\n".join(parts) + "\n").encode()


def sheet_html(sheet: Sheet) -> bytes:
    """Return a sheet as a page that needs no network and prints on A4."""
    facts = table_html(sheet.facts).replace('class="data"', 'class="data facts"', 1)
    parts = [facts, *(table_html(table) for table in (sheet.totals, *sheet.tables))]
    for title, lines in ((_NOTES, sheet.notes), (_NOT_SAID, sheet.not_said)):
        if lines:
            parts.append(f"<h2>{title}</h2>{list_html(lines)}")
    title = escape(sheet.title)
    return add_policy(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{VIEWPORT}\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{''.join(parts)}\n</main>\n</body>\n</html>\n"
    ).encode()


# -- workbook -------------------------------------------------------------------------------------


def sheet_excel(sheet: Sheet) -> bytes:
    """Return a sheet as a workbook: the question and totals first, then a sheet each table.

    Raises
    ------
    ImportError
        If ``openpyxl`` is not installed.
    """
    book = workbook("a sheet as a workbook", "write .pdf, .html or .md")
    _fill_first(book.create_sheet("trip"), sheet)
    for table in sheet.tables:
        _fill(book.create_sheet(table.key), table, sums=table.key == "legs")
    notes = book.create_sheet("notes")
    for line in (*sheet.notes, *sheet.not_said):
        notes.append([cell_value(line)])
        _wrap(notes.cell(notes.max_row, 1))
    notes.column_dimensions["A"].width = 110
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _fill_first(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Font

    page.append([cell_value(sheet.title)])
    page["A1"].font = Font(bold=True, size=14)
    page.append([])
    rows = [(word, value, Column("")) for word, value in sheet.facts.rows]
    totals = zip(sheet.totals.columns, sheet.totals.rows[0], strict=True)
    rows += [(column.name, value, column) for column, value in totals]
    for word, value, column in rows:
        page.append([word])
        page.cell(page.max_row, 1).font = Font(bold=True)
        _put(page.cell(page.max_row, 2), value, column)
    page.append([])
    for line in sheet.not_said:
        page.append(["", cell_value(line)])
        _wrap(page.cell(page.max_row, 2))
    page.column_dimensions["A"].width = 28
    page.column_dimensions["B"].width = 80


def _wrap(cell: Cell) -> None:
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _put(cell: Cell, value: Any, column: Column) -> None:
    from datetime import date, datetime

    from openpyxl.styles import Alignment

    cell.value = cell_value(value)
    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
    if isinstance(value, date):
        cell.number_format = _MOMENT if isinstance(value, datetime) else _DATE
        cell.alignment = Alignment(horizontal="left", vertical="top")
    elif column.form and not isinstance(value, str):
        cell.number_format = column.excel_form
        if cell.row > 1 and cell.column == 2 and cell.parent.title == "trip":
            cell.alignment = Alignment(horizontal="left", vertical="top")


def _fill(page: Worksheet, table: ReportTable, *, sums: bool) -> None:
    """Write a table; a window takes two columns, a sum is a formula over its column."""
    from openpyxl.styles import Alignment, Font

    heads, values = _apart(table)
    page.append([column.name for column in heads])
    last = len(values) + 1
    for n, row in enumerate(values, 2):
        for k, (column, value) in enumerate(zip(heads, row, strict=True), 1):
            _put(page.cell(n, k), value, column)
    if sums:
        page.cell(last + 1, 1, "total")
        for k, column in enumerate(heads, 1):
            if column.name in _ADDED:
                letter = page.cell(1, k).column_letter
                cell = page.cell(last + 1, k, f"=SUM({letter}2:{letter}{last})")
                cell.number_format = column.excel_form
    for k, column in enumerate(heads, 1):
        head = page.cell(1, k)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        if sums:
            page.cell(last + 1, k).font = Font(bold=True)
        widest = max(len(column.text(row[k - 1])) for row in values)
        least = max(map(len, column.name.split()))
        page.column_dimensions[head.column_letter].width = min(max(widest, least, 8) + 2, _WIDEST)
    page.freeze_panes = "B2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
    page.print_title_rows = "1:1"


def _apart(table: ReportTable) -> tuple[list[Column], list[list[Any]]]:
    """Return columns and rows in which the two days of a window stand apart."""
    windows = {k for row in table.rows for k, value in enumerate(row) if isinstance(value, Window)}
    heads: list[Column] = []
    for k, column in enumerate(table.columns):
        if k in windows:
            name = column.name.removeprefix("between").strip()
            heads += [Column(f"from {name}".strip(), "d"), Column(f"to {name}".strip(), "d")]
        else:
            heads.append(column)
    rows = [
        [one for value in row for one in (value if isinstance(value, Window) else (value,))]
        for row in table.rows
    ]
    return heads, rows


#: By the ending of a file: what makes its bytes.
FORMS: Mapping[str, Callable[[Sheet], bytes]] = {
    ".pdf": sheet_pdf,
    ".xlsx": sheet_excel,
    ".html": sheet_html,
    ".md": sheet_markdown,
}
