"""How well the rows are known that the main comparisons rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.errors import NoItineraryError
from corridors.network.vintage import dated
from corridors.routing.conditions import DEFAULT_SHIPMENT, Conditions, Shipment
from corridors.routing.questions import PairOf, PairsOf, Questions, pairs_of
from corridors.studies.evidence.charges import paid_parts
from corridors.studies.evidence.ranges import range_of
from corridors.vocabulary import BASES

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary

#: Between these, in both directions, are the main comparisons.
PLACES = (
    "Karachi", "Lahore", "Rawalpindi", "Istanbul", "Tashkent", "Almaty", "Bishkek", "Ashgabat",
    "Baku", "Tbilisi", "Tehran", "Kabul",
)  # fmt: skip
_SEARCHED = ("cost", "time")


@dataclass(frozen=True)
class Audit:
    """What money and hours of the main comparisons rest on.

    Parameters
    ----------
    shares
        ``of`` (usd or h), ``basis``, ``share``: of all money and all hours of the ways, how much is
        measured, published, derived or assumed. A row whose ``basis`` is derived has its parents in
        its note.
    rows
        The rows of the tables by what rests on them: ``of``, ``row`` (table and key), ``basis``,
        ``source_id``, ``share`` of the sum, ``ways`` that use it, ``moves`` (the greatest share of
        an answer that it makes: a change of 10 % there moves that answer by a tenth of it),
        ``moves_pair``, the answer; of an assumed row ``low`` and ``high``, the ends of its range
        over its value (table ``ranges``), and ``open``, how much of the sum lies between them.
    pairs
        How many pairs were looked at.
    ways
        How many ways.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.audit(co.load(), [("Karachi", "Tashkent")])
    >>> bool(abs(found.shares.groupby("of")["share"].sum() - 1).max() < 1e-9)
    True
    """

    shares: pd.DataFrame
    rows: pd.DataFrame
    pairs: int
    ways: int

    def known(self, of: str) -> float:
        """Return the share of money (``"usd"``) or hours (``"h"``) that is not assumed.

        Parameters
        ----------
        of
            ``"usd"`` or ``"h"``.
        """
        of_one = self.shares[self.shares["of"] == of].set_index("basis")["share"]
        return float(1 - of_one.get("assumed", 0.0))

    def next_to_measure(self, top: int = 20) -> pd.DataFrame:
        """Return the assumed rows that leave most open: what to measure next.

        Parameters
        ----------
        top
            So many of them, for money and hours together.
        """
        assumed = self.rows[self.rows["basis"] == "assumed"]
        return assumed.sort_values("open", ascending=False, kind="stable").head(top)


@asks
def audit(
    net: Network,
    pairs: PairsOf | None = None,
    *,
    shipment: Shipment = DEFAULT_SHIPMENT,
    as_of: str | date | None = None,
) -> Audit:
    """Return how well the rows are known that comparisons rest on.

    The cheapest and the quickest way of each pair, of all and on each corridor, are taken apart by
    the rows that say their money and hours.

    Parameters
    ----------
    net
        The network.
    pairs
        Pairs of places; ``None``: all of twelve cities, both ways.
    shipment, as_of
        As in :func:`route`.

    Returns
    -------
    Audit
        Shares by basis, and the rows by what rests on them.

    Raises
    ------
    NoItineraryError
        If none of the pairs has a way.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.audit(co.load(), [("Karachi", "Tashkent")])
    >>> 0 <= found.known("usd") <= 1
    True
    """
    said = Conditions.of(shipment=shipment, as_of=as_of)
    asked = list(permutations(PLACES, 2)) if pairs is None else pairs_of(pairs)
    trips = _trips(net, asked, said)
    if not trips:
        raise NoItineraryError("none of the pairs has a way")
    shares, rows = _apart(net, trips)
    return Audit(dated(shares, net), dated(rows, net), len(asked), len(trips))


def _trips(net: Network, pairs: Sequence[PairOf], said: Conditions) -> list[Itinerary]:
    """Return the cheapest and quickest way of each pair, each once, of all and by corridor."""
    from corridors.graph.gates import corridor_of

    ways: dict[tuple[str, str, tuple[int, ...]], Itinerary] = {}
    for word in _SEARCHED:
        questions = Questions.of_pairs(net, pairs, said.with_(weight=word))
        on = [corridor_of(questions[0].network, name) for name in net.corridor_ids]
        for question in questions:
            pair = question.labels
            for one in (question, *(question.on(corridor) for corridor in on)):
                way = None if one.refusal() else one.best()
                if way is not None:
                    key = (pair.origin, pair.destination, way.arcs)
                    ways.setdefault(key, one.itinerary(way))
    return list(ways.values())


def _apart(net: Network, trips: list[Itinerary]) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    keys, records = ["of", "row", "basis", "source_id"], []
    for number, trip in enumerate(trips):
        pair = f"{trip.origin} - {trip.destination}"
        for leg in trip.steps:
            for part in paid_parts(trip, leg):
                paid = (part[name] for name in ("row", "basis", "source_id"))
                records.append(("usd", *paid, leg.mode, part["usd"], number, pair))
            if leg.h:
                taken = (leg.hours_row, leg.hours_basis, leg.hours_source_id)
                records.append(("h", *taken, leg.mode, leg.h, number, pair))
    legs = pd.DataFrame(records, columns=["of", *keys[1:], "mode", "value", "way", "pair"])
    total = legs.groupby("of")["value"].transform("sum")
    legs["share"] = legs["value"] / total
    legs["moves"] = legs["value"] / legs.groupby(["of", "way"])["value"].transform("sum")
    shares = legs.groupby(["of", "basis"], as_index=False)["share"].sum()
    by_way = legs.groupby([*keys, "way", "pair"], as_index=False)["moves"].sum()
    most = by_way.loc[by_way.groupby(keys)["moves"].idxmax()].set_index(keys)
    rows = legs.groupby(keys).agg(
        share=("share", "sum"), ways=("way", "nunique"), mode=("mode", "first")
    )
    rows = rows.join(most[["moves", "pair"]].rename(columns={"pair": "moves_pair"}))
    rows = rows.sort_values(["share"], ascending=False, kind="stable").reset_index()
    return shares, _with_ranges(net, rows)


def _with_ranges(net: Network, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the ends of their ranges, and how much of the sum these leave open."""
    told = zip(rows["row"], rows.pop("mode"), rows["of"], rows["basis"], strict=True)
    ends = [range_of(net, *one) for one in told]
    rows["low"], rows["high"] = ([pair[k] for pair in ends] for k in (0, 1))
    rows["open"] = rows["share"] * (rows["high"] - rows["low"])
    return rows


def told(found: Audit) -> list[str]:
    """Return the shares in words.

    Parameters
    ----------
    found
        What :func:`audit` returns.
    """
    what = "the cheapest and the quickest, of all and on each corridor"
    lines = [f"{found.ways} ways of {found.pairs} pairs: {what}."]
    for of, word in (("usd", "money"), ("h", "hours")):
        shares: dict[str, Any] = found.shares[found.shares["of"] == of].set_index("basis")["share"]
        parts = ", ".join(f"{basis} {shares.get(basis, 0.0):.0%}" for basis in BASES)
        lines.append(f"Of the {word}: {parts}.")
    return lines
