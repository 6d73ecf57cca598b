"""What part of the Earth a map opens on: that of the ways, without the few that go far round."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.maps.basemap import basemap, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: West, south, east and north in degrees.
Frame = tuple[float, float, float, float]
#: Height of the map over its width: flatter or taller ones are given more of what lies around.
_FLATTEST, _TALLEST = 0.42, 1.05
#: A way is a detour if without it the map shows less than such a share of what it showed.
_SMALLER = 0.45


def shown_layers(scene: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the layers that are drawn, the lowest first."""
    for group in sorted(scene["groups"], key=lambda g: g["z"]):
        for layer in group["layers"]:
            if layer["on"] and not layer.get("spots"):
                yield layer


def points_of(scene: dict[str, Any], layer: dict[str, Any]) -> np.ndarray:
    """Return the points of a layer's lines and places: longitude, latitude."""
    found: list[Sequence[tuple[float, float]]] = []
    for item in layer["items"]:
        feature = scene["features"][item[0]]
        if "l" in feature:
            found.append(decode(scene["lines"][feature["l"]], scene["digits"]))
        elif "n" in feature:
            found.append([tuple(feature["n"])])
    return np.concatenate([np.asarray(part, float) for part in found] or [np.empty((0, 2))])


def box_of(points: np.ndarray) -> Frame | None:
    """Return west, south, east and north of some points."""
    if not len(points):
        return None
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return west, south, east, north


def near_boxes(boxes: Sequence[Frame]) -> list[Frame]:
    """Return the boxes of ways without those of detours.

    Where fewer than half of the ways make the map more than twice as large, they are detours.

    Examples
    --------
    >>> asia, africa = (40.0, 25.0, 75.0, 45.0), (10.0, -35.0, 75.0, 45.0)
    >>> near_boxes([asia, africa, asia]) == [asia, asia], near_boxes([asia, africa])[1] == africa
    (True, True)
    """
    kept = list(boxes)
    while True:
        least = min(
            range(len(kept)), key=lambda k: _area(around(kept[:k] + kept[k + 1 :])), default=0
        )
        rest = kept[:least] + kept[least + 1 :]
        if 2 * len(rest) <= len(boxes) or _area(around(rest)) > _SMALLER * _area(around(kept)):
            return kept
        kept = rest


def around(boxes: Sequence[Frame]) -> Frame:
    """Return the box around some."""
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _area(frame: Frame) -> float:
    west, south, east, north = fitted(*frame)
    return (east - west) * (north - south)


def fitted(west: float, south: float, east: float, north: float) -> Frame:
    """Return west, south, east and north of a frame that holds a box and fits a page.

    It goes beyond what the background shows only on sides where the box does.

    Examples
    --------
    >>> fitted(-100.0, 30.0, -90.0, 40.0)[1::2]
    (29.0, 41.0)
    """
    box = (west, south, east, north)
    dx, dy = max((east - west) * 0.06, 1.0), max((north - south) * 0.08, 1.0)
    west, east, south, north = west - dx, east + dx, south - dy, north + dy
    stretch = stretch_of(south, north)
    wide, high = east - west, (north - south) * stretch
    if high < wide * _FLATTEST:
        more = (wide * _FLATTEST - high) / stretch / 2
        south, north = south - more, north + more
    elif high > wide * _TALLEST:
        more = (high / _TALLEST - wide) / 2
        west, east = west - more, east + more
    base_west, base_south, base_east, base_north = basemap()["window"]
    return (
        west if box[0] < base_west else max(west, base_west),
        south if box[1] < base_south else max(south, base_south),
        east if box[2] > base_east else min(east, base_east),
        north if box[3] > base_north else min(north, base_north),
    )


def stretch_of(south: float, north: float) -> float:
    """Return by how much a degree of latitude is longer than one of longitude."""
    return 1 / math.cos(math.radians((south + north) / 2))
