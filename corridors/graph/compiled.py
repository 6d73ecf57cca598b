"""The state graph of a network, made once: compiled, or updated from what the network was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.graph.bulk.compiling import compile_bulk
from corridors.graph.compiler import compile_tables
from corridors.graph.delta import updated
from corridors.graph.rates import held_of, rates_of
from corridors.network.checks.room import check_room
from corridors.network.prices import of_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.graph.stategraph import StateGraph
    from corridors.network.network import Network
    from corridors.network.tables import Table


#: Networks of so many links are compiled by whole columns.
LARGE_LINKS = 5_000


#: So many bytes an arc takes to be routed on: its graph, a plan and a hierarchy.
_ARC_BYTES = 900
#: What the libraries take that compile kernels.
_LIBRARIES_BYTES = 400e6


def compiled(net: Network) -> StateGraph:
    """Return the arrays that routing works on."""
    return net.once(_compiled)


def _compiled(net: Network) -> StateGraph:
    tables = {name: net.table(name) for name in net.table_names}
    rates, held = rates_of(net), held_of(net)
    if net.revision is not None and held == held_of(net.revision.network):
        before = compiled(net.revision.network)
        graph = updated(before, tables, rates, net.revision.places)
        if graph is not None:
            return graph
    _check_room(tables)
    tables["tariffs"] = of_day(tables["tariffs"], held)
    is_large = len(tables["links"]) >= LARGE_LINKS
    return (compile_bulk if is_large else compile_tables)(tables, rates)


def _check_room(tables: Mapping[str, Table]) -> None:
    links, changes = len(tables["links"]), len(tables["transshipments"])
    if links < LARGE_LINKS:
        return
    of_a_link = (2 + changes / links) * _ARC_BYTES
    check_room("routing on a network", of_a_link, links, "link", base_bytes=_LIBRARIES_BYTES)
