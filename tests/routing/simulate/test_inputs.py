"""What is drawn: medians and p90 are those of the tables."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from toy import toy_network

import corridors as co
from corridors.engines import draw_kernel as kernel
from corridors.graph.spread import Z90, means_of
from corridors.routing.simulate.inputs import stream_key


def test_normal_numbers_are_normal():
    keys = np.full(40_000, stream_key(1, "a"), np.uint64)
    drawn = np.array([kernel.normal(key, k) for k, key in enumerate(keys)])
    assert stats.kstest(drawn, "norm").pvalue > 1e-3
    other = np.array([kernel.normal(np.uint64(stream_key(1, "b")), k) for k in range(40_000)])
    assert abs(np.corrcoef(drawn, other)[0, 1]) < 0.02
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.02


def test_times_have_the_tables_median_and_p90():
    """Only the border has a spread that matters: compare with the exact quantiles."""
    drawn = co.simulate(toy_network(spread=True), "Beta", "Delta", n=20_000, cost_p90_ratio=1.5)
    spread = sum(leg.h_p90 > leg.h_p50 for leg in drawn.itinerary.steps)
    assert spread >= 1
    assert np.median(drawn.time_h) == pytest.approx(drawn.itinerary.time_p50_h, rel=0.01)
    assert drawn.time_h.mean() == pytest.approx(drawn.itinerary.time_h, rel=0.01)
    p90 = drawn.percentiles().loc["p90", "time_h"]
    assert p90 == pytest.approx(drawn.itinerary.time_p90_h, rel=0.01)


def test_one_leg_is_exactly_lognormal(net):
    name, p50, p90 = "x", 10.0, 25.0
    sigma = math.log(p90 / p50) / stats.norm.ppf(0.9)
    out = np.zeros((1, 20_000))
    key = np.array([stream_key(0, name)], np.uint64)
    alone = np.array([p50]), np.array([sigma]), key, np.zeros(1), key
    kernel.sums(*alone, np.zeros(1, int), 0, out)
    assert np.median(out) == pytest.approx(p50, rel=0.03)
    assert np.percentile(out, 90) == pytest.approx(p90, rel=0.03)


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
