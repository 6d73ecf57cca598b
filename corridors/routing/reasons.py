"""Why there is no itinerary, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.gates import Gate
from corridors.network.countries import country_name
from corridors.network.places import Entry

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.routing.route import AnyTree, Plan

REENTERS = "only by leaving a country and coming back to it"
_MOST_NAMES = 3


def no_handling(plan: Plan, starts: Sequence[Entry], ends: Sequence[Entry]) -> str:
    """Say if nothing can be loaded at the origin, or unloaded at the destination, at all."""
    net = plan.network
    graph, nodes = net.state_graph, net.table("nodes")
    for entries, doors, column, what in (
        (starts, graph.origin, "tail", "loaded"),
        (ends, graph.destination, "head", "unloaded"),
    ):
        places = [e.node_id for e in entries]
        if not np.isin(graph.arcs[column], [doors[p] for p in places]).any():
            row = net.node_row(places[0])
            kind = str(nodes["kind"][row]).replace("_", " ")
            return f"nothing is {what} at {nodes['name'][row]}, a {kind}"
    return ""


def not_in_operation(net: Network, arcs: Sequence[int]) -> str:
    """Name the links and crossings of a way that are not in operation."""
    graph, links = net.state_graph, net.table("links")
    crossings, services = net.table("border_crossings"), net.table("services")
    found: dict[str, None] = {}
    for arc in arcs:
        if graph.arcs["open"][arc]:
            continue
        row = int(graph.arcs["link"][arc])
        if row >= 0 and links["status"][row] != "operational":
            found[f"{links['name'][row]} ({links['status'][row]})"] = None
        elif graph.refs[arc][1][0] == "border_crossings":
            crossing = graph.refs[arc][1][1]
            found[f"{crossings['name'][crossing]} ({crossings['status'][crossing]})"] = None
        elif graph.refs[arc][0][0] == "services":
            service = graph.refs[arc][0][1]
            if services["status"][service] != "operational":
                found[f"{services['name'][service]} ({services['status'][service]})"] = None
    names = list(found)
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"needs what is not in operation: {', '.join(names[:_MOST_NAMES])}{more}"


def gate_not_passed(
    plan: Plan, trees: Sequence[AnyTree], orders: Sequence[tuple[Gate, ...]]
) -> str:
    """Name the gate at which the search came furthest and stopped."""
    size = plan.network.state_graph.size
    reached = [tree.layer_reached(size) for tree in trees]
    best = max(range(len(orders)), key=lambda k: (reached[k], -k))
    gates = orders[best]
    if reached[best] < len(gates):
        return f"cannot reach its gate {gates[reached[best]][0]}"
    return f"cannot go on from its gate {gates[-1][0]} to the destination"


def unconnected(plan: Plan, starts: Sequence[Entry], ends: Sequence[Entry]) -> str:
    """Say which countries can be reached at all."""
    net = plan.network
    graph, nodes = net.state_graph, net.table("nodes")
    row = nodes.index("node_id")
    seeds = [(graph.origin[e.node_id], 0.0) for e in starts]
    tree = plan.search(()).run(seeds, list(graph.destination.values()))
    reached = sorted(
        {
            str(nodes["country"][row[node]])
            for node, goal in graph.destination.items()
            if tree.cost(goal) < float("inf")
        }
    )
    names = ", ".join(country_name(c) for c in reached)
    what = plan.shipment.commodity
    if not reached:
        return f"no link in operation takes {what} from the origin"
    home = country_name(nodes["country"][row[ends[0].node_id]])
    return (
        f"from the origin {what} reaches only {names}; {home} is not connected at the destination"
    )
