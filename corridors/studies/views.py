"""What is chosen in a network: by the caller's weight, by value of goods, on each corridor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from corridors.errors import NoItineraryError
from corridors.network.places.naming import Pair
from corridors.routing.conditions import Conditions
from corridors.routing.departures import leaving
from corridors.routing.doors import Way
from corridors.routing.itinerary import Itinerary
from corridors.routing.pareto import pareto
from corridors.routing.question import Question, best_ways
from corridors.routing.questions import PairOf, Questions

if TYPE_CHECKING:
    from corridors.network.network import Network


@dataclass(frozen=True)
class View:
    """What is chosen in one network: by the caller's weight, by value of goods, by corridor.

    Each is found when it is first asked for.
    """

    net: Network
    pairs: Sequence[PairOf]
    conditions: Conditions
    values_usd: tuple[float, ...]
    _fronts: dict[int, list[Itinerary]] = field(default_factory=dict, init=False)
    _trips: dict[tuple, list[Itinerary | None]] = field(default_factory=dict, init=False)
    _ways: dict[tuple, list[Way | None]] = field(default_factory=dict, init=False)

    def of(self, net: Network) -> View:
        """Return the same view of another network."""
        return View(net, self.pairs, self.conditions, self.values_usd)

    @property
    def chosen(self) -> list[Itinerary | None]:
        """The way chosen for each pair."""
        return self._best(self.conditions)

    def at_value(self, value_usd: float) -> list[Itinerary | None]:
        """Return the way chosen for each pair for goods of a value."""
        shipment = replace(self.conditions.shipment, value_usd=value_usd)
        return self._best(replace(self.conditions, shipment=shipment, weight="generalised"))

    def on(self, corridor: str) -> list[Itinerary | None]:
        """Return the way chosen for each pair on a corridor."""
        return self._best(replace(self.conditions, corridor=corridor))

    @cached_property
    def labels(self) -> list[Pair]:
        """What each pair is called."""
        questions = Questions.of_pairs(self.net, self.pairs, self.conditions)
        return [question.labels for question in questions]

    def front(self, number: int) -> list[Itinerary]:
        """Return the front of cost and time of a pair; empty where there is no way.

        At a departure its ways are found with expected waits and timed from it.
        """
        if number not in self._fronts:
            asked = replace(self.conditions, weight="cost")
            try:
                found = pareto(
                    self.net, *self.pairs[number], criteria=("cost", "time"), conditions=asked
                )
                self._fronts[number] = list(found)
            except NoItineraryError:
                self._fronts[number] = []
        return self._fronts[number]

    def way(self, number: int) -> Way | None:
        """Return the way chosen for a pair."""
        self._best(self.conditions)
        return self._ways[_key(self.conditions)][number]

    def _best(self, conditions: Conditions) -> list[Itinerary | None]:
        key = _key(conditions)
        if key not in self._trips:
            questions = Questions.of_pairs(self.net, self.pairs, conditions)
            self._trips[key], self._ways[key] = _answers(questions)
        return self._trips[key]


def _key(conditions: Conditions) -> tuple:
    return conditions.weight, conditions.shipment, conditions.corridor


def _answers(questions: Questions) -> tuple[list[Itinerary | None], list[Way | None]]:
    """Return the itinerary of each question that its corridor serves, and its way."""
    served: list[Question] = [question for question in questions if not question.refusal()]
    if served and served[0].conditions.departure is not None:
        found = iter([leaving(question) for question in served])
    else:
        ways = best_ways(served)
        found = iter(
            [(w, None if w is None else q.itinerary(w)) for q, w in zip(served, ways, strict=True)]
        )
    both = [(None, None) if question.refusal() else next(found) for question in questions]
    return [trip for _, trip in both], [way for way, _ in both]
