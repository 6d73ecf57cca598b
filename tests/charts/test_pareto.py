"""Fronts drawn."""

import pytest

import corridors as co


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
