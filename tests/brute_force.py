"""Small random multigraphs with countries and gates, and every way through them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Case:
    """A random problem: arcs from ``tail`` to ``head``, one source, one goal."""

    tail: np.ndarray
    head: np.ndarray
    cost: np.ndarray
    country: np.ndarray
    gate_bits: np.ndarray
    gates: int
    origin: int
    goal: int

    @property
    def first_out(self) -> np.ndarray:
        return np.searchsorted(self.tail, np.arange(len(self.country) + 1))


def random_case(seed: int, *, criteria: int = 3, countries: int = 3, gates: int = 1) -> Case:
    """Return a multigraph of 4 to 7 vertices; costs are small whole numbers, so ties abound."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(4, 8))
    arcs = int(rng.integers(size, 3 * size))
    tail = np.sort(rng.integers(0, size, arcs))
    head = rng.integers(0, size, arcs)
    cost = rng.integers(0, 6, (arcs, criteria)).astype(float)
    if rng.random() < 0.5:
        cost = cost + rng.random((arcs, criteria))
    gates = int(rng.integers(0, gates + 1))
    bits = np.zeros(arcs, np.int64)
    for k in range(gates):
        bits |= (rng.random(arcs) < 0.5).astype(np.int64) << k
    country = rng.integers(-1, countries, size)
    return Case(tail, head, cost, country, bits, gates, 0, size - 1)


def all_ways(case: Case, *, lawful: bool = True) -> list[tuple[int, ...]]:
    """Return every way from origin to goal that repeats no state and re-enters no country."""
    found: list[tuple[int, ...]] = []
    first_out = case.first_out

    def walk(vertex, layer, way, states, seen, now):
        if vertex == case.goal and layer == case.gates:
            found.append(tuple(way))
        for arc in range(first_out[vertex], first_out[vertex + 1]):
            up = layer
            if layer < case.gates and case.gate_bits[arc] >> layer & 1:
                up += 1
            other = int(case.head[arc])
            if (other, up) in states:
                continue
            here = int(case.country[other])
            if lawful and here not in (-1, now) and here in seen:
                continue
            walk(
                other,
                up,
                [*way, arc],
                states | {(other, up)},
                seen | {here} - {-1},
                now if here == -1 else here,
            )

    home = int(case.country[case.origin])
    walk(case.origin, 0, [], {(case.origin, 0)}, {home} - {-1}, home)
    return found


def values_of(case: Case, ways: list[tuple[int, ...]]) -> np.ndarray:
    """Return the sums of cost of each way."""
    columns = case.cost.shape[1]
    return np.array([case.cost[list(way)].sum(axis=0) for way in ways]).reshape(-1, columns)


def front_of(values: np.ndarray) -> set[tuple[float, ...]]:
    """Return the rows that no other row dominates, rounded."""
    rows = {tuple(float(v) for v in row) for row in np.round(values, 9)}
    return {
        row
        for row in rows
        if not any(
            other != row and all(a <= b for a, b in zip(other, row, strict=True)) for other in rows
        )
    }
