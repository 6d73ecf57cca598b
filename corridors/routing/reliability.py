"""Spread of times: from the legs' medians and 90th percentiles to the total's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.spread import Z90, factor_of, late_together, means_of, run_of, sigma_of

if TYPE_CHECKING:
    from corridors.routing.itinerary import Leg

#: Parts of no more spread than this are added by their moments: up to a p90 of 1.9 medians.
_MILD_SIGMA = 0.5
#: Steps of the time axis.
_STEPS = 128
#: What lies a whole axis further on is damped by exp(-16), about 1e-7.
_DAMPING = 16.0
#: A common factor takes so many values (Gauss and Hermite), each with its share: up to which
#: correlation how many.
_FACTOR_VALUES = ((0.35, 7), (0.6, 12), (0.85, 24))
#: Times that share more than this are taken as late together: their quantiles add up.
_AS_ONE = 0.85
#: More times that share a factor are too many to weigh each against each.
_MOST_TOGETHER = 48
#: Ways that differ in weights or prices alone have the same hours: of so many they are kept.
_KEPT = 2048


@dataclass(frozen=True, eq=False)
class TotalTime:
    """The distribution of a sum of lognormal times, some of them with a factor in common.

    Parameters
    ----------
    p50, p90
        Median and 90th percentile of each time, in hours.
    factor
        What each time has in common with others; ``""``: nothing.
    correlation
        For each factor, the correlation of the logarithms of two times that share it.

    Notes
    -----
    Times of little spread that share a factor, and those of little spread that share none, are
    added as one lognormal with their mean, variance and skewness. Those of more spread are
    convolved on a grid, given each of several values of their factor. Compared with draws, the
    median and the 90th percentile are right within 1 %.

    References
    ----------
    Times are not negative, so what lies above the answer cannot matter and the grid ends a
    little above it. Exponential tilting
    keeps the circular convolution from wrapping round: Grübel and Hermesmeier, "Computation of
    Compound Distributions I", ASTIN Bulletin 29(2), 1999.

    Examples
    --------
    >>> alone = TotalTime(np.array([10.0]), np.array([25.0]))
    >>> round(alone.p50_h, 6), round(alone.p90_h, 6), round(alone.within(25.0), 6)
    (10.0, 25.0, 0.9)
    """

    p50: np.ndarray
    p90: np.ndarray
    factor: Sequence[str] = ()
    correlation: Mapping[str, float] = field(default_factory=dict)

    @property
    def p50_h(self) -> float:
        """Hours that half of the consignments keep."""
        return self._quantiles[0]

    @property
    def p90_h(self) -> float:
        """Hours that nine in ten consignments keep."""
        return self._quantiles[1]

    def within(self, hours: float) -> float:
        """Return the share of consignments that take no longer than so many hours."""
        rest = hours - self._parts.shift
        if self._parts.single is not None:
            middle, sigma = self._parts.single
            if sigma == 0 or rest <= 0:
                return float(hours >= self._parts.shift + middle - 1e-9)
            return float(_normal_cdf(np.array([math.log(rest / middle) / sigma]))[0])
        if rest <= 0:
            return 0.0
        cumulative = self._parts.cumulative(rest / (_STEPS - 2), _STEPS)
        return float(min(1.0, np.interp(_STEPS - 2, _places(_STEPS), cumulative)))

    @cached_property
    def _parts(self) -> _Parts:
        return _parts_of(self.p50, self.p90, self.factor, self.correlation)

    @property
    def _quantiles(self) -> tuple[float, float]:
        """Median and 90th percentile; those of the times that were asked for last are kept."""
        times = (np.asarray(one, float).tobytes() for one in (self.p50, self.p90))
        return _quantiles_of(*times, tuple(self.factor), tuple(self.correlation.items()))


@lru_cache(maxsize=_KEPT)
def _quantiles_of(
    p50: bytes, p90: bytes, factor: tuple[str, ...], correlation: tuple[tuple[str, float], ...]
) -> tuple[float, float]:
    middle, high = np.frombuffer(p50), np.frombuffer(p90)
    parts = _parts_of(middle, high, factor, dict(correlation))
    least, longest = float(middle.sum()), float(high[middle > 0].max(initial=0.0))
    if math.isinf(longest):
        return least, math.inf
    if parts.single is not None:
        median, sigma = parts.single
        found = median, median * math.exp(Z90 * sigma)
    else:
        with np.errstate(over="ignore", invalid="ignore"):
            found = parts.quantiles()
    # No sum lies below its largest part.
    return parts.shift + found[0], max(least, longest, parts.shift + found[1])


def total_time(legs: Iterable[Leg], correlation: Mapping[str, float]) -> TotalTime:
    """Return the distribution of the hours of some legs.

    Those of one run (one mode in one country, however many links) are late together; what else
    has something in common, ``correlation`` says.
    """
    hours: list[list[tuple[float, float]]] = []
    factor: list[str] = []
    place: dict[str, int] = {}
    for leg in legs:
        run = leg_run(leg)
        at = place.setdefault(run, len(hours)) if run else len(hours)
        if at == len(hours):
            hours.append([])
            factor.append(_ACCESS_FACTOR if run == _ACCESS_RUN else factor_of(leg.kind, leg.mode))
        hours[at].append((leg.h_p50, leg.h_p90))
    summed = np.array([late_together(times) for times in hours]).reshape(-1, 2)
    return TotalTime(summed[:, 0], summed[:, 1], factor, correlation)


def running_moments(
    legs: Sequence[Leg], correlation: Mapping[str, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and variance of the hours up to the end of each leg."""
    p50, p90 = (np.array([getattr(leg, name) for leg in legs]) for name in ("h_p50", "h_p90"))
    sigma, mean = sigma_of(p50, p90), means_of(p50, p90)
    runs = np.array([leg_run(leg) or str(number) for number, leg in enumerate(legs)])
    factors = np.array([factor_of(leg.kind, leg.mode) for leg in legs])
    alike = np.array([correlation.get(word, 0.0) for word in factors])
    together = np.where(factors[:, None] == factors, alike, 0.0)
    together[runs[:, None] == runs] = 1.0
    shared = np.expm1(together * np.outer(sigma, sigma)) * np.outer(mean, mean)
    summed = np.cumsum(np.cumsum(shared, axis=0), axis=1)
    return np.cumsum(mean), np.diagonal(summed).copy()


_ACCESS_RUN = run_of("access", "", "")
_ACCESS_FACTOR = factor_of("access", "")


def leg_run(leg: Leg) -> str:
    """Return the run that a leg belongs to; what is loaded at a position belongs to the drive."""
    at_position = leg.kind == "terminal" and not leg.from_node and not leg.to_node
    return _ACCESS_RUN if at_position else run_of(leg.kind, leg.mode, leg.country)


# -- parts that are added ---------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Parts:
    """A certain time, lognormals of their own, and groups that share a factor.

    ``groups`` has, for each group, medians, sigmas, and the correlation.
    """

    shift: float
    middle: np.ndarray
    sigma: np.ndarray
    groups: tuple[tuple[np.ndarray, np.ndarray, float], ...]

    @property
    def single(self) -> tuple[float, float] | None:
        """The one lognormal that it is, if it is one; of sigma 0 where all is certain."""
        if self.groups or len(self.middle) > 1:
            return None
        return (float(self.middle[0]), float(self.sigma[0])) if len(self.middle) else (0.0, 0.0)

    def quantiles(self) -> tuple[float, float]:
        """Return median and 90th percentile, from a grid that ends a little above the latter."""
        top = self._guess()
        while True:
            step = top / _STEPS
            cumulative = self.cumulative(step, _STEPS)
            at = np.interp([0.5, 0.9], cumulative, _places(_STEPS), right=math.inf)
            if at[1] > _STEPS - 1:
                top *= 1.6  # sought too near
            elif at[1] < _STEPS / 2:
                top = step * (1.3 * float(at[1]) + 2)
            else:
                return float(step * at[0]), float(step * at[1])

    def cumulative(self, step: float, steps: int) -> np.ndarray:
        """Return the share of sums up to each place of a grid (see :func:`_places`)."""
        tilt = np.exp(np.arange(float(steps)) * (-_DAMPING / steps))
        spectrum = np.ones(steps // 2 + 1, complex)
        if len(self.middle):
            spectrum = _spectra(self.middle, self.sigma, step, steps, tilt).prod(axis=0)
        for middle, sigma, correlation in self.groups:
            value, share = _factor_values(next(n for c, n in _FACTOR_VALUES if correlation <= c))
            moved = np.exp(np.outer(value * math.sqrt(correlation), sigma)) * middle
            own = np.tile(sigma * math.sqrt(1 - correlation), len(value))
            given = _spectra(moved.ravel(), own, step, steps, tilt)
            spectrum *= share @ given.reshape(len(value), len(middle), -1).prod(axis=1)
        added: np.ndarray = np.cumsum(np.fft.irfft(spectrum, steps) / tilt)
        return np.maximum.accumulate(np.concatenate([[0.0], added]))

    def _guess(self) -> float:
        """Return a little more than what the 90th percentile may be, were all one lognormal."""
        mean = variance = 0.0
        for middle, sigma, correlation in ((self.middle, self.sigma, 0.0), *self.groups):
            means = middle * np.exp(sigma**2 / 2)
            deviation = means * np.sqrt(np.expm1(sigma**2))
            mean += means.sum()
            variance += (1 - correlation) * (deviation**2).sum()
            variance += correlation * deviation.sum() ** 2
        wide = math.log1p(variance / mean**2)
        return float(1.3 * mean * math.exp(Z90 * math.sqrt(wide) - wide / 2))


def _places(steps: int) -> np.ndarray:
    """Return where the cumulative shares of a grid stand: a place's mass lies to both sides."""
    return np.arange(steps + 1) - 0.5


@cache
def _factor_values(number: int) -> tuple[np.ndarray, np.ndarray]:
    value, share = np.polynomial.hermite_e.hermegauss(number)
    return value, share / share.sum()


def _parts_of(
    p50: np.ndarray, p90: np.ndarray, factor: Sequence[str], correlation: Mapping[str, float]
) -> _Parts:
    spread = (p50 > 1e-9) & (p90 > p50 * (1 + 1e-6))
    shift = float(p50[~spread].sum())
    sigma = sigma_of(p50, p90)
    own = spread.copy()
    middles, sigmas, groups = [], [], []
    for word in dict.fromkeys(factor):
        together = correlation.get(word, 0.0)
        mine = np.array([name == word for name in factor]) & spread
        if together <= 0 or mine.sum() < 2:
            continue
        own &= ~mine
        if together > _AS_ONE:
            middles.append(float(p50[mine].sum()))
            sigmas.append(math.log(float(p90[mine].sum()) / middles[-1]) / Z90)
            continue
        middle, wide = _few(p50[mine], sigma[mine])
        if wide.max() > _MILD_SIGMA:
            groups.append((middle, wide, together))
            continue
        moved, *one = added(middle, wide, together)
        shift += moved
        middles.append(one[0])
        sigmas.append(one[1])
    middle = np.append(p50[own], middles)
    wide = np.append(sigma[own], sigmas)
    mild = wide <= _MILD_SIGMA
    if mild.sum() > 1:
        moved, *one = added(middle[mild], wide[mild])
        shift += moved
        middle, wide = (np.append(v[~mild], w) for v, w in zip((middle, wide), one, strict=True))
    return _Parts(shift, middle, wide, tuple(groups))


def _few(middle: np.ndarray, sigma: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return times that share a factor, the smallest of very many as one that is late together."""
    if len(middle) <= _MOST_TOGETHER:
        return middle, sigma
    order = np.argsort(-middle, kind="stable")
    kept, rest = order[: _MOST_TOGETHER - 1], order[_MOST_TOGETHER - 1 :]
    whole = middle[rest].sum()
    high = float((middle[rest] * np.exp(Z90 * sigma[rest])).sum())
    return (
        np.append(middle[kept], whole),
        np.append(sigma[kept], math.log(high / whole) / Z90),
    )


def added(
    middle: np.ndarray, sigma: np.ndarray, correlation: float = 0.0
) -> tuple[float, float, float]:
    """Return shift, median and sigma of the lognormal with the first three moments of a sum.

    ``correlation`` is that of the logarithms of each two times.
    """
    together = np.full((len(sigma), len(sigma)), correlation)
    np.fill_diagonal(together, 1.0)
    more = np.expm1(together * np.outer(sigma, sigma))  # covariance over the means' product
    mean = middle * np.exp(sigma**2 / 2)
    weighed = more * mean
    each = weighed.sum(axis=1)
    deviation = math.sqrt(float(mean @ each))
    third = float(mean @ (3 * each**2) + mean @ (more * (weighed @ more)) @ mean)
    half = third / deviation**3 / 2
    # The skewness of a lognormal is (w + 2) sqrt(w - 1) with w = exp(sigma^2).
    w1 = 2 * math.sinh(math.asinh(half) / 3)
    w1 *= w1  # w - 1
    width = math.log1p(w1)
    scale = deviation / math.sqrt(w1)
    return float(mean.sum()) - scale, scale * math.exp(-width / 2), math.sqrt(width)


def _spectra(
    middle: np.ndarray, sigma: np.ndarray, step: float, steps: int, tilt: np.ndarray
) -> np.ndarray:
    """Return the spectrum of the tilted masses of each part on a grid."""
    edges = np.log(np.arange(0.5, steps) * step)
    z = (edges - np.log(middle)[:, None]) / np.maximum(sigma, 1e-6)[:, None]
    below = _normal_cdf(z.astype(np.float32))
    mass = np.empty(z.shape)
    mass[:, 0] = below[:, 0]
    np.subtract(below[:, 1:], below[:, :-1], out=mass[:, 1:])
    at = np.arange(float(steps))
    # Near 0 a step may hold most of a part: the mean is kept by moving mass one step on.
    lacking = _means_below(middle, sigma, float(edges[-1])) / step - mass @ at
    mass[:, 0] -= lacking
    mass[:, 1] += lacking
    found: np.ndarray = np.fft.rfft(mass * tilt, axis=1)
    return found


def _means_below(middle: np.ndarray, sigma: np.ndarray, log_top: float) -> np.ndarray:
    """Return the share of each part's mean that comes from below a limit."""
    whole = middle * np.exp(sigma**2 / 2)
    narrow = np.maximum(sigma, 1e-6)
    found: np.ndarray = whole * _normal_cdf((log_top - np.log(middle)) / narrow - sigma)
    return found


def _normal_cdf(z: np.ndarray) -> np.ndarray:
    """Return the standard normal distribution function (error below 8e-8).

    References
    ----------
    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17.
    """
    t = np.abs(z)
    t *= 0.2316419
    t += 1.0
    np.reciprocal(t, out=t)
    upper = t * 1.330274429
    for factor in (-1.821255978, 1.781477937, -0.356563782, 0.319381530):
        upper += factor
        upper *= t
    upper *= np.exp(z * z * -0.5) / math.sqrt(2 * math.pi)
    found: np.ndarray = np.where(z >= 0, 1 - upper, upper)
    return found
