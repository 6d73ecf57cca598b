"""The scene of itineraries: the whole ledger, several side by side."""

import pytest
from toy import toy_network

import corridors as co
from corridors.maps.draw import make_scene


def test_an_itinerary_scene_has_the_whole_ledger(toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    scene = make_scene(trip)
    layer = scene["groups"][0]["layers"][0]
    usd = sum(float(leg["v"].split()[0].replace(",", "")) for leg in layer["legs"])
    assert usd == pytest.approx(trip.cost_usd, abs=len(layer["legs"]))
    assert all(f["r"] for f in scene["features"] if "l" in f)
    assert f"{trip.distance_km:,.0f} km" in layer["sub"]


def test_several_itineraries_stand_apart_and_scenarios_exclude_one_another(toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    scene = make_scene([trip, trip])
    a, b = (
        [item[1] for item in layer["items"] if len(item) > 1]
        for layer in scene["groups"][0]["layers"]
    )
    assert all(x != y for x, y in zip(a, b, strict=True))
    assert [layer["on"] for layer in scene["groups"][0]["layers"]] == [True, True]
    other = co.route(toy_network(), "Alpha", "Epsilon")
    group = make_scene({"before": trip, "after": other})["groups"][0]
    assert group["exclusive"]
    assert [layer["on"] for layer in group["layers"]] == [True, False]
    assert not make_scene({"a": trip, "b": trip})["groups"][0]["exclusive"]
    assert make_scene({"a": trip, "b": trip}, exclusive=True)["groups"][0]["exclusive"]


def test_an_itinerary_from_a_position_is_drawn(net, tmp_path):
    trip = co.route(net, (66.9, 24.9), "Istanbul")
    assert co.save_map(trip, tmp_path / "m.html").stat().st_size > 10_000
    near = co.route(net, (67.0, 24.86), (67.001, 24.861))
    with pytest.raises(ValueError, match="nothing to draw"):
        co.save_map(near, tmp_path / "n.html")


def test_a_table_of_totals_has_no_ways_to_draw(toy):
    table = co.matrix(toy, ["Alpha"], ["Epsilon"])
    with pytest.raises(TypeError, match="cannot draw a DataFrame of totals, which holds no ways"):
        make_scene(table)
