"""Where files are kept between one run and the next."""

from __future__ import annotations

import os
from pathlib import Path


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
