"""The charges of a model: a published matrix comes back through the mapping alone."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hundred import Hundred
from models_toy import LINKS, MAPPING, NODES, model

import corridors as co


@pytest.fixture(scope="module")
def hundred():
    return Hundred()


@pytest.fixture(scope="module")
def net(hundred, tmp_path_factory):
    return co.read_mapped(hundred.write(tmp_path_factory.mktemp("hundred")))


@pytest.mark.parametrize("what", ["cost", "time"])
def test_the_matrix_of_a_hundred_nodes_comes_back(hundred, net, what):
    graph, nodes = hundred.graph(what), list(hundred.nodes)
    truth = np.zeros((len(nodes), len(nodes)))
    for i, a in enumerate(nodes):
        found, paths = nx.single_source_dijkstra(graph, ("from", a), weight="w")
        for j, b in enumerate(nodes):
            if a != b:
                truth[i, j] = found["to", b]
                lands = [step[1][:3] for step in paths["to", b]]
                entered = [y for x, y in pairwise(lands) if x != y]
                assert len({lands[0], *entered}) == 1 + len(entered)  # no country twice
    matrix = co.matrix(net, nodes, nodes, weight=what)
    assert list(matrix.index) == nodes
    np.testing.assert_allclose(matrix.to_numpy(), truth, rtol=1e-5)


# -- one charge at a time -------------------------------------------------------------------------

PASSED = MAPPING.replace(
    'transfer_usd = "Transfer"',
    'transfer_usd = "Transfer"\npassing_usd = "BorderH"\npassing_h = { value = 2 }',
)


def test_the_charge_for_passing_a_node_is_halved_where_a_trip_ends(tmp_path):
    net = co.read_mapped(model(tmp_path, mapping=PASSED))  # 10 USD at B, 14 at C; 2 h everywhere
    trip = co.route(net, "A", "D")
    assert trip.cost_usd == pytest.approx(1535 + 10 + 14)
    assert trip.time_h == pytest.approx(50 + 1 + 2 + 2 + 1)
    part = co.route(net, "B", "D")
    assert part.cost_usd == pytest.approx(5 + 25 + 120 + 80 + 14 + 700)
    assert any("half there" in told for told in net.report.assumed)
    full = PASSED.replace("[links]", 'passing_at_ends = "full"\n[links]')
    net = co.read_mapped(model(tmp_path, mapping=full))
    assert co.route(net, "B", "D").cost_usd == pytest.approx(10 + 25 + 120 + 80 + 14 + 700)
    assert co.route(net, "A", "D").time_h == pytest.approx(50 + 4 * 2)


def test_a_charge_for_passing_needs_costs_and_hours_to_lie_on(tmp_path):
    bare = PASSED.replace('cost_usd = "Cost"\n', "")
    with pytest.raises(co.DataError, match=r"l.csv:2: has no cost_usd to which half of passing"):
        co.read_mapped(model(tmp_path, mapping=bare))
    bare = PASSED.replace('time_h = "Hours"\n', "")
    with pytest.raises(co.DataError, match=r"l.csv:2: has no time_h or speed_kmh to which half"):
        co.read_mapped(model(tmp_path, mapping=bare))
    by_speed = PASSED.replace('time_h = "Hours"', "speed_kmh = { value = 50 }")
    net = co.read_mapped(model(tmp_path, mapping=by_speed))
    assert co.route(net, "A", "D").time_h == pytest.approx(985 / 50 + 24 + 6)


def test_a_constant_is_paid_once_a_trip(tmp_path):
    said = "trip_usd = 60\ntrip_h = 5\n" + MAPPING
    net = co.read_mapped(model(tmp_path, mapping=said))
    for ends, usd in ((("A", "D"), 1535), (("A", "B"), 410), (("C", "B"), 25 + 200)):
        assert co.route(net, *ends).cost_usd == pytest.approx(usd + 60)
    assert co.route(net, "A", "D").time_h == pytest.approx(50 + 5)
    bare = "\n".join(row for row in said.splitlines() if not row.startswith(
        ("cost", "time", "border_", "transfer_")
    ))  # fmt: skip
    without = "\n".join(row for row in bare.splitlines() if not row.startswith("trip"))
    nets = [co.read_mapped(model(tmp_path, mapping=m)) for m in (bare, without)]
    usd, base = (co.route(net, "A", "D").cost_usd for net in nets)
    assert usd == pytest.approx(base + 60)  # on top of the embedded handling
    assert any("the constant of a trip, 60 USD and 5 h" in t for t in nets[0].report.assumed)


def test_a_ship_of_the_model_costs_and_takes_what_it_says(tmp_path):
    nodes = (
        "Code,Station,X,Y,ISO,Type,Border,BorderH,Transfer\n"
        "A,Aktau,51.2,43.6,KZ,C,30,6,40\nB,Alat,49.4,39.95,AZ,C,20,4,50\nC,Baku,49.9,40.4,AZ,C,,,\n"
    )
    links = "From,To,Dist_m,Gauge,Cost,Hours,Dir\nA,B,450000,,800,20,2\nB,C,75000,1520,60,3,2\n"
    modes = MAPPING.replace(
        'mode = { value = "rail" }',
        'mode = { column = "Gauge", values = { 1520 = "rail", "" = "ferry" } }',
    )
    net = co.read_mapped(model(tmp_path, nodes, links, modes))
    trip = co.route(net, "Aktau", "Baku")
    assert trip.cost_usd == pytest.approx(800 + 30 + 20 + 50 + 60)
    assert trip.time_h == pytest.approx(20 + 6 + 4 + 3, abs=1e-3)


def test_one_crossing_with_two_charges_is_two(tmp_path):
    nodes = NODES + "E,Dostyk,82.5,45.3,KZ,C,500,1,\nF,Alashankou,82.6,45.2,CN,C,500,1,\n"
    links = LINKS + "E,F,14000,1435,5,1,2\nB,E,240000,1520,5,1,2\nF,D,430000,1435,5,1,2\n"
    said = MAPPING.replace("[links]", '[links]\nbcp_id = { value = "the-border" }')
    net = co.read_mapped(model(tmp_path, nodes, links, said))
    assert co.route(net, "B", "C").cost_usd == pytest.approx(25 + 120 + 80)
    assert co.route(net, "E", "F").cost_usd == pytest.approx(5 + 1000)


def test_charges_that_no_table_can_hold_are_refused(tmp_path):
    with pytest.raises(co.DataError, match=r"n.csv:2: usd_40ft comes to 1e\+12, over the .* trans"):
        co.read_mapped(model(tmp_path, mapping="trip_usd = 1e12\n" + MAPPING))
    dear = LINKS.replace("410", "1000000")  # and 5 for passing B
    with pytest.raises(co.DataError, match=r"l.csv:2: usd_40ft comes to .*, over the .* links can"):
        co.read_mapped(model(tmp_path, links=dear, mapping=PASSED))


def test_what_is_read_can_be_written_and_read_again(tmp_path):
    net = co.read_mapped(model(tmp_path, mapping="trip_usd = 60\n" + PASSED))
    net.write(tmp_path / "out")
    again = co.read_network(tmp_path / "out")
    assert co.route(again, "A", "D").cost_usd == pytest.approx(co.route(net, "A", "D").cost_usd)


def test_a_link_without_a_price_among_priced_ones_is_told(tmp_path):
    net = co.read_mapped(model(tmp_path, links=LINKS.replace("330000,1520,410", "330000,1520,")))
    told = "without a price of its own: the embedded tariff by km"
    assert net.report.changed[told] == ("l.csv:2",)
