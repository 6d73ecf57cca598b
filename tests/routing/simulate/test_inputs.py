"""What is drawn: medians and p90 are those of the tables."""

from __future__ import annotations

import numpy as np
import pytest
from toy import toy_network

import corridors as co
from corridors.graph.spread import Z90, means_of


def test_times_have_the_tables_median_and_p90():
    """Only the border has a spread that matters: compare with the exact quantiles."""
    drawn = co.simulate(toy_network(spread=True), "Beta", "Delta", n=20_000, cost_p90_ratio=1.5)
    spread = sum(leg.h_p90 > leg.h_p50 for leg in drawn.itinerary.steps)
    assert spread >= 1
    assert np.median(drawn.time_h) == pytest.approx(drawn.itinerary.time_p50_h, rel=0.01)
    assert drawn.time_h.mean() == pytest.approx(drawn.itinerary.time_h, rel=0.01)
    p90 = drawn.percentiles().loc["p90", "time_h"]
    assert p90 == pytest.approx(drawn.itinerary.time_p90_h, rel=0.01)


def test_fixed_prices(net):
    drawn = co.simulate(net, "Karachi", "Istanbul", n=20, cost_p90_ratio=1)
    assert drawn.cost_usd == pytest.approx(np.full(20, drawn.itinerary.cost_usd))
    assert set(drawn.to_frame()) == {"time_h", "cost_usd"}
    assert "20 draws" in repr(drawn)


@pytest.mark.parametrize(
    "pair", [((67.0, 24.95), "Lahore"), ("Karachi", (69.5, 41.0)), ((67.0, 24.9), (67.1, 24.95))]
)
def test_what_is_expected_at_positions_is_the_mean_of_its_draws(net, pair):
    """The ledger adds the means of loading and of the drive; draws have the same mean."""
    drawn = co.simulate(net, *pair, weight="time", n=100)
    means = means_of(drawn.inputs.hours, drawn.inputs.hours * np.exp(Z90 * drawn.inputs.sigma))
    assert means.sum() == pytest.approx(drawn.itinerary.time_h)
