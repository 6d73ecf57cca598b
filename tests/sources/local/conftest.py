"""The toy extract as a local network."""

from __future__ import annotations

import pytest

import corridors as co


@pytest.fixture(scope="module")
def local(toy_file):
    return co.network_from_osm(toy_file)
