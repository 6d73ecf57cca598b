"""Figures: one look for every chart, labels that keep clear, the same bytes each time."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.charts.letters import (
    PLAIN,
    drawn_language,
    families,
    say,
    wrapped,
)
from corridors.criteria import CRITERIA
from corridors.errors import one_of
from corridors.maps.names import ways_apart
from corridors.maps.palette import CATEGORY_COLOURS, MODE_WORDS, corridor_colours
from corridors.maps.trip_scene import listed_trips, title_of
from corridors.network.price_level import FOR_COMPARING, price_note

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary, Leg

Place = tuple[float, float, str, str]
INK, PALE, GRID = "#1d2429", "#5d676d", "#d9dee1"
#: Height of the line at the foot, and size of its letters.
_FOOT_IN, _FOOT_SIZE = 0.2, 6.5
#: Space above a title, and between it, the notes and the axes.
_ABOVE_IN = 0.08
#: Width of a letter over its size, in the mean.
_LETTER = 0.55
_STYLE = {
    "font.family": [PLAIN],
    "font.size": 9.5,
    "svg.hashsalt": "corridors",
    "axes.unicode_minus": False,
    "text.usetex": False,  # a matplotlibrc of the working folder runs no LaTeX on names
}
#: Fields of a leg that charts draw.
_NUMBERS = ("km", "usd", "h", "h_p50", "h_p90", "co2e_kg")
#: What charts can show of a leg, and what they call it.
_WORDS = {"cost": "cost", "time": "time", "co2e": "greenhouse gases"}
#: Each criterion of a chart: field of a leg, unit, factor to that unit, words.
MEASURES = {
    key: (CRITERIA[key].leg, CRITERIA[key].shown, 1 / CRITERIA[key].per_shown, words)
    for key, words in _WORDS.items()
}


def new_figure(
    width_in: float, height_in: float, *, language: str = "en", told: bool = False
) -> Figure:
    """Return an empty figure that belongs to no window and no global state.

    Notebooks show it as a picture.

    Parameters
    ----------
    width_in, height_in
        Its size.
    language
        In which its texts are shown: they are written in English, and put in it before they are
        measured, or when the figure is drawn.
    told
        Whether they are in the language already.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from corridors.charts.picture import Figure

    with rc_context(_STYLE):
        figure = Figure(figsize=(width_in, height_in), layout="constrained")
        FigureCanvasAgg(figure)
    figure.language = language if told else drawn_language(language)
    figure.is_told, figure.said = told, set()
    return figure


def lay_out(figure: Figure) -> None:
    """Put the axes of a figure where they will stand, without drawing what is in them."""
    from corridors.charts.picture import plain_texts

    plain_texts(figure)
    figure.get_layout_engine().execute(figure)  # type: ignore[union-attr]
    for axes in figure.axes:
        axes.apply_aspect()


def say_head(figure: Figure, axes: Axes, title: str, notes: str, *, most: int = 3) -> None:
    """Write a title at the top of a figure, and notes between it and its axes, none over another.

    Both are measured and stand in lines that the width holds; the figure grows by what they take.
    Call it before :func:`say_prices`.

    Parameters
    ----------
    figure, axes
        A figure that was just made, and the axes in it.
    title, notes
        What to write; without notes, the title alone.
    most
        The most lines of notes.
    """
    from matplotlib.transforms import ScaledTranslation

    width, height = figure.get_size_inches()
    title, notes = say(figure, title), say(figure, notes)
    title, title_in = _measured(figure, title, 12, width, fontweight="bold")
    notes, notes_in = _measured(figure, notes, 8.5, width, most=most)
    head, height = 2 * _ABOVE_IN + title_in, height + 2 * _ABOVE_IN + title_in + notes_in
    figure.set_size_inches(width, height)
    figure.set_layout_engine("constrained", rect=(0, 0, 1, 1 - head / height))
    down = ScaledTranslation(0.05, -_ABOVE_IN, figure.dpi_scale_trans)
    said = figure.suptitle(
        title, x=0, y=1, ha="left", va="top", fontsize=12, fontweight="bold", color=INK
    )
    said.set(transform=figure.transFigure + down, in_layout=False)
    axes.set_title(notes, loc="left", fontsize=8.5, color=PALE)  # for which the axes make room


def _measured(
    figure: Figure, text: str, size: float, width: float, *, most: int | None = None, **look: Any
) -> tuple[str, float]:
    """Return a text in lines that a width holds, and the inches that they are high."""
    letters = max(int(width * 72 / (0.8 * _LETTER * size)), 20)
    look["fontfamily"] = families(getattr(figure, "language", "en"))
    while text:
        lines = textwrap.wrap(text, letters, max_lines=most, break_on_hyphens=False)
        look = {"parse_math": False, "usetex": False, **look}  # a name with dollars is no formula
        drawn = figure.text(0, 0, "\n".join(lines), fontsize=size, **look)
        box = drawn.get_window_extent(figure.canvas.get_renderer())  # type: ignore[attr-defined]
        drawn.remove()
        if box.width <= (width - 0.1) * figure.dpi or letters <= 20:
            return "\n".join(lines), box.height / figure.dpi
        letters = max(min(letters - 1, int(letters * width * figure.dpi / box.width)), 20)
    return "", 0.0


def say_prices(
    figure: Figure, net: Network | None = None, *, text: str = "", version: str = ""
) -> None:
    """Say at the foot of a figure what its prices are; of an unknown network, what they are for.

    Of a network that is unknown a table may still know the ``version`` of the data.

    The figure grows by the lines and its legends move up, so that nothing is under it: call it
    when they are there.
    """
    width, height = figure.get_size_inches()
    unknown = f"Data {version}. {FOR_COMPARING}" if version else FOR_COMPARING
    said = say(figure, text or (price_note(net) if net is not None else unknown))
    letters = max(int((width - 0.1) * 72 / (_LETTER * _FOOT_SIZE)), 20)
    lines = wrapped(said, letters, getattr(figure, "language", "en"))
    foot = _FOOT_IN + (len(lines) - 1) * 1.3 * _FOOT_SIZE / 72
    figure.set_size_inches(width, height + foot)
    share = foot / (height + foot)
    _, low, _, high = figure.get_layout_engine().get()["rect"]  # type: ignore[union-attr]
    above = (1 - low - high) * height / (height + foot)
    figure.set_layout_engine("constrained", rect=(0, share, 1, 1 - share - above))
    for legend in figure.legends:
        legend.borderaxespad += 72 * foot / float(legend.get_texts()[0].get_fontsize())
    figure.text(
        0.05 / width, 0.3 * _FOOT_IN / (height + foot), "\n".join(lines), fontsize=_FOOT_SIZE,
        color=PALE, ha="left", va="bottom",
    )  # fmt: skip


def plain_axes(figure: Figure, *place: Any, grid: Any = "both", **options: Any) -> Axes:
    """Return axes with a light grid and no box."""
    from matplotlib import rc_context

    with rc_context(_STYLE):
        axes: Axes = figure.add_subplot(*place, **options)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color("#8b9499")
    axes.tick_params(colors=PALE, labelcolor=INK)
    if grid:
        axes.grid(visible=True, axis=grid, color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    return axes


def round_ticks(axis: Axis, *, whole: bool = False) -> None:
    """Give an axis ticks at 1, 2 or 5 times a power of ten; ``whole`` allows no fractions.

    Each tick is written with as many decimals as tell all of them apart.
    """
    from matplotlib.ticker import MaxNLocator

    from corridors.charts.picture import RoundTicks

    axis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=whole))
    axis.set_major_formatter(RoundTicks())


def svg_bytes(figure: Figure) -> bytes:
    """Return a figure as SVG: the same figure gives the same bytes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer, canvas, dots = io.BytesIO(), figure.canvas, figure.dpi
    try:  # not by savefig, which draws all a second time to look at it
        with rc_context(_STYLE):
            FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    finally:
        figure.dpi = dots
        figure.set_canvas(canvas)
    return buffer.getvalue()


def png_bytes(figure: Figure, *, dots_per_inch: int = 150) -> bytes:
    """Return a figure as a small PNG of 256 colours: the same figure gives the same bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    buffer, canvas, dots = io.BytesIO(), figure.canvas, figure.dpi
    try:  # not by savefig, which draws all a second time to look at it
        figure.dpi = dots_per_inch
        drawn = FigureCanvasAgg(figure)
        drawn.draw()
        picture = Image.fromarray(np.asarray(drawn.buffer_rgba())[..., :3])
    finally:
        figure.dpi = dots
        figure.set_canvas(canvas)
    few = picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(buffer, format="png")
    return buffer.getvalue()


def as_trips(trips: Itinerary | Iterable[Itinerary]) -> list[Itinerary]:
    """Return one or several itineraries as a list, each with numbers for its totals.

    Raises
    ------
    TypeError
        If it is something else.
    ValueError
        If there is none, or a leg's km, USD, hours or gases are none.
    """
    listed = listed_trips(trips)
    if not listed:
        raise ValueError("there is nothing to draw: give at least one itinerary")
    for trip in listed:
        for leg in trip.steps:
            wrong = [name for name in _NUMBERS if not math.isfinite(getattr(leg, name))]
            if wrong:
                raise ValueError(f"{title_of(trip)}: {wrong[0]} of {leg.name!r} is not a number")
    return listed


def named_trips(
    trips: Itinerary | Iterable[Itinerary] | Mapping[str, Itinerary],
) -> dict[str, Itinerary]:
    """Return itineraries by a name that tells them apart.

    Raises
    ------
    TypeError, ValueError
        As :func:`as_trips`.
    """
    if isinstance(trips, Mapping):
        return dict(zip(map(str, trips), as_trips(trips.values()), strict=True))
    listed = as_trips(trips)
    if len(listed) == 1:
        return {title_of(listed[0]): listed[0]}
    titles = [trip.corridor or title_of(trip) for trip in listed]
    if len(set(titles)) == len(titles):
        return dict(zip(titles, listed, strict=True))
    pairs = {trip.pair for trip in listed}
    titles = ways_apart(listed) if len(pairs) == 1 else titles
    return {
        f"{k}. {title}": trip for k, (title, trip) in enumerate(zip(titles, listed, strict=True), 1)
    }


def finite(value: Any, what: str) -> float:
    """Return a number; raise a ``ValueError`` that names what is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{what} is {value!r}: expected a number")
    return number


def in_lines(text: str, letters: int) -> str:
    r"""Return a text in lines of so many letters, as labels of charts have little room.

    Parameters
    ----------
    text
        A name.
    letters
        The most in a line; a longer word stands alone.

    Examples
    --------
    >>> in_lines("North-South corridor, eastern branch", 24)
    'North-South corridor,\neastern branch'
    """
    import textwrap

    return "\n".join(textwrap.wrap(text, letters, break_long_words=False)) or text


def check_columns(table: Any, columns: Iterable[str], maker: str) -> None:
    """Raise a ``ValueError`` if a table lacks columns of what it should have been made by."""
    there = getattr(table, "columns", ())
    missing = [name for name in columns if name not in there]
    if missing:
        raise ValueError(
            f"cannot draw {type(table).__name__} without a column {missing[0]!r}: "
            f"give a table of {maker}"
        )


def measure(by: str) -> tuple[str, str, float, str]:
    """Return field, unit, factor and words of a criterion.

    Raises
    ------
    ValueError
        If it is none of those that a chart can show.
    """
    return MEASURES[one_of("by", by, MEASURES)]


def trip_colours(trips: Mapping[str, Itinerary]) -> dict[str, str]:
    """Return a colour each: that of the corridor, or one that no other has."""
    keys = [trip.corridor or name for name, trip in trips.items()]
    if len(set(keys)) < len(keys):
        keys = list(trips)
    colours = corridor_colours(keys, next(iter(trips.values())).network)
    return {name: colours[key] for name, key in zip(trips, keys, strict=True)}


def category(leg: Leg) -> str:
    """Return what a leg's money and time are spent on, as charts name it."""
    if leg.kind == "line-haul":
        return MODE_WORDS.get(leg.mode, leg.mode)
    return {
        "border": "borders",
        "gauge break": "breaks of gauge",
        "terminal": "ports and terminals",
        "waiting": "waiting for a departure",
        "access": "way to and from the network",
    }[leg.kind]


def sums_by_category(trip: Itinerary, by: str) -> dict[str, float]:
    """Return an itinerary's money, time or gases by category, in the order of the legend."""
    field, _, factor, _ = measure(by)
    sums = dict.fromkeys(CATEGORY_COLOURS, 0.0)
    for leg in trip.steps:
        sums[category(leg)] += getattr(leg, field) * factor
    return {name: value for name, value in sums.items() if value}


class Placer:
    """Writes labels beside points so that they do not cover one another.

    ``above`` tries the place above on the right first, clear of lines that run to the right;
    ``halo`` writes on a pale rim instead of a white ground. ``laid_out``: the figure has been
    drawn, and nothing that moves its axes has been added since.
    """

    def __init__(
        self, axes: Axes, *, above: bool = False, halo: bool = False, laid_out: bool = False
    ) -> None:
        self.axes = axes
        self.places = (*_ABOVE, *PLACES) if above else PLACES
        self.ground = _halo() if halo else {"bbox": _GROUND}
        figure: Any = axes.figure
        if not laid_out:
            lay_out(figure)
        self.points = figure.dpi / 72
        self.renderer = figure.canvas.get_renderer()
        frame = axes.get_window_extent(self.renderer)
        self.frame = (frame.x0, frame.y0, frame.x1, frame.y1)
        self._taken, self._count = np.empty((64, 4)), 0

    def take(self, boxes: Iterable[Sequence[float]]) -> None:
        """Keep labels off some boxes: left, lower, right and upper side, in pixels."""
        new = np.array([tuple(box) for box in boxes]).reshape(-1, 4)
        count = self._count + len(new)
        if count > len(self._taken):
            self._taken = np.concatenate([self._taken[: self._count], np.empty((2 * count, 4))])
        self._taken[self._count : count] = new
        self._count = count

    def keep_clear(self, xs: Sequence[float], ys: Sequence[float], radius_px: float = 3) -> None:
        """Keep labels off some points, in data coordinates."""
        at = self.axes.transData.transform(np.column_stack([xs, ys]))
        self.take(np.hstack([at - radius_px, at + radius_px]))

    def write(
        self, x: float, y: float, text: str, *, places: Iterable[Place] = (), is_name: bool = False,
        **options: Any,
    ) -> bool:  # fmt: skip
        """Write a label in the first free place near a point; say whether there was one.

        One that is a name stays as it is; others are put in the language of the figure.
        """
        figure: Any = self.axes.figure
        said = say(figure, text, is_name=is_name)
        language = getattr(figure, "language", "en")
        fonts: Any = {"fontfamily": families(language)} if language != "en" else {}
        label = self.axes.annotate(
            said, (x, y), (0, 0), textcoords="offset points", **self.ground, **fonts, **options
        )
        label.set_parse_math(False)
        label.set_usetex(False)
        size = label.get_window_extent(self.renderer)  # the same wherever it stands
        at = self.axes.transData.transform((x, y))
        seen = np.isfinite(size.width)  # a point off the axes has no label
        for dx, dy, ha, va in (places or self.places) if seen else ():
            left = at[0] + dx * self.points - _BEFORE[ha] * size.width
            low = at[1] + dy * self.points - _BEFORE[va] * size.height
            box = (left, low, left + size.width, low + size.height)
            if self._is_free(box):
                # It is in the frame: where the axes stand need not be found by it.
                label.set(position=(dx, dy), ha=ha, va=va, in_layout=False)
                rim = _BETWEEN_PX
                self.take([(box[0] - rim, box[1] - rim, box[2] + rim, box[3] + rim)])
                return True
        label.remove()
        return False

    def _is_free(self, box: tuple[float, float, float, float]) -> bool:
        """Say whether a box is in the frame, and off all that is taken."""
        x0, y0, x1, y1 = box
        if x0 < self.frame[0] or y0 < self.frame[1] or x1 > self.frame[2] or y1 > self.frame[3]:
            return False
        left, low, right, high = self._taken[: self._count].T
        return not ((left <= x1) & (right >= x0) & (low <= y1) & (high >= y0)).any()


#: How much of a label stands before its point, by the side or line that is there.
_BEFORE = {"left": 0.0, "bottom": 0.0, "center": 0.5, "right": 1.0, "top": 1.0}
#: Pixels that labels keep from one another.
_BETWEEN_PX = 1.5
_GROUND = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.4}


def _halo() -> dict[str, Any]:
    from matplotlib.patheffects import withStroke

    return {"path_effects": [withStroke(linewidth=2.4, foreground=(1, 1, 1, 0.85))]}


_ABOVE = ((5, 5, "left", "bottom"), (-5, -5, "right", "top"))
#: Where a label may stand from its point: dx, dy, and which of its sides is there.
PLACES: tuple[Place, ...] = (
    (7, 0, "left", "center"),
    (-7, 0, "right", "center"),
    (7, 9, "left", "bottom"),
    (-7, 9, "right", "bottom"),
    (7, -9, "left", "top"),
    (-7, -9, "right", "top"),
    (14, -20, "left", "top"),
    (-14, 20, "right", "bottom"),
)
