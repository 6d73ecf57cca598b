"""Ways that are collected: which, in which direction, with which speed and status."""

import pytest
from osm_toy import links_by, write_pbf

import corridors as co
from corridors.sources.osm.pbf import read_pbf


def test_one_way_streets_are_driven_in_their_direction_only(imported):
    there = co.route(imported, "osm-50", "osm-52", weight="distance", modes=["road"])
    back = co.route(imported, "osm-52", "osm-50", weight="distance", modes=["road"])
    assert there.distance_km == pytest.approx(4.44, abs=0.05)
    assert back.distance_km > there.distance_km + 1
    assert not any("w200" in leg.link_id for leg in back.steps)


def test_speeds_follow_class_limit_and_surface(imported):
    speed = {
        row["osm_ids"]: row["speed_kmh"]
        for row in links_by(imported, mode="road")
        if row["osm_ids"]
    }
    assert speed["201"] <= 40
    assert speed["202"] < speed["201"]
    assert speed["200"] > speed["203"] > speed["202"]
    (toll,) = [row for row in links_by(imported, mode="road") if row["osm_ids"] == "202"]
    assert "toll=yes" in toll["tags"]
    assert "surface=unpaved" in toll["tags"]


def test_abandoned_is_kept_but_not_used(imported):
    (spur,) = [row for row in links_by(imported, mode="rail") if row["osm_ids"] == "102"]
    assert spur["status"] == "suspended"
    assert "lifecycle=abandoned" in spur["tags"]


def test_only_main_roads(toy_pbf, imported):
    net = co.network_from_osm(toy_pbf, modes="road", lowest_road="trunk")
    assert {r["osm_ids"] for r in net.table("links")} == {"200", "203"}
    with pytest.raises(ValueError, match=r"lowest_road 'tertary' .* Did you mean 'tertiary'"):
        co.network_from_osm(toy_pbf, lowest_road="tertary")


def test_what_is_not_kept_takes_no_memory(tmp_path, monkeypatch):
    """Twenty times as many points in the file, as many kept: reading takes no more memory."""
    import tracemalloc

    from corridors.sources.osm import pbf

    monkeypatch.setattr(pbf, "LARGE_FILE_BYTES", 0)  # osmium's own index lies on disk
    rails = {k: ([2 * k, 2 * k + 1], {"railway": "rail"}) for k in range(1, 500)}
    peaks = []
    for extra in (0, 20_000):
        nodes = {k: (60 + k * 1e-4, 40.0, {}) for k in range(2, 1000 + extra)}
        houses = {1000 + k: ([k, k + 1], {"building": "yes"}) for k in range(1000, 900 + extra)}
        path = tmp_path / f"{extra}.osm.pbf"
        write_pbf(path, nodes, rails | houses)
        read_pbf(path)
        tracemalloc.start()
        ways = read_pbf(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert (len(ways), len(ways.lon)) == (499, 998)
    assert peaks[1] < 1.2 * peaks[0]
