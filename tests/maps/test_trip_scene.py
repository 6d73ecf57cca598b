"""The scene of itineraries: the whole ledger, several side by side."""

import pytest
from cards import scenario, shut
from toy import toy_network

import corridors as co
from corridors.maps.draw import make_scene
from corridors.maps.trip_scene import notes_of, trips_scene


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


def test_what_differs_between_ways_is_told_with_their_names(toy):
    """Two situations, two loads, one day of leaving: each stands once, with the ways it is of."""
    card = scenario("no-rail", shut(link_id="rail-bc"))
    plain = co.route(toy, "Alpha", "Epsilon")
    heavy = co.route(toy, "Alpha", "Epsilon", shipment=co.Shipment(cargo_t=25))
    other = co.route(toy.apply(card), "Alpha", "Epsilon", modes="road")
    (said, *_) = notes_of({"one": [plain], "two": [plain], "three": [other], "four": [heavy]})
    assert said == (
        "40ft container, 20 t, 50,000 USD (one, two, three) / 40ft container, 25 t, 50,000 USD "
        f"(four). Situation: {plain.situation} (one, two, four) / {other.situation} (three)."
    )
    (said, *_) = notes_of({"one": [plain], "two": [plain]})
    assert said == f"40ft container, 20 t, 50,000 USD. Situation: {plain.situation}."
    leaves = co.route(toy, "Alpha", "Epsilon", departure="2026-03-03T08:00", as_of="reference")
    (said, *_) = notes_of({"one": [plain], "two": [leaves]})
    assert "Leaves any day (one) / 2026-03-03 08:00 (two)." in said


def test_prices_of_several_situations_are_told_of_each(net):
    then = co.route(net, "Karachi", "Lahore", as_of="2026-03-15")
    plain = co.route(net, "Karachi", "Lahore")
    scene = trips_scene({"then": [then], "plain": [plain]}, exclusive=True, title="x")
    assert "(plain)" in scene["prices"]
    assert "(then)" in scene["prices"]
    alone = trips_scene({"plain": [plain], "again": [plain]}, exclusive=False, title="x")
    assert "(plain" not in alone["prices"]
