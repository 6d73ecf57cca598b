"""Border cards: the crossing's own values, its opening, its status now and on the day of making."""

from datetime import date

from toy import change, toy_network

import corridors as co
from corridors.reports.borders import border_cards
from corridors.routing.ledger import crossing_row

DAY = date(2026, 3, 2)


def test_every_border_has_the_row_that_it_is_priced_by():
    net = co.load()
    table = net.table("border_crossings")
    found = 0
    for pair in (("Karachi", "Istanbul"), ("Karachi", "Tashkent"), ("Urumqi", "Poti")):
        for modes in (None, ["road"], ["rail", "sea", "ferry"]):
            try:
                trip = co.route(net, *pair, modes=modes)
            except co.NoItineraryError:
                continue
            for leg in trip.steps:
                if leg.kind == "border":
                    row = crossing_row(net, leg)
                    assert row >= 0, leg
                    assert table["hours_p50"][row] == leg.h_p50
                    assert str(table["name"][row]) in leg.name
                    found += 1
    assert found > 10


def test_a_card_tells_hours_fee_opening_and_season():
    table = change(toy_network().table("border_crossings"), "opening_hours", {}, "08:00-18:00")
    table = change(table, "season", {"bcp_id": "xy-zeta"}, "05-01..10-31")
    net = toy_network(border_crossings=table)
    trip = co.route(net, "Alpha", "Epsilon", modes=["road"])
    first, second = border_cards(trip, DAY)
    assert (first.name, first.way, first.mode) == ("xy-zeta", "XX to YY", "road")
    assert (first.h_p50, first.h_p90, first.usd) == (10, 10, 100)
    assert first.opening == "08:00-18:00 local time"
    assert (first.season, second.season) == ("05-01..10-31", "all year")
    assert first.status == "open"


def test_a_port_is_a_border_from_and_to_the_sea():
    trip = co.route(toy_network(), "Port Pi", "Port Kappa", modes=["sea"])
    out, home = border_cards(trip, DAY)
    assert (out.way, home.way) == ("XX to the sea", "the sea to ZZ")
    assert out.opening == "at all hours"


def test_a_crossing_that_an_event_has_shut_since_is_shut_today():
    trip = co.route(co.load(), "Karachi", "Kabul", as_of="reference", modes=["road"])
    shut = [card for card in border_cards(trip, date(2026, 1, 10)) if "Pakistan" in card.way]
    assert shut
    for card in shut:
        assert card.status == "open"
        assert card.today.startswith("suspended: ")
        assert "since 2025-10-12" in card.today
    before = [card for card in border_cards(trip, date(1990, 1, 1)) if "Pakistan" in card.way]
    assert {card.today for card in before} == {""}


def test_after_the_last_day_of_the_evidence_no_crossing_is_called_open():
    net = co.load()
    trip = co.route(net, "Almaty", "Tashkent", weight="cost", modes=["road"])
    (known,) = {card.today for card in border_cards(trip, date(2026, 11, 28))}
    assert known == "no closure known (evidence up to 2026-06-30)"
    (then,) = {card.today for card in border_cards(trip, date(2026, 6, 30))}
    assert then == "open"
