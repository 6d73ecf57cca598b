"""What every arc of the toy network costs under given conditions."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from asked import plan
from toy import change, toy_network

import corridors as co
from corridors.criteria import CRITERIA
from corridors.engines import elimination, hierarchy, jit
from corridors.engines.hierarchy import HierarchySearch
from corridors.engines.plain import Search
from corridors.engines.scipy import ScipySearch
from corridors.graph.gates import corridor_of
from corridors.network.files import ArrayShelf
from corridors.network.places import Entry
from corridors.routing import plan as plans
from corridors.routing.plan import Plan, arc_weights, hierarchy_of, with_ties

BULK = co.Shipment(commodity="bulk", cargo_t=10)


def arc_of(found: Plan, link: str, kind: int = 0) -> int:
    """Return the first arc of a link that runs along it."""
    graph = found.graph
    return next(a for a in graph.arcs_of_link[link] if graph.arcs["kind"][a] == kind)


def test_criteria_of_an_arc(toy):
    """100 km: 1 USD and 2/50 h a km, 0.1 kg a km and tonne; bulk 0.05 USD a km and tonne."""
    box, bulk = plan(toy), plan(toy, shipment=BULK)
    arc = arc_of(box, "road-ab")
    assert list(CRITERIA) == ["cost", "time", "distance", "transits", "co2e"]
    assert box.costs[arc] == pytest.approx([100, 4, 100, 0, 100 * 20 * 0.1])
    assert bulk.costs[arc] == pytest.approx([10 * 100 * 0.05, 4, 100, 0, 100 * 10 * 0.1])
    assert box.costs.shape == (len(box.graph.arcs["tail"]), 5)


def test_which_arcs_may_be_used(toy):
    free = plan(toy)
    planned, gas = arc_of(free, "rail-ab"), arc_of(free, "pipe-gh")
    assert not free.usable[planned]
    assert not free.usable[gas]
    assert free.weights[planned] == np.inf
    assert np.isfinite(free.costs[planned]).all()
    by_rail = plan(toy, modes=["rail"], avoid=["rail-bc"])
    assert not by_rail.usable[arc_of(free, "road-ab")]
    assert not by_rail.usable[arc_of(free, "rail-bc")]
    assert by_rail.usable[arc_of(free, "rail-de")]
    gases = plan(toy, shipment=co.Shipment(commodity="gas"))
    assert gases.usable[gas]
    assert not gases.usable[arc_of(free, "road-ab")]
    whatever = plans.plan_of(toy, co.Conditions.of(), any_status=True)
    assert whatever.usable[planned]
    assert not whatever.usable[gas]


def test_values_are_weights_without_what_breaks_ties(toy):
    found = plan(toy, weight={"cost": 1, "time": 10})
    arc, planned = arc_of(found, "road-ab"), arc_of(found, "rail-ab")
    assert found.values[arc] == pytest.approx(100 + 40, abs=1e-9)
    assert found.weights[arc] == pytest.approx(140 + 10 * 1e-9 * (100 + 4), abs=1e-11)
    assert found.values[planned] == 0


def test_ties_go_to_the_cheaper_and_quicker():
    """By the largest coefficient of each row."""
    one = with_ties(np.array([0.0, 0.0, 5.0, 0.0, 0.0]))
    assert one == pytest.approx([5e-9, 5e-9, 5, 0, 0], abs=1e-14)
    rows = with_ties(np.array([[0.0, 0.0, 5.0, 0.0, 0.0], [1.0, 2.0, 0.0, 0.0, 0.0]]))
    assert rows[0] == pytest.approx(one, abs=1e-12)
    assert rows[1] == pytest.approx([1 + 2e-9, 2 + 2e-9, 0, 0, 0], abs=1e-14)
    weights = arc_weights(np.ones((2, 5)), np.array([0, 0, 5.0, 0, 0]), np.array([True, False]))
    assert weights == pytest.approx([5 + 1e-8, np.inf], abs=1e-14)


def test_closing_and_weighing_leave_the_plan_alone(toy):
    found = plan(toy)
    arc = arc_of(found, "road-ab")
    closed = found.closing([arc])
    assert not closed.usable[arc]
    assert found.usable[arc]
    assert closed.usable.sum() == found.usable.sum() - 1
    assert closed.searches is not found.searches
    assert closed.search(()) is not found.search(())
    assert found.weighing(found.weights * 2).weights[arc] == 2 * found.weights[arc]


def test_no_arc_leads_home_again_nor_out_of_the_last_country(toy):
    found = plan(toy)
    arcs, country = found.graph.arcs, found.graph.country
    xx, zz = (
        found.territory(Entry(node, 0.0, code)) for node, code in (("xx-a", "XX"), ("zz-e", "ZZ"))
    )
    assert found.graph.territories[xx] == "XX"
    tails, heads = country[arcs["tail"]], country[arcs["head"]]
    for closed, gone in (
        (found.returns_closed(home=xx), (heads == xx) & (tails != xx)),
        (found.returns_closed(away=zz), (tails == zz) & (heads != zz)),
    ):
        assert (gone & found.usable & np.isinf(closed)).any()
        crossing = gone & (tails >= 0) & (heads >= 0)
        assert np.isinf(closed[crossing]).all()
        within = (tails == heads) & (tails >= 0)
        np.testing.assert_array_equal(closed[within], found.weights[within])
    np.testing.assert_array_equal(found.returns_closed(), found.weights)
    both = found.returns_closed(home=xx, away=zz)
    each = np.maximum(found.returns_closed(home=xx), found.returns_closed(away=zz))
    np.testing.assert_array_equal(both, each)


def test_an_access_leg_by_hand(toy):
    """2 USD a km (40 ft), 40 km/h, 100 g a km and tonne; the tonne of bulk pays 0.1 USD a km."""
    entry = Entry("xx-a", 30.0, "XX")
    assert plan(toy).access_costs(entry) == pytest.approx([60, 0.75, 30, 0, 30 * 0.1 * 20])
    assert plan(toy).access_costs(entry, 8.0) == pytest.approx([16, 0.2, 8, 0, 16])
    assert plan(toy).access_costs(entry, 0.0).tolist() == [0, 0, 0, 0, 0]
    bulk = plan(toy, shipment=BULK).access_costs(entry)
    assert bulk == pytest.approx([10 * 30 * 0.1, 0.75, 30, 0, 30])
    assert plan(toy).access_hours(entry) == (0.75, 0.75)
    wide = plan(toy_network(spread=True)).access_hours(entry)
    assert wide == pytest.approx((0.75, 1.125))


def test_a_network_keeps_its_plans(toy):
    first = plan(toy)
    assert plan(toy) is first
    for other in (
        {"weight": "time"}, {"shipment": BULK}, {"modes": ["rail"]}, {"avoid": ["sea"]},
    ):  # fmt: skip
        assert plan(toy, **other) is not first
    assert plans.plan_of(toy, co.Conditions.of(), any_status=True) is not first


@pytest.mark.parametrize(("large", "most"), [((), 24), (("LARGE",), 8), (("LARGE", "HUGE"), 2)])
def test_of_a_large_network_fewer_plans_are_kept(monkeypatch, large, most):
    net = toy_network()
    for bound in large:
        monkeypatch.setattr(elimination, bound, 10)
    first = plan(net, weight={"cost": 1.0})
    for number in range(most - 1):
        plan(net, weight={"cost": 2.0 + number})
    assert plan(net, weight={"cost": 1.0}) is first
    for number in range(most):
        plan(net, weight={"cost": 1000.0 + number})
    assert plan(net, weight={"cost": 1.0}) is not first


def test_a_plan_is_pickled_without_what_was_made_of_it(toy):
    found = plan(toy, weight="time")
    found.search(())
    back = pickle.loads(pickle.dumps(found))
    assert back.shipment == found.shipment
    np.testing.assert_array_equal(back.weights, found.weights)
    np.testing.assert_array_equal(back.costs, found.costs)
    assert back.searches._kept == {}
    assert isinstance(back.search(()), Search)
    assert back.search(()) is back.search(())


def test_which_search_is_made(toy, monkeypatch):
    """Gates need layers; else a large graph has a hierarchy, or SciPy where nothing compiles."""
    found = plan(toy)
    assert isinstance(found.search(()), Search)
    monkeypatch.setattr(elimination, "LARGE", 10)
    assert isinstance(found.weighing(found.weights).search((("g", (0,)),)), Search)
    monkeypatch.setattr(jit, "pays", lambda module, rows=0: True)
    monkeypatch.setattr(jit, "is_compiled", lambda: True)
    assert isinstance(found.weighing(found.weights).search(()), HierarchySearch)
    monkeypatch.setattr(jit, "is_compiled", lambda: False)
    assert isinstance(found.weighing(found.weights).search(()), ScipySearch)


@pytest.mark.parametrize("home", [False, True])
def test_every_search_says_the_same(toy, monkeypatch, home):
    found = plan(toy, weight="time")
    graph = found.graph
    start, goal = graph.origin["xx-a"], graph.destination["zz-e"]
    xx = found.territory(Entry("xx-a", 0.0, "XX")) if home else -1
    plain = found.search((), xx).run([(start, 0.0)], [goal])
    assert found.costs[plain.way(goal), 1].sum() == pytest.approx(60)
    monkeypatch.setattr(elimination, "LARGE", 10)
    monkeypatch.setattr(jit, "pays", lambda module, rows=0: True)
    for compiled, first in ((True, 16), (True, 0), (False, 0)):
        monkeypatch.setattr(jit, "is_compiled", lambda compiled=compiled: compiled)
        monkeypatch.setattr(hierarchy, "PLAIN_QUESTIONS", first)
        other = found.weighing(found.weights).search((), xx).run([(start, 0.0)], [goal])
        assert other.way(goal) == plain.way(goal)
        assert other.cost(goal) == pytest.approx(plain.cost(goal))


def test_places_of_the_topology(toy, monkeypatch):
    """The vertices of a node lie where the node lies; the topology is made once a graph."""
    made = []

    def noted(tail, head, lon, lat, *, shelf):
        made.append((lon, lat, shelf))
        return real(tail, head, lon, lat, shelf=shelf)

    real = plans.Topology
    monkeypatch.setattr(plans, "Topology", noted)
    net = toy_network(nodes=change(toy.table("nodes"), "aliases", {"node_id": "xx-a"}, "Aleph"))
    found = plan(net)
    hierarchy = hierarchy_of(found.graph, found.weights)
    assert hierarchy is not None
    hierarchy_of(found.graph, found.weights * 2)
    ((lon, lat, shelf),) = made
    assert isinstance(shelf, ArrayShelf)
    where = {row["node_id"]: (row["lon"], row["lat"]) for row in net.table("nodes")}
    used = {*found.graph.arcs["tail"].tolist(), *found.graph.arcs["head"].tolist()}
    for vertex in used:
        node = found.graph.vertices[vertex][0]
        if node in where:  # none in the midst of a border
            assert (lon[vertex], lat[vertex]) == where[node]
    assert found.hierarchy is found.hierarchy


def test_a_plan_on_a_corridor_goes_to_another_from_the_whole(toy):
    """On a railway no ship sails; on the ship's own line it does, whichever was asked before."""
    whole = plan(toy)
    ship, arc = corridor_of(toy, "ship"), arc_of(whole, "sea-pq")
    on_rail = whole.on(corridor_of(toy, "line-c"))
    assert whole.usable[arc]
    assert not on_rail.usable[arc]
    assert on_rail.on(ship).usable[arc]
    assert on_rail.on(None) is whole


def test_a_post_for_its_two_countries_is_shut_to_transit():
    """Goods of X to Z may not pass a post for goods of Y; those of Y may."""
    key = {"bcp_id": "yz-zeta"}
    posts = change(toy_network().table("border_crossings"), "traffic", key, "bilateral")
    posts = change(posts, "traffic_ends", key, "YY")
    found = plan(toy_network(border_crossings=posts))
    lands = {name: number for number, name in enumerate(found.graph.territories)}
    shut = found.refused(lands["XX"], lands["ZZ"]).tolist()
    assert shut
    assert set(shut) <= set(found.graph.arcs_of_link["road-fe"])
    assert found.refused(lands["YY"], lands["ZZ"]).tolist() == []
    assert replace(found, transit_rights=False).refused(lands["XX"], lands["ZZ"]).tolist() == []


def test_what_runs_now_and_then_is_used_where_it_is_asked_for(toy):
    services = change(toy.table("services"), "regularity", {"service_id": "s"}, "irregular")
    net = toy_network(services=services)
    boarding = arc_of(plan(net), "sea-pq", 4)
    assert not plan(net).usable[boarding]
    assert plan(net, irregular=True).usable[boarding]
    assert plan(toy).usable[boarding]


def test_costs_are_shared_and_cannot_be_written(toy):
    with pytest.raises(ValueError, match="read-only"):
        plan(toy).costs[0] = 0
