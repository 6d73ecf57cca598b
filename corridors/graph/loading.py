"""Loading onto trains: a scheduled one, or one that waits until it is full."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.spread import sum_of
from corridors.vocabulary import vehicle_class

if TYPE_CHECKING:
    from corridors.graph.rates import Rates
    from corridors.graph.stategraph import Ref, StateGraph
    from corridors.network.tables import Table

_TABLE = "service_classes"
#: What tells the row of a link and where it ends.
_LINK_COLUMNS = ("link_id", "line_ref", "mode", "gauge_mm", "from_node", "to_node")


class Classes:
    """Looks up the classes of service of the railways at a place."""

    def __init__(
        self, tables: Mapping[str, Table], rates: Rates, country: Mapping[str, str]
    ) -> None:
        self._table, self._links = tables[_TABLE], tables["links"]
        self._rates, self._country = rates, country

    def inputs(self, node: str, vehicle: str) -> list[Ref]:
        """Return the rows that tell how a box is loaded onto a vehicle class at a place."""
        return [(_TABLE, row) for row in self._rows.get((node, vehicle), ())]

    def loading(self, hours: dict[str, float], node: str, vehicle: str) -> dict[str, float]:
        """Return the hours of loading a train with the wait of a single box until it is full.

        A scheduled train that takes single boxes on any line of the place saves the wait.
        """
        rows, table = self._rows.get((node, vehicle), ()), self._table
        if not rows or any(table["loading"][row] == "block" for row in rows):
            return hours
        wait = table["consolidation_h_p50"][rows[0]], table["consolidation_h_p90"][rows[0]]
        h50, h90 = sum_of((hours["h50"], hours["h90"]), wait)
        return {"h50": h50, "h90": h90}

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """Rows by place and vehicle class, those of single lines first."""
        found: dict[tuple[str, str], set[int]] = {}
        if not len(self._table):
            return {}
        columns = (self._links[name] for name in _LINK_COLUMNS)
        for link_id, line_ref, mode, gauge_mm, *ends in zip(*columns, strict=True):
            link = {"link_id": link_id, "line_ref": line_ref}
            for node in ends:
                row = self._rates.class_row(mode, self._country[node], link)
                if row >= 0:
                    found.setdefault((node, vehicle_class(mode, gauge_mm)), set()).add(row)
        names = self._table["line_ref"]
        return {
            key: tuple(sorted(rows, key=lambda row: (not names[row], row)))
            for key, rows in found.items()
        }


def class_of_arcs(graph: StateGraph, classes: Table) -> np.ndarray:
    """Return the row of service classes that each arc is made of, -1 for none."""
    found = np.full(len(graph.refs), -1)
    loading = classes["loading"]
    for group, inputs in graph.inputs.items():
        rows = sorted(row for name, row in inputs if name == "service_classes")
        if rows:  # at a place of several lines, that of a scheduled train
            row = min(rows, key=lambda row: (loading[row] != "block", row))
            found[list(graph.groups[group])] = row
    return found
