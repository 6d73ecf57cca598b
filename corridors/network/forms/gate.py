"""The gate for what others have made: how large, how deep and how long it may be.

Files, archives and answers of servers pass it before they are read. Whoever needs more says so:
:func:`limits`, or ``CORRIDORS_LIMITS="file_mb=5000"`` in the environment.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from corridors.errors import DataError, suggesting

if TYPE_CHECKING:
    import zipfile

F = TypeVar("F", bound=Callable[..., Any])
#: The name in the environment that raises limits for the whole process.
VARIABLE = "CORRIDORS_LIMITS"
_NO_MEMORY = "reading it needs more memory than there is; cut it into smaller files"


@dataclass(frozen=True)
class Limits:
    """What is read of others; more is refused with the limit's name.

    Parameters
    ----------
    file_mb
        A file that is read whole: tables, GeoJSON, GraphML, GeoPackage, Parquet, shapefiles.
    xml_mb
        A file of OpenStreetMap as XML; larger ones belong in a PBF, which is streamed.
    toml_mb
        A scenario card or mapping.
    unpacked_mb
        What comes out of a zip, a workbook or Parquet.
    cells
        Rows times columns of one table.
    columns
        Columns of one table.
    depth
        Shapes within shapes, in well-known text and binary.
    answer_mb
        One answer of a server, unpacked.
    seconds
        What a database may take to give its tables, s.
    outside
        1 lets a mapping name files outside its own folder.
    """

    file_mb: float = 1_000.0
    xml_mb: float = 500.0
    toml_mb: float = 1.0
    unpacked_mb: float = 1_000.0
    cells: float = 50_000_000.0
    columns: float = 5_000.0
    depth: float = 50.0
    answer_mb: float = 1_000.0
    seconds: float = 300.0
    outside: float = 0.0


_NAMES = tuple(field.name for field in fields(Limits))
_now: ContextVar[Limits | None] = ContextVar("limits", default=None)


@contextmanager
def limits(**more: float) -> Iterator[Limits]:
    """Let files of others be larger, deeper or slower to read than usual, or less so.

    Parameters
    ----------
    **more
        ``file_mb``, ``xml_mb``, ``toml_mb``, ``unpacked_mb``, ``cells``, ``columns``, ``depth``,
        ``answer_mb``, ``seconds``, ``outside``, as docs/formats.md lists them; infinity is none.

    Yields
    ------
    Limits
        Those that hold within the ``with``, in this thread.

    Raises
    ------
    TypeError
        If there is no limit of that name.
    ValueError
        If one is no number of 0 or more.

    Examples
    --------
    >>> import corridors as co
    >>> with co.limits(file_mb=5_000) as now:
    ...     now.file_mb, now.depth
    (5000, 50.0)
    """
    token = _now.set(_changed(current(), more, "limits"))
    try:
        yield current()
    finally:
        _now.reset(token)


def current() -> Limits:
    """Return the limits that hold here: of :func:`limits`, else of the environment."""
    return _now.get() or _of_environment(os.environ.get(VARIABLE, ""))


def _of_environment(said: str) -> Limits:
    """Return the limits that the environment says, as ``file_mb=5000,depth=100``."""
    more: dict[str, Any] = {}
    for part in filter(None, (one.strip() for one in said.split(","))):
        name, _, number = part.partition("=")
        try:
            more[name.strip()] = float(number)
        except ValueError:
            raise ValueError(
                f"{VARIABLE}: {part!r} is no limit; write such as file_mb=5000"
            ) from None
    return _changed(Limits(), more, VARIABLE)


def _changed(limits: Limits, more: dict[str, Any], where: str) -> Limits:
    for name, value in more.items():
        if name not in _NAMES:
            told = suggesting(f"{where}: there is no limit {name!r}", name, _NAMES)
            raise TypeError(f"{told} Limits: {', '.join(_NAMES)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise ValueError(f"{where}: {name} is a number of 0 or more, not {value!r}")
    return replace(limits, **more)


def way_out(name: str) -> str:
    """Return how a limit is raised, in words for people."""
    return f"raise it if you trust the file: co.limits({name}=...), {VARIABLE}={name}=..."


def beyond(label: str, what: str, name: str) -> str:
    """Return the sentence that something is beyond a limit.

    Examples
    --------
    >>> beyond("a.csv", "has 3,000 MB", "file_mb")
    'a.csv: has 3,000 MB, more than file_mb = 1,000; raise it if you trust the file: co.limits...'
    """
    most = getattr(current(), name)
    return f"{label}: {what}, more than {name} = {most:,.12g}; {way_out(name)}"


# -- files ---------------------------------------------------------------------------------------


def no_file(path: Path, limit: str = "file_mb") -> str:
    """Return why what stands at a path is no file to read: nothing if it is one, or not there.

    A pipe may never end, nor even begin: it is not waited for. Nor is a file read that is larger
    than the limit of that name.
    """
    try:
        if not path.exists():
            return ""
        if path.is_file():
            size = path.stat().st_size / 1e6
            large = size > getattr(current(), limit)
            return beyond(path.name, f"has {size:,.12g} MB", limit) if large else ""
    except (OSError, ValueError) as error:  # no right to look at it, or a name that no file has
        return f"{path.name[:80]!r}: cannot be read: {getattr(error, 'strerror', error)}"
    what = "a folder" if path.is_dir() else "a pipe or a device; write what it gives to a file"
    return f"{path.name}: no file, but {what}"


def path_of(what: str, given: object) -> Path:
    """Return a path as it is given.

    Raises
    ------
    TypeError
        If it is none.

    Examples
    --------
    >>> path_of("read_pairs: path", 7)
    Traceback (most recent call last):
    ...
    TypeError: read_pairs: path is the path of a file or folder, not 7
    """
    if not isinstance(given, str | os.PathLike):
        shown = " ".join(repr(given).split())[:100]
        raise TypeError(f"{what} is the path of a file or folder, not {shown}")
    return Path(given)


def check_file(path: Path, limit: str = "file_mb") -> None:
    """Raise unless a path is a file that may be read.

    Raises
    ------
    FileNotFoundError
        If there is nothing.
    DataError
        If it is no file, or larger than the limit.
    """
    if why := no_file(path, limit):
        raise DataError([why])
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file")


def reads(function: F) -> F:
    """Let a reader tell in a sentence that a file needs more memory than there is, or is too deep.

    The file is its first argument.

    Examples
    --------
    >>> @reads
    ... def read(path):
    ...     raise MemoryError
    >>> read("a/net.csv")
    Traceback (most recent call last):
    ...
    corridors.errors.DataError: 1 fault in the data:
      net.csv: reading it needs more memory than there is; cut it into smaller files
    """

    @wraps(function)
    def reading(*args: Any, **words: Any) -> Any:
        try:
            return function(*args, **words)
        except (MemoryError, RecursionError) as error:  # Arrow's want of memory is one, too
            first = next(iter((*args, *words.values())), "")
            label = Path(first).name if isinstance(first, str | Path) else function.__name__
            deep = isinstance(error, RecursionError)
            told = "nested too deeply to be read" if deep else _NO_MEMORY
            raise DataError([f"{label}: {told}"]) from error

    return reading  # type: ignore[return-value]


def json_of(text: str | bytes) -> Any:
    """Return what a text of JSON says.

    Raises
    ------
    ValueError
        If it is none, or nested too deeply.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply to be read") from None


def check_unpacked(archive: zipfile.ZipFile, label: str, members: Any = None) -> None:
    """Raise if what an archive, or some of its members, would unpack to is beyond the limit.

    Raises
    ------
    DataError
        With the size that the archive says; what is longer than said is broken off by its reader.
    """
    found = archive.infolist() if members is None else members
    size = sum(member.file_size for member in found) / 1e6
    if size > current().unpacked_mb:
        raise DataError([beyond(label, f"unpacks to {size:,.0f} MB", "unpacked_mb")])


def check_columns(header: Sequence[object], label: str) -> None:
    """Raise if a table has more columns than the limit.

    Raises
    ------
    DataError
        With their number.
    """
    if len(header) > current().columns:
        raise DataError([beyond(label, f"has {len(header):,} columns", "columns")])


def out_of(folder: Path, name: str) -> bool:
    """Return whether the name of a file leads out of the folder that it should lie in.

    Examples
    --------
    >>> [out_of(Path("model"), name) for name in ("a/nodes.csv", "../nodes.csv", "/etc/hosts")]
    [False, True, True]
    """
    if current().outside:
        return False
    # Links are the user's own. Of "." nothing leads out by its words alone.
    home, there = (Path(os.path.abspath(one)) for one in (folder, folder / name))  # noqa: PTH100
    return not there.is_relative_to(home) or "\\" in name


def in_time() -> Callable[[], int]:
    """Return what a database asks now and then: 1, to be broken off, when its time is over."""
    end = time.monotonic() + current().seconds
    return lambda: int(time.monotonic() > end)


# -- Parquet -------------------------------------------------------------------------------------


def check_parquet(path: Path) -> None:
    """Raise if a Parquet file holds more than the limits, whatever it says of its size.

    A few bytes may stand for one long text in each of a million rows: the values of a column are
    counted as often as they stand there, without being made.

    Raises
    ------
    DataError
        If its cells, or what they unpack to, are beyond the limits, or it is no Parquet file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if why := no_file(path):
        raise DataError([why])
    try:
        with pq.ParquetFile(path) as file:
            known = file.metadata
            rows, columns = known.num_rows, known.num_columns
            check_columns(range(columns), path.name)
            if rows * columns > current().cells:
                raise DataError([beyond(path.name, f"has {rows * columns:,} cells", "cells")])
            most = current().unpacked_mb * 1e6
            _check_shapes(path, file.schema_arrow)
            if _at_most(known) > most and _text_bytes(path, file.schema_arrow, most) > most:
                raise DataError([beyond(path.name, "unpacks to much", "unpacked_mb")])
    except (pa.ArrowException, OSError, MemoryError) as error:
        why = " ".join(str(error).replace(str(path), path.name).split())
        raise DataError([f"{path.name}: not a whole Parquet file: {why[:300]}"]) from error


def _check_shapes(path: Path, schema: Any) -> None:
    """Raise if a shape in binary is nested beyond the limit."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    held = [field.name for field in schema if pa.types.is_binary(field.type)]
    with pq.ParquetFile(path) as file:
        for name in held:
            row = 0
            for batch in file.iter_batches(batch_size=1_000, columns=[name], use_threads=False):
                column = batch.column(0)
                long = pc.greater(pc.binary_length(column), _SHORT)
                for k in pc.indices_nonzero(long).to_pylist():
                    try:
                        check_shape(column[k].as_py())
                    except ValueError as error:
                        raise DataError(
                            [f"{path.name}: row {row + k + 1}: {name}: {error}"]
                        ) from None
                row += len(batch)


def _at_most(known: Any) -> int:
    """Return what a file can unpack to at most: each value as long as its whole column."""
    size = 0
    for k in range(known.num_row_groups):
        group = known.row_group(k)
        for column in map(group.column, range(group.num_columns)):
            wide = column.physical_type in ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")
            each = column.total_uncompressed_size if wide else 8
            size += column.num_values * min(each, column.total_uncompressed_size + 8)
    return size


def _text_bytes(path: Path, schema: Any, most: float) -> float:
    """Return the bytes of all texts of a file, counted up to a limit."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    texts = [
        field.name
        for field in schema
        if pa.types.is_string(field.type) or pa.types.is_binary(field.type)
        or pa.types.is_large_string(field.type) or pa.types.is_large_binary(field.type)
    ]  # fmt: skip
    size = 0.0
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        for batch in file.iter_batches(columns=texts, use_threads=False):
            for column in batch.columns:
                if not pa.types.is_dictionary(column.type):
                    size += column.nbytes
                    continue
                long = pc.binary_length(column.dictionary.cast(pa.large_binary()))
                size += pc.sum(long.take(column.indices)).as_py() or 0
            if size > most:
                break
    return size


# -- shapes --------------------------------------------------------------------------------------

_COLLECTION, _OF_PARTS = 7, (4, 5, 6, 7)
#: Shorter shapes cannot be nested deep enough to do harm.
_SHORT = 1_000
_OPENING, _CLOSING = (40, 91, 123), (41, 93, 125)


def depth_of_text(text: str) -> int:
    """Return how deep the brackets of a text are nested.

    Examples
    --------
    >>> depth_of_text("MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))")
    2
    """
    import numpy as np

    held = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    steps = np.isin(held, _OPENING).astype(np.int32) - np.isin(held, _CLOSING)
    return int(np.cumsum(steps).max(initial=0))


def depth_of_wkb(data: bytes) -> int:
    """Return how deep shapes stand in shapes in well-known binary; up to where it can be read.

    Examples
    --------
    >>> depth_of_wkb(bytes.fromhex("0107000000010000000102000000" + "00" * 4))
    2
    """
    at, deep, open_parts = 0, 0, [1]
    while open_parts and at + 5 <= len(data):
        order: Literal["little", "big"] = "little" if data[at] == 1 else "big"
        code = int.from_bytes(data[at + 1 : at + 5], order)
        kind, wide = (code & 0xFFFFFF) % 1000, _ordinates(code)
        at += 9 if code & 0x20000000 else 5
        open_parts[-1] -= 1
        deep = max(deep, len(open_parts))
        if kind in _OF_PARTS:
            open_parts.append(int.from_bytes(data[at : at + 4], order))
            at += 4
        else:
            at = _after(data, at, kind, 8 * wide, order)
        while open_parts and open_parts[-1] <= 0:
            open_parts.pop()
    return deep


def _ordinates(code: int) -> int:
    flags = (code >> 31 & 1) + (code >> 30 & 1)
    return 2 + (flags or (0, 1, 1, 2)[(code & 0xFFFFFF) // 1000 % 4])


def _after(data: bytes, at: int, kind: int, point: int, order: Literal["little", "big"]) -> int:
    """Return where a point, line or polygon ends that begins there."""
    if kind == 1:
        return at + point
    count = int.from_bytes(data[at : at + 4], order)
    at += 4
    if kind == 2:
        return at + count * point
    for _ in range(count):
        if at + 4 > len(data):
            break
        at += 4 + int.from_bytes(data[at : at + 4], order) * point
    return at


def check_shape(value: object) -> None:
    """Raise if a shape in text, hexadecimal or binary is nested beyond the limit.

    GEOS reads shapes within shapes by calling itself: too many end the program.

    Raises
    ------
    ValueError
        In words that go behind the place of the shape.
    """
    if not isinstance(value, str | bytes | bytearray | memoryview) or len(value) < _SHORT:
        return
    if isinstance(value, str):
        hexadecimal = value.lstrip()[:2] in ("00", "01")
        try:
            deep = depth_of_wkb(bytes.fromhex(value)) if hexadecimal else depth_of_text(value)
        except ValueError:
            return  # no shape: told where it is read
    else:
        deep = depth_of_wkb(bytes(value))
    if deep > current().depth:
        raise ValueError(
            f"shapes within shapes, {deep:,} deep, more than depth = {current().depth:g}"
        )


# -- coordinate systems --------------------------------------------------------------------------

_NAMES_FILE = re.compile(
    r"""(?:nadgrids|geoidgrids|grids|file|catalog|init)\s*=\s*[^\s+]*[/\\]"""
    r"""|PARAMETERFILE\s*\[[^\]]*[/\\]|(?:grids|init)\s*=\s*["']""",
    re.IGNORECASE,
)


def crs_fault(crs: object) -> str:
    """Return what is wrong with a coordinate system that others have written, ``""`` if nothing.

    PROJ opens the files that it names, whatever they are: a pipe is waited for. What is none at
    all is no fault here.

    Examples
    --------
    >>> crs_fault("+proj=merc +nadgrids=@null"), crs_fault("+proj=longlat +nadgrids=/dev/stdin")
    ('', 'names a file by its path, which is not opened')
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    told = "names a file by its path, which is not opened"
    text = crs if isinstance(crs, str) else json.dumps(crs) if isinstance(crs, dict) else ""
    if _NAMES_FILE.search(text):
        return told
    try:
        written = CRS.from_user_input(crs).to_wkt()
    except (CRSError, TypeError, ValueError):
        return ""
    return told if _NAMES_FILE.search(written) else ""
