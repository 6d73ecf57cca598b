"""Bars: where money and time go, what a scenario changes, what the result hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.charts.figure import (
    INK,
    MEASURES,
    PALE,
    as_trips,
    check_columns,
    finite,
    in_lines,
    measure,
    named_trips,
    new_figure,
    plain_axes,
    round_ticks,
    say_prices,
    sums_by_category,
)
from corridors.maps.palette import CATEGORY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.routing.itinerary import Itinerary
    from corridors.routing.simulate import Simulation

_MORE, _LESS, _TOTAL = "#c2410c", "#117733", "#4a545a"
#: Results that lie nearer together than this are written with a decimal.
_NARROW = 20.0
#: Room above the highest bar for what is written there.
_HEADROOM = 1.1
#: Letters of a name in a line; inches of a row, and of a line of a name in it.
_NAMES, _ROW, _LINE = 36, 0.5, 0.19
#: What is no change.
_NOTHING = 1e-9


def draw_breakdown(
    trips: Itinerary | Iterable[Itinerary] | Mapping[str, Itinerary],
    *,
    by: Iterable[str] = ("cost", "time"),
    language: str = "en",
) -> Figure:
    """Draw where money and time go: a stacked bar for each itinerary.

    Parameters
    ----------
    trips
        An itinerary, several, or a mapping of names to itineraries.
    by
        One panel each: of ``"cost"`` (USD), ``"time"`` (days) and ``"co2e"`` (kg).
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If there is nothing to draw, ``by`` is empty or a word of it is another.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_breakdown(co.route(co.load(), "Karachi", "Tashkent"))
    <Figure size ...>
    """
    named = named_trips(trips)
    panels = [by] if isinstance(by, str) else list(by)
    if not panels:
        raise ValueError(f"by is empty: give one or more of {', '.join(MEASURES)}")
    rows = [max(_ROW, _LINE * (in_lines(name, _NAMES).count("\n") + 1)) for name in named]
    figure = new_figure(10.5, 1.7 + len(rows) * max(rows), language=language)
    shown: dict[str, None] = {}
    axes: list[Axes] = []
    for k, name in enumerate(panels, 1):
        axes.append(plain_axes(figure, 1, len(panels), k, grid="x"))
        shown |= dict.fromkeys(_stack(axes[-1], named, name))
        if k > 1:
            axes[-1].set_yticklabels([])
    order = [c for c in CATEGORY_COLOURS if c in shown]
    handles = [axes[0].barh(0, 0, color=CATEGORY_COLOURS[c], label=c) for c in order]
    if order:
        figure.legend(
            handles=handles, labels=order, loc="outside lower center", ncols=5, frameon=False
        )
    say_prices(figure, next(iter(named.values())).network)
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
        axes.text(left, row, f" {_said(left, by)}", va="center", color=INK, fontsize=9)
        highest = max(highest, left)
    axes.set_yticks(range(len(named)), [in_lines(name, _NAMES) for name in named], fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(0, highest * 1.15 or 1)
    axes.set_xlabel(f"{words} ({unit})", color=INK)
    round_ticks(axes.xaxis)
    return shown


@asks
def draw_waterfall(
    before: Itinerary,
    after: Itinerary,
    *,
    by: str = "cost",
    names: tuple[str, str] = ("before", "after"),
    language: str = "en",
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
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If ``by`` is another word, or ``names`` are not two.

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
    if isinstance(names, str) or len(names) != 2:
        raise ValueError(f"names={names!r}: expected what the totals before and after are called")
    before, after = as_trips([before, after])
    old, new = sums_by_category(before, by), sums_by_category(after, by)
    steps = [(c, new.get(c, 0.0) - old.get(c, 0.0)) for c in CATEGORY_COLOURS if c in {*old, *new}]
    steps = [(name, change) for name, change in steps if abs(change) > _NOTHING]
    figure = new_figure(10.5, 4.6 if steps else 2.4, language=language)
    say_prices(figure, after.network)
    axes = plain_axes(figure, grid="y" if steps else None)
    if steps:
        _draw_steps(axes, _bars(names, sum(old.values()), steps, by))
        axes.set_ylabel(f"{words} ({unit})", color=INK)
        round_ticks(axes.yaxis)
    else:
        _draw_no_change(axes, names, f"{_said(sum(old.values()), by)} {unit}")
    change_words = "what changes" if steps else "nothing changes"
    axes.set_title(
        f"{before.pair}: {change_words} the {words}",
        loc="left",
        fontsize=12,
        fontweight="bold",
        color=INK,
    )
    return figure


def _said(value: float, by: str) -> str:
    """Return a number with as many decimals as it needs to be none of nothing."""
    for decimals in (1 if by == "time" else 0, 1, 2):
        text = f"{abs(value):,.{decimals}f}"
        if float(text.replace(",", "")):
            return text
    return "0" if abs(value) <= _NOTHING else "under 0.01"


def _bars(
    names: Sequence[str], level: float, steps: Sequence[tuple[str, float]], by: str
) -> list[tuple[str, float, float, str, str]]:
    """Return name, foot, height, colour and words of each bar of a waterfall."""
    bars = [(names[0], 0.0, level, _TOTAL, _said(level, by))]
    for name, change in steps:
        sign, colour = ("+", _MORE) if change > 0 else ("-", _LESS)
        bars.append((name, level, change, colour, f"{sign}{_said(change, by)}"))
        level += change
    return [*bars, (names[1], 0.0, level, _TOTAL, _said(level, by))]


def _draw_steps(axes: Axes, bars: Sequence[tuple[str, float, float, str, str]]) -> None:
    highest = 0.0
    for x, (_, bottom, height, colour, text) in enumerate(bars):
        axes.bar(x, height, bottom=bottom, color=colour, width=0.64)
        top = max(bottom, bottom + height)
        axes.annotate(
            text, (x, top), (0, 2), textcoords="offset points", ha="center", fontsize=9, color=INK
        )
        highest = max(highest, top)
        if x + 1 < len(bars):
            ends = [bottom + height] * 2
            axes.plot([x + 0.32, x + 0.68], ends, color=PALE, linewidth=0.8)
    axes.set_xticks(range(len(bars)), [name.replace(" ", "\n", 1) for name, *_ in bars])
    axes.set_ylim(0, highest * _HEADROOM or 1)


def _draw_no_change(axes: Axes, names: Sequence[str], total: str) -> None:
    """Draw a thin line from one total to the other, which is the same, and a nought on it."""
    axes.plot([0, 2], [0, 0], color=_TOTAL, linewidth=1.2, marker="o", markersize=5)
    for x, text in ((0, total), (1, "0"), (2, total)):
        axes.annotate(
            text, (x, 0), (0, 6), textcoords="offset points", ha="center", fontsize=9, color=INK
        )
    axes.set_xticks([0, 1, 2], [names[0], "change", names[1]])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlim(-0.5, 2.5)
    axes.set_ylim(-1, 1.6)


def draw_tornado(
    base: float | pd.DataFrame | Simulation,
    effects: Mapping[str, tuple[float, float]] | pd.DataFrame | None = None,
    *,
    unit: str | None = None,
    language: str = "en",
) -> Figure:
    """Draw a tornado: how far a result moves when one assumption goes low and high.

    Parameters
    ----------
    base
        The result with every assumption at its base value; or a simulation alone, or the table
        of :meth:`Simulation.tornado`, which know it.
    effects
        The result with each assumption low and high; the widest is drawn on top. Of the table
        of :meth:`Simulation.tornado` the 15 widest are drawn that move the result by a hundredth
        of the widest or more.
    unit
        Unit of the result; ``None`` is USD, or that of the table: hours are drawn as days.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    TypeError
        If the effects are no mapping and no table.
    ValueError
        If there is no effect, one is no pair of numbers, or the base is not known.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_tornado(2400, {"road tariff": (2200, 2700), "border fees": (2350, 2450)})
    <Figure size ...>
    >>> co.draw_tornado(co.simulate(co.load(), "Karachi", "Tashkent", n=200))
    <Figure size ...>
    """
    if effects is None and hasattr(base, "tornado"):
        base = base.tornado()
    middle, rows, measured_in = _swings(base, effects, unit)
    values = [middle, *(value for _, pair in rows for value in pair)]
    # Whole numbers where they tell the bars apart.
    form = "{:,.1f}" if max(values) - min(values) < _NARROW else "{:,.0f}"
    figure = new_figure(10.5, 1.4 + 0.42 * len(rows), language=language)
    table = base if effects is None else effects
    say_prices(figure, version=getattr(table, "attrs", {}).get("data_version", ""))
    axes = plain_axes(figure, grid="x")
    for y, (_, pair) in enumerate(rows):
        for value, colour in zip(pair, ("#56B4E9", "#D55E00"), strict=True):
            axes.barh(y, value - middle, left=middle, color=colour, height=0.6)
            right = value > middle or (value == middle and value == max(pair))
            text = f" {form.format(value)}" if right else f"{form.format(value)} "
            axes.text(value, y, text, va="center", ha="left" if right else "right", fontsize=8.5)
    axes.axvline(middle, color=INK, linewidth=1)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.margins(x=0.12)
    round_ticks(axes.xaxis)
    axes.set_xlabel(measured_in, color=INK)
    # Over the whole figure: the names of inputs may leave the axes little room.
    figure.suptitle(
        f"What the result hangs on (base {form.format(middle)} {measured_in}; "
        "blue: low, orange: high)",
        x=0.01,
        ha="left",
        fontsize=12,
        fontweight="bold",
        color=INK,
    )
    return figure


def _swings(
    base: Any, effects: Any, unit: str | None
) -> tuple[float, list[tuple[str, tuple[float, float]]], str]:
    """Return base, effects from the narrowest to the widest, and unit of a tornado."""
    table = base if effects is None else effects
    factor, most = 1.0, None
    if hasattr(table, "columns"):
        check_columns(table, ("input", "low", "high"), "Simulation.tornado")
        said = table.attrs.get("unit", "USD")
        factor, most = (1 / 24, 15) if said == "h" and unit is None else (1.0, 15)
        unit = unit or ("days" if said == "h" else said)
        base = table.attrs.get("base") if effects is None else base
        pairs = zip(table["low"], table["high"], strict=True)
        effects = dict(zip(table["input"].astype(str), pairs, strict=True))
    if not isinstance(effects, Mapping):
        raise TypeError(
            f"cannot draw {type(table).__name__}: give effects as a mapping of names to (low, "
            "high), a simulation, or the table of Simulation.tornado"
        )
    if not effects:
        raise ValueError("there is nothing to draw: give at least one effect")
    if base is None:
        raise ValueError("the table does not know the base any more: draw_tornado(base, table)")
    middle = finite(base, "the base") * factor
    rows = [(str(name), _low_high(str(name), pair, factor)) for name, pair in effects.items()]
    rows.sort(key=lambda row: (abs(row[1][1] - row[1][0]), row[0]))
    if most:  # of a table those that move the result
        widest = abs(rows[-1][1][1] - rows[-1][1][0])
        rows = [row for row in rows if abs(row[1][1] - row[1][0]) >= widest / 100][-most:]
    return middle, rows, unit or "USD"


def _low_high(name: str, pair: Any, factor: float) -> tuple[float, float]:
    try:
        low, high = pair
    except (TypeError, ValueError):
        raise ValueError(f"effect {name!r} is {pair!r}: expected (low, high)") from None
    what = f"effect {name!r}"
    return finite(low, what) * factor, finite(high, what) * factor
