"""From ways to chains: split where ways meet, merged where nothing changes.

A chain is what becomes a link: points between two nodes, with the tags of its ways, their ids,
and its geodesic length. Nodes are where three or more chains meet, where a mode, gauge, status
or another tag changes, where a place lies, where a border is crossed, and the ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corridors.network.checks import length_faults
from corridors.network.earth import great_circles_km, segment_km
from corridors.sources.making.tags import WayTags
from corridors.sources.making.ways import Ways
from corridors.vocabulary import SHIP_CLASSES, counted

#: A chain over this many times the straight line between its ends (and 25 km more) is halved.
MAX_WINDING, WINDING_KM = 2.8, 25.0


@dataclass(frozen=True)
class Chains:
    """Links to be, in flat arrays.

    Chain ``k`` passes ``points[first[k]:first[k + 1]]`` (rows of the ways' points), has the tags
    ``kinds[kind_of[k]]`` and is made of the ways ``way_ids[k]``.
    """

    points: np.ndarray
    first: np.ndarray
    kinds: tuple[WayTags, ...]
    kind_of: np.ndarray
    way_ids: tuple[tuple[int, ...], ...]
    km: np.ndarray

    def __len__(self) -> int:
        return len(self.km)

    @property
    def tail(self) -> np.ndarray:
        """First point of each chain."""
        found: np.ndarray = self.points[self.first[:-1]]
        return found

    @property
    def head(self) -> np.ndarray:
        """Last point of each chain."""
        found: np.ndarray = self.points[self.first[1:] - 1]
        return found

    def each(self, what: Callable[[WayTags], Any], dtype: Any = bool) -> np.ndarray:
        """Return a value of each chain that its tags give, asked once for equal tags."""
        found: np.ndarray = np.array([what(tags) for tags in self.kinds], dtype)[self.kind_of]
        return found

    def sorted(self) -> Chains:
        """Return the chains in a canonical order."""
        modes = self.each(lambda tags: tags.mode, object).tolist()
        keys = list(zip(self.way_ids, modes, self.tail.tolist(), strict=True))
        order = np.array(sorted(range(len(self)), key=keys.__getitem__), np.int64)
        return self.picked(order)

    def picked(self, rows: np.ndarray) -> Chains:
        """Return some of the chains."""
        sizes = np.diff(self.first)[rows]
        first = np.concatenate([[0], np.cumsum(sizes)])
        points = self.points[spans(self.first[rows], sizes)]
        ids = tuple(self.way_ids[k] for k in rows.tolist())
        return Chains(points, first, self.kinds, self.kind_of[rows], ids, self.km[rows])


def spans(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the numbers from each start on, as many as each size, one after another.

    Examples
    --------
    >>> spans(np.array([5, 9]), np.array([3, 2])).tolist()
    [5, 6, 7, 9, 10]
    """
    before = np.cumsum(sizes) - sizes
    return np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))


def make_chains(ways: Ways, country: np.ndarray, keep: np.ndarray) -> Chains:
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
    walks = _walks(pieces.partners(keep))
    return _halved(pieces.joined(walks), ways).sorted()


class _Pieces:
    """Stretches of ways between nodes: positions ``start[k]`` to ``stop[k]`` of ``ways.refs``."""

    def __init__(self, ways: Ways, country: np.ndarray, keep: np.ndarray) -> None:
        self.ways = ways
        km = segment_km(ways.lon[ways.refs], ways.lat[ways.refs])
        km_until = np.concatenate([[0.0], np.cumsum(np.where(ways.inner, km, 0.0))])
        at = self._nodes(country, keep)[ways.refs]
        at[ways.first[:-1]] = at[ways.first[1:] - 1] = True
        stops = np.flatnonzero(at)
        same = ways.owner[stops[:-1]] == ways.owner[stops[1:]]
        self.start, self.stop = stops[:-1][same], stops[1:][same]
        self.km = km_until[self.stop] - km_until[self.start]
        self.way = ways.owner[self.start]
        keys: dict[tuple, int] = {}
        self.key = ways.each(lambda tags: keys.setdefault(tags.key, len(keys)), int)[self.way]
        self.oneway = ways.each(lambda tags: tags.oneway, int)[self.way]

    def _nodes(self, country: np.ndarray, keep: np.ndarray) -> np.ndarray:
        """Return which points are nodes already before chains are merged."""
        ways = self.ways
        refs, size = ways.refs, len(ways.lon)
        node = np.bincount(refs, minlength=size) > 1
        node |= keep
        node[refs[ways.first[:-1]]] = node[refs[ways.first[1:] - 1]] = True
        land = ways.each(lambda tags: tags.mode not in SHIP_CLASSES)
        tail, head = refs[:-1], refs[1:]
        border = ways.inner & land[ways.owner[:-1]] & (country[tail] != country[head])
        self.at_border = np.zeros(size, bool)
        self.at_border[tail[border]] = self.at_border[head[border]] = True
        return node | self.at_border

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
        through = ~keep[point[a]] & ~self.at_border[point[a]]
        through &= self.key[a // 2] == self.key[b // 2]
        # One-way pieces must flow through: exactly one of them ends here, in its own direction.
        into = [np.where(self.oneway[e // 2] >= 0, e % 2, 1 - e % 2) for e in (a, b)]
        through &= (self.oneway[a // 2] == 0) | (into[0] != into[1])
        partner[a[through]], partner[b[through]] = b[through], a[through]
        return partner

    def joined(self, walks: Sequence[list[int]]) -> Chains:
        """Return the chain of each walk, in the direction of traffic where it is one-way."""
        oneway = self.oneway.tolist()
        walks = [
            [end ^ 1 for end in reversed(ends)]
            if oneway[ends[0] // 2] * (1 - 2 * (ends[0] % 2)) < 0
            else ends
            for ends in walks
        ]
        count = np.array([len(ends) for ends in walks], np.int64)
        ends = np.array([end for walk in walks for end in walk], np.int64)
        piece, back = ends // 2, ends % 2 == 1
        opens = np.zeros(len(ends), bool)
        opens[np.cumsum(count) - count] = True
        # All pieces but the first of a chain leave out the point that they begin at.
        sizes = self.stop[piece] - self.start[piece] + opens
        starts = np.where(back, self.stop[piece] - ~opens, self.start[piece] + ~opens)
        step = spans(np.zeros(len(ends), np.int64), sizes)
        place = np.repeat(starts, sizes) + np.where(np.repeat(back, sizes), -step, step)
        chain = np.repeat(np.arange(len(walks)), count)
        total = np.bincount(chain, sizes, len(walks)).astype(np.int64)
        return Chains(
            self.ways.refs[place],
            np.concatenate([[0], np.cumsum(total)]),
            *self._tags(piece, count),
            self._way_ids(piece, count),
            self._lengths(piece, count),
        )

    def _lengths(self, piece: np.ndarray, count: np.ndarray) -> np.ndarray:
        """Return the exact sum of the lengths of each chain's pieces."""
        first = np.cumsum(count) - count
        km: np.ndarray = self.km[piece[first]]
        for k in np.flatnonzero(count > 1).tolist():
            km[k] = math.fsum(self.km[piece[first[k] : first[k] + count[k]]].tolist())
        return km

    def _way_ids(self, piece: np.ndarray, count: np.ndarray) -> tuple[tuple[int, ...], ...]:
        """Return the ids of each chain's ways, each once."""
        ids, at, found = self.ways.way_ids[self.way[piece]].tolist(), 0, []
        for n in count.tolist():
            found.append((ids[at],) if n == 1 else tuple(dict.fromkeys(ids[at : at + n])))
            at += n
        return tuple(found)

    def _tags(self, piece: np.ndarray, count: np.ndarray) -> tuple[tuple[WayTags, ...], np.ndarray]:
        """Return the tags that differ and the number of each chain's, merged where they must."""
        kinds, number = list(self.ways.kinds), self.ways.kind_of[self.way[piece]]
        first = np.cumsum(count) - count
        kind_of = number[first]
        mixed = np.minimum.reduceat(number, first) != np.maximum.reduceat(number, first)
        for k in np.flatnonzero(mixed).tolist():
            span = slice(first[k], first[k] + count[k])
            tags = [kinds[n] for n in number[span].tolist()]
            kind_of[k] = len(kinds)
            kinds.append(_merged(tags, self.km[piece[span]].tolist()))
        return tuple(kinds), kind_of


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


def _merged(tags: Sequence[WayTags], km: Sequence[float]) -> WayTags:
    """Return tags for a chain: the longest name, all refs, the mean speed by time."""
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


def _halved(chains: Chains, ways: Ways) -> Chains:
    """Return the chains, cut in two where one returns to its start or winds too far about."""
    done, places = [], []
    place = np.arange(len(chains), dtype=float)
    step = 1.0
    while len(chains):
        a, b = chains.tail, chains.head
        straight = great_circles_km(ways.lon[a], ways.lat[a], ways.lon[b], ways.lat[b])
        ship = chains.each(lambda tags: tags.mode in SHIP_CLASSES)
        winding = (chains.km > MAX_WINDING * straight + WINDING_KM) & ~ship
        long = np.diff(chains.first) >= 3
        halve = ((a == b) | winding) & long
        whole = np.flatnonzero(~halve & (a != b))
        done.append(chains.picked(whole))
        places.append(place[whole])
        step /= 2
        place = np.repeat(place[halve], 2)
        place[1::2] += step
        chains = _halves(chains.picked(np.flatnonzero(halve)), ways)
    return _together(done).picked(np.argsort(np.concatenate(places)))


def _halves(chains: Chains, ways: Ways) -> Chains:
    """Return both halves of each chain; each has three points at least."""
    km = segment_km(ways.lon[chains.points], ways.lat[chains.points])
    points: list[np.ndarray] = [chains.points[:0]]
    first, lengths = [0], []
    for start, stop in zip(chains.first[:-1].tolist(), chains.first[1:].tolist(), strict=True):
        until = np.concatenate([[0.0], np.cumsum(km[start : stop - 1])])
        middle = int(np.clip(np.searchsorted(until, until[-1] / 2), 1, len(until) - 2))
        points += [chains.points[start : start + middle + 1], chains.points[start + middle : stop]]
        lengths += [until[middle], until[-1] - until[middle]]
        first += [first[-1] + middle + 1, first[-1] + middle + 1 + stop - start - middle]
    ids = tuple(ids for ids in chains.way_ids for _ in range(2))
    kind_of = np.repeat(chains.kind_of, 2)
    return Chains(
        np.concatenate(points), np.array(first), chains.kinds, kind_of, ids, np.array(lengths)
    )


def _together(parts: Sequence[Chains]) -> Chains:
    """Return the chains of some lists that have the same kinds."""
    sizes = np.concatenate([np.diff(part.first) for part in parts])
    return Chains(
        np.concatenate([part.points for part in parts]),
        np.concatenate([[0], np.cumsum(sizes)]),
        parts[0].kinds,
        np.concatenate([part.kind_of for part in parts]),
        tuple(ids for part in parts for ids in part.way_ids),
        np.concatenate([part.km for part in parts]),
    )


def durations(ways: Ways, chains: Chains) -> np.ndarray:
    """Return the hours of each chain that tags say, ``nan`` if none do.

    A way that is cut into several chains takes its hours once: each has its share by length.
    """
    hours = chains.each(lambda tags: tags.duration_h, float)
    whole: dict[int, float] = {}
    for w in np.flatnonzero(~np.isnan(ways.each(lambda tags: tags.duration_h, float))).tolist():
        points = ways.refs[ways.first[w] : ways.first[w + 1]]
        km = float(segment_km(ways.lon[points], ways.lat[points]).sum())
        whole[int(ways.way_ids[w])] = whole.get(int(ways.way_ids[w]), 0.0) + km
    for k in np.flatnonzero(~np.isnan(hours)).tolist():
        way, *others = chains.way_ids[k]
        if way and not others and whole[way] > 0:
            hours[k] *= min(1.0, float(chains.km[k]) / whole[way])
    return hours


def doubled(chains: Chains) -> list[tuple[int, int]]:
    """Return the pairs of chains of one mode that pass the same points, there or back."""
    modes = chains.each(lambda tags: tags.mode, object)
    ends = np.sort(np.stack([chains.tail, chains.head], 1), axis=1)
    order = np.lexsort((np.arange(len(chains)), np.diff(chains.first), ends[:, 1], ends[:, 0]))
    size = np.diff(chains.first)[order]
    same = (ends[order][1:] == ends[order][:-1]).all(axis=1) & (size[1:] == size[:-1])
    found = []
    for k in np.flatnonzero(same).tolist():
        a, b = int(order[k]), int(order[k + 1])
        one, other = (chains.points[chains.first[c] : chains.first[c + 1]] for c in (a, b))
        alike = np.array_equal(one, other) or np.array_equal(one, other[::-1])
        gauges = (
            chains.kinds[chains.kind_of[a]].gauges_mm,
            chains.kinds[chains.kind_of[b]].gauges_mm,
        )
        if alike and modes[a] == modes[b] and ({*gauges[0]} & {*gauges[1]} or modes[a] != "rail"):
            found.append((a, b))
    return found


def unfit_lengths(
    chains: Chains, of_link: np.ndarray, ways: Ways, km: Sequence[float], modes: Sequence[str]
) -> list[bool]:
    """Return whether the length of each link does not fit the straight line between its ends.

    ``of_link`` is the chain of each link.
    """
    ends = (chains.tail, chains.head)
    straight = great_circles_km(*(c[e] for e in ends for c in (ways.lon, ways.lat)))
    rows = zip(km, straight[of_link].tolist(), modes, strict=True)
    return [bool(length_faults(*row)) for row in rows]


def doubled_notes(chains: Chains, of_link: np.ndarray, ids: Sequence[str]) -> list[str]:
    """Return what the summary says of links that lie on the line of another.

    ``of_link`` is the chain of each link, in order, ``ids`` are those of the links.
    """
    pairs = doubled(chains)
    if not pairs:
        return []
    a, b = (ids[int(np.searchsorted(of_link, k))] for k in pairs[0])
    return [
        (
            f"{counted(len(pairs), 'link')} on the line of another of the same mode, such as {b} "
            f"on that of {a}: all are kept, and a way takes the better one"
        )
    ]


def components(
    tail: np.ndarray, head: np.ndarray, oneway: np.ndarray, size: int, *, directed: bool
) -> np.ndarray:
    """Return the component of each point over chains from tail to head, -1 off them.

    Directed, a component is strongly connected: from each of its nodes one comes to each.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    found = np.full(size, -1)
    if not len(tail):
        return found
    both = ~oneway
    rows, columns = np.concatenate([tail, head[both]]), np.concatenate([head, tail[both]])
    graph = coo_array((np.ones(len(rows), bool), (rows, columns)), shape=(size, size))
    label = connected_components(graph, directed=directed, connection="strong")[1]
    ends = np.concatenate([tail, head])
    found[ends] = label[ends]
    return found
