"""The toy extract as PBF, and what is imported from it."""

import pytest
from osm_toy import write_pbf

import corridors as co


@pytest.fixture(scope="module")
def toy_pbf(tmp_path_factory):
    path = tmp_path_factory.mktemp("osm") / "toy.osm.pbf"
    write_pbf(path)
    return path


@pytest.fixture(scope="module")
def imported(toy_pbf):
    return co.network_from_osm(toy_pbf)
