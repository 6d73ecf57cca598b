"""Spread of times: from the legs' medians and 90th percentiles to the total's."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: The 90th percentile of the standard normal distribution.
Z90 = 1.2815515655446004


def total_p90(p50: Sequence[float], p90: Sequence[float]) -> float:
    """Return the 90th percentile of a sum of independent lognormal times.

    Each time is lognormal with the given median and 90th percentile; the sum is taken as
    the lognormal with the same mean and variance. The result is at least the sum of the
    medians.

    References
    ----------
    L. F. Fenton, "The sum of log-normal probability distributions in scatter transmission
    systems", IRE Transactions on Communications Systems 8, 1960.

    Examples
    --------
    >>> round(total_p90([10.0], [25.0]), 6)
    25.0
    >>> round(total_p90([10.0, 5.0], [10.0, 5.0]), 6)
    15.0
    """
    mean = variance = total = 0.0
    for middle, high in zip(p50, p90, strict=True):
        if middle <= 0:
            continue
        sigma2 = (math.log(max(high, middle) / middle) / Z90) ** 2
        expected = middle * math.exp(sigma2 / 2)
        total += middle
        mean += expected
        variance += expected**2 * math.expm1(sigma2)
    if mean == 0:
        return 0.0
    sigma2 = math.log1p(variance / mean**2)
    return max(total, mean * math.exp(-sigma2 / 2 + Z90 * math.sqrt(sigma2)))
