"""What a disk can be asked: to have something for good, to exchange names, to keep others out."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any

from corridors.errors import CorridorsError

#: Folders that begin so hold what is being written. One that nobody has locked was left there.
WORKING = ".corridors-writing-"
#: What a disk says that takes no more.
NO_ROOM = {
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EROFS", "EFBIG")
    if hasattr(errno, name)  # EDQUOT is not on every system
}
#: So long one writer of a folder waits for another, who has it for the exchange of names alone.
_WAIT_S, _PAUSE_S = 20.0, 0.02
#: Where nothing can be locked, what is as old as this was left.
_OLD_S = 86_400.0
_TRIES = 20
#: A name may have 255 bytes; to one of so many something can be added.
_LONG = 240


def flush(path: Path) -> None:
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


def make_folders(folder: Path) -> None:
    """Make a folder and those above it that are not there, each for good."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        flush(one.parent)


# -- names ----------------------------------------------------------------------------------------


def exchange(one: Path, other: Path) -> None:
    """Let two paths of one disk change places, at once.

    Raises
    ------
    OSError
        If the system, or this disk, cannot do that.
    """
    call, words = _exchanger()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(other))
    names = (os.fsencode(one), os.fsencode(other))
    if call(*words(*names)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


@cache
def _exchanger() -> tuple[Any, Any]:
    """Return the system's call and how its arguments are made; ``None`` where there is none."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return library.renamex_np, lambda one, other: (one, other, ctypes.c_uint(2))
        here = ctypes.c_int(-100)  # paths are of the working folder
        return library.renameat2, lambda one, other: (here, one, here, other, ctypes.c_uint(2))
    except (OSError, AttributeError, TypeError):  # TypeError: Windows has no CDLL(None)
        return None, None


# -- who works on it ------------------------------------------------------------------------------


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
    lock = place.with_name(f".{_short(place.name)}.lock")
    while True:
        with named(path):
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
        try:
            with suppress(OSError):  # it is no lock any more once it is closed
                lock.unlink(missing_ok=True)
        finally:
            stream.close()


def _short(name: str) -> str:
    """Return a name to which letters can be added: of one that is as long as may be, its hash."""
    given = os.fsencode(name)
    return name if len(given) <= _LONG else sha256(given).hexdigest()


def hold(folder: Path) -> int | None:
    """Take the lock of a folder, and return the number that holds it: close it to let go.

    ``None`` where folders cannot be locked.

    Raises
    ------
    BlockingIOError
        If another has it, or the folder is not the one any more that has this name.
    """
    try:
        number = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        raise BlockingIOError(errno.EAGAIN, "gone", str(folder)) from None
    except OSError:  # Windows opens no folders
        return None
    try:
        _take(number)
        known = folder.stat()
        mine = os.fstat(number)
    except BlockingIOError:
        os.close(number)
        raise
    except FileNotFoundError:
        os.close(number)
        raise BlockingIOError(errno.EAGAIN, "gone", str(folder)) from None
    except OSError:
        os.close(number)
        return None
    if (known.st_dev, known.st_ino) != (mine.st_dev, mine.st_ino):
        os.close(number)
        raise BlockingIOError(errno.EAGAIN, "another folder has this name now", str(folder))
    return number


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other writers from exchanging the files of a folder meanwhile; wait for them first.

    Raises
    ------
    BlockingIOError
        If another does not let go of it.
    """
    until = monotonic() + _WAIT_S
    while True:
        try:
            number = hold(folder)
            break
        except BlockingIOError:
            if monotonic() > until:
                told = "another process writes it now; wait until it has ended"
                raise BlockingIOError(f"{folder}: {told}") from None
            sleep(_PAUSE_S)
    try:
        yield
    finally:
        if number is not None:
            os.close(number)


# -- what is being written ------------------------------------------------------------------------


@contextmanager
def beside(path: Path, parent: Path) -> Iterator[Path]:
    """Give a working folder on the disk of ``path``; it is gone afterwards.

    What processes left there that were killed goes first.
    """
    with named(path):
        sweep_up(parent)
        folder, number = _working(parent)
    try:
        yield folder
    except OSError as error:
        if error.errno in NO_ROOM:  # of what is written here, whatever else is read meanwhile
            raise type(error)(error.errno, error.strerror, str(path)) from error
        raise
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            if number is not None:
                os.close(number)


def _working(parent: Path) -> tuple[Path, int | None]:
    """Return a new working folder and the number that holds it."""
    for _ in range(_TRIES):
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=WORKING))
        with suppress(BlockingIOError):  # who sweeps up took it for one that was left
            return folder, hold(folder)
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(parent))


def sweep_up(parent: Path) -> None:
    """Take away the working folders that nobody works in any more."""
    with suppress(OSError), os.scandir(parent) as found:
        for name in [e.name for e in found if e.name.startswith(WORKING)]:
            folder = parent / name
            if folder.is_symlink() or not folder.is_dir():
                continue
            with suppress(OSError):  # that of another who is at work, or of another user
                number = hold(folder)
                if number is not None or folder.stat().st_mtime < time() - _OLD_S:
                    shutil.rmtree(folder, ignore_errors=True)
                if number is not None:
                    os.close(number)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let an error of the system name the user's own path; a sentence stays as it is."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise type(error)(error.errno, error.strerror, str(path)) from error
