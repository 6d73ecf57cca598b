"""Files: where the embedded and the kept ones lie, and how one is written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from corridors.errors import CorridorsError, DataError
from corridors.network.forms.gate import no_file

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")
#: Stands in a folder while its files are exchanged; a folder that has it is not read.
HALF_WRITTEN = ".half-written"
#: So often a folder is looked at again that is being written, after so many seconds each.
_LOOKS, _PAUSE_S = 20, 0.05

#: Keys of TOML of more parts are not read.
MOST_PARTS = 8
#: A text in quotation marks, or one that does not end in its line; each sign is looked at once.
_QUOTED = re.compile(r"""\"(?:[^"\\\n]|\\.)*+(?:"|[^\n]*+)|'[^'\n]*+'?""")
_DOTTED = re.compile(rf"(?<![\w\-])(?>[\w\-]++[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}")
#: What a disk says that takes no more.
_NO_ROOM = {
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EROFS", "EFBIG")
    if hasattr(errno, name)  # EDQUOT is not on every system
}

_PACKAGE = Path(__file__).resolve().parent.parent
_IN_WHEEL = _PACKAGE / "_geodata"

#: The folder of the embedded tables: in the wheel, or beside the package in a checkout.
DATA_FOLDER = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent / "geodata"


def cache_folder(part: str = "") -> Path | None:
    """Return the folder that a part of the package keeps its files in.

    That is ``CORRIDORS_CACHE`` as it is, else ``corridors`` in ``XDG_CACHE_HOME``, else
    ``~/.cache/corridors``, and in it ``part``; ``None`` where there is no home folder. It may not
    exist yet, or not be writable.
    """
    if chosen := os.environ.get("CORRIDORS_CACHE"):
        return Path(chosen) / part
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared) / "corridors" / part
    try:
        return Path.home() / ".cache" / "corridors" / part
    except RuntimeError:
        return None


@contextmanager
def new_file(path: str | Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of ``path`` only if all goes well.

    Where ``path`` is a link to a file, the file takes the place of what the link means.

    Raises
    ------
    OSError
        If ``path`` cannot be written; it names ``path``, not what is written beside it.
    """
    path = Path(path)
    place = path.resolve()
    if not place.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    if place.is_dir():
        raise IsADirectoryError(f"{path} is a folder; give a file")
    with _beside(path, place.parent) as folder:
        target = folder / path.name
        yield target
        with _named(path):
            _flush(target)
            target.replace(place)
            _flush(place.parent)


@contextmanager
def new_folder(path: str | Path, *, instead_of: Collection[str] = ()) -> Iterator[Path]:
    """Give a folder to fill; its files take their places in ``path`` only if all goes well.

    Of the files that were in ``path``, those go whose names are in ``instead_of``. A folder that
    was not there appears at once. Where there was one, its files are exchanged one by one, with a
    mark in it meanwhile that :func:`read_whole` refuses: what is killed there leaves no mixture
    that can be read, and writing again completes it.

    Raises
    ------
    OSError
        If ``path`` cannot be written; it names ``path``, not what is written beside it.
    """
    path = Path(path)
    if path.exists() and not path.is_dir():
        raise FileExistsError(f"{path} is a file; give a folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path, path.parent) as working:
        folder = working / (path.name or "folder")
        folder.mkdir()
        yield folder
        with _named(path):
            for file in (*folder.iterdir(), folder):
                _flush(file)
            if path.exists():
                _exchange(folder, path, instead_of)
            else:
                folder.rename(path)
            _flush(path.parent)


def _exchange(folder: Path, path: Path, instead_of: Collection[str]) -> None:
    """Put the files of a folder into another, marked until all are there."""
    mark = path / HALF_WRITTEN
    was_there = mark.exists()
    try:
        mark.write_text("The files of this folder are being exchanged.\n", encoding="utf-8")
        _flush(mark)
        _flush(path)
    except OSError:  # a full disk: what is there is whole still
        if not was_there:
            mark.unlink(missing_ok=True)
        raise
    new = sorted(folder.iterdir())
    for file in new:
        file.replace(path / file.name)
    for name in set(instead_of) - {file.name for file in new}:
        (path / name).unlink(missing_ok=True)
    _flush(path)
    mark.unlink()
    _flush(path)


def _flush(path: Path) -> None:
    """Wait until a file is on the disk, or the names in a folder: what was cut off stays whole.

    Where the system cannot do this of a folder, it keeps the order of names itself.
    """
    is_folder = path.is_dir()
    try:
        number = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    except OSError:
        if is_folder:
            return
        raise
    try:
        os.fsync(number)
    except OSError as error:
        if not is_folder and error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(number)


def read_whole(folder: Path, read: Callable[[], T]) -> T:
    """Return what a function reads of a folder whose files are all of one writing.

    While another process exchanges them this waits, up to a second.

    Raises
    ------
    DataError
        If writing it broke off, or it is written over and over.
    """
    for _ in range(_LOOKS):
        before = _files_of(folder)
        if HALF_WRITTEN not in before:
            try:
                found = read()
            except (OSError, ValueError):
                if _files_of(folder) == before:
                    raise
            else:
                if _files_of(folder) == before:
                    return found
        sleep(_PAUSE_S)
    told = (
        "it is half written: a program writes it now, or broke off; write it again to complete it"
    )
    raise DataError([f"{folder.name}: {told}"])


def _files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the files of a folder, and which and of when they are; none if it is no folder."""
    try:
        with os.scandir(folder) as found:
            return {
                entry.name: (entry.inode(), entry.stat().st_mtime_ns)
                for entry in found
                if entry.is_file() or entry.is_symlink()
            }
    except OSError:
        return {}


def read_toml(file: Path) -> tuple[str, dict[str, Any]]:
    """Return the text of a TOML file, and what it says.

    Raises
    ------
    ValueError
        If it is not TOML in UTF-8, or larger than any that people write: the parser's time grows
        with the square of a key's parts, and of its depth.
    """
    if why := no_file(file, "toml_mb"):
        raise ValueError(why.removeprefix(f"{file.name}: "))
    text = file.read_text(encoding="utf-8-sig")
    if _DOTTED.search(_QUOTED.sub("q", text)):
        raise ValueError(f"a key of more than {MOST_PARTS} parts joined by dots")
    try:
        return text, tomllib.loads(text)
    except RecursionError:
        raise ValueError("brackets within brackets, too deep to be read") from None


def write_text(text: str, path: str | Path) -> Path:
    """Write a file of text, in UTF-8, whole or not at all; return its absolute path."""
    with new_file(path) as file:
        # Half a character, of a name in memory, is shown as what it is.
        file.write_text(text, encoding="utf-8", newline="\n", errors="backslashreplace")
    return Path(path).resolve()


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Keep other processes from working on a file in this way meanwhile.

    The lock is a hidden file beside it, and ends with the process, however that ends. Where a disk
    knows no locks, nothing is kept out.

    Raises
    ------
    CorridorsError
        If another process, or thread, has the lock now.
    """
    place = path.resolve()
    lock = place.with_name(f".{place.name}.lock")
    while True:
        with _named(path):
            stream = lock.open("a")
        try:
            _take(stream.fileno())
        except (BlockingIOError, PermissionError):
            stream.close()
            told = "another process works on it now; wait until it has ended, or give another file"
            raise CorridorsError(f"{path}: {told}") from None
        except OSError:
            break
        if lock.exists() and lock.stat().st_ino == os.fstat(stream.fileno()).st_ino:
            break
        stream.close()  # whoever had it took it away
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        stream.close()


def _take(file: int) -> None:
    """Take the lock of an open file, or raise at once."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def _beside(path: Path, parent: Path) -> Iterator[Path]:
    """Give a working folder on the disk of ``path``; it is gone afterwards."""
    with _named(path):
        folder = tempfile.mkdtemp(dir=parent, prefix=".writing-")
    try:
        yield Path(folder)
    except OSError as error:
        if error.errno in _NO_ROOM:  # of what is written here, whatever else is read meanwhile
            raise type(error)(error.errno, error.strerror, str(path)) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_writable(path: Path) -> None:
    """Raise, before any work, if a file cannot be written.

    Raises
    ------
    OSError
        In a sentence that names ``path``.
    """
    place = path.resolve()
    if place.is_dir():
        raise IsADirectoryError(f"{path} is a folder; give a file")
    if not place.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    try:
        with _beside(path, place.parent):
            pass
    except OSError as error:
        raise type(error)(f"{path}: nothing can be written in {path.parent}") from error


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an error of the system name the user's own path."""
    try:
        yield
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from error


class ArrayShelf:
    """Keeps arrays in a folder by name; one that cannot be read or written is no fault.

    A cache only: what is broken there is made anew, and where nothing can be written nothing is
    kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> np.ndarray | None:
        """Return an array, ``None`` if it is not there or broken."""
        import numpy as np

        try:
            found: np.ndarray = np.load(self._folder / f"{name}.npy", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return found

    def write(self, name: str, array: np.ndarray) -> None:
        """Keep an array, if the folder can be written."""
        import numpy as np

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with new_file(self._folder / f"{name}.npy") as file:
                np.save(file, array)
        except OSError:
            return
