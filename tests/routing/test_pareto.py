"""Fronts on the toy network by hand, and on the embedded network against other searches."""

from __future__ import annotations

import math

import numpy as np
import pytest

import corridors as co
from corridors.criteria import CRITERIA

ALL = CRITERIA
TOTALS = ("cost_usd", "time_h", "distance_km", "transit_count", "co2e_kg")


def points(front):
    return [tuple(getattr(trip, name) for name in TOTALS) for trip in front]


def test_front_by_hand(toy):
    """Rail with a break of gauge is cheaper, shorter and cleaner; the road is quicker."""
    front = co.pareto(toy, "Alpha", "Epsilon", criteria=ALL)
    assert front.exact
    assert front.bound == 0
    found = {trip.modes: trip for trip in front}
    assert set(found) == {("road", "rail"), ("road",)}
    rail = 10 + 100 + 80 + 0.5 * 510 + 50 + 120 + 20
    assert [trip.cost_usd for trip in front] == pytest.approx([rail, 1120])
    assert [trip.time_h for trip in front] == pytest.approx([61.85, 60])


def test_every_weighted_optimum_lies_on_the_front(net):
    front = co.pareto(net, "Karachi", "Istanbul", criteria=("cost", "time", "distance", "transits"))
    assert front.exact
    for row in np.random.default_rng(3).dirichlet(np.ones(4), 12):
        scale = row / np.array([4000, 500, 6000, 4])
        weight = dict(zip(front.criteria, scale.tolist(), strict=True))
        trip = co.route(net, "Karachi", "Istanbul", weight=weight)
        totals = (trip.cost_usd, trip.time_h, trip.distance_km, trip.transit_count)
        best = float(np.array(totals) @ scale)
        assert (front.values @ scale).min() == pytest.approx(best, rel=1e-5)


def test_no_itinerary_of_a_front_beats_another(net):
    front = co.pareto(net, "Karachi", "Tbilisi")
    values = front.values
    assert len(front) > 2
    beats = (values[:, None] <= values[None]).all(axis=2)
    assert beats.sum() == len(values)
    for trip, row in zip(front, values, strict=True):
        assert (trip.cost_usd, trip.time_h, trip.transit_count) == pytest.approx(tuple(row))


def test_no_itinerary_re_enters_a_country(net):
    for trip in co.pareto(net, "Karachi", "Tbilisi", criteria=("time", "distance")):
        on_land = [leg.country.split(">")[-1] for leg in trip.steps if leg.country]
        entered = [c for k, c in enumerate(on_land) if k == 0 or on_land[k - 1] != c]
        # AZ and its exclave Nakhchivan share a code
        assert len(set(entered) - {"AZ"}) == len([c for c in entered if c != "AZ"])


def test_conditions_hold_on_the_whole_front(net):
    front = co.pareto(net, "Karachi", "Istanbul", modes=["road", "rail"], avoid=["Azerbaijan"])
    for trip in front:
        assert set(trip.modes) <= {"road", "rail"}
        assert "AZ" not in trip.countries
    free = co.pareto(net, "Karachi", "Istanbul")
    for row in front.values:
        assert (free.values <= row + 1e-6).all(axis=1).any()


def test_front_on_a_corridor_starts_with_its_best_itinerary(net):
    for corridor in ("islamabad-tehran-istanbul", "middle-corridor"):
        front = co.pareto(net, "Karachi", "Istanbul", criteria=("cost", "time"), corridor=corridor)
        cheap = co.route(net, "Karachi", "Istanbul", weight="cost", corridor=corridor)
        quick = co.route(net, "Karachi", "Istanbul", weight="time", corridor=corridor)
        assert front.values[0, 0] == pytest.approx(cheap.cost_usd)
        assert front.values[-1, 1] == pytest.approx(quick.time_h)
        assert {trip.corridor for trip in front} == {corridor}


def test_tolerance_is_kept(net):
    exact = co.pareto(net, "Karachi", "Istanbul", criteria=ALL)
    near = co.pareto(net, "Karachi", "Istanbul", criteria=ALL, epsilon=0.05)
    assert not near.exact
    assert near.bound == 0.05
    assert len(near) < len(exact)
    for row in exact.values:
        assert (near.values <= 1.05 * row + 1e-9).all(axis=1).any()


def test_budget_is_admitted(net):
    short = co.pareto(net, "Karachi", "Istanbul", criteria=ALL, max_labels=8_000)
    exact = co.pareto(net, "Karachi", "Istanbul", criteria=ALL)
    assert not short.exact
    assert 0 < short.bound < math.inf
    for row in exact.values:
        assert (short.values <= (1 + short.bound) * row + 1e-9).all(axis=1).any()


def test_positions_are_joined_by_access_legs(net):
    front = co.pareto(net, (67.3, 25.0), "Istanbul", criteria=("cost", "time"))
    cheap = co.route(net, (67.3, 25.0), "Istanbul")
    assert [leg.kind for leg in front[0].steps[:2]] == ["terminal", "access"]
    assert front[0].cost_usd == pytest.approx(cheap.cost_usd)
    assert front.values[0, 0] == pytest.approx(cheap.cost_usd)


def test_filter_and_knee(net):
    front = co.pareto(net, "Karachi", "Istanbul")
    limit = float(np.median(front.values[:, 1]))
    kept = front.filter(max_time_h=limit)
    assert 0 < len(kept) < len(front)
    assert all(trip.time_h <= limit for trip in kept)
    assert len(front.filter(max_transits=3)) == sum(t.transit_count <= 3 for t in front)
    assert front.knee() in front.itineraries
    none = front.filter(max_cost_usd=1.0)
    assert len(none) == 0
    with pytest.raises(co.NoItineraryError, match="the front is empty"):
        none.knee()
    frame = front.to_frame()
    assert list(frame["cost_usd"]) == pytest.approx(front.values[:, 0].tolist())
    assert "exact" in repr(front)


def test_chart(net):
    front = co.pareto(net, "Karachi", "Istanbul")
    axes = front.plot().axes[0]
    assert axes.get_xlabel() == "Cost (USD)"
    assert axes.get_ylabel() == "Time (days)"
    assert sum(len(c.get_offsets()) for c in axes.collections) == len(front)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"criteria": ("cost", "tme")}, "criterion 'tme' is not one of .* Did you mean 'time'"),
        ({"criteria": ("cost",)}, "criteria must be two to five different ones"),
        ({"criteria": ("cost", "cost")}, "criteria must be two to five different ones"),
        ({"epsilon": -0.1}, "epsilon must be 0 or more"),
        ({"epsilon": math.nan}, "epsilon must be 0 or more"),
        ({"max_labels": 0}, "max_labels must be 1 or more"),
        ({"time_limit_s": -1.0}, "time_limit_s must be 0 or more"),
    ],
)
def test_bad_arguments(toy, words, message):
    with pytest.raises(ValueError, match=message):
        co.pareto(toy, "Alpha", "Epsilon", **words)


def test_no_way_says_why(toy):
    with pytest.raises(co.NoItineraryError, match="not by pipeline alone"):
        co.pareto(toy, "Alpha", "Epsilon", modes=["pipeline"])


def test_nothing_found_within_the_budget_says_so(net):
    with pytest.raises(co.NoItineraryError, match="no itinerary found within max_labels=1"):
        co.pareto(net, "Karachi", "Istanbul", max_labels=1)


def test_no_time_and_other_kinds_are_refused(toy):
    pair = ("Alpha", "Epsilon")
    with pytest.raises(ValueError, match="time_limit_s must be above 0"):
        co.pareto(toy, *pair, time_limit_s=0)
    for criteria in (None, 5):
        with pytest.raises(TypeError, match=f"criteria is a list, not {criteria}"):
            co.pareto(toy, *pair, criteria=criteria)


def test_a_front_tells_what_is_shut_of_the_ways_that_would_be_the_best(net):
    """Wish: only ``route`` told that a better way is shut; a front has several best ways."""
    then = net.at("2026-03-01")
    front = co.pareto(then, "Karachi Port", "Tashkent", criteria=("cost", "time"))
    notes = front[0].notes
    assert "Hormuz closed" in notes[0]
    assert notes[0].endswith("the best way would pass there.")
    assert "Torkham is shut since 2025-10-12" in notes[1]
    assert notes[1].endswith("the quickest way would pass there.")
    told = co.route(then, "Karachi Port", "Tashkent").notes
    assert told[0] == notes[0]
    open_now = co.pareto(net, "Karachi Port", "Tashkent", criteria=("cost", "time"))
    assert not any(": without that, " in note for note in open_now[0].notes)
