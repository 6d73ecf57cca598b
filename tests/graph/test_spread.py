"""What a median and a 90th percentile say."""

import math

import numpy as np
import pytest
from scipy import stats

import corridors as co
from corridors.graph.spread import (
    Z90,
    correlations_of,
    factor_of,
    late_together,
    mean_of,
    means_of,
    run_of,
    sigma_of,
    sum_of,
    wait_of,
)


@pytest.mark.parametrize(("p50", "p90"), [(10.0, 30.0), (4.0, 6.0), (0.5, 0.50001)])
def test_the_mean_is_that_of_the_lognormal(p50, p90):
    sigma = float(sigma_of(np.array([p50]), np.array([p90]))[0])
    found = stats.lognorm(sigma, scale=p50)
    assert found.median() == pytest.approx(p50)
    assert found.ppf(0.9) == pytest.approx(p90)
    assert mean_of(p50, p90) == pytest.approx(found.mean())
    assert means_of(np.array([p50]), np.array([p90])) == pytest.approx([found.mean()])


def test_what_is_certain_is_its_own_mean():
    assert mean_of(7.0, 7.0) == 7.0
    assert mean_of(7.0, 5.0) == 7.0
    assert mean_of(0.0, 5.0) == 0.0
    assert means_of(np.array([7.0, 0.0]), np.array([7.0, 5.0])).tolist() == [7.0, 0.0]


@pytest.mark.parametrize(
    "times", [[(6.0, 18.0), (0.4, 0.6)], [(10.0, 10.0), (10.0, 30.0), (3.0, 4.0)], [(1.0, 5.1)] * 2]
)
def test_times_late_together_keep_mean_and_p90(times):
    """With one normal number z for all, the sum at z = 1.28 is the sum of the p90."""
    p50, p90 = late_together(times)
    assert p90 == pytest.approx(sum(high for _, high in times))
    assert mean_of(p50, p90) == pytest.approx(sum(mean_of(*time) for time in times))
    assert p50 == pytest.approx(sum(middle for middle, _ in times), rel=0.12)


def test_times_late_together_of_one_spread_or_of_very_much_are_added():
    assert late_together([(2.0, 4.0), (10.0, 20.0), (0.0, 0.0)]) == (12.0, 24.0)
    assert late_together([(2.0, 2.0), (1.0, 40.0)]) == (3.0, 42.0)
    assert late_together([(0.0, 0.0)]) == (0.0, 0.0)
    assert late_together([(1.0, math.inf), (1.0, 2.0)]) == (2.0, math.inf)


def test_a_wait_has_the_mean_and_the_p90_of_a_uniform_one():
    """Twice a week: from 0 to 84 h, 42 h in the mean, 75.6 h in nine of ten cases."""
    p50, p90 = wait_of(2.0)
    assert mean_of(p50, p90) == pytest.approx(42)
    assert p90 == pytest.approx(75.6)
    assert p50 < 42


def test_what_legs_share():
    assert factor_of("line-haul", "rail") == "rail"
    assert factor_of("waiting", "ferry") == factor_of("line-haul", "ferry") == "ferry"
    assert factor_of("gauge break", "rail") == factor_of("terminal", "road") == "terminal"
    assert factor_of("access", "access") == factor_of("line-haul", "road") == "road"
    assert run_of("line-haul", "road", "IR") == "road IR"
    assert run_of("line-haul", "ferry", "") == run_of("waiting", "ferry", "AZ") == ""
    assert run_of("access", "access", "PK") == run_of("access", "access", "TR") != ""


def test_the_embedded_correlations(net, toy):
    found = correlations_of(net)
    assert set(found) >= {"border", "terminal", "road", "rail", "sea", "ferry"}
    assert all(0 <= value <= 1 for value in found.values())
    assert correlations_of(toy) == {}


def test_links_of_one_run_are_late_together(net):
    """A run cut into twice as many links has the same distribution."""
    trip = co.route(net, "Karachi", "Lahore", modes="rail")
    hauls = [leg for leg in trip.steps if leg.kind == "line-haul"]
    assert len(hauls) > 2
    assert {leg.country for leg in hauls} == {"PK"}
    wide = sum(leg.h_p90 for leg in hauls) / sum(leg.h_p50 for leg in hauls)
    assert hauls[0].h_p90 / hauls[0].h_p50 == pytest.approx(wide)
    assert math.log(wide) / Z90 > 0.2


def test_a_sum_has_the_mean_and_the_variance_of_its_parts():
    """Drawn: two lognormals, medians 10 and 40, 90th percentiles 30 and 90."""
    parts = ((10.0, 30.0), (40.0, 90.0))
    p50, p90 = sum_of(*parts)
    drawn = sum(
        np.exp(np.log(m) + np.log(h / m) / Z90 * np.random.default_rng(k).normal(size=400_000))
        for k, (m, h) in enumerate(parts)
    )
    assert mean_of(p50, p90) == pytest.approx(drawn.mean(), rel=0.01)
    assert p50 == pytest.approx(np.quantile(drawn, 0.5), rel=0.03)
    assert p90 == pytest.approx(np.quantile(drawn, 0.9), rel=0.03)
    assert sum_of((5.0, 5.0), (7.0, 7.0)) == pytest.approx((12, 12))
    assert sum_of((0.0, 0.0), (7.0, 9.0)) == (7.0, 9.0)
