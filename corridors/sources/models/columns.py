"""Rows of a foreign model under our names, and what is said of them as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from corridors.network.prices import BOX_PRICES, BOXES

#: What a price may be for, and the columns of prices that it fills.
PER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{word: (column,) for word, column in BOX_PRICES.items()},
        "box": tuple(BOX_PRICES[word] for word in BOXES),
        "tonne": (BOX_PRICES["t"],),
    }
)
#: How much of the charge for passing a node a trip pays that begins or ends there.
AT_ENDS = ("half", "full")
#: What becomes of links that stand twice.
PARALLEL = ("all", "cheapest", "last")


@dataclass(frozen=True)
class Columns:
    """Rows of text by our names, as a foreign model gives them.

    ``labels`` are the files that they stand in, ``numbers`` their rows there (from 2 on where they
    are not told), ``theirs`` the columns that ours were read from: each by ``nodes`` and ``links``.
    ``box`` is what a cost is for. A link may have a ``geometry`` as WKT, in the ``crs`` of the
    nodes. ``kind`` is that of nodes whose row says none. ``own`` says whether the model has prices
    of its own, so that nothing else is charged; without it that shows in its columns.
    """

    nodes: Sequence[Mapping[str, str]]
    links: Sequence[Mapping[str, str]]
    box: str = "40ft"
    crs: str = "EPSG:4326"
    labels: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Sequence[int]] = field(default_factory=dict)
    theirs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    own: bool | None = None
    own_countries: bool = False
    parallel: str = "all"
    trip_usd: float = 0.0
    trip_h: float = 0.0
    passing_at_ends: str = "half"
    kind: str = "city"

    def at(self, table: str, row: int) -> str:
        """Return where a row stands, such as ``links.csv:7``."""
        numbers = self.numbers.get(table)
        number = numbers[row] if numbers is not None else row + 2
        return f"{self.labels.get(table, table)}:{number}"

    def told(self, table: str, ours: str) -> str:
        """Return which column of the file one of ours is, where it is named otherwise."""
        theirs = self.theirs.get(table, {}).get(ours, ours)
        return "" if theirs == ours else f" (column {theirs!r})"
