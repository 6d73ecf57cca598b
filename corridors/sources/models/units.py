"""Units that columns may come in, and what they are in ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from corridors.errors import not_one_of
from corridors.sources.making.spelling import (
    LENGTH_KM,
    TIME_H,
    length_unit,
    speed_kmh,
    time_unit,
)

_MM = {
    "mm": 1.0, "millimetre": 1.0, "millimeter": 1.0, "cm": 10.0, "m": 1000.0, "metre": 1000.0,
    "meter": 1000.0, "in": 25.4, "inch": 25.4, "ft": 304.8, "feet": 304.8,
}  # fmt: skip


def _length(unit: str) -> float | None:
    found = length_unit(unit)
    return None if found is None else LENGTH_KM[found]


def _time(unit: str) -> float | None:
    found = time_unit(unit)
    return None if found is None else TIME_H[found]


def _speed(unit: str) -> float | None:
    return None if length_unit(unit) else speed_kmh(unit)  # km alone is no speed here


def _gauge(unit: str) -> float | None:
    said = unit.strip().lower().rstrip(".")
    return _MM.get(said, _MM.get(said.removesuffix("s"), _MM.get(said.removesuffix("es"))))


_Reader = Callable[[str], float | None]
_LENGTH: tuple[_Reader, Iterable[str]] = (_length, LENGTH_KM)
_TIME: tuple[_Reader, Iterable[str]] = (_time, TIME_H)
#: Fields by what they measure: what reads their unit, and examples.
KINDS: Mapping[str, tuple[_Reader, Iterable[str]]] = MappingProxyType(
    {
        "length_km": _LENGTH, "speed_kmh": (_speed, ("km/h", "mph", "m/s", "kn")),
        "gauge_mm": (_gauge, _MM), "time_h": _TIME, "hours_p50": _TIME, "border_h": _TIME,
        "transfer_h": _TIME, "passing_h": _TIME,
    }
)  # fmt: skip
MONEY = (
    "cost_usd", "cost_usd_per_km", "border_usd", "transfer_usd", "passing_usd",
    "usd_20ft", "usd_40ft", "usd_per_t",
)  # fmt: skip
_CURRENCY = re.compile("[A-Z]{3}")


def factor(field: str, unit: str, rate: float | None) -> float:
    """Return by what a number in a unit is multiplied to be in the unit of a field.

    Parameters
    ----------
    field
        Our name, which ends in our unit.
    unit
        As the mapping says it; money as ``EUR``, or ``EUR/mi`` where it is for a distance.
    rate
        USD of one unit of the currency.

    Raises
    ------
    ValueError
        With what is wrong.

    Examples
    --------
    >>> factor("length_km", "miles", None), factor("time_h", "min", None) * 90
    (1.609344, 1.5)
    >>> factor("cost_usd", "EUR", 1.25)
    1.25
    """
    if field in MONEY:
        return _money(field, unit, rate)
    if rate is not None:
        raise ValueError("a rate is for money")
    if field not in KINDS:
        raise ValueError("a unit is for a column of lengths, speeds, gauges, times or money")
    return _known(*KINDS[field], unit)


def _money(field: str, unit: str, rate: float | None) -> float:
    currency, _, distance = unit.partition("/")
    currency = currency.strip().upper()
    if not _CURRENCY.fullmatch(currency):
        raise ValueError(f'unit {unit!r} is no currency; write its three letters, such as "EUR"')
    if currency == "USD":
        if rate not in (None, 1, 1.0):
            raise ValueError("a rate says how many USD one unit of a currency is: of USD it is 1")
        rate = 1.0
    if rate is None:
        raise ValueError(
            f"unit {currency!r} needs a rate: how many USD one {currency} is, such as rate = 1.1"
        )
    if distance and field != "cost_usd_per_km":
        raise ValueError(f"unit {unit!r} is for a distance; that is cost_usd_per_km")
    return rate / (_known(*_LENGTH, distance) if distance else 1.0)


def _known(read: _Reader, units: Iterable[str], unit: str) -> float:
    found = read(unit)
    if found is None:
        raise ValueError(not_one_of("unit", unit, units))
    return found
