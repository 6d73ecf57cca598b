"""An order of contraction by nested dissection: where a graph is narrow it is cut, and cut again.

Vertices that lie at dead ends come first. What is left is swept in four directions: from the first
quarter of the vertices on, by the number of arcs, so that the front is straight however the places
lie. A cut at any place of a sweep takes out the vertices that are passed and have neighbours that
are not. The smallest cut that leaves neither side too small comes last in the order; then each side
is cut.
"""

from __future__ import annotations

import numpy as np

from corridors.engines.jit import jit

#: No side of a cut is smaller than this share, unless there are but a few vertices.
_LEAST = 0.25


@jit
def dissect(first, near, sweeps, low, rank):
    """Fill the ranks of the vertices that are swept, from ``low`` on.

    ``near[first[v] : first[v + 1]]`` are the neighbours of ``v``, itself left out; ``sweeps`` has
    a row for each direction: the vertices in their order in it, which is lost.
    """
    size, count = len(first) - 1, sweeps.shape[1]
    part = np.full(size, -1, np.int32)  # the part that a vertex lies in; -1: it has its rank
    position = np.empty(size, np.int32)
    opened = np.zeros(count + 2, np.int32)
    spare = np.empty(count, np.int32)
    wave, best_wave = np.empty(count, np.int32), np.empty(count, np.int32)
    side = np.zeros(size, np.int8)
    waiting = np.empty((count + 1, 2), np.int64)
    waiting[0] = 0, count
    left_over, number = 1, 0
    while left_over > 0:
        left_over -= 1
        begin, end = waiting[left_over]
        if end - begin <= 2:
            for place in range(begin, end):
                vertex = sweeps[0, place]
                rank[vertex] = low + place
                part[vertex] = -1
            continue
        number += 1
        for place in range(begin, end):
            part[sweeps[0, place]] = number
        best, cut = np.inf, begin
        for k in range(len(sweeps)):
            spread(first, near, sweeps[k], begin, end, part, number, position, wave)
            found, at = narrowest(first, near, wave, begin, end, part, number, position, opened)
            if found < best:
                best, cut = found, at
                best_wave[begin:end] = wave[begin:end]
        for place in range(begin, end):
            position[best_wave[place]] = place
        for place in range(begin, end):
            vertex = best_wave[place]
            if place >= cut:
                side[vertex] = 1
                continue
            side[vertex] = 0
            for other in near[first[vertex] : first[vertex + 1]]:
                if part[other] == number and position[other] >= cut:
                    side[vertex] = 2
        left, right = begin, end
        for k in range(len(sweeps)):
            left, right = split(sweeps[k], begin, end, side, spare)
        for place in range(right, end):
            vertex = sweeps[0, place]
            rank[vertex] = low + place
            part[vertex] = -1
        if left > begin:
            waiting[left_over] = begin, left
            left_over += 1
        if right > left:
            waiting[left_over] = left, right
            left_over += 1


@jit
def peel(first, near, rank):
    """Give the lowest ranks to vertices of one neighbour, again and again; return how many.

    All other ranks must be -1 before.
    """
    size = len(first) - 1
    degree = np.empty(size, np.int32)
    waiting = np.empty(size, np.int32)
    count = 0
    for vertex in range(size):
        degree[vertex] = first[vertex + 1] - first[vertex]
        if degree[vertex] <= 1:
            waiting[count] = vertex
            rank[vertex] = count
            count += 1
    done = 0
    while done < count:
        vertex = waiting[done]
        done += 1
        for other in near[first[vertex] : first[vertex + 1]]:
            if rank[other] < 0:
                degree[other] -= 1
                if degree[other] <= 1:
                    rank[other] = count
                    waiting[count] = other
                    count += 1
    return count


@jit
def spread(first, near, sweep, begin, end, part, number, position, wave):
    """Fill a wave: the first quarter of a sweep, then what is near it, and what is near that."""
    for place in range(begin, end):
        position[sweep[place]] = -1
    known = begin
    for place in range(begin, begin + (end - begin) // 4 + 1):
        wave[known] = sweep[place]
        position[sweep[place]] = known
        known += 1
    done, rest = begin, begin
    while known < end:
        if done == known:  # nothing else is joined to it
            while position[sweep[rest]] >= 0:
                rest += 1
            wave[known] = sweep[rest]
            position[sweep[rest]] = known
            known += 1
        vertex = wave[done]
        done += 1
        for other in near[first[vertex] : first[vertex + 1]]:
            if part[other] == number and position[other] < 0:
                wave[known] = other
                position[other] = known
                known += 1


@jit
def narrowest(first, near, sweep, begin, end, part, number, position, opened):
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
    at = np.zeros(4, np.int64)
    at[0] = begin
    for place in range(begin, end):
        at[side[sweep[place]] + 1] += 1
    at[1] += begin
    at[2] += at[1]
    left, right = at[1], at[2]
    for place in range(begin, end):
        vertex = sweep[place]
        here = side[vertex]
        spare[at[here]] = vertex
        at[here] += 1
    sweep[begin:end] = spare[begin:end]
    return left, right
