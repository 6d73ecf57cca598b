"""Seconds that a task takes."""

import statistics
import time


def once_s(function, clock=time.perf_counter):
    """Return the seconds of one run."""
    start = clock()
    function()
    return clock() - start


def median_s(function, repeats=15):
    """Return the median seconds of some runs."""
    return statistics.median(once_s(function) for _ in range(repeats))
