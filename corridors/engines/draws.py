"""Random times and prices: draws of many inputs at once, in plain array arithmetic.

Draw ``i`` of an input is a function of the seed, the input's key and ``i`` alone (a
counter-based generator: the finaliser of SplitMix64 on key and counter), so results do not
depend on the order of evaluation, on the number of threads, or on what else is drawn. Two
networks that share an input share its draws. The kernels of :mod:`~corridors.engines.draw_kernel`
draw the same numbers, to the last digit but one.
"""

from __future__ import annotations

import numpy as np

GAMMA = np.uint64(0x9E3779B97F4A7C15)
MIX_1, MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S11, S27, S30, S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
UNIT = 2.0**-53
#: So many draws are made at once: their arrays fit into a processor's own memory.
_CHUNK = 8192

Columns = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]

# Coefficients of the quantile function by Wichura's algorithm AS 241 (Applied Statistics 37, 1988),
# good to 1e-15: top and bottom in the middle, in the tails and far out, highest power first.
MIDDLE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
TAIL = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
     4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1.0),
)  # fmt: skip
FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182650489123, 1.7848265399172913358,
     5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
     0.59983220655588793769, 1.0),
)  # fmt: skip


def normal(key: np.ndarray | np.uint64, draw: np.ndarray | np.uint64) -> np.ndarray:
    """Return the standard normal numbers of keys and draws, which are spread over one another.

    Examples
    --------
    >>> drawn = normal(np.uint64(7), np.arange(100_000))
    >>> bool(abs(drawn.mean()) < 0.01), bool(abs(drawn.std() - 1) < 0.01)
    (True, True)
    """
    keys, numbers = np.asarray(key, np.uint64), np.asarray(draw, np.uint64)
    with np.errstate(over="ignore"):  # hashes wrap around
        bits = _mixed(keys + (numbers + np.uint64(1)) * GAMMA)
    p = ((bits >> S11).astype(float) + 0.5) * UNIT
    q = p - 0.5
    found: np.ndarray = q * _ratio(MIDDLE, 0.180625 - q * q)
    out = np.abs(q) > 0.425
    p, q = p[out], q[out]
    r = np.sqrt(-np.log(np.where(q < 0, p, 1.0 - p)))
    tail = np.where(r <= 5.0, _ratio(TAIL, r - 1.6), _ratio(FAR, r - 5.0))
    found[out] = np.where(q < 0, -tail, tail)
    return found


def _mixed(value: np.ndarray) -> np.ndarray:
    """Return a 64-bit hash of 64-bit numbers (Steele, Lea and Flood, OOPSLA 2014)."""
    value = (value ^ (value >> S30)) * MIX_1
    value = (value ^ (value >> S27)) * MIX_2
    found: np.ndarray = value ^ (value >> S31)
    return found


def _ratio(coefficients: tuple[tuple[float, ...], tuple[float, ...]], r: np.ndarray) -> np.ndarray:
    """Return one polynomial over another."""
    top, low = (np.full_like(r, row[0]) for row in coefficients)
    for above, below in zip(*(row[1:] for row in coefficients), strict=True):
        top *= r
        top += above
        low *= r
        low += below
    top /= low
    return top


def sample(
    value: np.ndarray, sigma: np.ndarray, key: np.ndarray, common: np.ndarray,
    common_key: np.ndarray, draw: int,
) -> np.ndarray:  # fmt: skip
    """Return one lognormal draw of each input.

    ``sigma`` is the spread of its logarithm; of the deviation ``common`` is that of all inputs
    with the same ``common_key``, and the rest its own: the sum of their squares is 1.
    """
    found = np.array(value, float)
    spread = np.flatnonzero(sigma > 0)
    both = common[spread]
    own = normal(key[spread], np.uint64(draw)) * np.sqrt(1.0 - both * both)
    shared = both * normal(common_key[spread], np.uint64(draw))
    found[spread] *= np.exp(sigma[spread] * (own + shared))
    return found


def sums(columns: Columns, group: np.ndarray, draws: int) -> np.ndarray:
    """Return the sums of the lognormal draws of the inputs of each group: (groups, draws).

    ``columns`` are value, sigma, key, common and common key as in :func:`sample`.
    """
    out = np.zeros((int(group.max(initial=0)) + 1, draws))
    together: dict[tuple, float] = {}  # inputs with the same name have the same draws
    for value, *names in zip(*(column.tolist() for column in (*columns, group)), strict=True):
        together[tuple(names)] = together.get(tuple(names), 0.0) + value
    for first in range(0, draws, _CHUNK):
        numbers = np.arange(first, min(first + _CHUNK, draws), dtype=np.uint64)
        for (sigma, key, common, common_key, row), value in together.items():
            to = out[row, first : first + len(numbers)]
            if sigma <= 0 or value == 0:
                to += value
                continue
            deviation = np.zeros(len(numbers))
            for part, name in ((np.sqrt(1.0 - common * common), key), (common, common_key)):
                if part > 0:
                    deviation += part * normal(np.uint64(name), numbers)
            to += value * np.exp(sigma * deviation)
    return out
