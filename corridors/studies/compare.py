"""Compare scenarios: before, after, and which part of the ledger the change comes from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

from corridors.arguments import asks
from corridors.criteria import CRITERIA, Criterion, criteria_of
from corridors.network.changes.apply import Changes, apply_with_changes
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.network.places.naming import Pair
from corridors.network.vintage import dated
from corridors.routing.choice import Choice, choice_for, share_of_each, way_key
from corridors.routing.conditions import Conditions, CorridorWords, says
from corridors.routing.conditions.words import yes_or_no
from corridors.routing.departures import leaving
from corridors.routing.doors import Way
from corridors.routing.itinerary import Itinerary
from corridors.routing.questions import PairOf, PairsOf, Questions, pairs_of
from corridors.studies.attribution import touched_overrides
from corridors.studies.bounds import still_best
from corridors.studies.pairs import Amounts, amounts_of
from corridors.studies.together import combined
from corridors.vocabulary import LEG_KINDS

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: The parts into which a change is split, by kind of leg.
PARTS = {
    "line-haul": "line_haul",
    "border": "border",
    "gauge break": "gauge_break",
    "terminal": "port_and_terminal",
    "waiting": "waiting",
    "access": "access",
}


@dataclass(frozen=True)
class Difference:
    """One pair under one scenario on one criterion: best itinerary before and after.

    ``valued`` is ``"in isolation"`` (against the network as it is) or ``"in complement"``
    (against the network with all the other scenarios); ``number`` is that of the pair.
    """

    scenario: Scenario
    valued: str
    criterion: str
    pair: Pair
    before: Itinerary | None
    after: Itinerary | None
    used: tuple[str, ...]
    number: int = 0

    @property
    def split(self) -> dict[str, float]:
        """The change by kind of leg, in the unit of the criterion; ``nan`` if a way is missing."""
        if self.before is None or self.after is None:
            return dict.fromkeys(LEG_KINDS, math.nan)
        return split_change(self.before, self.after, CRITERIA[self.criterion])

    @property
    def change(self) -> float:
        """The sum of the split."""
        return math.fsum(self.split.values())

    @property
    def outcome(self) -> str:
        """What happens: ``same way``, ``other way``, ``opened``, ``cut`` or ``no way``."""
        return outcome_of(self.before, self.after)

    @property
    def remark(self) -> str:
        """That the scenario is about other goods than those of the pair; empty: it is not."""
        return self.scenario.about_others(self.pair.origin_country, self.pair.destination_country)

    def row(self) -> dict:
        """Return the values of one row of :func:`compare_scenarios`."""
        row = CRITERIA[self.criterion]
        return {
            **self.pair.row(),
            "scenario": self.scenario.id,
            "valued": self.valued,
            "criterion": self.criterion,
            "unit": row.unit,
            "before": total(self.before, row),
            "after": total(self.after, row),
            "change": self.change,
            **{f"change_{PARTS[kind]}": value for kind, value in self.split.items()},
            "outcome": self.outcome,
            "used": self.used,
            "remark": self.remark,
            "countries_before": self.before.countries if self.before else (),
            "countries_after": self.after.countries if self.after else (),
            "modes_before": self.before.modes if self.before else (),
            "modes_after": self.after.modes if self.after else (),
        }


def outcome_of(before: Itinerary | None, after: Itinerary | None) -> str:
    """Return what became of a way: ``same way``, ``other way``, ``opened``, ``cut``, ``no way``."""
    if before is None or after is None:
        there = (before is not None, after is not None)
        return {(False, True): "opened", (True, False): "cut"}.get(there, "no way")
    ways = [[leg.link_id for leg in trip.steps if leg.km] for trip in (before, after)]
    return "same way" if ways[0] == ways[1] else "other way"


def split_change(before: Itinerary, after: Itinerary, row: Criterion) -> dict[str, float]:
    """Return the change of a criterion by kind of leg, each part summed exactly."""
    signed: dict[str, list[float]] = {kind: [] for kind in LEG_KINDS}
    for trip, sign in ((before, -1), (after, 1)):
        for leg in trip.steps:
            signed[leg.kind].append(sign * getattr(leg, row.leg))
    return {kind: math.fsum(values) for kind, values in signed.items()}


def total(trip: Itinerary | None, row: Criterion) -> float:
    """Return an itinerary's total of a criterion, ``nan`` without one."""
    if trip is None:
        return math.nan
    return math.fsum(getattr(leg, row.leg) for leg in trip.steps)


#: The columns of shares: of the way before, of that after, and of the former after.
_SHARES = ("share_before", "share_after", "share_kept")
#: What scenarios are compared by, each in turn, and which of them: words that are not conditions.
_BESIDES = ("weight", "scenarios", "corridor", "via")


@says(*_BESIDES)
@asks
def compare_scenarios(
    net: Network,
    scenarios: str | Scenario | Iterable[str | Scenario],
    pairs: PairsOf,
    *,
    criteria: str | Iterable[str] = tuple(CRITERIA),
    weights: Sequence[float] | None = None,
    unit: str = "",
    complement: bool | None = None,
    shares: bool = False,
    conditions: Conditions | None = None,
    **words: Unpack[CorridorWords],
) -> pd.DataFrame:
    """Compare the best itineraries before and after each scenario, on every criterion.

    Parameters
    ----------
    net
        The network before; it may be that of a day, or have scenarios of its own.
    scenarios
        What to apply, one at a time: cards, ids of embedded ones, or paths of ``.toml`` files.
    pairs
        (origin, destination) pairs of places, with weights as :func:`read_pairs` gives them, or the
        name of such a CSV file.
    weights
        How much each pair counts; ``None``: what ``pairs`` say, else all alike.
    unit
        What the weights are: ``"tonnes"`` or ``"teu"`` a year, which go in shipments of the size
        asked for; ``"weight"`` or nothing: no amounts.
    criteria
        Each is minimised in turn: cost, time, distance, transits, co2e.
    complement
        Whether each scenario is valued a second time, against the network with all the
        others. ``None``: if there are several, those of them that can be combined.
    shares
        Whether columns say how the goods of a pair split over the ways that are the best by some
        criterion, before and after, as :func:`shares` does over more of them.
    shipment, modes, avoid, irregular, departure, as_of, conditions
        As in :func:`route`, before and after.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        A row each pair, scenario, way of valuing and criterion: ``before``, ``after`` and
        ``change`` in ``unit``; ``change_line_haul``, ``change_border``,
        ``change_gauge_break``, ``change_port_and_terminal``, ``change_waiting`` and
        ``change_access``, which add up to ``change`` exactly; ``outcome`` (same way, other
        way, opened, cut, no way); ``used``: the overrides to which the new itinerary owes
        its values; ``remark``: that it is about other goods, or empty; countries and modes
        before and after; with ``shares``, ``share_before`` and ``share_after`` of the row's way
        before and after, and ``share_kept``: that of the way before, after (0 if it is none of
        the best any more); the ``weight`` of the pair, the
        ``shipments`` in which it goes and ``change_year``, what they change by together, where
        the unit says so (else ``nan``). ``attrs["complement"]`` says which two
        scenarios cannot be combined, over what, and which is left out, or is empty.

    Raises
    ------
    ScenarioError
        If a scenario cannot be applied.
    ValueError
        If there is no scenario or criterion, one is not known, or a pair joins a place with itself.
    UnknownNameError
        If a place, a scenario or a word of ``avoid`` is not known.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.compare_scenarios(
    ...     co.load(), co.scenario("suez-closed"), ("Karachi", "Istanbul"), criteria=["cost"]
    ... )
    >>> float(table["change"][0]) >= 0
    True
    """
    import pandas as pd

    said = Conditions.of(conditions, besides=_BESIDES, **words)
    amounts = amounts_of(pairs, said.shipment, weights, unit)
    found, reason = differences(
        net, scenarios, amounts.pairs, said, criteria, complement=complement
    )
    there = said.situation(net)
    frame = pd.DataFrame(rows_of(found, amounts))
    if yes_or_no("shares", shares):
        choice = choice_for(there, said.shipment)
        frame = frame.assign(**shares_of_differences(found, choice))
    frame.attrs["complement"] = reason
    frame.attrs["situation"] = there.situation
    return dated(frame, net)


def rows_of(found: Sequence[Difference], amounts: Amounts) -> list[dict]:
    """Return the rows of :func:`compare_scenarios`, with what each pair counts for."""
    rows = []
    for one in found:
        weight, shipments = amounts.weights[one.number], amounts.shipments[one.number]
        year = {"weight": weight, "shipments": shipments, "change_year": shipments * one.change}
        rows.append({**one.row(), **year})
    return rows


def shares_of_differences(found: Sequence[Difference], choice: Choice) -> dict[str, list[float]]:
    """Return the share of each row's way among those of its pair by all criteria, by column."""
    groups: dict[tuple[str, str, Pair], list[int]] = {}
    for number, one in enumerate(found):
        groups.setdefault((one.scenario.id, one.valued, one.pair), []).append(number)
    columns = {name: [math.nan] * len(found) for name in _SHARES}
    for numbers in groups.values():
        sides = [[getattr(found[n], side) for n in numbers] for side in ("before", "after")]
        before, after = (share_of_each(trips, choice) for trips in sides)
        still = {way_key(trip): share for trip, share in zip(sides[1], after, strict=True) if trip}
        for n, old, new, trip in zip(numbers, before, after, sides[0], strict=True):
            kept = math.nan if trip is None else still.get(way_key(trip), 0.0)
            for name, share in zip(_SHARES, (old, new, kept), strict=True):
                columns[name][n] = share
    return columns


def differences(
    net: Network,
    scenarios: str | Scenario | Iterable[str | Scenario],
    pairs: PairsOf,
    conditions: Conditions,
    criteria: str | Iterable[str] = tuple(CRITERIA),
    *,
    complement: bool | None = None,
) -> tuple[list[Difference], str]:
    """Return the differences of :func:`compare_scenarios`, and why there is no complement."""
    cards = scenarios_of(scenarios)
    if not cards:
        raise ValueError("scenarios is empty: nothing to compare")
    criteria = criteria_of(criteria)
    net, pairs = conditions.situation(net), pairs_of(pairs)
    said = replace(conditions, as_of=None, scenarios=())
    Questions.of_pairs(net, pairs, said)  # before any work: are all places known?
    rows = []
    for card in cards:
        rows += _differences(net, card, None, pairs, criteria, said)
    if complement is False or (complement is None and len(cards) < 2):
        return rows, ""
    whole = combined(net, cards)
    if complement and whole.left_out:
        apply_with_changes(net, cards)  # raises
    for card in whole.cards if len(whole.cards) > 1 else ():
        others = [c for c in whole.cards if c.id not in {g.id for g in _needing(card, cards)}]
        rows += _differences(net, card, others, pairs, criteria, said)
    return rows, whole.reason


def _needing(card: Scenario, cards: Sequence[Scenario]) -> list[Scenario]:
    """Return a scenario and those that require it, directly or not."""
    found = [card]
    for one in found:
        found += [c for c in cards if one.id in c.requires and c not in found]
    return found


def _differences(
    net: Network,
    card: Scenario,
    others: Sequence[Scenario] | None,
    pairs: Sequence[PairOf],
    criteria: Sequence[str],
    conditions: Conditions,
) -> list[Difference]:
    """Return the differences that one scenario makes for all pairs and criteria.

    ``others`` is ``None`` in isolation, else the scenarios that the network before has.
    """
    valued = "in isolation" if others is None else "in complement"
    before = apply_with_changes(net, others)[0] if others else net
    after, changes = apply_with_changes(net, [*(others or ()), card])
    rows: dict[tuple[int, int], Difference] = {}
    for c, criterion in enumerate(criteria):
        by = replace(conditions, weight=criterion)
        asked = [Questions.of_pairs(one, pairs, by) for one in (before, after)]
        for p, (old, (way, trip)) in enumerate(zip(*_best(*asked), strict=True)):
            used = _used(net.base or net, after, changes, card, way)
            pair = asked[1][p].labels
            rows[p, c] = Difference(card, valued, criterion, pair, old[1], trip, used, p)
    return [rows[key] for key in sorted(rows)]


Found = tuple[Way | None, Itinerary | None]


def _best(before: Questions, after: Questions) -> tuple[list[Found], list[Found]]:
    """Return the best way and itinerary of each pair before and after."""
    if after[0].conditions.departure is not None:
        return [leaving(q) for q in before], [leaving(q) for q in after]
    ways = before.best()
    fresh = after.best(still_best(before[0].plan, after[0].plan, ways))
    return _with_trips(before, ways), _with_trips(after, fresh)


def _with_trips(questions: Questions, ways: Sequence[Way | None]) -> list[Found]:
    return [
        (way, None if way is None else question.itinerary(way))
        for question, way in zip(questions, ways, strict=True)
    ]


def _used(
    base: Network, after: Network, changes: Changes, card: Scenario, way: Way | None
) -> tuple[str, ...]:
    """Return the scenario's overrides that a way owes its values to, in words."""
    if way is None:
        return ()
    owners = touched_overrides(base, after, changes, way.arcs)
    return tuple(card.overrides[n - 1].words for name, n in owners if name == card.id)
