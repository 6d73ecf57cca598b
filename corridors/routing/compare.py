"""Compare corridors for pairs of places, and matrices of one criterion."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.network.places import Entry, Place
from corridors.routing import large
from corridors.routing.conditions import Corridor, Gate, corridor_of
from corridors.routing.costs import Weight
from corridors.routing.itinerary import Itinerary
from corridors.routing.ledger import make_itinerary
from corridors.routing.route import (
    DEFAULT_SHIPMENT,
    AnyTree,
    Plan,
    Way,
    allowed_way,
    best_way,
    countries,
    explain,
    make_plan,
    refusal,
)
from corridors.routing.shipment import Shipment
from corridors.routing.simple import close_returns

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Matrices of so many pairs are worth the start of the compiled search.
_COMPILED_PAIRS = 100

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
    weight, shipment
        As in :func:`route`: each corridor's itinerary is the best by this weight.

    Returns
    -------
    DataFrame
        A row each origin, destination and corridor: ``served``, ``distance_km``,
        ``cost_usd``, ``time_h``, ``time_p90_h``, ``transit_count``, ``border_crossings``,
        ``transshipments``, ``co2e_kg``, ``transit_countries``, ``modes``, ``reason`` (why
        the corridor cannot serve the pair, else empty) and ``best``: the columns in which
        the row is the best of its pair.

    Raises
    ------
    UnknownNameError
        If a place or corridor is not known.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.compare(co.load(), "Karachi", "Istanbul", corridors=["deep-sea-suez"])
    >>> bool(table["served"].all())
    True
    """
    import pandas as pd

    found = comparisons(
        net, origins, destinations, corridors=corridors, weight=weight, shipment=shipment
    )
    rows = [comparison.row() for comparison in found]
    for row, words in zip(rows, best_columns(rows), strict=True):
        row["best"] = words
    return pd.DataFrame(rows)


def comparisons(
    net: Network,
    origins: Place | Iterable[Place],
    destinations: Place | Iterable[Place],
    *,
    corridors: Iterable[str] | None = None,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
) -> Iterator[Comparison]:
    """Yield the comparisons of :func:`compare`, with their itineraries, pair by pair."""
    ids = net.corridor_ids if corridors is None else tuple(corridors)
    lines = [corridor_of(net, c) for c in ids]
    plan = make_plan(net, weight=weight, shipment=shipment)
    starts = {place: net.gazetteer.entries(place) for place in _places(origins)}
    ends = {place: net.gazetteer.entries(place) for place in _places(destinations)}
    for origin, start in starts.items():
        targets = {place: end for place, end in ends.items() if end != start}
        ways = {line.corridor_id: _corridor_ways(plan, line, start, targets) for line in lines}
        for destination, end in targets.items():
            for line in lines:
                way = ways[line.corridor_id][destination]
                yield Comparison(
                    origin=net.gazetteer.label(origin),
                    destination=net.gazetteer.label(destination),
                    corridor=line.corridor_id,
                    itinerary=make_itinerary(plan, way, origin, destination, line.corridor_id)
                    if way
                    else None,
                    reason="" if way else explain(plan, start, end, line),
                )


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


def matrix(
    net: Network,
    origins: Iterable[Place],
    destinations: Iterable[Place],
    *,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
) -> pd.DataFrame:
    """Return the value of the best itinerary between each pair.

    Returns
    -------
    DataFrame
        Origins by rows, destinations by columns; the unit is that of ``weight`` (a mapping
        gives its weighted sum). 0 where both are the same place, ``nan`` where there is no
        way.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.matrix(co.load(), ["Karachi", "Lahore"], ["Istanbul"], weight="time")
    >>> table.shape
    (2, 1)
    """
    import pandas as pd

    plan = make_plan(net, weight=weight, shipment=shipment)
    starts = {net.gazetteer.label(p): net.gazetteer.entries(p) for p in _places(origins)}
    ends = {net.gazetteer.label(p): net.gazetteer.entries(p) for p in _places(destinations)}
    if _worth_compiling(net, starts.values(), ends.values()):
        values = _table(plan, list(starts.values()), list(ends.values()))
        return pd.DataFrame(values, index=list(starts), columns=list(ends))
    graph = net.state_graph
    values = np.full((len(starts), len(ends)), np.nan)
    goals = [graph.destination[e.node_id] for end in ends.values() for e in end]
    for i, start in enumerate(starts.values()):
        seeds = [(graph.origin[e.node_id], plan.entry_cost(e)) for e in start]
        tree = plan.search((), plan.home(start)).run(seeds, goals)
        for j, end in enumerate(ends.values()):
            values[i, j] = 0.0 if start == end else _value(plan, tree, start, end)
    return pd.DataFrame(values, index=list(starts), columns=list(ends))


def _worth_compiling(
    net: Network, starts: Collection[Sequence[Entry]], ends: Collection[Sequence[Entry]]
) -> bool:
    """Say whether there are many pairs of places of the network itself."""
    places = (*starts, *ends)
    own = all(len(entries) == 1 and entries[0].access_km == 0 for entries in places)
    few = len(starts) * len(ends) < _COMPILED_PAIRS
    return own and not few and (net.state_graph.size < large.LARGE or large.bindings() is None)


def _table(
    plan: Plan, starts: Sequence[Sequence[Entry]], ends: Sequence[Sequence[Entry]]
) -> np.ndarray:
    """Return the values of all pairs by one compiled search from each origin."""
    values = np.full((len(starts), len(ends)), np.inf)
    lawful = np.zeros((len(starts), len(ends)), bool)
    homes = [plan.home(e) for e in starts]
    for home in sorted(set(homes)):  # no way leads back home
        rows = [k for k, h in enumerate(homes) if h == home]
        _fill(plan, starts, ends, rows, list(range(len(ends))), home, -1, values, lawful)
    aways = [plan.home(e) for e in ends]
    doubtful = sorted({(homes[i], aways[j]) for i, j in zip(*np.nonzero(~lawful), strict=True)})
    for home, away in doubtful:  # nor out of the destination's country
        rows = [k for k, h in enumerate(homes) if h == home and not lawful[k].all()]
        columns = [k for k, a in enumerate(aways) if a == away and not lawful[rows, k].all()]
        _fill(plan, starts, ends, rows, columns, home, away, values, lawful)
    values[np.isinf(values)] = np.nan
    for i, j in zip(*np.nonzero(~lawful), strict=True):
        way = best_way(plan, starts[i], ends[j], [()])
        arcs = [] if way is None else list(way.arcs)
        values[i, j] = np.nan if way is None else float((plan.costs[arcs] @ plan.coefficient).sum())
    for i, start in enumerate(starts):
        for j, end in enumerate(ends):
            if start == end:
                values[i, j] = 0.0
    return values


def _fill(
    plan: Plan, starts: Sequence[Sequence[Entry]], ends: Sequence[Sequence[Entry]],
    rows: list[int], columns: list[int], home: int, away: int, values: np.ndarray,
    lawful: np.ndarray,
) -> None:  # fmt: skip
    """Fill the values of some pairs, with what leads home or out of the destination closed."""
    from corridors.routing import table_kernel

    graph = plan.network.state_graph
    tail, head = graph.arcs["tail"], graph.arcs["head"]
    weights = close_returns(
        plan.weights, tail, head, graph.country, graph.abroad, home=home, away=away
    )
    priced = np.where(np.isfinite(plan.weights)[:, None], plan.costs, 0.0) @ plan.coefficient
    found = np.empty((len(rows), len(columns)))
    good = np.empty(found.shape, bool)
    table_kernel.trees(
        graph.first_out, head, weights, priced, graph.country, len(graph.territories),
        np.array([graph.origin[starts[k][0].node_id] for k in rows]),
        np.array([graph.destination[ends[k][0].node_id] for k in columns]), found, good,
    )  # fmt: skip
    values[np.ix_(rows, columns)] = found
    lawful[np.ix_(rows, columns)] = good


def _value(plan: Plan, tree: AnyTree, starts: Sequence[Entry], ends: Sequence[Entry]) -> float:
    if len(ends) > 1:
        way = best_way(plan, starts, ends, [()])
    else:
        goal = plan.network.state_graph.destination[ends[0].node_id]
        way = allowed_way(plan, tree, (), starts, ends[0]) if tree.cost(goal) < np.inf else None
    if way is None:
        return np.nan
    value = float((plan.costs[list(way.arcs)] @ plan.coefficient).sum())
    return value + plan.entry_cost(way.start) + plan.entry_cost(way.end)


def _places(places: Place | Iterable[Place]) -> list[Place]:
    """Return a list of places; one name or one (lon, lat) pair is one place."""
    if isinstance(places, str):
        return [places]
    found: list[Any] = list(places)
    if len(found) == 2 and all(isinstance(x, int | float) for x in found):
        return [(float(found[0]), float(found[1]))]
    return list(dict.fromkeys(found))
