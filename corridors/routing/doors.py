"""Where itineraries join and leave the network: places, and positions that a truck comes from."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import CRITERIA
from corridors.graph.gates import allowed_by_modes
from corridors.network.places import ACCESS_PLACES, Entry, Place, as_places
from corridors.network.places.stations import stations_of
from corridors.routing.plan import Plan, carried
from corridors.vocabulary import VEHICLE_CLASSES

if TYPE_CHECKING:
    from corridors.network.network import Network

#: A network keeps so many places that were asked for.
_ENDS = 4096
_ROAD = VEHICLE_CLASSES.index("road")
_NOTHING = np.zeros(len(CRITERIA))


@dataclass(frozen=True)
class End:
    """An origin or a destination, resolved once.

    ``doubt`` says so of a position by a border that may lie in another country.
    """

    place: Place
    label: str
    entries: tuple[Entry, ...]
    doubt: str = ""

    @property
    def country(self) -> str:
        """Code of the country that it lies in."""
        return self.entries[0].country


def end_of(net: Network, place: Place) -> End:
    """Resolve an origin or a destination; warn of a position that may lie in another country.

    Raises
    ------
    UnknownNameError
        If the place is not known.
    ValueError
        If it is a position that cannot be joined to the network.
    """
    (one,) = as_places([place])
    end: End = net.once(_end, one, most=_ENDS)
    if end.doubt:
        warnings.warn(end.doubt, stacklevel=2)
    return end


def _end(net: Network, place: Place) -> End:
    names = net.gazetteer
    return End(place, names.label(place), tuple(names.entries(place)), names.doubt(place))


@dataclass(frozen=True, eq=False)
class Door:
    """A vertex where goods join or leave the network, and what that takes.

    At a place itself it is the vertex of its loading, or unloading, and takes nothing. At a
    position, a truck is loaded (``handling`` is the arc that says what it takes), drives to the
    place, and is there on the road: it can drive on, or its load change to another vehicle.
    """

    vertex: int
    entry: Entry
    handling: int
    costs: np.ndarray

    @property
    def is_free(self) -> bool:
        """Whether it takes nothing: the place itself."""
        return self.entry.access_km == 0 and self.handling < 0


@dataclass(frozen=True, eq=False)
class Way:
    """The arcs of a way, with the doors by which it joins the network.

    Without arcs it goes directly from a position to one near by, ``direct_km`` by road.
    """

    cost: float
    arcs: tuple[int, ...]
    start: Door
    end: Door
    direct_km: float = 0.0

    @cached_property
    def index(self) -> np.ndarray:
        """The arcs, to pick their values from arrays."""
        return np.array(self.arcs, np.int64)


def is_same(one: End, other: End) -> bool:
    """Say whether two ends are one place."""
    return one.entries == other.entries


def doors_of(plan: Plan, end: End, *, outward: bool) -> tuple[Door, ...]:
    """Return the doors by which goods join the network at an end, or leave it.

    A city where nothing can be loaded by one of the modes asked for stands for those of its ports
    and stations where something can by this mode, nearest first, and the goods are trucked there.
    Gas is never trucked: a place stands for the stations of pipelines around it.
    """
    entries = end.entries
    if plan.shipment.commodity == "gas":
        entries = _stations(plan.network, end)
    elif plan.modes is not None and isinstance(end.place, str):
        here = entries[0].node_id
        own = entries if _loads(plan, here, plan.modes, outward=outward) else ()
        near = plan.network.gazetteer.terminals_of(here)
        trucked: dict[Entry, None] = {}
        for mode in plan.modes:
            if (mode == "road" and own) or _loads(plan, here, (mode,), outward=outward):
                continue
            serving = [e for e in near if _loads(plan, e.node_id, (mode,), outward=outward)]
            trucked |= dict.fromkeys(serving[:ACCESS_PLACES])
        entries = (*own, *trucked) or entries
    return tuple(door_of(plan, entry, outward=outward) for entry in entries)


def doors_between(plan: Plan, end: End, other: End, *, outward: bool) -> tuple[Door, ...]:
    """Return the doors of an end; a city's port is none on the way to that port itself."""
    doors = doors_of(plan, end, outward=outward)
    if not (isinstance(end.place, str) and isinstance(other.place, str)):
        return doors
    there = other.entries[0].node_id
    own = tuple(door for door in doors if door.is_free or door.entry.node_id != there)
    return own or tuple(door_of(plan, entry, outward=outward) for entry in end.entries)


def _stations(net: Network, end: End) -> tuple[Entry, ...]:
    """Return where gas of a place joins or leaves the network: at its stations, if it has any."""
    entry = end.entries[0]
    if not isinstance(end.place, str):
        return end.entries
    stations = (Entry(node, 0.0, entry.country) for _, node in stations_of(net, entry.node_id))
    return tuple(stations) or end.entries


def _loads(plan: Plan, node: str, modes: tuple[str, ...], *, outward: bool) -> bool:
    """Say whether the shipment is loaded (or unloaded) at a place by one of some modes."""
    graph = plan.graph
    column, doors = ("tail", graph.origin) if outward else ("head", graph.destination)
    arcs = np.array(graph.arcs_at_node.get(node, ()), np.int64)
    arcs = arcs[graph.arcs[column][arcs] == doors[node]]
    allowed = allowed_by_modes(graph, modes) & carried(graph, plan.shipment.commodity)
    return bool((allowed[arcs] & np.isfinite(plan.costs[arcs]).all(axis=1)).any())


def door_of(plan: Plan, entry: Entry, *, outward: bool) -> Door:
    """Return the door of an entry."""
    graph = plan.graph
    if entry.access_km == 0:
        doors = graph.origin if outward else graph.destination
        return Door(doors[entry.node_id], entry, -1, _NOTHING)
    return truck_at(plan, entry, outward=outward)


def truck_at(plan: Plan, entry: Entry, *, outward: bool) -> Door:
    """Return the door by which a truck that is loaded at a position comes to a place."""
    graph, node = plan.graph, entry.node_id
    costs, handling = plan.access_costs(entry), _handling(plan, node, outward=outward)
    vertex = (graph.origin if outward else graph.destination)[node]
    if handling >= 0:
        costs = costs + plan.costs[handling]
        if np.isfinite(plan.weights[handling]):
            keys = ((node, "road", "in" if outward else "out"), (node, "road", ""))
            vertex = next(graph.number[key] for key in keys if key in graph.number)
    return Door(vertex, entry, handling, costs)


def _handling(plan: Plan, node: str, *, outward: bool) -> int:
    """Return the arc by which a truck is loaded (or unloaded) at a place, -1 if none is."""
    graph = plan.graph
    column, doors = ("tail", graph.origin) if outward else ("head", graph.destination)
    takes = carried(graph, plan.shipment.commodity)
    for arc in graph.arcs_at_node.get(node, ()):
        if graph.arcs[column][arc] != doors[node] or graph.arcs["vehicle"][arc] != _ROAD:
            continue
        if takes[arc] and np.isfinite(plan.costs[arc]).all():
            return arc
    return -1
