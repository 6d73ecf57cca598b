"""Units of lengths and speeds: as ``config.csv`` says them, else as the geometry shows them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corridors.errors import DataError
from corridors.formats.gmns.rows import rows_of
from corridors.sources.making.spelling import LENGTH_KM, length_unit, speed_kmh
from corridors.sources.models.account import Account

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


def number_of(text: str) -> tuple[float, str]:
    """Return the number of a cell and the unit behind it: ``25 mph`` is 25 and ``mph``.

    Raises
    ------
    ValueError
        If it is no finite number.
    """
    found = _NUMBER.fullmatch(text)
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
