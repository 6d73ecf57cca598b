"""Column generation against the programme over every way, and against min-cost flow."""

import networkx as nx
import numpy as np
import pytest
from scipy.optimize import linprog

import corridors as co
from corridors.network.checks.rules import Rules
from corridors.routing.conditions import Conditions
from corridors.routing.plan import plan_of
from corridors.studies.flows import LOST
from tests.brute_force import Case, all_ways
from tests.random_networks import random_network
from tests.studies.flows.test_flows import BOXES, scarce, ways_of
from tests.toy import table


def test_congestion_rises_with_use():
    """Rail takes more boxes the more room it has, and the use costs a delay."""
    shares = []
    for tonnes in (200, 400, 100_000):
        net = scarce(
            ("rail-cd", "link", tonnes, "t_per_year"), ("xz-gamma", "bcp", tonnes, "t_per_year")
        )
        found = co.flows(net, [BOXES], congestion=True, shipment=co.Shipment(value_usd=400_000))
        shares.append(ways_of(found).get("road rail", 0.0))
        assert found.delay_usd >= 0
        assert found.checks["gap"] < 1e-5
    assert shares == sorted(shares)


@pytest.mark.parametrize("seed", range(12))
def test_equals_the_programme_over_every_way(seed):
    """Column generation finds what the programme over all lawful ways finds."""
    rng = np.random.default_rng(seed)
    base = random_network(seed, Rules("forbid" if seed % 2 else "allow", "trust"))
    links = list(base.table("links")["link_id"])
    picked = rng.choice(links, 4, replace=False).tolist()
    amounts = {link: float(rng.integers(0, 30)) * 20 for link in picked}
    rows = [
        {"subject": k, "subject_kind": "link", "capacity": v, "unit": "t_per_year"}
        for k, v in amounts.items()
    ]
    net = base.replaced({"capacities": table("capacities", rows)})
    ends = [("n0", "n4", 40), ("n1", "n3", 30), ("n4", "n2", 20)]
    demands = [{"origin": a, "destination": b, "quantity": n, "unit": "teu"} for a, b, n in ends]
    found = co.flows(net, demands, weight="cost")
    assert found.usd == pytest.approx(_by_every_way(net, ends, amounts), rel=1e-6)
    assert max(found.checks.values()) < 1e-6


def _by_every_way(net, ends, amounts):
    plan = plan_of(net, Conditions.of())
    graph = plan.graph
    cost, of, uses, best = [], [], [], []
    arcs = {k: set(graph.arcs_of_link[k]) for k in amounts}
    line = graph.arcs["kind"] == 0
    for number, (a, b, _) in enumerate(ends):
        case = Case(
            graph.arcs["tail"], graph.arcs["head"], plan.costs[:, :1], graph.once_only,
            np.zeros(len(line), np.int64), 0, graph.origin[a], graph.destination[b],
        )  # fmt: skip
        ways = all_ways(case)
        costs = [float(plan.costs[list(way), 0].sum()) for way in ways]
        best.append(min(costs))
        cost += costs
        of += [number] * len(ways)
        uses += [
            [20.0 * sum(arc in arcs[k] and line[arc] for arc in way) for k in amounts]
            for way in ways
        ]
    boxes = np.array([n / 2 for _, _, n in ends])
    count, goods = len(cost), len(ends)
    served = np.zeros((goods, count + goods))
    served[of, np.arange(count)] = 1
    served[np.arange(goods), count + np.arange(goods)] = 1
    taken = np.vstack([np.array(uses), np.zeros((goods, len(amounts)))]).T
    result = linprog(
        np.concatenate([cost, LOST * np.array(best)]), A_ub=taken, b_ub=list(amounts.values()),
        A_eq=served, b_eq=boxes,
    )  # fmt: skip
    return result.fun


@pytest.mark.parametrize("seed", range(6))
def test_equals_min_cost_flow_of_networkx(seed):
    """One demand, whole boxes and whole dollars: the flow of the graph with priced edges."""
    rng = np.random.default_rng(seed)
    base = random_network(100 + seed, Rules("allow", "trust"))
    links = list(base.table("links")["link_id"])
    boxes = {link: int(rng.integers(2, 12)) for link in links}
    rows = [
        {"subject": k, "subject_kind": "link", "capacity": 20.0 * v, "unit": "t_per_year"}
        for k, v in boxes.items()
    ]
    net = base.replaced({"capacities": table("capacities", rows)})
    graph = nx.DiGraph()
    expanded = net.to_networkx(expanded=True, shipment=co.Shipment())
    for number, (a, b, data) in enumerate(expanded.edges(data=True)):
        room = boxes.get(data["osmid"], 1000) if data["kind"] == "line-haul" else 1000
        graph.add_edge(a, ("edge", number), capacity=room, weight=round(data["usd"]))
        graph.add_edge(("edge", number), b, capacity=room, weight=0)
    start, end = "n0:origin", "n4:destination"
    most = int(nx.maximum_flow_value(graph, start, end))
    graph.nodes[start]["demand"], graph.nodes[end]["demand"] = -most, most
    usd = nx.cost_of_flow(graph, nx.min_cost_flow(graph))
    demand = {"origin": "n0", "destination": "n4", "quantity": 2 * most, "unit": "teu"}
    found = co.flows(net, [demand], weight="cost", lost=1e6)
    assert found.usd == pytest.approx(usd, rel=1e-6)
    assert found.carried_t == pytest.approx(20 * most)


def test_nothing_waits_in_a_pipe():
    gas = {"origin": "Gas Field", "destination": "Gas Hub", "quantity": 1, "unit": "bcm",
           "commodity": "gas", "demand_id": "gas"}  # fmt: skip
    net = scarce(("pipe-gh", "link", 1.1, "bcm_per_year"))
    assert co.flows(net, [gas], congestion=True).delay_usd == 0


def test_congestion_counts_what_all_wait():
    """Ten boxes through a gate for twenty: each waits 22 h * (1/2)**4 more, not the first less.

    The gate takes 20 h one way and 24 h the other: 22 on the mean.
    """
    net = scarce(("xz-gamma", "bcp", 400.0, "t_per_year"))
    found = co.flows(net, [BOXES], congestion=True, avoid="YY", modes=["road", "rail"])
    an_hour = co.Shipment().usd_per_h
    assert found.delay_usd == pytest.approx(10 * 22 * 0.5**4 * an_hour)
    more = scarce(("xz-gamma", "bcp", 400.4, "t_per_year"))
    after = co.flows(more, [BOXES], congestion=True, avoid="YY", modes=["road", "rail"])
    saved = (found.usd - after.usd) / 0.4
    assert found.price[0] == pytest.approx(saved, rel=0.01)


def test_a_capacity_of_nothing_beside_a_large_demand():
    """A million tonnes and no room: what was a fault of the solver is an answer."""
    goods = {**BOXES, "quantity": 1.1e6, "unit": "t"}
    found = co.flows(scarce(("rail-bc", "link", 0.0, "t_per_year")), [goods], weight="cost")
    assert found.carried_t == pytest.approx(1.1e6)
    assert "rail" not in " ".join(found.to_dataframe("ways")["modes"])
