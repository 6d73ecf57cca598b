"""The random inputs of a question: hours of each arc, prices of each mode and country."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import COST
from corridors.graph.spread import Z90, correlations_of, factor_of, run_of, sigma_of
from corridors.graph.stategraph import LINE_HAUL, WAITING, StateGraph
from corridors.vocabulary import LEG_KINDS, VEHICLE_CLASSES, mode_of

if TYPE_CHECKING:
    from corridors.engines.draws import Columns
    from corridors.routing.doors import Door
    from corridors.routing.question import Question

#: The number of the direct way among a question's arcs; ``-1 - k`` is its door ``k``.
DIRECT = -1_000_000


@dataclass(frozen=True)
class Inputs:
    """One value an arc: medians, spreads, and the names by which draws are keyed.

    ``common`` is the part of the deviation of an arc's hours that it shares with all of its
    ``factor``. ``label`` groups arcs for the tornado: each border, break of gauge, terminal and
    wait by itself, line-haul by mode and country.
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
        what = mode_of(VEHICLE_CLASSES[vehicle])
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
    waits_h: Mapping[int, float] | None = None,
) -> Inputs:  # fmt: skip
    """Return the inputs of arcs; ``-1 - k`` is the question's door ``k``.

    Doors are counted from the starts on, then the ends; what a door takes is one input.
    ``waits_h`` are certain hours before arcs: for a service in place of its wait, before what
    opens at hours as an input of its own.
    """
    doors = [_door(question, door) for door in (*question.starts, *question.ends)]
    rows: list[_Row] = []
    for n in numbers:
        if n >= 0:
            rows += _arc(question, n, (waits_h or {}).get(n))
        else:
            rows.append(_direct(question) if n == DIRECT else doors[-1 - n])
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
    )


def _arc(question: Question, number: int, wait_h: float | None) -> list[_Row]:
    """Return median and p90 of the hours, USD and the names of an arc, after its certain wait."""
    graph = question.plan.graph
    name, usd = arc_names(graph)[number], float(question.plan.costs[number, COST])
    drawn = (float(graph.arcs["h50"][number]), float(graph.arcs["h90"][number]), usd, name)
    if wait_h is None:
        return [drawn]
    if graph.arcs["kind"][number] == WAITING:
        return [(wait_h, wait_h, usd, name)]
    before = replace(name, label=f"{LEG_KINDS[WAITING]} for opening: {name.label}")
    return [(wait_h, wait_h, 0.0, before), drawn]


def _numbered(words: Iterable[str]) -> tuple[list[str], np.ndarray]:
    """Return the different words, and the place of each in them."""
    place: dict[str, int] = {}
    at = [place.setdefault(word, len(place)) for word in words]
    return list(place), np.array(at, np.int64)


def _door(question: Question, door: Door) -> tuple[float, float, float, ArcNames]:
    """Return median and p90 of the hours, USD and the names of what a door takes."""
    middle, high = question.plan.access_hours(door.entry)
    if door.handling >= 0:
        arcs = question.plan.graph.arcs
        middle += float(arcs["h50"][door.handling])
        high += float(arcs["h90"][door.handling])
    return middle, high, float(door.costs[COST]), _access(f"access to {door.entry.node_id}")


def _access(label: str) -> ArcNames:
    return ArcNames(run_of("access", "", ""), label, factor_of("access", ""), label)


def _direct(question: Question) -> tuple[float, float, float, ArcNames]:
    way = question.way(())
    hours = [question.plan.access_hours(way.start.entry, way.direct_km)]
    hours += [_door(question, door)[:2] for door in (way.start, way.end)]
    middle, high = (sum(column) for column in zip(*hours, strict=True))
    usd = float(question.costs_of(way)[COST])
    return middle, high, usd, _access(f"access to {question.destination.label}")
