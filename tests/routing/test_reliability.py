"""The p90 of a sum against random draws."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corridors.routing.reliability import Z90, total_p90


def test_against_draws():
    p50, p90 = [10.0, 40.0, 5.0], [30.0, 60.0, 40.0]
    rng = np.random.default_rng(0)
    draws = sum(
        m * np.exp(rng.standard_normal(200_000) * np.log(h / m) / Z90)
        for m, h in zip(p50, p90, strict=True)
    )
    assert abs(total_p90(p50, p90) / np.quantile(draws, 0.9) - 1) < 0.01


times = st.lists(st.tuples(st.floats(0.01, 100), st.floats(1, 4)), max_size=8)


@given(times)
def test_never_below_the_sum_of_medians(legs):
    p50 = [m for m, _ in legs]
    assert total_p90(p50, [m * r for m, r in legs]) >= sum(p50) * (1 - 1e-9)


@given(times, st.floats(1, 3))
def test_more_spread_is_never_sooner(legs, wider):
    p50 = [m for m, _ in legs]
    narrow = total_p90(p50, [m * r for m, r in legs])
    assert total_p90(p50, [m * r * wider for m, r in legs]) >= narrow * 0.99 - 1e-6
