"""Numbers and dates as a language writes them, from how English wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

#: A number as the source writes it: with commas for thousands, a point, a sign, a percent sign.
NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)? ?%?"
_RANGE = re.compile(rf"({NUMBER})-({NUMBER})")
#: A version of the data, which is no number.
_VINTAGE = re.compile(r"20\d\d\.\d\d")
DAY = r"\d{4}-\d\d-\d\d"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAY = f"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_CLOCK = r"(?:[ \u00a0](?P<clock>\d\d:\d\d(?: UTC)?))?"
#: A day as the source writes it: ``2026-11-30``, ``30 Nov 2026``, ``Mon 30 Nov``, ``Nov 2026``.
_ISO = re.compile(rf"(?:{_WEEKDAY} )?(?P<year>\d{{4}})-(?P<number>\d\d)-(?P<day>\d\d){_CLOCK}")
_WRITTEN = re.compile(
    rf"(?:{_WEEKDAY}[ \u00a0])?(?P<day>\d{{1,2}})[ \u00a0](?P<month>{'|'.join(_MONTHS)})"
    rf"(?:[ \u00a0](?P<year>\d{{4}}))?{_CLOCK}"
)
#: Days of one year, or of one month, of which the last alone has what they share.
_WINDOW = re.compile(
    rf"(?P<first>\d{{1,2}})(?:[ \u00a0](?P<begins>{'|'.join(_MONTHS)}))?[ \u00a0]?-[ \u00a0]"
    rf"(?P<day>\d{{1,2}})[ \u00a0](?P<month>{'|'.join(_MONTHS)})[ \u00a0](?P<year>\d{{4}})"
)
_OF_MONTH = re.compile(rf"(?P<month>{'|'.join(_MONTHS)})[ \u00a0](?P<year>\d{{4}})")

Forms = Mapping[str, "str | list[str]"]


def number_in(text: str, forms: Forms) -> str:
    """Return a number in the forms of a language.

    Parameters
    ----------
    text
        The number as English has it.
    forms
        Those of a catalogue.

    Examples
    --------
    >>> number_in("-1,234.5 %", {"decimal": ",", "group": ".", "percent": "%#"})
    '%-1.234,5'
    """
    told = text.rstrip(" %").translate({ord(","): "\0", ord("."): str(forms["decimal"])})
    told = told.replace("\0", str(forms["group"]))
    return str(forms["percent"]).replace("#", told) if text.endswith("%") else told


def figure_in(text: str, forms: Forms) -> str | None:
    """Return a number or a day in the forms of a language; ``None`` if it is neither.

    Parameters
    ----------
    text
        The number, or the day, as English has it.
    forms
        Those of a catalogue.
    """
    if _VINTAGE.fullmatch(text):
        return None
    if re.fullmatch(NUMBER, text):
        return number_in(text, forms)
    if ends := _RANGE.fullmatch(text):
        return "-".join(number_in(end, forms) for end in ends.groups())
    for pattern, write in _KINDS:
        found = pattern.fullmatch(text)
        if found:
            return write(found, forms)
    return None


def _written(found: re.Match[str], forms: Forms) -> str:
    """Return a day with or without its year, the day of the week and the hour."""
    parts = found.groupdict()
    number = int(parts["number"]) if "number" in parts else _MONTHS.index(parts["month"]) + 1
    day, year = int(parts["day"]), parts["year"]
    if year and not _is_day(int(year), number, day):
        return found[0]
    pattern = forms["day"] if year else forms["day_of_year"]
    told = _filled(str(pattern), day, number, year, forms)
    if parts["weekday"]:
        name = forms["weekdays"][_WEEKDAYS.index(parts["weekday"])]
        told = str(forms["weekday"]).format(weekday=name, day=told)
    return f"{told} {parts['clock']}" if parts["clock"] else told


def _window(found: re.Match[str], forms: Forms) -> str:
    """Return a window of days: the year first where a language has it first."""
    begins, month = (
        _MONTHS.index(name) + 1 if name else 0 for name in (found["begins"], found["month"])
    )
    pattern = str(forms["window_of_year" if begins else "window"])
    names = forms["months"]
    return pattern.format(
        first=found["first"], begins=begins, begins_name=names[begins - 1],
        d=found["day"], m=month, month=names[month - 1], year=found["year"],
    )  # fmt: skip


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _of_month(found: re.Match[str], forms: Forms) -> str:
    return _filled(str(forms["month"]), 1, _MONTHS.index(found["month"]) + 1, found["year"], forms)


def _filled(pattern: str, day: int, month: int, year: str | None, forms: Forms) -> str:
    names, alone = forms["months"], forms["months_alone"]
    return pattern.format(d=day, m=month, month=names[month - 1], alone=alone[month - 1], year=year)


_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Forms], str]], ...] = (
    (_ISO, _written),
    (_WRITTEN, _written),
    (_OF_MONTH, _of_month),
    (_WINDOW, _window),
)
