"""The columns and cells of tables that people read, in their language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from corridors.languages import in_language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Window(NamedTuple):
    """The first and the last day of something: dates, or numbers of days.

    Examples
    --------
    >>> str(Window(3, 5)), str(Window(3, 3))
    ('3 - 5', '3')
    >>> str(Window(date(2026, 12, 30), date(2027, 1, 2)))
    '30 Dec 2026 - 2 Jan 2027'
    """

    first: date | int
    last: date | int

    def __str__(self) -> str:
        first, last = self
        if first == last:
            return _plain_day(last)
        if isinstance(first, date) and isinstance(last, date) and first.year == last.year:
            month = "" if first.month == last.month else f" {_MONTHS[first.month - 1]}"
            return f"{first.day}{month} - {_plain_day(last)}"
        return f"{_plain_day(first)} - {_plain_day(last)}"


class Cited(NamedTuple):
    """Sources of a value, as marks that lead to the list of sources of an anchor.

    Each mark is the key of a source and what is told beside it.

    Examples
    --------
    >>> str(Cited("source", (("1", ""), ("4", "*"))))
    '1, 4*'
    """

    anchor: str
    marks: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return ", ".join(f"{key}{beside}" for key, beside in self.marks)


def _plain_day(day: date | int) -> str:
    if isinstance(day, date):
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return str(day)


@dataclass(frozen=True)
class Column:
    """A column of a report's table: heading with its unit, and how numbers are written.

    ``names``: its texts are names, which stay as they are in any language.
    """

    name: str
    form: str = ""
    names: bool = False
    language: str = "en"

    @property
    def head(self) -> str:
        """The heading in the language of the table."""
        return in_language(self.name, self.language)

    def text(self, value: Any) -> str:
        """Return a value as it stands in the table, in its language."""
        if value is None:
            return ""
        return self.words(self._in_english(value))

    def words(self, text: str) -> str:
        """Return a text of the column in its language."""
        return text if self.names else in_language(text, self.language)

    def cell(self, value: Any) -> Any:
        """Return a value as a cell of a workbook has it: texts in the language of the table."""
        if isinstance(value, Cited):
            value = str(value)
        return self.words(value) if isinstance(value, str) else value

    def _in_english(self, value: Any) -> str:
        if isinstance(value, Window | Cited):
            return str(value)
        if isinstance(value, date):
            clock = f" {value:%H:%M}" if isinstance(value, datetime) else ""
            return f"{_WEEKDAYS[value.weekday()]} {_plain_day(value)}{clock}"
        return format(value, self.form) if self.form and not isinstance(value, str) else str(value)

    def unbroken(self, value: Any) -> str:
        """Return a value as it stands in a narrow table: no line ends within a day."""
        text = self.text(value)
        if isinstance(value, date | Window):
            return text.replace(" ", "\u00a0").replace("\u00a0-\u00a0", "\u00a0- ")
        return text

    @property
    def excel_form(self) -> str:
        """How Excel writes its numbers."""
        if not self.form:
            return "General"
        comma, digits = "," in self.form, self.form.rstrip("f%d")[-1:]
        places = int(digits) if self.form[-1] != "d" and digits.isdigit() else 0
        plain = ("#,##0" if comma else "0") + ("." + "0" * places if places else "")
        if self.form.endswith("%"):
            return f"{plain}%"
        return f"+{plain};-{plain};{plain}" if self.form.startswith("+") else plain


@dataclass(frozen=True)
class ReportTable:
    """A table of a report: a key for its file, a title, columns and rows.

    With an ``anchor`` its rows can be led to, by their first cells; ``grouped``: on a page, rows of
    the same first cell stand below it.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]
    note: str = ""
    anchor: str = ""
    grouped: bool = False

    def in_language(self, language: str) -> ReportTable:
        """Return the table for people who read a language: its rows are as they were."""
        if language == "en":
            return self
        columns = tuple(replace(column, language=language) for column in self.columns)
        title, note = (in_language(text, language) for text in (self.title, self.note))
        return replace(self, columns=columns, title=title, note=note)


def told_facts(facts: ReportTable) -> list[tuple[str, str]]:
    """Return facts as pairs of texts in their language.

    Parameters
    ----------
    facts
        Rows of a word and a value.
    """
    column = facts.columns[-1]
    return [(column.words(word), column.text(value)) for word, value in facts.rows]
