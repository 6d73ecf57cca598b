"""What is chosen in a network."""

import pytest

import corridors as co
from corridors.studies.views import View

PAIRS = [("Alpha", "Epsilon"), ("Gas Field", "Epsilon"), ("Port Pi", "Port Kappa")]


def test_a_view_is_what_route_and_pareto_say(toy):
    view = View(toy, PAIRS[::2], co.Conditions.of(weight="time"), ())
    for pair, trip in zip(PAIRS[::2], view.chosen, strict=True):
        assert trip == co.route(toy, *pair, weight="time")
    for value in (1e3, 1e6):
        goods = co.Shipment(value_usd=value)
        told = co.route(toy, *PAIRS[0], weight="generalised", shipment=goods)
        assert view.at_value(value)[0].steps == told.steps
    front = co.pareto(toy, *PAIRS[0], criteria=("cost", "time"))
    assert [trip.cost_usd for trip in view.front(0)] == pytest.approx(
        [trip.cost_usd for trip in front]
    )
    assert view.front(0) is view.front(0)


def test_where_there_is_no_way(toy):
    view = View(toy, PAIRS[1:2], co.Conditions.of(), ())
    assert view.chosen == [None]
    assert view.front(0) == []
    assert view.on("line-c") == [None]
    assert [str(pair) for pair in view.labels] == ["Gas Field (XX) - Epsilon (ZZ)"]
