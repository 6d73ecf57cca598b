"""Countries along ways: outlines are coarse, so a shallow dip over a border is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from corridors.network.catalogue import load
from corridors.network.countries import countries_of, depth_km
from corridors.network.earth import great_circles_km
from corridors.sources.making.ways import Ways
from corridors.vocabulary import SHIP_CLASSES

#: A stretch that enters a country, goes no deeper than this and leaves it again belongs to its
#: neighbour: the outlines are about 1 km exact, and rivers and roads follow borders.
SHALLOW_KM = 3.0
#: The same for a stretch that passes the border once only and ends.
SHALLOW_END_KM = 0.7
#: Embedded places within this distance tell on which side of a border a line ends.
AROUND_KM = 8.0
#: Points of a stretch whose depth is measured.
SAMPLE = 200


@dataclass(frozen=True)
class Countries:
    """Country of each point, and how many stretches were given to their neighbour."""

    of_point: np.ndarray
    shallow: int


def countries_along(ways: Ways, *, shallow_km: float = SHALLOW_KM) -> Countries:
    """Return the country of every point, with shallow dips over a border levelled."""
    land = ways.each(lambda tags: tags.mode not in SHIP_CLASSES)
    inner = ways.inner & land[ways.owner[:-1]]
    tail, head = ways.refs[:-1][inner], ways.refs[1:][inner]
    used = np.zeros(len(ways.lon), bool)
    used[tail] = used[head] = True
    used[ways.refs[ways.first[:-1]]] = used[ways.refs[ways.first[1:] - 1]] = True
    wanted = np.flatnonzero(used)
    country = np.full(len(ways.lon), "", dtype="U2")
    country[wanted] = countries_of(ways.lon[wanted], ways.lat[wanted])
    count = 0
    for _ in range(4):
        changed = _level(ways, country, tail, head, shallow_km)
        count += changed
        if not changed:
            break
    return Countries(country, count)


def _level(
    ways: Ways, country: np.ndarray, tail: np.ndarray, head: np.ndarray, shallow_km: float
) -> int:
    """Give each shallow stretch to its main neighbour; return how many there were."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    across = country[tail] != country[head]
    if not across.any():
        return 0
    size = len(country)
    inside = ~across
    graph = coo_array((np.ones(inside.sum(), bool), (tail[inside], head[inside])), (size, size))
    label = connected_components(graph, directed=False)[1]
    meets: dict[int, dict[str, int]] = {}
    for a, b in zip(tail[across].tolist(), head[across].tolist(), strict=True):
        for here, there in ((a, b), (b, a)):
            near = meets.setdefault(int(label[here]), {})
            near[str(country[there])] = near.get(str(country[there]), 0) + 1
    members = _members(label, meets)
    shallow = sorted(
        (len(points), stretch)
        for stretch, points in members.items()
        if _depth(ways, country, points) < _limit(ways, country, points, meets[stretch], shallow_km)
    )
    changed: set[int] = set()
    for _, stretch in shallow:
        beside = {int(label[b]) for b in _beside(members[stretch], tail, head, across)}
        if beside & changed:
            continue
        near = meets[stretch]
        country[members[stretch]] = max(near, key=lambda c: (near[c], c))
        changed.add(stretch)
    return len(changed)


def _limit(
    ways: Ways, country: np.ndarray, points: np.ndarray, near: dict[str, int], shallow_km: float
) -> float:
    """Return the depth under which a stretch is levelled.

    One that passes the border once is a line that ends abroad, unless the places of the
    embedded network around it lie on this side only.
    """
    if sum(near.values()) > 1:
        return shallow_km
    known = _known_countries(float(ways.lon[points[-1]]), float(ways.lat[points[-1]]))
    abroad = str(country[points[0]])
    return shallow_km if known and abroad not in known and known & near.keys() else SHALLOW_END_KM


def _known_countries(lon: float, lat: float) -> set[str]:
    """Return the countries of the embedded places within ``AROUND_KM``."""
    country, lons, lats = _embedded_places()
    near = np.flatnonzero(np.abs(lats - lat) < 0.1)
    km = great_circles_km(lons[near], lats[near], lon, lat)
    return set(country[near[km < AROUND_KM]].tolist())


@cache
def _embedded_places() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return country, longitude and latitude of the embedded nodes."""
    nodes = load().table("nodes")
    return np.array(nodes["country"]), np.array(nodes["lon"]), np.array(nodes["lat"])


def _members(label: np.ndarray, wanted: dict) -> dict[int, np.ndarray]:
    numbers = np.array(sorted(wanted))
    points = np.flatnonzero(np.isin(label, numbers))
    order = points[np.argsort(label[points], kind="stable")]
    cuts = np.searchsorted(label[order], numbers)
    return {int(n): part for n, part in zip(numbers, np.split(order, cuts[1:]), strict=True)}


def _depth(ways: Ways, country: np.ndarray, points: np.ndarray) -> float:
    """Return the greatest depth of a stretch in its country, km, by a sample of its points."""
    sample = points[np.unique(np.linspace(0, len(points) - 1, SAMPLE).astype(int))]
    return float(depth_km(str(country[points[0]]), ways.lon[sample], ways.lat[sample]).max())


def _beside(
    points: np.ndarray, tail: np.ndarray, head: np.ndarray, across: np.ndarray
) -> np.ndarray:
    a, b = tail[across], head[across]
    return np.unique(np.concatenate([b[np.isin(a, points)], a[np.isin(b, points)]]))
