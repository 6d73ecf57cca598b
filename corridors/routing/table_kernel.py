"""Costs between many places for one or many sets of weights, on arrays.

The same search as :mod:`corridors.routing.kernels`, with the loop over origins compiled too.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from corridors.routing.jit import jit


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
def sweep(first_out, head, costs, coefficients, usable, sources, goals, totals):
    """Fill the totals of all criteria of the best way of each pair for each set of weights.

    ``coefficients`` has a row each set of weights; ``totals`` is (sets, pairs, criteria),
    ``inf`` where there is no way.
    """
    size, criteria = len(first_out) - 1, costs.shape[1]
    tail = np.empty(len(head), np.int64)
    for vertex in range(size):
        tail[first_out[vertex] : first_out[vertex + 1]] = vertex
    weight = np.empty(len(head))
    cost = np.empty(size)
    arc_to = np.empty(size, np.int64)
    settled = np.empty(size, np.bool_)
    for number in range(len(coefficients)):
        for arc in range(len(head)):
            weight[arc] = 0.0 if usable[arc] else np.inf
            for k in range(criteria):
                if coefficients[number, k] > 0:
                    weight[arc] += coefficients[number, k] * costs[arc, k]
        for pair in range(len(sources)):
            source, goal = sources[pair], goals[pair]
            cost[:] = np.inf
            settled[:] = False
            cost[source], arc_to[source] = 0.0, -1
            queue = [(0.0, source)]
            while len(queue) > 0:
                paid, vertex = heappop(queue)
                if settled[vertex]:
                    continue
                settled[vertex] = True
                if vertex == goal:
                    break
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
            for k in range(criteria):
                totals[number, pair, k] = 0.0 if cost[goal] < np.inf else np.inf
            vertex = goal
            while cost[goal] < np.inf and vertex != source:
                arc = arc_to[vertex]
                for k in range(criteria):
                    totals[number, pair, k] += costs[arc, k]
                vertex = tail[arc]
