"""A grid of roads and railways over the borders of some countries, of any number of links."""

from __future__ import annotations

import random

import networkx as nx

#: Each so many-th row of the grid is a railway.
_RAILWAY = 20
_CLASSES = ("trunk", "primary", "secondary")


def grid_graph(links: int, *, seed: int = 7) -> nx.Graph:
    """Return a grid of about so many links in the conventions of osmnx.

    Its south-western corner lies in Turkmenistan, so that a large one crosses borders; its places
    lie up to a fifth of their distance beside a regular grid.
    """
    side = max(round((links / 2) ** 0.5), 2)
    draw, graph = random.Random(seed), nx.Graph(crs="EPSG:4326", simplified=True)
    for k in range(side * side):
        row, column = divmod(k, side)
        graph.add_node(
            k,
            x=62.0 + 0.014 * (column + draw.uniform(-0.2, 0.2)),
            y=38.0 + 0.011 * (row + draw.uniform(-0.2, 0.2)),
        )
    roads = [{"highway": word} for word in _CLASSES]
    for k in range(side * side):
        row, column = divmod(k, side)
        if column + 1 < side:
            is_rail = row % _RAILWAY == _RAILWAY // 2
            what = {"railway": "rail", "gauge": "1520"} if is_rail else roads[row % 7 % 3]
            graph.add_edge(k, k + 1, osmid=2 * k + 1, **what)
        if row + 1 < side:
            graph.add_edge(k, k + side, osmid=2 * k + 2, **roads[column % 7 % 3])
    return graph
