"""The state graph: a network compiled to arrays.

A vertex is a node with a vehicle class: a container on a 1520 mm wagon at Altynkol and
the same container on a 1435 mm wagon there are two vertices, and the break of gauge is
the arc between them. Each arc is one row of an itinerary's ledger; a link becomes a chain
of arcs (waiting for the service, line-haul, border).

A port has four vertices for each ship class, so that customs are paid by goods that enter
the country and not by those that change ship::

      land ──terminal──> out ──customs──> dep ──waiting, line-haul──> …
      land <─terminal─── in  <──customs── arr <───────────────────── …
                                          arr ──terminal──> dep   (change of ship)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from corridors.network.tables import Table
from corridors.routing.rates import Rates
from corridors.vocabulary import (
    COMMODITIES,
    LEG_KINDS,
    SHIP_CLASSES,
    VEHICLE_CLASSES,
    mode_of,
    vehicle_class,
)

LINE_HAUL, BORDER, GAUGE_BREAK, TERMINAL, WAITING, ACCESS = range(len(LEG_KINDS))
#: Half the headway: goods arrive at any time of the week (7 x 24 / 2 hours).
HALF_WEEK_H = 84.0
#: p90 over p50 of a uniform wait.
WAIT_P90_RATIO = 1.8

_BIT = {commodity: 1 << k for k, commodity in enumerate(COMMODITIES)}
_ALL = sum(_BIT.values())
_NOT_PIPED = _BIT["container"] | _BIT["bulk"] | _BIT["oil"]
_NO_REF = ("", -1)

Ref = tuple[str, int]
Money = tuple[float, ...]


class Arc(NamedTuple):
    """One row of a ledger before it is an array; whole numbers but for the measures."""

    tail: int
    head: int
    kind: int
    from_place: int
    to_place: int
    vehicle: int
    link: int = -1
    commodities: int = _ALL
    open: bool = True
    km: float = 0.0
    h50: float = 0.0
    h90: float = 0.0
    usd_20ft: float = 0.0
    usd_40ft: float = 0.0
    usd_per_t: float = 0.0
    kg_per_t: float = 0.0
    transits: int = 0


#: Columns that are not measures.
_WHOLE = {*Arc._fields[:9], "transits"}


@dataclass(frozen=True)
class StateGraph:
    """Arrays of vertices and arcs; arcs are sorted by tail.

    ``arcs[name]`` is one value an arc for each field of :class:`Arc`; ``refs`` names the table
    rows that its money and its hours come from.
    """

    vertices: tuple[tuple[str, str, str], ...]  # (node id, vehicle class, role)
    country: np.ndarray  # number of the territory of each vertex; -1 at sea
    territories: tuple[str, ...]
    arcs: Mapping[str, np.ndarray]
    refs: tuple[tuple[tuple[str, int], tuple[str, int]], ...]
    first_out: np.ndarray
    origin: Mapping[str, int]
    destination: Mapping[str, int]
    link_ids: tuple[str, ...]
    arcs_of_link: Mapping[str, tuple[int, ...]]
    arcs_at_node: Mapping[str, tuple[int, ...]]

    @cached_property
    def abroad(self) -> np.ndarray:
        """Whether the places of each arc lie in two territories."""
        land = self.country[list(self.origin.values())]  # one a node, in the order of the table
        return land[self.arcs["from_place"]] != land[self.arcs["to_place"]]

    @property
    def size(self) -> int:
        """Number of vertices."""
        return len(self.vertices)


def compile_network(tables: Mapping[str, Table]) -> StateGraph:
    """Compile the tables of a network into a state graph."""
    return _Compiler(tables).compile()


class _Compiler:
    """Collects vertices and arcs, then freezes them."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self.nodes = tables["nodes"]
        self.links = tables["links"]
        self.rates = Rates(tables)
        self.node_row = self.nodes.index("node_id")
        self.country = {
            node: str(country)
            for node, country in zip(self.nodes["node_id"], self.nodes["country"], strict=True)
        }
        self.vertices: list[tuple[str, str, str]] = []
        self.number: dict[tuple[str, str, str], int] = {}
        self.rows: list[tuple] = []
        self.refs: list[tuple] = []
        self.crossing_row = tables["border_crossings"].index(
            "bcp_id", "mode", "from_country", "to_country"
        )
        self.crossings = tables["border_crossings"]
        self.service_row: dict[str, int] = {}
        services = tables["services"]
        for row, (link, status) in enumerate(
            zip(services["link_id"], services["status"], strict=True)
        ):
            if status == "operational" or link not in self.service_row:
                self.service_row[link] = row

    def compile(self) -> StateGraph:
        self._make_vertices()
        for row in range(len(self.links)):
            self._add_link(row)
        self._add_terminals()
        self._add_ports()
        return self._freeze()

    # -- vertices -------------------------------------------------------------------------

    def _make_vertices(self) -> None:
        found: dict[str, set[str]] = {str(node): set() for node in self.nodes["node_id"]}
        for link in self.links:
            vehicle = vehicle_class(link["mode"], link["gauge_mm"])
            found[link["from_node"]].add(vehicle)
            found[link["to_node"]].add(vehicle)
        for node, vehicles in found.items():
            self._vertex(node, "", "origin")
            self._vertex(node, "", "destination")
            for vehicle in VEHICLE_CLASSES:
                if vehicle in vehicles:
                    roles = ("out", "dep", "arr", "in") if vehicle in SHIP_CLASSES else ("",)
                    for role in roles:
                        self._vertex(node, vehicle, role)

    def _vertex(self, node: str, vehicle: str, role: str) -> int:
        key = (node, vehicle, role)
        if key not in self.number:
            self.number[key] = len(self.vertices)
            self.vertices.append(key)
        return self.number[key]

    # -- arcs -----------------------------------------------------------------------------

    def _arc(
        self,
        ends: tuple[int, int],
        kind: int,
        places: tuple[str, str],
        vehicle: str,
        usd: Money = (0.0, 0.0, 0.0),
        refs: tuple[Ref, Ref] = (_NO_REF, _NO_REF),
        **measures: Any,
    ) -> None:
        a, b = (self.node_row[place] for place in places)
        self.rows.append(
            Arc(
                *ends,
                kind,
                a,
                b,
                VEHICLE_CLASSES.index(vehicle),
                usd_20ft=usd[0],
                usd_40ft=usd[1],
                usd_per_t=usd[2],
                **measures,
            )
        )
        self.refs.append(refs)

    def _add_link(self, row: int) -> None:
        link = {name: column[row] for name, column in self.links.columns.items()}
        vehicle = vehicle_class(link["mode"], link["gauge_mm"])
        for a, b in ((link["from_node"], link["to_node"]), (link["to_node"], link["from_node"])):
            self._add_direction(row, link, vehicle, a, b)

    def _add_direction(self, row: int, link: dict, vehicle: str, a: str, b: str) -> None:
        ship = vehicle in SHIP_CLASSES
        here = self.number[a, vehicle, "dep" if ship else ""]
        there = self.number[b, vehicle, "arr" if ship else ""]
        crossing = self._crossing(link, self.country[a], self.country[b])
        service = self.service_row.get(link["link_id"], -1)
        is_open = link["status"] == "operational"
        if crossing >= 0:
            is_open = is_open and self.crossings["status"][crossing] == "operational"
        common = {
            "link": row,
            "commodities": _BIT[link["commodity"]] if link["commodity"] else _NOT_PIPED,
            "open": is_open,
        }
        where = f"{link['link_id']}>{b}"
        if service >= 0:
            step = self._vertex(where, vehicle, "waiting done")
            wait = HALF_WEEK_H / self.tables["services"]["departures_per_week"][service]
            ref = ("services", service)
            hours = {"h50": wait, "h90": wait * WAIT_P90_RATIO}
            self._arc((here, step), WAITING, (a, a), vehicle, refs=(ref, ref), **hours, **common)
            here = step
        step = self._vertex(where, vehicle, "at border") if crossing >= 0 else there
        usd, refs, measures = self._running(link, service, self.country[a], self.country[b])
        self._arc((here, step), LINE_HAUL, (a, b), vehicle, usd, refs, **measures, **common)
        if crossing >= 0:
            usd, refs, measures = self._border(link, crossing, b)
            self._arc((step, there), BORDER, (a, b), vehicle, usd, refs, **measures, **common)

    def _crossing(self, link: dict, home: str, away: str) -> int:
        if not link["bcp_id"]:
            return -1
        return self.crossing_row[link["bcp_id"], link["mode"], home, away]

    def _running(self, link: dict, service: int, home: str, away: str) -> _Priced:
        """Return money, references and measures of running along a link."""
        km = link["length_km"]
        rate = self.rates.running(link, home, away)
        h50, h90, hours = km * rate.h_per_km, km * rate.h90_per_km, rate.hours_ref
        usd, money = tuple(km * price for price in rate.usd_per_km), rate.money_ref
        if service >= 0:
            services = self.tables["services"]
            if not math.isnan(services["hours_p50"][service]):
                h50, hours = services["hours_p50"][service], ("services", service)
                h90 = services["hours_p90"][service]
                h90 = h50 * rate.h90_per_km / rate.h_per_km if math.isnan(h90) else h90
            freight = _charges(services, service)
            if freight[1] < math.inf:
                usd, money = freight, ("services", service)
        measures = {"km": km, "h50": h50, "h90": h90, "kg_per_t": km * rate.kg_per_tkm}
        return usd, (money, hours), measures

    def _border(self, link: dict, crossing: int, place: str) -> _Priced:
        """Return money, references and measures of crossing a border into a place's country."""
        table = self.crossings
        fee = table["cost_usd"][crossing]
        entry = self.rates.entry_usd(link["mode"], link["commodity"], self.country[place])
        usd = tuple(a + b for a, b in zip(_shared(fee), entry, strict=True))
        ref = ("border_crossings", crossing)
        return usd, (ref, ref), {**_hours(table, crossing), "transits": 1}

    def _add_terminals(self) -> None:
        table = self.tables["transshipments"]
        for row, change in enumerate(table):
            node, a, b = change["node_id"], change["from_class"], change["to_class"]
            tail, head = self._door(node, a, leaving=True), self._door(node, b, leaving=False)
            if tail is None or head is None:
                continue
            gauge = a.startswith("rail-") and b.startswith("rail-")
            ends_trip = "origin" in (a, b) or "destination" in (a, b)
            entry: Money = (0.0, 0.0, 0.0)
            if b not in ("destination", "pipeline", *SHIP_CLASSES):
                entry = self.rates.entry_usd(mode_of(b), "", self.country[node])
            ref = ("transshipments", row)
            self._arc(
                (tail, head),
                GAUGE_BREAK if gauge else TERMINAL,
                (node, node),
                a if b == "destination" else b,
                tuple(x + y for x, y in zip(_charges(table, row), entry, strict=True)),
                (ref, ref),
                **_hours(table, row),
                transits=int(not ends_trip),
                commodities=_piped(a, b),
            )

    def _door(self, node: str, vehicle: str, *, leaving: bool) -> int | None:
        """Return the vertex by which goods leave (or join) a vehicle class at a node."""
        if vehicle in ("origin", "destination"):
            return self.number.get((node, "", vehicle))
        if vehicle in SHIP_CLASSES:
            return self.number.get((node, vehicle, "in" if leaving else "out"))
        return self.number.get((node, vehicle, ""))

    def _add_ports(self) -> None:
        """Add customs between quay and ship, and the change of ship."""
        changes = self.tables["transshipments"].index("node_id", "from_class", "to_class")
        for node in map(str, self.nodes["node_id"]):
            for ship in SHIP_CLASSES:
                if (node, ship, "arr") not in self.number:
                    continue
                out, dep, arr, into = (
                    self.number[node, ship, r] for r in ("out", "dep", "arr", "in")
                )
                self._add_customs(out, dep, (node, ship, self.country[node], "*"), 0)
                self._add_customs(arr, into, (node, ship, "*", self.country[node]), 1)
                row = changes.get((node, ship, ship))
                if row is not None:
                    self._add_ship_change(arr, dep, row, node, ship)

    def _add_customs(self, tail: int, head: int, key: tuple, transits: int) -> None:
        node, ship = key[:2]
        row = self.crossing_row.get(key, -1)
        if row < 0:  # a ferry within one country
            self._arc((tail, head), BORDER, (node, node), ship)
            return
        table, ref = self.crossings, ("border_crossings", row)
        self._arc(
            (tail, head),
            BORDER,
            (node, node),
            ship,
            _shared(table["cost_usd"][row]),
            (ref, ref),
            **_hours(table, row),
            open=table["status"][row] == "operational",
            transits=transits,
        )

    def _add_ship_change(self, tail: int, head: int, row: int, node: str, ship: str) -> None:
        table, ref = self.tables["transshipments"], ("transshipments", row)
        usd = _charges(table, row)
        places, hours = (node, node), _hours(table, row)
        self._arc((tail, head), TERMINAL, places, ship, usd, (ref, ref), **hours, transits=1)

    # -- result ---------------------------------------------------------------------------

    def _freeze(self) -> StateGraph:
        columns = np.array(self.rows, float).reshape(-1, len(Arc._fields)).T
        order = np.argsort(columns[0], kind="stable")
        arcs = {}
        for name, column in zip(Arc._fields, columns, strict=True):
            whole = name in _WHOLE
            arcs[name] = column[order].astype(np.int64 if whole else float)
            arcs[name].flags.writeable = False
        first_out = np.searchsorted(arcs["tail"], np.arange(len(self.vertices) + 1))
        territory = self._territories()
        names = tuple(sorted(set(territory) - {""}))
        numbers = {name: k for k, name in enumerate(names)} | {"": -1}
        by_link: dict[str, list[int]] = {}
        by_node: dict[str, list[int]] = {}
        link_ids = tuple(str(v) for v in self.links["link_id"])
        for k, (tail, head, link) in enumerate(
            zip(*(arcs[c].tolist() for c in ("tail", "head", "link")), strict=True)
        ):
            if link >= 0:
                by_link.setdefault(link_ids[link], []).append(k)
            for node in {self.vertices[tail][0], self.vertices[head][0]} & self.node_row.keys():
                by_node.setdefault(node, []).append(k)
        return StateGraph(
            vertices=tuple(self.vertices),
            country=np.array([numbers[t] for t in territory]),
            territories=names,
            arcs=arcs,
            refs=tuple(self.refs[k] for k in order),
            first_out=first_out,
            origin={n: v for (n, _, role), v in self.number.items() if role == "origin"},
            destination={n: v for (n, _, role), v in self.number.items() if role == "destination"},
            link_ids=link_ids,
            arcs_of_link={k: tuple(v) for k, v in by_link.items()},
            arcs_at_node={k: tuple(v) for k, v in by_node.items()},
        )

    def _territories(self) -> list[str]:
        """Return what each vertex lies in: a country, an exclave, or a basin of ferries.

        Nothing for ships on the open sea and for points inside links.
        """
        zone = {
            node: str(zone or country)
            for node, zone, country in zip(
                *(self.nodes[c] for c in ("node_id", "zone", "country")), strict=True
            )
        }
        basin = self._basins()
        found = []
        for node, vehicle, role in self.vertices:
            if vehicle == "ferry" and role in ("arr", "dep"):
                found.append(basin[node])
            else:
                found.append("" if role in _BETWEEN else zone[node])
        return found

    def _basins(self) -> dict[str, str]:
        """Return the name of each ferry port's basin: ports that ferries join."""
        near: dict[str, set[str]] = {}
        for mode, a, b in zip(
            *(self.links[c] for c in ("mode", "from_node", "to_node")), strict=True
        ):
            if mode == "ferry":
                near.setdefault(a, set()).add(b)
                near.setdefault(b, set()).add(a)
        basin: dict[str, str] = {}
        for port in sorted(near):
            reached = [port]
            while reached:
                here = reached.pop()
                if here not in basin:
                    basin[here] = f"ferries of {port}"
                    reached += near[here]
        return basin


#: Roles of vertices that lie in no territory.
_BETWEEN = ("arr", "dep", "waiting done", "at border")
_Priced = tuple[Money, tuple[Ref, Ref], dict[str, float]]
#: A fee for one truck or wagon load is shared by its tonnes (20 t, as the CPMM counts).
_LOAD_T = 20.0


def _hours(table: Table, row: int) -> dict[str, float]:
    return {"h50": table["hours_p50"][row], "h90": table["hours_p90"][row]}


def _shared(fee: float) -> Money:
    """Return a fee for a load as what a 20-ft box, a 40-ft box and a tonne pay."""
    return (fee, fee, fee / _LOAD_T)


def _charges(table: Table, row: int) -> tuple[float, ...]:
    """Return what a 20-ft box, a 40-ft box and a tonne pay; what is not carried pays ``inf``."""
    prices = (table[column][row] for column in ("usd_20ft", "usd_40ft", "usd_per_t"))
    return tuple(math.inf if math.isnan(price) else price for price in prices)


def _piped(a: str, b: str) -> int:
    """Return which commodities may make this change of vehicle."""
    if "pipeline" not in (a, b):
        return _NOT_PIPED
    only_pipes = {a, b} <= {"pipeline", "origin", "destination"}
    return _BIT["oil"] | _BIT["gas"] if only_pipes else _BIT["oil"]
