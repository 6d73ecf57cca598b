"""The compiled matrix and the sweep of weights against single routes."""

from __future__ import annotations

import numpy as np
import pytest
from asked import plan

import corridors as co
from corridors.criteria import CRITERIA
from corridors.engines import jit
from corridors.network.tables import Table
from corridors.routing import matrix
from corridors.routing.by_weights import totals_of_best
from corridors.vocabulary import LEG_KINDS

PLACES = ["Karachi", "Istanbul", "Tashkent", "Baku", "Tehran", "Kabul", "Almaty", "Quetta",
          "Ankara", "Ashgabat", "Bishkek"]  # fmt: skip


@pytest.mark.parametrize(
    "weight", ["cost", "time", "distance", "co2e", "transits", {"cost": 1, "transits": 500}]
)
def test_compiled_matrix_equals_single_searches(net, monkeypatch, weight):
    monkeypatch.setattr(matrix, "_TABLE_PAIRS", 1)
    monkeypatch.setattr(matrix, "_ORIGIN_S", 1e9)  # compile at once
    monkeypatch.setattr(jit, "_spent_s", 0.0)
    quick = co.matrix(net, PLACES, PLACES, weight=weight)
    monkeypatch.setattr(matrix, "_TABLE_PAIRS", 10**9)
    slow = co.matrix(net, PLACES, PLACES, weight=weight)
    np.testing.assert_allclose(quick.to_numpy(), slow.to_numpy(), rtol=1e-9)
    assert quick.loc["Karachi", "Karachi"] == 0


def test_a_table_is_compiled_only_if_it_pays(net, monkeypatch):
    """One rule for all: twenty origins alone are not worth a compiler that has kept nothing."""
    monkeypatch.setattr(jit, "is_cached", lambda module: False)
    monkeypatch.setattr(jit, "_spent_s", 0.0)
    made = []
    monkeypatch.setattr(matrix, "_table", lambda *asked: made.append(asked) or np.zeros((20, 20)))
    monkeypatch.setattr(matrix, "_searched", lambda *_: np.ones((20, 20)))
    places = [*PLACES, *PLACES][:20]
    assert co.matrix(net, places, places).to_numpy().all()
    monkeypatch.setattr(jit, "_spent_s", jit.PLAIN_COLD_S + 1)
    assert not co.matrix(net, places, places).to_numpy().any()
    assert len(made) == 1


def test_unconnected_pairs_are_nan(monkeypatch, toy):
    monkeypatch.setattr(matrix, "_TABLE_PAIRS", 1)
    monkeypatch.setattr(matrix, "_ORIGIN_S", 1e9)  # compile at once
    monkeypatch.setattr(jit, "_spent_s", 0.0)
    table = co.matrix(toy, ["Alpha", "Gas Field"], ["Epsilon", "Beta"])
    assert np.isnan(table.loc["Gas Field", "Epsilon"])
    assert table.loc["Alpha", "Epsilon"] == pytest.approx(635)


def test_many_weights_equal_single_routes(net):
    pairs = [("Karachi", "Istanbul"), ("Lahore", "Baku"), ("Istanbul", "Tehran")]
    coefficients = np.random.default_rng(2).dirichlet(np.ones(5), 40) / [4000, 400, 6000, 4, 6000]
    coefficients[:3] = [[1, 5, 0, 0, 0], [1, 0, 0.1, 300, 0], [0, 1, 0, 0, 0]]
    totals = totals_of_best(plan(net), pairs, coefficients)
    for row, coefficient in enumerate(coefficients):
        weight = {k: v for k, v in zip(CRITERIA, coefficient.tolist(), strict=True) if v}
        for column, (a, b) in enumerate(pairs):
            trip = co.route(net, a, b, weight=weight)
            best = [trip.cost_usd, trip.time_h, trip.distance_km, trip.transit_count, trip.co2e_kg]
            split = [
                sum(leg.usd if what == "usd" else leg.h for leg in trip.steps if leg.kind == kind)
                for what in ("usd", "h")
                for kind in LEG_KINDS
            ]
            parts = totals[row, column, 5:]
            if totals[row, column, :5] == pytest.approx(best, rel=1e-9):  # not another equal way
                assert parts == pytest.approx(split)
            assert parts.reshape(2, -1).sum(axis=1) == pytest.approx(totals[row, column, :2])
            assert totals[row, column, :5] @ coefficient == pytest.approx(
                best @ coefficient, rel=1e-5
            )


def test_many_weights_without_a_way_are_nan(toy):
    totals = totals_of_best(plan(toy), [("Alpha", "Gas Hub"), ("Alpha", "Beta")], np.eye(5))
    assert np.isnan(totals[:, 0]).all()
    assert np.isfinite(totals[:, 1]).all()


def test_a_matrix_has_a_row_each_place_given(net):
    places = [
        "cn-torugart",
        "kg-torugart",
        "Karachi",
        "Karaçi",
        (67.000001, 24.9),
        (67.000002, 24.9),
    ]
    table = co.matrix(net, places, ["Istanbul"])
    assert table.index.tolist() == [
        "cn-torugart", "kg-torugart", "Karachi", "Karaçi",
        "(67.000001, 24.9)", "(67.000002, 24.9)",
    ]  # fmt: skip
    assert table.iloc[2, 0] == table.iloc[3, 0]
    assert table.iloc[0, 0] != table.iloc[1, 0]
    same = co.matrix(net, np.array([[67.0, 24.9]]), ["Istanbul"])
    assert same.shape == (1, 1)


def test_a_comparison_of_nothing_says_so(net, toy):
    with pytest.raises(ValueError, match="no pair of two different places"):
        co.compare(net, "Karachi", "Karachi")
    empty = dict.fromkeys(toy.table("corridor_links").columns, ())
    bare = toy.replaced({"corridor_links": Table("corridor_links", empty)})
    assert set(co.compare(bare, "Alpha", "Epsilon")["corridor"]) == {"any way"}


def test_best_by_weights_is_a_row_each_weight_and_pair(net, toy):
    weights = ["time", {"cost": 1.0, "time": 40.0}]
    table = co.best_by_weights(net, [("Karachi", "Istanbul"), ("Lahore", "Baku")], weights)
    assert table[["weight", "origin", "destination"]].to_numpy().tolist() == [
        [0, "Karachi", "Istanbul"], [0, "Lahore", "Baku"],
        [1, "Karachi", "Istanbul"], [1, "Lahore", "Baku"],
    ]  # fmt: skip
    quickest = co.route(net, "Karachi", "Istanbul", weight="time")
    assert table["time_h"][0] == pytest.approx(quickest.time_h)
    assert table["h_border"][0] == pytest.approx(
        sum(leg.h for leg in quickest.steps if leg.kind == "border")
    )
    cut = co.best_by_weights(toy, [("Alpha", "Gas Hub")], ["cost"])
    assert cut["served"].tolist() == [False]
    assert np.isnan(cut["usd_border"][0])
    with pytest.raises(ValueError, match="are the same: Karachi"):
        co.best_by_weights(net, [("Karachi", "pk-karachi")], ["cost"])


@pytest.mark.parametrize("weight", ["time", "cost", {"cost": 1, "time": 30}])
def test_a_matrix_of_a_departure_is_that_of_route(net, weight):
    """Waits are those of the timetable; what an event has shut that day is not passed."""
    origins, ends = ["Karachi", "Kashgar"], ["Kabul", "Istanbul", "Islamabad"]
    words = {"weight": weight, "departure": "2026-12-04T08:00"}
    table = co.matrix(net, origins, ends, **words)
    plain = co.matrix(net, origins, ends, weight=weight)
    for origin in origins:
        for end in ends:
            trip = co.route(net, origin, end, **words)
            value = {
                "time": trip.time_h,
                "cost": trip.cost_usd,
            }.get(str(weight), trip.cost_usd + 30 * trip.time_h)
            column = table.columns[ends.index(end)]
            assert table.loc[origin, column] == pytest.approx(value)
    assert (table > plain).to_numpy().any()


def test_a_matrix_of_a_departure_has_no_value_where_there_is_no_way(toy):
    table = co.matrix(toy, ["Alpha", "Gas Field"], ["Epsilon", "Alpha"], departure="2026-03-02")
    assert np.isnan(table.loc["Gas Field", "Epsilon"])
    assert table.loc["Alpha", "Alpha"] == 0


def test_a_matrix_tells_its_places_and_what_it_is_made_by(toy):
    table = co.matrix(toy, ["xx-a", (60.9, 40.01)], "Epsilon", weight="time")
    assert table.attrs["weight"] == "time"
    assert table.attrs["places"] == {
        table.index[0]: "xx-a",
        table.index[1]: (60.9, 40.01),
        "Epsilon": "Epsilon",
    }
