"""What a way by pipeline prices otherwise than the study of that line: a sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from corridors.network.countries import country_name
from corridors.vocabulary import BBL_PER_T, MMBTU_PER_1000M3, T_PER_1000M3, listed

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary

#: Prices that differ by less than this share are the same.
_SAME = 0.005
#: How many of the units of a fee are in the unit of the sentence.
_IN_ONE = {"USD/MMBtu": MMBTU_PER_1000M3, "USD/1000m3": 1.0, "USD/bbl": BBL_PER_T, "USD/t": 1.0}


def pipeline_notes(trip: Itinerary) -> list[str]:
    """Say of each pipeline of a way which tariff and fees of its own the price does not go by.

    A way pays one tariff by km on all pipelines of a kind; ``corridors gas`` prices a line by its
    own.

    Parameters
    ----------
    trip
        The itinerary.
    """
    net, km, usd, sources = trip.network, {}, {}, {}  # type: ignore[var-annotated]
    for leg in trip.steps:
        if leg.mode == "pipeline" and leg.kind == "line-haul" and leg.link_id:
            ref = str(net.table("links")["line_ref"][net.link_row(leg.link_id)])
            km[ref] = km.get(ref, 0.0) + leg.km
            usd[ref] = usd.get(ref, 0.0) + leg.usd
            sources.setdefault(ref, {})[leg.source_id] = None
    gas = trip.shipment.commodity == "gas"
    unit, amount = ("1,000 m3", trip.shipment.cargo_t / T_PER_1000M3) if gas else ("t", 0.0)
    amount = amount or trip.shipment.cargo_t
    found = []
    for ref, far in km.items():
        here = usd[ref] / amount / far * 100 if far and amount else math.nan
        own = _own(net, ref, trip.transit_countries, here, unit)
        if own:
            found.append(
                f"All {far:,.0f} km of {ref} are priced here at {here:,.2f} USD per {unit} and "
                f"100 km ({', '.join(sources[ref])}), and the ends at what loading and unloading "
                f"cost; corridors gas {ref.lower()} takes {own} instead, without the ends."
            )
    return found


def _own(net: Network, ref: str, passed: tuple[str, ...], here: float, unit: str) -> str:
    """Return what a line's own prices are, where they are others than the way's; else ``""``."""
    rows = [row for row in net.table("energy_prices") if row["line_ref"] == ref]
    told = []
    tariff = _latest([row for row in rows if row["item"] == "tariff"])
    fees = [
        text
        for country in passed
        if (text := _fee(_latest([r for r in rows if _is_fee_of(r, country)]), country, unit))
    ]
    if tariff and (fees or abs(tariff["value"] / here - 1) > _SAME):
        border = any(row["item"] == "border_price" for row in rows)
        start = "beyond the first border" if border else "from its beginning"
        told.append(
            f"the line's own tariff, {tariff['value']:,.2f} {start} ({tariff['source_id']})"
        )
    return listed([*told, *fees])


def _is_fee_of(row: dict[str, Any], country: str) -> bool:
    return bool(row["item"] == "transit_fee" and row["country"] == country)


def _latest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return max(rows, key=lambda row: row["year"], default={})


def _fee(row: dict[str, Any], country: str, unit: str) -> str:
    if not row:
        return ""
    share = row["unit"] == "share"
    much = f"{row['value']:.0%} in kind" if share else ""
    much = much or f"{row['value'] * _IN_ONE[row['unit']]:,.2f} USD per {unit}"
    return f"a transit fee of {much} to {country_name(country)} ({row['source_id']})"
