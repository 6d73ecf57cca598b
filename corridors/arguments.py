"""What functions ask for: objects of ours; others are refused in a sentence before any work.

The classes are known by their names, so that this floor knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

from corridors.errors import several, within_memory

F = TypeVar("F", bound=Callable[..., Any])

#: What the library hands out and takes again, and where it comes from.
_OURS = {
    "Network": "load, read_network or another maker of networks",
    "Itinerary": "route, compare or another verb that finds ways",
    "Flows": "flows",
    "Shares": "shares",
    "PipelineStudy": "pipeline",
    "Revenue": "revenue",
    "Choice": "calibrate_shares, or Choice(commodity, scale)",
    "Conditions": "Conditions(...)",
}


def asks(function: F) -> F:
    """Let a function refuse, before any work, what is not of a class of ours that it asks for.

    What it asks for is read off its annotations, by name: so the lowest floor knows no class.

    Examples
    --------
    >>> @asks
    ... def length_km(net: Network) -> float: ...
    >>> length_km("Karachi")
    Traceback (most recent call last):
    ...
    TypeError: length_km: net is a Network (of load, read_network ...), not 'Karachi'
    """
    words = {name: str(told).split(" | ") for name, told in function.__annotations__.items()}
    asked = [
        (place, name, frozenset(words[name]) - {"None"}, "None" in words[name])
        for place, name in enumerate(signature(function).parameters)
        if name in words and {"None"} < {*words[name], "None"} <= {*_OURS, "None"}
    ]

    @wraps(function)
    def checked(*args: Any, **named: Any) -> Any:
        for place, name, classes, optional in asked:
            if place < len(args):
                given = args[place]
            elif name in named:
                given = named[name]
            else:
                continue
            if not (is_of(given, classes) or (optional and given is None)):
                raise TypeError(f"{function.__name__}: {not_of(name, given, *sorted(classes))}")
        return bounded(*args, **named)

    bounded = within_memory(function)
    return checked  # type: ignore[return-value]


def of_ours(what: str, things: object, one_class: str) -> tuple[Any, ...]:
    """Return several things, each of a class of ours, as a tuple.

    Raises
    ------
    TypeError
        If they are no series, or one is of another class.
    """
    found = several(what, things)
    for thing in found:
        if not is_of(thing, {one_class}):
            raise TypeError(not_of(f"each of {what}", thing, one_class))
    return found


def is_of(thing: object, classes: Iterable[str]) -> bool:
    """Return whether a thing is of one of some classes, or of one made from it; by name."""
    return any(one.__name__ in classes for one in type(thing).__mro__)


def not_of(what: str, thing: object, *classes: str) -> str:
    """Return the message that a thing is of none of these classes of ours.

    Examples
    --------
    >>> not_of("trip", 7, "Itinerary")
    'trip is an Itinerary (of route, compare or another verb that finds ways), not 7'
    """
    told = " or ".join(
        f"{'an' if one[0] in 'AEIOU' else 'a'} {one} (of {_OURS[one]})" for one in classes
    )
    shown = " ".join(repr(thing).split())
    return f"{what} is {told}, not {shown[:100]}{'…' if len(shown) > 100 else ''}"
