"""Files: where the embedded and the kept ones lie, and how one is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

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
            target.replace(place)


@contextmanager
def new_folder(path: str | Path, *, instead_of: Collection[str] = ()) -> Iterator[Path]:
    """Give a folder to fill; its files take their places in ``path`` only if all goes well.

    Of the files that were in ``path``, those go whose names are in ``instead_of``.

    Raises
    ------
    OSError
        If ``path`` cannot be written; it names ``path``, not what is written beside it.
    """
    path = Path(path)
    if path.exists() and not path.is_dir():
        raise FileExistsError(f"{path} is a file; give a folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path, path.parent) as folder:
        yield folder
        with _named(path):
            path.mkdir(exist_ok=True)
            new = sorted(folder.iterdir())
            for file in new:
                file.replace(path / file.name)
            for name in set(instead_of) - {file.name for file in new}:
                (path / name).unlink(missing_ok=True)


def write_text(text: str, path: str | Path) -> Path:
    """Write a file of text, in UTF-8, whole or not at all; return its absolute path."""
    with new_file(path) as file:
        file.write_text(text, encoding="utf-8", newline="\n")
    return Path(path).resolve()


@contextmanager
def _beside(path: Path, parent: Path) -> Iterator[Path]:
    """Give a working folder on the disk of ``path``; it is gone afterwards."""
    with _named(path):
        folder = tempfile.mkdtemp(dir=parent, prefix=".writing-")
    try:
        yield Path(folder)
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
