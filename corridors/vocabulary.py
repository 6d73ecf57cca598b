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

#: Standard time of the capital, hours ahead of UTC (IANA time zones); summer time is left out.
UTC_OFFSET_H = {
    "AE": 4.0, "AF": 4.5, "AM": 4.0, "AT": 1.0, "AZ": 4.0, "BG": 2.0, "BY": 3.0, "CN": 8.0,
    "DE": 1.0, "GE": 4.0, "HU": 1.0, "IN": 5.5, "IR": 3.5, "KG": 6.0, "KZ": 5.0, "OM": 4.0,
    "PK": 5.0, "PL": 1.0, "RO": 2.0, "RS": 1.0, "RU": 3.0, "TJ": 5.0, "TM": 5.0, "TR": 3.0,
    "UZ": 5.0,
}  # fmt: skip

COUNTRY_NAMES = {
    "AE": "United Arab Emirates",
    "AF": "Afghanistan",
    "AM": "Armenia",
    "AT": "Austria",
    "AZ": "Azerbaijan",
    "BG": "Bulgaria",
    "BY": "Belarus",
    "CN": "China",
    "DE": "Germany",
    "GE": "Georgia",
    "HU": "Hungary",
    "IN": "India",
    "IR": "Iran",
    "KG": "Kyrgyzstan",
    "KZ": "Kazakhstan",
    "OM": "Oman",
    "PK": "Pakistan",
    "PL": "Poland",
    "RO": "Romania",
    "RS": "Serbia",
    "RU": "Russia",
    "TJ": "Tajikistan",
    "TM": "Turkmenistan",
    "TR": "Türkiye",
    "UZ": "Uzbekistan",
}


def vehicle_class(mode: str, gauge_mm: float) -> str:
    """Return the vehicle class of a link's mode and gauge."""
    return f"rail-{int(gauge_mm)}" if mode == "rail" else mode


def mode_of(vehicle: str) -> str:
    """Return the mode of a vehicle class."""
    return "rail" if vehicle.startswith("rail-") else vehicle
