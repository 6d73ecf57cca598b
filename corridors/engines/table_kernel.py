"""The totals of the best ways of many pairs for many sets of weights, on arrays."""

from __future__ import annotations

import numpy as np

from corridors.engines.draw_kernel import relax_all
from corridors.engines.jit import jit

#: Sets of weights that are searched at once.
_BATCH = 32


@jit
def sweep(first_out, head, first_part, country, countries, costs, coefficients, closed, sources,
          goals, totals, lawful):  # fmt: skip
    """Fill the sums of all columns along the best way of each pair for each set of weights.

    Arcs are chains of parts; ``costs`` are sums by arc, of whose columns the first are weighted.
    ``country`` is that of the head of each part, ``closed`` marks the arcs that a pair may not
    use: (pairs, arcs). ``totals`` is (sets, pairs, columns), ``inf`` where there is no way;
    ``lawful`` is (sets, pairs).
    """
    size, columns = len(first_out) - 1, costs.shape[1]
    tail = np.empty(len(head), np.int64)
    for vertex in range(size):
        tail[first_out[vertex] : first_out[vertex + 1]] = vertex
    seen = np.empty(countries, np.bool_)
    orders = np.empty((len(sources), size), np.int64)
    for first in range(0, len(coefficients), _BATCH):
        batch = min(_BATCH, len(coefficients) - first)
        base = np.zeros((len(head), batch))
        for arc in range(len(head)):
            for k in range(coefficients.shape[1]):
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
                for k in range(columns):
                    totals[first + i, pair, k] = 0.0 if reached else np.inf
                good, now, vertex = True, -1, goal
                seen[:] = False
                while reached and vertex != source:
                    arc = arc_to[vertex, i]
                    for k in range(columns):
                        totals[first + i, pair, k] += costs[arc, k]
                    for place in range(first_part[arc + 1] - 1, first_part[arc] - 1, -1):
                        here = country[place]
                        if here >= 0 and here != now:
                            good = good and not seen[here]
                            seen[here] = True
                            now = here
                    vertex = tail[arc]
                lawful[first + i, pair] = good
