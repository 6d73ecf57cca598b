"""How much ways share: path sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from corridors.routing.alternatives import lane_shares
from corridors.vocabulary import is_ship

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary, Leg

#: A network keeps the squares of so many links by sea.
_LANES = 2048


def path_sizes(trips: Sequence[Itinerary]) -> list[float]:
    """Return the path size of each itinerary: 1 if it shares nothing, 1 / n if n are the same.

    ``PS_k = sum over stretches a of k of (l_ak / L_k) / N_a``: ``l_ak`` the km of the stretch,
    ``L_k`` those of the way, ``N_a`` how many of the ways use it. A stretch is a link on land, and
    at sea a square degree: two ships from neighbouring ports sail the same lane.

    Parameters
    ----------
    trips
        Itineraries of one pair.

    Returns
    -------
    list of float
        Above 0 and up to 1, one each itinerary.

    References
    ----------
    M. Ben-Akiva and M. Bierlaire, "Discrete choice methods and their applications to short term
    travel decisions", Handbook of Transportation Science, 1999.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Lahore", modes="road")
    >>> path_sizes([trip, trip])
    [0.5, 0.5]
    """
    every = [_stretches(trip) for trip in trips]
    used = Counter(stretch for stretches in every for stretch in stretches)
    found = []
    for stretches in every:
        whole = sum(stretches.values())
        found.append(sum(km / used[stretch] for stretch, km in stretches.items()) / whole)
    return found


def _stretches(trip: Itinerary) -> dict[Hashable, float]:
    """Return the km of each stretch of an itinerary; of one that goes nowhere, itself."""
    found: dict[Hashable, float] = {}
    for leg in trip.steps:
        if leg.km <= 0:
            continue
        for stretch, share in _stretches_of(trip.network, leg).items():
            found[stretch] = found.get(stretch, 0.0) + share * leg.km
    return found or {("nowhere",): 1.0}


def _stretches_of(net: Network, leg: Leg) -> dict[Hashable, float]:
    """Return the stretches of a leg, each with its share of the km."""
    if leg.link_id and is_ship(leg.vehicle):
        return net.once(_lane, leg.link_id, most=_LANES)
    return {leg.link_id or (leg.kind, leg.from_node, leg.to_node): 1.0}


def _lane(net: Network, link_id: str) -> dict[Hashable, float]:
    return {("sea", *square): share for square, share in lane_shares(net.line(link_id)).items()}  # type: ignore[misc]
