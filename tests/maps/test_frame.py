"""A map opens on its ways, without the few that go far round."""

import pytest

import corridors as co
from corridors.maps.draw import make_scene
from corridors.maps.frame import around, box_of, fitted, near_boxes, points_of, shown_layers

ASIA, WIDER, AFRICA = (40.0, 25.0, 75.0, 45.0), (38.0, 24.0, 77.0, 46.0), (10.0, -35.0, 75.0, 45.0)


@pytest.mark.parametrize(
    ("boxes", "kept"),
    [
        ([ASIA, WIDER, AFRICA], [ASIA, WIDER]),
        ([AFRICA, ASIA, WIDER], [ASIA, WIDER]),
        ([ASIA, AFRICA], [ASIA, AFRICA]),  # one of two is no detour
        ([AFRICA, AFRICA, ASIA], [AFRICA, AFRICA, ASIA]),
        ([ASIA, WIDER], [ASIA, WIDER]),
        ([], []),
    ],
)
def test_what_fewer_than_half_of_the_ways_need_is_left_out(boxes, kept):
    assert near_boxes(boxes) == kept


def test_ways_where_there_is_no_background_are_all_in_the_frame():
    """Fault: west of the background frames were turned round, and ways left out that lie alike."""
    texas, near = (-100.0, 30.0, -90.0, 40.0), (-101.0, 30.0, -90.0, 40.0)
    assert near_boxes([texas, near, texas]) == [texas, near, texas]
    for box in (texas, (160.0, -45.0, 178.0, -35.0), (140.0, 50.0, 160.0, 60.0), ASIA):
        west, south, east, north = fitted(*box)
        assert west <= box[0] < box[2] <= east
        assert south <= box[1] < box[3] <= north


def test_a_page_opens_on_the_ways_that_do_not_go_round_africa(net):
    """Fault: with a lane round the Cape, the page opened on half of the Earth."""
    corridors = ("deep-sea-cape", "islamabad-tehran-istanbul", "middle-corridor")
    ways = {name: co.route(net, "Karachi", "Istanbul", corridor=name) for name in corridors}
    scene = make_scene(ways)
    (south, west), (north, east) = scene["view"]
    assert scene["bounds"][0][0] < -30 < 20 < south
    boxes = [box_of(points_of(scene, layer)) for layer in shown_layers(scene)]
    assert (west, south, east, north) == around(boxes[1:])
    del ways["deep-sea-cape"]
    assert "view" not in make_scene(ways)
