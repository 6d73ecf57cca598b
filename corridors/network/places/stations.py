"""The stations of a place where gas joins or leaves a pipeline, or a ship of LNG."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.network.earth import great_circles_km
from corridors.network.places import CITY_KM

if TYPE_CHECKING:
    from corridors.network.network import Network


def stations_of(net: Network, node: str, kilometres: float = CITY_KM) -> list[tuple[float, str]]:
    """Return the stations of gas around a place, in its country, with the km to each.

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
        for commodity, *ends in zip(
            *(links[name] for name in ("commodity", "from_node", "to_node")), strict=True
        )
        if commodity == "gas"
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
