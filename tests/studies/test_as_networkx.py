"""The graph for networkx answers what routing answers."""

import itertools
import pickle

import networkx as nx
import numpy as np
import pytest

import corridors as co

WEIGHTS = {"usd": ("cost", "cost_usd"), "h": ("time", "time_h"), "km": ("distance", "distance_km"),
           "co2e": ("co2e", "co2e_kg")}  # fmt: skip
PLACES = ("pk-karachi", "pk-lahore", "uz-tashkent", "kz-almaty", "ir-tehran", "tr-istanbul")


@pytest.fixture(scope="module")
def graph(net):
    return net.to_networkx(shipment=co.Shipment(), expanded=True)


def countries(graph, path, weight):
    """Return the countries of a path in order, each as often as it is entered."""
    passed = []
    for a, b in itertools.pairwise(path):
        edge = min(graph[a][b].values(), key=lambda data: data[weight])
        for one in edge["country"].split(">"):
            if not passed or passed[-1] != one:
                passed.append(one)
    return passed


def posts(graph, path, weight):
    """Return the border posts of a path."""
    edges = (
        min(graph[a][b].values(), key=lambda data: data[weight])
        for a, b in itertools.pairwise(path)
    )
    return {edge["bcp_id"] for edge in edges}


#: Posts that are not for goods in transit, which a graph knows nothing of.
CLOSED = {
    row["bcp_id"]
    for row in co.load().table("border_crossings")
    if row["traffic"] in ("bilateral", "local")
}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_dijkstra_answers_what_route_answers(net, graph, weight):
    criterion, total = WEIGHTS[weight]
    same = 0
    for a, b in itertools.permutations(PLACES, 2):
        ends = f"{a}:origin", f"{b}:destination"
        value, path = nx.single_source_dijkstra(graph, *ends, weight=weight)
        trip = getattr(co.route(net, a, b, weight=criterion), total)
        if trip == pytest.approx(value, rel=1e-6):
            same += 1
            continue
        passed = countries(graph, path, weight)
        assert trip > value, "a route costs less than the shortest path"
        lawless = len(set(passed)) < len(passed) or not CLOSED.isdisjoint(
            posts(graph, path, weight)
        )
        assert lawless, f"{a} to {b} differ without a country twice or a post that is closed"
    assert same >= 16


def test_toy_by_hand(toy):
    graph = toy.to_networkx(shipment=co.Shipment(), expanded=True)
    # A to B by road, 100 km: 10 to load, 100, 10 to unload (USD); 2 + 4 + 2 hours.
    ends = "xx-a:origin", "xx-b:destination"
    assert nx.dijkstra_path_length(graph, *ends, weight="usd") == 120
    assert nx.dijkstra_path_length(graph, *ends, weight="h") == pytest.approx(8)
    kinds = {data["kind"] for _, _, data in graph.edges(data=True)}
    assert kinds >= {"line-haul", "border", "gauge break", "terminal", "waiting"}


def test_links_of_the_toy_carry_what_they_cost(toy):
    graph = toy.to_networkx(shipment=co.Shipment())
    there = graph.edges["xx-c", "zz-d", 0]
    # 10 km of rail at 0.5 USD and 3.5 h per 100 km; the border 50 USD, 20 h.
    assert there["usd"] == pytest.approx(55)
    assert there["co2e"] == pytest.approx(10 * 20 * 20 / 1000)
    assert (there["country"], there["bcp_id"], there["transits"]) == ("XX>ZZ", "xz-gamma", 1)
    assert graph.edges["zz-d", "xx-c", 0]["usd"] == pytest.approx(65)
    sea = graph.edges["xx-p", "zz-q", 0]  # freight 600 USD; wait 42 h and voyage 100 h
    assert sea["usd"] == 600
    assert sea["h"] == pytest.approx(142, rel=0.5)
    assert not any(d["osmid"] == "pipe-gh" for _, _, d in graph.edges(data=True))


def test_graphs_pickle(graph):
    copy = pickle.loads(pickle.dumps(graph))
    assert nx.utils.graphs_equal(graph, copy)
    assert all(np.isfinite(d["usd"]) for _, _, d in copy.edges(data=True))
