"""The random inputs of a question: hours of each arc, prices of each mode and country."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import COST
from corridors.graph.spread import Z90, correlations_of, factor_of, late_together, run_of, sigma_of
from corridors.graph.stategraph import LINE_HAUL, WAITING, StateGraph
from corridors.network.opening import Departures, Opening, hour_of
from corridors.routing.departures import timetable_of
from corridors.vocabulary import LEG_KINDS, mode_of

if TYPE_CHECKING:
    from datetime import datetime

    from corridors.engines.draws import Columns
    from corridors.routing.doors import Door, Way
    from corridors.routing.question import Question

#: The number of the direct way among a question's arcs; ``-1 - k`` is its door ``k``.
DIRECT = -1_000_000


@dataclass(frozen=True)
class Inputs:
    """One value an arc: medians, spreads, and the names by which draws are keyed.

    ``common`` is the part of the deviation of an arc's hours that it shares with all of its
    ``factor``. ``label`` groups arcs for the tornado: each border, break of gauge, terminal and
    wait by itself, line-haul by mode and country. With a departure, ``meets`` is what an input
    waits for, if it is a wait, and ``leave_h`` the hour of departure; inputs are then in the order
    of the way.
    """

    hours: np.ndarray
    sigma: np.ndarray
    key: np.ndarray
    common: np.ndarray
    factor: np.ndarray
    factor_key: np.ndarray
    usd: np.ndarray
    price: np.ndarray
    price_sigma: np.ndarray
    price_key: np.ndarray
    label: tuple[str, ...]
    meets: tuple[Opening | Departures | None, ...] = ()
    leave_h: float = 0.0

    @property
    def times(self) -> Columns:
        """What hours are drawn from."""
        shared = self.factor_key[self.factor]
        return self.hours, self.sigma, self.key, self.common, shared

    @property
    def payments(self) -> Columns:
        """What USD are drawn from; prices have no factor in common."""
        key = self.price_key[self.price]
        return self.usd, self.price_sigma[self.price], key, np.zeros(len(key)), key


#: Median and 90th percentile of hours, USD, and names.
_Row = tuple[float, float, float, "ArcNames"]
_Meets = Opening | Departures | None


@lru_cache(maxsize=32_768)
def stream_key(seed: int, name: str) -> int:
    """Return the 64-bit key of an input's draws."""
    digest = hashlib.blake2b(f"{seed}|{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


@dataclass(frozen=True, slots=True)
class ArcNames:
    """Names of one arc: of its hours, its price, its factor, and its group in the tornado.

    Arcs that have the same name of hours are late together.
    """

    hours: str
    price: str
    factor: str
    label: str


def arc_names(graph: StateGraph) -> tuple[ArcNames, ...]:
    """Return the names of each arc."""
    return graph.once(_arc_names)


def _arc_names(graph: StateGraph) -> tuple[ArcNames, ...]:
    arcs, nodes = graph.arcs, graph.tables["nodes"]
    names, countries, ids = nodes["name"], nodes["country"], graph.link_ids
    found = []
    columns = ("tail", "head", "kind", "link", "from_place", "to_place", "vehicle")
    rows = zip(*(arcs[c].tolist() for c in columns), strict=True)
    for tail, head, kind, link, a, b, vehicle in rows:
        ends = "/".join((*graph.vertices[tail], *graph.vertices[head]))
        name = f"{LEG_KINDS[kind]}|{ids[link] if link >= 0 else ''}|{ends}"
        what = mode_of(graph.vehicles[vehicle])
        if kind == LINE_HAUL:
            where = countries[a] if countries[a] == countries[b] else f"{names[a]} - {names[b]}"
            label = price = f"line-haul by {what}, {where}"
        else:
            label, price = f"{LEG_KINDS[kind]} at {names[a]} ({what})", name
        run = run_of(LEG_KINDS[kind], what, str(countries[a]))
        found.append(ArcNames(run or name, price, factor_of(LEG_KINDS[kind], what), label))
    return tuple(found)


def inputs_of(
    question: Question, numbers: Sequence[int], seed: int, cost_p90_ratio: float,
    departure: datetime | None = None,
) -> Inputs:  # fmt: skip
    """Return the inputs of arcs; ``-1 - k`` is the question's door ``k``.

    Doors are counted from the starts on, then the ends; what a door takes is one input. With a
    departure, the wait for a service is that of its timetable, and before what opens at hours
    there is an input of its own.
    """
    rows, meets = _rows(question, numbers, departure)
    hours, high, usd = (np.array([row[k] for row in rows], float) for k in range(3))
    named = [row[3] for row in rows]
    prices, price = _numbered(name.price for name in named)
    factors, factor = _numbered(name.factor for name in named)
    shared = correlations_of(question.network)
    together = np.array([math.sqrt(shared.get(word, 0.0)) for word in factors])

    def keys(kind: str, words: Iterable[str]) -> np.ndarray:
        return np.array([stream_key(seed, f"{kind}|{word}") for word in words], np.uint64)

    return Inputs(
        hours=hours,
        sigma=sigma_of(hours, high),
        key=keys("h", (name.hours for name in named)),
        common=together[factor],
        factor=factor,
        factor_key=keys("factor", factors),
        usd=usd,
        price=price,
        price_sigma=np.full(len(prices), math.log(cost_p90_ratio) / Z90),
        price_key=keys("usd", prices),
        label=tuple(name.label for name in named),
        meets=tuple(meets) if any(meets) else (),
        leave_h=0.0 if departure is None else hour_of(departure),
    )


def _rows(
    question: Question, numbers: Sequence[int], departure: datetime | None
) -> tuple[list[_Row], list[_Meets]]:
    """Return hours, USD and names of each input, and what it waits for."""
    doors = (*question.starts, *question.ends)
    table = None if departure is None else timetable_of(question.network)
    rows: list[_Row] = []
    meets: list[_Meets] = []
    for n in numbers:
        if n >= 0:
            found = _arc(question, n)
        else:
            found = _direct(question) if n == DIRECT else _door(question, doors[-1 - n])
        met = table.meets(n) if table else None
        if isinstance(met, Opening):
            before = f"{LEG_KINDS[WAITING]} for opening: {found[3].label}"
            rows.append((0.0, 0.0, 0.0, replace(found[3], label=before)))
            meets.append(met)
        rows.append(found)
        meets.append(met if isinstance(met, Departures) else None)
    return rows, meets


def numbers_of(question: Question, way: Way) -> list[int]:
    """Return the numbers of what a way is made of, in order, its doors included."""
    if way.direct_km:
        return [DIRECT]
    start = -1 - question.starts.index(way.start)
    end = -1 - len(question.starts) - question.ends.index(way.end)
    numbers = [*([] if way.start.is_free else [start]), *way.arcs]
    return numbers + ([] if way.end.is_free else [end])


def _arc(question: Question, number: int) -> _Row:
    graph = question.plan.graph
    h50, h90 = (float(graph.arcs[column][number]) for column in ("h50", "h90"))
    return h50, h90, float(question.plan.costs[number, COST]), arc_names(graph)[number]


def _numbered(words: Iterable[str]) -> tuple[list[str], np.ndarray]:
    """Return the different words, and the place of each in them."""
    place: dict[str, int] = {}
    at = [place.setdefault(word, len(place)) for word in words]
    return list(place), np.array(at, np.int64)


def _door(question: Question, door: Door) -> tuple[float, float, float, ArcNames]:
    """Return median and p90 of the hours, USD and the names of what a door takes."""
    middle, high = late_together(_door_hours(question, door))
    return middle, high, float(door.costs[COST]), _access(f"access to {door.entry.node_id}")


def _door_hours(question: Question, door: Door) -> list[tuple[float, float]]:
    """Return median and p90 of the drive to a door, and of loading or unloading there."""
    hours = [question.plan.access_hours(door.entry)]
    if door.handling >= 0:
        h50, h90 = (question.plan.graph.arcs[name][door.handling] for name in ("h50", "h90"))
        hours.append((float(h50), float(h90)))
    return hours


def _access(label: str) -> ArcNames:
    return ArcNames(run_of("access", "", ""), label, factor_of("access", ""), label)


def _direct(question: Question) -> tuple[float, float, float, ArcNames]:
    way = question.way(())
    hours = [question.plan.access_hours(way.start.entry, way.direct_km)]
    for door in (way.start, way.end):
        hours += _door_hours(question, door)
    middle, high = late_together(hours)
    usd = float(question.costs_of(way)[COST])
    return middle, high, usd, _access(f"access to {question.destination.label}")
