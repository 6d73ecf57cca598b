"""Files: where the embedded and the kept ones lie, and how one is written whole or not at all.

All that is written goes through :mod:`corridors.network.files.whole`.
"""

from __future__ import annotations

import os
import re
import tomllib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.network.files.disk import alone_with
from corridors.network.files.whole import (
    check_writable,
    new_file,
    new_folder,
    read_whole,
    settle,
    write_text,
)
from corridors.network.forms.gate import no_file

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "DATA_FOLDER",
    "ArrayShelf",
    "alone_with",
    "cache_folder",
    "check_writable",
    "new_file",
    "new_folder",
    "no_file",
    "read_toml",
    "read_whole",
    "settle",
    "write_text",
]

#: Keys of TOML of more parts are not read.
MOST_PARTS = 8
#: A text in quotation marks, of several lines or of one, or that does not end; or a comment. Each
#: sign is looked at once.
_ASIDE = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:"{3,5}+)?|'{3}(?:[^']|'{1,2}(?!'))*+(?:'{3,5}+)?"""
    r"""|\"(?:[^"\\\n]|\\.)*+(?:"|[^\n]*+)|'[^'\n]*+'?|\#[^\n]*+""",
    re.DOTALL,
)
_DOTTED = re.compile(rf"(?<![\w\-])(?>[\w\-]++[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}")

_PACKAGE = Path(__file__).resolve().parents[2]
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
    if _DOTTED.search(_ASIDE.sub("q", text)):
        raise ValueError(f"a key of more than {MOST_PARTS} parts joined by dots")
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise ValueError("brackets within brackets, too deep to be read") from None
    _check_whole_numbers(found)
    return text, found


def _check_whole_numbers(found: Any) -> None:
    """Refuse whole numbers that TOML has no room for."""
    if isinstance(found, int) and not -(2**63) <= found < 2**63:
        raise ValueError(f"a whole number of {len(str(abs(found)))} digits: at most 64 bits")
    if isinstance(found, dict | list):
        for inner in found.values() if isinstance(found, dict) else found:
            _check_whole_numbers(inner)


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
        except (OSError, ValueError, EOFError, MemoryError):  # torn, of whatever size it says
            return None
        return found

    def write(self, name: str, array: np.ndarray) -> None:
        """Keep an array, if the folder can be written."""
        import numpy as np

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            whole = BytesIO()  # to a file NumPy does not tell what a full disk refused at the end
            np.save(whole, array)
            with new_file(self._folder / f"{name}.npy") as file:
                file.write_bytes(whole.getbuffer())
        except OSError:
            return
