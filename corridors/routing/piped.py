"""Gas: the stations of a place where it joins or leaves a pipeline, and lines not yet built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from corridors.network.earth import great_circles_km
from corridors.network.places import CITY_KM, Entry

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.routing.doors import End
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.question import Question


def stations_of(net: Network, node: str, kilometres: float = CITY_KM) -> list[tuple[float, str]]:
    """Return the stations of pipelines around a place, in its country, with the km to each.

    A place that is one itself stands for itself alone.

    Parameters
    ----------
    net
        The network.
    node
        The id of the place.
    kilometres
        How far from it they lie at most.

    Examples
    --------
    >>> import corridors as co
    >>> [station for _, station in stations_of(co.load(), "pk-gwadar")]
    ['pk-gwadar-port', 'pk-gwadar-gas']
    """
    nodes, links = net.table("nodes"), net.table("links")
    handled = set(net.table("transshipments")["node_id"])
    piped = {
        end
        for mode, commodity, *ends in zip(
            *(links[name] for name in ("mode", "commodity", "from_node", "to_node")), strict=True
        )
        if mode == "pipeline" and commodity == "gas"
        for end in ends
        if end in handled
    }
    if node in piped:
        return [(0.0, node)]
    home = net.node_row(node)
    rows = [
        net.node_row(other)
        for other in sorted(piped)
        if all(
            nodes[name][net.node_row(other)] == nodes[name][home] for name in ("country", "zone")
        )
    ]
    lon, lat = (np.array([nodes[name][row] for row in rows], float) for name in ("lon", "lat"))
    km = great_circles_km(nodes["lon"][home], nodes["lat"][home], lon, lat)
    near = sorted(zip(km.tolist(), (str(nodes["node_id"][row]) for row in rows), strict=True))
    return [(far, station) for far, station in near if far <= kilometres]


def entries_of(net: Network, end: End) -> tuple[Entry, ...]:
    """Return where gas of a place joins or leaves the network: at its stations, if it has any.

    Parameters
    ----------
    net
        The network.
    end
        The place.
    """
    entry = end.entries[0]
    if not isinstance(end.place, str):
        return end.entries
    stations = [Entry(node, 0.0, entry.country) for _, node in stations_of(net, entry.node_id)]
    return tuple(stations) or end.entries


def is_planned(question: Question) -> bool:
    """Say whether the corridor asked for is itself not in operation."""
    if question.corridor is None:
        return False
    status = question.network.table("corridors").pairs("corridor_id", "status")
    return bool(status[question.corridor.corridor_id] != "operational")


def planned_note(question: Question, arcs: Sequence[int]) -> str:
    """Say of a way on a corridor that is planned what of it is not in operation; else nothing."""
    from corridors.routing.reasons import not_in_operation

    graph = question.plan.graph
    if question.corridor is None or all(graph.arcs["open"][arc] for arc in arcs):
        return ""
    return (
        f"As if it were built, which it is not: this way on {question.corridor.name} "
        f"{not_in_operation(question.plan, arcs)}."
    )


def station_notes(question: Question, trip: Itinerary) -> list[str]:
    """Say where the gas of a place joins or leaves the pipeline, if that is not the place."""
    if question.conditions.shipment.commodity != "gas" or not trip.steps:
        return []
    found, nodes = [], question.network.table("nodes")
    ends = (
        (question.origin, trip.steps[0].from_node, "joins"),
        (question.destination, trip.steps[-1].to_node, "leaves"),
    )
    for end, node, does in ends:
        if node in ("", end.entries[0].node_id):
            continue
        stations = stations_of(question.network, end.entries[0].node_id)
        km = {station: far for far, station in stations}.get(node, 0.0)
        name = nodes["name"][question.network.node_row(node)]
        found.append(
            f"Gas of {end.label} {does} the pipeline at {name}, {km:,.0f} km away: what is between "
            "is not counted."
        )
    return found
