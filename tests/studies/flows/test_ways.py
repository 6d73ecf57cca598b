"""The ways of a pair over which goods split: the best first, none far behind, corridors by km."""

import corridors as co
from corridors.routing.conditions import Conditions
from corridors.routing.question import Question
from corridors.studies.flows import WAYS
from corridors.studies.flows.ways import FAR, best_arcs, corridors_on, ways_of

SAID = Conditions.of(weight="cost")


def asked(net, *pair):
    return Question.of(net, *pair, SAID)


def test_the_best_way_is_the_first_of_each_set(toy):
    question = asked(toy, "Alpha", "Epsilon")
    best = co.route(toy, "Alpha", "Epsilon", weight="cost")
    for ways in WAYS:
        found = ways_of(question, SAID, ways, 4)
        assert found[0][0].cost_usd == best.cost_usd


def test_no_way_is_far_dearer_and_slower_than_another_of_its_modes(toy):
    first, *others = [
        trip for trip, _ in ways_of(asked(toy, "Alpha", "Epsilon"), SAID, "alternatives", 4)
    ]
    for trip in others:
        for other in (first, *others):
            if set(other.modes) == set(trip.modes):
                assert trip.cost_usd <= FAR * other.cost_usd or trip.time_h <= FAR * other.time_h


def test_a_way_is_on_the_corridor_whose_gates_it_passes(toy):
    """By rail from Alpha to Epsilon all but the ends lies on line-c."""
    question = asked(toy, "Alpha", "Epsilon").on(None)
    arcs = best_arcs(question)
    trip = question.timed(arcs)
    assert corridors_on(question, trip, arcs) == ("line-c",)


def test_where_no_way_is_there_is_none(toy):
    shut = toy.subset(["rail-bc"], name="one link")
    question = Question.of(shut, "Beta", "Gamma", Conditions.of(modes=["road"]))
    assert best_arcs(question) is None
    assert ways_of(question, SAID, "alternatives", 4) == []
