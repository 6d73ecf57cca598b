"""Flows as bars: which corridors carry whose goods, and what is scarce."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.charts.figure import (
    INK,
    PALE,
    in_lines,
    new_figure,
    plain_axes,
    round_ticks,
    say_prices,
)
from corridors.maps.flow_scene import band_of
from corridors.maps.palette import corridor_colours
from corridors.studies.flows.words import RESTS_ON, amount_of, amount_text, use_text, worth_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.studies.flows.answer import Flows

#: What is drawn at the most, and from which use on where nothing is worth more.
_MOST = 15
#: Letters of a name in a line; inches of a row.
_NAMES, _ROW = 34, 0.5
_NO_CORRIDOR, _NOT_CARRIED = "by no corridor", "not carried"
#: From which use on it is told beyond the line.
_NEAR_FULL = 0.86
#: Shares from which on there is room for a number; of the highest bar, for words.
_ROOM, _LONG = 0.06, 0.45
#: How the price of a capacity is drawn, by what it rests on.
_PRICED: Mapping[str, dict[str, Any]] = {
    "lost": {"color": "#c6ced2", "edgecolor": "#4a545a", "hatch": "///", "linewidth": 0.6},
    "detours": {"color": "#4a545a", "edgecolor": "#4a545a", "linewidth": 0.6},
    "waiting": {"color": "#8fa3ad", "edgecolor": "#8fa3ad", "linewidth": 0.6},
}
_GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
#: Brightness from which on a colour asks for dark letters.
_BRIGHT = 0.55


@asks
def draw_bottlenecks(flows: Flows, *, most: int = _MOST, language: str = "en") -> Figure:
    """Draw what is scarce: the use of capacities, and what a hundredth more would save.

    Prices of a unit, which are written beside the bars, are of different units: what a
    hundredth more of each capacity would save in a year can be compared.

    Parameters
    ----------
    flows
        As :func:`flows` returns them.
    most
        How many capacities are drawn: those worth most first, then the fullest.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If the flows use no capacity that is known.

    Examples
    --------
    >>> import corridors as co
    >>> rows = [{"origin": "Aktau", "destination": "Poti", "quantity": 100_000}]
    >>> co.draw_bottlenecks(co.flows(co.load("middle-corridor"), rows))
    <Figure size ...>
    """
    rows = [row for row in flows.to_dataframe("capacities").to_dict("records") if row["used"] > 0]
    rows = rows[:most]
    if not rows:
        raise ValueError("the flows use no capacity that is known: there is nothing to draw")
    figure = new_figure(10.5, 1.5 + _ROW * len(rows), language=language)
    use = plain_axes(figure, 1, 2, 1, grid="x")
    worth = plain_axes(figure, 1, 2, 2, grid="x")
    _draw_use(use, rows)
    _draw_worth(worth, rows)
    for axes in (use, worth):
        axes.set_ylim(len(rows) - 0.4, -0.6)
    told = [word for word in _PRICED if any(row["rests_on"] == word for row in rows)]
    if told:
        figure.legend(
            handles=[worth.barh(0, 0, **_PRICED[word]) for word in told],
            labels=[RESTS_ON[word] for word in told],
            loc="outside lower right", ncols=len(told), frameon=False, fontsize=8.5,
        )  # fmt: skip
    say_prices(figure, flows.network)
    _title(figure, f"What is scarce, {flows.year:.0f}")
    return figure


def _draw_use(axes: Axes, rows: list[dict[str, Any]]) -> None:
    for y, row in enumerate(rows):
        shown = min(row["use"], 1.0) if math.isfinite(row["use"]) else 1.0
        axes.barh(y, shown * 100, color=band_of(row["use"])[1], height=0.62)
        at = 100 if shown > _NEAR_FULL else shown * 100  # not across the line of what is full
        axes.text(at, y, f" {use_text(row['use'])}", va="center", color=INK, fontsize=8.5)
    axes.axvline(100, color=INK, linewidth=0.8)
    axes.set_xlim(0, 118)
    axes.set_xticks([0, 25, 50, 75, 100])
    names = [
        f"{in_lines(row['name'], _NAMES)}\n{amount_text(row['capacity'], row['unit'])}"
        for row in rows
    ]
    axes.set_yticks(range(len(rows)), names, fontsize=8.5)
    axes.set_xlabel("use of capacity (%)", color=INK)


def _draw_worth(axes: Axes, rows: list[dict[str, Any]]) -> None:
    values = [row["shadow_usd"] * row["capacity"] / 100 / 1e6 for row in rows]
    highest = max(values) or 1.0
    for y, (row, value) in enumerate(zip(rows, values, strict=True)):
        if value > 0:
            axes.barh(y, value, height=0.62, **_PRICED[row["rests_on"]])
        text = worth_text(row["shadow_usd"], row["unit"]).replace(" a year for", " for")
        inside = value > _LONG * highest
        axes.text(
            0.02 * highest if inside else value, y, text if inside else f" {text or '0'}",
            va="center", fontsize=8, color=INK if text else PALE, bbox=_GROUND if inside else None,
        )  # fmt: skip
    axes.set_xlim(0, highest * 1.05)
    axes.set_yticks(range(len(rows)), [""] * len(rows))
    axes.set_xlabel("what 1 % more of it would save (million USD a year)", color=INK)
    round_ticks(axes.xaxis)


@asks
def draw_flows(flows: Flows, *, language: str = "en") -> Figure:
    """Draw whose goods go by which corridors: a bar each group of demands, with what is left.

    A way that follows several corridors is one part, under the names of all.

    Parameters
    ----------
    flows
        As :func:`flows` returns them.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Examples
    --------
    >>> import corridors as co
    >>> rows = [{"origin": "Karachi", "destination": "Tashkent", "quantity": 20_000}]
    >>> co.draw_flows(co.flows(co.load(), rows))
    <Figure size ...>
    """
    parts = _parts(flows)
    wanted = flows.to_dataframe("demand").groupby("group")[["t", "teu"]].sum()
    said = [amount_of(*wanted.loc[group]) for group in parts]
    names = list(dict.fromkeys(name for row in parts.values() for name in row))
    names.sort(key=lambda name: (name == _NOT_CARRIED, name == _NO_CORRIDOR))
    colours = {
        **corridor_colours(
            [n for n in names if n not in (_NO_CORRIDOR, _NOT_CARRIED)], flows.network
        ),
        _NO_CORRIDOR: "#aab4b9",
        _NOT_CARRIED: "white",
    }
    figure = new_figure(
        10.5, 1.7 + _ROW * len(parts) + 0.22 * math.ceil(len(names) / 3), language=language
    )
    axes = plain_axes(figure, grid="x")
    for y, row in enumerate(parts.values()):
        _draw_row(axes, y, row, colours)
        axes.text(101, y, said[y], va="center", fontsize=9, color=INK)
    axes.set_yticks(range(len(parts)), [in_lines(group or "all", _NAMES) for group in parts])
    axes.set_ylim(len(parts) - 0.4, -0.6)
    axes.set_xlim(0, 112)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.set_xlabel("share of the tonnes that are to be carried (%)", color=INK)
    handles = [axes.barh(0, 0, **_look(name, colours)) for name in names]
    figure.legend(
        handles=handles, labels=names, loc="outside lower center", ncols=3, frameon=False
    )  # fmt: skip
    say_prices(figure, flows.network)
    _title(figure, f"Who goes which way, {flows.year:.0f}: {flows}".split(";")[0])
    return figure


def _draw_row(axes: Axes, y: int, row: Mapping[str, float], colours: Mapping[str, str]) -> None:
    whole, left = sum(row.values()) or 1.0, 0.0
    for name in colours:
        share = row.get(name, 0.0) / whole
        if share > 0:
            axes.barh(y, share * 100, left=left * 100, height=0.62, **_look(name, colours))
            if share >= _ROOM:
                axes.text(
                    (left + share / 2) * 100, y, use_text(share), ha="center", va="center",
                    fontsize=8.5, color=INK if _is_bright(colours[name]) else "white",
                    bbox=_GROUND if name == _NOT_CARRIED else None,
                )  # fmt: skip
            left += share


def _is_bright(colour: str) -> bool:
    """Say whether dark letters are read more easily on a colour than white ones."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue > _BRIGHT


def _look(name: str, colours: Mapping[str, str]) -> dict[str, Any]:
    if name == _NOT_CARRIED:
        return {"color": "white", "edgecolor": PALE, "hatch": "////", "linewidth": 0.6}
    return {"color": colours[name], "edgecolor": "white", "linewidth": 0.6}


def _parts(flows: Flows) -> dict[str, dict[str, float]]:
    """Return tonnes by group, the most first, and by what carries them."""
    found: dict[str, dict[str, float]] = {}
    wanted = flows.to_dataframe("demand").groupby("group")["t"].sum()
    for group in wanted.sort_values(ascending=False).index:
        found[str(group)] = defaultdict(float)
    for row in flows.to_dataframe("ways").to_dict("records"):
        found[row["group"]][" + ".join(row["corridors"].split()) or _NO_CORRIDOR] += row["t"]
    for row in flows.to_dataframe("unserved").to_dict("records"):
        found[row["group"]][_NOT_CARRIED] += row["t"]
    return found


def _title(figure: Figure, text: str) -> None:
    figure.suptitle(text, x=0.01, ha="left", fontsize=12, fontweight="bold", color=INK)
