"""Bars: where money and time go, what a scenario changes, what the result hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.charts.figure import (
    INK,
    PALE,
    measure,
    named_trips,
    new_figure,
    plain_axes,
    sums_by_category,
)
from corridors.maps.palette import CATEGORY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.routing.itinerary import Itinerary

_MORE, _LESS, _TOTAL = "#c2410c", "#117733", "#4a545a"


def draw_breakdown(
    trips: Itinerary | Iterable[Itinerary] | Mapping[str, Itinerary],
    *,
    by: Iterable[str] = ("cost", "time"),
) -> Figure:
    """Draw where money and time go: a stacked bar for each itinerary.

    Parameters
    ----------
    trips
        An itinerary, several, or a mapping of names to itineraries.
    by
        One panel each: of ``"cost"`` (USD), ``"time"`` (days) and ``"co2e"`` (kg).

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If there is nothing to draw or a word of ``by`` is another.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_breakdown(co.route(co.load(), "Karachi", "Tashkent"))
    <Figure size ...>
    """
    named = named_trips(trips)
    panels = [by] if isinstance(by, str) else list(by)
    figure = new_figure(10.5, 1.7 + 0.5 * len(named))
    shown: dict[str, None] = {}
    axes: list[Axes] = []
    for k, name in enumerate(panels, 1):
        axes.append(plain_axes(figure, 1, len(panels), k, grid="x"))
        shown |= dict.fromkeys(_stack(axes[-1], named, name))
        if k > 1:
            axes[-1].set_yticklabels([])
    order = [c for c in CATEGORY_COLOURS if c in shown]
    handles = [axes[0].barh(0, 0, color=CATEGORY_COLOURS[c], label=c) for c in order]
    figure.legend(handles=handles, labels=order, loc="outside lower center", ncols=5, frameon=False)
    figure.suptitle(
        "Where money and time go", x=0.01, ha="left", fontsize=12, fontweight="bold", color=INK
    )
    return figure


def _stack(axes: Axes, named: Mapping[str, Itinerary], by: str) -> list[str]:
    """Draw the bars of one panel; return the categories drawn."""
    _, unit, _, words = measure(by)
    shown: list[str] = []
    highest = 0.0
    for row, trip in enumerate(named.values()):
        left = 0.0
        for name, value in sums_by_category(trip, by).items():
            axes.barh(row, value, left=left, color=CATEGORY_COLOURS[name], height=0.62)
            left += value
            shown.append(name)
        text = f" {left:,.1f}" if by == "time" else f" {left:,.0f}"
        axes.text(left, row, text, va="center", color=INK, fontsize=9)
        highest = max(highest, left)
    axes.set_yticks(range(len(named)), list(named))
    axes.invert_yaxis()
    axes.set_xlim(0, highest * 1.13)
    axes.set_xlabel(f"{words} ({unit})", color=INK)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    return shown


def draw_waterfall(
    before: Itinerary,
    after: Itinerary,
    *,
    by: str = "cost",
    names: tuple[str, str] = ("before", "after"),
) -> Figure:
    """Draw what a scenario changes: from the total before to that after, by category.

    Parameters
    ----------
    before, after
        The itineraries of the two situations.
    by
        ``"cost"`` (USD), ``"time"`` (days) or ``"co2e"`` (kg).
    names
        What the two totals are called.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If ``by`` is another word.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> a = co.route(net, "Karachi", "Istanbul", weight="cost")
    >>> b = co.route(net, "Karachi", "Istanbul", weight="time")
    >>> co.draw_waterfall(a, b, names=("cheapest", "fastest"))
    <Figure size ...>
    """
    _, unit, _, words = measure(by)
    old, new = sums_by_category(before, by), sums_by_category(after, by)
    steps = [(c, new.get(c, 0.0) - old.get(c, 0.0)) for c in CATEGORY_COLOURS if c in {*old, *new}]
    steps = [(name, change) for name, change in steps if abs(change) > 1e-9]
    figure = new_figure(10.5, 4.6)
    axes = plain_axes(figure, grid="y")
    form = "{:,.1f}" if by == "time" else "{:,.0f}"
    level = sum(old.values())
    bars = [(names[0], 0.0, level, _TOTAL, form.format(level))]
    for name, change in steps:
        sign = "+" if change > 0 else "-"
        colour = _MORE if change > 0 else _LESS
        bars.append((name, level, change, colour, sign + form.format(abs(change))))
        level += change
    bars.append((names[1], 0.0, level, _TOTAL, form.format(level)))
    for x, (_, bottom, height, colour, text) in enumerate(bars):
        axes.bar(x, height, bottom=bottom, color=colour, width=0.64)
        axes.text(x, max(bottom, bottom + height), text, ha="center", va="bottom", fontsize=9)
        if x + 1 < len(bars):
            top = bottom + height
            axes.plot([x + 0.32, x + 0.68], [top, top], color=PALE, linewidth=0.8)
    axes.set_xticks(range(len(bars)), [name.replace(" ", "\n", 1) for name, *_ in bars])
    axes.set_ylabel(f"{words} ({unit})", color=INK)
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.margins(y=0.1)
    axes.set_title(
        f"{before.origin} - {before.destination}: what changes the {words}",
        loc="left",
        fontsize=12,
        fontweight="bold",
        color=INK,
    )
    return figure


def draw_tornado(
    base: float, effects: Mapping[str, tuple[float, float]], *, unit: str = "USD"
) -> Figure:
    """Draw a tornado: how far a result moves when one assumption goes low and high.

    Parameters
    ----------
    base
        The result with every assumption at its base value.
    effects
        The result with each assumption low and high; the widest is drawn on top.
    unit
        Unit of the result.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If there is no effect.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_tornado(2400, {"road tariff": (2200, 2700), "border fees": (2350, 2450)})
    <Figure size ...>
    """
    if not effects:
        raise ValueError("there is nothing to draw: give at least one effect")
    rows = sorted(effects.items(), key=lambda item: (abs(item[1][1] - item[1][0]), item[0]))
    figure = new_figure(10.5, 1.4 + 0.42 * len(rows))
    axes = plain_axes(figure, grid="x")
    for y, (_, (low, high)) in enumerate(rows):
        for value, colour in ((low, "#56B4E9"), (high, "#D55E00")):
            axes.barh(y, value - base, left=base, color=colour, height=0.6)
            ha, gap = ("left", " ") if value >= base else ("right", "")
            text = f"{gap}{value:,.0f}{' ' if not gap else ''}"
            axes.text(value, y, text, va="center", ha=ha, fontsize=8.5)
    axes.axvline(base, color=INK, linewidth=1)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.margins(x=0.12)
    axes.set_xlabel(unit, color=INK)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title(
        f"What the result hangs on (base {base:,.0f} {unit}; blue: low, orange: high)",
        loc="left",
        fontsize=12,
        fontweight="bold",
        color=INK,
    )
    return figure
