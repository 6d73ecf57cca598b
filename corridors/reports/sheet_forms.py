"""A sheet as Markdown, as a page and as a workbook; as PDF in a module of its own."""

from __future__ import annotations

import io
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from corridors.maps.page import VIEWPORT, add_policy
from corridors.reports.columns import Column, ReportTable, Window, told_facts
from corridors.reports.files import cell_value, markdown_table, plain_markdown, timeless, workbook
from corridors.reports.page import STYLE, list_html, table_html
from corridors.reports.pdf import NOT_SAID, NOTES, sheet_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from corridors.reports.sheet import Sheet

_DATE, _MOMENT = "ddd d mmm yyyy", "ddd d mmm yyyy hh:mm"
#: How Excel is told the language of a day.
_OF_EXCEL = {"ru": "[$-419]", "tr": "[$-41F]", "zh": "[$-804]"}
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
    parts = [f"# {plain_markdown(sheet.title)}", *parts_markdown(sheet)]
    return ("\n\n".join(parts) + "\n").encode()


def parts_markdown(sheet: Sheet, level: int = 2) -> list[str]:
    """Return the parts of a sheet in Markdown: facts, tables and notes, with headings of a level.

    Parameters
    ----------
    sheet
        The sheet.
    level
        Of the headings.
    """
    parts, mark = [], "#" * level
    if sheet.facts.rows:
        facts = (
            f"- {plain_markdown(word)}: {plain_markdown(value)}"
            for word, value in told_facts(sheet.facts)
        )
        parts.append("\n".join(facts))
    for table in (sheet.totals, *sheet.tables):
        parts += [f"{mark} {plain_markdown(table.title)}", markdown_table(table)]
        if table.note:
            parts.append(plain_markdown(table.note))
    for title, lines in ((NOTES, sheet.notes), (NOT_SAID, sheet.not_said)):
        if lines:
            parts.append(f"{mark} {sheet.say(title)}")
            parts.append("\n".join(f"- {plain_markdown(line)}" for line in lines))
    return parts


def sheet_html(sheet: Sheet) -> bytes:
    """Return a sheet as a page that needs no network and prints on A4."""
    return page_of(sheet.title, parts_html(sheet), sheet.language)


def facts_html(facts: ReportTable) -> str:
    """Return facts as a table without a head; nothing where there are none.

    Parameters
    ----------
    facts
        Rows of a word and a value.
    """
    if not facts.rows:
        return ""
    return table_html(facts).replace('<table class="data', '<table class="data facts', 1)


def parts_html(sheet: Sheet) -> list[str]:
    """Return the parts of a sheet in HTML, below its title.

    Parameters
    ----------
    sheet
        The sheet.
    """
    tables = (table_html(table) for table in (sheet.totals, *sheet.tables))
    parts = [facts_html(sheet.facts), *tables]
    for title, lines in ((NOTES, sheet.notes), (NOT_SAID, sheet.not_said)):
        if lines:
            parts.append(f"<h2>{sheet.say(title)}</h2>{list_html(lines)}")
    return parts


def page_of(title: str, parts: Sequence[str], language: str = "en") -> bytes:
    """Return a page that needs no network.

    Parameters
    ----------
    title
        Its heading, as plain text.
    parts
        What stands below it, in HTML.
    language
        In which it is written.
    """
    head = escape(title)
    return add_policy(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{VIEWPORT}\n'
        f"<title>{head}</title>\n<style>{STYLE}</style>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{head}</h1>\n{''.join(parts)}\n</main>\n</body>\n</html>\n"
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
        wrap(notes.cell(notes.max_row, 1))
    notes.column_dimensions["A"].width = 110
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _fill_first(page: Worksheet, sheet: Sheet) -> None:
    totals = zip(sheet.totals.columns, sheet.totals.rows[0], strict=True)
    fill_facts(page, sheet.title, sheet.facts, [(c.name, value, c) for c, value in totals])
    page.append([])
    for line in sheet.not_said:
        page.append(["", cell_value(line)])
        wrap(page.cell(page.max_row, 2))
    set_widths(page, {"A": 28, "B": 80})


def fill_facts(
    page: Worksheet, title: str, facts: ReportTable, more: Sequence[tuple[str, Any, Column]] = ()
) -> None:
    """Write a title and facts into an empty page of a workbook, with more of them below.

    Parameters
    ----------
    page
        The page.
    title
        Its heading.
    facts
        Rows of a word and a value.
    more
        Words, values, and how they are written.
    """
    from openpyxl.styles import Alignment, Font

    page.append([cell_value(title)])
    page["A1"].font = Font(bold=True, size=14)
    page.append([])
    plain = facts.columns[-1]
    for word, value, column in (*((w, v, plain) for w, v in facts.rows), *more):
        page.append([plain.words(word)])
        page.cell(page.max_row, 1).font = Font(bold=True)
        cell = page.cell(page.max_row, 2)
        _put(cell, value, column)
        if not isinstance(value, str):
            cell.alignment = Alignment(horizontal="left", vertical="top")


def set_widths(page: Worksheet, widths: Mapping[str, float]) -> None:
    """Set how wide columns are.

    Parameters
    ----------
    page
        The page.
    widths
        By the letter of the column.
    """
    for letter, width in widths.items():
        page.column_dimensions[letter].width = width


def wrap(cell: Cell) -> None:
    """Let the text of a cell take several lines.

    Parameters
    ----------
    cell
        The cell.
    """
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _put(cell: Cell, value: Any, column: Column) -> None:
    from datetime import date, datetime

    from openpyxl.styles import Alignment

    cell.value = cell_value(column.cell(value))
    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
    if isinstance(value, date):
        form = _MOMENT if isinstance(value, datetime) else _DATE
        cell.number_format = f"{_OF_EXCEL.get(column.language, '')}{form}"
        cell.alignment = Alignment(horizontal="left", vertical="top")
    elif column.form and not isinstance(value, str):
        cell.number_format = column.excel_form


def fill_table(page: Worksheet, table: ReportTable, *, sums: bool = False) -> int:
    """Write a table below what a page has; return the number of its first row.

    A window takes two columns, a sum is a formula over its column.

    Parameters
    ----------
    page
        The page.
    table
        The table.
    sums
        Whether a last row has the sums of what adds up.
    """
    from openpyxl.styles import Alignment, Font

    heads, values = _apart(table)
    page.append([column.head for column in heads])
    top = int(page.max_row)
    last = top + len(values)
    for k in range(1, len(heads) + 1):
        head = page.cell(top, k)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for n, row in enumerate(values, top + 1):
        for k, (column, value) in enumerate(zip(heads, row, strict=True), 1):
            _put(page.cell(n, k), value, column)
    if not sums:
        return top + 1
    page.cell(last + 1, 1, heads[0].words("total"))
    for k, column in enumerate(heads, 1):
        if column.name in _ADDED:
            letter = page.cell(top, k).column_letter
            cell = page.cell(last + 1, k, f"=SUM({letter}{top + 1}:{letter}{last})")
            cell.number_format = column.excel_form
        page.cell(last + 1, k).font = Font(bold=True)
    return top + 1


def _fill(page: Worksheet, table: ReportTable, *, sums: bool) -> None:
    """Write a table into a page of its own."""
    fill_table(page, table, sums=sums)
    heads, values = _apart(table)
    for k, column in enumerate(heads, 1):
        widest = max(len(column.text(row[k - 1])) for row in values)
        least = max(map(len, column.head.split()))
        letter = page.cell(1, k).column_letter
        page.column_dimensions[letter].width = min(max(widest, least, 8) + 2, _WIDEST)
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
            heads += [
                replace(column, name=f"{word} {name}".strip(), form="d")
                for word in (
                    "earliest",
                    "latest",
                )  # "from" and "to" are places elsewhere in a sheet
            ]
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
