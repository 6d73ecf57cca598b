"""A report's tables as Markdown, CSV and Excel: the same input gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from corridors.formats.rows import cell_text
from corridors.network.tables import write_csv
from corridors.reports.columns import Cited

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from corridors.reports.columns import ReportTable
    from corridors.reports.content import Content

_EPOCH = (1980, 1, 1, 0, 0, 0)


def markdown(content: Content) -> str:
    """Return the report as Markdown, tables included."""
    parts = [f"# {plain_markdown(content.title)}", plain_markdown(content.question)]
    parts.append("\n".join(f"- {plain_markdown(line)}" for line in content.findings))
    for table in content.tables:
        parts += [f"## {plain_markdown(table.title)}", markdown_table(table)]
        if table.note:
            parts.append(plain_markdown(table.note))
    for title, lines in (
        ("Method and data vintage", content.method),
        ("What this does not say", content.not_said),
    ):
        parts += [
            f"## {content.say(title)}",
            "\n".join(f"- {plain_markdown(line)}" for line in lines),
        ]
    return "\n\n".join(parts) + "\n"


def markdown_table(table: ReportTable) -> str:
    """Return a table in Markdown."""
    right = ["---:" if c.form else "---" for c in table.columns]
    lines = [[c.head for c in table.columns], right]
    lines += [
        [plain_markdown(c.text(v)) for c, v in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain_markdown(text: str) -> str:
    """Return text in which Markdown and HTML see no markup."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text).replace("\n", " ")


def csv_text(table: ReportTable) -> str:
    """Return a table as CSV, numbers unrounded.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    stream = io.StringIO()
    write_csv(
        stream,
        [column.head for column in table.columns],
        (cells_of(table, row) for row in table.rows),
    )
    return stream.getvalue()


def cell_value(value: Any) -> Any:
    """Return a value as a cell: a text that would be a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Cited):
        value = str(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "@", "\t", "\r"):
        return f"'{value}"
    if isinstance(value, str) and value.startswith("-") and value != "-":
        return f"'{value}"
    return value


def cells_of(table: ReportTable, row: Sequence[Any]) -> list[Any]:
    """Return a row of a table as cells, texts in its language."""
    return [cell_value(c.cell(value)) for c, value in zip(table.columns, row, strict=True)]


def safe_cell(value: Any) -> Any:
    """Return a value of a row, several words or one, as a cell that is never a formula."""
    return cell_value(cell_text(value))


def fill_folder(content: Content, folder: Path) -> None:
    """Write every table as CSV and the report as Markdown into a folder."""
    for table in content.tables:
        (folder / f"{table.key}.csv").write_text(csv_text(table), encoding="utf-8", newline="\n")
    (folder / "report.md").write_text(markdown(content), encoding="utf-8", newline="\n")


def workbook(what: str, instead: str) -> Workbook:
    """Return an empty workbook.

    Raises
    ------
    ImportError
        If ``openpyxl`` is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise ImportError(
            f"{what} needs openpyxl: install corridors[excel], or {instead}"
        ) from error

    book = Workbook()
    book.remove(book.active)
    return book


def excel(content: Content) -> bytes:
    """Return every table as a sheet of an Excel workbook.

    Raises
    ------
    ImportError
        If ``openpyxl`` is not installed.
    """
    from openpyxl.styles import Font

    book = workbook("an Excel report", "write a folder of CSV")
    _fill_about(book.create_sheet("about"), content)
    for table in content.tables:
        sheet = book.create_sheet(table.key[:31])
        sheet.append([column.head for column in table.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in table.rows:
            sheet.append(cells_of(table, row))
            for cell, column in zip(sheet[sheet.max_row], table.columns, strict=True):
                cell.number_format = column.excel_form
        sheet.freeze_panes = "B2"
        for k, column in enumerate(table.columns, 1):
            width = max([len(column.head), *(len(column.text(row[k - 1])) for row in table.rows)])
            sheet.column_dimensions[sheet.cell(1, k).column_letter].width = min(width + 2, 60)
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _fill_about(sheet: Worksheet, content: Content) -> None:
    """Write the question, the findings, what the prices are and what is not said, line by line."""
    lines = [content.title, content.question, *content.findings, *content.method, *content.not_said]
    for line in lines:
        sheet.append([cell_value(line)])
    sheet.column_dimensions["A"].width = 120


def timeless(data: bytes) -> bytes:
    """Return a workbook without the hour of its making."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in sorted(old.infolist(), key=lambda e: e.filename):
            text = old.read(entry)
            if entry.filename == "docProps/core.xml":
                text = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", text)
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, text)
    return result.getvalue()
