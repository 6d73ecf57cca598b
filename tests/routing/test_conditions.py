"""What callers say, in every form, becomes one thing."""

import inspect
import pickle
from dataclasses import fields
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

import corridors as co
from corridors.network.prices import Price
from corridors.routing.conditions import Conditions, Words

VERBS = (
    co.route, co.compare, co.matrix, co.pareto, co.alternatives, co.simulate, co.break_values,
    co.best_by_weights, co.compare_scenarios, co.criticality, co.break_even, co.sweep, co.timeline,
)  # fmt: skip


def test_every_form_of_a_word_is_the_same():
    one = Conditions.of(
        weight={"cost": 1, "time": 30}, modes="road", avoid="Iran", via=(67.0, 24.9),
        departure="2026-01-16", as_of="2026-01-15", scenarios="suez-closed",
    )  # fmt: skip
    other = Conditions.of(
        weight={"cost": 1.0, "time": 30.0}, modes=iter(["road"]), avoid=(w for w in ["Iran"]),
        via=[(67.0, 24.9)], departure=date(2026, 1, 16), as_of=date(2026, 1, 15),
        scenarios=[co.scenario("suez-closed")],
    )  # fmt: skip
    assert one == other
    assert hash(one) == hash(other)
    assert one.departure == datetime(2026, 1, 16)
    assert one.modes == ("road",)
    assert one.via == ((67.0, 24.9),)


def test_words_go_on_top_of_conditions():
    base = Conditions.of(weight="time", modes=["rail"])
    assert Conditions.of(base, modes=None).weight == "time"
    assert Conditions.of(base, modes=None).modes is None
    assert base.modes == ("rail",)


@pytest.mark.parametrize(
    ("words", "error", "match"),
    [
        ({"wieght": "cost"}, TypeError, "no keyword 'wieght' here. Did you mean 'weight'"),
        ({"weight": "tiem"}, ValueError, "weight 'tiem' is not one of .* Did you mean 'time'"),
        ({"weight": {"cost": -1}}, ValueError, "'cost' must be 0 or more"),
        ({"weight": {"cost": 0}}, ValueError, "at least one coefficient"),
        ({"weight": 3}, TypeError, "a criterion or a mapping"),
        ({"modes": []}, ValueError, "modes is empty"),
        ({"modes": ["raod"]}, ValueError, "Did you mean 'road'"),
        ({"avoid": [1]}, TypeError, "avoid is a text or several, not 1"),
        ({"departure": "soon"}, ValueError, "not of the form 2026-01-16"),
        ({"departure": 3}, TypeError, "datetime, a date or ISO text"),
        ({"as_of": "May"}, ValueError, "a day is a date"),
        ({"scenarios": "suez-clsed"}, co.UnknownNameError, "Did you mean 'suez-closed'"),
        ({"scenarios": [3]}, TypeError, "a scenario is a Scenario or the id of one"),
        ({"corridor": ["tapi"]}, TypeError, "the id of one corridor"),
        ({"shipment": "40ft"}, TypeError, "shipment is a Shipment"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(words, error, match):
    with pytest.raises(error, match=match):
        Conditions.of(**words)


def test_a_verb_names_the_words_that_it_does_not_take(toy):
    with pytest.raises(TypeError, match="no keyword 'via' here"):
        co.matrix(toy, "Alpha", "Epsilon", via="Beta")


@pytest.mark.parametrize(
    "asked",
    [
        lambda net, **words: co.criticality(net, ("Alpha", "Epsilon"), **words),
        lambda net, **words: co.timeline(net, ("Alpha", "Epsilon"), "2026-01-01", **words),
        lambda net, **words: co.break_even(
            net, "Alpha", "Epsilon", corridor="ship", table="links", where={"mode": "sea"},
            column="length_km", **words,
        ),
        lambda net, **words: co.best_by_weights(net, ("Alpha", "Epsilon"), ["cost"], **words),
    ],
)  # fmt: skip
def test_what_is_of_any_day_says_who_takes_a_departure(toy, asked):
    for words in (
        {"departure": "2026-01-01"},
        {"conditions": Conditions.of(departure="2026-01-01")},
    ):
        with pytest.raises(TypeError, match="It is of any day: route, compare, matrix, .* take"):
            asked(toy, **words)


def test_conditions_say_what_keywords_say(toy):
    said = Conditions.of(weight="time", avoid=["sea"])
    by_words = co.route(toy, "Alpha", "Epsilon", weight="time", avoid=["sea"])
    assert co.route(toy, "Alpha", "Epsilon", conditions=said) == by_words
    table = co.compare(toy, "Alpha", "Epsilon", conditions=said)
    assert table.equals(co.compare(toy, "Alpha", "Epsilon", weight="time", avoid=["sea"]))


def test_results_do_not_hold_the_callers_mapping(toy):
    """Fault B7: a weight changed after the call changed the result, and that of others."""
    weight = {"cost": 1.0}
    trip = co.route(toy, "Alpha", "Epsilon", weight=weight)
    weight["time"] = 9.0
    assert trip.weight == {"cost": 1.0}
    assert co.route(toy, "Alpha", "Epsilon", weight="cost").weight == "cost"
    trip.weight["time"] = 1.0
    assert co.route(toy, "Alpha", "Epsilon", weight={"cost": 1.0}).weight == {"cost": 1.0}


def test_days_and_scenarios_are_asked_by_words(net):
    there = net.at("2026-01-15").apply(co.scenario("suez-closed"))
    words = {"as_of": "2026-01-15", "scenarios": ["suez-closed"]}
    trip = co.route(net, "Karachi", "Istanbul", **words)
    assert trip.situation == there.situation
    assert trip.cost_usd == co.route(there, "Karachi", "Istanbul").cost_usd
    table = co.matrix(net, "Karachi", "Istanbul", **words)
    assert table.iloc[0, 0] == pytest.approx(trip.cost_usd)
    assert co.simulate(net, "Karachi", "Istanbul", n=10, **words).itinerary == trip
    same = Conditions.of(**words)
    assert same.situation(net) is same.situation(net)  # made once


def test_signatures_tell_every_word():
    names = {one.name for one in fields(Conditions)}
    assert names == set(Words.__annotations__)
    for verb in VERBS:
        parameters = inspect.signature(verb).parameters
        assert "words" not in parameters, verb
        assert "shipment" in parameters, verb
        assert parameters["shipment"].default == co.Shipment()
        documented = verb.__doc__
        for name in names & set(parameters):
            assert name in documented, (verb.__name__, name)


def test_conditions_survive_pickle():
    said = Conditions.of(weight={"time": 1}, scenarios="suez-closed", as_of="2026-01-15")
    assert pickle.loads(pickle.dumps(said)) == said


def test_a_shipment_pays_by_its_box_or_its_tonnes():
    price = Price(usd_20ft=100.0, usd_40ft=150.0, usd_per_t=7.0)
    assert co.Shipment(box="20ft").pays(price) == 100.0
    assert co.Shipment().pays(price) == 150.0
    assert co.Shipment(commodity="bulk", cargo_t=50.0).pays(price) == 350.0


def test_conditions_made_by_hand_are_read_too():
    assert Conditions(modes="road", avoid="Iran", scenarios="suez-closed") == Conditions.of(
        modes=["road"], avoid=["Iran"], scenarios=["suez-closed"]
    )
    for word in ("avoid", "modes"):
        with pytest.raises(TypeError, match="is a text or several, not 5"):
            Conditions(**{word: 5})


def test_conditions_with_what_a_verb_does_not_take_are_refused(toy):
    """A timeline gave the values of one day to every day; a large matrix forgot ``via``."""
    for verb, given in (
        (lambda c: co.timeline(toy, ("Alpha", "Epsilon"), ["2024-01-01"], conditions=c), "as_of"),
        (lambda c: co.matrix(toy, ["Alpha"], ["Epsilon"], conditions=c), "via"),
    ):
        said = Conditions.of(**{given: "2024-01-01" if given == "as_of" else "Beta"})
        with pytest.raises(
            TypeError, match=f"these conditions have '{given}', which means nothing"
        ):
            verb(said)


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        ({"weight": {"cost": "1"}}, TypeError, "coefficient of 'cost' is a number, not '1'"),
        ({"weight": {"cost": True}}, TypeError, "coefficient of 'cost' is a number, not True"),
        ({"weight": {"cost": 10**400}}, ValueError, "coefficient of 'cost' must be 0 or more"),
        ({"weight": ("cost", "time")}, TypeError, "weight is a criterion or a mapping"),
        ({"conditions": "x"}, TypeError, "conditions is a Conditions, not 'x'"),
        ({"scenarios": None}, TypeError, "scenarios is a list, not None"),
        ({"scenarios": 5}, TypeError, "scenarios is a list, not 5"),
        ({"via": None}, TypeError, "via is a list, not None"),
        ({"as_of": pd.NaT}, ValueError, "a day is NaT"),
        ({"as_of": np.datetime64("NaT", "D")}, ValueError, "a day is NaT"),
        ({"departure": pd.NaT}, ValueError, "departure is NaT"),
        ({"departure": "soon"}, ValueError, r"2026-01-16T08:00 or 2026-01-16T08:00\+05:00"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(words, error, message):
    with pytest.raises(error, match=message):
        Conditions.of(**words)


@pytest.mark.parametrize("field", ["cargo_t", "value_usd"])
@pytest.mark.parametrize("value", ["20", None, True])
def test_a_shipment_is_told_in_numbers(field, value):
    with pytest.raises(TypeError, match=f"{field} is a number, not {value!r}"):
        co.Shipment(**{field: value})


@pytest.mark.parametrize(
    "moment", [np.datetime64("2026-03-15T08:00"), pd.Timestamp("2026-03-15T08:00")]
)
def test_times_of_numpy_and_pandas_are_times(moment):
    said = Conditions.of(departure=moment, as_of=moment)
    assert (said.departure, said.as_of) == (datetime(2026, 3, 15, 8), date(2026, 3, 15))
    assert type(said.departure) is datetime
