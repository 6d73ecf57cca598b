"""Contracted graphs keep every distance."""

from __future__ import annotations

import networkx as nx
import numpy as np

from corridors.engines.contraction import reduced


def test_reduced_graph_keeps_every_distance():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        graph = nx.gnm_random_graph(14, 17, seed=seed)
        arcs = sorted((*graph.edges, *((b, a) for a, b in graph.edges)))
        tail, head = np.array(arcs).T
        weight = rng.integers(1, 30, len(arcs)).astype(float)
        plain = nx.DiGraph()
        plain.add_weighted_edges_from(
            zip(tail.tolist(), head.tolist(), weight.tolist(), strict=True)
        )
        small = reduced(tail, head, [0], [13])
        if small is None:
            assert 0 not in plain or 13 not in plain or not nx.has_path(plain, 0, 13)
            continue
        chains = nx.DiGraph()
        for vertex in range(len(small.first_out) - 1):
            for arc in range(small.first_out[vertex], small.first_out[vertex + 1]):
                parts = small.part[small.first_part[arc] : small.first_part[arc + 1]]
                old = chains.get_edge_data(vertex, int(small.head[arc]), {"weight": np.inf})
                total = min(float(weight[parts].sum()), old["weight"])
                chains.add_edge(vertex, int(small.head[arc]), weight=total)
        best = nx.dijkstra_path_length(plain, 0, 13)
        assert nx.dijkstra_path_length(chains, small.number[0], small.number[13]) == best
