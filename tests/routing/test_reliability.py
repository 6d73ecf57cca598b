"""The 90th percentile of a sum: against random draws, between true bounds, and by hand."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corridors.graph.spread import Z90
from corridors.routing.reliability import TotalTime


def total_p90(p50, p90):
    """Return the 90th percentile of a sum of times that have nothing in common."""
    return TotalTime(np.asarray(p50, float), np.asarray(p90, float)).p90_h


def drawn_p90(p50, p90):
    """Return the 90th percentile of draws of the sum: of many parts fewer do, to 0.1 %."""
    draws = 2_000_000 if len(p50) < 80 else 500_000
    rng = np.random.default_rng(0)
    total = np.zeros(draws)
    for middle, high in zip(p50, p90, strict=True):
        total += middle * np.exp(
            rng.standard_normal(draws, dtype=np.float32) * np.float32(math.log(high / middle) / Z90)
        )
    return float(np.quantile(total, 0.9))


MIXES = {
    "three": ([10.0, 40.0, 5.0], [30.0, 60.0, 40.0]),
    "one heavy tail among many light ones": ([10.0] + [5.0] * 39, [300.0] + [6.0] * 39),
    "one heavy tail that is seldom felt": ([0.1] + [5.0] * 39, [5.0] + [6.0] * 39),
    "two heavy tails": ([1.0, 2.0], [50.0, 100.0]),
    "a heavy and a light one": ([1.0, 100.0], [50.0, 101.0]),
    "ten heavy tails of all sizes": ([2.0**n for n in range(10)], [40 * 2.0**n for n in range(10)]),
    "eighty alike": ([5.0] * 80, [10.0] * 80),
    "eighty light ones": ([5.0] * 80, [5.1] * 80),
    "eighty of many kinds": ([1 + n % 7 for n in range(80)], [2 + 3 * (n % 7) for n in range(80)]),
    "at the border of light and heavy": ([1.0] * 20, [1.85] * 10 + [1.95] * 10),
}


@pytest.mark.parametrize("mix", MIXES.values(), ids=MIXES)
def test_against_draws(mix):
    assert total_p90(*mix) == pytest.approx(drawn_p90(*mix), rel=0.01)


def test_the_tail_that_was_wrong():
    """A grid that reached to the mean and three deviations said 965 h."""
    assert total_p90([10] + [5] * 39, [300] + [6] * 39) == pytest.approx(497, rel=0.005)


ratios = st.one_of(st.floats(1, 1.5), st.floats(1, 4), st.floats(1, 50))
times = st.lists(st.tuples(st.floats(0.01, 100), ratios), min_size=1, max_size=40)


@given(times)
@example([(10.0, 30.0), *[(5.0, 1.2)] * 39])
@example([(1.0, 50.0)] * 40)
def test_between_true_bounds(legs):
    """A sum is no less than each part, nor than by convexity of exp the weighted medians.

    It is no more than the quantiles that all parts together keep below with 0.9.
    """
    p50 = np.array([m for m, _ in legs])
    p90 = np.array([m * r for m, r in legs])
    sigma = np.log(p90 / p50) / Z90
    found = total_p90(p50, p90)
    share = p50 / p50.sum()
    assert found >= p90.max() * (1 - 1e-9)
    assert found >= p50.sum() * math.exp(Z90 * math.sqrt((share**2 * sigma**2).sum())) * 0.997
    z = NormalDist().inv_cdf(0.9 ** (1 / len(legs)))
    assert found <= (p50 * np.exp(sigma * z)).sum() * 1.003


@given(times, st.integers(0, 39), st.floats(1, 3))
def test_more_spread_is_never_sooner(legs, which, wider):
    p50 = [m for m, _ in legs]
    p90 = [m * r for m, r in legs]
    before = total_p90(p50, p90)
    p90[which % len(p90)] *= wider
    assert total_p90(p50, p90) >= before * 0.997


@given(times, st.floats(1e-3, 1e3))
def test_the_unit_does_not_matter(legs, factor):
    p50, p90 = zip(*((m, m * r) for m, r in legs), strict=True)
    scaled = total_p90([factor * m for m in p50], [factor * h for h in p90])
    assert scaled == pytest.approx(factor * total_p90(p50, p90), rel=3e-3)


@given(times)
@settings(max_examples=30)
def test_order_does_not_matter(legs):
    p50, p90 = zip(*((m, m * r) for m, r in legs), strict=True)
    assert total_p90(p50[::-1], p90[::-1]) == pytest.approx(total_p90(p50, p90), rel=1e-6)


@given(st.floats(0.01, 1000), st.floats(1, 1000), st.floats(0, 100))
def test_one_time_is_its_own_p90(middle, ratio, certain):
    assert total_p90([middle], [middle * ratio]) == pytest.approx(middle * ratio, rel=1e-6)
    both = total_p90([middle, certain], [middle * ratio, certain])
    assert both == pytest.approx(middle * ratio + certain, rel=1e-6)


def test_by_hand():
    assert total_p90([], []) == 0
    assert total_p90([0.0, 3.0], [0.0, 3.0]) == 3
    assert total_p90([0.0], [4.0]) == 0  # a time without a median has no distribution
    assert total_p90([5.0, 1.0], [math.inf, 2.0]) == math.inf
    assert total_p90([1.0] * 3, [1e6] * 3) > 1e6


# -- what is shared -----------------------------------------------------------------------------


SHARED = {
    "borders": ([10.0, 4.0, 20.0, 8.0], [30.0, 14.0, 50.0, 28.0], ["border"] * 4),
    "runs of little spread": ([40.0, 60.0, 30.0], [56.0, 84.0, 45.0], ["rail"] * 3),
    "of all kinds": (
        [10.0, 5.0, 40.0, 60.0, 20.0, 3.0],
        [35.0, 15.0, 56.0, 90.0, 80.0, 9.0],
        ["border", "border", "rail", "rail", "ferry", "ferry"],
    ),
}


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("mix", SHARED.values(), ids=SHARED)
def test_correlated_times_against_draws(mix, correlation):
    p50, p90, factor = (np.array(column) for column in mix)
    total = TotalTime(p50, p90, list(factor), dict.fromkeys(factor, correlation))
    rng = np.random.default_rng(0)
    n = 1_000_000
    common = {word: rng.standard_normal(n) for word in dict.fromkeys(factor)}
    drawn = np.zeros(n)
    for middle, sigma, word in zip(p50, np.log(p90 / p50) / Z90, factor, strict=True):
        own = rng.standard_normal(n)
        z = math.sqrt(correlation) * common[word] + math.sqrt(1 - correlation) * own
        drawn += middle * np.exp(sigma * z)
    half, high, far = np.quantile(drawn, [0.5, 0.9, 0.98])
    assert total.p50_h == pytest.approx(half, rel=0.01)
    assert total.p90_h == pytest.approx(high, rel=0.01)
    assert total.within(half) == pytest.approx(0.5, abs=0.01)
    assert total.within(far) == pytest.approx(0.98, abs=0.005)


def test_times_that_move_together_add_up_as_they_are():
    """Of a correlation of 1 and one ratio, the sum is lognormal with the sums of quantiles."""
    p50 = np.array([10.0, 30.0])
    total = TotalTime(p50, 1.5 * p50, ["rail", "rail"], {"rail": 1.0})
    assert (total.p50_h, total.p90_h) == pytest.approx((40.0, 60.0), rel=1e-3)


def test_the_more_is_shared_the_wider_the_spread():
    p50, p90, factor = (np.array(column) for column in SHARED["borders"])
    found = [TotalTime(p50, p90, list(factor), {"border": c}).p90_h for c in (0, 0.3, 0.6, 0.9)]
    assert found == sorted(found)
    assert found[-1] > 1.03 * found[0]


def test_shares_of_what_is_certain():
    certain = TotalTime(np.array([3.0, 4.0]), np.array([3.0, 4.0]))
    assert (certain.within(6.9), certain.within(7.0)) == (0.0, 1.0)
    assert TotalTime(np.zeros(0), np.zeros(0)).within(0.0) == 1.0
