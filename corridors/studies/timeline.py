"""How each corridor's cost, days and rank moved through the years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from corridors.network.changes.events import parse_day
from corridors.routing.compare import comparisons
from corridors.routing.conditions import Shipment
from corridors.routing.plan import Weight
from corridors.routing.route import DEFAULT_SHIPMENT
from corridors.studies.bounds import PairOf, as_pairs

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

_SHOWN = ("served", "cost_usd", "time_h", "distance_km", "transit_count", "transit_countries")


def timeline(
    net: Network,
    pairs: PairOf | Iterable[PairOf],
    dates: Iterable[str | date],
    *,
    corridors: Iterable[str] | None = None,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
) -> pd.DataFrame:
    """Compare corridors on several days.

    Parameters
    ----------
    net
        The network; its scenarios are applied on every day.
    pairs
        (origin, destination) pairs of places.
    dates
        Days as in :meth:`Network.at`.
    corridors, weight, shipment
        As in :func:`compare`.

    Returns
    -------
    DataFrame
        A row each day, pair and corridor: ``day``, ``origin``, ``destination``,
        ``corridor``, ``served``, ``cost_usd``, ``time_h``, ``distance_km``,
        ``transit_count``, ``transit_countries``, ``rank_cost`` and ``rank_time`` among the
        corridors that serve the pair that day (``nan`` for others), ``reason`` and
        ``situation``.

    Raises
    ------
    ValueError
        If there is no day, or one is no date.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.timeline(
    ...     co.load(), ("Karachi", "Istanbul"), ["2023-06-01", "2024-06-01"],
    ...     corridors=["deep-sea-suez"],
    ... )
    >>> list(table["day"].astype(str))
    ['2023-06-01', '2024-06-01']
    """
    import pandas as pd

    days = [parse_day(day) for day in dates]
    if not days:
        raise ValueError("dates is empty; give days such as '2026-03-15'")
    found = as_pairs(net, pairs)
    ids = None if corridors is None else tuple(corridors)
    known: dict[tuple[str, ...], list[dict]] = {}
    rows = []
    for day in days:
        then = net.at(day)
        if then.felt not in known:
            known[then.felt] = [
                {**comparison.row(), "pair": number}
                for number, pair in enumerate(found)
                for comparison in comparisons(
                    then,
                    [pair.origin],
                    [pair.destination],
                    corridors=ids,
                    weight=weight,
                    shipment=shipment,
                )
            ]
        rows += [{"day": day, **row, "situation": then.situation} for row in known[then.felt]]
    frame = pd.DataFrame(rows)
    for name, column in (("rank_cost", "cost_usd"), ("rank_time", "time_h")):
        frame[name] = frame.groupby(["day", "pair"])[column].rank(method="min")
    head = ["day", "origin", "destination", "corridor"]
    return frame[[*head, *_SHOWN, "rank_cost", "rank_time", "reason", "situation"]]
