"""Compare corridors for pairs of places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.gates import Corridor, Gate, corridor_of
from corridors.network.places import Entry, Place, listed
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary
from corridors.routing.ledger import make_itinerary
from corridors.routing.moments import Moment, moment_of
from corridors.routing.plan import Weight
from corridors.routing.route import (
    DEFAULT_SHIPMENT,
    Plan,
    Way,
    allowed_way,
    countries,
    explain,
    make_plan,
    refusal,
)

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from corridors.network.network import Network

#: Columns of a comparison in which the smallest value is the best.
BEST_COLUMNS = ("distance_km", "cost_usd", "time_h", "transit_count", "co2e_kg")


@dataclass(frozen=True)
class Comparison:
    """One pair on one corridor: an itinerary, or the reason why there is none."""

    origin: str
    destination: str
    corridor: str
    itinerary: Itinerary | None
    reason: str

    def row(self) -> dict:
        """Return the values of one row of :func:`compare`."""
        trip = self.itinerary
        head = {
            "origin": self.origin,
            "destination": self.destination,
            "corridor": self.corridor,
            "served": trip is not None,
        }
        numbers = {name: getattr(trip, name, np.nan) for name in _NUMBERS}
        words = {
            "transit_countries": trip.transit_countries if trip else (),
            "modes": trip.modes if trip else (),
        }
        return {**head, **numbers, **words, "reason": self.reason}


_NUMBERS = (
    "distance_km",
    "cost_usd",
    "time_h",
    "time_p90_h",
    "transit_count",
    "border_crossings",
    "transshipments",
    "co2e_kg",
)


def compare(
    net: Network,
    origins: Place | Iterable[Place],
    destinations: Place | Iterable[Place],
    *,
    corridors: Iterable[str] | None = None,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
    departure: Moment | None = None,
) -> pd.DataFrame:
    """Compare corridors: the best itinerary of each pair on each corridor.

    Parameters
    ----------
    net
        The network.
    origins, destinations
        Places as in :func:`route`; pairs of a place with itself are left out.
    corridors
        Ids of corridors; ``None`` compares all that the network has.
    weight, shipment, departure
        As in :func:`route`: each corridor's itinerary is the best by this weight, of those
        that leave at this moment.

    Returns
    -------
    DataFrame
        A row each origin, destination and corridor: ``served``, ``distance_km``,
        ``cost_usd``, ``time_h``, ``time_p90_h``, ``transit_count``, ``border_crossings``,
        ``transshipments``, ``co2e_kg``, ``transit_countries``, ``modes``, ``reason`` (why
        the corridor cannot serve the pair, else empty) and ``best``: the columns in which
        the row is the best of its pair. ``attrs["places"]`` says which place each label is.

    Raises
    ------
    UnknownNameError
        If a place or corridor is not known.
    ValueError
        If the network has no corridors, or no pair of different places is given.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.compare(co.load(), "Karachi", "Istanbul", corridors=["deep-sea-suez"])
    >>> bool(table["served"].all())
    True
    """
    import pandas as pd

    asked = listed(origins), listed(destinations)
    found = comparisons(
        net, *asked, corridors=corridors, weight=weight, shipment=shipment,
        departure=departure,
    )  # fmt: skip
    rows = [comparison.row() for comparison in found]
    if not rows:
        raise ValueError(nothing_compared(net))
    for row, words in zip(rows, best_columns(rows), strict=True):
        row["best"] = words
    frame = pd.DataFrame(rows)
    places = [*asked[0], *asked[1]]
    frame.attrs["places"] = dict(zip(net.gazetteer.labels(places), places, strict=True))
    return frame


def comparisons(
    net: Network,
    origins: Place | Iterable[Place],
    destinations: Place | Iterable[Place],
    *,
    corridors: Iterable[str] | None = None,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
    departure: Moment | None = None,
) -> Iterator[Comparison]:
    """Yield the comparisons of :func:`compare`, with their itineraries, pair by pair."""
    ids = net.corridor_ids if corridors is None else tuple(corridors)
    lines = [corridor_of(net, c) for c in ids]
    plan = make_plan(net, weight=weight, shipment=shipment)
    leaving = None if departure is None else moment_of(departure)
    starts = {place: net.gazetteer.entries(place) for place in listed(origins)}
    ends = {place: net.gazetteer.entries(place) for place in listed(destinations)}
    names = [*starts, *ends]
    label = dict(zip(names, net.gazetteer.labels(names), strict=True))
    for origin, start in starts.items():
        targets = {place: end for place, end in ends.items() if end != start}
        trips = {
            line.corridor_id: _trips(plan, line, (origin, start), targets, leaving)
            for line in lines
        }
        for destination, end in targets.items():
            for line in lines:
                trip = trips[line.corridor_id][destination]
                yield Comparison(
                    origin=label[origin],
                    destination=label[destination],
                    corridor=line.corridor_id,
                    itinerary=trip,
                    reason="" if trip else explain(plan, start, end, line),
                )


def nothing_compared(net: Network) -> str:
    """Return why a comparison has no rows."""
    if not net.corridor_ids:
        return f"{net.name!r} has no corridors to compare; find itineraries with route or pareto"
    return "there is no pair of two different places to compare"


def _trips(
    plan: Plan, line: Corridor, origin: tuple[Place, list[Entry]],
    targets: dict[Place, list[Entry]], departure: datetime | None,
) -> dict[Place, Itinerary | None]:  # fmt: skip
    """Return the best itinerary to each target on a corridor."""
    home, start = origin
    if departure is None:
        ways = _corridor_ways(plan, line, start, targets)
        return {
            place: make_itinerary(plan, way, home, place, line.corridor_id) if way else None
            for place, way in ways.items()
        }
    from corridors.routing.departures import scheduled_itinerary
    from corridors.routing.question import Question

    found: dict[Place, Itinerary | None] = {}
    for place, end in targets.items():
        served = not refusal(plan, line, start, end)
        question = Question.of(plan, home, place, start, end, line)
        found[place] = scheduled_itinerary(question, departure) if served else None
    return found


def _corridor_ways(
    plan: Plan, line: Corridor, starts: Sequence[Entry], targets: dict[Place, list[Entry]]
) -> dict[Place, Way | None]:
    """Return the best way to each target on a corridor: one search a direction for all."""
    best: dict[Place, Way | None] = dict.fromkeys(targets)
    graph = plan.network.state_graph
    seeds = [(graph.origin[e.node_id], plan.entry_cost(e)) for e in starts]
    for gates, places in _by_gates(plan, line, starts, targets).items():
        ends = {place: targets[place] for place in places}
        goals = [graph.destination[e.node_id] for end in ends.values() for e in end]
        tree = plan.search(gates, plan.home(starts)).run(seeds, goals)
        for place, entries in ends.items():
            for end in entries:
                known = best[place]
                so_far = known.cost if known else np.inf
                bound = tree.cost(graph.destination[end.node_id]) + plan.entry_cost(end)
                if bound < so_far:
                    way = allowed_way(plan, tree, gates, starts, end)
                    if way is not None and way.cost < so_far:
                        best[place] = way
    return best


def _by_gates(
    plan: Plan, line: Corridor, starts: Sequence[Entry], targets: dict[Place, list[Entry]]
) -> dict[tuple[Gate, ...], list[Place]]:
    """Return the targets that the corridor serves by the gates on the way to them."""
    found: dict[tuple[Gate, ...], list[Place]] = {}
    for place, end in targets.items():
        if not refusal(plan, line, starts, end):
            for gates in line.gate_orders(*countries(plan, starts, end)):
                found.setdefault(gates, []).append(place)
    return found


def best_columns(rows: Sequence[dict]) -> list[tuple[str, ...]]:
    """Return for each row the columns in which it is the best of its pair."""
    least: dict[tuple, float] = {}
    for row in rows:
        for name in BEST_COLUMNS:
            key = (row["origin"], row["destination"], name)
            least[key] = min(least.get(key, np.inf), row[name] if row["served"] else np.inf)
    return [
        tuple(
            name
            for name in BEST_COLUMNS
            if row["served"] and row[name] <= least[row["origin"], row["destination"], name] + 1e-9
        )
        for row in rows
    ]
