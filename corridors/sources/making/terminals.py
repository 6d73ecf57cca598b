"""Stations, terminals, ports and border posts put on the network, and joined to the roads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridors.network.earth import segment_km, unit_vectors
from corridors.sources.making.tags import WayTags
from corridors.sources.making.ways import OsmPlace, Ways

#: How far a place may lie from the track or road it belongs to, km.
REACH_KM = {
    "rail_terminal": 1.0,
    "border_crossing": 1.0,
    "seaport": 2.0,
    "dry_port": 2.0,
    "city": 2.0,
}
#: How far a rail terminal may lie from a road for the two to be joined, km.
ROAD_REACH_KM = 2.0
#: Where several places claim a point, the first kind wins.
_ORDER = ("seaport", "dry_port", "rail_terminal", "border_crossing", "city")
_MODES = {
    "rail_terminal": ("rail",),
    "dry_port": ("rail", "road"),
    "seaport": ("ferry", "sea", "rail", "road"),
    "border_crossing": ("rail", "road"),
    "city": ("road", "rail", "inland_water", "pipeline", "ferry", "sea"),
}


@dataclass
class Attached:
    """The place at each point of the network, the points to keep, and the connectors made."""

    ways: Ways
    at: dict[int, OsmPlace]
    keep: np.ndarray
    connectors_km: tuple[float, ...] = ()
    lost: int = 0


def attach_places(ways: Ways) -> Attached:
    """Return the ways with a road from each rail terminal, and the place of each point."""
    trees = _Trees(ways)
    at: dict[int, OsmPlace] = {}
    lost = 0
    order = sorted(ways.places, key=lambda p: (_ORDER.index(p.kind), not p.name, p.osm_id))
    for place in order:
        points = trees.near(place, _MODES[place.kind], REACH_KM[place.kind])
        lost += not points
        for point in points:
            at.setdefault(point, place)
    keep = np.zeros(len(ways.lon), bool)
    keep[list(at)] = True
    pairs, lengths = _roads_to_terminals(ways, trees, at)
    keep[[point for pair in pairs for point in pair]] = True
    tags = WayTags("road", "tertiary", "operational", usage="connector", name="terminal road")
    joined = ways.with_ways([tags] * len(pairs), [0] * len(pairs), pairs)
    return Attached(joined, at, keep, tuple(lengths), lost)


class _Trees:
    """Trees over the operational points of each mode."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._made: dict[str, tuple] = {}
        mode = ways.each(lambda t: t.mode if t.status == "operational" else "", "U12")
        self._of_position = mode[ways.owner]

    def tree(self, mode: str) -> tuple:
        """Return the tree of a mode and the points in it, made once."""
        from scipy.spatial import cKDTree

        if mode not in self._made:
            points = np.unique(self._ways.refs[self._of_position == mode])
            xyz = unit_vectors(self._ways.lon[points], self._ways.lat[points])
            self._made[mode] = (cKDTree(xyz) if len(points) else None, points)
        return self._made[mode]

    def nearest(self, mode: str, lon: float, lat: float, reach_km: float) -> int:
        """Return the nearest point of a mode within reach, or -1."""
        tree, points = self.tree(mode)
        if tree is None:
            return -1
        km, k = tree.query(unit_vectors([lon], [lat])[0], distance_upper_bound=reach_km)
        return int(points[k]) if km <= reach_km else -1

    def near(self, place: OsmPlace, modes: tuple[str, ...], reach_km: float) -> list[int]:
        """Return the nearest point of the first mode within reach; all modes for a border post."""
        found = [self.nearest(mode, place.lon, place.lat, reach_km) for mode in modes]
        hits = [point for point in found if point >= 0]
        return hits if place.kind == "border_crossing" else hits[:1]


def _roads_to_terminals(
    ways: Ways, trees: _Trees, at: dict[int, OsmPlace]
) -> tuple[list[tuple[int, int]], list[float]]:
    """Return a pair of points, and its km, for each rail terminal that no road touches."""
    roads = set(trees.tree("road")[1].tolist())
    pairs, lengths = [], []
    for point, place in sorted(at.items()):
        if place.kind not in ("rail_terminal", "dry_port") or point in roads:
            continue
        x, y = float(ways.lon[point]), float(ways.lat[point])
        road = trees.nearest("road", x, y, ROAD_REACH_KM)
        if road >= 0:
            pairs.append((point, road))
            both = np.array([point, road])
            lengths.append(float(segment_km(ways.lon[both], ways.lat[both])[0]))
    return pairs, lengths
