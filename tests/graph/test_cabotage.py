"""Goods that stay inside a country on ships that come from abroad: no formalities.

    Karachi ──100── S ──100── Muscat ──100── Salalah
    Gwadar ──100── S
    Gwadar ──100── Chabahar ──100── Karachi

A box pays 100 USD a lane and 7 USD at each port for what leaves a country or comes in.
"""

import random
from itertools import permutations

import networkx as nx
import pytest
from cards import moved, same_graph, scenario

import corridors as co
from corridors.graph.cabotage import HomeLanes, home_lanes, of_home
from corridors.graph.compiled import compiled
from corridors.graph.compiler import compile_tables
from corridors.graph.rates import rates_of
from corridors.network.earth import great_circle_km
from corridors.sources.models import Columns, from_columns

PORTS = {
    "karachi": (66.97, 24.83, "PK"), "gwadar": (62.33, 25.1, "PK"), "muscat": (58.6, 23.6, "OM"),
    "salalah": (54.0, 16.95, "OM"), "chabahar": (60.62, 25.3, "IR"), "s": (61.0, 24.0, ""),
    "t": (60.0, 22.0, ""),
}  # fmt: skip
LANES = [
    ("karachi", "s"), ("s", "muscat"), ("muscat", "salalah"), ("gwadar", "s"),
    ("gwadar", "chabahar"), ("chabahar", "karachi"),
]  # fmt: skip
FEE = 7.0


def model(lanes=LANES, *, mode="sea", usd=lambda a, b: 100.0):
    nodes = [
        {"node_id": n, "lon": str(x), "lat": str(y), "country": c, "border_usd": str(FEE),
         "kind": "seaport" if c else "junction"}
        for n, (x, y, c) in PORTS.items() if any(n in lane for lane in lanes)
    ]  # fmt: skip
    links = [
        {"link_id": f"{a}-{b}", "from_node": a, "to_node": b, "mode": mode,
         "cost_usd": str(usd(a, b)), "time_h": "10"}
        for a, b in lanes
    ]  # fmt: skip
    return from_columns(Columns(nodes=nodes, links=links), name="lanes", source="lanes")


@pytest.mark.parametrize("mode", ["sea", "ferry"])
def test_goods_that_stay_in_their_country_pay_no_formalities(mode):
    """By S home 200; abroad 200 and 7 at both ends; on past Muscat 300 and the same."""
    net = model(mode=mode)
    home = co.route(net, "karachi", "gwadar")
    assert home.cost_usd == 200.0
    assert not [leg for leg in home.steps if leg.kind == "border"]
    assert home.transit_count == 0
    away = co.route(net, "karachi", "muscat")
    assert (away.cost_usd, away.transit_count) == (200 + 2 * FEE, 1)
    assert co.route(net, "salalah", "gwadar").cost_usd == 300 + 2 * FEE
    assert co.route(net, "muscat", "salalah").cost_usd == 100.0
    assert co.matrix(net, ["karachi"], ["gwadar"]).iloc[0, 0] == 200.0
    strict = net.with_rules(re_entry="forbid")
    assert co.route(strict, "karachi", "gwadar").cost_usd == 200.0
    ways = co.alternatives(net, "karachi", "gwadar", k=5, max_overlap=1)
    by = [tuple(leg.link_id for leg in trip.steps if leg.kind == "line-haul") for trip in ways]
    assert len(set(by)) == len(by)  # not once more with formalities


def test_past_a_foreign_port_goods_are_abroad():
    net = model([("karachi", "chabahar"), ("chabahar", "gwadar")])
    assert home_lanes({name: net.table(name) for name in net.table_names}) == HomeLanes()
    assert co.route(net, "karachi", "gwadar").cost_usd == 200 + 2 * FEE


def test_lanes_of_one_country_and_dead_ends_need_nothing():
    net = model([("karachi", "gwadar"), ("gwadar", "muscat"), ("chabahar", "karachi")])
    found = home_lanes({name: net.table(name) for name in net.table_names})
    assert found.of_link == {"karachi-gwadar": ("PK",)}
    assert found.of_stop == {("karachi", "sea"): ("PK",), ("gwadar", "sea"): ("PK",)}
    alone = model([("karachi", "gwadar")])
    assert home_lanes({name: alone.table(name) for name in alone.table_names}) == HomeLanes()
    assert (of_home(""), of_home("PK")) == ("", " in PK")


@pytest.mark.parametrize("seed", range(6))
def test_costs_are_those_of_two_searches_at_home_and_abroad(seed):
    """Brute force: by lanes between ports of the country and at sea alone, or with both fees."""
    rng = random.Random(seed)
    pairs = [p for p in permutations(PORTS, 2) if p[0] < p[1]]
    lanes = rng.sample(pairs, 9)

    def km(a, b):
        return round(great_circle_km(*PORTS[a][:2], *PORTS[b][:2]), 3)

    net = model(lanes, usd=km)
    sea = nx.Graph()
    sea.add_weighted_edges_from((a, b, km(a, b)) for a, b in lanes)
    ports = [n for n in sea if PORTS[n][2] and n in net.nodes.index]
    got = co.matrix(net, ports, ports)
    for a, b in permutations(ports, 2):
        ways = []
        if nx.has_path(sea, a, b):
            ways.append(nx.dijkstra_path_length(sea, a, b) + 2 * FEE)
        if PORTS[a][2] == PORTS[b][2]:
            home = sea.subgraph(n for n in sea if PORTS[n][2] in ("", PORTS[a][2]))
            if nx.has_path(home, a, b):
                ways.append(nx.dijkstra_path_length(home, a, b))
        assert got.loc[a, b] == (pytest.approx(min(ways), abs=1e-6) if ways else pytest.approx(
            float("nan"), nan_ok=True))  # fmt: skip


def test_new_values_make_the_arcs_that_compiling_anew_makes():
    net = model()
    compiled(net)
    slow = scenario(
        "slow", moved("links", "length_km", 1.5, link_id="karachi-s"),
        moved("border_crossings", "cost_usd", 2.0, bcp_id="karachi"),
        moved("services", "departures_per_week", 0.5, mode="sea"),
    )  # fmt: skip
    other = net.apply(slow)
    one = compiled(other)
    anew = compile_tables({n: other.table(n) for n in other.table_names}, rates_of(other))
    same_graph(one, anew)
    assert co.route(other, "karachi", "gwadar").time_h > co.route(net, "karachi", "gwadar").time_h
