"""The scene of a network."""

import pytest

import corridors as co
from corridors.maps.draw import make_scene


def test_a_network_scene_shows_every_link_and_node_once(toy):
    scene = make_scene(toy)
    lines = [f for f in scene["features"] if "l" in f]
    places = [f for f in scene["features"] if "n" in f]
    assert len(lines) == len(toy.table("links"))
    assert len(places) == len(toy.table("nodes"))
    groups = {group["name"]: group for group in scene["groups"]}
    shown = [
        item[0]
        for name in ("Modes", "Not in operation")
        for layer in groups[name]["layers"]
        for item in layer["items"]
    ]
    assert sorted(shown) == sorted(scene["features"].index(f) for f in lines)
    assert {row[0] for row in scene["statuses"]} == set(toy.table("links")["status"])


def test_parallel_links_stand_apart(toy):
    scene = make_scene(toy)
    by_line = {}
    for layer in scene["groups"][0]["layers"] + scene["groups"][1]["layers"]:
        for number, shift in layer["items"]:
            by_line.setdefault(scene["features"][number]["l"], []).append(shift)
    for found in by_line.values():
        assert len(set(found)) == len(found)


def test_flows_are_as_wide_as_their_root(toy):
    scene = make_scene(toy, flows={"rail-bc": 400.0, "road-af": 100.0, "road-fe": 0.0})
    layer = next(g for g in scene["groups"] if g["name"] == "Flows")["layers"][0]
    widths = {scene["features"][n]["t"]: width for n, _, width in layer["items"]}
    assert set(widths) == {"rail-bc", "road-af"}
    assert (widths["rail-bc"] - 1) == pytest.approx(2 * (widths["road-af"] - 1))
    assert "400 TEU a year" in layer["name"]
    with pytest.raises(co.UnknownNameError, match="no link 'rail-xx'. Did you mean"):
        co.draw_map(toy, flows={"rail-xx": 1.0})
    with pytest.raises(ValueError, match="give a Network"):
        co.draw_map(co.route(toy, "Alpha", "Epsilon"), flows={"rail-bc": 1.0})
