"""Names on maps."""

import csv

import pytest

import corridors as co
from corridors.maps.labels import country_labels, is_small, place_labels
from corridors.network.files import DATA_FOLDER
from corridors.network.land import is_land


@pytest.fixture(scope="module")
def rows():
    with (DATA_FOLDER / "map_names.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_seas_are_named_at_sea_and_first_cities_are_places(net, rows):
    places = set(net.table("nodes")["node_id"])
    for row in rows:
        assert row["source_id"] in set(net.table("sources")["source_id"])
        if row["kind"] == "sea":
            assert not is_land(float(row["lon"]), float(row["lat"])), row["name"]
        else:
            assert row["name"] in places
    assert {"Caspian Sea", "Black Sea"} <= {label[0] for label in country_labels()}


def test_ends_come_first_then_the_first_cities(net, rows):
    labels = place_labels(net, ["kz-aktau"])
    assert labels[0][0] == "Aktau"
    first = next(row["name"] for row in rows if row["kind"] == "city")
    nodes = net.table("nodes")
    assert labels[1][0] == nodes["name"][net.node_row(first)]


def test_all_places_of_a_small_network_are_named_from_afar(net):
    tapi = co.load("tapi")
    assert is_small(tapi)
    assert not is_small(net)
    assert {label[4] for label in place_labels(tapi, [])} == {0}
