"""Track gauge where the source does not say: from the rails it joins, or the embedded network."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from corridors.network.catalogue import load
from corridors.network.countries import usual_gauge_mm
from corridors.network.earth import segment_km, unit_vectors
from corridors.sources.making.tags import WayTags
from corridors.sources.making.ways import Ways

#: Track this near to a line of the embedded network, which is generalised, has its gauge, km.
SAME_LINE_KM = 25.0
#: A line that leads over the border counts where it is so much nearer than one of the country: the
#: other country's track often ends at the first station.
ABROAD_KM = 10.0
#: Points of embedded lines are set so close for that, km.
STEP_KM = 1.0
#: Rounds in which a gauge is passed on along ways that do not say theirs.
ROUNDS = 200

_NEAR, _USUAL, _ASSUMED = (
    "from the nearest embedded line",
    "commonest embedded one of the country",
    "assumed by country",
)


def fill_gauges(ways: Ways, country: np.ndarray) -> tuple[Ways, Counter]:
    """Return the ways with a gauge on every railway, and how many were found in which way.

    In turn: that of a railway which shares a point and country; that of the nearest line of the
    embedded network that begins or ends in the country, within ``SAME_LINE_KM``; the commonest
    of the embedded lines inside the country; that of ``countries.csv``.
    """
    rail = ways.each(lambda tags: tags.mode == "rail")
    said = ways.each(lambda tags: bool(tags.gauges_mm))
    silent = np.flatnonzero(rail & ~said)
    counts: Counter = Counter({"said": int((rail & said).sum())})
    if not len(silent):
        return ways, counts
    home = country[ways.refs[(ways.first[silent] + ways.first[silent + 1]) // 2]]
    choices, found = _from_neighbours(ways, silent, country, home)
    counts["from the railway it joins"] = int((found >= 0).sum())
    counts.update(dict.fromkeys((_NEAR, _USUAL, _ASSUMED), 0))
    for place in np.unique(home[found < 0]):
        there = np.flatnonzero((found < 0) & (home == place))
        near = _nearest(ways, silent[there], str(place))
        counts[_NEAR] += int((near > 0).sum())
        usual = embedded_gauge(str(place))
        counts[_USUAL if usual else _ASSUMED] += int((near == 0).sum())
        near[near == 0] = usual or usual_gauge_mm(str(place))
        for gauge in np.unique(near):
            choices.append((int(gauge),))
            found[there[near == gauge]] = len(choices) - 1
    return replace(ways, tags=_with_gauges(ways, silent, choices, found)), counts


def _with_gauges(
    ways: Ways, silent: np.ndarray, choices: list[tuple[int, ...]], found: np.ndarray
) -> tuple[WayTags, ...]:
    """Return the tags of all ways, with the gauges found; equal ones are one object."""
    made: dict[tuple, WayTags] = {}
    tags = list(ways.tags)
    columns = (silent.tolist(), ways.kind_of[silent].tolist(), found.tolist())
    for way, kind, choice in zip(*columns, strict=True):
        key = (kind, choices[choice])
        if key not in made:
            old = ways.kinds[kind]
            made[key] = replace(old, gauges_mm=choices[choice], gauge_basis="assumed")
        tags[way] = made[key]
    return tuple(tags)


def _from_neighbours(
    ways: Ways, silent: np.ndarray, country: np.ndarray, home: np.ndarray
) -> tuple[list[tuple[int, ...]], np.ndarray]:
    """Pass gauges on from way to way over the points they share, within a country.

    Returns the gauges that there are, and which of them each silent way takes, or -1.
    """
    choices = sorted({tags.gauges_mm for tags in ways.kinds if tags.gauges_mm})
    nothing = len(choices)
    rank = ways.each(lambda t: choices.index(t.gauges_mm) if t.gauges_mm else nothing, np.int64)
    at = np.full(len(ways.lon), nothing)
    rank_of_ref = rank[ways.owner]
    has = rank_of_ref < nothing
    at[ways.refs[has][::-1]] = rank_of_ref[has][::-1]  # of several the first: it is written last
    found = np.full(len(silent), -1)
    number = np.full(len(ways), -1)
    number[silent] = np.arange(len(silent))
    way = number[ways.owner]
    points, way = ways.refs[way >= 0], way[way >= 0]
    for _ in range(ROUNDS):
        if not len(way):
            break
        starts = np.flatnonzero(np.concatenate([[True], way[1:] != way[:-1]]))
        best = np.minimum.reduceat(at[points], starts)
        fresh = way[starts[best < nothing]]
        if not len(fresh):
            break
        found[fresh] = best[best < nothing]
        known = found[way] >= 0
        new = known & (at[points] == nothing) & (country[points] == home[way])
        at[points[new][::-1]] = found[way[new]][::-1]
        points, way = points[~known], way[~known]
    return choices, found


def _nearest(ways: Ways, silent: np.ndarray, country: str) -> np.ndarray:
    """Return the gauge of the embedded line nearest to each way, 0 where none is near."""
    middle = ways.refs[(ways.first[silent] + ways.first[silent + 1]) // 2]
    where = unit_vectors(ways.lon[middle], ways.lat[middle])
    found, nearest_km = np.zeros(len(silent), int), np.full(len(silent), SAME_LINE_KM)
    for abroad in (False, True):
        tree, gauges = _lines(country, abroad=abroad)
        if tree is None:
            continue
        km, row = tree.query(where)
        nearer = km <= nearest_km - (ABROAD_KM * (found > 0) if abroad else 0)
        found[nearer], nearest_km[nearer] = gauges[row[nearer]], km[nearer]
    return found


def embedded_gauge(country: str) -> int:
    """Return the commonest gauge of the embedded railways of a country, 0 if it has none."""
    links = load().table("links")
    inside = Counter(
        int(links["gauge_mm"][k])
        for k, homes in _railways()
        if homes == {country} and links["status"][k] == "operational"
    )
    return inside.most_common(1)[0][0] if inside else 0


@cache
def _railways() -> tuple[tuple[int, frozenset[str]], ...]:
    """Return the rows of the embedded railways, and the countries of the ends of each."""
    nodes, links = load().table("nodes"), load().table("links")
    home = dict(zip(nodes["node_id"], nodes["country"], strict=True))
    ends = zip(links["from_node"], links["to_node"], strict=True)
    return tuple(
        (k, frozenset((str(home[a]), str(home[b]))))
        for k, (a, b) in enumerate(ends)
        if links["mode"][k] == "rail"
    )


@cache
def _lines(country: str, *, abroad: bool) -> tuple[Any, np.ndarray]:
    """Return a tree over points of the built embedded lines of a country, and their gauges.

    Those inside it, or, ``abroad``, those that begin or end there.
    """
    links = load().table("links")
    built = [
        k
        for k, homes in _railways()
        if country in homes and (len(homes) > 1) == abroad and links["status"][k] != "planned"
    ]
    if not built:
        return None, np.zeros(0)
    from scipy.spatial import cKDTree

    lines = [_fine(np.array(load().line(str(links["link_id"][k])), float)) for k in built]
    of_point = np.repeat([links["gauge_mm"][k] for k in built], [len(line) for line in lines])
    return cKDTree(unit_vectors(*np.concatenate(lines).T)), of_point


def _fine(line: np.ndarray) -> np.ndarray:
    """Return a line with points at most ``STEP_KM`` apart."""
    count = np.maximum(1, np.ceil(segment_km(*line.T) / STEP_KM)).astype(int)
    steps = [
        np.linspace(a, b, n, endpoint=False)
        for a, b, n in zip(line[:-1], line[1:], count, strict=True)
    ]
    return np.concatenate([*steps, line[-1:]])
