"""What ``corridors scenario compare`` prints of what scenarios do to the choice."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.fitted import told
from corridors.cli.prints.itineraries import P50, P90, print_notice
from corridors.criteria import signed
from corridors.network.network import Network
from corridors.network.places.naming import Pair
from corridors.routing.itinerary import Itinerary
from corridors.studies.effects import Effect
from corridors.studies.pairs import YEARLY
from corridors.studies.sentences import values_text
from corridors.studies.together import Combined
from corridors.vocabulary import VALUE_OF_TIME_SHARE_PER_DAY, counted

_COLUMNS = (
    ("scenario", "left"), ("way chosen", "left"), ("USD", "right"), ("days", "right"),
    (P50, "right"), (P90, "right"), ("transits", "right"), ("kg CO2e", "right"),
    ("generalised USD", "right"),
)  # fmt: skip
_SHOWN = (
    ("cost_usd", 1.0, 0), ("time_h", 24.0, 1), ("time_p50_h", 24.0, 1), ("time_p90_h", 24.0, 1),
    ("transit_count", 1.0, 0), ("co2e_kg", 1.0, 0), ("generalised_usd", 1.0, 0),
)  # fmt: skip


def print_effects(
    found: Sequence[Effect], net: Network, weight: str, whole: Combined, unit: str = ""
) -> None:
    """Print what scenarios do to the choice of each pair, in numbers and in sentences."""
    console = wide_console()
    console.print(
        f"Situation before: {net.situation}. The way chosen is the best by {weight}; a day in "
        f"transit costs {_day_share(found):.2%} of the goods' value. Whether another way "
        f"is chosen is looked at for goods of {values_text(found[0].asked_usd)} USD, too.",
        markup=False,
    )
    count = sum(effect.name == found[0].name for effect in found)
    for number, first in enumerate(found[:count]):
        pair, effects = first.pair, found[number::count]
        console.print()
        console.print(_pair_table(str(pair), effects))
        for effect in effects:
            if effect.nothing and not effect.shut:
                continue
            title = f"{effect.title[:1].upper()}{effect.title[1:]}"
            console.print(told((f"{title}.", "bold"), f" {effect.sentence}"))
        still = [effect.title for effect in effects if effect.nothing and not effect.shut]
        if still:
            console.print(
                "These change neither the way chosen, nor what else there is to choose from, nor "
                f"the best way on any corridor: {'; '.join(still)}.",
                markup=False,
            )
    if count > 1 or unit in YEARLY:
        console.print()
        print_projects(found, unit, weight)
    console.print()
    if whole.cards:
        titles = "; ".join(card.title for card in whole.cards)
        console.print(f"{whole.title[:1].upper()}{whole.title[1:]}: {titles}.", markup=False)
    if whole.left_out:
        console.print(whole.reason, markup=False)
    print_notice(net)


def _day_share(found: Sequence[Effect]) -> float:
    """Return what a day in transit costs, as a share of the value of the goods."""
    trips = (trip for effect in found for trip in (effect.before, effect.after) if trip is not None)
    return next((t.shipment.time_share_per_day for t in trips), VALUE_OF_TIME_SHARE_PER_DAY)


def _pair_table(title: str, effects: Sequence[Effect]) -> object:
    table = table_of(title, _COLUMNS)
    before = effects[0].before
    if before is not None:
        table.add_row("before", _way(before), *_numbers(before))
    for effect in effects:
        if effect.after is None:
            table.add_row(effect.title, "no way", *[""] * len(_SHOWN))
        elif effect.before is None:
            table.add_row(effect.title, _way(effect.after), *_numbers(effect.after))
        elif effect.outcome == "no change":
            table.add_row(effect.title, "the same", *["0"] * len(_SHOWN))
        else:
            way = "the same" if effect.outcome == "same way" else _way(effect.after)
            table.add_row(effect.title, way, *_changes(effect))
    return table


def _way(trip: Itinerary) -> str:
    through = ", ".join(trip.transit_countries)
    return "+".join(trip.by) + (f" by {through}" if through else "")


def _numbers(trip: Itinerary) -> list[str]:
    return [f"{getattr(trip, total) / per:,.{digits}f}" for total, per, digits in _SHOWN]


def _changes(effect: Effect) -> list[str]:
    return [signed(effect.change(total) / per, digits) for total, per, digits in _SHOWN]


#: What is summed, by its total: what a title calls it, and its column.
_SUMMED = {
    "cost_usd": ("price (freight, without the value of time)", "price"),
    "generalised_usd": ("generalised cost (price and value of time)", "generalised"),
}


def print_projects(found: Sequence[Effect], unit: str, weight: str = "generalised") -> None:
    """Print what each scenario does for each pair and in all: in price and in generalised cost.

    The pairs have the one of the two that the way is chosen by; both are summed.
    """
    count = sum(effect.name == found[0].name for effect in found)
    pairs = [effect.pair for effect in found[:count]]
    shown = "cost_usd" if weight == "cost" else "generalised_usd"
    yearly = unit in YEARLY
    mean = f"mean{' by weight' * bool(unit)}, USD a shipment"
    what = f"all {unit}, thousand USD a year" if yearly else mean
    columns = [
        ("scenario", "left"), *((str(pair), "right") for pair in pairs),
        *((f"{word} in all", "right") for _, word in _SUMMED.values()),
    ]  # fmt: skip
    title = (
        f"Change of the {_SUMMED[shown][0]} of the way chosen by {weight}, USD a shipment; "
        f"in all: {what}"
    )
    table = table_of(title, columns)
    for first in range(0, len(found), count):
        mine = found[first : first + count]
        changes = [(effect, effect.change(shown)) for effect in mine]
        cells = [
            effect.outcome if math.isnan(change) else signed(change, 0)
            for effect, change in changes
        ]
        sums = [_in_all(mine, total, yearly=yearly) for total in _SUMMED]
        table.add_row(mine[0].title, *cells, *sums)
    wide_console().print(table)


def _in_all(mine: Sequence[Effect], total: str, *, yearly: bool) -> str:
    """Return the change of a total over all pairs: of a year, or the mean of a shipment."""
    known = [effect for effect in mine if not math.isnan(effect.change(total))]
    if yearly:
        last = signed(math.fsum(effect.year(total) for effect in known) / 1000, 1)
    else:
        whole = math.fsum(effect.weight for effect in known)
        change = math.fsum(effect.weight * effect.change(total) for effect in known)
        last = signed(change / whole, 0) if whole else "-"
    return last + f" ({len(known)} of {counted(len(mine), 'pair')})" * (len(known) < len(mine))


def effects_on_map(found: Sequence[Effect]) -> dict[str, list[Itinerary]]:
    """Return the ways chosen, and what fronts gain, by what a map calls them."""
    groups: dict[str, dict[Pair, Itinerary]] = {"before": {}}
    for effect in found:
        if effect.before is not None:
            groups["before"][effect.pair] = effect.before
        if effect.after is not None and effect.outcome != "no change":
            groups.setdefault(effect.title, {})[effect.pair] = effect.after
        if effect.front is not None:
            name = f"{effect.title}: a new choice"
            groups.setdefault(name, {})[effect.pair] = effect.front.itinerary
    return {name: list(trips.values()) for name, trips in groups.items() if trips}
