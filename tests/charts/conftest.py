"""Itineraries to draw."""

import pytest

import corridors as co


@pytest.fixture(scope="module")
def trips(toy):
    return {w: co.route(toy, "Alpha", "Epsilon", weight=w) for w in ("cost", "time", "transits")}
