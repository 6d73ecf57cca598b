"""Trade facilitation indicators of the CAREC CPMM, of itineraries or of a whole corridor."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from corridors.arguments import asks
from corridors.errors import UnknownNameError, several, there_is_no
from corridors.network.network import Network
from corridors.routing.conditions import ChangeWords, Conditions, says
from corridors.routing.itinerary import Itinerary, Leg
from corridors.routing.ledger import legs_of
from corridors.routing.plan import plan_of
from corridors.vocabulary import MODES, mode_of

if TYPE_CHECKING:
    import pandas as pd

#: Each indicator and its unit; TFI4 is two speeds.
INDICATORS = {
    "TFI1": "h per border post",
    "TFI2": "USD per border post",
    "TFI3": "USD per 500 km and 20 t",
    "SWOD": "km/h",
    "SWD": "km/h",
}
#: The section and the load that the cost of TFI3 is for.
SECTION_KM, SECTION_T = 500.0, 20.0
#: Stops of a mode that its speed with delay counts; loading and unloading are none of it.
_STOPS = ("border", "gauge break", "waiting")
#: What is done at a border post, beside passing it.
_AT_POSTS = ("border", "gauge break")
_BESIDES = ("weight", "corridor", "via", "departure")


@says(*_BESIDES)
@asks
def indicators(
    of: Network | Itinerary | Iterable[Itinerary],
    corridor: str | None = None,
    *,
    by_country: bool = False,
    conditions: Conditions | None = None,
    **words: Unpack[ChangeWords],
) -> pd.DataFrame:
    """Return TFI1 to TFI4 of the CAREC CPMM, beside the values that it published.

    TFI1 and TFI2 are the hours and USD of borders, breaks of gauge among them, over the border
    posts passed: two at a land border, one at a quay. TFI3 is the USD of running and of borders
    per 500 km and 20 t. TFI4 are two speeds: SWOD, km over the hours on the move, and SWD, km over
    all hours but those of loading, unloading and changing mode: rests of drivers, stops of trains,
    waits for services and borders count.

    Parameters
    ----------
    of
        A network, an itinerary or several itineraries.
    corridor
        Of a network, the corridor: all its links in operation, in both directions, with each
        service; customs at quays are those of itineraries.
    by_country
        Whether each country has rows of its own; a border belongs half to either.
    shipment, modes, avoid, irregular, as_of, scenarios, conditions
        Of a network, as in :func:`route`.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        A row each mode and indicator: ``mode``, ``country`` (empty: all), ``indicator``,
        ``value``, ``unit``, ``km``, ``posts``; and what the CPMM last published for the country,
        else for all of CAREC: ``published``, ``published_of``, ``published_year``, ``source_id``.

    Raises
    ------
    UnknownNameError
        If the network has no such corridor.
    ValueError
        If a network is given without a corridor, or none of its links is in operation.
    TypeError
        If neither a network nor itineraries are given, or words for itineraries that have theirs.

    References
    ----------
    ADB and CAREC, Corridor Performance Measurement and Monitoring,
    https://cpmm.carecprogram.org/2023-report

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Istanbul", modes="road")
    >>> speeds = co.indicators(trip).set_index("indicator")["value"]
    >>> bool(speeds["SWD"] < speeds["SWOD"])
    True
    """
    import pandas as pd

    if isinstance(of, Network):
        given = Conditions.of(conditions, besides=_BESIDES, **words)
        net = given.situation(of)
        legs, cargo_t = _legs_of_corridor(net, corridor, given), given.shipment.cargo_t
        sums = _sums(legs, cargo_t, by_country=by_country)
    else:
        if corridor is not None or conditions is not None or words:
            raise TypeError("corridor and conditions are of a network; itineraries have theirs")
        trips = (of,) if isinstance(of, Itinerary) else tuple(several("itineraries", of))
        if not trips or not all(isinstance(trip, Itinerary) for trip in trips):
            raise TypeError(f"give a network with a corridor, or itineraries, not {of!r}")
        net, sums = trips[0].network, {}
        for trip in trips:
            _sums(trip.steps, trip.shipment.cargo_t, by_country=by_country, found=sums)
    rows = [
        row
        for key, one in sorted(sums.items(), key=_order)
        if one.km > 0
        for row in _rows(net, *key, one)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"published_year": "Int64"})


_COLUMNS = [
    "mode", "country", "indicator", "value", "unit", "km", "posts", "published", "published_of",
    "published_year", "source_id",
]  # fmt: skip


def _order(item: tuple[tuple[str, str], _Sums]) -> tuple[int, str]:
    (mode, country), _ = item
    return list(MODES).index(mode), country


@dataclass
class _Sums:
    """What the legs of one mode add up to."""

    km: float = 0.0
    moving_h: float = 0.0
    h: float = 0.0
    usd_per_t: float = 0.0
    posts: float = 0.0
    posts_h: float = 0.0
    posts_usd: float = 0.0

    def add(self, leg: Leg, share: float, cargo_t: float) -> None:
        """Add a leg, or a share of it."""
        self.km += share * leg.km
        self.h += share * leg.h
        self.moving_h += share * leg.h_moving
        self.usd_per_t += share * leg.usd / cargo_t
        if leg.kind in _AT_POSTS:
            self.posts_h += share * leg.h
            self.posts_usd += share * leg.usd
        if leg.kind == "border":
            self.posts += share * (2 if ">" in leg.country else 1)

    def values(self) -> dict[str, float]:
        """Return each indicator; ``nan`` where nothing is passed or run."""
        return {
            "TFI1": _over(self.posts_h, self.posts),
            "TFI2": _over(self.posts_usd, self.posts),
            "TFI3": _over(self.usd_per_t, self.km) * SECTION_KM * SECTION_T,
            "SWOD": _over(self.km, self.moving_h),
            "SWD": _over(self.km, self.h),
        }


def _over(a: float, b: float) -> float:
    return a / b if b > 0 else math.nan


def _sums(
    legs: Iterable[Leg],
    cargo_t: float,
    *,
    by_country: bool,
    found: dict[tuple[str, str], _Sums] | None = None,
) -> dict[tuple[str, str], _Sums]:
    """Add up the legs of each mode, or of each mode and country."""
    found = {} if found is None else found
    for leg in legs:
        if leg.kind != "line-haul" and leg.kind not in _STOPS:
            continue
        countries = leg.country.split(">") if by_country else [""]
        for country in countries:
            key = (mode_of(leg.vehicle), country)
            found.setdefault(key, _Sums()).add(leg, 1 / len(countries), cargo_t)
    return found


def _rows(net: Network, mode: str, country: str, sums: _Sums) -> list[dict]:
    rows = []
    for indicator, value in sums.values().items():
        published = _published(net, indicator, mode, country)
        rows.append(
            {
                "mode": mode, "country": country, "indicator": indicator, "value": value,
                "unit": INDICATORS[indicator], "km": sums.km, "posts": sums.posts, **published,
            }
        )  # fmt: skip
    return rows


def _published(net: Network, indicator: str, mode: str, country: str) -> dict:
    """Return the last published value of a country, else of all of CAREC."""
    table = net.table("published_indicators")
    for home in (country, "*"):
        rows = [
            row
            for row in table
            if (row["indicator"], row["mode"], row["country"]) == (indicator, mode, home)
        ]
        if rows:
            last = max(rows, key=lambda row: row["year"])
            return {
                "published": last["value"],
                "published_of": "CAREC" if home == "*" else home,
                "published_year": int(last["year"]),
                "source_id": last["source_id"],
            }
    return {"published": math.nan, "published_of": "", "published_year": None, "source_id": ""}


def _legs_of_corridor(net: Network, corridor: str | None, given: Conditions) -> list[Leg]:
    """Return the legs of all links of a corridor that are in operation, both ways."""
    ids = net.corridor_ids
    if corridor is None:
        raise ValueError(f"indicators of a network need a corridor: {', '.join(ids)}")
    if corridor not in ids:
        raise UnknownNameError(
            there_is_no("corridor", corridor, ids, f"Corridors: {', '.join(ids)}")
        )
    plan = plan_of(net, given)
    members = net.table("corridor_links")
    links = [
        link
        for name, link in zip(members["corridor_id"], members["link_id"], strict=True)
        if name == corridor and link
    ]
    of_link = plan.graph.arcs_of_link
    arcs = sorted({arc for link in links for arc in of_link.get(link, ()) if plan.usable[arc]})
    if not arcs:
        raise ValueError(f"no link of {corridor} in operation takes this shipment")
    return legs_of(plan, arcs)
