"""What part of the Earth a map for print shows, and the small map of ways that leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.charts.figure import INK
from corridors.maps.basemap import decode
from corridors.maps.frame import (
    Frame,
    around,
    box_of,
    fitted,
    near_boxes,
    points_of,
    shown_layers,
    stretch_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

#: Share of the map's width, and of its height at most, that the small map takes.
_WIDE, _HIGH = 0.24, 0.5
#: Space around the small map, as a share of the map's width.
_MARGIN = 0.012


def frames_of(scene: dict[str, Any]) -> tuple[Frame, Frame | None]:
    """Return the frame of a scene and, where it cuts detours off, that of all.

    One way round Africa would leave little of Asia to see.
    """
    (south, west), (north, east) = scene["bounds"]
    whole = fitted(west, south, east, north)
    ways = list(shown_layers(scene)) if scene["coloured"] else []
    boxes = [box for box in (box_of(points_of(scene, layer)) for layer in ways) if box]
    kept = near_boxes(boxes)
    if len(kept) == len(boxes):
        return whole, None
    return fitted(*around(kept)), whole


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
