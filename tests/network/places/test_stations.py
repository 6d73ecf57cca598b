"""The stations of pipelines around a place."""

import pytest

import corridors as co
from corridors.network.places.stations import stations_of

NET = co.load()


@pytest.mark.parametrize(
    ("place", "first"),
    [("pk-multan", "pk-tapi-multan"), ("af-herat", "af-tapi-herat"), ("pk-quetta", "pk-tapi-quetta"), ("af-kandahar", "af-tapi-kandahar"), ("pk-tapi-multan", "pk-tapi-multan")],
)  # fmt: skip
def test_taps_of_cities(place, first):
    assert stations_of(NET, place)[0][1] == first


def test_a_place_without_a_pipeline_has_none():
    assert stations_of(NET, "pk-karachi") == []  # Port Qasim near by has oil


def test_no_station_of_another_country_and_none_far_away():
    found = stations_of(NET, "tm-serhetabat")
    assert found
    assert all(node.startswith("tm-") and km <= 60 for km, node in found)
    assert stations_of(NET, "tm-serhetabat", 0.001) == []
