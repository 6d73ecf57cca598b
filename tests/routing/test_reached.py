"""What goods come to from one end, and from where they come to the other, against networkx."""

import networkx as nx
import pytest

import corridors as co
from corridors.network.checks.rules import PERMISSIVE
from corridors.routing.conditions import Conditions
from corridors.routing.question import Question
from corridors.routing.reached import nearest, parts_of
from tests.random_networks import random_network
from tests.toy import table


def cut(seed):
    """Return a random network without every third link, and with every fourth one-way."""
    net = random_network(seed, PERMISSIVE)
    rows = [dict(row) for row in net.table("links")]
    for k, row in enumerate(rows):
        row["oneway"] = "yes" if (k + seed) % 4 == 1 else ""
    kept = [row for k, row in enumerate(rows) if (k + seed) % 3]
    return net.replaced({"links": table("links", kept)})


def graph_of(net):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(net.table("nodes")["node_id"])
    for row in net.table("links"):
        graph.add_edge(row["from_node"], row["to_node"], row["link_id"], km=row["length_km"])
        if row["oneway"] != "yes":
            graph.add_edge(row["to_node"], row["from_node"], row["link_id"], km=row["length_km"])
    return graph


@pytest.mark.parametrize("seed", range(30))
def test_parts_are_what_networkx_reaches(seed):
    net = cut(seed)
    graph = graph_of(net)
    question = Question.of(net, "n0", "n4", Conditions.of())
    here, there = parts_of(question)
    for part, side in ((here, graph), (there, graph.reverse())):
        start = "n0" if part is here else "n4"
        reached = {start} | nx.descendants(side, start)
        km = {link: d["km"] for a, _, link, d in side.edges(keys=True, data=True) if a in reached}
        assert set(part.nodes) == (reached if km else set())
        assert part.km == pytest.approx(sum(km.values()))
    if nx.has_path(graph, "n0", "n4"):
        assert co.route(net, "n0", "n4").distance_km > 0
        return
    with pytest.raises(co.NoItineraryError) as told:
        co.route(net, "n0", "n4")
    apart = here.nodes and there.nodes
    if not apart:
        return
    assert f"parts of {here.km:,.0f} km and {there.km:,.0f} km" in str(told.value)
    if not here.nodes.keys() & there.nodes.keys():
        assert "they come nearest at" in nearest(net, here, there)
