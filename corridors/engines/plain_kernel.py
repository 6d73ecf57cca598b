"""The loop of the plain search: on lists in plain Python, on arrays compiled by numba."""

from __future__ import annotations

import math
from heapq import heappop, heappush


def search_states(
    first_out, head, weight, gate_bits, gates, size, seeds, seed_costs, goals,
    cost, arc_to, before, settled, waiting_for,
):  # fmt: skip
    """Settle states in order of cost until every goal is settled.

    Fills ``cost`` (first inf), ``arc_to`` (the arc taken, first -1), ``before`` (the state
    before) and the marks ``settled`` and ``waiting_for`` (first False), one value a state.
    """
    left = 0
    for goal in goals:
        if not waiting_for[goal]:
            waiting_for[goal] = True
            left += 1
    queue = [(0.0, 0)]
    queue.clear()
    for k in range(len(seeds)):
        if seed_costs[k] < cost[seeds[k]]:
            cost[seeds[k]] = seed_costs[k]
            heappush(queue, (seed_costs[k], seeds[k]))
    while len(queue) > 0 and left > 0:
        paid, state = heappop(queue)
        if settled[state]:
            continue
        settled[state] = True
        if waiting_for[state]:
            left -= 1
        layer = state // size
        vertex = state - layer * size
        for arc in range(first_out[vertex], first_out[vertex + 1]):
            new = paid + weight[arc]
            if new == math.inf:
                continue
            up = layer
            if layer < gates and (gate_bits[arc] >> layer) & 1:
                up = layer + 1
            other = up * size + head[arc]
            if settled[other]:
                continue
            if new < cost[other]:
                cost[other] = new
                arc_to[other] = arc
                before[other] = state
                heappush(queue, (new, other))
            elif new == cost[other] and arc < arc_to[other]:
                arc_to[other] = arc
                before[other] = state


def search_bounded(
    first_out, head, weight, gate_bits, gates, size, seeds, seed_costs, goals, bound,
    cost, arc_to, before, waiting_for,
):  # fmt: skip
    """Find ways of the same cost as :func:`search_states`, looking only where a goal may lie.

    Of ways that cost exactly the same, it may take another.

    ``bound`` is never more than what each state still costs to a goal, ``inf`` where none is
    reached. A state may be taken up again, so rounding of the bounds changes no answer.
    """
    for goal in goals:
        waiting_for[goal] = True
    limit = math.inf  # no state beyond it lies on a best way
    queue = [(0.0, 0)]
    queue.clear()
    for k in range(len(seeds)):
        if seed_costs[k] < cost[seeds[k]] and bound[seeds[k]] < math.inf:
            cost[seeds[k]] = seed_costs[k]
            heappush(queue, (seed_costs[k] + bound[seeds[k]], seeds[k]))
    while len(queue) > 0:
        least, state = heappop(queue)
        paid = cost[state]
        if least > limit:
            break
        if least > paid + bound[state]:
            continue
        if waiting_for[state]:
            worst = 0.0
            for goal in goals:
                worst = max(worst, cost[goal])
            limit = worst + 1e-9 * worst
        layer = state // size
        vertex = state - layer * size
        for arc in range(first_out[vertex], first_out[vertex + 1]):
            new = paid + weight[arc]
            if new == math.inf:
                continue
            up = layer
            if layer < gates and (gate_bits[arc] >> layer) & 1:
                up = layer + 1
            other = up * size + head[arc]
            if new < cost[other]:
                if bound[other] == math.inf:
                    continue
                cost[other] = new
                arc_to[other] = arc
                before[other] = state
                heappush(queue, (new + bound[other], other))
            elif new == cost[other] and arc < arc_to[other] and paid < new:
                arc_to[other] = arc
                before[other] = state
