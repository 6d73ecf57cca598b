"""The charges of a model: a published matrix comes back through the mapping alone."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hundred import Hundred

import corridors as co


@pytest.fixture(scope="module")
def hundred():
    return Hundred()


@pytest.fixture(scope="module")
def net(hundred, tmp_path_factory):
    return co.read_mapped(hundred.write(tmp_path_factory.mktemp("hundred")))


@pytest.mark.parametrize("what", ["cost", "time"])
def test_the_matrix_of_a_hundred_nodes_comes_back(hundred, net, what):
    graph, nodes = hundred.graph(what), list(hundred.nodes)
    truth = np.zeros((len(nodes), len(nodes)))
    for i, a in enumerate(nodes):
        found, paths = nx.single_source_dijkstra(graph, ("from", a), weight="w")
        for j, b in enumerate(nodes):
            if a != b:
                truth[i, j] = found["to", b]
                lands = [step[1][:3] for step in paths["to", b]]
                entered = [y for x, y in pairwise(lands) if x != y]
                assert len({lands[0], *entered}) == 1 + len(entered)  # no country twice
    matrix = co.matrix(net, nodes, nodes, weight=what)
    assert list(matrix.index) == nodes
    np.testing.assert_allclose(matrix.to_numpy(), truth, rtol=1e-5)
