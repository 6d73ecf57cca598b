"""The Pareto front as a chart, each itinerary named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.charts.figure import (
    INK,
    PALE,
    Placer,
    as_trips,
    new_figure,
    plain_axes,
    round_ticks,
    say_prices,
)
from corridors.criteria import CRITERIA
from corridors.maps.names import ways_apart
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.routing.itinerary import Itinerary

#: The mark tells the mode of the most kilometres.
_MARKS = {"sea": "o", "ferry": "s", "rail": "^", "road": "D"}
#: Of larger fronts only every other, third, … itinerary is named.
_MANY = 24
#: The ring around the compromise.
_RING: dict[str, Any] = {
    "linestyle": "",
    "marker": "o",
    "markersize": 17,
    "markerfacecolor": "none",
    "markeredgecolor": INK,
}
#: What the axes call each criterion.
_WORDS = {"transits": "Transits", "co2e": "Greenhouse gases (kg CO2e)"}


def draw_pareto(
    front: Any, *, criteria: Sequence[str] | None = None, language: str = "en"
) -> Figure:
    """Draw a Pareto front: each itinerary a point, named by its modes and countries.

    The mark tells the mode of the most kilometres; the compromise, if the front has one
    (:meth:`ParetoFront.knee`), is ringed.

    Parameters
    ----------
    front
        A front with ``itineraries`` (and ``criteria``), or a sequence of itineraries.
    criteria
        Two or three of cost, time, distance, transits, co2e: across, upwards, and as colour.
        ``None`` takes the front's own, or cost, time and transits.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If there is no itinerary or a criterion is not known.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> trips = [co.route(net, "Karachi", "Istanbul", weight=w) for w in ("cost", "time")]
    >>> co.draw_pareto(trips)
    <Figure size ...>
    """
    trips = as_trips(getattr(front, "itineraries", front))
    names = _criteria(front, criteria)
    figure = new_figure(10.5, 6.2, language=language)
    axes = plain_axes(figure)
    xs, ys = (_values(trips, name) for name in names[:2])
    colours = _values(trips, names[2]) if len(names) > 2 else [0.0] * len(trips)
    whole = len(names) > 2 and names[2] == "transits"
    handles, dots = _scatter(axes, trips, (xs, ys, colours), whole=whole)
    if hasattr(front, "knee"):
        best = trips.index(front.knee())
        handles += axes.plot([xs[best]], [ys[best]], label="compromise", **_RING)
    _staircase(axes, xs, ys)
    if len(names) > 2 and len(set(colours)) > 1:
        bar = figure.colorbar(dots, ax=axes, shrink=0.7, pad=0.01)
        bar.set_label(_axis(names[2]), color=INK)
        bar.outline.set_visible(False)
        if whole:
            bar.set_ticks(sorted(set(colours)))
            bar.ax.yaxis.set_major_formatter("{x:.0f}")
            bar.minorticks_off()
    axes.set_xlabel(_axis(names[0]), color=INK)
    axes.set_ylabel(_axis(names[1]), color=INK)
    round_ticks(axes.xaxis, whole=names[0] == "transits")
    round_ticks(axes.yaxis, whole=names[1] == "transits")
    axes.margins(0.14)
    axes.set_title(_title(trips, front), loc="left", fontsize=12, fontweight="bold", color=INK)
    figure.legend(handles=handles, loc="outside lower left", ncols=5, frameon=False, fontsize=9)
    say_prices(figure, trips[0].network)
    _name(axes, trips, xs, ys)
    return figure


def _criteria(front: Any, asked: Sequence[str] | None) -> tuple[str, ...]:
    """Return what is drawn across, upwards and as colour: as asked, or as the front has it."""
    if asked is None:
        own = getattr(front, "criteria", None)
        names = tuple(own)[:3] if own else ("cost", "time", "transits")
    else:
        names = (asked,) if isinstance(asked, str) else tuple(asked)
    if not 2 <= len(names) <= 3 or any(name not in tuple(CRITERIA) for name in names):
        raise ValueError(f"criteria={names!r}: expected two or three of {', '.join(CRITERIA)}")
    return names


def _scatter(
    axes: Axes,
    trips: Sequence[Itinerary],
    values: tuple[Sequence[float], Sequence[float], Sequence[float]],
    *,
    whole: bool,
) -> tuple[list[Any], Any]:
    """Draw the points, a mark for each main mode; return what the legend shows, and one of them.

    The legend's marks are grey: the colour of a point tells the third criterion. ``whole`` gives
    each whole number of that a colour of its own.
    """
    from matplotlib.colors import BoundaryNorm, Normalize

    xs, ys, colours = values
    low, high = min(colours), max(colours)
    steps = [low - 0.5 + k for k in range(round(high - low) + 2)] if whole else []
    norm = BoundaryNorm(steps, 256) if low < high and whole else Normalize(low, high)
    main = [_main_mode(trip) for trip in trips]
    handles = []
    for mode in dict.fromkeys(main):
        rows = [k for k, name in enumerate(main) if name == mode]
        mark = _MARKS.get(mode, "o")
        dots = axes.scatter(
            [xs[k] for k in rows],
            [ys[k] for k in rows],
            c=[colours[k] for k in rows],
            norm=norm,
            s=80,
            marker=mark,
            cmap="viridis_r",
            edgecolors="white",
            linewidths=1,
            zorder=3,
        )
        label = f"mostly {mode}" if mode else "nothing moves"
        handles += axes.plot([], [], linestyle="", marker=mark, color=PALE, ms=8, label=label)
    return handles, dots


def _main_mode(trip: Itinerary) -> str:
    km: dict[str, float] = {}
    for leg in trip.steps:
        km[leg.mode] = km.get(leg.mode, 0.0) + leg.km
    return max(sorted(km), key=lambda mode: km[mode], default="")


def _values(trips: Sequence[Itinerary], name: str) -> list[float]:
    by = CRITERIA[name]
    return [getattr(trip, by.total) / by.per_shown for trip in trips]


def _axis(name: str) -> str:
    return _WORDS.get(name) or f"{name.capitalize()} ({CRITERIA[name].shown})"


def _title(trips: Sequence[Itinerary], front: Any) -> str:
    pair = str(trips[0].pair)
    count = counted(len(trips), "itinerary")
    if not hasattr(front, "itineraries"):
        return f"{pair}: {count}"
    words = ", exact" if front.exact else f", within {front.bound:.0%}"
    return f"{pair}: {count} that no other beats in everything{words}"


def _staircase(axes: Any, xs: Sequence[float], ys: Sequence[float]) -> None:
    """Draw the limit that the first two criteria alone would set."""
    corners: list[tuple[float, float]] = []
    for x, y in sorted(zip(xs, ys, strict=True)):
        if not corners or y < corners[-1][1]:
            corners.append((x, y))
    if len(corners) > 1:
        fx, fy = zip(*corners, strict=True)
        axes.step(fx, fy, where="post", color="#8b9499", linewidth=1.1, zorder=2)


def _name(axes: Any, trips: Sequence[Itinerary], xs: Sequence[float], ys: Sequence[float]) -> None:
    placer = Placer(axes, above=True)
    placer.keep_clear(xs, ys, 6)
    names = ways_apart(trips)
    for k in sorted(range(len(trips)), key=lambda k: (xs[k], ys[k])):
        if len(trips) > _MANY and k % (len(trips) // _MANY + 1):
            continue
        placer.write(xs[k], ys[k], names[k], fontsize=8, color=INK)
