"""Units that columns may come in, and what they are in ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from corridors.errors import not_one_of

_KM = {
    "km": 1.0, "kilometre": 1.0, "kilometer": 1.0, "m": 0.001, "metre": 0.001, "meter": 0.001,
    "mi": 1.609344, "mile": 1.609344, "ft": 0.0003048, "foot": 0.0003048, "feet": 0.0003048,
    "yd": 0.0009144, "yard": 0.0009144, "nmi": 1.852, "nautical mile": 1.852, "cm": 1e-5,
}  # fmt: skip
_KMH = {
    "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "mi/h": 1.609344, "m/s": 3.6,
    "kn": 1.852, "knot": 1.852, "kt": 1.852, "ft/s": 1.09728,
}  # fmt: skip
_H = {
    "h": 1.0, "hr": 1.0, "hour": 1.0, "min": 1 / 60, "minute": 1 / 60, "s": 1 / 3600,
    "sec": 1 / 3600, "second": 1 / 3600, "d": 24.0, "day": 24.0,
}  # fmt: skip
_MM = {
    "mm": 1.0, "millimetre": 1.0, "millimeter": 1.0, "cm": 10.0, "m": 1000.0, "metre": 1000.0,
    "meter": 1000.0, "in": 25.4, "inch": 25.4, "ft": 304.8, "feet": 304.8,
}  # fmt: skip
#: Fields by what they measure; the first unit of each is ours.
KINDS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "length_km": _KM, "speed_kmh": _KMH, "gauge_mm": _MM, "time_h": _H, "hours_p50": _H,
        "border_h": _H, "transfer_h": _H, "passing_h": _H,
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
    return _known(KINDS[field], unit)


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
    return rate / (_known(_KM, distance) if distance else 1.0)


def _known(units: Mapping[str, float], unit: str) -> float:
    said = unit.strip().lower().rstrip(".")
    for word in (said, said.removesuffix("s"), said.removesuffix("es")):
        if word in units:
            return units[word]
    raise ValueError(not_one_of("unit", unit, units))
