"""A network as a graph of networkx, with what a shipment pays on its edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.criteria import CRITERIA
from corridors.network.forms.interchange import to_networkx
from corridors.network.network import CRS
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.plan import Plan, plan_of
from corridors.vocabulary import LEG_KINDS

if TYPE_CHECKING:
    import networkx as nx

    from corridors.network.network import Network

#: Attributes of edges, in the order of the criteria: usd, h, km, transits, co2e.
NAMES = tuple(one.leg.removesuffix("_kg") for one in CRITERIA.values())


def priced_networkx(
    net: Network, *, shipment: Shipment | None = None, expanded: bool = False
) -> nx.MultiDiGraph:
    """Return the graph for a shipment; see :meth:`Network.to_networkx`."""
    words = {} if shipment is None else {"shipment": shipment}
    plan = plan_of(net, Conditions.of(None, **words))  # type: ignore[arg-type]
    return _expanded(plan) if expanded else _priced(plan)


def _expanded(plan: Plan) -> nx.MultiDiGraph:
    """Return every vertex and every open arc of the state graph."""
    import networkx as nx

    net, state = plan.network, plan.graph
    nodes, places = net.table("nodes"), {row["node_id"]: row for row in net.table("nodes")}
    graph = nx.MultiDiGraph(crs=CRS, name=net.name, simplified=True)
    names = [":".join(part for part in vertex if part) for vertex in state.vertices]
    for name, (place, vehicle, role) in zip(names, state.vertices, strict=True):
        graph.add_node(name, node_id=place, vehicle=vehicle, role=role)
        if place in places:
            graph.nodes[name].update(x=places[place]["lon"], y=places[place]["lat"])
    columns = ("tail", "head", "kind", "from_place", "to_place", "link")
    arcs = {name: state.arcs[name].tolist() for name in columns}
    links, ids, country = net.table("links"), nodes["node_id"], nodes["country"]
    for k in np.flatnonzero(plan.usable).tolist():
        a, b, link = (arcs[name][k] for name in ("from_place", "to_place", "link"))
        graph.add_edge(
            names[arcs["tail"][k]], names[arcs["head"][k]],
            **_costs(plan.costs[k]), kind=LEG_KINDS[arcs["kind"][k]],
            osmid="" if link < 0 else links["link_id"][link],
            mode="" if link < 0 else links["mode"][link],
            bcp_id="" if link < 0 else links["bcp_id"][link],
            from_node=ids[a], to_node=ids[b], country=_country(country[a], country[b]),
        )  # fmt: skip
    return graph


def _priced(plan: Plan) -> nx.MultiDiGraph:
    """Return a link each way an edge, with all arcs of its cheapest service."""
    net, state = plan.network, plan.graph
    graph = to_networkx(net)
    bcp = net.table("links").pairs("link_id", "bcp_id")
    country = net.table("nodes").pairs("node_id", "country")
    sums = {link: _by_direction(plan, arcs) for link, arcs in state.arcs_of_link.items()}
    closed = []
    for a, b, key, data in graph.edges(keys=True, data=True):
        costs = sums.get(data["osmid"], {}).get(b)
        if costs is None:  # not open, or it does not carry this commodity
            closed.append((a, b, key))
            continue
        data.update(_costs(costs), bcp_id=bcp[data["osmid"]])
        data["country"] = _country(country[a], country[b])
    graph.remove_edges_from(closed)
    return graph


def _by_direction(plan: Plan, arcs: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Return the criteria of the cheapest chain of a link's arcs to each end that is open."""
    state = plan.graph
    ids, place = plan.network.table("nodes")["node_id"], state.arcs["to_place"]
    chains: dict[tuple[str, str], list[int]] = {}
    for k in arcs:
        names = [state.vertices[int(state.arcs[end][k])][0] for end in ("tail", "head")]
        step = next((name for name in names if ">" in name), f">{ids[int(place[k])]}")
        end, _, service = step.partition(">")[2].partition(" ")
        chains.setdefault((end, service), []).append(k)
    found: dict[str, np.ndarray] = {}
    for (end, _), chain in chains.items():
        costs = plan.costs[chain].sum(axis=0)
        better = end not in found or tuple(costs) < tuple(found[end])
        if plan.usable[chain].all() and better:
            found[end] = costs
    return found


def _costs(row: Any) -> dict[str, float]:
    return dict(zip(NAMES, row.tolist(), strict=True))


def _country(a: str, b: str) -> str:
    return a if a == b else f"{a}>{b}"
