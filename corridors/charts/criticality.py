"""Criticality on a map for print: what hurts most when it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.arguments import asks
from corridors.charts.figure import (
    INK,
    PALE,
    PLACES,
    Placer,
    check_columns,
    in_lines,
    new_figure,
    say_prices,
)
from corridors.charts.map_names import RINGS, write_countries
from corridors.charts.print_frame import frame_around
from corridors.charts.print_map import draw_base
from corridors.criteria import CRITERIA
from corridors.network.forms.credits import map_credits
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.network.network import Network

Line = np.ndarray
#: What cuts a pair is drawn in the first; the others from the worst on in the next, to the last.
_CUTS, _SCALE = "#3b0f70", ("#7f0000", "#d7301f", "#fc8d59")
_NOTHING = "nothing: whatever is closed, there is a way that is as good"
_WORDS = {"generalised": "generalised cost"}
#: Letters of a line of the legend.
_LETTERS = 68


@asks
def draw_criticality(
    net: Network, table: pd.DataFrame, *, most: int = 10, language: str = "en"
) -> Figure:
    """Draw on a map what hurts most when it is closed, of links, border crossings or places.

    What loses exactly the same, as sections of one line on which nothing turns off, is one number.
    What else the best ways use is grey.

    Parameters
    ----------
    net
        The network.
    table
        From :func:`criticality`, of ``"links"``, ``"border_crossings"`` or ``"nodes"``. Of several
        words of ``by`` the first is drawn.
    most
        How many numbers are drawn, the worst first; what cuts a pair off is worse than what does
        not.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If the table is of countries or of another network, is empty, or ``most`` is below 1.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> pairs = [("Karachi", "Tashkent"), ("Karachi", "Istanbul")]
    >>> co.draw_criticality(net, co.criticality(net, pairs, what="border_crossings"))
    <Figure size ...>
    """
    check_columns(table, ("by", "name", "pairs_hit", "pairs_cut", "lost", "unit"), "co.criticality")
    if table.empty:
        raise ValueError("there is nothing to draw: no way passes anything that can be closed")
    if most < 1:
        raise ValueError(f"most is {most}: at least 1 is drawn")
    by = str(table["by"].iloc[0])
    rows = table[table["by"] == by]
    shapes = {str(key): _shape(net, str(key)) for key in rows.index}
    groups = _groups(rows, most)
    used = [line for lines in shapes.values() for line in lines]
    figure = new_figure(10.5, 5.8 + 0.2 * -(-len(groups) // 2), language=language)
    axes = figure.add_subplot()
    draw_base(axes, frame_around(np.concatenate(used).tolist()), map_credits(net))
    _draw_lines(axes, _land_lines(net), color="#b9bfc3", width=0.6)
    _draw_lines(axes, used, color="#7b858b", width=1.5)
    for group in reversed(groups):  # the worst on top
        lines = [line for key in group.keys for line in shapes[key]]
        _draw_lines(axes, lines, color=group.colour, width=4.2)
    if not groups:
        axes.scatter([], [], color=PALE, label=_NOTHING)
    for group in groups:
        x, y = group.middle(shapes)
        axes.scatter(
            [x], [y], s=58, color=group.colour, edgecolors="white", zorder=6, label=group.words
        )
    figure.legend(loc="outside lower left", ncols=2, frameon=False, fontsize=8.5)
    say_prices(figure, net)
    axes.set_title(
        f"What hurts most when it is closed, by {_WORDS.get(by, by)}",
        loc="left", fontsize=12, fontweight="bold", color=INK,
    )  # fmt: skip
    _write_numbers(axes, [group.middle(shapes) for group in groups])
    return figure


@dataclass(frozen=True)
class _Group:
    """Things of which each alone, when closed, takes the same."""

    keys: tuple[str, ...]
    words: str
    colour: str

    def middle(self, shapes: dict[str, list[Line]]) -> tuple[float, float]:
        """Return where the number stands: halfway along the middle one."""
        line = shapes[self.keys[len(self.keys) // 2]][0]
        steps = np.hypot(*np.diff(line, axis=0).T) if len(line) > 1 else np.zeros(0)
        along = np.concatenate([[0.0], np.cumsum(steps)])
        x, y = (float(np.interp(along[-1] / 2, along, line[:, k])) for k in (0, 1))
        return x, y


def _groups(rows: pd.DataFrame, most: int) -> list[_Group]:
    """Return the worst, those that take exactly the same as one."""
    order = rows.sort_values(["pairs_cut", "lost"], ascending=False, kind="stable")
    harmful = order[(order["pairs_cut"] > 0) | (order["lost"] > 0)]
    alike = [harmful["pairs_cut"], harmful["pairs_hit"], harmful["lost"].round(6)]
    parts = [part for _, part in harmful.groupby(alike, sort=False)][:most]
    losses = [float(part["lost"].iloc[0]) for part in parts if not part["pairs_cut"].iloc[0]]
    found = []
    for number, part in enumerate(parts, start=1):
        first = part.iloc[0]
        cut, lost = int(first["pairs_cut"]), float(first["lost"])
        more = f" and {len(part) - 1} more" if len(part) > 1 else ""
        what = f"{_told(lost, str(first['unit']))}, {counted(int(first['pairs_hit']), 'pair')}"
        what = f"cuts {counted(cut, 'pair')}" if cut else what
        text = in_lines(f"{number}  {first['name']}{more}: {what}", _LETTERS)
        colour = _CUTS if cut else _shade(lost, losses)
        found.append(_Group(tuple(str(key) for key in part.index), text, colour))
    return found


def _told(lost: float, unit: str) -> str:
    """Return a loss in the unit in which people read it."""
    told = {row.unit: row for row in CRITERIA.values()}.get(unit)
    return f"+{told.text(lost)}" if told else f"+{lost:,.0f} {unit}"


def _shade(lost: float, losses: Sequence[float]) -> str:
    """Return the colour of a loss: of the worst third of the range, the middle or the least."""
    worst, least = max(losses), min(losses)
    share = (worst - lost) / (worst - least) if worst > least else 0.0
    return _SCALE[min(int(share * len(_SCALE)), len(_SCALE) - 1)]


def _shape(net: Network, key: str) -> list[Line]:
    """Return the lines of a link, or a point: of a place, or in the middle of a crossing."""
    links, nodes = net.table("links"), net.table("nodes")
    if key in links.index("link_id"):
        return [np.array(net.line(key))]
    if key in net.bcp_links:
        line = np.array(net.line(net.bcp_links[key][0]))
        return [line[len(line) // 2][None]]
    if key in nodes.index("node_id"):
        row = net.node_row(key)
        return [np.array([[nodes["lon"][row], nodes["lat"][row]]])]
    raise ValueError(
        f"there is no link, border crossing or place {key!r} in the network: countries are not "
        "drawn, and the table is one of this network"
    )


def _land_lines(net: Network) -> list[Line]:
    links = net.table("links")
    rows = zip(links["link_id"], links["mode"], strict=True)
    return [np.array(net.line(str(link_id))) for link_id, mode in rows if mode in ("road", "rail")]


def _draw_lines(axes: Axes, lines: Sequence[Line], *, color: str, width: float) -> None:
    from matplotlib.collections import LineCollection

    drawn = [line for line in lines if len(line) > 1]
    axes.add_collection(
        LineCollection(drawn, colors=color, linewidths=width, capstyle="round", zorder=4)
    )


def _write_numbers(axes: Axes, points: Sequence[tuple[float, float]]) -> None:
    """Write the numbers beside their points, and the countries around them."""
    placer = Placer(axes, halo=True)
    placer.keep_clear([x for x, _ in points], [y for _, y in points], 5)
    bold: dict[str, Any] = {"fontsize": 10, "fontweight": "bold", "zorder": 7, "color": INK}
    for number, point in enumerate(points, start=1):
        placer.write(*point, str(number), places=(*PLACES, *RINGS), **bold)
    write_countries(placer)
