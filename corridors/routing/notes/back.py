"""Ways that turn back: the same links there and back, for the sake of a corridor's gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corridors.graph.stategraph import LINE_HAUL

if TYPE_CHECKING:
    from corridors.graph.stategraph import StateGraph
    from corridors.routing.itinerary import Itinerary

#: Up to so many km there and back are a siding, a port or a terminal beside the way (assumed).
MOST_BACK_KM = 100.0


def back_km_of_arcs(graph: StateGraph, arcs: Sequence[int]) -> float:
    """Return the km of links that a way of arcs goes in both directions."""
    kind, link, place, km = (graph.arcs[c] for c in ("kind", "link", "from_place", "km"))
    return _back_km(
        (int(link[arc]), int(place[arc]), float(km[arc]))
        for arc in arcs
        if kind[arc] == LINE_HAUL and link[arc] >= 0
    )


def back_km_of(trip: Itinerary) -> float:
    """Return the km of links that an itinerary goes in both directions."""
    return _back_km(
        (leg.link_id, leg.from_node, leg.km)
        for leg in trip.steps
        if leg.kind == "line-haul" and leg.link_id
    )


def back_note(trip: Itinerary) -> str:
    """Say of a way that it turns back, or nothing."""
    km = back_km_of(trip)
    return f"It turns back: {km:,.0f} km there and back on the same links." * (km > MOST_BACK_KM)


def turned_back(km: float) -> str:
    """Return why a corridor does not serve a pair whose way on it turns back."""
    return f"its way would turn back: {km:,.0f} km there and back on the same links"


def _back_km(stretches: Iterable[tuple[int | str, int | str, float]]) -> float:
    """Return the km of what is passed from both sides, of (link, where it begins, km)."""
    first: dict[int | str, int | str] = {}
    twice = {link: km for link, place, km in stretches if first.setdefault(link, place) != place}
    return sum(twice.values())
