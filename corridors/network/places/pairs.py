"""Pairs of places with weights, and lists of them in files."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corridors.errors import DataError, did_you_mean
from corridors.network.forms.gate import check_columns, no_file, path_of, reads
from corridors.network.places import Place, read_place

#: Columns of a weight: what a pair counts for in a year.
WEIGHTS = ("tonnes", "teu", "weight")
_ENDS = ("origin", "destination")
#: Cells beyond the last column.
_BEYOND = " beyond"
#: What is a thousand to some and one to others.
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
#: How lists of pairs in files end.
ENDINGS = (".csv", ".txt")


@dataclass(frozen=True)
class Pairs:
    """Pairs of places, how much each counts, and what by.

    Parameters
    ----------
    pairs
        (origin, destination): names, or (lon, lat).
    weights
        One a pair.
    unit
        ``"tonnes"`` or ``"teu"`` a year; ``"weight"``: how much a pair counts beside others;
        empty: all count alike.

    Examples
    --------
    >>> Pairs((("Karachi", "Istanbul"),), (1200.0,), "teu").unit
    'teu'
    """

    pairs: tuple[tuple[Place, Place], ...]
    weights: tuple[float, ...]
    unit: str = ""

    def __iter__(self) -> Iterator[tuple[Place, Place]]:
        """Iterate over the pairs, without their weights."""
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


def merged(pairs: Pairs) -> Pairs:
    """Return each pair once, with the sum of its weights.

    Examples
    --------
    >>> pair = ("Karachi", "Istanbul")
    >>> merged(Pairs((pair, pair), (10.0, 20.0), "teu"))
    Pairs(pairs=(('Karachi', 'Istanbul'),), weights=(30.0,), unit='teu')
    """
    known = dict.fromkeys(pairs.pairs, 0.0)
    for pair, weight in zip(pairs.pairs, pairs.weights, strict=True):
        known[pair] += weight
    return replace(pairs, pairs=tuple(known), weights=tuple(known.values()))


def read_pairs(path: str | Path) -> Pairs:
    r"""Read pairs of places from a CSV file.

    Parameters
    ----------
    path
        A file with the columns ``origin`` and ``destination`` and, if pairs do not count alike,
        one of ``tonnes``, ``teu`` (both a year) and ``weight`` (how much a pair counts beside
        others).

    Returns
    -------
    Pairs
        For ``pairs=`` of :func:`compare`, :func:`effects`, :func:`criticality`, :func:`sweep` and
        the others that take pairs; the name of the file will do there, too.

    Raises
    ------
    DataError
        With every fault: file, row and column.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pairs.csv"
    ...     _ = file.write_text("origin,destination,teu\nKarachi,Istanbul,1200\n")
    ...     read_pairs(file)
    Pairs(pairs=(('Karachi', 'Istanbul'),), weights=(1200.0,), unit='teu')
    """
    file = path_of("read_pairs: path", path)
    rows = rows_of_csv(file, _check_head, WEIGHTS)
    head = list(rows[0][1]) if rows else []
    faults: list[str] = []
    unit = next((name for name in WEIGHTS if name in head), "")
    pairs, weights = [], []
    for where, row in rows:
        ends = [(row[name] or "").strip() for name in _ENDS]
        faults += [
            f"{where}: {name} is empty" for name, end in zip(_ENDS, ends, strict=True) if not end
        ]
        pairs.append((read_place(ends[0]), read_place(ends[1])))
        try:
            weights.append(_weight(row, unit))
        except ValueError as error:
            faults.append(f"{where}: {error}")
    if not pairs:
        faults.append(f"{file.name}: there is no pair")
    if faults:
        raise DataError(faults)
    return Pairs(tuple(pairs), tuple(weights), unit)


def rows_of_csv(
    file: Path, check: Callable[[str, Sequence[str]], None], numbers: Sequence[str]
) -> list[tuple[str, dict[str, str]]]:
    """Return the rows of a list in a file, each with where it stands.

    Parameters
    ----------
    file
        CSV with commas, or semicolons in its first line.
    check
        Looks at where the first line stands, and at its columns.
    numbers
        Columns in which a point may be a thousand.

    Raises
    ------
    DataError
        With every fault: what can be read in two ways is one.
    FileNotFoundError
        If there is no such file.
    """
    rows = doubted_rows_of_csv(file, check, numbers)
    if faults := [f"{where}: {doubt}" for where, _, doubts in rows for doubt in doubts]:
        raise DataError(faults)
    return [(where, row) for where, row, _ in rows]


@reads
def doubted_rows_of_csv(
    file: Path, check: Callable[[str, Sequence[str]], None], numbers: Sequence[str]
) -> list[tuple[str, dict[str, str], list[str]]]:
    """Return the rows as :func:`rows_of_csv` does, each with what in it can be read in two ways.

    Raises
    ------
    DataError
        If the file is no CSV, or ``check`` refuses its first line.
    FileNotFoundError
        If there is no such file.
    """
    if why := no_file(file):
        raise DataError([why])
    if not file.is_file():
        raise FileNotFoundError(f"there is no file {file}")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError([f"{file.name}: is not UTF-8 text ({error.reason})"]) from None
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter, restkey=_BEYOND)
    try:
        head = [word.strip().lower() for word in reader.fieldnames or ()]
        reader.fieldnames = head
        check_columns(head, file.name)
        twice = sorted({word for word in head if word and head.count(word) > 1})
        if twice:
            raise DataError([f"{file.name}:1: column {word!r} stands twice" for word in twice])
        check(f"{file.name}:1", head)
        rows = [(f"{file.name}:{reader.line_num}", row) for row in reader]
    except csv.Error as error:
        raise DataError([f"{file.name}:{reader.line_num}: is no row of a CSV: {error}"]) from None
    return [(where, row, list(_doubtful(row, numbers, delimiter))) for where, row in rows]


def _doubtful(row: dict[str, str], numbers: Sequence[str], delimiter: str) -> Iterator[str]:
    """Yield what of a row can be read in two ways: cells too many, points that part thousands."""
    if row.pop(_BEYOND, None):
        yield (
            "has more cells than the first line: a number with a comma goes in quotes or without it"
        )
    for word in numbers if delimiter == ";" else ():
        cell = (row.get(word) or "").strip()
        if _THOUSANDS.fullmatch(cell):
            yield (
                f"{word} {cell!r} can be {cell.replace('.', '')} or {float(cell):g}: "
                "write it without a point"
            )


def _check_head(where: str, head: Sequence[str]) -> None:
    """Refuse a first line that lacks a column, or misspells a weight."""
    faults = [
        f"{where}: there is no column {word!r}.{did_you_mean(word, head)}"
        for word in _ENDS
        if word not in head
    ]
    several = [word for word in WEIGHTS if word in head]
    if len(several) > 1:
        faults.append(f"{where}: pairs count by one of {' and '.join(several)}: leave one column")
    faults = faults or [
        f"{where}: there is no column {word!r} of weights.{did_you_mean(word, WEIGHTS)}"
        for word in head
        if word not in (*_ENDS, *WEIGHTS) and did_you_mean(word, WEIGHTS)
    ]
    if faults:
        raise DataError(faults)


def _weight(row: Mapping[str, str | None], unit: str) -> float:
    if not unit:
        return 1.0
    text = (row[unit] or "").strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{unit} {text!r} is no number of 0 or more")
    return value
