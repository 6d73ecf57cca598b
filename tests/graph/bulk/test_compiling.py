"""A network that is compiled by columns is the one that is compiled row by row."""

from __future__ import annotations

import numpy as np
import pytest
from cards import moved, same_graph, scenario, shut
from grids import grid_graph
from random_networks import random_hauls, random_network
from toy import toy_network

import corridors as co
from corridors.graph import compiled as door
from corridors.graph.bulk.compiling import compile_bulk
from corridors.graph.bulk.views import Vertices
from corridors.graph.compiled import compiled
from corridors.graph.compiler import compile_tables
from corridors.graph.rates import rates_of
from corridors.network.checks.rules import Rules


def by_columns(net):
    graph = compiled(net)
    return compile_bulk(graph.tables, rates_of(net))


def same_in_all(one, other):
    """Check every part of two state graphs; of mappings the order too."""
    same_graph(one, other)
    for name in ("country", "first_out"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    for name in ("territories", "link_ids", "vehicles"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("origin", "destination", "arcs_of_link", "arcs_at_node", "groups", "number"):
        assert [*getattr(one, name).items()] == [*getattr(other, name).items()], name
    for name in ("inputs", "group_of", "dependents"):
        assert dict(getattr(one, name)) == dict(getattr(other, name)), name
    assert len(one.dependents) == len(other.dependents)


def test_the_embedded_network_is_the_same(net):
    graph = compiled(net)
    assert isinstance(graph.vertices, tuple)  # row by row
    same_in_all(graph, by_columns(net))


@pytest.mark.parametrize("spread", [False, True])
def test_the_toy_is_the_same(spread):
    net = toy_network(spread=spread)
    same_in_all(compiled(net), by_columns(net))


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_are_the_same(seed):
    for net in (random_network(seed, Rules(lengths="trust")), random_hauls(seed)):
        same_in_all(compiled(net), by_columns(net))


@pytest.fixture(scope="module")
def grid():
    return co.network_from_graph(grid_graph(900))


def test_a_grid_of_two_modes_is_the_same(grid):
    same_in_all(compiled(grid), by_columns(grid))


def test_links_with_words_of_their_own_are_the_same(grid):
    """Own prices, hours and speeds, a link that nothing may use, one way, a closed one."""
    links, more = grid.table("links"), {}
    for column, values in {
        "usd_20ft": {3: 40.0, 9: 7.0}, "usd_per_t": {9: 0.5}, "hours_p50": {4: 1.5, 5: 2.0},
        "hours_p90": {5: 2.5}, "speed_kmh": {6: 33.0}, "freight": {7: "no"}, "oneway": {8: "yes"},
        "status": {10: "closed"},
    }.items():  # fmt: skip
        made = list(links[column])
        for row, value in values.items():
            made[row] = value
        more[column] = tuple(made)
    net = grid.replaced({"links": links.with_values(more)})
    same_in_all(compiled(net), by_columns(net))


def test_cards_change_the_values_of_a_graph_of_columns(toy, monkeypatch):
    monkeypatch.setattr(door, "LARGE_LINKS", 0)
    net = toy.replaced({})
    assert isinstance(compiled(net).vertices, Vertices)
    cards = (
        scenario("dear", moved("tariffs", "usd_per_km", 1.5, mode="road")),
        scenario("shut", shut(link_id="road-ab")),
        scenario("slow", moved("speeds", "speed_kmh", 0.5, mode="road")),
    )
    for card in cards:
        changed = net.apply(card)
        graph = compiled(changed)
        assert graph.vertices is compiled(net).vertices, card.id
        same_graph(graph, compile_tables(changed_tables(changed), rates_of(changed)))


def changed_tables(net):
    return {name: net.table(name) for name in net.table_names}


def test_routes_are_the_same_on_either_graph(grid, monkeypatch):
    nodes = grid.table("nodes")["node_id"]
    ends = nodes[3], nodes[-4]
    before = co.route(grid, *ends)
    monkeypatch.setattr(door, "LARGE_LINKS", 0)
    large = grid.replaced({})
    assert co.route(large, *ends) == before
    assert isinstance(compiled(large).vertices, Vertices)
