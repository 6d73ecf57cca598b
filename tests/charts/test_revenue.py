"""Bars of who earns what."""

import pytest

import corridors as co
from corridors.charts.figure import svg_bytes
from corridors.charts.revenue import COLOURS
from corridors.studies.flows.revenue import OPERATORS

PAIR = ("Alpha", "Epsilon")


def test_every_kind_of_operator_has_a_colour():
    assert set(COLOURS) == set(OPERATORS)
    assert len({*COLOURS.values()}) == len(COLOURS)


def test_bars_add_up_to_what_is_paid(toy):
    earned = co.revenue(toy, PAIR, corridor="line-c", weight="cost")
    axes = co.draw_revenue(earned).axes[0]
    assert sum(bar.get_width() for bar in axes.patches) == pytest.approx(earned.paid_usd)
    assert axes.get_xlabel() == "USD, one shipment each"
    said = [label.get_text() for label in axes.get_yticklabels()]
    assert [name.split(" (")[1] for name in said] == ["origin)", "destination)"]


def test_scenarios_have_two_bars(toy):
    shut = co.Scenario("shut", "No rail", (co.Override("close", "links", {"link_id": "rail-bc"}),))
    earned = co.revenue(toy, PAIR, weights=[4e6], unit="teu", scenarios=shut, weight="cost")
    figure = co.draw_revenue(earned)
    whole = sum(bar.get_width() for bar in figure.axes[0].patches)
    assert whole == pytest.approx((earned.paid_usd + earned.paid_after_usd) / 1e6)
    assert "after No rail (below)" in figure.get_suptitle()
    assert figure.axes[0].get_xlabel() == "million USD, a year"
    assert svg_bytes(figure) == svg_bytes(earned.plot())


def test_what_cannot_be_drawn():
    with pytest.raises(TypeError, match="cannot draw int"):
        co.draw_revenue(3)
