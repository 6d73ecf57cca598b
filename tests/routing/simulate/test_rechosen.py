"""The way chosen again in each draw."""

from __future__ import annotations

import networkx as nx
import pytest
from asked import ask
from toy import table, toy_network, toy_tables

import corridors as co
from corridors.graph.compiled import compiled
from corridors.routing.simulate.rechosen import Chooser


def chooser(net, a, b, *, weight="time", seed=0, corridor=None, ratio=1.2):
    question = ask(net, a, b, weight=weight, shipment=co.Shipment(), corridor=corridor)
    return Chooser(question, question.orders[0], seed, ratio)


@pytest.mark.parametrize("weight", ["time", "cost", "generalised", {"cost": 1, "distance": 0.3}])
def test_rechosen_equals_networkx_in_each_draw(toy, weight):
    one = chooser(toy, "Alpha", "Epsilon", weight=weight)
    drawn = one.draw(60)
    names = set()
    for number in range(60):
        hours, usd = one._sampled(number)
        c = one._coefficient
        weights = one._fixed + c[0] * usd + c[1] * hours
        graph = nx.MultiDiGraph()
        p = one.problem
        for arc, (a, b) in enumerate(zip(p.tail.tolist(), p.head.tolist(), strict=True)):
            graph.add_edge(a, b, w=float(weights[arc]))
        best = nx.dijkstra_path_length(graph, p.source, p.sink, weight="w")
        assert drawn.value[number] == pytest.approx(best)
        names.add(one.way(number))
    assert len(names) == len(set(drawn.mark.tolist()))


def test_rechosen_is_never_worse_than_fixed(net):
    for corridor in (None, "islamabad-tehran-istanbul"):
        words = {"weight": "time", "n": 400, "seed": 5, "corridor": corridor}
        fixed = co.simulate(net, "Karachi", "Istanbul", **words)
        free = co.simulate(net, "Karachi", "Istanbul", rechoose=True, **words)
        assert (free.time_h <= fixed.time_h + 1e-6).all()
        assert (free.time_h < fixed.time_h - 1e-6).any()


def test_rechosen_draws_enter_no_country_twice(net):
    """Without Iran's own roads the quickest way may leave and re-enter a country."""
    free = co.simulate(
        net, "Karachi", "Tbilisi", n=120, weight="distance", rechoose=True, modes=["road", "rail"]
    )
    for number in (0, 50, 119):
        trip = free.ways.itinerary(number)
        places = [leg.country.split(">")[-1] for leg in trip.steps if leg.country]
        entered = [c for k, c in enumerate(places) if k == 0 or places[k - 1] != c]
        assert len([c for c in entered if c != "AZ"]) == len(set(entered) - {"AZ"})


def test_conditions_hold_in_every_draw(net):
    words = {
        "modes": ["road", "rail"],
        "avoid": ["Azerbaijan", "ir-tr-gurbulak"],
        "via": ["Mashhad"],
    }
    for rechoose in (False, True):
        drawn = co.simulate(
            net, "Karachi", "Istanbul", n=60, weight="time", rechoose=rechoose, **words
        )
        free = co.simulate(net, "Karachi", "Istanbul", n=60, weight="time", rechoose=True)
        assert (drawn.time_h >= free.time_h - 1e-6).all()
        for number in range(0, 60, 12):
            trip = drawn.ways.itinerary(number)
            assert set(trip.modes) <= {"road", "rail"}
            assert "AZ" not in trip.countries
            assert "ir-mashhad" in {
                node for leg in trip.steps for node in (leg.from_node, leg.to_node)
            }
            assert not any("Bazargan" in leg.name for leg in trip.steps if leg.kind == "border")


def test_choices_add_up(net):
    free = co.simulate(net, "Karachi", "Istanbul", n=300, weight="time", rechoose=True)
    choices = free.choices(most=1000)
    assert choices["share"].sum() == pytest.approx(1)
    assert choices["share"].is_monotonic_decreasing
    assert choices["time_h"].iloc[0] == pytest.approx(free.itinerary.time_h)


def test_a_draw_whose_best_way_comes_back_to_a_country_is_searched_again():
    """Alpha-Zeta-Beta by road and on by rail emits least, but re-enters country X."""
    tables = toy_tables()
    links = [dict(row) for row in tables["links"]]
    back = next(dict(row) for row in links if row["link_id"] == "road-af")
    back |= {"link_id": "road-fb", "from_node": "yy-f", "to_node": "xx-b", "length_km": 400.0}
    changes = {"road-ab": {"status": "planned"}, "road-fe": {"length_km": 700.0}}
    links = [row | changes.get(row["link_id"], {}) for row in (*links, back)]
    toy = toy_network(links=table("links", links))
    words = {"weight": "co2e", "avoid": ["sea"]}
    question = ask(toy, "Alpha", "Epsilon", shipment=co.Shipment(), **words)
    one = Chooser(question, (), 0, 1.2)
    drawn = one.draw(20)
    assert not drawn.lawful.any()
    trip = co.simulate(toy, "Alpha", "Epsilon", n=20, rechoose=True, **words).itinerary
    assert trip.modes == ("road",)
    assert trip.co2e_kg == pytest.approx(co.route(toy, "Alpha", "Epsilon", **words).co2e_kg)
    assert drawn.time[3] > 0
    assert (
        compiled(toy).link_ids[
            compiled(toy).arcs["link"][[a for a in one.way(3) if compiled(toy).arcs["km"][a]]][0]
        ]
        == "road-af"
    )
