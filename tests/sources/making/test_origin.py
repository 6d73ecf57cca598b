"""What tells OpenStreetMap from other sources of ways."""

import numpy as np

from corridors.sources.making.origin import OSM, Origin
from corridors.sources.making.ways import WayCollector


def ways(labels=None):
    ids, lon, lat = np.array([3, -7]), np.array([69.0, 70.0]), np.array([41.0, 41.0])
    return WayCollector().freeze(ids, lon, lat, labels or {})


def test_nodes_are_called_by_prefix_or_label():
    points = np.array([0, 1])
    assert list(OSM.node_names(ways(), points).values()) == ["osm-x7", "osm-3"]
    own = Origin("own", "Own", "", "n")
    assert list(own.node_names(ways({3: "Tashkent"}), points).values()) == ["nx7", "Tashkent"]
    assert OSM.is_osm
    assert not own.is_osm


def test_links_and_countries_are_those_that_the_source_says():
    own = Origin("own", "Own", "", "n", {3: "KZ"})
    rows = [("rail", 5, ""), ("rail", 6, "-1520"), ("road", 7, ""), ("rail", 5, "")]
    names = {5: "line-a", 7: "17"}
    assert own.link_ids(rows, names) == ["line-a", "rail-w6-1520", "17", "line-a-2"]
    assert OSM.link_ids(rows, names) == ["line-a", "rail-w6-1520", "road-w17", "line-a-2"]
    assert own.with_countries(ways(), np.array(["UZ", "UZ"])).tolist() == ["UZ", "KZ"]
    assert own.provenance["length_source_id"] == "own"
    assert own.sources("net")["title"][-1] == "Own: net"
