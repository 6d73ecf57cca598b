"""Words of other programs' tables: modes, uses, kinds of places, directions. Whole words only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from corridors.sources.making.spelling import ALONG, BOTH

_TRUE = frozenset((*ALONG, "t", "on", "directed"))
_FALSE = frozenset((*BOTH, "f", "off", "undirected")) - {"2"}  # a number of ways or of lanes


def _all(*words: str) -> frozenset[str]:
    return frozenset(" ".join(words).split())


#: Words of ``facility_type`` by the mode that they mean; what has none of these is a road.
_MODES = {
    "ferry": _all("ferry ferries roro"),
    "rail": _all("rail rails railway railways railroad train freightrail rr"),
    "sea": _all("sea ocean maritime shipping sealane"),
    "inland_water": _all("waterway waterways barge canal inland river"),
    "pipeline": _all("pipeline pipelines"),
    "lng": _all("lng"),
}
#: Words of ``facility_type`` of ways that carry no freight, whatever else is said.
_NO_FREIGHT = _all(
    "sidewalk sidewalks crosswalk crosswalks walkway footway footpath foot walk path paths",
    "pedestrian pedestrians cycleway cycletrack cycletracks bikeway bikepath bike bikes bicycle",
    "bus",
    "greenway trail trails steps stairs stairway elevator escalator bridleway busway guideway",
    "tram trams tramway streetcar subway metro monorail funicular trolley lrt brt transit",
    "aerialway",
    "aeroway runway taxiway air airway flight",
    "abandoned razed disused dismantled removed proposed planned construction",
)
#: With ``rail``: a railway of passengers alone.
_PASSENGER = _all("light commuter passenger urban")
_KINDS = {
    "freight": _all(
        "truck trucks freight hgv hgvs hdv lorry lorries goods cargo commercial heavy semi",
        "trailer trk cmv sut mut hdt mdt",
    ),
    "motor": _all(
        "auto autos car cars sov vehicle vehicles veh motor motorized motorised drive",
        "driving automobile automobiles passengercar gp general",
    ),
    "all": _all("all any everyone everything unrestricted universal"),
    "rail": _all("rail railway railroad train trains"),
    "ship": _all("ship ships vessel vessels ferry boat boats barge barges"),
    "pipe": _all("gas oil pipeline"),
    "closed": _all("none closed nobody"),
}  # fmt: skip
_NOT = _all("no non not without except nontruck")
_PLACES = {
    "seaport": _all("seaport port harbour harbor"),
    "rail_terminal": _all("intermodal railyard railport"),
    "border_crossing": _all("border"),
}
_OURS = (
    "city", "seaport", "rail_terminal", "dry_port", "border_crossing", "junction",
    "pipeline_station",
)  # fmt: skip


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters; capitals within a word begin a new one.

    Examples
    --------
    >>> words_of("SingleUnit_truck, HOV-lane"), words_of("Rail trail")
    (['single', 'unit', 'truck', 'hov', 'lane'], ['rail', 'trail'])
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return re.findall(r"[a-z]+", parted.lower())


def truth_of(text: str) -> bool | None:
    """Return what a word of yes or no means, ``None`` if it is neither.

    Examples
    --------
    >>> truth_of("TRUE"), truth_of("0.0"), truth_of("")
    (True, False, None)
    """
    word = text.strip().lower().removesuffix(".0")
    return True if word in _TRUE else False if word in _FALSE else None


@lru_cache(maxsize=10_000)
def mode_of(facility: str, kinds: frozenset[str]) -> str | None:
    """Return the mode of a link, ``None`` if it carries no freight by its facility type.

    ``kinds`` are those of its uses, which count where the facility type says nothing.

    Examples
    --------
    >>> mode_of("Freight_Rail", frozenset()), mode_of("trail", frozenset())
    ('rail', None)
    >>> mode_of("River Road", frozenset()), mode_of("", frozenset({"rail"}))
    ('road', 'rail')
    """
    if facility in _MODES:
        return facility
    words = set(words_of(facility))
    if words & _NO_FREIGHT:
        return None
    if not words & {"road", "street", "highway", "avenue", "drive"}:
        for mode, known in _MODES.items():
            if words & known:
                return None if mode == "rail" and words & _PASSENGER else mode
    if not words and kinds:
        if kinds <= {"rail", "freight"} and "rail" in kinds:
            return "rail"
        if kinds == {"ship"}:
            return "ferry"
    return "road"


def place_of(node_type: str) -> str:
    """Return the kind of a place by its node type; what is none that we know is a junction.

    Examples
    --------
    >>> place_of("Seaport"), place_of("WALK_INTERSECTION"), place_of("airport")
    ('seaport', 'junction', 'junction')
    """
    plain = node_type.strip().lower()
    if plain in _OURS:
        return plain
    words = set(words_of(node_type))
    if (
        words & {"terminal", "yard", "station"}
        and words & _MODES["rail"]
        and not words & _PASSENGER
    ):
        return "rail_terminal"
    return next((kind for kind, known in _PLACES.items() if words & known), "junction")


class Uses:
    """What the uses of a set of files mean.

    Parameters
    ----------
    groups
        The uses of each group, by ``use_group.csv``.
    definitions
        The descriptions of the uses, by ``use_definition.csv``.
    texts
        Every list of uses in the files: where none of them, and no definition, knows a truck,
        ``auto`` stands for all motor vehicles.
    """

    def __init__(
        self, groups: Mapping[str, str], definitions: Mapping[str, str], texts: Iterable[str]
    ) -> None:
        self._groups = {name.strip().lower(): uses for name, uses in groups.items()}
        self._told = {name.strip().lower(): text for name, text in definitions.items()}
        known = {*texts, *groups.values(), *definitions}
        self._known: dict[str, frozenset[str]] = {}
        self.knows_trucks = any(_speaks_of_trucks(text) for text in known)
        self.motor_counts = False

    def kinds(self, text: str, *, within: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return the kinds of the uses of a list: freight, motor, all, rail, ship, pipe, closed."""
        if not within and text in self._known:
            return self._known[text]
        found: set[str] = set()
        for use in re.split(r"[,;|/+\[\]{}'\"]+", text):
            name = use.strip().lower()
            if not name:
                continue
            if name in self._groups and name not in within:
                found |= self.kinds(self._groups[name], within=within | {name})
                continue
            kind = _kind(use)
            if kind == "other" and name in self._told:
                kind = _kind(self._told[name])
            found.add(kind)
        kinds = frozenset(found)
        if not within:
            self._known[text] = kinds
        return kinds

    def allow(self, mode: str, text: str) -> bool:
        """Say whether freight may use a link of a mode by its uses; it may where none are said."""
        kinds = self.kinds(text)
        if not kinds or "all" in kinds or "freight" in kinds:
            return True
        if "closed" in kinds and len(kinds) == 1:
            return False
        if mode == "road":
            if "motor" in kinds and not self.knows_trucks:
                self.motor_counts = True
                return True
            return False
        if mode == "ferry":
            return bool(kinds & {"motor", "ship"})
        return bool(kinds & {"motor", "rail", "ship", "pipe"})


def _kind(use: str) -> str:
    """Return the kind of one use, by its words."""
    words = words_of(use)
    if any(word in _NOT or word.startswith("notruck") for word in words):
        return "other"
    for kind, known in _KINDS.items():
        if known.intersection(words):
            return kind
    return "other"


def _speaks_of_trucks(text: str) -> bool:
    words = words_of(text)
    return bool(_KINDS["freight"].intersection(words)) or any("truck" in word for word in words)
