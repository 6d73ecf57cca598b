"""What is made of a thing that does not change: made once, kept in bounds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

#: So many answers of one function are kept, and answers of so many functions.
MOST_ANSWERS, MOST_FUNCTIONS = 128, 64

_NOTHING: Any = object()


class Same:
    """A thing told by being itself, not by its value; an argument of what is made once."""

    __slots__ = ("thing",)

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


class Once:
    """Keeps what functions have made of one thing; what was asked for longest ago goes first.

    An answer is told by the function and its further arguments: give functions of a module, not
    such as are made on the way. It does not hold the thing, which holds it: so both go when the
    thing goes, not when Python next looks for circles. Two threads may make the same at once; one
    answer is kept.

    Examples
    --------
    >>> asked = []
    >>> def double(number):
    ...     asked.append(number)
    ...     return 2 * number
    >>> kept = Once()
    >>> kept.get(21, double), kept.get(21, double), asked
    (42, 42, [21])
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Callable[..., Any], dict[Hashable, Any]] = {}

    def get(
        self, thing: Any, make: Callable[..., T], *more: Hashable, most: int = MOST_ANSWERS
    ) -> T:
        """Return ``make(thing, *more)``; of one function, the last ``most`` answers are kept."""
        with self._lock:
            answers = self._kept.pop(make, None)
            self._kept[make] = answers = {} if answers is None else answers
            while len(self._kept) > MOST_FUNCTIONS:
                del self._kept[next(iter(self._kept))]
            found: T = answers.pop(more, _NOTHING) if more else answers.get((), _NOTHING)
            if found is not _NOTHING:
                answers[more] = found
                return found
        made = make(thing, *more)
        with self._lock:
            answers[more] = made
            while len(answers) > most:
                del answers[next(iter(answers))]
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle nothing of what was made."""
        return type(self), ()
