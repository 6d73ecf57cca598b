"""What a row of a batch tells: what was asked, and its way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from corridors.routing.conditions.words import weight_text
from corridors.routing.itinerary import Itinerary
from corridors.routing.notes.plainly import without_options
from corridors.vocabulary import LEG_KINDS

if TYPE_CHECKING:
    from corridors.studies.batch.consignments import Consignment

#: The parts of a price, which add up to ``cost_usd``, by kind of leg.
PARTS = {kind: f"{kind.replace('-', '_').replace(' ', '_')}_usd" for kind in LEG_KINDS}
#: What was asked.
ASKED = (
    "origin", "destination", "box", "cargo_t", "value_usd", "commodity", "departure", "weight",
)  # fmt: skip
#: What else a row may say, told where it does: so an answer can be asked again.
MORE = ("quantity", "unit", "corridor", "service", "modes", "avoid", "via")
#: What is answered.
ANSWER = (
    "way", "transit_countries", "distance_km", "cost_usd", *PARTS.values(), "time_h", "time_p50_h",
    "time_p90_h", "arrival_p50", "arrival_p90", "transit_count", "co2e_kg", "situation", "reason",
    "fault",
)  # fmt: skip


def asked_of(row: Consignment) -> dict[str, Any]:
    """Return what a row asks: its cells, and what holds where they say nothing."""
    said = row.conditions
    more = {word: row.cells[word] for word in MORE if row.cells[word]}
    found = {"row": row.where, **row.other, **{word: row.cells[word] for word in ASKED}, **more}
    if said is None or row.faults:
        return found
    goods = said.shipment
    return found | {
        "box": goods.box if goods.commodity == "container" else "",
        "cargo_t": float(goods.cargo_t),
        "value_usd": float(goods.value_usd),
        "commodity": goods.commodity,
        "departure": said.departure,
        "weight": weight_text(said.given_weight),
    }


def told_of(trip: Itinerary, doubts: Sequence[str] = ()) -> dict[str, Any]:
    """Return what is told of a way, and first what is doubted of its ends."""
    usd = trip.by_kind("usd")
    return {
        "way": "+".join(trip.by),
        "transit_countries": ";".join(trip.transit_countries),
        "distance_km": trip.distance_km,
        "cost_usd": trip.cost_usd,
        **{name: usd[kind] for kind, name in PARTS.items()},
        "time_h": trip.time_h,
        "time_p50_h": trip.time_p50_h,
        "time_p90_h": trip.time_p90_h,
        "arrival_p50": _arrival(trip, trip.time_p50_h),
        "arrival_p90": _arrival(trip, trip.time_p90_h),
        "transit_count": trip.transit_count,
        "co2e_kg": trip.co2e_kg,
        "situation": trip.network.situation,
        "reason": " ".join(map(without_options, (*doubts, *trip.notes))),
        "fault": "",
    }


def _arrival(trip: Itinerary, hours: float) -> datetime | None:
    if trip.departure is None:
        return None
    return (trip.departure + timedelta(hours=hours)).replace(microsecond=0, second=0)
