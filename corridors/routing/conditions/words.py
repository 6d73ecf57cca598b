"""Read what callers say: texts, weights, modes, moments and numbers, in any usual form."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from numbers import Integral, Real
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import CRITERIA
from corridors.errors import one_of, several
from corridors.network.changes.events import plain_time
from corridors.network.places import Place, as_places
from corridors.vocabulary import MODES

if TYPE_CHECKING:
    from corridors.routing.conditions import Shipment

Weight = str | Mapping[str, float]
Moment = datetime | date | str
#: Years in which timetables are asked about.
_YEARS = (1970, 2200)
#: What a time in the right form begins with.
_DAY = re.compile(r"\d{4}-\d\d-\d\d($|[T ]\d\d:\d\d)")
#: What people call modes, and what they are called here.
_CALLED = {
    "truck": "road", "trucks": "road", "lorry": "road", "car": "road", "highway": "road",
    "train": "rail", "railway": "rail", "railroad": "rail", "ship": "sea", "vessel": "sea",
    "ocean": "sea", "boat": "sea", "ro-ro": "ferry", "roro": "ferry", "barge": "inland_water",
    "river": "inland_water", "pipe": "pipeline", "plane": "air", "flight": "air",
}  # fmt: skip


def number(name: str, value: object) -> float:
    """Return a number as it is; anything else is no number, a text of one neither."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} is a number, not {value!r}")
    return value  # type: ignore[return-value]  # a number of any kind


def yes_or_no(name: str, value: object) -> bool:
    """Return a truth value as it is.

    Raises
    ------
    TypeError
        If it is anything else.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{name} is True or False, not {value!r}")
    return value


def weight_of(weight: Weight | Sequence[tuple[str, float]]) -> str | tuple[tuple[str, float], ...]:
    """Return a weight that nobody can change, checked.

    Raises
    ------
    ValueError
        If a criterion is unknown, a coefficient is negative or not finite, or all are 0.
    TypeError
        If it is neither a word nor a mapping.
    """
    if isinstance(weight, str):
        _check_criterion(weight, (*CRITERIA, "generalised"))
        return weight
    pairs = weight if isinstance(weight, tuple) else ()
    if pairs and all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
        weight = dict(pairs)
    if not isinstance(weight, Mapping):
        raise TypeError(f"weight is a criterion or a mapping of criteria, not {weight!r}")
    for name, value in weight.items():
        _check_criterion(name, CRITERIA)
        within(f"the coefficient of {name!r}", number(f"the coefficient of {name!r}", value), 0)
    if not any(weight.values()):
        raise ValueError("at least one coefficient of weight must be above 0")
    return tuple((name, float(value)) for name, value in weight.items())


def _check_criterion(name: object, known: Iterable[str]) -> None:
    one_of("weight", name, known)


def coefficients(weight: str | tuple[tuple[str, float], ...], shipment: Shipment) -> np.ndarray:
    """Return the weight of each criterion, in the order of ``CRITERIA``."""
    if weight == "generalised":
        pairs: Mapping[str, float] = {"cost": 1.0, "time": shipment.usd_per_h}
    else:
        pairs = {weight: 1.0} if isinstance(weight, str) else dict(weight)
    return np.array([pairs.get(name, 0.0) for name in CRITERIA])


def texts(words: str | Iterable[str], what: str) -> tuple[str, ...]:
    """Return one text or several as a tuple.

    Raises
    ------
    TypeError
        If one of them is no text.
    """
    if not isinstance(words, Iterable):
        raise TypeError(f"{what} is a text or several, not {words!r}")
    found = (words,) if isinstance(words, str) else tuple(words)
    for word in found:
        if not isinstance(word, str):
            raise TypeError(f"{what} is a text or several, not {word!r}")
    return found


def corridors_of(corridors: str | Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the ids of corridors that are compared; ``None`` for all."""
    if corridors is None:
        return None
    ids = texts(corridors, "corridors")
    if not ids:
        raise ValueError("corridors is empty: nothing to compare")
    return ids


def moment_of(departure: Moment) -> datetime:
    """Return a departure as a datetime; a day begins at 00:00.

    Raises
    ------
    ValueError
        If a text is no date of ISO 8601, or the year lies outside 1970-2200.
    TypeError
        If it is no date at all.
    """
    found: object = plain_time("departure", departure)
    if isinstance(found, str):
        try:
            found = datetime.fromisoformat(found.strip())
        except ValueError as error:
            if _DAY.match(str(found).strip()):  # the form is right: 2026-02-30
                raise ValueError(f"departure {departure!r} is no time there is: {error}") from None
            raise ValueError(
                f"departure {departure!r} is not of the form 2026-01-16, 2026-01-16T08:00 or "
                "2026-01-16T08:00+05:00"
            ) from None
    elif isinstance(found, date) and not isinstance(found, datetime):
        found = datetime.combine(found, time())
    if not isinstance(found, datetime):
        raise TypeError(f"departure must be a datetime, a date or ISO text, not {departure!r}")
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise ValueError(f"departure {departure} lies outside the years {_YEARS[0]}-{_YEARS[1]}")
    return found


def modes_of(modes: str | Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the modes allowed, each once; ``None`` for all."""
    if modes is None:
        return None
    wanted = tuple(dict.fromkeys(texts(modes, "modes")))
    if not wanted:
        raise ValueError("modes is empty: nothing can move")
    return tuple(one_of("mode", mode, MODES, _CALLED) for mode in wanted)


def typed_weight(text: str) -> str | dict[str, float]:
    """Read a criterion, or ``cost=1,time=30``.

    Parameters
    ----------
    text
        As people type it.

    Raises
    ------
    ValueError
        If it is of neither form.

    Examples
    --------
    >>> typed_weight("cost=1,time=30")
    {'cost': 1.0, 'time': 30.0}
    """
    if "=" not in text:
        return text
    pairs = [part.partition("=") for part in text.split(",")]
    try:
        return {name.strip(): float(value) for name, _, value in pairs}
    except ValueError:
        raise ValueError(f"weight {text!r} is not of the form cost=1,time=30") from None


def weight_text(weight: object) -> str:
    """Return a weight as people type it.

    Examples
    --------
    >>> weight_text("time"), weight_text({"cost": 1, "time": 30})
    ('time', 'cost=1,time=30')
    """
    if not isinstance(weight, Mapping):
        return str(weight)
    return ",".join(f"{name}={value:g}" for name, value in weight.items())


def via_of(places: Place | Iterable[Place]) -> tuple[Place, ...]:
    """Return one place or several as a tuple."""
    return tuple(as_places(places if isinstance(places, str) else several("via", places)))


def one_corridor(corridor: str | None) -> str | None:
    """Return the id of a corridor, or ``None``, checked to be one text."""
    if corridor is not None and not isinstance(corridor, str):
        raise TypeError(f"corridor is the id of one corridor, not {corridor!r}")
    return corridor


def whole(name: str, value: object, least: int) -> int:
    """Return a number that must be whole and not too small."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} must be {least} or more, a whole number, not {value!r}")
    return int(value)


def within(name: str, value: object, least: float, most: float = math.inf) -> float:
    """Return a number that must lie between two others; ``inf`` is none."""
    try:
        found = float(value) if isinstance(value, Real) else math.nan
    except OverflowError:
        found = math.inf
    if not (least <= found <= most and math.isfinite(found)):
        limits = f"{least:g} or more" if most == math.inf else f"from {least:g} to {most:g}"
        raise ValueError(f"{name} must be {limits}, not {value!r}")
    return found
