"""Classes of service on the toy network, by hand.

Rail in X: an ordinary wagon has half the speed, and waits 24 h until its train is full.
"""

import pytest
from toy import table, toy_network, toy_tables

import corridors as co
from corridors.errors import DataError
from corridors.graph.compiled import compiled
from corridors.graph.compiler import compile_tables
from corridors.graph.rates import Rates
from corridors.network.changes.serving import serving

PAIR = ("xx-a", "zz-e")
RAIL = {
    "mode": "rail", "country": "XX", "running": "ordinary", "loading": "ordinary",
    "consolidation_h_p50": 24.0, "consolidation_h_p90": 24.0, "speed_factor": 0.5,
}  # fmt: skip


def with_classes(*rows):
    return toy_network(service_classes=table("service_classes", [{**RAIL, **row} for row in rows]))


def hours(net, **words):
    trip = co.route(net, *PAIR, corridor="line-c", **words)
    return {(leg.kind, leg.from_node, leg.to_node): leg.h for leg in trip.steps}


LOADING, RUNNING = ("terminal", "xx-b", "xx-b"), ("line-haul", "xx-b", "xx-c")
ABROAD = ("line-haul", "zz-d", "zz-e")


def test_an_ordinary_box_waits_and_runs_slower():
    """200 km take 7 h, 14 as a wagon; the change from road 6 h, 30 with the wait."""
    before, found = hours(toy_network()), hours(with_classes({}))
    assert (before[LOADING], before[RUNNING]) == pytest.approx((6, 7))
    assert (found[LOADING], found[RUNNING]) == pytest.approx((30, 14))
    assert found[ABROAD] == pytest.approx(before[ABROAD])  # Z has no row


def test_what_is_said_holds_in_place_of_what_runs():
    net = with_classes({"running": "block", "loading": "ordinary"})
    assert hours(net)[LOADING] == pytest.approx(30)
    assert hours(net)[RUNNING] == pytest.approx(7)
    for service, found in (("block", (6, 7)), ("ordinary", (30, 14))):
        said = hours(net, service=service)
        assert (said[LOADING], said[RUNNING]) == pytest.approx(found)


def test_motion_is_the_same_in_both_classes():
    """A wagon stands longer, in yards; between them it runs as fast."""
    net = with_classes({})
    trips = [co.route(net, *PAIR, corridor="line-c", service=s) for s in ("block", "ordinary")]
    first, second = (next(s for s in t.steps if s.from_node == "xx-b" and s.km) for t in trips)
    assert first.h_moving == pytest.approx(second.h_moving) == pytest.approx(5)
    assert second.h_standing == pytest.approx(9)


def test_a_class_is_the_network_with_other_values():
    net = with_classes({}).apply(co.Scenario("dear", "Dear", (
        co.Override("change", "tariffs", {"mode": "rail"}, "usd_per_km", "multiply", 2.0),
    )))  # fmt: skip
    block = serving(net, "block")
    assert block.situation.endswith("scenario dear; service block")
    assert serving(block, "block") is block
    assert serving(net, "ordinary") is net
    tables = {name: block.table(name) for name in block.table_names}
    whole = compile_tables(tables, Rates(tables))
    for name, column in compiled(block).arcs.items():
        assert column == pytest.approx(whole.arcs[name]), name


def test_scenarios_hold_in_either_class():
    """Borders of half the hours come on top of the class, in whatever order."""
    half = co.Scenario("half", "Half", (
        co.Override("change", "border_crossings", {"mode": "rail"}, "hours", "multiply", 0.5),
    ))  # fmt: skip
    net = with_classes({})
    trip = co.route(net, *PAIR, corridor="line-c", service="block", scenarios=half)
    again = co.route(serving(net, "block").apply(half), *PAIR, corridor="line-c")
    assert trip.time_h == pytest.approx(again.time_h)
    border = next(leg for leg in trip.steps if leg.kind == "border")
    assert border.h == pytest.approx(10)


def test_without_rows_there_is_one_class(toy):
    assert serving(toy, "block") is toy
    with pytest.raises(ValueError, match=r"service_classes\.csv of toy has no rows: what an ord"):
        co.route(toy, *PAIR, service="ordinary")
    with pytest.raises(ValueError, match="service 'express'"):
        co.route(toy, *PAIR, service="express")


def test_a_card_may_say_what_a_scheduled_train_saves():
    """Without the wait the change from road takes its 6 h; twice the speed, 7 h."""
    rows = {"mode": "rail", "country": "XX"}
    train = co.Scenario("train", "A train to a timetable", (
        co.Override("change", "service_classes", rows, "consolidation_h_p50", "multiply", 0.0),
        co.Override("change", "service_classes", rows, "consolidation_h_p90", "multiply", 0.0),
        co.Override("change", "service_classes", rows, "speed_factor", "multiply", 2.0),
    ))  # fmt: skip
    found = hours(with_classes({}), scenarios=train)
    assert (found[LOADING], found[RUNNING]) == pytest.approx((6, 7))


def test_a_train_of_its_own_waits_for_no_other():
    """A goods train once a week is waited for, a train of its own leaves when it is loaded."""
    weekly = dict(next(row for row in toy_tables()["services"]))
    weekly |= {"mode": "rail", "link_id": "rail-bc", "departures_per_week": 1.0}
    often = {"weekly": 1.0, "rare": 0.2}
    rows = [
        {**weekly, "service_id": name, "departures_per_week": week} for name, week in often.items()
    ]
    listed = [dict(row) for row in toy_tables()["services"]] + rows
    net = toy_network(
        services=table("services", listed), service_classes=table("service_classes", [RAIL])
    )
    block = serving(net, "block").table("services")
    found = dict(zip(block["service_id"], block["departures_per_week"], strict=True))
    assert (found["weekly"], found["rare"]) == (100_000, 0.2)  # one in five weeks is none
    assert found["s"] == 2  # a ship leaves when it leaves
    once = serving(net, "block")
    assert serving(once, "block") is once
    assert serving(net, "ordinary").table("services") is net.table("services")


def test_a_train_of_its_own_stays_at_borders_as_block_trains_do():
    """The hours and their source are those told of block trains, the price keeps its own."""
    rows = [dict(row) for row in toy_tables()["border_crossings"]]
    source = next(iter(toy_tables()["sources"]))["source_id"]
    other = {**next(iter(toy_tables()["sources"])), "source_id": "paper"}
    for row in rows:
        if row["mode"] == "rail":
            row |= {"block_h_p50": 3.0, "block_h_p90": 9.0, "block_source_id": "paper"}
    net = toy_network(
        border_crossings=table("border_crossings", rows),
        service_classes=table("service_classes", [RAIL]),
        sources=table("sources", [*map(dict, toy_tables()["sources"]), other]),
    )
    before, block = (n.table("border_crossings") for n in (net, serving(net, "block")))
    for was, now in zip(before, block, strict=True):
        if was["mode"] != "rail":
            assert (now["hours_p50"], now["source_id"]) == (was["hours_p50"], source)
            continue
        assert (now["hours_p50"], now["hours_p90"], now["source_id"]) == (3.0, 9.0, "paper")
        assert (now["cost_usd"], now["price_source_id"]) == (was["cost_usd"], source)
        assert (now["basis"], now["price_basis"]) == ("derived", was["basis"])


def test_what_a_scenario_makes_of_a_border_it_makes_of_block_trains_there():
    """Twice 20 and 24 h for all are twice 3 and 9 h for a block train; the other way stays."""
    rows = [dict(row) for row in toy_tables()["border_crossings"]]
    source = next(iter(toy_tables()["sources"]))["source_id"]
    for row in rows:
        if row["mode"] == "rail":
            row |= {"block_h_p50": 3.0, "block_h_p90": 9.0, "block_source_id": source}
    net = toy_network(
        border_crossings=table("border_crossings", rows),
        service_classes=table("service_classes", [RAIL]),
    )
    way = {"bcp_id": "xz-gamma", "from_country": "XX"}
    queue = co.Scenario("queue", "A queue", tuple(
        co.Override("change", "border_crossings", way, column, "multiply", 2.0)
        for column in ("hours_p50", "hours_p90")
    ))  # fmt: skip
    then = serving(net.apply(queue), "block")
    found = then.table("border_crossings")
    index = found.index("bcp_id", "from_country")
    stays = [found["hours_p50"][index["xz-gamma", home]] for home in ("XX", "ZZ")]
    assert stays == [6.0, 3.0]
    assert found["hours_p90"][index["xz-gamma", "XX"]] == 18.0
    assert serving(then, "block") is then
    assert serving(net, "block").apply(queue).table("border_crossings")["hours_p50"] == found[
        "hours_p50"]  # fmt: skip


def test_hours_of_block_trains_come_with_their_source_and_in_order():
    for said, fault in (
        ({"block_h_p50": 3.0, "block_h_p90": 9.0}, "block_h_p50 has no block_source_id"),
        ({"block_h_p50": 9.0, "block_h_p90": 3.0, "block_source_id": "toy"},
         "block_h_p90 3 is below block_h_p50 9"),
        ({"block_h_p50": 3.0}, "block_h_p50 has no block_h_p90"),
        ({"block_h_p50": 0.0}, "block_h_p50 has no block_h_p90"),
        ({"block_source_id": "toy"}, "block_source_id has no block_h_p50"),
    ):  # fmt: skip
        rows = [dict(row) for row in toy_tables()["border_crossings"]]
        rows[0] |= said
        with pytest.raises(DataError, match=fault):
            toy_network(border_crossings=table("border_crossings", rows))
