"""Compare corridors for pairs of places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from corridors.criteria import TOTALS
from corridors.graph.gates import Corridor, corridor_of
from corridors.network.places import Place, as_places
from corridors.routing.conditions import Conditions, Words, corridors_of, says
from corridors.routing.itinerary import PARTS_OF_TOTALS, SUMMARY, Itinerary
from corridors.routing.notes import told
from corridors.routing.question import Question, best_ways
from corridors.routing.questions import Questions
from corridors.routing.reasons import explain

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Columns of a comparison in which the smallest value is the best.
BEST_COLUMNS = tuple(sorted(TOTALS, key=lambda total: total != "distance_km"))


@dataclass(frozen=True)
class Comparison:
    """One pair on one corridor: an itinerary, or the reason why there is none."""

    origin: str
    destination: str
    corridor: str
    itinerary: Itinerary | None
    reason: str

    def row(self) -> dict:
        """Return the values of one row of :func:`compare`."""
        trip = self.itinerary
        head = {
            "origin": self.origin,
            "destination": self.destination,
            "corridor": self.corridor,
            "served": trip is not None,
        }
        numbers = {name: getattr(trip, name, np.nan) for name in _NUMBERS}
        words = {
            "transit_countries": trip.transit_countries if trip else (),
            "modes": trip.modes if trip else (),
        }
        return {**head, **numbers, **words, "reason": self.reason}


_NUMBERS = tuple(name for name in SUMMARY if name in (*TOTALS, *PARTS_OF_TOTALS))


@says("corridor")
def compare(
    net: Network,
    origins: Place | Iterable[Place],
    destinations: Place | Iterable[Place],
    *,
    corridors: str | Iterable[str] | None = None,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> pd.DataFrame:
    """Compare corridors: the best itinerary of each pair on each corridor.

    Parameters
    ----------
    net
        The network.
    origins, destinations
        Places as in :func:`route`; pairs of a place with itself are left out.
    corridors
        Ids of corridors; ``None`` compares all that the network has.
    weight, shipment, modes, avoid, via, departure, as_of, scenarios, conditions
        As in :func:`route`: each corridor's itinerary is the best by this weight, of those
        that leave at this moment.

    Returns
    -------
    DataFrame
        A row each origin, destination and corridor: ``served``, ``distance_km``,
        ``cost_usd``, ``time_h``, ``time_p90_h``, ``transit_count``, ``border_crossings``,
        ``transshipments``, ``co2e_kg``, ``transit_countries``, ``modes``, ``reason`` (why
        the corridor cannot serve the pair, else empty) and ``best``: the columns in which
        the row is the best of its pair. ``attrs["places"]`` says which place each label is.

    Raises
    ------
    UnknownNameError
        If a place or corridor is not known.
    ValueError
        If the network has no corridors, none or no pair of different places is given.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.compare(co.load(), "Karachi", "Istanbul", corridors=["deep-sea-suez"])
    >>> bool(table["served"].all())
    True
    """
    import pandas as pd

    given = Conditions.of(conditions, besides=("corridor",), **words)
    places = [as_places(origins), as_places(destinations)]
    found = comparisons(net, places[0], places[1], given, corridors)
    rows = [comparison.row() for comparison in found]
    if not rows:
        raise ValueError(nothing_compared(net))
    for row, names in zip(rows, best_columns(rows), strict=True):
        row["best"] = names
    frame = pd.DataFrame(rows)
    both = [*places[0], *places[1]]
    labels = given.situation(net).gazetteer.labels(both)
    frame.attrs["places"] = dict(zip(labels, both, strict=True))
    return frame


def comparisons(
    net: Network,
    origins: Place | Iterable[Place],
    destinations: Place | Iterable[Place],
    conditions: Conditions,
    corridors: str | Iterable[str] | None = None,
) -> Iterator[Comparison]:
    """Yield the comparisons of :func:`compare`, with their itineraries, pair by pair."""
    net = conditions.situation(net)
    ids = corridors_of(corridors)
    chosen = [corridor_of(net, name) for name in (net.corridor_ids if ids is None else ids)]
    there = replace(conditions, as_of=None, scenarios=())
    asked = Questions.between(net, origins, destinations, there)
    groups: dict[Place, list[Question]] = {}
    for question in asked:
        groups.setdefault(question.origin.place, []).append(question)
    for questions in groups.values():  # those of one origin share their searches
        on = [[question.on(corridor) for corridor in chosen] for question in questions]
        flat = [question for row in on for question in row]
        trips = iter(_answers(flat))
        for row in on:
            for question, corridor in zip(row, chosen, strict=True):
                yield _comparison(question, corridor, next(trips))


def _answers(questions: Sequence[Question]) -> list[Itinerary | None]:
    """Return the itinerary of each question that its corridor serves."""
    served = [not question.refusal() for question in questions]
    asked = [question for question, good in zip(questions, served, strict=True) if good]
    trips: Iterator[Any]
    if asked and asked[0].conditions.departure is not None:
        trips = iter([question.answer() for question in asked])
    else:
        ways = best_ways(asked)
        trips = iter(
            [
                way and told(q, q.itinerary(way), way.arcs)
                for q, way in zip(asked, ways, strict=True)
            ]
        )
    return [next(trips) if good else None for good in served]


def _comparison(question: Question, corridor: Corridor, trip: Itinerary | None) -> Comparison:
    return Comparison(
        origin=question.origin.label,
        destination=question.destination.label,
        corridor=corridor.corridor_id,
        itinerary=trip,
        reason="" if trip else explain(question),
    )


def nothing_compared(net: Network) -> str:
    """Return why a comparison has no rows."""
    if not net.corridor_ids:
        return f"{net.name!r} has no corridors to compare; find itineraries with route or pareto"
    return "there is no pair of two different places to compare"


def best_columns(rows: Sequence[dict]) -> list[tuple[str, ...]]:
    """Return for each row the columns in which it is the best of its pair."""
    least: dict[tuple, float] = {}
    for row in rows:
        for name in BEST_COLUMNS:
            key = (row["origin"], row["destination"], name)
            least[key] = min(least.get(key, np.inf), row[name] if row["served"] else np.inf)
    return [
        tuple(
            name
            for name in BEST_COLUMNS
            if row["served"] and row[name] <= least[row["origin"], row["destination"], name] + 1e-9
        )
        for row in rows
    ]
