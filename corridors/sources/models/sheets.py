"""Tables of text as other programs save them: separators, encodings, rows of another length."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from corridors.errors import DataError, suggesting
from corridors.network.forms.gate import check_columns, no_file
from corridors.vocabulary import counted

#: What may stand between cells, and what it is called.
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
#: Words that a mapping may use for them.
SEPARATOR_WORDS = {
    "comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "pipe": "|", "space": " ",
}  # fmt: skip
#: A cell may hold a line of a million points; the reader's own limit is 131,072 letters.
_LONGEST_CELL = 100_000_000
_ENCODINGS = (
    'such as encoding = "cp1252" (western), "cp1251" (Cyrillic), "cp1254" (Turkish) or "utf-16"'
)


@dataclass(frozen=True)
class Sheet:
    """The rows of a file of text by its own column names; ``numbers`` are their rows in it."""

    file: str
    header: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    numbers: Sequence[int]
    #: What was found out about the file, in sentences.
    inferred: tuple[str, ...] = field(default=())


def read_sheet(
    path: Path, *, encoding: str = "", separator: str = "", wanted: Sequence[str] = ()
) -> Sheet:
    """Return the rows of a file whose cells are separated by something that is said, or shows.

    Parameters
    ----------
    path
        The file.
    encoding
        As Python names it; UTF-8 where it is empty.
    separator
        A sign, or the word for it; where it is empty, that by which most of the columns
        ``wanted`` are found in the first row.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it cannot be read so, or has rows of another length.
    """
    text = text_of_file(path, encoding)[0]
    sign = SEPARATOR_WORDS.get(separator, separator) or separator_of(text, wanted)
    (first, names), kept, uneven = rows_of_text(text, sign, path.name)
    header = tuple(word.strip() for word in names)
    faults = [
        f"{path.name}:{first}: column {word!r} stands twice"
        for word in dict.fromkeys(wanted)
        if header.count(word) > 1
    ]
    if faults := [*faults, *uneven]:
        raise DataError(faults)
    said = sign == "," or bool(separator)
    return Sheet(
        path.name,
        header,
        [dict(zip(header, row, strict=True)) for _, row in kept],
        [number for number, _ in kept],
        () if said else (f"{path.name}: columns are separated by {SEPARATORS[sign]}",),
    )


#: A row of a file with its number in it, from 1.
Numbered = tuple[int, list[str]]


def rows_of_text(text: str, sign: str, file: str) -> tuple[Numbered, list[Numbered], list[str]]:
    """Return the first row of a text, the others, and what to say of those of another length.

    Read, these would be shifted. Rows without a cell are left out.

    Raises
    ------
    DataError
        If they are no rows of cells.
    """
    rows = [(k, row) for k, row in enumerate(cells_of(text, sign, file), start=1) if any(row)]
    first = rows[0] if rows else (1, [])
    length = len(first[1])
    others = [(number, _as_long(row, length)) for number, row in rows[1:]]
    uneven = [
        f"{file}:{number}: {counted(len(row), 'cell')}, but {counted(length, 'column')}"
        for number, row in others
        if len(row) != length
    ]
    return first, others, uneven


def _as_long(row: list[str], length: int) -> list[str]:
    """Return a row without the empty cells that spreadsheets leave behind the last column."""
    return row[:length] if not any(row[length:]) else row


def read_rows(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file in UTF-8 with commas, as text by its own column names.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it is no such file, lacks a column, or has rows of another length.
    """
    sheet = read_sheet(path, separator=",", wanted=needed)
    for sign in ";\t":
        if len(sheet.header) == 1 and sign in sheet.header[0]:
            raise DataError(
                f"{path.name}:1: its columns seem to be separated by {SEPARATORS[sign]}; save it "
                "with commas (and points in decimal numbers)"
            )
    lacking = [word for word in needed if word not in sheet.header]
    if lacking:
        raise DataError(
            [
                suggesting(f"{path.name}:1: column {word!r} is missing", word, sheet.header)
                for word in lacking
            ]
        )
    return [dict(row) for row in sheet.rows]


def separator_fault(separator: str) -> str:
    """Return what is wrong with a separator that a mapping says, ``""`` if nothing is."""
    sign = SEPARATOR_WORDS.get(separator, separator)
    if len(sign) == 1 and sign not in '"\r\n\0' and not sign.isalnum():
        return ""
    words = ", ".join(SEPARATOR_WORDS)
    return f"{separator!r} is no separator; write one sign, or {words}"


def encoding_fault(encoding: str) -> str:
    """Return what is wrong with an encoding that a mapping says, ``""`` if nothing is."""
    try:
        codecs.lookup(encoding)
        "a".encode(encoding)  # what is for bytes alone is looked up, too
    except (LookupError, ValueError):
        return f"{encoding!r} is no encoding; write one, {_ENCODINGS}"
    return ""


_WAY_OUT = f"say in the mapping what it is in, {_ENCODINGS}"


def text_of_file(
    path: Path, encoding: str = "", *, otherwise: str = "", way_out: str = _WAY_OUT
) -> tuple[str, str]:
    """Return the text of a file, and in what it is.

    That is said, or shown by a mark at its beginning, or UTF-8, ``otherwise`` what else it may be.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it cannot be read, or is no text.
    """
    if why := no_file(path):
        raise DataError([why])
    try:
        held = path.read_bytes() if path.is_file() else None
    except (OSError, ValueError) as error:  # a name too long, no right to read it
        raise DataError(f"{path.name[:80]}: cannot be read: {error}") from error
    if held is None:
        raise FileNotFoundError(f"{path}: no such file")
    if not encoding and held.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    named = (encoding or "utf-8").lower().replace("_", "-")
    try:
        text = held.decode("utf-8-sig" if named in ("utf-8", "utf8") else encoding)
    except (UnicodeError, LookupError) as error:
        if not encoding and b"\0" in held:
            raise DataError(f"{path.name}: not a file of text: it has zero bytes") from error
        if otherwise and not encoding:
            return held.decode(otherwise, errors="replace"), otherwise
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        row = held[:start].count(b"\n") + 1
        raise DataError(
            f"{path.name}:{row}: not in {named.upper()} (byte {held[start : start + 1].hex()}); "
            f"{way_out}"
        ) from error
    if "\0" in text:
        raise DataError(f"{path.name}: not a file of text: it has zero bytes; {way_out}")
    return text, named


def separator_of(text: str, wanted: Sequence[str] = ()) -> str:
    """Return the separator by which the first row has most of the columns wanted, else of all."""
    first = text.lstrip("\r\n").split("\n", maxsplit=1)[0]

    def found(sign: str) -> tuple[int, int]:
        try:
            cells = {cell.strip() for cell in next(csv.reader([first], delimiter=sign), [])}
        except csv.Error:
            return -1, 0
        return len(cells & {*wanted}), len(cells)

    return max(SEPARATORS, key=found)


def cells_of(text: str, sign: str, file: str) -> list[list[str]]:
    """Return the rows of a text as cells, however long these are.

    Raises
    ------
    DataError
        If they are none: a quotation that does not end, say.
    """
    with _long_cells():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        try:
            rows = list(islice(reader, 1))
            check_columns(rows[0] if rows else (), file)
            rows += reader
        except csv.Error as error:
            raise DataError(
                f"{file}:{reader.line_num}: not rows of cells separated by "
                f"{SEPARATORS.get(sign, repr(sign))}: {error}"
            ) from error
    return rows


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
