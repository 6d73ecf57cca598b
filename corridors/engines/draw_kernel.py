"""Random times and prices, and the best way in each draw, on arrays.

Draw ``i`` of an input is a function of the seed, the input's key and ``i`` alone (a
counter-based generator: the finaliser of SplitMix64 on key and counter), so results do not
depend on the order of evaluation, on the number of threads, or on what else is drawn. Two
networks that share an input share its draws.
"""

from __future__ import annotations

import math

import numpy as np

from corridors.engines.jit import jit

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31, _S11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53


@jit
def mixed(value):
    """Return a 64-bit hash of a 64-bit number (Steele, Lea and Flood, OOPSLA 2014)."""
    value = (value ^ (value >> _S30)) * _MIX_1
    value = (value ^ (value >> _S27)) * _MIX_2
    return value ^ (value >> _S31)


@jit
def normal(key, draw):
    """Return the standard normal number of a key and a draw.

    The quantile function is Wichura's algorithm AS 241 (Applied Statistics 37, 1988), good
    to 1e-15.
    """
    bits = mixed(key + (np.uint64(draw) + np.uint64(1)) * _GAMMA)
    p = (float(bits >> _S11) + 0.5) * _UNIT
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = (((((((2509.0809287301226727 * r + 33430.575583588128105) * r
            + 67265.770927008700853) * r + 45921.953931549871457) * r
            + 13731.693765509461125) * r + 1971.5909503065514427) * r
            + 133.14166789178437745) * r + 3.387132872796366608)  # fmt: skip
        low = (((((((5226.495278852545925 * r + 28729.085735721942674) * r
            + 39307.89580009271061) * r + 21213.794301586595867) * r
            + 5394.1960214247511077) * r + 687.1870074920579083) * r
            + 42.313330701600911252) * r + 1.0)  # fmt: skip
        return q * top / low
    r = math.sqrt(-math.log(p if q < 0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        top = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
            + 0.24178072517745061177) * r + 1.27045825245236838258) * r
            + 3.64784832476320460504) * r + 5.7694972214606914055) * r
            + 4.6303378461565452959) * r + 1.42343711074968357734)  # fmt: skip
        low = (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
            + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
            + 0.68976733498510000455) * r + 1.6763848301838038494) * r
            + 2.05319162663775882187) * r + 1.0)  # fmt: skip
    else:
        r -= 5.0
        top = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
            + 0.0012426609473880784386) * r + 0.026532189526576123093) * r
            + 0.29656057182850489123) * r + 1.7848265399172913358) * r
            + 5.4637849111641143699) * r + 6.6579046435011037772)  # fmt: skip
        low = (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
            + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
            + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
            + 0.59983220655588793769) * r + 1.0)  # fmt: skip
    return -top / low if q < 0 else top / low


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
def sums(value, sigma, key, common, common_key, group, first, out):
    """Add to ``out[g, i]`` the lognormal draws ``first + i`` of the inputs of each group."""
    for row in range(len(value)):
        own = math.sqrt(1.0 - common[row] * common[row])
        for i in range(out.shape[1]):
            out[group[row], i] += value[row] * drawn_with(
                sigma[row], own, key[row], common[row], common_key[row], first + i
            )


@jit
def sample(value, sigma, key, common, common_key, draw):
    """Return one lognormal draw of each input."""
    out = np.empty(len(value))
    for row in range(len(value)):
        own = math.sqrt(1.0 - common[row] * common[row])
        out[row] = value[row] * drawn_with(
            sigma[row], own, key[row], common[row], common_key[row], draw
        )
    return out


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
            mark = mixed(mark + np.uint64(arc + 1) * _GAMMA)
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
