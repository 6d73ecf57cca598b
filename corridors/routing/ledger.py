"""From arcs to legs: names, places and sources of an itinerary's ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from corridors.criteria import CRITERIA
from corridors.graph.stategraph import BORDER, GAUGE_BREAK, LINE_HAUL, WAITING
from corridors.network.lookup import row_name
from corridors.network.prices import source_of
from corridors.routing.departures import timetable_of
from corridors.routing.itinerary import Itinerary, Leg
from corridors.routing.notes import notes_of
from corridors.routing.notes.later import Later
from corridors.routing.plan import Plan
from corridors.vocabulary import (
    LEG_KINDS,
    is_ship,
    mode_of,
    rolls_aboard,
)

if TYPE_CHECKING:
    from datetime import datetime

    from corridors.network.network import Network
    from corridors.routing.conditions import Shipment
    from corridors.routing.doors import Door, Way
    from corridors.routing.question import Question
    from corridors.routing.simulate.riding import ScheduledTime

#: What is said of a drive where no place around handles trucks.
_NOT_HANDLED = "loading and unloading not counted"
_ASSUMED = "own-assumption"
#: The fields of a leg that criteria add up, in the order of the columns of costs.
_SUMMED = tuple(row.leg for row in CRITERIA.values())


def make_itinerary(
    question: Question,
    way: Way,
    *,
    departure: datetime | None = None,
    waits_h: Mapping[int, float] | None = None,
) -> Itinerary:
    """Return the itinerary of a way; with a departure, ``waits_h`` are the waits before arcs.

    These are the waits of who takes the expected hours everywhere else; their medians and 90th
    percentiles are drawn.
    """
    writer = _LegWriter(question.plan)
    origin, destination = question.origin.label, question.destination.label
    scheduled = _scheduled(question, way, departure)
    waits = _waits(question, way, waits_h or {}, scheduled)
    direct = bool(way.direct_km)
    parts = [writer.legs(arc, waits) for arc in way.arcs]
    if direct:
        drive = writer.drive(way.start, origin, destination, km=way.direct_km)
        if way.start.handling < 0 or way.end.handling < 0:
            drive = replace(drive, name=f"{drive.name}, {_NOT_HANDLED}")
        parts = [[drive]]
    parts = [
        writer.access(way.start, origin, outward=True, direct=direct),
        *parts,
        writer.access(way.end, destination, outward=False, direct=direct),
    ]
    return Itinerary(
        origin=origin,
        destination=destination,
        shipment=question.conditions.shipment,
        weight=question.conditions.given_weight,
        corridor=question.conditions.corridor,
        situation=question.network.situation,
        steps=tuple(leg for part in parts for leg in part),
        network=question.network,
        departure=departure,
        scheduled=scheduled and scheduled.of_steps(_hours_of(parts, way)),
        notes=Later(partial(notes_of, question, way.arcs)),
        origin_country=question.origin.country,
        destination_country=question.destination.country,
    )


def _scheduled(question: Question, way: Way, departure: datetime | None) -> ScheduledTime | None:
    """Return how the hours of a way spread through its timetable; ``None``: it meets none."""
    if departure is None:
        return None
    from corridors.routing.simulate.riding import scheduled_time

    return scheduled_time(question, way, departure)


def _waits(
    question: Question,
    way: Way,
    waits_h: Mapping[int, float],
    scheduled: ScheduledTime | None,
) -> dict[int, tuple[float, float, float]]:
    """Return the wait before each arc: expected, median and 90th percentile, drawn if it can be."""
    found = {arc: (wait, wait, wait) for arc, wait in waits_h.items()}
    if scheduled is not None:
        table = timetable_of(question.network)
        met = [arc for arc in way.arcs if table.meets(arc)]
        drawn = zip(met, scheduled.waits_h, strict=True)
        found |= {arc: (waits_h[arc], *spread) for arc, spread in drawn if arc in waits_h}
    return found


def _hours_of(parts: Sequence[Sequence[Leg]], way: Way) -> list[list[float]]:
    """Return the hours of the legs of each door and arc of a way that is drawn."""
    first, last = int(way.start.is_free), len(parts) - int(way.end.is_free)
    return [[leg.h for leg in part] for part in parts[first:last]]


def legs_of(plan: Plan, arcs: Iterable[int]) -> list[Leg]:
    """Return the legs of some arcs, those without cost left out."""
    writer = _LegWriter(plan)
    return [leg for arc in arcs if (leg := writer.leg(arc)) is not None]


def nothing_but(field: str, value: float) -> dict[str, Any]:
    """Return the fields of a leg that criteria add up, all 0 but one."""
    return {**dict.fromkeys(_SUMMED, 0), field: value}


#: A network keeps the legs of the arcs that were asked for, of so many shipments.
_SHIPMENTS = 4


def _legs(net: Network, shipment: Shipment) -> dict[int, Leg | None]:
    del net, shipment
    return {}


def _fixed(net: Network) -> dict[int, dict[str, Any] | None]:
    del net
    return {}


_COLUMNS = ("kind", "vehicle", "from_place", "to_place", "link")


class _LegWriter:
    """Writes the leg of each arc."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.net = plan.network
        self.graph = plan.graph
        self.arcs = self.graph.arcs
        self.columns = [self.arcs[name] for name in _COLUMNS]
        self.nodes = self.net.table("nodes")
        self.known = self.net.once(_legs, plan.shipment, most=_SHIPMENTS)
        self.fixed = self.net.once(_fixed)

    def legs(self, arc: int, waits: Mapping[int, tuple[float, float, float]]) -> list[Leg]:
        """Return the leg of an arc, after a leg for the wait before it."""
        leg, wait = self.leg(arc), waits.get(arc)
        if leg is None or wait is None:
            return [] if leg is None else [leg]
        h, h_p50, h_p90 = wait
        if leg.kind == LEG_KINDS[WAITING]:
            return [replace(leg, h=h, h_p50=h_p50, h_p90=h_p90)]
        before = replace(
            leg, kind=LEG_KINDS[WAITING], name=f"{leg.name}: waiting for opening",
            from_node=leg.to_node, country=leg.country.split(">")[0], h_p50=h_p50, h_p90=h_p90,
            h_moving=0.0, **nothing_but("h", h),
        )  # fmt: skip
        return [before, leg]

    def leg(self, arc: int) -> Leg | None:
        """Return the leg of an arc, or nothing for an arc without cost (a domestic quay)."""
        if arc not in self.known:
            self.known[arc] = self._leg(arc)
        return self.known[arc]

    def _leg(self, arc: int) -> Leg | None:
        if arc not in self.fixed:
            self.fixed[arc] = self._fixed(arc)
        fixed = self.fixed[arc]
        if fixed is None:
            return None
        measures = self._measures(self.plan.costs[arc].tolist())
        moving = measures["h"] * float(self.arcs["moving"][arc])
        return Leg(**fixed, **measures, h_moving=moving)

    def _fixed(self, arc: int) -> dict[str, Any] | None:
        """Return what a leg has whatever is shipped; nothing of an arc without cost."""
        money, hours = self.graph.refs[arc]
        if not money[0]:
            return None
        kind, vehicle_class, a, b, link = (int(column[arc]) for column in self.columns)
        vehicle = self.plan.graph.vehicles[vehicle_class]
        source, basis = self._source(money, "price_")
        hours_source, hours_basis = self._source(hours)
        return {
            "kind": LEG_KINDS[kind],
            "mode": mode_of(vehicle),
            "vehicle": vehicle,
            "from_node": str(self.nodes["node_id"][a]),
            "to_node": str(self.nodes["node_id"][b]),
            "name": self._name(arc, kind, a, b),
            "country": self._country(kind, vehicle, a, b),
            "link_id": self.graph.link_ids[link] if link >= 0 else "",
            "h_p50": float(self.arcs["h50"][arc]),
            "h_p90": float(self.arcs["h90"][arc]),
            "source_id": source,
            "basis": basis,
            "hours_source_id": hours_source,
            "hours_basis": hours_basis,
            "price_row": _row_name(self.net, money),
            "hours_row": _row_name(self.net, hours),
        }

    def access(self, door: Door, label: str, *, outward: bool, direct: bool) -> list[Leg]:
        """Return the legs of a truck between a position and a place: loading and driving."""
        drives = bool(door.entry.access_km)
        if not drives and not direct:
            return []
        name = str(self.nodes["name"][self.nodes.index("node_id")[door.entry.node_id]])
        legs = []
        if drives:
            names = (label, name) if outward else (name, label)
            nodes = ("", door.entry.node_id) if outward else (door.entry.node_id, "")
            legs.append(self.drive(door, *names, nodes=nodes))
        handled = self.leg(door.handling) if door.handling >= 0 else None
        if handled is not None:
            what = "Loading" if outward else "Unloading"
            legs.append(
                replace(handled, name=f"{what} at {label} (road)", from_node="", to_node="")
            )
        return legs[::-1] if outward else legs

    def drive(
        self, door: Door, start: str, end: str, *, nodes: tuple[str, str] = ("", ""),
        km: float | None = None,
    ) -> Leg:  # fmt: skip
        """Return the leg of driving between a position and a place, or another position."""
        costs = self.plan.access_costs(door.entry, km)
        measures = self._measures(costs.tolist())
        h_p50, h_p90 = self.plan.access_hours(door.entry, km)
        return Leg(
            kind="access",
            mode="access",
            vehicle="road",
            from_node=nodes[0],
            to_node=nodes[1],
            name=f"{start} - {end}",
            country=door.entry.country,
            link_id="",
            **measures,
            h_p50=h_p50,
            h_p90=h_p90,
            h_moving=measures["h"] * self.plan.access_moving(door.entry),
            source_id=_ASSUMED,
            basis="assumed",
            hours_source_id=_ASSUMED,
            hours_basis="assumed",
        )

    def _measures(self, costs: list[float]) -> dict[str, Any]:
        """Return the fields of a leg that criteria add up."""
        found: dict[str, Any] = dict(zip(_SUMMED, costs, strict=True))
        found["transits"] = int(found["transits"])
        return found

    def _source(self, ref: tuple[str, int], of: str = "") -> tuple[str, str]:
        """Return source and basis of a row: those ``of`` its price, where they are its own."""
        name, row = ref
        if row < 0:
            return _ASSUMED, "assumed"
        return source_of(self.net.table(name), row, of)

    def _country(self, kind: int, vehicle: str, a: int, b: int) -> str:
        home, away = str(self.nodes["country"][a]), str(self.nodes["country"][b])
        if kind == LINE_HAUL and is_ship(vehicle) and home != away:
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
            ends = (_beyond(row["mode"], str(row[c])) for c in ("from_country", "to_country"))
            return f"{row['name']} ({' to '.join(ends)})"
        if row["from_class"] == "origin":
            return f"Loading at {place} ({row['to_class']})"
        if row["to_class"] == "destination":
            regas = " and regasification" if row["from_class"] == "lng" else ""
            return f"Unloading{regas} at {place} ({row['from_class']})"
        if rolls_aboard(str(row["from_class"]), str(row["to_class"])):
            aboard = mode_of(str(row["to_class"])) == "ferry"
            return (
                f"Wagon rolls {'aboard' if aboard else 'ashore'} at {place} ({row['from_class']})"
            )
        if row["from_class"] == row["to_class"] and not is_ship(row["to_class"]):
            return f"Reloading at {place} (from one {row['to_class']} vehicle to another)"
        what = "Break of gauge" if kind == GAUGE_BREAK else "Transshipment"
        what = "Liquefaction" if row["to_class"] == "lng" else what
        return f"{what} at {place} ({row['from_class']} to {row['to_class']})"


def _beyond(mode: str, country: str) -> str:
    """Return a side of a border as its leg names it: beyond a port lies the sea, for ships."""
    return country if country != "*" else "abroad" if mode == "air" else "sea"


def _row_name(net: Network, ref: tuple[str, int]) -> str:
    """Return what one of the rows of a table is called; ``""`` for none (-1)."""
    name, row = ref
    return row_name(net.table(name), row) if row >= 0 else ""


def crossing_row(net: Network, leg: Leg) -> int:
    """Return the row of a border's leg in the table of crossings; -1: it has none.

    Parameters
    ----------
    net
        The network of the leg.
    leg
        A leg of kind ``border``.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> trip = co.route(net, "Karachi", "Istanbul", modes=["rail"], irregular=True)
    >>> leg = next(leg for leg in trip.steps if leg.kind == "border")
    >>> str(net.table("border_crossings")["bcp_id"][crossing_row(net, leg)])
    'ir-pk-taftan'
    """
    table = net.table("border_crossings")
    index = table.index("bcp_id", "mode", "from_country", "to_country")
    left, _, entered = leg.country.partition(">")
    if entered:
        bcp = str(net.table("links")["bcp_id"][net.link_row(leg.link_id)]) if leg.link_id else ""
        return int(index.get((bcp, leg.mode, left, entered), -1))
    out = leg.name.endswith(f"to {_beyond(leg.mode, '*')})")
    sides = (left, "*") if out else ("*", left)
    return int(index.get((leg.to_node, leg.mode, *sides), -1))
