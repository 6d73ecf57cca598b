"""Read ``.osm.pbf`` through ``osmium``: one streamed pass, filtered in C++.

osmium keeps the positions of the file's points in an index of its own: in memory for a small
file, in a temporary file on disk for a large one (in the folder of ``TMPDIR``), so that memory
grows with what is kept. A way's points come out of C++ all at once, as well-known binary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from operator import attrgetter
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from corridors.errors import DataError
from corridors.sources.making.tags import (
    ALL,
    FERRY_CLASSES,
    PLACE_TAGS,
    ROAD_CLASSES,
    WAY_KEYS,
    Wanted,
    WayTags,
    read_place,
    read_way,
)
from corridors.sources.making.ways import WayCollector, Ways

#: Points of ways kept at most unless the caller allows more. Reading takes about 200 bytes a
#: point, the network and its state graph together about 1 kB: 5 GB for this many.
MAX_POINTS = 5_000_000
#: Above this size osmium keeps the positions of points on disk: below, under 100 MB in memory.
LARGE_FILE_BYTES = 16_000_000
#: The index on disk is about so many times as large as the file: 16 bytes a point.
INDEX_RATIO = 3


#: Values of ``railway`` that are tracks: counted in the summary even where they carry no freight.
TRACKS = [
    "rail",
    "narrow_gauge",
    "light_rail",
    "tram",
    "subway",
    "monorail",
    "funicular",
    "miniature",
    "preserved",
    "ferry",
    "construction",
    "proposed",
    "disused",
    "abandoned",
    "razed",
]


def way_filter(wanted: Wanted) -> list[tuple[str, str]]:
    """Return the tags of which a way must have one to be looked at (places' areas too)."""
    pairs = [("route", "ferry"), *(("ferry", v) for v in FERRY_CLASSES), *PLACE_TAGS]
    if "road" in wanted.modes:
        pairs += [("highway", v) for v in (*wanted.roads, "construction", "proposed")]
    if "rail" in wanted.modes:
        pairs += [("railway", v) for v in TRACKS]
    return pairs


def filtered_pass(path: Path, wanted: Wanted = ALL, *, index: str = "sparse_mem_array") -> Any:
    """Return osmium's stream of the ways and places of a file, filtered in C++.

    ``index`` is osmium's name of the index that holds the positions of points.
    """
    osmium = _osmium()
    node, way = osmium.osm.NODE, osmium.osm.WAY
    ways = osmium.filter.TagFilter(*way_filter(wanted)).enable_for(way)
    places = osmium.filter.TagFilter(*PLACE_TAGS).enable_for(node)
    stream = osmium.FileProcessor(str(path), node | way).with_locations(index)
    return stream.with_filter(ways).with_filter(places)


def read_pbf(path: str | Path, wanted: Wanted = ALL, *, max_points: int = MAX_POINTS) -> Ways:
    """Read the railways, roads, ferries and places of a file.

    Parameters
    ----------
    path
        The file.
    wanted
        Which ways.
    max_points
        Reading stops with an error when the ways that are kept have more points than this.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ImportError
        If ``osmium`` is not installed (the extra ``pbf``).
    DataError
        If the file is not whole, holds no such way, or more than memory is meant to.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    collector = WayCollector()
    points = _Points(collector, wanted, max_points)
    try:
        with _index(path) as index:
            for thing in filtered_pass(path, wanted, index=index):
                points.take(thing)
    except RuntimeError as error:
        raise DataError([f"{path.name}: not a whole OpenStreetMap file: {error}"]) from error
    if not collector.tags:
        left = ", ".join(f"{n} x {why}" for why, n in collector.seen["left"].most_common(5))
        nothing = f"{path.name}: no way of mode {wanted}"
        raise DataError([nothing + (f"; left out: {left}" if left else "")])
    return points.freeze(path.name)


def _osmium() -> Any:
    try:
        import osmium
    except ImportError as error:
        raise ImportError(
            "reading .osm.pbf needs the package osmium: pip install 'corridors[pbf]'"
        ) from error
    return osmium


@contextmanager
def _index(path: Path) -> Iterator[str]:
    """Give osmium's name of an index of positions that fits the file."""
    if path.stat().st_size <= LARGE_FILE_BYTES:
        yield "sparse_mem_array"
        return
    with TemporaryDirectory(prefix="corridors-") as folder:
        needed, free = INDEX_RATIO * path.stat().st_size, disk_usage(folder).free
        if needed > free:
            raise DataError(
                f"{path.name}: the positions of its points need about {needed / 1e9:.1f} GB in "
                f"{Path(folder).parent}, where {free / 1e9:.1f} GB are free; "
                "set TMPDIR to a larger disk, or cut the file to a region first"
            )
        yield f"sparse_file_array,{Path(folder) / 'points'}"


_REF = attrgetter("ref")
_READ = frozenset(WAY_KEYS)
_ROLES = {"railway", "highway", "route", "ferry"}


class _Points:
    """Takes ways and places from osmium's stream, and the positions of their points."""

    def __init__(self, collector: WayCollector, wanted: Wanted, max_points: int) -> None:
        osmium = _osmium()
        self.collector, self.wanted, self.max_points = collector, wanted, max_points
        self.lines: list[np.ndarray] = []
        self.size = 0
        self._known: dict[tuple, WayTags | str] = {}
        self._factory = osmium.geom.WKBFactory()
        self._all = osmium.geom.use_nodes.ALL
        self._error = osmium.InvalidLocationError

    def take(self, thing: Any) -> None:
        """Take a node that is a place, or a way that is wanted."""
        listed = thing.tags
        tags = dict(islice(listed, len(listed)))  # osmium ends an iteration by a slow exception
        kind = read_place(tags)
        if thing.is_node():
            self.collector.add_place(f"n{thing.id}", kind, _name(tags), _position(thing.location))
            return
        nodes = thing.nodes
        if kind and len(nodes):
            position = _position(nodes[0].location)
            self.collector.add_place(f"w{thing.id}", kind, _name(tags), position)
        if tags.keys().isdisjoint(_ROLES):
            return
        refs = list(map(_REF, map(nodes.__getitem__, range(len(nodes)))))
        if self.collector.add(thing.id, self._read(tags), refs):
            self.lines.append(self._line(thing))
            self.size += len(refs)
            if self.size > self.max_points:
                raise DataError([_too_many(self.max_points, self.wanted)])

    def _read(self, tags: dict[str, str]) -> WayTags | str:
        """Return what a way is, read once for all that have the same tags."""
        key = tuple([pair for pair in tags.items() if pair[0] in _READ])
        if key not in self._known:
            self._known[key] = read_way(tags, self.wanted)
        return self._known[key]

    def _line(self, way: Any) -> np.ndarray:
        """Return the positions of a way's points; one that the file does not hold is ``nan``."""
        try:
            raw = bytes.fromhex(self._factory.create_linestring(way, self._all))
            return np.frombuffer(raw, "<f8", offset=9).reshape(-1, 2)
        except (self._error, RuntimeError):
            return np.array([_position(node.location) for node in way.nodes])

    def freeze(self, file: str) -> Ways:
        """Return the ways with their positions."""
        positions = np.concatenate(self.lines)
        valid = np.isfinite(positions).all(axis=1)
        if not valid.any():
            raise DataError(
                f"{file}: no position of any point: ways stand before nodes, or nodes are "
                "missing; sort the file by type and id first"
            )
        ids, first = np.unique(np.array(self.collector.refs)[valid], return_index=True)
        lon, lat = positions[valid][first].T
        return self.collector.freeze(ids, lon, lat)


def _too_many(max_points: int, wanted: Wanted) -> str:
    """Return what to do about a file of which too much would be kept."""
    advice = ["cut the file to a region (osmium extract)"]
    if "road" in wanted.modes:
        below = ROAD_CLASSES.index(wanted.lowest_road)
        if "rail" in wanted.modes:
            advice.append('take modes="rail" alone')
        if below:
            advice.append(f"leave out small roads (lowest_road={ROAD_CLASSES[below - 1]!r})")
    advice.append(f"or allow more where memory does, about 1 kB each (max_points={2 * max_points})")
    return f"the ways have over {max_points:,} points: " + ", ".join(advice)


def _name(tags: Mapping[str, str]) -> str:
    return tags.get("name:en") or tags.get("name", "")


def _position(location: Any) -> tuple[float, float]:
    return (location.lon, location.lat) if location.valid() else (np.nan, np.nan)
