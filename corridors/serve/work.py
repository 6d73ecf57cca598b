"""Who does the work: a few threads, a line that has an end, time that runs out, kept answers."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from corridors.serve.answer import Answer
from corridors.serve.refusals import RefusalError

#: Answers are kept up to so many bytes in all; one that is larger is not kept.
KEPT_BYTES, MOST_OF_ONE = 64 * 2**20, 8 * 2**20


class Kept:
    """The last answers, in bounds.

    Examples
    --------
    >>> kept = Kept(most_bytes=10)
    >>> kept.put("a", Answer(b"12345")), kept.put("b", Answer(b"1234567"))
    (None, None)
    >>> kept.get("a") is None, kept.get("b").body
    (True, b'1234567')
    """

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most = most_bytes
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self.size = 0

    def get(self, key: Hashable) -> Answer | None:
        """Return an answer that is kept."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer; those asked for longest ago go."""
        if len(answer.body) > min(self._most, MOST_OF_ONE) or key in self._answers:
            return
        self._answers[key] = answer
        self.size += len(answer.body)
        while self.size > self._most:
            _, gone = self._answers.popitem(last=False)
            self.size -= len(gone.body)


@dataclass
class Lane:
    """Threads that answer, and how many may wait for them and for how long.

    Parameters
    ----------
    threads
        So many questions are answered at a time.
    waiting
        So many more may wait; another is refused.
    seconds
        After so many seconds an asker is told that it takes too long. What has begun cannot be
        broken off and keeps its thread, so what waits is bounded, too.
    """

    threads: int
    waiting: int
    seconds: float
    held: int = 0
    pool: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self.pool = ThreadPoolExecutor(self.threads, thread_name_prefix="corridors-serve")

    async def do(self, work: Callable[[], Answer]) -> Answer:
        """Return what work gives, done by one of the threads.

        Raises
        ------
        RefusalError
            If too many wait already (429), or it takes too long (503).
        """
        if self.held >= self.threads + self.waiting:
            raise RefusalError(
                429,
                f"the server is busy: {self.held} questions are being answered or wait; ask again "
                "in some seconds",
                "Busy",
            )
        self.held += 1
        begun = self.pool.submit(work)
        waited = asyncio.wrap_future(begun)
        waited.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(waited), self.seconds)
        except TimeoutError:
            begun.cancel()  # what has not begun does not begin
            raise RefusalError(
                503,
                f"this takes longer than {self.seconds:g} seconds: ask for less at once, or by the "
                "command line, which waits",
                "TooLong",
            ) from None

    def _done(self, waited: asyncio.Future[Answer]) -> None:
        self.held -= 1
        if not waited.cancelled():
            waited.exception()  # whoever asked may be gone: it is not told as never retrieved

    def close(self) -> None:
        """Let the threads go; what waits is not begun."""
        self.pool.shutdown(wait=False, cancel_futures=True)


class Desk:
    """Answers questions once: from what is kept, with others who ask the same, or by a lane."""

    def __init__(self, lanes: dict[str, Lane], kept: Kept | None = None) -> None:
        self.lanes = lanes
        self.kept = kept or Kept()
        self._asked: dict[Hashable, asyncio.Task[Answer]] = {}

    async def answer(self, key: Hashable, lane: str, work: Callable[[], Answer]) -> Answer:
        """Return the answer of a question."""
        found = self.kept.get(key)
        if found is not None:
            return found
        task = self._asked.get(key)
        if task is None:
            task = asyncio.ensure_future(self.lanes[lane].do(work))
            self._asked[key] = task
            task.add_done_callback(lambda done: self._put(key, done))
        return await asyncio.shield(task)

    def _put(self, key: Hashable, done: asyncio.Task[Answer]) -> None:
        del self._asked[key]
        if not done.cancelled() and done.exception() is None:
            self.kept.put(key, done.result())

    def close(self) -> None:
        """Let all threads go."""
        for lane in self.lanes.values():
            lane.close()
