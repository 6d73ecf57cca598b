"""The best ways in many draws or for many sets of weights, on arrays.

Numbers are drawn as in :mod:`~corridors.engines.draws`.
"""

from __future__ import annotations

import math

import numpy as np

from corridors.engines.draws import (
    FAR,
    GAMMA,
    MIDDLE,
    MIX_1,
    MIX_2,
    S11,
    S27,
    S30,
    S31,
    TAIL,
    UNIT,
)  # fmt: skip
from corridors.engines.jit import jit

#: Sets of weights that are searched at once.
_BATCH = 32


@jit
def mixed(value):
    """Return a 64-bit hash of a 64-bit number (Steele, Lea and Flood, OOPSLA 2014)."""
    value = (value ^ (value >> S30)) * MIX_1
    value = (value ^ (value >> S27)) * MIX_2
    return value ^ (value >> S31)


@jit
def ratio(rows, r):
    """Return one polynomial over another."""
    top, low = rows[0][0], rows[1][0]
    for k in range(1, 8):
        top = top * r + rows[0][k]
        low = low * r + rows[1][k]
    return top / low


@jit
def normal(key, draw):
    """Return the standard normal number of a key and a draw."""
    bits = mixed(key + (np.uint64(draw) + np.uint64(1)) * GAMMA)
    p = (float(bits >> S11) + 0.5) * UNIT
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * ratio(MIDDLE, 0.180625 - q * q)
    r = math.sqrt(-math.log(p if q < 0 else 1.0 - p))
    found = ratio(TAIL, r - 1.6) if r <= 5.0 else ratio(FAR, r - 5.0)
    return -found if q < 0 else found


@jit
def drawn(sigma, key, draw):
    """Return one lognormal factor with median 1."""
    if sigma > 0:
        return math.exp(sigma * normal(key, draw))
    return 1.0


@jit
def drawn_with(sigma, own, key, common, common_key, draw):
    """Return one lognormal factor with median 1, of a part of its own and a common one.

    ``sigma`` is the spread; of the deviation ``own`` is that of the part and ``common`` that of
    the others that share ``common_key``: the sum of their squares is 1.
    """
    if sigma > 0:
        deviation = own * normal(key, draw) if own > 0 else 0.0
        if common > 0:
            deviation += common * normal(common_key, draw)
        return math.exp(sigma * deviation)
    return 1.0


@jit
def weights_of_draws(first_part, part, fixed, usd, price, hours, sigma, key, common, factor,
                     factor_key, price_sigma, price_key, usd_weight, hour_weight, first,
                     weight):  # fmt: skip
    """Fill the weight of each arc (a chain of parts) in each draw: (arcs, draws)."""
    draws = weight.shape[1]
    shared = np.zeros((len(factor_key), draws))
    if hour_weight > 0:
        for k in range(len(factor_key)):
            for i in range(draws):
                shared[k, i] = normal(factor_key[k], first + i)
    paid_times = np.ones((len(price_key), draws))
    if usd_weight > 0:
        for k in range(len(price_key)):
            for i in range(draws):
                if price_sigma[k] > 0:
                    paid_times[k, i] = math.exp(price_sigma[k] * normal(price_key[k], first + i))
    for arc in range(len(fixed)):
        for i in range(draws):
            weight[arc, i] = fixed[arc]
        for place in range(first_part[arc], first_part[arc + 1]):
            p = part[place]
            paid = usd_weight * usd[p]
            if paid > 0:
                for i in range(draws):
                    weight[arc, i] += paid * paid_times[price[p], i]
            spent = hour_weight * hours[p]
            if spent > 0 and sigma[p] > 0:
                own, both = math.sqrt(1.0 - common[p] * common[p]), common[p]
                for i in range(draws):
                    deviation = both * shared[factor[p], i] if both > 0 else 0.0
                    if own > 0:
                        deviation += own * normal(key[p], first + i)
                    weight[arc, i] += spent * math.exp(sigma[p] * deviation)
            elif spent > 0:
                for i in range(draws):
                    weight[arc, i] += spent


@jit
def relax_all(order, first_out, head, weight, source, distance, arc_to):
    """Find the distances from the source in all draws at once, by sweeps over the vertices.

    Vertices are taken in ``order``, which should be near that of their distances; a vertex
    is taken again as long as its distance falls in some draw.
    """
    draws = weight.shape[1]
    waiting = np.zeros(len(order), np.bool_)
    waiting[source] = True
    distance[:] = np.inf
    distance[source] = 0.0
    arc_to[:] = -1
    left = 1
    while left > 0:
        for vertex in order:
            if not waiting[vertex]:
                continue
            waiting[vertex] = False
            left -= 1
            for arc in range(first_out[vertex], first_out[vertex + 1]):
                other = head[arc]
                fell = 0
                for i in range(draws):
                    new = distance[vertex, i] + weight[arc, i]
                    better = new < distance[other, i]
                    distance[other, i] = new if better else distance[other, i]
                    arc_to[other, i] = arc if better else arc_to[other, i]
                    fell += better
                if fell > 0 and not waiting[other]:
                    waiting[other] = True
                    left += 1


@jit
def best_ways(order, first_out, head, first_part, part, fixed, usd, price, hours, sigma, key,
              common, factor, factor_key, price_sigma, price_key, usd_weight, hour_weight, country,
              countries, source, end, first, value_out, time_out, cost_out, mark_out, lawful_out,
              way_out):  # fmt: skip
    """Find the best way in each draw from ``first`` on, as many as ``value_out`` has room for.

    An arc is a chain of parts; each part has a price input (``price``) and hours of its own.
    Fills for each draw the way's value, time, cost, a hash of the way, and whether the way
    enters no country twice; fills ``way_out`` with the arcs of the last draw's way from its
    end, then -1.
    """
    draws = len(value_out)
    weight = np.empty((len(head), draws))
    weights_of_draws(
        first_part, part, fixed, usd, price, hours, sigma, key, common, factor, factor_key,
        price_sigma, price_key, usd_weight, hour_weight, first, weight,
    )  # fmt: skip
    distance = np.empty((len(order), draws))
    arc_to = np.empty((len(order), draws), np.int64)
    relax_all(order, first_out, head, weight, source, distance, arc_to)
    tail = np.empty(len(head), np.int64)
    for vertex in range(len(order)):
        tail[first_out[vertex] : first_out[vertex + 1]] = vertex
    seen = np.empty(countries, np.bool_)
    for i in range(draws):
        spent, paid, mark, vertex = 0.0, 0.0, np.uint64(0), end
        lawful, now, count = True, -1, 0
        seen[:] = False
        value_out[i] = distance[end, i]
        while vertex != source and distance[end, i] < np.inf:
            arc = arc_to[vertex, i]
            if count < len(way_out):
                way_out[count] = arc
            count += 1
            mark = mixed(mark + np.uint64(arc + 1) * GAMMA)
            for place in range(first_part[arc + 1] - 1, first_part[arc] - 1, -1):
                p = part[place]
                paid += usd[p] * drawn(price_sigma[price[p]], price_key[price[p]], first + i)
                spent += hours[p] * drawn_with(
                    sigma[p], math.sqrt(1.0 - common[p] * common[p]), key[p], common[p],
                    factor_key[factor[p]], first + i,
                )  # fmt: skip
                here = country[p]
                if here >= 0 and here != now:
                    lawful = lawful and not seen[here]
                    seen[here] = True
                    now = here
            vertex = tail[arc]
        if count < len(way_out):
            way_out[count] = -1
        time_out[i] = spent if distance[end, i] < np.inf else np.inf
        cost_out[i] = paid if distance[end, i] < np.inf else np.inf
        mark_out[i] = mark
        lawful_out[i] = lawful


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
