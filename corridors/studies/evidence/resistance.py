"""Why answers miss what was published: by stated cause, by part of the world, in two halves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.routing.itinerary import Itinerary
    from corridors.studies.evidence.trials import Trial


@dataclass(frozen=True)
class Cause:
    """A reason that a row of outcomes may state: what it is, and what evidence would mend it."""

    text: str
    mends: str


#: The words of the column ``cause`` of outcomes.
CAUSES: Mapping[str, Cause] = {
    "record": Cause(
        "a record, a rally, a convoy with right of way: the quick end, not the middle",
        "all runs of the lane, not the first or the best",
    ),
    "promise": Cause(
        "promised before it ran, or a plan that no run is known to have kept",
        "the days of runs that took place",
    ),
    "held up": Cause(
        "a run or a year that was held up: snow, a month in a yard, a congested port",
        "the same lane in an ordinary month",
    ),
    "crew": Cause(
        "trucks with two drivers or by day and night, in convoy, past the queue; the tables have "
        "the mean truck of the country, by its rules of rest",
        "logbooks of trucks: hours in motion, at rest, at each border, with one and two drivers",
    ),
    "stops": Cause(
        "hours at ports, breaks of gauge and borders that are assumed, or those of all wagons",
        "hours of block trains at Aktau, Alat, Akhalkalaki, Sarakhs, Zahedan and Kapıköy",
    ),
    "market": Cause(
        "the spot market of one lane and week, of which the mean of all lanes tells little",
        "freight by lane and month, with the size of the box",
    ),
    "fare": Cause(
        "a fare that depends on who wants loads there: its direction, season and size of truck",
        "fares of both directions of a lane at one time, by truck",
    ),
    "currency": Cause(
        "a fare in a currency that fell against the dollar faster than fares rose",
        "fares by month in their own currency",
    ),
    "terms": Cause(
        "what the price holds is not told, or is less or more than the tables'",
        "the tariff itself, by component",
    ),
    "way": Cause(
        "a place or way that is not told, a rounded figure, or a sum that its parts do not make",
        "the places and the way of the run",
    ),
}
#: What has no cause of its own.
NOT_STATED = "not stated"
_CASPIAN = {"AZ", "IR", "KZ", "RU", "TM"}
#: Parts of the world by the countries that a way crosses on land; the first that fits.
_PARTS = (
    ("Afghanistan", {"AF"}),
    ("Iran", {"IR"}),
    ("Pakistan", {"PK"}),
    ("China and Central Asia", {"CN", "KG", "KZ", "TJ", "TM", "UZ"}),
    ("Caucasus and Türkiye", {"AM", "AZ", "GE", "TR"}),
)
OVER_THE_CASPIAN = "over the Caspian"
BY_SEA = "sea alone"
ELSEWHERE = "elsewhere"
#: All of them, in the order in which they are looked at.
PARTS = (OVER_THE_CASPIAN, BY_SEA, *(name for name, _ in _PARTS), ELSEWHERE)


def part_of_the_world(trip: Itinerary) -> str:
    """Return in which part of the world a way lies; one that crosses several is of the first.

    The order is that of ``PARTS``.

    Parameters
    ----------
    trip
        The itinerary.

    Examples
    --------
    >>> import corridors as co
    >>> part_of_the_world(co.route(co.load(), "Karachi", "Lahore"))
    'Pakistan'
    """
    hauls = [leg for leg in trip.steps if leg.kind == "line-haul"]
    country = trip.network.table("nodes").pairs("node_id", "country")
    for leg in hauls:
        ends = {country[leg.from_node], country[leg.to_node]}
        if leg.mode in ("ferry", "sea") and len(ends) > 1 and ends <= _CASPIAN:
            return OVER_THE_CASPIAN
    if all(leg.mode == "sea" for leg in hauls):
        return BY_SEA
    on_land = {
        country[node] for leg in hauls if leg.mode != "sea" for node in (leg.from_node, leg.to_node)
    }
    return next((name for name, countries in _PARTS if countries & on_land), ELSEWHERE)


def half_of(outcome: Mapping) -> int:
    """Return in which of two halves an outcome is: 0 or 1, one and the same for all of a lane.

    It is told by the places alone, so nobody can choose.

    Parameters
    ----------
    outcome
        A row of the table ``outcomes``.

    Examples
    --------
    >>> there = {"origin": "kz-almaty", "destination": "ge-poti-port"}
    >>> back = {"origin": "ge-poti-port", "destination": "kz-almaty"}
    >>> half_of(there) == half_of(back)
    True
    """
    lane = "|".join(sorted((str(outcome["origin"]), str(outcome["destination"]))))
    return int(hashlib.sha256(lane.encode()).hexdigest(), 16) % 2


def cause_of(trial: Trial) -> str:
    """Return the stated cause of an answer outside; ``""`` of one inside."""
    return "" if trial.is_inside else str(trial.outcome["cause"]) or NOT_STATED


def by_cause(trials: Sequence[Trial]) -> dict[str, list[Trial]]:
    """Return the answers outside by their cause, the most frequent first."""
    found: dict[str, list[Trial]] = {}
    for trial in trials:
        if not trial.is_inside:
            found.setdefault(cause_of(trial), []).append(trial)
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[0])))
