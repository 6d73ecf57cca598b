"""How others spell what is missing, a direction, and a unit of length, time or speed: told once."""

from __future__ import annotations

import math
import re

#: Words for a value that there is not, in small letters.
NOTHING = frozenset(
    ("", "-", "nan", "na", "n/a", "#n/a", "null", "none", "nat", "<na>", "nil", "\\n", "?")
)
#: Words for the direction of a link, in small letters: along it, against it, both ways. Of the
#: letters T and F it depends on who writes which they are.
ALONG = (
    "yes", "true", "1", "1.0", "y", "ft", "forward", "oneway", "one_way", "one-way", "one way",
)  # fmt: skip
AGAINST = ("-1", "-1.0", "tf", "reverse", "backward", "reversed")
BOTH = (
    "no", "false", "0", "0.0", "n", "2", "2.0", "b", "both", "twoway", "two_way", "two-way",
    "two way",
)  # fmt: skip
#: Kilometres of a unit of length.
LENGTH_KM = {
    "km": 1.0, "m": 0.001, "cm": 1e-5, "mile": 1.609344, "foot": 0.0003048, "yard": 0.0009144,
    "nautical mile": 1.852,
}  # fmt: skip
#: Hours of a unit of time.
TIME_H = {"h": 1.0, "min": 1 / 60, "s": 1 / 3600, "d": 24.0}
_SPELT = {
    "km": "km kms kilometer kilometre kilometers kilometres",
    "m": "m mtr mtrs meter metre meters metres",
    "cm": "cm centimetre centimeter centimetres centimeters",
    "mile": "mi mile miles",
    "foot": "ft foot feet ftus usft",
    "yard": "yd yds yard yards",
    "nautical mile": "nmi nauticalmile nauticalmiles",
    "h": "h hr hrs hour hours",
    "min": "min mins minute minutes",
    "s": "s sec secs second seconds",
    "d": "d day days",
}
_UNIT = {word: unit for unit, words in _SPELT.items() for word in words.split()}
#: Words that say of which country or kind a unit is: a survey foot is a foot to 2 parts in 10^6.
_SAYS_NOTHING = re.compile(r"\b(us|u\.s|international|intl|survey|statute|american)\b|[()_\s.]")
_SHORT = {
    "kph": "km/h", "kmh": "km/h", "kmph": "km/h", "kmhr": "km/h", "mph": "mi/h", "mih": "mi/h",
    "mps": "m/s", "ms": "m/s", "fps": "ft/s", "ftps": "ft/s", "knot": "nmi/h", "knots": "nmi/h",
    "kn": "nmi/h", "kt": "nmi/h", "kts": "nmi/h",
}  # fmt: skip


def length_unit(word: str) -> str | None:
    """Return the unit of length that a word means, ``None`` if it is no unit.

    Examples
    --------
    >>> length_unit("Miles"), length_unit("US survey feet"), length_unit("metres")
    ('mile', 'foot', 'm')
    """
    return _named(word, LENGTH_KM)


def time_unit(word: str) -> str | None:
    """Return the unit of time that a word means, ``None`` if it is no unit.

    Examples
    --------
    >>> time_unit("Hrs."), time_unit("minutes"), time_unit("week")
    ('h', 'min', None)
    """
    return _named(word, TIME_H)


def speed_kmh(word: str) -> float | None:
    """Return the km/h of a unit of speed, ``None`` if it is none.

    A unit of length alone means so many of it per hour, as GMNS has it.

    Examples
    --------
    >>> speed_kmh("MPH"), speed_kmh("kilometres per hour"), speed_kmh("m/s"), speed_kmh("furlongs")
    (1.609344, 1.0, 3.6, None)
    """
    plain = re.sub(r"\s*(/|\bper\b|\ban\b)\s*", "/", word.strip().lower())
    plain = _SHORT.get(re.sub(r"[\s.]", "", plain), plain)
    way, _, time = plain.partition("/")
    length, duration = length_unit(way), time_unit(time or "h")
    return None if length is None or duration is None else LENGTH_KM[length] / TIME_H[duration]


def read_speed(text: str) -> float:
    """Return a speed limit in km/h, of several the lowest; ``nan`` for words (``none``).

    Examples
    --------
    >>> read_speed("60"), read_speed("100;40"), read_speed("30 mph;50"), read_speed("20 kmph")
    (60.0, 40.0, 48.28032, 20.0)
    """
    speeds = [_limit(part) for part in text.split(";")]
    return min((speed for speed in speeds if 3 <= speed <= 400), default=math.nan)


def unread_speeds(text: str) -> list[str]:
    """Return the parts of a speed limit that have a number, but are no limit that is known.

    Examples
    --------
    >>> unread_speeds("60;RU:urban;none"), unread_speeds("60 furlongs; 40-60 ;0")
    ([], ['60 furlongs', '40-60', '0'])
    """
    parts = [part.strip() for part in text.split(";") if has_digit(part)]
    return [part for part in parts if not 3 <= _limit(part) <= 400]


def has_digit(text: str) -> bool:
    """Say whether a number may stand in a text."""
    return any(letter.isdigit() for letter in text)


def _limit(text: str) -> float:
    match = _SPEED.fullmatch(text.strip())
    if match is None:
        return math.nan
    unit = match[2].strip() or "km/h"
    times = None if length_unit(unit) else speed_kmh(unit)  # 60 m is no speed
    return math.nan if times is None else float(match[1].replace(",", ".")) * times


_SPEED = re.compile(r"(\d+(?:\.\d+|,\d{1,2})?)(\s*\D*)", re.ASCII)


def read_duration(text: str) -> float:
    """Return a duration in h from ``hh:mm``, ``hh:mm:ss``, minutes or ISO 8601; else ``nan``.

    Hours and minutes may be named (``2 h 30 min``). Of several the longest counts.

    Examples
    --------
    >>> read_duration("14:30"), read_duration("45"), read_duration("PT1H30M;00:20")
    (14.5, 0.75, 1.5)
    """
    hours = [_duration(part) for part in text.split(";")]
    return max((h for h in hours if not math.isnan(h)), default=math.nan)


def _duration(text: str) -> float:
    text = text.strip().upper()
    if match := re.fullmatch(r"(\d+):(\d{2})(?::(\d{2}))?", text, re.ASCII):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours + minutes / 60 + seconds / 3600
    if text.isdigit() and text.isascii():
        return int(text) / 60
    if match := _HOURS_MINUTES.fullmatch(text):
        hour, minute = match.groups()
        return float(hour or 0) + float(minute or 0) / 60 or math.nan
    if match := re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", text, re.ASCII):
        days, hours, minutes = (int(part or 0) for part in match.groups())
        return days * 24 + hours + minutes / 60 or math.nan
    return math.nan


_HOURS_MINUTES = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*H(?:RS?|OURS?)?\.?)?\s*(?:(\d+)\s*M(?:INS?|INUTES?)?\.?)?", re.ASCII
)


def unread_durations(text: str) -> list[str]:
    """Return the parts of a duration that have a number, but are none that is known.

    Examples
    --------
    >>> unread_durations("14:30;2h 30min;PT45M"), unread_durations("two days;2 days")
    ([], ['2 days'])
    """
    parts = [part.strip() for part in text.split(";") if has_digit(part)]
    return [part for part in parts if math.isnan(_duration(part))]


def _named(word: str, units: dict[str, float]) -> str | None:
    unit = _UNIT.get(_SAYS_NOTHING.sub("", word.strip().lower()))
    return unit if unit in units else None
