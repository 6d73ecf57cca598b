"""Gaps between ends of lines are closed within a tolerance, and told."""

import pytest
from osm_toy import links_by

import corridors as co


def test_the_gap_is_told_and_its_gauge_passed_on(imported):
    (gap,) = imported.report.gaps
    assert {gap.from_way, gap.to_way} == {100, 101}
    assert gap.length_m == pytest.approx(7.9, abs=1.0)
    rails = links_by(imported, mode="rail", status="operational")
    assert {row["gauge_mm"] for row in rails} == {1520.0}
    assert imported.report.gauges["from the railway it joins"] >= 1


def test_without_tolerance_the_gap_stays(toy_pbf):
    net = co.network_from_osm(toy_pbf, modes="rail", gap_km=0)
    assert net.report.gaps == ()
    parts = [i for i in net.report.islands if i.vehicle == "rail-1520"]
    assert len(parts) == 3
    with pytest.raises(co.NoItineraryError):
        co.route(net, "Tashkent Yuk", "Saryagash")
