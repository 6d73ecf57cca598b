"""What ``corridors compare`` prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.text import Text

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.corridor_sums import print_sums
from corridors.cli.prints.itineraries import P50, P90, nth, print_itinerary, print_notice
from corridors.criteria import CRITERIA
from corridors.network.network import Network
from corridors.network.places.pairs import Pairs
from corridors.routing.choice import Choice
from corridors.routing.compare import Comparison, comparison_rows
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary
from corridors.routing.notes import notes_of_all
from corridors.routing.notes.compared import best_word, verdicts
from corridors.studies.evidence.charges import besides_usd

_COLUMNS = (
    ("", "right"), ("way", "left"), ("best by", "left"), ("USD", "right"), ("days", "right"),
    (P50, "right"), (P90, "right"), ("km", "right"), ("transits", "right"),
    ("through", "left"), ("by", "left"), ("", "left"),
)  # fmt: skip
#: The criteria whose winner is told in a sentence, if they were searched for.
_STARRED = {"cost_usd": "cost", "time_h": "time", "distance_km": "distance",
            "transit_count": "transits"}  # fmt: skip


def print_comparison(
    found: Sequence[Comparison],
    net: Network,
    shipment: Shipment,
    by: Sequence[str],
    *,
    days: Sequence[float] = (),
    reasons: bool = False,
    details: int | None = None,
    listed: Pairs | None = None,
    choice: Choice | None = None,
) -> None:
    """Print a table each pair: the best ways of all and of each corridor, and what wins by what.

    Where pairs count, a table tells what each corridor does for all of them.
    """
    console = wide_console()
    words = ", ".join(best_word(word) for word in by)
    console.print(
        f"{shipment.what} with {shipment.amount}; of each corridor, and of all ways, the {words}; "
        f"situation: {net.situation}. \u2605 no way is better."
    )
    _print_departure(found)
    shown: list[Itinerary] = []
    for _, group in groupby(found, key=lambda c: c.pair):
        pair = list(group)
        console.print()
        _print_pair(pair, _title(pair[0], listed), len(shown), days, choice)
        shown += [one.itinerary for one in pair if one.itinerary]
        _print_refused([one for one in pair if not one.itinerary], reasons=reasons)
    if listed is not None and listed.unit and len(listed) > 1:
        console.print()
        print_sums(found, listed, shipment, by)
    console.print()
    if details is None:
        print_notice(net)
    else:
        print_itinerary(nth(shown, details), all_legs=False)


def _print_pair(
    pair: Sequence[Comparison], title: str, before: int, days: Sequence[float],
    choice: Choice | None,
) -> None:  # fmt: skip
    """Print the ways of one pair, what wins by what, and their notes."""
    console = wide_console()
    trips = [one.itinerary for one in pair if one.itinerary]
    if not trips:
        console.print(f"{title}: there is no way", style="bold")
        return
    console.print(_pair_table(title, pair, before, days, choice))
    for line in (*verdicts(pair), *besides_verdict(pair, before)):
        console.print(f"  {line}")
    for note in notes_of_all(trips):
        console.print(f"  {note}", markup=False)


def _title(one: Comparison, listed: Pairs | None) -> str:
    """Return the pair of a comparison, with what it counts where pairs do not count alike."""
    if listed is None or not listed.unit:
        return str(one.pair)
    weight = f"{listed.weights[one.number]:,.10g}"
    said = {"tonnes": f"{weight} t a year", "teu": f"{weight} TEU a year"}
    return f"{one.pair}: {said.get(listed.unit, f'weight {weight}')}"


def _print_departure(found: Sequence[Comparison]) -> None:
    departure = next((c.itinerary.departure for c in found if c.itinerary), None)
    if departure:
        wide_console().print(
            f"All leave on {departure:%a %Y-%m-%d %H:%M}; waits are those of the day."
        )


def _print_refused(refused: Sequence[Comparison], *, reasons: bool) -> None:
    corridors = [one for one in refused if one.corridor]
    console = wide_console()
    if len(corridors) < len(refused) or reasons:
        for one in refused:
            if reasons or not one.corridor:
                console.print(f"  {one.name}: {one.reason}", style="dim", markup=False)
    if corridors and not reasons:
        many = "corridor does" if len(corridors) == 1 else "corridors do"
        console.print(
            f"  {len(corridors)} {many} not serve this pair (--reasons says why).", style="dim"
        )


def _pair_table(
    title: str, pair: Sequence[Comparison], before: int, days: Sequence[float],
    choice: Choice | None,
) -> Any:  # fmt: skip
    shares = [(f"\u2264{limit:g} d", "right") for limit in days]
    shares += [("share", "right")] if choice else []
    table = table_of(title, [*_COLUMNS[:-1], *shares, _COLUMNS[-1]])
    table.columns[1].no_wrap = True
    number = before
    for one, row in zip(pair, comparison_rows(pair, (), None, choice), strict=True):
        trip = one.itinerary
        if trip is None:
            continue
        number += 1
        cells = {
            total: _starred(CRITERIA[key].number(row[total]), star=total in row["best"])
            for total, key in _STARRED.items()
        }
        table.add_row(
            str(number),
            Text(one.name, "bold" if not one.corridor else ""),
            ", ".join(best_word(word) for word in one.best_by),
            cells["cost_usd"],
            cells["time_h"],
            f"{trip.time_p50_h / 24:.1f}",
            f"{trip.time_p90_h / 24:.1f}",
            cells["distance_km"],
            cells["transit_count"],
            ", ".join(trip.transit_countries) or "-",
            "+".join(trip.by),
            *(f"{trip.within_days(limit):.0%}" for limit in days),
            *([f"{row['share']:.0%}" if one.is_built else "-"] if choice else []),
            Text(row["note"].replace(" times the ", "x the ").replace(" way", ""), "yellow"),
        )
    return table


def _starred(number: str, *, star: bool) -> Text:
    return Text(f"\u2605 {number}" if star else number, "bold green" if star else "")


# -- sentences ----------------------------------------------------------------------------------


def besides_verdict(pair: Sequence[Comparison], before: int = 0) -> list[str]:
    """Say where another way than the cheapest costs least with what an offer holds besides.

    A way that is long may pay more for storage and detention than it saves. Rows are counted
    after those printed ``before``.
    """
    trips = [one.itinerary for one in pair if one.itinerary and one.is_built]
    whole = [trip.cost_usd + besides_usd(trip) for trip in trips]
    if not trips:
        return []
    cheapest = min(range(len(trips)), key=lambda n: trips[n].cost_usd)
    least = min(range(len(trips)), key=lambda n: whole[n])
    if whole[least] >= whole[cheapest] - 0.5:
        return []
    best, other = (f"row {before + n + 1}" for n in (least, cheapest))
    usd = f"{whole[least]:,.0f} USD, {other} {whole[cheapest]:,.0f}"
    words = "with what an offer holds besides (estimated; corridors charges)"
    return [f"{words}, {best} costs least: {usd}"]
