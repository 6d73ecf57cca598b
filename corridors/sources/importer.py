"""From ways to a network that routes, with an account of what was done."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corridors.errors import DataError
from corridors.network.catalogue import load
from corridors.network.network import Line, Network
from corridors.sources.assemble import Draft, assemble, classes_at
from corridors.sources.borders import countries_along
from corridors.sources.defaults import with_source
from corridors.sources.gaps import Gap, join_gaps
from corridors.sources.gauges import fill_gauges
from corridors.sources.places import Attached, attach_places
from corridors.sources.report import ImportReport, Island
from corridors.sources.tags import truck_kmh
from corridors.sources.topology import Chain, components, make_chains
from corridors.sources.ways import Ways
from corridors.vocabulary import vehicle_class

_LICENCE = "ODbL 1.0, © OpenStreetMap contributors"
#: Railway gaps up to this length are joined, km.
GAP_KM = 0.1
#: A part of the network is routable if it is the largest of its vehicle class, or this long, km.
ROUTABLE_KM = 50.0
#: A link shorter than this is written with this length: the tables do not take 0.
SHORTEST_KM = 0.001
_PROVENANCE = {
    "source_id": "osm-import",
    "basis": "published",
    "length_basis": "measured",
    "length_source_id": "osm-import",
}
_TERMINAL_KINDS = ("rail_terminal", "dry_port", "seaport")


@dataclass(frozen=True)
class _Parts:
    """Component of each point by vehicle class, and which components are routable."""

    label: Mapping[str, np.ndarray]
    routable: Mapping[str, frozenset[int]]
    islands: tuple[Island, ...]

    def holds(self, vehicle: str, point: int) -> bool:
        """Say whether a point lies in a routable part of a vehicle class."""
        return int(self.label[vehicle][point]) in self.routable[vehicle]


def network_from_ways(
    ways: Ways, *, name: str, gap_km: float = GAP_KM, keep: Iterable[int] = ()
) -> Network:
    """Return the network of ways; ``network.report`` is the account.

    ``keep`` are ids of points that stay nodes even where nothing changes.

    Raises
    ------
    DataError
        If there is nothing that could be a link.
    """
    ways, gaps = join_gaps(ways, gap_km)
    attached = attach_places(ways)
    ways = attached.ways
    found = countries_along(ways)
    country = found.of_point
    ways, gauges = fill_gauges(ways, country)
    kept = attached.keep | np.isin(ways.point_ids, np.array(list(keep), np.int64))
    chains = make_chains(ways, country, kept)
    if not chains:
        raise DataError([f"{name}: no way that could be a link"])
    tables = _Links(ways, chains, country)
    parts = _parts(ways, chains)
    nodes = _nodes(ways, chains, country, attached)
    loading, changes = _handling(tables, parts, attached, nodes)
    nodes["terminal_classes"] = [
        ";".join(sorted({*loading.get(n, ()), *changes.get(n, ())})) for n in nodes["node_id"]
    ]
    lines = tables.lines
    report = _report(
        name, tables, nodes, ways, gaps, gap_km, gauges, parts, attached, found.shallow
    )
    draft = Draft(nodes, {**tables.columns, **_PROVENANCE}, loading, changes, tables.hours)
    sources = with_source("osm-import", f"OpenStreetMap data: {name}", _LICENCE)
    net = assemble(
        draft, name=name, geometry=lambda: lines, report=report, tables={"sources": sources}
    )
    borders = Counter(
        f"{row['mode']} {row['from_country']}-{row['to_country']}"
        for row in net.table("border_crossings")
        if row["from_country"] < row["to_country"] and row["from_country"] != "*"
    )
    net.report = report.with_borders(borders)
    return net


def node_name(ways: Ways, point: int) -> str:
    """Return the id of a point's node: that of OpenStreetMap."""
    number = int(ways.point_ids[point])
    if number in ways.labels:
        return ways.labels[number]
    return f"osm-{number}" if number >= 0 else f"osm-x{-number}"


class _Links:
    """The columns of the links that chains make: one each gauge of a railway."""

    def __init__(self, ways: Ways, chains: Sequence[Chain], country: np.ndarray) -> None:
        self._ways = ways
        self._factors, self._rail_speeds = _speed_factors(), _table_speeds("rail")
        self.hours: dict[str, float] = {}
        self.lines: dict[str, Line] = {}
        self.point_of = {
            node_name(ways, int(p)): int(p) for c in chains for p in (c.points[0], c.points[-1])
        }
        self._taken: Counter = Counter()
        self.columns: dict[str, list] = {name: [] for name in _LINK_COLUMNS}
        for chain in chains:
            for gauge in chain.tags.gauges_mm or (None,):
                self._add(chain, gauge, str(country[chain.points[0]]))

    def _add(self, chain: Chain, gauge: int | None, country: str) -> None:
        tags, ways = chain.tags, self._ways
        link = self._link_id(chain, gauge)
        speed = math.nan
        if tags.mode == "road":
            factor = self._factors.get(country, 1.0)
            speed = truck_kmh(tags.kind, tags.surface, tags.maxspeed_kmh, factor)
        elif tags.mode == "rail" and tags.maxspeed_kmh < self._rail_kmh(country):
            speed = max(3.0, tags.maxspeed_kmh)
        name = (
            tags.name or tags.ref or _PLAIN[tags.mode].get(tags.kind, tags.kind.replace("_", " "))
        )
        values = (
            link, name,
            node_name(ways, int(chain.points[0])), node_name(ways, int(chain.points[-1])),
            tags.mode, float(gauge) if gauge else math.nan, tags.status,
            max(round(chain.km, 4), SHORTEST_KM), tags.ref, speed, "yes" if tags.oneway else "",
            tags.text, ";".join(map(str, filter(None, chain.way_ids))),
        )  # fmt: skip
        for column, value in zip(_LINK_COLUMNS, values, strict=True):
            self.columns[column].append(value)
        if not math.isnan(tags.duration_h):
            self.hours[link] = tags.duration_h
        x, y = ways.lon[chain.points].tolist(), ways.lat[chain.points].tolist()
        self.lines[link] = list(zip(x, y, strict=True))

    def _link_id(self, chain: Chain, gauge: int | None) -> str:
        several = len(chain.tags.gauges_mm) > 1
        base = f"{chain.tags.mode}-w{chain.way_ids[0]}" + (f"-{gauge}" if several else "")
        self._taken[base] += 1
        return base if self._taken[base] == 1 else f"{base}-{self._taken[base]}"

    def _rail_kmh(self, country: str) -> float:
        return self._rail_speeds.get(country, self._rail_speeds["*"])


_LINK_COLUMNS = (
    "link_id", "name", "from_node", "to_node", "mode", "gauge_mm", "status", "length_km",
    "line_ref", "speed_kmh", "oneway", "tags", "osm_ids",
)  # fmt: skip
_PLAIN = {"rail": {"rail": "railway"}, "ferry": {"ferry": "ferry"}, "road": {}}


def _table_speeds(mode: str) -> dict[str, float]:
    table = load().table("speeds")
    return {
        str(c): float(v)
        for m, c, v in zip(table["mode"], table["country"], table["speed_kmh"], strict=True)
        if m == mode
    }


def _speed_factors() -> dict[str, float]:
    """Return how much faster or slower trucks run in each country than at large: 0.6 to 1.3."""
    speeds = _table_speeds("road")
    return {c: min(1.3, max(0.6, v / speeds["*"])) for c, v in speeds.items()}


def _vehicles(chain: Chain) -> tuple[str, ...]:
    gauges = chain.tags.gauges_mm or (math.nan,)
    return tuple(vehicle_class(chain.tags.mode, gauge) for gauge in gauges)


def _parts(ways: Ways, chains: Sequence[Chain]) -> _Parts:
    """Return which parts of the operational network hang together, largest first."""
    running = [chain for chain in chains if chain.tags.status == "operational"]
    labels, routable, islands = {}, {}, []
    for vehicle in sorted({v for chain in running for v in _vehicles(chain)}):
        own = [chain for chain in running if vehicle in _vehicles(chain)]
        # Ferries carry trucks and wagons between parts, so roads are judged together with them.
        ferries = [
            c for c in running if c.tags.mode == "ferry" and vehicle.split("-")[0] in c.tags.carries
        ]
        directed = vehicle == "road"
        label = components([*own, *ferries], len(ways.lon), lambda _: True, directed=directed)
        km: Counter = Counter()
        count: Counter = Counter()
        where: dict[int, int] = {}
        for chain in own:
            a, b = int(label[chain.points[0]]), int(label[chain.points[-1]])
            part = a if a == b else min(a, b)
            km[part] += chain.km
            count[part] += 1
            where.setdefault(part, int(chain.points[0]))
        order = sorted(km, key=lambda part: (-km[part], where[part]))
        good = frozenset(p for p in order if p == order[0] or km[p] >= ROUTABLE_KM)
        labels[vehicle], routable[vehicle] = label, good
        islands += [
            Island(vehicle, count[p], round(km[p], 3), float(ways.lon[where[p]]),
                   float(ways.lat[where[p]]), p in good)
            for p in order
        ]  # fmt: skip
    return _Parts(labels, routable, tuple(islands))


def _nodes(
    ways: Ways, chains: Sequence[Chain], country: np.ndarray, attached: Attached
) -> dict[str, list]:
    """Return the columns of the nodes: the ends of the chains."""
    points = sorted({int(p) for chain in chains for p in (chain.points[0], chain.points[-1])})
    kind: dict[int, str] = {}
    for chain in chains:
        a, b = int(chain.points[0]), int(chain.points[-1])
        if chain.tags.mode == "ferry":
            kind[a] = kind[b] = "seaport"
        elif country[a] != country[b]:
            kind.setdefault(a, "border_crossing")
            kind.setdefault(b, "border_crossing")
    places = attached.at
    ids = [node_name(ways, p) for p in points]
    return {
        "node_id": ids,
        "name": [
            (places[p].name if p in places else "") or i for p, i in zip(points, ids, strict=True)
        ],
        "kind": [places[p].kind if p in places else kind.get(p, "junction") for p in points],
        "country": [str(country[p]) for p in points],
        "lon": ways.lon[points].tolist(),
        "lat": ways.lat[points].tolist(),
        "source_id": "osm-import",
        "basis": "published",
    }


def _handling(
    tables: _Links, parts: _Parts, attached: Attached, nodes: dict[str, list]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return where goods are loaded, and where they change vehicle.

    Trucks load at every node of a routable road network. Wagons load at stations, yards, ports
    and terminals; where a routable railway has none of them, at every node of it. Goods change
    between road and rail at terminals that both reach, to a ferry where it lands, and between
    gauges wherever two meet.
    """
    present = classes_at(tables.columns)
    point_of = tables.point_of
    kind = dict(zip(nodes["node_id"], nodes["kind"], strict=True))
    served = {
        (vehicle, int(parts.label[vehicle][point_of[node]]))
        for node, vehicles in present.items()
        if kind[node] in _TERMINAL_KINDS
        for vehicle in vehicles
    }
    loading: dict[str, set[str]] = {}
    changes: dict[str, set[str]] = {}
    for node, vehicles in present.items():
        point = point_of[node]
        good = {v for v in vehicles if parts.holds(v, point)}
        terminal = kind[node] in _TERMINAL_KINDS
        loads = {
            v
            for v in good
            if v == "road"
            or (
                v.startswith("rail-")
                and (terminal or (v, int(parts.label[v][point])) not in served)
            )
        }
        if loads:
            loading[node] = loads
        rails = {v for v in vehicles if v.startswith("rail-")}
        change = {v for v in vehicles if terminal or v == "ferry"} if len(vehicles) > 1 else set()
        change |= vehicles if "ferry" in vehicles else set()
        change |= rails if len(rails) > 1 else set()
        if len(change) > 1:
            changes[node] = change
    return loading, changes


def _report(
    name: str, tables: _Links, nodes: dict, ways: Ways, gaps: tuple[Gap, ...], gap_km: float,
    gauges: Counter, parts: _Parts, attached: Attached, shallow: int,
) -> ImportReport:  # fmt: skip
    columns = tables.columns
    km: dict[str, float] = {}
    for mode, gauge, status, length in zip(
        *(columns[c] for c in ("mode", "gauge_mm", "status", "length_km")), strict=True
    ):
        what = f"{vehicle_class(mode, gauge)}, {status}"
        km[what] = km.get(what, 0.0) + length
    kinds = Counter(place.kind for place in attached.at.values())
    if attached.lost:
        kinds["too far from any way"] = attached.lost
    notes = (
        [] if not attached.connectors_km else ["handling at terminals, ferry timetables: assumed"]
    )
    return ImportReport(
        source=name,
        nodes=len(nodes["node_id"]),
        links=len(columns["link_id"]),
        countries=tuple(sorted(set(nodes["country"]))),
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
        notes=tuple(notes),
    )
