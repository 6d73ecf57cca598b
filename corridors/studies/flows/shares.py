"""How the goods of a pair split over its ways."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from corridors.arguments import asks, not_of
from corridors.display import show
from corridors.errors import one_of
from corridors.network.places import Place
from corridors.network.places.naming import Pair
from corridors.network.tables import nan_alike
from corridors.network.vintage import dated
from corridors.routing.choice import Choice, choice_for, is_own
from corridors.routing.choice.overlap import path_sizes
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.conditions.words import whole, within
from corridors.routing.itinerary import Itinerary
from corridors.routing.question import Question
from corridors.studies.flows import BY, WAYS
from corridors.studies.flows.ways import Found, ways_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from corridors.network.network import Network

#: What a way that follows no corridor is called.
NO_CORRIDOR = "on no corridor"
#: What people may say of the units of the quantity.
_UNITS = {"tonnes": "t", "t": "t", "teu": "teu"}


@nan_alike
@dataclass(frozen=True)
class WayShare:
    """One way and the share of the goods that it gets.

    Parameters
    ----------
    itinerary
        The way.
    corridors
        Ids of the corridors that it follows: whose gates it passes, and on whose links a fifth of
        its km or more lie.
    generalised_usd
        Its generalised cost, by which goods choose.
    path_size
        1 if it shares nothing with the others; the less, the more it shares.
    share
        0 to 1.
    quantity
        What it gets of the quantity; ``nan`` if none was told.
    """

    itinerary: Itinerary
    corridors: tuple[str, ...]
    generalised_usd: float
    path_size: float
    share: float
    quantity: float = math.nan

    @property
    def corridor(self) -> str:
        """The corridors that it follows in one word, or ``"on no corridor"``."""
        return " + ".join(self.corridors) or NO_CORRIDOR

    def row(self) -> dict:
        """Return the values of one row of :meth:`Shares.to_frame`."""
        trip = self.itinerary
        row: dict = {
            name: getattr(trip, name)
            for name in ("modes", "countries", "cost_usd", "time_h", "time_p50_h", "time_p90_h")
        }
        own = {name: getattr(self, name) for name in ("generalised_usd", "path_size", "share")}
        return {"corridor": self.corridor, **row, **own, "quantity": self.quantity}


@nan_alike
@dataclass(frozen=True)
class Shares:
    """How the goods of a pair split over its ways.

    Parameters
    ----------
    pair
        Both ends, with their countries.
    rows
        The ways, the largest share first.
    by
        ``"logit"`` or ``"all-or-nothing"``.
    ways
        Of which ways: ``"front"``, ``"alternatives"`` or ``"corridors"``.
    choice
        The coefficients.
    quantity, unit
        What goes in a year, or ``nan`` and nothing.
    situation
        Of which day and scenarios the network is.
    notes
        What a reader must know.

    Examples
    --------
    >>> import corridors as co
    >>> split = co.shares(co.load(), "Karachi", "Tashkent", quantity=1000, unit="teu")
    >>> round(sum(way.share for way in split.rows), 9)
    1.0
    """

    pair: Pair
    rows: tuple[WayShare, ...]
    by: str
    ways: str
    choice: Choice
    quantity: float = math.nan
    unit: str = ""
    situation: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def mean_usd(self) -> float:
        """The mean price of a shipment over its ways, USD."""
        return math.fsum(way.share * way.itinerary.cost_usd for way in self.rows)

    @cached_property
    def mean_time_h(self) -> float:
        """The mean of the expected hours over the ways."""
        return math.fsum(way.share * way.itinerary.time_h for way in self.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return a row each way: corridor, modes, countries, price, hours, share."""
        import pandas as pd

        frame = pd.DataFrame([way.row() for way in self.rows])
        if math.isnan(self.quantity):
            frame = frame.drop(columns="quantity")
        else:
            frame = frame.rename(columns={"quantity": f"quantity_{self.unit}"})
        return dated(frame, self.rows[0].itinerary.network)

    def by_corridor(self) -> pd.DataFrame:
        """Return the share of each corridor, or of several that a way follows together."""
        return self._grouped("corridor", [way.corridor for way in self.rows])

    def by_mode(self) -> pd.DataFrame:
        """Return the share of each chain of modes, such as ``"rail+sea"``."""
        return self._grouped("modes", ["+".join(way.itinerary.by) for way in self.rows])

    def of_corridor(self, corridor: str) -> float:
        """Return the share of all ways that follow a corridor, alone or with others.

        Parameters
        ----------
        corridor
            Its id.
        """
        return math.fsum(way.share for way in self.rows if corridor in way.corridors)

    def change_from(self, before: Shares) -> pd.DataFrame:
        """Return the share of each corridor before, here, and how much it changes.

        Parameters
        ----------
        before
            The shares of the same pair without the scenarios, or on another day.
        """
        import pandas as pd

        if not isinstance(before, Shares):
            raise TypeError(not_of("before", before, "Shares"))
        if before.pair != self.pair:
            raise ValueError(f"shares of {before.pair} are no shares of {self.pair}")
        sides = [side.by_corridor().set_index("corridor")["share"] for side in (before, self)]
        both = pd.concat(sides, axis=1, keys=["share_before", "share_after"]).fillna(0.0)
        both["change"] = both["share_after"] - both["share_before"]
        both = both.sort_values(["share_after", "share_before"], ascending=False, kind="stable")
        return dated(both.reset_index(), self.rows[0].itinerary.network)

    def plot(self, *, language: str = "en") -> Figure:
        """Return a picture of the shares: from the origin by corridor to modes.

        Parameters
        ----------
        language
            Of its words: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``.
        """
        figure: Figure = show(self, "Shares", "plot", language=language)
        return figure

    def _grouped(self, name: str, words: Sequence[str]) -> pd.DataFrame:
        import pandas as pd

        found: dict[str, list[WayShare]] = {}
        for word, way in zip(words, self.rows, strict=True):
            found.setdefault(word, []).append(way)
        rows = [
            (
                word,
                len(ways),
                math.fsum(way.share for way in ways),
                math.fsum(way.quantity for way in ways),
            )
            for word, ways in found.items()
        ]
        rows.sort(key=lambda row: -row[2])
        frame = pd.DataFrame(rows, columns=[name, "ways", "share", "quantity"])
        if math.isnan(self.quantity):
            frame = frame.drop(columns="quantity")
        else:
            frame = frame.rename(columns={"quantity": f"quantity_{self.unit}"})
        return dated(frame, self.rows[0].itinerary.network)

    def __str__(self) -> str:
        lines = [f"{self.pair}, {self.by} over the {self.ways}:"]
        for way in self.rows:
            trip = way.itinerary
            lines.append(
                f"{way.share:7.1%}  {way.corridor}, {'+'.join(trip.by)}: {trip.cost_usd:,.0f} USD, "
                f"{trip.time_p50_h / 24:.1f} days (nine in ten {trip.time_p90_h / 24:.1f})"
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        html: str = show(self, "Shares", "_repr_html_")
        return html


@says()
@asks
def shares(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    by: str = "logit",
    ways: str = "alternatives",
    k: int = 4,
    quantity: float | None = None,
    unit: str = "t",
    choice: Choice | None = None,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> Shares:
    """Split the goods of a pair over its ways.

    Goods choose by a path-size logit: the share of a way is in proportion to ``path_size /
    generalised_usd ** scale``. The generalised cost adds to the price what hours cost (by the value
    of the goods), the expected ones and the spread between the median and the 90th percentile; the
    path size is the less, the more km a way shares with others (``docs/method.md``).

    Parameters
    ----------
    net
        The network.
    origin, destination
        Places as in :func:`route`.
    by
        ``"logit"``, or ``"all-or-nothing"``: all go the best way by ``weight``, as :func:`route`
        has it.
    ways
        Over which ways: ``"alternatives"``, up to ``k`` by ``weight``, then of the cheapest and of
        the quickest those that differ (:func:`alternatives`), and those of ``"corridors"``;
        ``"front"``, those of which none is both dearer and slower than another, so that a quite
        different way gets nothing if it is a little worse than one of these; ``"corridors"``, the
        best way on each corridor and on any, by ``weight``, cost and time. The best way by
        ``weight`` is always among them.
    k
        The most alternatives by each of weight, cost and time.
    quantity, unit
        What goes in a year, in ``"t"`` or ``"teu"``.
    choice
        Coefficients in place of those of the table ``choice_model``.
    weight, shipment, corridor, modes, avoid, via, irregular, departure, as_of, scenarios, \
conditions
        As in :func:`route`; ``weight`` is by default ``"generalised"``, and is by what
        alternatives, ways on corridors and the one of all or nothing are the best.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    Shares
        The ways with their shares, the largest first.

    Raises
    ------
    UnknownNameError
        If a place, a corridor, a scenario or a word of ``avoid`` is not known.
    NoItineraryError
        If there is no way; the message says why.
    ValueError
        If ``by``, ``ways``, ``k``, ``quantity`` or ``unit`` is none that can be.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    References
    ----------
    M. Ben-Akiva and M. Bierlaire, "Discrete choice methods and their applications to short term
    travel decisions", Handbook of Transportation Science, 1999 (path size). D. Hummels and
    G. Schaur, "Time as a Trade Barrier", American Economic Review 103(7), 2013 (value of time).

    Examples
    --------
    >>> import corridors as co
    >>> split = co.shares(co.load(), "Karachi", "Istanbul", by="all-or-nothing", weight="cost")
    >>> [round(way.share, 2) for way in split.rows][:2]
    [1.0, 0.0]
    """
    one_of("by", by, BY)
    one_of("ways", ways, WAYS)
    k = whole("k", k, 1)
    amount = math.nan if quantity is None else within("quantity", quantity, 0)
    unit = _UNITS[one_of("unit", unit, (*_UNITS,))]
    if "weight" not in words and conditions is None:
        words["weight"] = "generalised"
    said = Conditions.of(conditions, **words)
    question = Question.of(net, origin, destination, said)
    chosen = choice or choice_for(question.network, said.shipment)
    if chosen.commodity != said.shipment.commodity:
        raise ValueError(
            f"choice is of {chosen.commodity}, but the goods are {said.shipment.commodity}"
        )
    found = ways_of(question, replace(said, as_of=None, scenarios=()), ways, k)
    if not found:
        raise question.why_not()
    rows = _rows(found, chosen, amount, by=by)
    return Shares(
        pair=question.labels, rows=rows, by=by, ways=ways, choice=chosen, quantity=amount,
        unit="" if quantity is None else unit, situation=question.network.situation,
        notes=_notes(question, choice, len(rows)),
    )  # fmt: skip


def _rows(
    found: Sequence[Found], choice: Choice, quantity: float, *, by: str
) -> tuple[WayShare, ...]:
    """Return ways with their shares, the largest first; of all or nothing, the first has all."""
    trips = [trip for trip, _ in found]
    sizes = path_sizes(trips)
    costs = [choice.generalised_usd(trip) for trip in trips]
    first = [1.0, *[0.0] * (len(trips) - 1)]
    split = choice.split(costs, sizes) if by == "logit" else first
    rows = [
        WayShare(trip, corridors, cost, size, share, share * quantity)
        for (trip, corridors), cost, size, share in zip(found, costs, sizes, split, strict=True)
    ]
    return tuple(sorted(rows, key=lambda way: (-way.share, way.generalised_usd)))


def _notes(question: Question, own: Choice | None, ways: int) -> tuple[str, ...]:
    """Return what a reader of shares must know."""
    notes = []
    commodity = question.conditions.shipment.commodity
    if own is None and not is_own(question.network, commodity):
        notes.append(
            "The network has no coefficients of choice of its own: those of the embedded network "
            "are taken."
        )
    if ways == 1:
        notes.append("There is one way only.")
    return tuple(notes)
