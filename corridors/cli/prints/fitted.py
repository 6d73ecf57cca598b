"""Tables as wide as the terminal: no word is broken, no column vanishes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderResult

#: A text goes on in the next line after a space, or after one of these within a word.
_PARTS = re.compile(r"[^\s+/;_-]*[+/;_-]+|[^\s+/;_-]+")

#: Characters of control but tabs and new lines: they colour, erase, move or title a terminal.
_OBEYED = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


class Fitted(Table):
    """A table whose columns are as wide as their longest words ask for.

    Where they do not fit, first names are wrapped, then the space beside the lines goes; what is
    too wide even so is printed as a paragraph each row.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = [[_text(c) for c in (col.header, *col.cells)] for col in self.columns]
        most = [
            max(cell_len(line) for cell in cells for line in cell.plain.split("\n"))
            for cells in columns
        ]
        whole = [bool(column.no_wrap) for column in self.columns]
        numbers = [column.justify == "right" for column in self.columns]
        for kept, pad in ((whole, 1), (numbers, 1), (numbers, 0)):
            room = options.max_width - len(most) * (2 * pad + 1) - 1
            least = [_least(cells, whole=one) for cells, one in zip(columns, kept, strict=True)]
            if sum(least) <= room:
                widths = _shared(least, most, room)
                yield from self._in_columns(console, options, columns, widths, pad)
                return
        yield from _paragraphs(self.title, columns)

    def _in_columns(
        self, console: Console, options: ConsoleOptions, columns: Sequence[Sequence[Text]],
        widths: Sequence[int], pad: int,
    ) -> RenderResult:  # fmt: skip
        title = Text(str(self.title), self.title_style or "") if self.title else None
        table = Table(title=title, title_justify="left", title_style=self.title_style)
        table.padding = (0, pad)
        for column, cells, width in zip(self.columns, columns, widths, strict=True):
            table.add_column(
                _lines(cells[0], width), justify=column.justify, width=width, overflow="fold"
            )
        for k, row in enumerate(self.rows, 1):
            cells = [_lines(of[k], width) for of, width in zip(columns, widths, strict=True)]
            table.add_row(*cells, style=row.style, end_section=row.end_section)
        yield from table.__rich_console__(console, options)


class Plain(Console):
    """A console that prints what a text says: a terminal finds nothing in it to obey."""

    def render_str(self, text: str, **how: Any) -> Text:
        """Return a text as it is printed."""
        return super().render_str(visible(text), **how)


def told(*parts: str | tuple[str, str]) -> Text:
    """Return a text of parts, some of which have a style."""
    styled = [(part, "") if isinstance(part, str) else part for part in parts]
    return Text.assemble(*((visible(text), style) for text, style in styled))


def visible(text: str) -> str:
    r"""Return a text in which a terminal finds nothing to obey.

    Examples
    --------
    >>> print(visible("\x1b[31mred"))
    \x1b[31mred
    """
    if text.isprintable():
        return text
    return _OBEYED.sub(lambda found: repr(found[0])[1:-1], text)


def _text(cell: Any) -> Text:
    """Return a cell as text: what a name has of square brackets is no markup."""
    return cell if isinstance(cell, Text) else Text(visible(str(cell)))


def _parts(text: str) -> list[str]:
    return _PARTS.findall(text)


def _least(cells: Sequence[Text], *, whole: bool) -> int:
    """Return the least width of a column: of its longest word, or of its cells as they are."""
    head, *rest = cells
    texts = [part for cell in ([head] if whole else cells) for part in _parts(cell.plain)]
    return max([1, *map(cell_len, texts), *(cell_len(c.plain) for c in (rest if whole else ()))])


def _shared(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Return widths from the least on, of which the rest of the room goes where it is wanted."""
    wanted = [max(b - a, 0) for a, b in zip(least, most, strict=True)]
    share = min(1.0, (room - sum(least)) / (sum(wanted) or 1))
    return [a + int(share * more) for a, more in zip(least, wanted, strict=True)]


def _lines(text: Text, width: int) -> Text:
    """Return a text with line ends, where a word of it is wider than a column."""
    if all(cell_len(word) <= width for word in text.plain.split()):
        return text
    ends, line = [], 0
    for found in _PARTS.finditer(text.plain):
        start, end = found.span()
        if start and cell_len(text.plain[line:end]) > width:
            ends.append(start)
            line = start
    pieces = text.divide(ends)
    for piece in pieces:
        piece.rstrip()
    return Text("\n", text.style).join(pieces)


def _paragraphs(title: Any, columns: Sequence[Sequence[Text]]) -> Iterable[Text]:
    """Yield each row as its first cells that have no heading, and the others with theirs."""
    if title:
        yield Text(str(title), "bold")
    for k in range(1, len(columns[0])):
        line = Text()
        for cells in columns:
            head, cell = cells[0].plain, cells[k]
            if cell.plain:
                line.append(" · " if line.plain else "")
                line.append(f"{head} " if head and line.plain else "")
                line.append_text(cell)
        yield line
