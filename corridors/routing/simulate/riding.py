"""A way ridden through its timetable in many draws: hours, waits, and what they add up to.

Drawn on arrays without a compiler, as every itinerary of a departure needs some.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from corridors.engines.draws import normal
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


@lru_cache(maxsize=64)
def normals(key: int, first: int, count: int) -> np.ndarray:
    """Return the standard normal numbers of a key, from a draw on."""
    found = normal(np.uint64(key), np.arange(first, first + count))
    found.setflags(write=False)
    return found


@lru_cache(maxsize=512)
def _drawn(
    key: int, shared: int, both: float, sigma: float, hours: float, first: int, count: int
) -> np.ndarray:
    """Return the hours of an input in some draws; many ways have it."""
    deviation = math.sqrt(1.0 - both * both) * normals(key, first, count)
    if both > 0:
        deviation = deviation + both * normals(shared, first, count)
    found: np.ndarray = hours * np.exp(sigma * deviation)
    found.setflags(write=False)
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
    shared = inputs.factor_key[inputs.factor].tolist()
    columns = (inputs.common, inputs.sigma, inputs.hours)
    drawn = list(zip(inputs.key.tolist(), shared, *(c.tolist() for c in columns), strict=True))
    for first in range(0, draws, DRAWS):
        block = slice(first, min(first + DRAWS, draws))
        count = block.stop - first
        now = np.full(count, inputs.leave_h)
        for row, opening in enumerate(inputs.meets):
            if opening is not None:
                hours = opening.next_of(now) - now
            elif inputs.sigma[row] > 0 and inputs.hours[row] > 0:
                hours = _drawn(*drawn[row], first, count)
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
    waits_h
        For each wait on the way, in order: its median and 90th percentile.
    steps
        How many inputs are over at the end of each step of the itinerary.
    """

    inputs: Inputs
    mean_h: float
    p50_h: float
    p90_h: float
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
    def quantiles_h(self) -> np.ndarray:
        """Hours that 0, 1, ... 1000 in a thousand keep."""
        total = np.zeros(DRAWS)
        for _, _, hours in ride(self.inputs, DRAWS):
            total += hours
        found: np.ndarray = np.quantile(total, np.linspace(0, 1, _QUANTILES + 1))
        return found

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
        waits_h=tuple((float(half), float(most)) for half, most in waits),
    )
