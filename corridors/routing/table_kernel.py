"""Costs between many places for one or many sets of weights, on arrays.

The same search as :mod:`corridors.routing.kernels`, with the loop over origins compiled too.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from corridors.routing.draw_kernel import relax_all
from corridors.routing.jit import jit

#: Sets of weights that are searched at once.
_BATCH = 32


@jit
def trees(first_out, head, weight, value, country, countries, sources, goals, value_out,
          lawful_out):  # fmt: skip
    """Fill the value of the best way from each source to each goal, and whether it is lawful.

    The way is the best by ``weight``; its value is its sum of ``value``, ``inf`` where there
    is no way. Lawful ways enter no territory twice. Ties keep the arc with the lower number.
    """
    size = len(first_out) - 1
    tail = np.empty(len(head), np.int64)
    for vertex in range(size):
        tail[first_out[vertex] : first_out[vertex + 1]] = vertex
    wanted = np.zeros(size, np.bool_)
    for goal in goals:
        wanted[goal] = True
    goals_left = wanted.sum()
    cost = np.empty(size)
    arc_to = np.empty(size, np.int64)
    settled = np.empty(size, np.bool_)
    seen = np.empty(countries, np.bool_)
    for row in range(len(sources)):
        source = sources[row]
        cost[:] = np.inf
        settled[:] = False
        arc_to[:] = -1
        cost[source] = 0.0
        queue = [(0.0, source)]
        left = goals_left
        while len(queue) > 0 and left > 0:
            paid, vertex = heappop(queue)
            if settled[vertex]:
                continue
            settled[vertex] = True
            if wanted[vertex]:
                left -= 1
            for arc in range(first_out[vertex], first_out[vertex + 1]):
                other = head[arc]
                new = paid + weight[arc]
                if settled[other] or new == np.inf:
                    continue
                if new < cost[other]:
                    cost[other] = new
                    arc_to[other] = arc
                    heappush(queue, (new, other))
                elif new == cost[other] and arc < arc_to[other]:
                    arc_to[other] = arc
        for column in range(len(goals)):
            vertex = goals[column]
            total = 0.0 if cost[vertex] < np.inf else np.inf
            lawful, now = True, -1
            seen[:] = False
            while cost[goals[column]] < np.inf:
                here = country[vertex]
                if here >= 0 and here != now:
                    lawful = lawful and not seen[here]
                    seen[here] = True
                    now = here
                if vertex == source:
                    break
                total += value[arc_to[vertex]]
                vertex = tail[arc_to[vertex]]
            value_out[row, column] = total
            lawful_out[row, column] = lawful


@jit
def sweep(first_out, head, first_part, country, countries, costs, coefficients, closed, sources,
          goals, totals, lawful):  # fmt: skip
    """Fill the totals of all criteria of the best way of each pair for each set of weights.

    Arcs are chains of parts; ``costs`` are sums by arc, ``country`` is that of the head of each
    part, ``closed`` marks the arcs that a pair may not use: (pairs, arcs). ``totals`` is
    (sets, pairs, criteria), ``inf`` where there is no way; ``lawful`` is (sets, pairs).
    """
    size, criteria = len(first_out) - 1, costs.shape[1]
    tail = np.empty(len(head), np.int64)
    for vertex in range(size):
        tail[first_out[vertex] : first_out[vertex + 1]] = vertex
    seen = np.empty(countries, np.bool_)
    orders = np.empty((len(sources), size), np.int64)
    for first in range(0, len(coefficients), _BATCH):
        batch = min(_BATCH, len(coefficients) - first)
        base = np.zeros((len(head), batch))
        for arc in range(len(head)):
            for k in range(criteria):
                for i in range(batch):
                    base[arc, i] += coefficients[first + i, k] * costs[arc, k]
        weight = np.empty((len(head), batch))
        distance = np.empty((size, batch))
        arc_to = np.empty((size, batch), np.int64)
        for pair in range(len(sources)):
            for arc in range(len(head)):
                if closed[pair, arc]:
                    weight[arc, :] = np.inf
                else:
                    weight[arc, :] = base[arc, :]
            source, goal = sources[pair], goals[pair]
            if first == 0:  # the distances of the first set order the vertices for all
                orders[pair] = np.arange(size)
                relax_all(
                    orders[pair], first_out, head, weight[:, :1].copy(), source,
                    distance[:, :1], arc_to[:, :1],
                )  # fmt: skip
                orders[pair] = np.argsort(distance[:, 0], kind="mergesort")
            relax_all(orders[pair], first_out, head, weight, source, distance, arc_to)
            for i in range(batch):
                reached = distance[goal, i] < np.inf
                for k in range(criteria):
                    totals[first + i, pair, k] = 0.0 if reached else np.inf
                good, now, vertex = True, -1, goal
                seen[:] = False
                while reached and vertex != source:
                    arc = arc_to[vertex, i]
                    for k in range(criteria):
                        totals[first + i, pair, k] += costs[arc, k]
                    for place in range(first_part[arc + 1] - 1, first_part[arc] - 1, -1):
                        here = country[place]
                        if here >= 0 and here != now:
                            good = good and not seen[here]
                            seen[here] = True
                            now = here
                    vertex = tail[arc]
                lawful[first + i, pair] = good
