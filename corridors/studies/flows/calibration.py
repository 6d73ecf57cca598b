"""Fit how sharply goods choose to published shares, and show what is left."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from corridors.arguments import asks, of_ours
from corridors.errors import DataError, one_of
from corridors.routing.choice import Choice, choice_of
from corridors.routing.conditions import Shipment
from corridors.studies.flows.shares import Shares, WayShare, shares

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: The coefficients that are tried: scales, and what a day costs as a share of the value, up to the
#: highest of Hummels and Schaur.
SCALES = tuple(round(0.1 * k, 10) for k in range(151))
#: No goods are worth nothing a day: the least that is tried is a twelfth of what was published.
SHARES_PER_DAY = tuple(round(0.0005 * k, 10) for k in range(1, 44))
#: What may be fitted.
FIT = ("both", "scale", "nothing")
#: What a published share is of that any way may have which no other row of its whole has.
REST = "rest"


@dataclass(frozen=True)
class ShareFit:
    """A published share beside the modelled one.

    Parameters
    ----------
    share_id, of, way, year
        The row of ``published_shares``: its id, of what it is a share, whose, and when.
    commodity
        The class of goods with which it is modelled.
    pairs
        The pairs that stand for it, in words.
    low, high
        The published share, 0 to 1.
    modelled
        The modelled one, the mean of the pairs; ``nan`` if no pair has a way of its whole.
    fitted
        Whether the scale is fitted to it; else it is only compared.
    source_id
        Where the published share is from.
    """

    share_id: str
    of: str
    way: str
    year: int
    commodity: str
    pairs: tuple[str, ...]
    low: float
    high: float
    modelled: float
    fitted: bool
    source_id: str

    @property
    def residual(self) -> float:
        """How far the modelled share lies above (+) or below (-) the published range."""
        if math.isnan(self.modelled):
            return math.nan
        return max(self.modelled - self.high, 0.0) + min(self.modelled - self.low, 0.0)

    def row(self) -> dict:
        """Return the values of one row of :meth:`Calibration.to_frame`."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**fields, "residual": self.residual}


@dataclass(frozen=True)
class Calibration:
    """Coefficients fitted to published shares, with every residual.

    Parameters
    ----------
    choices
        The coefficients of each class of goods that has published shares.
    rows
        The published shares beside the modelled ones.

    Examples
    --------
    >>> import corridors as co
    >>> co.Calibration((co.Choice("container", 4.0),), ()).scale("container")
    4.0
    """

    choices: tuple[Choice, ...]
    rows: tuple[ShareFit, ...]

    def scale(self, commodity: str) -> float:
        """Return the scale of a class of goods.

        Parameters
        ----------
        commodity
            One that has published shares.

        Raises
        ------
        ValueError
            If it has none.
        """
        for choice in self.choices:
            if choice.commodity == commodity:
                return choice.scale
        raise ValueError(f"no published share is of {commodity}")

    @cached_property
    def rms(self) -> float:
        """The root of the mean square of the residuals fitted; ``nan`` of none."""
        found = [row.residual for row in self.rows if row.fitted and not math.isnan(row.residual)]
        return math.sqrt(math.fsum(x * x for x in found) / len(found)) if found else math.nan

    def to_frame(self) -> pd.DataFrame:
        """Return a row each published share: range, modelled, residual, source."""
        import pandas as pd

        columns = [*ShareFit.__dataclass_fields__, "residual"]
        return pd.DataFrame([row.row() for row in self.rows], columns=columns)


@asks
def calibrate_shares(
    net: Network, *, fit: str = FIT[0], choices: Iterable[Choice] = ()
) -> Calibration:
    """Fit how goods choose to published shares, and show what is left.

    Each row of the table ``share_questions`` says which pair stands for a published share and which
    of its ways are meant. One scale and one value of time are fitted to all shares of a class of
    goods, by least squares of what lies outside the published ranges; nothing is fitted to a single
    pair.

    Parameters
    ----------
    net
        The network; each share is modelled on that of the middle of its year.
    fit
        What is fitted: ``"both"``, ``"scale"`` alone or ``"nothing"``.
    choices
        Coefficients in place of those of the table ``choice_model``.

    Returns
    -------
    Calibration
        The coefficients and every published share beside the modelled one.

    Raises
    ------
    DataError
        If a row of ``share_questions`` has a word that is none, or two rows mean the same way.
    ValueError
        If ``fit`` is another word.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.calibrate_shares(co.load("tapi"))  # a part: nothing was published of it
    >>> found.rows
    ()
    """
    one_of("fit", fit, FIT)
    own = {choice.commodity: choice for choice in of_ours("choices", choices, "Choice")}
    asked = _asked(net)
    fitted, rows = [], []
    for commodity in dict.fromkeys(one.commodity for one in asked):
        choice = own.get(commodity) or choice_of(net, commodity)
        of_class = [one for one in asked if one.commodity == commodity]
        wholes = _wholes(net, of_class, choice)
        if fit != "nothing" and any(one.fitted for one in of_class):
            choice = _fitted(wholes, choice, fit)
        fitted.append(choice)
        rows += _fits(wholes, choice)
    order = {one.share_id: number for number, one in enumerate(asked)}
    return Calibration(tuple(fitted), tuple(sorted(rows, key=lambda row: order[row.share_id])))


@dataclass(frozen=True)
class _Asked:
    """One published share and one pair that stands for it."""

    share_id: str
    published: Mapping
    pair: tuple[str, str]
    commodity: str
    modes: str
    match: str
    fitted: bool

    @property
    def whole(self) -> tuple:
        """What its shares are shares of, for a pair."""
        return self.published["of"], int(self.published["year"]), self.pair, self.modes


def _asked(net: Network) -> list[_Asked]:
    published = {row["share_id"]: row for row in net.table("published_shares")}
    return [
        _Asked(
            row["share_id"], published[row["share_id"]], (row["origin"], row["destination"]),
            row["commodity"], row["modes"], row["match"], row["fitted"] == "yes",
        )
        for row in net.table("share_questions")
        if row["share_id"] in published
    ]  # fmt: skip


@dataclass(frozen=True)
class _Whole:
    """The ways of one pair, and to which published shares each belongs (-1: to none)."""

    asked: tuple[_Asked, ...]
    label: str
    usd: tuple[float, ...]
    felt_h: tuple[float, ...]
    value_usd: float
    sizes: tuple[float, ...]
    rows: tuple[int, ...]

    def modelled(self, choice: Choice) -> list[float]:
        """Return the modelled share of each row: of those of its whole alone."""
        usd_per_h = choice.usd_per_h(self.value_usd)
        costs = [usd + usd_per_h * h for usd, h in zip(self.usd, self.felt_h, strict=True)]
        split = choice.split(costs, self.sizes)
        sums = [
            math.fsum(share for share, row in zip(split, self.rows, strict=True) if row == number)
            for number in range(len(self.asked))
        ]
        whole = math.fsum(sums)
        return [part / whole if whole > 0 else math.nan for part in sums]


def _wholes(net: Network, asked: Sequence[_Asked], choice: Choice) -> list[_Whole]:
    """Return the ways of each pair in each year; the search for them does not know the scale."""
    groups: dict[tuple, list[_Asked]] = {}
    for one in asked:
        groups.setdefault(one.whole, []).append(one)
    found = []
    for rows in groups.values():
        first = rows[0]
        split = shares(
            net, *first.pair, choice=choice, shipment=Shipment(commodity=first.commodity),
            modes=first.modes.split(";") if first.modes else None,
            as_of=f"{int(first.published['year'])}-07-01",
        )  # fmt: skip
        found.append(_whole(rows, split))
    return found


def _whole(rows: Sequence[_Asked], split: Shares) -> _Whole:
    tests = [_test_of(one.match, one.share_id) for one in rows]
    return _Whole(
        asked=tuple(rows),
        label=f"{split.pair.origin} - {split.pair.destination}",
        usd=tuple(way.itinerary.cost_usd for way in split.rows),
        felt_h=tuple(split.choice.felt_h(way.itinerary) for way in split.rows),
        value_usd=split.rows[0].itinerary.shipment.value_usd,
        sizes=tuple(way.path_size for way in split.rows),
        rows=tuple(_row_of(way, rows, tests) for way in split.rows),
    )


def _row_of(way: WayShare, rows: Sequence[_Asked], tests: Sequence[_Test | None]) -> int:
    """Return the number of the published share that a way belongs to; -1: to none."""
    found = [number for number, test in enumerate(tests) if test is not None and test(way)]
    if len(found) > 1:
        both = " and ".join(rows[number].share_id for number in found)
        raise DataError([f"share_questions.csv: {both} both mean the way {way.itinerary!r}"])
    rest = [number for number, test in enumerate(tests) if test is None]
    return (found or rest or [-1])[0]


def _test_of(match: str, share_id: str) -> _Test | None:
    """Return what tests a way by words as ``mode=sea no-through=GE``; ``None``: it is the rest."""
    if match == REST:
        return None
    tests = []
    for word in match.split():
        name, _, value = word.partition("=")
        kind = name.removeprefix("no-")
        if kind not in _TESTS or not value:
            known = ", ".join(f"{kind}=" for kind in _TESTS)
            raise DataError(
                [f"share_questions.csv: {share_id}: match {word!r} is not {REST} or one of {known}"]
            )
        tests.append((_TESTS[kind], frozenset(value.split(";")), name == kind))
    return lambda way: all(test(way, values) == wanted for test, values, wanted in tests)


_Test = Callable[[WayShare], bool]
_TESTS: Mapping[str, Callable[[WayShare, frozenset[str]], bool]] = {
    "corridor": lambda way, values: not values.isdisjoint(way.corridors),
    "mode": lambda way, values: not values.isdisjoint(way.itinerary.modes),
    "through": lambda way, values: (
        not values.isdisjoint(
            {*way.itinerary.countries, *(leg.to_node for leg in way.itinerary.steps)}
        )
    ),
}


def _fits(wholes: Sequence[_Whole], choice: Choice) -> list[ShareFit]:
    """Return each published share beside the mean of the pairs that stand for it."""
    values: dict[str, list[float]] = {}
    pairs: dict[str, list[str]] = {}
    asked: dict[str, _Asked] = {}
    for whole in wholes:
        for one, value in zip(whole.asked, whole.modelled(choice), strict=True):
            asked.setdefault(one.share_id, one)
            pairs.setdefault(one.share_id, []).append(whole.label)
            if not math.isnan(value):
                values.setdefault(one.share_id, []).append(value)
    rows = []
    for share_id, one in asked.items():
        known = values.get(share_id, [])
        rows.append(
            ShareFit(
                share_id=share_id, of=one.published["of"], way=one.published["way"],
                year=int(one.published["year"]), commodity=one.commodity,
                pairs=tuple(pairs[share_id]), low=one.published["low"] / 100,
                high=one.published["high"] / 100, fitted=one.fitted,
                modelled=math.fsum(known) / len(known) if known else math.nan,
                source_id=one.published["source_id"],
            )
        )  # fmt: skip
    return rows


def _fitted(wholes: Sequence[_Whole], choice: Choice, fit: str) -> Choice:
    """Return the coefficients with the least squares of what lies outside published ranges."""

    def squares(tried: Choice) -> float:
        rows = _fits(wholes, tried)
        return math.fsum(r.residual**2 for r in rows if r.fitted and not math.isnan(r.residual))

    shares_per_day = SHARES_PER_DAY if fit == "both" else (choice.time_share_per_day,)
    every = (
        replace(choice, scale=scale, time_share_per_day=share)
        for share in shares_per_day
        for scale in SCALES
    )
    return min(every, key=lambda tried: (round(squares(tried), 12), tried.scale))
