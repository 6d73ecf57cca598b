"""Units of lengths and speeds: as ``config.csv`` says them, else as the geometry shows them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corridors.errors import DataError
from corridors.formats.gmns.rows import rows_of
from corridors.sources.models.account import Account

#: Kilometres of a unit of length.
LENGTH_KM = {
    "km": 1.0, "m": 0.001, "mile": 1.609344, "foot": 0.0003048, "yard": 0.0009144,
    "nautical mile": 1.852,
}  # fmt: skip
_SPELT = {
    "km": "km kms kilometer kilometre kilometers kilometres",
    "m": "m mtr mtrs meter metre meters metres",
    "mile": "mi mile miles",
    "foot": "ft foot feet ftus usft",
    "yard": "yd yds yard yards",
    "nautical mile": "nmi nauticalmile nauticalmiles",
}
_UNIT = {word: unit for unit, words in _SPELT.items() for word in words.split()}
#: Words that say of which country or kind a unit is: a survey foot is a foot to 2 parts in 10^6.
_SAYS_NOTHING = re.compile(r"\b(us|u\.s|international|intl|survey|statute|american)\b|[()_\s.]")
_HOURS = {
    "h": 1.0, "hr": 1.0, "hrs": 1.0, "hour": 1.0, "hours": 1.0, "min": 1 / 60, "minute": 1 / 60,
    "s": 1 / 3600, "sec": 1 / 3600, "second": 1 / 3600, "seconds": 1 / 3600,
}  # fmt: skip
_SHORT = {
    "kph": "km/h", "kmh": "km/h", "kmph": "km/h", "kmhr": "km/h", "mph": "mi/h", "mih": "mi/h",
    "mps": "m/s", "ms": "m/s", "fps": "ft/s", "ftps": "ft/s", "knot": "nmi/h", "knots": "nmi/h",
    "kn": "nmi/h", "kt": "nmi/h", "kts": "nmi/h",
}  # fmt: skip
_NUMBER = re.compile(r"\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s*([a-z/][a-z/ .]*)?", re.IGNORECASE)
#: Units that lengths may be seen to be in, where nothing says so.
_SEEN = ("km", "mile", "m", "foot")
#: Lengths over those of their drawn lines (median), or of the straight lines between the nodes
#: (lower quartile), that a unit explains.
_ALONG, _STRAIGHT = (0.9, 1.15), (0.9, 1.35)
#: Medians that do not contradict a unit which the writer states: no road is shorter than straight.
_ALONG_SAID, _STRAIGHT_SAID = (0.5, 2.5), (0.9, 5.0)
#: Shorter links, m, say little: their lengths are rounded and their ends are set by hand.
_LONG_ENOUGH_M = 20.0
_WAY_OUT = (
    "write long_length = km, m, mile or foot into config.csv, or leave the column length empty: "
    "then it is measured on the ground"
)
_TOLD = {"m": "metres", "mile": "miles", "foot": "feet", "yard": "yards"}


def length_unit(word: str) -> str | None:
    """Return the unit of length that a word means, ``None`` if it is no unit.

    Examples
    --------
    >>> length_unit("Miles"), length_unit("US survey feet"), length_unit("metres")
    ('mile', 'foot', 'm')
    """
    return _UNIT.get(_SAYS_NOTHING.sub("", word.strip().lower()))


def speed_kmh(word: str) -> float | None:
    """Return the km/h of a unit of speed, ``None`` if it is none.

    A unit of length alone means so many of it per hour, as the specification has it.

    Examples
    --------
    >>> speed_kmh("MPH"), speed_kmh("kilometres per hour"), speed_kmh("m/s"), speed_kmh("furlongs")
    (1.609344, 1.0, 3.6, None)
    """
    plain = re.sub(r"\s*(/|\bper\b|\ban\b)\s*", "/", word.strip().lower())
    plain = _SHORT.get(re.sub(r"[\s.]", "", plain), plain)
    way, _, time = plain.partition("/")
    unit, hours = length_unit(way), _HOURS.get(re.sub(r"[\s.]", "", time or "h"))
    return None if unit is None or hours is None else LENGTH_KM[unit] / hours


def number_of(text: str) -> tuple[float, str]:
    """Return the number of a cell and the unit behind it: ``25 mph`` is 25 and ``mph``.

    Raises
    ------
    ValueError
        If it is no finite number.
    """
    found = re.fullmatch(
        r"\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s*([a-z/][a-z/ .]*)?", text, re.IGNORECASE
    )
    number = float(found[1]) if found else float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is not a finite number")
    return number, (found[2] or "").strip() if found else ""


# -- what the files say --------------------------------------------------------------------------


@dataclass(frozen=True)
class Config:
    """What ``config.csv`` says; empty where it says nothing. ``at`` is where it stands."""

    long_length: str = ""
    speed: str = ""
    crs: str = ""
    at: str = "config.csv"


def config_of(folder: Path, account: Account) -> Config:
    """Return what ``config.csv`` says; all is unsaid where there is none, or no row in it."""
    rows = rows_of(folder, "config.csv", account, required=False)
    if not rows:
        return Config()
    if len(rows) > 1:
        account.assume(f"config.csv has {len(rows)} rows: the first counts")
    row = rows[0]
    return Config(row["long_length"], row["speed"], row["crs"], row.at)


# -- what the geometry shows ---------------------------------------------------------------------


@dataclass(frozen=True)
class Ratios:
    """Lengths as they are written over km on the ground.

    ``typical`` is the median over the drawn lines, or the lower quartile over the straight lines
    between the nodes (``along`` is false) where few links are drawn: roads bend.
    """

    typical: float
    median: float
    along: bool

    def explained(self, unit: str) -> bool:
        """Say whether the lengths are what they would be in a unit."""
        return _within(self.typical * LENGTH_KM[unit], _ALONG if self.along else _STRAIGHT)

    def allows(self, unit: str) -> bool:
        """Say whether the lengths may be in a unit that their writer states."""
        return _within(self.median * LENGTH_KM[unit], _ALONG_SAID if self.along else _STRAIGHT_SAID)

    @property
    def shown(self) -> str | None:
        """The unit that explains the lengths."""
        return next((unit for unit in _SEEN if self.explained(unit)), None)

    @property
    def told(self) -> str:
        """The ratio in words."""
        of = "their lines" if self.along else "the straight lines between their nodes"
        times = f"{self.typical:,.0f}" if self.typical >= 100 else f"{self.typical:.3g}"
        return f"they are typically {times} times the km of {of}"


def ratios(lengths: np.ndarray, along_km: np.ndarray, straight_km: np.ndarray) -> Ratios | None:
    """Return how lengths compare with the ground, ``None`` where none can be compared.

    ``along_km`` is ``nan`` for a link without a line of its own.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        given = lengths > 0
        for km, along in ((along_km, True), (straight_km, False)):
            usable = given & (km > 0.001)
            far = usable & (km * 1000 >= _LONG_ENOUGH_M)
            usable = far if 2 * far.sum() >= usable.sum() else usable
            if usable.any() and (not along or 4 * usable.sum() >= given.sum()):
                found = lengths[usable] / km[usable]
                low, middle = (float(v) for v in np.quantile(found, (0.25, 0.5)))
                return Ratios(middle if along else low, middle, along)
    return None


def unit_of_lengths(config: Config, seen: Ratios | None, account: Account) -> str:
    """Return the unit of the lengths: as said if the ground allows it, else as the ground shows.

    Raises
    ------
    DataError
        If neither gives a unit.
    """
    said = length_unit(config.long_length)
    shown = None if seen is None else seen.shown
    if said and (seen is None or seen.explained(said)):
        return said
    if said and seen is not None and seen.allows(said) and not (shown and seen.along):
        if shown:
            account.assume(
                f"lengths are {_told(said)}, as {config.at} says, though they look like "
                f"{_told(shown)}: {seen.told}"
            )
        return said
    if shown and seen is not None:
        why = (
            f"{config.at} says {config.long_length!r}" if config.long_length else "nothing says it"
        )
        but = ", but " if config.long_length else ": "
        account.infer(f"lengths are {_told(shown)}: {why}{but}{seen.told}")
        return shown
    where = f"{config.at}: long_length"
    if said and seen is not None:
        told = (
            f"{config.long_length!r} cannot be the unit of the lengths in link.csv, or the nodes "
            f"lie elsewhere: {seen.told}"
        )
    elif config.long_length:
        told = f"{config.long_length!r} is no unit of length that is known"
    else:
        told = "is not said, so the unit of the lengths in link.csv is unknown"
        told += f"; {seen.told}, which no unit explains" if seen else ""
    raise DataError([f"{where} {told}; {_WAY_OUT}"])


def unit_of_speeds(config: Config, length: str | None, account: Account) -> float:
    """Return the km/h of the unit of speed: as said, else the one that goes with the lengths."""
    said = speed_kmh(config.speed) if config.speed else None
    if said is not None:
        return said
    miles = length in ("mile", "foot")
    unit = "mph" if miles else "km/h"
    why = f"the lengths are {_told(length)}" if length else "no length has a unit"
    unsaid = f"{config.at} says {config.speed!r}" if config.speed else "nothing says their unit"
    account.infer(f"speeds are in {unit}: {unsaid}, and {why}")
    return LENGTH_KM["mile"] if miles else 1.0


def _told(unit: str) -> str:
    return _TOLD.get(unit, unit)


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
