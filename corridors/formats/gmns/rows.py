"""Tables of other programs as rows of text: encodings, separators, header words, missing values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corridors.errors import DataError, suggesting
from corridors.sources.making.spelling import NOTHING
from corridors.sources.models.account import Account
from corridors.sources.models.sheets import cells_of, separator_of, text_of_file
from corridors.vocabulary import counted

#: ``None`` means something here: used by nobody.
_NONE_COUNTS = ("allowed_uses",)
#: Header words of the specification that are read, with what other writers call them.
_WORDS = {
    "node_id": ("id",), "x_coord": ("x", "lon", "longitude"), "y_coord": ("y", "lat", "latitude"),
    "node_type": (), "link_id": (), "from_node_id": ("from_node", "a_node"),
    "to_node_id": ("to_node", "b_node"), "directed": (), "dir_flag": (), "length": (),
    "facility_type": ("link_type_name",), "free_speed": (), "allowed_uses": (), "geometry": (),
    "geometry_id": (), "long_length": (), "speed": (), "crs": (),
}  # fmt: skip
#: A shapefile keeps ten letters of a name.
_TEN = 10
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: where it stands (``link.csv:12``) and its cells by header word."""

    at: str
    cells: dict[str, str]

    def __getitem__(self, word: str) -> str:
        return self.cells.get(word, "")

    def fill(self, word: str, text: str) -> None:
        """Set a cell that is empty."""
        if text and not self[word]:
            self.cells[word] = text


def file_of(folder: Path, name: str) -> Path | None:
    """Return a file of a folder whatever the case of its name, ``None`` if there is none."""
    exact = folder / name
    if exact.is_file():
        return exact
    return next((f for f in sorted(folder.iterdir()) if f.name.lower() == name), None)


def rows_of(
    folder: Path, name: str, account: Account, needed: Sequence[str] = (), *, required: bool = True
) -> list[Row]:
    """Return the rows of a CSV file of a folder; missing values are empty text.

    Rows with more or fewer cells than columns are left out and told in the account.

    Raises
    ------
    FileNotFoundError
        If there is no such file, and it is required.
    DataError
        If it is no CSV, or lacks a column.
    """
    path = file_of(folder, name)
    if path is None:
        if required:
            raise FileNotFoundError(f"{folder / name}: no such file")
        return []
    text, encoding = text_of_file(path, otherwise="cp1252", way_out="save it in UTF-8")
    if encoding == "cp1252":
        account.assume(f"{path.name} is in Windows-1252 (it is not in UTF-8)")
    separator = separator_of(text)
    lines = cells_of(text, separator, path.name)
    if separator != ",":
        account.assume(f"{path.name}: columns are separated by {separator!r}; 1,5 is 1.5")
    header = _header(lines[0]) if lines else []
    faults = [
        suggesting(f"{path.name}:1: column {word!r} is missing", word, header)
        for word in needed
        if word not in header
    ]
    if faults:
        raise DataError(faults)
    return _rows(lines, header, path.name, account, comma=separator != ",")


def _header(words: Sequence[str]) -> list[str]:
    """Return header words in the spelling of the specification; the first of equal ones counts."""
    plain = [re.sub(r"[\s-]+", "_", word.strip().lower()) for word in words]
    meant = {}
    for ours, others in _WORDS.items():
        short = (ours[:_TEN],) if len(ours) > _TEN else ()
        found = next((w for w in (ours, *short, *others) if w in plain), None)
        if found is not None:
            meant[plain.index(found)] = ours
    return [meant.get(k, word) for k, word in enumerate(plain)]


def _rows(
    lines: Sequence[Sequence[str]], header: Sequence[str], name: str, account: Account, *,
    comma: bool,
) -> list[Row]:  # fmt: skip
    rows = []
    account.read(name, sum(any(line) for line in lines[1:]))
    for number, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        if len(line) < len(header) or any(line[len(header) :]):
            many = f"{counted(len(line), 'cell')}, but {counted(len(header), 'column')}"
            account.leave(f"has {many}", f"{name}:{number}")
            continue
        cells: dict[str, str] = {}
        for word, cell in zip(header, line, strict=False):
            cells.setdefault(word, _value(word, cell, comma=comma))
        rows.append(Row(f"{name}:{number}", cells))
    return rows


def _value(word: str, cell: str, *, comma: bool) -> str:
    text = cell.strip()
    if text.lower() in NOTHING and not (text and word in _NONE_COUNTS and text.lower() == "none"):
        return ""
    if "," in text:
        if comma and _DECIMAL_COMMA.fullmatch(text):
            return text.replace(",", ".")
        if _THOUSANDS.fullmatch(text):
            return text.replace(",", "")
    return text


def id_of(text: str) -> str:
    """Return an id as text; ``12.0``, as pandas writes a column with gaps, is ``12``.

    Examples
    --------
    >>> id_of("12.0"), id_of(" 12.50"), id_of("a.0")
    ('12', '12.50', 'a.0')
    """
    whole, point, rest = text.strip().partition(".")
    plain = whole.removeprefix("-").isdigit() and point and rest and not rest.strip("0")
    return whole if plain else text.strip()
