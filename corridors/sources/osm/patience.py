"""How long a server is waited for: an answer that drips for ever is given up, too."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Any

#: Between two looks at the clock.
_LOOK_EVERY_S = 0.1


class Patience:
    """Makes requests, each of which may take so many seconds in all.

    The limits of ``requests`` are for each piece of an answer: a server that sends one byte in
    time, again and again, is never given up by them.

    Parameters
    ----------
    seconds
        From the beginning of a request to the end of its answer.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: float | None = None
        self._worker: threading.Thread | None = None
        self._over = False

    def resolving(self, resolve: Callable[..., Any]) -> Callable[..., Any]:
        """Return a resolver of names that gives up in time, and with which a request begins."""
        in_time = resolved_in_time(resolve, self._seconds)

        def resolved(*args: Any, **kwargs: Any) -> Any:
            if threading.current_thread() is self._worker:
                self._since = time.monotonic()
            return in_time(*args, **kwargs)

        return resolved

    def answered(self) -> None:
        """Note that an answer is there whole; what is made of it may take its time.

        Raises
        ------
        ConnectionError
            If nobody waits for it any more: no further request is to follow.
        """
        if self._over:
            raise ConnectionError("given up already")
        self._since = None

    def call(self, work: Callable[[], Any]) -> Any:
        """Return what some work gives that makes requests.

        Raises
        ------
        ConnectionError
            If one of them takes too long. Its thread ends with its next answer, unheard.
        """
        found: queue.Queue[tuple[bool, Any]] = queue.Queue()
        self._since = None
        self._worker = threading.Thread(target=lambda: found.put(_outcome(work)), daemon=True)
        try:
            self._worker.start()
            while True:
                try:
                    good, answer = found.get(timeout=_LOOK_EVERY_S)
                    break
                except queue.Empty:
                    self._look_at_the_clock()
        except BaseException:
            self._over = True
            raise
        if good:
            return answer
        raise answer

    def _look_at_the_clock(self) -> None:
        since = self._since
        if since is not None and time.monotonic() - since > self._seconds:
            raise ConnectionError(
                f"no whole answer in timeout_s={self._seconds:g}: ask for smaller squares, or "
                "wait for longer"
            )


def _outcome(work: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return True, work()
    except BaseException as error:  # noqa: BLE001  raised again where it is waited for
        return False, error


def resolved_in_time(resolve: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    """Return a resolver of names that gives up: the system's may wait for long for a server.

    One that has given up ends in its own time, and nobody listens.
    """

    def resolved(*args: Any, **kwargs: Any) -> Any:
        found: queue.Queue[tuple[bool, Any]] = queue.Queue()
        look_up = threading.Thread(
            target=lambda: found.put(_outcome(lambda: resolve(*args, **kwargs))), daemon=True
        )
        look_up.start()
        try:
            good, answer = found.get(timeout=seconds)
        except queue.Empty:
            raise ConnectionError(f"no address of {args[0]} found in {seconds:g} s") from None
        if good:
            return answer
        raise answer

    return resolved
