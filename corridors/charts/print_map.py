"""A map for print, without a browser: the same scene, drawn by matplotlib."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from corridors.charts.figure import INK, Placer, new_figure
from corridors.maps.basemap import Line, basemap, decode
from corridors.maps.draw import Drawable, make_scene
from corridors.maps.palette import MODE_COLOURS, MODE_WORDS
from corridors.maps.scene import ATTRIBUTION
from corridors.network.land import in_ring

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DASHES = {"sea": (5, 3), "ferry": (5, 2, 1, 2), "pipeline": (1, 1.2)}
_STATUS_DASHES = {"planned": (1, 1.6), "construction": (3, 1.2), "suspended": (1, 3)}
_SEA, _LAND = "#d9e7ee", "#f6f3ea"


def draw_print_map(what: Drawable, *, width_in: float = 10.5) -> Figure:
    """Draw a still map of a network or of itineraries, for print.

    Parameters
    ----------
    what
        As for :func:`draw_map`.
    width_in
        Width in inches; the height follows from what is shown.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If there is nothing to draw, or the width is not one of paper.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_print_map(co.load("tapi"))
    <Figure size ...>
    """
    if not 2 <= width_in <= 100:
        raise ValueError(f"width_in={width_in!r}: expected 2 to 100 inches")
    scene = make_scene(what, exclusive=False)
    west, south, east, north = _frame(scene)
    stretch = 1 / math.cos(math.radians((south + north) / 2))
    height = width_in * (north - south) * stretch / (east - west)
    rows = len(scene["modes"]) + len(scene["groups"][0]["layers"]) if scene["coloured"] else 4
    figure = new_figure(width_in, min(max(height, 3.5), 12) + 0.35 + 0.19 * rows)
    axes = figure.add_subplot()
    draw_base(axes, (west, south, east, north))
    handles = _draw_layers(axes, scene)
    columns = 1 if scene["coloured"] else 3
    figure.legend(
        handles=handles, loc="outside lower left", ncols=columns, frameon=False, fontsize=8.5
    )
    axes.set_title(scene["title"], loc="left", fontsize=12, fontweight="bold", color=INK)
    _draw_labels(axes, scene)
    return figure


def draw_base(axes: Axes, frame: tuple[float, float, float, float]) -> None:
    """Draw land, borders and the attribution on axes that show west, south, east, north."""
    west, south, east, north = frame
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1 / math.cos(math.radians((south + north) / 2)))
    axes.set_facecolor(_SEA)
    axes.set_xticks([])
    axes.set_yticks([])
    _draw_land(axes, basemap())
    axes.text(
        0.995,
        0.008,
        f"{ATTRIBUTION}. Dotted borders are disputed.",
        transform=axes.transAxes,
        ha="right",
        fontsize=6,
        color="#4a545a",
    )


def _frame(scene: dict[str, Any]) -> tuple[float, float, float, float]:
    (south, west), (north, east) = scene["bounds"]
    dx, dy = max((east - west) * 0.06, 1.0), max((north - south) * 0.08, 1.0)
    west, east, south, north = west - dx, east + dx, south - dy, north + dy
    missing = (east - west) * 0.42 - (north - south)
    if missing > 0:
        south, north = south - missing / 2, north + missing / 2
    return west, max(south, -40), east, min(north, 65)


def _draw_land(axes: Axes, base: dict[str, Any]) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    digits = base["digits"]
    order, colours = _land_and_lakes()
    axes.add_collection(
        PolyCollection(order, facecolors=colours, edgecolor="#8fa9b5", linewidth=0.4, zorder=1)
    )
    for name, style, colour in (("borders", "-", "#a79f92"), ("disputed", ":", "#8d8273")):
        lines = [decode(text, digits) for text in base[name]]
        axes.add_collection(
            LineCollection(lines, colors=colour, linewidths=0.7, linestyles=style, zorder=2)
        )


@cache
def _land_and_lakes() -> tuple[list[Line], list[str]]:
    """Return the rings of the land, outer ones first, and their colours: in land is water."""
    base = basemap()
    rings = [decode(text, base["digits"]) for text in base["land"]]
    boxes = [_box(ring) for ring in rings]
    order = sorted(range(len(rings)), key=lambda k: -_size(boxes[k]))
    colours = []
    for k in order:
        x, y = rings[k][0]
        around = sum(
            in_ring(rings[n], x, y)
            for n in order
            if _size(boxes[n]) > max(_size(boxes[k]), 20)
            and boxes[n][0] <= x <= boxes[n][2]
            and boxes[n][1] <= y <= boxes[n][3]
        )
        colours.append(_SEA if around % 2 else _LAND)
    return [rings[k] for k in order], colours


def _box(ring: Line) -> tuple[float, float, float, float]:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _size(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _draw_layers(axes: Axes, scene: dict[str, Any]) -> list[Any]:
    """Draw every layer that is on; return the handles of the legend."""
    from matplotlib.lines import Line2D

    handles = []
    later = _drawn(scene)
    for group in sorted(scene["groups"], key=lambda g: g["z"]):
        for layer in group["layers"]:
            if not layer["on"] or layer.get("spots"):
                continue
            _draw_layer(axes, scene, layer, later)
            colour = layer.get("colour") or MODE_COLOURS.get(layer.get("mode", ""), INK)
            label = layer["name"] + (f": {layer['sub']}" if layer.get("sub") else "")
            handle = Line2D([], [], color=colour, linewidth=2, label=label)
            dash = _STATUS_DASHES.get(layer.get("status", "")) or _DASHES.get(layer["mode"])
            if dash and not scene["coloured"]:
                handle.set_dashes(dash)
            handles.append(handle)
    if scene["coloured"]:
        for mode, _ in scene["modes"]:
            handle = Line2D([], [], color="#4a545a", linewidth=1.6, label=MODE_WORDS[mode])
            if mode in _DASHES:
                handle.set_dashes(_DASHES[mode])
            handles.append(handle)
    return handles


def _draw_layer(
    axes: Axes, scene: dict[str, Any], layer: dict[str, Any], later: Counter[int]
) -> None:
    for item in layer["items"]:
        feature = scene["features"][item[0]]
        if "l" not in feature:
            _draw_stop(axes, feature)
            continue
        # Wider under others, so that a line beneath still shows.
        later[feature["l"]] -= 1
        thick = 1.7 + 1.3 * later[feature["l"]] if scene["coloured"] else 0.9
        if len(item) > 2:
            thick = item[2] / 2
        _draw_link(axes, scene, layer, feature, thick)


def _drawn(scene: dict[str, Any]) -> Counter[int]:
    """Return how often each line is drawn."""
    return Counter(
        scene["features"][item[0]].get("l", -1)
        for group in scene["groups"]
        for layer in group["layers"]
        if layer["on"] and not layer.get("spots")
        for item in layer["items"]
    )


def _draw_link(
    axes: Axes, scene: dict[str, Any], layer: dict[str, Any], feature: dict, thick: float
) -> None:
    xs, ys = zip(*decode(scene["lines"][feature["l"]], scene["digits"]), strict=True)
    colour = layer.get("colour") or MODE_COLOURS.get(feature["m"], INK)
    dash = _STATUS_DASHES.get(feature["s"]) or _DASHES.get(feature["m"])
    if layer["mode"] == "flow":
        dash = None
    line = axes.plot(xs, ys, color=colour, linewidth=thick, zorder=4)[0]
    if dash:
        line.set_dashes(dash)
    elif feature["m"] == "rail" and scene["coloured"]:
        axes.plot(xs, ys, color="white", linewidth=0.6, dashes=(5, 5), zorder=4)


def _draw_stop(axes: Axes, feature: dict[str, Any]) -> None:
    mark = {"border_crossing": "D", "gauge": "s", "end": "*"}.get(feature["k"], "o")
    fill = {"border_crossing": "#c2410c", "gauge": "#ffd166", "end": "#111827"}.get(feature["k"])
    axes.plot(
        *feature["n"],
        marker=mark,
        color=fill or "#1f6f9c",
        markersize=11 if mark == "*" else 5,
        markeredgecolor="white",
        markeredgewidth=0.7,
        zorder=5,
    )


def _draw_labels(axes: Axes, scene: dict[str, Any]) -> None:
    placer = Placer(axes)
    placer.taken += [text.get_window_extent(placer.renderer) for text in axes.texts]
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    for wanted in (("end", "main"), ("country",), ("place",)):
        for name, lon, lat, style, *_ in scene["labels"]:
            inside = west < lon < east and south < lat < north
            if not inside or style not in wanted:
                continue
            if style == "country":
                axes.text(
                    lon, lat, name.upper(), fontsize=6.5, color="#77796f", ha="center", zorder=2.5
                )
                continue
            weight = "bold" if style in ("end", "main") else "normal"
            size = {"end": 9, "main": 7.5}.get(style, 6)
            if style == "place" and len(placer.taken) > 60:
                return
            placer.write(lon, lat, name, fontsize=size, fontweight=weight, color=INK, zorder=6)
