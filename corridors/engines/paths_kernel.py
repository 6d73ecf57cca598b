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

from corridors.engines.jit import jit


@jit
def push(keys, items, count, key, item):
    """Put an item into a heap of ``count`` items, in order of (key, item)."""
    place = count
    while place > 0:
        up = (place - 1) >> 1
        if keys[up] < key or (keys[up] == key and items[up] <= item):
            break
        keys[place], items[place] = keys[up], items[up]
        place = up
    keys[place], items[place] = key, item


@jit
def drop_first(keys, items, count):
    """Take the first of ``count`` items from a heap."""
    last = count - 1
    key, item = keys[last], items[last]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= last:
            break
        if below + 1 < last and (
            keys[below + 1] < keys[below]
            or (keys[below + 1] == keys[below] and items[below + 1] < items[below])
        ):
            below += 1
        if key < keys[below] or (key == keys[below] and item <= items[below]):
            break
        keys[place], items[place] = keys[below], items[below]
        place = below
    keys[place], items[place] = key, item


@jit
def tree_to_end(first_out, first_in, into, tail, weight, gate_bits, gates, size, end):
    """Return the distance from each state to the end, and the arc to take (-1: none).

    A state that no arc leads to is never queued, and one with a single arc out is settled
    with the state that arc leads to: no other way can be shorter.
    """
    states = size * (gates + 1)
    distance = np.full(states, np.inf)
    onward = np.full(states, -1)
    settled = np.zeros(states, np.bool_)
    keys = np.empty(len(tail) * (gates + 1) + 1)
    items = np.empty(len(keys), np.int64)
    distance[end] = 0.0
    keys[0], items[0], count = 0.0, end, 1
    while count > 0:
        state = items[0]
        drop_first(keys, items, count)
        count -= 1
        if settled[state]:
            continue
        while state >= 0:
            settled[state] = True
            paid, following = distance[state], -1
            layer = state // size
            vertex = state - layer * size
            for place in range(first_in[vertex], first_in[vertex + 1]):
                arc = into[place]
                new = paid + weight[arc]
                start = tail[arc]
                for low in range(max(layer - 1, 0), layer + 1):
                    up = low
                    if low < gates and (gate_bits[arc] >> low) & 1:
                        up = low + 1
                    other = low * size + start
                    if up != layer or settled[other] or new > distance[other]:
                        continue
                    if new == distance[other]:
                        onward[other] = min(onward[other], arc)
                        continue
                    distance[other] = new
                    onward[other] = arc
                    if first_in[start] == first_in[start + 1]:
                        continue
                    if following < 0 and first_out[start + 1] - first_out[start] == 1:
                        following = other
                    else:
                        push(keys, items, count, new, other)
                        count += 1
            state = following
    return distance, onward


@jit
def step(state, arc, head, gate_bits, gates, size):
    """Return the state to which an arc leads."""
    layer = state // size
    if layer < gates and (gate_bits[arc] >> layer) & 1:
        layer += 1
    return layer * size + head[arc]


@jit
def least_bound(state, stamp, mark, banned, first_banned, next_banned, first_out, head, weight,
                gate_bits, gates, size, distance):  # fmt: skip
    """Return the least bound of a way on from a state by an arc that is allowed, and the arc."""
    vertex = state % size
    best, taken = np.inf, -1
    for arc in range(first_out[vertex], first_out[vertex + 1]):
        other = step(state, arc, head, gate_bits, gates, size)
        bound = weight[arc] + distance[other]
        if bound >= best or stamp[other] == mark:
            continue
        entry = first_banned
        while entry >= 0 and banned[entry] != arc:
            entry = next_banned[entry]
        if entry < 0:
            best, taken = bound, arc
    return best, taken


@jit
def along_tree(state, arc, end, onward, stamp, mark, head, gate_bits, gates, size, arcs):
    """Append an arc and the tree from its head to ``arcs``; if they meet a mark, nothing."""
    begin = len(arcs)
    while True:
        arcs.append(arc)
        state = step(state, arc, head, gate_bits, gates, size)
        if stamp[state] == mark:
            while len(arcs) > begin:
                arcs.pop()
            return False
        if state == end:
            return True
        arc = onward[state]


@jit
def detour(start, stamp, mark, banned, first_banned, next_banned, first_out, head, weight,
           gate_bits, gates, size, distance, end, cost, reached, search, arc_to, before, keys,
           items, arcs):  # fmt: skip
    """Append the best way from a state to the end outside the states stamped ``mark``.

    Returns its cost, ``inf`` if there is none. ``cost`` holds where ``reached`` is the number
    of this search.
    """
    cost[start], reached[start] = 0.0, search
    keys[0], items[0], count = distance[start], start, 1
    while count > 0:
        key, state = keys[0], items[0]
        if state == end:
            break
        drop_first(keys, items, count)
        count -= 1
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
            if reached[other] != search or new < cost[other]:
                cost[other], reached[other] = new, search
                arc_to[other] = arc
                before[other] = state
                push(keys, items, count, new + distance[other], other)
                count += 1
    if count == 0:
        return np.inf
    begin, state = len(arcs), end
    while state != start:
        arcs.append(arc_to[state])
        state = before[state]
    low, high = begin, len(arcs) - 1
    while low < high:
        arcs[low], arcs[high] = arcs[high], arcs[low]
        low, high = low + 1, high - 1
    return cost[end]


@jit
def first_offence(way, begin, stop, head, country, seen):
    """Return the place in a way of the arc that re-enters a territory, or ``stop``."""
    seen[:] = False
    now = -1
    for place in range(begin, stop):
        here = country[head[way[place]]]
        if here < 0 or here == now:
            continue
        if seen[here]:
            return place
        seen[here] = True
        now = here
    return stop


@jit
def shortest_ways(first_out, head, weight, gate_bits, gates, size, country, countries,
                  source, end, distance, onward, k, most):  # fmt: skip
    """Return up to ``k`` shortest lawful ways in order, and whether no further one exists.

    The ways are one after the other in the first array; the second says where each begins,
    and where the last one ends. At most ``most[0]`` ways are looked at, lawful or
    not; another thread may set it to 0, which ends the search.
    """
    states = len(distance)
    lawful, first_lawful = [0], [0]
    lawful.clear()
    if distance[source] == np.inf:
        return np.array(lawful, np.int64), np.array(first_lawful, np.int64), True
    stamp, mark = np.full(states, -1), 0
    cost, reached, search = np.empty(states), np.full(states, -1), 0
    arc_to, before = np.empty(states, np.int64), np.empty(states, np.int64)
    keys = np.empty(len(weight) * (gates + 1) + 1)
    items = np.empty(len(keys), np.int64)
    seen = np.zeros(countries, np.bool_)
    arcs = [0]  # of the ways looked at and of those searched, one after the other
    arcs.clear()
    banned, next_banned = [-1], [-1]
    # a set of ways: those that follow the arcs from `parent` on for `depth` arcs, then take
    # no banned arc; `best` is the arc of least bound, `rest` and `length` are the best way on
    # where it had to be searched
    parent, depth, head_banned, paid, best = [0], [0], [-1], [0.0], [onward[source]]
    rest, length = [-1], [0]
    queue = [(distance[source], 0)]
    looked = 0
    while len(queue) > 0:
        if len(first_lawful) > k or looked >= most[0]:
            return np.array(lawful, np.int64), np.array(first_lawful, np.int64), False
        key, number = heappop(queue)
        common = depth[number]
        # -- the part that the ways of the set have in common
        mark += 1
        state = source
        stamp[state] = mark
        for place in range(parent[number], parent[number] + common):
            state = step(state, arcs[place], head, gate_bits, gates, size)
            stamp[state] = mark
        # -- the best way on
        if rest[number] < 0:
            rest[number] = len(arcs)
            if not along_tree(
                state, best[number], end, onward, stamp, mark, head, gate_bits, gates, size, arcs
            ):
                search += 1
                more = paid[number] + detour(
                    state, stamp, mark, banned, head_banned[number], next_banned, first_out,
                    head, weight, gate_bits, gates, size, distance, end, cost, reached, search,
                    arc_to, before, keys, items, arcs,
                )  # fmt: skip
                length[number] = len(arcs) - rest[number]
                if more > key:
                    if more < np.inf:
                        heappush(queue, (more, number))
                    continue
            length[number] = len(arcs) - rest[number]
        looked += 1
        way = len(arcs)
        for place in range(parent[number], parent[number] + common):
            arcs.append(arcs[place])
        for place in range(rest[number], rest[number] + length[number]):
            arcs.append(arcs[place])
        last = first_offence(arcs, way, len(arcs), head, country, seen)
        if last == len(arcs):
            for place in range(way, last):
                lawful.append(arcs[place])
            first_lawful.append(len(lawful))
            last -= 1
        # -- split the other ways of the set by where they leave this one
        mark += 1
        state, spent = source, 0.0
        for place in range(way, last + 1):
            stamp[state] = mark
            if place >= way + common:
                entry = len(banned)
                banned.append(arcs[place])
                next_banned.append(head_banned[number] if place == way + common else -1)
                bound, arc = least_bound(
                    state, stamp, mark, banned, entry, next_banned, first_out, head, weight,
                    gate_bits, gates, size, distance,
                )  # fmt: skip
                if bound < np.inf:
                    parent.append(way)
                    depth.append(place - way)
                    head_banned.append(entry)
                    paid.append(spent)
                    best.append(arc)
                    rest.append(-1)
                    length.append(0)
                    heappush(queue, (spent + bound, len(parent) - 1))
            spent += weight[arcs[place]]
            state = step(state, arcs[place], head, gate_bits, gates, size)
    return np.array(lawful, np.int64), np.array(first_lawful, np.int64), True


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
