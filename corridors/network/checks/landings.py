"""Ports from which ships go abroad, and of whose border the tables say nothing."""

from __future__ import annotations

from collections.abc import Mapping

from corridors.network.tables import Table
from corridors.vocabulary import SHIP_CLASSES, listed

_MOST_NAMES = 5


def silent_ports(tables: Mapping[str, Table]) -> list[str]:
    """Return a sentence for each mode by which ports lie abroad of each other, with no formalities.

    On land a border without a row is a fault. Ships may have none, within a customs union or a
    country, so of them it is said.

    Parameters
    ----------
    tables
        The tables of a network.
    """
    links, posts = tables["links"], tables["border_crossings"]
    country = tables["nodes"].pairs("node_id", "country")
    told = {*zip(posts["mode"], posts["bcp_id"], posts["from_country"], posts["to_country"],
                 strict=True)}  # fmt: skip
    found = []
    for mode in SHIP_CLASSES:
        near: dict[str, set[str]] = {}
        ends = zip(links["mode"], links["from_node"], links["to_node"], strict=True)
        for one, a, b in ends:
            if one == mode:
                near.setdefault(a, set()).add(b)
                near.setdefault(b, set()).add(a)
        silent = [
            port
            for port in _abroad(near, country)
            if not {(mode, port, country[port], "*"), (mode, port, "*", country[port])} <= told
        ]
        if silent:
            more = len(silent) - _MOST_NAMES
            names = [*silent[:_MOST_NAMES], *([f"{more} more"] if more > 0 else [])]
            found.append(
                f"border_crossings has no rows from and to '*' by {mode} of {listed(names)}, from "
                "which ships go abroad: no time and no money is counted there"
            )
    return found


def _abroad(near: Mapping[str, set[str]], country: Mapping[str, str]) -> list[str]:
    """Return the ports that ways by ship join to another country."""
    found, seen = [], set[str]()
    for start in near:
        if start in seen:
            continue
        joined, queue = {start}, [start]
        while queue:
            new = near[queue.pop()] - joined
            joined |= new
            queue += new
        seen |= joined
        ports = [node for node in near if node in joined and country[node]]
        if len({country[port] for port in ports}) > 1:
            found += ports
    return found
