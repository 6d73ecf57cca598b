"""Graphs without dead ends whose vertices are choices and whose arcs are chains of arcs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Reduced:
    """A graph without dead ends whose arcs are chains of parts of another graph."""

    first_out: np.ndarray
    head: np.ndarray
    first_part: np.ndarray
    part: np.ndarray
    number: dict[int, int]  # of the vertices kept

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of a value of the parts along each arc."""
        along = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values[self.part], axis=0)])
        found: np.ndarray = along[self.first_part[1:]] - along[self.first_part[:-1]]
        return found


def reduced(
    tail: np.ndarray, head: np.ndarray, sources: Collection[int], ends: Collection[int]
) -> Reduced | None:
    """Contract a graph to the vertices where a way from a source to an end has a choice.

    Returns ``None`` if no end can be reached.
    """
    out: dict[int, list[int]] = {}
    into: dict[int, list[int]] = {}
    heads, tails = head.tolist(), tail.tolist()
    for arc, (a, b) in enumerate(zip(tails, heads, strict=True)):
        if a != b:
            out.setdefault(a, []).append(arc)
            into.setdefault(b, []).append(arc)
    alive = _reach(sources, out, heads) & _reach(ends, into, tails)
    keep = {v for v in (*sources, *ends) if v in alive}
    if not keep:
        return None
    neighbours = {
        v: {heads[a] for a in out.get(v, ())} & alive | {tails[a] for a in into.get(v, ())} & alive
        for v in alive
    }
    _drop_dead_ends(neighbours, keep)
    alive = set(neighbours)
    exits = {v: [a for a in out.get(v, ()) if heads[a] in alive] for v in alive}
    entries = {v: [a for a in into.get(v, ()) if tails[a] in alive] for v in alive}

    def passes(v: int) -> bool:
        if v in keep or len(neighbours[v]) > 2:
            return False
        nexts, befores = [heads[a] for a in exits[v]], [tails[a] for a in entries[v]]
        return len(set(nexts)) == len(nexts) and len(set(befores)) == len(befores)

    chosen = sorted(v for v in alive if not passes(v))
    number = {v: k for k, v in enumerate(chosen)}
    chains = []
    for v in chosen:
        for arc in exits[v]:
            chain = _chain(arc, number, exits, heads, tails)
            if chain and heads[chain[-1]] != v:
                chains.append((number[v], number[heads[chain[-1]]], chain))
    lengths = [len(chain) for _, _, chain in chains]
    return Reduced(
        first_out=np.searchsorted([t for t, _, _ in chains], np.arange(len(chosen) + 1)),
        head=np.array([h for _, h, _ in chains], np.int64),
        first_part=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        part=np.array([a for _, _, chain in chains for a in chain], np.int64),
        number=number,
    )


def _reach(starts: Collection[int], arcs: dict[int, list[int]], other: list[int]) -> set[int]:
    seen, waiting = set(starts), list(starts)
    while waiting:
        for arc in arcs.get(waiting.pop(), ()):
            if other[arc] not in seen:
                seen.add(other[arc])
                waiting.append(other[arc])
    return seen


def _drop_dead_ends(neighbours: dict[int, set[int]], keep: set[int]) -> None:
    waiting = [v for v, near in neighbours.items() if len(near) < 2 and v not in keep]
    while waiting:
        v = waiting.pop()
        for other in neighbours.pop(v, ()):
            near = neighbours.get(other)
            if near is not None:
                near.discard(v)
                if len(near) < 2 and other not in keep:
                    waiting.append(other)


def _chain(arc: int, number: dict, exits: dict, heads: list[int], tails: list[int]) -> list[int]:
    """Follow an arc to the next vertex with a choice; nothing if it leads nowhere."""
    chain = [arc]
    while heads[arc] not in number:
        onward = [a for a in exits[heads[arc]] if heads[a] != tails[arc]]
        if not onward or len(chain) > len(heads):
            return []
        arc = onward[0]
        chain.append(arc)
    return chain
