"""The shortest way that never re-enters a country it has left.

Run only when the plain shortest way breaks that rule, which is rare: borders cost time and
money. An exact label search: a label is (cost, state, country, countries visited); one
dominates another at the same state and country if it costs no more and has visited no other
country. Lower bounds come from a reverse search without the rule, so that labels are made
only where they can matter. The same code runs in plain Python and compiled by numba.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from corridors.engines import jit
from corridors.engines.lawful_kernel import label_search, lower_bounds
from corridors.errors import CorridorsError

#: More labels than this mean that the network is not of the kind this search is made for.
MAX_LABELS = 20_000_000
#: So many territories fit into a compiled mask; plain Python's have no end.
_BITS = 63

_KERNEL: Callable[..., tuple[float, list[int], int]] = label_search
_BOUNDS: Callable[..., None] = lower_bounds
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def enters_twice(
    way: Sequence[int], tail: np.ndarray, head: np.ndarray, country: np.ndarray
) -> bool:
    """Say whether a way of arcs, each from where the last led, enters a territory it has left."""
    arcs = np.asarray(way, np.int64)
    passed = country[np.concatenate([tail[arcs[:1]], head[arcs]])]
    land = passed[passed >= 0]
    entered = [*land[:1].tolist(), *land[1:][land[1:] != land[:-1]].tolist()]
    return len(set(entered)) < len(entered)


def returning(
    tail: np.ndarray,
    head: np.ndarray,
    country: np.ndarray,
    abroad: np.ndarray,
    *,
    home: int = -1,
    away: int = -1,
) -> np.ndarray:
    """Return the arcs that lead back home, and those out of the destination's country.

    Only arcs between two territories (``abroad``) are meant: a ferry between two ports of one
    country leaves its territory and comes back without a border. Ways that obey the rule use
    no such arc, so where they are closed the answer stays the same.
    """
    found = np.zeros(len(tail), bool)
    if home >= 0:
        found |= abroad & (country[head] == home) & (country[tail] != home)
    if away >= 0:
        found |= abroad & (country[tail] == away) & (country[head] != away)
    return np.flatnonzero(found)


def simple_way(
    arrays: Arrays,
    country: np.ndarray,
    gates: int,
    seeds: Sequence[tuple[int, float]],
    goal: int,
) -> tuple[float, list[int]] | None:
    """Return cost and arcs of the best way that enters no territory twice, or ``None``.

    Raises
    ------
    CorridorsError
        If the search needs more than ``MAX_LABELS`` labels.
    """
    first_out, head, weight, bits = arrays
    size = len(first_out) - 1
    tail = np.repeat(np.arange(size), np.diff(first_out))
    into = np.argsort(head, kind="stable")
    first_in = np.searchsorted(head[into], np.arange(size + 1))
    vertices = np.array([v for v, _ in seeds], np.int64)
    costs = np.array([c for _, c in seeds], float)
    end = gates * size + goal
    bound = np.full(size * (gates + 1), math.inf)
    reverse = (first_in, into, tail, weight, bits, gates, size, end, bound)
    forward = (first_out, head, weight, bits, gates, size, country, vertices, costs, end)
    wide = country.max(initial=-1) >= _BITS
    engine = None if wide or not jit.compiles(label_search.__module__, len(head)) else _compiled()
    if engine is None:
        begin = time.thread_time()
        _BOUNDS(*reverse)
        cost, arcs, count = _KERNEL(*(_listed(a) for a in (*forward, bound)), MAX_LABELS)
        jit.spend(begin)
    else:
        engine[0](*reverse)
        cost, arcs, count = engine[1](*forward, bound, MAX_LABELS)
    if count >= MAX_LABELS:
        raise CorridorsError(f"gave up after {count:,} labels; avoid countries that are no option")
    return None if cost == math.inf else (float(cost), [int(a) for a in arcs])


def _listed(value: np.ndarray | int) -> list | int:
    return value.tolist() if isinstance(value, np.ndarray) else value


@cache
def _compiled() -> tuple[Callable, Callable] | None:
    if not jit.is_compiled():
        return None
    return jit.compiled_now(lower_bounds), jit.compiled_now(label_search)
