"""What part of the Earth a map for print shows, and the small map of ways that leave it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.charts.figure import INK
from corridors.maps.basemap import basemap, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from matplotlib.axes import Axes

#: West, south, east and north in degrees.
Frame = tuple[float, float, float, float]
#: Height of the map over its width: flatter or taller ones are given more of what lies around.
_FLATTEST, _TALLEST = 0.42, 1.05
#: A way is a detour if without it the map shows less than such a share of what it showed.
_SMALLER = 0.45
#: Share of the map's width, and of its height at most, that the small map takes.
_WIDE, _HIGH = 0.24, 0.5
#: Space around the small map, as a share of the map's width.
_MARGIN = 0.012


def shown_layers(scene: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the layers that are drawn, the lowest first."""
    for group in sorted(scene["groups"], key=lambda g: g["z"]):
        for layer in group["layers"]:
            if layer["on"] and not layer.get("spots"):
                yield layer


def frames_of(scene: dict[str, Any]) -> tuple[Frame, Frame | None]:
    """Return the frame of a scene and, where it cuts detours off, that of all.

    One way round Africa would leave little of Asia to see: where fewer than half of the ways
    make the map more than twice as large, the frame is that of the others.
    """
    (south, west), (north, east) = scene["bounds"]
    whole = _fitted(west, south, east, north)
    boxes = [box for box in map(_box_of, _layers_of_ways(scene)) if box]
    kept = list(boxes)
    while True:
        least = min(
            range(len(kept)), key=lambda k: _area(_around(kept[:k] + kept[k + 1 :])), default=0
        )
        rest = kept[:least] + kept[least + 1 :]
        if 2 * len(rest) <= len(boxes) or _area(_around(rest)) > _SMALLER * _area(_around(kept)):
            break
        kept = rest
    if len(kept) == len(boxes):
        return whole, None
    return _fitted(*_around(kept)), whole


def _layers_of_ways(scene: dict[str, Any]) -> list[np.ndarray]:
    """Return the points of each way, if these are ways."""
    return [points_of(scene, layer) for layer in shown_layers(scene)] if scene["coloured"] else []


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


def _box_of(points: np.ndarray) -> Frame | None:
    if not len(points):
        return None
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return west, south, east, north


def _around(boxes: Sequence[Frame]) -> Frame:
    """Return the box around some."""
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _area(frame: Frame) -> float:
    west, south, east, north = _fitted(*frame)
    return (east - west) * (north - south)


def _fitted(west: float, south: float, east: float, north: float) -> Frame:
    """Return west, south, east and north of a frame that holds a box and fits a page."""
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
        max(west, base_west),
        max(south, base_south),
        min(east, base_east),
        min(north, base_north),
    )


def stretch_of(south: float, north: float) -> float:
    """Return by how much a degree of latitude is longer than one of longitude."""
    return 1 / math.cos(math.radians((south + north) / 2))


def small_map(axes: Axes, scene: dict[str, Any], frame: Frame, whole: Frame) -> Axes:
    """Return axes in the emptiest corner of a map, with all ways whole and the map's own frame."""
    from matplotlib.collections import LineCollection
    from matplotlib.patches import Rectangle

    wide, high = _size_of(frame, whole)
    left, low = _emptiest(scene, frame, wide, high)
    inset = axes.inset_axes((left, low, wide, high), zorder=7)
    inset.set_label("whole")
    for layer in shown_layers(scene):
        lines = [
            decode(scene["lines"][feature["l"]], scene["digits"])
            for feature in (scene["features"][item[0]] for item in layer["items"])
            if "l" in feature
        ]
        colour = layer.get("colour") or INK
        inset.add_collection(LineCollection(lines, colors=colour, linewidths=0.9, zorder=4))
    west, south, east, north = frame
    inset.add_patch(
        Rectangle(
            (west, south), east - west, north - south,
            fill=False, edgecolor=INK, linewidth=0.8, zorder=5,
        )
    )  # fmt: skip
    return inset


def _size_of(frame: Frame, whole: Frame) -> tuple[float, float]:
    """Return width and height of the small map as shares of those of the map."""
    ratio, of_map = (
        (north - south) * stretch_of(south, north) / (east - west)
        for west, south, east, north in (whole, frame)
    )
    high = _WIDE * ratio / of_map
    shrunk = min(1.0, _HIGH / high)
    return _WIDE * shrunk, high * shrunk


def _emptiest(
    scene: dict[str, Any], frame: Frame, wide: float, high: float
) -> tuple[float, float]:  # fmt: skip
    """Return the left and lower side of the corner in which fewest ways run."""
    west, south, east, north = frame
    points = np.concatenate([points_of(scene, layer) for layer in shown_layers(scene)])
    at = (points - (west, south)) / (east - west, north - south)
    corners = [
        (left, low)
        for low in (_MARGIN, 1 - high - _MARGIN)
        for left in (_MARGIN, 1 - wide - _MARGIN)
    ]
    return min(
        corners,
        key=lambda corner: (
            ((at > corner) & (at < (corner[0] + wide, corner[1] + high))).all(axis=1).sum()
        ),
    )


def frame_around(points: Iterable[Sequence[float]]) -> Frame:
    """Return the frame of some places, given as longitude and latitude: a page, not a strip."""
    xs, ys = zip(*points, strict=True)
    dx, dy = max((max(xs) - min(xs)) * 0.08, 2), max((max(ys) - min(ys)) * 0.1, 2)
    west, east, south, north = min(xs) - dx, max(xs) + dx, min(ys) - dy, max(ys) + dy
    missing = (east - west) * 0.5 / stretch_of(south, north) - (north - south)
    if missing > 0:
        south, north = south - missing / 2, north + missing / 2
    return west, south, east, north
