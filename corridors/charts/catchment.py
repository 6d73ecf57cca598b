"""Catchments: which corridor, or port, serves a place best, on a map for print."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.charts.figure import INK, PLACES, Placer, check_columns, new_figure, say_prices
from corridors.charts.map_names import RINGS, write_countries
from corridors.charts.print_frame import frame_around
from corridors.charts.print_map import draw_base
from corridors.criteria import CRITERIA, criterion_by
from corridors.maps.palette import corridor_colours
from corridors.network.forms.credits import map_credits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.criteria import Criterion
    from corridors.network.network import Network
    from corridors.network.places import Place

#: Labels of places that are no names: ``(67, 24.9)`` and ``Alat (az-alat)``.
_AS_POSITION = re.compile(r"\((-?[\d.e+-]+), (-?[\d.e+-]+)\)")
_WITH_ID = re.compile(r".* \(([^()]+)\)")


@asks
def draw_catchment(
    net: Network, table: pd.DataFrame, *, by: str | None = None, language: str = "en"
) -> Figure:
    """Draw catchments: each place in the colour of the corridor, or the origin, that is its best.

    Parameters
    ----------
    net
        The network.
    table
        From :func:`compare`, of several origins to one destination: each origin is in the colour
        of the corridor that serves it best. Or from :func:`matrix`, of several origins, such as
        ports: each destination is in the colour of the origin from which the value is least.
    by
        ``"cost"``, ``"time"``, ``"distance"``, ``"transits"`` or ``"co2e"``: the least is the
        best. ``None`` is that by which a matrix was made, and the cost of a comparison.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If ``by`` is another word, or not that of the matrix, the comparison has several
        destinations, or no place is served.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> co.draw_catchment(net, co.compare(net, ["Karachi", "Lahore"], "Istanbul"))
    <Figure size ...>
    >>> ports = ["Karachi Port", "Bandar Abbas"]
    >>> co.draw_catchment(net, co.matrix(net, ports, ["Tashkent", "Kabul"], weight="time"))
    <Figure size ...>
    """
    caught = _of_matrix(net, table, by) if _is_matrix(table) else _of_compare(net, table, by)
    figure = new_figure(10.5, 6.2, language=language)
    axes = figure.add_subplot()
    draw_base(axes, frame_around(caught.places.values()), map_credits(net))
    counts = Counter(winner for winner, _ in caught.best.values())
    for name, colour in caught.colours.items():
        own = [label for label, (winner, _) in caught.best.items() if winner == name]
        xs, ys = ([caught.places[label][k] for label in own] for k in (0, 1))
        words = f"{name}: best for {counts[name]}"
        axes.scatter(xs, ys, s=70, color=colour, edgecolors="white", zorder=5, label=words)
    for name, colour in caught.stars.items():
        x, y = caught.places[name]
        look: dict[str, Any] = {"markersize": 15, "markeredgecolor": "white", "zorder": 6}
        axes.plot([x], [y], marker="*", color=colour, **look)
    figure.legend(loc="outside lower left", ncols=3, frameon=False, fontsize=9)
    say_prices(figure, net)
    axes.set_title(caught.title, loc="left", fontsize=12, fontweight="bold", color=INK)
    shown = caught.criterion
    names = {label: f"{label} {shown.text(value)}" for label, (_, value) in caught.best.items()}
    _write_places(axes, tuple(caught.stars), names, caught.places)
    return figure


@dataclass(frozen=True)
class _Caught:
    """What a catchment shows: who is the best for each place, and by how much of what."""

    title: str
    criterion: Criterion
    #: By place: which is its best, and the value.
    best: dict[str, tuple[str, float]]
    colours: dict[str, str]
    #: What catches, or is gone to, with its colour: the origins, or the destination.
    stars: dict[str, str]
    places: dict[str, tuple[float, float]]


def _of_compare(net: Network, table: pd.DataFrame, by: str | None) -> _Caught:
    shown = criterion_by("cost" if by is None else by)
    column = shown.total
    check_columns(table, ("origin", "destination", "corridor", "served", column), "co.compare")
    served = table[table["served"].astype(bool) & table[column].notna()]
    destinations = list(dict.fromkeys(table["destination"]))
    if len(destinations) != 1:
        raise ValueError(f"a catchment is of one destination; the table has {len(destinations)}")
    if served.empty:
        raise ValueError("there is nothing to draw: no corridor serves any of the origins")
    order = served.sort_values([column, "corridor"], kind="stable").drop_duplicates("origin")
    rows = zip(order["origin"], order["corridor"], order[column], strict=True)
    best = {origin: (corridor, value) for origin, corridor, value in rows}
    return _Caught(
        title=f"The best corridor to {destinations[0]} by {shown.key}",
        criterion=shown,
        best=best,
        colours=corridor_colours(sorted({name for name, _ in best.values()}), net),
        stars={destinations[0]: INK},
        places=_positions(net, table, [*best, *destinations]),
    )


def _is_matrix(table: Any) -> bool:
    """Say whether a table has numbers alone, with names by rows and columns."""
    if not hasattr(table, "columns") or not all(kind.kind in "fi" for kind in table.dtypes):
        return False
    labels = [*table.index, *table.columns]
    return len(table) > 0 and all(isinstance(label, str) for label in labels)


def _of_matrix(net: Network, table: pd.DataFrame, by: str | None) -> _Caught:
    made_by = table.attrs.get("weight")
    if made_by is not None and made_by not in CRITERIA:
        words = "a mix" if not isinstance(made_by, str) else repr(made_by)
        raise ValueError(
            f"the matrix was made by {words}: a catchment is by one of {', '.join(CRITERIA)}"
        )
    shown = criterion_by(by or made_by or "cost")
    if made_by not in (None, shown.key):
        raise ValueError(f"the matrix was made by {made_by!r}, not by {shown.key!r}")
    once = table.loc[:, ~table.columns.duplicated()]
    reached = once.loc[:, once.notna().any()].drop(columns=[*table.index], errors="ignore")
    if reached.empty:
        raise ValueError("there is nothing to draw: no destination is reached from any origin")
    winners = reached.idxmin()
    best = {place: (winners[place], float(reached[place].min())) for place in reached}
    colours = corridor_colours([*table.index])
    return _Caught(
        title=f"Which of {len(table)} origins is the best by {shown.key}",
        criterion=shown,
        best=best,
        colours=colours,
        stars=colours,
        places=_positions(net, table, [*best, *table.index]),
    )


def _write_places(
    axes: Axes,
    stars: tuple[str, ...],
    names: Mapping[str, str],
    places: Mapping[str, tuple[float, float]],
) -> None:
    """Write what is starred, each place with its best, and the countries around them."""
    placer = Placer(axes, halo=True)
    xs, ys = zip(*places.values(), strict=True)
    placer.keep_clear(xs, ys, 6)
    near = (*PLACES, *RINGS)
    bold: dict[str, Any] = {"fontsize": 10, "fontweight": "bold", "zorder": 7}
    for star in stars:
        placer.write(*places[star], star, places=near, is_name=True, **bold)
    for place, text in names.items():
        placer.write(*places[place], text, places=near, fontsize=7.5, color=INK, zorder=7)
    write_countries(placer)


def _positions(
    net: Network, table: pd.DataFrame, labels: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Return where the places of a table lie, by what the table calls them.

    :func:`compare` and :func:`matrix` note in ``attrs`` which places they were asked for. Where
    that is lost, as in a table that was read from a file, a label tells its place: a name, a name
    with an id, or a position as text.
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
