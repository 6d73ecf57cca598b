"""Real railway and road lines of eleven countries as graphs that links are laid on.

The lines (OpenStreetMap of August 2021, © OpenStreetMap contributors, ODbL) are read from a
folder of GeoParquet files that is no part of this repository: ``rail_osm2021.parquet``,
``roads_osm2021.parquet``, ``roadrefs_osm2021.parquet``, ``rail_manual_connectors.geojson`` and
``rail_AF-AZ-TM-bbox_2026-02.osm.pbf``. What is derived from them is committed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyproj
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from corridors.network.earth import unit_vectors

GEOD = pyproj.Geod(ellps="WGS84")
#: Straight pieces are cut to this, and edges end when they are as long: each vertex can be an end.
STEP_KM = 1.0
#: An end of a main track that touches nothing is joined to a line this near.
JOINT_KM = 0.3
#: Vertices of smaller components (km of line) are no ends: some stations lie on islands.
ISLAND_KM = 60.0
#: Cost of a km by class, for links in operation and for planned ones.
COSTS = {
    "rail": {"rail": 1.0, "connector": 1.0, "construction": 1.3, "disused": 3.0},
    "planned rail": {
        "rail": 1.0,
        "connector": 1.0,
        "construction": 0.8,
        "proposed": 0.8,
        "disused": 1.1,
        "abandoned": 1.3,
    },
    "road": {
        "motorway": 0.85,
        "trunk": 1.0,
        "primary": 1.2,
        "motorway_construction": 1.1,
        "trunk_construction": 1.2,
        "primary_construction": 1.5,
    },
}
#: Factor on the cost of sidings, spurs, yards and crossovers.
SERVICE_FACTOR = 2.5
#: Factor on roads that carry the link's number.
REF_FACTOR = 0.85
#: Letters of road signs that look like Latin ones.
LATIN = str.maketrans("АВЕКМНОРСТУХՄ", "ABEKMHOPCTYXM")


@dataclass
class RealGraph:
    """Lines cut into edges of about a kilometre; ``points[first:last]`` is an edge's line."""

    lon: np.ndarray
    lat: np.ndarray
    u: np.ndarray
    v: np.ndarray
    km: np.ndarray
    kind: np.ndarray  # class of an edge
    service: np.ndarray  # whether it is a siding, spur, yard or crossover
    points: np.ndarray  # (n, 2) lon, lat
    first: np.ndarray
    last: np.ndarray
    refs: dict[str, np.ndarray] = field(default_factory=dict)  # edges that carry a number

    def __post_init__(self) -> None:
        """Find components and index the vertices."""
        size = len(self.lon)
        ones = np.ones(len(self.u), np.int8)
        graph = coo_array((ones, (self.u, self.v)), shape=(size, size))
        self.component = connected_components(graph, directed=False)[1]
        length = np.bincount(self.component[self.u], self.km, minlength=self.component.max() + 1)
        self.mainland = length[self.component] >= ISLAND_KM
        self.main_track = np.zeros(size, bool)
        main = ~self.service & np.isin(
            self.kind, [k for k in np.unique(self.kind) if k not in ("disused", "abandoned")]
        )
        self.main_track[self.u[main]] = self.main_track[self.v[main]] = True
        self.xyz = unit_vectors(self.lon, self.lat)
        self.tree = cKDTree(self.xyz)

    def near(self, lon: float, lat: float, km: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the vertices of the mainland within some km, and how far they are."""
        at = unit_vectors(np.array([lon]), np.array([lat]))[0]
        found = np.array(self.tree.query_ball_point(at, km), int)
        found = found[self.mainland[found]]
        return found, np.linalg.norm(self.xyz[found] - at, axis=1)

    def line_of(self, edge: int, start: int) -> np.ndarray:
        """Return the points of an edge, beginning at one of its vertices."""
        piece = self.points[self.first[edge] : self.last[edge]]
        return piece if self.u[edge] == start else piece[::-1]


def numbers(ref: str) -> set[str]:
    """Return road numbers of a text in one spelling: "N-25; AH7" is N25 and AH7.

    >>> sorted(numbers("D100/E80")), sorted(numbers("NH01/A-02"))
    (['D100', 'E80'], ['A2', 'NH1'])
    """
    words = re.split(r"[;/,]", ref.upper().translate(LATIN))
    tight = (re.sub(r"[\s.\-]", "", word) for word in words)
    return {re.sub(r"(?<=[A-Z])0+(?=\d)", "", w) for w in tight if re.search(r"\d", w)}


def load_rail(folder: Path, *, newer: bool = False) -> RealGraph:
    """Return the railways of 2021; with ``newer``, those of 2026 in their three boxes too."""
    lines, kinds, services = _parquet(folder / "rail_osm2021.parquet")
    keep = [k for k, kind in enumerate(kinds) if kind != "narrow_gauge"]
    lines, kinds, services = [lines[k] for k in keep], kinds[keep], services[keep]
    more = [*_connectors(folder, lines)]
    extra_kinds, extra_services = ["connector"] * len(more), [False] * len(more)
    if newer:
        newest = list(newest_rail(folder))
        joints = _joints(lines, [line for line, *_ in newest])
        more += [line for line, *_ in newest] + joints
        extra_kinds += [kind for _, kind, _ in newest] + ["connector"] * len(joints)
        extra_services += [service for *_, service in newest] + [False] * len(joints)
    lines += more
    kinds = np.concatenate([kinds, np.array(extra_kinds, object)])
    services = np.concatenate([services, np.array(extra_services, bool)])
    closed = _closed(lines, services)
    kinds = np.concatenate([kinds, np.full(len(closed), "connector", object)])
    services = np.concatenate([services, np.zeros(len(closed), bool)])
    return _graph(lines + closed, kinds, services)


def load_roads(folder: Path) -> RealGraph:
    """Return the motorways, trunks and primaries of 2021 with their numbers."""
    lines, kinds, ramps = _parquet(folder / "roads_osm2021.parquet")
    graph = _graph(lines, kinds, ramps)
    graph.refs.update(_refs(graph, folder / "roadrefs_osm2021.parquet"))
    return graph


def _parquet(file: Path) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Return lines, classes and whether each is a side track (of roads: never)."""
    import pandas as pd

    frame = pd.read_parquet(file)
    lines = [shapely.get_coordinates(g) for g in shapely.from_wkb(frame["geometry"].to_numpy())]
    side = frame["service"].notna() if "service" in frame else frame["ramp"] & False
    return lines, frame["class"].to_numpy(object), side.to_numpy(bool)


def _connectors(folder: Path, lines: list[np.ndarray]) -> list[np.ndarray]:
    """Return the hand-made connectors, their ends moved to the nearest ends of lines."""
    ends = np.concatenate([line[[0, -1]] for line in lines])
    tree = cKDTree(unit_vectors(ends[:, 0], ends[:, 1]))
    file = json.loads((folder / "rail_manual_connectors.geojson").read_text(encoding="utf-8"))
    found = []
    for feature in file["features"]:
        line = np.array(feature["geometry"]["coordinates"], float)
        _, near = tree.query(unit_vectors(line[[0, -1], 0], line[[0, -1], 1]))
        found.append(np.concatenate([ends[near[:1]], line, ends[near[1:]]]))
    return found


def _joints(old: list[np.ndarray], new: list[np.ndarray], km: float = 0.05) -> list[np.ndarray]:
    """Return short pieces from ends of new lines to points of old ones, and the reverse."""
    joints = []
    for ends_of, points_of in ((new, old), (old, new)):
        points = np.concatenate(points_of)
        ends = np.concatenate([line[[0, -1]] for line in ends_of])
        tree = cKDTree(unit_vectors(points[:, 0], points[:, 1]))
        off, near = tree.query(unit_vectors(ends[:, 0], ends[:, 1]), distance_upper_bound=km)
        for end, there in zip(ends[np.isfinite(off)], near[np.isfinite(off)], strict=True):
            if not np.array_equal(end, points[there]):
                joints.append(np.stack([end, points[there]]))
    return joints


def _closed(lines: list[np.ndarray], services: np.ndarray) -> list[np.ndarray]:
    """Return joints from ends of main tracks that touch nothing to the nearest point of a line."""
    fine = [_cut_long(line, 0.2) for line in lines]
    lines[:] = fine
    points = np.concatenate(fine)
    of = np.repeat(np.arange(len(fine)), [len(line) for line in fine])
    number, count = np.unique(_key(points), return_inverse=True, return_counts=True)[1:]
    last = np.cumsum([len(line) for line in fine]) - 1
    ends = np.concatenate([np.r_[0, last[:-1] + 1], last])
    ends = ends[(count[number[ends]] == 1) & ~services[of[ends]]]
    xyz = unit_vectors(points[:, 0], points[:, 1])
    joints = []
    for end, near in zip(ends, cKDTree(xyz).query_ball_point(xyz[ends], JOINT_KM), strict=True):
        other = np.array([k for k in near if of[k] != of[end]], int)
        if len(other):
            nearest = other[np.argmin(np.linalg.norm(xyz[other] - xyz[end], axis=1))]
            joints.append(np.stack([points[end], points[nearest]]))
    return joints


def newest_rail(folder: Path):
    """Yield line, class and whether it is a side track of the railways of February 2026."""
    import osmium

    file = folder / "rail_AF-AZ-TM-bbox_2026-02.osm.pbf"
    for way in osmium.FileProcessor(str(file)).with_locations():
        if not way.is_way():
            continue
        kind = way.tags.get("railway", "")
        if kind not in ("rail", "construction", "disused", "abandoned", "proposed"):
            continue
        at = [(n.lon, n.lat) for n in way.nodes if n.location.valid()]
        if len(at) > 1:
            yield np.array(at), kind, "service" in way.tags


def _graph(lines: list[np.ndarray], kinds: np.ndarray, services: np.ndarray) -> RealGraph:
    """Cut lines where they touch and about each kilometre."""
    lines = [_cut_long(line) for line in lines]
    points = np.concatenate(lines)
    line_of = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    key = _key(points)
    number, count = np.unique(key, return_inverse=True, return_counts=True)[1:]
    begins = np.r_[True, line_of[1:] != line_of[:-1]]
    step = np.r_[0.0, _steps_km(points)]
    step[begins] = 0.0
    along = np.cumsum(step)
    along -= np.repeat(along[begins], np.diff(np.r_[np.flatnonzero(begins), len(points)]))
    kilometre = np.floor(along / STEP_KM)
    cut = begins | np.r_[begins[1:], True] | (count[number] > 1)
    cut |= ~begins & (kilometre != np.r_[0, kilometre[:-1]])
    at = np.flatnonzero(cut)
    same = line_of[at[1:]] == line_of[at[:-1]]
    first, last = at[:-1][same], at[1:][same]
    names, vertex = np.unique(number[np.r_[first, last]], return_inverse=True)
    where = np.zeros(len(names), int)
    where[vertex] = np.r_[first, last]
    u, v = vertex[: len(first)], vertex[len(first) :]
    whole = np.cumsum(step)
    km = whole[last] - whole[first]
    good = u != v
    of = line_of[first]
    return RealGraph(
        points[where, 0],
        points[where, 1],
        u[good],
        v[good],
        np.maximum(km, 1e-4)[good],
        kinds[of][good],
        services[of][good],
        points,
        first[good],
        last[good] + 1,
    )


def _key(points: np.ndarray) -> np.ndarray:
    whole = np.round(points * 1e6).astype(np.int64)
    return whole[:, 0] * 10**9 + whole[:, 1]


def _steps_km(points: np.ndarray) -> np.ndarray:
    """Return the geodesic length of each step of a row of points."""
    lon, lat = points[:, 0], points[:, 1]
    return GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2] / 1000.0


def length_km(points: np.ndarray) -> float:
    """Return the geodesic length of a line."""
    return float(_steps_km(np.asarray(points, float)).sum())


def _cut_long(line: np.ndarray, step_km: float = STEP_KM) -> np.ndarray:
    """Return a line with points put into its long straight pieces."""
    rough = np.hypot(*(np.diff(line, axis=0).T * np.array([[85.0], [111.0]])))
    if not (rough > step_km).any():
        return line
    pieces = [line[:1]]
    for a, b, km in zip(line[:-1], line[1:], rough, strict=True):
        share = np.linspace(0.0, 1.0, int(np.ceil(km / step_km)) + 1)[1:, None]
        pieces.append(a + (b - a) * share)
    return np.concatenate(pieces)


def _refs(graph: RealGraph, file: Path) -> dict[str, np.ndarray]:
    """Return the edges that lie on ways with each road number: their middle piece is shared."""
    import pandas as pd

    frame = pd.read_parquet(file)
    lines = [
        _cut_long(shapely.get_coordinates(g)) for g in shapely.from_wkb(frame["geometry"].to_numpy())
    ]
    points = np.concatenate(lines)
    of = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    order = np.argsort(_key(points), kind="stable")
    known = _key(points)[order]
    middle = graph.points[(graph.first + graph.last) // 2 - ((graph.last - graph.first) == 2)]
    key = _key(middle)
    at = np.minimum(np.searchsorted(known, key), len(known) - 1)
    hit = np.flatnonzero(known[at] == key)
    found: dict[str, list[int]] = {}
    words = [numbers(str(ref)) for ref in frame["ref"]]
    for edge, place in zip(hit.tolist(), order[at[hit]].tolist(), strict=True):
        for word in words[of[place]]:
            found.setdefault(word, []).append(edge)
    return {word: np.array(edges) for word, edges in found.items()}
