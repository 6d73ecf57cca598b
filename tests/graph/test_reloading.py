"""Where loads change to another truck: at a border, or at a place on the way to it."""

from __future__ import annotations

import numpy as np
import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.compiler import compile_tables
from corridors.graph.rates import rates_of
from corridors.network.checks import check_tables


def toy(place: str = "xx-a") -> co.Network:
    """Return the toy network where trucks are changed at Alpha, whichever way: 5 h, 30 USD.

    The road to Zeta goes on from a post, half a km before the border.
    """
    tables = toy_tables()
    nodes, links = ([*map(dict, tables[name])] for name in ("nodes", "links"))
    alpha = next(row for row in nodes if row["node_id"] == "xx-a")
    nodes.append({**alpha, "node_id": "xx-post", "name": "Post", "kind": "border_crossing"})
    road = next(row for row in links if row["bcp_id"] == "xy-zeta")
    for end in ("from_node", "to_node"):
        road[end] = "xx-post" if road[end] == "xx-a" else road[end]
    plain = {**road, "link_id": "road-a-post", "name": "Alpha - Post", "from_node": "xx-a"}
    links.append({**plain, "to_node": "xx-post", "bcp_id": "", "length_km": 1.0})
    changes = [*map(dict, tables["transshipments"])]
    changes.append({
        "node_id": "xx-a", "from_class": "road", "to_class": "road", "hours_p50": 5.0,
        "hours_p90": 5.0, "usd_20ft": 20.0, "usd_40ft": 30.0, "usd_per_t": 1.5,
    })  # fmt: skip
    crossings = change(tables["border_crossings"], "reloads", {"bcp_id": "xy-zeta"}, 1.0)
    crossings = change(crossings, "reloads_at", {"bcp_id": "xy-zeta"}, place)
    return toy_network(
        nodes=table("nodes", nodes), links=table("links", links),
        transshipments=table("transshipments", changes), border_crossings=crossings,
    )  # fmt: skip


@pytest.mark.parametrize("ends", [("Alpha", "Zeta"), ("Zeta", "Alpha")])
def test_a_load_changes_trucks_before_the_border_or_after_it_at_the_same_place(ends):
    trip = co.route(toy(), *ends, modes="road")
    (reload,) = [leg for leg in trip.steps if leg.name.startswith("Reloading")]
    assert (reload.from_node, reload.usd, reload.h, reload.transits) == ("xx-a", 30, 5, 1)
    names = [leg.kind for leg in trip.steps]
    before = names.index("border") > trip.steps.index(reload)
    assert before == (ends[0] == "Alpha")
    plain = co.route(changed(toy(), 0.0), *ends, modes="road")
    assert trip.cost_usd - plain.cost_usd == 30
    assert trip.time_h - plain.time_h == 5
    assert not [leg for leg in plain.steps if leg.name.startswith("Reloading")]


@pytest.mark.parametrize("ends", [("Alpha", "Zeta"), ("Zeta", "Alpha")])
def test_at_an_end_of_the_borders_own_link_it_is_not_lost(ends):
    net = toy()
    changes = [*map(dict, net.table("transshipments"))]
    own = next(r for r in changes if r["from_class"] == r["to_class"] == "road")
    changes.append({**own, "node_id": "xx-post"})
    at_post = change(net.table("border_crossings"), "reloads_at", {"bcp_id": "xy-zeta"}, "xx-post")
    there = {"transshipments": table("transshipments", changes), "border_crossings": at_post}
    net = net.replaced(there, name="at the post")
    trip = co.route(net, *ends, modes="road")
    (reload,) = [leg for leg in trip.steps if leg.name.startswith("Reloading")]
    assert (reload.from_node, reload.usd, reload.h) == ("xx-post", 30, 5)


def changed(net: co.Network, times: float) -> co.Network:
    card = co.Override("change", "border_crossings", {"bcp_id": "xy-zeta"}, "reloads", "set", times)
    return net.apply(co.Scenario("end", "no other truck", (card,)))


def test_a_card_that_ends_it_makes_the_arcs_that_compiling_anew_makes():
    net = changed(toy(), 0.0)
    fresh = compile_tables({n: net.table(n) for n in net.table_names}, rates_of(net))
    graph = compiled(net)
    assert graph.vertices == fresh.vertices
    for name, column in graph.arcs.items():
        np.testing.assert_array_equal(column, fresh.arcs[name], err_msg=name)


def test_the_place_needs_hours_and_a_price():
    net = toy()
    tables = {name: net.table(name) for name in net.table_names}
    wrong = change(tables["border_crossings"], "reloads_at", {"bcp_id": "xy-zeta"}, "xx-post")
    faults = check_tables({**tables, "border_crossings": wrong})
    assert any(
        "reloads_at 'xx-post' needs a row of transshipments from road to road there" in fault
        for fault in faults
    ), faults


def test_loads_for_kashgar_change_trucks_at_sost(net):
    for ends in (("Lahore", "Kashgar"), ("Kashgar", "Lahore")):
        trip = co.route(net, *ends, modes="road")
        names = [leg.name for leg in trip.steps if leg.kind == "terminal"][1:-1]
        assert names == ["Reloading at Sost dry port (from one road vehicle to another)"]


def test_a_part_without_the_place_demands_no_other_truck(net):
    trip = co.route(net, "Kashgar", "pk-khunjerab", modes="road")
    part = net.subset([leg.link_id for leg in trip.steps if leg.link_id], name="pass")
    crossings = part.table("border_crossings")
    rows = [row for row in crossings if row["bcp_id"] == "cn-pk-khunjerab"]
    assert {row["reloads_at"] for row in rows} == {""}
    assert co.route(part, "Kashgar", "pk-khunjerab", modes="road").cost_usd == trip.cost_usd
    assert any(crossings["reloads_at"]) is False
    whole = net.subset(net.table("links")["link_id"], name="all")
    assert any(whole.table("border_crossings")["reloads_at"])
