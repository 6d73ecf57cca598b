"""The words of the field as constants: modes, node kinds, vehicle classes, criteria."""

from __future__ import annotations

MODES = ("road", "rail", "sea", "ferry", "inland_water", "pipeline", "access")
GAUGES_MM = (1435, 1520, 1676)
COMMODITIES = ("container", "bulk", "gas", "oil")
BASES = ("measured", "published", "derived", "assumed")

#: What carries the goods. Changing it is a transshipment; between rail classes, a break of gauge.
VEHICLE_CLASSES = ("road", "rail-1435", "rail-1520", "rail-1676", "sea", "ferry", "pipeline")
#: Classes that leave on a schedule from a quay: boarding and landing are separate.
SHIP_CLASSES = ("sea", "ferry")

#: The criteria of an itinerary, in the column order of every cost array.
CRITERIA = ("cost", "time", "distance", "transits", "co2e")
CRITERION_UNITS = {
    "cost": "USD",
    "time": "h",
    "distance": "km",
    "transits": "crossings and transshipments",
    "co2e": "kg",
}

#: Kinds of leg in an itinerary's ledger.
LEG_KINDS = (
    "line-haul",
    "border",
    "gauge break",
    "terminal",
    "waiting",
    "access",
)
#: Columns of the totals of an itinerary, in the order of ``CRITERIA``, and of their split by leg.
TOTALS = ("cost_usd", "time_h", "distance_km", "transit_count", "co2e_kg")
SPLITS = tuple(
    f"{what}_{kind.replace('-', '_').replace(' ', '_')}"
    for what in ("usd", "h")
    for kind in LEG_KINDS
)

#: Each day in transit costs this share of the goods' value: the middle of the range 0.6-2.1 %
#: of Hummels and Schaur, "Time as a Trade Barrier", American Economic Review 103(7), 2013.
VALUE_OF_TIME_SHARE_PER_DAY = 0.0135


def vehicle_class(mode: str, gauge_mm: float) -> str:
    """Return the vehicle class of a link's mode and gauge."""
    return f"rail-{int(gauge_mm)}" if mode == "rail" else mode


def mode_of(vehicle: str) -> str:
    """Return the mode of a vehicle class."""
    return "rail" if vehicle.startswith("rail-") else vehicle
