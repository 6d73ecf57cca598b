"""The shortest way that never re-enters a country it has left.

Run only when the plain shortest way breaks that rule, which is rare: borders cost time and
money. An exact label search: a label is (cost, state, countries visited); one dominates
another at the same state if it costs no more and has visited no other country. Lower bounds
come from a reverse search without the rule, so that few labels are made.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np

#: More labels than this mean that something is wrong with the network.
MAX_LABELS = 400_000


def enters_twice(way: Sequence[int], tail: np.ndarray, head: np.ndarray, country: np.ndarray) -> bool:
    """Say whether a way of arcs enters a territory that it has left."""
    seen: set[int] = set()
    now = -1
    for arc in way:
        for vertex in (tail[arc], head[arc]):
            here = int(country[vertex])
            if here in (-1, now):
                continue
            if here in seen:
                return True
            seen.add(here)
            now = here
    return False


def simple_way(
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    country: np.ndarray,
    gates: int,
    seeds: Sequence[tuple[int, float]],
    goal: int,
) -> tuple[float, list[int]] | None:
    """Return cost and arcs of the best way that enters no territory twice, or ``None``."""
    first_out, head, weight, bits = (a.tolist() for a in arrays)
    territory = country.tolist()
    size = len(first_out) - 1
    end = gates * size + goal
    bound = _bounds(first_out, head, weight, bits, gates, end)
    labels: list[tuple[float, int, int, int, int]] = []  # cost, mask, now, arc, label before
    kept: dict[int, list[tuple[float, int]]] = {}
    queue: list[tuple[float, int, int]] = []

    def add(cost: float, state: int, mask: int, now: int, arc: int, before: int) -> None:
        if bound[state] == math.inf:
            return
        front = kept.setdefault(state, [])
        key = (now, mask)
        if any(c <= cost and n == now and (m & ~mask) == 0 for c, (n, m) in front):
            return
        front.append((cost, key))
        labels.append((cost, mask, now, arc, before))
        heappush(queue, (cost + bound[state], state, len(labels) - 1))

    for vertex, cost in seeds:
        now = territory[vertex]
        add(cost, vertex, 0 if now < 0 else 1 << now, now, -1, -1)
    while queue and len(labels) < MAX_LABELS:
        _, state, number = heappop(queue)
        cost, mask, now, _, _ = labels[number]
        if state == end:
            return cost, _unwind(labels, number)
        layer, vertex = divmod(state, size)
        for arc in range(first_out[vertex], first_out[vertex + 1]):
            if weight[arc] == math.inf:
                continue
            here = territory[head[arc]]
            entered = here >= 0 and here != now
            if entered and mask >> here & 1:
                continue
            up = layer + 1 if layer < gates and bits[arc] >> layer & 1 else layer
            add(
                cost + weight[arc],
                up * size + head[arc],
                mask | 1 << here if entered else mask,
                here if entered else now,
                arc,
                number,
            )
    return None


def _unwind(labels: list[tuple[float, int, int, int, int]], number: int) -> list[int]:
    arcs = []
    while labels[number][3] >= 0:
        arcs.append(labels[number][3])
        number = labels[number][4]
    return arcs[::-1]


def _bounds(first_out, head, weight, bits, gates: int, end: int) -> list[float]:
    """Return the least cost from each state to the end, without the rule."""
    size = len(first_out) - 1
    into: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for vertex in range(size):
        for arc in range(first_out[vertex], first_out[vertex + 1]):
            if weight[arc] < math.inf:
                into[head[arc]].append((vertex, arc))
    bound = [math.inf] * (size * (gates + 1))
    bound[end] = 0.0
    queue = [(0.0, end)]
    while queue:
        cost, state = heappop(queue)
        if cost > bound[state]:
            continue
        layer, vertex = divmod(state, size)
        for tail, arc in into[vertex]:
            for low in (layer, layer - 1):
                if low < 0:
                    continue
                passes = low < gates and bits[arc] >> low & 1
                if (low + 1 if passes else low) != layer:
                    continue
                new = cost + weight[arc]
                if new < bound[low * size + tail]:
                    bound[low * size + tail] = new
                    heappush(queue, (new, low * size + tail))
    return bound
