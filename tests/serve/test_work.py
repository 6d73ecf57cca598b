"""Work in lanes: bounded, shared, given up when it takes too long."""

import asyncio
import threading

import pytest

from corridors.serve.answer import Answer
from corridors.serve.refusals import RefusalError
from corridors.serve.work import Desk, Kept, Lane


def desk(**settings):
    return Desk({"one": Lane(**{"threads": 1, "waiting": 1, "seconds": 30.0, **settings})})


def test_who_asks_the_same_waits_for_one_answer():
    made, go = [], threading.Event()

    def work():
        go.wait(10)
        made.append(1)
        return Answer(b"x")

    async def ask():
        at = desk()
        asked = [asyncio.ensure_future(at.answer("key", "one", work)) for _ in range(20)]
        await asyncio.sleep(0)
        go.set()
        found = await asyncio.gather(*asked)
        again = await at.answer("key", "one", work)
        at.close()
        return [*found, again]

    assert {answer.body for answer in asyncio.run(ask())} == {b"x"}
    assert made == [1]


def test_a_line_has_an_end():
    go = threading.Event()

    async def ask():
        at = desk()

        def work():
            go.wait(10)
            return Answer(b"x")

        asked = [asyncio.ensure_future(at.answer(k, "one", work)) for k in range(5)]
        await asyncio.sleep(0.01)
        go.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        after = await at.answer("after", "one", work)
        at.close()
        return found, after, at.lanes["one"].held

    found, after, held = asyncio.run(ask())
    refused = [one for one in found if isinstance(one, RefusalError)]
    assert [(one.status, one.kind) for one in refused] == [(429, "Busy")] * 3
    assert (after.body, held) == (b"x", 0)


def test_what_takes_too_long_is_given_up_and_what_waits_does_not_begin():
    go, begun = threading.Event(), []

    async def ask():
        at = desk(seconds=0.01)

        def work(name):
            begun.append(name)
            go.wait(10)
            return Answer(b"x")

        asked = [at.answer(k, "one", lambda k=k: work(k)) for k in ("first", "second")]
        found = await asyncio.gather(*asked, return_exceptions=True)
        go.set()
        for _ in range(1000):
            if not at.lanes["one"].held:
                break
            await asyncio.sleep(0.001)
        at.close()
        return found, at.lanes["one"].held

    found, held = asyncio.run(ask())
    assert [(one.status, one.kind) for one in found] == [(503, "TooLong")] * 2
    assert "takes longer than 0.01 seconds" in str(found[0])
    assert (begun, held) == (["first"], 0)


def test_an_error_is_told_to_each_and_not_kept():
    async def ask():
        at = desk()

        def work():
            raise ValueError("no")

        found = await asyncio.gather(
            *(at.answer("key", "one", work) for _ in range(3)), return_exceptions=True
        )
        answer = await at.answer("key", "one", lambda: Answer(b"x"))
        at.close()
        return found, answer

    found, answer = asyncio.run(ask())
    assert [str(one) for one in found] == ["no"] * 3
    assert answer.body == b"x"


def test_kept_answers_are_bounded():
    kept = Kept(most_bytes=1000)
    for number in range(100):
        kept.put(number, Answer(b"x" * 90))
        assert kept.size <= 1000
    assert kept.get(0) is None
    assert kept.get(99) is not None
    kept.put("large", Answer(b"x" * 1001))
    assert kept.get("large") is None


@pytest.mark.parametrize("size", [9 * 2**20])
def test_one_answer_is_no_large_part_of_what_is_kept(size):
    kept = Kept()
    kept.put("large", Answer(b"x" * size))
    assert kept.size == 0
