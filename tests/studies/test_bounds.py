"""Bounds spare searches, and never one that matters."""

import numpy as np
import pytest
from asked import ask_all
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import PAIRS

import corridors as co
from corridors.studies.bounds import Bounds, still_best


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mode=st.sampled_from(["road", "rail"]),
    price=st.floats(0.3, 2),
    hours=st.floats(0.2, 2),
    bcp=st.sampled_from(["xz-gamma", "xy-zeta", "yz-zeta", "zz-q"]),
    weight=st.sampled_from(["cost", "time", "generalised"]),
)
def test_bounds_never_spare_a_search_that_matters(toy, mode, price, hours, bcp, weight):
    case = co.Scenario(
        "x",
        "X",
        (
            co.Override("change", "tariffs", {"mode": mode}, "usd_per_km", "multiply", price),
            co.Override("change", "border_crossings", {"bcp_id": bcp}, "hours", "multiply", hours),
        ),
    )
    frame = co.sweep(toy, [case], PAIRS, weight=weight)
    net = toy.apply(case)
    for pair, (_, row) in zip(PAIRS, frame.iterrows(), strict=True):
        trip = co.route(net, *pair, weight=weight)
        assert row["cost_usd"] == pytest.approx(trip.cost_usd)
        assert row["time_h"] == pytest.approx(trip.time_h)


def test_least_costs_are_those_of_ways_through_an_arc(toy):
    """Of each arc: the best way that passes it costs no less than the bound says, ``inf`` none."""
    questions = ask_all(toy, PAIRS)
    bounds, plan = Bounds(questions), questions[0].plan
    for number, question in enumerate(questions):
        way = question.best()
        for arc in way.arcs:
            here, nothing = np.array([arc]), np.zeros(1)
            assert bounds.compete(number, here, nothing, way.cost * (1 + 1e-9))
            assert not bounds.compete(number, here, nothing, way.cost * (1 - 1e-9))
        shut = np.flatnonzero(np.isinf(plan.weights))
        assert not bounds.compete(number, shut, np.zeros(len(shut)), 1e12)


def test_without_a_change_every_way_stays_and_of_other_arcs_none(toy):
    questions = ask_all(toy, PAIRS)
    plan, ways = questions[0].plan, questions.best()
    assert still_best(plan, plan, ways) == dict(enumerate(ways))
    worse = plan.closing(ways[0].index[:1])
    kept = still_best(plan, worse, ways)
    assert 0 not in kept
    assert all(way.arcs == questions.under(worse).best()[k].arcs for k, way in kept.items())
    row = {"node_id": "xx-n", "name": "N", "kind": "city", "country": "XX", "lon": 61, "lat": 40}
    new = co.Override("add", "nodes", row=row, source_id="toy")
    other = ask_all(toy.apply(co.Scenario("x", "X", (new,))), PAIRS)[0].plan
    assert still_best(plan, other, ways) == {}
