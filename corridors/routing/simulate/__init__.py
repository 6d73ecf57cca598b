"""Reliability: times and costs as distributions, drawn many times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.criteria import CRITERIA, Criterion, criterion_by
from corridors.engines.draws import sums
from corridors.errors import deprecated
from corridors.network.places import Place
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.conditions.words import whole, within, yes_or_no
from corridors.routing.doors import Way
from corridors.routing.itinerary import Itinerary
from corridors.routing.notes import told
from corridors.routing.question import Question
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network
    from corridors.routing.simulate.inputs import Inputs
    from corridors.routing.simulate.rechosen import Chooser

#: Nine in ten prices are below the table's price times this: an assumption.
COST_P90_RATIO = 1.2
PERCENTILES = (10, 50, 90)
#: What is drawn: the keys of two criteria, and their totals.
_DRAWN = ("time", "cost")
_OUTCOMES = tuple(CRITERIA[key].total for key in _DRAWN)


#: What it means to choose anew in each draw.
FORESIGHT = (
    "Re-chosen in each draw with its times and prices known beforehand (perfect foresight): "
    "a bound on what choosing can save, not a forecast."
)


@dataclass(frozen=True, eq=False)
class Simulation:
    """Drawn times and costs of one pair.

    Parameters
    ----------
    itinerary
        The itinerary used in every draw, or, if ``rechoose``, that chosen most often.
    rechoose
        Whether the best itinerary was chosen in each draw, with perfect foresight.
    seed
        The seed of the draws.
    time_h, cost_usd
        Hours and USD of each draw: shape (draws,).
    mark
        A number a draw: those with the same number used the same itinerary.
    inputs
        What is drawn on the itinerary.
    ways
        Gives the itinerary of a draw.

    Examples
    --------
    >>> import corridors as co
    >>> drawn = co.simulate(co.load(), "Karachi", "Istanbul", weight="time", n=1000)
    >>> bool(drawn.percentiles().loc["p10", "time_h"] < drawn.percentiles().loc["p90", "time_h"])
    True
    """

    itinerary: Itinerary
    rechoose: bool
    seed: int
    time_h: np.ndarray
    cost_usd: np.ndarray
    mark: np.ndarray = field(repr=False)
    inputs: Inputs = field(repr=False)
    ways: _Ways = field(repr=False)

    def __repr__(self) -> str:
        p10, p50, p90 = np.percentile(self.time_h, PERCENTILES) / 24
        how = "re-chosen with perfect foresight" if self.rechoose else "fixed"
        return (
            f"Simulation({self.itinerary.pair}, {how}: "
            f"{counted(len(self.time_h), 'draw')}, {p10:.1f} / {p50:.1f} / {p90:.1f} days)"
        )

    def percentiles(self) -> pd.DataFrame:
        """Return p10, p50 and p90 of hours and USD."""
        import pandas as pd

        values = {name: np.percentile(getattr(self, name), PERCENTILES) for name in _OUTCOMES}
        frame = pd.DataFrame(values, index=[f"p{p}" for p in PERCENTILES])
        return dated(frame, self.itinerary.network)

    def to_frame(self) -> pd.DataFrame:
        """Return the draws: a row each, ``time_h`` and ``cost_usd``."""
        import pandas as pd

        frame = pd.DataFrame({name: getattr(self, name) for name in _OUTCOMES})
        return dated(frame, self.itinerary.network)

    def within_days(self, days: float) -> float:
        """Return the probability of arriving within so many days.

        Parameters
        ----------
        days
            Days of 24 hours, 0 or more.

        Raises
        ------
        ValueError
            If ``days`` is below 0 or no number.
        """
        return float((self.time_h <= 24 * within("days", days, 0)).mean())

    def within(self, deadline_h: float) -> float:
        """Return the probability of arriving within so many hours: the old word, in hours.

        Parameters
        ----------
        deadline_h
            Hours.
        """
        deprecated("Simulation.within(hours)", "within_days(days)", "0.3")
        return float((self.time_h <= deadline_h).mean())

    def beats(self, other: Simulation, by: str = "time") -> float:
        """Return the probability that this is better than another, ties shared.

        Both must have the same seed and number of draws: inputs that they share, a border
        that both cross, then have the same value in the same draw.

        Parameters
        ----------
        other
            Another simulation.
        by
            ``"time"`` or ``"cost"``: less is better.

        Raises
        ------
        ValueError
            If the draws do not belong together, or ``by`` is another word.
        """
        total = criterion_by(by, _DRAWN).total
        if self.seed != other.seed or len(self.time_h) != len(other.time_h):
            raise ValueError(
                f"draws do not belong together: seed {self.seed} and {other.seed}, "
                f"n {len(self.time_h)} and {len(other.time_h)}; simulate both alike"
            )
        mine, theirs = getattr(self, total), getattr(other, total)
        return float((mine < theirs).mean() + (mine == theirs).mean() / 2)

    def tornado(self, by: str = "time") -> pd.DataFrame:
        """Return how far each input alone moves the itinerary's total, most first.

        An input is a border, a break of gauge, a terminal, a wait, or the line-haul by one
        mode in one country. ``low`` and ``high`` are the median total with this input at
        its 10th and 90th percentile instead of its median; ``swing`` is their difference.
        ``attrs`` has the median total (``base``) and its ``unit``, for :func:`draw_tornado`.

        Parameters
        ----------
        by
            ``"time"`` (h) or ``"cost"`` (USD).

        Returns
        -------
        DataFrame
            A row each input: ``input``, ``median``, ``low``, ``high`` and ``swing``, in h or USD.

        Raises
        ------
        ValueError
            If ``by`` is another word.
        """
        import pandas as pd

        measured = criterion_by(by, _DRAWN)
        labels = list(dict.fromkeys(self.inputs.label))
        drawn = _sums(self.inputs, measured, len(self.time_h), labels)
        p10, p50, p90 = np.percentile(drawn, PERCENTILES, axis=1)
        middle = float(np.median(drawn.sum(axis=0)))
        frame = pd.DataFrame(
            {"input": labels, "median": p50, "low": middle + p10 - p50, "high": middle + p90 - p50}
        )
        frame["swing"] = frame["high"] - frame["low"]
        order = frame.sort_values(["swing", "input"], ascending=[False, True])
        frame = order.reset_index(drop=True)
        frame.attrs.update(base=middle, unit=measured.unit)
        return dated(frame, self.itinerary.network)

    def choices(self, most: int = 10) -> pd.DataFrame:
        """Return the itineraries chosen, most often first.

        Parameters
        ----------
        most
            The most rows.

        Returns
        -------
        DataFrame
            ``share`` of the draws, then the totals of the itinerary, hours as expected.
        """
        import pandas as pd

        _, first, counts = np.unique(self.mark, return_index=True, return_counts=True)
        order = sorted(range(len(first)), key=lambda k: (-counts[k], first[k]))[:most]
        rows = [
            {"share": counts[k] / len(self.mark), **self.ways.itinerary(int(first[k])).summary()}
            for k in order
        ]
        return dated(pd.DataFrame(rows), self.itinerary.network)


@dataclass(frozen=True, eq=False)
class _Ways:
    """The itinerary of each draw: one for all, or that of the chooser that won."""

    question: Question
    fixed: Itinerary | None = None
    choosers: tuple[Chooser, ...] = ()
    winners: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    def itinerary(self, draw: int) -> Itinerary:
        """Return the itinerary used in a draw, with expected hours."""
        if self.fixed is not None:
            return self.fixed
        return self.question.itinerary(self.choosers[self.winners[draw]].way(draw))


@says()
@asks
def simulate(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    n: int = 10_000,
    seed: int = 0,
    rechoose: bool = False,
    cost_p90_ratio: float = COST_P90_RATIO,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> Simulation:
    """Draw the time and cost of a consignment many times.

    Each border, terminal and wait, and each run by one mode in one country, lasts a lognormal
    time with the median and 90th percentile of the tables; those that share a factor (all
    borders of a trip, say) are correlated as the table ``correlations`` says. For borders of which
    the CPMM publishes a mean only, the ratio of the two is assumed. Prices are lognormal
    with the table's price as median: one draw for all line-haul by one mode in one country, one
    for each border and terminal.

    Parameters
    ----------
    net
        The network.
    origin, destination, weight, shipment, corridor, modes, avoid, via, irregular, as_of, \
scenarios, conditions
        As in :func:`route`.
    departure
        As in :func:`route`: the itinerary of that day rides through its timetable in each draw.
        Who comes to a border at night, on its day of rest or out of season waits until it opens,
        who comes to a quay waits for the next departure. Not with ``rechoose``, which waits anew
        in each draw.
    n
        Number of draws.
    seed
        Same seed, same draws, on any machine and number of threads; an arc has the same
        draws in every simulation with this seed.
    rechoose
        ``False``: the best itinerary by ``weight`` is kept in every draw. ``True``: in each
        draw the best itinerary is chosen with that draw's times and prices known beforehand:
        perfect foresight, which no forwarder has. It bounds what news on the way can save.
    cost_p90_ratio
        90th percentile over median of prices (assumed); 1 keeps prices fixed.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    Simulation
        With ``n`` times and costs, and the itinerary that they are of.

    Raises
    ------
    UnknownNameError
        If a place, a corridor, a scenario or a word of ``avoid`` is not known.
    NoItineraryError
        If there is no way; the message says why.
    ValueError
        If ``n``, ``seed`` or ``cost_p90_ratio`` is out of range, or ``rechoose`` has a departure.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> fixed = co.simulate(net, "Karachi", "Istanbul", weight="time", n=500)
    >>> free = co.simulate(net, "Karachi", "Istanbul", weight="time", n=500, rechoose=True)
    >>> bool((free.time_h <= fixed.time_h + 1e-6).all())
    True
    """
    n, seed = whole("n", n, 1), whole("seed", seed, 0)
    cost_p90_ratio = within("cost_p90_ratio", cost_p90_ratio, 1)
    said = Conditions.of(conditions, **words)
    yes_or_no("rechoose", rechoose)
    if rechoose and said.departure is not None:
        raise ValueError(
            "rechoose=True chooses among waits that are drawn, at any time: leave out the "
            "departure, or rechoose"
        )
    question = Question.of(net, origin, destination, said)
    way, trip = _fixed(question)
    if rechoose and not way.direct_km:  # nothing beats the direct way in any draw
        return _rechosen(question, n, seed, cost_p90_ratio)
    inputs = _inputs(question, way, seed, cost_p90_ratio)
    return Simulation(
        itinerary=trip,
        rechoose=rechoose,
        seed=seed,
        time_h=_sums(inputs, CRITERIA["time"], n)[0],
        cost_usd=_sums(inputs, CRITERIA["cost"], n)[0],
        mark=np.zeros(n, np.uint64),
        inputs=inputs,
        ways=_Ways(question, fixed=trip),
    )


def _fixed(question: Question) -> tuple[Way, Itinerary]:
    """Return the best way, at the departure if there is one, and its itinerary."""
    if question.conditions.departure is None:
        way = question.best()
        trip = None if way is None else question.itinerary(way)
    else:
        from corridors.routing.departures import leaving

        way, trip = leaving(question)
    if way is None or trip is None:
        raise question.why_not()
    return way, told(question, trip, way.arcs)


def _inputs(question: Question, way: Way, seed: int, cost_p90_ratio: float) -> Inputs:
    """Return the inputs of a way, its doors included."""
    from corridors.routing.simulate.inputs import inputs_of, numbers_of

    departure = question.conditions.departure
    return inputs_of(question, numbers_of(question, way), seed, cost_p90_ratio, departure)


def _sums(inputs: Inputs, by: Criterion, n: int, labels: list[str] | None = None) -> np.ndarray:
    """Return drawn totals: a row each label, or one row for all."""
    place = {label: k for k, label in enumerate(labels or ())}
    group = np.array([place.get(label, 0) for label in inputs.label])
    if by.key == "time" and inputs.meets:
        from corridors.routing.simulate.riding import ride

        out = np.zeros((len(place) or 1, n))
        for block, row, hours in ride(inputs, n):
            out[group[row], block] += hours
        return out
    return sums(inputs.times if by.key == "time" else inputs.payments, group, n)


def _rechosen(question: Question, n: int, seed: int, cost_p90_ratio: float) -> Simulation:
    from corridors.routing.simulate.rechosen import Chooser

    choosers = tuple(Chooser(question, g, seed, cost_p90_ratio) for g in question.orders)
    drawn = [chooser.draw(n) for chooser in choosers]
    values = np.stack([d.value for d in drawn])
    best = values.argmin(axis=0)
    if not np.isfinite(values.min(axis=0)).all():
        raise question.why_not()
    rows = np.arange(n)
    mark = np.stack([d.mark for d in drawn])[best, rows] ^ best.astype(np.uint64)

    _, first, counts = np.unique(mark, return_index=True, return_counts=True)
    often = min(range(len(first)), key=lambda k: (-counts[k], first[k]))
    arcs = choosers[best[first[often]]].way(int(first[often]))
    return Simulation(
        itinerary=question.itinerary(arcs),
        rechoose=True,
        seed=seed,
        time_h=np.stack([d.time for d in drawn])[best, rows],
        cost_usd=np.stack([d.cost for d in drawn])[best, rows],
        mark=mark,
        inputs=_inputs(question, question.way(arcs), seed, cost_p90_ratio),
        ways=_Ways(question, choosers=choosers, winners=best),
    )
