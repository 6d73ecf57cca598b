"""Simulations: draws that repeat, what they say, and what is refused."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from asked import ask

import corridors as co
from corridors.routing.simulate.rechosen import Chooser


def chooser(net, a, b, *, weight="time", seed=0, corridor=None, ratio=1.2):
    question = ask(net, a, b, weight=weight, shipment=co.Shipment(), corridor=corridor)
    return Chooser(question, question.orders[0], seed, ratio)


def test_same_seed_same_draws_whatever_n_and_threads(net):
    a = chooser(net, "Karachi", "Tashkent").draw(200, threads=1)
    b = chooser(net, "Karachi", "Tashkent").draw(77, threads=3)
    assert a.time[:77].tolist() == b.time.tolist()
    assert a.mark[:77].tolist() == b.mark.tolist()
    other = chooser(net, "Karachi", "Tashkent", seed=1).draw(77)
    assert other.time.tolist() != b.time.tolist()
    fixed = [co.simulate(net, "Karachi", "Tashkent", n=n).time_h for n in (50, 90)]
    assert fixed[0].tolist() == fixed[1][:50].tolist()


def test_beats_and_within(net):
    road = co.simulate(net, "Karachi", "Istanbul", n=500, modes=["road"])
    ship = co.simulate(net, "Karachi", "Istanbul", n=500, corridor="deep-sea-suez")
    assert road.beats(ship) > 0.9
    assert road.beats(ship) + ship.beats(road) == pytest.approx(1)
    assert road.beats(road) == 0.5
    assert ship.beats(road, by="cost") > 0.5
    assert road.within_days(0) == 0
    assert road.within_days(1e6) == 1
    middle = float(np.median(road.time_h))
    assert road.within_days(middle / 24) == pytest.approx(0.5, abs=0.01)
    other = co.simulate(net, "Karachi", "Istanbul", n=500, seed=1, modes=["road"])
    with pytest.raises(ValueError, match="draws do not belong together: seed 0 and 1"):
        road.beats(other)
    with pytest.raises(ValueError, match="by 'tine' is not one of time, cost. Did you mean 'time'"):
        road.beats(ship, by="tine")
    with pytest.raises(ValueError, match="by 'distance' is not one of time, cost"):
        road.tornado("distance")


def test_totals_as_words_of_by_still_work(net):
    drawn = co.simulate(net, "Karachi", "Istanbul", n=50)
    with pytest.warns(DeprecationWarning, match="use by='cost'"):
        assert drawn.tornado("cost_usd").equals(drawn.tornado("cost"))
    with pytest.warns(DeprecationWarning, match="use by='time'"):
        assert drawn.beats(drawn, "time_h") == 0.5


def test_tornado_puts_the_widest_input_first(net):
    drawn = co.simulate(net, "Karachi", "Istanbul", n=4000, modes=["road"], weight="time")
    for by in ("time", "cost"):
        table = drawn.tornado(by)
        assert table["swing"].is_monotonic_decreasing
        assert (table["low"] <= table["high"]).all()
    hours = drawn.tornado()
    middle = sum(leg.h_p50 for leg in drawn.itinerary.steps)
    assert hours["median"].sum() == pytest.approx(middle, rel=0.05)


def test_positions_have_access_legs(net):
    drawn = co.simulate(net, (67.3, 25.0), "Istanbul", n=2000, modes=["road"])
    assert [leg.kind for leg in drawn.itinerary.steps[:2]] == ["terminal", "access"]
    assert "access to" in " ".join(drawn.tornado()["input"])
    assert np.median(drawn.time_h) == pytest.approx(drawn.itinerary.time_h, rel=0.15)
    free = co.simulate(net, (67.3, 25.0), "Istanbul", n=200, modes=["road"], rechoose=True)
    assert (free.cost_usd <= drawn.cost_usd[:200] + 1e-6).all()


def test_plain_python_draws_the_same():
    script = """
import sys
if sys.argv[1] == "plain":
    sys.modules["numba"] = None
sys.path.insert(0, "tests")
from toy import toy_network
from toy import table, toy_network, toy_tables

import corridors as co
for free in (False, True):
    drawn = co.simulate(toy_network(), "Alpha", "Epsilon", n=40, weight="time", rechoose=free)
    print([round(v, 9) for v in drawn.time_h.tolist()], drawn.itinerary)
"""
    out = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", script, engine],
            capture_output=True, text=True, check=True,
        ).stdout
        for engine in ("plain", "compiled")
    ]  # fmt: skip
    assert out[0] == out[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"n": 0}, "n must be 1 or more"),
        ({"seed": -1}, "seed must be 0 or more"),
        ({"cost_p90_ratio": 0.9}, "cost_p90_ratio must be 1 or more"),
    ],
)
def test_bad_arguments(toy, words, message):
    with pytest.raises(ValueError, match=message):
        co.simulate(toy, "Alpha", "Epsilon", **words)


def test_no_way_says_why(toy):
    for free in (False, True):
        with pytest.raises(co.NoItineraryError, match="not by pipeline alone"):
            co.simulate(toy, "Alpha", "Epsilon", modes=["pipeline"], rechoose=free)
