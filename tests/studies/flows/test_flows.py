"""Flows under capacities: worked by hand, and against every way, and against networkx."""

import networkx as nx
import numpy as np
import pytest
from scipy.optimize import linprog

import corridors as co
from corridors.network.checks.rules import Rules
from corridors.routing.conditions import Conditions
from corridors.routing.plan import plan_of
from corridors.studies.flows.flows import LOST
from tests.brute_force import Case, all_ways
from tests.random_networks import random_network
from tests.toy import table, toy_network

#: Alpha to Epsilon, a 40-foot box of 20 t: by rail from Beta 10 + 100 + 80 + 255 + 50 + 120 + 20
#: = 635 USD; by ship 10 + 60 + 150 + 30 + 600 + 30 + 150 + 60 + 10 = 1,100 USD; by road through
#: Zeta 10 + 900 + 200 + 10 = 1,120 USD.
RAIL, SHIP, ROAD = 635.0, 1_100.0, 1_120.0
BOXES = {"origin": "Alpha", "destination": "Epsilon", "quantity": 20, "unit": "teu"}


def scarce(*rows, net=toy_network):
    """Return the toy network with capacities: (subject, kind, amount, unit)."""
    names = ("subject", "subject_kind", "capacity", "unit")
    return net(capacities=table("capacities", [dict(zip(names, row, strict=True)) for row in rows]))


def ways_of(found):
    return {row.modes: round(row.shipments, 6) for row in found.to_dataframe("ways").itertuples()}


def price_of(found, subject):
    frame = found.to_dataframe("capacities").set_index("subject")
    return frame.loc[subject, "shadow_usd"]


def test_without_capacities_everything_goes_its_best_way():
    found = co.flows(toy_network(), [BOXES], weight="cost")
    assert found.usd == pytest.approx(10 * RAIL)
    assert found.usd == pytest.approx(
        10 * co.route(toy_network(), "Alpha", "Epsilon", weight="cost").cost_usd
    )
    assert found.scarcity_usd == pytest.approx(0)


def test_a_full_link_sends_the_rest_by_the_next_way():
    """120 t by rail are 6 boxes; 4 take the ship, which costs 465 USD more for 20 t."""
    found = co.flows(scarce(("rail-bc", "link", 120, "t_per_year")), [BOXES], weight="cost")
    assert ways_of(found) == {"road rail": 6, "road sea": 4}
    assert found.usd == pytest.approx(6 * RAIL + 4 * SHIP)
    assert price_of(found, "rail-bc") == pytest.approx((SHIP - RAIL) / 20)
    assert found.to_dataframe("capacities")["rests_on"].tolist() == ["detours"]


def test_two_scarce_things_have_two_prices():
    """The ship carries 2 boxes besides, 2 go by road: each price is what the next way costs."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"), ("s", "service", 4, "teu_per_year"))
    found = co.flows(net, [BOXES], weight="cost")
    assert ways_of(found) == {"road rail": 6, "road sea": 2, "road": 2}
    assert price_of(found, "rail-bc") == pytest.approx((ROAD - RAIL) / 20)
    assert price_of(found, "s") == pytest.approx((ROAD - SHIP) / 2)
    assert found.bottlenecks["subject"].tolist() == ["rail-bc", "s"]


def test_a_shadow_price_is_what_one_more_unit_saves():
    net = scarce(("rail-bc", "link", 120, "t_per_year"), ("s", "service", 4, "teu_per_year"))
    more = scarce(("rail-bc", "link", 121, "t_per_year"), ("s", "service", 4, "teu_per_year"))
    before, after = (co.flows(one, [BOXES], weight="cost") for one in (net, more))
    assert before.usd - after.usd == pytest.approx(price_of(before, "rail-bc"))


@pytest.mark.parametrize(
    ("row", "boxes"),
    [
        (("xz-gamma", "bcp", 100, "t_per_year"), 5),
        (("xz-gamma", "bcp", 0.00012, "Mt_per_year"), 6),
        (("zz-d", "node", 80, "t_per_year"), 4),
        (("xx-b", "node", 12, "teu_per_year"), 6),
        (("rail-cd", "link", 2 / 365, "wagons_per_day"), 2),
        (("rail-cd", "link", 12 / 97 / 365, "trains_per_day"), 6),
    ],
    ids=lambda value: str(value[1:]) if isinstance(value, tuple) else "",
)
def test_what_a_capacity_counts(row, boxes):
    found = co.flows(scarce(row), [BOXES], weight="cost")
    assert ways_of(found)["road rail"] == pytest.approx(boxes)
    assert found.checks["excess"] < 1e-9


def test_trucks_count_on_roads_only():
    net = scarce(
        ("xz-gamma", "bcp", 0.001, "trucks_per_day"), ("road-af", "link", 0, "trucks_per_day")
    )
    found = co.flows(net, [BOXES], weight="cost")
    assert ways_of(found) == {"road rail": 10}
    assert [line for line in found.remarks if "nothing of xz-gamma takes trucks_per_day" in line]


def test_boxes_take_nothing_of_a_pipeline():
    rows = [BOXES, {"origin": "Gas Field", "destination": "Gas Hub", "quantity": 2, "unit": "bcm",
                    "commodity": "gas", "demand_id": "gas"}]  # fmt: skip
    found = co.flows(scarce(("pipe-gh", "link", 1.5, "bcm_per_year")), rows, weight="cost")
    lost = found.to_dataframe("unserved").iloc[0]
    assert (lost["demand_id"], round(lost["share"], 6)) == ("gas", 0.25)
    assert lost["why"] == "full: pipe-gh"
    assert found.to_dataframe("capacities")["rests_on"].tolist() == ["lost"]


def test_what_is_too_dear_is_not_carried():
    """At 1.5 times the best way (952.5 USD) nobody takes the ship."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"))
    found = co.flows(net, [BOXES], weight="cost", lost=1.5)
    assert ways_of(found) == {"road rail": 6}
    assert found.carried_t == pytest.approx(120)
    assert price_of(found, "rail-bc") == pytest.approx((1.5 * RAIL - RAIL) / 20)
    assert found.to_dataframe("unserved")["t"].tolist() == pytest.approx([80])


def test_who_loses_least_goes_round():
    """Beta has no ship nearby: it keeps the rail, and Alpha's boxes go round."""
    net = scarce(("rail-bc", "link", 200, "t_per_year"))
    other = {**BOXES, "origin": "Beta", "demand_id": "beta"}
    found = co.flows(net, [{**BOXES, "demand_id": "alpha"}, other], weight="cost", lost=10)
    shares = {
        (row.demand_id, row.modes): row.share for row in found.to_dataframe("ways").itertuples()
    }
    assert shares["beta", "rail"] == pytest.approx(1)
    assert shares["alpha", "road sea"] == pytest.approx(1)


def test_flows_on_links_add_up():
    found = co.flows(scarce(("rail-bc", "link", 120, "t_per_year")), [BOXES], weight="cost")
    links = found.to_dataframe("links").set_index("link_id")
    assert links.loc["rail-bc", "t"] == pytest.approx(120)
    assert links.loc["sea-pq", ["t", "teu"]].tolist() == pytest.approx([80, 8])
    assert links.loc["road-eq", ["t_forward", "t_back"]].tolist() == pytest.approx([0, 80])
    assert links.loc["rail-bc", "use"] == pytest.approx(1)


def test_corridors_share_what_they_carry():
    found = co.flows(scarce(("rail-bc", "link", 120, "t_per_year")), [BOXES], weight="cost")
    shares = dict(found.to_dataframe("corridors")[["corridor", "share"]].itertuples(index=False))
    assert shares == pytest.approx({"line-c": 0.6, "ship": 0.4})


def test_a_corridor_of_a_demand_is_kept_to():
    found = co.flows(toy_network(), [{**BOXES, "corridor": "ship"}], weight="cost")
    assert ways_of(found) == {"road sea": 10}


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


# -- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"origin": "Alpa"}, "Did you mean 'Alpha'"),
        ({"destination": "Alpha"}, "origin and destination are the same"),
        ({"quantity": -1}, "quantity '-1' is no number of 0 or more"),
        ({"quantity": "many"}, "quantity 'many' is no number"),
        ({"quantity": ""}, "quantity is empty"),
        ({"unit": "bcm"}, "unit 'bcm' does not measure container"),
        ({"unit": "TEUs"}, "unit 'TEUs' does not measure container"),
        ({"commodity": "gass"}, "commodity 'gass' is not one of"),
        ({"corridor": "line-x"}, "there is no corridor 'line-x'"),
        ({"value_usd_per_t": "dear"}, "value_usd_per_t 'dear' is no number"),
    ],
)
def test_a_row_that_cannot_be_is_told(row, said):
    with pytest.raises(co.DataError) as caught:
        co.flows(toy_network(), [{**BOXES, **row}])
    assert said in str(caught.value)


def test_a_demand_without_a_way_is_told_and_the_rest_is_carried():
    rows = [BOXES, {"origin": "Alpha", "destination": "Gas Hub", "quantity": 10, "demand_id": "no"}]
    found = co.flows(toy_network(), rows)
    (why,) = found.to_dataframe("unserved")["why"]
    assert "no itinerary from Alpha to Gas Hub" in why
    with pytest.raises(co.DataError, match="no itinerary from Alpha to Gas Hub"):
        co.flows(toy_network(), rows[1:])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("rail-bc", "link", -1.0, "t_per_year"), "capacity -1.0 is no number of 0 or more"),
        (("rail-bc", "link", float("nan"), "t_per_year"), "capacity nan is no number"),
        (("rail-bc", "link", 1.0, "tonnes"), "unit 'tonnes' is not one of"),
        (("rail-bc", "track", 1.0, "t_per_year"), "subject_kind 'track' is not one of"),
    ],
)
def test_a_capacity_that_cannot_be_is_told(row, said):
    with pytest.raises(co.DataError, match=r"capacities\.csv:2"):
        co.flows(scarce(row), [BOXES])
    with pytest.raises(co.DataError, match=said):
        co.flows(scarce(row), [BOXES])


def test_words_that_cannot_be_are_refused():
    net = toy_network()
    with pytest.raises(ValueError, match="weight must be generalised or cost, not 'time'"):
        co.flows(net, [BOXES], weight="time")
    with pytest.raises(ValueError, match="lost must be 1 or more"):
        co.flows(net, [BOXES], lost=0.5)
    with pytest.raises(ValueError, match="there is no row of demand"):
        co.flows(net, [])
    with pytest.raises(ValueError, match="level and group choose among the network's own"):
        co.flows(net, [BOXES], level="high")


def test_several_rows_of_one_capacity_hold_by_year():
    rows = [
        ("rail-bc", "link", 120.0, "t_per_year", 2020.0),
        ("rail-bc", "link", 160.0, "t_per_year", 2030.0),
    ]
    names = ("subject", "subject_kind", "capacity", "unit", "year")
    net = toy_network(
        capacities=table("capacities", [dict(zip(names, r, strict=True)) for r in rows])
    )
    boxes = {
        y: ways_of(co.flows(net, [BOXES], weight="cost", year=y))["road rail"]
        for y in (2010, 2024, 2030, 2040)
    }
    assert boxes == {2010: 6, 2024: 6, 2030: 8, 2040: 8}


def test_a_scenario_that_adds_capacity_is_felt():
    net = scarce(("rail-bc", "link", 120, "t_per_year"))
    card = co.Scenario(
        "more",
        "More trains",
        (
            co.Override(
                "change",
                "capacities",
                where={"subject": "rail-bc"},
                column="capacity",
                op="set",
                value=200.0,
            ),
        ),
    )
    found = co.flows(net, [BOXES], weight="cost", scenarios=card)
    assert ways_of(found) == {"road rail": 10}
