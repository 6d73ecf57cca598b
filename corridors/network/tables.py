"""Typed, immutable tables: reading a folder of CSV files and writing one."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from corridors.errors import DataError, suggesting
from corridors.network.forms.cells import edited_header, edited_rows
from corridors.network.forms.gate import check_columns, no_file
from corridors.network.schema import CONTROL, Value, schema
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
#: Is told what is read otherwise than it stands, and where.
Note = Callable[[str, str], None]

#: Tables without which there is no network.
REQUIRED_TABLES = ("nodes", "links", "sources", "tariffs", "speeds", "emission_factors")


def nan_alike(cls: type[T]) -> type[T]:
    """Let objects of a dataclass be equal where both miss a number: it is the same not to know it.

    By the dataclass alone they were equal up to Python 3.12, if both held the very same ``nan``,
    and never since.

    Examples
    --------
    >>> @nan_alike
    ... @dataclass(frozen=True)
    ... class Length:
    ...     km: float = math.nan
    >>> Length() == Length(float("nan")), Length() == Length(1.0), len({Length(), Length()})
    (True, False, 1)
    """
    names = [one.name for one in fields(cls) if one.compare]  # type: ignore[arg-type]

    def told(one: object) -> tuple:
        values = (getattr(one, name) for name in names)
        return tuple(... if isinstance(v, float) and math.isnan(v) else v for v in values)

    def equal(self: object, other: object) -> bool:
        return told(self) == told(other) if type(other) is type(self) else NotImplemented

    cls.__eq__ = equal  # type: ignore[method-assign]
    cls.__hash__ = lambda self: hash(told(self))  # type: ignore[method-assign]
    return cls


@dataclass(frozen=True)
class Table:
    """One table: equally long columns of parsed values.

    A missing number is ``nan``, a missing text is ``""``.
    """

    name: str
    columns: Mapping[str, tuple[Value, ...]]
    _indexes: dict[tuple[str, ...], Mapping] = field(init=False, repr=False, compare=False)
    _made: dict[Callable, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))
        object.__setattr__(self, "_indexes", {})
        object.__setattr__(self, "_made", {})

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __getitem__(self, column: str) -> tuple[Value, ...]:
        return self.columns[column]

    def __iter__(self) -> Iterator[dict[str, Value]]:
        names = tuple(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))

    def __reduce__(self) -> tuple:
        return Table, (self.name, dict(self.columns))

    def index(self, *names: str) -> Mapping:
        """Return ``{key: row number}`` for a key of one or more columns; made once."""
        if names not in self._indexes:
            several = len(names) > 1
            keys = (
                zip(*(self.columns[n] for n in names), strict=True) if several else self[names[0]]
            )
            self._indexes[names] = MappingProxyType({key: row for row, key in enumerate(keys)})
        return self._indexes[names]

    def pairs(self, key: str, value: str) -> Mapping:
        """Return ``{key: value}`` of two columns; made once."""
        if (key, "to", value) not in self._indexes:
            values = dict(zip(self.columns[key], self.columns[value], strict=True))
            self._indexes[key, "to", value] = MappingProxyType(values)
        return self._indexes[key, "to", value]

    def rows_of(self, column: str) -> Mapping[Value, list[int]]:
        """Return the rows of each value of a column; made once."""
        if (column, "rows") not in self._indexes:
            found: dict[Value, list[int]] = {}
            for row, value in enumerate(self.columns[column]):
                found.setdefault(value, []).append(row)
            self._indexes[column, "rows"] = MappingProxyType(found)
        return self._indexes[column, "rows"]

    def once(self, make: Callable[[Table], T]) -> T:
        """Return what a function of a module makes of the table; made once, and of it alone."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    def with_values(self, columns: Mapping[str, tuple[Value, ...]]) -> Table:
        """Return the table with other values in some columns; what was made of others is kept."""
        table = Table(self.name, {**self.columns, **columns})
        table._indexes.update(
            {key: made for key, made in self._indexes.items() if not columns.keys() & set(key)}
        )
        return table

    def sorted_by_key(self) -> Table:
        """Return the table with rows in the order of its own key, so file order cannot matter."""
        keys = [n for n, c in schema()[self.name].items() if c.key == "id" and n in self.columns]
        parts: list[Sequence] = []
        for name in keys or self.columns:
            values = self.columns[name]
            texts = all(type(value) is str for value in values)
            parts.append(values if texts else [_sortable(value) for value in values])
            if not keys and len(set(zip(*parts, strict=True))) == len(self):
                break  # no two rows are alike so far: what follows does not count
        sort_keys = list(zip(*parts, strict=True))
        order = sorted(range(len(self)), key=sort_keys.__getitem__)
        if order == list(range(len(self))):
            return self
        return Table(self.name, {n: _reordered(v, order) for n, v in self.columns.items()})

    def to_frame(self) -> pd.DataFrame:
        """Return a new DataFrame with one column each."""
        import pandas as pd

        return pd.DataFrame({name: list(values) for name, values in self.columns.items()})


def _reordered(values: tuple[Value, ...], order: list[int]) -> tuple[Value, ...]:
    one_value = values.count(values[0]) == len(values)
    return values if one_value else tuple(map(values.__getitem__, order))


def _sortable(value: Value) -> tuple[int, float | str]:
    if isinstance(value, str):
        return (1, value)
    number = float(value or 0)
    return (0, -math.inf if math.isnan(number) else number)


def read_tables(folder: Path, note: Note | None = None) -> dict[str, Table]:
    """Read and parse every known table of a folder.

    Parameters
    ----------
    folder
        The folder.
    note
        Is told, with its place, what is read otherwise than it stands, as spreadsheets and pandas
        leave it: truth values, whole numbers with a point, numbers of rows, columns that no
        table has. Without it nothing is.

    Raises
    ------
    FileNotFoundError
        If the folder does not exist.
    DataError
        With every fault of every file: missing files and columns, empty required cells,
        wrong types, values out of range.
    """
    if folder.is_file():
        raise FileNotFoundError(
            f"{folder} is neither a folder of tables nor a .gpkg file; co.import_network reads "
            "other formats, 'corridors export' or 'corridors import' make one of it"
        )
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not a folder of tables")
    faults: list[str] = []
    tables = {}
    for name in schema():
        path = folder / f"{name}.csv"
        if why := no_file(path):
            faults.append(why)
        elif path.exists():
            tables[name] = _read_table(path, name, faults, note)
        elif name in REQUIRED_TABLES:
            faults.append(f"{name}.csv: no such file in {folder}, but it is required")
        else:
            tables[name] = Table(name, dict.fromkeys(schema()[name], ()))
    if faults:
        raise DataError(faults)
    return tables


def _rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            reader = csv.reader(file, strict=True)
            rows = list(islice(reader, 1))
            check_columns(rows[0] if rows else (), path.name)
            rows += reader
        except (csv.Error, UnicodeDecodeError) as error:
            raise DataError([f"{path.name}: not a CSV file in UTF-8: {error}"]) from error
    return rows


def _read_table(path: Path, name: str, faults: list[str], note: Note | None = None) -> Table:
    columns = schema()[name]
    try:
        rows = _rows_of(path)
    except DataError as error:
        faults += error.faults
        return Table(name, dict.fromkeys(columns, ()))
    header: list[Any] = list(rows[0]) if rows else []
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            faults.append(
                f"{path.name}:1: its columns seem to be separated by {word}; save it with commas "
                "(and points in decimal numbers)"
            )
            return Table(name, dict.fromkeys(columns, ()))
    if note:
        header = edited_header(header, name, path.name, rows[1:], note)
        rows[1:] = edited_rows(rows[1:], header, name, path.name, note)
    _check_header(path.name, header, name, faults)
    parsed: dict[str, list[Value]] = {column: [] for column in columns}
    places = [(column, header.index(n) if n in header else None) for n, column in columns.items()]
    for number, row in enumerate(rows[1:], start=2):
        if not any(map(str.strip, row)):  # a spreadsheet leaves rows of commas
            continue
        if len(row) != len(header):
            faults.append(
                f"{path.name}:{number}: {counted(len(row), 'cell')}, "
                f"but {counted(len(header), 'column')}"
            )
            continue
        for column, place in places:
            text = row[place].strip() if place is not None else ""
            try:
                parsed[column.name].append(column.parse(text))
            except ValueError as error:
                faults.append(f"{path.name}:{number}: {column.name} {error}")
                parsed[column.name].append(math.nan if column.type in ("float", "int") else "")
    return Table(name, {column: tuple(values) for column, values in parsed.items()})


def _check_header(file: str, header: Sequence[str | None], name: str, faults: list[str]) -> None:
    columns = schema()[name]
    missing = [c.name for c in columns.values() if c.required and c.name not in header]
    unknown = [word for word in header if word is not None and word not in columns]
    faults += [f"{file}:1: column {name!r} is missing" for name in missing]
    faults += [suggesting(f"{file}:1: unknown column {w!r}", w, columns) for w in unknown]


def half_letters(table: Table) -> list[str]:
    """Return which texts hold half a character, as memory and JSON can, and no file."""
    faults = []
    for column, values in table.columns.items():
        texts = [value for value in values if isinstance(value, str)]
        try:
            "".join(texts).encode()
        except UnicodeEncodeError:
            faults += [
                f"{table.name}.csv:{row}: {column} {text[:80]!r} holds half a character"
                for row, text in enumerate(values, start=2)
                if isinstance(text, str) and text != text.encode("utf-8", "replace").decode()
            ]
    return faults


def unwritable(table: Table) -> list[str]:
    """Return which texts a file would not give back: those with control characters."""
    return [
        f"{table.name}.csv:{row}: {column} {text[:80]!r} holds a control character"
        for column, values in table.columns.items()
        if not "".join(value for value in values if isinstance(value, str)).isprintable()
        for row, text in enumerate(values, start=2)
        if isinstance(text, str) and CONTROL.search(text)
    ]


def check_writable_texts(tables: Iterable[Table]) -> None:
    """Raise, before anything is written, if a file would not give a text back.

    Raises
    ------
    DataError
        With table, row and column of each.
    """
    if faults := [fault for table in tables for fault in table.once(unwritable)]:
        raise DataError(faults)


def write_table(table: Table, path: Path) -> None:
    """Write a table as CSV, numbers in their shortest exact form."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = zip(*table.columns.values(), strict=True)
        write_csv(file, table.columns, ([_text(v) for v in values] for values in rows))


def write_csv(
    file: TextIO, header: Iterable[str], rows: Iterable[Iterable[Any]], *, end: str = "\n"
) -> None:
    """Write rows of cells as CSV under a header; an empty header is no line.

    Examples
    --------
    >>> import sys
    >>> write_csv(sys.stdout, ["name", "km"], [["Karachi, PK", 3.5]])
    name,km
    "Karachi, PK",3.5
    """
    writer = csv.writer(file, lineterminator=end)
    head = list(header)
    if head:
        writer.writerow(head)
    writer.writerows(rows)


def _text(value: Value) -> str:
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return f"{int(value)}" if value == int(value) else repr(value)
    return "" if value is None else str(value)
