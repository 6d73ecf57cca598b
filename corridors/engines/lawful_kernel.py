"""The loops of the lawful search: on lists in plain Python, on arrays compiled by numba."""

from __future__ import annotations

import math
from heapq import heappop, heappush


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
