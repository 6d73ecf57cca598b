"""Thousands of scenarios for many pairs, on any executor, resumable."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from corridors.network.changes.cards import Scenario
from corridors.network.files import new_file
from corridors.routing.conditions import Shipment
from corridors.routing.plan import Weight, coefficients
from corridors.routing.route import DEFAULT_SHIPMENT
from corridors.studies.bounds import Pair, PairOf, as_pairs
from corridors.studies.sweep.dispatch import run_chunks
from corridors.studies.sweep.tasks import Case, Work, records
from corridors.vocabulary import SPLITS, TOTALS

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Seconds between two writings of the results to the file.
_WRITE_EVERY_S = 10.0
_HEAD = ("scenario", "origin", "destination")


def sweep(
    net: Network,
    scenarios: Iterable[Scenario | Sequence[Scenario]],
    pairs: PairOf | Iterable[PairOf],
    *,
    weight: Weight = "cost",
    shipment: Shipment = DEFAULT_SHIPMENT,
    executor: Any = None,
    resume: str | Path | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """Route every pair under every scenario.

    Scenarios are applied as deltas on the compiled arrays; the network goes to each worker
    once. The rows are the same, and in the same order, whatever the executor. Ctrl-C
    returns what is finished, with a warning; a worker that dies is replaced and its cases
    are run again.

    Parameters
    ----------
    net
        The network.
    scenarios
        Scenarios; a sequence of scenarios in place of one is applied together.
    pairs, weight, shipment
        As in :func:`route` and :func:`compare_scenarios`.
    executor
        Anything with ``submit``: threads, processes, a Dask ``Client`` or its executor.
        ``None``: this process.
    resume
        A Parquet file: what it has of this sweep is not computed again, what is finished
        is written to it (needs pyarrow, in ``corridors[cluster]``).
    progress
        Show a progress bar on standard error.

    Returns
    -------
    DataFrame
        A row each scenario and pair, in the order given: ``scenario`` (ids joined by +),
        ``origin``, ``destination``, ``served``, ``cost_usd``, ``time_h``, ``distance_km``,
        ``transit_count``, ``co2e_kg``; ``usd_…`` and ``h_…`` by kind of leg, which add up
        to cost and time; ``link_ids`` (joined by ;) and ``reason`` (why there is no
        itinerary, or why the scenario cannot be applied).

    Raises
    ------
    CorridorsError
        If workers keep dying.
    ValueError
        If there is no scenario or no pair.

    Examples
    --------
    >>> import corridors as co
    >>> cases = [co.scenario("suez-closed")]
    >>> table = co.sweep(co.load(), cases, [("Karachi", "Istanbul")])
    >>> list(table["scenario"])
    ['suez-closed']
    """
    cases: list[Case] = [(c,) if isinstance(c, Scenario) else tuple(c) for c in scenarios]
    if not cases:
        raise ValueError("scenarios is empty; give scenarios, or sequences of them")
    coefficients(weight, shipment)
    found = as_pairs(net, pairs)
    work = Work(net, tuple((p.origin, p.destination) for p in found), weight, shipment)
    store = _Store(Path(resume) if resume else None, work, cases, found)
    todo = [k for k in range(len(cases)) if k not in store.rows]
    chunks = run_chunks(work, cases, todo, executor)
    try:
        with _bar(len(cases), len(cases) - len(todo), show=progress) as advance:
            for chunk, rows in chunks:
                store.add(chunk, rows)
                advance(len(chunk))
    except KeyboardInterrupt:
        chunks.close()
        done = f"{len(store.rows)} of {len(cases)} scenarios"
        warnings.warn(f"interrupted: {done} are finished", RuntimeWarning, stacklevel=2)
    finally:
        store.write()
    return store.frame()


class _Store:
    """The finished rows by case, in memory and in a Parquet file."""

    def __init__(
        self, path: Path | None, work: Work, cases: Sequence[Case], pairs: Sequence[Pair]
    ) -> None:
        self.path, self.cases, self.pairs = path, cases, pairs
        self.rows: dict[int, list[tuple]] = {}
        self.keys: list[str] = []
        self.written = monotonic()
        self.fresh = False
        if path is not None:
            common = fingerprint(work)
            self.keys = [_digest([common, *(repr(card) for card in case)]) for case in cases]
            if path.exists():
                self._read(path)

    def _read(self, path: Path) -> None:
        import pandas as pd

        old = pd.read_parquet(path)
        names = ["served", *TOTALS, *SPLITS, "link_ids", "reason"]
        known: dict[str, list[tuple]] = {}
        for key, row in zip(old["key"], old[names].itertuples(index=False), strict=True):
            known.setdefault(key, []).append(tuple(row))
        for number, key in enumerate(self.keys):
            if len(known.get(key, ())) == len(self.pairs):
                self.rows[number] = known[key]

    def add(self, chunk: Sequence[int], rows: Sequence[list[tuple]]) -> None:
        """Keep the rows of some cases."""
        self.rows.update(zip(chunk, rows, strict=True))
        self.fresh = True
        if self.path and monotonic() - self.written > _WRITE_EVERY_S:
            self.write()

    def write(self) -> None:
        """Write what is finished, in one go, so that the file is never half written."""
        if self.path is None or not self.fresh:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(self.path) as file:
            self.frame(with_keys=True).to_parquet(file, index=False)
        self.written, self.fresh = monotonic(), False

    def frame(self, *, with_keys: bool = False) -> pd.DataFrame:
        """Return the rows in the order of the cases and pairs."""
        import pandas as pd

        found: list[dict] = []
        for number in sorted(self.rows):
            name = "+".join(card.id for card in self.cases[number])
            head: list[dict[str, Any]] = [
                dict(zip(_HEAD, (name, *pair.labels), strict=True)) for pair in self.pairs
            ]
            if with_keys:
                head = [{"key": self.keys[number], **about} for about in head]
            found += records(head, self.rows[number])
        names = [*_HEAD, "served", *TOTALS, *SPLITS, "link_ids", "reason"]
        frame = pd.DataFrame(found, columns=["key", *names] if with_keys else names)
        frame["served"] = frame["served"].astype(bool)
        return frame


def fingerprint(work: Work) -> str:
    """Return a digest of all that a sweep's results depend on, but the scenarios."""
    net = work.network
    parts = [repr((work.pairs, work.weight, work.shipment, net.situation))]
    parts += [repr(dict(net.table(name).columns)) for name in net.table_names]
    return _digest(parts)


def _digest(parts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode())
        found.update(b"\0")
    return found.hexdigest()[:32]


@contextmanager
def _bar(total: int, done: int, *, show: bool) -> Iterator[Any]:
    """Give a function that advances a progress bar on standard error, if it is to be shown."""
    if not show:
        yield lambda _count: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Scenarios", total=total, completed=done)
        yield lambda count: bar.advance(task, count)
