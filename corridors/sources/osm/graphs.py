"""From an osmnx graph to a network."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DataError
from corridors.network.earth import great_circle_km, segment_km
from corridors.network.forms.geometry import NEAR_KM, NEAR_SHARE, line_of_form
from corridors.network.network import CRS, Network
from corridors.sources.making import GAP_KM, network_from_ways
from corridors.sources.making.tags import (
    ALL,
    PLACE_TAGS,
    WAY_KEYS,
    Wanted,
    WayTags,
    read_place,
    read_way,
)
from corridors.sources.making.ways import WayCollector, Ways
from corridors.sources.models.crs import check_crs
from corridors.sources.osm.xml import refuse_entities
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import networkx as nx

#: A stated length that differs from that of the geometry by more than this share of it, and by so
#: many metres, is reported. The geometry's length is used always.
DIFFERENT, DIFFERENT_M = 0.5, 20.0
#: Heading of the summary's line of them.
STATED = "edges whose stated length is far from the geometry's, which is used"
#: So many degrees are within NEAR_KM wherever on the Earth they are.
_NEAR_DEGREES = 0.04
_PLACE_KEYS = frozenset(key for key, _ in PLACE_TAGS)
_OUR_PLACES = frozenset(PLACE_TAGS.values())


def network_from_graph(
    graph: nx.MultiDiGraph, *, gap_km: float = GAP_KM, name: str | None = None
) -> Network:
    """Make a network of a graph in the conventions of osmnx, simplified or not.

    The nodes of a simplified graph stay; in another, those where nothing changes are merged.
    Edges are read by their ``highway``, ``railway`` and ``route`` tags (add ``railway``,
    ``gauge``, ``usage`` and ``electrified`` to ``osmnx.settings.useful_tags_way`` before you
    download railways); an edge without the opposite one is one-way. Islands are kept. Lengths are
    those of the geometry: an edge's ``length`` is only compared with it, and ``network.report``
    counts those that are far off. Prices, border times and handling come from the embedded tables.

    Parameters
    ----------
    graph
        Nodes with ``x`` and ``y``, edges with OpenStreetMap's tags; ``graph.graph["crs"]`` in
        degrees or projected. It is not changed.
    gap_km
        Railway gaps up to this length are joined.
    name
        The network's name.

    Returns
    -------
    Network
        With its ``report``.

    Raises
    ------
    TypeError
        If it is no networkx graph.
    DataError
        If it has no CRS, no positions, no edge that is a road, railway or ferry, or nodes that
        are told apart by their type alone, such as 1 and "1".

    Examples
    --------
    >>> import corridors as co, networkx as nx
    >>> graph = nx.MultiDiGraph(crs="EPSG:4326")
    >>> graph.add_node(1, x=69.20, y=41.28); graph.add_node(2, x=69.25, y=41.32)
    >>> _ = graph.add_edge(1, 2, osmid=7, highway="primary", length=6100.0)
    >>> co.network_from_graph(graph)
    Network('graph': 2 nodes, 1 link, 1 country)
    """
    ways = ways_from_graph(graph)
    label = name or str(graph.graph.get("name") or "graph")
    keep = _number_nodes(graph)[1].values() if graph.graph.get("simplified") else ()
    return network_from_ways(ways, name=label, gap_km=gap_km, keep=keep)


def network_from_graphml(path: Path) -> Network:
    """Make a network of a GraphML file that osmnx wrote; nothing is joined.

    Raises
    ------
    DataError
        If it is no such file, or with every fault of its graph.
    """
    from xml.etree.ElementTree import ParseError

    import networkx as nx
    import osmnx as ox
    from shapely.errors import ShapelyError

    refuse_entities(path)
    types = {"node_dtypes": {"osmid": str}, "edge_dtypes": {"osmid": str}}
    broken = (ParseError, KeyError, ValueError, nx.NetworkXError, ShapelyError)
    try:
        graph = ox.load_graphml(path, **types)
    except (*broken, AttributeError, TypeError) as error:  # osmnx expects every value as text
        raise DataError(f"{path.name}: not a graph that osmnx wrote: {error}") from error
    return network_from_graph(graph, name=path.stem, gap_km=0)


def ways_from_graph(
    graph: nx.MultiDiGraph,
    *,
    wanted: Wanted = ALL,
    places: Iterable[Any] = (),
    raw: bool = False,
    source: str = "graph",
) -> Ways:
    """Return the ways of a graph.

    ``raw`` says that tags are as OpenStreetMap has them, so that a motorway without ``oneway``
    is one-way; otherwise the graph's directions are the truth. ``source`` is named in messages.
    """
    graph = _in_degrees(graph, source)
    labels, numbers = _number_nodes(graph)
    reader = _EdgeReader(wanted, raw=raw)
    points = _Points(graph, numbers, source)
    collector = WayCollector()
    stated: list[float] = []
    for way_id, found, nodes, line, stated_m in reader.edges(graph):
        refs = [numbers[nodes[0]], *points.inner(line, graph, nodes), numbers[nodes[1]]]
        if collector.add(way_id, found, refs):
            stated.append(stated_m)
    if not collector.tags:
        left = ", ".join(f"{n} x {why}" for why, n in collector.seen["left"].most_common(5))
        raise DataError(
            [f"{source}: no edge is a road, railway or ferry; {left or 'it has no edges'}"]
        )
    collector.places.extend(places)
    for node, data in graph.nodes(data=True):
        kind = read_place(data) if data.keys() & _PLACE_KEYS else ""
        kind = kind or (str(data.get("kind")) if data.get("kind") in _OUR_PLACES else "")
        if kind:
            label = str(data.get("name:en") or data.get("name") or "")
            position = (float(data["x"]), float(data["y"]))
            collector.add_place(f"n{numbers[node]}", kind, label, position)
    ids, lon, lat = points.arrays()
    if any(stated) and (counts := _far_off(np.array(stated), _made_m(collector, ids, lon, lat))):
        collector.seen[STATED] = counts
    return collector.freeze(ids, lon, lat, labels)


def _in_degrees(graph: nx.MultiDiGraph, source: str) -> nx.MultiDiGraph:
    """Return the graph in WGS84 degrees, after looking at its form."""
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise TypeError(f"expected a networkx graph, not {type(graph).__name__}")
    if not graph.is_multigraph() or not graph.is_directed():
        graph = nx.MultiDiGraph(graph)
    crs = graph.graph.get("crs")
    if crs is None:
        raise DataError(['graph: no CRS; set graph.graph["crs"], "EPSG:4326" for degrees'])
    lost = [n for n, d in graph.nodes(data=True) if not _is_number(d.get("x"), d.get("y"))]
    if lost:
        many = counted(len(lost), "node")
        raise DataError([f"graph: {many} without x and y, the first is {lost[0]!r}"])
    if not check_crs(crs, "graph: crs").is_geographic:
        import osmnx as ox

        graph = ox.projection.project_graph(graph, to_crs=CRS)
    for node, data in graph.nodes(data=True):
        if abs(data["x"]) > 180 or abs(data["y"]) > 90:
            raise DataError(
                f"{source}: node {node!r} lies at ({data['x']:g}, {data['y']:g}), which are no "
                f"degrees: its crs {crs!r} is wrong, or x and y are swapped"
            )
    return graph


def _is_number(*values: Any) -> bool:
    return all(isinstance(v, int | float | np.number) and math.isfinite(v) for v in values)


def _number_nodes(graph: nx.MultiDiGraph) -> tuple[dict[int, str], dict[Hashable, int]]:
    """Return a number each node: its own where all are whole numbers; else labels too."""
    if all(isinstance(n, int | np.integer) for n in graph.nodes):
        return {}, {n: int(n) for n in graph.nodes}
    numbers = {n: k for k, n in enumerate(sorted(graph.nodes, key=str), start=1)}
    labels = {k: str(n) for n, k in numbers.items()}
    same = [(a, b) for a, b in pairwise(numbers) if str(a) == str(b)]
    if same:
        raise DataError(
            [
                f"graph: nodes {a!r} and {b!r} would both have the node_id {str(a)!r}; give one of "
                "them another name (networkx.relabel_nodes)"
                for a, b in same
            ]
        )
    return labels, numbers


class _EdgeReader:
    """Reads each edge's tags once for all edges that have the same."""

    def __init__(self, wanted: Wanted, *, raw: bool) -> None:
        self._wanted, self._raw = wanted, raw
        self._known: dict[tuple, WayTags | str] = {}
        self._turned: dict[WayTags, tuple[WayTags, WayTags]] = {}

    def edges(self, graph: nx.MultiDiGraph) -> Iterable[tuple]:
        """Yield way id, tags, ends, geometry and stated length of each link, one for both ways."""
        waiting: dict[tuple, int] = {}
        both: list[tuple] = []
        for u, v, data in graph.edges(data=True):
            ids = _ids(data.get("osmid"))
            about = (ids, round(_stated_m(data), 1))
            found = waiting.get((v, u, *about), -1)
            if found >= 0 and (u != v or data.get("reversed")):
                way, tags, nodes, line, stated_m, _ = both[found]
                both[found] = (way, tags, nodes, line, stated_m, True)
                del waiting[v, u, *about]
                continue
            waiting[u, v, *about] = len(both)
            way_id = ids[0] if ids else 0
            line, stated_m = data.get("geometry"), _stated_m(data)
            both.append((way_id, self._read(data), (u, v), line, stated_m, False))
        for way, tags, nodes, line, stated_m, two_way in both:
            yield way, self._with_direction(tags, two_way=two_way), nodes, line, stated_m

    def _read(self, data: Mapping[str, Any]) -> WayTags | str:
        values = tuple((k, _word(data[k])) for k in _KEYS_READ if k in data)
        if values not in self._known:
            tags = {k: v for k, v in values if v}
            if not tags.keys() & {"highway", "railway", "route"}:
                tags |= _TAGS_OF_MODE.get(tags.pop("mode", ""), {})
            self._known[values] = read_way(tags, self._wanted)
        return self._known[values]

    def _with_direction(self, tags: WayTags | str, *, two_way: bool) -> WayTags | str:
        if isinstance(tags, str):
            return tags
        if tags not in self._turned:
            from dataclasses import replace

            free = tags if self._raw else replace(tags, oneway=0)
            self._turned[tags] = (replace(tags, oneway=1), free)
        # Trains and ships go both ways over a track or line whatever the graph says.
        return self._turned[tags][two_way or tags.mode != "road"]


_KEYS_READ = (*(key for key in WAY_KEYS if key != "oneway"), "mode")
#: What an edge of our own graphs is that has kept no tag of OpenStreetMap.
_TAGS_OF_MODE = {
    "road": {"highway": "trunk"},
    "rail": {"railway": "rail"},
    "ferry": {"route": "ferry", "motor_vehicle": "yes"},
    "sea": {"route": "ferry", "motor_vehicle": "yes"},
}


def _made_m(
    collector: WayCollector, ids: np.ndarray, lon: np.ndarray, lat: np.ndarray
) -> np.ndarray:
    """Return the length of the geometry of each way, m."""
    order = np.argsort(ids)
    row = order[np.searchsorted(ids[order], np.array(collector.refs, np.int64))]
    km = np.append(segment_km(lon[row], lat[row]), 0.0)
    first = np.concatenate([[0], np.cumsum(collector.sizes)[:-1]]).astype(int)
    km[first[1:] - 1] = 0.0  # from the end of a way to the beginning of the next
    return 1000 * np.add.reduceat(km, first)


def _far_off(stated_m: np.ndarray, made_m: np.ndarray) -> Counter:
    """Count the stated lengths that are far from those of the geometry, by how; 0 is none."""
    far = np.abs(stated_m - made_m) > np.maximum(DIFFERENT_M, DIFFERENT * made_m)
    far &= stated_m != 0
    how = {
        "negative": stated_m < 0,
        "shorter": (stated_m > 0) & (stated_m < made_m),
        "longer": stated_m > made_m,
    }
    return Counter({word: n for word, at in how.items() if (n := int((far & at).sum()))})


def _stated_m(data: Mapping[str, Any]) -> float:
    """Return the length that an edge states, m; 0 where it states none."""
    try:
        length = float(data.get("length") or 0.0)
    except (TypeError, ValueError):
        return 0.0
    return length if math.isfinite(length) else 0.0


def _ids(value: Any) -> tuple[int, ...]:
    values = value if isinstance(value, list | tuple | set) else [value]
    return tuple(sorted(int(v) for v in values if isinstance(v, int | np.integer)))


def _word(value: Any) -> str:
    """Return a tag's value as text; of the several values of a merged edge, the first."""
    if isinstance(value, list | tuple | set):
        value = next(iter(sorted(map(str, value))), "")
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)


class _Points:
    """Positions of the nodes, and of the points of edges' geometry under new numbers."""

    def __init__(
        self, graph: nx.MultiDiGraph, numbers: Mapping[Hashable, int], source: str
    ) -> None:
        self._source = source
        self._faults: list[str] = []
        self._ids = list(numbers.values())
        data = graph.nodes
        self._lon = [float(data[n]["x"]) for n in numbers]
        self._lat = [float(data[n]["y"]) for n in numbers]
        self._next = min([0, *self._ids]) - 1

    def inner(self, line: Any, graph: nx.MultiDiGraph, nodes: tuple) -> list[int]:
        """Return numbers of the points of a geometry between its ends, in the edge's direction."""
        if line is None:
            return []
        try:
            points = np.array(line_of_form(line) or [])
        except ValueError as error:
            self._faults.append(f"edge {nodes[0]!r} - {nodes[1]!r}: the geometry {error}")
            return []
        if len(points) < 2:
            return []
        start, end = ((graph.nodes[n]["x"], graph.nodes[n]["y"]) for n in nodes)
        if math.dist(points[0], start) > math.dist(points[-1], start):
            points = points[::-1]
        self._check_near(points, (start, end), nodes)
        inner = points[1:-1]
        made = list(range(self._next, self._next - len(inner), -1))
        self._next -= len(inner)
        self._ids += made
        self._lon += inner[:, 0].tolist()
        self._lat += inner[:, 1].tolist()
        return made

    def _check_near(self, points: np.ndarray, ends: tuple, nodes: tuple) -> None:
        """Add a fault if a geometry begins or ends far from its edge's node."""
        for point, place, node in zip((points[0], points[-1]), ends, nodes, strict=True):
            if math.dist(point, place) < _NEAR_DEGREES:
                continue
            km = great_circle_km(*point, *place)
            allowed = max(NEAR_KM, NEAR_SHARE * float(segment_km(*points.T).sum()))
            if km > allowed:
                self._faults.append(
                    f"edge {nodes[0]!r} - {nodes[1]!r}: its geometry lies {km:,.0f} km off "
                    f"{node!r}; expected within {allowed:,.0f} km"
                )

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return ids, longitudes and latitudes.

        Raises
        ------
        DataError
            With every edge whose geometry was no line of it.
        """
        if self._faults:
            raise DataError([f"{self._source}: {fault}" for fault in self._faults])
        return np.array(self._ids, np.int64), np.array(self._lon), np.array(self._lat)
