"""From tables to the state graph."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from corridors.network.tables import Table
from corridors.routing.rates import Rates, Ref
from corridors.routing.stategraph import (
    ARC_COLUMNS,
    BORDER,
    GAUGE_BREAK,
    LINE_HAUL,
    TERMINAL,
    WAITING,
    WHOLE_COLUMNS,
    Group,
    StateGraph,
)
from corridors.vocabulary import (
    COMMODITIES,
    SHIP_CLASSES,
    VEHICLE_CLASSES,
    mode_of,
    vehicle_class,
)

#: Half the headway: goods arrive at any time of the week (7 x 24 / 2 hours).
HALF_WEEK_H = 84.0
#: p90 over p50 of a uniform wait.
WAIT_P90_RATIO = 1.8

_BIT = {commodity: 1 << k for k, commodity in enumerate(COMMODITIES)}
_ALL = sum(_BIT.values())
_NOT_PIPED = _BIT["container"] | _BIT["bulk"] | _BIT["oil"]
_NO_REF: Ref = ("", -1)


def compile_network(tables: Mapping[str, Table]) -> StateGraph:
    """Compile the tables of a network into a state graph."""
    return Compiler(tables).compile()


class Compiler:
    """Collects vertices and arcs, then freezes them."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self.nodes = tables["nodes"]
        self.links = tables["links"]
        self.rates = Rates(tables)
        self.node_row = self.nodes.index("node_id")
        self.country = self.nodes.pairs("node_id", "country")
        self.vertices: list[tuple[str, str, str]] = []
        self.number: dict[tuple[str, str, str], int] = {}
        self.rows: list[tuple] = []
        self.refs: list[tuple] = []
        self.groups: dict[Group, list[int]] = {}
        self.inputs: dict[Group, set[Ref]] = {}
        self.group: Group = ("", ())
        self.crossing_row = tables["border_crossings"].index(
            "bcp_id", "mode", "from_country", "to_country"
        )
        self.crossings = tables["border_crossings"]
        self.services = tables["services"]
        self.services_of: dict[str, list[int]] = {}
        for row, link in enumerate(self.services["link_id"]):
            self.services_of.setdefault(str(link), []).append(row)

    def compile(self) -> StateGraph:
        """Return the state graph of the tables."""
        self._make_vertices()
        for row in range(len(self.links)):
            self.add_link(row)
        for row in range(len(self.tables["transshipments"])):
            self.add_terminal(row)
        for node in map(str, self.nodes["node_id"]):
            for ship in SHIP_CLASSES:
                self.add_port(node, ship)
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

    def _arc(self, tail, head, kind, *, places, vehicle, link=-1, commodities=_ALL,
             is_open=True, km=0.0, h50=0.0, h90=0.0, usd=(0.0, 0.0, 0.0), kg_per_t=0.0,
             transits=0, money=_NO_REF, hours=_NO_REF) -> None:  # fmt: skip
        ends = [self.node_row[place] for place in places]
        code = VEHICLE_CLASSES.index(vehicle)
        self.rows.append(
            (tail, head, kind, link, *ends, code, commodities, is_open, km, h50, h90,
             *usd, kg_per_t, transits)  # fmt: skip
        )
        self.refs.append((money, hours))
        self.groups.setdefault(self.group, []).append(len(self.rows) - 1)
        self._made_of(money, hours)

    def _made_of(self, *refs: Ref) -> None:
        """Note that the group's arcs are made of table rows."""
        self.inputs.setdefault(self.group, set()).update(r for r in refs if r[1] >= 0)

    def add_link(self, row: int) -> None:
        """Add the arcs of a link, both ways; one that is served has a chain each service."""
        link = {name: column[row] for name, column in self.links.columns.items()}
        self.group = ("links", (link["link_id"],))
        self._made_of(("links", row))
        vehicle = vehicle_class(link["mode"], link["gauge_mm"])
        for a, b in ((link["from_node"], link["to_node"]), (link["to_node"], link["from_node"])):
            for service in self.services_of.get(link["link_id"], (-1,)):
                self._add_direction(row, link, vehicle, a, b, service)

    def _add_direction(
        self, row: int, link: dict, vehicle: str, a: str, b: str, service: int
    ) -> None:
        ship = vehicle in SHIP_CLASSES
        here = self.number[a, vehicle, "dep" if ship else ""]
        there = self.number[b, vehicle, "arr" if ship else ""]
        allowed = _BIT[link["commodity"]] if link["commodity"] else _NOT_PIPED
        crossing = self._crossing(link, self.country[a], self.country[b])
        is_open = link["status"] == "operational"
        if service >= 0:
            is_open = is_open and self.services["status"][service] == "operational"
        if crossing >= 0:
            is_open = is_open and self.crossings["status"][crossing] == "operational"
        common = {
            "link": row,
            "places": (a, b),
            "vehicle": vehicle,
            "commodities": allowed,
            "is_open": is_open,
        }
        name = self.services["service_id"][service] if service >= 0 else ""
        where = f"{link['link_id']}>{b} {name}".rstrip()
        if service >= 0:
            step = self._vertex(where, vehicle, "waiting done")
            self._add_waiting(here, step, service, {**common, "places": (a, a)})
            here = step
        before = self._vertex(where, vehicle, "at border") if crossing >= 0 else there
        self._add_line_haul(here, before, link, service, self.country[a], self.country[b], common)
        if crossing >= 0:
            self._add_border(before, there, link, crossing, b, common)

    def _crossing(self, link: dict, home: str, away: str) -> int:
        if not link["bcp_id"]:
            return -1
        return self.crossing_row[link["bcp_id"], link["mode"], home, away]

    def _add_waiting(self, tail: int, head: int, service: int, common: dict) -> None:
        wait = HALF_WEEK_H / self.services["departures_per_week"][service]
        ref = ("services", service)
        self._arc(tail, head, WAITING, h50=wait, h90=wait * WAIT_P90_RATIO, money=ref,
                  hours=ref, **common)  # fmt: skip

    def _add_line_haul(self, tail, head, link, service, home, away, common) -> None:
        km = link["length_km"]
        rate = self.rates.running(link, home, away)
        self._made_of(*rate.inputs)
        h50, h90, hours = km * rate.h_per_km, km * rate.h90_per_km, rate.hours_ref
        usd, money = tuple(km * price for price in rate.usd_per_km), rate.money_ref
        if service >= 0:
            services = self.services
            if not math.isnan(services["hours_p50"][service]):
                h50, hours = services["hours_p50"][service], ("services", service)
                h90 = services["hours_p90"][service]
                h90 = h50 * rate.h90_per_km / rate.h_per_km if math.isnan(h90) else h90
            freight = [services[c][service] for c in ("usd_20ft", "usd_40ft", "usd_per_t")]
            if not math.isnan(freight[1]):
                usd, money = tuple(freight), ("services", service)
        self._arc(tail, head, LINE_HAUL, km=km, h50=h50, h90=h90, usd=usd, money=money,
                  hours=hours, kg_per_t=km * rate.kg_per_tkm, **common)  # fmt: skip

    def _add_border(self, tail, head, link, crossing, place, common) -> None:
        table = self.crossings
        fee = table["cost_usd"][crossing]
        entry, rows = self.rates.entry_usd(link["mode"], link["commodity"], self.country[place])
        self._made_of(*rows)
        usd = (fee + entry[0], fee + entry[1], fee / 20 + entry[2])
        ref = ("border_crossings", crossing)
        self._arc(tail, head, BORDER, h50=table["hours_p50"][crossing],
                  h90=table["hours_p90"][crossing], usd=usd, transits=1, money=ref, hours=ref,
                  **common)  # fmt: skip

    def add_terminal(self, row: int) -> None:
        """Add the arc of one change of vehicle, of loading or of unloading."""
        table = self.tables["transshipments"]
        node, a, b = (table[name][row] for name in ("node_id", "from_class", "to_class"))
        tail, head = self._door(node, a, leaving=True), self._door(node, b, leaving=False)
        if tail is None or head is None:
            return
        self.group = ("transshipments", (node, a, b))
        gauge = a.startswith("rail-") and b.startswith("rail-")
        loading, unloading = a == "origin", b == "destination"
        entry = (0.0, 0.0, 0.0)
        if not unloading and b not in (*SHIP_CLASSES, "pipeline"):
            entry, rows = self.rates.entry_usd(mode_of(b), "", self.country[node])
            self._made_of(*rows)
        usd = tuple(c + e for c, e in zip(_charges(table, row), entry, strict=True))
        ref = ("transshipments", row)
        self._arc(tail, head, GAUGE_BREAK if gauge else TERMINAL, places=(node, node),
                  vehicle=a if unloading else b, h50=table["hours_p50"][row],
                  h90=table["hours_p90"][row], usd=usd, transits=int(not (loading or unloading)),
                  commodities=_piped(a, b), money=ref, hours=ref)  # fmt: skip

    def _door(self, node: str, vehicle: str, *, leaving: bool) -> int | None:
        """Return the vertex by which goods leave (or join) a vehicle class at a node."""
        if vehicle in ("origin", "destination"):
            return self.number.get((node, "", vehicle))
        if vehicle in SHIP_CLASSES:
            return self.number.get((node, vehicle, "in" if leaving else "out"))
        return self.number.get((node, vehicle, ""))

    def add_port(self, node: str, ship: str) -> None:
        """Add customs between quay and ship, and the change of ship."""
        if (node, ship, "arr") not in self.number:
            return
        self.group = ("ports", (node, ship))
        out, dep, arr, into = (self.number[node, ship, r] for r in ("out", "dep", "arr", "in"))
        self._add_customs(out, dep, (node, ship, self.country[node], "*"), 0)
        self._add_customs(arr, into, (node, ship, "*", self.country[node]), 1)
        row = self.change_row.get((node, ship, ship))
        if row is not None:
            self._add_ship_change(arr, dep, row, node, ship)

    @cached_property
    def link_row(self) -> Mapping:
        """Row of each link."""
        return self.links.index("link_id")

    @cached_property
    def change_row(self) -> Mapping:
        """Row of each change of vehicle."""
        return self.tables["transshipments"].index("node_id", "from_class", "to_class")

    def _add_customs(self, tail: int, head: int, key: tuple, transits: int) -> None:
        row = self.crossing_row.get(key, -1)
        if row < 0:  # a ferry within one country
            self._arc(tail, head, BORDER, places=(key[0], key[0]), vehicle=key[1])
            return
        table, ref = self.crossings, ("border_crossings", row)
        fee = table["cost_usd"][row]
        self._arc(tail, head, BORDER, places=(key[0], key[0]), vehicle=key[1],
                  is_open=table["status"][row] == "operational", h50=table["hours_p50"][row],
                  h90=table["hours_p90"][row], usd=(fee, fee, fee / 20), transits=transits,
                  money=ref, hours=ref)  # fmt: skip

    def _add_ship_change(self, tail: int, head: int, row: int, node: str, ship: str) -> None:
        table, ref = self.tables["transshipments"], ("transshipments", row)
        self._arc(tail, head, TERMINAL, places=(node, node), vehicle=ship, h50=table["hours_p50"][row],
                  h90=table["hours_p90"][row], transits=1, money=ref, hours=ref,
                  usd=_charges(table, row))  # fmt: skip

    # -- result ---------------------------------------------------------------------------

    def _freeze(self) -> StateGraph:
        columns = np.array(self.rows, float).reshape(-1, len(ARC_COLUMNS)).T
        order = np.argsort(columns[0], kind="stable")
        place = np.argsort(order, kind="stable").tolist()
        arcs = {}
        for name, column in zip(ARC_COLUMNS, columns, strict=True):
            whole = name in WHOLE_COLUMNS
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
            groups={g: tuple(place[k] for k in made) for g, made in self.groups.items()},
            inputs={g: frozenset(refs) for g, refs in self.inputs.items()},
        )

    def _territories(self) -> list[str]:
        """Return each vertex's country (or exclave); nothing for ships and inside links."""
        zone = {
            node: str(zone or country)
            for node, zone, country in zip(
                *(self.nodes[c] for c in ("node_id", "zone", "country")), strict=True
            )
        }
        return [
            "" if role in ("arr", "dep", "waiting done", "at border") else zone[node]
            for node, _, role in self.vertices
        ]


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
