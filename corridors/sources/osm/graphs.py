"""From an osmnx graph, in memory or in a GraphML file, to a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DataError, within_memory
from corridors.network.checks.room import check_room
from corridors.network.earth import segment_km
from corridors.network.network import Network
from corridors.sources.making import GAP_KM, network_from_ways
from corridors.sources.making.tags import (
    ALL,
    LOWEST_ROAD,
    PLACE_TAGS,
    WAY_KEYS,
    Wanted,
    WayTags,
    one_value,
    read_place,
    read_way,
)
from corridors.sources.making.ways import WayCollector, Ways
from corridors.sources.osm import OSM_MODES, check_gap, wanted_of
from corridors.sources.osm.directions import Edge, pair_directions
from corridors.sources.osm.lines import OFF, Positions, lay_lines, to_degrees
from corridors.sources.osm.plain import PlainGraph, plain_graph, read_plain_graph, refuse
from corridors.sources.osm.values import (
    LARGEST_ID,
    ids_of,
    node_word,
    number,
    truth,
    whole,
    words,
)

if TYPE_CHECKING:
    import networkx as nx

#: A stated length that differs from that of the geometry by more than this share of it, and by so
#: many metres, is reported. The geometry's length is used always.
DIFFERENT, DIFFERENT_M = 0.5, 20.0
#: So many bytes an edge takes to be imported.
_EDGE_BYTES = 1_600
#: Heading of the summary's line of them.
STATED = "edges whose stated length is far from the geometry's, which is used"
_PLACE_KEYS = tuple(dict.fromkeys(key for key, _ in PLACE_TAGS))
_OUR_PLACES = frozenset(PLACE_TAGS.values())


@within_memory
def network_from_graph(
    graph: nx.Graph | str | Path,
    *,
    modes: Iterable[str] = OSM_MODES,
    lowest_road: str = LOWEST_ROAD,
    gap_km: float = GAP_KM,
    name: str | None = None,
) -> Network:
    """Make a network of a graph in the conventions of osmnx, simplified or not.

    The nodes of a simplified graph stay; in another, those where nothing changes are merged.
    Edges are read by their ``highway``, ``railway`` and ``route`` tags (add ``railway``,
    ``gauge``, ``usage`` and ``electrified`` to ``osmnx.settings.useful_tags_way`` before you
    download railways); an edge without the opposite one is one-way. Values may have any type and
    spelling that osmnx, networkx, pandas or GraphML gives them; of several values of a key,
    ``one_value`` in ``corridors.sources.making.tags`` says which counts. Islands are kept. Lengths
    are those of the geometry: an edge's ``length`` is only compared with it, and
    ``network.report`` counts those that are far off. Prices, border times and handling come from
    the embedded tables.

    Parameters
    ----------
    graph
        Nodes with ``x`` and ``y``, edges with OpenStreetMap's tags; ``graph.graph["crs"]`` in
        degrees or projected. It is not changed. Or the path of a GraphML file of such a graph.
    modes
        ``"rail"``, ``"road"`` or both. Train ferries come with rail, car ferries with road.
    lowest_road
        The lowest class of road that is read: motorway, trunk, primary, secondary, tertiary,
        unclassified or residential. Living streets and service roads are never read.
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
    FileNotFoundError
        If there is no such file.
    ValueError
        If a mode or class of road is unknown, or ``gap_km`` is not 0 to 5.
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
    wanted = wanted_of(modes, lowest_road)
    check_gap(gap_km)
    if isinstance(graph, str | Path):
        path = Path(graph)
        if not path.is_file():
            raise FileNotFoundError(f"{path}: no such file")
        return network_of_plain(
            read_plain_graph(path), wanted=wanted, gap_km=gap_km, name=name or path.stem
        )
    plain = plain_graph(graph)
    label = name or str(plain.attributes.get("name") or "graph")
    return network_of_plain(plain, wanted=wanted, gap_km=gap_km, name=label)


def network_of_plain(
    plain: PlainGraph, *, name: str, wanted: Wanted = ALL, gap_km: float = GAP_KM
) -> Network:
    """Return the network of a graph that was read already."""
    edges = len(plain.edges)
    check_room("the import of a graph", _EDGE_BYTES, edges, "edge")
    ways = ways_from_graph(plain, wanted=wanted)
    keep = _number_nodes(plain)[1].values() if truth(plain.attributes.get("simplified")) else ()
    return network_from_ways(ways, name=name, gap_km=gap_km, keep=keep)


def ways_from_graph(
    graph: nx.Graph | PlainGraph,
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
    plain = graph if isinstance(graph, PlainGraph) else plain_graph(graph, source)
    degrees = to_degrees(plain)
    labels, numbers = _number_nodes(plain)
    positions = Positions(plain, numbers, degrees)
    collector = WayCollector()
    edges, way_number, way_names = _read_edges(plain, numbers, _TagReader(wanted), collector)
    if not edges:
        left = ", ".join(f"{n} x {why}" for why, n in collector.seen["left"].most_common(5))
        raise DataError(
            f"{plain.source}: no edge is a road, railway or ferry; {left or 'it has no edges'}"
        )
    positions.check({end for edge in edges for end in (edge.tail, edge.head)})
    far = lay_lines(edges, positions, degrees, plain.source)
    reader = _TagReader(wanted)
    roads, told = pair_directions(edges, directed=plain.directed, merge=reader.merged)
    roads.sort(key=lambda e: (way_number[e.ids], e.tail, e.head, _bytes(e), str(e.tags)))
    points, turned = _Points(positions), _Directed(raw=raw)
    for edge in roads:
        refs = [edge.tail, *points.inner(edge.line), edge.head]
        collector.add(way_number[edge.ids], turned.tags(edge), refs)
    collector.places.extend(places)
    _add_places(plain, numbers, positions, collector)
    ids, lon, lat = points.arrays()
    stated = np.array([edge.stated_m for edge in roads])
    if stated.any() and (counts := _far_off(stated, _made_m(collector, ids, lon, lat))):
        told[STATED] = counts
    collector.seen.update(told)
    if far:
        collector.seen[OFF] = Counter({"edges": far})
    return replace(collector.freeze(ids, lon, lat, labels), way_names=way_names)


def _bytes(edge: Edge) -> bytes:
    return b"" if edge.line is None else edge.line.tobytes()


def _number_nodes(plain: PlainGraph) -> tuple[dict[int, str], dict[Hashable, int]]:
    """Return a number each node: its own where all are whole numbers; else labels too.

    Ids that are whole numbers are read so whatever type or spelling they have.
    """
    texts = {node: node_word(node) for node in plain.nodes}
    _check_apart(texts, plain.source)
    own = {node: whole(text) for node, text in texts.items()}
    if all(n is not None and abs(n) < LARGEST_ID for n in own.values()):
        return {}, {node: n for node, n in own.items() if n is not None}
    numbers = {node: k for k, node in enumerate(sorted(texts, key=texts.__getitem__), start=1)}
    labels = {
        k: texts[node] if own[node] is None else f"osm-{texts[node]}" for node, k in numbers.items()
    }
    return labels, numbers


def _check_apart(texts: Mapping[Hashable, str], source: str) -> None:
    """Raise ``DataError`` if nodes have the same id but for its type."""
    first: dict[str, Hashable] = {}
    faults = [
        f"nodes {first[text]!r} and {node!r} would both have the node_id {text!r}; give one of "
        "them another name (networkx.relabel_nodes)"
        for node, text in texts.items()
        if first.setdefault(text, node) is not node
    ]
    refuse(source, faults)


def _read_edges(
    plain: PlainGraph,
    numbers: Mapping[Hashable, int],
    reader: _TagReader,
    collector: WayCollector,
) -> tuple[list[Edge], dict[tuple, int], dict[int, str]]:
    """Return the edges that are kept, the number of the way of all ids, and names of some.

    The others are counted. Ids that are no whole numbers, or too large ones, have numbers of
    their own below all others.
    """
    known: dict[Any, tuple[int | str, ...]] = {}
    ids = [_ids(data.get("osmid"), known) for _, _, data in plain.edges]
    way_number, way_names = _number_ways(set(ids))
    kept = []
    for (tail, head, data), own in zip(plain.edges, ids, strict=True):
        found = reader.read(data)
        if isinstance(found, str):
            collector.add(way_number[own], found, [])
            continue
        kept.append(
            Edge(
                numbers[tail], numbers[head], own, found, data, (tail, head),
                number(data.get("length"), 0.0),
            )
        )  # fmt: skip
    return kept, way_number, way_names


def _ids(value: Any, known: dict[Any, tuple[int | str, ...]]) -> tuple[int | str, ...]:
    if type(value) is int:
        return (value,)
    if type(value) is not str:
        return ids_of(value)
    if value not in known:
        known[value] = ids_of(value)
    return known[value]


def _number_ways(ids: set[tuple]) -> tuple[dict[tuple, int], dict[int, str]]:
    """Return a number for the ways of each set of ids, 0 for none, and the names of some."""

    def is_number(one: tuple) -> bool:
        return isinstance(one[0], int) and abs(one[0]) < LARGEST_ID

    found = {one: one[0] if one and is_number(one) else 0 for one in ids}
    named = sorted({str(one[0]) for one in ids if one and not is_number(one)}, reverse=True)
    least = min([0, *found.values()])
    number_of = {name: least - k for k, name in enumerate(named, start=1)}
    found |= {one: number_of[str(one[0])] for one in ids if one and not is_number(one)}
    return found, {k: name for name, k in number_of.items()}


class _TagReader:
    """Reads each edge's tags once for all edges that have the same."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._known: dict[tuple, WayTags | str] = {}
        self._words: dict[tuple[str, str], tuple[str, ...]] = {}

    def read(self, data: Mapping[str, Any]) -> WayTags | str:
        """Return what an edge is, or why it is left out."""
        key = tuple([self._values(k, data[k]) for k in _KEYS_READ if k in data])
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(dict(key))
        return found

    def merged(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> WayTags | str:
        """Return what two edges are together, each key having the values of both."""
        both = {}
        for k in _KEYS_READ:
            values = {v for data in (one, other) if k in data for v in self._values(k, data[k])[1]}
            both[k] = tuple(sorted(values))
        return self._read(both)

    def _values(self, key: str, value: Any) -> tuple[str, tuple[str, ...]]:
        if type(value) is not str:
            return key, words(key, value)
        found = self._words.get((key, value))
        if found is None:
            found = self._words[key, value] = words(key, value)
        return key, found

    def _read(self, values: Mapping[str, tuple[str, ...]]) -> WayTags | str:
        found = {key: several for key, several in values.items() if several}
        tags = {key: one_value(key, several) for key, several in found.items()}
        road = found.get("highway", ())
        if len(road) > 1:
            tags["highway"] = ";".join(road)  # works on a part of it have the class of the rest
        if not tags.keys() & {"highway", "railway", "route"}:
            tags |= _TAGS_OF_MODE.get(tags.pop("mode", ""), {})
        return read_way(tags, self._wanted)


_KEYS_READ = (*(key for key in WAY_KEYS if key != "oneway"), "mode")
#: What an edge of our own graphs is that has kept no tag of OpenStreetMap.
_TAGS_OF_MODE = {
    "road": {"highway": "trunk"},
    "rail": {"railway": "rail"},
    "ferry": {"route": "ferry", "motor_vehicle": "yes"},
    "sea": {"route": "ferry", "motor_vehicle": "yes"},
}


class _Directed:
    """Gives the tags of roads their direction; equal ones are one object.

    Trains and ships go both ways over a track or line whatever the graph says.
    """

    def __init__(self, *, raw: bool) -> None:
        self._raw = raw
        self._known: dict[tuple[WayTags, bool], WayTags] = {}

    def tags(self, edge: Edge) -> WayTags:
        """Return the tags of an edge with its direction."""
        free = edge.two_way or edge.tags.mode != "road"
        found = self._known.get((edge.tags, free))
        if found is None:
            oneway = edge.tags.oneway if free and self._raw else int(not free)
            found = self._known[edge.tags, free] = replace(edge.tags, oneway=oneway)
        return found


def _add_places(
    plain: PlainGraph,
    numbers: Mapping[Hashable, int],
    positions: Positions,
    collector: WayCollector,
) -> None:
    """Add the nodes that are stations, terminals, ports or border posts."""
    for node, data in plain.nodes.items():
        if "kind" not in data and not any(key in data for key in _PLACE_KEYS):
            continue
        pairs = [{k: v} for k in _PLACE_KEYS if k in data for v in words(k, data[k])]
        kind = next(filter(None, map(read_place, pairs)), "")
        ours = next(iter(words("kind", data.get("kind"))), "")
        kind = kind or (ours if ours in _OUR_PLACES else "")
        if kind:
            named = [one_value(k, words(k, data.get(k))) for k in ("name:en", "name")]
            label = next(filter(None, named), "")
            collector.add_place(f"n{numbers[node]}", kind, label, positions.at[numbers[node]])


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


class _Points:
    """Positions of the nodes, and of the points of edges' geometry under new numbers."""

    def __init__(self, positions: Positions) -> None:
        self._ids = list(positions.at)
        self._inner: list[np.ndarray] = [np.array(list(positions.at.values()), float)]
        self._next = min([0, *self._ids]) - 1

    def inner(self, line: np.ndarray | None) -> list[int]:
        """Return numbers of the points of a line between its ends."""
        if line is None or len(line) < 3:
            return []
        made = list(range(self._next, self._next - len(line) + 2, -1))
        self._next -= len(made)
        self._ids += made
        self._inner.append(line[1:-1])
        return made

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return ids, longitudes and latitudes."""
        lon, lat = np.concatenate(self._inner).T
        return np.array(self._ids, np.int64), lon, lat
