"""Small random graphs with gates, and every way through them by networkx."""

import numpy as np
from hypothesis import strategies as st


@st.composite
def graphs(draw, vertices=8, arcs=24, gates=2):
    """Random multigraphs with parallel arcs and zero weights, as arrays."""
    size = draw(st.integers(2, vertices))
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    pairs = draw(st.lists(ends, min_size=1, max_size=arcs))
    pairs.sort(key=lambda p: p[0])
    weights = draw(st.lists(st.integers(0, 9), min_size=len(pairs), max_size=len(pairs)))
    bits = draw(st.lists(st.integers(0, 2**gates - 1), min_size=len(pairs), max_size=len(pairs)))
    country = draw(st.lists(st.integers(-1, 3), min_size=size, max_size=size))
    tail, head = (np.array(c, np.int64) for c in zip(*pairs, strict=True))
    first_out = np.searchsorted(tail, np.arange(size + 1))
    return {
        "size": size,
        "tail": tail,
        "head": head,
        "weight": np.array(weights, float),
        "bits": np.array(bits, np.int64),
        "country": np.array(country, np.int64),
        "first_out": first_out,
    }


def ways(graph, start, goal, gates):
    """Yield all arc sequences that visit no (vertex, layer) twice: the brute force."""
    stack = [(start, 0, 0.0, (), frozenset([(start, 0)]))]
    while stack:
        vertex, layer, cost, arcs, seen = stack.pop()
        if vertex == goal and layer == gates:
            yield cost, arcs
            continue
        for arc in range(graph["first_out"][vertex], graph["first_out"][vertex + 1]):
            up = layer + 1 if layer < gates and graph["bits"][arc] >> layer & 1 else layer
            other = (int(graph["head"][arc]), up)
            if other not in seen:
                stack.append((*other, cost + graph["weight"][arc], (*arcs, arc), seen | {other}))


def random_graph(seed: int):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 80))
    arcs = int(rng.integers(1, 4 * size))
    tail = np.sort(rng.integers(0, size, arcs))
    head = rng.integers(0, size, arcs)
    weight = rng.random(arcs) * 100 if seed % 2 else rng.integers(0, 9, arcs).astype(float)
    weight[rng.random(arcs) < 0.1] = np.inf
    return tail, head, weight, rng.random(size) * 20, rng.random(size) * 20
