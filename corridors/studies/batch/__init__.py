"""Many consignments at once: a row each, with its best way, or what is at fault in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from corridors.arguments import asks
from corridors.display import show
from corridors.errors import CorridorsError
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.route import route
from corridors.studies.batch.consignments import Consignment, consignments_of
from corridors.studies.batch.told import ANSWER, ASKED, MORE, asked_of, told_of
from corridors.studies.sweep.dispatch import check_executor, in_chunks
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network


@dataclass(frozen=True, eq=False)
class Batch:
    """Consignments and their best ways.

    Parameters
    ----------
    net
        The network that was asked.
    conditions
        What held where a row said nothing.
    rows
        One a consignment, as in :meth:`to_frame`.

    Examples
    --------
    >>> import corridors as co
    >>> done = co.batch(co.load(), [{"origin": "Karachi", "destination": "Tashkent"}])
    >>> len(done), len(done.faulty)
    (1, 0)
    """

    net: Network
    conditions: Conditions
    rows: tuple[Mapping[str, Any], ...]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def faulty(self) -> tuple[Mapping[str, Any], ...]:
        """The rows that have a fault, or no way."""
        return tuple(row for row in self.rows if row["fault"])

    def to_frame(self) -> pd.DataFrame:
        """Return a row a consignment, in the order in which they were given.

        Returns
        -------
        DataFrame
            ``row`` (where it stands), columns that are not read as they came, the question
            (``origin``, ``destination``, ``box``, ``cargo_t``, ``value_usd``, ``commodity``,
            ``departure``, ``weight``, and what else a row said), ``way``,
            ``transit_countries``, ``distance_km``, ``cost_usd`` and its parts by kind of leg, which
            add up to it (``line_haul_usd`` and so on), hours (``time_h`` expected, ``time_p50_h``,
            ``time_p90_h``), ``arrival_p50`` and
            ``arrival_p90`` (of a departure: by when half, and nine in ten, are there),
            ``transit_count``, ``co2e_kg``, ``situation`` (of which day the network is, under which
            scenarios), ``reason`` (what should be known of the way) and ``fault`` (empty: none).

        Examples
        --------
        >>> import corridors as co
        >>> done = co.batch(co.load(), [{"origin": "Karachi", "destination": "Nowhere"}])
        >>> "'Nowhere'" in done.to_frame()["fault"][0]
        True
        """
        import pandas as pd

        return dated(pd.DataFrame(list(self.rows), columns=list(self.columns)), self.net)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of :meth:`to_frame`: of the list, of the question, of the answer."""
        words = dict.fromkeys(word for row in self.rows for word in row)
        more = [word for word in MORE if word in words]
        other = [word for word in words if word not in {"row", *ASKED, *MORE, *ANSWER}]
        return ("row", *other, *ASKED, *more, *ANSWER)

    def save(self, path: str | Path) -> Path:
        """Write a workbook with a summary and a sheet of faults, or CSV.

        Parameters
        ----------
        path
            ``.xlsx`` (needs ``openpyxl``) or ``.csv``.

        Returns
        -------
        Path
            The absolute path of the file.

        Raises
        ------
        ValueError
            If the path has another ending.
        ImportError
            If a workbook is asked for without ``openpyxl``.
        """
        saved: Path = show(self, "Batch", "save", path=path)
        return saved

    def __repr__(self) -> str:
        told = counted(len(self), "consignment")
        return f"Batch({told}, {len(self.faulty)} with a fault)"


@says()
@asks
def batch(
    net: Network,
    consignments: str | Path | pd.DataFrame | Iterable[Mapping[str, Any]],
    *,
    executor: Any = None,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> Batch:
    """Find the best way of each of many consignments; a faulty row is a row with its fault.

    Parameters
    ----------
    net
        The network.
    consignments
        A ``.csv`` or ``.xlsx`` file, a DataFrame or mappings, with the columns ``origin`` and
        ``destination`` and any of ``box``, ``cargo_t``, ``value_usd``, ``commodity``,
        ``quantity``, ``unit``, ``departure``, ``weight`` (``cost``, or ``cost=1,time=30``),
        ``corridor``, ``service``, and, separated by semicolons, ``modes``, ``avoid``, ``via``.
        Other columns are kept beside the answer, one that is called as a part of it
        (``cost_usd``) as ``given_cost_usd``; ``as_of``, ``scenarios`` and ``irregular`` hold for
        all and are refused as columns.
    weight, shipment, corridor, modes, avoid, via, irregular, departure, as_of, scenarios
        What holds where a row says nothing, as for :func:`route`; by ``"generalised"`` if no
        weight is said, so that the value of the goods counts.
    executor
        Anything with ``submit``: threads, processes, a Dask client's executor. ``None``: this
        process.
    conditions
        The same as one object.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    Batch
        With :meth:`~Batch.to_frame` and :meth:`~Batch.save`.

    Raises
    ------
    DataError
        If a column lacks, is there twice or is misspelled, or there is no row.
    FileNotFoundError
        If there is no such file.
    TypeError
        If the executor has no ``submit``.

    Examples
    --------
    >>> import corridors as co
    >>> asked = [
    ...     {"origin": "Karachi", "destination": "Tashkent", "cargo_t": 18},
    ...     {"origin": "Karachi", "destination": "Tashkent", "cargo_t": "heavy"},
    ... ]
    >>> done = co.batch(co.load(), asked, weight="time")
    >>> done.to_frame()["fault"].tolist()
    ['', "cargo_t 'heavy' is not a number"]
    """
    check_executor(executor)
    if conditions is None:
        words.setdefault("weight", "generalised")
    given = Conditions.of(conditions, **words)
    asked = consignments_of(consignments, given)
    order = _in_order_of_days(asked)
    found = in_chunks(partial(_chunk, net), [asked[k] for k in order], executor)
    answers = dict(zip(order, found, strict=True))
    return Batch(net, given, tuple(answers[k] for k in range(len(asked))))


def _in_order_of_days(rows: Sequence[Consignment]) -> list[int]:
    """Return the rows so that those of one day follow one another: its network is made once."""

    def day(number: int) -> str:
        said = rows[number].conditions
        return "" if said is None or said.departure is None else said.departure.isoformat()

    return sorted(range(len(rows)), key=day)


def _chunk(net: Network, rows: Sequence[Consignment]) -> list[dict[str, Any]]:
    """Return the answers of some rows, each question asked once."""
    known: dict[Any, dict[str, Any]] = {}
    found = []
    for row in rows:
        key = (row.cells["origin"], row.cells["destination"], row.conditions, row.faults)
        if key not in known:
            known[key] = _answer(net, row)
        found.append({**asked_of(row), **known[key]})
    return found


def _answer(net: Network, row: Consignment) -> dict[str, Any]:
    """Return the best way, or what is at fault in a sentence."""
    if row.faults or row.conditions is None:
        return {"reason": "", "fault": "; ".join(row.faults)}
    try:
        trip = route(net, *row.pair, conditions=row.conditions)
        doubts = filter(None, map(net.gazetteer.doubt, dict.fromkeys(row.pair)))
        return told_of(trip, list(doubts))
    except (CorridorsError, ValueError, TypeError) as error:
        return {"reason": "", "fault": " ".join(str(error).split())}
