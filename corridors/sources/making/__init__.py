"""From ways to a network that routes, with an account of what was done."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from corridors.errors import DataError
from corridors.network.countries import COVERED, UNKNOWN
from corridors.network.forms.geometry import Line
from corridors.network.network import Network
from corridors.network.prices import PRICE_COLUMNS
from corridors.sources.making.account import ImportReport, Island, hours_notes, unfit_notes
from corridors.sources.making.assemble import Draft, assemble
from corridors.sources.making.borders import countries_along
from corridors.sources.making.defaults import speed_factors, table_speeds
from corridors.sources.making.gaps import Gap, join_gaps
from corridors.sources.making.gauges import fill_gauges
from corridors.sources.making.lanes import (
    assumed_of,
    joints,
    links_at_lanes,
    ports_ashore,
    put_to_sea,
    sails_on,
    unjoined,
)
from corridors.sources.making.loading import Loading, by_node, find_loading
from corridors.sources.making.origin import OSM, Origin
from corridors.sources.making.tags import TRUCK_KMH, WayTags, truck_kmh
from corridors.sources.making.terminals import Attached, attach_places
from corridors.sources.making.topology import (
    Chains,
    components,
    doubled_notes,
    durations,
    make_chains,
    spans,
    unfit_lengths,
)
from corridors.sources.making.ways import Ways, ids_text
from corridors.vocabulary import SHIP_CLASSES, vehicle_class

#: Railway gaps up to this length are joined, km.
GAP_KM = 0.1
#: A part of the network is routable if it is the largest of its vehicle class, or this long, km.
ROUTABLE_KM = 50.0
#: A link shorter than this is written with this length: the tables do not take 0.
SHORTEST_KM = 0.001


@dataclass(frozen=True)
class _Parts:
    """Component of each point by vehicle class, and the km of those that are routable."""

    label: Mapping[str, np.ndarray]
    routable: Mapping[str, Mapping[int, float]]
    islands: tuple[Island, ...]


def network_from_ways(
    ways: Ways,
    *,
    name: str,
    gap_km: float = GAP_KM,
    keep: Iterable[int] = (),
    origin: Origin = OSM,
) -> Network:
    """Return the network of ways; ``network.report`` is the account.

    ``keep`` are ids of points that stay nodes even where nothing changes.

    Raises
    ------
    DataError
        If there is nothing that could be a link.
    """
    if not len(ways):
        raise DataError([f"{name}: no way that could be a link"])
    ways, gaps = join_gaps(ways, gap_km)
    attached = attach_places(ways)
    ways = attached.ways
    found = countries_along(ways)
    country = origin.with_countries(ways, found.of_point)
    ways, gauges = fill_gauges(ways, country)
    kept = attached.keep | np.isin(ways.point_ids, np.array(list(keep), np.int64))
    if not origin.is_osm:
        kept |= ports_ashore(ways)
    chains = make_chains(ways, country, kept)
    if not len(chains):
        raise DataError([f"{name}: no way that could be a link"])
    tables = _Links(ways, chains, country, origin)
    parts = _parts(ways, chains)
    points, nodes = _nodes(ways, chains, country, attached, origin)
    kinds = [attached.at[p].kind if p in attached.at else "" for p in points.tolist()]
    put_to_sea(nodes, kinds, origin.said(ways, points), links_at_lanes(tables.columns))
    places = _loading(tables, parts, points, nodes, at_ports=not origin.is_osm)
    loading, changes = (by_node(nodes["node_id"], x) for x in (places.loads, places.changes))
    nodes["terminal_classes"] = [
        ";".join(sorted({*loading[n], *changes.get(n, ())})) if n in loading else ""
        for n in nodes["node_id"]
    ]
    report = _report(
        name, tables, nodes, ways, gaps, gap_km, gauges, parts, attached, found.shallow, places
    )
    sailing = sails_on(nodes, tables.columns, through_ports=not origin.is_osm)
    draft = Draft(
        nodes, {**origin.provenance, **tables.columns}, loading, changes, tables.hours,
        _carried(chains, dict(zip(points.tolist(), nodes["node_id"], strict=True))), sailing,
    )  # fmt: skip
    told = (
        *tables.notes,
        *doubled_notes(chains, tables.chain, tables.ids),
        *unjoined(tables.columns, {*changes, *sailing}),
    )
    report = replace(report, notes=(*report.notes, *told))
    net = assemble(
        draft, name=name, geometry=tables.lines, report=report,
        tables={"sources": origin.sources(name)},
    )  # fmt: skip
    borders = Counter(
        f"{row['mode']} {row['from_country']}-{row['to_country']}"
        for row in net.table("border_crossings")
        if row["from_country"] < row["to_country"] and row["from_country"] != "*"
    )
    notes = (*report.notes, assumed_of(net), *joints(net))
    report = replace(report.with_borders(borders), notes=notes)
    return net.replaced({}, places=frozenset(), report=report)


class _Links:
    """The columns of the links that chains make: one each gauge of a railway."""

    def __init__(self, ways: Ways, chains: Chains, country: np.ndarray, origin: Origin) -> None:
        gauges = chains.each(lambda tags: max(1, len(tags.gauges_mm)), int)
        self.chain = np.repeat(np.arange(len(chains)), gauges)
        kind_of = chains.kind_of[self.chain]
        number = spans(np.zeros(len(chains), int), gauges).tolist()
        self.gauges = [
            (*chains.kinds[kind].gauges_mm, None)[k]
            for kind, k in zip(kind_of.tolist(), number, strict=True)
        ]
        self.ids = self._link_ids(chains, origin, ways.way_names)
        name_of = origin.node_names(ways, np.union1d(chains.tail, chains.head))
        self.columns: dict[str, list] = {
            "link_id": self.ids,
            "from_node": list(map(name_of.get, chains.tail[self.chain].tolist())),
            "to_node": list(map(name_of.get, chains.head[self.chain].tolist())),
            "gauge_mm": [float(gauge) if gauge else math.nan for gauge in self.gauges],
            "length_km": np.maximum(chains.km.round(4), SHORTEST_KM)[self.chain].tolist(),
            "speed_kmh": self._of_chain(self._speeds(chains, country[chains.tail])),
            "osm_ids": self._of_chain([ids_text(ids, ways.way_names) for ids in chains.way_ids])
            if origin.is_osm
            else [""] * len(self.ids),
        }
        for column, what in _OF_TAGS.items():
            values = [what(tags) for tags in chains.kinds]
            self.columns[column] = [values[kind] for kind in kind_of.tolist()]
        hours = durations(ways, chains)[self.chain].tolist()
        self.hours = {i: h for i, h in zip(self.ids, hours, strict=True) if not math.isnan(h)}
        self.notes: list[str] = []
        if any(tags.own for tags in chains.kinds):
            self._say_own(chains, ways)
        self._geometry = (chains.first, ways.lon[chains.points], ways.lat[chains.points])

    def _of_chain(self, values: list) -> list:
        return [values[k] for k in self.chain.tolist()]

    def _say_own(self, chains: Chains, ways: Ways) -> None:
        """Write what the source says of links itself: length, hours, price, commodity."""
        own = [chains.kinds[kind].own for kind in chains.kind_of[self.chain].tolist()]
        drawn = chains.km[self.chain].tolist()
        km = [v * o.stretch if o and o.stretch else v for v, o in zip(drawn, own, strict=True)]
        unfit = unfit_lengths(chains, self.chain, ways, km, self.columns["mode"])
        stands = [bool(o and o.stretch) and not u for o, u in zip(own, unfit, strict=True)]
        said = [v if stated else d for v, d, stated in zip(km, drawn, stands, strict=True)]
        self.columns["length_km"] = [max(round(v, 4), SHORTEST_KM) for v in said]
        self.columns["length_basis"] = ["published" if s else "measured" for s in stands]
        rows = zip(self.ids, own, unfit, strict=True)
        self.notes += unfit_notes([link for link, o, bad in rows if bad and o and o.stretch])
        hours = [
            v * o.hours_per_km if o and o.hours_per_km is not None else math.nan
            for v, o in zip(drawn, own, strict=True)
        ]
        self.columns |= {"hours_p50": hours, "hours_p90": list(hours)}
        links = zip(self.ids, self.columns["mode"], km, strict=True)
        self.notes += hours_notes(links, (None if math.isnan(h) else h for h in hours))
        for price in PRICE_COLUMNS:
            self.columns[price] = [
                round(v * o.usd_per_km, 6)
                if o and o.usd_per_km is not None and o.price == price
                else math.nan
                for v, o in zip(km, own, strict=True)
            ]
        self.columns["commodity"] = [o.commodity if o else "" for o in own]

    def _link_ids(self, chains: Chains, origin: Origin, names: Mapping[int, str]) -> list[str]:
        """Return an id each link: of its mode and first way, or that which the source gives it."""
        several = chains.each(lambda tags: len(tags.gauges_mm) > 1).tolist()
        modes = chains.each(lambda tags: tags.mode, object).tolist()
        pairs = zip(self.chain.tolist(), self.gauges, strict=True)
        rows = [(modes[k], chains.way_ids[k][0], f"-{g}" if several[k] else "") for k, g in pairs]
        return origin.link_ids(rows, names)

    def _speeds(self, chains: Chains, country: np.ndarray) -> list[float]:
        """Return the speed of each chain that its tags and country give, ``nan`` if the table's."""
        factors = speed_factors()
        usual = {mode: table_speeds(mode) for mode in ("rail", "road")}

        def speed(tags: WayTags, home: str) -> float:
            if tags.own and tags.own.speed_kmh is not None:
                return tags.own.speed_kmh
            if tags.mode == "road" and tags.kind.removesuffix("_link") in TRUCK_KMH:
                factor = factors.get(home, 1.0)
                return truck_kmh(tags.kind, tags.surface, tags.maxspeed_kmh, factor)
            limit, table = tags.maxspeed_kmh, usual.get(tags.mode, {})
            if table and limit < table.get(home, table["*"]):
                return max(3.0, limit)
            return math.nan

        homes, home = np.unique(country, return_inverse=True)
        pairs, pair = np.unique(chains.kind_of * len(homes) + home, return_inverse=True)
        cases = [divmod(p, len(homes)) for p in pairs.tolist()]
        speeds = [speed(chains.kinds[k], str(homes[h])) for k, h in cases]
        return [speeds[p] for p in pair.tolist()]

    def lines(self) -> dict[str, Line]:
        """Return the line of each link."""
        first, lon, lat = self._geometry
        points = list(zip(lon.tolist(), lat.tolist(), strict=True))
        cuts = first.tolist()
        return {
            link: points[cuts[k] : cuts[k + 1]]
            for link, k in zip(self.ids, self.chain.tolist(), strict=True)
        }


def _link_name(tags: WayTags) -> str:
    plain = {"rail": "railway"}.get(tags.kind, tags.kind.replace("_", " "))
    return tags.name or tags.ref or plain


#: Columns of a link that its tags alone make.
_OF_TAGS: dict[str, Callable[[WayTags], Any]] = {
    "name": _link_name,
    "mode": lambda tags: tags.mode,
    "status": lambda tags: tags.status,
    "line_ref": lambda tags: tags.ref,
    "oneway": lambda tags: "yes" if tags.oneway else "",
    "tags": lambda tags: tags.text,
}


def _vehicles(tags: WayTags) -> tuple[str, ...]:
    gauges = tags.gauges_mm or (math.nan,)
    return tuple(vehicle_class(tags.mode, gauge) for gauge in gauges)


def _is_of(vehicle: str, tags: WayTags) -> bool:
    return vehicle in _vehicles(tags)


def _carries(mode: str, tags: WayTags) -> bool:
    return tags.mode == "ferry" and mode in tags.carries


def _parts(ways: Ways, chains: Chains) -> _Parts:
    """Return which parts of the operational network hang together, largest first."""
    running = chains.picked(np.flatnonzero(chains.each(lambda t: t.status == "operational")))
    tail, head = running.tail, running.head
    oneway = running.each(lambda tags: bool(tags.oneway))
    used = {running.kinds[kind] for kind in np.unique(running.kind_of)}
    labels, routable, islands = {}, {}, []
    for vehicle in sorted({v for tags in used for v in _vehicles(tags)}):
        own = running.each(partial(_is_of, vehicle))
        # Ferries carry trucks and wagons between parts, so roads are judged together with them.
        mode = vehicle.split("-")[0]
        use = own | running.each(partial(_carries, mode))
        directed = vehicle == "road"
        ends = (tail[use], head[use], oneway[use])
        label = components(*ends, len(ways.lon), directed=directed)
        part = np.minimum(label[tail[own]], label[head[own]])
        number, where, of_part = np.unique(part, return_index=True, return_inverse=True)
        km = np.bincount(of_part, running.km[own], len(number))
        count = np.bincount(of_part, minlength=len(number))
        where = tail[own][where]
        order = np.lexsort((where, -km))
        good = km >= ROUTABLE_KM
        good[order[:1]] = True
        labels[vehicle], routable[vehicle] = (
            label,
            {int(n): float(length) for n, length in zip(number[good], km[good], strict=True)},
        )
        columns = (count, km.round(3), ways.lon[where], ways.lat[where], good)
        rows = zip(*(values[order].tolist() for values in columns), strict=True)
        islands += [Island(vehicle, *row) for row in rows]
    return _Parts(labels, routable, tuple(islands))


def _nodes(
    ways: Ways, chains: Chains, country: np.ndarray, attached: Attached, origin: Origin
) -> tuple[np.ndarray, dict[str, list]]:
    """Return the points that are ends of chains, and the columns of their nodes."""
    tail, head = chains.tail, chains.head
    points = np.union1d(tail, head)
    kind = np.full(len(ways.lon), "junction", object)
    across = country[tail] != country[head]
    kind[tail[across]] = kind[head[across]] = "border_crossing"
    ship = chains.each(lambda tags: tags.mode in SHIP_CLASSES)
    kind[tail[ship]] = kind[head[ship]] = "seaport"
    for point, place in attached.at.items():
        kind[point] = place.kind
    kind[country == ""] = "junction"  # at sea
    names = origin.node_names(ways, points)
    places = {p: place.name for p, place in attached.at.items() if place.name}
    return points, {
        "node_id": list(names.values()),
        "name": [places.get(point, name) for point, name in names.items()],
        "kind": kind[points].tolist(),
        "country": country[points].tolist(),
        "lon": ways.lon[points].tolist(),
        "lat": ways.lat[points].tolist(),
        "source_id": origin.source_id,
        "basis": "published",
    }


def _loading(
    tables: _Links, parts: _Parts, points: np.ndarray, nodes: dict[str, list], *, at_ports: bool
) -> Loading:
    """Return where goods are loaded and change vehicle, by the rule of that module."""
    present = _present(tables.columns, nodes["node_id"], tuple(parts.label))
    part_of, part_km = {}, {}
    for vehicle in present:
        label, good = parts.label[vehicle][points], parts.routable[vehicle]
        part_of[vehicle] = np.where(np.isin(label, list(good)), label, -1)
        part_km[vehicle] = good
    row = {node: k for k, node in enumerate(nodes["node_id"])}
    running = np.array(tables.columns["status"], object) == "operational"
    ends = [
        np.fromiter(map(row.__getitem__, tables.columns[end]), int, len(running))[running]
        for end in ("from_node", "to_node")
    ]
    degree = np.bincount(np.concatenate(ends), minlength=len(points))
    return find_loading(present, part_of, part_km, nodes, degree, at_ports=at_ports)


def _present(
    columns: Mapping[str, list], nodes: list[str], vehicles: tuple[str, ...]
) -> dict[str, np.ndarray]:
    """Return for each vehicle class at which nodes an operational link of it begins or ends."""
    row = {node: k for k, node in enumerate(nodes)}
    running = np.array(columns["status"], object) == "operational"
    tail, head = (
        np.fromiter(map(row.__getitem__, columns[end]), int, len(running))
        for end in ("from_node", "to_node")
    )
    of_link = np.array(list(map(vehicle_class, columns["mode"], columns["gauge_mm"])), object)
    found = {}
    for vehicle in vehicles:
        own = running & (of_link == vehicle)
        found[vehicle] = np.zeros(len(nodes), bool)
        found[vehicle][tail[own]] = found[vehicle][head[own]] = True
    return found


def _carried(chains: Chains, names: Mapping[int, str]) -> dict[str, frozenset[str]]:
    """Return the modes that the ferries at each of their landings carry."""
    found: dict[str, frozenset[str]] = {}
    ferries = chains.picked(np.flatnonzero(chains.each(lambda tags: tags.mode == "ferry")))
    for k, kind in enumerate(ferries.kind_of.tolist()):
        for point in (int(ferries.tail[k]), int(ferries.head[k])):
            node = names[point]
            found[node] = found.get(node, frozenset()) | set(ferries.kinds[kind].carries)
    return found


def _report(
    name: str, tables: _Links, nodes: dict, ways: Ways, gaps: tuple[Gap, ...], gap_km: float,
    gauges: Counter, parts: _Parts, attached: Attached, shallow: int,
    loading: Loading,
) -> ImportReport:  # fmt: skip
    columns = tables.columns
    km: dict[str, float] = {}
    keys = zip(*(columns[c] for c in ("mode", "gauge_mm", "status")), strict=True)
    for (mode, gauge, status), length in zip(keys, columns["length_km"], strict=True):
        what = f"{vehicle_class(mode, gauge)}, {status}"
        km[what] = km.get(what, 0.0) + length
    notes = loading.lines()
    abroad = nodes["country"].count(UNKNOWN)
    if abroad:
        notes.append(f"{abroad} nodes outside the outlines, {COVERED}: their country is {UNKNOWN}")
    kinds = Counter(place.kind for place in attached.at.values())
    if attached.lost:
        kinds["too far from any way"] = attached.lost
    return ImportReport(
        source=name,
        nodes=len(nodes["node_id"]),
        links=len(columns["link_id"]),
        countries=tuple(sorted(set(nodes["country"]) - {""})),
        km=km,
        seen=ways.seen,
        gauges=dict(gauges),
        gap_tolerance_km=gap_km,
        gaps=gaps,
        islands=parts.islands,
        borders={},
        shallow_stretches=shallow,
        places=dict(kinds),
        connectors_km=attached.connectors_km,
        loading_places=loading.total,
        notes=tuple(notes),
    )
