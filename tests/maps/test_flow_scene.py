"""Flows on a map: width by tonnes, colour by use, cards that say both."""

import math
from itertools import pairwise

import pytest
from flows_toy import scarce_flows, scarce_network
from toy import toy_network

import corridors as co
from corridors.charts.print_map import draw_print_map
from corridors.maps.draw import make_scene
from corridors.maps.flow_scene import BANDS, UNKNOWN, band_of


@pytest.fixture
def found(tmp_path):
    return scarce_flows(tmp_path)


def layers_of(scene):
    return {layer["name"].split(" (")[0]: layer for layer in scene["groups"][0]["layers"]}


def features_of(scene, layer):
    return {scene["features"][item[0]]["t"]: item for item in layer["items"]}


def card(scene, title):
    feature = next(one for one in scene["features"] if one["t"] == title)
    return [row for row in feature["r"] if len(row) > 1], [
        r[0] for r in feature["r"] if len(r) == 1
    ]


def test_links_are_in_the_layer_of_their_fullest_capacity(found):
    layers = layers_of(make_scene(found))
    scene = make_scene(found)
    assert set(features_of(scene, layers["Full"])) == {"rail-bc", "sea-pq", "pipe-gh"}
    # 40 t by road on a border that holds 200
    assert "road-af" in features_of(scene, layers["Under 25 % used"])
    assert "road-ab" in features_of(scene, layers["No capacity known"])


def test_width_is_by_tonnes(found):
    """By rail go 120 t, by road 40; a bcm of gas, 735 kt, is the widest."""
    scene = make_scene(found)
    widths = {}
    for layer in layers_of(scene).values():
        widths |= {
            name: item[2] for name, item in features_of(scene, layer).items() if len(item) > 2
        }
    assert widths["pipe-gh"] == max(widths.values())
    gas_t = found.to_dataframe("links").set_index("link_id").loc["pipe-gh", "t"]
    assert scene["notes"][1].startswith("The widest line is 735 kt a year")
    assert gas_t == pytest.approx(735_000)


def test_a_card_tells_each_direction_use_and_price(tmp_path):
    rows = [
        {"origin": "Alpha", "destination": "Epsilon", "quantity": 20},
        {"origin": "Epsilon", "destination": "Alpha", "quantity": 2},
    ]
    net = scarce_network([("rail-bc", "link", 240, "t_per_year")])
    scene = make_scene(co.flows(net, rows, weight="cost"))
    told, heads = card(scene, "rail-bc")
    assert told[:4] == [
        ["carries", "220 t, 22 TEU a year"],
        ["to Gamma", "200 t, 20 TEU a year"],
        ["to Beta", "20 t, 2 TEU a year"],
        ["used", "220 (92 %)"],
    ]
    assert heads == ["Capacity: 240 t a year", "Link"]


def test_a_card_tells_what_one_more_saves_and_why(found):
    """Those who go round by road pay 485 USD more for 20 t."""
    told = dict(card(make_scene(found), "rail-bc")[0])
    assert told["towards"] == "Gamma"
    assert told["worth"] == "24.2 USD a year for one more t a year"
    assert told["as"] == "less would go round by dearer ways"
    told = dict(card(make_scene(found), "road-ab")[0])
    assert told["capacity"] == "none known: taken to hold all"


def test_a_border_with_a_capacity_is_a_mark_of_the_same_colour(found):
    scene = make_scene(found)
    mark = next(one for one in scene["features"] if "n" in one)
    assert (mark["t"], mark["c"]) == ("xy-zeta", BANDS[-1][2])
    rows, heads = card(scene, "xy-zeta")
    assert heads == ["xy-zeta: 200 t a year"]
    assert dict(rows)["used"] == "40 (20 %)"


def test_bands_are_whole_and_darken():
    assert [band_of(use)[0] for use in (0, 0.2499, 0.25, 0.5, 0.75, 1.0, 2.0)] == [
        "under 25 % used", "under 25 % used", "25 to 50 % used", "50 to 75 % used",
        "75 to 100 % used", "full", "full",
    ]  # fmt: skip
    assert band_of(math.nan) == UNKNOWN
    light = [_lightness(colour) for _, _, colour in BANDS]
    # apart for eyes that see no colours, too: the lightness of CIELAB is from 0 to 100
    assert min(b - a for a, b in pairwise(light)) > 12


def _lightness(colour):
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return 116 * (0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2) ** (1 / 3) - 16


def test_links_between_the_same_places_run_side_by_side(found):
    """Two links that carry goods between Alpha and Beta: neither covers the other."""
    from corridors.maps.flow_scene import _side_by_side

    net = toy_network()
    offsets = _side_by_side(net, {"road-ab": 4.0, "rail-ab": 8.0, "road-af": 5.0})
    assert offsets["road-af"] == 0
    assert abs(offsets["road-ab"] - offsets["rail-ab"]) == pytest.approx((4 + 8) / 2 + 1)


def test_flows_are_drawn_by_every_word_for_maps(found, tmp_path):
    assert "Flows of 2024" in co.draw_map(found).get_root().render()
    assert "Flows of 2024" in found.explore().get_root().render()
    assert (
        co.save_map(found, tmp_path / "a.html").read_bytes()
        == co.save_map(found, tmp_path / "b.html").read_bytes()
    )
    figure = draw_print_map(found)
    texts = [text.get_text() for text in figure.legends[0].get_texts()]
    assert [text.split(" (")[0] for text in texts] == [
        "No capacity known",
        "Under 25 % used",
        "Full",
    ]


def test_where_nothing_flows_there_is_nothing_to_draw():
    net = scarce_network([("rail-bc", "link", 0, "t_per_year")])
    rows = [{"origin": "Alpha", "destination": "Epsilon", "quantity": 20}]
    nothing = co.flows(net, rows, weight="cost", modes=["road", "rail"], avoid="YY")
    with pytest.raises(ValueError, match="nothing flows"):
        co.draw_map(nothing)


def test_numbers_by_link_are_drawn_on_a_network_only(found):
    with pytest.raises(ValueError, match="give a Network"):
        co.draw_map(found, flows={"rail-bc": 3.0})
