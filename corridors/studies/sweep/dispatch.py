"""Hand chunks of a sweep to an executor: any with ``submit``; dead workers are replaced."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from typing import Any, TypeVar

from corridors.errors import CorridorsError
from corridors.studies.sweep.tasks import Bench, Case, Rows, Work, run_here, run_packed

#: A chunk: the numbers of its cases.
Chunk = tuple[int, ...]
#: So many breakdowns in a row without one finished chunk end a sweep.
MOST_BREAKDOWNS = 3
#: Cases of a chunk at most: what is lost when a worker dies, and a step of the progress bar.
LARGEST_CHUNK = 50
_CHUNKS_A_WORKER = 4
#: Workers of an executor that does not say how many it has.
_WORKERS = 4
_Thing = TypeVar("_Thing")
_Row = TypeVar("_Row")


def chunks_of(numbers: Sequence[int], workers: int) -> list[Chunk]:
    """Return chunks small enough that all workers stay busy to the end."""
    size = max(1, min(LARGEST_CHUNK, len(numbers) // max(1, workers * _CHUNKS_A_WORKER)))
    return [tuple(numbers[k : k + size]) for k in range(0, len(numbers), size)]


def check_executor(executor: Any) -> None:
    """Refuse, before any work, what is neither ``None`` nor an executor.

    Raises
    ------
    TypeError
        If it has no ``submit``.
    """
    if executor is not None and not hasattr(executor, "submit"):
        raise TypeError(f"executor is one with a method submit, not {executor!r}")


def in_chunks(
    work: Callable[[Sequence[_Thing]], Iterable[_Row]], things: Sequence[_Thing], executor: Any
) -> Iterator[_Row]:
    """Yield what some work makes of things, in their order, in chunks on any executor.

    For work whose chunks are few and that nobody resumes; a sweep has :func:`run_chunks`.

    Parameters
    ----------
    work
        Makes as many rows of some things; a function of a module, or a ``partial`` of one.
    things
        What is worked on.
    executor
        What :func:`check_executor` lets through.

    Examples
    --------
    >>> list(in_chunks(sorted, [3, 1, 2], None))
    [1, 2, 3]
    """
    if executor is None:
        yield from work(things)
        return
    workers = int(getattr(executor, "_max_workers", 0) or _WORKERS)
    size = max(1, math.ceil(len(things) / (workers * _CHUNKS_A_WORKER)))
    parts = [things[k : k + size] for k in range(0, len(things), size)]
    for future in [executor.submit(work, part) for part in parts]:
        yield from future.result()


def run_chunks(
    work: Work, cases: Sequence[Case], numbers: Sequence[int], executor: Any
) -> Generator[tuple[Chunk, list[Rows]], None, None]:
    """Yield chunks with their rows as they finish, in any order.

    Raises
    ------
    CorridorsError
        If workers keep dying without finishing a chunk.
    """
    if executor is None:
        bench = Bench(work)
        for chunk in chunks_of(numbers, len(numbers)):
            yield chunk, run_here(bench, [cases[k] for k in chunk])
        return
    if not (hasattr(executor, "submit") or hasattr(executor, "scatter")):
        raise TypeError(f"executor is one with a method submit, or a Dask client, not {executor!r}")
    crew = _Crew(work, executor)
    try:
        yield from crew.run(cases, chunks_of(numbers, crew.workers))
    finally:
        crew.leave()


class _Crew:
    """An executor, what it is given once, and its successors if its workers die."""

    def __init__(self, work: Work, executor: Any) -> None:
        # A Dask client: its executor, and the bytes sent to its workers once.
        scatters = hasattr(executor, "scatter")
        client: Any = executor if scatters else getattr(executor, "_client", None)
        self.executor = executor.get_executor(pure=False) if scatters else executor
        self.own: ProcessPoolExecutor | None = None
        self.workers = int(
            getattr(executor, "_max_workers", 0) or _dask_workers(client) or _WORKERS
        )
        self.task: Callable[..., Any]
        self.payload: Any
        if isinstance(executor, ThreadPoolExecutor):
            self.task, self.payload = run_here, Bench(work)
        else:
            self.task, self.payload = run_packed, work.packed()
            if client is not None:
                self.payload = client.scatter(self.payload, broadcast=True, hash=False)

    def run(
        self, cases: Sequence[Case], chunks: Sequence[Chunk]
    ) -> Iterator[tuple[Chunk, list[Rows]]]:
        """Yield finished chunks; those whose worker died are handed out again."""
        waiting, breakdowns = list(chunks), 0
        futures: dict[Future, Chunk] = {}
        try:
            while waiting or futures:
                broken = self._submit(cases, waiting, futures)
                done, _ = wait(futures, return_when=FIRST_COMPLETED)
                for future in done:
                    chunk = futures.pop(future)
                    try:
                        rows = future.result()
                    except Exception as error:
                        if not _worker_died(error):
                            raise
                        waiting.append(chunk)
                        broken = True
                    else:
                        breakdowns = 0
                        yield chunk, rows
                if broken:
                    breakdowns += 1
                    self._replace(futures, waiting)
                if breakdowns > MOST_BREAKDOWNS:
                    first = ", ".join("+".join(c.id for c in cases[k]) for k in waiting[0])
                    raise CorridorsError(
                        f"workers died {breakdowns} times without finishing a chunk; the next "
                        f"was: {first}. What is finished is kept where resume names a file"
                    )
        finally:
            for future in futures:
                future.cancel()

    def _submit(
        self, cases: Sequence[Case], waiting: list[Chunk], futures: dict[Future, Chunk]
    ) -> bool:
        """Hand out what waits; say whether the executor is broken."""
        while waiting:
            try:
                chunk = waiting[0]
                future = self.executor.submit(self.task, self.payload, [cases[k] for k in chunk])
            except BrokenExecutor:
                return True
            futures[future] = waiting.pop(0)
        return False

    def _replace(self, futures: dict[Future, Chunk], waiting: list[Chunk]) -> None:
        """Take a new pool of processes for a broken one; other executors mend themselves."""
        if not isinstance(self.executor, ProcessPoolExecutor):
            return
        waiting += futures.values()
        futures.clear()
        self.leave()
        self.own = ProcessPoolExecutor(
            self.workers,
            mp_context=self.executor._mp_context,  # noqa: SLF001  the same way to start workers
        )
        self.executor = self.own

    def leave(self) -> None:
        """Shut down a pool that replaced the caller's."""
        if self.own is not None:
            self.own.shutdown(wait=False, cancel_futures=True)


def _worker_died(error: Exception) -> bool:
    """Say whether a task failed because its worker died (``KilledWorker`` is Dask's word)."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _dask_workers(client: Any) -> int:
    return len(client.scheduler_info()["workers"]) if client is not None else 0
