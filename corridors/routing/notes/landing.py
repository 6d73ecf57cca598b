"""At which ports of a way abroad no border is counted, as the tables say nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.graph.compiled import compiled
from corridors.graph.stategraph import BORDER
from corridors.network.countries import country_name
from corridors.vocabulary import is_ship, listed

if TYPE_CHECKING:
    from corridors.network.network import Network


def landing_note(net: Network, arcs: Sequence[int]) -> str:
    """Name the ports between which ships go abroad, and that have no formalities; else nothing.

    Parameters
    ----------
    net
        The network.
    arcs
        The arcs of the way.
    """
    graph, countries = compiled(net), net.table("nodes")["country"]
    ports: dict[int, None] = {}
    ends: dict[str, None] = {}
    boarded = -1
    for arc in arcs:
        tail, head = (graph.vertices[int(graph.arcs[end][arc])] for end in ("tail", "head"))
        if graph.arcs["kind"][arc] != BORDER or not is_ship(tail[1]):
            continue
        if tail[2] == "out":
            boarded = arc
        elif head[2] == "in" and boarded >= 0:
            places = [int(graph.arcs["from_place"][one]) for one in (boarded, arc)]
            silent = [p for p, one in zip(places, (boarded, arc), strict=True)
                      if graph.refs[one][0][1] < 0]  # fmt: skip
            homes = [countries[place] for place in places]
            if silent and homes[0] != homes[1]:
                ports |= dict.fromkeys(silent)
                ends |= dict.fromkeys(map(country_name, homes))
    if not ports:
        return ""
    names = listed([str(net.table("nodes")["name"][port]) for port in ports])
    return (
        f"No border is counted at {names}, though ships go between {listed([*ends])}: the table "
        "border_crossings has no row of it, so it takes no time and no money here."
    )
