"""The random inputs of a question: hours of each arc, prices of each mode and country."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.criteria import COST, TIME
from corridors.graph.stategraph import LINE_HAUL, StateGraph
from corridors.routing.plan import ACCESS_P90_RATIO
from corridors.routing.reliability import Z90
from corridors.vocabulary import LEG_KINDS, VEHICLE_CLASSES, mode_of

if TYPE_CHECKING:
    from corridors.routing.doors import Door
    from corridors.routing.question import Question

#: The number of the direct way among a question's arcs; ``-1 - k`` is its door ``k``.
DIRECT = -1_000_000


@dataclass(frozen=True)
class Inputs:
    """One value an arc: medians, spreads, and the names by which draws are keyed.

    ``label`` groups arcs for the tornado: each border, break of gauge, terminal and wait by
    itself, line-haul by mode and country.
    """

    hours: np.ndarray
    sigma: np.ndarray
    key: np.ndarray
    usd: np.ndarray
    price: np.ndarray
    price_sigma: np.ndarray
    price_key: np.ndarray
    label: tuple[str, ...]


def sigma_of(p50: np.ndarray, p90: np.ndarray) -> np.ndarray:
    """Return the spread of lognormal values with the given median and 90th percentile."""
    safe = np.where(p50 > 0, p50, 1.0)
    return np.where(p50 > 0, np.log(np.maximum(p90, safe) / safe) / Z90, 0.0)


def stream_key(seed: int, name: str) -> int:
    """Return the 64-bit key of an input's draws."""
    digest = hashlib.blake2b(f"{seed}|{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def arc_names(graph: StateGraph) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return for each arc the name of its hours, of its price, and of its group."""
    return graph.once(_arc_names)


def _arc_names(graph: StateGraph) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    arcs, nodes = graph.arcs, graph.tables["nodes"]
    names, countries, ids = nodes["name"], nodes["country"], graph.link_ids
    hours, prices, labels = [], [], []
    columns = ("tail", "head", "kind", "link", "from_place", "to_place", "vehicle")
    rows = zip(*(arcs[c].tolist() for c in columns), strict=True)
    for tail, head, kind, link, a, b, vehicle in rows:
        ends = "/".join((*graph.vertices[tail], *graph.vertices[head]))
        name = f"{LEG_KINDS[kind]}|{ids[link] if link >= 0 else ''}|{ends}"
        hours.append(name)
        what = mode_of(VEHICLE_CLASSES[vehicle])
        if kind == LINE_HAUL:
            group = f"line-haul by {what}, {countries[a]}"
            if countries[a] != countries[b]:
                group = f"line-haul by {what}, {names[a]} - {names[b]}"
            prices.append(group)
        else:
            group = f"{LEG_KINDS[kind]} at {names[a]} ({what})"
            prices.append(name)
        labels.append(group)
    return tuple(hours), tuple(prices), tuple(labels)


def inputs_of(
    question: Question, numbers: Sequence[int], seed: int, cost_p90_ratio: float
) -> Inputs:
    """Return the inputs of arcs; ``-1 - k`` is the question's door ``k``.

    Doors are counted from the starts on, then the ends; what a door takes is one input.
    """
    plan = question.plan
    hour_names, price_names, labels = arc_names(plan.graph)
    doors = [_door(question, door) for door in (*question.starts, *question.ends)]
    table = plan.graph.arcs
    hours, high, usd, names, prices, groups = [], [], [], [], [], []
    for n in numbers:
        if n >= 0:
            hours.append(plan.costs[n, TIME])
            high.append(table["h90"][n])
            usd.append(plan.costs[n, COST])
            names.append(hour_names[n])
            prices.append(price_names[n])
            groups.append(labels[n])
        else:
            h, h90, price, name = _direct(question) if n == DIRECT else doors[-1 - n]
            hours.append(h)
            high.append(h90)
            usd.append(price)
            for column in (names, prices, groups):
                column.append(name)
    price_list = list(dict.fromkeys(prices))
    place = {name: k for k, name in enumerate(price_list)}
    spread = math.log(cost_p90_ratio) / Z90
    return Inputs(
        hours=np.array(hours, float),
        sigma=sigma_of(np.array(hours, float), np.array(high, float)),
        key=np.array([stream_key(seed, f"h|{name}") for name in names], np.uint64),
        usd=np.array(usd, float),
        price=np.array([place[name] for name in prices], np.int64),
        price_sigma=np.full(len(price_list), spread),
        price_key=np.array([stream_key(seed, f"usd|{name}") for name in price_list], np.uint64),
        label=tuple(groups),
    )


def _door(question: Question, door: Door) -> tuple[float, float, float, str]:
    """Return hours, their p90, USD and the name of what a door takes."""
    driving = float(question.plan.access_costs(door.entry)[TIME])
    high = float(door.costs[TIME]) + (ACCESS_P90_RATIO - 1) * driving
    if door.handling >= 0:
        arcs = question.plan.graph.arcs
        high += float(arcs["h90"][door.handling] - arcs["h50"][door.handling])
    name = f"access to {door.entry.node_id}"
    return float(door.costs[TIME]), high, float(door.costs[COST]), name


def _direct(question: Question) -> tuple[float, float, float, str]:
    way = question.way(())
    costs = question.costs_of(way)
    driving = float(question.plan.access_costs(way.start.entry, way.direct_km)[TIME])
    high = sum(_door(question, door)[1] for door in (way.start, way.end))
    return (
        float(costs[TIME]), high + ACCESS_P90_RATIO * driving, float(costs[COST]),
        f"access to {question.destination.label}",
    )  # fmt: skip
