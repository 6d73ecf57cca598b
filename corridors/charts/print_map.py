"""A map for print, without a browser: the same scene, drawn by matplotlib."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.charts.figure import INK, PALE, lay_out, new_figure, say_head, say_prices
from corridors.charts.letters import drawn_language, say, wrapped
from corridors.charts.map_names import WAY, write_names
from corridors.charts.print_frame import frames_of, small_map
from corridors.languages import in_language
from corridors.maps.basemap import Line, basemap, decode
from corridors.maps.draw import Drawable, groups_of, make_scene, pair_of
from corridors.maps.frame import Frame, shown_layers, stretch_of
from corridors.maps.palette import MODE_COLOURS
from corridors.maps.told import scene_in
from corridors.maps.trip_scene import notes_of, totals_of, trips_scene
from corridors.network.network import Network
from corridors.studies.flows.answer import Flows
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.routing.itinerary import Itinerary

_DASHES = {"sea": (5, 3), "ferry": (5, 2, 1, 2), "pipeline": (1, 1.2), "lng": (5, 2)}
_STATUS_DASHES = {"planned": (2, 1.4), "construction": (3, 1.2), "suspended": (1, 3)}
#: Width of a way in points, and points apart for each pixel apart on the screen.
_WAY, _APART = 2.1, 0.62
#: Share of a railway's width that its white dashes take.
_TIES = 0.35
#: Width in points of the lines of large networks, which names may cross.
_THIN = 0.9
#: A scene of so few lines and places has them drawn broad.
_FEW = 200
_SEA, _LAND = "#d9e7ee", "#f6f3ea"
#: Land of less than so many square degrees has no lakes that are drawn.
_HOLDS_LAKES = 20


def draw_print_map(what: Drawable, *, width_in: float = 10.5, language: str = "en") -> Figure:
    """Draw a still map of a network, of itineraries or of flows, for print.

    The frame holds every way whole, at sea too, and fits a page; where a few ways go so far round
    that the others would be small, the frame is that of the others, and a small map in a corner
    has all of them whole. Ways that share a link run beside
    one another; those by the same links are one line under all their names. Above the map stand
    what is shipped, when, and in which situation.

    Parameters
    ----------
    what
        As for :func:`draw_map`.
    width_in
        Width in inches; the height follows from what is shown.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

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
    language = drawn_language(language)
    scene, words = _print_scene(what, language)
    frame, whole = frames_of(scene)
    west, south, east, north = frame
    height = (width_in - 0.2) * (north - south) * stretch_of(south, north) / (east - west)
    entries = _legend(scene, words, width_in)
    columns = 1 if scene["coloured"] else 3
    rows = math.ceil(len(entries) / columns)
    lines = sum(str(handle.get_label()).count("\n") for handle in entries)
    key = _key(scene) if scene["coloured"] else {}
    key_rows = math.ceil(len(key) / _key_columns(width_in))
    room = 0.42 + 0.185 * rows + 0.13 * lines + (0.13 + 0.17 * key_rows if key else 0)
    figure = new_figure(width_in, height + room, language=language, told=True)
    axes = figure.add_subplot(anchor="NW")
    draw_base(axes, frame, scene["attribution"])
    figure.legend(
        handles=entries,
        loc="outside lower left",
        ncols=columns,
        frameon=False,
        fontsize=8.5,
        handlelength=2.8,
    )
    say_head(figure, axes, scene["title"], " ".join(scene["notes"]))
    if words:
        say_prices(figure, text=scene["prices"])
    if key:
        _write_key(axes, key, width_in, height)
    for _ in range(2):  # the first time, the legends are not yet where they make room
        lay_out(figure)
    figure.set_layout_engine("none")  # lines stand apart by points of paper: the scale stays
    _draw_layers(axes, scene)
    if whole:
        _show_whole(small_map(axes, scene, frame, whole), whole, language)
    write_names(axes, scene)
    return figure


def _show_whole(inset: Axes, whole: Frame, language: str) -> None:
    """Draw the ground of the small map of all ways, and what it is."""
    _draw_ground(inset, whole)
    inset.text(
        0.5, 0.015, in_language("all ways, whole", language), transform=inset.transAxes,
        ha="center", va="bottom", fontsize=6.5, color=INK, zorder=6,
    )  # fmt: skip


def _key_columns(width_in: float) -> int:
    return max(int(width_in / 1.3), 1)


def _write_key(axes: Axes, key: Mapping[str, Any], width_in: float, height: float) -> None:
    """Write below the map what its lines are."""
    axes.legend(
        handles=list(key.values()),
        labels=list(key),
        loc="upper left",
        bbox_to_anchor=(0, -0.12 / height),
        borderaxespad=0.2,
        ncols=_key_columns(width_in),
        frameon=False,
        fontsize=8,
        columnspacing=1.2,
        handlelength=2.8,
    )


def _print_scene(what: Drawable, language: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the scene in a language, and what the legend says of each layer that is a way.

    Ways by the same links are one line under all their names, with the totals of each.
    """
    if isinstance(what, Network | Flows) or (
        isinstance(what, Mapping) and any(isinstance(net, Network) for net in what.values())
    ):
        return _scene_in(make_scene(what, exclusive=False), language), {}
    groups = {name: trips for name, trips in groups_of(what).items() if trips}
    alike: dict[tuple, list[str]] = {}
    for name, trips in groups.items():
        way = tuple((leg.link_id, leg.from_node) for trip in trips for leg in trip.steps if leg.km)
        alike.setdefault(way, []).append(name)
    drawn = {" = ".join(names): groups[names[0]] for names in alike.values()}
    every = [trip for trips in groups.values() for trip in trips]
    if not every:
        raise ValueError("there is nothing to draw")
    scene = trips_scene(drawn, exclusive=False, title=pair_of(every))
    scene["notes"] = notes_of(groups)
    words = {
        in_language(" = ".join(names), language): "\n".join(
            in_language(line, language) for line in _totals({n: groups[n] for n in names})
        )
        for names in alike.values()
    }
    return _scene_in(scene, language), words


def _scene_in(scene: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a scene in a language, but for names of countries: where they may stand they tell."""
    return {**scene_in(scene, language), "labels": scene["labels"]}


def _totals(groups: Mapping[str, Sequence[Itinerary]]) -> list[str]:
    """Return the totals of ways by the same links: a line each, names with equal ones together."""
    said: dict[str, list[str]] = {}
    for name, trips in groups.items():
        text = totals_of(trips[0]) if len(trips) == 1 else counted(len(trips), "itinerary")
        said.setdefault(text, []).append(name)
    return [f"{' = '.join(names)}: {text}" for text, names in said.items()]


def draw_base(axes: Axes, frame: Frame, attribution: str) -> None:
    """Draw land, borders and whose data they are on axes that show west, south, east, north."""
    _draw_ground(axes, frame)
    language = getattr(axes.figure, "language", "en")
    told = [in_language(text, language) for text in (attribution, "Dotted borders are disputed.")]
    axes.text(
        1,
        -0.006,
        say(axes.figure, ". ".join(told), is_name=True),
        transform=axes.transAxes,
        ha="right",
        va="top",
        fontsize=6,
        color="#4a545a",
    )


def _draw_ground(axes: Axes, frame: Frame) -> None:
    """Draw land and borders."""
    west, south, east, north = frame
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(stretch_of(south, north))
    axes.set_facecolor(_SEA)
    axes.set_xticks([])
    axes.set_yticks([])
    _draw_land(axes, basemap())


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
    from matplotlib.path import Path

    base = basemap()
    rings = [decode(text, base["digits"]) for text in base["land"]]
    boxes = [_box(ring) for ring in rings]
    order = sorted(range(len(rings)), key=lambda k: -_size(boxes[k]))
    first = np.array([rings[k][0] for k in order])
    sizes = np.array([_size(boxes[k]) for k in order])
    around = np.zeros(len(order), int)
    for n, size in zip(order, sizes.tolist(), strict=True):
        if size > _HOLDS_LAKES:
            west, south, east, north = boxes[n]
            inside = (first >= (west, south)) & (first <= (east, north))
            held = np.flatnonzero((sizes < size) & inside.all(axis=1))
            around[held] += Path(rings[n]).contains_points(first[held])
    colours = [_SEA if count % 2 else _LAND for count in around.tolist()]
    return [rings[k] for k in order], colours


def _box(ring: Line) -> tuple[float, float, float, float]:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _size(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _spots(scene: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Yield the places of a network."""
    for group in scene["groups"]:
        for layer in group["layers"]:
            if layer.get("spots"):
                yield from (tuple(scene["features"][item[0]]["n"]) for item in layer["items"])


def _legend(scene: dict[str, Any], words: Mapping[str, str], width_in: float) -> list[Any]:
    """Return the handles of the legend: a line each layer."""
    from matplotlib.lines import Line2D

    handles = []
    for layer in shown_layers(scene):
        colour = layer.get("colour") or (
            PALE if layer.get("status") else MODE_COLOURS.get(layer.get("mode", ""), INK)
        )
        text = words.get(layer["name"]) or ": ".join(
            filter(None, (layer["name"], layer.get("sub")))
        )
        letters, language = max(int(width_in * 13), 20), scene.get("language", "en")
        lines = [wrapped(line, letters, language) for line in text.split("\n")]
        label = "\n".join(part for parts in lines for part in parts)
        handle = Line2D([], [], color=colour, linewidth=2.2, label=label)
        dash = _STATUS_DASHES.get(layer.get("status", "")) or _DASHES.get(layer["mode"])
        if dash and not scene["coloured"]:
            handle.set_dashes(dash)
        handles.append(handle)
    return handles


def _key(scene: dict[str, Any]) -> dict[str, Any]:
    """Return the handles that tell what dashes and marks mean on a map of ways, by their words."""
    from matplotlib.lines import Line2D

    found: dict[str, Any] = {}
    for mode, word in scene["modes"]:
        handle = Line2D([], [], color="#4a545a", linewidth=_WAY)
        if mode in _DASHES:
            handle.set_dashes(_DASHES[mode])
        ties = Line2D([], [], color="white", linewidth=_WAY * _TIES, dashes=(5, 5))
        found[word] = (handle, ties) if mode == "rail" else handle
    for kind, word in scene["kinds"]:
        found[word] = Line2D([], [], linestyle="", **_mark(kind))
    return found


def _draw_layers(axes: Axes, scene: dict[str, Any]) -> None:
    """Draw every layer that is on, ways side by side where they share a link."""
    few = len(scene["features"]) <= _FEW
    lines = _Lines(axes, scene)
    marks: dict[tuple, dict[str, Any]] = {}
    for layer in shown_layers(scene):
        for item in layer["items"]:
            feature = scene["features"][item[0]]
            if "l" not in feature:  # one that several ways stop at is drawn once, the last on top
                key = (feature["k"], *feature["n"])
                marks[key] = marks.pop(key, feature)
                continue
            thick = _WAY if scene["coloured"] else 1.8 if few else _THIN
            if len(item) > 2:
                thick = item[2] / 2
            shift = item[1] * _APART if scene["coloured"] else 0.0
            lines.add(layer, feature, thick, shift)
        lines.draw()
    lines.draw_rims()
    if few and (spots := list(_spots(scene))):
        axes.plot(
            *zip(*spots, strict=True), linestyle="", marker="o", color="white", markersize=3.6,
            markeredgecolor=INK, zorder=5,
        )  # fmt: skip
    for feature in marks.values():
        look = _mark(feature["k"]) | ({"color": feature["c"]} if "c" in feature else {})
        axes.plot(*feature["n"], linestyle="", zorder=5, **look)


class _Lines:
    """Collects the lines of a map, which are drawn together: thousands one by one take seconds."""

    def __init__(self, axes: Axes, scene: dict[str, Any]) -> None:
        self._axes, self._scene = axes, scene
        self._rims: list[tuple[Line, float]] = []
        self._solid: dict[bool, list[tuple]] = {}
        self._dashed: dict[bool, list[tuple]] = {}

    def add(
        self, layer: dict[str, Any], feature: dict[str, Any], thick: float, shift: float
    ) -> None:
        """Add the line of a link: in colour, on a white rim where it is of a way."""
        scene, mode = self._scene, feature["m"]
        colour = layer.get("colour") or MODE_COLOURS.get(mode, INK)
        dash = _STATUS_DASHES.get(feature["s"]) or _DASHES.get(mode)
        if layer["mode"] == "flow":
            dash = None
        whole, way = decode(scene["lines"][feature["l"]], scene["digits"]), thick > _THIN
        for part in _beside(self._axes, whole, shift):
            if scene["coloured"]:
                self._rims.append((part, thick + 1.2))
            style = (0, dash) if dash else "solid"
            of = self._dashed if dash else self._solid
            of.setdefault(way, []).append((part, colour, thick, style))
            if not dash and mode == "rail" and scene["coloured"]:
                ties = (part, "white", thick * _TIES, (0, (5, 5)))
                self._dashed.setdefault(False, []).append(ties)

    def draw(self) -> None:
        """Draw those that were added, above what was drawn before: dashes end where they end."""
        for groups, cap in ((self._solid, "projecting"), (self._dashed, "butt")):
            for way, drawn in groups.items():
                lines, colours, widths, styles = map(list, zip(*drawn, strict=True))
                look = {"colors": colours, "linewidths": widths, "linestyles": styles}
                self._put(lines, cap, **look, zorder=4, gid=WAY if way else None)
            groups.clear()

    def draw_rims(self) -> None:
        """Draw the white rims, below all lines."""
        if self._rims:
            lines, widths = zip(*self._rims, strict=True)
            self._put(lines, "projecting", colors="white", linewidths=widths, alpha=0.7, zorder=3.9)

    def _put(self, lines: Sequence[Line], cap: Any, **options: Any) -> None:
        from matplotlib.collections import LineCollection

        drawn = LineCollection(lines, capstyle=cap, joinstyle="round", **options)
        self._axes.add_collection(drawn, autolim=False)


def _beside(axes: Axes, line: Line, shift: float) -> list[Line]:
    """Return the lines that run so many points beside one, to the right of its direction."""
    if not shift:
        return [line]
    from shapely import LineString

    figure: Any = axes.figure
    pixels = figure.dpi / 72
    across = axes.transData
    path = LineString(across.transform(line)).simplify(0.4 * pixels)
    moved = path.offset_curve(-shift * pixels, join_style="mitre", mitre_limit=2)
    parts = [part for part in getattr(moved, "geoms", [moved]) if len(part.coords) > 1]
    back = across.inverted()
    return [[(x, y) for x, y in back.transform(part.coords)] for part in parts] or [line]


def _mark(kind: str) -> dict[str, Any]:
    """Return how a stop of a way is drawn."""
    mark = {"border_crossing": "D", "gauge": "s", "end": "*"}.get(kind, "o")
    fill = {"border_crossing": "#c2410c", "gauge": "#ffd166", "end": "#111827"}.get(kind)
    return {
        "marker": mark,
        "color": fill or "#1f6f9c",
        "markersize": 12 if mark == "*" else 5.5,
        "markeredgecolor": INK if kind == "gauge" else "white",
        "markeredgewidth": 0.7,
    }
