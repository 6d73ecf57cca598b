"""Pairs of places with weights, and lists of them in files."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corridors.errors import DataError, did_you_mean
from corridors.network.places import Place, read_place

#: Columns of a weight: what a pair counts for in a year.
WEIGHTS = ("tonnes", "teu", "weight")
_ENDS = ("origin", "destination")
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
    file = Path(path)
    if not file.is_file():
        raise FileNotFoundError(f"there is no file {file}")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError([f"{file.name}: is not UTF-8 text ({error.reason})"]) from None
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    head = [name.strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = head
    faults = _faults_of_head(file.name, head)
    if faults:
        raise DataError(faults)
    unit = next((name for name in WEIGHTS if name in head), "")
    pairs, weights = [], []
    for row in reader:
        where = f"{file.name}:{reader.line_num}"
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


def _faults_of_head(name: str, head: Sequence[str]) -> list[str]:
    """Return what is wrong with the first line: a column that lacks, or a misspelt weight."""
    faults = [
        f"{name}:1: there is no column {word!r}.{did_you_mean(word, head)}"
        for word in _ENDS
        if word not in head
    ]
    several = [word for word in WEIGHTS if word in head]
    if len(several) > 1:
        faults.append(f"{name}:1: pairs count by one of {' and '.join(several)}: leave one column")
    return faults or [
        f"{name}:1: there is no column {word!r} of weights.{did_you_mean(word, WEIGHTS)}"
        for word in head
        if word not in (*_ENDS, *WEIGHTS) and did_you_mean(word, WEIGHTS)
    ]


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
