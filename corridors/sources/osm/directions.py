"""Which edges of a graph are one road: the two directions of it, and what stands there twice."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corridors.network.forms.geometry import SAME_DEGREES
from corridors.sources.making.tags import WayTags
from corridors.sources.osm.values import texts_of, truth

#: Stated lengths that differ by no more, m and share, are those of one line.
SAME_M, SAME_SHARE = 1.0, 0.01
#: Headings of the account.
TWICE = "edges that stand there twice, taken once"
LONE = "edges without an opposite one that say oneway=no, taken as one-way"
BY_TAG = "no edge has an opposite one, so the tag oneway gives the directions"
UNDIRECTED = "edges of a graph without directions that say oneway, taken both ways"


@dataclass(slots=True)
class Edge:
    """An edge that is kept: numbers of its ends, ids, tags, line from end to end, stated length."""

    tail: int
    head: int
    ids: tuple[int | str, ...]
    tags: WayTags
    data: Mapping[str, Any]
    nodes: tuple[Hashable, Hashable]
    stated_m: float = 0.0
    line: np.ndarray | None = None
    two_way: bool = False

    @property
    def reversed(self) -> bool | None:
        """Whether it goes against its way, ``None`` where it does not say."""
        return truth(self.data.get("reversed"))


def pair_directions(
    edges: Iterable[Edge],
    *,
    directed: bool,
    merge: Callable[[Mapping[str, Any], Mapping[str, Any]], WayTags | str],
) -> tuple[list[Edge], dict[str, Counter]]:
    """Return an edge for each road, with whether it goes both ways, and what is to be told.

    Two edges are one road if they lead from one another's ends, have the same ids, the same line
    (where only one has a line, the same length; without ids the same tags and length, too), and
    tags that route alike. Trains and ships go both ways; ``merge`` reads the tags of both.
    """
    told: dict[str, Counter] = {TWICE: Counter()}
    groups: dict[tuple, list[Edge]] = {}
    for edge in edges:
        ends = (edge.tail, edge.head) if edge.tail <= edge.head else (edge.head, edge.tail)
        groups.setdefault((*ends, edge.ids), []).append(edge)
    found: list[Edge] = []
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=_rank)  # so that the order of the rows is nothing
        once = _once(group, told[TWICE])
        found += _paired(once, merge) if directed else once
    if directed:
        _settle_lone(found, told)
    else:
        _settle_undirected(found, told)
    return found, {head: counts for head, counts in told.items() if counts}


def _rank(edge: Edge) -> tuple:
    line = b"" if edge.line is None else edge.line.tobytes()
    ends = (edge.tail, edge.head, edge.reversed is True)
    return (*ends, line, edge.stated_m, *map(str, edge.tags.key), str(edge.tags))


def _once(group: list[Edge], twice: Counter) -> list[Edge]:
    """Return the edges of a group without those that stand there a second time."""
    if len(group) == 1:
        return group
    kept: list[Edge] = []
    for edge in group:
        same = (
            other.tail == edge.tail
            and other.tags == edge.tags
            and (edge.tail != edge.head or other.reversed == edge.reversed)
            and (edge.ids != () or _same_length(edge, other))
            and _same_line(edge.line, other.line)
            for other in kept
        )
        if any(same):
            twice[edge.tags.mode] += 1
        else:
            kept.append(edge)
    return kept


def _paired(
    group: list[Edge], merge: Callable[[Mapping[str, Any], Mapping[str, Any]], WayTags | str]
) -> list[Edge]:
    """Return one edge for each two that are the directions of one road, and the rest."""
    if len(group) == 1:
        return group
    free = list(group)
    found: list[Edge] = []
    while free:
        edge = free.pop(0)
        others = [other for other in free if _is_back(edge, other)]
        if not others:
            found.append(edge)
            continue
        other = min(others, key=lambda o: abs(o.stated_m - edge.stated_m))
        free.remove(other)
        first, second = (other, edge) if _goes_first(other, edge) else (edge, other)
        if first.tags != second.tags and first.tags.mode != "road":
            both = merge(first.data, second.data)
            first.tags = first.tags if isinstance(both, str) else both
        first.two_way = True
        found.append(first)
    return found


def _goes_first(one: Edge, other: Edge) -> bool:
    """Say whether an edge has the direction of the way more than its opposite one."""
    flags = (one.reversed is True, other.reversed is True)
    if flags[0] != flags[1]:
        return flags[1]
    return (one.tail, one.head) < (other.tail, other.head)


def _is_back(edge: Edge, other: Edge) -> bool:
    """Say whether another edge of the same ends and ids is the way back over an edge."""
    if (other.tail, other.head) != (edge.head, edge.tail):
        return False
    if edge.tail == edge.head and (edge.reversed is True) == (other.reversed is True):
        return False
    if not _route_alike(edge.tags, other.tags):
        return False
    if (edge.line is None) != (other.line is None):
        return _same_length(edge, other)
    if not edge.ids and not _same_length(edge, other):
        return False
    back = None if other.line is None else other.line[::-1]
    if edge.tail == edge.head and _same_line(edge.line, other.line):
        return True  # a loop that is drawn in one direction for both
    return _same_line(edge.line, back)


def _route_alike(one: WayTags, other: WayTags) -> bool:
    if one is other:
        return True
    if one.mode != other.mode:
        return False
    speeds = one.maxspeed_kmh, other.maxspeed_kmh
    same = speeds[0] == speeds[1] or all(map(math.isnan, speeds))
    return one.mode != "road" or (one.key == other.key and same)


def _same_length(one: Edge, other: Edge) -> bool:
    a, b = one.stated_m, other.stated_m
    return not a or not b or abs(a - b) <= max(SAME_M, SAME_SHARE * max(abs(a), abs(b)))


def _same_line(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.shape == other.shape and bool(np.abs(one - other).max() <= SAME_DEGREES)


def _settle_lone(edges: Sequence[Edge], told: dict[str, Counter]) -> None:
    """Give directions to the roads without a way back: one-way, unless no road has one."""
    roads = [edge for edge in edges if edge.tags.mode == "road"]
    says = [truth(edge.data.get("oneway")) for edge in roads]
    alone = not any(edge.two_way for edge in roads)
    if alone and (False in says or (None in says and any(map(_as_tagged, roads)))):
        told[BY_TAG] = Counter()
        for edge, said in zip(roads, says, strict=True):
            edge.two_way = not (said or (said is None and edge.tags.oneway))
            told[BY_TAG]["both ways" if edge.two_way else "one-way"] += 1
        return
    count = sum(said is False and not e.two_way for e, said in zip(roads, says, strict=True))
    told[LONE] = Counter({"road": count} if count else {})


def _as_tagged(edge: Edge) -> bool:
    """Say whether an edge has the tag ``oneway`` as OpenStreetMap writes it, not a boolean."""
    value = edge.data.get("oneway")
    return isinstance(value, str) and {*texts_of(value)} <= {"yes", "-1"}


def _settle_undirected(edges: Sequence[Edge], told: dict[str, Counter]) -> None:
    """Give directions to edges that have none of their own: osmnx keeps ``from`` and ``to``."""
    told[UNDIRECTED] = Counter()
    for edge in edges:
        edge.two_way = True
        if edge.tags.mode == "road" and truth(edge.data.get("oneway")):
            ends = _word(edge.data.get("from")), _word(edge.data.get("to"))
            nodes = tuple(map(_word, edge.nodes))
            if ends == nodes:
                edge.two_way = False
            elif ends == nodes[::-1]:
                edge.two_way = False
                edge.tail, edge.head, edge.nodes = edge.head, edge.tail, edge.nodes[::-1]
                edge.line = None if edge.line is None else edge.line[::-1]
            else:
                told[UNDIRECTED]["road"] += 1


def _word(value: Any) -> str:
    return next(texts_of(value), "")
