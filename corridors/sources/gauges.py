"""Track gauge where the source does not say: from the rails it joins, or the embedded network."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

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
    silent = [k for k, t in enumerate(ways.tags) if t.mode == "rail" and not t.gauges_mm]
    counts: Counter = Counter(
        {"said": sum(t.mode == "rail" and bool(t.gauges_mm) for t in ways.tags)}
    )
    if not silent:
        return ways, counts
    home = {k: str(country[ways.refs[(ways.first[k] + ways.first[k + 1]) // 2]]) for k in silent}
    found = _from_neighbours(ways, silent, country)
    counts["from the railway it joins"] = len(found)
    for k in silent:
        if k not in found:
            near = _nearest(ways, k, home[k])
            counts["from the embedded network"] += int(near > 0)
            counts["assumed by country"] += int(near == 0)
            found[k] = (near or COUNTRY_GAUGES_MM.get(home[k], 1435),)
    made: dict[tuple, WayTags] = {}
    tags = list(ways.tags)
    for k, gauges in found.items():
        key = (id(ways.tags[k]), gauges)
        if key not in made:
            made[key] = replace(ways.tags[k], gauges_mm=gauges, gauge_basis="assumed")
        tags[k] = made[key]
    return replace(ways, tags=tuple(tags)), counts


def _from_neighbours(ways: Ways, silent: list[int], country: np.ndarray) -> dict[int, tuple]:
    """Pass gauges on from way to way over the points they share, within a country."""
    ends = {k: [int(p) for p in ways.refs[ways.first[k] : ways.first[k + 1]]] for k in silent}
    at: dict[int, tuple[int, ...]] = {}
    wanted = {p for points in ends.values() for p in points}
    for k, t in enumerate(ways.tags):
        if t.gauges_mm:
            for p in ways.refs[ways.first[k] : ways.first[k + 1]].tolist():
                if p in wanted:
                    at.setdefault(p, t.gauges_mm)
    found: dict[int, tuple] = {}
    for _ in range(ROUNDS):
        fresh = {}
        for k in ends:
            hits = [at[p] for p in ends[k] if p in at]
            if hits:
                fresh[k] = min(hits)
        if not fresh:
            break
        for k, gauges in fresh.items():
            found[k] = gauges
            points = ends.pop(k)
            home = country[points[len(points) // 2]]
            for p in points:
                if country[p] == home:
                    at.setdefault(p, gauges)
    return found


def _nearest(ways: Ways, way: int, country: str) -> int:
    """Return the gauge of the nearest embedded railway of a country, 0 if it has none."""
    tree, gauges = _embedded(country)
    if tree is None:
        return int(gauges[0]) if len(gauges) else 0
    middle = ways.refs[(ways.first[way] + ways.first[way + 1]) // 2]
    return int(gauges[tree.query(unit_vectors([ways.lon[middle]], [ways.lat[middle]]))[1][0]])


def embedded_gauge(country: str) -> int:
    """Return the commonest gauge of the embedded railways of a country, 0 if it has none."""
    gauges = _embedded(country)[1]
    return int(Counter(gauges.tolist()).most_common(1)[0][0]) if len(gauges) else 0


@cache
def _embedded(country: str) -> tuple[object, np.ndarray]:
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
