"""A state graph with other values: only the arcs made of changed rows are made again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from corridors.network.tables import Table
from corridors.routing.compiler import Compiler
from corridors.routing.rates import Ref
from corridors.routing.stategraph import ARC_COLUMNS, WHOLE_COLUMNS, Group, StateGraph

#: Columns that a new value in a table may change; the others say how arcs hang together.
VALUE_COLUMNS = ("open", "km", "h50", "h90", "usd_20ft", "usd_40ft", "usd_per_t", "kg_per_t")
_FIXED = [k for k, name in enumerate(ARC_COLUMNS) if name not in VALUE_COLUMNS]


def dependent_groups(graph: StateGraph, rows: Iterable[Ref]) -> list[Group]:
    """Return the groups of arcs that are made of any of the table rows, in a fixed order."""
    return sorted({group for row in rows for group in graph.dependents.get(row, ())})


def updated(
    graph: StateGraph, tables: Mapping[str, Table], groups: Iterable[Group]
) -> StateGraph | None:
    """Return the graph with the arcs of some groups made again from new tables.

    ``None`` if the arcs would hang together in another way: then compile the tables anew.
    """
    compiler = Compiler(tables)
    compiler.number.update(graph.number)
    places: list[int] = []
    for group in groups:
        before = len(compiler.rows)
        emit(compiler, group)
        if len(compiler.rows) - before != len(graph.groups[group]):
            return None
        places += graph.groups[group]
    if not places:
        return graph
    new = np.array(compiler.rows, float)
    where = np.array(places)
    old = np.stack([graph.arcs[ARC_COLUMNS[k]][where] for k in _FIXED], axis=1)
    if not (new[:, _FIXED] == old).all():
        return None
    arcs = dict(graph.arcs)
    for name in VALUE_COLUMNS:
        fresh = new[:, ARC_COLUMNS.index(name)]
        if (fresh != arcs[name][where]).any():
            column = arcs[name].copy()
            column[where] = fresh.astype(np.int64) if name in WHOLE_COLUMNS else fresh
            column.flags.writeable = False
            arcs[name] = column
    return replace(graph, arcs=arcs)


def emit(compiler: Compiler, group: Group) -> None:
    """Make the arcs of one group."""
    table, key = group
    if table == "links":
        compiler.add_link(compiler.link_row[key[0]])
    elif table == "transshipments":
        compiler.add_terminal(compiler.change_row[key])
    else:
        compiler.add_port(*key)
