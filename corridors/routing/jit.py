"""Compile array code with numba where it is installed, else leave it as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Function = TypeVar("Function", bound=Callable)

#: Set by :func:`jit`; whether kernels are compiled never changes an answer, only its speed.
NOTE_WITHOUT_NUMBA = (
    "numba is not installed: Pareto fronts, alternatives and simulations run in plain Python, "
    "about fifty times slower; install numba to compile them"
)


def jit(function: Function) -> Function:
    """Return the function compiled on first use, kept in a cache on disk, without the GIL.

    Modules that decorate with this load numba; they are imported where they are used.
    """
    try:
        import numba
    except ImportError:
        return function
    return numba.njit(cache=True, nogil=True)(function)


def is_compiled() -> bool:
    """Say whether kernels are compiled here."""
    try:
        import numba
    except ImportError:
        return False
    return not numba.config.DISABLE_JIT
