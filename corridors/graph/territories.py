"""What an itinerary may enter only once: a country, an exclave, a basin of ferries."""

from __future__ import annotations

from collections.abc import Sequence

from corridors.network.tables import Table
from corridors.vocabulary import mode_of

#: Roles of vertices that lie in no territory, as they are inside links.
_BETWEEN = ("waiting done", "at border", "to reload")
#: Roles of ships that arrive and leave.
_ON_BOARD = ("arr", "dep")


def territories(vertices: Sequence[tuple[str, str, str]], nodes: Table, links: Table) -> list[str]:
    """Return what each vertex of a state graph lies in, ``""`` for nothing.

    A ship at a port is in the port's country, so that goods that change ship abroad do not come
    back home; where lanes meet at sea (a junction) it is in none. A ferry of a basin that several
    countries share lies in the basin, so that the Caspian is crossed once; with goods that stay
    inside a country it is there, as another ship is.
    """
    at_sea = points_at_sea(nodes)
    zone = zones(nodes)
    basin = {
        port: next(iter(shores)) if len(shores := {zone[p] for p in ports} - {""}) == 1 else name
        for name, ports in ferry_basins(links).items()
        for port in ports
    }
    found = []
    for node, vehicle, role in vertices:
        if mode_of(vehicle) == "ferry" and role in _ON_BOARD:
            found.append(basin[node])
        else:
            on_board = role.partition(" in ")[0] in _ON_BOARD
            between = role in _BETWEEN or (on_board and node in at_sea)
            found.append("" if between else zone[node])
    return found


def zones(nodes: Table) -> dict[str, str]:
    """Return the zone of each node, or its country."""
    columns = (nodes[c] for c in ("node_id", "zone", "country"))
    return {str(node): str(zone or home) for node, zone, home in zip(*columns, strict=True)}


def points_at_sea(nodes: Table) -> frozenset[str]:
    """Return the nodes at which lanes of ships meet at sea, if any do: no ports, but junctions."""
    kinds = zip(nodes["node_id"], nodes["kind"], strict=True)
    return frozenset(node for node, kind in kinds if kind == "junction")


def ferry_basins(links: Table) -> dict[str, list[str]]:
    """Return the ports that ferries join, by a name for each basin.

    A basin within one country is part of the country: Lake Van is in Türkiye.
    """
    near: dict[str, set[str]] = {}
    for mode, a, b in zip(*(links[c] for c in ("mode", "from_node", "to_node")), strict=True):
        if mode == "ferry":
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
    basins: dict[str, list[str]] = {}
    seen: set[str] = set()
    for port in sorted(near):
        reached = [port]
        while reached:
            here = reached.pop()
            if here not in seen:
                seen.add(here)
                basins.setdefault(f"ferries of {port}", []).append(here)
                reached += near[here]
    return basins
