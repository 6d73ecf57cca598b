"""Opening hours and seasons of crossings and links: what the words of the tables mean.

Hours are counted from :data:`START`, Monday 5 January 1970, 00:00 UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

#: The moment that is hour 0, a Monday.
START = datetime(1970, 1, 5, tzinfo=UTC)
_DAY_H = 24.0
_DAY_MINUTES, _LEAP_DAY = 1440, (2, 29)
#: The columns that say when something is open.
TEXT_COLUMNS = ("opening_hours", "season")
#: The words for open at all hours.
ALWAYS = ("", "00:00-24:00")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = "|".join(_DAYS)
_CLOCK = re.compile(rf"(?:({_DAY})-({_DAY}) )?([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_SEASON = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)")


def hour_of(departure: datetime) -> float:
    """Return a moment in hours; one without a zone is taken as UTC."""
    if not isinstance(departure, datetime):
        raise TypeError(f"departure must be a datetime, not {departure!r}")
    aware = departure if departure.tzinfo else departure.replace(tzinfo=UTC)
    return (aware - START) / timedelta(hours=1)


@dataclass(frozen=True)
class Opening:
    """When a crossing or link takes goods: hours of the day, days of the week and of the year.

    All in local time; ``weekdays`` are the first and the last, Monday is 0; ``closed`` are days on
    which it is shut besides, the first and the last of each time, inclusive. Hours over midnight
    belong to the day on which they begin: open on weekdays from 22:00 to 06:00 is open on Saturday
    at 02:00 and shut on Monday at 02:00.
    """

    from_h: float = 0.0
    to_h: float = _DAY_H
    season: tuple[tuple[int, int], tuple[int, int]] | None = None
    utc_offset_h: float = 0.0
    weekdays: tuple[int, int] = (0, 6)
    closed: tuple[tuple[date, date], ...] = ()

    def next(self, hour: float) -> float:
        """Return the first hour, from this one on, at which it is open."""
        local = hour + self.utc_offset_h
        over_midnight = _DAY_H if self.from_h > self.to_h else 0.0
        number = local // _DAY_H - 1  # the hours of the day before may last until now
        while True:
            day = (START + timedelta(days=number)).date()
            opens, shuts = (number * _DAY_H + h for h in (self.from_h, self.to_h + over_midnight))
            in_season = self._in_season(day)
            if in_season and self._takes(day) and (local <= opens or local < shuts):
                return max(hour, max(local, opens) - self.utc_offset_h)
            number += 1 if in_season else self._days_to_season(day)

    def next_of(self, hours: np.ndarray) -> np.ndarray:
        """Return for each hour the first, from it on, at which it is open."""
        local = hours + self.utc_offset_h
        over_midnight = _DAY_H if self.from_h > self.to_h else 0.0
        first, last = (int(hour // _DAY_H) for hour in (local.min() - _DAY_H, local.max()))
        # The last to come may find it shut for long: the day on which it opens again is one more.
        last = max(last, int((self.next(float(hours.max())) + self.utc_offset_h) // _DAY_H))
        dates = {n: (START + timedelta(days=n)).date() for n in range(first, last + 1)}
        days = [n for n, day in dates.items() if self._in_season(day) and self._takes(day)]
        opens = np.array(days) * _DAY_H + self.from_h
        shuts = np.array(days) * _DAY_H + self.to_h + over_midnight
        at = np.searchsorted(shuts, local, side="right")
        found: np.ndarray = np.maximum(hours, np.maximum(local, opens[at]) - self.utc_offset_h)
        return found

    def _takes(self, day: date) -> bool:
        """Say whether a day of the season is none of rest, nor closed."""
        first, last = self.weekdays
        works = (day.weekday() - first) % 7 <= (last - first) % 7
        return works and not any(begin <= day <= end for begin, end in self.closed)

    def _in_season(self, day: date) -> bool:
        if self.season is None:
            return True
        first, last = self.season
        now = (day.month, day.day)
        return first <= now <= last if first <= last else now >= first or now <= last

    def _days_to_season(self, day: date) -> int:
        for days in range(1, 367):
            if self._in_season(day + timedelta(days=days)):
                return days
        raise ValueError(f"a season that never comes: {self.season}")


@dataclass(frozen=True)
class Departures:
    """When a service leaves: evenly through the week, from Monday 00:00 UTC on."""

    headway_h: float

    def next_of(self, hours: np.ndarray) -> np.ndarray:
        """Return for each hour that of the next departure."""
        found: np.ndarray = np.ceil(hours / self.headway_h - 1e-9) * self.headway_h
        return found


def read_opening(hours: str, season: str, utc_offset_h: float = 0.0) -> Opening:
    """Read opening hours and a season as the tables have them.

    Raises
    ------
    ValueError
        If either is not of its form, or has no meaning: minutes after 24:00, hours that end when
        they begin, a season of 29 February alone.
    """
    clock = _CLOCK.fullmatch(hours or ALWAYS[1])
    if clock is None:
        raise ValueError(
            f"opening_hours {hours!r} is not of the form 08:00-17:00 or Mo-Fr 08:00-17:00"
        )
    a, b, c, d = map(int, clock.groups()[2:])
    opens, shuts = 60 * a + b, 60 * c + d
    if max(opens, shuts) > _DAY_MINUTES:
        raise ValueError(f"opening_hours {hours!r} has minutes after 24:00; a day ends at 24:00")
    if opens % _DAY_MINUTES == shuts % _DAY_MINUTES and (opens, shuts) != (0, _DAY_MINUTES):
        raise ValueError(
            f"opening_hours {hours!r} ends when it begins; the whole day is 00:00-24:00"
        )
    week = (_DAYS.index(clock[1] or _DAYS[0]), _DAYS.index(clock[2] or _DAYS[-1]))
    return Opening(a + b / 60, c + d / 60, _read_season(season), utc_offset_h, week)


def opening_fault(column: str, text: str) -> str:
    """Return what is wrong with ``opening_hours`` or a ``season``, or nothing."""
    try:
        if column == "season":
            read_opening("", text)
        else:
            read_opening(text, "")
    except ValueError as error:
        return str(error)
    return ""


def _read_season(season: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the first and the last day of a season, ``None`` for the whole year."""
    if not season:
        return None
    days = _SEASON.fullmatch(season)
    if days is None:
        raise ValueError(f"season {season!r} is not of the form 04-01..11-30")
    a, b, c, d = map(int, days.groups())
    try:
        limits = (_day(a, b), _day(c, d))
    except ValueError as error:
        raise ValueError(f"season {season!r}: {error}") from None
    if limits == (_LEAP_DAY, _LEAP_DAY):
        raise ValueError(
            f"season {season!r} is 29 February alone, which most years lack; end it on 03-01"
        )
    return limits


def _day(month: int, day: int) -> tuple[int, int]:
    date(2000, month, day)  # a leap year; raises ValueError for what is no day
    return month, day
