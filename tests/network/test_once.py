"""What is made once: told by function and arguments, in bounds, not pickled, free of circles."""

import gc
import pickle
import threading
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.network.once import MOST_FUNCTIONS, Once


class Maker:
    """A function that counts its calls."""

    def __init__(self):
        self.made = []

    def __call__(self, thing, *more):
        self.made.append(more)
        return thing, more, len(self.made)


def test_an_answer_is_told_by_function_and_arguments():
    kept, one, other = Once(), Maker(), Maker()
    assert kept.get("x", one) is kept.get("x", one)
    assert kept.get("x", one, 1) != kept.get("x", one, 2)
    assert kept.get("x", other, 1)[0] == "x"
    assert (one.made, other.made) == ([(), (1,), (2,)], [(1,)])


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 4))
def test_what_was_asked_for_longest_ago_goes_first(asked, most):
    """Against a list in the order of asking."""
    kept, make, held = Once(), Maker(), []
    for word in asked:
        before = len(make.made)
        kept.get("x", make, word, most=most)
        assert (len(make.made) == before) == (word in held)
        held = [*(w for w in held if w != word), word][-most:]


def test_answers_of_so_many_functions_are_kept():
    kept, makers = Once(), [Maker() for _ in range(MOST_FUNCTIONS + 1)]
    for make in makers:
        kept.get("x", make)
    kept.get("x", makers[-1])
    kept.get("x", makers[0])
    assert [len(make.made) for make in makers] == [2, *[1] * MOST_FUNCTIONS]


def test_what_fails_is_not_kept():
    kept, tries = Once(), []

    def fails(thing):
        tries.append(thing)
        raise ValueError("not this time")

    for _ in range(2):
        with pytest.raises(ValueError, match="not this time"):
            kept.get("x", fails)
    assert len(tries) == 2


def test_it_goes_with_its_thing_and_is_pickled_empty():
    class Thing:
        def __init__(self):
            self.kept = Once()

    thing, make = Thing(), Maker()
    thing.kept.get("x", make)
    there = weakref.ref(thing)
    gc.disable()
    try:
        del thing
        assert there() is None
    finally:
        gc.enable()
    kept = Once()
    kept.get("x", make)
    pickle.loads(pickle.dumps(kept)).get("x", make)
    assert len(make.made) == 3


def test_threads_get_whole_answers():
    kept, found = Once(), []
    threads = [
        threading.Thread(target=lambda: found.extend(kept.get(k, divmod, 7) for k in [50] * 200))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(7, 1)] * 1600
