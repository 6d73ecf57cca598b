"""Compile array code with numba where it is installed, else leave it as it is."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

NOTE_WITHOUT_NUMBA = (
    "numba is not installed: searches, fronts, alternatives and draws run in plain Python, "
    "thirty to fifty times slower, with the same answers; install numba to compile them"
)
#: So many seconds of the processor a process works interpreted before it compiles: about what
#: loading numba and its compiled code from the cache takes, so that waiting for it is never much
#: more than twice the better choice.
PLAIN_S = 1.0
#: The same where nothing is compiled yet on this machine.
PLAIN_COLD_S = 6.0
NOTE_COMPILING = "corridors compiles its kernels, once on this machine: some seconds"
#: Arrays of more rows are never worked on interpreted where numba is installed.
PLAIN_ROWS = 50_000
#: A kernel's first arguments are its graph; labels come after it.
_LOOKED_AT = 6
#: More interpreted work than this never is to come.
_LONG_S = 1e6
#: Between two looks for Ctrl-C where a system does not wake who waits for a thread.
_HEAR_EVERY_S = 0.2
_log = logging.getLogger(__name__)
_lock = threading.RLock()
_plain = False
#: The thread that compiles beside those that answer; the others do not wait for it.
_beside: int | None = None
#: Functions of interpreted modules that are compiled elsewhere.
_marked: set[Callable] = set()
_spent_s = 0.0


def jit(function: Callable) -> Any:
    """Return the function compiled on first use, kept in a cache on disk, without the GIL.

    Modules that decorate with this load numba; they are imported where they are used.
    """
    if _plain:
        _marked.add(function)
        return function
    try:
        import numba
    except ImportError:
        _note()
        return function
    if not _is_kept_safely(numba.config):
        return numba.njit(nogil=True)(function)
    try:
        compiled = numba.njit(cache=True, nogil=True)(function)
    except (RuntimeError, OSError):  # no folder to keep it in: compile in each process
        return numba.njit(nogil=True)(function)
    if hasattr(compiled, "_cache"):
        compiled._cache = Kept(compiled._cache)  # noqa: SLF001  numba has no public name
    return compiled


def _is_kept_safely(config: Any) -> bool:
    """Say whether where compiled code is kept was chosen by the environment, or is numba's own.

    Kept code is pickles. A file of the working folder, ``.numba_config.yaml``, may name a place
    that others have filled: what is there is not run.
    """
    said = ((name, getattr(config, name, "")) for name in ("CACHE_DIR", "CACHE_LOCATOR_CLASSES"))
    return all(not value or value == os.environ.get(f"NUMBA_{name}") for name, value in said)


class Kept:
    """Numba's cache of a function on disk, of which nothing is a fault: it only saves time.

    What is torn, cannot be read or was overwritten by another process is compiled again; what
    cannot be written, as on a full disk, is not kept.

    Parameters
    ----------
    cache
        What numba keeps the function's compiled code by.
    """

    def __init__(self, cache: Any) -> None:
        self._cache = cache

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cache, name)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the code that is kept for a signature, ``None`` if there is none to be used."""
        try:
            found = self._cache.load_overload(sig, target_context)
        except Exception as error:  # noqa: BLE001  a pickle that is torn raises anything
            _log.debug("compiled code that is kept cannot be read: %r", error)
            found = None
            with contextlib.suppress(Exception):
                self._cache.flush()
        # Two processes may have written, at the same time, two signatures to one file.
        return found if found is None or _is_of(found, sig) else None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the code of a signature, where that can be done."""
        try:
            self._cache.save_overload(sig, data)
        except Exception as error:  # noqa: BLE001  whatever it is, the code is compiled
            _log.debug("compiled code is not kept: %r", error)


def _is_of(code: Any, sig: Any) -> bool:
    """Say whether compiled code is that of a signature, or of the types of some arguments."""
    from numba.core.sigutils import normalize_signature

    return tuple(code.signature.args) == tuple(normalize_signature(sig)[0])


def compiled_now(function: Callable) -> Any:
    """Return a function compiled, for use at once: if that is a wait, it is said."""
    say_compiling(function.__module__)
    return jit(function)


@cache
def _note() -> None:
    """Say once that kernels are not compiled."""
    _log.warning(NOTE_WITHOUT_NUMBA)


def say_compiling(module: str) -> None:
    """Say, once, that a wait is for the compiler, if nothing of a module is kept compiled."""
    if _beside is None and not is_cached(module):
        _say_once()


@cache
def _say_once() -> None:
    _log.warning(NOTE_COMPILING)


@cache
def is_cached(module: str) -> bool:
    """Say whether numba has kept compiled kernels of a module, without loading numba."""
    name = module.rpartition(".")[2]
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    beside = Path(__file__).parent / "__pycache__"
    try:
        folders = [Path(chosen)] if chosen else [beside, Path.home() / ".cache" / "numba"]
        return any(True for folder in folders for _ in folder.rglob(f"{name}.*.nbi"))
    except (OSError, RuntimeError):  # there may be no home
        return False


def is_compiled() -> bool:
    """Say whether kernels are compiled here."""
    try:
        import numba
    except ImportError:
        return False
    return not numba.config.DISABLE_JIT


def pays(module: str, rows: int = 0) -> bool:
    """Say whether compiled code pays: for large arrays, or once a process has worked for long."""
    if _beside is not None:
        return rows > PLAIN_ROWS or threading.get_ident() == _beside
    if _spent_s <= PLAIN_S:
        return rows > PLAIN_ROWS
    return _spent_s > PLAIN_COLD_S or rows > PLAIN_ROWS or is_cached(module)


def compiles(module: str, rows: int = 0) -> bool:
    """Say whether work is to be compiled: it pays, and numba is there."""
    return pays(module, rows) and is_compiled()


def spend(begin: float) -> None:
    """Note that interpreted work has been done since a reading of ``time.thread_time``.

    It is the processor's time: that others keep a machine busy is no reason to compile.
    """
    global _spent_s  # noqa: PLW0603  which engine runs never changes an answer
    _spent_s += time.thread_time() - begin


def foresee(seconds: float) -> None:
    """Note that so much interpreted work is to come, as if it had been done already."""
    global _spent_s  # noqa: PLW0603  which engine runs never changes an answer
    _spent_s = max(_spent_s, seconds)


@contextlib.contextmanager
def beside() -> Iterator[None]:
    """Compile whatever this thread calls, while other threads go on interpreted; then all do."""
    global _beside  # noqa: PLW0603  which engine runs never changes an answer
    _beside = threading.get_ident()
    try:
        yield
    finally:
        _beside = None
        foresee(_LONG_S)


def interruptible(call: Callable[[], Any], stop: Callable[[], None]) -> Any:
    """Return what a long kernel gives, and hear Ctrl-C while it runs.

    Compiled code hears nothing until it returns; so the main thread waits beside it.

    Parameters
    ----------
    call
        Runs the kernel.
    stop
        Makes it end early: it is called when Ctrl-C was heard.
    """
    if threading.current_thread() is not threading.main_thread():
        return call()
    found: list[Any] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(call())
        except BaseException as error:  # noqa: BLE001  raised again where it is waited for
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    try:
        thread.start()
        while thread.is_alive():
            thread.join(_HEAR_EVERY_S)
    except BaseException:
        stop()
        raise
    if failed:
        raise failed[0]
    return found[0]


class Kernels:
    """A module of kernels, each of which is interpreted until compiling pays.

    Parameters
    ----------
    name
        The module, whose kernels are marked by :func:`jit`. It is imported where it is first
        called compiled, and a second, uncompiled copy of it where it is first called plain.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _interpreted(self) -> ModuleType:
        global _plain  # noqa: PLW0603  kernels marked while it is set stay as they are
        spec = importlib.util.find_spec(self._name)
        if spec is None or spec.loader is None:
            raise ImportError(self._name)
        module = importlib.util.module_from_spec(spec)
        with _lock:
            _plain = True
            try:
                spec.loader.exec_module(module)
            finally:
                _plain = False
        return module

    def compiles(self, rows: int = 0) -> bool:
        """Say whether a call with arrays of so many rows is compiled."""
        if not pays(self._name, rows):
            return False
        found = is_compiled()
        if not found:
            _note()
        return found

    @cached_property
    def _compiled(self) -> ModuleType:
        with _lock:
            return importlib.import_module(self._name)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._interpreted, name)
        if not (callable(value) and value in _marked):
            setattr(self, name, value)
            return value

        def kernel(*args: Any) -> Any:
            rows = max((len(a) for a in args[:_LOOKED_AT] if hasattr(a, "__len__")), default=0)
            if self.compiles(rows):
                say_compiling(self._name)
                compiled = getattr(self._compiled, name)
                found = compiled(*args)
                setattr(self, name, compiled)  # it stays the better choice
                return found
            begin = time.thread_time()
            try:
                return value(*args)
            finally:
                spend(begin)

        setattr(self, name, kernel)
        return kernel
