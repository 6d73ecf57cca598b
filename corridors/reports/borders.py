"""The borders of an itinerary as cards: hours, fee, opening, season, and their status today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.network.changes.events import evidence
from corridors.network.countries import country_name
from corridors.network.opening import ALWAYS
from corridors.routing.ledger import crossing_row
from corridors.routing.notes.felt import felt_events
from corridors.studies.regimes import Regime, regimes_at

if TYPE_CHECKING:
    from datetime import date

    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary, Leg

_OPEN = "operational"


@dataclass(frozen=True)
class BorderCard:
    """One border of an itinerary.

    Parameters
    ----------
    number
        Which of the itinerary's legs it is, from 0.
    name
        The crossing, or the port.
    way
        The country left and that entered; the sea is one.
    mode
        By what it is passed.
    h_p50, h_p90
        Half are through within the one, nine in ten within the other.
    usd
        Fees and payments for the whole shipment.
    opening, season
        When it is open: local time, days of the year.
    status
        In the itinerary's situation.
    today
        On the day of making: its status, and the events that touch it.
    regimes
        Under which goods can pass, each with its source and basis.
    """

    number: int
    name: str
    way: str
    mode: str
    h_p50: float
    h_p90: float
    usd: float
    opening: str
    season: str
    status: str
    today: str
    regimes: tuple[Regime, ...] = ()


def border_cards(trip: Itinerary, made: date) -> list[BorderCard]:
    """Return a card each border, in order.

    Parameters
    ----------
    trip
        The itinerary.
    made
        The day of making, which is today to a reader.
    """
    then = _network_of(trip.network, made)
    return [
        _card(trip, number, leg, then)
        for number, leg in enumerate(trip.steps)
        if leg.kind == "border"
    ]


def known_on(net: Network, day: date) -> bool:
    """Say whether the events tell of a day."""
    return _network_of(net, day) is not None


def _network_of(net: Network, day: date) -> Network | None:
    """Return the network of a day, or nothing if no event tells of it."""
    if net.day == day:
        return net
    try:
        return net.at(day)
    except ValueError:  # before the first event
        return None


def _card(trip: Itinerary, number: int, leg: Leg, then: Network | None) -> BorderCard:
    net, row = trip.network, crossing_row(trip.network, leg)
    table = net.table("border_crossings")
    known = {name: str(table[name][row]) if row >= 0 else "" for name in _WORDS}
    left, _, entered = leg.country.partition(">")
    if not entered:
        left, entered = known["from_country"] or left, known["to_country"] or left
    hours = known["opening_hours"]
    return BorderCard(
        number=number,
        name=known["name"] or leg.name,
        way=f"{_side(left)} to {_side(entered)}",
        mode=leg.mode,
        h_p50=leg.h_p50,
        h_p90=leg.h_p90,
        usd=leg.usd,
        opening="at all hours" if hours in ALWAYS else f"{hours} local time",
        season=known["season"] or "all year",
        status=_told(known["status"]),
        today="" if then is None or row < 0 else _on_the_day(then, row, leg),
        regimes=regimes_at(net, leg.mode, left, entered, trip.countries),
    )


_WORDS = ("name", "from_country", "to_country", "opening_hours", "season", "status")


def _side(country: str) -> str:
    return "the sea" if country == "*" else country_name(country)


def _told(status: str) -> str:
    return "open" if status == _OPEN else status


def _on_the_day(net: Network, row: int, leg: Leg) -> str:
    """Return the status of a crossing in a network of a day, with the events that touch it.

    After the last day that the events tell of it is not called open, which is not known.
    """
    touched = {("border_crossings", row)}
    status = str(net.table("border_crossings")["status"][row])
    if leg.link_id:
        link = net.link_row(leg.link_id)
        touched.add(("links", link))
        if status == _OPEN:
            status = str(net.table("links")["status"][link])
    events = [felt for felt in felt_events(net) if not touched.isdisjoint(felt.places)]
    said = "; ".join(f"{felt.event['title']} (since {felt.event['from']})" for felt in events)
    known = evidence(net)
    if status == _OPEN and known is not None and net.day is not None and net.day > known[1]:
        status = f"no closure known (evidence up to {known[1]})"
    return _told(status) + (f": {said}" if said else "")
