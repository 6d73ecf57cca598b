"""A chart of a Pareto front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.vocabulary import CRITERION_UNITS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridors.routing.itinerary import Itinerary
    from corridors.routing.pareto import ParetoFront

_MODE_MARKS = {"sea": "o", "ferry": "s", "rail": "^", "road": "D"}
_LABELS = {
    "cost": "Cost (USD)",
    "time": "Time (days)",
    "distance": "Distance (km)",
    "transits": "Transits",
    "co2e": "Emissions (kg CO2e)",
}


def draw_pareto(front: ParetoFront) -> Figure:
    """Draw a front: first criterion across, second up, third as the size of the marks.

    The mark tells the mode of the most kilometres; the compromise (:meth:`ParetoFront.knee`)
    is named.

    Examples
    --------
    >>> import corridors as co
    >>> front = co.pareto(co.load(), "Karachi", "Istanbul", criteria=("cost", "time"))
    >>> co.draw_pareto(front).axes[0].get_xlabel()
    'Cost (USD)'
    """
    from matplotlib.figure import Figure

    x, y = front.criteria[:2]
    values = front.values.copy()
    for column, name in enumerate(front.criteria):
        if name == "time":
            values[:, column] /= 24
    sizes = _sizes(values[:, 2].tolist()) if len(front.criteria) > 2 else [60.0] * len(front)
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    main = [_main_mode(trip) for trip in front.itineraries]
    for mode in dict.fromkeys(main):
        rows = [k for k, name in enumerate(main) if name == mode]
        axes.scatter(
            values[rows, 0], values[rows, 1], [sizes[k] for k in rows],
            marker=_MODE_MARKS.get(mode, "o"), alpha=0.7, label=f"mostly {mode}",
        )  # fmt: skip
    if len(front):
        best = front.itineraries.index(front.knee())
        axes.annotate("compromise", values[best, :2], (6, 6), textcoords="offset points")
        axes.legend()
    axes.set_xlabel(_LABELS[x])
    axes.set_ylabel(_LABELS[y])
    trip = front.itineraries[0] if len(front) else None
    title = f"{trip.origin} - {trip.destination}: " if trip else ""
    size = f"; size: {CRITERION_UNITS[front.criteria[2]]}" if len(front.criteria) > 2 else ""
    axes.set_title(f"{title}{len(front)} itineraries that no other beats{size}", fontsize=10)
    axes.grid(alpha=0.3)
    return figure


def _sizes(values: Sequence[float]) -> list[float]:
    least = min(values, default=0.0)
    span = max(values, default=0.0) - least
    return [30 + 170 * (v - least) / span if span > 0 else 60.0 for v in values]


def _main_mode(trip: Itinerary) -> str:
    km: dict[str, float] = {}
    for leg in trip.steps:
        km[leg.mode] = km.get(leg.mode, 0.0) + leg.km
    return max(sorted(km), key=lambda mode: km[mode])
