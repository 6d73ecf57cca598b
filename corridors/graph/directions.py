"""Which way a haul goes: towards which of the places that tariffs tell apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from corridors.network.tables import Table


class Directions:
    """Tells of a haul whether it ends nearer to a place than it begins, as the crow flies.

    So it is told on any network, be the place a node of it or not.

    Parameters
    ----------
    tables
        The tables of a network: its tariffs and nodes.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        tariffs, nodes = tables["tariffs"], tables["nodes"]
        self._told: dict[tuple[str, str], list[str]] = {}
        self._at: dict[str, tuple[float, float]] = {}
        names = ("mode", "country", "towards", "towards_lon", "towards_lat")
        for mode, country, word, lon, lat in zip(*(tariffs[n] for n in names), strict=True):
            known = self._told.setdefault((mode, country), [])
            if word and word not in known:
                known.append(word)
                self._at[word] = (lon, lat)
        rows = zip(nodes["node_id"], nodes["lon"], nodes["lat"], strict=True)
        self._nodes = {node: (lon, lat) for node, lon, lat in rows} if self._at else {}
        self._nearness = cache(self._cosine)

    def goes(self, mode: str, a: str, b: str, *countries: str) -> tuple[str, ...]:
        """Return the words of the places that a haul from one node to another goes towards.

        Only those that tariffs of its mode in its countries name.
        """
        named = dict.fromkeys(w for home in countries for w in self._told.get((mode, home), ()))
        return tuple(w for w in named if self._nearness(b, w) > self._nearness(a, w))

    def _cosine(self, node: str, word: str) -> float:
        """Return the cosine of the angle between a node and a place: the greater, the nearer."""
        (lon, lat), (x, y) = (map(math.radians, at) for at in (self._nodes[node], self._at[word]))
        return math.sin(lat) * math.sin(y) + math.cos(lat) * math.cos(y) * math.cos(lon - x)
