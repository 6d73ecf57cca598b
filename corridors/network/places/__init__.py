"""Find places: by name, alias, id, UN/LOCODE (``naming``), or position on land."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any

import numpy as np

from corridors.errors import UnknownNameError, there_is_no
from corridors.network.countries import countries, country_code, country_name
from corridors.network.earth import great_circle_km, great_circles_km
from corridors.network.land import (
    countries_near,
    country_at,
    is_sea,
    known_codes,
    on_one_land,
)
from corridors.network.places.naming import Names
from corridors.network.tables import Table

#: A name, or a position; a position by a border may say in which country it lies.
Place = str | tuple[float, float] | tuple[float, float, str]

#: A position further than this from every place is outside the network.
MAX_ACCESS_KM = 250.0
#: A position is joined to this many of the nearest places.
ACCESS_PLACES = 3
#: Access legs are this much longer than the great circle (assumed; usual circuity of roads).
ACCESS_CIRCUITY = 1.3

#: On streets a position is joined to corners this much further than the nearest, at most.
STREET_KM = 0.2
#: A position this near to a place is not asked whether it lies in the sea: a quay may.
NEAR_SHORE_KM = 3.0
#: The outlines leave border posts up to this far in the neighbour's country: within it of a
#: border, either side is possible.
BORDER_KM = 5.0
#: There a node this near tells the country better than the outlines do.
SAME_SIDE_KM = 2.0
#: Places looked at around a position.
MANY_PLACES = 1000
#: A city stands for its ports and stations within this distance, in its own country.
CITY_KM = 60.0
#: Kinds of node that a city stands for.
_OF_A_CITY = ("seaport", "rail_terminal", "dry_port")
#: Kinds of node that a position is joined to, and those that need a terminal for it.
_JOINED = ("city", "dry_port", "rail_terminal", "seaport")
_JOINED_WITH_TERMINAL = ("border_crossing", "junction")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an itinerary may begin or end: a node, the km by road to it, and in which country.

    The country is that of the position itself; the way to the node does not leave it.
    """

    node_id: str
    access_km: float
    country: str


class Gazetteer:
    """The names of the nodes of one network.

    With the table of transshipments, a position is joined only to places where goods are loaded.
    """

    def __init__(self, nodes: Table, transshipments: Table | None = None) -> None:
        self._loading: frozenset[str] = frozenset()
        if transshipments is not None:
            vehicles = zip(transshipments["node_id"], transshipments["from_class"], strict=True)
            self._loading = frozenset(n for n, vehicle in vehicles if vehicle == "origin")
        self._nodes = nodes
        self._row = nodes.index("node_id")
        self._names = nodes.once(Names)

    def node_id(self, name: str, *, whole: bool = False) -> str:
        """Return the id of the node that a name means, as :meth:`.naming.Names.node_id`."""
        return self._names.node_id(name, whole=whole)

    def matches(self, text: str, *, most: int = 10) -> list[tuple[str, str]]:
        """Return the places that a text may become, as :meth:`.naming.Names.matches`."""
        return self._names.matches(text, most)

    def entries(self, place: Place) -> list[Entry]:
        """Return the nodes by which a place joins the network, nearest first.

        A name gives its node. A (lon, lat) pair gives up to three of the nearest places in the
        country that it lies in (and in the same exclave, or outside all), with the km of the
        access leg, which passes no border. Within 5 km of a border, as the outlines are no more
        exact, the country is that of a node within 2 km, and :meth:`doubt` says so; a third
        member decides: ``(74.59, 31.6, "PK")``. Street corners of an imported network count as
        places where trucks can load there.

        Raises
        ------
        UnknownNameError
            If there is no place of that name, or several.
        ValueError
            If a position lies in the sea, or far from the country that it says, or no place of its
            country is near enough.
        """
        if isinstance(place, str):
            node = self.node_id(place)
            return [Entry(node, 0.0, str(self._nodes["country"][self._row[node]]))]
        lon, lat = _position(place)
        near = self._nearest(lon, lat)
        self._check_near(lon, lat, near[0] if near else None)
        country, home = self._at_home(lon, lat, near, _said_country(place))
        if self._nodes["kind"][home[0][1]] == "junction":  # streets: no walk past the nearest
            home = [(km, row) for km, row in home if km <= home[0][0] + STREET_KM]
        return [
            Entry(str(self._nodes["node_id"][row]), km * ACCESS_CIRCUITY, country)
            for km, row in home[:ACCESS_PLACES]
        ]

    def terminals_of(self, node_id: str) -> list[Entry]:
        """Return the ports and stations that a city stands for, nearest first; else none.

        They are the seaports, rail terminals and dry ports within ``CITY_KM`` in the same country
        and exclave; the access leg is the drayage between the city and the terminal.
        """
        row, nodes = self._row[node_id], self._nodes
        if nodes["kind"][row] != "city":
            return []
        home = (nodes["country"][row], nodes["zone"][row])
        return [
            Entry(str(nodes["node_id"][other]), km * ACCESS_CIRCUITY, home[0])
            for km, other in self._nearest(nodes["lon"][row], nodes["lat"][row])
            if 0 < km <= CITY_KM
            and nodes["kind"][other] in _OF_A_CITY
            and (nodes["country"][other], nodes["zone"][other]) == home
        ]

    def _at_home(
        self, lon: float, lat: float, near: list[tuple[float, int]], said: str
    ) -> tuple[str, list[tuple[float, int]]]:
        """Return the country of a position, and the places that a truck reaches within it."""
        lands, zones = self._nodes["country"], self._nodes["zone"]
        country = said or self._country_of(lon, lat) or str(lands[near[0][1]])
        if said and self._has_real_countries and said not in self._either(lon, lat):
            raise ValueError(
                f"({lon:g}, {lat:g}) does not lie in {country_name(said)}, nor within "
                f"{BORDER_KM:g} km of its border"
            )
        home = [(km, row) for km, row in near if lands[row] == country and km <= MAX_ACCESS_KM]
        if any(zones[row] for row in self._rows_of(country)):
            zone = self._zone_at(lon, lat, country)
            home = [(km, row) for km, row in home if zones[row] == zone]
        if home:
            return country, home
        km, row = near[0]
        raise ValueError(
            f"({lon:g}, {lat:g}) lies in {country_name(country)}, where no place of the network "
            f"is within {MAX_ACCESS_KM:g} km; the nearest is {self._nodes['name'][row]} in "
            f"{country_name(lands[row])}, {km:,.0f} km away across a border: give a place"
            f"{self._or_country(lon, lat, country)}"
        )

    def _or_country(self, lon: float, lat: float, country: str) -> str:
        """Return how to say that a position by a border lies in another country, or ``""``."""
        others = sorted(self._either(lon, lat) - {country}) if self._has_real_countries else []
        ways = " or ".join(f"({lon:g}, {lat:g}, '{other}')" for other in others)
        return f", or {ways} if it lies there" if ways else ""

    def _country_of(self, lon: float, lat: float) -> str | None:
        """Return the country of a position; by a border that of the nearest node, if so near."""
        if not self._has_real_countries:
            return None
        country = country_at(lon, lat)
        if len(self._either(lon, lat)) < 2:
            return country
        km = great_circles_km(lon, lat, *self._all_positions)
        nearest = int(km.argmin())
        known = str(self._nodes["country"][nearest])
        return known if km[nearest] <= SAME_SIDE_KM else country

    def _either(self, lon: float, lat: float) -> frozenset[str]:
        """Return the countries that a position may lie in, as exact as the outlines are."""
        return countries_near(lon, lat, BORDER_KM)

    def doubt(self, place: Place) -> str:
        """Say in which country a position is taken to lie, if it may lie in another, or ``""``."""
        if isinstance(place, str) or not self._has_real_countries or _said_country(place):
            return ""
        lon, lat = _position(place)
        country = self.entries(place)[0].country
        others = sorted((country_name(code), code) for code in self._either(lon, lat) - {country})
        if not others:
            return ""
        names = " or ".join(name for name, _ in others)
        ways = " or ".join(f"({lon:g}, {lat:g}, '{code}')" for _, code in others)
        return (
            f"{self.label(place)} lies within {BORDER_KM:g} km of a border and is taken to lie in "
            f"{country_name(country)}; if it lies in {names}, give {ways}"
        )

    @cached_property
    def _all_positions(self) -> tuple[np.ndarray, np.ndarray]:
        lon, lat = (np.array(self._nodes[column], float) for column in ("lon", "lat"))
        return lon, lat

    @cached_property
    def _has_real_countries(self) -> bool:
        """Whether its countries are those of the outlines, not names of a model's own."""
        return bool(set(self._nodes["country"]) & known_codes())

    @cached_property
    def _by_country(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, country in enumerate(self._nodes["country"]):
            found.setdefault(country, []).append(row)
        return found

    def _rows_of(self, country: str) -> list[int]:
        return self._by_country.get(country, [])

    def _zone_at(self, lon: float, lat: float, country: str) -> str:
        """Return the exclave that a position lies in: that of a place on the same land."""
        for row in self._rows_of(country):
            there = (self._nodes["lon"][row], self._nodes["lat"][row])
            if self._nodes["zone"][row] and on_one_land((lon, lat), there):
                return str(self._nodes["zone"][row])
        return ""

    def direct_km(self, origin: Place, destination: Place) -> float | None:
        """Return the km by road between two positions that would join the network at one place.

        One of them may be a place itself. ``None`` where they are not so near, or in two
        countries.
        """
        if isinstance(origin, str) and isinstance(destination, str):
            return None
        ends = [self.entries(place) for place in (origin, destination)]
        shared = {e.node_id for e in ends[0]} & {e.node_id for e in ends[1]}
        if not shared or ends[0][0].country != ends[1][0].country:
            return None
        return self.apart_km(origin, destination) * ACCESS_CIRCUITY

    def apart_km(self, origin: Place, destination: Place) -> float:
        """Return the km between two places as the crow flies."""
        return great_circle_km(*self._point(origin), *self._point(destination))

    def _point(self, place: Place) -> tuple[float, float]:
        if not isinstance(place, str):
            return _position(place)
        row = self._row[self.node_id(place)]
        return self._nodes["lon"][row], self._nodes["lat"][row]

    def _check_near(self, lon: float, lat: float, nearest: tuple[float, int] | None) -> None:
        """Raise if a position lies in the sea, or too far from the nearest place."""
        if not (nearest and nearest[0] < NEAR_SHORE_KM) and is_sea(lon, lat):
            raise ValueError(
                f"({lon:g}, {lat:g}) lies in the sea; give a place on land, or a port"
                f"{self._swapped(lon, lat)}"
            )
        if nearest is None:
            raise ValueError(
                f"({lon:g}, {lat:g}) cannot be joined to the network: it has no place where goods "
                "are loaded; give the name or id of a node"
            )
        km, row = nearest
        if km > MAX_ACCESS_KM:
            raise ValueError(
                f"({lon:g}, {lat:g}) lies outside the network: {km:,.0f} km from the nearest "
                f"place, {self._nodes['name'][row]}; expected within {MAX_ACCESS_KM:g} km"
                f"{self._swapped(lon, lat)}"
            )

    def _swapped(self, lon: float, lat: float) -> str:
        """Return a hint if a position would be one of the network the other way round."""
        if abs(lon) > 90 or is_sea(lat, lon):
            return ""
        near = self._nearest(lat, lon)
        if not near or near[0][0] > MAX_ACCESS_KM:
            return ""
        return f". Did you mean ({lat:g}, {lon:g})? Positions are (lon, lat)"

    def _nearest(self, lon: float, lat: float) -> list[tuple[float, int]]:
        """Return km and row of the places around a position, nearest first."""
        rows, lons, lats = self._positions
        km = great_circles_km(lon, lat, lons, lats)
        reach = km <= max(MAX_ACCESS_KM, float(km.min(initial=np.inf)))
        picked = np.flatnonzero(reach)
        if len(picked) > MANY_PLACES:
            picked = picked[np.argsort(km[picked], kind="stable")[:MANY_PLACES]]
        return sorted(zip(km[picked].tolist(), rows[picked].tolist(), strict=True))

    @cached_property
    def _positions(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows and positions of the places that a position can be joined to."""
        names = ("kind", "terminal_classes", "node_id")
        columns = zip(*(self._nodes[name] for name in names), strict=True)
        rows = [
            row
            for row, (kind, classes, node) in enumerate(columns)
            if (kind in _JOINED or (kind in _JOINED_WITH_TERMINAL and classes))
            and (not self._loading or node in self._loading)
        ]
        lon, lat = (np.array([self._nodes[c][r] for r in rows], float) for c in ("lon", "lat"))
        return np.array(rows, np.int64), lon, lat

    def label(self, place: Place) -> str:
        """Return what a caller called a place; the name of a node given by its id or code."""
        if isinstance(place, str):
            node = self.node_id(place)
            coded = self._names.is_code(place)
            return str(self._nodes["name"][self._row[node]]) if coded else place.strip()
        lon, lat = _position(place)
        return f"({lon:g}, {lat:g})"

    def labels(self, places: Sequence[Place], *, as_asked: bool = False) -> list[str]:
        """Return a label each place; where different places share a name, with their ids.

        ``as_asked`` keeps the ids and codes that a caller gave, so that tables can be joined on
        them.
        """
        plain = [
            place.strip() if as_asked and isinstance(place, str) else self.label(place)
            for place in places
        ]
        keys = [self.node_id(p) if isinstance(p, str) else repr(_exactly(p)) for p in places]
        bearers: dict[str, set[str]] = {}
        for label, key in zip(plain, keys, strict=True):
            bearers.setdefault(label, set()).add(key)
        return [
            label
            if len(bearers[label]) == 1
            else (f"{label} ({key})" if isinstance(place, str) else key)
            for place, label, key in zip(places, plain, keys, strict=True)
        ]


def _position(place: Sequence[Any]) -> tuple[float, float]:
    """Return longitude and latitude of a position, whatever country it says."""
    try:
        lon, lat = (float(x) for x in (place[:2] if _said_country(place) else place))
    except (TypeError, ValueError):
        raise TypeError(
            f"a place is a name or a (lon, lat) pair, with a country if need be, not {place!r}"
        ) from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"({lon:g}, {lat:g}) is not a (lon, lat) pair in degrees")
    return lon, lat


def _said_country(place: Sequence[Any]) -> str:
    """Return the code of the country that a position says it lies in, or ``""``.

    Raises
    ------
    UnknownNameError
        If there is no such country.
    """
    if not (isinstance(place, Sequence) and len(place) == 3 and isinstance(place[2], str)):
        return ""
    code = country_code(place[2].strip())
    if code not in countries():
        known = [*countries(), *map(country_name, countries())]
        raise UnknownNameError(there_is_no("country", place[2], known))
    return code


def _exactly(place: Sequence[Any]) -> tuple[float, float] | tuple[float, float, str]:
    """Return a position as numbers, with the code of its country if it says one."""
    country = _said_country(place)
    return (*_position(place), country) if country else _position(place)


def is_place(thing: object) -> bool:
    """Say whether a thing is one place: a name, or a position, alone or with its country."""
    if isinstance(thing, str):
        return True
    if not isinstance(thing, Sequence) or len(thing) not in (2, 3):
        return False
    rest = thing[2:]
    return all(isinstance(x, Real) for x in thing[:2]) and all(isinstance(x, str) for x in rest)


def read_place(text: str) -> Place:
    """Read ``lon,lat`` or ``lon,lat,country`` as a position, everything else as a name.

    Examples
    --------
    >>> read_place("67.0, 24.9"), read_place("74.59,31.6,PK"), read_place("Horgos, KZ")
    ((67.0, 24.9), (74.59, 31.6, 'PK'), 'Horgos, KZ')
    """
    parts = [part.strip() for part in text.split(",")]
    try:
        lon, lat = (float(part) for part in parts[:2])
    except ValueError:
        return text
    if len(parts) > 3:
        return text
    return (lon, lat, parts[2]) if len(parts) == 3 else (lon, lat)


def as_places(places: Place | Iterable[Place]) -> list[Place]:
    """Return a list of places; one name or one position is one place."""
    if isinstance(places, str):
        return [places]
    if not isinstance(places, Iterable):
        raise TypeError(
            f"a place is a name or a (lon, lat) pair, with a country if need be, not {places!r}"
        )
    found: list[Any] = list(places)
    if is_place(found):
        found = [found]
    return [place if isinstance(place, str) else _exactly(place) for place in found]
