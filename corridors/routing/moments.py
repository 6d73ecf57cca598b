"""Moments of departure, in the forms in which people give them."""

from __future__ import annotations

from datetime import date, datetime, time

Moment = datetime | date | str
#: Years in which timetables are asked about.
_YEARS = (1970, 2200)


def moment_of(departure: Moment) -> datetime:
    """Return a departure as a datetime; a day begins at 00:00.

    Raises
    ------
    ValueError
        If a text is no date of ISO 8601, or the year lies outside 1970-2200.
    TypeError
        If it is no date at all.
    """
    found: object = departure
    if isinstance(found, str):
        try:
            found = datetime.fromisoformat(found.strip())
        except ValueError:
            raise ValueError(
                f"departure {departure!r} is not of the form 2026-01-16 or 2026-01-16T08:00"
            ) from None
    elif isinstance(found, date) and not isinstance(found, datetime):
        found = datetime.combine(found, time())
    if not isinstance(found, datetime):
        raise TypeError(f"departure must be a datetime, a date or ISO text, not {departure!r}")
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise ValueError(f"departure {departure} lies outside the years {_YEARS[0]}-{_YEARS[1]}")
    return found
