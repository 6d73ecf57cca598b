"""How places of an imported network are named on the command line, and numbers of things."""

import re

import pytest
from toy import toy_network

from corridors.maps.trip_scene import totals_of
from corridors.routing.route import route


def test_named_stations_are_names_of_places(tmp_path, run):
    import osm_toy

    (tmp_path / "toy.osm").write_text(osm_toy.xml(), encoding="utf-8")
    target = tmp_path / "toy.gpkg"
    code, _, err = run("import", "osm", tmp_path / "toy.osm", "--mode", "rail", "-o", target)
    assert code == 0, err
    code, out, err = run("route", "Tashkent Yuk", "Saryagash", "--network", target)
    assert code == 0, err
    assert "Loading at Tashkent Yuk" in out
    assert "railway - railway" not in out


@pytest.mark.parametrize("modes", ["sea", "road"])
def test_one_thing_is_not_told_as_several(tmp_path, run, modes):
    """By ship from port to port there is one transit, one landing; by road there are two."""
    net = toy_network()
    net.write(tmp_path / "toy")
    words = ("Port Pi", "Port Kappa", "--network", tmp_path / "toy", "--mode", modes)
    code, out, err = run("route", *words)
    assert code == 0, err
    trip = route(net, "Port Pi", "Port Kappa", modes=modes)
    what = "1 transit" if modes == "sea" else "2 transits"
    assert trip.transit_count == int(what[0])
    for told in (out, repr(trip), totals_of(trip)):
        assert re.search(rf"\b{what}\b", told)
        assert not re.search(r"\b1 (transits|border crossings|transshipments)\b", told)
