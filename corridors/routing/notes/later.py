"""Notes that are made when somebody reads them: most itineraries are asked for their totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any


class Later(Sequence[str]):
    """A tuple of notes that is made at the first look at it, and then is that tuple.

    Examples
    --------
    >>> notes = Later(lambda: ("On the way: nothing.",))
    >>> notes[0], len(notes), notes == ("On the way: nothing.",)
    ('On the way: nothing.', 1, True)
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[str, ...]]) -> None:
        self._make: Callable[[], tuple[str, ...]] | None = make
        self._made: tuple[str, ...] = ()

    def _read(self) -> tuple[str, ...]:
        make = self._make
        if make is not None:
            self._made, self._make = make(), None
        return self._made

    def __getitem__(self, number: Any) -> Any:
        return self._read()[number]

    def __len__(self) -> int:
        return len(self._read())

    def __eq__(self, other: object) -> bool:
        return self._read() == (other._read() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self._read())

    def __repr__(self) -> str:
        return repr(self._read())

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the notes, not how they are made."""
        return tuple, (self._read(),)
