"""Every itinerary that no other beats on all criteria."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Real
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.criteria import CRITERIA, criteria_of
from corridors.display import show
from corridors.errors import NoItineraryError
from corridors.network.places import Place
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.conditions.words import whole, within
from corridors.routing.itinerary import SUMMARY, Itinerary
from corridors.routing.notes import told_of_front
from corridors.routing.notes.planned import as_if_built
from corridors.routing.question import Question
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from corridors.engines.fronts import Front
    from corridors.network.network import Network

#: The most partial ways of one search, by default: about 400 MB.
MAX_LABELS = 4_000_000


@dataclass(frozen=True, eq=False)
class ParetoFront:
    """Itineraries of which none is beaten by another on all criteria.

    Parameters
    ----------
    criteria
        The criteria compared.
    values
        The criteria of each itinerary: shape (itineraries, criteria), in order of the first
        criterion, then the next; with expected waits, whatever the departure.
    exact
        Whether these are all the itineraries that no other beats (one for each set of equal
        values).
    bound
        The guarantee: every possible itinerary has one here that is at most ``1 + bound``
        times worse in each criterion. 0 if exact, ``inf`` if nothing can be said.
    labels
        Partial ways that the search made.
    ways
        The arcs of each itinerary in the network's state graph.
    question
        What was asked for.

    Examples
    --------
    >>> import corridors as co
    >>> front = co.pareto(co.load(), "Karachi", "Istanbul", criteria=("cost", "time"))
    >>> front.itineraries[0].cost_usd <= front.itineraries[-1].cost_usd
    True
    """

    criteria: tuple[str, ...]
    values: np.ndarray
    exact: bool
    bound: float
    labels: int
    ways: tuple[tuple[int, ...], ...]
    question: Question

    @cached_property
    def itineraries(self) -> tuple[Itinerary, ...]:
        """The itineraries, in the order of ``values``; their ledgers are written when asked for."""
        found = [self.question.timed(way) for way in self.ways]
        if found:
            found[0] = told_of_front(self.question, found[0], self.ways[0], self.criteria)
        return tuple(found)

    def __len__(self) -> int:
        return len(self.ways)

    def __iter__(self) -> Iterator[Itinerary]:
        return iter(self.itineraries)

    def __getitem__(self, number: int) -> Itinerary:
        return self.itineraries[number]

    def __repr__(self) -> str:
        what = "exact" if self.exact else f"within {self.bound:.1%}"
        compared = f"{counted(len(self), 'itinerary')} on {', '.join(self.criteria)}"
        return f"ParetoFront({self.question.labels}: {compared}, {what})"

    def knee(self) -> Itinerary:
        """Return the compromise: the itinerary nearest to the best of every criterion.

        Distances are Euclidean after each criterion is scaled to 0 (the best in the front)
        to 1 (the worst); the first of equals is taken.

        Raises
        ------
        NoItineraryError
            If the front is empty, after a filter that nothing passes.
        """
        if not self.ways:
            raise NoItineraryError("the front is empty: no itinerary keeps the limits")
        values = self.values
        least, span = values.min(axis=0), np.ptp(values, axis=0)
        scaled = (values - least) / np.where(span > 0, span, 1)
        return self.itineraries[int(np.argmin((scaled**2).sum(axis=1)))]

    def filter(
        self,
        *,
        max_cost_usd: float = np.inf,
        max_time_h: float = np.inf,
        max_time_p90_h: float = np.inf,
        max_distance_km: float = np.inf,
        max_transits: float = np.inf,
        max_co2e_kg: float = np.inf,
    ) -> ParetoFront:
        """Return the front's itineraries that keep limits on any total, compared or not.

        Parameters
        ----------
        max_cost_usd
            USD of the whole shipment.
        max_time_h, max_time_p90_h
            Hours: those expected, and those that nine in ten consignments keep.
        max_distance_km
            Kilometres by all modes.
        max_transits
            Border crossings plus transshipments.
        max_co2e_kg
            Greenhouse gases, kg CO2e.

        Raises
        ------
        ValueError
            If a limit is not a number.
        """
        limits = {
            "cost_usd": max_cost_usd,
            "time_h": max_time_h,
            "time_p90_h": max_time_p90_h,
            "distance_km": max_distance_km,
            "transit_count": max_transits,
            "co2e_kg": max_co2e_kg,
        }
        for name, most in limits.items():
            if not isinstance(most, Real) or np.isnan(most):
                raise ValueError(f"the limit of {name} must be a number, not {most!r}")
        kept = [
            number
            for number, trip in enumerate(self.itineraries)
            if all(getattr(trip, name) <= most for name, most in limits.items() if most < np.inf)
        ]
        return replace(self, values=self.values[kept], ways=tuple(self.ways[k] for k in kept))

    def to_frame(self) -> pd.DataFrame:
        """Return a row of totals for each itinerary."""
        import pandas as pd

        rows = [trip.summary() for trip in self.itineraries]
        return dated(pd.DataFrame(rows, columns=list(SUMMARY)), self.question.network)

    def plot(self, *, language: str = "en") -> Figure:
        """Return a chart of the front: first criterion across, second up, third as colour.

        Parameters
        ----------
        language
            Of its words: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``.
        """
        found: Figure = show(self, "ParetoFront", "plot", language=language)
        return found


_BESIDES = ("weight",)


@says(*_BESIDES)
@asks
def pareto(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    criteria: Sequence[str] = ("cost", "time", "transits"),
    epsilon: float = 0.0,
    max_labels: int = MAX_LABELS,
    time_limit_s: float | None = None,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> ParetoFront:
    """Find every itinerary that no other beats on all criteria at once.

    Parameters
    ----------
    net
        The network.
    origin, destination, shipment, corridor, modes, avoid, via, irregular, as_of, scenarios, \
conditions
        As in :func:`route`; no itinerary re-enters a country that it has left.
    departure
        As in :func:`route`, but for how ways are found: on the network of that day with expected
        waits, then timed from the departure, with the waits of the timetable.
    criteria
        Two to five of ``"cost"``, ``"time"``, ``"distance"``, ``"transits"``, ``"co2e"``.
    epsilon
        0 gives the exact front. Above 0, a smaller front: every possible itinerary has one
        in it that is at most ``1 + epsilon`` times worse in each criterion, from end to end.
    max_labels
        The most partial ways one search keeps, about 100 bytes each. When it is reached,
        coarser tolerances are tried, and the front's ``bound`` says what is guaranteed.
    time_limit_s
        As ``max_labels``, by the clock; the answer then depends on the machine's speed.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    ParetoFront
        The itineraries, by the first criterion; ``exact`` and ``bound`` say what is guaranteed.

    Raises
    ------
    UnknownNameError
        If a place, a corridor, a scenario or a word of ``avoid`` is not known.
    NoItineraryError
        If there is no way; the message says why.
    ValueError
        If a criterion is unknown or named twice, or there are fewer than two; if a budget
        or ``epsilon`` is out of range.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    References
    ----------
    F. J. Pulido, L. Mandow and J. L. Perez de la Cruz, "Dimensionality reduction in
    multiobjective shortest path search", Computers & Operations Research 64, 2015.

    Examples
    --------
    >>> import corridors as co
    >>> front = co.pareto(co.load(), "Karachi", "Istanbul", criteria=("cost", "time"))
    >>> front.exact
    True
    >>> front.knee().cost_usd >= front[0].cost_usd
    True
    """
    wanted = _checked(criteria, epsilon, max_labels, time_limit_s)
    said = Conditions.of(conditions, besides=_BESIDES, **words).with_(weight=wanted[0])
    question = Question.of(net, origin, destination, said)
    fronts = _fronts(question, wanted, epsilon, max_labels, time_limit_s)
    built = None if any(front.ways for front in fronts) else as_if_built(question)
    if built is not None:
        question, fronts = built, _fronts(built, wanted, epsilon, max_labels, time_limit_s)
    if not any(front.ways for front in fronts) and question.direct is None:
        if all(front.bound in (0, epsilon) for front in fronts):
            raise question.why_not()
        raise NoItineraryError(
            f"no itinerary found within max_labels={max_labels}, time_limit_s={time_limit_s}: "
            "raise the limits or give epsilon"
        )
    values, ways = _merged(question, fronts, [list(CRITERIA).index(name) for name in wanted])
    return ParetoFront(
        criteria=wanted,
        values=values,
        exact=all(front.exact for front in fronts),
        bound=max((front.bound for front in fronts), default=0.0),
        labels=sum(front.labels for front in fronts),
        ways=ways,
        question=question,
    )


def _checked(
    criteria: Sequence[str], epsilon: float, max_labels: int, time_limit_s: float | None
) -> tuple[str, ...]:
    wanted = criteria_of(criteria) if criteria or not isinstance(criteria, Sequence) else ()
    if len(wanted) < 2 or len(set(wanted)) < len(wanted):
        raise ValueError(
            f"criteria must be two to five different ones of {', '.join(CRITERIA)}, not "
            f"{', '.join(wanted) or 'none'}; route and alternatives take one"
        )
    within("epsilon", epsilon, 0)
    whole("max_labels", max_labels, 1)
    if time_limit_s is not None and within("time_limit_s", time_limit_s, 0) == 0:
        raise ValueError("time_limit_s must be above 0: nothing is found in no time")
    return wanted


def _fronts(
    question: Question, criteria: Sequence[str], epsilon: float, max_labels: int,
    time_limit_s: float | None,
) -> list[Front]:  # fmt: skip
    """Return the front through each order of gates."""
    from corridors.engines import fronts

    columns = [list(CRITERIA).index(name) for name in criteria]
    found = []
    for gates in question.orders:
        problem = question.front_problem(gates, columns)
        share = None if time_limit_s is None else time_limit_s / len(question.orders)
        front = fronts.solve(problem, max_labels=max_labels, time_limit_s=share, epsilon=epsilon)
        if front is not None:
            found.append(front)
    return found


def _merged(
    question: Question, fronts: Sequence[Front], columns: Sequence[int]
) -> tuple[np.ndarray, tuple[tuple[int, ...], ...]]:
    """Return what no other beats of all fronts together, and of the direct way."""
    from corridors.engines.fronts import non_dominated

    ways = [way for front in fronts for way in front.ways]
    values = [front.values for front in fronts]
    if question.direct is not None:
        ways.append(())
        values.append(question.costs_of(question.direct)[None, list(columns)])
    every = np.concatenate(values)
    kept = non_dominated(every)
    return every[kept], tuple(ways[k] for k in kept)
