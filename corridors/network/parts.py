"""The part of a network that some links make."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from corridors.network.tables import Table

if TYPE_CHECKING:
    from corridors.network.network import Network


def _rows(table: Table, wanted: Callable[[dict], bool]) -> Table:
    picked = [k for k, row in enumerate(table) if wanted(row)]
    return Table(table.name, {n: tuple(v[k] for k in picked) for n, v in table.columns.items()})


def part_of(net: Network, chosen: frozenset[str], name: str) -> Network:
    """Return the network of some links; see :meth:`Network.subset`."""
    links = _rows(net.table("links"), lambda row: row["link_id"] in chosen)
    ends = {*links["from_node"], *links["to_node"]}
    keep = {"links": links}
    for table in ("nodes", "transshipments", "terminals", "offtakes"):
        keep[table] = _rows(net.table(table), lambda row: row["node_id"] in ends)
    for table in ("waypoints", "services", "pipelines"):
        keep[table] = _rows(net.table(table), lambda row: row["link_id"] in chosen)
    keep["corridor_links"] = _with_all_gates(
        net.table("corridor_links"),
        lambda row: row["link_id"] in chosen or row["node_id"] in ends,
    )
    keep["border_crossings"] = _reloading_within(net.table("border_crossings"), ends)
    # Outcomes and shares were published of whole trips, which a part may go otherwise.
    for published in ("outcomes", "share_questions"):
        keep[published] = _rows(net.table(published), lambda _: False)
    keep["demand"] = _rows(
        net.table("demand"), lambda row: {row["origin"], row["destination"]} <= ends
    )
    return net.replaced(keep, name=name, complete=False)


def _reloading_within(table: Table, ends: set[str]) -> Table:
    """Return the crossings; none demands another truck at a place that is left out."""
    outside = [bool(place) and place not in ends for place in table["reloads_at"]]
    if not any(outside):
        return table
    both = {
        name: tuple(empty if out else v for v, out in zip(table[name], outside, strict=True))
        for name, empty in (("reloads", math.nan), ("reloads_at", ""))
    }
    return table.with_values(both)


def _with_all_gates(table: Table, wanted: Callable[[dict], bool]) -> Table:
    """Return the rows wanted, and one without a member for each gate that has none of them."""
    kept: list[dict] = []
    lacking: dict[tuple[str, float], dict] = {}
    for row in table:
        gate = (row["corridor_id"], row["gate"])
        if wanted(row):
            kept.append(row)
        elif row["gate"]:
            lacking.setdefault(gate, {**row, "link_id": "", "node_id": ""})
    present = {(row["corridor_id"], row["gate"]) for row in kept}
    kept += [row for gate, row in lacking.items() if gate not in present]
    return Table(table.name, {name: tuple(row[name] for row in kept) for name in table.columns})
