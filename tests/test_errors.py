"""The errors: what they say, and that they say it after a journey between processes."""

import copy
import difflib
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.errors import did_you_mean, not_one_of, one_of, several, suggesting, there_is_no

EVERY = [
    co.CorridorsError("a"),
    co.DataError(["a: b"]),
    co.DataError(["nodes.csv:2: lon 'x' is not a number", "links.csv:3: mode is empty"]),
    co.DataError(["a", "b", "c"]),
    co.DataError([]),
    co.UnknownNameError("there is no place 'x'"),
    co.UnknownNameError(),
    co.NoItineraryError("no itinerary from A to B: it is shut"),
    co.ScenarioError(["a: one"]),
    co.ScenarioError(["a: one", "b: two"]),
]


def test_every_error_is_tried():
    def tree(kind):
        return {kind}.union(*(tree(other) for other in kind.__subclasses__()))

    public = {kind for kind in tree(co.CorridorsError) if not kind.__name__.startswith("_")}
    assert public == {type(error) for error in EVERY}


@pytest.mark.parametrize("error", EVERY, ids=lambda e: f"{type(e).__name__}-{len(str(e))}")
@pytest.mark.parametrize(
    "again",
    [
        *(lambda e, n=n: pickle.loads(pickle.dumps(e, n)) for n in range(pickle.HIGHEST_PROTOCOL)),
        copy.copy,
        copy.deepcopy,
    ],
)
def test_errors_survive_pickle_and_copy(error, again):
    same = again(error)
    assert type(same) is type(error)
    assert (str(same), same.args) == (str(error), error.args)
    assert getattr(same, "faults", None) == getattr(error, "faults", None)


def test_what_was_noted_survives_too():
    error = co.DataError(["a: b"])
    error.add_note("while reading x.gpkg")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["while reading x.gpkg"]


def test_messages_of_faults():
    assert str(co.DataError(["a: b"])) == "1 fault in the data:\n  a: b"
    assert str(co.DataError(["a", "b"])) == "2 faults in the data:\n  a\n  b"
    assert str(co.ScenarioError(["a"])) == "a"
    assert str(co.ScenarioError(["a", "b"])) == "2 faults in the scenarios:\n  a\n  b"
    assert co.DataError("one text").faults == ("one text",)


def test_hints_and_faults_that_are_not_listed_are_counted_as_what_they_are():
    error = co.DataError(["a", "b", "c"], hints=["save it as x"], most=2)
    assert str(error) == "3 faults in the data:\n  a\n  b\n  and 1 more\n  save it as x"
    assert (error.faults, error.hints, error.more) == (("a", "b"), ("save it as x",), 1)
    assert str(co.DataError("a", hints=["do this"])) == "1 fault in the data:\n  a\n  do this"
    for same in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (str(same), same.hints, same.more) == (str(error), error.hints, error.more)


def test_errors_are_also_of_the_standard_library():
    for kind, standard in (
        (co.DataError, ValueError), (co.ScenarioError, ValueError),
        (co.UnknownNameError, KeyError), (co.NoItineraryError, LookupError),
    ):  # fmt: skip
        assert issubclass(kind, standard)
        assert issubclass(kind, co.CorridorsError)
    assert not issubclass(co.ScenarioError, co.DataError)


def test_one_of_those_known():
    assert one_of("box", "t", ("20ft", "t")) == "t"
    assert one_of("by", "cost", {"cost": 1}) == "cost"
    assert one_of("by", "cost", iter(["time", "cost"])) == "cost"
    with pytest.raises(ValueError, match=r"^box '45ft' is not one of 20ft, 40ft\. Did you mean '4"):
        one_of("box", "45ft", iter(["20ft", "40ft"]))
    with pytest.raises(ValueError, match=r"^box 'zzz' is not one of 20ft, 40ft$"):
        one_of("box", "zzz", ("20ft", "40ft"))


@pytest.mark.parametrize("word", [None, 7, 1.5, ["rail"], {"rail": 1}, b"rail", float("nan")])
def test_words_that_are_no_text_are_refused_in_words(word):
    with pytest.raises(ValueError, match="is not one of road, rail") as caught:
        one_of("mode", word, {"road": 1, "rail": 2})
    assert repr(word) in str(caught.value)


def test_of_nothing_there_is_none_to_choose_from():
    assert not_one_of("corridor", "x", ()) == "corridor 'x' cannot be: there is none to choose from"
    assert there_is_no("corridor", "x", ()) == "there is no corridor 'x'"
    assert (
        there_is_no("corridor", "x", (), "It has none") == "there is no corridor 'x'. It has none"
    )


def test_long_lists_are_cut_and_still_suggest_what_was_cut():
    known = [f"word-{n}" for n in range(100)]
    text = not_one_of("", "wurd-99", known)
    assert text.startswith("'wurd-99' is not one of word-0, word-1, ")
    assert "word-39 and 60 more. Did you mean 'word-99'" in text


def test_suggestions_do_not_mind_the_case():
    assert did_you_mean("KARACHI", ["Karachi", "Lahore"]) == " Did you mean 'Karachi'?"
    assert did_you_mean("zzz", ["Karachi"]) == ""
    assert suggesting("no", "rial", ["rail"]) == "no. Did you mean 'rail'?"
    assert suggesting("no", "zzz", ["rail"]) == suggesting("no", "zzz", []) == "no"


def test_suggestions_from_a_large_network_compare_few_words(monkeypatch):
    """Each comparison takes some 0.1 ms, and there may be a thousand faults to tell."""
    compared = []

    def counting(word, words, **how):
        compared.extend(words)
        return close(word, words, **how)

    close = difflib.get_close_matches
    monkeypatch.setattr(difflib, "get_close_matches", counting)
    assert "'osm-123456'" in did_you_mean("asm-123456", [f"osm-{n}" for n in range(300_000)])
    assert did_you_mean("osm-1234567", [f"osm-{n}" for n in range(300_000)])
    assert len(compared) <= 2 * 2_000


def test_of_a_thousand_places_twenty_are_compared_letter_by_letter(monkeypatch):
    """And the nearest are among them, whatever the order in which the places come."""
    counts = []
    close = difflib.get_close_matches

    def counting(word, words, **how):
        counts.append(len(words))
        return close(word, words, **how)

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    places = [f"place-number-{n:04}" for n in range(1000)]
    said = did_you_mean("place-numbr-0123", places)
    assert said.startswith(" Did you mean 'place-number-0123' or ")
    assert did_you_mean("place-numbr-0123", reversed(places)) == said
    assert did_you_mean("place" * 1000, places) == ""
    assert max(counts) == 20


@settings(max_examples=50, deadline=None)
@given(st.text(), st.lists(st.text()))
def test_any_words_make_a_message(word, known):
    assert repr(word) in not_one_of("x", word, known)
    assert repr(word) in there_is_no("x", word, known)
    if word in known:
        assert one_of("x", word, known) == word


@pytest.mark.parametrize("thing", [None, 5, "Karachi", b"x"])
def test_several_things_are_no_single_one(thing):
    with pytest.raises(TypeError, match=r"^pairs is a list, not "):
        several("pairs", thing)
    assert several("pairs", iter([1, 2])) == (1, 2)


def test_whole_numbers_beyond_all_use_are_refused_in_a_sentence(toy):
    with pytest.raises(ValueError, match="^a number that is given is too large: "):
        co.join(toy, toy, reach_km=10**400)
