"""Maps: what they show, and that text from data stays text."""

import pytest
from toy import change, toy_network, toy_tables

import corridors as co

HOSTILE = "<script>alert(1)</script>"


def html(what):
    return co.draw_map(what).get_root().render()


def test_network_map_has_layers_legend_and_tooltips(toy):
    page = html(toy)
    for text in ("Corridor: Rail line", "Mode: rail", "Modes and corridors", "Port Kappa"):
        assert text in page


def test_itinerary_map_shows_its_legs(toy):
    page = html(co.route(toy, "Alpha", "Epsilon", weight="co2e", avoid=["sea"]))
    assert "Break of gauge at Delta" in page
    assert "610 km" in page


def test_comparison_map_has_a_layer_each(toy):
    trips = {c: co.route(toy, "Alpha", "Epsilon", corridor=c) for c in ("line-c", "ship")}
    page = html(trips)
    assert "line-c: 610 km" in page
    assert "ship: 1,120 km" in page


def test_hostile_names_stay_text():
    nodes = change(toy_tables()["nodes"], "name", {"node_id": "zz-d"}, HOSTILE)
    links = change(toy_tables()["links"], "name", {"link_id": "rail-de"}, HOSTILE)
    bad = toy_network(nodes=nodes, links=links)
    trip = co.route(bad, "Alpha", "Epsilon", weight="co2e", avoid=["sea"])
    for page in (html(bad), html(trip), html({HOSTILE: trip})):
        assert HOSTILE not in page
        assert "alert(1)" in page


def test_save_map_is_whole_or_absent(toy, tmp_path):
    path = co.save_map(toy, tmp_path / "toy.html")
    assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    with pytest.raises(TypeError, match="cannot draw int"):
        co.save_map(3, tmp_path / "no.html")
    with pytest.raises(ValueError, match="nothing to draw"):
        co.save_map([], tmp_path / "no.html")
    assert [p.name for p in tmp_path.iterdir()] == ["toy.html"]


def test_explore_and_geometry(net):
    trip = co.route(net, "Karachi", "Quetta", modes=["road"])
    assert trip.explore() is not None
    assert trip.geometry.length > 0
    assert trip.__geo_interface__["properties"]["cost_usd"] == trip.cost_usd
    assert list(trip.to_gdf()["link_id"]) == [s.link_id for s in trip.steps if s.km]
