"""Ways as they come from a source: arrays of points, and the tags of each way."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from corridors.sources.making.tags import WayTags

#: Two points of a way that differ by more degrees of longitude lie on both sides of 180 E.
HALF_TURN = 180.0


@dataclass(frozen=True, slots=True)
class OsmPlace:
    """A station, terminal, port or border post."""

    osm_id: str
    kind: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Ways:
    """Ways in flat arrays.

    Way ``k`` passes the points ``refs[first[k]:first[k + 1]]``, which number the rows of
    ``lon`` and ``lat``; ``point_ids`` are the source's ids of the points. ``labels``
    names points whose source has no numbers, ``way_names`` such ways. ``seen`` counts what the
    source held, by what became of it: ``seen["kept"]["rail, usage main, operational"]``.
    """

    tags: tuple[WayTags, ...]
    way_ids: np.ndarray
    first: np.ndarray
    refs: np.ndarray
    point_ids: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    places: tuple[OsmPlace, ...] = ()
    seen: Mapping[str, Counter] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    way_names: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.tags)

    @cached_property
    def owner(self) -> np.ndarray:
        """The way of each entry of ``refs``."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))

    @cached_property
    def inner(self) -> np.ndarray:
        """Whether each entry of ``refs`` but the last is followed by one of the same way."""
        found: np.ndarray = self.owner[:-1] == self.owner[1:]
        return found

    @cached_property
    def kinds(self) -> tuple[WayTags, ...]:
        """The tags that differ: thousands of ways share a few hundred."""
        return self._numbered[0]

    @property
    def kind_of(self) -> np.ndarray:
        """The number in ``kinds`` of the tags of each way."""
        return self._numbered[1]

    @cached_property
    def _numbered(self) -> tuple[tuple[WayTags, ...], np.ndarray]:
        return numbered(self.tags)

    def each(self, what: Callable[[WayTags], Any], dtype: Any = bool) -> np.ndarray:
        """Return a value of each way that its tags give, asked once for equal tags."""
        found: np.ndarray = np.array([what(tags) for tags in self.kinds], dtype)[self.kind_of]
        return found

    def with_ways(self, tags: list[WayTags], ids: list[int], pairs: list[tuple[int, int]]) -> Ways:
        """Return the same with more ways of two points each."""
        if not tags:
            return self
        first = self.first[-1] + 2 * np.arange(1, len(pairs) + 1)
        return Ways(
            (*self.tags, *tags),
            np.concatenate([self.way_ids, np.array(ids, np.int64)]),
            np.concatenate([self.first, first]),
            np.concatenate([self.refs, np.array(pairs, np.int64).ravel()]),
            self.point_ids, self.lon, self.lat, self.places, self.seen, self.labels,
            self.way_names,
        )  # fmt: skip


def numbered(tags: Sequence[WayTags]) -> tuple[tuple[WayTags, ...], np.ndarray]:
    """Return the tags that differ, in the order in which they come, and the number of each."""
    numbers: dict[WayTags, int] = {}
    of_object = {
        i: numbers.setdefault(t, len(numbers)) for i, t in {id(t): t for t in tags}.items()
    }
    return tuple(numbers), np.fromiter(
        map(of_object.__getitem__, map(id, tags)), np.int64, len(tags)
    )


class WayCollector:
    """Gathers ways one by one and freezes them to :class:`Ways`."""

    def __init__(self) -> None:
        self.tags: list[WayTags] = []
        self.way_ids: list[int] = []
        self.sizes: list[int] = []
        self.refs = array("q")
        self.places: list[OsmPlace] = []
        self._counted: set[int] = set()
        self.seen: dict[str, Counter] = {"kept": Counter(), "left": Counter()}

    def add(self, way_id: int, found: WayTags | str, refs: list[int]) -> bool:
        """Add a way, or count why it is left out; say whether it was kept."""
        if isinstance(found, str):
            if not way_id or way_id not in self._counted:
                self._counted.add(way_id)
                self.seen["left"][found] += 1
            return False
        if len(refs) < 2:
            self.seen["left"]["a way of fewer than two points"] += 1
            return False
        self.tags.append(found)
        self.way_ids.append(way_id)
        self.sizes.append(len(refs))
        self.refs.extend(refs)
        return True

    def add_place(self, osm_id: str, kind: str, name: str, position: tuple[float, float]) -> None:
        """Add a place whose position is known."""
        if np.isfinite(position).all():
            self.places.append(OsmPlace(osm_id, kind, name, *position))

    def freeze(
        self,
        point_ids: np.ndarray,
        lon: np.ndarray,
        lat: np.ndarray,
        labels: Mapping[int, str] = MappingProxyType({}),
    ) -> Ways:
        """Return the ways in the order of their ids.

        They are cut where a point has no position, and at the antimeridian: lines do not cross it.
        """
        self._count()
        self._sort()
        raw = np.array(self.refs, np.int64)
        order = np.argsort(point_ids, kind="stable")
        point_ids, lon, lat = point_ids[order], lon[order], lat[order]
        row = np.searchsorted(point_ids, raw)
        row[row == len(point_ids)] = 0
        known = point_ids[row] == raw if len(point_ids) else np.zeros(len(raw), bool)
        owner = np.repeat(np.arange(len(self.sizes)), self.sizes)
        leaps = np.zeros(len(raw), bool)  # from the point before to this one
        if len(lon) and np.ptp(lon) > HALF_TURN:
            leaps[1:] = (np.abs(np.diff(lon[row])) > HALF_TURN) & (owner[1:] == owner[:-1])
        if leaps.any() or not known.all():
            return self._cut(row, known, leaps, owner, (point_ids, lon, lat), labels)
        first = np.concatenate([[0], np.cumsum(self.sizes, dtype=np.int64)])
        return Ways(
            tuple(self.tags), np.array(self.way_ids, np.int64), first, row,
            point_ids, lon, lat, tuple(self.places), self.seen, labels,
        )  # fmt: skip

    def _count(self) -> None:
        """Count the ways that are kept, each once, by what they are."""
        first = {
            way_id or f"without an id, {k}": tags
            for k, (way_id, tags) in enumerate(zip(self.way_ids, self.tags, strict=True), start=1)
        }
        times = Counter(map(id, first.values()))
        for tags in {id(tags): tags for tags in first.values()}.values():
            self.seen["kept"][count_label(tags)] += times[id(tags)]
            for facet, value in facets(tags):
                self.seen.setdefault(facet, Counter())[value] += times[id(tags)]

    def _sort(self) -> None:
        order = np.argsort(self.way_ids, kind="stable").tolist()
        if order == list(range(len(order))):
            return
        starts = np.concatenate([[0], np.cumsum(self.sizes)]).tolist()
        refs = array("q")
        for k in order:
            refs.extend(self.refs[starts[k] : starts[k + 1]])
        self.refs = refs
        self.tags, self.way_ids, self.sizes = (
            [values[k] for k in order] for values in (self.tags, self.way_ids, self.sizes)
        )

    def _cut(
        self,
        row: np.ndarray,
        known: np.ndarray,
        leaps: np.ndarray,
        owner: np.ndarray,
        points: tuple[np.ndarray, np.ndarray, np.ndarray],
        labels: Mapping[int, str],
    ) -> Ways:
        """Return ways that are cut at the points that the extract lacks and at the antimeridian."""
        point_ids, lon, lat = points
        leaps &= known & np.roll(known, 1)
        piece = owner * (len(known) + 1) + np.cumsum(~known | leaps)
        kept = np.flatnonzero(known)
        _, starts, sizes = np.unique(piece[kept], return_index=True, return_counts=True)
        long = sizes >= 2
        starts, sizes = starts[long], sizes[long]
        cut = {"points outside the extract": ~known, "the antimeridian": leaps}
        self.seen["cut"] = Counter({where: int(at.sum()) for where, at in cut.items() if at.any()})
        ways = owner[kept[starts]]
        index = np.repeat(starts - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
        index = index + np.arange(int(sizes.sum()))
        return Ways(
            tuple(self.tags[k] for k in ways),
            np.array(self.way_ids, np.int64)[ways],
            np.concatenate([[0], np.cumsum(sizes)]),
            row[kept[index]],
            point_ids, lon, lat, tuple(self.places), self.seen, labels,
        )  # fmt: skip


def ids_text(ids: Sequence[int], names: Mapping[int, str]) -> str:
    """Return the ids of ways that are numbers as text; some have names instead of theirs."""
    texts = (names.get(way, str(way)) for way in ids if way)
    return ";".join(text for text in texts if text.lstrip("-").isdigit())


def count_label(tags: WayTags) -> str:
    """Return the words by which the summary counts a way that is kept."""
    return f"{tags.mode} {tags.kind}, {tags.lifecycle or 'in operation'}"


def facets(tags: WayTags) -> list[tuple[str, str]]:
    """Return what else the summary counts: of railways gauge, usage, status, electrification."""
    unread = [("not read", text) for text in tags.unread]
    if tags.mode != "rail":
        return unread
    gauges = ";".join(map(str, tags.gauges_mm)) or "not said"
    return [
        ("gauge", gauges),
        ("usage", tags.usage or "not said"),
        ("service", tags.service or "none (running line)"),
        ("electrified", tags.electrified or "not said"),
        ("status", tags.status + (f" ({tags.lifecycle})" if tags.lifecycle else "")),
        *unread,
    ]
