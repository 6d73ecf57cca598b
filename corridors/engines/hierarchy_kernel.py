"""Customizable contraction hierarchies, on arrays.

Vertices are numbered by rank: the order in which they are contracted. Edge ``e`` joins a
vertex to one of higher rank; edges are sorted by lower and then by upper end. Its two
directions are ``2 * e`` (up, to the higher rank) and ``2 * e + 1`` (down); a direction stands
for an arc of the graph, or for two directions over a vertex of lower rank than both ends.

Every way has an equal one that first only goes up and then only goes down, and all that can
be reached by going up are the ancestors of a vertex in the elimination tree: a query looks at
the ancestors of both ends and at nothing else.
"""

from __future__ import annotations

import numpy as np

from corridors.engines.jit import jit

#: So many sources are swept at once.
_LANES = 64
#: Territories that fit into a mask; a way through another is never called lawful.
_BITS = 63


@jit
def contracted(first, higher):
    """Return first edges and upper ends when vertices are contracted in the order of rank.

    ``higher[first[v] : first[v + 1]]`` are the neighbours of ``v`` of higher rank. Contracting
    a vertex joins all its upper neighbours to each other: they become upper neighbours of
    the lowest of them, its parent.
    """
    size = len(first) - 1
    first_up = np.zeros(size + 1, np.int64)
    upper = np.empty(2 * len(higher) + size, np.int32)
    seen_by = np.empty(size, np.int32)
    child = np.empty(size, np.int32)
    sibling = np.empty(size, np.int32)
    seen_by[:] = -1
    child[:] = -1
    sibling[:] = -1
    end = 0
    for vertex in range(size):
        begin = end
        most = first[vertex + 1] - first[vertex]
        below = child[vertex]
        while below >= 0:
            most += first_up[below + 1] - first_up[below]
            below = sibling[below]
        if end + most > len(upper):
            longer = np.empty(2 * len(upper) + most, np.int32)
            longer[:end] = upper[:end]
            upper = longer
        for place in range(first[vertex], first[vertex + 1]):
            other = higher[place]
            if seen_by[other] != vertex:
                seen_by[other] = vertex
                upper[end] = other
                end += 1
        below = child[vertex]
        while below >= 0:
            for place in range(first_up[below] + 1, first_up[below + 1]):
                other = upper[place]
                if seen_by[other] != vertex:
                    seen_by[other] = vertex
                    upper[end] = other
                    end += 1
            below = sibling[below]
        for place in range(begin + 1, end):  # short, and nearly sorted
            other, to = upper[place], place
            while to > begin and upper[to - 1] > other:
                upper[to] = upper[to - 1]
                to -= 1
            upper[to] = other
        if end > begin:
            parent = upper[begin]
            sibling[vertex] = child[parent]
            child[parent] = vertex
        first_up[vertex + 1] = end
    return first_up, upper[:end].copy()


@jit
def edges_of(first_up, upper, low, high):
    """Return the edge that joins each pair of a vertex and one of higher rank."""
    found = np.empty(len(low), np.int64)
    for k in range(len(low)):
        begin, end = first_up[low[k]], first_up[low[k] + 1]
        while begin < end:
            middle = (begin + end) // 2
            if upper[middle] < high[k]:
                begin = middle + 1
            else:
                end = middle
        found[k] = begin
    return found


@jit
def depths(parent):
    """Return the depth of each vertex in the elimination tree; roots have 0."""
    depth = np.zeros(len(parent), np.int32)
    for vertex in range(len(parent) - 1, -1, -1):
        if parent[vertex] >= 0:
            depth[vertex] = depth[parent[vertex]] + 1
    return depth


@jit
def customise(first_up, upper, direction_of_arc, weight, cost, halves):
    """Fill the cost of each direction and what it stands for: two directions, or (arc, -1)."""
    cost[:] = np.inf
    for arc in range(len(weight)):
        to = direction_of_arc[arc]
        if to >= 0 and weight[arc] < cost[to]:
            cost[to] = weight[arc]
            halves[to, 0] = arc
            halves[to, 1] = -1
    for vertex in range(len(first_up) - 1):
        last = first_up[vertex + 1]
        for one in range(first_up[vertex], last - 1):
            up, down = cost[2 * one], cost[2 * one + 1]
            if up == np.inf and down == np.inf:
                continue
            edge = first_up[upper[one]]
            for other in range(one + 1, last):
                while upper[edge] < upper[other]:
                    edge += 1
                new = down + cost[2 * other]
                if new < cost[2 * edge]:
                    cost[2 * edge] = new
                    halves[2 * edge, 0] = 2 * one + 1
                    halves[2 * edge, 1] = 2 * other
                new = cost[2 * other + 1] + up
                if new < cost[2 * edge + 1]:
                    cost[2 * edge + 1] = new
                    halves[2 * edge + 1, 0] = 2 * other + 1
                    halves[2 * edge + 1, 1] = 2 * one


@jit
def climb(first_up, upper_depth, depth, parent, cost, start, side, best, by):
    """Fill the best cost of each ancestor of a vertex, and the direction by which it is reached.

    ``side`` is 0 for ways from the vertex up, 1 for ways from above down to it. Ancestors
    are counted by depth, so the arrays need no more room than the tree is high.
    """
    best[: depth[start] + 1] = np.inf
    best[depth[start]] = 0.0
    by[depth[start]] = -1
    vertex = start
    while vertex >= 0:
        paid = best[depth[vertex]]
        if paid < np.inf:
            for edge in range(first_up[vertex], first_up[vertex + 1]):
                new = paid + cost[2 * edge + side]
                at = upper_depth[edge]
                if new < best[at]:
                    best[at] = new
                    by[at] = 2 * edge + side
        vertex = parent[vertex]


@jit
def way(first_up, upper_depth, depth, parent, lower, height, cost, halves, source, goal):
    """Return the cost of the best way between two vertices, and its arcs."""
    out = np.empty(depth[source] + 1)
    out_by = np.empty(len(out), np.int64)
    climb(first_up, upper_depth, depth, parent, cost, source, 0, out, out_by)
    home = np.empty(depth[goal] + 1)
    home_by = np.empty(len(home), np.int64)
    climb(first_up, upper_depth, depth, parent, cost, goal, 1, home, home_by)
    one, other = source, goal
    while one != other and one >= 0 and other >= 0:  # to the lowest common ancestor
        if one < other:
            one = parent[one]
        else:
            other = parent[other]
    best, top = np.inf, -1
    if one == other:
        for at in range(depth[one] + 1):
            if out[at] + home[at] < best:
                best, top = out[at] + home[at], at
    if top < 0:
        return best, np.empty(0, np.int64)
    waiting = np.empty(3 * height + 3, np.int64)  # both sides, and halves of halves
    count, at = 0, top
    while home_by[at] >= 0:  # from the top down to the goal
        waiting[count] = home_by[at]
        count += 1
        at = depth[lower[home_by[at] // 2]]
    waiting[:count] = waiting[:count][::-1].copy()
    at = top
    while out_by[at] >= 0:  # from the top back to the source
        waiting[count] = out_by[at]
        count += 1
        at = depth[lower[out_by[at] // 2]]
    arcs = np.empty(64, np.int64)
    found = 0
    while count > 0:
        count -= 1
        to = waiting[count]
        while halves[to, 1] >= 0:
            waiting[count] = halves[to, 1]
            count += 1
            to = halves[to, 0]
        if found == len(arcs):
            longer = np.empty(2 * found, np.int64)
            longer[:found] = arcs
            arcs = longer
        arcs[found] = halves[to, 0]
        found += 1
    return best, arcs[:found]


@jit
def sums(halves, cost, value_of_arc, value):
    """Fill the value of each direction; halves come before what is made of them."""
    for to in range(len(cost)):
        if cost[to] == np.inf:
            continue
        one, other = halves[to, 0], halves[to, 1]
        value[to] = value_of_arc[one] if other < 0 else value[one] + value[other]


@jit
def digest(halves, cost, land_before, land_after, mask, first, last, lawful):
    """Fill for each direction the territories that it passes.

    ``mask`` has a bit for each territory, ``first`` and ``last`` are the ends' (-1: none at
    all), ``lawful`` says that none is entered twice.
    """
    for to in range(len(cost)):
        if cost[to] == np.inf:
            continue
        one, other = halves[to, 0], halves[to, 1]
        if other < 0:
            before, after = land_before[one], land_after[one]
            first[to] = before if before >= 0 else after
            last[to] = after if after >= 0 else before
            mask[to] = bit(before) | bit(after)
            lawful[to] = max(before, after) < _BITS
        else:
            lawful[to] = (
                lawful[one]
                and lawful[other]
                and not repeats(mask[one], last[one], mask[other], first[other])
            )
            first[to] = first[one] if first[one] >= 0 else first[other]
            last[to] = last[other] if last[other] >= 0 else last[one]
            mask[to] = mask[one] | mask[other]


@jit
def bit(territory):
    """Return the mask of one territory; none for -1, and for those beyond the last bit."""
    if territory < 0 or territory >= _BITS:
        return np.int64(0)
    return np.int64(1) << np.int64(territory)


@jit
def repeats(mask, last, next_mask, next_first):
    """Say whether a way and its continuation share a territory other than the one they meet in."""
    shared = mask & next_mask
    if last == next_first:
        shared &= ~bit(last)
    return shared != 0


@jit
def below_ancestors(parent, goals):
    """Return the ancestors of the goals from the highest rank down, and the row of each."""
    row = np.empty(len(parent), np.int64)
    row[:] = -1
    count = 0
    for goal in goals:
        vertex = goal
        while vertex >= 0 and row[vertex] < 0:
            row[vertex] = 0
            count += 1
            vertex = parent[vertex]
    swept = np.empty(count, np.int64)
    count = 0
    for vertex in range(len(parent) - 1, -1, -1):
        if row[vertex] == 0:
            row[vertex] = count
            swept[count] = vertex
            count += 1
    return swept, row


@jit
def sweep(first_up, upper, upper_depth, depth, parent, lower, cost, value, sources, swept, row,
          paid, worth, came, by):  # fmt: skip
    """Fill cost and value of the way from each source to each vertex swept; a lane is a source.

    Each source climbs alone, then all come down together from the highest rank to the lowest.
    ``came`` is the direction by which a lane came down to a vertex, -1 where it climbed to it;
    then ``by`` has the direction by which it climbed, by depth.
    """
    paid[:] = np.inf
    came[:] = -1
    out, total = np.empty(by.shape[1]), np.empty(by.shape[1])
    for lane in range(len(sources)):
        vertex = sources[lane]
        climb(first_up, upper_depth, depth, parent, cost, vertex, 0, out, by[lane])
        while vertex >= 0:
            at = depth[vertex]
            to = by[lane, at] if out[at] < np.inf else np.int32(-1)
            total[at] = 0.0 if to < 0 else total[depth[lower[to // 2]]] + value[to]
            if row[vertex] >= 0:
                paid[row[vertex], lane] = out[at]
                worth[row[vertex], lane] = total[at]
            vertex = parent[vertex]
    for here in range(len(swept)):
        for edge in range(first_up[swept[here]], first_up[swept[here] + 1]):
            step, gain = cost[2 * edge + 1], value[2 * edge + 1]
            if step < np.inf:
                above = row[upper[edge]]
                for lane in range(paid.shape[1]):
                    new = paid[above, lane] + step
                    better = new < paid[here, lane]
                    paid[here, lane] = new if better else paid[here, lane]
                    worth[here, lane] = worth[above, lane] + gain if better else worth[here, lane]
                    came[here, lane] = 2 * edge + 1 if better else came[here, lane]


@jit
def table(first_up, upper, upper_depth, depth, parent, lower, height, cost, value, mask, first,
          last, lawful, sources, goals, value_out, lawful_out):  # fmt: skip
    """Fill the value of the best way of each pair, and whether it enters no territory twice.

    ``value`` is that of :func:`sums`, ``mask`` to ``lawful`` are those of :func:`digest`;
    without a mask all ways are lawful.
    """
    swept, row = below_ancestors(parent, goals)
    lanes = min(_LANES, len(sources))
    paid, worth = np.empty((len(swept), lanes)), np.zeros((len(swept), lanes))
    came = np.empty((len(swept), lanes), np.int32)
    by = np.empty((lanes, height), np.int32)
    for begin in range(0, len(sources), _LANES):
        some = sources[begin : begin + _LANES]
        sweep(
            first_up, upper, upper_depth, depth, parent, lower, cost, value, some, swept, row,
            paid, worth, came, by,
        )  # fmt: skip
        for lane in range(len(some)):
            for column in range(len(goals)):
                vertex = goals[column]
                reached = paid[row[vertex], lane] < np.inf
                value_out[begin + lane, column] = worth[row[vertex], lane] if reached else np.inf
                if not reached or len(mask) == 0:
                    continue
                good, passed, front, climbed = True, np.int64(0), -1, False
                while True:  # from the goal to the source
                    to = np.int32(-1) if climbed else came[row[vertex], lane]
                    if to < 0:
                        climbed = True
                        to = by[lane, depth[vertex]]
                    if to < 0:
                        break
                    good = good and lawful[to] and not repeats(mask[to], last[to], passed, front)
                    passed |= mask[to]
                    front = first[to] if first[to] >= 0 else front
                    vertex = lower[to // 2] if climbed else upper[to // 2]
                lawful_out[begin + lane, column] = good
