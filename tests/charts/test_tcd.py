"""Time-cost-distance diagrams end at the totals."""

import pytest

import corridors as co
from corridors.charts.tcd import percentiles, points


def test_the_last_point_of_a_diagram_is_the_total(trips):
    for trip in trips.values():
        assert points(trip, "time")[-1] == pytest.approx((trip.distance_km, trip.time_h / 24))
        assert points(trip, "cost")[-1] == pytest.approx((trip.distance_km, trip.cost_usd))
        assert all(
            b >= a for a, b in zip(points(trip, "time"), points(trip, "time")[1:], strict=False)
        )


def test_the_band_ends_at_the_itinerary_s_own_percentile(trips):
    for trip in trips.values():
        band = percentiles(trip)
        assert band[-1][1] * 24 == pytest.approx(trip.time_p90_h)
        for (low, high), (_, middle) in zip(band, points(trip, "time"), strict=True):
            assert low <= middle + 1e-9
            assert middle <= high + 1e-9


def test_a_diagram_names_its_steps_and_its_lines(trips):
    figure = co.draw_tcd(trips, by="time")
    axes = figure.axes[0]
    assert axes.get_ylabel() == "time since the origin (days)"
    assert any("Gamma" in text.get_text() or "h" in text.get_text() for text in axes.texts)
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert any(label.startswith("cost: ") for label in labels)
    assert "border" in labels


def test_labels_of_a_diagram_do_not_touch(net):
    found = [co.route(net, "Karachi", "Istanbul", weight=w) for w in ("cost", "time", "co2e")]
    figure = co.draw_tcd(found, by="cost")
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(boxes) >= 3
    for k, box in enumerate(boxes):
        assert not any(box.shrunk(0.95, 0.9).overlaps(b.shrunk(0.95, 0.9)) for b in boxes[:k])


def test_one_way_under_two_names_is_drawn_once(trips):
    figure = co.draw_tcd({"cheap": trips["cost"], "again": trips["cost"], "quick": trips["time"]})
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert [label.split(":")[0] for label in labels if ":" in label] == ["cheap = again", "quick"]


def test_the_legend_lies_on_the_figure_and_long_names_leave_room(toy):
    """Of two corridors that go one way the name cut off what the marks mean."""
    name = "China-Pakistan Corridor = Karakoram route (Quadrilateral Traffic Agreement), cheapest"
    trips = {
        name: co.route(toy, "Alpha", "Epsilon"),
        f"{name} of all": co.route(toy, "Alpha", "Epsilon", weight="time"),
    }
    for figure in (co.draw_tcd(trips), co.draw_tcd(trips, by="cost"), co.draw_breakdown(trips)):
        figure.canvas.draw()
        width = figure.bbox.width
        for text in figure.legends[0].get_texts():
            box = text.get_window_extent()
            assert box.x0 >= 0
            assert box.x1 <= width
    panels = sum(axes.get_position().width for axes in figure.axes)
    assert panels > 0.55  # of the breakdown: it was a quarter


def test_the_legend_of_a_narrow_diagram_lies_on_it(trips):
    figure = co.draw_tcd(
        {"the way chosen = cheapest, quickest, simplest": trips["cost"]}, size_in=(5.4, 5)
    )
    figure.draw_without_rendering()
    box = figure.legends[0].get_window_extent()
    assert 0 <= box.x0 < box.x1 <= figure.bbox.width
