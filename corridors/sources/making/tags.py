"""What OpenStreetMap's tags mean: which ways carry freight, on which gauge, in which status."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corridors.network.tables import nan_alike
from corridors.sources.making.spelling import (
    read_duration,
    read_speed,
    unread_durations,
    unread_speeds,
)
from corridors.vocabulary import GAUGE_RANGE_MM, RUNS_AS_MM

#: Classes of road that can be asked for, the most important first. Living streets, tracks, service
#: and pedestrian roads are not read: no truck drives through them.
ROAD_CLASSES = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential",
)  # fmt: skip
#: The lowest class that is read unless more is asked for.
LOWEST_ROAD = "tertiary"
_WITH_SLIP_ROADS = ROAD_CLASSES[:5]
ROAD_VALUES = (*ROAD_CLASSES, *(f"{name}_link" for name in _WITH_SLIP_ROADS))
#: Values of ``ferry`` that make a ferry of a way without ``route``, ``railway`` or ``highway``:
#: the class of what it carries. ``yes`` and ``no`` say whom a road, stop or quay is for.
FERRY_CLASSES = (*ROAD_VALUES, "rail", "train")
#: Lifecycle words and the status that a link takes from them.
LIFECYCLE = {
    "construction": "construction",
    "proposed": "planned",
    "disused": "suspended",
    "abandoned": "suspended",
}
#: Free-flow speed of a loaded truck on a good road of each class, km/h (assumed). A country
#: scales it by its speed in the table of speeds over the table's speed for ``*``.
TRUCK_KMH = {
    "motorway": 70.0, "trunk": 60.0, "primary": 50.0, "secondary": 42.0, "tertiary": 35.0,
    "unclassified": 30.0, "residential": 20.0,
}  # fmt: skip
#: Slip roads, and roads without a paved surface, are this much slower (assumed).
LINK_ROAD_FACTOR, UNPAVED_FACTOR = 0.7, 0.6
UNPAVED = frozenset(
    [
        "unpaved",
        "gravel",
        "fine_gravel",
        "compacted",
        "dirt",
        "earth",
        "ground",
        "sand",
        "mud",
        "pebblestone",
        "grass",
    ]
)
#: Keys that say whether trucks may pass; the first that a way has counts.
ACCESS = ("hgv", "motor_vehicle", "access")
#: Who keeps trucks out.
NO_TRUCKS = ("no", "private", "agricultural", "forestry", "delivery")

#: Keys of a way that are read; every other tag is left.
WAY_KEYS = [
    "highway",
    "railway",
    "route",
    "ferry",
    "construction",
    "proposed",
    "disused",
    "abandoned",
    "construction:railway",
    "proposed:railway",
    "disused:railway",
    "abandoned:railway",
    "gauge",
    "electrified",
    "usage",
    "service",
    "maxspeed",
    "railway:traffic_mode",
    "oneway",
    "junction",
    "surface",
    "toll",
    "access",
    "motor_vehicle",
    "motorcar",
    "hgv",
    "train",
    "rail",
    "duration",
    "name",
    "ref",
    "name:en",
    "int_ref",
]
#: Tags of places, and the kind of node that each makes.
PLACE_TAGS = {
    ("railway", "station"): "rail_terminal",
    ("railway", "yard"): "rail_terminal",
    ("railway", "border"): "border_crossing",
    ("barrier", "border_control"): "border_crossing",
    ("amenity", "customs"): "border_crossing",
    ("government", "customs"): "border_crossing",
    ("amenity", "ferry_terminal"): "seaport",
    ("industrial", "port"): "seaport",
    ("landuse", "port"): "seaport",
    ("landuse", "harbour"): "seaport",
    ("harbour", "yes"): "seaport",
    ("industrial", "container_terminal"): "dry_port",
    ("industrial", "intermodal_freight_terminal"): "dry_port",
    ("man_made", "container_terminal"): "dry_port",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which modes are read, and roads down to which class."""

    modes: tuple[str, ...] = ("rail", "road")
    lowest_road: str = LOWEST_ROAD

    @property
    def roads(self) -> tuple[str, ...]:
        """Values of ``highway`` that are read.

        Examples
        --------
        >>> Wanted(lowest_road="trunk").roads
        ('motorway', 'trunk', 'motorway_link', 'trunk_link')
        """
        classes = ROAD_CLASSES[: ROAD_CLASSES.index(self.lowest_road) + 1]
        return (*classes, *(f"{name}_link" for name in classes if name in _WITH_SLIP_ROADS))

    def __str__(self) -> str:
        """Return the modes as words."""
        return " or ".join(self.modes)


ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Own:
    """What a source of lines says of a way itself, where tags and embedded tables would else say.

    Hours are for a km of the line as it is drawn, prices (of the column ``price``) for a km of its
    length, which is ``stretch`` times the drawn one where the source states a length.
    """

    speed_kmh: float | None = None
    hours_per_km: float | None = None
    usd_per_km: float | None = None
    price: str = "usd_40ft"
    stretch: float | None = None
    commodity: str = ""


@nan_alike
@dataclass(frozen=True, slots=True)
class WayTags:
    """What one way is, for a link. Ways that share ``key`` may be merged into one link."""

    mode: str
    kind: str
    status: str
    gauges_mm: tuple[int, ...] = ()
    lifecycle: str = ""
    oneway: int = 0
    maxspeed_kmh: float = math.nan
    duration_h: float = math.nan
    carries: tuple[str, ...] = ()
    usage: str = ""
    service: str = ""
    electrified: str = ""
    traffic: str = ""
    surface: str = ""
    toll: str = ""
    name: str = ""
    ref: str = ""
    gauge_basis: str = ""
    own: Own | None = None
    #: Values with a number that nobody can read: ``maxspeed=60 furlongs``.
    unread: tuple[str, ...] = ()

    @property
    def key(self) -> tuple:
        """What must be equal along a link."""
        return (
            self.mode, self.kind, self.status, self.gauges_mm, self.lifecycle, bool(self.oneway),
            self.carries, self.usage, self.service, self.electrified, self.surface, self.toll,
            self.own,
        )  # fmt: skip

    @property
    def text(self) -> str:
        """The tags that the tables have no column for, as ``key=value;key=value``."""
        pairs = {
            {"road": "highway", "rail": "railway"}.get(self.mode, "route"): self.kind,
            "lifecycle": self.lifecycle,
            "usage": self.usage,
            "service": self.service,
            "electrified": self.electrified,
            "surface": self.surface,
            "toll": self.toll,
            "carries": ",".join(self.carries),
            "gauge": self.gauge_basis,
        }
        return ";".join(f"{k}={v.replace(';', ',')}" for k, v in pairs.items() if v)


#: The values of a key of which the first is taken where several stand there: the most important
#: class, works and closures before what is open, the strictest access that lets freight through.
_OPEN = ("destination", "customers", "permit", "discouraged", "permissive", "official")
_FIRST: dict[str, tuple[str, ...]] = {
    "highway": (
        "proposed",
        "construction",
        *(v for c in ROAD_CLASSES for v in (c, f"{c}_link") if v in ROAD_VALUES),
    ),
    "railway": ("abandoned", "disused", "proposed", "construction", "ferry", "rail"),
    "route": ("ferry",),
    "ferry": FERRY_CLASSES,
    "usage": ("main", "branch", "freight", "industrial"),
    "railway:traffic_mode": ("freight", "mixed"),
    "junction": ("roundabout", "circular"),
    "electrified": ("no",),
    "oneway": ("yes", "true", "1"),
    **dict.fromkeys(("toll", "train", "rail"), ("yes",)),
    **dict.fromkeys(("hgv", "motor_vehicle", "motorcar", "access"), (*_OPEN, "designated", "yes")),
}
#: Keys of which every value is kept: gauges, limits (the lowest is read) and hours (the longest).
_ALL_KEPT = frozenset(["gauge", "maxspeed", "duration"])
#: Keys whose ``;`` is left where it is.
_WHOLE = frozenset(["name", "name:en", "ref", "int_ref"])


def one_value(key: str, values: Sequence[str]) -> str:
    """Return the value that counts where a key has several.

    Class by importance (a slip road behind its own class), works and closures before what is
    open, access by the strictest that lets freight through, every gauge, the lowest limit, the
    longest duration, no electrification and no pavement where any part has none, toll where any
    part has one; of others the first in the alphabet.

    Examples
    --------
    >>> one_value("highway", ["busway", "primary", "trunk"]), one_value("gauge", ["1435", "1520"])
    ('trunk', '1435;1520')
    >>> one_value("hgv", ["no", "destination", "yes"]), one_value("surface", ["asphalt", "gravel"])
    ('destination', 'gravel')
    """
    values = sorted({*values})
    if len(values) < 2:
        return values[0] if values else ""
    if key in _ALL_KEPT:
        return ";".join(values)
    if key in ("ref", "int_ref"):
        return "; ".join(values)
    first = [value for value in _FIRST.get(key, ()) if value in values]
    if key == "surface":
        first = [value for value in values if value in UNPAVED]
    # Of access, what is not known to keep trucks out stands before what does.
    others = [value for value in values if value not in NO_TRUCKS or key not in ACCESS]
    return next(iter([*first, *others, *values]))


def _settled(tags: Mapping[str, str]) -> Mapping[str, str]:
    """Return tags of which each has one value, and the class of a road of which a part is works."""
    if not any(";" in value for value in tags.values()):
        return tags
    found = dict(tags)
    for key, text in tags.items():
        if ";" in text and key not in _WHOLE:
            parts = [part.strip() for part in text.split(";")]
            found[key] = one_value(key, [part for part in parts if part])
            if key == "highway" and found[key] in ("construction", "proposed"):
                rest = one_value(key, [v for v in parts if v in ROAD_VALUES])
                found.setdefault(found[key], rest)
    return found


def read_way(tags: Mapping[str, str], wanted: Wanted = ALL) -> WayTags | str:
    """Return what a way is, or why it is left out (for the summary).

    Of several values of a key (``trunk;primary``), :func:`one_value` says which counts.

    Examples
    --------
    >>> read_way({"railway": "rail", "gauge": "1520;1435", "usage": "main"}).gauges_mm
    (1435, 1520)
    >>> read_way({"railway": "rail", "gauge": "60"})
    'gauge 60'
    >>> read_way({"railway": "proposed", "proposed": "rail"}).status
    'planned'
    >>> read_way({"highway": "primary", "ferry": "no"}).mode
    'road'
    """
    tags = _settled(tags)
    if tags.get("route") == "ferry" or tags.get("railway") == "ferry":
        return _read_ferry(tags, wanted.modes)
    if "railway" in tags:
        return _read_railway(tags) if "rail" in wanted.modes else "mode rail not asked for"
    if "highway" in tags:
        return _read_road(tags, wanted) if "road" in wanted.modes else "mode road not asked for"
    if tags.get("ferry") in FERRY_CLASSES:
        return _read_ferry(tags, wanted.modes)
    return "no way"


def _read_railway(tags: Mapping[str, str]) -> WayTags | str:
    value, lifecycle = tags["railway"], ""
    if value in LIFECYCLE:
        lifecycle = value
        value = tags.get(f"{lifecycle}:railway") or tags.get(lifecycle) or "rail"
        value = "rail" if value in ("yes", "railway", *_SERVICES) else value
    if value != "rail":
        return f"railway={tags['railway']}" + (f" of {value}" if lifecycle else "")
    gauges = read_gauges(tags.get("gauge", ""))
    if tags.get("gauge") and not gauges:
        return f"gauge {tags['gauge']}"
    return WayTags(
        mode="rail",
        kind="rail",
        status=LIFECYCLE.get(lifecycle, "operational"),
        gauges_mm=gauges,
        lifecycle=lifecycle,
        maxspeed_kmh=read_speed(tags.get("maxspeed", "")),
        unread=_named("maxspeed", unread_speeds(tags.get("maxspeed", ""))),
        usage=tags.get("usage", ""),
        service=tags.get("service", ""),
        electrified=tags.get("electrified", ""),
        traffic=tags.get("railway:traffic_mode", ""),
        name=_name(tags),
        ref=tags.get("ref", ""),
    )


_SERVICES = ("siding", "spur", "yard", "crossover")


def _read_road(tags: Mapping[str, str], wanted: Wanted) -> WayTags | str:
    value, lifecycle = tags["highway"], ""
    if value in ("construction", "proposed"):
        lifecycle, value = value, tags.get(value, "")
    if value not in wanted.roads:
        return f"highway={tags['highway']}"
    for key in ACCESS:
        if key in tags:
            if tags[key] in NO_TRUCKS:
                return f"closed to trucks: {key}={tags[key]}"
            break
    surface = tags.get("surface", "")
    return WayTags(
        mode="road",
        kind=value,
        status=LIFECYCLE.get(lifecycle, "operational"),
        lifecycle=lifecycle,
        oneway=_oneway(tags, value),
        maxspeed_kmh=read_speed(tags.get("maxspeed", "")),
        unread=_named("maxspeed", unread_speeds(tags.get("maxspeed", ""))),
        surface=("unpaved" if surface in UNPAVED else "paved") if surface else "",
        toll="yes" if tags.get("toll") == "yes" else "",
        name=_name(tags),
        ref=tags.get("ref", ""),
    )


def _read_ferry(tags: Mapping[str, str], modes: tuple[str, ...]) -> WayTags | str:
    train = tags.get("railway") == "ferry" or "yes" in (tags.get("train"), tags.get("rail"))
    train = train or tags.get("ferry") in ("rail", "train")
    cars = next((tags[k] for k in ("hgv", "motor_vehicle", "motorcar") if k in tags), "")
    road = cars not in ("", "no") or tags.get("ferry") in ROAD_VALUES
    carries = tuple(m for m, yes in (("rail", train), ("road", road)) if yes and m in modes)
    if not carries:
        return "ferry without trucks or wagons"
    return WayTags(
        mode="ferry",
        kind="ferry",
        status="operational",
        carries=carries,
        duration_h=read_duration(tags.get("duration", "")),
        unread=_named("duration", unread_durations(tags.get("duration", ""))),
        name=_name(tags),
        ref=tags.get("ref", ""),
    )


def _named(key: str, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{key}={value}" for value in values)


def _name(tags: Mapping[str, str]) -> str:
    return tags.get("name:en") or tags.get("name", "")


def _oneway(tags: Mapping[str, str], value: str) -> int:
    """Return 1, -1 or 0; a motorway and a roundabout are one-way unless they say no."""
    said = tags.get("oneway", "")
    if said in ("yes", "true", "1"):
        return 1
    if said in ("-1", "reverse"):
        return -1
    implied = value == "motorway" or tags.get("junction") in ("roundabout", "circular")
    return int(implied and said not in ("no", "false", "0"))


_THOUSANDS = re.compile(r"(?<!\d)([1-9]),(\d{3})(?!\d)", re.ASCII)


def read_gauges(text: str) -> tuple[int, ...]:
    """Return the gauges of a tag in mm, sorted; of those on which other wagons run, theirs."""
    found = set()
    text = _THOUSANDS.sub(r"\1\2", text)  # else 1,520 would be a railway of 520 mm
    for part in re.split(r"[;,/|]", text):
        word = part.strip().removesuffix("mm").strip()
        if word == "standard":
            found.add(1435)
        elif (word := word.removesuffix(".0")).isdigit() and word.isascii():
            gauge = RUNS_AS_MM.get(int(word), int(word))
            found |= {gauge} if GAUGE_RANGE_MM[0] <= gauge <= GAUGE_RANGE_MM[1] else set()
    return tuple(sorted(found))


def read_place(tags: Mapping[str, str]) -> str:
    """Return the kind of node that a place's tags make, or ``""``."""
    return next((PLACE_TAGS[pair] for pair in tags.items() if pair in PLACE_TAGS), "")


def truck_kmh(kind: str, surface: str, maxspeed_kmh: float, country_factor: float) -> float:
    """Return the running speed of a truck on a road, km/h: class, surface, limit, country."""
    speed = TRUCK_KMH[kind.removesuffix("_link")] * country_factor
    speed *= LINK_ROAD_FACTOR if kind.endswith("_link") else 1.0
    speed *= UNPAVED_FACTOR if surface == "unpaved" else 1.0
    limit = 160.0 if math.isnan(maxspeed_kmh) else maxspeed_kmh
    return round(min(max(speed, 5.0), max(limit, 5.0), 90.0), 1)
