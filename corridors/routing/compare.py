"""Compare corridors for pairs of places."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.criteria import CRITERIA, TOTALS
from corridors.errors import one_of
from corridors.graph.gates import Corridor, corridor_of
from corridors.network.places import Place, as_places
from corridors.network.places.naming import Pair
from corridors.network.places.pairs import Pairs, merged
from corridors.network.vintage import dated
from corridors.routing.choice import Choice, choice_for, share_of_each
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.conditions.words import corridors_of, texts, within, yes_or_no
from corridors.routing.doors import Way
from corridors.routing.itinerary import PARTS_OF_TOTALS, SUMMARY, Itinerary
from corridors.routing.notes import told
from corridors.routing.notes.back import MOST_BACK_KM, back_km_of, back_km_of_arcs, turned_back
from corridors.routing.notes.planned import as_if_built
from corridors.routing.question import Question, best_ways
from corridors.routing.questions import PairsOf, Questions, listed_pairs
from corridors.routing.reasons import explain

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Columns of a comparison in which the smallest value is the best.
BEST_COLUMNS = tuple(sorted(TOTALS, key=lambda total: total != "distance_km"))
#: What is searched for where nothing else is said.
BY = ("cost", "time", "transits")
#: The row of the best way of all, on a corridor or on none.
ANY_WAY = "any way"
_OTHER_COLUMNS = {"generalised": "generalised_usd", "weight": "weight"}
#: A row that is so many times the best way is said to be.
_FAR = 2.0


@dataclass(frozen=True)
class Comparison:
    """One pair on one corridor, or by any way: an itinerary, or the reason why there is none.

    ``best_by`` are the words (of criteria, or what the caller weighs by) by which the itinerary is
    the best there; ``corridor`` is empty for any way, ``number`` is that of the pair. ``is_built``
    is false of a way on a corridor that is planned itself, which is answered as if it were built.
    """

    origin: str
    destination: str
    corridor: str
    itinerary: Itinerary | None
    reason: str
    best_by: tuple[str, ...] = ()
    origin_country: str = ""
    destination_country: str = ""
    number: int = 0
    is_built: bool = True

    @property
    def pair(self) -> Pair:
        """Both ends with their countries."""
        return Pair(*(getattr(self, name) for name in Pair.__dataclass_fields__))

    @property
    def name(self) -> str:
        """The corridor's id, or ``"any way"``."""
        return self.corridor or ANY_WAY

    def row(self) -> dict:
        """Return the values of one row of :func:`compare`."""
        trip = self.itinerary
        head = {
            **self.pair.row(),
            "corridor": self.name,
            "served": trip is not None,
            "best_by": self.best_by,
        }
        numbers = {name: getattr(trip, name, np.nan) for name in _NUMBERS}
        words = {
            "transit_countries": trip.transit_countries if trip else (),
            "modes": trip.modes if trip else (),
        }
        return {**head, **numbers, **words, "reason": self.reason}


_NUMBERS = (
    *(name for name in SUMMARY if name in (*TOTALS, *PARTS_OF_TOTALS)),
    "generalised_usd",
)


@says("corridor")
@asks
def compare(
    net: Network,
    origins: Place | Iterable[Place] = (),
    destinations: Place | Iterable[Place] = (),
    *,
    pairs: PairsOf | None = None,
    corridors: str | Iterable[str] | None = None,
    by: str | Iterable[str] | None = None,
    within_days: float | Iterable[float] = (),
    shares: bool = False,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> pd.DataFrame:
    """Compare corridors: the cheapest, quickest and simplest way of each pair, on each and on any.

    Each is searched for by itself, so what is starred as the quickest is the quickest that there
    is. A corridor whose cheapest, quickest and simplest way are one has one row, else several.

    Parameters
    ----------
    net
        The network.
    origins, destinations
        Places as in :func:`route`; pairs of a place with itself are left out. Several origins
        alone are all pairs of them, in their order.
    pairs
        (origin, destination) pairs in place of both, with weights as :func:`read_pairs` gives them,
        or the name of such a CSV file.
    corridors
        Ids of corridors; ``None`` compares all that the network has.
    by
        Criteria that are searched for, of ``"cost"``, ``"time"``, ``"distance"``,
        ``"transits"``, ``"co2e"`` and ``"generalised"``; ``None``: the weight if one is given,
        else cost, time and transits.
    within_days
        Days: for each a column says the share of consignments that arrive within so many.
    shares
        Whether a column ``share`` says how the goods of a pair split over the different ways of its
        rows, as :func:`shares` does; rows of one way bear the same share.
    weight, shipment, modes, avoid, via, irregular, departure, as_of, scenarios, conditions
        As in :func:`route`.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        For each ``origin`` and ``destination``, as they were called, with ``origin_country``
        and ``destination_country``: first ``"any way"``, the best ways on a corridor or on
        none, then each corridor: ``corridor``, ``served``, ``best_by`` (the words by which the
        row's way is the corridor's best), ``distance_km``, ``cost_usd``, ``time_h`` (expected),
        ``time_p50_h``, ``time_p90_h``, ``transit_count``, ``border_crossings``,
        ``transshipments``, ``co2e_kg``, ``generalised_usd``, ``transit_countries``, ``modes``,
        ``reason`` (why the corridor cannot serve the pair, else empty), ``best`` (the columns,
        of those searched for, in which no way at all is better), ``note`` (whether it is over
        twice the best, or is told as if it were built, on a corridor that is not in operation
        itself: such a way is the best of nothing and has no share), ``within_15_days`` and the
        like, ``share`` (``nan`` without a way), and
        ``tonnes``, ``teu`` or ``weight`` of the pair, where ``pairs`` have it.
        ``attrs["places"]`` says which place each label is.

    Raises
    ------
    UnknownNameError
        If a place or corridor is not known.
    ValueError
        If no pair of different places is given, or places and pairs, or a word of ``by`` is no
        criterion.
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
    >>> table.loc[table["best"].map(lambda names: "time_h" in names), "corridor"].to_list()
    ['any way']
    """
    import pandas as pd

    given = Conditions.of(conditions, besides=("corridor",), **words)
    searched = searched_by(by, given, weighed="weight" in words)
    listed = None if pairs is None else merged(listed_pairs(pairs))
    places = [as_places(origins), as_places(destinations)]
    if listed is not None and any(places):
        raise ValueError("give origins and destinations, or pairs, not both")
    if len(places[0]) > 1 and not places[1]:
        listed = listed_pairs(list(combinations(places[0], 2)))
        places = [[], []]
    ends = places[0], places[1]
    found = list(comparisons(net, *ends, given, corridors, by=searched, pairs=listed))
    if not found:
        raise ValueError(nothing_compared(net))
    there = given.situation(net)
    choice = choice_for(there, given.shipment) if yes_or_no("shares", shares) else None
    frame = pd.DataFrame(comparison_rows(found, days_of(within_days), listed, choice))
    both = [place for side in (listed or places) for place in side]
    labels = there.gazetteer.labels(both)
    frame.attrs["places"] = dict(zip(labels, both, strict=True))
    return dated(frame, net)


def searched_by(
    by: str | Iterable[str] | None, conditions: Conditions, *, weighed: bool
) -> tuple[str, ...]:
    """Return the words that a comparison searches by; ``weighed``: the caller gave a weight.

    Raises
    ------
    ValueError
        If a word is no criterion, or there is none.
    """
    if by is None:
        own = weighed or conditions.weight != Conditions().weight
        return (_word(conditions.weight),) if own else BY
    found = tuple(dict.fromkeys(texts(by, "by")))
    for word in found:
        one_of("by", word, (*CRITERIA, "generalised"))
    if not found:
        raise ValueError("by is empty: nothing to search for")
    return found


def _word(weight: str | tuple[tuple[str, float], ...]) -> str:
    return weight if isinstance(weight, str) else "weight"


def comparisons(
    net: Network,
    origins: Place | Iterable[Place],
    destinations: Place | Iterable[Place],
    conditions: Conditions,
    corridors: str | Iterable[str] | None = None,
    *,
    by: Sequence[str] | None = None,
    pairs: PairsOf | None = None,
) -> Iterator[Comparison]:
    """Yield the comparisons of :func:`compare`, with their itineraries, pair by pair.

    Without ``by``, a corridor's best by the weight of the conditions alone; ``pairs`` stand in the
    place of origins and destinations.
    """
    net = conditions.situation(net)
    ids = corridors_of(corridors)
    chosen: list[Corridor | None] = [
        corridor_of(net, name) for name in (net.corridor_ids if ids is None else ids)
    ]
    chosen = [None, *chosen]
    there = replace(conditions, as_of=None, scenarios=())
    words = by or (_word(there.weight),)
    weighed = [_weighed(there, word) for word in words]
    if pairs is None:
        asked = [Questions.between(net, origins, destinations, said) for said in weighed]
    else:
        asked = [Questions.of_pairs(net, pairs, said) for said in weighed]
    for first in _runs(asked[0]):  # those of one origin share their searches
        answers = [
            _answers([question.on(corridor) for question in part[first] for corridor in chosen])
            for part in asked
        ]
        of_each = zip(*answers, strict=True)
        for number, question in enumerate(asked[0][first], first.start):
            for corridor in chosen:
                found = dict(zip(words, next(of_each), strict=True))
                for one in _comparisons(question.on(corridor), found):
                    yield replace(one, number=number)


def _weighed(conditions: Conditions, word: str) -> Conditions:
    return conditions if word == "weight" else replace(conditions, weight=word)


def _runs(questions: Questions) -> Iterator[slice]:
    """Yield the questions of each origin, which follow one another."""
    first = 0
    for number in range(1, len(questions) + 1):
        if number == len(questions) or questions[number].origin != questions[first].origin:
            yield slice(first, number)
            first = number


@dataclass(frozen=True)
class _Answer:
    """A way, or an itinerary of a day: its criteria, and what it is."""

    costs: Sequence[float]
    itinerary: Callable[[], Itinerary]
    back_km: float = 0.0
    is_built: bool = True


def _answers(questions: Sequence[Question]) -> list[_Answer | None]:
    """Return the answer of each question that its corridor serves."""
    served = [question for question in questions if not question.refusal()]
    if served and served[0].conditions.departure is not None:
        found = iter([_of_day(question.answer_in_operation()) for question in served])
    else:
        ways = best_ways(served)
        found = iter([_of_way(*pair) for pair in zip(served, ways, strict=True)])
    answers = [None if question.refusal() else next(found) for question in questions]
    return [
        _if_built(question) if answer is None and not question.refusal() else answer
        for question, answer in zip(questions, answers, strict=True)
    ]


def _if_built(question: Question) -> _Answer | None:
    """Return the answer on a corridor that is planned itself, as if it were built."""
    built = as_if_built(question)
    if built is None:
        return None
    if built.conditions.departure is not None:
        found = _of_day(built.answer_in_operation())
    else:
        found = _of_way(built, built.best())
    return None if found is None else replace(found, is_built=False)


def _of_way(question: Question, way: Way | None) -> _Answer | None:
    if way is None:
        return None
    back_km = back_km_of_arcs(question.plan.graph, way.arcs)
    return _Answer(question.costs_of(way).tolist(), partial(_told, question, way), back_km)


def _told(question: Question, way: Way) -> Itinerary:
    return told(question, question.itinerary(way), way.arcs)


def _of_day(trip: Itinerary | None) -> _Answer | None:
    if trip is None:
        return None
    return _Answer([getattr(trip, total) for total in TOTALS], lambda: trip, back_km_of(trip))


def _comparisons(question: Question, answers: Mapping[str, _Answer | None]) -> Iterator[Comparison]:
    """Yield the different ways of one pair on one corridor, as few as are the best by all words.

    A way on a corridor that turns back is none: the corridor does not lie between the two.
    """
    both = question.labels
    ends = both.origin, both.destination
    countries = both.origin_country, both.destination_country
    corridor = "" if question.corridor is None else question.corridor.corridor_id
    rows: list[tuple[_Answer, list[str]]] = []
    back_km = 0.0
    for word, answer in answers.items():
        if answer is None:
            continue
        if corridor and answer.back_km > MOST_BACK_KM:
            back_km = max(back_km, answer.back_km)
            continue
        weights = _weighed(question.conditions, word).coefficients
        least = float(weights @ answer.costs)
        for other, words in rows:
            if float(weights @ other.costs) <= least + 1e-9 * abs(least):
                words.append(word)
                break
        else:
            rows.append((answer, [word]))
    for answer, words in rows:
        yield Comparison(
            *ends, corridor, answer.itinerary(), "", tuple(words), *countries,
            is_built=answer.is_built,
        )  # fmt: skip
    if not rows:
        reason = turned_back(back_km) if back_km else explain(question)
        yield Comparison(*ends, corridor, None, reason, (), *countries)


def nothing_compared(net: Network) -> str:
    """Return why a comparison has no rows."""
    if not net.corridor_ids:
        return f"{net.name!r} has no corridors to compare; find itineraries with route or pareto"
    return "there is no pair of two different places to compare"


# -- what is the best ---------------------------------------------------------------------------


def days_of(within_days: float | Iterable[float]) -> tuple[float, ...]:
    """Return the days of ``within_days``, in order.

    Raises
    ------
    ValueError
        If one is below 0 or no number.
    """
    many = within_days if isinstance(within_days, Iterable) else (within_days,)
    return tuple(dict.fromkeys(within("within_days", days, 0) for days in many))


def comparison_rows(
    found: Sequence[Comparison], days: Sequence[float] = (), listed: Pairs | None = None,
    choice: Choice | None = None,
) -> list[dict]:  # fmt: skip
    """Return the rows of a comparison, with what each is the best in and whether it is far off.

    Of ``listed`` pairs that do not count alike, they tell what each counts, too. With a
    ``choice``, the share of the goods of the pair that the row's way gets.
    """
    least: dict[tuple[str, str], dict[str, float]] = {}
    for one in found:
        best = least.setdefault((one.origin, one.destination), {})
        for word in one.best_by:
            value = value_by(one, word) if one.is_built else math.inf
            best[word] = min(best.get(word, math.inf), value)
    split = _split(found, choice)
    rows = []
    for number, one in enumerate(found):
        best = least[one.origin, one.destination]
        equal = tuple(
            _column(w)
            for w, value in best.items()
            if one.is_built and value < math.inf and value_by(one, w) <= value + 1e-6
        )
        trip = one.itinerary
        shares = {
            f"within_{limit:g}_days": trip.within_days(limit) if trip else math.nan
            for limit in days
        }
        weight = {listed.unit: listed.weights[one.number]} if listed and listed.unit else {}
        own = {} if choice is None else {"share": split[number]}
        row = {**one.row(), "best": equal, "note": _far(one, best), **shares, **own, **weight}
        rows.append(row)
    return rows


def _split(found: Sequence[Comparison], choice: Choice | None) -> dict[int, float]:
    """Return the share of each row's way among the different ways of its pair."""
    if choice is None:
        return {}
    pairs: dict[Pair, list[int]] = {}
    for number, one in enumerate(found):
        pairs.setdefault(one.pair, []).append(number)
    split: dict[int, float] = {}
    for numbers in pairs.values():
        trips = [found[n].itinerary if found[n].is_built else None for n in numbers]
        split |= dict(zip(numbers, share_of_each(trips, choice), strict=True))
    return split


def value_by(one: Comparison, word: str) -> float:
    """Return what a way takes by a word that is searched by; ``inf`` where there is none."""
    trip = one.itinerary
    if trip is None:
        return math.inf
    if word == "weight":
        pairs = dict(trip.weight) if isinstance(trip.weight, Mapping) else {}
        return math.fsum(k * getattr(trip, CRITERIA[key].total) for key, k in pairs.items())
    return float(getattr(trip, _column(word)))


def _column(word: str) -> str:
    return CRITERIA[word].total if word in CRITERIA else _OTHER_COLUMNS[word]


def _far(one: Comparison, best: Mapping[str, float]) -> str:
    """Say by what a way that is the best of its corridor is over twice the best of all.

    Of one on a corridor that is not built: that it is told as if it were.
    """
    if not one.is_built:
        return "as if it were built"
    said = []
    for word in one.best_by:
        value, least = value_by(one, word), best[word]
        if least > 0 and value > _FAR * least:
            words = CRITERIA[word].best if word in CRITERIA else "best"
            said.append(f"{value / least:.1f} times the {words} way")
    return ", ".join(said)
