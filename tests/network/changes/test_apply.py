"""Scenarios applied: what is closed, opened, added and changed, whatever their order."""

import math
import pickle

import numpy as np
import pytest
from cards import moved, same_graph, scenario, shut
from toy import change, toy_network, toy_tables

import corridors as co
from corridors.graph.compiled import compiled
from corridors.network.changes.apply import apply_with_changes


def columns(net, table, *names):
    return list(zip(*(net.table(table)[n] for n in names), strict=True))


def test_close_open_and_change_by_hand():
    net = toy_network(spread=True).apply(
        scenario("x", shut(link_id="road-af"), co.Override("open", where={"link_id": "rail-ab"})),
        scenario(
            "y", moved("border_crossings", "hours", 0.5, bcp_id="xz-gamma", from_country="XX")
        ),
    )
    # A-B rail 90 km, B-C-D rail: 600 km of 1435 and 1520, border 10 h in place of 20
    trip = co.route(net, "Alpha", "Epsilon", avoid=["sea"], weight="distance")
    assert trip.distance_km == 600
    border = next(leg for leg in trip.steps if leg.kind == "border")
    assert (border.h_p50, border.h_p90) == (10, 20)
    back = co.route(net, "Epsilon", "Alpha", avoid=["sea"])
    assert next(leg.h_p50 for leg in back.steps if leg.kind == "border") == 24
    assert trip.situation == "reference year; scenarios x + y"


def test_the_base_is_not_changed(toy):
    before = {name: toy.table(name) for name in toy.table_names}
    arcs = {name: column.copy() for name, column in compiled(toy).arcs.items()}
    toy.apply(scenario("x", shut(mode="road"), moved("tariffs", "usd_per_km", 2, mode="rail")))
    assert all(toy.table(name) is table for name, table in before.items())
    for name, column in arcs.items():
        np.testing.assert_array_equal(column, compiled(toy).arcs[name])
    assert toy.situation == "reference year"


def test_nothing_is_the_network_itself(toy):
    assert toy.apply() is toy
    assert toy.apply(scenario("x", shut(mode="road"))).apply().scenarios[0].id == "x"


def test_chained_calls_equal_one_call(toy):
    a = scenario("a", moved("border_crossings", "hours", 0.5, mode="road"))
    b = scenario("b", shut(mode="sea"))
    once, there, back = toy.apply(a, b), toy.apply(a).apply(b), toy.apply(b).apply(a)
    for net in (there, back):
        same_graph(compiled(once), compiled(net))
        assert net.situation == once.situation
    with pytest.raises(co.ScenarioError, match="both change border_crossings.hours_p50"):
        toy.apply(a).apply(scenario("c", moved("border_crossings", "hours", 2, bcp_id="xy-zeta")))


def test_one_cell_twice_is_refused(toy):
    a = moved("border_crossings", "hours_p50", 0.5, bcp_id="xy-zeta")
    b = moved("border_crossings", "hours", 0.9, country="YY")
    with pytest.raises(
        co.ScenarioError, match=r"x: overrides 1 and 2 both change .* of xy-zeta .*an order"
    ):
        toy.apply(scenario("x", a, b))
    with pytest.raises(co.ScenarioError, match=r"'a' \(override 1\) and 'b' \(override 1\) both"):
        toy.apply(scenario("b", b), scenario("a", a))


def test_closing_the_same_by_two_scenarios_is_no_contradiction(toy):
    both = toy.apply(scenario("a", shut(mode="sea")), scenario("b", shut(link_id="sea-pq")))
    assert ("sea-pq", "suspended") in columns(both, "links", "link_id", "status")
    with pytest.raises(co.ScenarioError, match=r"x: overrides 1 and 2 both change links.status"):
        toy.apply(scenario("x", shut(mode="sea"), shut(link_id="sea-pq")))
    opened = co.Override("open", where={"link_id": "sea-pq"})
    with pytest.raises(co.ScenarioError, match="both change links.status of sea-pq"):
        toy.apply(scenario("a", shut(mode="sea")), scenario("b", opened))


def test_every_fault_of_every_scenario_is_listed(toy):
    a = scenario("a", shut(link_id="road-aa"), shut(mode="road", bcp_id="xz-gamma"))
    b = scenario(
        "b",
        moved("links", "speed_kmh", 2, link_id="road-ab"),
        moved("border_crossings", "cost_usd", 9_000, "set", "USD", bcp_id="xz-gamma"),
        moved(
            "border_crossings", "hours_p50", 100, "set", "h", bcp_id="xy-zeta", from_country="XX"
        ),
        moved("transshipments", "hours_p50", 2, node_id="xx-aa"),
        co.Override("close", where={"bloc": ["ots", "XY"]}),
    )
    with pytest.raises(co.ScenarioError) as error:
        toy.apply(a, b)
    said = "\n".join(error.value.faults)
    for piece in (
        "a: override 1: link_id 'road-aa' is in no row of links.csv. Did you mean",
        "a: override 2: no row of links.csv is selected",
        "b: override 1: links.speed_kmh of road-ab road-ab xx-a xx-b road is empty",
        "b: override 2: border_crossings.cost_usd of xz-gamma xz-gamma rail XX ZZ becomes 9000",
        "hours_p90 10 of xy-zeta xy-zeta road XX YY falls below hours_p50 100; change 'hours'",
        "b: override 4: node_id 'xx-aa' is in no row of transshipments.csv. Did you mean 'xx-a'",
        "b: override 5: bloc 'XY' is in no row of links.csv",
    ):
        assert piece in said, piece


def test_opening_a_link_opens_its_crossing_and_service():
    tables = toy_tables()
    shut_all = {
        "links": change(tables["links"], "status", {"mode": "sea"}, "planned"),
        "services": change(tables["services"], "status", {}, "planned"),
        "border_crossings": change(
            tables["border_crossings"], "status", {"bcp_id": "xy-zeta"}, "planned"
        ),
    }
    net = toy_network(**shut_all)
    with pytest.raises(co.NoItineraryError):
        co.route(net, "Alpha", "Epsilon", modes=["road"])
    open_road = co.Override("open", where={"link_id": "road-af"})
    opened = net.apply(scenario("x", open_road, co.Override("open", where={"link_id": "sea-pq"})))
    assert co.route(opened, "Alpha", "Epsilon", modes=["road"]).distance_km == 900
    assert "sea" in co.route(opened, "Alpha", "Epsilon", avoid=["YY", "rail"]).modes


def test_a_closed_service_closes_its_link_unless_another_operates(toy):
    shut_line = co.Override("close", "services", {"service_id": "s"})
    closed = toy.apply(scenario("x", shut_line))
    with pytest.raises(co.NoItineraryError, match=r"Pi-Kappa line \(suspended\)"):
        co.route(closed, "Port Pi", "Port Kappa", modes=["sea"])
    faster = dict(
        next(iter(toy.table("services"))),
        service_id="t",
        name="Second line",
        hours_p50=50.0,
        hours_p90=50.0,
    )
    more = co.Override(
        "add", "services", row={k: v for k, v in faster.items() if v not in ("", math.nan)}
    )
    two = toy.apply(scenario("more", more))
    assert co.route(two, "Port Pi", "Port Kappa", modes=["sea"], weight="time").time_h == (
        pytest.approx(12 + 5 + 42 + 50 + 5 + 12)
    )
    one = toy.apply(scenario("more", more), scenario("x", shut_line))
    assert [leg.name for leg in co.route(one, "Port Pi", "Port Kappa", modes=["sea"]).steps][2] == (
        "Second line: waiting at Port Pi"
    )


def test_added_links_can_be_routed_and_changed(toy):
    link = {"link_id": "road-bd", "name": "New road", "from_node": "xx-b", "to_node": "zz-d"}
    link |= {"mode": "road", "bcp_id": "xz-new", "length_km": 210}
    sides = [
        {"bcp_id": "xz-new", "name": "New post", "mode": "road", "from_country": a, "to_country": b}
        | {"hours_p50": 1, "hours_p90": 1, "cost_usd": 5}
        for a, b in (("XX", "ZZ"), ("ZZ", "XX"))
    ]
    rows = [co.Override("add", "border_crossings", row=side) for side in sides]
    doors = [
        co.Override(
            "add",
            "transshipments",
            row={"node_id": "zz-d", "from_class": a, "to_class": b}
            | {"hours_p50": 1, "hours_p90": 1, "usd_20ft": 1, "usd_40ft": 1, "usd_per_t": 1},
        )
        for a, b in (("origin", "road"), ("road", "destination"))
    ]
    new = co.Override("add", "links", row=link, line=[(60.9, 40.0), (62.0, 40.5), (63.0, 40.0)])
    card = scenario("new", new, *rows, *doors, source_ids=["toy"])
    net = toy.apply(card)
    trip = co.route(net, "Beta", "Delta", modes=["road"])
    assert trip.distance_km == 210
    assert net.line("road-bd")[1] == (62.0, 40.5)
    assert trip.steps[1].source_id == "toy"
    slow = scenario(
        "slow", moved("border_crossings", "hours", 3, bcp_id="xz-new"), requires=["new"]
    )
    assert co.route(toy.apply(slow, card), "Beta", "Delta", modes=["road"]).time_h == (
        trip.time_h + 2
    )
    with pytest.raises(co.ScenarioError, match="'road-bd' stands in links already"):
        toy.apply(card, scenario("again", new))
    bad = co.Override("add", "links", row={**link, "link_id": "road-x", "bcp_id": ""})
    with pytest.raises(co.ScenarioError, match="needs a bcp_id"):
        toy.apply(scenario("bad", bad, source_ids=["toy"]))


def test_a_length_is_checked_and_changed(toy):
    assert co.route(
        toy.apply(scenario("x", moved("links", "length_km", 1.1, link_id="road-ab"))),
        "Alpha",
        "Beta",
    ).distance_km == pytest.approx(110)
    with pytest.raises(co.ScenarioError, match="x: override 1: .*the straight line"):
        toy.apply(scenario("x", moved("links", "length_km", 0.1, link_id="road-af")))


def test_applied_networks_are_pickled(toy):
    net = toy.apply(scenario("x", shut(mode="sea")))
    copy = pickle.loads(pickle.dumps(net))
    same_graph(compiled(net), compiled(copy))
    assert copy.scenarios == net.scenarios
    more = scenario("y", shut(link_id="road-af"))
    same_graph(compiled(copy.apply(more)), compiled(net.apply(more)))


def test_errors_are_pickled(toy):
    with pytest.raises(co.ScenarioError) as error:
        toy.apply(scenario("x", shut(link_id="a"), shut(link_id="b")))
    assert pickle.loads(pickle.dumps(error.value)).faults == error.value.faults


def test_a_part_takes_the_rows_whose_places_it_has(toy):
    """Of two roads from a new place, one leads to a place that the part lacks."""
    node = {"node_id": "xx-n", "name": "New", "kind": "city", "country": "XX"}
    rows = [co.Override("add", "nodes", row=node | {"lon": 61.0, "lat": 40.0})]
    for other, km in (("xx-b", 12), ("xx-p", 110)):
        link = {"link_id": f"road-{other}", "name": "Road", "from_node": "xx-n", "to_node": other}
        row, at = (
            link | {"mode": "road", "length_km": km},
            [60.9, 40.0] if km == 12 else [60.0, 39.5],
        )
        rows.append(co.Override("add", "links", row=row, line=[[61.0, 40.0], at]))
    # what refers may stand before what it refers to
    card = scenario("new", *rows[::-1], source_ids=["toy"])
    part = toy.subset(["road-ab"], name="little").apply(card)
    assert set(part.table("links")["link_id"]) == {"road-ab", "road-xx-b"}
    assert "xx-n" in part.table("nodes")["node_id"]
    assert set(part.own_lines) == {"road-xx-b"}
    assert {"road-xx-b", "road-xx-p"} < set(toy.apply(card).table("links")["link_id"])


def test_values_are_a_revision_and_rows_are_not(toy):
    """A network whose values alone differ is made from its base's graph; else compiled anew."""
    valued, changes = apply_with_changes(toy, [scenario("x", shut(mode="sea"))])
    assert valued.revision is not None
    assert valued.revision.network is toy
    assert valued.revision.places == set(changes.cells)
    assert not changes.structural
    longer, changes = apply_with_changes(
        toy, [scenario("x", moved("links", "length_km", 1.1, link_id="road-ab"))]
    )
    assert changes.structural
    assert longer.revision is None


def test_the_situation_names_one_scenario_or_several(toy):
    one = toy.apply(scenario("x", shut(mode="sea")))
    assert one.situation == "reference year; scenario x"
    assert one.base is toy
    assert [card.id for card in one.scenarios] == ["x"]
    assert one.apply(scenario("y", shut(mode="rail"))).base is toy


def test_what_stands_already_is_told_by_its_whole_key(toy):
    row = next(
        r for r in toy.table("transshipments")
        if (r["node_id"], r["from_class"], r["to_class"]) == ("xx-a", "origin", "road")
    )  # fmt: skip
    keys = ("node_id", "from_class", "to_class", "hours_p50", "hours_p90")
    again = co.Override("add", "transshipments", row={k: row[k] for k in keys} | {"usd_40ft": 1.0})
    with pytest.raises(
        co.ScenarioError,
        match="x: override 1: 'xx-a origin road' stands in transshipments already",
    ):
        toy.apply(scenario("x", again, source_ids=["toy"]))


def test_a_member_that_is_added_to_a_gate_has_the_gates_name(toy):
    """What it says itself goes before; 0 is no gate: part of the corridor."""

    def named(link, gate, **more):
        row = {"corridor_id": "line-c", "link_id": link, "gate": gate, **more}
        added = co.Override("add", "corridor_links", row=row)
        net = toy.apply(co.Scenario("gate", "Gate", [added], source_ids=["toy"]))
        rows = net.table("corridor_links")
        found = zip(rows["corridor_id"], rows["link_id"], rows["gate_name"], strict=True)
        return next(name for corridor, one, name in found if (corridor, one) == ("line-c", link))

    assert named("road-ab", 1) == "Beta-Gamma"
    assert named("road-ab", 2) == "Delta-Epsilon"
    assert named("sea-pq", 1, gate_name="by sea") == "by sea"
    assert named("road-ab", 0) == ""


def test_an_added_link_that_cannot_be_so_long_is_refused(toy):
    row = {"link_id": "road-new", "name": "Road", "from_node": "xx-b", "to_node": "xx-p",
           "mode": "road", "length_km": 9_000.0}  # fmt: skip
    with pytest.raises(co.ScenarioError, match=r"x: override 1: .*9000 km, over 3 times the"):
        toy.apply(scenario("x", co.Override("add", "links", row=row), source_ids=["toy"]))
