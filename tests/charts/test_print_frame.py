"""What a map for print shows of ways of which a few go far round."""

import pytest

import corridors as co
from corridors.charts.print_frame import frames_of
from corridors.maps.draw import make_scene

PAIR = ("Karachi", "Istanbul")


@pytest.fixture(scope="module")
def trips(net):
    """Two ways through Asia, one by Suez, and one round Africa."""
    return {
        "least": co.route(net, *PAIR),
        "quickest": co.route(net, *PAIR, weight="time"),
        "by land": co.route(net, *PAIR, corridor="islamabad-tehran-istanbul"),
        "cape": co.route(net, *PAIR, corridor="deep-sea-cape"),
    }


def points_of(trip):
    return [at for leg in trip.steps if leg.km for at in trip.network.line(leg.link_id)]


def holds(frame, trip):
    west, south, east, north = frame
    return all(west < lon < east and south < lat < north for lon, lat in points_of(trip))


def test_a_way_round_africa_does_not_shrink_the_others(trips):
    """Fault: the frame held the lane round the Cape, and Asia was a corner of it."""
    frame, whole = frames_of(make_scene(trips, exclusive=False))
    assert whole is not None
    for name, trip in trips.items():
        assert holds(whole, trip)
        assert holds(frame, trip) == (name != "cape")
    assert frame[1] > 0  # south of it is Africa
    figure = co.draw_print_map(trips)
    (axes,) = figure.axes
    (inset,) = axes.child_axes
    assert (*inset.get_xlim(), *inset.get_ylim()) == pytest.approx(
        (whole[0], whole[2], whole[1], whole[3])
    )
    assert (*axes.get_xlim(), *axes.get_ylim()) == pytest.approx(
        (frame[0], frame[2], frame[1], frame[3])
    )


def test_nothing_stands_under_the_small_map(trips):
    figure = co.draw_print_map(trips)
    axes = figure.axes[0]
    box = axes.child_axes[0].get_window_extent()
    for text in axes.texts:
        extent = text.get_window_extent(figure.canvas.get_renderer())
        assert not box.overlaps(extent), text.get_text()
    ends = [points_of(trips["least"])[k] for k in (0, -1)]
    assert not any(box.contains(*axes.transData.transform(end)) for end in ends)


@pytest.mark.parametrize("names", [("cape",), ("least", "cape"), ("least", "quickest", "by land")])
def test_what_a_map_is_about_is_not_cut_off(trips, names):
    """One way, one of two, and ways that lie together."""
    scene = make_scene({name: trips[name] for name in names}, exclusive=False)
    frame, whole = frames_of(scene)
    assert whole is None
    assert all(holds(frame, trips[name]) for name in names)


def test_a_network_is_shown_whole(net):
    assert frames_of(make_scene(net, exclusive=False))[1] is None
