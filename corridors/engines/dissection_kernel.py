"""An order of contraction by nested dissection: where a graph is narrow it is cut, and cut again.

Vertices that lie at dead ends come first. What is left is swept in four directions: a cut at any
place of a sweep takes out the vertices that are passed and have neighbours that are not. The
smallest cut that leaves neither side too small comes last in the order; then each side is cut.
"""

from __future__ import annotations

import numpy as np

from corridors.engines.jit import jit

#: No side of a cut is smaller than this share, unless there are but a few vertices.
_LEAST = 0.25


@jit
def dissected(first, near, keys):
    """Return the rank of each vertex.

    ``near[first[v] : first[v + 1]]`` are the neighbours of ``v``, itself left out; ``keys`` has a
    row for each direction: the place of each vertex in it.
    """
    size = len(first) - 1
    rank = np.empty(size, np.int64)
    kept = np.ones(size, np.bool_)
    low = peel(first, near, kept, rank)
    count = size - low
    sweeps = np.empty((len(keys), count), np.int32)
    for k in range(len(keys)):
        order = np.argsort(keys[k], kind="mergesort")
        place = 0
        for vertex in order:
            if kept[vertex]:
                sweeps[k, place] = vertex
                place += 1
    part = np.zeros(size, np.int32)  # of the segment that a vertex lies in; -1: it has its rank
    for vertex in range(size):
        if not kept[vertex]:
            part[vertex] = -1
    position = np.empty(size, np.int32)
    last = np.empty(count, np.int32)
    opened = np.zeros(count + 2, np.int32)
    spare = np.empty(count, np.int32)
    side = np.zeros(size, np.int8)
    waiting = [(0, count)]
    number = 0
    while len(waiting) > 0:
        begin, end = waiting.pop()
        if end - begin <= 2:
            for place in range(begin, end):
                vertex = sweeps[0, place]
                rank[vertex] = low + place
                part[vertex] = -1
            continue
        number += 1
        for place in range(begin, end):
            part[sweeps[0, place]] = number
        best, cut, which = np.inf, begin, 0
        for k in range(len(sweeps)):
            found, at = narrowest(first, near, sweeps[k], begin, end, part, number, position, last,
                                  opened)  # fmt: skip
            if found < best:
                best, cut, which = found, at, k
        for place in range(begin, end):
            position[sweeps[which, place]] = place
        for place in range(begin, end):
            vertex = sweeps[which, place]
            if place >= cut:
                side[vertex] = 1
                continue
            side[vertex] = 0
            for other in near[first[vertex] : first[vertex + 1]]:
                if part[other] == number and position[other] >= cut:
                    side[vertex] = 2
        left = right = 0
        for k in range(len(sweeps)):
            left, right = split(sweeps[k], begin, end, side, spare)
        for place in range(right, end):
            vertex = sweeps[0, place]
            rank[vertex] = low + place
            part[vertex] = -1
        if left > begin:
            waiting.append((begin, left))
        if right > left:
            waiting.append((left, right))
    return rank


@jit
def peel(first, near, kept, rank):
    """Give the lowest ranks to vertices of one neighbour, again and again; return how many."""
    size = len(first) - 1
    degree = np.empty(size, np.int32)
    waiting = np.empty(size, np.int32)
    count = 0
    for vertex in range(size):
        degree[vertex] = first[vertex + 1] - first[vertex]
        if degree[vertex] <= 1:
            waiting[count] = vertex
            kept[vertex] = False
            count += 1
    done = 0
    while done < count:
        vertex = waiting[done]
        rank[vertex] = done
        done += 1
        for other in near[first[vertex] : first[vertex + 1]]:
            if kept[other]:
                degree[other] -= 1
                if degree[other] <= 1:
                    kept[other] = False
                    waiting[count] = other
                    count += 1
    return count


@jit
def narrowest(first, near, sweep, begin, end, part, number, position, last, opened):
    """Return how bad the best cut of a sweep is, and before which place it lies."""
    for place in range(begin, end):
        position[sweep[place]] = place
        opened[place] = 0
    opened[end] = 0
    for place in range(begin, end):
        vertex = sweep[place]
        furthest = place
        for other in near[first[vertex] : first[vertex + 1]]:
            if part[other] == number and position[other] > furthest:
                furthest = position[other]
        if furthest > place:  # taken out by cuts after its own place, up to its last neighbour's
            opened[place + 1] += 1
            opened[furthest + 1] -= 1
    size = end - begin
    least = max(1, int(_LEAST * size))
    best, cut, taken = np.inf, begin + 1, 0
    for place in range(begin + 1, end):
        taken += opened[place]
        smaller = min(place - begin, end - place)
        if smaller >= least:
            bad = (taken + 0.1) / smaller**0.5
            if bad < best:
                best, cut = bad, place
    return best, cut


@jit
def split(sweep, begin, end, side, spare):
    """Sort a part of a sweep by side, 0, 1 and 2, in the same order; return where 1 and 2 begin."""
    counts = [0, 0, 0]
    for place in range(begin, end):
        counts[side[sweep[place]]] += 1
    at = [begin, begin + counts[0], begin + counts[0] + counts[1]]
    left, right = at[1], at[2]
    for place in range(begin, end):
        vertex = sweep[place]
        here = side[vertex]
        spare[at[here]] = vertex
        at[here] += 1
    sweep[begin:end] = spare[begin:end]
    return left, right
