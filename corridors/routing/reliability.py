"""Spread of times: from the legs' medians and 90th percentiles to the total's."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

#: The 90th and 99.9th percentiles of the standard normal distribution.
Z90, Z999 = 1.2815515655446004, 3.090232306167813
#: Steps of the time axis on which distributions are added.
_STEPS = 1024


def total_p90(p50: Sequence[float], p90: Sequence[float]) -> float:
    """Return the 90th percentile of a sum of independent lognormal times.

    Each time is lognormal with the given median and 90th percentile. The distributions are
    convolved on a grid of 1,024 steps that reaches as far as the percentile can lie; the
    result is exact to a fraction of a step and at least the sum of the medians.

    References
    ----------
    The grid ends at the mean plus three standard deviations: by Cantelli's inequality no more
    than a tenth of any distribution lies beyond.

    Examples
    --------
    >>> round(total_p90([10.0], [25.0]), 1)
    25.0
    >>> total_p90([10.0, 5.0], [10.0, 5.0])
    15.0
    """
    middle, high = np.asarray(p50, float), np.asarray(p90, float)
    total = float(middle.sum())
    spread = (middle > 1e-9) & (high > middle * (1 + 1e-9))
    if not spread.any():
        return total
    certain = float(middle[~spread].sum())
    middle = middle[spread]
    sigma = np.log(high[spread] / middle) / Z90
    mean = middle * np.exp(sigma**2 / 2)
    deviation = math.sqrt(float((mean**2 * np.expm1(sigma**2)).sum()))
    top = min(float((middle * np.exp(Z999 * sigma)).sum()), float(mean.sum()) + 3 * deviation)
    edges = np.linspace(0.0, top, _STEPS + 1)[1:]
    with np.errstate(over="ignore"):
        below = _normal_cdf(np.log(edges[None, :] / middle[:, None]) / sigma[:, None])
    mass = np.diff(below, axis=1, prepend=0.0)
    mass[:, -1] += 1.0 - below[:, -1]
    spectrum = np.fft.rfft(mass, 2 * _STEPS * _padding(len(middle)), axis=1).prod(axis=0)
    added = np.cumsum(np.fft.irfft(spectrum))
    # Each mass lies half a step below its edge, on average.
    found = int(np.searchsorted(added, 0.9))
    before = added[found - 1] if found else 0.0
    share = (0.9 - before) / max(added[found] - before, 1e-12)
    step = top / _STEPS
    return max(total, float(certain + step * (found + share + (len(middle) - 1) / 2)))


def _padding(count: int) -> int:
    """Return by how much the axis is longer than the grid, so that tails do not wrap round."""
    return 1 if count <= 2 else 2


def _normal_cdf(z: np.ndarray) -> np.ndarray:
    """Return the standard normal distribution function (error below 8e-8).

    References
    ----------
    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17.
    """
    t = 1.0 / (1.0 + 0.2316419 * np.abs(z))
    series = 0.319381530 + t * (
        -0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))
    )
    upper = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * t * series
    return np.where(z >= 0, 1.0 - upper, upper)
