"""A sheet as PDF: A4 pages on which text is measured, so that none runs over."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from corridors.charts.figure import GRID, INK, PALE
from corridors.charts.letters import families
from corridors.languages import in_language
from corridors.reports.columns import Column, told_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from corridors.reports.booklet import Booklet
    from corridors.reports.columns import ReportTable
    from corridors.reports.sheet import Sheet

#: A4 and its margins, in points.
_WIDTH, _HEIGHT, _MARGIN = 595.28, 841.89, 42.0
_BODY, _SMALL, _TABLE = 9.0, 7.0, 7.0
#: Height of a line over the size of its letters; space between columns and rows.
_LEADING, _GAP, _PAD = 1.32, 7.0, 3.0
#: A row of more lines goes on in a row of its own.
_MOST_LINES = 24
#: A letter of Chinese with the signs behind it, a word of others, a space.
_CHINESE_UNITS = re.compile(
    "[\u2e80-\u9fff\uff08][\u3001\u3002\uff09\uff0c\uff1a\uff1b]*| "
    "|[^\u2e80-\u9fff\uff00-\uffef ]+|."
)
#: Headings of what is said in sentences.
NOTES, NOT_SAID = "Notes", "What the price does not hold"


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return a sheet as PDF; the same sheet gives the same bytes."""
    pages = _Pages(sheet.language)
    pages.text(sheet.title, 15, bold=True, after=6)
    pages.facts(sheet.facts)
    for table in (sheet.totals, *sheet.tables):
        pages.table(table)
    pages.lines(sheet)
    return pages.to_bytes(sheet.title)


def booklet_pdf(booklet: Booklet) -> bytes:
    """Return several ways as PDF: contents with the number of the page, then each on a page."""
    pages, begins = _booklet_pages(booklet, (1,) * len(booklet.names))
    pages, begins = _booklet_pages(booklet, begins)
    return pages.to_bytes(booklet.title)


def _booklet_pages(booklet: Booklet, begins: tuple[int, ...]) -> tuple[_Pages, tuple[int, ...]]:
    """Return the pages, and on which each way begins; ``begins`` is what the contents say."""
    pages, contents = _Pages(booklet.language), booklet.contents
    pages.text(booklet.title, 15, bold=True, after=6)
    pages.facts(booklet.facts)
    rows = tuple((*row, page) for row, page in zip(contents.rows, begins, strict=True))
    last = Column("page", "3d", language=booklet.language)
    pages.table(replace(contents, columns=(*contents.columns, last), rows=rows))
    pages.lines(booklet)
    found = []
    for number, (name, sheet) in enumerate(zip(booklet.names, booklet.sheets, strict=True), 1):
        pages.new_page()
        found.append(len(pages.pages))
        pages.text(f"{number}. {name}", 13, bold=True, after=4)
        pages.facts(sheet.facts)
        for table in (sheet.totals, *sheet.tables):
            pages.table(table)
        pages.lines(sheet)
    return pages, tuple(found)


@cache
def _advance(letter: str, *, bold: bool, language: str) -> float:
    """Return how wide a letter is, over the size, in the first font that has it."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    weight = "bold" if bold else "normal"
    fonts = [
        get_font(findfont(FontProperties(family=name, weight=weight)))
        for name in families(language)
    ]
    font = next((one for one in fonts if one.get_char_index(ord(letter))), fonts[0])
    font.set_size(100, 72)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")
        glyph = font.load_char(ord(letter))  # its linear advance is that without hints
    return float(glyph.linearHoriAdvance) / 65536 / 100


def text_width(text: str, size: float, *, bold: bool = False, language: str = "en") -> float:
    """Return the width of a line of text, in points.

    Parameters
    ----------
    text
        One line.
    size
        Of its letters, in points.
    bold
        Whether they are bold.
    language
        Of the text, which says by which fonts it is written.

    Examples
    --------
    >>> text_width("days", 20) == 2 * text_width("days", 10)
    True
    """
    return size * sum(_advance(letter, bold=bold, language=language) for letter in text)


def _units(text: str, language: str) -> list[str]:
    """Return what of a text stays on one line; spaces between are units of one space.

    Chinese is written without spaces: a line can end behind any letter, not before a sign.
    """
    if language != "zh":
        return re.split("( )", text)
    return [unit for unit in _CHINESE_UNITS.findall(text) if unit]


def wrapped(
    text: str, width: float, size: float, *, bold: bool = False, language: str = "en"
) -> list[str]:
    """Return text in lines that are no wider; a word that is wider is broken.

    A line does not end at a hard space.

    Parameters
    ----------
    text
        Words.
    width
        In points.
    size
        Of its letters, in points.
    bold
        Whether they are bold.
    language
        Of the text.
    """

    def wide(line: str) -> float:
        return text_width(line, size, bold=bold, language=language)

    lines: list[str] = []
    line = gap = ""
    for word in _units(text, language):
        if word == " ":
            gap = " " if line or language != "zh" else ""
            continue
        longer = f"{line}{gap}{word}" if line else word
        gap = ""
        if wide(longer) <= width:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while wide(line) > width and len(line) > 1:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or wide(line[:n]) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line]


def column_widths(table: ReportTable, width: float, size: float) -> list[float]:
    """Return widths of a table's columns that fill no more than a page.

    Each has its longest word, and of the rest what its longest text asks for.

    Parameters
    ----------
    table
        The table.
    width
        Of the page, in points.
    size
        Of the letters, in points.
    """
    least, most = [], []
    for k, column in enumerate(table.columns):
        texts = [column.unbroken(row[k]) for row in table.rows]
        said = column.language

        def wide(text: str, *, bold: bool = False, language: str = said) -> float:
            return text_width(text, size, bold=bold, language=language)

        words = [wide(w) for text in texts for w in _units(text, said)]
        heads = [wide(w, bold=True) for w in _units(column.head, said)]
        least.append(max([1.0, *words, *heads]))
        whole = wide(column.head, bold=True)
        most.append(max([whole, *map(wide, texts)]))
    room = width - _GAP * (len(least) - 1)
    if sum(least) > room:
        return _cut(least, room)
    wanted = [b - a for a, b in zip(least, most, strict=True)]
    share = min(1.0, (room - sum(least)) / (sum(wanted) or 1.0))
    return [a + share * more for a, more in zip(least, wanted, strict=True)]


def _cut(widths: list[float], room: float) -> list[float]:
    """Return widths that fill a room: the widest are cut to one width, the others stay."""
    left, columns = room, len(widths)
    for one in sorted(widths):
        if one * columns > left:
            break
        left -= one
        columns -= 1
    return [min(one, left / columns) for one in widths]


class _Pages:
    """Pages that are filled from top to bottom."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.pages: list[Figure] = []
        self.y = 0.0
        self.new_page()

    @property
    def width(self) -> float:
        return _WIDTH - 2 * _MARGIN

    def new_page(self) -> None:
        from matplotlib.figure import Figure

        self.pages.append(Figure(figsize=(_WIDTH / 72, _HEIGHT / 72)))
        self.y = _HEIGHT - _MARGIN

    def room(self, height: float) -> bool:
        """Begin a page if so much does not fit on this one; say whether one was begun."""
        if self.y - height >= _MARGIN + 14:
            return False
        self.new_page()
        return True

    def write(self, x: float, text: str, size: float, **style: Any) -> None:
        """Write a line at the height that is reached, from the left or up to the right."""
        self.pages[-1].text(
            x / _WIDTH, (self.y - size) / _HEIGHT, text, fontsize=size,
            family=families(self.language), va="baseline", parse_math=False, usetex=False,
            **{"color": INK, **style},
        )  # fmt: skip

    def rule(self, colour: str, thick: float) -> None:
        from matplotlib.lines import Line2D

        line = Line2D(
            [_MARGIN / _WIDTH, 1 - _MARGIN / _WIDTH], [self.y / _HEIGHT] * 2,
            color=colour, linewidth=thick,
        )  # fmt: skip
        self.pages[-1].add_artist(line)

    def text(
        self, text: str, size: float, *, bold: bool = False, colour: str = INK, after: float = 0.0
    ) -> None:
        for line in wrapped(text, self.width, size, bold=bold, language=self.language):
            self.room(size * _LEADING)
            weight = "bold" if bold else "normal"
            self.write(_MARGIN, line, size, color=colour, fontweight=weight)
            self.y -= size * _LEADING
        self.y -= after

    def pair(self, word: str, value: str, at: float) -> None:
        """Write a word and, beside it, its value."""
        said = wrapped(value, self.width - at, _BODY, language=self.language)
        for k, line in enumerate(said):
            self.room(_BODY * _LEADING)
            if k == 0:
                self.write(_MARGIN, word, _BODY, color=PALE)
            self.write(_MARGIN + at, line, _BODY)
            self.y -= _BODY * _LEADING

    def facts(self, facts: ReportTable) -> None:
        """Write rows of a word and a value."""
        told = told_facts(facts)
        widths = (text_width(word, _BODY, language=self.language) for word, _ in told)
        words = max(widths, default=0.0) + 10
        for word, value in told:
            self.pair(word, value, words)

    def lines(self, said: Sheet | Booklet) -> None:
        """Write what is said in sentences."""
        for title, lines in ((NOTES, said.notes), (NOT_SAID, said.not_said)):
            if lines:
                self.heading(said.say(title))
            for line in lines:
                self.text(f"• {line}", _BODY, after=2)

    def heading(self, text: str) -> None:
        self.room(70)  # no heading without what it heads
        self.y -= 10
        self.text(text, 11, bold=True, after=3)

    def table(self, table: ReportTable) -> None:
        widths = column_widths(table, self.width, _TABLE)
        self.heading(table.title)
        self.head(table, widths)
        for row in table.rows:
            texts = [c.unbroken(value) for c, value in zip(table.columns, row, strict=True)]
            cells = [
                wrapped(t, w, _TABLE, language=self.language)
                for t, w in zip(texts, widths, strict=True)
            ]
            for first in range(0, max(map(len, cells)), _MOST_LINES):
                part = [cell[first : first + _MOST_LINES] for cell in cells]
                if self.room(_row_height(part)):
                    self.head(table, widths)
                self.row(table, widths, part)
            self.rule(GRID, 0.5)
        self.y -= 3
        if table.note:
            self.text(table.note, _SMALL, colour=PALE)

    def head(self, table: ReportTable, widths: Sequence[float]) -> None:
        names = [
            wrapped(c.head, w, _TABLE, bold=True, language=self.language)
            for c, w in zip(table.columns, widths, strict=True)
        ]
        self.room(_row_height(names) * 2)
        self.row(table, widths, names, fontweight="bold")
        self.rule(INK, 0.8)

    def row(
        self, table: ReportTable, widths: Sequence[float], cells: Sequence[Sequence[str]],
        **style: Any,
    ) -> None:  # fmt: skip
        top, height = self.y, _row_height(cells)
        x = _MARGIN
        for column, width, lines in zip(table.columns, widths, cells, strict=True):
            self.y = top - _PAD
            for line in lines:
                if column.form:
                    self.write(x + width, line, _TABLE, ha="right", **style)
                else:
                    self.write(x, line, _TABLE, **style)
                self.y -= _TABLE * _LEADING
            x += width + _GAP
        self.y = top - height

    def to_bytes(self, title: str) -> bytes:
        """Return all pages, each with its number."""
        from matplotlib import rc_context
        from matplotlib.backends.backend_pdf import PdfPages

        stream = io.BytesIO()
        said = {"Title": title, "Creator": None, "Producer": None, "CreationDate": None}
        with rc_context({"pdf.fonttype": 42}), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")
            with PdfPages(stream, metadata=said) as book:
                for number, page in enumerate(self.pages, 1):
                    count = f"page {number} of {len(self.pages)}"
                    foot = f"{title}, {in_language(count, self.language)}"
                    page.text(
                        0.5, 26 / _HEIGHT, foot, fontsize=_SMALL, color=PALE,
                        family=families(self.language), ha="center", parse_math=False, usetex=False,
                    )  # fmt: skip
                    book.savefig(page)
        return stream.getvalue()


def _row_height(cells: Sequence[Sequence[str]]) -> float:
    return max(map(len, cells)) * _TABLE * _LEADING + 2 * _PAD
