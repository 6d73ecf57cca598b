"""Chains of small random ways, beside plain loops that say the same."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from osm_toy import xml
from random_ways import LAT, LON, flags, some_ways, ways_of

import corridors as co
from corridors.network.earth import segment_km
from corridors.sources.making.topology import make_chains


def test_links_on_the_line_of_another_are_told(tmp_path):
    ways = {
        1: ([50, 51, 52], {"highway": "primary"}),
        2: ([52, 51, 50], {"highway": "secondary"}),
        3: ([50, 53], {"highway": "primary"}),
        4: ([50, 53], {"railway": "rail", "gauge": "1520"}),
        5: ([50, 53], {"railway": "rail", "gauge": "1435"}),
    }
    (tmp_path / "doubled.osm").write_text(xml(ways=ways), "utf-8")
    net = co.network_from_osm(tmp_path / "doubled.osm")
    assert "2 links on the line of another of the same mode, such as road-w2" in str(net.report)
    assert net.table("links")["osm_ids"].count("2") == 2


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
