"""The random inputs of a question: hours of each arc, prices of each mode and country."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.stategraph import LINE_HAUL
from corridors.routing.ledger import access_costs
from corridors.routing.reliability import Z90
from corridors.vocabulary import CRITERIA, LEG_KINDS, VEHICLE_CLASSES, mode_of

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.places import Entry
    from corridors.routing.question import Question

#: p90 over p50 of an access leg's hours, as in the ledger.
ACCESS_P90_RATIO = 1.5
_COST, _TIME = CRITERIA.index("cost"), CRITERIA.index("time")


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


def arc_names(net: Network) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return for each arc the name of its hours, of its price, and of its group."""
    known = net.recall("arc names")
    if known is not None:
        return known
    graph, arcs = net.state_graph, net.state_graph.arcs
    nodes = net.table("nodes")
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
    found = (tuple(hours), tuple(prices), tuple(labels))
    net.remember("arc names", found)
    return found


def inputs_of(
    question: Question, numbers: Sequence[int], seed: int, cost_p90_ratio: float
) -> Inputs:
    """Return the inputs of arcs; ``-1 - k`` is the access leg of the question's entry ``k``.

    Entries are counted from the starts on, then the ends.
    """
    net, plan = question.plan.network, question.plan
    hour_names, price_names, labels = arc_names(net)
    entries = (*question.starts, *question.ends)
    access = [_access(question, entry) for entry in entries]
    table = net.state_graph.arcs
    hours, high, usd, names, prices, groups = [], [], [], [], [], []
    for n in numbers:
        if n >= 0:
            hours.append(plan.costs[n, _TIME])
            high.append(table["h90"][n])
            usd.append(plan.costs[n, _COST])
            names.append(hour_names[n])
            prices.append(price_names[n])
            groups.append(labels[n])
        else:
            costs, name = access[-1 - n]
            hours.append(costs[_TIME])
            high.append(costs[_TIME] * ACCESS_P90_RATIO)
            usd.append(costs[_COST])
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


def _access(question: Question, entry: Entry) -> tuple[np.ndarray, str]:
    name = f"access to {entry.node_id}"
    if entry.access_km == 0:
        return np.zeros(len(CRITERIA)), name
    return access_costs(question.plan.network, entry, question.plan.shipment), name
