"""The words of the field as constants: modes, vehicle classes, commodities, kinds of leg."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of moving goods. One row here, and rows in speeds, tariffs and emissions, make a mode.

    Attributes
    ----------
    name
        The word in the tables.
    scheduled
        Whether it leaves from a quay or an airport by a service, which sets the freight;
        boarding and landing are then separate, and customs are paid at the port.
    gauges_mm
        Track gauges of the embedded network: a vehicle class each. A network of one's own may
        have any other (:func:`is_vehicle_class`).
    wagon_gauges_mm
        Gauges of the wagons that may roll aboard, loaded as they are: a vehicle class each,
        beside that of its own. A network of one's own may have any other.
    rates
        The words by which its speeds, tariffs and emissions are listed; its name if empty.
    is_link
        Whether links have it; goods come to the network by the one that none has.
    carries
        The commodities of its links, each of which has one; empty: whatever is not piped.
    """

    name: str
    scheduled: bool = False
    gauges_mm: tuple[int, ...] = ()
    wagon_gauges_mm: tuple[int, ...] = ()
    rates: tuple[str, ...] = ()
    is_link: bool = True
    carries: tuple[str, ...] = ()

    @property
    def vehicle_classes(self) -> tuple[str, ...]:
        """What carries the goods."""
        own = tuple(f"{self.name}-{gauge}" for gauge in self.gauges_mm) or (self.name,)
        return (*own, *(f"{self.name}-{gauge}" for gauge in self.wagon_gauges_mm))


_MODES = (
    Mode("road"),
    Mode("rail", gauges_mm=(1435, 1520, 1676)),
    Mode("sea", scheduled=True),
    Mode("ferry", scheduled=True, wagon_gauges_mm=(1435, 1520)),
    Mode("inland_water"),
    Mode("pipeline", rates=("pipeline-gas", "pipeline-oil"), carries=("gas", "oil")),
    Mode("air", scheduled=True),
    Mode("lng", scheduled=True, carries=("gas",)),
    Mode("access", is_link=False),
)
MODES: Mapping[str, Mode] = MappingProxyType({mode.name: mode for mode in _MODES})
GAUGES_MM = MODES["rail"].gauges_mm
WAGON_GAUGES_MM = MODES["ferry"].wagon_gauges_mm
#: The narrowest and the widest track that a network may have, in mm: 15 inches, and Brunel's 7 ft
#: rounded up to the 3 m of the widest that was planned.
GAUGE_RANGE_MM = (381, 3000)
#: Gauges on whose track the wagons of another run as they are. 1520 mm is 1524 mm (5 ft) measured
#: anew in 1970: trains run through between Finland and Russia. 1435 mm has a tolerance.
RUNS_AS_MM: Mapping[int, int] = MappingProxyType(
    {1522: 1520, 1524: 1520, 1432: 1435, 1433: 1435, 1440: 1435}
)
COMMODITIES = ("container", "bulk", "gas", "oil")
#: Ratios of units, approximate, of the Statistical Review of World Energy (2021): a billion cubic
#: metres of natural gas is 34.121 million MMBtu and 0.735 million t; a tonne of crude 7.33 barrels.
MMBTU_PER_1000M3 = 34.121
T_PER_1000M3 = 0.735
BBL_PER_T = 7.33
#: Tonnes in a unit, by commodity. A mcm is a million cubic metres, a bcm a billion.
TONNES_PER_UNIT: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "container": MappingProxyType({"t": 1.0}),
        "bulk": MappingProxyType({"t": 1.0}),
        "gas": MappingProxyType(
            {
                "bcm": T_PER_1000M3 * 1e6,
                "mcm": T_PER_1000M3 * 1e3,
                "MMBtu": T_PER_1000M3 / MMBTU_PER_1000M3,
                "t": 1.0,
            }
        ),
        "oil": MappingProxyType({"t": 1.0, "bbl": 1 / BBL_PER_T}),
    }
)
BASES = ("measured", "published", "derived", "assumed")

#: What carries the goods. Changing it is a transshipment; between rail classes, a break of gauge.
VEHICLE_CLASSES = tuple(name for mode in _MODES if mode.is_link for name in mode.vehicle_classes)
#: Classes that leave on a schedule from a quay: boarding and landing are separate.
SHIP_CLASSES = tuple(name for mode in _MODES if mode.scheduled for name in mode.vehicle_classes)
#: Words that stand for a class each gauge.
_GAUGED = tuple(f"{mode.name}-*" for mode in _MODES if mode.gauges_mm or mode.wagon_gauges_mm)
#: Words that ``schema.csv`` takes from here.
WORD_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "@modes": tuple(mode.name for mode in _MODES if mode.is_link),
        "@vehicle_classes": (*VEHICLE_CLASSES, *_GAUGED),
        "@rates": tuple(word for mode in _MODES for word in mode.rates or (mode.name,)),
        "@tariffs": tuple(
            word for mode in _MODES if not mode.scheduled for word in mode.rates or (mode.name,)
        ),
    }
)

#: Kinds of leg in an itinerary's ledger.
LEG_KINDS = (
    "line-haul",
    "border",
    "gauge break",
    "terminal",
    "waiting",
    "access",
)
#: Each day in transit costs this share of the goods' value: the middle of the range 0.6-2.1 %
#: of Hummels and Schaur, "Time as a Trade Barrier", American Economic Review 103(7), 2013.
VALUE_OF_TIME_SHARE_PER_DAY = 0.0135


def vehicle_class(mode: str, gauge_mm: float) -> str:
    """Return the vehicle class of a link's mode and gauge: a ferry with one carries wagons.

    Examples
    --------
    >>> vehicle_class("rail", 1067), vehicle_class("rail", 1524), vehicle_class("road", 0)
    ('rail-1067', 'rail-1520', 'road')
    """
    gauged = mode == "rail" or (mode == "ferry" and gauge_mm == gauge_mm)  # noqa: PLR0124  nan
    if not gauged:
        return mode
    gauge = int(gauge_mm)
    return f"{mode}-{RUNS_AS_MM.get(gauge, gauge)}"


def is_vehicle_class(word: str) -> bool:
    """Say whether a word is a vehicle class, of any gauge that a network may have.

    Examples
    --------
    >>> [is_vehicle_class(word) for word in ("rail-1435", "rail-914", "rail-1524", "bus", "sea")]
    [True, True, False, False, True]
    """
    mode, _, gauge = word.partition("-")
    if word in VEHICLE_CLASSES or f"{mode}-*" not in _GAUGED:
        return word in VEHICLE_CLASSES
    low, high = GAUGE_RANGE_MM
    digits = gauge.isascii() and gauge.isdigit() and gauge == str(int(gauge))
    return digits and low <= int(gauge) <= high and int(gauge) not in RUNS_AS_MM


def is_ship(vehicle: str) -> bool:
    """Say whether a vehicle class leaves on a schedule from a quay (aircraft: an airport)."""
    mode = MODES.get(mode_of(vehicle))
    return mode is not None and mode.scheduled


def mode_of(vehicle: str) -> str:
    """Return the mode of a vehicle class."""
    return vehicle.partition("-")[0]


def counted(count: float, noun: str, told: str = "") -> str:
    """Return a number of things in words: ``1 transit``, ``2 transits``.

    Parameters
    ----------
    count
        How many.
    noun
        What one is called; the plural goes by the rule (``country``, ``countries``).
    told
        The number as it is to stand; else whole, with commas for thousands.

    Examples
    --------
    >>> counted(1, "transit"), counted(1240, "country"), counted(-1, "transit", "-1")
    ('1 transit', '1,240 countries', '-1 transit')
    >>> counted(1.5, "day"), counted(0, "try"), counted(2, "crossing")
    ('1.5 days', '0 tries', '2 crossings')
    """
    number = told or (f"{count:,.0f}" if count == int(count) else f"{count:,g}")
    if abs(count) == 1:
        return f"{number} {noun}"
    consonant = noun.endswith("y") and noun[-2:-1] not in "aeiou"
    return f"{number} {noun[:-1]}ies" if consonant else f"{number} {noun}s"


def listed(words: Iterable[str]) -> str:
    """Return words as a list that is read: ``a, b and c``.

    Parameters
    ----------
    words
        What is listed.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b and c', 'a', '')
    """
    *some, last = [*words] or [""]
    return f"{', '.join(some)} and {last}" if some else last


def rate_mode(mode: str, commodity: str) -> str:
    """Return the mode by which prices and speeds are listed: pipelines by what they carry."""
    return f"pipeline-{commodity}" if mode == "pipeline" else mode


def rolls_aboard(a: str, b: str) -> bool:
    """Say whether a wagon rolls between these vehicle classes, and its load stays on it."""
    pairs = [vehicle.partition("-")[::2] for vehicle in (a, b)]
    return {mode for mode, _ in pairs} == {"rail", "ferry"} and pairs[0][1] == pairs[1][1]
