"""Which commodities a link and a change of vehicle let pass, as bits."""

from __future__ import annotations

from collections.abc import Mapping

from corridors.graph.stategraph import ALL_COMMODITIES
from corridors.vocabulary import COMMODITIES

_BIT = {commodity: 1 << k for k, commodity in enumerate(COMMODITIES)}
_NOT_PIPED = ALL_COMMODITIES & ~_BIT["gas"]


def carried_by(link: Mapping) -> int:
    """Return which commodities a link lets pass: none where its line carries no freight."""
    if link["freight"] == "no":
        return 0
    return _BIT[link["commodity"]] if link["commodity"] else _NOT_PIPED


def carried_between(a: str, b: str) -> int:
    """Return which commodities may make the change from one vehicle class to another."""
    if "pipeline" not in (a, b):
        return _NOT_PIPED
    only_pipes = {a, b} <= {"pipeline", "origin", "destination"}
    return _BIT["oil"] | _BIT["gas"] if only_pipes else _BIT["oil"]
