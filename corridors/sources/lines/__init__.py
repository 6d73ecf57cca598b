"""``network_from_lines``: one door for files and tables of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from corridors.errors import DataError, one_of
from corridors.network.countries import are_swapped
from corridors.network.earth import segment_km
from corridors.network.forms.gate import reads
from corridors.network.network import Network
from corridors.network.prices import BOX_PRICES
from corridors.sources.lines.columns import Columns, check_columns, columns_of
from corridors.sources.lines.degrees import Parts, parts_of
from corridors.sources.lines.features import Features
from corridors.sources.lines.files import read_layers
from corridors.sources.lines.joints import CROSSINGS, Drawing, join_lines
from corridors.sources.lines.layer import Layer, layer_of_frame
from corridors.sources.lines.places import Places, astray, ends_of, labels_at, places_of, with_ends
from corridors.sources.making import network_from_ways
from corridors.sources.making.account import ImportReport
from corridors.sources.making.origin import Origin
from corridors.sources.making.tags import ROAD_CLASSES, Wanted, WayTags
from corridors.sources.making.ways import WayCollector
from corridors.vocabulary import MODES, counted

#: Dangling ends of lines are joined up to so far: five decimals of a degree are a metre.
SNAP_M = 1.0
#: The most that may be asked for, m.
MOST_SNAP_M = 1000.0
_MODES = tuple(name for name, mode in MODES.items() if mode.is_link)
_LINES = ("LineString", "MultiLineString", "LinearRing", "GeometryCollection")


@reads
def network_from_lines(
    source: Any,
    *,
    mode: str | Mapping[str, str] | None = None,
    columns: Mapping[str, Any] | None = None,
    nodes: Any = None,
    snap_m: float = SNAP_M,
    crossings: str = "shared",
    crs: Any = None,
    layer: str | Iterable[str] | None = None,
    lowest_road: str = ROAD_CLASSES[-1],
    box: str = "40ft",
    name: str | None = None,
) -> Network:
    """Make a network of lines: a GIS file, a table in memory, or nodes and edges.

    Lines are split where they meet, and lines of several parts are taken apart. A dangling end
    within ``snap_m`` of another line is joined to it. Heights are dropped. A line is a road,
    railway or other way by ``mode``, by a column, or by OpenStreetMap's tags if the columns bear
    their names. Borders, countries, gauges that are not said, loading places, prices, handling
    and times come as in :func:`network_from_osm`. ``network.report`` tells all that was kept, left
    out, joined and assumed.

    Parameters
    ----------
    source
        A GeoPackage, GeoJSON, shapefile (also in a zip), GeoParquet, or a CSV with a column of
        WKT; a GeoDataFrame or a table with WKT or WKB; or (nodes, edges), two of these.
    mode
        ``"rail"``, ``"road"``, ``"ferry"``, ``"sea"``, ``"inland_water"`` or ``"pipeline"``: what
        every line is; of several layers also a table of them, ``{"tracks": "rail"}``.
    columns
        Which column is what: ``{"gauge_mm": "GAUGE"}``, or with more of it ``{"length_km":
        {"column": "LEN_M", "scale": 0.001}, "mode": {"column": "TYPE", "values": {"S": "road"}},
        "status": {"value": "planned"}}``; ``None`` leaves a column unread. The words are mode,
        gauge_mm, status, speed_kmh, maxspeed, oneway, name, ref, country, length_km, time_h,
        cost_usd, cost_usd_per_km, commodity, link_id, geometry, and OpenStreetMap's keys. A column
        that bears such a name is read without a mapping.
    nodes
        Points: ids of the ends of lines, and places by name and kind (rail_terminal, seaport,
        dry_port, border_crossing, city).
    snap_m
        How far, in m, a dangling end may lie from the line it is joined to; each joint is in
        ``network.report.gaps``. 0: only equal positions meet.
    crossings
        ``"shared"``: lines meet where both have a point; ``"ends"``: only where one of them ends;
        ``"all"``: wherever they cross, unless layer, bridge or tunnel differ.
    crs
        The coordinate system, where the source names none.
    layer
        Of a GeoPackage: the layer or layers; else all that have lines.
    lowest_road
        Where ``highway`` tells the class of roads: the lowest that is read.
    box
        What ``cost_usd`` and ``cost_usd_per_km`` are for: 20ft, 40ft or t (a tonne).
    name
        The network's name; by default that of the file.

    Returns
    -------
    Network
        With its ``report``.

    Raises
    ------
    FileNotFoundError, DataError
        If a file is missing or none of these, has no coordinate system, or does not tell what its
        lines are; with every cell that a mapped column cannot hold.
    TypeError, ValueError
        If the source or an option is none of those above.

    Examples
    --------
    >>> import corridors as co, geopandas as gpd
    >>> from shapely import LineString
    >>> track = gpd.GeoSeries([LineString([(69.2, 41.2), (69.3, 41.2)])], crs="EPSG:4326")
    >>> net = co.network_from_lines(track.to_frame("track"), mode="rail", name="siding")
    >>> net
    Network('siding': 2 nodes, 1 link, 1 country)
    >>> net.table("links")["gauge_mm"]
    (1520.0,)
    """
    one_of("crossings", crossings, CROSSINGS)
    one_of("box", box, tuple(BOX_PRICES))
    wanted = Wanted(_MODES, one_of("lowest_road", lowest_road, ROAD_CLASSES))
    if isinstance(snap_m, bool) or not isinstance(snap_m, int | float):
        raise TypeError(f"snap_m is {snap_m!r}, expected a number of metres")
    if not 0 <= snap_m <= MOST_SNAP_M:
        raise ValueError(f"snap_m is {snap_m:g}, expected 0 to {MOST_SNAP_M:g}")
    mapping = check_columns(columns)
    layers, points, label = _sources(source, nodes, layer, (mapping.get("geometry") or {}))
    modes = _modes(mode, layers)
    work = _Work(crs, snap_m, crossings, label)
    for one, its_mode in zip(layers, modes, strict=True):
        work.read(one, columns_of(one, mapping), its_mode, wanted, box, points)
    return work.network(name or label)


# -- what is given -------------------------------------------------------------------------------


def _sources(
    source: Any, nodes: Any, layer: Any, geometry: Mapping[str, Any]
) -> tuple[list[Layer], Layer | None, str]:  # fmt: skip
    """Return the layers of lines, the layer of points, and a name for them all."""
    column = geometry.get("column")
    if isinstance(source, tuple | list):
        if len(source) != 2:
            raise TypeError(f"source has {len(source)} parts; a pair is (nodes, edges)")
        if nodes is not None:
            raise TypeError("nodes is for a source of lines alone, not for (nodes, edges)")
        first, lines = (_layers(s, None, w, None) for s, w in zip(source, _PAIR, strict=True))
        return lines, first[0], _name(source[1], "lines")
    found = _layers(source, layer, "lines", column)
    lines = [one for one in found if _has(one, _LINES)] or found
    points = None
    if nodes is not None:
        points = _layers(nodes, None, "nodes", None)[0]
    elif any(ends_of(one) for one in lines):  # as osmnx writes them
        points = next((one for one in found if one.label.endswith("layer 'nodes'")), None)
    others = [one.label for one in found if one not in lines and one is not points]
    if others and layer is None:
        note = f"not read, as it has no lines: {', '.join(others)}"
        lines = [lines[0].with_note(note), *lines[1:]]
    return lines, points, _name(source, "lines")


_PAIR = ("nodes", "edges")


def _name(source: Any, otherwise: str) -> str:
    return Path(source).name if isinstance(source, str | Path) else otherwise


def _layers(source: Any, layer: Any, word: str, geometry: str | None) -> list[Layer]:
    if isinstance(source, str | Path):
        return read_layers(Path(source), layer=layer, geometry=geometry)
    if hasattr(source, "to_frame") and not hasattr(source, "columns"):
        source = source.to_frame("geometry")
    if not (hasattr(source, "columns") and hasattr(source, "set_axis")):
        raise TypeError(
            f"{word}: expected a file, a GeoDataFrame or (nodes, edges), not "
            f"{type(source).__name__}"
        )
    if layer is not None:
        raise TypeError("layer: only a GeoPackage has layers")
    return [layer_of_frame(source, word, geometry)]


def _has(layer: Layer, kinds: tuple[str, ...]) -> bool:
    return any(s is not None and s.geom_type in kinds for s in layer.shapes)


def _modes(mode: str | Mapping[str, str] | None, layers: list[Layer]) -> list[str | None]:
    """Return the mode of each layer."""
    if mode is None or isinstance(mode, str):
        if mode is not None:
            one_of("mode", mode, _MODES)
        return [mode] * len(layers)
    if not isinstance(mode, Mapping):
        raise TypeError(f'mode: {mode!r} is no mode and no table such as {{"tracks": "rail"}}')
    names = {one.label.rpartition("layer ")[2].strip("'"): None for one in layers}
    for word, value in mode.items():
        one_of("mode: layer", word, names)
        one_of("mode", value, _MODES)
    return [mode.get(name) for name in names]


# -- what is made --------------------------------------------------------------------------------


@dataclass
class _Work:
    """Gathers the lines of layers, joins them, and makes the network."""

    crs: Any
    snap_m: float
    crossings: str
    label: str
    features: list[Features] = field(default_factory=list)
    columns: list[Columns] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    parts: list[Parts] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    nodes: Places | None = None

    def read(
        self, layer: Layer, columns: Columns, mode: str | None, wanted: Wanted, box: str,
        points: Layer | None,
    ) -> None:  # fmt: skip
        """Read one layer of lines."""
        if not len(layer):
            raise DataError(f"{layer.label}: no {layer.word} in it")
        features = Features(layer, columns, mode=mode, wanted=wanted, box=box)
        rail = mode == "rail" or "railway" in columns.tags or "gauge_mm" in columns.values
        if points is not None and self.nodes is None:
            self.nodes = places_of(points, self.crs, has_rail=rail)
            self.notes += self.nodes.notes
        bare = points is not None and all(s is None for s in layer.shapes)
        parts = None if bare else parts_of(layer, self.crs, features.left)
        self.notes += [*layer.notes, *columns.notes, *(parts.notes if parts else ())]
        if self.nodes is not None:
            parts, notes = with_ends(layer, parts, self.nodes)
            self.notes += notes
            if ends_of(layer):
                features.left.reasons.pop("without a geometry", None)
        self.features.append(features)
        self.columns.append(columns)
        self.layers.append(layer)
        self.parts.append(cast("Parts", parts))

    def _all_parts(self) -> Parts:
        """Return the lines of all layers; features are numbered one layer after another."""
        offsets = np.concatenate([[0], np.cumsum([len(one) for one in self.layers])])
        first = [np.diff(p.first) for p in self.parts]
        return Parts(
            np.concatenate([p.owner + o for p, o in zip(self.parts, offsets, strict=False)]),
            np.concatenate([[0], np.cumsum(np.concatenate(first))]),
            np.concatenate([p.lon for p in self.parts]),
            np.concatenate([p.lat for p in self.parts]),
        )

    def network(self, name: str) -> Network:
        """Return the network of all that was read."""
        parts = self._all_parts()
        levels = [f.level(k) for f, y in zip(self.features, self.layers, strict=True)
                  for k in range(len(y))]  # fmt: skip
        drawing = join_lines(parts, snap_m=self.snap_m, crossings=self.crossings, levels=levels)
        collector, ids = self._collected(drawing)
        used = sorted(set(collector.refs))
        labels = self._labels(drawing)
        here = set(used)
        keep = {p for p in labels if p in here}
        if ids:  # a line with an id stays a link of its own
            keep |= {p for line in drawing.refs for p in (line[0], line[-1])}
        prefix = "n"
        while any(label.startswith(prefix) for label in labels.values()):
            prefix += "x"
        countries = self._countries(drawing)
        self._check_axes(drawing, countries)
        origin = Origin("imported-lines", "Lines", "", prefix, countries)
        if self.nodes is not None:
            collector.places.extend(self.nodes.places)
        at = np.array(used, np.int64)
        lon, lat = np.array(drawing.lon)[at], np.array(drawing.lat)[at]
        ways = replace(collector.freeze(at, lon, lat, labels), way_names=ids)
        net = network_from_ways(ways, name=name, gap_km=0, keep=keep, origin=origin)
        report = cast("ImportReport", net.report)
        report = replace(
            report,
            gaps=tuple(drawing.gaps),
            gap_tolerance_km=self.snap_m / 1000,
            joined="ends of lines",
            notes=(*self.notes, *_doubled(ids), *self._met(drawing), *astray(net), *report.notes),
        )
        return net.replaced({}, places=frozenset(), report=report)

    def _collected(self, drawing: Drawing) -> tuple[WayCollector, dict[int, str]]:
        """Return the lines with their tags, and the ids of links that the source gives."""
        collector, ids = WayCollector(), {}
        km = _km_of_features(drawing, sum(map(len, self.layers)))
        lines: dict[int, list[list[int]]] = {}
        for owner, line in zip(drawing.owner, drawing.refs, strict=True):
            lines.setdefault(owner, []).append(line)
        offset, seen = 0, _Doubles()
        for features, columns, layer in zip(self.features, self.columns, self.layers, strict=True):
            own = km[offset : offset + len(layer)]
            features.check_lengths(own)
            for k in range(len(layer)):
                number = offset + k + 1
                mine = [line for line in lines.get(offset + k, []) if len(line) > 1]
                if not mine:
                    if offset + k in lines:
                        features.left.add("shorter than the tolerance", k + 1)
                    continue
                tags = features.tags(k, float(own[k]))
                if isinstance(tags, str):
                    features.left.add(tags, k + 1)
                    continue
                for line in mine:
                    if seen.add(number, tags, line):
                        features.left.add("doubled: the same line once more", k + 1)
                if link := columns.at("link_id", k):
                    ids[number] = str(link)
            left = features.left.counts(layer.word)
            collector.seen["left"].update(left)
            offset += len(layer)
        for number, tags, line in seen.kept():
            collector.add(number, tags, line)
        if not collector.tags:
            why = ", ".join(f"{n} x {w}" for w, n in collector.seen["left"].most_common(5))
            raise DataError(f"{self.label}: no line of it could be a link; left out: {why}")
        return collector, ids

    def _labels(self, drawing: Drawing) -> dict[int, str]:
        if self.nodes is None:
            return {}
        return labels_at(drawing, self.nodes, self.snap_m / 1000)

    def _countries(self, drawing: Drawing) -> dict[int, str]:
        """Return the countries of points that columns say; at a border the first by the letter."""
        said: list[str] = []
        for columns, layer in zip(self.columns, self.layers, strict=True):
            said += columns.values.get("country", [""] * len(layer))
        found: dict[int, str] = {}
        for owner, line in zip(drawing.owner, drawing.refs, strict=True):
            if code := said[owner]:
                for point in line:
                    found[point] = min(code, found.get(point, code))
        return found

    def _check_axes(self, drawing: Drawing, countries: Mapping[int, str]) -> None:
        """Raise if most points lie in the country that columns say only with x and y exchanged."""
        at = np.array(list(countries), np.int64)
        lon, lat = np.array(drawing.lon)[at], np.array(drawing.lat)[at]
        if are_swapped(list(countries.values()), lon, lat):
            raise DataError(
                f"{self.label}: x and y are exchanged: most lines lie far outside the country that "
                "their columns say, and in it with longitude and latitude the other way round; a "
                "point has its longitude first"
            )

    def _met(self, drawing: Drawing) -> list[str]:
        """Return what the account says of crossings and doubled lines."""
        told = []
        if drawing.crossings:
            why = "layer, bridge or tunnel differ" if self.crossings == "all" else (
                'crossings="all" (--crossings all) joins them'
            )  # fmt: skip
            many = counted(drawing.crossings, "place")
            told.append(f"{many} where lines cross without a junction: {why}")
        if drawing.made:
            told.append(f"{counted(drawing.made, 'junction')} made where lines cross")
        return told


class _Doubles:
    """Lines by their points: one that is drawn twice is one, in both directions if they differ."""

    def __init__(self) -> None:
        self._at: dict[tuple, int] = {}
        self._kept: list[tuple[int, WayTags, list[int]]] = []

    def add(self, number: int, tags: WayTags, line: list[int]) -> bool:
        """Add a line; say whether it is there already."""
        back = line[::-1]
        turned = back < line
        plain = replace(tags, oneway=0) if tags.oneway else tags
        key = (tuple(back if turned else line), plain)
        if key not in self._at:
            self._at[key] = len(self._kept)
            self._kept.append((number, tags, line))
            return False
        k = self._at[key]
        first, known, drawn = self._kept[k]
        way = tags.oneway if drawn == line else -tags.oneway
        if known.oneway and known.oneway != way:
            self._kept[k] = (first, plain, drawn)
        return True

    def kept(self) -> list[tuple[int, WayTags, list[int]]]:
        """Return the lines that are there, each once."""
        return self._kept


def _doubled(ids: Mapping[int, str]) -> list[str]:
    """Tell of ids that several lines bear."""
    twice = sorted(one for one, count in Counter(ids.values()).items() if count > 1)
    if not twice:
        return []
    shown = ", ".join(map(repr, twice[:3]))
    return [f"{counted(len(twice), 'link_id')} of several lines, such as {shown}: numbered"]


def _km_of_features(drawing: Drawing, count: int) -> np.ndarray:
    """Return the length of the lines of each feature as drawn, km."""
    km = np.zeros(count)
    sizes = [len(line) for line in drawing.refs]
    refs = np.array([p for line in drawing.refs for p in line], np.int64)
    owner = np.repeat(drawing.owner, sizes)
    line = np.repeat(np.arange(len(sizes)), sizes)
    lon, lat = np.array(drawing.lon)[refs], np.array(drawing.lat)[refs]
    inner = line[:-1] == line[1:]
    np.add.at(km, owner[:-1][inner], segment_km(lon, lat)[inner])
    return np.maximum(km, 1e-6)
