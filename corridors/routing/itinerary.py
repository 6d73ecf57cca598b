"""The itinerary: a ledger of legs whose totals are sums."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from corridors.criteria import CRITERIA, TOTALS
from corridors.display import show
from corridors.errors import one_of
from corridors.graph.spread import correlations_of
from corridors.network.countries import country_name
from corridors.network.places.naming import PAIR_COLUMNS, Pair
from corridors.network.price_level import price_statement
from corridors.network.vintage import DATA_VERSION, dated
from corridors.routing.conditions import Shipment
from corridors.routing.conditions.words import within
from corridors.routing.reliability import TotalTime, total_time
from corridors.vocabulary import LEG_KINDS, counted

if TYPE_CHECKING:
    from pathlib import Path

    import folium
    import geopandas as gpd
    import pandas as pd
    from shapely import LineString

    from corridors.network.network import Network
    from corridors.routing.simulate.riding import ScheduledTime

#: What a truck between a place and its terminal, or a position, is called beside modes.
_ACCESS = "road access"
#: What stands beside a total: its spread, and of what it is made.
PARTS_OF_TOTALS = ("time_p50_h", "time_p90_h", "border_crossings", "transshipments")
_FIRST = (
    *PAIR_COLUMNS, "corridor", "distance_km", "cost_usd", "time_h", "time_p50_h",
    "time_p90_h", "transit_count", "border_crossings", "transshipments", "transit_countries",
    "modes",
)  # fmt: skip
#: The totals of an itinerary, in the order of its summary.
SUMMARY = (*_FIRST, *(total for total in TOTALS if total not in _FIRST), "situation")


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch by one mode, or one stop.

    A stop has 0 km and ``from_node == to_node``, except a border, which is where a link
    passes it.

    Parameters
    ----------
    kind
        One of line-haul, border, gauge break, terminal, waiting, access.
    mode, vehicle
        By what the goods go, or what handles them; the class of vehicle.
    from_node, to_node
        Ids of the places; a stop has the same twice.
    name
        What it is called.
    country
        Code of the country; of a leg that passes a border, both: ``"PK>AF"``.
    link_id
        The link; empty for most stops.
    km
        Kilometres; 0 for a stop.
    usd
        USD of the whole shipment.
    h
        Expected hours: the mean, which adds up.
    h_p50, h_p90
        Half of the consignments are through within the one, nine in ten within the other.
    h_moving
        Those of the expected hours in which the goods move; in the others (``h_standing``) a driver
        rests, a train stands in yards, goods wait or are handled.
    transits
        What it adds to the transit count: 0 or 1.
    co2e_kg
        Well-to-wheel greenhouse gases, kg CO2e.
    source_id, basis
        Where the USD come from, and how good they are.
    hours_source_id, hours_basis
        The same of the hours.
    price_row, hours_row
        The rows of the tables that say them, such as ``"tariffs road PK 40ft"``.

    Examples
    --------
    >>> import corridors as co
    >>> leg = co.route(co.load(), "Karachi", "Lahore", modes="road").steps[0]
    >>> leg.kind, leg.km, leg.from_node == leg.to_node
    ('terminal', 0.0, True)
    """

    kind: str
    mode: str
    vehicle: str
    from_node: str
    to_node: str
    name: str
    country: str
    link_id: str
    km: float
    usd: float
    h: float
    h_p50: float
    h_p90: float
    h_moving: float
    transits: int
    co2e_kg: float
    source_id: str
    basis: str
    hours_source_id: str
    hours_basis: str
    price_row: str = ""
    hours_row: str = ""

    @property
    def h_standing(self) -> float:
        """Those of the expected hours in which the goods stand."""
        return self.h - self.h_moving


@dataclass(frozen=True)
class Itinerary:
    """The ordered legs from origin to destination; every total is a sum over legs.

    ``time_h`` adds the legs' expected hours. Medians and 90th percentiles do not add up:
    ``time_p50_h`` and ``time_p90_h`` are the times that half, and nine in ten, of the consignments
    keep, of the sum of the legs' lognormal times, correlated as the table ``correlations`` says.

    With a departure, the waits in ``time_h`` are those of who takes the expected hours everywhere
    else; the search minimises their sum. The median, the 90th percentile, ``within_days`` and the
    window of arrival are those of 10,000 draws of the way through its timetable: each border that
    opens at hours, rests on some days or has a season, and each service that leaves on some days,
    is met by each draw at its own hour. They are the draws of :func:`corridors.simulate` with its
    default seed. ``time_mean_h`` is their mean.

    Itineraries are equal if they answer the same with the same legs, on any copy of the network.

    Parameters
    ----------
    origin, destination
        What the caller called the two ends; names of nodes given by id or code.
    shipment
        What is shipped.
    weight
        What was minimised: a word or a mapping.
    corridor
        The corridor asked for, or ``None``.
    situation
        Of which day and scenarios the network is.
    steps
        The legs, in order.
    network
        The network that it goes through.
    departure
        When the goods leave; ``None``: any time.
    scheduled
        The distribution of the hours through the timetable; ``None``: none is met.
    notes
        What a reader must know: events on the way, better ways that are shut, in sentences.
    origin_country, destination_country
        Codes of the countries that the two ends lie in.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Istanbul", weight="cost")
    >>> round(trip.cost_usd - float(trip.legs["usd"].sum()), 6)
    0.0
    """

    origin: str
    destination: str
    shipment: Shipment
    weight: object
    corridor: str | None
    situation: str
    steps: tuple[Leg, ...]
    network: Network = field(compare=False)
    departure: datetime | None = None
    scheduled: ScheduledTime | None = field(default=None, compare=False, repr=False)
    notes: Sequence[str] = field(default=(), compare=False, repr=False)
    origin_country: str = ""
    destination_country: str = ""

    @property
    def pair(self) -> Pair:
        """Both ends with their countries; as text ``"Karachi (PK) - Istanbul (TR)"``."""
        return Pair(*(getattr(self, name) for name in Pair.__dataclass_fields__))

    # -- totals ---------------------------------------------------------------------------

    @cached_property
    def distance_km(self) -> float:
        """Kilometres by all modes."""
        return math.fsum(leg.km for leg in self.steps)

    @cached_property
    def cost_usd(self) -> float:
        """USD for the whole shipment."""
        return math.fsum(leg.usd for leg in self.steps)

    @cached_property
    def time_h(self) -> float:
        """Expected hours: the sum of the legs' means."""
        return math.fsum(leg.h for leg in self.steps)

    @property
    def moving_h(self) -> float:
        """Those of the expected hours in which the goods move."""
        return math.fsum(leg.h_moving for leg in self.steps)

    @property
    def standing_h(self) -> float:
        """Those of the expected hours in which they stand: rests, stops, borders, terminals."""
        return math.fsum(leg.h_standing for leg in self.steps)

    @property
    def arrival(self) -> datetime | None:
        """When the goods arrive if each leg takes its hours; ``None`` without a departure."""
        return self.departure and self.departure + timedelta(hours=self.time_h)

    @property
    def arrival_window(self) -> tuple[datetime, datetime] | None:
        """By when half, and nine in ten, of the consignments arrive; ``None``: no departure."""
        if self.departure is None:
            return None
        hours = (self.time_p50_h, self.time_p90_h)
        return tuple(self.departure + timedelta(hours=h) for h in hours)  # type: ignore[return-value]

    @cached_property
    def total_time(self) -> TotalTime | ScheduledTime:
        """The distribution of the hours from origin to destination."""
        return self.scheduled or total_time(self.steps, correlations_of(self.network))

    @property
    def time_mean_h(self) -> float:
        """Mean hours: ``time_h``, but with a departure those of the draws through the timetable."""
        return self.scheduled.mean_h if self.scheduled else self.time_h

    @cached_property
    def time_p50_h(self) -> float:
        """Hours within which half of the consignments arrive."""
        return self.total_time.p50_h

    @cached_property
    def time_p90_h(self) -> float:
        """Hours within which nine of ten consignments arrive."""
        return self.total_time.p90_h

    def within_days(self, days: float) -> float:
        """Return the share of consignments that arrive within so many days.

        Parameters
        ----------
        days
            Days of 24 hours, 0 or more.

        Raises
        ------
        ValueError
            If ``days`` is below 0 or no number.
        """
        return self.total_time.within(24 * within("days", days, 0))

    @cached_property
    def co2e_kg(self) -> float:
        """Well-to-wheel greenhouse gases of carrying the goods, kg CO2e."""
        return math.fsum(leg.co2e_kg for leg in self.steps)

    @property
    def generalised_usd(self) -> float:
        """USD with the value of the time in transit: what ``weight="generalised"`` minimises."""
        return self.cost_usd + self.time_h * self.shipment.usd_per_h

    @property
    def transit_count(self) -> int:
        """Border crossings plus transshipments."""
        return self.border_crossings + self.transshipments

    @property
    def border_crossings(self) -> int:
        """Borders crossed; landing in a country from the sea is one."""
        return sum(leg.transits for leg in self.steps if leg.kind == "border")

    @property
    def transshipments(self) -> int:
        """Changes of vehicle, breaks of gauge among them."""
        return sum(leg.transits for leg in self.steps if leg.kind != "border")

    def by_kind(self, column: str) -> dict[str, float]:
        """Return a total (``"usd"``, ``"h"``, ``"km"`` or ``"transits"``) split by kind of leg.

        Parameters
        ----------
        column
            A column of numbers of :attr:`legs`.
        """
        one_of("column", column, _LEG_NUMBERS)
        found = dict.fromkeys(LEG_KINDS, 0.0)
        for leg in self.steps:
            found[leg.kind] += getattr(leg, column)
        return found

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of the countries touched, in order, origin and destination included."""
        found: list[str] = []
        for leg in self.steps:
            for country in leg.country.split(">"):
                if country and (not found or found[-1] != country):
                    found.append(country)
        return tuple(found)

    @property
    def transit_countries(self) -> tuple[str, ...]:
        """Codes of the countries between that of origin and that of destination."""
        return self.countries[1:-1] if len(self.countries) > 2 else ()

    @property
    def modes(self) -> tuple[str, ...]:
        """Modes of the line-hauls, in order of first use; :attr:`by` names access by road too."""
        return tuple(dict.fromkeys(leg.mode for leg in self.steps if leg.kind == "line-haul"))

    @property
    def by(self) -> tuple[str, ...]:
        """By what the goods go, for people: :attr:`modes`, and access by road if that is all road.

        A city that stands for its port, or a position, is reached by a truck, which is no
        line-haul: Karachi to Shanghai by sea goes by ``("road access", "sea")``.
        """
        words = dict.fromkeys(
            _ACCESS if leg.kind == "access" else leg.mode
            for leg in self.steps
            if leg.kind in ("line-haul", "access")
        )
        return tuple(word for word in words if word != _ACCESS or "road" not in words)

    # -- other forms ----------------------------------------------------------------------

    @property
    def legs(self) -> pd.DataFrame:
        """The ledger: a row each leg, in order."""
        import pandas as pd

        return dated(pd.DataFrame([leg_row(leg) for leg in self.steps]), self.network)

    def to_frame(self) -> pd.DataFrame:
        """Return one row with the totals."""
        import pandas as pd

        return dated(pd.DataFrame([self.summary()]), self.network)

    def summary(self) -> dict:
        """Return the totals as plain values, ready for JSON."""
        values = {name: getattr(self, name) for name in SUMMARY}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}

    def to_dict(self) -> dict:
        """Return totals and legs as plain values, ready for JSON."""
        return {**told_of(self), "legs": [leg_row(leg) for leg in self.steps]}

    def to_gdf(self) -> gpd.GeoDataFrame:
        """Return the legs that move, as lines in WGS84."""
        import geopandas as gpd
        from shapely import LineString

        moving = [leg for leg in self.steps if leg.km > 0 and leg.link_id]
        lines = [LineString(self.line(leg)) for leg in moving]
        rows = [leg_row(leg) for leg in moving]
        return gpd.GeoDataFrame(rows, geometry=lines, crs="EPSG:4326")

    def line(self, leg: Leg) -> list[tuple[float, float]]:
        """Return the (lon, lat) points of a leg that moves, in its direction.

        Parameters
        ----------
        leg
            One of ``steps`` that has a link.

        Raises
        ------
        TypeError
            If it is no leg.
        UnknownNameError
            If the leg has no link.
        """
        if not isinstance(leg, Leg):
            raise TypeError(f"leg is one of the itinerary's steps, not {leg!r}")
        line = self.network.line(leg.link_id)
        links = self.network.table("links")
        row = self.network.link_row(leg.link_id)
        return line if links["from_node"][row] == leg.from_node else line[::-1]

    @property
    def geometry(self) -> LineString:
        """The whole way as one line in WGS84, ferries and sea lanes included."""
        from shapely import LineString

        points: list[tuple[float, float]] = []
        for leg in self.steps:
            if leg.km > 0 and leg.link_id:
                points += self.line(leg)[1 if points else 0 :]
        return LineString(points)

    @property
    def __geo_interface__(self) -> dict:
        """GeoJSON feature of the whole way with the totals as properties."""
        return {
            "type": "Feature",
            "properties": self.summary(),
            "geometry": self.geometry.__geo_interface__,
        }

    def explore(self, *, language: str = "en") -> folium.Map:
        """Return an interactive map of the itinerary.

        Parameters
        ----------
        language
            Of its words: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``.
        """
        return show(self, "Itinerary", "explore", language=language)

    def save(self, path: str | Path, *, made: date | None = None, language: str = "en") -> Path:
        """Write a sheet to hand over: totals, stretches with dates, borders, what is not said.

        Parameters
        ----------
        path
            ``.pdf``, ``.xlsx`` (needs ``openpyxl``), ``.html`` or ``.md``.
        made
            The date of making, by which the status of borders "today" is told; ``None``: today.
        language
            In which language people read it: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``.

        Returns
        -------
        Path
            The absolute path of the file.

        Raises
        ------
        ValueError
            If the path has another ending, or there is no such ``language``.
        ImportError
            If a workbook is asked for without ``openpyxl``.
        """
        saved: Path = show(self, "Itinerary", "save", path=path, made=made, language=language)
        return saved

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        html: str = show(self, "Itinerary", "_repr_html_")
        return html

    def __repr__(self) -> str:
        via = ", ".join(country_name(c) for c in self.transit_countries)
        return (
            f"Itinerary({self.pair}: {self.distance_km:,.0f} km, "
            f"{self.cost_usd:,.0f} USD, {self.time_h / 24:.1f} days, "
            f"{counted(self.transit_count, 'transit')}, "
            f"by {'+'.join(self.by)}{' through ' if via else ''}{via})"
        )


#: The columns of a ledger: the hours standing after those on the move.
_LEG_COLUMNS = tuple(
    column
    for name in Leg.__dataclass_fields__
    for column in ((name, "h_standing") if name == "h_moving" else (name,))
)
_leg_values = attrgetter(*_LEG_COLUMNS)


def leg_row(leg: Leg) -> dict[str, Any]:
    """Return a leg as a row of the ledger."""
    return dict(zip(_LEG_COLUMNS, _leg_values(leg), strict=True))


def told_of(trip: Itinerary) -> dict[str, Any]:
    """Return what is told of an itinerary besides its legs, as plain values, ready for JSON."""
    departure, arrival = trip.departure, trip.arrival
    return {
        **trip.summary(),
        "departure": departure and departure.isoformat(),
        "arrival": arrival and arrival.isoformat(),
        "notes": [*trip.notes],
        DATA_VERSION: trip.network.data_version,
        "prices": price_statement(trip.network),
    }


# -- stretches ----------------------------------------------------------------------------------

#: Ways of a stretch between nameless nodes that its name tells: those of most km.
MAIN_WAYS = 3


@dataclass(frozen=True)
class Stretch:
    """Neighbouring line-hauls of one vehicle in one country, or one stop, as a row for people.

    ``crosses``: its last leg leads over a border, which is told at the next stop.
    """

    legs: tuple[Leg, ...]
    crosses: bool = False

    @property
    def name(self) -> str:
        """Its first and last place, where named, and its main ways; of one leg, the leg's name.

        A leg between named places bears both; one that ends at a nameless node of an imported
        network bears the way's name, or only what it is ("railway"), which is in lower case. One
        that crosses a border ends at its last place before it.
        """
        first, last = self.legs[0].name, self.legs[-1].name
        if len(self.legs) == 1:
            return f"{first}, over the border" if self.crosses else first
        to_border = ", to the border" if self.crosses else ""
        start = first.split(" - ")[0] if " - " in first else ""
        end = last.split(" - ")[0 if self.crosses else -1] if " - " in last else ""
        if start and end:
            return f"{start} - {end}{to_border}"
        km: dict[str, float] = {}
        for leg in self.legs:
            if " - " not in leg.name:
                km[leg.name] = km.get(leg.name, 0.0) + leg.km
        named = {name for name in km if not name.islower()} or set(km)
        main = sorted(named, key=lambda name: -km[name])[:MAIN_WAYS]
        ways = ", ".join(name for name in km if name in main)
        return " - ".join(part for part in (start, ways, end) if part) + to_border

    @property
    def kind(self) -> str:
        """The kind of its legs."""
        return self.legs[0].kind

    @property
    def vehicle(self) -> str:
        """The vehicle of its legs."""
        return self.legs[0].vehicle

    @property
    def km(self) -> float:
        """Kilometres; 0 for a stop."""
        return math.fsum(leg.km for leg in self.legs)

    @property
    def usd(self) -> float:
        """USD of all its legs."""
        return math.fsum(leg.usd for leg in self.legs)

    @property
    def h(self) -> float:
        """Expected hours of all its legs."""
        return math.fsum(leg.h for leg in self.legs)


def stretches(steps: Iterable[Leg], *, every_leg: bool = False) -> list[Stretch]:
    """Return legs as rows for people: neighbouring line-hauls together, each stop apart.

    Parameters
    ----------
    steps
        The legs of an itinerary, in order.
    every_leg
        Whether each leg stays apart.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Lahore", modes=["road"])
    >>> [stretch.name for stretch in stretches(trip.steps)]
    ['Loading at Karachi (road)', 'Karachi - Lahore', 'Unloading at Lahore (road)']
    """
    steps = list(steps)
    over = {leg.link_id for leg in steps if leg.kind == "border" and ">" in leg.country} - {""}
    parts = (
        [(leg,) for leg in steps]
        if every_leg
        else [tuple(part) for _, part in groupby(steps, key=_stretch_of)]
    )
    return [Stretch(part, _crosses(part[-1], over)) for part in parts]


def _crosses(leg: Leg, over: Container[str]) -> bool:
    """Say whether a leg on land leads over a border; ``over`` are the links that pass one."""
    return leg.kind == "line-haul" and bool(leg.country) and leg.link_id in over


def _stretch_of(leg: Leg) -> tuple:
    """Return what neighbouring legs share to be one stretch."""
    at = "" if leg.kind == "line-haul" else (leg.name, leg.to_node)
    return leg.kind, leg.vehicle, leg.country, at


def weight_total(trip: Itinerary) -> float:
    """Return an itinerary's total of what it is the best by.

    Parameters
    ----------
    trip
        The itinerary.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Tashkent", weight="time")
    >>> weight_total(trip) == trip.time_h
    True
    """
    if trip.weight == "generalised":
        return trip.generalised_usd
    shares: Mapping[str, float] = (
        {trip.weight: 1.0} if isinstance(trip.weight, str) else dict(trip.weight)  # type: ignore[call-overload]
    )
    return math.fsum(k * getattr(trip, CRITERIA[key].total) for key, k in shares.items())


_LEG_NUMBERS = tuple(name for name in _LEG_COLUMNS if Leg.__annotations__.get(name) != "str")
