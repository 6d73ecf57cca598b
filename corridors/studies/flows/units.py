"""Units of what flows, and how much of a capacity one shipment takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from corridors.network.prices import LOAD_T
from corridors.routing.conditions import Shipment
from corridors.vocabulary import TONNES_PER_UNIT

#: Tonnes of each unit of mass.
MASS_T: Mapping[str, float] = MappingProxyType({"t": 1.0, "kt": 1e3, "Mt": 1e6})
#: Tonnes of each unit by which gas and oil are traded.
ENERGY_T: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        commodity: {u: t for u, t in units.items() if u != "t"}
        for commodity, units in TONNES_PER_UNIT.items()
    }
)
TEU: Mapping[str, float] = MappingProxyType({"20ft": 1.0, "40ft": 2.0})
#: Tonnes of goods in no box that a lorry, a wagon and a train carry (assumed for all countries;
#: a lorry as its fees are shared): about what the table ``ratios`` has of Turkish and Afghan
#: lorries (18 and 25), of wagons on Caspian ferries (47), of trains of the Middle Corridor, of
#: Pakistan and of Kazakhstan (1,400, 1,600 and 3,500).
T_PER_TRUCK, T_PER_WAGON, T_PER_TRAIN = LOAD_T, 50.0, 2_000.0
#: Boxes that a wagon and a block train carry, in TEU (``teu-per-train-china-europe``).
TEU_PER_WAGON, TEU_PER_TRAIN = 2.0, 97.0
DAYS = 365.0

#: The units of capacities: what is counted, over what time, by which vehicles; empty: by any. A
#: ferry takes lorries and boxes; one with rails takes wagons.
CAPACITY_UNITS: Mapping[str, tuple[str, float, tuple[str, ...]]] = MappingProxyType(
    {
        "t_per_year": ("t", 1.0, ()),
        "Mt_per_year": ("Mt", 1.0, ()),
        "teu_per_year": ("teu", 1.0, ()),
        "trucks_per_day": ("trucks", DAYS, ("road", "ferry")),
        "wagons_per_day": ("wagons", DAYS, ("rail-*", "ferry-*")),
        "trains_per_day": ("trains", DAYS, ("rail-*", "ferry-*")),
        "bcm_per_year": ("bcm", 1.0, ("pipeline",)),
        "mcm_per_day": ("mcm", DAYS, ("pipeline",)),
        "bbl_per_day": ("bbl", DAYS, ("pipeline",)),
    }
)


def counts_in(shipment: Shipment) -> tuple[str, ...]:
    """Return the units in which a demand for such goods may be given.

    Examples
    --------
    >>> import corridors as co
    >>> counts_in(co.Shipment(commodity="gas"))
    ('t', 'kt', 'Mt', 'bcm', 'mcm', 'MMBtu')
    """
    boxes = ("teu",) if shipment.commodity == "container" else ()
    return (*MASS_T, *ENERGY_T.get(shipment.commodity, ()), *boxes)


def shipments_in(unit: str, shipment: Shipment) -> float:
    """Return how many such shipments one unit of a demand is.

    Examples
    --------
    >>> import corridors as co
    >>> shipments_in("teu", co.Shipment(box="40ft")), shipments_in("kt", co.Shipment(cargo_t=20))
    (0.5, 50.0)
    """
    if unit == "teu":
        return 1 / TEU[shipment.box]
    mass = {**MASS_T, **ENERGY_T.get(shipment.commodity, {})}
    return mass[unit] / shipment.cargo_t


def taken_of(unit: str, shipment: Shipment) -> float:
    """Return what one shipment a year takes of a capacity, in the capacity's unit; 0: nothing.

    Parameters
    ----------
    unit
        A word of ``CAPACITY_UNITS``.
    shipment
        A box counts by its size, other goods by their tonnes.

    Examples
    --------
    >>> import corridors as co
    >>> box = co.Shipment(box="40ft", cargo_t=20)
    >>> taken_of("teu_per_year", box), round(365 * taken_of("trucks_per_day", box), 6)
    (2.0, 1.0)
    >>> taken_of("teu_per_year", co.Shipment(commodity="bulk"))
    0.0
    """
    counted, over, _ = CAPACITY_UNITS[unit]
    return _counted(counted, shipment) / over


def _counted(what: str, shipment: Shipment) -> float:
    mass, boxed = shipment.cargo_t, shipment.commodity == "container"
    if what in MASS_T:
        return mass / MASS_T[what]
    for commodity, units in ENERGY_T.items():
        if what in units:
            return mass / units[what] if shipment.commodity == commodity else 0.0
    teu = TEU[shipment.box] if boxed else math.nan
    if what == "teu":
        return teu if boxed else 0.0
    if what == "trucks":
        return 1.0 if boxed else mass / T_PER_TRUCK
    if what == "wagons":
        return teu / TEU_PER_WAGON if boxed else mass / T_PER_WAGON
    return teu / TEU_PER_TRAIN if boxed else mass / T_PER_TRAIN
