"""What is read from arrays behaves as the tuples and mappings that it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from toy import toy_network

from corridors.graph.bulk.compiling import compile_bulk
from corridors.graph.bulk.views import ArcsOf
from corridors.graph.compiled import compiled
from corridors.graph.rates import rates_of
from corridors.graph.stategraph import refs_with


@pytest.fixture(scope="module")
def graphs():
    net = toy_network()
    graph = compiled(net)
    return graph, compile_bulk(graph.tables, rates_of(net))


def test_places_are_counted_from_the_end_too_and_cut_out(graphs):
    small, large = graphs
    for name in ("vertices", "refs"):
        one, other = getattr(small, name), getattr(large, name)
        assert other[-1] == one[-1]
        assert other[2:9:3] == one[2:9:3]
        assert other == one
        assert other != one[1:]
        with pytest.raises(IndexError):
            other[len(one)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("arcs_of_link", "road-xy"), ("arcs_at_node", "nowhere"), ("origin", "nowhere"),
        ("number", ("xx-a", "road", "none")), ("number", ("nowhere", "", "origin")),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_key_error(graphs, name, key):
    for graph in graphs:
        with pytest.raises(KeyError):
            getattr(graph, name)[key]
        assert key not in getattr(graph, name)


def test_rows_of_some_arcs_are_replaced(graphs):
    for graph in graphs:
        other = (("links", 1), ("links", 2))
        found = refs_with(graph.refs, [(3, other)])
        assert found[3] == other
        assert [*found[:3]] == [*graph.refs[:3]]
        assert graph.refs[3] != other


def test_what_has_no_arcs_is_left_out():
    found = ArcsOf({"a": 0, "b": 1, "c": 2}, np.array([2, 0, 2]), np.array([4, 7, 9]))
    assert dict(found) == {"c": (4, 9), "a": (7,)}
    assert [*found] == ["c", "a"]  # by the first arc of each
    assert len(found) == 2
