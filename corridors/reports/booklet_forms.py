"""Several ways as Markdown, as a page, as a workbook and as PDF."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corridors.reports.files import cell_value, plain_markdown, timeless, workbook
from corridors.reports.page import list_html, table_html
from corridors.reports.pdf import NOT_SAID, NOTES, booklet_pdf
from corridors.reports.sheet_forms import (
    facts_html,
    fill_facts,
    fill_table,
    page_of,
    parts_html,
    parts_markdown,
    set_widths,
    wrap,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from corridors.reports.booklet import Booklet
    from corridors.reports.sheet import Sheet

_STYLE = "<style>@media print{section{break-before:page}}</style>"
#: What Excel allows in no name of a sheet, and how long it may be.
_FORBIDDEN, _LONGEST = re.compile(r"[\[\]:*?/\\]"), 31


def _front(booklet: Booklet) -> Sheet:
    """Return what stands before the ways as a sheet: its totals are the contents."""
    first = booklet.sheets[0]
    return replace(
        first, title=booklet.title, facts=booklet.facts, totals=booklet.contents, tables=(),
        notes=booklet.notes, not_said=booklet.not_said,
    )  # fmt: skip


def booklet_markdown(booklet: Booklet) -> bytes:
    """Return several ways as Markdown."""
    parts = [f"# {plain_markdown(booklet.title)}", *parts_markdown(_front(booklet))]
    for number, (name, sheet) in enumerate(zip(booklet.names, booklet.sheets, strict=True), 1):
        parts.append(f"## {number}. {plain_markdown(name)}")
        parts += parts_markdown(sheet, level=3)
    return ("\n\n".join(parts) + "\n").encode()


def booklet_html(booklet: Booklet) -> bytes:
    """Return several ways as one page: the contents lead to each of them."""
    from html import escape

    contents = table_html(booklet.contents)
    for number, name in enumerate(booklet.names, 1):
        link = f'<td class="" dir="auto"><a href="#way-{number}">{escape(name)}</a></td>'
        contents = contents.replace(f'<td class="" dir="auto">{escape(name)}</td>', link, 1)
    parts = [_STYLE, facts_html(booklet.facts), contents]
    for title, lines in ((NOTES, booklet.notes), (NOT_SAID, booklet.not_said)):
        if lines:
            parts.append(f"<h2>{booklet.say(title)}</h2>{list_html(lines)}")
    for number, (name, sheet) in enumerate(zip(booklet.names, booklet.sheets, strict=True), 1):
        body = "".join(parts_html(sheet)).replace("<h2>", "<h3>").replace("</h2>", "</h3>")
        head = f"<h2>{number}. {escape(name)}</h2>"
        parts.append(f'<section id="way-{number}">{head}{body}</section>')
    return page_of(booklet.title, parts, booklet.language)


# -- workbook -------------------------------------------------------------------------------------


def booklet_excel(booklet: Booklet) -> bytes:
    """Return several ways as a workbook: a summary that leads to a sheet each way.

    Raises
    ------
    ImportError
        If ``openpyxl`` is not installed.
    """
    book = workbook("a sheet as a workbook", "write .pdf, .html or .md")
    summary = book.create_sheet(booklet.say("summary"))
    names = sheet_names(booklet.names)
    _fill_summary(summary, booklet, names)
    for number, (name, sheet) in enumerate(zip(names, booklet.sheets, strict=True)):
        title = f"{number + 1}. {booklet.names[number]}"
        _fill_way(book.create_sheet(name), replace(sheet, title=title))
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def sheet_names(names: tuple[str, ...]) -> list[str]:
    """Return names that Excel takes: with a number, without its signs, not too long.

    Parameters
    ----------
    names
        What the ways are called.

    Examples
    --------
    >>> sheet_names(("By rail/sea, through Iran, Azerbaijan and Georgia", "any way"))
    ['1 By rail sea, through Iran, Az', '2 any way']
    """
    return [
        f"{number} {_FORBIDDEN.sub(' ', name)}"[:_LONGEST].strip().strip("'")
        for number, name in enumerate(names, 1)
    ]


def _fill_summary(page: Worksheet, booklet: Booklet, names: list[str]) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    fill_facts(page, booklet.title, booklet.facts)
    page.append([])
    first = fill_table(page, booklet.contents)
    for number, name in enumerate(names):
        cell = page.cell(first + number, 2)
        place = name.replace("'", "''")
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, location=f"'{place}'!A1", display=cell.value
        )
        cell.font = Font(underline="single", color="0563C1")
    _fill_lines(page, booklet)
    set_widths(page, {"A": 28, "B": 60})


def _fill_way(page: Worksheet, sheet: Sheet) -> None:
    """Write a way below one another: facts, totals, each table, notes."""
    fill_facts(page, sheet.title, sheet.facts)
    for table in (sheet.totals, *sheet.tables):
        page.append([])
        fill_table(page, table, sums=table.key == "legs")
    _fill_lines(page, sheet)
    set_widths(page, {"A": 30, "B": 44})
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _fill_lines(page: Worksheet, said: Sheet | Booklet) -> None:
    from openpyxl.styles import Font

    for title, lines in ((NOTES, said.notes), (NOT_SAID, said.not_said)):
        if lines:
            page.append([])
            page.append([said.say(title)])
            page.cell(page.max_row, 1).font = Font(bold=True)
        for line in lines:
            page.append(["", cell_value(line)])
            wrap(page.cell(page.max_row, 2))


#: By the ending of a file: what makes its bytes.
FORMS: Mapping[str, Callable[[Booklet], bytes]] = {
    ".pdf": booklet_pdf,
    ".xlsx": booklet_excel,
    ".html": booklet_html,
    ".md": booklet_markdown,
}
