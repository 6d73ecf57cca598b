"""Many questions at once: all pairs of places, or given pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import several
from corridors.graph.gates import corridor_of
from corridors.network.places import Place, as_places, is_place
from corridors.network.places.pairs import ENDINGS, Pairs, read_pairs
from corridors.routing.conditions import Conditions
from corridors.routing.doors import Way, end_of, is_same
from corridors.routing.plan import Plan, plan_of
from corridors.routing.question import Question, best_ways

if TYPE_CHECKING:
    from corridors.network.network import Network

PairOf = tuple[Place, Place]
#: What a caller may give as pairs: one, several, such with weights, or the name of a file.
PairsOf = str | Path | Pairs | PairOf | Iterable[PairOf]


class Questions(Sequence[Question]):
    """Many questions under one plan; those of one origin are searched together."""

    def __init__(self, questions: Iterable[Question], plan: Plan | None = None) -> None:
        self._all = tuple(questions)
        self._plan = plan  # that of all of them, if they were asked under another

    @classmethod
    def between(
        cls,
        net: Network,
        origins: Place | Iterable[Place],
        destinations: Place | Iterable[Place],
        conditions: Conditions,
    ) -> Questions:
        """Return the questions of all pairs, but of a place with itself; alike names get ids."""
        net = conditions.situation(net)
        sides = [dict.fromkeys(as_places(places)) for places in (origins, destinations)]
        names = list(dict.fromkeys([*sides[0], *sides[1]]))
        labels = net.gazetteer.labels(names)
        ends = {
            place: replace(end_of(net, place), label=label)
            for place, label in zip(names, labels, strict=True)
        }
        plan = plan_of(net, conditions)
        return cls(
            Question(plan, ends[a], ends[b], conditions)
            for a in sides[0]
            for b in sides[1]
            if not is_same(ends[a], ends[b])
        )

    @classmethod
    def of_pairs(cls, net: Network, pairs: PairsOf, conditions: Conditions) -> Questions:
        """Return the questions of pairs of places; one pair may stand alone.

        Raises
        ------
        ValueError
            If there is no pair, or one joins a place with itself.
        UnknownNameError
            If a place is not known.
        """
        net = conditions.situation(net)
        corridor = None if conditions.corridor is None else corridor_of(net, conditions.corridor)
        plan = plan_of(net, conditions).on(corridor)
        found = []
        for pair in pairs_of(pairs):
            ends = [end_of(net, place) for place in pair]
            question = Question(plan, ends[0], ends[1], conditions, corridor)
            question.check()
            found.append(question)
        return cls(found)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, number: Any) -> Any:
        found = self._all[number]
        if self._plan is None:
            return found
        if isinstance(number, slice):
            return Questions(found, self._plan)
        return found.under(self._plan)

    def under(self, plan: Plan) -> Questions:
        """Return the same questions under another plan; each is made when it is looked at."""
        return Questions(self._all, plan)

    def best(self, known: Mapping[int, Way | None] | None = None) -> list[Way | None]:
        """Return the best way of each; ``known`` are ways, by number, that need no search."""
        known = known or {}
        rest = [k for k in range(len(self)) if k not in known]
        found = dict(zip(rest, best_ways([self[k] for k in rest]), strict=True)) | dict(known)
        return [found[k] for k in range(len(self))]


def pairs_of(pairs: PairsOf) -> list[PairOf]:
    """Return pairs of places; one pair, of names or of positions, may stand alone."""
    return list(listed_pairs(pairs).pairs)


def listed_pairs(pairs: PairsOf) -> Pairs:
    """Return pairs of places with what they count; a file is read, one pair may stand alone.

    Raises
    ------
    DataError
        With every fault of a file.
    FileNotFoundError
        If there is no such file.
    ValueError
        If there is no pair, or one is none.
    TypeError
        If it is nothing that holds pairs.
    """
    if isinstance(pairs, Pairs):
        many: list[Any] = list(pairs.pairs)
    elif isinstance(pairs, Path) or (
        isinstance(pairs, str) and Path(pairs).suffix.lower() in ENDINGS
    ):
        return read_pairs(pairs)
    elif isinstance(pairs, str):
        raise TypeError(f"pairs is a list, or the name of a .csv file, not {pairs!r}")
    else:
        many = list(several("pairs", pairs))
        if len(many) == 2 and all(is_place(place) for place in many):
            many = [tuple(many)]
    if not many:
        raise ValueError("pairs is empty; give (origin, destination) pairs")
    for pair in many:
        if (
            not isinstance(pair, Sequence)
            or isinstance(pair, str)
            or len(pair) != 2
            or not all(is_place(place) for place in pair)
        ):
            raise ValueError(f"a pair is (origin, destination), not {pair!r}")
    found = tuple((pair[0], pair[1]) for pair in many)
    if isinstance(pairs, Pairs):
        return replace(pairs, pairs=found)
    return Pairs(found, (1.0,) * len(found))
