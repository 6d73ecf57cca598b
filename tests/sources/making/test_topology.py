"""Chains and gauges of small random ways, beside plain loops that say the same."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corridors.network.earth import segment_km
from corridors.sources.making.gauges import _from_neighbours
from corridors.sources.making.tags import WayTags
from corridors.sources.making.topology import make_chains
from corridors.sources.making.ways import WayCollector

POINTS = 12
#: Points of a grid 1 km apart; no chain is long enough to be halved for its winding.
LON = 69.0 + 0.012 * (np.arange(POINTS) % 4)
LAT = 41.0 + 0.009 * (np.arange(POINTS) // 4)

kinds = st.sampled_from(
    [
        WayTags("rail", "rail", "operational"),
        WayTags("rail", "rail", "operational", gauges_mm=(1520,)),
        WayTags("rail", "rail", "operational", gauges_mm=(1435,)),
        WayTags("road", "trunk", "operational", oneway=1),
        WayTags("road", "trunk", "operational", oneway=-1),
        WayTags("road", "primary", "operational", name="A"),
        WayTags("road", "primary", "operational", name="B"),
    ]
)
lines = st.lists(st.integers(0, POINTS - 1), min_size=2, max_size=6, unique=True)
some_ways = st.lists(st.tuples(kinds, lines), min_size=1, max_size=8)
flags = st.lists(st.booleans(), min_size=POINTS, max_size=POINTS)


def ways_of(rows):
    collector = WayCollector()
    for number, (tags, refs) in enumerate(rows, start=1):
        collector.add(number, tags, refs)
    return collector.freeze(np.arange(POINTS), LON, LAT)


def segments(line):
    return [tuple(sorted(pair)) for pair in pairwise(line)]


@given(some_ways, flags, flags)
def test_chains_hold_every_segment_once_and_are_as_long(rows, keep, abroad):
    ways = ways_of(rows)
    country = np.where(abroad, "KZ", "UZ")
    keep = np.array(keep)
    chains = make_chains(ways, country, keep)
    found = [
        (chains.points[a:b].tolist(), chains.kinds[k])
        for a, b, k in zip(chains.first[:-1], chains.first[1:], chains.kind_of, strict=True)
    ]
    wanted = Counter((tags.key, pair) for tags, line in rows for pair in segments(line))
    assert Counter((t.key, pair) for line, t in found for pair in segments(line)) == wanted
    for (line, _), km in zip(found, chains.km, strict=True):
        at = np.array(line)
        assert abs(segment_km(LON[at], LAT[at]).sum() - km) < 1e-9
        assert line[0] != line[-1]
    # One-way traffic flows along its chain.
    directed = Counter(
        pair
        for tags, line in rows
        if tags.oneway
        for pair in pairwise(line if tags.oneway > 0 else line[::-1])
    )
    assert Counter(p for line, t in found if t.oneway for p in pairwise(line)) == directed
    # Nothing is left unmerged where nothing changes, and nothing merged where something does.
    degree = Counter(point for _, line in rows for pair in pairwise(line) for point in pair)
    border = {
        point
        for _, line in rows
        for pair in pairwise(line)
        if country[pair[0]] != country[pair[1]]
        for point in pair
    }
    inner = {point for line, _ in found for point in line[1:-1]}
    assert all(degree[p] == 2 and not keep[p] and p not in border for p in inner)
    ends = {}
    for line, tags in found:
        for point in (line[0], line[-1]):
            ends.setdefault(point, []).append((tags.key, tags.oneway))
    for point, here in ends.items():
        if degree[point] == 2 and not keep[point] and point not in border:
            (one, way), (other, _) = here
            assert one != other or way or shared_far_ends(found, point)


def shared_far_ends(found, point):
    """Return the far ends of the chains that end at a point: halves of a ring have one in common."""
    far = [
        line[-1] if line[0] == point else line[0]
        for line, _ in found
        if point in (line[0], line[-1])
    ]
    return {end for end, times in Counter(far).items() if times > 1}


@given(some_ways, flags)
def test_gauges_are_passed_on_as_by_hand(rows, abroad):
    rows = [(tags, line) for tags, line in rows if tags.mode == "rail"] or [
        (WayTags("rail", "rail", "operational"), [0, 1])
    ]
    ways = ways_of(rows)
    country = np.where(abroad, "KZ", "UZ")
    silent = np.array([k for k, (tags, _) in enumerate(rows) if not tags.gauges_mm], int)
    home = (
        country[[rows[k][1][len(rows[k][1]) // 2] for k in silent]] if len(silent) else country[:0]
    )
    choices, found = _from_neighbours(ways, silent, country, home)
    assert [choices[c] if c >= 0 else None for c in found] == by_hand(rows, silent, country)


def by_hand(rows, silent, country):
    at, found, left = {}, {}, list(silent)
    for tags, line in rows:
        for point in line if tags.gauges_mm else ():
            at.setdefault(point, tags.gauges_mm)
    while True:
        fresh = {
            k: min(at[p] for p in rows[k][1] if p in at)
            for k in left
            if at.keys() & set(rows[k][1])
        }
        if not fresh:
            return [found.get(k) for k in silent]
        for k, gauges in fresh.items():
            found[k] = gauges
            left.remove(k)
            line = rows[k][1]
            for point in line:
                if country[point] == country[line[len(line) // 2]]:
                    at.setdefault(point, gauges)
