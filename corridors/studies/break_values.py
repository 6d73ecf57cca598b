"""Generalised cost: money plus time at the value of the goods, and where the choice changes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from numbers import Real
from typing import TYPE_CHECKING, Unpack

from corridors.arguments import asks
from corridors.errors import NoItineraryError, several
from corridors.network.places import Place
from corridors.network.places.naming import PAIR_COLUMNS
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.conditions.words import corridors_of, within
from corridors.routing.itinerary import Itinerary
from corridors.routing.pareto import ParetoFront, pareto
from corridors.vocabulary import VALUE_OF_TIME_SHARE_PER_DAY

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Share of the goods' value that a day costs: low, middle and high, of Hummels and Schaur 2013.
VALUE_OF_TIME_RANGE = (0.006, VALUE_OF_TIME_SHARE_PER_DAY, 0.021)


@asks
def generalised_cost_usd(
    trip: Itinerary,
    *,
    value_usd: float | None = None,
    share_per_day: float = VALUE_OF_TIME_SHARE_PER_DAY,
) -> float:
    """Return an itinerary's cost plus its time at the value of the goods.

    Parameters
    ----------
    trip
        The itinerary.
    value_usd
        Value of the goods; ``None`` takes that of the itinerary's shipment.
    share_per_day
        Share of the value that a day in transit costs.

    Returns
    -------
    float
        USD.

    Raises
    ------
    ValueError
        If ``value_usd`` or ``share_per_day`` is below 0 or not finite.
    TypeError
        If it is no itinerary.

    References
    ----------
    D. Hummels and G. Schaur, "Time as a Trade Barrier", American Economic Review 103(7),
    2013: 0.6 to 2.1 % of the value a day.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Istanbul")
    >>> co.generalised_cost_usd(trip, value_usd=0.0) == trip.cost_usd
    True
    """
    if not isinstance(trip, Itinerary):
        raise TypeError(f"trip is an Itinerary, not {trip!r}")
    value = within("value_usd", trip.shipment.value_usd if value_usd is None else value_usd, 0)
    return trip.cost_usd + trip.time_h / 24 * within("share_per_day", share_per_day, 0) * value


#: Money, hours and limits that differ by less than this share are the same.
_SAME = 1e-9


@dataclass(frozen=True)
class _Choice:
    """A point of a front: what one itinerary costs and lasts."""

    cost_usd: float
    time_h: float
    corridor: str
    front: ParetoFront
    number: int
    also: tuple[str, ...] = ()

    def is_alike(self, other: _Choice) -> bool:
        """Say whether another costs and lasts the same."""
        return math.isclose(self.cost_usd, other.cost_usd, rel_tol=_SAME) and math.isclose(
            self.time_h, other.time_h, rel_tol=_SAME
        )


_BESIDES = ("weight", "corridor")


@says(*_BESIDES)
@asks
def break_values(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    corridors: str | Iterable[str] | None = None,
    shares_per_day: Sequence[float] = VALUE_OF_TIME_RANGE,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> pd.DataFrame:
    """Find the values of goods at which the best itinerary, or corridor, changes.

    Exact: the itineraries that are best for some value of the goods are the corners of the
    lower hull of the front of cost and time.

    Parameters
    ----------
    net
        The network.
    origin, destination, shipment, modes, avoid, via, irregular, as_of, scenarios, conditions
        As in :func:`route`.
    departure
        As in :func:`route`, but for how ways are found: on the network of that day with expected
        waits, then timed from the departure, with the waits of the timetable.
    corridors
        ``None`` compares all itineraries; ids of corridors compare the best on each.
    shares_per_day
        Shares of the value that a day costs (0.006, 0.0135 and 0.021 by default).
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        A row each share and choice, by rising value: ``share_per_day``, ``value_from_usd``
        and ``value_to_usd`` (the range of values in which it is best), ``usd_per_day`` (what
        a day must be worth from this row on), ``corridor``, ``also`` (the other corridors whose
        itinerary costs and lasts the same), then the totals of the itinerary. Neighbouring rows
        of one corridor are other itineraries on it. A range may hold one value alone: where an
        itinerary is as good as those before and after it. ``attrs["pair"]`` names both ends with
        their countries.

    Raises
    ------
    UnknownNameError
        If a place, a corridor, a scenario or a word of ``avoid`` is not known.
    NoItineraryError
        If no corridor serves the pair; the message says why.
    ValueError
        If there is no share, or one is not above 0.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    References
    ----------
    D. Hummels and G. Schaur, "Time as a Trade Barrier", American Economic Review 103(7),
    2013.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.break_values(co.load(), "Karachi", "Istanbul")
    >>> float(table["value_from_usd"].iloc[0])
    0.0
    """
    import pandas as pd

    shares = _shares_of(shares_per_day)
    said = Conditions.of(conditions, besides=_BESIDES, **words)
    ids = corridors_of(corridors)
    ranges = _ranges(_corners(_choices(net, origin, destination, ids, said)))
    rows = []
    for share in shares:
        for choice, low, high in ranges:
            totals = choice.front[choice.number].summary()
            rows.append(
                {
                    "share_per_day": share,
                    "value_from_usd": 24 * low / share,
                    "value_to_usd": 24 * high / share,
                    "usd_per_day": 24 * low,
                    "corridor": choice.corridor,
                    "also": choice.also,
                    **{k: v for k, v in totals.items() if k not in _REPEATED},
                }
            )
    frame = pd.DataFrame(rows)
    frame.attrs["pair"] = str(ranges[0][0].front.question.labels)
    return dated(frame, net)


def _shares_of(shares_per_day: float | Iterable[float]) -> tuple[float, ...]:
    one = isinstance(shares_per_day, Real)
    shares = (shares_per_day,) if one else several("shares_per_day", shares_per_day)
    if not shares:
        raise ValueError("shares_per_day is empty; give numbers above 0")
    for share in shares:
        if within("shares_per_day", share, 0) == 0:
            raise ValueError(f"shares_per_day must be above 0, not {share}")
    return shares


_REPEATED = (*PAIR_COLUMNS, "corridor", "situation")


def _choices(
    net: Network,
    origin: Place,
    destination: Place,
    corridors: Sequence[str] | None,
    conditions: Conditions,
) -> list[_Choice]:
    """Return every itinerary on the fronts of cost and time."""
    found: list[_Choice] = []
    errors: list[NoItineraryError] = []
    for name in (None,) if corridors is None else corridors:
        on = replace(conditions, corridor=name)
        try:
            front = pareto(net, origin, destination, criteria=("cost", "time"), conditions=on)
        except NoItineraryError as error:
            errors.append(error)
            continue
        found += [
            _Choice(cost, time, name or "", front, k)
            for k, (cost, time) in enumerate(front.values.tolist())
        ]
    if not found:
        raise errors[0]
    return found


def _usd_per_h(slow: _Choice, quick: _Choice) -> float:
    """Return the value of an hour at which a quicker, dearer choice becomes the better."""
    return (quick.cost_usd - slow.cost_usd) / (slow.time_h - quick.time_h)


def _corners(choices: Sequence[_Choice]) -> list[_Choice]:
    """Return the lower hull, from the cheapest to the quickest, with what lies on its sides."""
    hull: list[_Choice] = []
    for choice in sorted(choices, key=lambda c: (c.cost_usd, c.time_h, c.corridor)):
        if hull and hull[-1].is_alike(choice):
            if choice.corridor not in (hull[-1].corridor, *hull[-1].also):
                hull[-1] = replace(hull[-1], also=(*hull[-1].also, choice.corridor))
            continue
        if hull and choice.time_h >= hull[-1].time_h:
            continue
        while len(hull) > 1 and _beats(hull[-2], hull[-1], choice):
            hull.pop()
        hull.append(choice)
    return hull


def _beats(slow: _Choice, middle: _Choice, quick: _Choice) -> bool:
    """Say whether at each value of an hour one of two is better than a choice between them."""
    to_quick, to_middle = _usd_per_h(middle, quick), _usd_per_h(slow, middle)
    return to_quick < to_middle and not math.isclose(to_quick, to_middle, rel_tol=_SAME)


def _ranges(corners: Sequence[_Choice]) -> list[tuple[_Choice, float, float]]:
    """Return each corner with the least and the greatest value of an hour at which it is best."""
    limits = list(accumulate((_usd_per_h(a, b) for a, b in pairwise(corners)), max))
    return list(zip(corners, [0.0, *limits], [*limits, math.inf], strict=True))
