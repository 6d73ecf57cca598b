"""What the effects of a scenario are in words: what an adviser would read out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.criteria import signed
from corridors.vocabulary import counted, listed

if TYPE_CHECKING:
    from corridors.routing.itinerary import Itinerary
    from corridors.studies.effects import Effect, FrontGain


#: Of a card that changes calendars, where no day is asked for.
NOT_FELT = (
    "What it changes of opening hours and seasons is felt with a departure alone, and none is "
    "given."
)


def sentence_of(effect: Effect) -> str:
    """Return what a scenario does for a pair, in sentences."""
    said = [_chosen(effect), *filter(None, [effect.shut])]
    if effect.front is not None:
        said.append(_of_front(effect.front))
    if effect.values_usd:
        asked = f" (of {values_text(effect.asked_usd)} looked at)" if effect.asked_usd else ""
        values = values_text(effect.values_usd)
        said.append(f"Another way is chosen for goods of {values} USD{asked}.")
    if effect.corridor:
        said.append(_of_corridor(effect.corridor, *effect.corridor_ways))
    if effect.aside and not effect.nothing:
        said.append(effect.aside)
    return " ".join(said)


def values_text(values_usd: Sequence[float]) -> str:
    """Return values of goods in words.

    Examples
    --------
    >>> values_text((5_000.0, 20_000.0, 50_000.0))
    '5,000, 20,000 and 50,000'
    """
    return listed(f"{value:,.0f}" for value in values_usd)


def _totals(trip: Itinerary) -> str:
    return f"{trip.time_h / 24:.1f} days and {trip.cost_usd:,.0f} USD"


def _chosen(effect: Effect) -> str:
    before, after = effect.before, effect.after
    if effect.outcome == "no way":
        return "There is no way, with or without it."
    if effect.outcome == "opened" and after is not None:
        return f"A way opens: {_totals(after)}, by {'+'.join(after.by)}."
    if effect.outcome == "cut" and before is not None:
        return f"No way is left; it was {_totals(before)}."
    if before is None or after is None:  # for the type checker: told above
        return ""
    if effect.outcome == "no change":
        still = f"The way chosen ({_totals(before)}) stays as it is"
        if effect.used is None:
            return f"{still}."
        why = "does not gain by what it changes" if effect.used else "does not pass what it changes"
        return f"{still}: it {why}."
    more = effect.change("transit_count")
    kind = "The same way" if effect.outcome == "same way" else "Another way is chosen, which"
    return (
        f"{kind} takes {_totals(after)} ({signed(effect.change('time_h') / 24, 1)} days, "
        f"{signed(effect.change('cost_usd'))} USD, "
        f"{counted(more, 'transit', signed(more))}, "
        f"{signed(effect.change('generalised_usd'))} USD with the value of time)."
    )


def _of_front(gain: FrontGain) -> str:
    trip = gain.itinerary
    way = f"a way of {trip.time_h / 24:.1f} days at {trip.cost_usd:,.0f} USD"
    if math.isinf(gain.time_h_before):
        return f"It gives {way}, cheaper than any before."
    return f"It gives {way}, where {gain.time_h_before / 24:.1f} days was the best at that price."


def _of_corridor(name: str, before: Itinerary | None, after: Itinerary | None) -> str:
    if after is None:
        return ""
    if before is None:
        return f"It opens {name}: {_totals(after)}."
    days = (after.time_h - before.time_h) / 24
    usd = after.cost_usd - before.cost_usd
    return (
        f"On {name} it changes the best way from {_totals(before)} by {signed(days, 1)} days and "
        f"{signed(usd)} USD."
    )
