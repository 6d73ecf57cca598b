"""A sign of life: who waits at a terminal is told that the command is at work, and for how long."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

#: So many seconds without any output before something is said, and between two times of saying it.
SILENT_S, EVERY_S = 2.0, 0.5
#: All of a work, in hundredths, and the signs of its bar.
_ALL, _BAR = 100, 12
_progress = logging.getLogger("corridors.progress")
_ERASED = "\r\x1b[2K"


class Waiting:
    """Shows a line on standard error while nothing else has been written for a while.

    It is there only where standard error is a terminal, and is erased before anything is written.

    Parameters
    ----------
    what
        What is at work, as the line says it.
    silent_s
        After so many seconds without output.
    """

    def __init__(self, what: str, *, silent_s: float = SILENT_S) -> None:
        self.what, self.silent_s = what, silent_s
        self.lock = threading.RLock()
        self._done = threading.Event()
        self._shown = False
        self._far = _Far()
        self._begin = self._heard = time.monotonic()

    def __enter__(self) -> Waiting:
        self._streams = (sys.stdout, sys.stderr)
        self._terminal: TextIO = sys.stderr
        if self._terminal.isatty() and os.environ.get("TERM") != "dumb":
            out, err = (_Heard(stream, self) for stream in self._streams)
            sys.stdout, sys.stderr = out, err
            self._far.listen()
            threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._far.leave()
        self.hear()
        sys.stdout, sys.stderr = self._streams

    def hear(self) -> None:
        """Note that something is written now, and make room for it."""
        with self.lock:
            self._heard = time.monotonic()
            if self._shown:
                self._shown = False
                self._terminal.write(_ERASED)
                self._terminal.flush()

    def rest(self) -> None:
        """Say no more: what comes is no work that ends."""
        self._done.set()
        self.hear()

    def _watch(self) -> None:
        while not self._done.wait(min(EVERY_S, self.silent_s)):
            with self.lock:
                now = time.monotonic()
                if now - self._heard >= self.silent_s and not self._done.is_set():
                    self._shown = True
                    taken = f"{now - self._begin:.0f} s"
                    self._terminal.write(f"{_ERASED}{self.what}: at work, {taken}{self._far}")
                    self._terminal.flush()


class _Far(logging.Handler):
    """Draws a bar of how far long work is, as the logger ``corridors.progress`` tells it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._told: tuple[str, int] | None = None
        self._level = logging.NOTSET

    def listen(self) -> None:
        """Begin to hear."""
        self._level = _progress.level
        _progress.setLevel(logging.INFO)
        _progress.addHandler(self)

    def leave(self) -> None:
        """Hear no more."""
        if self in _progress.handlers:
            _progress.removeHandler(self)
            _progress.setLevel(self._level)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what was told last; work that is done is forgotten."""
        if isinstance(record.args, tuple) and len(record.args) == 2:
            what, percent = str(record.args[0]), int(str(record.args[1]))
            self._told = (what, percent) if percent < _ALL else None

    def __str__(self) -> str:
        if self._told is None:
            return ""
        what, percent = self._told
        full = percent * _BAR // _ALL
        return f" [{'#' * full}{'.' * (_BAR - full)}] {what}"


class _Heard:
    """A stream of which each writing is noted first."""

    def __init__(self, stream: TextIO, waiting: Waiting) -> None:
        self._stream, self._waiting, self._process = stream, waiting, os.getpid()

    def write(self, text: str) -> int:
        """Write a text, where no line stands in its way."""
        if os.getpid() != self._process:  # a worker of this one: the line is not its own
            return self._stream.write(text)
        with self._waiting.lock:
            self._waiting.hear()
            return self._stream.write(text)

    def rest(self) -> None:
        """Let nothing more be said while nothing is written."""
        self._waiting.rest()

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts one after another."""
        for text in lines:
            self.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def rest() -> None:
    """Say no more that a command is at work: a server waits by its nature."""
    if isinstance(sys.stdout, _Heard):
        sys.stdout.rest()
