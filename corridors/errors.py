"""The exceptions that this library raises on purpose.

::

    CorridorsError
    ├── DataError          (also ValueError)    faults in tables, every one listed
    ├── UnknownNameError   (also KeyError)      a place, corridor or id that does not exist
    ├── NoItineraryError   (also LookupError)   no way from origin to destination, and why
    └── ScenarioError      (also ValueError)    a scenario that cannot be applied

A bad argument of another kind is a plain ``ValueError`` or ``TypeError``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class CorridorsError(Exception):
    """Base of every error that the library raises on purpose."""


class DataError(CorridorsError, ValueError):
    """Tables with faults; ``faults`` lists every one as ``file:row: column: what``."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        head = f"{count} fault{'s' if count != 1 else ''} in the data:"
        super().__init__("\n  ".join([head, *self.faults]))


class UnknownNameError(CorridorsError, KeyError):
    """A name or id that is not in the network."""

    def __str__(self) -> str:
        """Return the message itself: ``KeyError`` would show its ``repr``."""
        return str(self.args[0])


class NoItineraryError(CorridorsError, LookupError):
    """No way from origin to destination under the given conditions."""


class ScenarioError(CorridorsError, ValueError):
    """A scenario with faults, or scenarios that contradict one another; ``faults`` lists them."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        if len(self.faults) == 1:
            super().__init__(self.faults[0])
        else:
            head = f"{len(self.faults)} faults in the scenarios:"
            super().__init__("\n  ".join([head, *self.faults]))

    def __reduce__(self) -> tuple:
        """Pickle by the faults, which are the argument."""
        return type(self), (self.faults,)


def did_you_mean(word: str, known: Iterable[str], count: int = 3) -> str:
    """Return `` Did you mean 'a' or 'b'?`` with the nearest known words, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=count, cutoff=0.6)
    if not near:
        return ""
    return f" Did you mean {' or '.join(repr(n) for n in near)}?"
