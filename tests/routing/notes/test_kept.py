"""A crossing that is shut stays so for the railway of another card, and the note says it."""

import pytest

import corridors as co
from corridors.network.tables import Table
from corridors.routing.notes.kept import cannot_run, kept_shut

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


LINE = "karachi-istanbul-direct-weekly"


def test_what_a_card_adds_is_told_to_be_shut_by_an_event(net):
    said = cannot_run(net.at("2026-11-28").apply(LINE), [co.scenario(LINE)])
    assert "goes by Suez, shut since 2026-03-01 (" in said
    assert "source: SteelOrbis, steelorbis-suez-2026" in said


def test_what_a_card_adds_is_told_to_be_shut_by_another_card(net):
    said = cannot_run(net.apply(LINE, "suez-closed"), [co.scenario(LINE)])
    assert said == (
        "Karachi - Ambarlı direct goes by Suez, shut by "
        "'Suez and the Red Sea closed: ships by the Cape'."
    )


def test_a_link_of_a_card_whose_port_an_event_has_shut(net):
    events = net.table("events")
    shut = {
        "event_id": "port", "title": "Port of Karachi shut", "from": "2026-06-01", "to": "",
        "action": "close", "table": "border_crossings",
        "select": "bcp_id=pk-karachi-port;mode=sea", "source_id": "own-assumption",
    }  # fmt: skip
    columns = {name: (*events[name], shut.get(name, "")) for name in events.columns}
    columns["value"] = (*events["value"], float("nan"))
    other = net.replaced({"events": Table("events", columns).sorted_by_key()})
    said = cannot_run(other.at("2026-06-10").apply(LINE), [co.scenario(LINE)])
    assert "shut since 2026-06-01 (Port of Karachi shut; " in said


def test_a_line_that_can_run_is_not_told(net):
    assert cannot_run(net.apply(LINE), [co.scenario(LINE)]) == ""
    assert cannot_run(net, []) == ""


def test_the_comparison_says_why_a_card_changes_nothing(net):
    found = co.effects(
        net, LINE, ("Karachi", "Istanbul"), weight="generalised", as_of="2026-11-28", values_usd=()
    )
    assert "goes by Suez, shut since 2026-03-01" in found.loc[0, "sentence"]
    assert found.loc[0, "shut"]
