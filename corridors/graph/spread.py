"""What a median and a 90th percentile say of a time: a lognormal, its mean, and what shares it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corridors.vocabulary import SHIP_CLASSES

if TYPE_CHECKING:
    import numpy as np

    from corridors.network.network import Network

#: The 90th percentile of the standard normal distribution.
Z90 = 1.2815515655446004
_WEEK_H = 168.0
#: Times whose 90th percentiles over their medians differ by no more have one spread.
_SAME_SPREAD = 1e-9
#: From this 90th percentile over the median on, more spread is less of it over the mean.
_WIDE = math.exp(Z90**2)
#: Median over mean of the lognormal whose p90 is 1.8 means.
_WAIT_MEDIAN = math.exp(-((Z90 - math.sqrt(Z90**2 - 2 * math.log(1.8))) ** 2) / 2)
#: What a trip does on the road, drives between a position and a place too, has one factor.
_ROAD = "road"
_STOPS = {"border": "border", "gauge break": "terminal", "terminal": "terminal"}


def sigma_of(p50: np.ndarray, p90: np.ndarray) -> np.ndarray:
    """Return the spread of lognormal values with the given median and 90th percentile."""
    import numpy as np

    safe = np.where(p50 > 0, p50, 1.0)
    found: np.ndarray = np.where(p50 > 0, np.log(np.maximum(p90, safe) / safe) / Z90, 0.0)
    return found


def means_of(p50: np.ndarray, p90: np.ndarray) -> np.ndarray:
    """Return the means of lognormal values with the given median and 90th percentile."""
    import numpy as np

    found: np.ndarray = p50 * np.exp(sigma_of(p50, p90) ** 2 / 2)
    return found


def mean_of(p50: float, p90: float) -> float:
    """Return the mean of one lognormal value with the given median and 90th percentile.

    Examples
    --------
    >>> round(mean_of(10.0, 30.0), 2), mean_of(10.0, 10.0)
    (14.44, 10.0)
    """
    if p50 <= 0 or p90 <= p50:
        return p50
    sigma = math.log(p90 / p50) / Z90
    return p50 * math.exp(sigma * sigma / 2)


def late_together(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return median and 90th percentile of the sum of times that are late together.

    Each time is lognormal, told by its median and 90th percentile. So is what is returned: it has
    the mean of the sum and its 90th percentile, which is the sum of theirs. Where all have one
    spread that is exact; else the median is a little off, so that expected hours add up. Where a
    90th percentile is over five medians, medians and 90th percentiles are added as they are.

    Examples
    --------
    >>> late_together([(2.0, 4.0), (10.0, 20.0)])
    (12.0, 24.0)
    >>> p50, p90 = late_together([(10.0, 10.0), (10.0, 30.0)])
    >>> round(p50, 2), round(p90, 6), round(mean_of(p50, p90) - mean_of(10.0, 30.0), 6)
    (21.87, 40.0, 10.0)
    """
    middle, high = (sum(column) for column in zip(*times, strict=True))
    spreads = {p90 / p50 for p50, p90 in times if p50 > 0}
    widest = max(spreads, default=1.0)
    if widest - min(spreads, default=1.0) <= _SAME_SPREAD or widest >= _WIDE:
        return middle, high
    mean = sum(mean_of(p50, p90) for p50, p90 in times)
    # With median m: m exp(sigma^2 / 2) is the mean, m exp(Z90 sigma) the 90th percentile.
    sigma = Z90 - math.sqrt(max(Z90**2 - 2 * math.log(high / mean), 0.0))
    return high * math.exp(-Z90 * sigma), high


def sum_of(*times: tuple[float, float]) -> tuple[float, float]:
    """Return median and 90th percentile of the sum of independent lognormal times.

    The lognormal returned has the mean and the variance of the sum.

    Examples
    --------
    >>> p50, p90 = sum_of((10.0, 20.0), (30.0, 60.0))
    >>> round(mean_of(p50, p90) - mean_of(10.0, 20.0) - mean_of(30.0, 60.0), 6), sum_of((1.0, 2.0))
    (0.0, (1.0, 2.0))
    """
    known = [(p50, p90) for p50, p90 in times if p50 > 0]
    if len(known) < 2:
        return known[0] if known else (0.0, 0.0)
    means = [mean_of(p50, p90) for p50, p90 in known]
    variances = [(m / p50) ** 2 - 1 for m, (p50, _) in zip(means, known, strict=True)]
    mean = math.fsum(means)
    variance = math.fsum(m * m * v for m, v in zip(means, variances, strict=True))
    spread = math.log1p(variance / mean**2)
    median = mean * math.exp(-spread / 2)
    return median, median * math.exp(Z90 * math.sqrt(spread))


def wait_of(departures_per_week: float) -> tuple[float, float]:
    """Return median and 90th percentile of the hours until a service leaves.

    Goods come at any time of the week, so the wait is uniform from 0 to the headway. The lognormal
    returned has its mean, half the headway, and its 90th percentile.

    Examples
    --------
    >>> p50, p90 = wait_of(2.0)
    >>> round(mean_of(p50, p90), 6), round(p90, 6)
    (42.0, 75.6)
    """
    headway_h = _WEEK_H / departures_per_week
    return headway_h / 2 * _WAIT_MEDIAN, headway_h * 0.9


def factor_of(kind: str, mode: str) -> str:
    """Return what a leg's time shares with others of the trip: a word of ``correlations``.

    Parameters
    ----------
    kind, mode
        As of a leg: ``"line-haul"``, ``"ferry"``.

    Examples
    --------
    >>> factor_of("border", "road"), factor_of("waiting", "ferry"), factor_of("access", "access")
    ('border', 'ferry', 'road')
    """
    return _ROAD if kind == "access" else _STOPS.get(kind, mode)


def run_of(kind: str, mode: str, country: str) -> str:
    """Return the run that a leg belongs to, ``""`` if it is one by itself.

    The tables' spread of a speed is that of a run by one mode in one country, in however many
    links: they are late together.

    Examples
    --------
    >>> run_of("line-haul", "rail", "KZ"), run_of("line-haul", "sea", ""), run_of("border", "", "")
    ('rail KZ', '', '')
    """
    if kind == "access":
        return "access"
    return f"{mode} {country}" if kind == "line-haul" and mode not in SHIP_CLASSES else ""


def correlations_of(net: Network) -> Mapping[str, float]:
    """Return the correlation of the logarithms of times that share a factor; 0 where not told."""
    return net.once(_correlations)


def _correlations(net: Network) -> Mapping[str, float]:
    table = net.table("correlations")
    return dict(zip(table["factor"], table["correlation"], strict=True))
