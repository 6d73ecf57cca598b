"""The shortest way that never re-enters a country it has left.

Run only when the plain shortest way breaks that rule, which is rare: borders cost time and
money. An exact label search: a label is (cost, state, country, countries visited); one
dominates another at the same state and country if it costs no more and has visited no other
country. Lower bounds come from a reverse search without the rule, so that labels are made
only where they can matter. The same code runs in plain Python and compiled by numba.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from heapq import heappop, heappush

import numpy as np

from corridors.engines import jit
from corridors.errors import CorridorsError

#: More labels than this mean that the network is not of the kind this search is made for.
MAX_LABELS = 20_000_000
#: So many territories fit into a compiled mask; plain Python's have no end.
_BITS = 63

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def enters_twice(
    way: Sequence[int], tail: np.ndarray, head: np.ndarray, country: np.ndarray
) -> bool:
    """Say whether a way of arcs enters a territory that it has left."""
    arcs = np.asarray(way, np.int64)
    passed = country[np.stack([tail[arcs], head[arcs]], axis=1).ravel()]
    land = passed[passed >= 0].tolist()
    entered = [here for before, here in zip([-1, *land], land, strict=False) if here != before]
    return len(set(entered)) < len(entered)


def close_returns(
    weight: np.ndarray,
    tail: np.ndarray,
    head: np.ndarray,
    country: np.ndarray,
    abroad: np.ndarray,
    *,
    home: int = -1,
    away: int = -1,
) -> np.ndarray:
    """Return weights in which no arc leads back home, and none out of the destination's country.

    Only arcs between two territories (``abroad``) are closed: a ferry between two ports of one
    country leaves its territory and comes back without a border. Ways that obey the rule use
    no such arc, so the answer stays the same.
    """
    closed = weight.copy()
    if home >= 0:
        closed[abroad & (country[head] == home) & (country[tail] != home)] = math.inf
    if away >= 0:
        closed[abroad & (country[tail] == away) & (country[head] != away)] = math.inf
    return closed


def simple_way(
    arrays: Arrays,
    country: np.ndarray,
    gates: int,
    seeds: Sequence[tuple[int, float]],
    goal: int,
) -> tuple[float, list[int]] | None:
    """Return cost and arcs of the best way that enters no territory twice, or ``None``.

    Raises
    ------
    CorridorsError
        If the search needs more than ``MAX_LABELS`` labels.
    """
    first_out, head, weight, bits = arrays
    size = len(first_out) - 1
    tail = np.repeat(np.arange(size), np.diff(first_out))
    into = np.argsort(head, kind="stable")
    first_in = np.searchsorted(head[into], np.arange(size + 1))
    vertices = np.array([v for v, _ in seeds], np.int64)
    costs = np.array([c for _, c in seeds], float)
    end = gates * size + goal
    bound = np.full(size * (gates + 1), math.inf)
    reverse = (first_in, into, tail, weight, bits, gates, size, end, bound)
    forward = (first_out, head, weight, bits, gates, size, country, vertices, costs, end)
    engine = _compiled() if country.max(initial=-1) < _BITS else None
    if engine is None:
        lower_bounds(*reverse)
        cost, arcs, count = label_search(*(_listed(a) for a in (*forward, bound)), MAX_LABELS)
    else:
        engine[0](*reverse)
        cost, arcs, count = engine[1](*forward, bound, MAX_LABELS)
    if count >= MAX_LABELS:
        raise CorridorsError(f"gave up after {count:,} labels; avoid countries that are no option")
    return None if cost == math.inf else (float(cost), [int(a) for a in arcs])


def _listed(value: np.ndarray | int) -> list | int:
    return value.tolist() if isinstance(value, np.ndarray) else value


@cache
def _compiled() -> tuple[Callable, Callable] | None:
    if not jit.is_compiled():
        return None
    return jit.jit(lower_bounds), jit.jit(label_search)


def lower_bounds(first_in, into, tail, weight, bits, gates, size, end, bound):
    """Fill ``bound`` with the least cost from each state to the end, without the rule."""
    bound[end] = 0.0
    queue = [(0.0, end)]
    while len(queue) > 0:
        cost, state = heappop(queue)
        if cost > bound[state]:
            continue
        layer = state // size
        vertex = state - layer * size
        for k in range(first_in[vertex], first_in[vertex + 1]):
            arc = into[k]
            new = cost + weight[arc]
            if new == math.inf:
                continue
            for low in range(max(layer - 1, 0), layer + 1):
                passes = low < gates and (bits[arc] >> low) & 1 == 1
                if (low + 1 if passes else low) != layer:
                    continue
                other = low * size + tail[arc]
                if new < bound[other]:
                    bound[other] = new
                    heappush(queue, (new, other))


def label_search(
    first_out, head, weight, bits, gates, size, territory, seeds, seed_costs, end, bound, most
):
    """Return cost and arcs of the best way, and the number of labels made."""
    costs = [0.0]
    masks = [0]
    lands = [-1]  # the territory now; at sea, the last one
    states = [-1]
    arc_to = [-1]
    before = [-1]
    next_label = [-1]  # the next label at the same state
    first_label = [-1] * len(bound)
    queue = [(0.0, 0)]
    queue.clear()
    for k in range(len(seeds)):
        state = seeds[k]
        if bound[state] == math.inf:
            continue
        land = territory[state]
        costs.append(seed_costs[k])
        masks.append(0 if land < 0 else 1 << land)
        lands.append(land)
        states.append(state)
        arc_to.append(-1)
        before.append(-1)
        next_label.append(first_label[state])
        first_label[state] = len(costs) - 1
        heappush(queue, (seed_costs[k] + bound[state], len(costs) - 1))
    found = -1
    while len(queue) > 0 and len(costs) < most:
        _, label = heappop(queue)
        state = states[label]
        if state == end:
            found = label
            break
        layer = state // size
        vertex = state - layer * size
        for arc in range(first_out[vertex], first_out[vertex + 1]):
            new = costs[label] + weight[arc]
            if new == math.inf:
                continue
            up = layer
            if layer < gates and (bits[arc] >> layer) & 1 == 1:
                up = layer + 1
            other = up * size + head[arc]
            if bound[other] == math.inf:
                continue
            land = lands[label]
            mask = masks[label]
            here = territory[head[arc]]
            if here >= 0 and here != land:
                if (mask >> here) & 1 == 1:
                    continue
                mask |= 1 << here
                land = here
            worse = False
            k = first_label[other]
            while k >= 0:
                if costs[k] <= new and lands[k] == land and (masks[k] & ~mask) == 0:
                    worse = True
                    break
                k = next_label[k]
            if worse:
                continue
            costs.append(new)
            masks.append(mask)
            lands.append(land)
            states.append(other)
            arc_to.append(arc)
            before.append(label)
            next_label.append(first_label[other])
            first_label[other] = len(costs) - 1
            heappush(queue, (new + bound[other], len(costs) - 1))
    arcs = [0]
    arcs.clear()
    if found < 0:
        return math.inf, arcs, len(costs)
    label = found
    while arc_to[label] >= 0:
        arcs.append(arc_to[label])
        label = before[label]
    arcs.reverse()
    return costs[found], arcs, len(costs)
