"""Cells as other programs leave them: gaps, floats for whole numbers, truth values, dates."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from numbers import Integral, Real
from typing import Any

from corridors.errors import nearest_words
from corridors.network.schema import Column, schema

#: Columns that programs add: numbers of rows.
_NUMBERS = re.compile(r"|fid|ogc_fid|FID|index|level_\d+|Unnamed: ?\d+(_level_\d+)?")
#: What pandas writes for an empty cell of a column of objects.
_NOTHING = ("nan", "NaN", "<NA>", "NaT", "None")
_YES, _NO = ("yes", "true", "t", "y", "1", "1.0"), ("no", "false", "f", "n", "0", "0.0")
_POINT_ZERO = re.compile(r"-?\d+\.0")


def is_row_number(word: object) -> bool:
    """Return whether a column holds numbers of rows that a program has added.

    Examples
    --------
    >>> [is_row_number(word) for word in ("fid", "", "Unnamed: 0", "name")]
    [True, True, True, False]
    """
    return bool(_NUMBERS.fullmatch(str(word)))


def is_empty(value: Any) -> bool:
    """Return whether a cell is empty, in any form of pandas.

    Examples
    --------
    >>> [is_empty(value) for value in (None, "", float("nan"), 0, "0")]
    [True, True, True, False, False]
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    if isinstance(value, str):
        return value == ""
    return type(value).__name__ in ("NAType", "NaTType")


def plain(column: Column, value: Any) -> str | float | None:
    """Return a cell as a text or a number; ``None`` where it is empty.

    Examples
    --------
    >>> from corridors.network.schema import schema
    >>> links = schema()["links"]
    >>> plain(links["oneway"], True), plain(links["line_ref"], 39.0)
    ('yes', '39')
    """
    if is_empty(value):
        return None
    numeric = column.type in ("float", "int")
    if isinstance(value, str):
        found: str | float = value.strip()
    elif isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        found = str(bool(value)).lower()
    elif isinstance(value, Integral):
        found = str(int(value))
    elif isinstance(value, Real) or type(value).__name__ == "Decimal":
        found = float(value)
        if not numeric:
            found = str(int(found)) if found.is_integer() else repr(found)
    elif hasattr(value, "isoformat"):
        found = str(value.isoformat()).removesuffix("T00:00:00")
    elif isinstance(value, list | tuple) or hasattr(value, "tolist"):
        found = ";".join(map(str, value))
    else:
        found = str(value)
    if column.type == "yes|no" and isinstance(found, str):
        found = _truth(found)
    return None if found == "" else found


def _truth(text: str) -> str:
    word = text.lower()
    return "yes" if word in _YES else "no" if word in _NO else text


def is_nothing(column: Column, value: object) -> bool:
    """Return whether a text is the word that pandas writes for an empty cell."""
    return column.type not in ("float", "int") and not column.required and value in _NOTHING


def without_point_zero(values: Sequence[Any]) -> Sequence[Any]:
    """Return a column of texts without the ``.0`` that a gap among whole numbers has given all.

    Examples
    --------
    >>> without_point_zero(["1277333.0", "", "1174872.0"])
    ['1277333', '', '1174872']
    >>> without_point_zero(["1.0", "2.5", ""])
    ['1.0', '2.5', '']
    """
    full = (value for value in values if not is_empty(value))
    if not _all_point_zero(full) or not any(map(is_empty, values)):
        return values
    return [value if is_empty(value) else str(value).removesuffix(".0") for value in values]


def _all_point_zero(values: Iterable[Any]) -> bool:
    return all(isinstance(v, str) and _POINT_ZERO.fullmatch(v) for v in values)


def edited_header(
    header: Sequence[str],
    table: str,
    file: str,
    rows: Sequence[Sequence[str]],
    note: Callable[[str, str], None],
) -> list[str | None]:
    """Return the header of a CSV file with ``None`` for columns that are to be left out.

    Numbers of rows are, and columns that are empty or that no table has; one that may be a
    column's misspelt name stays as it is. Columns that are gone are noted of a file that has half
    of those that may be lacking: others were written by hand, with what they need.
    """
    columns = schema()[table]
    words = [str(word).strip() for word in header]
    missing = [word for word in columns if word not in words]
    found: list[str | None] = []
    for place, word in enumerate(words):
        if word in columns:
            found.append(word)
        elif word.casefold() in missing:
            found.append(word.casefold())
        elif is_row_number(word) or not any(row[place].strip() for row in rows if place < len(row)):
            found.append(None)
        elif nearest_words(word, missing, 1):
            found.append(word)
        else:
            note("columns that no table has are left out", f"{file}: {word}")
            found.append(None)
    free = [word for word, column in columns.items() if not column.required]
    gone = [word for word in free if word not in found]
    if gone and 2 * len(gone) <= len(free):
        for word in gone:
            note("columns are gone, and read as empty", f"{file}: {word}")
    return found


def edited_rows(
    rows: Sequence[Sequence[str]],
    header: Sequence[str | None],
    table: str,
    file: str,
    note: Callable[[str, str], None],
) -> list[list[str]]:
    """Return the rows of a CSV file with the cells of texts as they were before a program."""
    whole = [list(row) for row in rows]
    full = [row for row in whole if len(row) == len(header) and any(map(str.strip, row))]
    for place, word in enumerate(header):
        column = schema()[table].get(word or "")
        if column is None or column.type in ("float", "int"):
            continue
        for row, text in zip(full, without_point_zero([r[place] for r in full]), strict=True):
            row[place] = text
            if is_nothing(column, text.strip()):
                note(f"cells with the word {text!r} are empty", f"{file}: {word}")
                row[place] = ""
            elif column.type == "yes|no":
                row[place] = _truth(text.strip())
    return whole
