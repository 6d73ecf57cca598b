"""Within what an assumed row may lie."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.network.network import Network


def range_of(net: Network, row: str, mode: str, of: str, basis: str) -> tuple[float, float]:
    """Return low and high end of the range of a row over its value.

    What is not assumed has none of its own: both are 1. Without a row of ``ranges`` nothing is
    known of it: both are ``nan``.

    Parameters
    ----------
    net
        The network.
    row
        Table and key of the row, as legs have it (``price_row``, ``hours_row``).
    mode
        Its mode.
    of
        ``"usd"`` or ``"h"``.
    basis
        Basis of the row.

    Examples
    --------
    >>> import corridors as co
    >>> range_of(co.load(), "tariffs road AZ 40ft", "road", "usd", "derived")
    (1.0, 1.0)
    """
    if basis != "assumed":
        return 1.0, 1.0
    table, ranges = row.partition(" ")[0], net.table("ranges")
    rows = ranges.index("table", "mode", "of")
    found = rows.get((table, mode, of), rows.get((table, "*", of)))
    if found is None:
        return math.nan, math.nan
    return ranges["low_ratio"][found], ranges["high_ratio"][found]
