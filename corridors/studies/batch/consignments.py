"""Rows of consignments, each read by itself: what is at fault in one is told in that one."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from numbers import Real
from pathlib import Path
from typing import Any

from corridors.errors import CorridorsError, DataError, did_you_mean, number_hint
from corridors.network.forms.gate import (
    beyond,
    check_columns,
    check_unpacked,
    current,
    no_file,
    reads,
)
from corridors.network.places import read_place
from corridors.network.places.pairs import doubted_rows_of_csv
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.conditions.words import typed_weight
from corridors.studies.batch.told import ANSWER

_ENDS = ("origin", "destination")
_NUMBERS = ("cargo_t", "value_usd", "quantity")
_GOODS = ("box", "commodity", "unit", *_NUMBERS)
_SAID = ("weight", "departure", "corridor", "service")
_LISTS = ("modes", "avoid", "via")
#: The sheet that is read if a workbook has it: that of one that a batch wrote; else the first.
_OF_BATCHES = "consignments"
#: So alike are a column's word and one that is read if it is that, misspelled.
_ALIKE = 0.8
#: What a row may say; other columns are kept beside the answer.
KNOWN = (*_ENDS, *_GOODS, *_SAID, *_LISTS)
#: What is said for the whole list, and not by a row.
_OF_ALL = ("as_of", "as-of", "irregular", "scenario", "scenarios", "shipment", "conditions")
#: A column that is called as a part of the answer is kept with this before its name.
_GIVEN = "given_"
#: Words for what a row may say that are not alike.
_MEANT = {"tonnes": "cargo_t", "tons": "cargo_t", "value": "value_usd", "cargo": "cargo_t"}


@dataclass(frozen=True)
class Consignment:
    """One row: its cells, and what they ask for, or what is at fault in them."""

    where: str
    cells: Mapping[str, str]
    conditions: Conditions | None = None
    faults: tuple[str, ...] = ()
    other: Mapping[str, str] = field(default_factory=dict)

    @property
    def pair(self) -> tuple[Any, Any]:
        """The two places, as :func:`route` takes them."""
        return read_place(self.cells["origin"]), read_place(self.cells["destination"])


def consignments_of(source: Any, given: Conditions) -> list[Consignment]:
    """Return the rows of a file, a frame or mappings.

    Parameters
    ----------
    source
        A ``.csv`` or ``.xlsx`` file, a DataFrame, or mappings of columns.
    given
        What holds where a row says nothing.

    Raises
    ------
    DataError
        If a column lacks, is there twice or is misspelled, or there is no row.
    FileNotFoundError
        If there is no such file.
    """
    rows = _rows(source)
    if not rows:
        raise DataError([f"{_called(source)}: there is no consignment"])
    return [_consignment(*row, given) for row in rows]


def _called(source: Any) -> str:
    return Path(source).name if isinstance(source, str | Path) else "consignments"


def _rows(source: Any) -> list[tuple[str, Mapping[str, Any], list[str]]]:
    """Return each row with where it stands and what of it can be read in two ways."""
    if isinstance(source, str | Path):
        file = Path(source)
        if file.suffix.lower() in (".xlsx", ".xlsm"):
            return _rows_of_sheet(file)
        return list(doubted_rows_of_csv(file, _check_head, _NUMBERS))
    if hasattr(source, "to_dict") and hasattr(source, "columns"):
        _check_twice("consignments", [_word(word) for word in source.columns])
        source = source.to_dict("records")
    if not isinstance(source, Iterable):
        raise TypeError(f"consignments are a file, a DataFrame or mappings, not {source!r}")
    rows = list(source)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise TypeError(f"consignment {number} is no mapping of columns: {row!r}")
    for number, row in enumerate(rows, 1):
        _check_twice(f"row {number}", [_word(word) for word in row])
    if rows:
        _check_head("consignments", [*dict.fromkeys(_word(word) for row in rows for word in row)])
    return [
        (f"row {number}", {_word(word): cell for word, cell in row.items()}, [])
        for number, row in enumerate(rows, 1)
    ]


def _word(word: Any) -> str:
    """Return the word of a column: one that is read may be in capitals, as in a file."""
    text = "" if word is None else str(word).strip()
    small = text.lower().replace(" ", "_")  # "cargo t" of a workbook is cargo_t
    return small if small in (*KNOWN, *_OF_ALL, *_MEANT) else text


def _check_twice(where: str, head: Sequence[str]) -> None:
    """Refuse a column that stands twice."""
    if twice := sorted({word for word in head if word and head.count(word) > 1}):
        raise DataError([f"{where}: column {word!r} stands twice" for word in twice])


@reads
def _rows_of_sheet(file: Path) -> list[tuple[str, Mapping[str, Any], list[str]]]:
    """Return the rows of the first sheet of a workbook, below its first line."""
    if why := no_file(file):
        raise DataError([why])
    if not file.is_file():
        raise FileNotFoundError(f"there is no file {file}")
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ImportError(
            "reading a workbook needs openpyxl: pip install 'corridors[excel]', or save it as .csv"
        ) from None
    try:
        with zipfile.ZipFile(file) as archive:
            check_unpacked(archive, file.name)
        book = load_workbook(file, read_only=True, data_only=True)
        name = _OF_BATCHES if _OF_BATCHES in book.sheetnames else book.sheetnames[0]
        lines = _lines_of(book[name], file.name)
        book.close()
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001 - of many kinds: zip, XML, values
        raise DataError([f"{file.name}: is no workbook that can be read ({error})"]) from None
    if not lines:
        return []
    head = [_word(cell) for cell in lines[0]]
    _check_twice(f"{file.name}:1", head)
    _check_head(f"{file.name}:1", head)
    return [
        (f"{file.name}:{number}", dict(zip(head, line, strict=True)), [])
        for number, line in enumerate(lines[1:], 2)
        if any(cell is not None for cell in line)
    ]


def _lines_of(sheet: Any, label: str) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet, up to the most cells: one far cell makes all before it."""
    lines, cells = [], 0
    for line in sheet.iter_rows(values_only=True):
        cells += len(line)
        if cells > current().cells:
            raise DataError([beyond(label, f"has over {cells:,} cells", "cells")])
        lines.append(line)
    return lines


def _check_head(where: str, head: Sequence[str]) -> None:
    """Refuse a first line that lacks a place, or has a word misspelled or not of a row."""
    check_columns(head, where)
    faults = [
        f"{where}: there is no column {word!r}.{did_you_mean(word, head)}"
        for word in _ENDS
        if word not in head
    ]
    missing = [word for word in KNOWN if word not in head]
    faults += [
        f"{where}: column {word!r} is none that is read. Did you mean {near!r}?"
        for word in head
        if word and word not in KNOWN and (near := _meant(word, missing))
    ]
    faults += [
        f"{where}: column {word!r} is not of a row: it holds for all, so give it beside the list"
        for word in head
        if word in _OF_ALL
    ]
    if faults:
        raise DataError(faults)


def _meant(word: str, missing: Sequence[str]) -> str:
    """Return which of the words that lack is meant by another one; empty: none."""
    meant = _MEANT.get(word, "")
    by_quantity = meant == "cargo_t" and "quantity" not in missing
    if meant in missing and not by_quantity:
        return meant
    return next(iter(get_close_matches(word.lower(), missing, 1, _ALIKE)), "")


def _consignment(
    where: str, row: Mapping[str, Any], doubts: Sequence[str], given: Conditions
) -> Consignment:
    cells = {word: _text(cell, "," if word in _ENDS else ";") for word, cell in row.items() if word}
    said = {word: cells.get(word, "") for word in KNOWN}
    other = {_beside(word): cell for word, cell in cells.items() if word not in KNOWN}
    faults = [*doubts, *(f"{word} is empty" for word in _ENDS if not said[word])]
    words: dict[str, Any] = {}
    _read(faults, lambda: words.update(shipment=_shipment(said, given.shipment)))
    for word in _SAID:
        if said[word]:
            _read(faults, partial(_put, words, word, said[word]))
    words |= {word: _words(said[word]) for word in _LISTS if said[word]}
    found: list[Conditions] = []
    _read(faults, lambda: found.append(Conditions.of(given, **words)))
    return Consignment(where, said, found[0] if found else None, tuple(faults), other)


def _read(faults: list[str], read: Callable[[], Any]) -> None:
    """Read something, or note why it cannot be."""
    try:
        read()
    except (CorridorsError, ValueError, TypeError) as error:
        faults += str(error).splitlines()


def _put(words: dict[str, Any], word: str, value: str) -> None:
    """Put a cell among keywords, if it is one that can be."""
    told: Any = typed_weight(value) if word == "weight" else value
    Conditions.of(**{word: told})
    words[word] = told


def _shipment(said: Mapping[str, str], given: Shipment) -> Shipment:
    """Return the goods of a row: what it does not say is as given, if that is of the same kind."""
    words: dict[str, Any] = {
        word: said[word] for word in ("box", "commodity", "unit") if said[word]
    }
    for word in _NUMBERS:
        if said[word]:
            try:
                words[word] = float(said[word])
            except ValueError:
                raise ValueError(
                    f"{word} {said[word]!r} is not a number{number_hint(said[word])}"
                ) from None
    if not words:
        return given
    if (goods := words.get("commodity", given.commodity)) != "container" and said["box"]:
        raise ValueError(f"box {said['box']!r} is of containers: the goods are {goods}")
    if words.get("commodity", given.commodity) != given.commodity:
        return Shipment(**words)  # the amount of another kind of goods stands for nothing here
    if "quantity" in words or "cargo_t" in words:
        amount = {}
    elif given.quantity is not None:
        amount = {"quantity": given.quantity, "unit": given.unit}
    else:
        amount = {"cargo_t": given.cargo_t}
    kept = {"box": given.box, "commodity": given.commodity, "value_usd": given.value_usd}
    return Shipment(**{**kept, **amount, **words})


def _beside(word: str) -> str:
    """Return what a column that is not read is called beside the answer, not to be taken for it."""
    own = word
    while own.startswith(_GIVEN):
        own = own.removeprefix(_GIVEN)
    return _GIVEN + word if own in ("row", *ANSWER) else word


def _text(cell: Any, between: str = ";") -> str:
    if isinstance(cell, tuple | list):
        return between.join(_text(part) for part in cell)
    missing = cell is None or (isinstance(cell, Real) and math.isnan(cell))
    return "" if missing or str(cell) in ("NaT", "<NA>") else str(cell).strip()


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a cell, separated by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())
