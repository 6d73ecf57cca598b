"""A way of the reference year that the events known cut today says so, once."""

import pytest
from toy import table, toy_network

import corridors as co
from corridors.network.changes.events import evidence
from corridors.routing.notes import notes_of_all
from corridors.routing.notes.today import cut_today, cuts_in_one

SEA = {"weight": "cost", "modes": ["road", "sea"], "avoid": ["IR", "AF"]}
BEGINS = "Today (events known up to "


def cuts(trip):
    return [note for note in trip.notes if note.startswith(BEGINS)]


def test_a_way_by_a_passage_that_is_shut_says_so_in_the_reference_year(net):
    trip = co.route(net, "Karachi", "Istanbul", weight="cost")
    (said,) = cuts(trip)
    assert f"{evidence(net)[1]}" in said
    assert "by Suez since 2026-03-01 (" in said
    assert "steelorbis-suez-2026" in said
    assert said.endswith("ask with a departure for what is open.")
    then = co.route(net, "Karachi", "Istanbul", weight="cost", as_of="2026-11-28")
    assert cuts(then) == []
    assert then.cost_usd > trip.cost_usd


def test_a_way_that_nothing_cuts_says_nothing(net):
    assert cuts(co.route(net, "Almaty", "Tashkent", weight="cost")) == []


@pytest.mark.parametrize(
    ("last", "action", "said"),
    [("", "close", True), ("2024-03-01", "close", False), ("", "change", False)],
)
def test_only_what_is_shut_still_on_the_last_day_cuts(last, action, said):
    slow = {"column": "speed_kmh", "op": "set", "value": 30.0, "unit": "km/h"}
    event = {
        "event_id": "works", "title": "the works", "from": "2024-01-01", "to": last,
        "action": action, "table": "links", "select": "link_id=road-ab", "confidence": "high",
        **(slow if action == "change" else {}),
    }  # fmt: skip
    later = {**event, "event_id": "other", "from": "2024-06-01", "to": "", "action": "close",
             "select": "mode=sea", "column": "", "op": "", "value": float("nan"),
             "unit": ""}  # fmt: skip
    toy = toy_network(events=table("events", [event, later]))
    row = toy.link_row("road-ab")
    from corridors.graph.compiled import compiled

    arcs = [k for k, link in enumerate(compiled(toy).arcs["link"]) if link == row]
    assert bool(cut_today(toy, arcs)) == said
    assert cut_today(toy.at("2024-07-01"), arcs) == ""
    assert cut_today(toy_network(), arcs) == ""


def test_several_ways_say_it_in_one_sentence(net):
    trips = [
        co.route(net, "Karachi", "Istanbul", weight="cost"),
        co.route(net, "Karachi", "Istanbul", weight="cost", corridor="middle-corridor"),
    ]
    told = [note for note in notes_of_all(trips) if note.startswith(BEGINS)]
    assert len(told) == 1
    assert cuts_in_one(["a", "b"]) == ["a", "b"]
