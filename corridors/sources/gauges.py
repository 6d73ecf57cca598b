"""Track gauge where the source does not say: from the rails it joins, or the embedded network."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from corridors.network.catalogue import load
from corridors.sources.measure import unit_vectors
from corridors.sources.tags import WayTags
from corridors.sources.ways import Ways

#: Gauge of countries outside the embedded network, mm; 1435 elsewhere.
COUNTRY_GAUGES_MM = {
    "BD": 1676, "EE": 1520, "FI": 1520, "LK": 1676, "LT": 1520, "LV": 1520, "MD": 1520,
    "MN": 1520, "NP": 1676, "UA": 1520,
}  # fmt: skip
#: Rounds in which a gauge is passed on along ways that do not say theirs.
ROUNDS = 200


def fill_gauges(ways: Ways, country: np.ndarray) -> tuple[Ways, Counter]:
    """Return the ways with a gauge on every railway, and how many were found in which way.

    In turn: that of a railway which shares a point and country; that of the nearest railway of
    the embedded network in the same country; that of the country.
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
    for place in np.unique(home[found < 0]):
        there = np.flatnonzero((found < 0) & (home == place))
        near = _nearest(ways, silent[there], str(place))
        counts["from the embedded network"] += int((near > 0).sum())
        counts["assumed by country"] += int((near == 0).sum())
        near[near == 0] = COUNTRY_GAUGES_MM.get(str(place), 1435)
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
    """Return the gauge of the embedded railway of a country nearest to each way, 0 for none."""
    tree, gauges = _embedded(country)
    if tree is None:
        return np.full(len(silent), gauges[0] if len(gauges) else 0)
    middle = ways.refs[(ways.first[silent] + ways.first[silent + 1]) // 2]
    return gauges[tree.query(unit_vectors(ways.lon[middle], ways.lat[middle]))[1]].astype(int)


def embedded_gauge(country: str) -> int:
    """Return the commonest gauge of the embedded railways of a country, 0 if it has none."""
    gauges = _embedded(country)[1]
    return int(Counter(gauges.tolist()).most_common(1)[0][0]) if len(gauges) else 0


@cache
def _embedded(country: str) -> tuple[Any, np.ndarray]:
    """Return a tree over the railways of a country and their gauges; no tree for one gauge."""
    net = load()
    nodes, links = net.table("nodes"), net.table("links")
    home = dict(zip(nodes["node_id"], nodes["country"], strict=True))
    inside = [
        k
        for k, mode in enumerate(links["mode"])
        if mode == "rail"
        and home[links["from_node"][k]] == home[links["to_node"][k]] == country
        and links["status"][k] == "operational"
    ]
    gauges = sorted({int(links["gauge_mm"][k]) for k in inside})
    if len(gauges) < 2:
        return None, np.array(gauges, np.int64)
    from scipy.spatial import cKDTree

    lines = [net.line(str(links["link_id"][k])) for k in inside]
    points = np.array([p for line in lines for p in line])
    of_point = np.repeat([links["gauge_mm"][k] for k in inside], [len(line) for line in lines])
    return cKDTree(unit_vectors(*points.T)), of_point
