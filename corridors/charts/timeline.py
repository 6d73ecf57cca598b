"""How corridors fared through the years, as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.charts.figure import (
    INK,
    check_columns,
    new_figure,
    plain_axes,
    round_ticks,
    say_prices,
)
from corridors.criteria import CRITERIA
from corridors.errors import one_of
from corridors.maps.palette import corridor_colours
from corridors.network.places.naming import Pair
from corridors.routing.compare import ANY_WAY

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

#: Column, words and divisor of each measure.
_MEASURES = {
    **{
        key: (CRITERIA[key].total, CRITERIA[key].shown, CRITERIA[key].per_shown)
        for key in ("cost", "time")
    },
    "rank": ("rank_cost", "rank by cost", 1.0),
}


def draw_timeline(frame: pd.DataFrame, *, by: str = "cost", language: str = "en") -> Figure:
    """Draw what :func:`timeline` returns: a line each corridor, a panel each pair.

    The best way on any corridor or none is dotted; it has no rank.
    A value holds from its day to the next; a line ends where the corridor is cut and begins
    again where it is open.

    Parameters
    ----------
    frame
        As :func:`timeline` returns it.
    by
        ``"cost"`` (USD), ``"time"`` (days) or ``"rank"`` (by cost, the first on top).
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        A panel each pair.

    Raises
    ------
    ValueError
        If no corridor serves a pair on any day, or ``by`` is another word.

    Examples
    --------
    >>> import corridors as co
    >>> days = ["2023-06-01", "2024-06-01", "2026-03-15"]
    >>> co.draw_timeline(co.timeline(co.load(), ("Karachi", "Istanbul"), days))
    <Figure size ...>
    """
    column, words, divisor = _MEASURES[one_of("by", by, _MEASURES)]
    check_columns(
        frame, ("day", "origin", "destination", "corridor", "served", column), "co.timeline"
    )
    served = frame[frame["served"].astype(bool) & frame[column].notna()]
    if not len(served):
        raise ValueError("no corridor serves a pair on any of the days: there is nothing to draw")
    pairs = list(dict.fromkeys(zip(served["origin"], served["destination"], strict=True)))
    colours = _colours(served["corridor"])
    figure = new_figure(9.0, 1.2 + 3.0 * len(pairs), language=language)
    say_prices(figure, version=frame.attrs.get("data_version", ""))
    for number, (origin, destination) in enumerate(pairs, start=1):
        axes = plain_axes(figure, len(pairs), 1, number, grid="y")
        rows = frame[(frame["origin"] == origin) & (frame["destination"] == destination)]
        for name, colour in colours.items():
            line = rows[rows["corridor"] == name].sort_values("day")
            if line[column].notna().any():
                values = line[column].to_numpy(float) / divisor
                axes.plot(
                    line["day"].to_list(),
                    values,
                    drawstyle="steps-post",
                    marker="o",
                    markersize=4,
                    linestyle=":" if name == ANY_WAY else "-",
                    zorder=3 if name == ANY_WAY else 2,
                    color=colour,
                    label=name,
                )
        title = str(Pair.of_row(rows.iloc[0]))
        axes.set_title(title, loc="left", fontsize=12, fontweight="bold", color=INK)
        axes.set_ylabel(words, color=INK)
        axes.margins(y=0.1)
        round_ticks(axes.yaxis, whole=by == "rank")
        if by == "rank":
            axes.set_ylim(rows[column].max() + 0.5, 0.5)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9)
    return figure


def _colours(names: pd.Series) -> dict[str, str]:
    """Return the colour of each corridor, and of the best way of all, which comes first."""
    every = {ANY_WAY: INK} if (names == ANY_WAY).any() else {}
    return every | corridor_colours(names[names != ANY_WAY])
