"""The shortest, the second shortest, ... way, on arrays.

Ways repeat no state and enter no territory twice. The set of ways is split as by Yen and
Lawler: after a way is taken, each of the others leaves it at one of its states by another
arc. Nothing is searched until it is needed: a set waits in the queue with a lower bound of
its best way, the least weight of a first arc plus the distance from there to the end (one
reverse Dijkstra for all). When it comes first, the way along the reverse tree is taken if it
meets no state of the part before; only else is a search made, guided by the same distances.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from corridors.routing.jit import jit


@jit
def tree_to_end(first_in, into, tail, weight, gate_bits, gates, size, end):
    """Return the distance from each state to the end, and the arc to take (-1: none)."""
    states = size * (gates + 1)
    distance = np.full(states, np.inf)
    onward = np.full(states, -1)
    settled = np.zeros(states, np.bool_)
    distance[end] = 0.0
    queue = [(0.0, end)]
    while len(queue) > 0:
        paid, state = heappop(queue)
        if settled[state]:
            continue
        settled[state] = True
        layer = state // size
        vertex = state - layer * size
        for place in range(first_in[vertex], first_in[vertex + 1]):
            arc = into[place]
            new = paid + weight[arc]
            for low in range(max(layer - 1, 0), layer + 1):
                up = low
                if low < gates and (gate_bits[arc] >> low) & 1:
                    up = low + 1
                other = low * size + tail[arc]
                if up != layer or settled[other]:
                    continue
                if new < distance[other] or (new == distance[other] and arc < onward[other]):
                    if new < distance[other]:
                        heappush(queue, (new, other))
                    distance[other] = new
                    onward[other] = arc
    return distance, onward


@jit
def step(state, arc, head, gate_bits, gates, size):
    """Return the state to which an arc leads."""
    layer = state // size
    if layer < gates and (gate_bits[arc] >> layer) & 1:
        layer += 1
    return layer * size + head[arc]


@jit
def follow(source, end, onward, head, gate_bits, gates, size):
    """Return the arcs from the source to the end along a tree."""
    length, state = 0, source
    while state != end:
        length += 1
        state = step(state, onward[state], head, gate_bits, gates, size)
    way = np.empty(length, np.int64)
    state = source
    for place in range(length):
        way[place] = onward[state]
        state = step(state, onward[state], head, gate_bits, gates, size)
    return way


@jit
def least_bound(state, stamp, mark, banned, first_banned, next_banned, first_out, head, weight,
                gate_bits, gates, size, distance):  # fmt: skip
    """Return the least bound of a way on from a state by an arc that is allowed, and the arc."""
    vertex = state % size
    best, taken = np.inf, -1
    for arc in range(first_out[vertex], first_out[vertex + 1]):
        entry = first_banned
        while entry >= 0 and banned[entry] != arc:
            entry = next_banned[entry]
        if entry >= 0:
            continue
        other = step(state, arc, head, gate_bits, gates, size)
        if stamp[other] == mark:
            continue
        bound = weight[arc] + distance[other]
        if bound < best:
            best, taken = bound, arc
    return best, taken


@jit
def detour(start, stamp, mark, banned, first_banned, next_banned, first_out, head, weight,
           gate_bits, gates, size, distance, end, cost, arc_to, before):  # fmt: skip
    """Search the best way from a state to the end outside the states stamped ``mark``.

    Fills ``arc_to`` and ``before`` along the way and returns its cost, ``inf`` if none.
    """
    cost[:] = np.inf
    cost[start] = 0.0
    arc_to[start] = -1
    queue = [(distance[start], start)]
    while len(queue) > 0:
        key, state = heappop(queue)
        if state == end:
            return cost[end]
        if key > cost[state] + distance[state]:
            continue
        vertex = state % size
        for arc in range(first_out[vertex], first_out[vertex + 1]):
            if state == start:
                entry = first_banned
                while entry >= 0 and banned[entry] != arc:
                    entry = next_banned[entry]
                if entry >= 0:
                    continue
            other = step(state, arc, head, gate_bits, gates, size)
            if stamp[other] == mark or distance[other] == np.inf:
                continue
            new = cost[state] + weight[arc]
            if new < cost[other]:
                cost[other] = new
                arc_to[other] = arc
                before[other] = state
                heappush(queue, (new + distance[other], other))
    return np.inf


@jit
def first_offence(way, head, country, seen):
    """Return the place in a way of the arc that re-enters a territory, or its length."""
    seen[:] = False
    now = -1
    for place in range(len(way)):
        here = country[head[way[place]]]
        if here < 0 or here == now:
            continue
        if seen[here]:
            return place
        seen[here] = True
        now = here
    return len(way)


@jit
def shortest_ways(first_out, head, weight, gate_bits, gates, size, country, countries,
                  source, end, distance, onward, k, most):  # fmt: skip
    """Return up to ``k`` shortest lawful ways in order, and whether no further one exists.

    At most ``most`` ways are looked at, lawful or not.
    """
    states = len(distance)
    stamp = np.full(states, -1)
    mark = 0
    cost = np.full(states, np.inf)
    arc_to, before = np.full(states, -1), np.full(states, -1)
    seen = np.zeros(countries, np.bool_)
    lawful = [np.empty(0, np.int64)]
    lawful.clear()
    ways = [np.empty(0, np.int64)]  # those looked at
    ways.clear()
    banned, next_banned = [-1], [-1]
    # a set of ways: those that follow way `parent` for `depth` arcs, then take no banned arc
    parent, depth, head_banned, paid = [-1], [0], [-1], [0.0]
    # the best way of a set after its common part, where it had to be searched
    found = [np.empty(0, np.int64)]
    queue = [(distance[source], 0)]
    if distance[source] == np.inf:
        return lawful, True
    while len(queue) > 0:
        if len(lawful) == k or len(ways) == most:
            return lawful, False
        key, number = heappop(queue)
        # -- the part that the ways of the set have in common
        mark += 1
        state, place = source, 0
        stamp[state] = mark
        common = depth[number]
        while place < common:
            state = step(state, ways[parent[number]][place], head, gate_bits, gates, size)
            stamp[state] = mark
            place += 1
        # -- the best way on
        rest = found[number]
        if len(rest) == 0:
            _, arc = least_bound(
                state, stamp, mark, banned, head_banned[number], next_banned, first_out, head,
                weight, gate_bits, gates, size, distance,
            )  # fmt: skip
            other = step(state, arc, head, gate_bits, gates, size)
            length = 1
            free = stamp[other] != mark
            while other != end and free:
                other = step(other, onward[other], head, gate_bits, gates, size)
                free = stamp[other] != mark
                length += 1
            if free:
                rest = np.empty(length, np.int64)
                rest[0] = arc
                other = step(state, arc, head, gate_bits, gates, size)
                for place in range(1, length):
                    rest[place] = onward[other]
                    other = step(other, onward[other], head, gate_bits, gates, size)
            else:
                more = detour(
                    state, stamp, mark, banned, head_banned[number], next_banned, first_out,
                    head, weight, gate_bits, gates, size, distance, end, cost, arc_to, before,
                )  # fmt: skip
                if more == np.inf:
                    continue
                length, other = 0, end
                while other != state:
                    length += 1
                    other = before[other]
                rest = np.empty(length, np.int64)
                other = end
                while other != state:
                    length -= 1
                    rest[length] = arc_to[other]
                    other = before[other]
                found[number] = rest
                if paid[number] + more > key:
                    heappush(queue, (paid[number] + more, number))
                    continue
        way = np.empty(common + len(rest), np.int64)
        for place in range(common):
            way[place] = ways[parent[number]][place]
        way[common:] = rest
        ways.append(way)
        last = first_offence(way, head, country, seen)
        if last == len(way):
            lawful.append(way)
            last = len(way) - 1
        # -- split the other ways of the set by where they leave this one
        mark += 1
        state, spent = source, 0.0
        for place in range(last + 1):
            stamp[state] = mark
            if place >= common:
                entry = len(banned)
                banned.append(way[place])
                next_banned.append(head_banned[number] if place == common else -1)
                bound, arc = least_bound(
                    state, stamp, mark, banned, entry, next_banned, first_out, head, weight,
                    gate_bits, gates, size, distance,
                )  # fmt: skip
                if bound < np.inf:
                    parent.append(len(ways) - 1)
                    depth.append(place)
                    head_banned.append(entry)
                    paid.append(spent)
                    found.append(np.empty(0, np.int64))
                    heappush(queue, (spent + bound, len(parent) - 1))
            spent += weight[way[place]]
            state = step(state, way[place], head, gate_bits, gates, size)
    return lawful, True


@jit
def ways_through(first_out, head, weight, gate_bits, gates, size, source, end, distance, onward):
    """Return for each state the best way through it, in order of length; each way once.

    Ways that repeat a state are left out. This is a choice of few, very different ways.
    """
    states = len(distance)
    cost = np.full(states, np.inf)
    arc_to, before = np.full(states, -1), np.full(states, -1)
    settled = np.zeros(states, np.bool_)
    cost[source] = 0.0
    queue = [(0.0, source)]
    while len(queue) > 0:
        paid, state = heappop(queue)
        if settled[state]:
            continue
        settled[state] = True
        vertex = state % size
        for arc in range(first_out[vertex], first_out[vertex + 1]):
            other = step(state, arc, head, gate_bits, gates, size)
            new = paid + weight[arc]
            if settled[other] or distance[other] == np.inf:
                continue
            if new < cost[other] or (new == cost[other] and arc < arc_to[other]):
                if new < cost[other]:
                    heappush(queue, (new, other))
                cost[other] = new
                arc_to[other] = arc
                before[other] = state
    order = np.argsort(cost + distance, kind="mergesort")
    drawn = np.zeros(states, np.bool_)  # the way through this state is one already drawn
    stamp = np.full(states, -1)
    ways = [np.empty(0, np.int64)]
    ways.clear()
    for mark in range(states):
        via = order[mark]
        if cost[via] + distance[via] == np.inf:
            break
        if drawn[via]:
            continue
        there, state = 0, via
        stamp[state] = mark
        while state != source:
            there += 1
            state = before[state]
            stamp[state] = mark
        onwards, state, simple = 0, via, True
        while state != end and simple:
            onwards += 1
            state = step(state, onward[state], head, gate_bits, gates, size)
            simple = stamp[state] != mark
        if not simple:
            continue
        way = np.empty(there + onwards, np.int64)
        place, state = there, via
        while state != source:
            place -= 1
            way[place] = arc_to[state]
            state = before[state]
        state = source
        total = cost[via] + distance[via]
        for place in range(there + onwards):
            if place >= there:
                way[place] = onward[state]
            state = step(state, way[place], head, gate_bits, gates, size)
            if cost[state] + distance[state] == total:
                drawn[state] = True
        ways.append(way)
    return ways
