"""Where loads change to another truck, because a border demands it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from corridors.network.tables import Table
from corridors.vocabulary import mode_of

#: A row of border crossings and one of changes of vehicle.
Demand = tuple[int, int]


class Reloading:
    """Tells where on the way over a border the load changes to another vehicle of its class.

    Where a crossing comes in, unless it says at which place (``reloads_at``): then at the end of
    the link that leads there from the border, or at the beginning of that which leads to the
    border from there; at an end of the border's own link, at the border.

    Parameters
    ----------
    tables
        The tables of a network.
    change_row
        The row of each change of vehicle, by place and both classes.
    """

    def __init__(
        self, tables: Mapping[str, Table], change_row: Mapping[tuple[str, str, str], int]
    ) -> None:
        self._crossings, self._change_row = tables["border_crossings"], change_row
        self._elsewhere = self._crossings["reloads_at"]
        #: Of two places, from the one to the other: the crossing, and where the load is changed.
        self._between: dict[tuple[str, str, str], tuple[int, str]] = {}
        #: Crossings that say an end of their own link.
        self._own_end: set[int] = set()
        if any(self._elsewhere):
            self._find(tables["links"], tables["nodes"].pairs("node_id", "country"))

    def _find(self, links: Table, country: Mapping[str, str]) -> None:
        """Note the ways between the places of reloading and the ends of their crossings."""
        columns = zip(*(links[c] for c in ("bcp_id", "from_node", "to_node")), strict=True)
        ends: dict[str, set[str]] = {}
        for bcp, *nodes in columns:
            if bcp:
                ends.setdefault(bcp, set()).update(nodes)
        names = ("bcp_id", "mode", "from_country", "reloads_at")
        for row, (bcp, mode, home, place) in enumerate(
            zip(*(self._crossings[c] for c in names), strict=True)
        ):
            if place and place in ends.get(bcp, ()):
                self._own_end.add(row)
                continue
            for node in ends.get(bcp, ()) if place else ():
                if country[node] == country[place]:
                    way = (place, node) if home == country[place] else (node, place)
                    self._between[mode, *way] = row, place

    @property
    def near(self) -> set[str]:
        """The ends of the ways on which a load changes that changes not at the border itself."""
        return {node for _, *ends in self._between for node in ends}

    def at_border(self, crossing: int, vehicle: str, node: str) -> int:
        """Return the row of the change that a crossing demands where it comes in, or -1."""
        place = self._elsewhere[crossing]
        if place and crossing not in self._own_end:
            return -1
        return self._row(crossing, vehicle, place or node)

    def on_way(self, vehicle: str, a: str, b: str) -> tuple[Demand | None, bool]:
        """Return what a border demands on a link near it, and whether at its beginning."""
        crossing, place = self._between.get((mode_of(vehicle), a, b), (-1, ""))
        row = self._row(crossing, vehicle, place) if crossing >= 0 else -1
        return ((crossing, row) if row >= 0 else None), place == a

    def _row(self, crossing: int, vehicle: str, node: str) -> int:
        if math.isnan(self._crossings["reloads"][crossing]):
            return -1
        return int(self._change_row.get((node, vehicle, vehicle), -1))
