"""Figures of every kind: sums, names, files that are the same each time, matplotlib's state."""

import pytest

import corridors as co
from corridors.charts.figure import MEASURES, named_trips, sums_by_category, svg_bytes


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
