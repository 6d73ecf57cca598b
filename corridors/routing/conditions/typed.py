"""Words as people type them, on a command line or in an address, as the conditions take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corridors.errors import UnknownNameError

if TYPE_CHECKING:
    from corridors.network.network import Network


def joined(words: Iterable[str] | None) -> tuple[str, ...]:
    """Return the words of what is given several times, or once with commas.

    Raises
    ------
    ValueError
        If one is given that says nothing.

    Examples
    --------
    >>> joined(["rail,ferry", "sea"])
    ('rail', 'ferry', 'sea')
    """
    words = tuple(words or ())
    if any(not word.strip(" ,") for word in words):
        raise ValueError("a value is empty: give one, or leave the word out")
    parts = (part.strip() for word in words for part in word.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def avoided(net: Network, words: Sequence[str]) -> tuple[str, ...]:
    """Return what is avoided: words that may be joined by commas, but for names that have one."""
    found: list[str] = []
    for word in words:
        try:
            net.gazetteer.node_id(word)
        except UnknownNameError:
            found += joined([word])
        else:
            found.append(word)
    return tuple(found)
