"""The graph of a network is made once, and of a changed one no more than must be."""

import pytest
from cards import moved, same_graph, scenario, shut

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.compiler import compile_tables
from corridors.graph.rates import Rates


def from_scratch(net):
    tables = {name: net.table(name) for name in net.table_names}
    return compile_tables(tables, Rates(tables))


def test_it_is_made_once(toy):
    assert compiled(toy) is compiled(toy)


@pytest.mark.parametrize(
    "override",
    [
        moved("border_crossings", "hours", 0.5, bcp_id="xy-zeta"),
        moved("tariffs", "usd_per_km", 2.0, mode="road"),
        moved("services", "departures_per_week", 2.0, mode="sea"),
        shut(node_id="yy-f"),
    ],
    ids=lambda override: override.words,
)
def test_where_only_values_differ_the_structure_is_shared(toy, override):
    net = toy.apply(scenario("x", override))
    graph, before = compiled(net), compiled(toy)
    assert graph.vertices is before.vertices
    assert graph.country is before.country
    assert graph.structure is before.structure
    for name in ("tail", "head", "kind", "vehicle"):
        assert graph.arcs[name] is before.arcs[name]
    assert any(graph.arcs[name] is not before.arcs[name] for name in graph.arcs)
    same_graph(graph, from_scratch(net))


def test_rows_that_are_added_make_another_structure(toy):
    row = {"node_id": "xx-n", "name": "New", "kind": "city", "country": "XX", "lon": 61, "lat": 40}
    net = toy.apply(scenario("x", co.Override("add", "nodes", row=row, source_id="toy")))
    assert compiled(net).structure is not compiled(toy).structure
    assert "xx-n" in compiled(net).origin
    same_graph(compiled(net), from_scratch(net))


def test_a_card_on_a_card_is_still_what_its_tables_say(toy):
    once = toy.apply(scenario("a", moved("tariffs", "usd_per_km", 2.0, mode="road")))
    twice = once.apply(scenario("b", moved("speeds", "speed_kmh", 0.5, mode="rail")))
    same_graph(compiled(twice), from_scratch(twice))
