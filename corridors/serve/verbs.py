"""What can be asked: a row each verb, with its words, its forms and who answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from corridors.criteria import CRITERIA
from corridors.serve import lists, pictures, ways
from corridors.serve.answer import Answer
from corridors.serve.asked import Asked
from corridors.serve.words import (
    CORRIDOR,
    CORRIDORS,
    LANGUAGE,
    PAIR,
    PAIRS,
    SHIPMENT,
    SITUATION,
    WAYS,
    WEIGHT,
    Word,
    of,
)

#: A quick answer has seconds of its own threads; a slow one has more, and waits for others.
QUICK, SLOW = "quick", "slow"


@dataclass(frozen=True)
class Verb:
    """One kind of question.

    Parameters
    ----------
    name, what
        Its path without the slash, and what it answers.
    answer
        Who answers it.
    words
        The words that it takes.
    forms
        The forms in which it answers; the first is that where none is asked for.
    lane
        Whether it is quick or slow.
    """

    name: str
    what: str
    answer: Callable[[Asked], Answer]
    words: Mapping[str, Word] = field(default_factory=dict)
    forms: tuple[str, ...] = ("json",)
    lane: str = QUICK

    @property
    def known(self) -> dict[str, Word]:
        """The words that it takes, with that of its form where there are several."""
        form = Word("format", "the form of the answer", choices=self.forms, default=self.forms[0])
        return {**self.words, **(of(form) if len(self.forms) > 1 else {})}


_CONDITIONS = {**SITUATION, **WAYS, **SHIPMENT}
_ONE = {**PAIR, **WEIGHT, **CORRIDOR, **_CONDITIONS}
_OF = of(
    Word(
        "of", "what is shown: the best way, or the comparison that it belongs to",
        choices=("way", "comparison"), default="way",
    ),
)  # fmt: skip
_SEARCHED = (*CRITERIA, "generalised")
_VERBS = (
    Verb(
        "route", "The best itinerary, with its ledger: every leg and stop with USD, hours, source.",
        ways.route_answer, {**_ONE, **LANGUAGE}, ("json", "geojson", "csv", "gpkg"),
    ),
    Verb(
        "compare", "The cheapest, quickest and simplest way of all and of each corridor.",
        ways.compare_answer,
        {
            **PAIRS, **WEIGHT, **CORRIDORS, **_CONDITIONS, **LANGUAGE,
            **of(
                Word(
                    "by", "what is searched for; repeatable, or a,b", many=True, joined=True,
                    choices=_SEARCHED, default="cost,time,transits",
                ),
                Word(
                    "within_days", "tell the share that arrives within so many days; repeatable",
                    "number", many=True, least=0, most=3650,
                ),
            ),
        },
        ("json", "geojson", "csv", "gpkg"), SLOW,
    ),
    Verb(
        "pareto", "Every itinerary that no other beats on all criteria.", ways.pareto_answer,
        {
            **PAIR, **CORRIDOR, **_CONDITIONS,
            **of(
                Word(
                    "criterion", "what counts; repeatable, or a,b", many=True, joined=True,
                    choices=tuple(CRITERIA), default="cost,time",
                ),
                Word(
                    "epsilon", "0 is exact; 0.05 allows 5 % from end to end", "number", least=0,
                    most=1, default="0",
                ),
            ),
        },
        ("json", "geojson", "csv"), SLOW,
    ),
    Verb(
        "matrix", "One criterion between all pairs of places.", ways.matrix_answer,
        {**PAIRS, **WEIGHT, **{n: w for n, w in _CONDITIONS.items() if n != "via"}},
        ("json", "csv"), SLOW,
    ),
    Verb(
        "scenarios", "The scenario cards: what each changes, why, and by which source.",
        lists.scenarios_answer, LANGUAGE,
    ),
    Verb(
        "places", "The places that a few letters may mean, in any script.", lists.places_answer,
        of(
            Word("q", "letters of a place; a country may follow, as in Horgos, KZ"),
            Word("most", "so many places", "integer", least=1, most=50, default="10"),
        ),
        ("json", "geojson"),
    ),
    Verb("corridors", "The corridors, with their colours.", lists.corridors_answer, LANGUAGE),
    Verb(
        "sources", "The sources of amounts and hours, with titles and addresses.",
        lists.sources_answer,
        of(Word("source_id", "id of a source; repeatable, or a,b", many=True, joined=True)),
    ),
    Verb(
        "report", "A file to hand over.", pictures.report_answer,
        {
            **_ONE, **LANGUAGE,
            **of(
                Word(
                    "kind", "report: all ways, with map, charts and limits; ways: the ways of the "
                    "comparison; way: the best one", choices=("report", "ways", "way"),
                    default="report",
                ),
            ),
        },
        ("html", "xlsx", "md", "pdf"), SLOW,
    ),
    Verb(
        "scene", "The map's lines, places and cards, as plain data.", pictures.scene_answer,
        {**_ONE, **_OF, **LANGUAGE}, lane=SLOW,
    ),
    Verb(
        "land", "Land, coasts and borders, which scenes leave out.", pictures.land_answer, LANGUAGE
    ),
    Verb(
        "tcd", "A diagram of time, or cost, by distance.", pictures.tcd_answer,
        {
            **_ONE, **_OF, **LANGUAGE,
            **of(
                Word(
                    "measure", "what grows with distance", choices=("time", "cost"),
                    default="time",
                ),
            ),
        },
        ("svg",), SLOW,
    ),
)  # fmt: skip
VERBS: Mapping[str, Verb] = {verb.name: verb for verb in _VERBS}
