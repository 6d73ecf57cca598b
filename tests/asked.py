"""Questions and plans as verbs make them, for tests of what lies below the verbs."""

from __future__ import annotations

from corridors.routing.conditions import Conditions
from corridors.routing.plan import Plan, plan_of
from corridors.routing.question import Question
from corridors.routing.questions import Questions


def ask(net, origin, destination, **words) -> Question:
    """Return the question of two places."""
    return Question.of(net, origin, destination, Conditions.of(**words))


def ask_all(net, pairs, **words) -> Questions:
    """Return the questions of pairs of places."""
    return Questions.of_pairs(net, pairs, Conditions.of(**words))


def plan(net, **words) -> Plan:
    """Return the plan of some conditions."""
    return plan_of(net, Conditions.of(**words))
