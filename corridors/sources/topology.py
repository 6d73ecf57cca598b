"""From ways to chains: split where ways meet, merged where nothing changes.

A chain is what becomes a link: points between two nodes, with the tags of its ways, their ids,
and its geodesic length. Nodes are where three or more chains meet, where a mode, gauge, status
or another tag changes, where a place lies, where a border is crossed, and the ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corridors.network.geodesy import great_circle_km
from corridors.sources.measure import segment_km
from corridors.sources.tags import WayTags
from corridors.sources.ways import Ways

#: A chain over this many times the straight line between its ends (and 25 km more) is halved.
MAX_WINDING, WINDING_KM = 2.8, 25.0


@dataclass(frozen=True)
class Chain:
    """One link to be: its points (rows of the ways' points), tags, way ids and km."""

    points: np.ndarray
    tags: WayTags
    way_ids: tuple[int, ...]
    km: float


def make_chains(ways: Ways, country: np.ndarray, keep: np.ndarray) -> list[Chain]:
    """Return the chains of the ways, in a canonical order.

    Parameters
    ----------
    ways
        The ways.
    country
        Country of each point; a chain on land ends on both sides of a border.
    keep
        Which points stay nodes whatever meets there.
    """
    pieces = _Pieces(ways, country, keep)
    partner = pieces.partners(keep)
    chains = []
    for ends in _walks(partner):
        chains.extend(_halved(_chain(pieces, ends), ways))
    return sorted(chains, key=lambda chain: (chain.way_ids, chain.tags.mode, chain.points[0]))


class _Pieces:
    """Stretches of ways between nodes: positions ``start[k]`` to ``stop[k]`` of ``ways.refs``."""

    def __init__(self, ways: Ways, country: np.ndarray, keep: np.ndarray) -> None:
        self.ways = ways
        self.owner = np.repeat(np.arange(len(ways)), np.diff(ways.first))
        self.inner = self.owner[:-1] == self.owner[1:]
        km = segment_km(ways.lon[ways.refs], ways.lat[ways.refs])
        self.km_until = np.concatenate([[0.0], np.cumsum(np.where(self.inner, km, 0.0))])
        node = self._nodes(country, keep)
        at = node[ways.refs]
        at[ways.first[:-1]] = at[ways.first[1:] - 1] = True
        stops = np.flatnonzero(at)
        same = self.owner[stops[:-1]] == self.owner[stops[1:]]
        self.start, self.stop = stops[:-1][same], stops[1:][same]
        self.way = self.owner[self.start]
        keys: dict[tuple, int] = {}
        unique = {id(tags): tags for tags in ways.tags}
        number = {i: keys.setdefault(tags.key, len(keys)) for i, tags in unique.items()}
        by_way = np.array([number[id(tags)] for tags in ways.tags], np.int64)
        self.key = by_way[self.way]
        self.oneway = np.array([tags.oneway for tags in ways.tags], np.int64)[self.way]

    def _nodes(self, country: np.ndarray, keep: np.ndarray) -> np.ndarray:
        """Return which points are nodes already before chains are merged."""
        ways = self.ways
        refs, size = ways.refs, len(ways.lon)
        node = np.bincount(refs, minlength=size) > 1
        node |= keep
        node[refs[ways.first[:-1]]] = node[refs[ways.first[1:] - 1]] = True
        land = np.array([tags.mode != "ferry" for tags in ways.tags], bool)
        tail, head = refs[:-1], refs[1:]
        border = self.inner & land[self.owner[:-1]] & (country[tail] != country[head])
        node[tail[border]] = node[head[border]] = True
        self.border_points = np.unique(np.concatenate([tail[border], head[border]]))
        return node

    def partners(self, keep: np.ndarray) -> np.ndarray:
        """Return for each end of a piece the end it goes on at, or -1.

        Ends ``2k`` and ``2k + 1`` are the first and the last point of piece ``k``.
        """
        refs = self.ways.refs
        point = np.stack([refs[self.start], refs[self.stop]], 1).ravel()
        partner = np.full(len(point), -1)
        order = np.argsort(point, kind="stable")
        degree = np.bincount(point, minlength=len(self.ways.lon))
        pairs = order[degree[point[order]] == 2].reshape(-1, 2)
        a, b = pairs.T
        through = ~keep[point[a]]
        through[np.isin(point[a], self.border_points)] = False
        through &= self.key[a // 2] == self.key[b // 2]
        # One-way pieces must flow through: exactly one of them ends here, in its own direction.
        into = [np.where(self.oneway[e // 2] >= 0, e % 2, 1 - e % 2) for e in (a, b)]
        through &= (self.oneway[a // 2] == 0) | (into[0] != into[1])
        partner[a[through]], partner[b[through]] = b[through], a[through]
        return partner


def _walks(partner: np.ndarray) -> list[list[int]]:
    """Return the ends by which each chain enters its pieces, in order."""
    follow = partner.tolist()
    seen = bytearray(len(follow) // 2)
    found = []

    def walk(end: int) -> list[int]:
        ends = []
        while end >= 0 and not seen[end // 2]:
            seen[end // 2] = 1
            ends.append(end)
            end = follow[end ^ 1]
        return ends

    for end, other in enumerate(follow):
        if other < 0 and not seen[end // 2]:
            found.append(walk(end))
    found += [walk(end) for end in range(0, len(follow), 2) if not seen[end // 2]]
    return found


def _chain(pieces: _Pieces, ends: Sequence[int]) -> Chain:
    """Return the chain of a walk, in the direction of traffic where it is one-way."""
    first = ends[0]
    against = pieces.oneway[first // 2] * (1 - 2 * (first % 2)) < 0
    if against:
        ends = [end ^ 1 for end in reversed(ends)]
    refs, parts, ways, lengths = pieces.ways.refs, [], [], []
    for end in ends:
        k = end // 2
        points = refs[pieces.start[k] : pieces.stop[k] + 1]
        points = points[::-1] if end % 2 else points
        parts.append(points if not parts else points[1:])
        ways.append(int(pieces.way[k]))
        lengths.append(float(pieces.km_until[pieces.stop[k]] - pieces.km_until[pieces.start[k]]))
    tags = pieces.ways.tags
    merged = tags[ways[0]] if len(ways) == 1 else _merged([tags[w] for w in ways], lengths)
    ids = tuple(dict.fromkeys(int(pieces.ways.way_ids[w]) for w in ways))
    points = np.concatenate(parts) if len(parts) > 1 else parts[0]
    return Chain(points, merged, ids, math.fsum(lengths))


def _merged(tags: Sequence[WayTags], km: Sequence[float]) -> WayTags:
    """Return tags for a chain: the longest name, all refs, the mean speed by time."""
    if all(t is tags[0] or t == tags[0] for t in tags):
        return tags[0]
    named: dict[str, float] = {}
    for t, length in zip(tags, km, strict=True):
        if t.name:
            named[t.name] = named.get(t.name, 0.0) + length
    limits = [(t.maxspeed_kmh, k) for t, k in zip(tags, km, strict=True) if t.maxspeed_kmh > 0]
    hours = math.fsum(k / speed for speed, k in limits)
    length = math.fsum(k for _, k in limits)
    durations = [t.duration_h for t in tags if not math.isnan(t.duration_h)]
    return replace(
        tags[0],
        name=max(named, key=lambda name: (named[name], name)) if named else "",
        ref="; ".join(dict.fromkeys(t.ref for t in tags if t.ref)),
        maxspeed_kmh=round(length / hours, 1) if hours > 0 else math.nan,
        duration_h=max(durations) if durations else math.nan,
        gauge_basis=max(t.gauge_basis for t in tags),
    )


def _halved(chain: Chain, ways: Ways) -> list[Chain]:
    """Return a chain, cut in two where it returns to its start or winds too far about."""
    points = chain.points
    a, b = points[0], points[-1]
    straight = great_circle_km(ways.lon[a], ways.lat[a], ways.lon[b], ways.lat[b])
    winding = chain.km > MAX_WINDING * straight + WINDING_KM and chain.tags.mode != "ferry"
    if not (a == b or winding) or len(points) < 3:
        return [] if a == b else [chain]
    until = np.concatenate([[0.0], np.cumsum(segment_km(ways.lon[points], ways.lat[points]))])
    middle = int(np.clip(np.searchsorted(until, until[-1] / 2), 1, len(points) - 2))
    first = Chain(points[: middle + 1], chain.tags, chain.way_ids, float(until[middle]))
    second = Chain(points[middle:], chain.tags, chain.way_ids, float(until[-1] - until[middle]))
    return [*_halved(first, ways), *_halved(second, ways)]


def components(
    chains: Sequence[Chain], size: int, use: Callable[[Chain], bool], *, directed: bool
) -> np.ndarray:
    """Return the component of each point over the chains that are used, -1 off them.

    Directed, a component is strongly connected: from each of its nodes one comes to each.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    used = [chain for chain in chains if use(chain)]
    found = np.full(size, -1)
    if not used:
        return found
    tail = np.array([chain.points[0] for chain in used])
    head = np.array([chain.points[-1] for chain in used])
    both = np.array([not chain.tags.oneway for chain in used], bool)
    rows, columns = np.concatenate([tail, head[both]]), np.concatenate([head, tail[both]])
    graph = coo_array((np.ones(len(rows), bool), (rows, columns)), shape=(size, size))
    label = connected_components(graph, directed=directed, connection="strong")[1]
    ends = np.concatenate([tail, head])
    found[ends] = label[ends]
    return found
