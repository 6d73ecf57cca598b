"""Catchments: which corridor serves a place best, on a map for print."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from corridors.charts.figure import INK, PLACES, Placer, check_columns, new_figure, say_prices
from corridors.charts.map_names import RINGS, write_countries
from corridors.charts.print_map import draw_base
from corridors.criteria import criterion_by
from corridors.maps.palette import corridor_colours
from corridors.network.forms.credits import map_credits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.network.network import Network
    from corridors.network.places import Place

#: Labels of places that are no names: ``(67, 24.9)`` and ``Alat (az-alat)``.
_AS_POSITION = re.compile(r"\((-?[\d.e+-]+), (-?[\d.e+-]+)\)")
_WITH_ID = re.compile(r".* \(([^()]+)\)")


def draw_catchment(net: Network, table: pd.DataFrame, *, by: str = "cost") -> Figure:
    """Draw catchments: each origin in the colour of the corridor that serves it best.

    Parameters
    ----------
    net
        The network.
    table
        From :func:`compare`, of several origins to one destination.
    by
        ``"cost"``, ``"time"``, ``"distance"``, ``"transits"`` or ``"co2e"``: the least is the best.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If ``by`` is another word, the table has several destinations, or no
        corridor serves any of the origins.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> co.draw_catchment(net, co.compare(net, ["Karachi", "Lahore"], "Istanbul"))
    <Figure size ...>
    """
    shown = criterion_by(by)
    column = shown.total
    check_columns(table, ("origin", "destination", "corridor", "served", column), "co.compare")
    served = table[table["served"].astype(bool) & table[column].notna()]
    destinations = list(dict.fromkeys(table["destination"]))
    if len(destinations) != 1:
        raise ValueError(f"a catchment is of one destination; the table has {len(destinations)}")
    if served.empty:
        raise ValueError("there is nothing to draw: no corridor serves any of the origins")
    order = served.sort_values([column, "corridor"], kind="stable")
    best = order.drop_duplicates("origin").to_dict("records")
    places = _positions(net, table, [*(row["origin"] for row in best), *destinations])
    figure = new_figure(10.5, 6.2)
    axes = figure.add_subplot()
    draw_base(axes, _frame(list(places.values())), map_credits(net))
    colours = corridor_colours(sorted({row["corridor"] for row in best}), net)
    counts = Counter(row["corridor"] for row in best)
    for name, colour in colours.items():
        points = [places[row["origin"]] for row in best if row["corridor"] == name]
        xs, ys = zip(*points, strict=True)
        words = f"{name}: best for {counts[name]}"
        axes.scatter(xs, ys, s=70, color=colour, edgecolors="white", zorder=5, label=words)
    x, y = places[destinations[0]]
    axes.plot([x], [y], marker="*", color=INK, markersize=15, markeredgecolor="white", zorder=6)
    figure.legend(loc="outside lower left", ncols=3, frameon=False, fontsize=9)
    say_prices(figure, net)
    axes.set_title(
        f"The best corridor to {destinations[0]} by {shown.key}",
        loc="left",
        fontsize=12,
        fontweight="bold",
        color=INK,
    )
    names = {row["origin"]: f"{row['origin']} {shown.text(row[column])}" for row in best}
    _write_places(axes, destinations[0], names, places)
    return figure


def _write_places(
    axes: Axes,
    destination: str,
    names: Mapping[str, str],
    places: Mapping[str, tuple[float, float]],
) -> None:
    """Write the destination, each origin with its best, and the countries around them."""
    placer = Placer(axes, halo=True)
    xs, ys = zip(*places.values(), strict=True)
    placer.keep_clear(xs, ys, 6)
    near = (*PLACES, *RINGS)
    bold: dict[str, Any] = {"fontsize": 10, "fontweight": "bold", "zorder": 7}
    placer.write(*places[destination], destination, places=near, **bold)
    for origin, text in names.items():
        placer.write(*places[origin], text, places=near, fontsize=7.5, color=INK, zorder=7)
    write_countries(placer)


def _positions(
    net: Network, table: pd.DataFrame, labels: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Return where the places of a comparison lie, by what the table calls them.

    :func:`compare` notes in ``attrs`` which places it was asked for. Where that is lost, as in
    a table that was read from a file, a label tells its place: a name, a name with an id, or a
    position as text.
    """
    asked = table.attrs.get("places", {})
    return {label: _position(net, asked.get(label) or _place(net, label)) for label in labels}


def _position(net: Network, place: Place) -> tuple[float, float]:
    if not isinstance(place, str):
        return place[0], place[1]
    nodes, row = net.table("nodes"), net.node_row(net.gazetteer.node_id(place))
    return nodes["lon"][row], nodes["lat"][row]


def _place(net: Network, label: str) -> Place:
    found = _AS_POSITION.fullmatch(label)
    if found:
        return float(found[1]), float(found[2])
    name_and_id = _WITH_ID.fullmatch(label)
    if name_and_id and name_and_id[1] in net.table("nodes").index("node_id"):
        return name_and_id[1]
    return label


def _frame(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    dx, dy = max((max(xs) - min(xs)) * 0.08, 2), max((max(ys) - min(ys)) * 0.1, 2)
    west, east, south, north = min(xs) - dx, max(xs) + dx, min(ys) - dy, max(ys) + dy
    stretch = 1 / math.cos(math.radians((south + north) / 2))
    missing = (east - west) * 0.5 / stretch - (north - south)
    if missing > 0:
        south, north = south - missing / 2, north + missing / 2
    return west, south, east, north
