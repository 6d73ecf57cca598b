"""From arcs to legs: names, places and sources of an itinerary's ledger."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.rates import RATE_TABLES, Rates
from corridors.graph.stategraph import BORDER, GAUGE_BREAK, LINE_HAUL, WAITING
from corridors.network.places import Entry, Place
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary, Leg
from corridors.vocabulary import CRITERIA, LEG_KINDS, SHIP_CLASSES, VEHICLE_CLASSES, mode_of

if TYPE_CHECKING:
    from datetime import datetime

    from corridors.network.network import Network
    from corridors.routing.route import Plan, Way

_ASSUMED = "own-assumption"
_COST, _TIME, _KM, _, _CO2E = range(len(CRITERIA))


def access_costs(net: Network, entry: Entry, shipment: Shipment) -> np.ndarray:
    """Return the criteria of an access leg by road, in ``CRITERIA`` order."""
    rates = Rates({name: net.table(name) for name in RATE_TABLES})
    nodes = net.table("nodes")
    country = str(nodes["country"][nodes.index("node_id")[entry.node_id]])
    link = {"mode": "access", "commodity": "", "speed_kmh": math.nan}
    rate = rates.running(link, country, country)
    if shipment.commodity == "container":
        usd = rate.usd_per_km[0 if shipment.box == "20ft" else 1]
    else:
        usd = rate.usd_per_km[2] * shipment.cargo_t
    km = entry.access_km
    return np.array(
        [km * usd, km * rate.h_per_km, km, 0.0, km * rate.kg_per_tkm * shipment.cargo_t]
    )


def make_itinerary(
    plan: Plan,
    way: Way,
    origin: Place,
    destination: Place,
    corridor: str | None,
    *,
    departure: datetime | None = None,
    waits_h: Mapping[int, float] | None = None,
) -> Itinerary:
    """Return the itinerary of a way; with a departure, ``waits_h`` are the waits before arcs."""
    net = plan.network
    names = net.gazetteer
    writer = _LegWriter(plan)
    legs = [leg for arc in way.arcs for leg in writer.legs(arc, waits_h or {})]
    if way.start.access_km:
        legs.insert(0, writer.access(way.start, names.label(origin), outward=True))
    if way.end.access_km:
        legs.append(writer.access(way.end, names.label(destination), outward=False))
    return Itinerary(
        origin=names.label(origin),
        destination=names.label(destination),
        shipment=plan.shipment,
        weight=plan.weight,
        corridor=corridor,
        situation=net.situation,
        steps=tuple(legs),
        network=net,
        departure=departure,
    )


class _LegWriter:
    """Writes the leg of each arc."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.net = plan.network
        self.graph = plan.network.state_graph
        self.arcs = self.graph.arcs
        self.nodes = self.net.table("nodes")

    def legs(self, arc: int, waits_h: Mapping[int, float]) -> list[Leg]:
        """Return the leg of an arc, after a leg for the wait before it."""
        leg, wait = self.leg(arc), waits_h.get(arc)
        if leg is None or wait is None:
            return [] if leg is None else [leg]
        if leg.kind == LEG_KINDS[WAITING]:
            return [replace(leg, h=wait, h_p90=wait)]
        before = replace(
            leg, kind=LEG_KINDS[WAITING], name=f"{leg.name}: waiting for opening",
            from_node=leg.to_node, country=leg.country.split(">")[0], km=0.0, usd=0.0, h=wait,
            h_p90=wait, transits=0, co2e_kg=0.0,
        )  # fmt: skip
        return [before, leg]

    def leg(self, arc: int) -> Leg | None:
        """Return the leg of an arc, or nothing for an arc without cost (a domestic quay)."""
        kind = int(self.arcs["kind"][arc])
        vehicle = VEHICLE_CLASSES[self.arcs["vehicle"][arc]]
        a, b = int(self.arcs["from_place"][arc]), int(self.arcs["to_place"][arc])
        link = int(self.arcs["link"][arc])
        money, hours = self.graph.refs[arc]
        if not money[0]:
            return None
        usd, h, km, transits, kg = self.plan.costs[arc].tolist()
        source, basis = self._source(money)
        hours_source, hours_basis = self._source(hours)
        return Leg(
            kind=LEG_KINDS[kind],
            mode=mode_of(vehicle),
            vehicle=vehicle,
            from_node=str(self.nodes["node_id"][a]),
            to_node=str(self.nodes["node_id"][b]),
            name=self._name(arc, kind, a, b),
            country=self._country(kind, vehicle, a, b),
            link_id=self.graph.link_ids[link] if link >= 0 else "",
            km=km,
            usd=usd,
            h=h,
            h_p90=float(self.arcs["h90"][arc]),
            transits=int(transits),
            co2e_kg=kg,
            source_id=source,
            basis=basis,
            hours_source_id=hours_source,
            hours_basis=hours_basis,
        )

    def access(self, entry: Entry, label: str, *, outward: bool) -> Leg:
        """Return the access leg between a position and a node."""
        usd, h, km, _, kg = access_costs(self.net, entry, self.plan.shipment).tolist()
        row = self.nodes.index("node_id")[entry.node_id]
        name = str(self.nodes["name"][row])
        return Leg(
            kind="access",
            mode="access",
            vehicle="road",
            from_node="" if outward else entry.node_id,
            to_node=entry.node_id if outward else "",
            name=f"{label} - {name}" if outward else f"{name} - {label}",
            country=str(self.nodes["country"][row]),
            link_id="",
            km=km,
            usd=usd,
            h=h,
            h_p90=h * 1.5,
            transits=0,
            co2e_kg=kg,
            source_id=_ASSUMED,
            basis="assumed",
            hours_source_id=_ASSUMED,
            hours_basis="assumed",
        )

    def _source(self, ref: tuple[str, int]) -> tuple[str, str]:
        name, row = ref
        if row < 0:
            return _ASSUMED, "assumed"
        table = self.net.table(name)
        return str(table["source_id"][row]), str(table["basis"][row])

    def _country(self, kind: int, vehicle: str, a: int, b: int) -> str:
        home, away = str(self.nodes["country"][a]), str(self.nodes["country"][b])
        if kind == LINE_HAUL and vehicle in SHIP_CLASSES and home != away:
            return ""
        return f"{home}>{away}" if kind == BORDER and home != away else home

    def _unnamed(self, row: int) -> bool:
        """Say whether a node (a street corner, say) bears only its id."""
        return bool(self.nodes["name"][row] == self.nodes["node_id"][row])

    def _name(self, arc: int, kind: int, a: int, b: int) -> str:
        place = str(self.nodes["name"][a])
        if kind == LINE_HAUL:
            if self._unnamed(a) or self._unnamed(b):
                link = int(self.arcs["link"][arc])
                return str(self.net.table("links")["name"][link])
            return f"{place} - {self.nodes['name'][b]}"
        ref = self.graph.refs[arc][1]
        row: Mapping = {n: c[ref[1]] for n, c in self.net.table(ref[0]).columns.items()}
        if kind == WAITING:
            return f"{row['name']}: waiting at {place}"
        if kind == BORDER:
            return f"{row['name']} ({row['from_country']} to {row['to_country']})".replace(
                "*", "sea"
            )
        if row["from_class"] == "origin":
            return f"Loading at {place} ({row['to_class']})"
        if row["to_class"] == "destination":
            return f"Unloading at {place} ({row['from_class']})"
        what = "Break of gauge" if kind == GAUGE_BREAK else "Transshipment"
        return f"{what} at {place} ({row['from_class']} to {row['to_class']})"
