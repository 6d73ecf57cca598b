"""Cells of a foreign table under our names: values, units, decimal commas."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corridors.errors import DataError, suggesting
from corridors.network.forms.gate import VARIABLE, out_of
from corridors.sources.making.spelling import NOTHING
from corridors.sources.models.mapping import Model, multiplied
from corridors.sources.models.sheets import Sheet, read_sheet
from corridors.sources.models.units import KINDS, MONEY

#: Our columns of numbers.
NUMBERS = frozenset(("lon", "lat", *KINDS, *MONEY))
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WITH_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)
_IN_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+", re.ASCII)
_WITH_POINT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?", re.ASCII)
_SPACES = str.maketrans("", "", "\u00a0\u202f\u2009 ")


@dataclass(frozen=True)
class Mapped:
    """Rows under our names, the rows of the file that they are, and the columns there."""

    file: str
    rows: list[dict[str, str]]
    numbers: list[int]
    theirs: Mapping[str, str]
    inferred: list[str] = field(default_factory=list)


def mapped(model: Model, table: str, faults: list[str]) -> Mapped:
    """Return the rows of a table of a mapping under our names.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    DataError
        If it cannot be read. Columns that it lacks are added to ``faults``.
    """
    said, columns = model.table(table), model.columns(table)
    wanted = [str(given["column"]) for given in columns.values() if "column" in given]
    if out_of(model.path.parent, said["file"]):
        place = f"{model.at(table, 'file')} file: {said['file']!r}"
        way = (
            f"put it there, or if the mapping is yours: co.limits(outside=1), {VARIABLE}=outside=1"
        )
        raise DataError(f"{place} lies outside the mapping's folder: {way}")
    sheet = read_sheet(
        model.path.parent / said["file"],
        encoding=said.get("encoding", ""),
        separator=said.get("separator", ""),
        wanted=wanted,
    )
    found = Mapped(sheet.file, [], list(sheet.numbers), {}, list(sheet.inferred))
    for ours, given in [*columns.items()]:
        column = given.get("column")
        if column is not None and column not in sheet.header and "value" not in given:
            what = f"{model.at(table, ours)} {ours}: {sheet.file} has no column {column!r}"
            faults.append(suggesting(what, column, sheet.header))
            del columns[ours]
    number = _numbers(sheet, columns, said, found.inferred)
    readers = [(ours, _reader(ours, given, number)) for ours, given in columns.items()]
    for row, at in zip(sheet.rows, sheet.numbers, strict=True):
        cells = {}
        for ours, read in readers:
            try:
                cells[ours] = read(row)
            except ValueError as error:
                faults.append(f"{sheet.file}:{at}: {ours} {error}")
        found.rows.append(cells)
    named = {ours: str(given["column"]) for ours, given in columns.items() if "column" in given}
    return Mapped(found.file, found.rows, found.numbers, named, found.inferred)


def number_of(text: str) -> float:
    """Return a number of a cell with a decimal point, ``nan`` where there is none.

    Raises
    ------
    ValueError
        If it is no number, or none that can be held.
    """
    if text.lower() in NOTHING:
        return float("nan")
    if not _NUMBER.fullmatch(text):
        hint = '; if it is one, say decimal = ","' if _WITH_COMMA.fullmatch(text) else ""
        raise ValueError(f"{text[:40]!r} is not a number{hint}")
    number = float(text)
    if abs(number) == float("inf"):
        raise ValueError(f"{text[:40]!r} is not a finite number")
    return number


_Cell = Callable[[Mapping[str, str]], str]


def _reader(ours: str, given: Mapping[str, Any], number: Callable[[str], str]) -> _Cell:
    """Return what reads one of our columns of a row."""
    times = multiplied(ours, given)
    values = {str(k): _word(v) for k, v in given.get("values", {}).items()}
    if "value" in given:
        constant = _word(given["value"])
        constant = _times(constant, times, ours) if times != 1 else constant
        return lambda _: constant
    column = given["column"]

    def read(row: Mapping[str, str]) -> str:
        text = row[column].strip()
        if text in values:
            return values[text]
        text = number(text) if ours in NUMBERS else text
        return _times(text, times, ours) if times != 1 else text

    return read


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _times(text: str, times: float, ours: str) -> str:
    """Return a number in our unit; a gauge in whole mm, which 56.5 in and 5.5 ft are not."""
    try:
        number = number_of(text)
    except ValueError:
        return text  # told with the column's own limits
    if math.isnan(number):
        return text
    return repr(round(number * times) if ours == "gauge_mm" else number * times)


def _numbers(
    sheet: Sheet, columns: Mapping[str, Mapping[str, Any]], said: Mapping[str, Any],
    inferred: list[str],
) -> Callable[[str], str]:  # fmt: skip
    """Return what turns a number as the file writes it into one with a decimal point."""
    decimal, thousands = said.get("decimal", ""), said.get("thousands", "")
    if thousands and thousands == (decimal or "."):
        raise DataError(f"{sheet.file}: decimal and thousands are both {thousands!r}")
    if not decimal and thousands != ",":
        cells = (
            row[given["column"]].strip()
            for ours, given in columns.items()
            if ours in NUMBERS and "value" not in given
            for row in sheet.rows
        )
        decimal = _decimal(sheet.file, cells)
        if decimal == ",":
            inferred.append(f"{sheet.file}: numbers have a decimal comma")

    point, sign = decimal or ".", r"\s" if thousands == " " else re.escape(thousands)
    groups = re.compile(rf"[+-]?\d{{1,3}}({sign}\d{{3}})*({re.escape(point)}\d*)?([eE][+-]?\d+)?")

    def number(text: str) -> str:
        if thousands:
            if re.search(sign, text) and not groups.fullmatch(text):
                raise ValueError(
                    f"{text[:40]!r} is no number with {thousands!r} between thousands and "
                    f"{point!r} before decimals"
                )
            text = text.translate(_SPACES) if thousands == " " else text.replace(thousands, "")
        if decimal != ",":
            return text
        if "." in text:
            raise ValueError(
                f'{text[:40]!r} has a point, but decimals have a comma here; say thousands = "." '
                'or decimal = "."'
            )
        return text.replace(",", ".")

    return number


def _decimal(file: str, cells: Iterable[str]) -> str:
    """Return the sign before decimals that numbers show.

    Raises
    ------
    DataError
        If commas may as well stand between thousands.
    """
    with_comma = []
    for text in cells:
        if "," in text:
            if not _WITH_COMMA.fullmatch(text):
                return "."
            with_comma.append(text)
        elif _WITH_POINT.fullmatch(text):
            return "."
    if not with_comma:
        return "."
    if all(map(_IN_THOUSANDS.fullmatch, with_comma)):
        raise DataError(
            f"{file}: a number such as {with_comma[0]!r} has a decimal comma or a comma between "
            'thousands; say decimal = "," or thousands = ","'
        )
    return ","
