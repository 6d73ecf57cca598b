"""When goods go on: departures of services, openings of crossings and links, and the best way.

Waiting is never forbidden and what starts later never ends earlier, so the earliest arrival at
every place is all that matters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import TIME
from corridors.graph.compiled import compiled
from corridors.graph.gates import gate_bits
from corridors.graph.stategraph import BORDER, LINE_HAUL, WAITING
from corridors.network.countries import utc_offset_h
from corridors.network.opening import ALWAYS, Departures, Opening, hour_of, read_opening

if TYPE_CHECKING:
    from corridors.graph.gates import Gate
    from corridors.graph.stategraph import StateGraph
    from corridors.network.network import Network
    from corridors.routing.doors import Way
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.question import Question

_WEEK_H = 168.0


@dataclass(frozen=True)
class Timetable:
    """For each arc that has one: hours between departures, or when it is open.

    A service whose days are not known has none: how long its goods wait is no more known than
    without a departure.
    """

    headway_h: Mapping[int, float]
    opening: Mapping[int, Opening]

    def start(self, arc: int, hour: float) -> float:
        """Return when goods that are at an arc at some hour are taken."""
        if arc in self.headway_h:
            gap = self.headway_h[arc]
            return float(np.ceil(hour / gap - 1e-9)) * gap
        opening = self.opening.get(arc)
        return opening.next(hour) if opening else hour

    def meets(self, arc: int) -> Opening | Departures | None:
        """Return what goods wait for before an arc, or nothing."""
        gap = self.headway_h.get(arc)
        return self.opening.get(arc) if gap is None else Departures(gap)


def timetable_of(net: Network) -> Timetable:
    """Return the timetable of a network."""
    return net.once(_timetable)


def _timetable(net: Network) -> Timetable:
    graph = compiled(net)
    services = net.table("services")
    rows = {
        arc: graph.refs[arc][1][1] for arc in np.flatnonzero(graph.arcs["kind"] == WAITING).tolist()
    }
    headway = {
        arc: _WEEK_H / services["departures_per_week"][row]
        for arc, row in rows.items()
        if services["timetable"][row] == "even"
    }
    return Timetable(headway, _openings(net))


def _openings(net: Network) -> dict[int, Opening]:
    """Return when the arcs that are not always open take goods."""
    graph, found = compiled(net), {}
    crossings, links, nodes = (net.table(t) for t in ("border_crossings", "links", "nodes"))
    kind, link, place = (graph.arcs[c] for c in ("kind", "link", "from_place"))
    closed = closed_days(net)
    for arc in np.flatnonzero(kind == BORDER).tolist():
        name, row = graph.refs[arc][1]
        if name != "border_crossings" or row < 0:
            continue
        hours, season = (str(crossings[c][row]) for c in ("opening_hours", "season"))
        shut = closed.get((str(crossings["bcp_id"][row]), str(crossings["mode"][row])), ())
        if hours not in ALWAYS or season or shut:
            home, away = crossings["from_country"][row], crossings["to_country"][row]
            opening = _opening(hours, season, home if home != "*" else away)
            found[arc] = replace(opening, closed=tuple((one.first, one.last) for one in shut))
    seasons = {row: str(text) for row, text in enumerate(links["season"]) if text}
    rows = [net.link_row(graph.link_ids[number]) for number in range(len(graph.link_ids))]
    for arc in np.flatnonzero((kind == LINE_HAUL) & (link >= 0)).tolist() if seasons else ():
        row = rows[link[arc]]
        if row in seasons:
            found[arc] = _opening("", seasons[row], nodes["country"][place[arc]])
    return found


@dataclass(frozen=True)
class ClosedDays:
    """Days on which a crossing takes no goods besides its days of rest: a holiday, and by whom."""

    first: date
    last: date
    reason: str
    source_id: str


def closed_days(net: Network) -> Mapping[tuple[str, str], tuple[ClosedDays, ...]]:
    """Return the days on which each crossing is closed, by its id and mode."""
    return net.once(_closed_days)


def _closed_days(net: Network) -> Mapping[tuple[str, str], tuple[ClosedDays, ...]]:
    found: dict[tuple[str, str], tuple[ClosedDays, ...]] = {}
    for row in net.table("closed_days"):
        days = ClosedDays(
            date.fromisoformat(str(row["from"])),
            date.fromisoformat(str(row["to"])),
            str(row["reason"]),
            str(row["source_id"]),
        )
        place = str(row["bcp_id"]), str(row["mode"])
        found[place] = (*found.get(place, ()), days)
    return found


def _opening(hours: str, season: str, country: str) -> Opening:
    return read_opening(hours, season, utc_offset_h(country))


@dataclass(frozen=True)
class ScheduledWay:
    """A way of arcs with the hours waited before each of them."""

    value: float
    arcs: tuple[int, ...]
    waits_h: tuple[float, ...]


def scheduled_way(question: Question, departure: datetime) -> ScheduledWay | None:
    """Return the best lawful way that leaves at a moment, waits included.

    Exact: a label is (what does not depend on time, hour, countries entered), and one
    dominates another that is neither cheaper nor earlier and may go nowhere else.
    """
    if question.refused_drive:
        return None
    found = [_best(question, gates, hour_of(departure)) for gates in question.orders]
    ways = [way for way in found if way is not None]
    if question.direct is not None:
        ways.append(ScheduledWay(question.direct.cost, (), ()))
    return min(ways, key=lambda way: way.value, default=None)


def _best(question: Question, gates: Sequence[Gate], leave: float) -> ScheduledWay | None:
    from corridors.engines.plain import Search

    search = _Search(question, gates, timetable_of(question.network))
    problem = question.weighted_problem(gates, free_waiting=True)
    onward = Search(
        problem.first_out, problem.head, problem.cost[:, 0], problem.gate_bits, problem.gates
    )
    search.bound = onward.bound(problem.end)
    search.size = problem.size
    return search.run(leave)


def _structure(graph: StateGraph) -> tuple[list[int], list[int], list[int]]:
    """Return where the arcs of each vertex begin, where they lead, and the territories."""
    return graph.first_out.tolist(), graph.arcs["head"].tolist(), graph.once_only.tolist()


def _hours(net: Network) -> list[float]:
    found: list[float] = compiled(net).arcs["h"].tolist()
    return found


class _Search:
    """Labels in order of value; all arcs of the state graph by number."""

    bound: np.ndarray
    size: int

    def __init__(self, question: Question, gates: Sequence[Gate], table: Timetable) -> None:
        plan, graph = question.plan, question.plan.graph
        self.question, self.table, self.gates = question, table, len(gates)
        self.bits = gate_bits(gates, len(plan.weights)).tolist() if gates else ()
        self.first_out, self.head, self.country = graph.once(_structure)
        self.hour_weight = float(plan.coefficient[TIME])
        self.hours = plan.network.once(_hours)
        rest = plan.weights - self.hour_weight * plan.costs[:, TIME]
        if not np.delete(plan.coefficient, TIME).any():
            rest = np.where(np.isfinite(plan.weights), 0.0, np.inf)  # time alone: no ties by cost
        rest[question.refused] = np.inf
        self.rest = rest.tolist()
        self.labels: list[tuple] = []
        self.kept: dict[int, list[int]] = {}
        self.queue: list[tuple[float, int, int]] = []

    def run(self, leave: float) -> ScheduledWay | None:
        """Return the best way that leaves at an hour."""
        question = self.question
        static = np.delete(question.plan.coefficient, TIME)
        for door in question.starts:
            land = self.country[door.vertex]
            rest = float(np.delete(door.costs, TIME) @ static)
            mask = 0 if land < 0 else 1 << land
            self._add(rest, leave + door.costs[TIME], door.vertex, mask, land, -1, -1, 0.0)
        extra = {
            self.gates * self.size + door.vertex: question.weight_of(door) for door in question.ends
        }
        best, last = np.inf, -1
        while self.queue:
            key, _, label = heappop(self.queue)
            if key - self.hour_weight * leave >= best:
                break
            rest, hour, state = self.labels[label][:3]
            if state in extra:
                value = rest + self.hour_weight * (hour - leave) + extra[state]
                if value < best:
                    best, last = value, label
            self._expand(label)
        return self._way(best, last) if last >= 0 else None

    def _expand(self, label: int) -> None:
        rest, hour, state, seen, land = self.labels[label][:5]
        layer, vertex = divmod(state, self.size)
        for arc in range(self.first_out[vertex], self.first_out[vertex + 1]):
            if self.rest[arc] == np.inf:
                continue
            up = layer + 1 if layer < self.gates and self.bits[arc] >> layer & 1 else layer
            here, mask, now = self.country[self.head[arc]], seen, land
            if here >= 0 and here != now:
                if mask >> here & 1:
                    continue
                mask, now = mask | 1 << here, here
            start = self.table.start(arc, hour)
            ride = 0.0 if arc in self.table.headway_h else self.hours[arc]
            other = up * self.size + self.head[arc]
            self._add(
                rest + self.rest[arc], start + ride, other, mask, now, arc, label, start - hour
            )

    def _add(self, rest: float, hour: float, state: int, mask: int, land: int, arc: int,
             before: int, wait: float) -> None:  # fmt: skip
        if self.bound[state] == np.inf:
            return
        front = self.kept.setdefault(state, [])
        for known in front:
            r, h, _, m, n = self.labels[known][:5]
            if r <= rest and (h <= hour or not self.hour_weight) and n == land and m & ~mask == 0:
                return
        self.labels.append((rest, hour, state, mask, land, arc, before, wait))
        label = len(self.labels) - 1
        front.append(label)
        key = rest + self.hour_weight * hour + self.bound[state]
        heappush(self.queue, (key, state, label))

    def _way(self, value: float, label: int) -> ScheduledWay:
        arcs, waits = [], []
        while self.labels[label][6] >= 0:
            arcs.append(self.labels[label][5])
            waits.append(self.labels[label][7])
            label = self.labels[label][6]
        return ScheduledWay(value, tuple(arcs[::-1]), tuple(waits[::-1]))


def timed(question: Question, way: Way, departure: datetime) -> ScheduledWay:
    """Return a way that was found with expected waits, with its waits from a departure on."""
    plan, table = question.plan, timetable_of(question.network)
    hour, waits = hour_of(departure) + float(way.start.costs[TIME]), []
    for arc in way.arcs:
        start = table.start(arc, hour)
        waits.append(start - hour)
        hour = start + (0.0 if arc in table.headway_h else float(plan.costs[arc, TIME]))
    return ScheduledWay(way.cost, way.arcs, tuple(waits))


def leaving(question: Question) -> tuple[Way | None, Itinerary | None]:
    """Return the best way at the question's departure and its itinerary; ``None`` twice: none."""
    departure = question.conditions.departure
    found = None if departure is None else scheduled_way(question, departure)
    if found is None or departure is None:
        return None, None
    return question.way(found.arcs), itinerary_of_schedule(question, found, departure)


def later_by(question: Question, found: ScheduledWay) -> dict[int, float]:
    """Return by how many hours arcs take longer than at any time, because of the timetable.

    For a service that is its wait less the one expected, for what opens at hours the wait.
    """
    expected, headway = question.plan.costs[:, TIME], timetable_of(question.network).headway_h
    waits = waits_of(question, found)
    return {arc: wait - float(expected[arc]) * (arc in headway) for arc, wait in waits.items()}


def itinerary_of_schedule(
    question: Question, found: ScheduledWay, departure: datetime
) -> Itinerary:
    """Return the itinerary of a scheduled way."""
    waits = waits_of(question, found)
    return question.itinerary(found.arcs, departure=departure, waits_h=waits)


def waits_of(question: Question, found: ScheduledWay) -> dict[int, float]:
    """Return the hours waited before the arcs of a scheduled way that are waited for."""
    headway = timetable_of(question.network).headway_h
    pairs = zip(found.arcs, found.waits_h, strict=True)
    return {arc: wait for arc, wait in pairs if wait > 0 or arc in headway}
