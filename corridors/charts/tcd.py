"""Time-distance and cost-distance diagrams, after the method of UNESCAP."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from corridors.charts.figure import (
    INK,
    PALE,
    Placer,
    measure,
    named_trips,
    new_figure,
    plain_axes,
    round_ticks,
    say_prices,
    trip_colours,
)
from corridors.charts.letters import say, wrapped
from corridors.errors import one_of
from corridors.graph.spread import Z90, correlations_of
from corridors.maps.names import told_once
from corridors.routing.reliability import running_moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.routing.itinerary import Itinerary, Leg

_MARKS = {
    "border": ("D", "border"),
    "gauge break": ("s", "break of gauge"),
    "terminal": ("o", "port or terminal"),
    "waiting": ("v", "waiting for a departure"),
}
#: Letters of a line of the legend in a figure so wide, in inches, of which the marks take some.
_LEGEND, _LEGEND_IN, _MARKS_IN, _FEWEST = 84, 10.5, 2.4, 20
_DASHES = {"sea": (4, 2), "ferry": (4, 1.5, 1, 1.5)}


def draw_tcd(
    trips: Itinerary | Iterable[Itinerary] | Mapping[str, Itinerary],
    *,
    by: str = "time",
    steps_named: int = 7,
    size_in: tuple[float, float] = (10.5, 6.2),
    language: str = "en",
) -> Figure:
    """Draw a time-distance or cost-distance diagram of one or several itineraries.

    Distance from the origin runs to the right, cumulative time or cost upwards: a slope is
    travel, a vertical step is a stop. The largest steps are named. Travel by sea or ferry is
    dashed. Itineraries that are one and the same are drawn once, by all their names. A diagram by
    time has a band from the 10th to the 90th percentile.

    Parameters
    ----------
    trips
        An itinerary, several, or a mapping of names to itineraries.
    by
        ``"time"`` (days) or ``"cost"`` (USD).
    steps_named
        Steps to name on each itinerary, the largest first, where there is room.
    size_in
        Width and height of the figure, inches.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If there is nothing to draw or ``by`` is another word.

    References
    ----------
    UNESCAP, "Time/Cost-Distance Methodology", Bangkok. Percentiles of the cumulated time as
    in :attr:`Itinerary.time_p90_h`.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_tcd(co.route(co.load(), "Karachi", "Tashkent"), by="cost")
    <Figure size ...>
    """
    one_of("by", by, ("time", "cost"))
    named = told_once(named_trips(trips))
    colours = trip_colours(named)
    figure = new_figure(*size_in, language=language)
    axes = plain_axes(figure)
    for name, trip in named.items():
        _curve(axes, trip, name, colours[name], by, band=by == "time")
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.margins(x=0.03)
    _, unit, _, words = measure(by)
    axes.set_xlabel("distance from the origin (km)", color=INK)
    axes.set_ylabel(f"{words} since the origin ({unit})", color=INK)
    axes.set_title(_title(named, by), loc="left", color=INK, fontsize=12, fontweight="bold")
    round_ticks(axes.xaxis)
    round_ticks(axes.yaxis)
    _legends(axes, named)
    say_prices(figure, next(iter(named.values())).network)
    _name_steps(axes, named, colours, by, steps_named)
    return figure


def _title(named: Mapping[str, Itinerary], by: str) -> str:
    pairs = dict.fromkeys(str(t.pair) for t in named.values())
    what = "Time-distance" if by == "time" else "Cost-distance"
    return f"{what} diagram: {', '.join(pairs)}"


def points(trip: Itinerary, by: str) -> list[tuple[float, float]]:
    """Return the corners of an itinerary's line: km and days or USD since the origin.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Tashkent")
    >>> x, y = points(trip, "cost")[-1]
    >>> abs(x - trip.distance_km) < 1e-6, abs(y - trip.cost_usd) < 1e-6
    (True, True)
    """
    field, _, factor, _ = measure(by)
    x = y = 0.0
    found = [(x, y)]
    for leg in trip.steps:
        x, y = x + leg.km, y + getattr(leg, field) * factor
        found.append((x, y))
    return found


def percentiles(trip: Itinerary) -> list[tuple[float, float]]:
    """Return the 10th and 90th percentile of the days since the origin, after each leg.

    Through a timetable they are drawn. Else each sum is taken as the lognormal with its mean and
    variance (Fenton), correlations included. The upper edge is stretched so that it ends at
    :attr:`Itinerary.time_p90_h`, which is exact.
    """
    if trip.scheduled:
        return [(0.0, 0.0), *zip(*(trip.scheduled.ends_h / 24).tolist(), strict=True)]
    mean, variance = running_moments(trip.steps, correlations_of(trip.network))
    safe = np.where(mean > 0, mean, 1.0)
    wide = np.log1p(variance / safe**2)
    middle, spread = mean * np.exp(-wide / 2), np.exp(Z90 * np.sqrt(wide))
    low, high = middle / spread / 24, middle * spread / 24
    over = high - mean / 24
    if len(over) and over[-1] > 0:
        high = mean / 24 + over * max(0.0, (trip.time_p90_h - trip.time_h) / 24 / over[-1])
    return [(0.0, 0.0), *zip(low.tolist(), np.maximum(high, low).tolist(), strict=True)]


def _curve(axes: Axes, trip: Itinerary, name: str, colour: str, by: str, *, band: bool) -> None:
    corners = points(trip, by)
    if band:
        low, high = zip(*percentiles(trip), strict=True)
        xs = [x for x, _ in corners]
        axes.fill_between(xs, low, high, color=colour, alpha=0.1, linewidth=0)
    first = 0
    for mode, part in groupby(trip.steps, key=lambda leg: leg.mode if leg.km else ""):
        count = len(list(part))
        along, up = zip(*corners[first : first + count + 1], strict=True)
        line = axes.plot(along, up, color=colour, linewidth=2.2, solid_capstyle="round")[0]
        if mode in _DASHES:
            line.set_dashes(_DASHES[mode])
        first += count
    x, y = corners[-1]
    value = f"{y:,.1f} days" if by == "time" else f"{y:,.0f} USD"
    wide = axes.figure.get_size_inches()[0]  # type: ignore[union-attr]
    letters = round(_LEGEND * (wide - _MARKS_IN) / (_LEGEND_IN - _MARKS_IN))
    text = say(axes.figure, f"{name}: {value}, {x:,.0f} km")
    lines = wrapped(text, max(letters, _FEWEST), getattr(axes.figure, "language", "en"))
    axes.plot([], [], color=colour, linewidth=2.4, label="\n".join(lines))
    axes.plot([x], [y], marker="*", color=colour, markersize=11, markeredgecolor="white")


def _steps(trip: Itinerary, by: str) -> list[tuple[float, float, float, Leg]]:
    """Return the stops: where they are, how high they end, their size, their leg."""
    corners = points(trip, by)
    found = []
    for k, leg in enumerate(trip.steps):
        size = corners[k + 1][1] - corners[k][1]
        if leg.kind in _MARKS and size > 0:
            found.append((corners[k][0], corners[k][1] + size / 2, size, leg))
    return found


def _legends(axes: Axes, named: Mapping[str, Itinerary]) -> None:
    kinds = {leg.kind for trip in named.values() for leg in trip.steps}
    lines = [line for line in axes.lines if not str(line.get_label()).startswith("_")]
    marks = [
        axes.plot([], [], linestyle="", marker=mark, color=PALE, label=words)[0]
        for kind, (mark, words) in _MARKS.items()
        if kind in kinds
    ]
    # A column of lines and one of marks: the shorter is filled up with what is not seen.
    rows = max(len(lines), len(marks))
    unseen = axes.plot([], [], linestyle="", label=" ")
    axes.figure.legend(
        handles=[*lines, *unseen * (rows - len(lines)), *marks, *unseen * (rows - len(marks))],
        loc="outside lower left",
        ncols=2,
        frameon=False,
        fontsize=9,
    )


def _name_steps(
    axes: Axes, named: Mapping[str, Itinerary], colours: Mapping[str, str], by: str, count: int
) -> None:
    every = []
    for name, trip in named.items():
        steps = _steps(trip, by)
        for kind, (mark, _) in _MARKS.items():
            at = [(x, y) for x, y, _, leg in steps if leg.kind == kind]
            axes.plot(
                [x for x, _ in at],
                [y for _, y in at],
                linestyle="",
                marker=mark,
                color=colours[name],
                markersize=5.5,
                markeredgecolor="white",
                markeredgewidth=0.8,
            )
        largest = sorted(steps, key=lambda step: (-step[2], step[0]))[: max(count, 0)]
        every += [(size, x, y, leg, colours[name]) for x, y, size, leg in largest]
    placer = Placer(axes)
    for name in named:
        xs, ys = zip(*points(named[name], by), strict=True)
        placer.keep_clear(xs, ys)
    written = set()
    for size, x, y, leg, colour in sorted(every, key=lambda step: (-step[0], step[1])):
        if (round(x), round(y, 1), leg.name) in written:
            continue
        written.add((round(x), round(y, 1), leg.name))
        value = f"{size * 24:,.0f} h" if by == "time" else f"{size:,.0f} USD"
        text = " ".join(say(axes.figure, part) for part in (_short(leg), value))
        placer.write(x, y, text, is_name=True, fontsize=8, color=colour)


def _short(leg: Leg) -> str:
    """Return a stop's name without the words that its mark tells."""
    name = leg.name.split(" (")[0]
    for words in ("Loading at ", "Unloading at ", "Break of gauge at "):
        name = name.removeprefix(words)
    if ": waiting at " in name:
        name = "waiting at " + name.split(": waiting at ")[1]
    return name if len(name) <= 34 else name[:33] + "…"
