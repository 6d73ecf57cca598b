"""Bars of who earns what: a bar each country, its parts the kinds of operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.charts.figure import (
    INK,
    PALE,
    in_lines,
    new_figure,
    plain_axes,
    round_ticks,
    say_prices,
)
from corridors.network.countries import country_name
from corridors.studies.flows.revenue import OPERATORS, SEA, Revenue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Colours of kinds of operator: those of what they carry with on maps and in breakdowns.
COLOURS = {
    "truckers": "#b4792b",
    "railway": "#2f4b5c",
    "ship line": "#5b9bc0",
    "ferry line": "#0f8b8d",
    "barge line": "#8fc1d8",
    "pipeline": "#9e3d64",
    "airline": "#6b6fb3",
    "port": "#8d8273",
    "terminal": "#c9c2b6",
    "border authority": "#c2410c",
}
_NAMES, _ROW, _THICK, _THIN = 28, 0.42, 0.62, 0.36


def draw_revenue(earned: Revenue, *, language: str = "en") -> Figure:
    """Draw what each country earns, by kind of operator; of scenarios, before and after.

    Parameters
    ----------
    earned
        What :func:`revenue` returns.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    TypeError
        If it is something else.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_revenue(co.revenue(co.load(), ("Karachi", "Tashkent")))
    <Figure size ...>
    """
    if not isinstance(earned, Revenue):
        raise TypeError(f"cannot draw {type(earned).__name__}: give what corridors.revenue returns")
    countries = list(dict.fromkeys(earned.by("country")["country"]))
    factor, unit, most = _unit(earned, countries)
    figure = new_figure(
        10.5, 2.0 + _ROW * len(countries) * (1.6 if earned.scenarios else 1), language=language
    )
    axes = plain_axes(figure, grid="x")
    for row, country in enumerate(countries):
        _bar_pair(axes, row, earned, country, factor)
    names = [_named(country, earned) for country in countries]
    axes.set_yticks(range(len(names)), [in_lines(name, _NAMES) for name in names], fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(0, most * factor * 1.15 or 1)
    axes.set_xlabel(f"{unit}, {earned.period}", color=INK)
    round_ticks(axes.xaxis)
    shown = [name for name in OPERATORS if any(row.operator == name for row in earned.rows)]
    handles = [axes.barh(0, 0, color=COLOURS[name], label=name) for name in shown]
    figure.legend(handles=handles, labels=shown, loc="outside lower center", ncols=5, frameon=False)
    say_prices(figure, earned.network)
    title = "Who earns what"
    if earned.scenarios:
        title += f": before (above), after {', '.join(earned.scenarios)} (below)"
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold", color=INK)
    return figure


def _unit(earned: Revenue, countries: Sequence[str]) -> tuple[float, str, float]:
    """Return by what USD are multiplied, what that is called, and the longest bar in USD."""
    sides = [earned.of, earned.of_after] if earned.scenarios else [earned.of]
    most = max((of(country=country) for of in sides for country in countries), default=0.0)
    for size, word in ((1e6, "million USD"), (1e3, "1,000 USD")):
        if most >= 2 * size:
            return 1 / size, word, most
    return 1.0, "USD", most


def _named(country: str, earned: Revenue) -> str:
    """Return a country's name, with what it is to the goods."""
    roles = dict.fromkeys(row.role for row in earned.rows if row.country == country)
    return "at sea" if country == SEA else f"{country_name(country)} ({', '.join(roles)})"


def _bar_pair(axes: Axes, row: int, earned: Revenue, country: str, factor: float) -> None:
    """Draw the bar of a country; of scenarios, a second one below."""
    before = {name: earned.of(country=country, operator=name) for name in OPERATORS}
    if not earned.scenarios:
        _bar(axes, row, before, factor, _THICK)
        return
    after = {name: earned.of_after(country=country, operator=name) for name in OPERATORS}
    _bar(axes, row - 0.2, before, factor, _THIN, pale=True)
    _bar(axes, row + 0.2, after, factor, _THIN)


def _bar(
    axes: Axes, at: float, parts: Mapping[str, float], factor: float, height: float, *,
    pale: bool = False,
) -> None:  # fmt: skip
    left = 0.0
    for name, usd in parts.items():
        value = usd * factor
        if value > 0:
            axes.barh(
                at, value, left=left, color=COLOURS[name], height=height, alpha=0.55 if pale else 1
            )
        left += value
    words = f" {left:,.1f}" if left < 100 else f" {left:,.0f}"
    axes.text(left, at, words, va="center", color=PALE if pale else INK, fontsize=8.5)
