"""How each corridor's cost, days and rank moved through the years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Unpack

from corridors.arguments import asks
from corridors.errors import several
from corridors.network.changes.events import parse_day
from corridors.network.places.naming import PAIR_COLUMNS
from corridors.network.vintage import dated
from corridors.routing.compare import ANY_WAY, comparisons, nothing_compared
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.conditions.words import corridors_of
from corridors.routing.questions import PairsOf, pairs_of

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

_SHOWN = ("served", "cost_usd", "time_h", "distance_km", "transit_count", "transit_countries")


_LAST = ("rank_cost", "rank_time", "reason", "situation")
_BESIDES = ("corridor", "departure", "as_of")


@says(*_BESIDES)
@asks
def timeline(
    net: Network,
    pairs: PairsOf,
    dates: str | date | Iterable[str | date],
    *,
    corridors: str | Iterable[str] | None = None,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> pd.DataFrame:
    """Compare corridors, and the best way on any or none, on several days.

    Parameters
    ----------
    net
        The network; its scenarios are applied on every day.
    pairs
        (origin, destination) pairs of places, with weights as :func:`read_pairs` gives them, or the
        name of such a CSV file.
    dates
        Days as in :meth:`Network.at`.
    corridors, weight, shipment, modes, avoid, via, irregular, scenarios, conditions
        As in :func:`compare`.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        A row each day, pair and corridor, for each pair first ``"any way"``: ``day``,
        ``origin``, ``origin_country``, ``destination``, ``destination_country``, ``corridor``,
        ``served``, ``cost_usd``, ``time_h``, ``distance_km``, ``transit_count``,
        ``transit_countries``,
        ``rank_cost`` and ``rank_time`` of these ways (each corridor's best by ``weight``) among the
        corridors that serve the pair that day (``nan`` for others and for any way), ``reason``
        and ``situation``.

    Raises
    ------
    ValueError
        If there is no day, or one is no date.
    UnknownNameError
        If a place, a scenario or a word of ``avoid`` is not known.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.timeline(
    ...     co.load(), ("Karachi", "Istanbul"), ["2023-06-01", "2024-06-01"],
    ...     corridors=["deep-sea-suez"],
    ... )
    >>> list(table["day"].astype(str))
    ['2023-06-01', '2023-06-01', '2024-06-01', '2024-06-01']
    >>> list(table["corridor"][:2])
    ['any way', 'deep-sea-suez']
    """
    import pandas as pd

    days = [
        parse_day(day)
        for day in ([dates] if isinstance(dates, str | date) else several("dates", dates))
    ]
    if not days:
        raise ValueError("dates is empty; give days such as '2026-03-15'")
    said = Conditions.of(conditions, besides=_BESIDES, **words)
    net, there = said.situation(net), said.with_(scenarios=())
    ids, asked = corridors_of(corridors), pairs_of(pairs)
    known: dict[tuple[str, ...], list[dict]] = {}
    rows = []
    for day in days:
        then = net.at(day)
        if then.felt not in known:
            known[then.felt] = [
                {**comparison.row(), "pair": number}
                for number, (origin, destination) in enumerate(asked)
                for comparison in comparisons(then, [origin], [destination], there, ids)
            ]
        rows += [{"day": day, **row, "situation": then.situation} for row in known[then.felt]]
    if not rows:
        raise ValueError(nothing_compared(net))
    frame = pd.DataFrame(rows)
    for name, column in (("rank_cost", "cost_usd"), ("rank_time", "time_h")):
        ranked = frame[column].where(frame["corridor"] != ANY_WAY)
        frame[name] = ranked.groupby([frame["day"], frame["pair"]]).rank(method="min")
    head = ["day", *PAIR_COLUMNS, "corridor"]
    return dated(frame[[*head, *_SHOWN, *_LAST]], net)
