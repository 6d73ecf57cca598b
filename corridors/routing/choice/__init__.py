"""How goods choose among ways: a path-size logit on generalised cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import DataError, one_of
from corridors.graph.spread import Z90
from corridors.routing.choice.overlap import path_sizes
from corridors.routing.conditions.words import number
from corridors.vocabulary import COMMODITIES

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.routing.conditions import Shipment
    from corridors.routing.itinerary import Itinerary

#: The coefficients of a class of goods, in the table ``choice_model``, and between which they lie.
COEFFICIENTS = {
    "scale": (0.0, 1000.0),
    "time_share_per_day": (0.0, 1.0),
    "reliability_ratio": (0.0, 100.0),
    "path_size": (0.0, 10.0),
}
#: A way that costs nothing costs so much (USD): the logarithm of its cost must exist.
_LEAST_USD = 1e-6


@dataclass(frozen=True)
class Choice:
    """The coefficients by which goods of a class choose among ways.

    The generalised cost of a way is ``usd + v (h + r (p90 - p50) / 1.2816)``: its price, the
    expected hours and the spread of the hours, with ``v = value_usd time_share_per_day / 24``, what
    an hour costs, and ``r`` the reliability ratio. The share of a way is in proportion to
    ``path_size ** b / generalised ** scale``.

    Parameters
    ----------
    commodity
        The class of goods.
    scale
        How sharply goods choose: of two ways that share nothing, one that costs 1 % more gets about
        ``scale`` % less. 0: all ways alike.
    time_share_per_day
        What a day in transit costs, as a share of the value of the goods.
    reliability_ratio
        What an hour of standard deviation costs, in hours of transit.
    path_size
        The exponent ``b`` of the path size; 0: ways that share links are taken as different.

    References
    ----------
    M. Ben-Akiva and M. Bierlaire, "Discrete choice methods and their applications to short term
    travel decisions", Handbook of Transportation Science, 1999 (path size). Z90 = 1.2816 turns
    what lies between the median and the 90th percentile of a normal time to its standard deviation.

    Examples
    --------
    >>> Choice("container", scale=4.0).usd_per_h(value_usd=24_000)
    13.5
    """

    commodity: str
    scale: float
    time_share_per_day: float = 0.0135
    reliability_ratio: float = 0.4
    path_size: float = 1.0

    def __post_init__(self) -> None:
        one_of("commodity", self.commodity, COMMODITIES)
        for name, (least, most) in COEFFICIENTS.items():
            value = getattr(self, name)
            number(name, value)
            if not least <= value <= most:
                raise ValueError(f"{name} must be {least:g} to {most:g}, not {value!r}")

    def usd_per_h(self, value_usd: float) -> float:
        """Return what an hour in transit costs.

        Parameters
        ----------
        value_usd
            Value of the goods.
        """
        return value_usd * self.time_share_per_day / 24

    def generalised_usd(self, trip: Itinerary) -> float:
        """Return the generalised cost of an itinerary.

        Parameters
        ----------
        trip
            An itinerary of goods of this class.
        """
        return trip.cost_usd + self.usd_per_h(trip.shipment.value_usd) * self.felt_h(trip)

    def felt_h(self, trip: Itinerary) -> float:
        """Return the expected hours of an itinerary, and those by which its spread is as bad.

        Parameters
        ----------
        trip
            An itinerary.
        """
        spread_h = max(trip.time_p90_h - trip.time_p50_h, 0.0) / Z90
        return trip.time_h + self.reliability_ratio * spread_h

    def split(self, costs: Sequence[float], sizes: Sequence[float] = ()) -> list[float]:
        """Return the share of each way; they add up to 1.

        Parameters
        ----------
        costs
            The generalised cost of each.
        sizes
            The path size of each, above 0 and up to 1; none: the ways share nothing.

        Raises
        ------
        ValueError
            If there is no way, or a cost or size is none that can be.

        Examples
        --------
        >>> [round(share, 6) for share in Choice("container", scale=2.0).split([100, 200])]
        [0.8, 0.2]
        """
        cost = np.asarray(costs, dtype=float)
        size = np.asarray(sizes if len(sizes) else np.ones(len(cost)), dtype=float)
        if not len(cost) or not (np.isfinite(cost) & (cost >= 0)).all():
            raise ValueError(f"costs must be one or more numbers of 0 or more, not {costs!r}")
        if len(size) != len(cost) or not ((size > 0) & (size <= 1 + 1e-9)).all():
            raise ValueError(f"sizes must be one each way, above 0 and up to 1, not {sizes!r}")
        utility = self.path_size * np.log(size) - self.scale * np.log(np.maximum(cost, _LEAST_USD))
        weight = np.exp(utility - utility.max())
        found: list[float] = (weight / weight.sum()).tolist()
        return found

    def shares(self, trips: Sequence[Itinerary]) -> list[float]:
        """Return the share of each of different itineraries of one pair.

        Parameters
        ----------
        trips
            One or more; the same way twice shares what one alone would get.
        """
        return self.split([self.generalised_usd(trip) for trip in trips], path_sizes(trips))


def choice_of(net: Network, commodity: str) -> Choice:
    """Return the coefficients of a class of goods: those of the network, else the embedded ones.

    Parameters
    ----------
    net
        A network; its table ``choice_model`` may have rows of its own.
    commodity
        The class of goods.

    Raises
    ------
    DataError
        If a coefficient is missing.

    Examples
    --------
    >>> import corridors as co
    >>> choice_of(co.load(), "container").scale > 0
    True
    """
    found = _coefficients(net, commodity) or _coefficients(_embedded(), commodity)
    missing = [name for name in COEFFICIENTS if name not in found]
    if missing:
        raise DataError([f"choice_model.csv: {commodity} has no {name}" for name in missing])
    return Choice(commodity, **found)


def choice_for(net: Network, shipment: Shipment) -> Choice:
    """Return the coefficients of a shipment: of its class of goods, with its own value of time.

    Parameters
    ----------
    net
        As in :func:`choice_of`.
    shipment
        What is shipped. Where it says what a day in transit costs, that holds.

    Examples
    --------
    >>> import corridors as co
    >>> [choice_for(co.load(), one).time_share_per_day
    ...  for one in (co.Shipment(), co.Shipment(time_share_per_day=0.01))]
    [0.0005, 0.01]
    """
    found = choice_of(net, shipment.commodity)
    if shipment.says_time:
        found = replace(found, time_share_per_day=float(shipment.time_share_per_day))
    return found


def is_own(net: Network, commodity: str) -> bool:
    """Say whether a network has coefficients of its own for a class of goods."""
    return bool(_coefficients(net, commodity))


def _coefficients(net: Network, commodity: str) -> dict[str, float]:
    table = net.table("choice_model")
    return {
        row["coefficient"]: row["value"]
        for row in table
        if row["commodity"] == commodity and not math.isnan(row["value"])
    }


def _embedded() -> Network:
    from corridors.network.catalogue import load

    return load()


def share_of_each(trips: Sequence[Itinerary | None], choice: Choice) -> list[float]:
    """Return the share of each itinerary among the different ways; ``nan`` where there is none.

    Itineraries that are the same way bear the same share: it is that of the way.

    Parameters
    ----------
    trips
        The itineraries of one pair.
    choice
        The coefficients of its goods.
    """
    ways: dict[tuple, Itinerary] = {}
    for trip in trips:
        if trip is not None:
            ways.setdefault(way_key(trip), trip)
    if not ways:
        return [math.nan] * len(trips)
    found = dict(zip(ways, choice.shares([*ways.values()]), strict=True))
    return [math.nan if trip is None else found[way_key(trip)] for trip in trips]


def way_key(trip: Itinerary) -> tuple:
    """Return what tells a way from others: its legs but for waits, whatever they cost."""
    return tuple(
        (leg.kind, leg.vehicle, leg.link_id, leg.from_node, leg.to_node, leg.name)
        for leg in trip.steps
        if leg.kind != "waiting"
    )
