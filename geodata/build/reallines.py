"""Real railway and road lines of eleven countries as graphs that links are laid on.

The lines (OpenStreetMap of August 2021, © OpenStreetMap contributors, ODbL) are read from a
folder of GeoParquet files that is no part of this repository: ``rail_osm2021.parquet``,
``roads_osm2021.parquet``, ``roadrefs_osm2021.parquet``, ``rail_manual_connectors.geojson`` and
``rail_AF-AZ-TM-bbox_2026-02.osm.pbf``. What is derived from them is committed.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterator, Sequence
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
#: Edges are about as long as this, so that each place of a line is near one of their ends.
STEP_KM = 0.5
#: An end of a main track that touches nothing is joined to a line this near.
JOINT_KM = 0.3
#: Tracks side by side, this near, are joined each half kilometre: crossovers are not all drawn.
BESIDE_KM = 0.04
#: Points stand this near to one another where ends are joined and lines cut.
FINE_KM = 0.2
#: Vertices of smaller components (km of line) are no ends: some stations lie on islands.
ISLAND_KM = 40.0
#: Cost of a km by class: what was under construction in 2021 is open where nothing else leads, or
#: where a link is said to be new.
COSTS = {
    "rail": {"rail": 1.0, "connector": 1.0, "construction": 2.0},
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
        "motorway_construction": 2.0,
        "trunk_construction": 2.0,
        "primary_construction": 2.0,
        "connector": 1.2,
    },
    "new road": {
        "motorway": 0.85,
        "trunk": 1.0,
        "primary": 1.2,
        "motorway_construction": 0.7,
        "trunk_construction": 0.8,
        "primary_construction": 0.9,
        "connector": 1.2,
    },
}
#: Factor on the cost of sidings, spurs, yards and crossovers.
SERVICE_FACTOR = 2.5
#: Factor on roads that carry the link's number.
REF_FACTOR = 0.85
#: Letters of road signs that look like Latin ones.
LATIN = str.maketrans("АВЕКМНОРСТУХՄՍსᲡ", "ABEKMHOPCTYXMSSS")


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
        main = ~self.service
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


@dataclass
class _Lines:
    """Lines as they are read."""

    shapes: np.ndarray
    kinds: np.ndarray
    services: np.ndarray

    def keep(self, kinds: Collection[str]) -> _Lines:
        """Return the lines of some classes."""
        chosen = np.isin(self.kinds.astype(str), list(kinds))
        return _Lines(self.shapes[chosen], self.kinds[chosen], self.services[chosen])

    def plus(
        self, shapes: Sequence, kind: str | Sequence[str], service: Sequence | None = None
    ) -> _Lines:
        """Return these lines and more."""
        kinds = np.full(len(shapes), kind, object) if isinstance(kind, str) else np.array(kind)
        return _Lines(
            np.concatenate([self.shapes, np.array(shapes, object)]),
            np.concatenate([self.kinds, kinds.astype(object)]),
            np.concatenate(
                [
                    self.services,
                    np.zeros(len(shapes), bool) if service is None else np.array(service, bool),
                ]
            ),
        )

    def fine(self, km: float) -> tuple[np.ndarray, np.ndarray]:
        """Return points no further apart than about some km, and the line of each."""
        return shapely.get_coordinates(
            shapely.segmentize(self.shapes, km / 105.0), return_index=True
        )


def load_rail(folder: Path, kinds: Collection[str], *, newer: bool = False) -> RealGraph:
    """Return the railways of 2021; with ``newer``, those of 2026 in their three boxes too."""
    lines = _parquet(folder / "rail_osm2021.parquet")
    if newer:
        found = list(newest_rail(folder))
        shapes = [shapely.LineString(line) for line, *_ in found]
        lines = lines.plus(shapes, [k for _, k, _ in found], [s for *_, s in found])
    lines = lines.keep(kinds)
    joints = _connectors(lines, "rail", folder) + _joints(lines, beside=True)
    return _graph(lines.plus(joints, "connector"))


def load_roads(folder: Path, kinds: Collection[str]) -> RealGraph:
    """Return the motorways, trunks and primaries of 2021 with their numbers."""
    lines = _parquet(folder / "roads_osm2021.parquet").keep(kinds)
    joints = _connectors(lines, "road", folder) + _joints(lines)
    graph = _graph(lines.plus(joints, "connector"))
    graph.refs.update(_refs(graph, folder / "roadrefs_osm2021.parquet"))
    return graph


def _parquet(file: Path) -> _Lines:
    """Return lines, classes and whether each is a side track (of roads: never)."""
    import pandas as pd

    frame = pd.read_parquet(file)
    side = frame["service"].notna() if "service" in frame else frame["ramp"] & False
    shapes = shapely.from_wkb(frame["geometry"].to_numpy())
    return _Lines(shapes, frame["class"].to_numpy(object), side.to_numpy(bool))


def _connectors(lines: _Lines, mode: str, folder: Path) -> list[shapely.LineString]:
    """Return the hand-made connectors, their ends moved to the nearest points of lines."""
    points, _ = lines.fine(FINE_KM)
    tree = cKDTree(unit_vectors(points[:, 0], points[:, 1]))
    pieces = []
    if mode == "rail":
        file = folder / "rail_manual_connectors.geojson"
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        pieces += [feature["geometry"]["coordinates"] for feature in features]
    with (Path(__file__).parent / "connectors.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["mode"] == mode:
                place = [float(row[c]) for c in ("lon1", "lat1", "lon2", "lat2")]
                pieces.append([place[:2], place[2:]])
    found = []
    for piece in pieces:
        line = np.array(piece, float)
        _, near = tree.query(unit_vectors(line[[0, -1], 0], line[[0, -1], 1]))
        found.append(shapely.LineString([points[near[0]], *line[1:-1], points[near[1]]]))
    return found


def _joints(lines: _Lines, *, beside: bool = False) -> list[shapely.LineString]:
    """Return joints from ends of main lines that touch nothing to the nearest point of a line.

    With ``beside``, tracks side by side are joined too.
    """
    points, of = lines.fine(FINE_KM)
    number, count = np.unique(_key(points), return_inverse=True, return_counts=True)[1:]
    first = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    ends = np.r_[first, np.r_[first[1:], len(points)] - 1]
    ends = ends[(count[number[ends]] == 1) & ~lines.services[of[ends]]]
    joints = _to_others(points, of, ends, JOINT_KM)
    if beside:
        some = np.arange(0, len(points), 3)
        joints += _to_others(points, of, some[~lines.services[of[some]]], BESIDE_KM)
    return joints


def _to_others(points, of, ends, reach_km: float) -> list[shapely.LineString]:
    """Return pieces from points to the nearest points of other lines within reach."""
    xyz = unit_vectors(points[:, 0], points[:, 1])
    joints = []
    for end, near in zip(ends, cKDTree(xyz).query_ball_point(xyz[ends], reach_km), strict=True):
        other = np.array([k for k in near if of[k] != of[end]], int)
        if not len(other):
            continue
        far = np.linalg.norm(xyz[other] - xyz[end], axis=1)
        if far.min() > 0:
            joints.append(shapely.LineString([points[end], points[other[np.argmin(far)]]]))
    return joints


def newest_rail(folder: Path) -> Iterator[tuple[np.ndarray, str, bool]]:
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


def _graph(lines: _Lines) -> RealGraph:
    """Cut lines where they touch and about each kilometre."""
    points, line_of = lines.fine(FINE_KM)
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
    km = np.maximum(whole[last] - whole[first], 1e-4)
    good, of = u != v, line_of[first]
    return RealGraph(
        points[where, 0],
        points[where, 1],
        u[good],
        v[good],
        km[good],
        lines.kinds[of][good],
        lines.services[of][good].astype(bool),
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


def _refs(graph: RealGraph, file: Path) -> dict[str, np.ndarray]:
    """Return the edges that lie on ways with each road number: their middle piece is shared."""
    import pandas as pd

    frame = pd.read_parquet(file)
    shapes = shapely.segmentize(shapely.from_wkb(frame["geometry"].to_numpy()), FINE_KM / 105.0)
    points, of = shapely.get_coordinates(shapes, return_index=True)
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
