"""Loading onto trains by the classes of service at a place, by hand."""

import pytest
from toy import table, toy_network, toy_tables

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.loading import Classes, class_of_arcs
from corridors.graph.rates import Rates

ORDINARY = {
    "mode": "rail", "country": "XX", "running": "ordinary", "loading": "ordinary",
    "consolidation_h_p50": 24.0, "consolidation_h_p90": 24.0, "speed_factor": 0.5,
}  # fmt: skip
SCHEDULED = {**ORDINARY, "line_ref": "rail-bc", "running": "block", "loading": "block"}


def classes(*rows):
    tables = {**toy_tables(), "service_classes": table("service_classes", list(rows))}
    return Classes(tables, Rates(tables), tables["nodes"].pairs("node_id", "country"))


HOURS = {"h50": 6.0, "h90": 6.0}


def test_an_ordinary_box_waits_until_its_train_is_full():
    found = classes(ORDINARY)
    assert found.loading(HOURS, "xx-b", "rail-1435") == pytest.approx({"h50": 30, "h90": 30})
    assert found.inputs("xx-b", "rail-1435") == [("service_classes", 0)]


def test_a_place_without_a_row_has_one_class():
    for found, node in ((classes(), "xx-b"), (classes(ORDINARY), "zz-e")):
        assert found.loading(HOURS, node, "rail-1435") is HOURS
        assert found.inputs(node, "rail-1435") == []


def test_a_scheduled_train_on_one_line_of_a_place_saves_the_wait():
    """rail-ab, planned, has the row of the country; rail-bc one of its own."""
    found = classes(ORDINARY, SCHEDULED)
    assert found.loading(HOURS, "xx-b", "rail-1435") is HOURS
    assert len(found.inputs("xx-b", "rail-1435")) == 2
    assert found.loading(HOURS, "xx-a", "rail-1435") == pytest.approx({"h50": 30, "h90": 30})


def test_the_wait_of_a_line_comes_before_that_of_its_country():
    slow = {
        **SCHEDULED,
        "loading": "ordinary",
        "consolidation_h_p50": 48.0,
        "consolidation_h_p90": 48.0,
    }
    found = classes(ORDINARY, slow)
    assert found.loading(HOURS, "xx-b", "rail-1435") == pytest.approx({"h50": 54, "h90": 54})


def test_goods_from_a_ship_or_another_train_wait_no_more():
    """Only what a truck brings is loaded by itself: the break of gauge at D takes 8 h still."""
    net = toy_network(service_classes=table("service_classes", [{**ORDINARY, "country": "*"}]))
    trip = co.route(net, "xx-a", "zz-e", corridor="line-c")
    hours = {leg.name: leg.h for leg in trip.steps}
    assert hours["Break of gauge at Delta (rail-1435 to rail-1520)"] == 8
    assert hours["Transshipment at Beta (road to rail-1435)"] == pytest.approx(30)


def test_each_arc_knows_the_class_that_it_is_made_of():
    """The links and the loading of X have a row; the road, and the rail of Z, have none."""
    net = toy_network(service_classes=table("service_classes", [ORDINARY]))
    graph = compiled(net)
    rows = class_of_arcs(graph, net.table("service_classes"))
    for link, row in (("rail-bc", 0), ("rail-cd", 0), ("rail-de", -1), ("road-ab", -1)):
        assert {int(rows[arc]) for arc in graph.arcs_of_link[link]} == {row}, link
    loading = graph.groups["transshipments", ("xx-b", "road", "rail-1435")]
    assert [int(rows[arc]) for arc in loading] == [0]
