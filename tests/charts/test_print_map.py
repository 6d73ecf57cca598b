"""Maps for print."""

import itertools
from dataclasses import replace

import pytest
from matplotlib.colors import to_rgba
from shapely import MultiLineString

import corridors as co
from corridors.charts.map_names import WAY


def test_a_print_map_has_every_layer_in_its_legend(toy):
    figure = co.draw_print_map(toy)
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert any(label.startswith("Railway") for label in labels)
    assert any(label.startswith("Planned") for label in labels)


@pytest.fixture(scope="module")
def by_sea(net):
    return co.route(net.apply("karachi-istanbul-direct-weekly"), "Karachi", "Istanbul")


def frame_of(figure):
    axes = figure.axes[0]
    return (*axes.get_xlim(), *axes.get_ylim())


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_frame_holds_the_whole_way_at_sea_too(by_sea):
    assert "sea" in by_sea.modes
    west, east, south, north = frame_of(co.draw_print_map(by_sea))
    points = [point for leg in by_sea.steps if leg.km for point in by_sea.network.line(leg.link_id)]
    assert all(west < lon < east and south < lat < north for lon, lat in points)
    assert min(lat for _, lat in points) < 13  # round Arabia


def test_a_way_from_south_to_north_fits_a_page(net):
    for width in (6, 10.5):
        figure = co.draw_print_map(co.route(net, "Karachi", "Moscow"), width_in=width)
        wide, high = figure.get_size_inches()
        assert wide == width
        # A4 within margins of 15 mm is 180 x 267 mm.
        assert high / wide < 267 / 180


def test_one_way_under_two_names_is_one_line_with_both(net, by_sea):
    cheap = co.route(net, "Karachi", "Istanbul")
    fast = co.route(net, "Karachi", "Istanbul", weight="time")
    figure = co.draw_print_map({"a": cheap, "b": cheap, "c": fast})
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert [label.split(":")[0] for label in labels] == ["a = b", "c"]
    # The same links at another price: one line, the totals of each.
    dearer = replace(by_sea, steps=tuple(replace(leg, usd=leg.usd + 100) for leg in by_sea.steps))
    figure = co.draw_print_map({"before": by_sea, "after": dearer})
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert len(labels) == 1
    assert f"before: {by_sea.distance_km:,.0f} km · {by_sea.cost_usd:,.0f} USD" in labels[0]
    assert f"{dearer.cost_usd:,.0f} USD" in labels[0].split("\n")[1]


def test_ways_that_share_a_link_run_beside_one_another(net):
    first = co.route(net, "Karachi", "Istanbul", corridor="islamabad-tehran-istanbul")
    second = co.route(net, "Lahore", "Istanbul", corridor="islamabad-tehran-istanbul")
    shared = {leg.link_id for leg in first.steps if leg.km} & {
        leg.link_id for leg in second.steps if leg.km
    }
    assert shared
    figure = co.draw_print_map({"one": first, "two": second})
    axes = figure.axes[0]
    colours = {handle.get_color() for handle in figure.legends[0].legend_handles}
    lines = [
        (tuple(colour), path.vertices)
        for drawn in axes.collections if drawn.get_gid() == WAY
        for colour, path in zip(drawn.get_colors(), drawn.get_paths(), strict=True)
    ]  # fmt: skip
    paths = {colour: [axes.transData.transform(line) for drawn, line in lines
             if drawn == to_rgba(colour)] for colour in colours}  # fmt: skip
    one, two = (MultiLineString([path for path in paths[c] if len(path) > 1]) for c in colours)
    # 5 pixels of the screen are 3.1 points of paper, and the lines are 2.1 wide.
    apart = 3.1 * figure.dpi / 72
    covered = one.intersection(two.buffer(0.7 * apart)).length
    assert covered < 0.3 * one.length


def test_a_pipeline_s_map_has_the_names_of_its_places_and_of_the_line():
    tapi = co.load("tapi")
    figure = co.draw_print_map(tapi)
    written = texts(figure)
    assert set(tapi.table("nodes")["name"]) <= set(written)
    assert "TAPI" in written
    assert "pipeline (TAPI)" in figure.get_suptitle()


def test_the_map_says_what_is_shipped_when_and_in_which_situation(net):
    trip = co.route(
        net, "Karachi", "Tashkent", as_of="2026-03-01", departure="2026-03-05T08:00",
        shipment=co.Shipment(cargo_t=18, value_usd=75_000),
    )  # fmt: skip
    figure = co.draw_print_map(trip)
    assert figure.get_suptitle() == "Karachi (PK) - Tashkent (UZ)"
    said = figure.axes[0].get_title(loc="left").replace("\n", " ")
    assert said.startswith("40ft container, 18 t, 75,000 USD. Leaves 2026-03-05 08:00. Situation:")
    assert "2026-03-01" in said


def test_what_is_drawn_is_where_the_names_were_placed(net):
    trips = {w: co.route(net, "Karachi", "Istanbul", weight=w) for w in ("cost", "time")}
    figure = co.draw_print_map(trips)
    axes = figure.axes[0]
    before = axes.transData.transform((60.0, 30.0))
    figure.draw_without_rendering()
    figure.draw_without_rendering()
    assert axes.transData.transform((60.0, 30.0)) == pytest.approx(before, abs=1e-6)


def test_a_stop_of_several_ways_is_marked_once(net):
    trips = {w: co.route(net, "Karachi", "Istanbul", weight=w) for w in ("cost", "time")}
    axes = co.draw_print_map(trips).axes[0]
    marks = [(line.get_marker(), *line.get_xydata()[0]) for line in axes.lines]
    assert len(marks) == len(set(marks))
    assert sum(mark == "*" for mark, *_ in marks) == 2


def test_title_and_notes_stand_clear_of_one_another_and_of_the_map(net):
    """Three lines of notes were written over the title."""
    ways = co.alternatives(net, "Karachi", "Tashkent", k=2)
    for width_in in (7, 10.5):
        figure = co.draw_print_map(ways, width_in=width_in)
        axes, title = figure.axes[0], figure._suptitle
        notes = axes._left_title
        assert "\n" in notes.get_text()
        boxes = [what.get_window_extent() for what in (title, notes, axes)]
        for above, below in itertools.pairwise(boxes):
            assert above.y0 > below.y1
            assert above.x1 <= figure.bbox.x1
        assert boxes[0].y1 <= figure.bbox.y1
        assert axes.get_window_extent().width > 0.98 * figure.bbox.width
