"""Every way that was read is accounted for, and the account is printed."""

import pytest
from osm_toy import WAYS
from reference import reference

import corridors as co


def test_every_way_is_accounted_for(imported):
    seen = imported.report.seen
    looked_at = [w for _, (_, w) in WAYS.items() if w.get("highway") != "footway"]
    assert sum(seen["kept"].values()) + sum(seen["left"].values()) == len(looked_at)
    assert seen["left"] == {"railway=tram": 1, "closed to trucks: access=private": 1}
    assert seen["gauge"] == {"1520": 2, "not said": 2}
    assert seen["status"] == {"operational": 3, "suspended (abandoned)": 1}


def test_summary_prints_what_was_done(imported):
    text = str(imported.report)
    assert "railway gaps joined (up to 100 m): 1" in text
    assert "left out: railway=tram 1" in text
    assert "border crossing points: " in text


@pytest.mark.parametrize(
    ("name", "rails"), [("vde8.2-rail.osm.pbf", 1823), ("cologne-railway.osm.pbf", 5920)]
)
def test_german_tags_are_all_accounted_for(name, rails):
    net = co.network_from_osm(reference(name), modes="rail")
    seen = net.report.seen
    assert seen["status"]["operational"] == rails
    for facet in ("gauge", "usage", "service", "electrified", "status"):
        assert sum(seen[facet].values()) == sum(seen["kept"].values())
    assert net.report.gauges["assumed by country"] == 0
