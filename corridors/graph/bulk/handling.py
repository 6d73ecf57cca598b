"""Loading, unloading and changes of vehicle on land, as whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.bulk.blocks import Block, Made, Numbered
from corridors.graph.bulk.codes import Calls, Changes, coded, floats, prices, together
from corridors.graph.carried import carried_between
from corridors.graph.stategraph import GAUGE_BREAK, TERMINAL, Ref
from corridors.network.prices import PRICE_COLUMNS
from corridors.vocabulary import is_ship, rolls_aboard

if TYPE_CHECKING:
    from corridors.graph.compiler import Compiler

_ENDS = ("origin", "destination")


class Handling:
    """The changes of vehicle of a network that are plain, and what they take.

    Parameters
    ----------
    made
        The compiler of the network.
    calls
        Which vehicles call where.
    changes
        The rows of changes of vehicle.
    """

    def __init__(self, made: Compiler, calls: Calls, changes: Changes) -> None:
        self._made, self._table = made, made.tables["transshipments"]
        self._calls, self._changes = calls, changes
        by_ship = [np.array([is_ship(w) for w in s.words], bool)[s.code] for s in self._sides]
        self.plain = ~(by_ship[0] | by_ship[1])
        if len(made.tables["service_classes"]):  # how it is loaded is told by lines
            self.plain &= ~self._is_loading()
        #: Those that make an arc at all, or may do so row by row.
        self.makes = ~(self._changes.alike & self.plain)

    @property
    def _sides(self) -> tuple:
        return self._changes.before, self._changes.after

    def _is_loading(self) -> np.ndarray:
        before, after = self._sides
        rail = np.array([word.startswith("rail-") for word in after.words], bool)[after.code]
        found: np.ndarray = rail & before.mask(("origin", "road"))
        return found

    def arcs(
        self, begin: int, leaving: np.ndarray, entering: np.ndarray, trip: dict[str, np.ndarray],
        tables: Numbered,
    ) -> Made:  # fmt: skip
        """Return the arcs of the plain changes.

        Parameters
        ----------
        begin
            The number of the first row's group.
        leaving, entering
            The vertex by which goods leave each vehicle class at each node, and join it; -1: none.
        trip
            The vertices of origins and destinations, by node.
        tables
            The numbers of tables.
        """
        tail, head = (
            self._doors(side, doors, trip)
            for side, doors in zip(self._sides, (leaving, entering), strict=True)
        )
        row = np.flatnonzero(self.plain & self.makes & (tail >= 0) & (head >= 0))
        columns, kind, shared = self._taken(row)
        node = self._changes.node[row]
        columns |= {"tail": tail[row], "head": head[row], "from_place": node, "to_place": node}
        for name, column in (("h50", "hours_p50"), ("h90", "hours_p90")):
            columns[name] = floats(self._table, column)[row]
        kinds = np.full(len(self.plain), -1, np.int32)
        kinds[row] = kind
        table = np.full((len(row), 2), tables.of("transshipments"), np.int16)
        block = Block(begin + row, columns, table, np.stack([row, row], axis=1))
        return Made(block, kinds, shared)

    def _doors(self, side: object, doors: np.ndarray, trip: dict[str, np.ndarray]) -> np.ndarray:
        """Return the vertex of one side of each change, -1 for none."""
        code, words, node = side.code, side.words, self._changes.node  # type: ignore[attr-defined]
        found = np.full(len(code), -1, np.int64)
        number = {vehicle: k for k, vehicle in enumerate(self._calls.vehicles)}
        for k, word in enumerate(words):
            here = code == k
            if word in trip:
                found[here] = trip[word][node[here]]
            elif word in number:
                found[here] = doors[node[here], number[word]]
        return found

    def _taken(
        self, row: np.ndarray
    ) -> tuple[dict[str, np.ndarray | float], np.ndarray, tuple[frozenset[Ref], ...]]:
        """Return what changes take by their classes and countries, their kinds and whose rows."""
        before, after = self._sides
        country = coded(self._made.nodes["country"]).code[self._changes.node[row]]
        kind, first = together(before.code[row], after.code[row], country)
        number = {vehicle: k for k, vehicle in enumerate(self._calls.vehicles)}
        told: dict[str, list[float]] = {
            name: [] for name in ("kind", "vehicle", "transits", "commodities", *PRICE_COLUMNS)
        }
        shared = []
        for k in row[first].tolist():
            a, b = before.words[before.code[k]], after.words[after.code[k]]
            home = self._made.nodes["country"][self._changes.node[k]]
            usd, inputs = self._made.paid.boarding(a, b, home)
            gauge = a.startswith("rail-") and b.startswith("rail-")
            is_trip = not {a, b}.isdisjoint(_ENDS)
            told["kind"].append(GAUGE_BREAK if gauge else TERMINAL)
            told["vehicle"].append(number[a if b == "destination" else b])
            told["transits"].append(int(not is_trip and not rolls_aboard(a, b)))
            told["commodities"].append(carried_between(a, b))
            for name, value in zip(PRICE_COLUMNS, usd, strict=True):
                told[name].append(value)
            shared.append(frozenset(inputs))
        columns: dict[str, np.ndarray | float] = {
            name: np.array(values, float)[kind] for name, values in told.items()
        }
        for name, handled in prices(self._table).items():
            columns[name] = handled[row] + columns[name]
        return columns, kind, tuple(shared)
