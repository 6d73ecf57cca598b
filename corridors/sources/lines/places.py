"""Nodes and edges: points that name the ends of lines, and places where goods are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corridors.errors import DataError, not_one_of
from corridors.network.earth import great_circle_km, segment_km, unit_vectors
from corridors.network.forms.geometry import NEAR_KM, NEAR_SHARE
from corridors.network.land import country_at
from corridors.network.network import Network
from corridors.sources.lines.columns import ENDS, text_of
from corridors.sources.lines.degrees import Parts, crs_of, to_degrees
from corridors.sources.lines.joints import Drawing
from corridors.sources.lines.layer import Layer
from corridors.sources.making.tags import PLACE_TAGS, read_place
from corridors.sources.making.terminals import REACH_KM
from corridors.sources.making.ways import OsmPlace
from corridors.vocabulary import counted, is_ship

_IDS = ("node_id", "osmid", "id", "node", "fid")
_NAMES = ("name:en", "name_en", "name", "station")
_KINDS = ("kind", "node_type")


@dataclass(frozen=True)
class Places:
    """Points of a layer in degrees, by their ids where they have any."""

    label: str
    ids: tuple[str, ...]
    lon: np.ndarray
    lat: np.ndarray
    places: tuple[OsmPlace, ...] = ()
    notes: tuple[str, ...] = ()
    row: Mapping[str, int] = field(default_factory=dict)

    def position(self, node: str) -> tuple[float, float]:
        """Return longitude and latitude of a node."""
        k = self.row[node]
        return float(self.lon[k]), float(self.lat[k])


def places_of(layer: Layer, crs: Any, *, has_rail: bool) -> Places:
    """Return the points of a layer; those with a name or a kind are places.

    Raises
    ------
    DataError
        If it has no points, a point twice, or a kind of place that is none.
    """
    import shapely

    found, _ = crs_of(layer, crs)
    at = [k for k, s in enumerate(layer.shapes) if s is not None and s.geom_type == "Point"]
    at = [k for k in at if np.isfinite(shapely.get_coordinates(layer.shapes[k])).all()]
    at = [k for k in at if not layer.shapes[k].is_empty]
    if not at:
        raise DataError(f"{layer.label}: no point in it; nodes are a layer of points")
    xy = shapely.get_coordinates(layer.shapes[at])
    lon, lat = to_degrees(layer, found, xy, np.array(at))
    ids = _column(layer, _IDS, at)
    row = {node: n for n, node in enumerate(ids) if node}
    if len(row) < len([i for i in ids if i]):
        twice = next(i for i in ids if ids.count(i) > 1)
        raise DataError(f"{layer.label}: node {twice!r} stands there more than once")
    places, notes = _named(layer, at, (lon, lat), ids, has_rail=has_rail)
    return Places(layer.label, tuple(ids), lon, lat, places, notes, row)


def _column(layer: Layer, names: tuple[str, ...], at: list[int]) -> list[str]:
    folded = {name.lower(): name for name in reversed(list(layer.columns))}
    name = next((folded[n] for n in names if n in folded), None)
    return [""] * len(at) if name is None else [text_of(layer.columns[name][k]) for k in at]


def _named(
    layer: Layer, at: list[int], degrees: tuple, ids: list[str], *, has_rail: bool
) -> tuple[tuple[OsmPlace, ...], tuple[str, ...]]:  # fmt: skip
    """Return the points that are places, and what is assumed of them."""
    names, kinds = _column(layer, _NAMES, at), _column(layer, _KINDS, at)
    usual = "rail_terminal" if has_rail else "city"
    keys = {key for key, _ in PLACE_TAGS} & set(layer.columns)
    places, assumed = [], 0
    for n, k in enumerate(at):
        tags = {key: text_of(layer.columns[key][k]) for key in keys}
        kind = kinds[n] if kinds[n] in REACH_KM else read_place(tags)
        if kinds[n] and not kind and kinds[n] not in ("junction", "pipeline_station"):
            raise DataError(f"{layer.at(k)}: {not_one_of('kind', kinds[n], REACH_KM)}")
        if not kind and not names[n]:
            continue
        assumed += not kind
        position = (float(degrees[0][n]), float(degrees[1][n]))
        places.append(OsmPlace(ids[n] or f"n{k + 1}", kind or usual, names[n], *position))
    notes = []
    if assumed:
        many = counted(assumed, "named point")
        notes.append(f"{layer.label}: {many} without a kind: {usual.replace('_', ' ')} (assumed)")
    return tuple(places), tuple(notes)


def ends_of(layer: Layer) -> tuple[list[str], list[str]] | None:
    """Return the ids of the nodes at both ends of each edge, ``None`` if no columns name them."""
    folded = {name.lower(): name for name in reversed(list(layer.columns))}
    for a, b in ENDS:
        if a in folded and b in folded:
            both = ([text_of(v) for v in layer.columns[folded[x]]] for x in (a, b))
            return tuple(both)  # type: ignore[return-value]
    return None


def with_ends(layer: Layer, parts: Parts | None, nodes: Places) -> tuple[Parts, list[str]]:
    """Return lines that begin and end at the nodes which their columns name.

    An edge without a shape is a straight line between them.

    Raises
    ------
    DataError
        If a node does not exist, or lies far from the end of its line.
    """
    ends = ends_of(layer)
    if ends is None:
        if parts is None:
            pairs = ", ".join(f"{a} and {b}" for a, b in ENDS[:3])
            raise DataError(
                f"{layer.label}: no shapes, and no columns that name nodes, such as {pairs}"
            )
        return parts, []
    _check_nodes(layer, ends, nodes)
    faults: list[str] = []
    drawn = {} if parts is None else _drawn(parts)
    owner, lines, straight, moved = [], [], 0, [0.0]
    for k, (u, v) in enumerate(zip(*ends, strict=True)):
        a, b = nodes.position(u), nodes.position(v)
        shapes = drawn.get(k, [])
        if len(shapes) == 1:
            far = max(NEAR_KM, NEAR_SHARE * float(segment_km(*np.array(shapes[0]).T).sum()))
            km = _turned(shapes[0], (a, b))
            if max(km) > far:
                faults.append(
                    f"{layer.at(k)}: its line lies {max(km):,.0f} km off its node "
                    f"{(u, v)[int(np.argmax(km))]!r}; expected within {far:,.0f} km"
                )
            moved.append(max(km))
        elif not shapes:
            shapes, straight = [[a, b]], straight + 1
        lines += shapes
        owner += [k] * len(shapes)
    if faults:
        raise DataError(faults, most=20)
    notes = [f"{layer.label}: lines end at the nodes that their columns name"]
    if max(moved) > 0.001:
        notes[0] += f"; they were drawn up to {1000 * max(moved):,.0f} m off"
    if straight:
        notes.append(f"{layer.label}: {counted(straight, 'line')} without a shape: straight")
    whole = np.array([p for line in lines for p in line])
    first = np.concatenate([[0], np.cumsum([len(line) for line in lines])])
    return Parts(np.array(owner, np.int64), first, whole[:, 0], whole[:, 1]), notes


def _check_nodes(layer: Layer, ends: tuple[list[str], list[str]], nodes: Places) -> None:
    """Raise with the edges whose nodes do not exist."""
    faults = [
        f"{layer.at(k)}: its node {node!r} is not in {nodes.label}"
        for k, pair in enumerate(zip(*ends, strict=True))
        for node in pair
        if node not in nodes.row
    ]
    if faults:
        raise DataError(faults, most=20)


def _drawn(parts: Parts) -> dict[int, list[list[tuple[float, float]]]]:
    found: dict[int, list] = {}
    xy = np.stack([parts.lon, parts.lat], 1).tolist()
    cuts = parts.first.tolist()
    for k, a, b in zip(parts.owner.tolist(), cuts[:-1], cuts[1:], strict=True):
        found.setdefault(k, []).append([tuple(p) for p in xy[a:b]])
    return found


def _turned(line: list, ends: tuple) -> tuple[float, float]:
    """Put the nodes at the ends of a line, whichever way it is drawn; return how far it was off."""
    off = [
        [great_circle_km(*p, *q) for p, q in zip(drawn, ends, strict=True)]
        for drawn in ((line[0], line[-1]), (line[-1], line[0]))
    ]
    back = sum(off[1]) < sum(off[0])
    line[0], line[-1] = ends[::-1] if back else ends
    return off[back][0], off[back][1]


def labels_at(drawing: Drawing, nodes: Places, reach_km: float) -> dict[int, str]:
    """Return the ids of nodes by the points of lines that lie at them."""
    from scipy.spatial import cKDTree

    if not nodes.row:
        return {}
    used = np.array(sorted({p for line in drawing.refs for p in line}), np.int64)
    lon, lat = np.array(drawing.lon)[used], np.array(drawing.lat)[used]
    reach = max(reach_km, 1e-6)
    km, near = cKDTree(unit_vectors(lon, lat)).query(
        unit_vectors(nodes.lon, nodes.lat), distance_upper_bound=reach
    )
    found: dict[int, str] = {}
    for node, d, k in zip(nodes.ids, km.tolist(), near.tolist(), strict=True):
        if node and d <= reach:
            found.setdefault(int(used[k]), node)
    return found


def astray(net: Network) -> list[str]:
    """Tell of roads and railways that lie in no country, but in some with x and y exchanged."""
    links, nodes = net.table("links"), net.table("nodes")
    land = {
        node
        for mode, *ends in zip(*(links[c] for c in ("mode", "from_node", "to_node")), strict=True)
        if not is_ship(mode)
        for node in ends
    }
    rows = [net.node_row(node) for node in sorted(land)][:: len(land) // _SAMPLE + 1]
    at = [(nodes["lon"][k], nodes["lat"][k]) for k in rows]
    lost = [(x, y) for x, y in at if country_at(x, y) is None and abs(x) <= 90]
    homes = {home for x, y in lost if (home := country_at(y, x))}
    found = sum(country_at(y, x) is not None for x, y in lost)
    if 2 * found <= len(at):
        return []
    where = ", ".join(sorted(homes)[:5])
    told = f"most of it lies in no country, and with x and y exchanged in {where}: are the axes "
    return [f"{told}swapped? A point has its longitude first"]


#: So many places tell whether axes are exchanged.
_SAMPLE = 50
