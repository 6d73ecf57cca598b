"""Exact Pareto fronts on arrays: multi-objective A* with reduced dominance tests.

A label is a way from the source to a state: its cost vector ``g``, the arc it came by and
the label before. With ``h``, the least value of each criterion from the state to the end
(one reverse Dijkstra for each), ``f = g + h`` bounds every completion. Labels leave the
queue in order of the first value of ``f``, then the sum of the others, then the arc's
number: none leaves before one that dominates it. Hence a label that leaves later can be
dominated at its state only by those that left, and only the values after the first need
comparing (dimensionality reduction: Pulido, Mandow and Perez de la Cruz, "Dimensionality
reduction in multiobjective shortest path search", Computers & Operations Research 64, 2015).

Costs are multiples of one power of two for each criterion (:func:`exact_costs`), so sums
are exact and no comparison depends on rounding.

Territories that must not be entered twice are bits of a mask: ``zone`` of a vertex is such
a bit's number, ``OTHER`` in a territory that is not watched, ``NONE`` at sea. A label then
dominates only labels that may go nowhere where it may not.

With a tolerance (``near`` above 1) labels at the same state are merged: the merged label
keeps one way and the *apex*, the least values of all ways it stands for, as long as the way
is within the tolerance of the apex at the end of the whole journey. Extending both by the
same arcs only brings them closer, so the tolerance holds from end to end and does not
compound (A*pex: Zhang et al., ICAPS 2022).

The search stops when it has made ``steps`` steps or its arrays are full, and goes on from
the same arrays when called again.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from corridors.engines.jit import jit

OTHER, NONE = -1, -2
#: What :func:`search` returns: the queue is empty, steps are used up, arrays are full.
DONE, PAUSED, FULL = 0, 1, 2
#: What ``counters`` count.
LABELS, QUEUED, POPPED = 0, 1, 2
_MANTISSA_BITS = 51


def exact_costs(cost: np.ndarray, first_out: np.ndarray, layers: int = 1) -> np.ndarray:
    """Return costs rounded so that sums along any way without repeated states are exact.

    Each column is rounded to a multiple of 2^-51 times a bound of the longest way: an error
    far below a millionth of the unit.
    """
    rounded = np.array(cost, float)
    if not len(rounded):
        return rounded
    starts = first_out[:-1][np.diff(first_out) > 0]
    for k in range(rounded.shape[1]):
        limit = 2 * layers * float(np.maximum.reduceat(rounded[:, k], starts).sum())
        if limit > 0:
            unit = 2.0 ** (np.ceil(np.log2(limit)) - _MANTISSA_BITS)
            rounded[:, k] = np.round(rounded[:, k] / unit) * unit
    return rounded


@jit
def lower_bounds(first_in, into, tail, cost, gate_bits, gates, size, end):
    """Return the least value of each criterion from each state to the end: (states, criteria)."""
    states, criteria = size * (gates + 1), cost.shape[1]
    bound = np.full((states, criteria), np.inf)
    for k in range(criteria):
        bound[end, k] = 0.0
        queue = [(0.0, end)]
        while len(queue) > 0:
            paid, state = heappop(queue)
            if paid > bound[state, k]:
                continue
            layer = state // size
            vertex = state - layer * size
            for place in range(first_in[vertex], first_in[vertex + 1]):
                arc = into[place]
                new = paid + cost[arc, k]
                for low in range(max(layer - 1, 0), layer + 1):
                    up = low
                    if low < gates and (gate_bits[arc] >> low) & 1:
                        up = low + 1
                    if up != layer:
                        continue
                    other = low * size + tail[arc]
                    if new < bound[other, k]:
                        bound[other, k] = new
                        heappush(queue, (new, other))
    return bound


@jit
def comes_before(a, b, first, rest, arc):
    """Say whether label ``a`` leaves the queue before label ``b``."""
    if first[a] != first[b]:
        return first[a] < first[b]
    if rest[a] != rest[b]:
        return rest[a] < rest[b]
    if arc[a] != arc[b]:
        return arc[a] < arc[b]
    return a < b


@jit
def push(label, queue, counters, first, rest, arc):
    """Put a label into the queue (a binary heap of label numbers)."""
    place = counters[QUEUED]
    counters[QUEUED] += 1
    while place > 0:
        parent = (place - 1) >> 1
        if not comes_before(label, queue[parent], first, rest, arc):
            break
        queue[place] = queue[parent]
        place = parent
    queue[place] = label


@jit
def pop(queue, counters, first, rest, arc):
    """Take the first label from the queue."""
    top = queue[0]
    counters[QUEUED] -= 1
    size = counters[QUEUED]
    label = queue[size]
    place = 0
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and comes_before(queue[child + 1], queue[child], first, rest, arc):
            child += 1
        if not comes_before(queue[child], label, first, rest, arc):
            break
        queue[place] = queue[child]
        place = child
    queue[place] = label
    return top


@jit
def covered(label, below, g, mask, now, vector, its_mask, its_now):
    """Say whether a label of a list costs no more and may go wherever ``vector`` may.

    The first criterion is not compared: the list's labels left the queue before.
    """
    criteria = len(vector)
    barred = its_mask & ~its_now
    while label >= 0:
        k = 1
        while k < criteria and g[label, k] <= vector[k]:
            k += 1
        if (
            k == criteria
            and mask[label] & ~its_mask == 0
            and mask[label] & ~now[label] & ~barred == 0
        ):
            return True
        label = below[label]
    return False


@jit
def close(label, front, place, below, g, mask, now):
    """Put a label at the head of its state's list; drop those that it makes superfluous."""
    criteria = g.shape[1]
    barred = mask[label] & ~now[label]
    before = label
    below[label] = front[place]
    front[place] = label
    other = below[label]
    while other >= 0:
        k = 1
        while k < criteria and g[label, k] <= g[other, k]:
            k += 1
        if (
            k == criteria
            and mask[label] & ~mask[other] == 0
            and barred & ~(mask[other] & ~now[other]) == 0
        ):
            below[before] = below[other]
        else:
            before = other
        other = below[other]


@jit
def merge(label, opened, above, closed, state, g, apex, bound, mask, now, near):
    """Merge a new label with one that waits at its state, if the tolerance allows.

    Returns the label whose way is kept, or -1 if none was merged. ``opened`` heads each
    state's list of waiting labels; those that no longer wait leave it here.
    """
    place, criteria = state[label], g.shape[1]
    before, other = -1, opened[place]
    while other >= 0:
        following = above[other]
        if closed[other]:
            if before < 0:
                opened[place] = following
            else:
                above[before] = following
            other = following
            continue
        if mask[other] == mask[label] and now[other] == now[label]:
            for turn in range(2):
                way = other if turn == 0 else label
                k = 0
                while k < criteria:
                    least = min(apex[other, k], apex[label, k])
                    if g[way, k] + bound[place, k] > near * (least + bound[place, k]):
                        break
                    k += 1
                if k == criteria:
                    for k in range(criteria):
                        apex[label, k] = min(apex[other, k], apex[label, k])
                        g[label, k] = g[way, k]
                    closed[other] = True
                    state[other] = -1
                    return way
        before, other = other, following
    return -1


@jit
def search(
    first_out, head, cost, gate_bits, gates, size, zone, bound, end, near,
    g, apex, state, arc, before, below, above, mask, now, closed, first, rest, queue,
    counters, front, opened, steps,
):  # fmt: skip
    """Expand labels until the queue is empty, ``steps`` are made, or the arrays are full.

    Returns DONE, PAUSED or FULL. The non-dominated ways are the closed labels at ``end``.
    Without a tolerance ``apex`` is ``g`` itself.
    """
    criteria = cost.shape[1]
    merging = near > 1.0
    vector = np.empty(criteria)
    while counters[QUEUED] > 0:
        if steps <= 0:
            return PAUSED
        label = queue[0]
        layer = state[label] // size
        vertex = state[label] - layer * size
        if counters[LABELS] + first_out[vertex + 1] - first_out[vertex] > len(state):
            return FULL
        label = pop(queue, counters, first, rest, arc)
        if closed[label]:
            continue
        steps -= 1
        counters[POPPED] += 1
        place = state[label]
        for k in range(criteria):
            vector[k] = (apex[label, k] + bound[place, k]) * near
        if covered(front[end], below, g, mask, now, vector, -1, 0):
            closed[label] = merging
            state[label] = -1
            continue
        for k in range(criteria):
            vector[k] = apex[label, k]
        if covered(front[place], below, apex, mask, now, vector, mask[label], now[label]):
            closed[label] = merging
            state[label] = -1
            continue
        closed[label] = True
        if place == end:
            close(label, front, place, below, g, mask, now)
            continue
        close(label, front, place, below, apex, mask, now)
        for out in range(first_out[vertex], first_out[vertex + 1]):
            up = layer
            if layer < gates and (gate_bits[out] >> layer) & 1:
                up = layer + 1
            other = up * size + head[out]
            if bound[other, 0] == np.inf:
                continue
            seen, here = mask[label], now[label]
            if zone[head[out]] == OTHER:
                here = 0
            elif zone[head[out]] >= 0:
                bit = 1 << zone[head[out]]
                if here != bit:
                    if seen & bit:
                        continue
                    seen, here = seen | bit, bit
            for k in range(criteria):
                vector[k] = apex[label, k] + cost[out, k]
            if covered(front[other], below, apex, mask, now, vector, seen, here):
                continue
            for k in range(criteria):
                vector[k] = (vector[k] + bound[other, k]) * near
            if covered(front[end], below, g, mask, now, vector, -1, 0):
                continue
            new = counters[LABELS]
            counters[LABELS] += 1
            state[new], arc[new], before[new] = other, out, label
            mask[new], now[new], closed[new] = seen, here, False
            for k in range(criteria):
                g[new, k] = g[label, k] + cost[out, k]
                apex[new, k] = apex[label, k] + cost[out, k]
            if merging:
                way = merge(new, opened, above, closed, state, g, apex, bound, mask, now, near)
                if way >= 0 and way != new:
                    arc[new], before[new] = arc[way], before[way]
                above[new] = opened[other]
                opened[other] = new
            first[new] = apex[new, 0] + bound[other, 0]
            rest[new] = 0.0
            for k in range(1, criteria):
                rest[new] += apex[new, k] + bound[other, k]
            push(new, queue, counters, first, rest, arc)
    return DONE


@jit
def trace(label, arc, before):
    """Return the arcs by which a label came, in order."""
    count, other = 0, label
    while arc[other] >= 0:
        count += 1
        other = before[other]
    way = np.empty(count, np.int64)
    while arc[label] >= 0:
        count -= 1
        way[count] = arc[label]
        label = before[label]
    return way


@jit
def entered_twice(way, head, country, countries):
    """Return for each country whether a way enters it after having left it."""
    seen = np.zeros(countries, np.bool_)
    twice = np.zeros(countries, np.bool_)
    now = -1
    for arc in way:
        here = country[head[arc]]
        if here < 0 or here == now:
            continue
        if seen[here]:
            twice[here] = True
        seen[here] = True
        now = here
    return twice


@jit
def undominated(values, order):
    """Return the rows that no other dominates; ``order`` is lexicographic."""
    kept = np.empty(len(order), np.int64)
    count = 0
    for row in order:
        good = True
        for place in range(count):
            k = 0
            while k < values.shape[1] and values[kept[place], k] <= values[row, k]:
                k += 1
            if k == values.shape[1]:
                good = False
                break
        if good:
            kept[count] = row
            count += 1
    return kept[:count]
