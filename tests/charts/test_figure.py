"""Figures of every kind: sums, names, files that are the same each time, matplotlib's state."""

from itertools import pairwise

import pytest

import corridors as co
from corridors.charts.figure import (
    MEASURES,
    lay_out,
    named_trips,
    new_figure,
    plain_axes,
    png_bytes,
    say_prices,
    sums_by_category,
    svg_bytes,
)


def test_categories_add_up(trips):
    totals = {"cost": "cost_usd", "time": "time_h", "co2e": "co2e_kg"}
    for trip in trips.values():
        for by, field in totals.items():
            total = getattr(trip, field) * MEASURES[by][2]
            assert sum(sums_by_category(trip, by).values()) == pytest.approx(total)


@pytest.mark.parametrize("draw", [co.draw_tcd, co.draw_breakdown, co.draw_print_map])
def test_the_same_figure_is_the_same_file(trips, draw):
    first = svg_bytes(draw(trips))
    assert first == svg_bytes(draw(trips))
    assert first.startswith(b"<?xml")


@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_figures_are_saved_in_every_form(trips, tmp_path, ending):
    file = tmp_path / f"x.{ending}"
    co.draw_breakdown(trips).savefig(file)
    assert file.stat().st_size > 2000


def test_a_wrong_word_says_which_words_there_are(trips):
    with pytest.raises(ValueError, match="by 'hours' is not one of time, cost"):
        co.draw_tcd(trips, by="hours")
    with pytest.raises(ValueError, match="by 'money' is not one of cost, time, co2e"):
        co.draw_breakdown(trips, by="money")
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_tcd([])


def test_names_of_several_itineraries_tell_them_apart(trips):
    assert len(named_trips(list(trips.values()))) == 3
    assert list(named_trips(trips)) == list(trips)


def test_drawing_leaves_matplotlib_s_state_alone(trips):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    co.draw_tcd(trips)
    assert dict(mpl.rcParams) == before


def ticks(axis):
    axis.figure.draw_without_rendering()
    return [text.get_text() for text in axis.get_ticklabels()]


@pytest.mark.parametrize(
    ("low", "high"), [(9.1, 10.3), (0, 12), (2412, 2418), (0, 1), (-3, 3), (1e5, 4e6), (7, 7)]
)
def test_ticks_are_round_and_each_is_another(low, high):
    from corridors.charts.figure import new_figure, plain_axes, round_ticks

    axes = plain_axes(new_figure(6, 4))
    axes.plot([0, 1], [low, high])
    round_ticks(axes.yaxis)
    written = ticks(axes.yaxis)
    assert len(set(written)) == len(written)
    for text, value in zip(written, axes.get_yticks(), strict=True):
        assert float(text.replace(",", "")) == pytest.approx(value, abs=1e-9)
        # 1, 2 or 5 times a power of ten apart: 2.5 is none.
    steps = {f"{b - a:.1e}"[:3] for a, b in pairwise(axes.get_yticks())}
    assert steps <= {"1.0", "2.0", "5.0"}


def test_whole_numbers_have_whole_ticks():
    from corridors.charts.figure import new_figure, plain_axes, round_ticks

    axes = plain_axes(new_figure(6, 4))
    axes.plot([0, 1], [1, 3])
    round_ticks(axes.yaxis, whole=True)
    assert set(ticks(axes.yaxis)) <= set("01234")


def test_labels_stand_where_they_were_measured_and_off_one_another():
    from itertools import combinations

    from corridors.charts.figure import Placer, new_figure, plain_axes

    axes = plain_axes(new_figure(6, 4))
    axes.plot([0, 1], [0, 1], "o")
    placer = Placer(axes)
    placer.keep_clear([0.5], [0.5])
    written = [placer.write(0.5 + k / 50, 0.5, f"label {k}") for k in range(12)]
    boxes = [text.get_window_extent(placer.renderer) for text in axes.texts]
    assert 1 < len(boxes) == sum(written) < 12  # some have no room, and leave nothing behind
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    x, y = axes.transData.transform((0.5, 0.5))
    assert not any(box.contains(x, y) for box in boxes)
    frame = axes.get_window_extent(placer.renderer)
    assert all(frame.containsx(x) for box in boxes for x in (box.x0, box.x1))


def test_a_figure_is_drawn_once_for_a_file_and_keeps_its_canvas(trips, monkeypatch):
    from corridors.charts.figure import png_bytes
    from corridors.charts.picture import Figure

    figure = co.draw_breakdown(trips)
    canvas, dpi, drawn = figure.canvas, figure.dpi, []
    whole = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda self, r: drawn.append(1) or whole(self, r))
    assert svg_bytes(figure).startswith(b"<?xml")
    assert png_bytes(figure)[1:4] == b"PNG"
    assert len(drawn) <= 3
    assert figure.canvas is canvas
    assert figure.dpi == dpi


def test_what_is_said_of_prices_stays_within_a_narrow_figure():
    drawn = new_figure(4, 3)
    drawn.add_subplot()
    say_prices(drawn, text="Prices are those of a year, and more is to be said of them. " * 4)
    drawn.draw_without_rendering()
    box = drawn.texts[-1].get_window_extent()
    assert drawn.texts[-1].get_text().count("\n") >= 2
    assert box.x1 <= drawn.bbox.x1
    assert box.y1 <= min(axes.get_tightbbox().y0 for axes in drawn.axes)


def test_a_dollar_sign_in_a_name_is_no_formula():
    """Matplotlib takes what stands between two of them for a formula, and raises on a bad one."""
    bad = r"$\frac{$"
    figure = new_figure(4, 3)
    axes = plain_axes(figure)
    axes.set_title(bad)
    axes.text(0.5, 0.5, bad)
    axes.plot([0, 1], [0, 1], label=bad)
    axes.set_xticks([0, 1], [bad, "1"])
    axes.legend()
    lay_out(figure)
    svg_bytes(figure)
    png_bytes(co.draw_tornado(2400, {bad: (2200, 2700)}))
