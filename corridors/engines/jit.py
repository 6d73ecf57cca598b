"""Compile array code with numba where it is installed, else leave it as it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

NOTE_WITHOUT_NUMBA = (
    "numba is not installed: searches, fronts, alternatives and draws run in plain Python, "
    "thirty to fifty times slower, with the same answers; install numba to compile them"
)
_log = logging.getLogger(__name__)


def jit(function: Callable) -> Any:
    """Return the function compiled on first use, kept in a cache on disk, without the GIL.

    Modules that decorate with this load numba; they are imported where they are used.
    """
    try:
        import numba
    except ImportError:
        _note()
        return function
    return numba.njit(cache=True, nogil=True)(function)


@cache
def _note() -> None:
    """Say once that kernels are not compiled."""
    _log.warning(NOTE_WITHOUT_NUMBA)


def is_compiled() -> bool:
    """Say whether kernels are compiled here."""
    try:
        import numba
    except ImportError:
        return False
    return not numba.config.DISABLE_JIT
