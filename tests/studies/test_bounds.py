"""Bounds spare searches, and never one that matters."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import PAIRS

import corridors as co


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
