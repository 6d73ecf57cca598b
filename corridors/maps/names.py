"""Names that tell ways apart, and ways that are one and the same told once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from corridors.criteria import CRITERIA

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
    return told_apart([_plain(trip) for trip in trips], trips, " · ")


def told_apart(names: Sequence[str], trips: Sequence[Itinerary], before: str) -> list[str]:
    """Return names of itineraries with what differs where several are called alike.

    Parameters
    ----------
    names
        What each is called.
    trips
        The itineraries.
    before
        What stands before the places that are added.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> words = {"modes": "road"}
    >>> trips = [co.route(net, "Karachi", "Kabul", weight=w, **words) for w in ("cost", "time")]
    >>> told_apart(["By road", "By road"], trips, " by ")
    ['By road by Ghulam Khan', 'By road by Torkham']
    """
    alike: dict[str, list[int]] = defaultdict(list)
    for k, name in enumerate(names):
        alike[name].append(k)
    found = list(names)
    for name, numbers in alike.items():
        if len(numbers) > 1:
            places = [_places(trips[k]) for k in numbers]
            for k, own in zip(numbers, places, strict=True):
                told = _telling(own, [other for other in places if other is not own])
                found[k] = before.join([name, *([" - ".join(told)] if told else [])])
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


def told_alike(
    trips: Sequence[Itinerary], criteria: Sequence[str], first: Itinerary | None = None
) -> list[tuple[Itinerary, ...]]:
    """Return itineraries in groups that a reader cannot tell apart, in the order of their firsts.

    Those of a group go by the same modes through the same countries, and none is more than one of
    the last digit that is shown from the first by any criterion. ``first`` leads its group.

    Examples
    --------
    >>> import corridors as co
    >>> front = co.pareto(co.load(), "Karachi", "Tashkent")
    >>> groups = told_alike(front.itineraries, front.criteria)
    >>> sum(map(len, groups)) == len(front), len(groups) <= len(front)
    (True, True)
    """
    order = list(range(len(trips)))
    if first is not None:
        order.sort(key=lambda k: trips[k] is not first)
    groups: list[list[int]] = []
    for k in order:
        mine = next((g for g in groups if _like(trips[g[0]], trips[k], criteria)), None)
        if mine is None:
            groups.append([k])
        else:
            mine.append(k)
    return [tuple(trips[k] for k in group) for group in sorted(groups, key=lambda g: g[0])]


def _like(one: Itinerary, other: Itinerary, criteria: Sequence[str]) -> bool:
    """Say whether two ways look the same to a reader."""
    if _plain(one) != _plain(other):
        return False
    rows = (CRITERIA[name] for name in criteria)
    return all(
        abs(getattr(one, row.total) - getattr(other, row.total))
        <= row.per_shown * 10.0**-row.digits * (1 + 1e-9)
        for row in rows
    )


def and_like(count: int) -> str:
    """Return what is said of others that a way stands for.

    Examples
    --------
    >>> and_like(0), and_like(2)
    ('', ' (and 2 like it)')
    """
    return f" (and {count} like it)" if count else ""
