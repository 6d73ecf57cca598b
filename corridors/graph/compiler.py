"""From tables to the state graph."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from corridors.graph.cabotage import HomeLanes, home_lanes, of_home
from corridors.graph.carried import (
    carried_between,
    carried_by,
    changing_at,
    classes_of,
    vehicles_at,
)  # fmt: skip
from corridors.graph.directions import Directions
from corridors.graph.frozen import frozen
from corridors.graph.loading import Classes
from corridors.graph.paid import PaidByKm
from corridors.graph.rates import Rates
from corridors.graph.reloading import Reloading
from corridors.graph.spread import wait_of
from corridors.graph.stategraph import (
    BORDER,
    GAUGE_BREAK,
    LINE_HAUL,
    TERMINAL,
    WAITING,
    Arc,
    Group,
    Ref,
    StateGraph,
)
from corridors.network.prices import Price, of_load, price_of
from corridors.network.tables import Table
from corridors.vocabulary import is_ship, mode_of, rate_mode, rolls_aboard, vehicle_class

_NO_REF: Ref = ("", -1)
#: Columns of a link that its arcs are made of, but for its own prices.
_LINK_COLUMNS = (
    "link_id", "from_node", "to_node", "mode", "gauge_mm", "status", "bcp_id", "commodity",
    "length_km", "line_ref", "speed_kmh", "freight", "oneway",
)  # fmt: skip
#: What stands behind the places of an arc, and what it is where it is not said.
_MEASURES = tuple(Arc._field_defaults.items())
_FREE = Price()
#: The vertices of a class of ships at a port, from the quay to the ship and back.
SHIP_ROLES = ("out", "dep", "arr", "in")
#: Money, the rows of USD and of hours, measures.
_Priced = tuple[Price, tuple[Ref, Ref], dict[str, Any]]


def compile_tables(tables: Mapping[str, Table], rates: Rates) -> StateGraph:
    """Compile the tables of a network into a state graph."""
    return Compiler(tables, rates).compile()


class Compiler:
    """Collects vertices and arcs, then freezes them."""

    def __init__(
        self, tables: Mapping[str, Table], rates: Rates, directions: Directions | None = None
    ) -> None:
        self.tables = tables
        self.nodes = tables["nodes"]
        self.links = tables["links"]
        self.rates = rates
        self.paid = PaidByKm(tables, rates, directions)
        self.entry_usd = cache(self.rates.entry_usd)
        self.node_row = self.nodes.index("node_id")
        self.country = self.nodes.pairs("node_id", "country")
        self.vertices: list[tuple[str, str, str]] = []
        self.number: dict[tuple[str, str, str], int] = {}
        self.rows: list[tuple] = []
        self.refs: list[tuple] = []
        self.groups: dict[Group, list[int]] = {}
        self.inputs: dict[Group, list[Ref]] = {}
        self.link_columns = [(name, self.links[name]) for name in _LINK_COLUMNS]
        self._begin(("", ()))
        self.crossing_row = tables["border_crossings"].index(
            "bcp_id", "mode", "from_country", "to_country"
        )
        self.crossings = tables["border_crossings"]
        self.services = tables["services"]
        self.services_of = self.services.rows_of("link_id")

    def compile(self) -> StateGraph:
        """Return the state graph of the tables."""
        self._make_vertices()
        for row in range(len(self.links)):
            self.add_link(row)
        for row in range(len(self.tables["transshipments"])):
            self.add_terminal(row)
        for node, ship, role in tuple(self.vertices):
            if role == "arr":
                self.add_port(node, ship)
        return frozen(self)

    # -- vertices -------------------------------------------------------------------------

    def _make_vertices(self) -> None:
        changing = changing_at(self.change_row)
        for node, vehicles in vehicles_at(self.nodes, self.links).items():
            self._vertex(node, "", "origin")
            self._vertex(node, "", "destination")
            for vehicle in self.vehicles:
                if vehicle not in vehicles:
                    continue
                if is_ship(vehicle):
                    for role in (*SHIP_ROLES, *self._home_roles(node, vehicle)):
                        self._vertex(node, vehicle, role)
                elif (node, vehicle) in changing:
                    self._begin(("through", (node, vehicle)))
                    doors = self._vertex(node, vehicle, "in"), self._vertex(node, vehicle, "out")
                    self._arc(doors, TERMINAL, (node, node), vehicle)
                else:
                    self._vertex(node, vehicle, "")

    def _home_roles(self, node: str, ship: str) -> list[str]:
        """Return the roles of ships that carry goods inside countries, with no customs."""
        homes = self.at_home.of_stop.get((node, ship), ())
        return [role + of_home(home) for home in homes for role in ("dep", "arr")]

    def _vertex(self, node: str, vehicle: str, role: str) -> int:
        key = (node, vehicle, role)
        if key not in self.number:
            self.number[key] = len(self.vertices)
            self.vertices.append(key)
        return self.number[key]

    # -- arcs -----------------------------------------------------------------------------

    def _begin(self, group: Group) -> None:
        """Let the arcs that follow belong to a group."""
        self.group = group
        self._inputs = self.inputs.setdefault(group, [])

    def _arc(
        self,
        ends: tuple[int, int],
        kind: int,
        places: tuple[str, str],
        vehicle: str,
        usd: Price = _FREE,
        refs: tuple[Ref, Ref] = (_NO_REF, _NO_REF),
        **measures: Any,
    ) -> None:
        a, b = places
        given = measures.get
        self.rows.append(
            (
                *ends, kind, self.node_row[a], self.node_row[b], self.vehicles[vehicle],
                *[given(name, default) for name, default in _MEASURES], *usd,
            )
        )  # fmt: skip
        self.refs.append(refs)
        self.groups.setdefault(self.group, []).append(len(self.rows) - 1)
        self._made_of(*refs)

    def _made_of(self, *refs: Ref) -> None:
        """Note that the group's arcs are made of table rows."""
        self._inputs.extend(refs)

    def add_link(self, row: int) -> None:
        """Add the arcs of a link: both ways unless it is one-way, a chain for each service.

        A lane has them once more for each country inside which goods go by it.
        """
        link = {name: column[row] for name, column in self.link_columns}
        self._begin(("links", (link["link_id"],)))
        self._made_of(("links", row))
        vehicle = vehicle_class(link["mode"], link["gauge_mm"])
        ends = (link["from_node"], link["to_node"])
        for a, b in (ends,) if link["oneway"] == "yes" else (ends, ends[::-1]):
            for service in self.services_of.get(link["link_id"], (-1,)):
                for home in ("", *self.at_home.of_link.get(link["link_id"], ())):
                    self._add_direction(row, link, vehicle, a, b, service, of_home(home))

    def _add_direction(
        self, row: int, link: dict, vehicle: str, a: str, b: str, service: int, inside: str
    ) -> None:
        here = self._stop(a, vehicle, "dep" + inside, "out")
        there = self._stop(b, vehicle, "arr" + inside, "in")
        crossing = self._crossing(link, self.country[a], self.country[b])
        is_open = link["status"] == "operational"
        if service >= 0:
            is_open = is_open and self.services["status"][service] == "operational"
        if crossing >= 0:
            is_open = is_open and self.crossings["status"][crossing] == "operational"
        common = {"link": row, "commodities": carried_by(link), "open": is_open}
        name = self.services["service_id"][service] if service >= 0 else ""
        where = f"{link['link_id']}>{b} {name}".rstrip() + inside
        if service >= 0:
            step = self._vertex(where, vehicle, "waiting done")
            ref = ("services", service)
            h50, h90 = wait_of(self.services["departures_per_week"][service])
            self._arc(
                (here, step), WAITING, (a, a), vehicle, refs=(ref, ref), h50=h50, h90=h90, **common
            )
            if self._sails_on(a, vehicle) and self.services["regularity"][service] != "irregular":
                arr = self._stop(a, vehicle, "arr" + inside, "in")
                self._arc((arr, step), TERMINAL, (a, a), vehicle, **common)
            here = step
        here, there = self._reload_near(vehicle, (a, b), (here, there), where, common)
        step = self._vertex(where, vehicle, "at border") if crossing >= 0 else there
        usd, refs, measures = self._running(row, link, service, a, b)
        self._arc((here, step), LINE_HAUL, (a, b), vehicle, usd, refs, **measures, **common)
        if crossing >= 0:
            reload = self.reloading.at_border(crossing, vehicle, b)
            done = self._vertex(where, vehicle, "to reload") if reload >= 0 else there
            usd, refs, measures = self._border(link, crossing, b)
            self._arc((step, done), BORDER, (a, b), vehicle, usd, refs, **measures, **common)
            if reload >= 0:
                self._add_reload((done, there), crossing, reload, vehicle, common)

    def _stop(self, node: str, vehicle: str, ship_role: str, role: str) -> int:
        """Return the vertex at which a link begins or ends."""
        if is_ship(vehicle):
            return self.number[node, vehicle, ship_role]
        plain = self.number.get((node, vehicle, ""))
        return self.number[node, vehicle, role] if plain is None else plain

    def _crossing(self, link: dict, home: str, away: str) -> int:
        if not link["bcp_id"]:
            return -1
        return int(self.crossing_row[link["bcp_id"], link["mode"], home, away])

    def _running(self, row: int, link: dict, service: int, a: str, b: str) -> _Priced:
        """Return money, references and measures of running along a link from a to b."""
        km, home, away = link["length_km"], self.country[a], self.country[b]
        mode = rate_mode(link["mode"], link["commodity"])
        rate = self.rates.running(link, home, away)
        usd, money, inputs = self.paid.running(rate, mode, (a, b), (home, away), km)
        self._made_of(*inputs)
        h50, h90, hours = km * rate.h_per_km, km * rate.h90_per_km, rate.hours_ref
        own = price_of(self.links, row)
        if own.is_known:
            usd, money = own, ("links", row)
        for name, told in (("links", row), ("services", service)):
            if told >= 0 and not math.isnan(own_h := self.tables[name]["hours_p50"][told]):
                h50, h90, hours = own_h, self.tables[name]["hours_p90"][told], (name, told)
                h90 = h50 * rate.h90_per_km / rate.h_per_km if math.isnan(h90) else h90
        if service >= 0:
            freight = price_of(self.services, service)
            if freight.is_known:
                back = self.services["back_ratio"][service] if a != link["from_node"] else math.nan
                freight = freight if math.isnan(back) else freight.times(back)
                usd, money = freight, ("services", service)
        measures = {name: km * value for name, value in rate.of_a_km.items()}
        measures["h50"], measures["h90"], measures["moving"] = h50, h90, rate.moving
        return usd, (money, hours), measures

    def _border(self, link: dict, crossing: int, place: str) -> _Priced:
        """Return money, references and measures of crossing a border into a place's country."""
        table = self.crossings
        entry, rows = self.entry_usd(link["mode"], link["commodity"], self.country[place])
        self._made_of(*rows)
        usd = of_load(table["cost_usd"][crossing]).plus(entry)
        ref = ("border_crossings", crossing)
        return usd, (ref, ref), {**_hours(table, crossing), "transits": 1}

    def _reload_near(
        self, vehicle: str, way: tuple[str, str], ends: tuple[int, int], where: str, common: dict
    ) -> tuple[int, int]:
        """Add the change of truck that a border demands on the way to it, or from it."""
        demand, at_once = self.reloading.on_way(vehicle, *way)
        if not demand:
            return ends
        done = self._vertex(where, vehicle, "to reload")
        self._add_reload((ends[0], done) if at_once else (done, ends[1]), *demand, vehicle, common)
        return (done, ends[1]) if at_once else (ends[0], done)

    def _add_reload(
        self, ends: tuple[int, int], crossing: int, row: int, vehicle: str, common: dict[str, Any]
    ) -> None:
        """Add the change to another vehicle of the same class that a crossing demands.

        Where it is demanded no more, the arc stays and takes nothing.
        """
        table, ref = self.tables["transshipments"], ("transshipments", row)
        node = table["node_id"][row]
        taken, inputs = self.paid.boarding(vehicle, vehicle, self.country[node])
        self._made_of(ref, ("border_crossings", crossing), *inputs)
        if not self.crossings["reloads"][crossing] > 0:
            self._arc(ends, TERMINAL, (node, node), vehicle, **common)
            return
        self._arc(
            ends, TERMINAL, (node, node), vehicle, price_of(table, row).plus(taken), (ref, ref),
            **_hours(table, row), transits=1, **common,
        )  # fmt: skip

    def add_terminal(self, row: int) -> None:
        """Add the arc of one change of vehicle, of loading or of unloading."""
        table = self.tables["transshipments"]
        node, a, b = (table[name][row] for name in ("node_id", "from_class", "to_class"))
        if a == b and not is_ship(a):
            return  # demanded at a border: the crossings make it
        tail, head = self._door(node, a, leaving=True), self._door(node, b, leaving=False)
        if tail is None or head is None:
            return
        self._begin(("transshipments", (node, a, b)))
        gauge = a.startswith("rail-") and b.startswith("rail-")
        ends_trip = "origin" in (a, b) or "destination" in (a, b)
        taken, inputs = self.paid.boarding(a, b, self.country[node])
        self._made_of(*inputs)
        ref = ("transshipments", row)
        hours = _hours(table, row)
        if b.startswith("rail-") and a in ("origin", "road"):
            self._made_of(*self.classes.inputs(node, b))
            hours = self.classes.loading(hours, node, b)
        self._arc(
            (tail, head),
            GAUGE_BREAK if gauge else TERMINAL,
            (node, node),
            a if b == "destination" else b,
            price_of(table, row).plus(taken),
            (ref, ref),
            **hours,
            transits=int(not ends_trip and not rolls_aboard(a, b)),
            commodities=carried_between(a, b),
        )

    @cached_property
    def vehicles(self) -> Mapping[str, int]:
        """The number of each vehicle class."""
        return {vehicle: k for k, vehicle in enumerate(classes_of(self.links))}

    @cached_property
    def reloading(self) -> Reloading:
        """Where borders demand another truck."""
        return Reloading(self.tables, self.change_row)

    @cached_property
    def classes(self) -> Classes:
        """How boxes are loaded onto trains."""
        return Classes(self.tables, self.rates, self.country)

    def _door(self, node: str, vehicle: str, *, leaving: bool) -> int | None:
        """Return the vertex by which goods leave (or join) a vehicle class at a node."""
        if vehicle in ("origin", "destination"):
            return self.number.get((node, "", vehicle))
        plain = self.number.get((node, vehicle, ""))
        if plain is not None:
            return plain
        return self.number.get((node, vehicle, "in" if leaving else "out"))

    def add_port(self, node: str, ship: str) -> None:
        """Add customs between quay and ship, and the change of ship."""
        if (node, ship, "arr") not in self.number:
            return
        self._begin(("ports", (node, ship)))
        out, dep, arr, into = (self.number[node, ship, r] for r in SHIP_ROLES)
        home = self.country[node]
        self._add_customs(out, dep, ship, (node, mode_of(ship), home, "*"), 0)
        self._add_customs(arr, into, ship, (node, mode_of(ship), "*", home), 1)
        row = self.change_row.get((node, ship, ship))
        if row is not None:
            self._add_ship_change(arr, dep, row, node, ship)
        for inside in map(of_home, self.at_home.of_stop.get((node, ship), ())):
            dep, arr = (self.number[node, ship, role + inside] for role in ("dep", "arr"))
            if inside == of_home(home):
                self._arc((out, dep), BORDER, (node, node), ship)
                self._arc((arr, into), BORDER, (node, node), ship)
            if row is not None:
                self._add_ship_change(arr, dep, row, node, ship)

    @cached_property
    def at_home(self) -> HomeLanes:
        """Lanes on which goods may stay inside a country whose ports have formalities."""
        return home_lanes(self.tables)

    @cached_property
    def link_row(self) -> Mapping:
        """Row of each link."""
        return self.links.index("link_id")

    @cached_property
    def change_row(self) -> Mapping:
        """Row of each change of vehicle."""
        return self.tables["transshipments"].index("node_id", "from_class", "to_class")

    def _add_customs(
        self, tail: int, head: int, ship: str, key: tuple[str, ...], transits: int
    ) -> None:
        node = key[0]
        row = self.crossing_row.get(key, -1)
        if row < 0:  # a ferry within one country
            self._arc((tail, head), BORDER, (node, node), ship)
            return
        table, ref = self.crossings, ("border_crossings", row)
        self._arc(
            (tail, head), BORDER, (node, node), ship, of_load(table["cost_usd"][row]), (ref, ref),
            **_hours(table, row), open=table["status"][row] == "operational", transits=transits,
        )  # fmt: skip

    def _sails_on(self, node: str, vehicle: str) -> bool:
        """Say whether a ship goes on at a node: the change to another takes and costs nothing."""
        row = self.change_row.get((node, vehicle, vehicle)) if is_ship(vehicle) else None
        if row is None:
            return False
        table = self.tables["transshipments"]
        if any((*price_of(table, row), *_hours(table, row).values())):
            return False
        self._made_of(("transshipments", row))
        self._passes()
        return True

    def _passes(self) -> None:
        """Take note that a ship goes on, which makes arcs that are not there otherwise."""

    def _add_ship_change(self, tail: int, head: int, row: int, node: str, ship: str) -> None:
        table, ref = self.tables["transshipments"], ("transshipments", row)
        usd, hours = price_of(table, row), _hours(table, row)
        if self._sails_on(node, ship):
            self._arc((tail, head), TERMINAL, (node, node), ship)
            return
        self._arc((tail, head), TERMINAL, (node, node), ship, usd, (ref, ref), **hours, transits=1)


def _hours(table: Table, row: int) -> dict[str, float]:
    return {"h50": table["hours_p50"][row], "h90": table["hours_p90"][row]}
