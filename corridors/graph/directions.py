"""Which way a haul goes: how much nearer it comes to the places that tariffs tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import NamedTuple

from corridors.network.earth import great_circle_km
from corridors.network.tables import Table

#: What stands before the name of a place that a haul goes away from.
AWAY = "away from "


class Share(NamedTuple):
    """What of a haul pays one price: ``share`` of its length and ``km`` more (or less).

    ``word`` is that of the tariff (``towards``), ``""`` that of any other way.
    """

    word: str
    share: float = 1.0
    km: float = 0.0

    def part(self, length_km: float) -> float:
        """Return the part of a haul of some length: none below 0, nor more than all that may."""
        more = self.km / length_km if self.km and length_km else 0.0
        return min(max(self.share + more, 0.0), 2 * self.share)

    def of(self, length_km: float) -> float:
        """Return the km of a haul of some length."""
        return length_km * self.part(length_km)


_ANY_WAY = (Share(""),)


class Directions:
    """Tells of a haul how much of it goes towards a place, and how much away from it.

    A haul of ``L`` km that ends ``n`` km nearer to the place than it began, as the crow flies,
    pays ``(L + n) / 2`` km at the price towards it and ``(L - n) / 2`` km at that away from it.
    So a haul straight there pays the one price, a haul straight away the other, a haul across
    their mean; and what several hauls pay in a row is by their length and by where the first
    begins and the last ends, however they bend. It is told on any network, and on any part of
    one, be the place a node of it or not. Where tariffs of a mode in a country name several
    places, each of them tells an equal share of the haul.

    Parameters
    ----------
    tables
        The tables of a network: its tariffs and nodes.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        tariffs, nodes = tables["tariffs"], tables["nodes"]
        #: Of a mode and country each place: the words of the price towards it, and away from it.
        self._told: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._at: dict[str, tuple[float, float]] = {}
        names = ("mode", "country", "towards", "towards_lon", "towards_lat")
        for mode, country, word, lon, lat in zip(*(tariffs[n] for n in names), strict=True):
            if word:
                place = word.removeprefix(AWAY)
                words = self._told.setdefault((mode, country), {}).setdefault(place, ["", ""])
                words[word.startswith(AWAY)] = word
                self._at[place] = (lon, lat)
        self._table = nodes
        self._km = cache(self._distance_km)

    @cached_property
    def _nodes(self) -> Mapping[str, tuple[float, float]]:
        rows = zip(*(self._table[name] for name in ("node_id", "lon", "lat")), strict=True)
        return {node: (lon, lat) for node, lon, lat in rows}

    def tells(self, mode: str, *countries: str) -> bool:
        """Say whether tariffs of a mode in any of some countries are by direction."""
        return bool(self._told) and any((mode, home) in self._told for home in countries)

    def shares(self, mode: str, a: str, b: str, country: str) -> tuple[Share, ...]:
        """Return what of a haul from one node to another pays which price of a country."""
        told = self._told.get((mode, country))
        if not told:  # as nearly everywhere
            return _ANY_WAY
        half = 0.5 / len(told)
        found = []
        for place, (towards, away) in told.items():
            nearer = self._km(a, place) - self._km(b, place)
            found += [Share(towards, half, half * nearer), Share(away, half, -half * nearer)]
        return tuple(found)

    def _distance_km(self, node: str, place: str) -> float:
        return great_circle_km(*self._nodes[node], *self._at[place])
