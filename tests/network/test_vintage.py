"""The version of the tables is a month of the calendar, and is in every result."""

import json
import re

import pytest
from toy import toy_network

import corridors as co
from corridors.network.price_level import price_statement
from corridors.network.vintage import dated

PAIR = ("Karachi", "Istanbul")


def test_it_is_the_newest_of_the_table(net):
    rows = list(net.table("vintage"))
    newest = max(rows, key=lambda row: row["released"])
    assert co.data_version() == net.data_version == newest["version"]
    assert re.fullmatch(r"20\d\d\.(0[1-9]|1[0-2])", co.data_version())
    assert newest["released"].startswith(co.data_version().replace(".", "-"))


def test_other_states_of_the_network_keep_it(net):
    for other in (net.at("2026-03-15"), net.apply(co.scenario("suez-closed")), co.load("tapi")):
        assert other.data_version == net.data_version


def test_it_is_written_and_read_back(net, tmp_path):
    co.load("tapi").write(tmp_path / "tapi")
    assert co.read_network(tmp_path / "tapi").data_version == net.data_version


def test_tables_of_ones_own_have_none():
    assert toy_network().data_version == ""
    assert "Data " not in price_statement(toy_network())


@pytest.mark.parametrize(
    "make",
    [
        lambda net, trip: trip.legs,
        lambda net, trip: trip.to_frame(),
        lambda net, trip: co.compare(net, *PAIR, corridors="deep-sea-suez"),
        lambda net, trip: co.matrix(net, *PAIR),
        lambda net, trip: co.pareto(net, *PAIR, criteria=("cost", "time")).to_frame(),
        lambda net, trip: co.simulate(net, *PAIR, n=50).percentiles(),
        lambda net, trip: co.simulate(net, *PAIR, n=50).to_frame(),
        lambda net, trip: co.simulate(net, *PAIR, n=50).tornado(),
        lambda net, trip: co.simulate(net, *PAIR, n=50).choices(),
        lambda net, trip: co.best_by_weights(net, PAIR, "cost"),
        lambda net, trip: co.break_values(net, *PAIR, corridors="deep-sea-suez"),
        lambda net, trip: co.compare_scenarios(net, "suez-closed", PAIR),
        lambda net, trip: co.effects(net, "suez-closed", PAIR),
        lambda net, trip: co.criticality(net, PAIR, what="countries"),
        lambda net, trip: co.sweep(net, ["suez-closed"], [PAIR]),
        lambda net, trip: co.timeline(net, PAIR, "2024-06-01", corridors="deep-sea-suez"),
        lambda net, trip: co.validate(net, category="price"),
        lambda net, trip: dated(trip.legs, net),
    ],
)
def test_every_frame_has_it(net, make):
    assert make(net, co.route(net, *PAIR)).attrs["data_version"] == co.data_version()


def test_json_and_the_line_on_prices_have_it(net):
    trip = co.route(net, *PAIR)
    assert json.loads(json.dumps(trip.to_dict()))["data_version"] == co.data_version()
    assert f"Data {co.data_version()}." in price_statement(net)
