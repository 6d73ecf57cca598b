"""The events that a network feels: what each touches and shuts, and what would be open."""

from __future__ import annotations

import pytest
from asked import ask
from toy import table, toy_network

import corridors as co
from corridors.graph.compiled import compiled
from corridors.network.tables import Table
from corridors.routing.notes.felt import (
    felt_events,
    reopened,
    shut_of_card,
    shut_on,
    shutting,
    source_text,
)


def event(name, select, tab="links", action="close", **change):
    return {
        "event_id": name, "title": f"the {name}", "from": "2024-01-01", "to": "", "action": action,
        "table": tab, "select": select, "confidence": "high", **change,
    }  # fmt: skip


@pytest.fixture
def shut():
    """Return the toy network whose sea is shut, and whose road to Beta is at 30 km/h."""
    slow = {"column": "speed_kmh", "op": "set", "value": 30.0, "unit": "km/h"}
    works = event("works", "link_id=road-ab", action="change", **slow)
    events = table("events", [event("storm", "mode=sea"), works])
    return toy_network(events=events).at("2024-02-01")


def test_each_event_has_the_arcs_that_are_made_of_its_rows(shut):
    storm, works = felt_events(shut)
    graph = compiled(shut)
    links = [
        {graph.link_ids[k] for k in graph.arcs["link"][sorted(felt.arcs)].tolist() if k >= 0}
        for felt in (storm, works)
    ]
    assert links == [{"sea-pq"}, {"road-ab"}]
    assert storm.shut
    assert not works.shut
    assert storm.told == f"the storm (since 2024-01-01; {source_text(shut, 'toy')})"


def test_a_dearer_price_of_one_direction_is_felt_by_hauls_that_pay_most_by_the_other(net):
    """Links away from Karachi name the row of that way, and pay a few km of the way back."""
    events = net.table("events")
    row = {name: column[0] for name, column in events.columns.items()} | event(
        "dearer", "mode=road;country=PK;towards=Karachi", "tariffs", "change",
        column="usd_per_km", op="multiply", value=2.0, unit="",
    )  # fmt: skip
    one = {name: (row[name],) for name in events.columns}
    (felt,) = felt_events(net.replaced({"events": Table("events", one)}).at("2026-02-01"))
    arcs, refs = compiled(net).arcs, compiled(net).refs
    towards = net.table("tariffs")["towards"]
    named = {towards[refs[arc][0][1]] for arc in felt.arcs}
    assert named == {"", "Karachi"}
    assert (arcs["usd_40ft"][sorted(felt.arcs)] > 0).all()


def test_the_plan_without_events_passes_what_they_shut(shut):
    question = ask(shut, "Port Pi", "Port Kappa", weight="transits")
    plan = reopened(question)
    way = question.under(plan).best()
    assert [felt.event["event_id"] for felt in shutting(shut, way.arcs)] == ["storm"]
    assert shut_on(question, way.arcs).startswith("sea-pq is shut since 2024-01-01 (the storm; ")
    assert shutting(shut, question.best().arcs) == ()
    assert reopened(ask(toy_network(), "Alpha", "Epsilon")) is None


def test_what_a_scenario_decides_is_no_events(shut):
    card = co.Scenario("own", "Own", [co.Override("close", "links", {"mode": "sea"})])
    storm, works = felt_events(shut.apply(card))
    assert (storm.places, storm.shut) == (frozenset(), frozenset())
    assert works.arcs


def test_what_a_card_adds_and_a_day_shuts_is_told():
    """The direct ship from Karachi needs Suez, which lines have left since March 2026."""
    card = co.scenario("karachi-istanbul-direct-weekly")
    today = co.load(as_of="2026-05-01").apply(card)
    assert shut_of_card(today, card).startswith("Karachi - Ambarlı direct is shut since 2026-03-01")
    assert shut_of_card(co.load().apply(card), card) == ""
