"""What scenarios do to the choice: the way chosen, the front, by value of goods, a corridor."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from corridors.arguments import asks
from corridors.graph.gates import corridor_of
from corridors.network.changes.apply import Changes, applied, apply_with_changes
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.network.opening import TEXT_COLUMNS
from corridors.network.places.naming import Pair
from corridors.network.tables import nan_alike
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, CorridorWords, says
from corridors.routing.conditions.words import within
from corridors.routing.itinerary import Itinerary, weight_total
from corridors.routing.notes.kept import cannot_run
from corridors.routing.questions import PairsOf
from corridors.studies.attribution import touched_overrides
from corridors.studies.compare import outcome_of
from corridors.studies.pairs import amounts_of
from corridors.studies.sentences import NOT_FELT, sentence_of
from corridors.studies.together import Combined, combined
from corridors.studies.views import View

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Values of goods, in USD, at which it is asked whether the choice changes.
VALUES_USD = (5_000.0, 20_000.0, 50_000.0, 200_000.0)
#: The row of all scenarios at once.
TOGETHER = "all together"
#: Changes smaller than these are none: USD, hours and kg of CO2e.
_USD, _H, _KG = 0.5, 0.05, 0.5
_TOTALS = (
    "cost_usd", "time_h", "time_p50_h", "time_p90_h", "transit_count", "co2e_kg", "generalised_usd",
)  # fmt: skip


@dataclass(frozen=True)
class FrontGain:
    """What a front of cost and time gains: a way, and what was the best at its price before.

    ``time_h_before`` is infinite where nothing was as cheap.
    """

    itinerary: Itinerary
    time_h_before: float

    @property
    def gain_h(self) -> float:
        """Hours that are won at the price."""
        return self.time_h_before - self.itinerary.time_h


class Count(NamedTuple):
    """How much a pair counts, and in how many shipments that goes."""

    weight: float
    shipments: float


@nan_alike
@dataclass(frozen=True)
class Effect:
    """What one scenario does for one pair.

    Parameters
    ----------
    name, title
        The scenario's id and title, or ``"all together"`` twice.
    pair
        Origin and destination, with their countries.
    weight
        How much the pair counts: tonnes or TEU a year, say.
    shipments
        In how many shipments that goes; ``nan`` where the weight is no amount.
    before, after
        The way chosen.
    used
        The overrides to which the way chosen owes its values, in words; ``None``: not known.
    front
        What the front gains most, or ``None``.
    values_usd
        The values of goods at which another way is chosen, of ``asked_usd``.
    corridor
        The corridor that gains most, with its best ways before and after; empty: none gains.
    asked_usd
        The values of goods at which the choice is looked at.
    cards
        The ids of the scenarios that are applied, with those that they require.
    aside
        That it is about other goods than those of the pair; empty: it is not.
    shut
        What of it cannot be felt: its own links that are shut, and what shuts them; calendars,
        where no departure is given. Empty: nothing.
    """

    name: str
    title: str
    pair: Pair
    weight: float
    before: Itinerary | None
    after: Itinerary | None
    used: tuple[str, ...] | None
    front: FrontGain | None
    values_usd: tuple[float, ...]
    corridor: str = ""
    corridor_ways: tuple[Itinerary | None, Itinerary | None] = (None, None)
    asked_usd: tuple[float, ...] = ()
    cards: tuple[str, ...] = ()
    aside: str = ""
    shipments: float = math.nan
    shut: str = ""

    def change(self, total: str) -> float:
        """Return how much a total of the way chosen changes; ``nan`` if a way is missing."""
        if self.before is None or self.after is None:
            return math.nan
        return float(getattr(self.after, total) - getattr(self.before, total))

    @property
    def year_usd(self) -> float:
        """Change of the generalised cost of all shipments of a year; ``nan`` if not known."""
        return self.year("generalised_usd")

    def year(self, total: str) -> float:
        """Return how much a total of all shipments of a year changes; ``nan`` if not known."""
        return self.shipments * self.change(total)

    @property
    def nothing(self) -> bool:
        """Whether neither the choice nor the front nor any corridor changes."""
        same = self.outcome == "no change"
        return same and self.front is None and not self.values_usd and not self.corridor

    @property
    def outcome(self) -> str:
        """``opened``, ``cut``, ``no way``, ``no change``, ``same way`` or ``other way``."""
        found = outcome_of(self.before, self.after)
        still = found in ("same way", "other way") and not _differ(self.before, self.after)
        return "no change" if still else found

    @property
    def sentence(self) -> str:
        """What a minister's adviser would read out."""
        return sentence_of(self)

    def row(self) -> dict:
        """Return the values of one row of :func:`effects`."""
        row: dict[str, Any] = {
            "scenario": self.name, "cards": self.cards, **self.pair.row(),
            "weight": self.weight, "outcome": self.outcome,
        }  # fmt: skip
        for total in _TOTALS:
            row[f"{total}_before"] = getattr(self.before, total, math.nan)
            row[f"{total}_after"] = getattr(self.after, total, math.nan)
            row[f"{total}_change"] = self.change(total)
        front = self.front
        row["front_usd"] = front.itinerary.cost_usd if front else math.nan
        row["front_time_h"] = front.itinerary.time_h if front else math.nan
        row["front_time_h_before"] = front.time_h_before if front else math.nan
        row["values_usd"], row["values_asked_usd"] = self.values_usd, self.asked_usd
        row["corridor"] = self.corridor
        ways = [way for way in self.corridor_ways if way is not None]
        for total in ("cost_usd", "time_h", "generalised_usd"):
            both = len(ways) == 2
            change = getattr(ways[1], total) - getattr(ways[0], total) if both else math.nan
            row[f"corridor_{total}_change"] = change
        row["shipments"], row["cost_usd_year_change"] = self.shipments, self.year("cost_usd")
        row["generalised_usd_year_change"] = self.year_usd
        return {**row, "used": self.used or (), "shut": self.shut, "sentence": self.sentence}


_BESIDES = ("scenarios",)


@says(*_BESIDES)
@asks
def effects(
    net: Network,
    scenarios: str | Scenario | Iterable[str | Scenario],
    pairs: PairsOf,
    *,
    weights: Sequence[float] | None = None,
    unit: str = "",
    values_usd: Sequence[float] = VALUES_USD,
    together: bool | None = None,
    conditions: Conditions | None = None,
    **words: Unpack[CorridorWords],
) -> pd.DataFrame:
    """Judge scenarios by the choice that they give: the way chosen before and after, and the front.

    A scenario may save much on its own corridor and nothing on the way that is chosen, or give a
    new way between the cheapest and the quickest that is neither: all of this is told.

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
    values_usd
        Values of the goods, USD, at which it is asked whether the choice by generalised cost
        changes: 5,000, 20,000, 50,000 and 200,000 if nothing is said. Between them it may change
        unseen; :func:`break_values` finds where.
    together
        Whether all scenarios at once are a row, too; ``None``: if there are several, those of
        them that can be combined; ``True`` refuses those that cannot.
    weight, shipment, corridor, modes, avoid, via, irregular, departure, as_of, conditions
        As in :func:`route`; the way chosen is the best by ``weight``, by default
        ``"generalised"``: USD with the value of time. ``conditions`` bring a weight of their own.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        A row each scenario and pair (``origin`` and ``destination`` with ``origin_country`` and
        ``destination_country``): ``cards`` applied, with those that they require; ``weight`` of
        the pair; ``outcome`` for the way chosen
        (no change, same way, other way, opened, cut, no way); ``cost_usd``, ``time_h``,
        ``time_p50_h``, ``time_p90_h``, ``transit_count``, ``co2e_kg`` and ``generalised_usd``,
        each ``_before``, ``_after`` and ``_change``; ``front_usd``, ``front_time_h`` and
        ``front_time_h_before``: the way that the front of cost and time gains most by, and the
        quickest before at its price (infinite: nothing was as cheap); ``values_usd`` at which the
        choice changes, of ``values_asked_usd``; ``corridor`` that gains most, with
        ``corridor_cost_usd_change``, ``corridor_time_h_change`` and
        ``corridor_generalised_usd_change``; ``shipments`` a year,
        ``cost_usd_year_change`` and ``generalised_usd_year_change``, where the unit says so;
        ``used``: the overrides to which the way chosen owes its values; ``shut``: what of its own
        links an event or another scenario shuts; ``sentence``. ``attrs["combined"]`` are
        the ids of the scenarios in the row of all together, ``attrs["together"]`` says which two
        cannot be combined and over what, or is empty; ``attrs["values_usd"]`` are the values of
        goods that were looked at.

    Raises
    ------
    ScenarioError
        If a scenario cannot be applied.
    ValueError
        If there is no scenario or pair, or weights do not match the pairs.
    UnknownNameError
        If a place, a corridor, a scenario or a word of ``avoid`` is not known.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.effects(
    ...     co.load(), "karachi-istanbul-direct-weekly", ("Karachi", "Istanbul")
    ... )
    >>> bool(table.loc[0, "front_time_h"] < table.loc[0, "front_time_h_before"])
    True
    """
    import pandas as pd

    if "weight" not in words and conditions is None:
        words["weight"] = "generalised"
    said = Conditions.of(conditions, besides=_BESIDES, **words)
    found, whole = all_effects(
        net, scenarios, pairs, said, weights=weights, unit=unit, values_usd=values_usd,
        together=together,
    )  # fmt: skip
    frame = pd.DataFrame([effect.row() for effect in found])
    frame.attrs["combined"] = tuple(card.id for card in whole.cards)
    frame.attrs["together"] = whole.reason
    frame.attrs["values_usd"] = found[0].asked_usd
    frame.attrs["situation"] = said.situation(net).situation
    return dated(frame, net)


def all_effects(
    net: Network,
    scenarios: str | Scenario | Iterable[str | Scenario],
    pairs: PairsOf,
    conditions: Conditions,
    *,
    weights: Sequence[float] | None = None,
    unit: str = "",
    values_usd: Sequence[float] = VALUES_USD,
    together: bool | None = None,
) -> tuple[list[Effect], Combined]:
    """Return the effects of :func:`effects`, and which scenarios are in the row of all together."""
    cards = scenarios_of(scenarios)
    if not cards:
        raise ValueError("scenarios is empty; give cards such as 'middle-corridor-2030'")
    net, amounts = conditions.situation(net), amounts_of(pairs, conditions.shipment, weights, unit)
    counts = [Count(*both) for both in zip(amounts.weights, amounts.shipments, strict=True)]
    values = tuple(within("a value of values_usd", value, 0) for value in values_usd)
    said = replace(conditions, as_of=None, scenarios=())
    before = View(net, amounts.pairs, said, values)
    found = []
    for card in cards:
        after, changes = applied(net, card)
        found += _effects(card.id, card.title, [card], counts, before, before.of(after), changes)
    if together is False or (together is None and len(cards) < 2):
        return found, Combined()
    whole = Combined(cards) if together else combined(net, cards)
    if len(whole.cards) < 2 and not together:
        return found, Combined((), whole.left_out)
    after, changes = apply_with_changes(net, whole.cards)
    view = before.of(after)
    found += _effects(TOGETHER, whole.title, whole.cards, counts, before, view, changes)
    return found, whole


# -- what differs -------------------------------------------------------------------------------


def _effects(
    name: str, title: str, cards: Sequence[Scenario], counts: Sequence[Count], before: View,
    after: View, changes: Changes,
) -> list[Effect]:  # fmt: skip
    """Return what some scenarios do for all pairs."""
    labels = before.labels
    own = {card.id for card in before.net.scenarios}
    new_cards = [card for card in after.net.scenarios if card.id not in own]
    shut = " ".join(filter(None, [cannot_run(after.net, new_cards), _not_felt(new_cards, before)]))
    at_values = {
        value: list(zip(before.at_value(value), after.at_value(value), strict=True))
        for value in before.values_usd
    }
    found = []
    for number, pair in enumerate(labels):
        old, new = before.chosen[number], after.chosen[number]
        corridor, ways = _corridor_that_gains(before, after, number)
        found.append(
            Effect(
                name, title, pair, counts[number].weight, old, new,
                used=_used(before.net, after, cards, changes, number),
                front=_front_gain(before.front(number), after.front(number)),
                values_usd=tuple(
                    v for v, trips in at_values.items() if outcome_of(*trips[number]) == "other way"
                ),
                corridor=corridor,
                corridor_ways=ways,
                asked_usd=before.values_usd,
                cards=tuple(card.id for card in new_cards),
                aside=_aside(new_cards, pair),
                shipments=counts[number].shipments,
                shut=shut,
            )
        )  # fmt: skip
    return found


def effect_on_choice(
    before: View, after: View, cards: Sequence[Scenario], changes: Changes | None
) -> Effect:
    """Return what scenarios do to the way chosen for the first pair, and nothing of the others.

    Without ``changes`` it is not told why nothing changes.
    """
    used = _used(before.net, after, cards, changes, 0)
    pair, old, new = before.labels[0], before.chosen[0], after.chosen[0]
    return Effect("", "", pair, 1.0, old, new, used=used, front=None, values_usd=())


def _not_felt(cards: Iterable[Scenario], asked: View) -> str:
    """Say that calendars that cards change are felt with a departure alone, if there is none."""
    dated = asked.conditions.departure is not None
    if dated or not any(o.column in TEXT_COLUMNS for card in cards for o in card.overrides):
        return ""
    return NOT_FELT


def _aside(cards: Iterable[Scenario], pair: Pair) -> str:
    ends = pair.origin_country, pair.destination_country
    return " ".join(filter(None, (card.about_others(*ends) for card in cards)))


def _used(
    net: Network, after: View, cards: Sequence[Scenario], changes: Changes | None, number: int
) -> tuple[str, ...] | None:
    """Return the overrides that the way chosen owes its values to, in words."""
    if changes is None:
        return None
    way = after.way(number)
    if way is None:
        return ()
    overrides = {card.id: card.overrides for card in cards}
    owners = touched_overrides(net.base or net, after.net, changes, way.arcs)
    return tuple(overrides[name][n - 1].words for name, n in owners if name in overrides)


def _differ(old: Itinerary | None, new: Itinerary | None) -> bool:
    """Say whether a choice changes: another way, or another price or time of the same."""
    if old is None or new is None:
        return old is not new
    return (
        abs(new.cost_usd - old.cost_usd) > _USD
        or abs(new.time_h - old.time_h) > _H
        or new.transit_count != old.transit_count
        or abs(new.co2e_kg - old.co2e_kg) > _KG
    )


def _front_gain(before: Sequence[Itinerary], after: Sequence[Itinerary]) -> FrontGain | None:
    """Return the way by which the front gains most hours at a price; first what has no like."""
    best: FrontGain | None = None
    for trip in after:
        at_price = [one.time_h for one in before if one.cost_usd <= trip.cost_usd + _USD]
        gain = FrontGain(trip, min(at_price, default=math.inf))
        if gain.gain_h > _H and (best is None or gain.gain_h > best.gain_h):
            best = gain
    return best


def _corridor_that_gains(
    before: View, after: View, number: int
) -> tuple[str, tuple[Itinerary | None, Itinerary | None]]:
    """Return the corridor whose best way improves most, and its ways."""
    nothing: tuple[str, tuple[Itinerary | None, Itinerary | None]] = ("", (None, None))
    if before.conditions.corridor is not None:
        return nothing
    gains = []
    for name in before.net.corridor_ids:
        old, new = before.on(name)[number], after.on(name)[number]
        if new is None or (old is not None and not _differ(old, new)):
            continue
        gain = math.inf if old is None else weight_total(old) - weight_total(new)
        if gain > _USD / 10:
            gains.append((-gain, corridor_of(before.net, name).name, (old, new)))
    if not gains:
        return nothing
    _, name, ways = min(gains, key=lambda found: found[:2])
    return name, ways
