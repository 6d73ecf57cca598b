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

import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


class CorridorsError(Exception):
    """Base of every error that the library raises on purpose.

    Examples
    --------
    >>> import corridors as co
    >>> try:
    ...     co.route(co.load(), "Karachi", "Atlantis")
    ... except co.CorridorsError as error:
    ...     print(type(error).__name__)
    UnknownNameError
    """


class _FaultsError(CorridorsError, ValueError):
    """Faults that were gathered and are told at once."""

    _where = ""

    def __init__(
        self, faults: Sequence[str], *, hints: Sequence[str] = (), most: int | None = None
    ) -> None:
        listed = (faults,) if isinstance(faults, str) else tuple(map(str, faults))
        self.faults = listed[:most]
        self.hints = tuple(hints)
        self.more = len(listed) - len(self.faults)
        super().__init__(self._message())

    def __str__(self) -> str:
        """Return all that is known: a copy has its hints only after it was made."""
        return self._message()

    def _message(self) -> str:
        count = len(self.faults) + self.more
        head = f"{count:,} fault{'s' if count != 1 else ''} in the {self._where}:"
        more = (f"and {self.more:,} more",) if self.more else ()
        return "\n  ".join([head, *self.faults, *more, *self.hints])

    def __reduce__(self) -> tuple:
        """Pickle and copy by the faults, which are the argument, and by what was noted since."""
        return type(self), (self.faults,), self.__dict__


class DataError(_FaultsError):
    """Tables with faults; ``faults`` lists every one as ``file:row: column: what``.

    Parameters
    ----------
    faults
        One text or several.
    hints
        What to do about them: told behind them, and not counted.
    most
        So many are kept and listed, and ``more`` counts the others; all if left out.

    Examples
    --------
    >>> import corridors as co
    >>> co.DataError(["links.csv:41: to_node is empty"]).faults
    ('links.csv:41: to_node is empty',)
    """

    _where = "data"


class UnknownNameError(CorridorsError, KeyError):
    """A name or id that is not in the network.

    Parameters
    ----------
    message
        What is wrong.
    place
        The name of a place that is none, or may be several, as it was given.

    Examples
    --------
    >>> import corridors as co
    >>> co.load().link_row("no-such-link")
    Traceback (most recent call last):
    ...
    corridors.errors.UnknownNameError: there is no link 'no-such-link'...
    """

    def __init__(self, message: str = "", *, place: str = "") -> None:
        super().__init__(message)
        self.place = place

    def __str__(self) -> str:
        """Return the message itself: ``KeyError`` would show its ``repr``."""
        return str(self.args[0]) if self.args else ""


class NoItineraryError(CorridorsError, LookupError):
    """No way from origin to destination under the given conditions.

    Examples
    --------
    >>> import corridors as co
    >>> co.route(co.load(), "Karachi", "Istanbul", modes="pipeline")
    Traceback (most recent call last):
    ...
    corridors.errors.NoItineraryError: ...
    """


class ScenarioError(_FaultsError):
    """A scenario with faults, or scenarios that contradict one another; ``faults`` lists them.

    Parameters
    ----------
    faults
        One text or several.
    hints
        What to do about them: told behind them, and not counted.
    most
        So many are kept and listed, and ``more`` counts the others; all if left out.

    Examples
    --------
    >>> import corridors as co
    >>> co.Scenario("nothing", "It changes nothing", ())
    Traceback (most recent call last):
    ...
    corridors.errors.ScenarioError: nothing: it has no override
    """

    _where = "scenarios"

    def _message(self) -> str:
        return self.faults[0] if len(self.faults) == 1 else super()._message()


#: So many words are listed; of more, the first so many and how many are left out.
_MOST_LISTED = 40
#: Among more words than these, only those that begin or end alike are compared: quick enough
#: for each of a thousand faults in a network of a million nodes.
_MOST_COMPARED = 2_000
#: Of these, so many that have most pairs of letters in common are compared letter by letter.
_MOST_CLOSELY = 20
#: A longer word is no misspelling: nothing is suggested.
_LONGEST_WORD = 100
#: So many faults of a kind have a suggestion; who reads further finds the others alike.
MOST_SUGGESTED = 50


def one_of(
    what: str, word: object, known: Iterable[str], meant: Mapping[str, str] | None = None
) -> str:
    """Return a word that is one of those known; ``meant`` tells what others are called here.

    Raises
    ------
    ValueError
        If it is not, or is no text.

    Examples
    --------
    >>> one_of("box", "40ft", ("20ft", "40ft"))
    '40ft'
    >>> one_of("box", "40fd", ("20ft", "40ft"))
    Traceback (most recent call last):
    ...
    ValueError: box '40fd' is not one of 20ft, 40ft. Did you mean '40ft'?
    """
    words = tuple(known)
    if isinstance(word, str) and word in words:
        return word
    said = not_one_of(what, word, words)
    same = (meant or {}).get(str(word).strip().casefold(), "")
    if same in words:
        said = f"{said.partition('. Did you mean')[0]}. Did you mean {same!r}?"
    raise ValueError(said)


def several(what: str, things: object) -> tuple[Any, ...]:
    """Return several things as a tuple.

    Raises
    ------
    TypeError
        If they are no series of things: a single one, or a text.

    Examples
    --------
    >>> several("pairs", [("Karachi", "Istanbul")])
    (('Karachi', 'Istanbul'),)
    """
    if isinstance(things, str | bytes) or not isinstance(things, Iterable):
        raise TypeError(f"{what} is a list, not {things!r}")
    return tuple(things)


def deprecated(old: str, new: str, goes: str, *, stacklevel: int = 3) -> None:
    """Warn of an old word: what it is called now, and in which version it goes.

    Examples
    --------
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     deprecated("hours()", "days()", "0.3")
    >>> str(told[0].message)
    'hours() goes in 0.3: use days()'
    """
    warnings.warn(f"{old} goes in {goes}: use {new}", DeprecationWarning, stacklevel=stacklevel)


#: What is said where memory ends in the midst of work.
NO_MEMORY = (
    "the memory that this process may take is used up. Take a part of the network "
    "(Network.subset, a smaller area, fewer classes of roads), ask for less at once, or give the "
    "process more memory"
)


def within_memory(function: F) -> F:
    """Let a function say in a sentence that memory is used up, or a whole number beyond all use.

    Examples
    --------
    >>> @within_memory
    ... def large() -> bytes:
    ...     raise MemoryError
    >>> large()
    Traceback (most recent call last):
    ...
    corridors.errors.CorridorsError: the memory that this process may take is used up...
    """

    @wraps(function)
    def bounded(*args: Any, **named: Any) -> Any:
        try:
            return function(*args, **named)
        except MemoryError:
            pass  # not raised from it: what it was at work on is let go first
        except OverflowError as error:  # of a whole number of more than 308 digits
            raise ValueError(f"a number that is given is too large: {error}") from error
        raise CorridorsError(NO_MEMORY)

    return bounded  # type: ignore[return-value]


def not_one_of(what: str, word: object, known: Iterable[str]) -> str:
    """Return the message that a word is none of those known, which are listed.

    Examples
    --------
    >>> not_one_of("op", "double", ("set", "multiply", "add"))
    "op 'double' is not one of set, multiply, add"
    """
    words = [str(other) for other in known]
    named = f"{what} {word!r}".lstrip()
    if not words:
        return f"{named} cannot be: there is none to choose from"
    more = len(words) - _MOST_LISTED
    listed = ", ".join(words[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
    return suggesting(f"{named} is not one of {listed}", word, words)


def there_is_no(what: str, word: object, known: Iterable[str], *hints: str) -> str:
    """Return the message that something of that name does not exist; hints say where to look.

    Examples
    --------
    >>> there_is_no("link", "rail-xx", ["rail-ab", "rail-bc"], "'corridors data links' lists them")
    "there is no link 'rail-xx'. Did you mean 'rail-bc' or 'rail-ab'? 'corridors data links' ..."
    """
    sentence = suggesting(f"there is no {what} {word!r}", word, known, end="." if hints else "")
    return " ".join([sentence, *hints])


def suggesting(sentence: str, word: object, known: Iterable[str], *, end: str = "") -> str:
    """Return a sentence on an unknown word with the nearest known ones; ``end`` if none is near."""
    near = did_you_mean(word, known)
    return f"{sentence}.{near}" if near else f"{sentence}{end}"


def no_number(text: object, what: str = "number") -> str:
    """Say that a text is no number, and how it is written, if a comma is all that is wrong.

    Examples
    --------
    >>> no_number("48,000")
    "'48,000' is no number: write it without a comma, 48000"
    >>> no_number("0,2"), no_number("many")
    ("'0,2' is no number: write it with a point, 0.2", "'many' is no number")
    """
    return f"{text!r} is no {what}{number_hint(text)}"


def number_hint(text: object) -> str:
    """Return how a number is written, behind what is wrong, if a comma is all that is."""
    plain = str(text).strip()[:40]
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", plain):
        return f": write it without a comma, {plain.replace(',', '')}"
    if re.fullmatch(r"\d+,\d+", plain):
        return f": write it with a point, {plain.replace(',', '.')}"
    return ""


def did_you_mean(word: object, known: Iterable[str], count: int = 3) -> str:
    """Return `` Did you mean 'a' or 'b'?`` with the nearest known words, or nothing."""
    near = nearest_words(word, known, count)
    return f" Did you mean {' or '.join(map(repr, near))}?" if near else ""


def nearest_words(word: object, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known words that are spelt nearly as a word, the nearest first."""
    import difflib

    text = str(word).casefold()
    if len(text) > _LONGEST_WORD:
        return []
    spelt: dict[str, str] = {}
    for other in map(str, known):
        spelt.setdefault(other.casefold(), other)
    words = list(spelt)
    if len(words) > _MOST_COMPARED:
        ends = (text[:3], text[-3:])
        words = [w for w in words if w.startswith(ends[0]) or w.endswith(ends[1])]
        words = sorted(words)[:_MOST_COMPARED]
    if len(words) > _MOST_CLOSELY:
        pairs = {text[n : n + 2] for n in range(len(text) - 1)} or {text}
        alike = {w: sum(pair in w for pair in pairs) / (len(text) + len(w)) for w in words}
        words = sorted(words, key=lambda w: (-alike[w], w))[:_MOST_CLOSELY]
    near = difflib.get_close_matches(text, words, n=count, cutoff=0.6)
    return [spelt[n] for n in near]
