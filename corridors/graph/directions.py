"""Which way a haul goes: towards which of the places that tariffs tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from corridors.network.earth import great_circle_km
from corridors.network.tables import Table

#: What stands before the name of a place that a haul goes away from.
AWAY = "away from "
#: A haul goes towards a place if it comes nearer to it by this share of its own length.
_NEARER = 0.5


class Directions:
    """Tells of a haul whether it goes towards a place: within 60 degrees, as the crow flies.

    Or away from it, where the word of the tariff says ``"away from …"``: then the way back would.
    So it is told on any network, and on any part of one, be the place a node of it or not.

    Parameters
    ----------
    tables
        The tables of a network: its tariffs and nodes.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        tariffs, nodes = tables["tariffs"], tables["nodes"]
        self._told: dict[tuple[str, str], dict[str, None]] = {}
        self._at: dict[str, tuple[float, float]] = {}
        names = ("mode", "country", "towards", "towards_lon", "towards_lat")
        for mode, country, word, lon, lat in zip(*(tariffs[n] for n in names), strict=True):
            if word:
                self._told.setdefault((mode, country), {})[word] = None
                self._at[word] = (lon, lat)
        rows = zip(nodes["node_id"], nodes["lon"], nodes["lat"], strict=True)
        self._nodes = {node: (lon, lat) for node, lon, lat in rows} if self._at else {}
        self._goes_towards = cache(self._is_nearing)

    def goes(self, mode: str, a: str, b: str, *countries: str) -> tuple[str, ...]:
        """Return the words of the places that a haul from one node to another goes towards.

        Only those that tariffs of its mode in its countries name.
        """
        told = [w for home in countries for w in self._told.get((mode, home), ())]
        if not told:  # as nearly everywhere
            return ()
        return tuple(w for w in dict.fromkeys(told) if self._goes_towards(a, b, w))

    def _is_nearing(self, a: str, b: str, word: str) -> bool:
        start, end, place = self._nodes[a], self._nodes[b], self._at[word]
        if word.startswith(AWAY):
            start, end = end, start
        nearer = great_circle_km(*start, *place) - great_circle_km(*end, *place)
        return nearer > _NEARER * great_circle_km(*start, *end)
