"""Groups of arcs read from arrays, and what they are made of."""

from __future__ import annotations

import pickle

import pytest
from toy import toy_network

from corridors.graph.bulk.compiling import compile_bulk
from corridors.graph.compiled import compiled
from corridors.graph.rates import rates_of


@pytest.fixture(scope="module")
def graphs():
    net = toy_network()
    graph = compiled(net)
    return graph, compile_bulk(graph.tables, rates_of(net))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("groups", ("links", ("none",))), ("groups", ("others", ("none",))),
        ("inputs", ("ports", ("none", "sea"))), ("dependents", ("links", 10_000)),
        ("group_of", -1), ("inputs", ("transshipments", ("xx-a", "road", "pipeline"))),
        ("dependents", ("transshipments", -1)), ("dependents", ("none", 0)),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_key_error(graphs, name, key):
    for graph in graphs:
        with pytest.raises(KeyError):
            getattr(graph, name)[key]
        assert key not in getattr(graph, name)


def test_groups_that_are_made_of_a_row_are_those_that_name_it(graphs):
    for graph in graphs:
        for ref in graph.dependents:
            told = {group for group, rows in graph.inputs.items() if ref in rows}
            assert {*graph.dependents[ref]} == told, ref


def test_a_graph_of_columns_is_pickled(graphs):
    graph = graphs[1]
    again = pickle.loads(pickle.dumps(graph))
    assert again.vertices == graph.vertices
    assert dict(again.groups) == dict(graph.groups)
