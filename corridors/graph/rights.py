"""Whose goods may pass a border post: transit rights, by post and by both ends of a trip.

A post of *bilateral* traffic is passed only where the origin or the destination lies in one of the
countries that it serves, one of *local* traffic only where both do; these are the two countries of
the post, or those of ``traffic_ends``. Every other post is for anyone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.compiled import compiled
from corridors.graph.stategraph import BORDER
from corridors.network.countries import country_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.graph.stategraph import StateGraph
    from corridors.network.network import Network


#: Columns of a crossing that say whom it is for.
_SAID = ("traffic", "traffic_ends")


@dataclass(frozen=True, eq=False)
class Rights:
    """The arcs over posts that are not for everyone, and whom they are for.

    ``serves`` says of each of these arcs (rows) which territories (columns) it serves; ``local``
    of which of them both ends must be served.
    """

    arcs: np.ndarray
    local: np.ndarray
    serves: np.ndarray
    _found: dict[tuple[int, int], np.ndarray] = field(default_factory=dict, repr=False)
    _sets: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict, repr=False)

    def closed(self, home: int = -1, away: int = -1) -> np.ndarray:
        """Return the arcs that goods between two territories may not use.

        Of an end that is not known (-1) it is supposed that it is served: what is closed then is
        closed for every other end.
        """
        if (home, away) not in self._found:
            self._found[home, away] = self.arcs[~self._passes(home, away)]
        return self._found[home, away]

    def closed_set(self, home: int, away: int) -> frozenset[int]:
        """Return the same as a set."""
        if (home, away) not in self._sets:
            self._sets[home, away] = frozenset(self.closed(home, away).tolist())
        return self._sets[home, away]

    @cached_property
    def kinds(self) -> tuple[np.ndarray, ...]:
        """The places in ``arcs`` of posts that are for the same, kind by kind."""
        told = np.column_stack([self.local, self.serves])
        _, kind = np.unique(told, axis=0, return_inverse=True)
        return tuple(np.flatnonzero(kind == k) for k in range(kind.max(initial=-1) + 1))

    def refused(self, kind: np.ndarray, homes: np.ndarray, aways: np.ndarray) -> np.ndarray:
        """Return to goods between which territories the posts of a kind are closed: a table."""
        served = self.serves[kind[0]]
        here, there = served[homes][:, None], served[aways][None, :]
        found: np.ndarray = ~(here & there) if self.local[kind[0]] else ~(here | there)
        return found

    def _passes(self, home: int, away: int) -> np.ndarray:
        supposed = np.ones(len(self.arcs), bool)
        here, there = (supposed if end < 0 else self.serves[:, end] for end in (home, away))
        found: np.ndarray = np.where(self.local, here & there, here | there)
        return found


def rights_of(net: Network) -> Rights:
    """Return the posts of a network that are not for everyone."""
    return net.once(_rights)


def _rights(net: Network) -> Rights:
    table, graph, before = net.table("border_crossings"), compiled(net), net.revision
    if before is not None and compiled(before.network).vertices is graph.vertices:
        changed = {column for name, _, column in before.places if name == "border_crossings"}
        if changed.isdisjoint(_SAID):
            return rights_of(before.network)
    lands = _lands(net, graph)
    arcs: list[int] = []
    local: list[bool] = []
    serves: list[np.ndarray] = []
    for row, traffic in enumerate(table["traffic"]):
        if traffic not in ("bilateral", "local"):
            continue
        ref = ("border_crossings", row)
        served = np.isin(lands, served_by(net, row))
        for group in graph.dependents.get(ref, ()):
            for arc in graph.groups[group]:
                if graph.arcs["kind"][arc] == BORDER and graph.refs[arc][1] == ref:
                    arcs.append(arc)
                    local.append(traffic == "local")
                    serves.append(served)
    found = np.stack(serves) if serves else np.zeros((0, len(lands)), bool)
    return Rights(np.array(arcs, np.int64), np.array(local, bool), found)


def _lands(net: Network, graph: StateGraph) -> np.ndarray:
    """Return the country of each territory; of an exclave that to which it belongs."""
    nodes = net.table("nodes")
    country = dict(zip(nodes["zone"], nodes["country"], strict=True))
    return np.array([country.get(name, name) for name in graph.territories])


def served_by(net: Network, row: int) -> list[str]:
    """Return the codes of the countries that a border crossing of some traffic serves."""
    table = net.table("border_crossings")
    ends = [word for word in str(table["traffic_ends"][row]).split(";") if word]
    return ends or [str(table[name][row]) for name in ("from_country", "to_country")]


def refused_posts(net: Network, arcs: Iterable[int], closed: np.ndarray) -> str:
    """Name the posts on a way that its goods may not pass, with whom they are for."""
    table, graph = net.table("border_crossings"), compiled(net)
    names: dict[str, None] = {}
    for arc in sorted(set(arcs) & set(closed.tolist())):
        row = graph.refs[arc][1][1]
        served = " and ".join(map(country_name, sorted(served_by(net, row))))
        whose = "between" if table["traffic"][row] == "local" else "from or to"
        names[f"{table['name'][row]} ({table['traffic'][row]}: goods {whose} {served})"] = None
    return ", ".join(names)
