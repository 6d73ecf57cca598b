"""Fronts drawn."""

import pytest

import corridors as co
from corridors.maps.names import ways_apart


def test_a_front_is_named_and_its_criteria_checked(trips):
    class Front:
        itineraries = tuple(trips.values())
        criteria = ("cost", "time")
        exact = True

    figure = co.draw_pareto(Front())
    assert figure.axes[0].get_xlabel() == "Cost (USD)"
    assert "exact" in figure.axes[0].get_title(loc="left")
    with pytest.raises(ValueError, match="expected two or three of"):
        co.draw_pareto(Front(), criteria=("cost", "colour"))
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_pareto([])


def test_the_legend_s_marks_are_grey_and_the_points_named_apart(net):
    front = co.pareto(net, "Karachi", "Tashkent", criteria=("cost", "time", "transits"))
    figure = co.draw_pareto(front)
    legend = figure.legends[0]
    colours = {handle.get_color() for handle in legend.legend_handles if handle.get_marker() != "o"}
    assert len(colours) == 1
    names = [text.get_text() for text in figure.axes[0].texts]
    assert len(names) == len(set(names)) > 5  # of many ways, each second or so is named
    assert set(names) <= set(ways_apart(front.itineraries))
    figure.draw_without_rendering()
    for axis in (figure.axes[0].xaxis, figure.axes[0].yaxis):
        written = [text.get_text() for text in axis.get_ticklabels()]
        assert len(set(written)) == len(written)
