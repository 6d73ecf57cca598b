"""The network as a graph of networkx, in the conventions of OSMnx."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from corridors.network.network import CRS, Network

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(net: Network) -> nx.MultiDiGraph:
    """Return operational links as edges in both directions; see :meth:`Network.to_networkx`."""
    import networkx as nx
    from shapely import LineString

    graph = nx.MultiDiGraph(crs=CRS, name=net.name, simplified=True)
    for node in net.table("nodes"):
        extra = {k: node[k] for k in ("name", "kind", "country")}
        graph.add_node(node["node_id"], x=node["lon"], y=node["lat"], **extra)
    for link in net.table("links"):
        if link["status"] != "operational":
            continue
        line = net.line(link["link_id"])
        attributes = {
            "osmid": link["link_id"],
            "length": link["length_km"] * 1000,
            "name": link["name"],
            "mode": link["mode"],
            "ref": link["line_ref"],
            "oneway": link["oneway"] == "yes",
        }
        attributes |= _tags(str(link["tags"]))
        if not math.isnan(link["gauge_mm"]):
            attributes["gauge"] = str(int(link["gauge_mm"]))
        there, back = LineString(line), LineString(line[::-1])
        graph.add_edge(
            link["from_node"], link["to_node"], geometry=there, reversed=False, **attributes
        )
        if link["oneway"] != "yes":
            graph.add_edge(
                link["to_node"], link["from_node"], geometry=back, reversed=True, **attributes
            )
    for node in list(graph.nodes):
        graph.nodes[node]["street_count"] = graph.out_degree(node)
    return graph


def _tags(text: str) -> dict[str, str]:
    """Return the tags of the source that a link has kept: ``highway=primary;toll=yes``."""
    pairs = (part.partition("=") for part in text.split(";") if part)
    return {key: value for key, _, value in pairs if key not in ("gauge", "carries", "lifecycle")}
