"""Thousands of scenarios for many pairs, on any executor, resumable."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Unpack

from corridors.arguments import asks
from corridors.criteria import SPLITS, TOTALS
from corridors.engines.jit import foresee
from corridors.errors import DataError, several
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.network.files import alone_with, check_writable, new_file
from corridors.network.forms.gate import path_of
from corridors.network.forms.parquet import check_parquet
from corridors.network.places.naming import PAIR_COLUMNS, Pair
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, CorridorWords, says
from corridors.routing.questions import PairsOf, Questions
from corridors.studies.pairs import Amounts, amounts_of
from corridors.studies.sweep.dispatch import run_chunks
from corridors.studies.sweep.tasks import VALUES, Case, Rows, Work, rows_of
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from corridors.network.network import Network

#: Seconds between two writings of the results to the file.
_WRITE_EVERY_S = 10.0
_HEAD = ("scenario", *PAIR_COLUMNS)
#: The column of the file that says of which pair a row is, from 0; of files of old: -1.
_PAIR, _UNKNOWN = "pair", -1
_ENDS = ("origin", "destination")
_NAMES = ("served", *TOTALS, *SPLITS, "link_ids", "reason")
_BESIDES = ("scenarios",)
_WAY_OUT = "delete it, and what it held is computed again; or give another file"


#: Interpreted work of one pair under one scenario, in seconds, about.
_CASE_S = 0.002


@says(*_BESIDES)
@asks
def sweep(
    net: Network,
    scenarios: str | Scenario | Iterable[str | Scenario | Sequence[str | Scenario]],
    pairs: PairsOf,
    *,
    weights: Sequence[float] | None = None,
    unit: str = "",
    executor: Any = None,
    resume: str | Path | None = None,
    progress: bool = False,
    conditions: Conditions | None = None,
    **words: Unpack[CorridorWords],
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
        Scenarios, or ids of cards; a sequence of them in place of one is applied together.
    pairs
        (origin, destination) pairs of places, with weights as :func:`read_pairs` gives them, or the
        name of such a CSV file.
    weights
        How much each pair counts; ``None``: what ``pairs`` say, else all alike.
    unit
        What the weights are: ``"tonnes"`` or ``"teu"`` a year, which go in shipments of the size
        asked for; ``"weight"`` or nothing: no amounts.
    weight, shipment, corridor, modes, avoid, via, irregular, departure, as_of, conditions
        As in :func:`route`; with a departure each row is of the best way that leaves then.
    executor
        Anything with ``submit``: threads, processes, a Dask ``Client`` or its executor.
        ``None``: this process.
    resume
        A Parquet file: what it has of this sweep is not computed again, what is finished is
        written to it, and what it has of other scenarios stays; one sweep at a time works on it,
        and where it cannot be written any more that is a warning (needs pyarrow, in
        ``corridors[cluster]``).
    progress
        Show a progress bar on standard error.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        A row each scenario and pair, in the order given: ``scenario`` (ids joined by +),
        ``origin``, ``origin_country``, ``destination``, ``destination_country``, ``weight`` of the
        pair, ``shipments`` a year in which that goes (``nan`` for no amount), ``served``,
        ``cost_usd``, ``time_h``, ``distance_km``, ``transit_count``, ``co2e_kg``; ``usd_…`` and
        ``h_…`` by kind of leg, which add up to cost and time; ``link_ids`` (joined by ;) and
        ``reason``: empty, ``"no itinerary"`` (:func:`route` says why), or why the scenario
        cannot be applied; ``remark``: that the scenario is about other goods, or empty.

    Raises
    ------
    CorridorsError
        If workers keep dying, the file is torn, or another sweep works on it now.
    ValueError
        If there is no scenario or no pair, or if the file is no sweep's, or that of one on
        another network, other pairs or conditions.
    UnknownNameError
        If a place, a scenario or a word of ``avoid`` is not known.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> cases = [co.scenario("suez-closed")]
    >>> table = co.sweep(co.load(), cases, [("Karachi", "Istanbul")])
    >>> list(table["scenario"])
    ['suez-closed']
    """
    given = (
        (scenarios,) if isinstance(scenarios, str | Scenario) else several("scenarios", scenarios)
    )
    cases: list[Case] = [scenarios_of(case) for case in given]
    if not cases:
        raise ValueError("scenarios is empty; give scenarios, or sequences of them")
    said = Conditions.of(conditions, besides=_BESIDES, **words)
    net, there = said.situation(net), said.with_(as_of=None)
    amounts = amounts_of(pairs, there.shipment, weights, unit)
    labels = [question.labels for question in Questions.of_pairs(net, amounts.pairs, there)]
    work = Work(net, amounts.pairs, there)
    path = path_of("sweep: resume", resume) if resume else None
    with _kept_alone(path):
        store = _Store(path, work, cases, labels)
        _finish(store, work, executor, progress=progress)
    return dated(_told(store, amounts), net)


@contextmanager
def _kept_alone(path: Path | None) -> Iterator[None]:
    """Let nobody else write the file of results meanwhile; that none can be written is told now."""
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    check_writable(path)
    with alone_with(path):
        yield


def _finish(store: _Store, work: Work, executor: Any, *, progress: bool) -> None:
    """Compute what a store lacks."""
    cases = store.cases
    todo = [k for k in range(len(cases)) if k not in store.rows]
    foresee(len(todo) * len(work.pairs) * _CASE_S)
    chunks = run_chunks(work, cases, todo, executor)
    try:
        with _bar(len(cases), len(cases) - len(todo), show=progress) as advance:
            for chunk, rows in chunks:
                store.add(chunk, rows)
                advance(len(chunk))
    except KeyboardInterrupt:
        chunks.close()
        done = f"{len(store.rows)} of {counted(len(cases), 'scenario')}"
        warnings.warn(f"interrupted: {done} are finished", RuntimeWarning, stacklevel=3)
    finally:
        if why := store.write():
            told = f"{why}: the results are returned, but are not in that file"
            warnings.warn(told, RuntimeWarning, stacklevel=3)


def _countries(pair: Pair) -> tuple[str, str]:
    return pair.origin_country, pair.destination_country


def _told(store: _Store, amounts: Amounts) -> pd.DataFrame:
    """Return the rows with what each pair counts for, and whether a scenario is about others."""
    import numpy as np

    frame = store.frame()
    times = len(frame) // len(amounts.pairs)
    place = len(_HEAD)
    frame.insert(place, "weight", np.tile(np.array(amounts.weights, float), times))
    frame.insert(place + 1, "shipments", np.tile(np.array(amounts.shipments, float), times))
    remarks = (_remarks(store.cases[number], store.pairs) for number in sorted(store.rows))
    frame["remark"] = shared(_words([remark for some in remarks for remark in some]))
    return frame


def _remarks(case: Case, pairs: Sequence[Pair]) -> list[str]:
    """Return of each pair that a scenario is about other goods, or nothing."""
    about = [card for card in case if card.between]
    return [
        " ".join(filter(None, (card.about_others(*_countries(pair)) for card in about)))
        for pair in pairs
    ] if about else [""] * len(pairs)  # fmt: skip


class _Store:
    """The finished rows by case, in memory and in a Parquet file."""

    def __init__(
        self, path: Path | None, work: Work, cases: Sequence[Case], pairs: Sequence[Pair]
    ) -> None:
        self.path, self.cases, self.pairs = path, cases, pairs
        self.rows: dict[int, Rows] = {}
        self.keys: list[str] = []
        self.others: list[dict[str, Any]] = []
        self.written = monotonic()
        self.fresh = False
        if path is not None:
            self.common = fingerprint(work)
            self.keys = [_digest([self.common, *(repr(card) for card in case)]) for case in cases]
            if path.exists():
                self._read(path)

    def _read(self, path: Path) -> None:
        """Take over what is known of the cases; keep what is of other scenarios."""
        import pandas as pd

        try:
            check_parquet(path)
            old = pd.read_parquet(path)
        except (OSError, ValueError, MemoryError) as error:
            why = "; ".join(error.faults) if isinstance(error, DataError) else error
            raise DataError(
                [f"resume: {path} is no Parquet file, is torn or too large: {why}; {_WAY_OUT}"]
            ) from None
        # Files of old lack the countries, which are known anew.
        lacking = {"sweep", "key", "scenario", *_ENDS, *_NAMES} - set(old.columns)
        if lacking:
            raise ValueError(f"resume: {path} holds no results of a sweep; give another file")
        _check_values(path, old)
        if set(old["sweep"]) - {self.common}:
            raise ValueError(
                f"resume: {path} holds a sweep of another network, other pairs or conditions; "
                "give another file"
            )
        known: dict[str, dict[Any, tuple]] = {}
        which, wanted = self._named(old)
        rows = old[list(_NAMES)].itertuples(index=False)
        for key, pair, row in zip(old["key"], which, rows, strict=True):
            known.setdefault(key, {})[pair] = tuple(row)
        for number, key in enumerate(self.keys):
            there = known.get(key, {})
            if all(pair in there for pair in wanted):
                self.rows[number] = rows_of([there[pair] for pair in wanted])
        own = old["key"].isin(self.keys)
        self.others = old[~own].to_dict("records")

    def _named(self, old: pd.DataFrame) -> tuple[list[Any], list[Any]]:
        """Return of which pair each row of the file is, and the pairs: in any order of rows.

        That is a number, or in files of old the names of both ends; where these are those of
        several pairs nothing is known, and all is computed again.
        """
        if _PAIR in old:
            return old[_PAIR].tolist(), list(range(len(self.pairs)))
        names = [(pair.origin, pair.destination) for pair in self.pairs]
        ends = list(zip(*(old[end] for end in _ENDS), strict=True))
        return (ends if len(set(names)) == len(names) else [None] * len(old)), names

    def add(self, chunk: Sequence[int], rows: Sequence[Rows]) -> None:
        """Keep the rows of some cases."""
        self.rows.update(zip(chunk, rows, strict=True))
        self.fresh = True
        if self.path and monotonic() - self.written > _WRITE_EVERY_S:
            self.write()

    def write(self) -> str:
        """Write what is finished, in one go, so that the file is never half written.

        Returns why that is not possible: a full disk is no reason to lose what is in memory.
        """
        if self.path is None or not self.fresh:
            return ""
        self.written = monotonic()
        try:
            with new_file(self.path) as file:
                self._kept().to_parquet(file, index=False)
        except OSError as error:
            return f"{self.path} cannot be written: {error.strerror or error}"
        self.fresh = False
        return ""

    def _kept(self) -> pd.DataFrame:
        """Return what the file holds: the finished rows with their keys, and those of others."""
        import numpy as np
        import pandas as pd

        done, times = sorted(self.rows), len(self.pairs)
        keys = {
            "sweep": shared(np.tile(_words([self.common]), len(done) * times)),
            "key": shared(np.repeat(_words([self.keys[number] for number in done]), times)),
            _PAIR: np.tile(np.arange(times), len(done)),
        }
        frame = pd.DataFrame({**keys, **self._columns()}, copy=False)
        if self.others:
            rows = [*frame.to_dict("records"), *self.others]
            frame = pd.DataFrame(rows, columns=list(frame.columns))
        frame["served"] = frame["served"].astype(bool)
        frame[_PAIR] = frame[_PAIR].fillna(_UNKNOWN).astype(int)
        return frame

    def frame(self) -> pd.DataFrame:
        """Return the rows in the order of the cases and pairs."""
        import pandas as pd

        return pd.DataFrame(self._columns(), copy=False)

    def _columns(self) -> dict[str, Any]:
        """Return the columns of the finished rows, in the order of the cases and pairs."""
        import numpy as np

        done, times = sorted(self.rows), len(self.pairs)
        names = ["+".join(card.id for card in self.cases[number]) for number in done]
        ends = [pair.row() for pair in self.pairs]
        kept = [self.rows[number] for number in done]
        values = np.empty((VALUES, len(done) * times))
        for place, one in enumerate(kept):
            values[:, place * times : (place + 1) * times] = one.values.T
        return {
            "scenario": shared(np.repeat(_words(names), times)),
            **{
                word: shared(np.tile(_words([end[word] for end in ends]), len(done)))
                for word in PAIR_COLUMNS
            },
            "served": values[0].astype(bool),
            **dict(zip(_NAMES[1:VALUES], values[1:], strict=True)),
            **{
                word: shared(_words([text for one in kept for text in getattr(one, word)]))
                for word in _NAMES[VALUES:]
            },
        }


def _words(texts: Sequence[str]) -> np.ndarray:
    import numpy as np

    found = np.empty(len(texts), object)
    found[:] = texts
    return found


def shared(texts: np.ndarray) -> Any:
    """Return a column of texts in which those that are alike are kept once.

    It is of the kind that the pandas there is makes of texts, but Arrow would write out each.
    """
    import numpy as np
    import pandas as pd

    usual = pd.Series([""]).dtype
    if getattr(usual, "storage", "") != "pyarrow":
        return texts
    return pd.array(texts, dtype=pd.StringDtype("python", na_value=np.nan))


def _check_values(path: Path, old: pd.DataFrame) -> None:
    """Refuse a file in which somebody has made values of another kind, or emptied some."""
    import pandas as pd

    number, text = pd.api.types.is_numeric_dtype, pd.api.types.is_string_dtype
    kinds = {
        "served": pd.api.types.is_bool_dtype,
        **dict.fromkeys(_NAMES[1:VALUES], number),
        **dict.fromkeys(_NAMES[VALUES:], text),
    }
    faults = [name for name, is_so in kinds.items() if not is_so(old[name])]
    if not faults:
        served = old[old["served"]]
        faults = [name for name in TOTALS if served[name].isna().any()]
        faults += [name for name in _NAMES[VALUES:] if old[name].isna().any()]
    if faults:
        raise DataError([f"resume: {path} has lost values of {', '.join(faults)}; {_WAY_OUT}"])


def fingerprint(work: Work) -> str:
    """Return a digest of all that a sweep's results depend on, but the scenarios."""
    net = work.network
    parts = [repr((work.pairs, work.conditions, net.situation))]
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
