from __future__ import annotations

from datetime import datetime

import pytest
from toy import toy_network

import corridors as co
from corridors.studies.batch.told import ANSWER, PARTS, told_of


def test_the_parts_of_the_price_add_up_and_nothing_is_left_out():
    trip = co.route(toy_network(), "Alpha", "Epsilon", weight="time")
    told = told_of(trip)
    assert tuple(told) == ANSWER
    assert sum(told[part] for part in PARTS.values()) == pytest.approx(trip.cost_usd)
    # By road 900 km at 1 USD, two borders at 100 USD, loading and unloading at 10 USD.
    assert (told["line_haul_usd"], told["border_usd"], told["terminal_usd"]) == (900, 200, 20)


def test_arrivals_are_by_when_half_and_nine_in_ten_are_there():
    trip = co.route(toy_network(), "Alpha", "Epsilon", departure=datetime(2026, 5, 4))
    told = told_of(trip)
    half, most = trip.arrival_window
    assert abs((told["arrival_p50"] - half).total_seconds()) < 60
    assert abs((told["arrival_p90"] - most).total_seconds()) < 60
