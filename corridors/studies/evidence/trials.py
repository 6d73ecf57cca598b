"""A published outcome put to the model as it was published, and what of the answer counts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from corridors.errors import DataError, NoItineraryError, UnknownNameError
from corridors.graph.spread import correlations_of
from corridors.network.prices import money_of, price_level_year
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.itinerary import Itinerary, Leg
from corridors.routing.reliability import TotalTime, total_time
from corridors.routing.route import route
from corridors.studies.evidence.charges import boarding_usd

if TYPE_CHECKING:
    from corridors.network.network import Network

#: How far outside the published range an answer still counts as inside, by measure: shares.
TOLERANCE: Mapping[str, float] = {"distance": 0.08, "time": 0.25, "price": 0.30}
#: The field of a leg that adds up to each measure.
_FIELD = {"distance": "km", "time": "h", "price": "usd"}
#: What is too much, and too little, of each.
_WORDS = {
    "distance": ("too long", "too short"),
    "time": ("too slow", "too quick"),
    "price": ("too dear", "too cheap"),
}
#: Parts of an answer that are named where it misses.
_PARTS = 3
#: Smaller ones are not.
_LEAST_SHARE = 0.05
_HOURS = {"days": 24.0, "hours": 1.0}


def conditions_of(outcome: Mapping) -> Conditions:
    """Return the conditions of the question that an outcome answers.

    Parameters
    ----------
    outcome
        A row of the table ``outcomes``.

    Examples
    --------
    >>> import corridors as co
    >>> row = next(iter(co.load().table("outcomes")))
    >>> type(conditions_of(row)).__name__
    'Conditions'
    """
    shipped = {name: outcome[name] for name in ("box", "commodity") if outcome[name]}
    if not math.isnan(outcome["cargo_t"]):
        shipped["cargo_t"] = outcome["cargo_t"]
    told = ("weight", "corridor", "as_of", "service")
    words = {name: outcome[name] for name in told if outcome[name]}
    words["irregular"] = outcome["irregular"] == "yes"
    words |= {name: _words(outcome[name]) for name in ("modes", "via", "avoid") if outcome[name]}
    return Conditions.of(shipment=Shipment(**shipped), **words)


def _words(text: str) -> list[str]:
    return [word for word in text.split(";") if word]


@dataclass(frozen=True)
class Trial:
    """One outcome, and the itinerary that the model gives to its question, or why there is none."""

    outcome: Mapping
    itinerary: Itinerary | None
    reason: str = ""

    @property
    def metric(self) -> str:
        """What was published: distance, time or price."""
        return str(self.outcome["metric"])

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs that count, by the scope of the outcome.

        What the carrier charges where it takes the goods is in its fare, if the loading is not.
        """
        if self.itinerary is None:
            return ()
        scope = str(self.outcome["scope"])
        own = taking(self.itinerary) if (scope, self.metric) == ("carriage", "price") else ()
        return (*own, *counted(self.itinerary.steps, scope))

    @cached_property
    def value(self) -> float:
        """What the model says, in the unit of the outcome; ``nan`` without an itinerary.

        Days and hours of a pilot or a schedule are those that half of the consignments keep; of a
        market, where usual runs are averaged, the mean. Prices are brought to dollars of the year
        of the outcome: at sea by the spot market of boxes, else by consumer prices; without an
        index of the year there is a :exc:`~corridors.errors.DataError`.
        """
        if self.itinerary is None:
            return math.nan
        if self.metric == "time":
            return self._hours / _HOURS[str(self.outcome["unit"])]
        total = math.fsum(getattr(leg, _FIELD[self.metric]) * self._money(leg) for leg in self.legs)
        per_t = self.outcome["unit"] == "USD/t"
        return total / self.itinerary.shipment.cargo_t if per_t else total

    def _money(self, leg: Leg) -> float:
        """Return the money of the outcome's year for a dollar of a leg; 1 for hours and km.

        Raises
        ------
        DataError
            If the table ``deflators`` does not tell it.
        """
        if self.metric != "price":
            return 1.0
        is_freight = leg.kind == "line-haul" and leg.mode == "sea"
        money = self._levels[is_freight]
        if math.isnan(money):
            index = "sea_index" if is_freight else "price_index"
            year = f"{self.outcome['year']:.0f}"
            fault = (
                f"outcomes.csv: {self.outcome['outcome_id']}: its price cannot be compared: "
                f"deflators.csv has no {index} of {year}, or none of the level of prices"
            )
            raise DataError([fault])
        return money

    @cached_property
    def _levels(self) -> tuple[float, float]:
        if self.itinerary is None:
            return 1.0, 1.0
        net = self.itinerary.network
        level = price_level_year(net.table("vintage"))
        return money_of(net.table("deflators"), level, int(self.outcome["year"]))

    @property
    def _hours(self) -> float:
        if self.outcome["kind"] == "market" or self.itinerary is None:
            return math.fsum(leg.h for leg in self.legs)
        return self._distribution.p50_h

    @property
    def _distribution(self) -> TotalTime:
        net = self.itinerary.network if self.itinerary else None
        return total_time(self.legs, {} if net is None else correlations_of(net))

    @property
    def share_within(self) -> float:
        """Which share of consignments the model has arrive in the published time; else ``nan``.

        The time is the middle (geometric) of what was published.
        """
        if self.itinerary is None or self.metric != "time":
            return math.nan
        middle = math.sqrt(self.outcome["low"] * self.outcome["high"])
        return self._distribution.within(middle * _HOURS[str(self.outcome["unit"])])

    @property
    def chance(self) -> float:
        """How likely one consignment of the model's own would be inside; else ``nan``.

        That is, if what was published were a draw from the distribution of the model, with a range
        as wide as it has: a model that is right has no more inside than that on average.
        """
        if self.itinerary is None or self.metric != "time":
            return math.nan
        half = math.sqrt(self.outcome["high"] / self.outcome["low"])
        tolerance, middle = TOLERANCE["time"], self.value * _HOURS[str(self.outcome["unit"])]
        within = self._distribution.within
        return within(middle * half / (1 - tolerance)) - within(middle / half / (1 + tolerance))

    @property
    def ratio(self) -> float:
        """The model's value over the middle (geometric) of what was published."""
        return self.value / math.sqrt(self.outcome["low"] * self.outcome["high"])

    @property
    def is_inside(self) -> bool:
        """Whether the value lies in the published range, widened by the tolerance."""
        share = TOLERANCE[self.metric]
        low, high = self.outcome["low"] * (1 - share), self.outcome["high"] * (1 + share)
        return bool(low * (1 - 1e-9) <= self.value <= high * (1 + 1e-9))

    @property
    def why(self) -> str:
        """Where an answer outside comes from: by how much, and of what it is mostly made."""
        if self.itinerary is None:
            return f"no way: {self.reason}"
        if self.is_inside:
            return ""
        above = self.value > self.outcome["high"]
        bound = self.outcome["high" if above else "low"]
        share = abs(self.value / bound - 1)
        parts = ", ".join(
            f"{part.name} {part.share:.0%} ({part.basis})"
            for number, part in enumerate(self.parts[:_PARTS])
            if not number or part.share >= _LEAST_SHARE
        )
        return f"{share:.0%} {_WORDS[self.metric][not above]}; most of it {parts}"

    @property
    def parts(self) -> list[Part]:
        """What the value is made of, the largest part first."""
        return parts_of(self.legs, _FIELD[self.metric])


@dataclass(frozen=True)
class Part:
    """One part of a total: what it is, its share, and the basis of most of it."""

    name: str
    share: float
    basis: str


def counted(steps: Sequence[Leg], scope: str) -> Iterator[Leg]:
    """Yield the legs that count in a scope.

    Parameters
    ----------
    steps
        The legs of an itinerary, in order.
    scope
        ``"door"``: all; ``"loaded"``: all up to the last arrival; ``"carriage"``: from the first
        departure to it, a land border on the last stretch included in both; ``"running"``:
        line-hauls alone.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Lahore", modes="road")
    >>> {leg.kind for leg in counted(trip.steps, "carriage")}
    {'line-haul'}
    """
    hauls = [number for number, leg in enumerate(steps) if leg.kind == "line-haul"]
    if scope == "door" or not hauls:
        yield from steps
    elif scope in ("loaded", "carriage"):
        on_land = (n for n, leg in enumerate(steps) if leg.kind == "border" and _is_passed(leg))
        first = hauls[0] if scope == "carriage" else 0
        yield from steps[first : max(hauls[-1], *on_land, 0) + 1]
    else:
        yield from (steps[number] for number in hauls)


def taking(trip: Itinerary) -> Iterator[Leg]:
    """Yield legs before the first departure with what the carrier charges of their price.

    Parameters
    ----------
    trip
        The itinerary.
    """
    for leg in trip.steps:
        if leg.kind == "line-haul":
            return
        usd = boarding_usd(trip, leg)
        if usd:
            yield replace(leg, usd=usd)


def _is_passed(leg: Leg) -> bool:
    """Say whether a border is passed on the way, not entered at a quay."""
    return leg.from_node != leg.to_node


def parts_of(legs: Iterable[Leg], field: str) -> list[Part]:
    """Return what the sum of a field of legs is made of, the largest part first.

    Line-hauls are put together by mode and country, and stops by kind and place.

    Parameters
    ----------
    legs
        Legs of an itinerary.
    field
        ``"km"``, ``"h"`` or ``"usd"``.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Lahore", modes="road")
    >>> parts_of(trip.steps, "km")[0].name
    'road PK'
    """
    sums: dict[str, dict[str, float]] = {}
    for leg in legs:
        basis = leg.hours_basis if field == "h" else leg.basis
        bases = sums.setdefault(_name_of(leg), {})
        bases[basis] = bases.get(basis, 0.0) + getattr(leg, field)
    total = math.fsum(value for bases in sums.values() for value in bases.values())
    found = [
        Part(name, math.fsum(bases.values()) / total, max(bases, key=lambda b: bases[b]))
        for name, bases in sums.items()
        if total
    ]
    return sorted(found, key=lambda part: (-part.share, part.name))


def _name_of(leg: Leg) -> str:
    if leg.kind == "line-haul":
        return f"{leg.mode} {leg.country}".strip()
    if leg.kind in ("border", "access"):
        return f"{leg.kind} {leg.country.replace('>', '-')}".strip()
    return f"{leg.kind} at {leg.to_node}" if leg.to_node else leg.kind


def trials(net: Network, outcomes: Iterable[Mapping]) -> Iterator[Trial]:
    """Put outcomes to the model, each as it was published.

    Raises
    ------
    DataError
        If a condition names what the network does not have.
    """
    asked: dict[tuple, Itinerary | str] = {}
    for outcome in outcomes:
        said = conditions_of(outcome)
        key = outcome["origin"], outcome["destination"], said
        if key not in asked:
            asked[key] = _answer(net, outcome, said)
        answer = asked[key]
        yield (Trial(outcome, None, answer) if isinstance(answer, str) else Trial(outcome, answer))


def _answer(net: Network, outcome: Mapping, said: Conditions) -> Itinerary | str:
    try:
        return route(net, outcome["origin"], outcome["destination"], conditions=said)
    except NoItineraryError as error:
        return str(error)
    except (UnknownNameError, ValueError) as error:
        raise DataError([f"outcomes.csv: {outcome['outcome_id']}: {error}"]) from None
