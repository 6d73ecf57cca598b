"""Numbers drawn: normal, lognormal, and the same by arrays and one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from corridors.engines import draws
from corridors.engines.jit import Kernels

KEY, OTHER = np.uint64(0x1234_5678_9ABC_DEF0), np.uint64(7)
one_by_one = Kernels("corridors.engines.draw_kernel")


def test_normal_numbers_are_normal():
    numbers = np.arange(40_000)
    drawn, other = draws.normal(KEY, numbers), draws.normal(OTHER, numbers)
    assert stats.kstest(drawn, "norm").pvalue > 1e-3
    assert abs(np.corrcoef(drawn, other)[0, 1]) < 0.02
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.02


@pytest.mark.parametrize("p", [1e-12, 1e-5, 0.03, 0.0749, 0.075, 0.3, 0.5, 0.92, 0.999, 1 - 1e-11])
def test_the_quantile_function_is_that_of_the_normal_distribution(monkeypatch, p):
    """The middle, both tails and far out: where a hash would be that share of its range."""
    bits = np.uint64(round(p * 2**53)) << np.uint64(11)
    monkeypatch.setattr(draws, "_mixed", lambda value: np.full_like(value, bits))
    assert draws.normal(KEY, np.arange(2)) == pytest.approx(stats.norm.ppf(p), rel=1e-6)


def test_the_kernels_draw_the_same_numbers():
    numbers = np.arange(3000)
    with np.errstate(over="ignore"):
        single = [one_by_one.normal(KEY, k) for k in numbers.tolist()]
    assert draws.normal(KEY, numbers) == pytest.approx(single, rel=1e-13)
    assert np.abs(single).max() > 3  # tails are in


def test_one_input_is_exactly_lognormal():
    p50, p90 = 10.0, 25.0
    sigma = math.log(p90 / p50) / stats.norm.ppf(0.9)
    key = np.array([KEY])
    alone = np.array([p50]), np.array([sigma]), key, np.zeros(1), key
    out = draws.sums(alone, np.zeros(1, int), 20_000)
    assert np.median(out) == pytest.approx(p50, rel=0.03)
    assert np.percentile(out, 90) == pytest.approx(p90, rel=0.03)


def test_sums_are_those_of_single_samples():
    """Of two groups, with inputs of one name, of a common part, and of no spread."""
    value = np.array([10.0, 5.0, 3.0, 7.0, 2.0])
    sigma = np.array([0.5, 0.5, 0.0, 0.3, 0.3])
    key = np.array([1, 1, 2, 3, 4], np.uint64)
    common = np.array([0.0, 0.0, 0.0, 0.6, 1.0])
    factor = np.array([9, 9, 9, 8, 8], np.uint64)
    group = np.array([0, 0, 0, 1, 1])
    columns = (value, sigma, key, common, factor)
    out = draws.sums(columns, group, 10_000)  # more than one chunk
    for draw in (0, 1, 8191, 8192, 9999):
        single = draws.sample(*columns, draw)
        assert out[:, draw] == pytest.approx([single[:3].sum(), single[3:].sum()])
        assert single[0] == pytest.approx(2 * single[1])
        shared = draws.normal(np.uint64(8), np.array([draw]))[0]
        assert single[4] == pytest.approx(2 * math.exp(0.3 * shared))
        own = draws.normal(np.uint64(3), np.array([draw]))[0]
        assert single[3] == pytest.approx(7 * math.exp(0.3 * (0.8 * own + 0.6 * shared)))
    assert draws.sample(*columns, 0)[2] == 3
