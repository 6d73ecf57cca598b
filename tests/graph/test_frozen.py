"""The arrays that a state graph is frozen into."""

from __future__ import annotations

import numpy as np

import corridors as co
from corridors.graph.compiled import compiled


def test_arcs_are_sorted_by_tail_and_first_out_finds_those_of_each_vertex(net: co.Network) -> None:
    graph = compiled(net)
    tails = graph.arcs["tail"]
    assert (np.diff(tails) >= 0).all()
    for vertex in (0, 7, graph.size - 1):
        arcs = range(graph.first_out[vertex], graph.first_out[vertex + 1])
        assert [*arcs] == np.flatnonzero(tails == vertex).tolist()


def test_what_is_frozen_cannot_be_changed(net: co.Network) -> None:
    assert not any(column.flags.writeable for column in compiled(net).arcs.values())


def test_each_arc_stands_under_its_link_and_both_its_places(net: co.Network) -> None:
    graph = compiled(net)
    link = graph.link_ids[5]
    for arc in graph.arcs_of_link[link]:
        assert graph.link_ids[graph.arcs["link"][arc]] == link
        for end in ("tail", "head"):
            node = graph.vertices[graph.arcs[end][arc]][0]
            assert node not in graph.arcs_at_node or arc in graph.arcs_at_node[node]
