"""Names on a map for print: ends and stops of ways first, none upon another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.charts.figure import INK, PLACES, Place, Placer
from corridors.charts.letters import capitals
from corridors.languages import in_language
from corridors.maps.labels import country_labels
from corridors.network.countries import country_name
from corridors.network.land import country_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

#: What marks the lines that names keep off.
WAY = "way"
#: Where a name may stand from its point when it must be written: dx, dy, in rings around it.
RINGS: tuple[Place, ...] = tuple(
    (dx * far, dy * far, {-1: "right", 0: "center", 1: "left"}[dx], "center")
    for far in (16, 26, 38, 52)
    for dx, dy in ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1), (1, 0), (-1, 0))
)
#: Where the name of a country or sea may stand from the middle of it.
_AROUND: tuple[Place, ...] = (
    (0, 0, "center", "center"),
    *(
        (dx * far, dy * far, "center", "center")
        for far in (12, 22, 34, 48)
        for dx, dy in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))
    ),
)
#: Points from the edge of a name to where it is looked up: along it, and up to its middle.
_INTO, _HALF = 14.0, 4.0
#: How names are written, by what they are of.
_STYLES: dict[str, dict[str, Any]] = {
    "end": {"zorder": 6, "fontsize": 10, "fontweight": "bold", "color": INK},
    "stop": {"zorder": 6, "fontsize": 7.5, "fontweight": "bold", "color": INK},
    "main": {"zorder": 6, "fontsize": 7.5, "color": "#343d43"},
    "place": {"zorder": 6, "fontsize": 6.5, "color": "#4f5a61"},
    "line": {
        "zorder": 6,
        "fontsize": 8,
        "fontstyle": "italic",
        "fontweight": "bold",
        "color": "#8a2f57",
    },
    "country": {"zorder": 5.5, "fontsize": 7.5, "color": "#7d7f74"},
    "sea": {"zorder": 5.5, "fontsize": 7.5, "color": "#4d7c95", "fontstyle": "italic"},
}
#: Most names of places that no way stops at.
_MOST_PLACES = 22
#: A network of so few places on the map has them all named.
_FEW = 60


def write_names(axes: Axes, scene: dict[str, Any]) -> None:
    """Write the names of a scene on axes that show a part of it, and are where they will stay.

    Where there is no room for all, those of ends, of stops and of lines have it first, then
    main cities, countries and seas, and other places last.
    """
    placer = Placer(axes, halo=True, laid_out=True)
    others = (*axes.texts, *axes.child_axes)
    placer.take(other.get_window_extent(placer.renderer).extents for other in others)
    stops = _stops(scene)
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    names = [
        (name, lon, lat, "stop" if style in ("main", "place") and name in stops else style)
        for name, lon, lat, style, *_ in scene["labels"]
        if west < lon < east and south < lat < north
    ]
    ports = {label[0] for label in scene["labels"] if label[-1] == "seaport"}
    few = not scene["coloured"] and sum(style in ("main", "place") for *_, style in names) <= _FEW
    written: set[str] = set()
    for wanted in _STYLES:
        if wanted == "stop":  # ends stand by their marks, whatever runs there
            _keep_clear(placer, axes, stops)
        most = len(names) if few or wanted != "place" else _MOST_PLACES
        for name, lon, lat, style in names:
            if style == wanted and name not in written and most > 0:
                must = style == "end" or few
                if _write(placer, name, (lon, lat), style, must=must, port=name in ports):
                    written.add(name)
                    most -= 1


def _write(
    placer: Placer, name: str, at: tuple[float, float], style: str, *, must: bool,
    port: bool = False,
) -> bool:  # fmt: skip
    if style in ("country", "sea", "line"):
        places: Iterable[Place] = _AROUND[1:] if style == "line" else _AROUND
        if style == "country":  # looked up one by one, until there is room
            places = (place for place in places if _is_in(placer, name, at, place))
        language = getattr(placer.axes.figure, "language", "en")
        text = name if style == "line" else in_language(name, language)
        text = capitals(text, language) if style == "country" else text
        return placer.write(*at, text, places=places, is_name=True, **_STYLES[style])
    places = (*PLACES, *RINGS) if must else PLACES
    if port:  # on the water, as sailors' maps have them
        places = sorted(places, key=lambda place: _on_land(placer, at, place))
    return placer.write(*at, name, places=places, is_name=True, **_STYLES[style])


def _on_land(placer: Placer, at: tuple[float, float], place: Place) -> bool:
    """Say whether what is written at a place beside a point begins on land."""
    dx, dy, ha, va = place
    points = placer.axes.figure.dpi / 72
    across = {"left": _INTO, "center": 0.0, "right": -_INTO}[ha]
    up = {"bottom": _HALF, "center": 0.0, "top": -_HALF}[va]
    x, y = placer.axes.transData.transform(at)
    there = x + (dx + across) * points, y + (dy + up) * points
    lon, lat = placer.axes.transData.inverted().transform(there)
    return country_at(lon, lat) is not None


def _is_in(placer: Placer, name: str, at: tuple[float, float], place: Place) -> bool:
    """Say whether a place beside a point is in a country, and on the map."""
    across = placer.axes.transData
    points = placer.axes.figure.dpi / 72
    x, y = across.transform(at)
    x, y = x + place[0] * points, y + place[1] * points
    left, low, right, high = placer.frame
    if place[:2] == (0, 0) or not (left <= x <= right and low <= y <= high):
        return place[:2] == (0, 0)
    lon, lat = across.inverted().transform((x, y))
    return country_name(country_at(lon, lat) or "") == name


def write_countries(placer: Placer) -> None:
    """Write the names of countries and seas where there is room."""
    (west, east), (south, north) = placer.axes.get_xlim(), placer.axes.get_ylim()
    for name, lon, lat, style, *_ in country_labels():
        if west < lon < east and south < lat < north:
            _write(placer, name, (lon, lat), style, must=False)


def _stops(scene: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Return the places at which ways stop, by name."""
    return {
        feature["t"]: tuple(feature["n"])
        for feature in scene["features"]
        if "n" in feature and scene["coloured"]
    }


def _keep_clear(placer: Placer, axes: Axes, stops: dict[str, tuple[float, float]]) -> None:
    """Keep names off the marks of stops, and off the lines of ways and of small networks."""
    pixels = axes.figure.dpi / 72
    if stops:
        xs, ys = zip(*stops.values(), strict=True)
        placer.keep_clear(xs, ys, 3 * pixels)
    for lines in axes.collections:
        for path in lines.get_paths() if lines.get_gid() == WAY else ():
            along = _every(axes.transData.transform(path.vertices), 5 * pixels)
            radius = 1.2 * pixels
            placer.take(np.hstack([along - radius, along + radius]))


def _every(path: np.ndarray, step: float) -> np.ndarray:
    """Return the points at every so many pixels of a line."""
    lengths = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    places = np.arange(0.0, along[-1] + step, step)
    return np.column_stack([np.interp(places, along, path[:, k]) for k in (0, 1)])
