"""The rule that no itinerary re-enters a country, and ferries within one country."""

import pytest

import corridors as co


def test_a_domestic_ferry_may_be_used_in_the_country_of_origin_and_destination(net):
    """The Lake Van ferry leaves Türkiye's land and comes back to it without a border."""
    by_rail = {"modes": ["rail", "ferry"], "criteria": ("cost", "time")}
    for a, b in (("Istanbul", "Tehran"), ("Tehran", "Istanbul")):
        front = co.pareto(net, a, b, **by_rail)
        trip = co.route(net, a, b, modes=["rail", "ferry"])
        assert "ferry" in trip.modes
        assert trip.cost_usd == pytest.approx(front[0].cost_usd)
