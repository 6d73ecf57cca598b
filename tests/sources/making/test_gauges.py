"""Gauges of railways that do not say theirs, by the nearest line of the embedded network."""

import numpy as np
import osm_toy
import pytest
from hypothesis import given
from random_ways import flags, some_ways, ways_of
from reference import REGIONAL, reference

import corridors as co
from corridors.sources.making.gauges import _from_neighbours
from corridors.sources.making.tags import WayTags

#: A stretch of real track, and the gauge that lies there.
TRACK = {
    "Khaf-Herat, in Afghanistan": ((61.00, 34.42), 1435),
    "Khaf-Herat, in Iran": ((60.44, 34.38), 1435),
    "Hairatan": ((67.30, 37.10), 1520),
    "Torghundi": ((62.28, 35.255), 1520),
    "Chaman, in Pakistan": ((66.52, 30.86), 1676),
    "Landi Kotal, below Torkham": ((71.15, 34.10), 1676),
    "Sarakhs, in Iran": ((61.10, 36.52), 1435),
    "Serakhs, in Turkmenistan": ((61.24, 36.56), 1520),
    "Mashhad": ((59.60, 36.28), 1435),
    "Jolfa, in Iran": ((45.66, 38.90), 1435),
}


def imported(tmp_path, nodes, ways):
    file = tmp_path / "own.osm"
    file.write_text(osm_toy.xml(nodes, ways), encoding="utf-8")
    return co.network_from_osm(file, modes="rail")


@pytest.mark.parametrize("place", TRACK)
def test_gauge_of_the_nearest_embedded_line(tmp_path, place):
    (lon, lat), gauge = TRACK[place]
    nodes = {1: (lon, lat, {}), 2: (lon + 0.004, lat + 0.004, {})}
    net = imported(tmp_path, nodes, {1: ([1, 2], {"railway": "rail"})})
    assert net.table("links")["gauge_mm"] == (gauge,)
    assert net.report.gauges["from the nearest embedded line"] == 1


def test_track_far_from_every_embedded_line_has_the_gauge_of_its_country(tmp_path):
    far = {1: (7.5, 43.8, {}), 2: (7.51, 43.81, {}), 3: (24.7, 59.3, {}), 4: (24.71, 59.31, {})}
    tags = {"railway": "rail"}
    net = imported(tmp_path, far, {1: ([1, 2], tags), 2: ([3, 4], tags)})
    assert net.table("links")["gauge_mm"] == (1435, 1520)
    assert net.report.gauges["from the nearest embedded line"] == 0
    assert net.report.gauges["assumed by country"] == 2


def test_khaf_herat_in_the_regional_extract():
    net = co.network_from_osm(reference(REGIONAL), modes="rail")
    nodes = net.table("nodes")
    found = set()
    for link in net.table("links"):
        row = net.node_row(link["from_node"])
        if nodes["country"][row] == "AF" and nodes["lon"][row] < 62.0:
            found.add(link["gauge_mm"])
    assert found == {1435}
    assert sum(net.report.gauges.values()) > 19_000


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
