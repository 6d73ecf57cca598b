"""The compiled matrix and the sweep of weights against single routes."""

from __future__ import annotations

import numpy as np
import pytest

import corridors as co
from corridors.routing import compare, table_kernel
from corridors.routing.route import make_plan

PLACES = ["Karachi", "Istanbul", "Tashkent", "Baku", "Tehran", "Kabul", "Almaty", "Quetta",
          "Ankara", "Ashgabat", "Bishkek"]  # fmt: skip


@pytest.mark.parametrize("weight", ["cost", "time", "distance", {"cost": 1, "transits": 500}])
def test_compiled_matrix_equals_single_searches(net, monkeypatch, weight):
    quick = co.matrix(net, PLACES, PLACES, weight=weight)
    monkeypatch.setattr(compare, "_COMPILED_PAIRS", 10**9)
    slow = co.matrix(net, PLACES, PLACES, weight=weight)
    np.testing.assert_allclose(quick.to_numpy(), slow.to_numpy(), rtol=1e-9)
    assert quick.loc["Karachi", "Karachi"] == 0


def test_unconnected_pairs_are_nan(monkeypatch, toy):
    monkeypatch.setattr(compare, "_COMPILED_PAIRS", 1)
    table = co.matrix(toy, ["Alpha", "Gas Field"], ["Epsilon", "Beta"])
    assert np.isnan(table.loc["Gas Field", "Epsilon"])
    assert table.loc["Alpha", "Epsilon"] == pytest.approx(635)


def test_sweep_equals_routes(net):
    plan = make_plan(net)
    graph = net.state_graph
    pairs = [("Karachi", "Istanbul"), ("Lahore", "Baku")]
    ends = [(net.gazetteer.node_id(a), net.gazetteer.node_id(b)) for a, b in pairs]
    coefficients = np.array([[1.0, 5, 0, 0, 0], [1, 0, 0.1, 300, 0], [0, 1, 0, 0, 0]])
    totals = np.empty((3, 2, 5))
    table_kernel.sweep(
        graph.first_out, graph.arcs["head"], plan.costs, coefficients, np.isfinite(plan.weights),
        np.array([graph.origin[a] for a, _ in ends]),
        np.array([graph.destination[b] for _, b in ends]), totals,
    )  # fmt: skip
    for row, coefficient in enumerate(coefficients):
        weight = {k: v for k, v in zip(co_criteria(), coefficient.tolist(), strict=True) if v}
        for column, (a, b) in enumerate(pairs):
            trip = co.route(net, a, b, weight=weight)
            best = [trip.cost_usd, trip.time_h, trip.distance_km, trip.transit_count, trip.co2e_kg]
            assert totals[row, column] @ coefficient <= np.array(best) @ coefficient + 1e-3


def co_criteria():
    from corridors.vocabulary import CRITERIA

    return CRITERIA
