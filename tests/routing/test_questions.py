"""Many questions at once: searches are shared, and a pair may stand alone."""

import pytest
from asked import ask_all

from corridors.routing.question import best_ways
from corridors.routing.questions import pairs_of


def test_searches_are_shared_and_say_the_same(toy):
    pairs = [("Alpha", "Epsilon"), ("Alpha", "Zeta"), ("Beta", "Epsilon"), ("Alpha", "Gas Hub")]
    asked = ask_all(toy, pairs, weight="time")
    alone = [ask_all(toy, [pair], weight="time").best()[0] for pair in pairs]
    for way, other in zip(asked.best(), alone, strict=True):
        assert (way is None) == (other is None)
        if way is not None:
            assert way.arcs == other.arcs
    known = {1: None}
    assert asked.best(known)[1] is None
    assert best_ways([]) == []


def test_one_pair_may_stand_alone_also_of_positions():
    """Fault B12: a pair of positions was taken for two pairs."""
    a, b = (67.0, 24.9), (69.2, 41.3)
    assert pairs_of((a, b)) == [(a, b)]
    assert pairs_of(("Karachi", b)) == [("Karachi", b)]
    assert pairs_of([(a, b)]) == [(a, b)]
    assert pairs_of([("Karachi", "Lahore"), ("Lahore", "Quetta")])[1] == ("Lahore", "Quetta")
    for wrong in (["Karachi"], ["Karachi", "Lahore", "Quetta"], [("a", "b", "c")], [3]):
        with pytest.raises((ValueError, TypeError)):
            pairs_of(wrong)
    with pytest.raises(ValueError, match="pairs is empty"):
        pairs_of([])
