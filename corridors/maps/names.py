"""Names that tell ways apart, and ways that are one and the same told once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from corridors.routing.itinerary import Itinerary

#: Kinds of legs whose places tell ways apart, what a reader knows best first.
_TELLING = ("border", "gauge break", "terminal", "waiting", "line-haul")
_MOST_PLACES = 3


def ways_apart(trips: Sequence[Itinerary]) -> list[str]:
    """Return what itineraries of one pair are called: modes and countries, then what differs.

    Where several go by the same modes through the same countries, the border crossings, ports
    or towns that only some of them pass are added, the km where one passes all that another
    does, and USD and hours where these are the same. Those that are one and the same are called
    the same.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> by_road = co.route(net, "Karachi", "Tashkent", modes="road")
    >>> ways_apart([by_road])
    ['road · AF']
    """
    plain = [_plain(trip) for trip in trips]
    alike: dict[str, list[int]] = defaultdict(list)
    for k, name in enumerate(plain):
        alike[name].append(k)
    found = list(plain)
    for name, numbers in alike.items():
        if len(numbers) > 1:
            places = [_places(trips[k]) for k in numbers]
            for k, own in zip(numbers, places, strict=True):
                told = _telling(own, [other for other in places if other is not own])
                found[k] = " · ".join([name, *([" - ".join(told)] if told else [])])
    found = _with(found, trips, lambda trip: f"({trip.distance_km:,.0f} km)")
    found = _with(found, trips, lambda trip: f"({trip.cost_usd:,.0f} USD)")
    return _with(found, trips, lambda trip: f"({trip.time_h:,.1f} h)")


def _with(
    names: list[str], trips: Sequence[Itinerary], more: Callable[[Itinerary], str]
) -> list[str]:
    """Return names with something more where ways that differ bear the same."""
    ways: dict[str, set[tuple]] = defaultdict(set)
    for name, trip in zip(names, trips, strict=True):
        ways[name].add(trip.steps)
    return [
        f"{name} {more(trip)}" if len(ways[name]) > 1 else name
        for name, trip in zip(names, trips, strict=True)
    ]


def _plain(trip: Itinerary) -> str:
    lead = f"{trip.corridor}: " if trip.corridor else ""
    through = "-".join(trip.transit_countries) or "direct"
    return f"{lead}{'+'.join(trip.by)} · {through}"


def _places(trip: Itinerary) -> list[str]:
    """Return the names of the places that an itinerary passes, the most telling first."""
    nodes = trip.network.table("nodes")
    found: dict[str, None] = {}
    for kind in _TELLING:
        for leg in trip.steps:
            if leg.kind == kind and leg.to_node:
                name = str(nodes["name"][trip.network.node_row(leg.to_node)])
                found[name.split(" (", maxsplit=1)[0]] = None
    return list(found)


def _telling(own: Sequence[str], others: Sequence[Sequence[str]]) -> list[str]:
    """Return the fewest own places that together no other has, as far as there are such."""
    left = [set(other) for other in others]
    told: list[str] = []
    while left and len(told) < _MOST_PLACES:
        # Of the first that tells most others off: the order of places is that of their weight.
        best = max(own, key=lambda place: sum(place not in other for other in left), default="")
        still = [other for other in left if best in other]
        if len(still) == len(left):
            break
        told.append(best)
        left = still
    return sorted(told, key=list(own).index)


def told_once(named: Mapping[str, Itinerary]) -> dict[str, Itinerary]:
    """Return itineraries by name; of those that are one and the same, one by all their names.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> ways = {w: co.route(net, "Karachi", "Istanbul", weight=w) for w in ("cost", "time")}
    >>> list(told_once({**ways, "again": ways["cost"]}))
    ['cost = again', 'time']
    """
    names: dict[tuple, list[str]] = {}
    trips: dict[tuple, Itinerary] = {}
    for name, trip in named.items():
        key = (trip.origin, trip.destination, trip.steps)
        names.setdefault(key, []).append(name)
        trips.setdefault(key, trip)
    return {" = ".join(said): trips[key] for key, said in names.items()}
