"""A way ridden through its timetable in many draws: hours, waits, and what they add up to.

The draws are those of the kernels (``draw_kernel``), to the last bits, made on arrays without a
compiler, as every itinerary of a departure needs some.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from corridors.network.opening import Opening
from corridors.routing.simulate.inputs import Inputs, inputs_of, numbers_of

if TYPE_CHECKING:
    from datetime import datetime

    from corridors.routing.doors import Way
    from corridors.routing.question import Question

#: The draws of an itinerary: those that ``simulate`` makes where nothing else is said.
DRAWS, SEED = 10_000, 0
#: Steps between the quantiles that are kept of the draws.
_QUANTILES = 1000
_GAMMA, _MIX_1, _MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_UNIT = 2.0**-53
_MIDDLE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_TAIL = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
     4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1.0),
)  # fmt: skip
_FAR_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
     5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
     0.59983220655588793769, 1.0),
)  # fmt: skip


@lru_cache(maxsize=256)
def normals(key: int, first: int, count: int) -> np.ndarray:
    """Return the standard normal numbers of a key, from a draw on (see ``draw_kernel.normal``)."""
    draws = np.arange(first + 1, first + count + 1, dtype=np.uint64)
    bits = draws * np.uint64(_GAMMA) + np.uint64(key)
    for shift, factor in ((30, _MIX_1), (27, _MIX_2)):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    bits ^= bits >> np.uint64(31)
    p = ((bits >> np.uint64(11)).astype(float) + 0.5) * _UNIT
    q = p - 0.5
    found = _ratio(_MIDDLE, 0.180625 - q * q) * q
    aside = np.flatnonzero(np.abs(q) > 0.425)
    r = np.sqrt(-np.log(np.where(q[aside] < 0, p[aside], 1.0 - p[aside])))
    tail = np.where(r <= 5.0, _ratio(_TAIL, r - 1.6), _ratio(_FAR_TAIL, r - 5.0))
    found[aside] = np.where(q[aside] < 0, -tail, tail)
    found.setflags(write=False)
    return found


def _ratio(factors: tuple[tuple[float, ...], ...], r: np.ndarray) -> np.ndarray:
    top, low = (np.polyval(row, r) for row in factors)
    found: np.ndarray = top / low
    return found


def ride(inputs: Inputs, draws: int) -> Iterator[tuple[slice, int, np.ndarray]]:
    """Ride a way from its departure on: yield the hours of each input in each draw.

    Who comes to what opens at hours waits until it is open, who comes to a quay until the next
    departure; whoever has come late already may come too late for these.

    Parameters
    ----------
    inputs
        Those of a way in order, with a departure.
    draws
        How many consignments ride.

    Yields
    ------
    tuple
        Which draws, the number of the input, and the hours that it takes in them.
    """
    shared = inputs.factor_key[inputs.factor]
    for first in range(0, draws, DRAWS):
        block = slice(first, min(first + DRAWS, draws))
        count = block.stop - first
        now = np.full(count, inputs.leave_h)
        for row, opening in enumerate(inputs.meets):
            if opening is not None:
                hours = opening.next_of(now) - now
            elif inputs.sigma[row] > 0 and inputs.hours[row] > 0:
                both = float(inputs.common[row])
                own = math.sqrt(1.0 - both * both)
                deviation = own * normals(int(inputs.key[row]), first, count)
                if both > 0:
                    deviation = deviation + both * normals(int(shared[row]), first, count)
                hours = inputs.hours[row] * np.exp(inputs.sigma[row] * deviation)
            else:
                hours = np.full(count, inputs.hours[row])
            now = now + hours
            yield block, row, hours


@dataclass(frozen=True, eq=False)
class ScheduledTime:
    """The distribution of the hours of a way from a departure on, through its timetable.

    No formula knows it: who is late at one border finds the next one shut. So it is drawn, with
    the draws of :func:`corridors.simulate` and its default seed, and agrees with that to the
    digit.

    Parameters
    ----------
    inputs
        What is drawn, in the order of the way.
    mean_h, p50_h, p90_h
        Mean hours, and those that half, and nine in ten, keep.
    quantiles_h
        Hours that 0, 1, ... 1000 in a thousand keep.
    waits_h
        For each wait on the way, in order: its median and 90th percentile.
    steps
        How many inputs are over at the end of each step of the itinerary.
    """

    inputs: Inputs
    mean_h: float
    p50_h: float
    p90_h: float
    quantiles_h: np.ndarray
    waits_h: tuple[tuple[float, float], ...]
    steps: tuple[float, ...] = ()

    def within(self, hours: float) -> float:
        """Return the share of consignments that take no longer than so many hours."""
        below = int(np.searchsorted(self.quantiles_h, hours + 1e-9, side="right"))
        if below in (0, _QUANTILES + 1):
            return float(below > 0)
        low, high = self.quantiles_h[below - 1 : below + 1]
        return float(below - 1 + max(0.0, hours - low) / (high - low)) / _QUANTILES

    @cached_property
    def ends_h(self) -> np.ndarray:
        """10th and 90th percentile of the hours up to each step's end: shape (2, steps)."""
        total, found = np.zeros(DRAWS), [np.zeros(2)]
        for _, _, hours in ride(self.inputs, DRAWS):
            total += hours
            found.append(np.percentile(total, (10, 90)))
        ends = np.array(found).T
        return np.array([np.interp(self.steps, range(len(found)), part) for part in ends])

    def of_steps(self, parts: Sequence[Sequence[float]]) -> ScheduledTime:
        """Return it with the steps of an itinerary: the hours of those of each door and arc.

        What opens at hours is two inputs, the wait and itself; a drive to a terminal and the
        handling there are one.
        """
        done: list[float] = []
        first = 0
        for hours in parts:
            inputs = 2 if isinstance(self.inputs.meets[first], Opening) else 1
            if len(hours) == inputs:
                done += range(first + 1, first + inputs + 1)
            else:
                whole = sum(hours) or 1.0
                done += [first + inputs * part / whole for part in accumulate(hours)]
            first += inputs
        return replace(self, steps=tuple(map(float, done)))


def scheduled_time(question: Question, way: Way, departure: datetime) -> ScheduledTime | None:
    """Return the distribution of a way's hours; ``None``: it meets no timetable.

    Parameters
    ----------
    question
        What is asked.
    way
        The way.
    departure
        When the goods leave.
    """
    inputs = inputs_of(question, numbers_of(question, way), SEED, 1.0, departure)
    if not any(inputs.meets):
        return None
    total, waits = np.zeros(DRAWS), []
    for _, row, hours in ride(inputs, DRAWS):
        total += hours
        if inputs.meets[row] is not None:
            waits.append(np.percentile(hours, (50, 90)))
    p50, p90 = np.percentile(total, (50, 90))
    return ScheduledTime(
        inputs=inputs,
        mean_h=float(total.mean()),
        p50_h=float(p50),
        p90_h=float(p90),
        quantiles_h=np.quantile(total, np.linspace(0, 1, _QUANTILES + 1)),
        waits_h=tuple((float(half), float(most)) for half, most in waits),
    )
