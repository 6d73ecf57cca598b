"""The gate for what others have made: how large, how deep and how long it may be.

Files, archives and answers of servers pass it before they are read. Whoever needs more says so:
:func:`limits`, or ``CORRIDORS_LIMITS="file_mb=5000"`` in the environment.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

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
