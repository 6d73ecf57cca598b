"""The table of verbs: each has a path, words that can be read, and forms that are known."""

from corridors.serve.answer import MEDIA
from corridors.serve.verbs import QUICK, SLOW, VERBS


def test_the_verbs_that_are_promised_are_there():
    assert {"route", "compare", "pareto", "matrix", "scenarios", "places", "report"} <= set(VERBS)


def test_forms_and_lanes_are_known():
    for verb in VERBS.values():
        assert set(verb.forms) <= set(MEDIA)
        assert verb.lane in (QUICK, SLOW)
        assert ("format" in verb.known) == (len(verb.forms) > 1)


def test_words_of_conditions_are_the_same_of_all_that_take_them():
    for name in ("compare", "pareto", "matrix", "report"):
        shared = set(VERBS[name].words) & set(VERBS["route"].words)
        assert {"cargo_t", "avoid", "as_of", "scenario", "departure"} <= shared
