"""A state graph with other values: only the arcs made of changed rows are made again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from corridors.graph.compiler import Compiler
from corridors.graph.rates import BOX_COLUMNS, Prices, Rates, Ref, rate_mode
from corridors.graph.stategraph import Arc, Group, StateGraph
from corridors.network.tables import Table

#: Columns that a new value in a table may change; the others say how arcs hang together.
VALUE_COLUMNS = ("open", "km", "h50", "h90", "usd_20ft", "usd_40ft", "usd_per_t", "kg_per_t")
_ENDS = ("tail", "head", "kind")
_DEFAULTS = Arc._field_defaults
#: What is made of a graph's structure alone, and stays.
_OF_STRUCTURE = ("abroad", "number", "dependents", "group_of", "priced_by_km", "topology")
_PRICES = ("usd_20ft", "usd_40ft", "usd_per_t")


def dependent_groups(graph: StateGraph, rows: Iterable[Ref]) -> list[Group]:
    """Return the groups of arcs that are made of any of the table rows, in a fixed order."""
    return sorted({group for row in rows for group in graph.dependents.get(row, ())})


class _Restructured(Exception):  # noqa: N818  no error: the caller compiles anew
    """A group of arcs hangs together in another way."""


class _Again(Compiler):
    """Makes the arcs of some groups again, on the vertices that there are."""

    def __init__(self, tables: Mapping[str, Table], graph: StateGraph) -> None:
        super().__init__(tables, _rates(graph, tables))
        self.number = graph.number  # type: ignore[assignment]  # only read

    def _vertex(self, node: str, vehicle: str, role: str) -> int:
        try:
            return self.number[node, vehicle, role]
        except KeyError:
            raise _Restructured from None

    def _arc(
        self,
        ends: tuple[int, int],
        kind: int,
        places: tuple[str, str],  # noqa: ARG002
        vehicle: str,  # noqa: ARG002
        usd: Prices = (0.0, 0.0, 0.0),
        refs: tuple[Ref, Ref] = (("", -1), ("", -1)),
        **measures: Any,
    ) -> None:
        given = {**_DEFAULTS, **measures}
        hours = given["km"], given["h50"], given["h90"]
        self.rows.append((*ends, kind, given["open"], *hours, *usd, given["kg_per_t"]))
        self.refs.append(refs)

    def _made_of(self, *refs: Ref) -> None:
        """Note nothing: the same rows go into the same groups."""

    def emit(self, group: Group) -> None:
        """Make the arcs of one group."""
        table, key = group
        if table == "links":
            self.add_link(self.link_row[key[0]])
        elif table == "transshipments":
            self.add_terminal(self.change_row[key])
        else:
            self.add_port(*key)


def _rates(graph: StateGraph, tables: Mapping[str, Table]) -> Rates:
    """Return the rates of the tables; a graph keeps the last, most scenarios share them."""
    known = graph.__dict__.get("rates")
    if known is None or not known.made_of(tables):
        known = Rates(tables)
        graph.__dict__["rates"] = known
    return known


def updated(
    graph: StateGraph,
    tables: Mapping[str, Table],
    groups: Iterable[Group],
    *,
    prices_by_km: bool = False,
) -> StateGraph | None:
    """Return the graph with the arcs of some groups made again from new tables.

    ``prices_by_km``: the tariffs' prices of a km differ too; they are so many arcs' that
    these are not made again one by one. ``None`` if the arcs would hang together in another
    way: then compile the tables anew.
    """
    graph = _priced(graph, tables) if prices_by_km else graph
    compiler = _Again(tables, graph)
    places: list[int] = []
    try:
        for group in groups:
            compiler.emit(group)
            places += graph.groups[group]
    except _Restructured:
        return None
    if not places:
        return graph
    where = np.array(places)
    if len(compiler.rows) != len(where):
        return None
    new = np.array(compiler.rows, float).T
    if any(
        (column != graph.arcs[name][where]).any() for name, column in zip(_ENDS, new, strict=False)
    ):
        return None
    arcs = dict(graph.arcs)
    for name, fresh in zip(VALUE_COLUMNS, new[len(_ENDS) :], strict=True):
        if (arcs[name][where] != fresh).any():
            column = arcs[name].copy()
            column[where] = fresh
            column.flags.writeable = False
            arcs[name] = column
    refs = graph.refs
    if any(refs[place] != ref for place, ref in zip(places, compiler.refs, strict=True)):
        several = list(refs)
        for place, ref in zip(places, compiler.refs, strict=True):
            several[place] = ref
        refs = tuple(several)
    return _kept(replace(graph, arcs=arcs, refs=refs), graph)


def _kept(fresh: StateGraph, graph: StateGraph) -> StateGraph:
    """Return a graph with what was made of the structure that it shares with another."""
    kept = {name: graph.__dict__[name] for name in _OF_STRUCTURE if name in graph.__dict__}
    fresh.__dict__.update(kept)
    return fresh


def _priced(graph: StateGraph, tables: Mapping[str, Table]) -> StateGraph:
    """Return the graph with the line-hauls that are paid by the km priced anew."""
    if "priced_by_km" not in graph.__dict__:
        graph.__dict__["priced_by_km"] = _priced_by_km(graph, tables)
    where, rows = graph.__dict__["priced_by_km"]
    prices = np.array([*tables["tariffs"]["usd_per_km"], np.inf])  # row -1: none, so not carried
    arcs = dict(graph.arcs)
    km = arcs["km"][where]
    for k, name in enumerate(_PRICES):
        column = arcs[name].copy()
        column[where] = km * ((prices[rows[k, 0]] + prices[rows[k, 1]]) / 2)
        column.flags.writeable = False
        arcs[name] = column
    return _kept(replace(graph, arcs=arcs), graph)


def _priced_by_km(graph: StateGraph, tables: Mapping[str, Table]) -> tuple[np.ndarray, np.ndarray]:
    """Return the arcs paid by the km, and their tariff rows by box and by country of each end."""
    nodes, links, rates = tables["nodes"], tables["links"], Rates(tables)
    where = [k for k, refs in enumerate(graph.refs) if refs[0][0] == "tariffs"]
    rows = np.empty((len(_PRICES), 2, len(where)), np.int64)
    for n, arc in enumerate(where):
        link = int(graph.arcs["link"][arc])
        mode = rate_mode(links["mode"][link], links["commodity"][link])
        for side, end in enumerate(("from_place", "to_place")):
            country = nodes["country"][graph.arcs[end][arc]]
            for k, box in enumerate(BOX_COLUMNS):
                rows[k, side, n] = rates.tariff_row(mode, country, box)
    return np.array(where, np.int64), rows
