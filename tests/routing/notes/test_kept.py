"""A crossing that is shut stays so for the railway of another card, and the note says it."""

import pytest

import corridors as co
from corridors.routing.notes.kept import kept_shut

RAILWAY = "trans-afghan-torkham"
BY_TORKHAM = {"weight": "cost", "modes": ["rail", "road"]}


@pytest.mark.parametrize("closed", ["torkham-closed", "pakistan-afghanistan-border-closed"])
def test_a_closed_crossing_is_closed_to_the_railway_of_another_card(net, closed):
    both = [net.apply(RAILWAY, closed), net.apply(closed, RAILWAY)]
    trips = [co.route(one, "Karachi", "Tashkent", **BY_TORKHAM) for one in both]
    open_ = co.route(net.apply(RAILWAY), "Karachi", "Tashkent", **BY_TORKHAM)
    assert "AF" in open_.transit_countries
    assert trips[0].steps == trips[1].steps
    for trip in trips:
        assert "AF" not in trip.transit_countries
        assert any(co.scenario(closed).title in note for note in trip.notes)


def test_an_event_keeps_the_border_shut_for_a_railway_that_a_card_opens(net):
    then = net.at("2026-11-28").apply(RAILWAY)
    trip = co.route(then, "Karachi", "Tashkent", **BY_TORKHAM)
    assert "AF" not in trip.transit_countries
    assert any("All crossings between Pakistan and Afghanistan" in note for note in trip.notes)
    assert kept_shut(then)


def test_every_crossing_between_the_two_is_shut_whatever_its_name(net):
    rows = net.apply("pakistan-afghanistan-border-closed").table("border_crossings")
    between = [r for r in rows if {r["from_country"], r["to_country"]} == {"AF", "PK"}]
    assert {r["status"] for r in between if r["mode"] in ("road", "rail")} == {"suspended"}


def test_of_open_crossings_nothing_is_said(net):
    assert kept_shut(net) == kept_shut(net.apply(RAILWAY)) == ()
