"""Alternatives: the toy network by hand, exactness without overlap, difference with it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from toy import table, toy_network, toy_tables

import corridors as co
from corridors.graph.compiled import compiled
from corridors.routing.alternatives import overlap


def links(trip):
    return tuple(dict.fromkeys(leg.link_id for leg in trip.steps if leg.link_id))


def test_three_ways_by_hand(toy):
    trips = co.alternatives(toy, "Alpha", "Epsilon", k=10)
    assert [trip.modes for trip in trips] == [("road", "rail"), ("road", "sea"), ("road",)]
    assert trips[0].cost_usd == pytest.approx(635)
    assert trips[1].cost_usd == pytest.approx(1100)
    assert trips[2].cost_usd == pytest.approx(1120)


@pytest.mark.parametrize("k", [1000, 10**6])
def test_more_than_there_are_gives_those_there_are(toy, k):
    few = co.alternatives(toy, "Alpha", "Epsilon", k=10)
    assert co.alternatives(toy, "Alpha", "Epsilon", k=k) == few


def test_first_is_the_route(net):
    for weight in ("cost", "time", "generalised", {"cost": 1, "transits": 300}):
        trips = co.alternatives(net, "Karachi", "Istanbul", k=2, weight=weight)
        assert links(trips[0]) == links(co.route(net, "Karachi", "Istanbul", weight=weight))


@pytest.mark.parametrize("max_overlap", [0.6, 1])
def test_first_is_the_route_where_countless_shorter_ways_enter_a_country_twice(net, max_overlap):
    words = {"shipment": co.Shipment(commodity="bulk"), "weight": "co2e", "via": ["Nok Kundi"]}
    best = co.route(net, "Milak", "Rozanak", **words)
    trips = co.alternatives(net, "Milak", "Rozanak", k=2, max_overlap=max_overlap, **words)
    assert links(trips[0]) == links(best)
    assert trips[0].co2e_kg == pytest.approx(best.co2e_kg)


def test_k_best_are_in_order_and_distinct(net):
    trips = co.alternatives(net, "Karachi", "Istanbul", k=12, weight="time", max_overlap=1)
    assert len(trips) == 12
    assert len({links(trip) for trip in trips}) == 12
    assert all(a.time_h <= b.time_h + 1e-3 for a, b in pairwise(trips))
    more = co.alternatives(net, "Karachi", "Istanbul", k=20, weight="time", max_overlap=1)
    assert [links(t) for t in more[:12]] == [links(t) for t in trips]


def test_alternatives_differ(net):
    trips = co.alternatives(net, "Karachi", "Istanbul", k=5, weight="time", max_overlap=0.5)
    assert len(trips) == 5
    land = [
        {leg.link_id: leg.km for leg in trip.steps if leg.km and leg.mode not in ("sea", "ferry")}
        for trip in trips
    ]
    for number, a in enumerate(land):
        for b in land[:number]:
            shared = sum(km for link, km in a.items() if link in b)
            assert shared <= 0.5 * max(sum(a.values()), sum(b.values())) + 1e-6


def test_stricter_overlap_never_gives_a_better_second(net):
    seconds = [
        co.alternatives(net, "Karachi", "Istanbul", k=2, max_overlap=share)[1].cost_usd
        for share in (1.0, 0.6, 0.2)
    ]
    assert seconds == sorted(seconds)


def test_one_per_corridor(net):
    from asked import ask

    from corridors.routing.alternatives import corridors_followed

    trips = co.alternatives(net, "Karachi", "Istanbul", k=6, one_per_corridor=True)
    question = ask(net, "Karachi", "Istanbul", weight="cost", shipment=co.Shipment())
    arcs_of_link = compiled(net).arcs_of_link
    followed = [
        corridors_followed(question, [a for link in links(t) for a in arcs_of_link[link]])
        for t in trips
    ]
    named = [names for names in followed if names]
    assert len(named) == len(set(named))


def test_alternatives_on_a_corridor(net):
    name = "islamabad-tehran-istanbul"
    trips = co.alternatives(net, "Karachi", "Istanbul", k=3, corridor=name, max_overlap=0.9)
    best = co.route(net, "Karachi", "Istanbul", corridor=name)
    assert links(trips[0]) == links(best)
    assert {trip.corridor for trip in trips} == {name}


def test_conditions_hold_for_every_alternative(net):
    words = {"modes": ["road", "rail"], "avoid": ["Azerbaijan"], "via": ["Mashhad"]}
    for max_overlap in (0.6, 1):
        trips = co.alternatives(net, "Karachi", "Istanbul", k=4, max_overlap=max_overlap, **words)
        assert len(trips) > 1
        for trip in trips:
            assert set(trip.modes) <= {"road", "rail"}
            assert "AZ" not in trip.countries
            nodes = {node for leg in trip.steps for node in (leg.from_node, leg.to_node)}
            assert "ir-mashhad" in nodes


def test_parallel_links_are_distinct():
    tables = toy_tables()
    rows = [dict(row) for row in tables["links"]]
    twin = next(dict(row) for row in rows if row["link_id"] == "road-ab")
    twin |= {"link_id": "road-ab-2", "length_km": 101.0}
    toy = toy_network(links=table("links", [*rows, twin]))
    trips = co.alternatives(toy, "Alpha", "Beta", k=3, max_overlap=1)
    assert [links(trip) for trip in trips[:2]] == [("road-ab",), ("road-ab-2",)]


def test_overlap_is_of_the_shorter():
    assert overlap({1: 100.0, 2: 100.0}, {1: 100.0}) == 1.0
    assert overlap({1: 100.0}, {2: 100.0}) == 0.0


@pytest.mark.parametrize(
    ("words", "message"),
    [({"k": 0}, "k must be 1 or more"), ({"max_overlap": 1.5}, "max_overlap must be from 0 to 1")],
)
def test_bad_arguments(toy, words, message):
    with pytest.raises(ValueError, match=message):
        co.alternatives(toy, "Alpha", "Epsilon", **words)


def test_no_way_says_why(toy):
    with pytest.raises(co.NoItineraryError, match="not by pipeline alone"):
        co.alternatives(toy, "Alpha", "Epsilon", modes=["pipeline"])
    with pytest.raises(co.NoItineraryError, match="not by pipeline alone"):
        co.alternatives(toy, "Alpha", "Epsilon", modes=["pipeline"], max_overlap=1)
