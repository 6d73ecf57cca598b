"""From tables to arcs: what the arcs of a link, a quay and a terminal are, by hand on the toy."""

import math

import numpy as np
import pytest
from asked import plan
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.compiler import compile_tables
from corridors.graph.rates import rates_of
from corridors.graph.stategraph import BORDER, LINE_HAUL, WAITING
from corridors.network.tables import Table


def arcs_of(net, link, to_node):
    """Return the arcs of one direction of a link, in the order in which goods pass them."""
    graph, nodes = compiled(net), net.table("nodes")
    arcs = [
        arc
        for arc in graph.arcs_of_link[link]
        if nodes["node_id"][graph.arcs["to_place"][arc]] == to_node
        or graph.arcs["kind"][arc] == WAITING
    ]
    return sorted(arcs, key=lambda arc: (graph.arcs["kind"][arc] != WAITING, arc))


def value(net, arc, name):
    return float(compiled(net).arcs[name][arc])


def test_a_link_within_a_country_is_one_arc_each_way(toy):
    """road-ab: 100 km at 1 USD and 50 km/h, half of each day driven: 4 h."""
    graph = compiled(toy)
    there, back = graph.arcs_of_link["road-ab"]
    for arc in (there, back):
        assert graph.arcs["kind"][arc] == LINE_HAUL
        assert value(toy, arc, "usd_40ft") == pytest.approx(100)
        assert value(toy, arc, "usd_20ft") == pytest.approx(80)
        assert value(toy, arc, "usd_per_t") == pytest.approx(5)
        assert value(toy, arc, "h50") == pytest.approx(4)
        assert value(toy, arc, "h90") == value(toy, arc, "h") == pytest.approx(4)
        assert value(toy_network(spread=True), arc, "h90") == pytest.approx(6)
        assert value(toy, arc, "kg_per_t") == pytest.approx(10)
        assert value(toy, arc, "transits") == 0
    assert graph.arcs["tail"][there] != graph.arcs["tail"][back]


def test_a_line_for_passengers_alone_carries_no_freight(toy):
    """Without the railway from B the box goes from A to E by road; a link marked yes changes nothing."""
    for word, modes in (("yes", ("road", "rail")), ("no", ("road",))):
        links = change(toy.table("links"), "freight", {"link_id": "rail-bc"}, word)
        found = co.route(toy_network(links=links), "xx-a", "zz-e", weight="cost", avoid="sea")
        assert found.modes == modes


def test_the_expected_hours_are_the_mean_of_a_lognormal():
    """Median 4 h, 90th percentile 6 h: sigma = ln 1.5 / 1.281552 = 0.316386."""
    net = toy_network(spread=True)
    arc = compiled(net).arcs_of_link["road-ab"][0]
    assert value(net, arc, "h") == pytest.approx(4 * math.exp(0.316386**2 / 2), rel=1e-6)


def test_a_link_over_a_border_is_paid_half_in_each_country_and_then_the_border():
    """400 km at the mean of 2 USD (in Y) and 1 USD (elsewhere); the border is that of its way."""
    tables = toy_tables()
    tariffs = tables["tariffs"]
    rows = [dict(row) for row in tariffs]
    rows += [{**row, "country": "YY", "usd_per_km": 2.0} for row in rows
             if row["mode"] == "road" and row["box"] == "40ft"]  # fmt: skip
    dear = Table("tariffs", {n: tuple(row[n] for row in rows) for n in tariffs.columns})
    net = toy_network(tariffs=dear)
    run, border = arcs_of(net, "road-af", "yy-f")
    assert value(net, run, "usd_40ft") == pytest.approx(400 * 1.5)
    assert value(net, run, "usd_20ft") == pytest.approx(400 * 0.8)
    assert compiled(net).arcs["kind"][border] == BORDER
    assert value(net, border, "usd_40ft") == 100
    assert value(net, border, "usd_per_t") == 5  # a truck's fee shared by its 20 t
    assert (value(net, border, "h50"), value(net, border, "transits")) == (10, 1)
    there, back = arcs_of(net, "rail-cd", "zz-d")[1], arcs_of(net, "rail-cd", "xx-c")[1]
    assert (value(net, there, "h50"), value(net, back, "h50")) == (20, 24)


@pytest.mark.parametrize("box", ["20ft", "40ft"])
def test_a_tariff_that_is_missing_for_a_box_is_not_carried(box):
    tariffs = toy_tables()["tariffs"]
    kept = [row for row in tariffs if (row["mode"], row["box"]) != ("road", box)]
    part = Table("tariffs", {n: tuple(row[n] for row in kept) for n in tariffs.columns})
    net = toy_network(tariffs=part)
    (arc, *_) = compiled(net).arcs_of_link["road-ab"]
    assert value(net, arc, f"usd_{box}") == math.inf
    with pytest.raises(co.NoItineraryError):
        co.route(net, "Alpha", "Beta", shipment=co.Shipment(box=box))
    other = {"20ft": "40ft", "40ft": "20ft"}[box]
    assert co.route(net, "Alpha", "Beta", shipment=co.Shipment(box=other)).cost_usd > 0


def test_a_ship_waits_half_its_headway_and_takes_the_freight_of_its_service(toy):
    """Two a week: 84 / 2 hours expected, then 100 h and 600 USD; the border is at the quay."""
    waiting, sailing = arcs_of(toy, "sea-pq", "zz-q")[0], arcs_of(toy, "sea-pq", "zz-q")[-1]
    assert value(toy, waiting, "h") == pytest.approx(42)
    assert value(toy, waiting, "h90") == pytest.approx(42 * 1.8)
    assert value(toy, waiting, "usd_40ft") == 0
    assert value(toy, sailing, "usd_40ft") == 600
    assert (value(toy, sailing, "h50"), value(toy, sailing, "h90")) == (100, 100)


def test_each_service_of_a_link_is_a_chain_and_none_sails_for_nothing():
    """Fault B2: a second service that tells a price for a tonne alone took boxes for nothing."""
    services = toy_tables()["services"]
    rows = [dict(row) for row in services]
    rows.append({**rows[0], "service_id": "t", "usd_20ft": math.nan, "usd_40ft": math.nan})
    both = Table("services", {n: tuple(row[n] for row in rows) for n in services.columns})
    net, graph = toy_network(services=both), compiled(toy_network(services=both))
    hauls = [a for a in graph.arcs_of_link["sea-pq"] if graph.arcs["kind"][a] == LINE_HAUL]
    assert len(hauls) == 4  # two services, there and back
    assert sorted(value(net, a, "usd_40ft") for a in hauls) == [600, 600, math.inf, math.inf]
    assert {value(net, a, "usd_per_t") for a in hauls} == {20}
    assert (
        co.route(net, "Port Pi", "Port Kappa", modes=["sea"]).cost_usd == 960
    )  # 600 + 2 x (30 + 150)


def test_what_is_not_in_operation_is_there_and_shut(toy):
    graph = compiled(toy)
    assert not any(graph.arcs["open"][arc] for arc in graph.arcs_of_link["rail-ab"])
    shut = toy_network(
        border_crossings=change(
            toy.table("border_crossings"), "status", {"bcp_id": "xz-gamma"}, "suspended"
        )
    )
    found = compiled(shut)
    arcs = found.arcs_of_link["rail-cd"]
    assert arcs
    assert not found.arcs["open"][list(arcs)].any()


def test_a_one_way_link_has_one_direction(toy):
    links = change(toy.table("links"), "oneway", {"link_id": "road-ab"}, "yes")
    graph = compiled(toy_network(links=links))
    (arc,) = graph.arcs_of_link["road-ab"]
    assert graph.vertices[graph.arcs["tail"][arc]][0] == "xx-a"


def test_pipes_take_gas_and_nothing_else_does(toy):
    gas = plan(toy, shipment=co.Shipment(commodity="gas", cargo_t=1000)).usable
    box = plan(toy).usable
    graph = compiled(toy)
    pipe = list(graph.arcs_of_link["pipe-gh"])
    road = list(graph.arcs_of_link["road-ab"])
    assert gas[pipe].all()
    assert not gas[road].any()
    assert box[road].all()
    assert not box[pipe].any()


def test_arrays_are_sorted_whole_and_cannot_be_written(toy):
    graph = compiled(toy)
    tails = graph.arcs["tail"]
    assert (np.diff(tails) >= 0).all()
    assert graph.first_out[0] == 0
    assert graph.first_out[-1] == len(tails)
    for vertex in range(graph.size):
        assert set(tails[graph.first_out[vertex] : graph.first_out[vertex + 1]]) <= {vertex}
    for column in graph.arcs.values():
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1
    in_groups = sorted(arc for arcs in graph.groups.values() for arc in arcs)
    assert in_groups == list(range(len(tails)))


def reloading_toy(times):
    """Return the toy network where trucks are changed between Alpha and Zeta: 5 h, 30 USD."""
    tables = toy_tables()
    rows = [dict(row) for row in tables["transshipments"]]
    rows += [
        {
            "node_id": node, "from_class": "road", "to_class": "road", "hours_p50": 5.0,
            "hours_p90": 5.0, "usd_20ft": 20.0, "usd_40ft": 30.0, "usd_per_t": 1.5,
        }
        for node in ("xx-a", "yy-f")
    ]  # fmt: skip
    crossings = change(tables["border_crossings"], "reloads", {"bcp_id": "xy-zeta"}, times)
    return toy_network(border_crossings=crossings, transshipments=table("transshipments", rows))


def test_a_crossing_that_demands_another_truck():
    plain = co.route(toy_network(), "Alpha", "Zeta", modes="road")
    # 400 km at 1 USD, a border of 100, loading and unloading 10 each; 16 h, 10 h, 2 h and 2 h
    assert (plain.cost_usd, plain.time_h, plain.transit_count) == (520, 30, 1)
    for ends, place in ((("Alpha", "Zeta"), "yy-f"), (("Zeta", "Alpha"), "xx-a")):
        trip = co.route(reloading_toy(1.0), *ends, modes="road")
        assert (trip.cost_usd, trip.time_h, trip.transit_count) == (550, 35, 2)
        (leg,) = [leg for leg in trip.steps if leg.name.startswith("Reloading")]
        assert (leg.kind, leg.usd, leg.h, leg.from_node) == ("terminal", 30, 5, place)


def test_a_change_of_truck_that_is_demanded_no_more_takes_nothing():
    free = co.route(reloading_toy(0.0), "Alpha", "Zeta", modes="road")
    plain = co.route(toy_network(), "Alpha", "Zeta", modes="road")
    assert [leg.name for leg in free.steps] == [leg.name for leg in plain.steps]
    assert (free.cost_usd, free.time_h, free.transit_count) == (520, 30, 1)


def test_a_change_of_truck_may_begin_and_end_by_a_card():
    card = co.Scenario(
        "end", "no other truck",
        (co.Override("change", "border_crossings", {"bcp_id": "xy-zeta"}, "reloads", "set", 0.0),),
    )  # fmt: skip
    net = reloading_toy(1.0).apply(card)
    assert co.route(net, "Alpha", "Zeta", modes="road").cost_usd == 520
    fresh = compile_tables({n: net.table(n) for n in net.table_names}, rates_of(net))
    graph = compiled(net)
    for name, column in fresh.arcs.items():
        np.testing.assert_array_equal(graph.arcs[name], column, err_msg=name)
    assert graph.refs == fresh.refs
