"""Positions put on the nearest node that can be routed, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from corridors.arguments import asks
from corridors.errors import one_of
from corridors.network.earth import unit_vectors
from corridors.network.network import Network
from corridors.network.places import MAX_ACCESS_KM
from corridors.vocabulary import VEHICLE_CLASSES, is_vehicle_class, vehicle_class

if TYPE_CHECKING:
    import pandas as pd


@asks
def snap(
    net: Network,
    points: Sequence[tuple[float, float]],
    *,
    vehicle: str = "road",
    max_km: float = MAX_ACCESS_KM,
) -> pd.DataFrame:
    """Find for each position the nearest node of a part of the network that can be routed.

    That is a part of the operational links of one vehicle class that is the largest, or at
    least 50 km long: the nearest node of all may lie on an island.

    Parameters
    ----------
    net
        The network.
    points
        (lon, lat) positions.
    vehicle
        ``"road"``, ``"rail-1520"``, ``"rail"`` (any gauge), …
    max_km
        A position further than this from every such node has none: 250 km, as far as a position
        may lie from a place in :func:`corridors.route`. ``math.inf`` for no bound.

    Returns
    -------
    DataFrame
        A row each position: lon, lat, ``node_id`` (empty if none), ``snapped_km``, ``part_km``
        (length of the part; both ``nan`` if none), ``part`` (its number, the longest is 0; -1 if
        none: two positions of one part are joined both ways), ``nearest_node_id`` and
        ``nearest_km`` (of all nodes of the class, islands too, however far: several thousand km
        hint at swapped axes).

    Raises
    ------
    ValueError
        If the class is unknown, the network has none of it, a position is not in degrees, or
        ``max_km`` is not 0 or more.
    TypeError
        If the points are no pairs of numbers.

    Examples
    --------
    >>> import corridors as co
    >>> co.snap(co.load(), [(67.0, 24.9)]).loc[0, "node_id"][:3]
    'pk-'
    """
    import pandas as pd
    from scipy.spatial import cKDTree

    from corridors.sources.making import ROUTABLE_KM

    if not max_km >= 0:
        raise ValueError(f"max_km is {max_km}, expected 0 or more")
    where = _degrees(points)
    rows, part_km, part = _parts(net, vehicle)
    good = (part_km >= ROUTABLE_KM) | (part_km == part_km.max())
    nodes = net.table("nodes")
    lon, lat = (np.array(nodes[c], float)[rows] for c in ("lon", "lat"))
    xyz, wanted = unit_vectors(lon, lat), unit_vectors(where[:, 0], where[:, 1])
    all_km, nearest = cKDTree(xyz).query(wanted)
    routable = np.flatnonzero(good)
    km, found = cKDTree(xyz[routable]).query(wanted)
    found = routable[found]
    ids = np.array(nodes["node_id"], object)[rows]
    reached = km <= max_km
    return pd.DataFrame(
        {
            "lon": where[:, 0],
            "lat": where[:, 1],
            "node_id": np.where(reached, ids[found], ""),
            "snapped_km": np.where(reached, km, np.nan),
            "part_km": np.where(reached, part_km[found], np.nan),
            "part": np.where(reached, part[found], -1),
            "nearest_node_id": ids[nearest],
            "nearest_km": all_km,
        }
    )


def _degrees(points: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return positions as rows of lon, lat, checked."""
    try:
        where = np.asarray(points, float).reshape(-1, 2)
    except (TypeError, ValueError):
        raise TypeError(f"points are (lon, lat) pairs of numbers, not {points!r}") from None
    wrong = ~((np.abs(where[:, 0]) <= 180) & (np.abs(where[:, 1]) <= 90))
    if wrong.any():
        x, y = where[int(np.argmax(wrong))]
        raise ValueError(f"({x:g}, {y:g}) is not a (lon, lat) pair in degrees")
    return where


def _parts(net: Network, vehicle: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows of the nodes of a class, the km of their part and its number by length."""
    from corridors.sources.making.topology import components

    if not is_vehicle_class(vehicle):
        one_of("vehicle", vehicle, ("rail", *VEHICLE_CLASSES))
    links = net.table("links")
    used = [
        k
        for k, (mode, gauge, status) in enumerate(
            zip(links["mode"], links["gauge_mm"], links["status"], strict=True)
        )
        if status == "operational" and vehicle in (mode, vehicle_class(mode, gauge))
    ]
    if not used:
        raise ValueError(f"{net.name!r} has no operational link of {vehicle}")
    ends = [[net.node_row(links[e][k]) for k in used] for e in ("from_node", "to_node")]
    tail, head = (np.array(e) for e in ends)
    oneway = np.array([links["oneway"][k] == "yes" for k in used])
    label = components(tail, head, oneway, len(net.table("nodes")), directed=True)
    km = np.array([links["length_km"][k] for k in used])
    inside = label[tail] == label[head]
    length = np.bincount(label[tail[inside]], km[inside], minlength=int(label.max()) + 1)
    rows = np.unique(np.concatenate([tail, head]))
    part_km = length[label[rows]]
    rank = np.empty(len(length), int)
    rank[np.argsort(-length, kind="stable")] = np.arange(len(length))
    return rows, part_km, rank[label[rows]]
