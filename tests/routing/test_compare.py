"""Comparisons and matrices."""

import numpy as np
import pytest

import corridors as co
from corridors.routing.compare import BEST_COLUMNS, comparisons
from corridors.routing.conditions import Conditions


def test_a_row_each_pair_and_corridor(toy):
    table = co.compare(toy, ["Alpha", "Beta"], ["Epsilon", "Beta"])
    assert len(table) == 3 * 4
    assert set(table["corridor"]) == {"line-c", "ship", "gas-line", "future"}
    assert (table["served"] == (table["reason"] == "")).all()


def test_rows_equal_route(toy):
    table = co.compare(toy, "Alpha", "Epsilon", weight="time").set_index("corridor")
    for corridor in ("line-c", "ship"):
        trip = co.route(toy, "Alpha", "Epsilon", weight="time", corridor=corridor)
        for column in ("distance_km", "cost_usd", "time_h", "transit_count", "co2e_kg"):
            assert table.loc[corridor, column] == pytest.approx(getattr(trip, column))


def test_best_marks_the_least_of_each_column(toy):
    table = co.compare(toy, "Alpha", "Epsilon").set_index("corridor")
    # line-c: 610 km, 635 USD, 61.9 h, 3 transits, 404 kg; ship: 1120 km, 1070 USD, 185 h, 3, 440
    assert set(table.loc["line-c", "best"]) == set(BEST_COLUMNS)
    assert table.loc["ship", "best"] == ("transit_count",)
    assert table.loc["gas-line", "best"] == ()


def test_reasons(toy):
    table = co.compare(toy, "Alpha", "Epsilon").set_index("corridor")
    assert table.loc["gas-line", "reason"] == "it carries gas, not container"
    assert "rail-ab (planned)" in table.loc["future", "reason"]


def test_unknown_corridor(toy):
    with pytest.raises(co.UnknownNameError, match="there is no corridor 'line'"):
        co.compare(toy, "Alpha", "Epsilon", corridors=["line"])


def test_matrix_equals_route(toy):
    table = co.matrix(toy, ["Alpha", "Beta"], ["Epsilon", "Alpha"], weight="time")
    assert table.loc["Alpha", "Alpha"] == 0
    trip = co.route(toy, "Beta", "Epsilon", weight="time")
    assert table.loc["Beta", "Epsilon"] == pytest.approx(trip.time_h)


def test_matrix_has_nan_where_there_is_no_way(toy):
    assert np.isnan(co.matrix(toy, ["Alpha"], ["Gas Hub"]).iloc[0, 0])


def test_embedded_pairs_have_no_laughable_itinerary(net):
    """No country twice, no container in a pipe, no train across a gauge, no closed link."""
    places = ["Karachi", "Istanbul", "Tashkent", "Almaty", "Ashgabat", "Kabul", "Baku", "Xi'an"]
    open_links = {r["link_id"] for r in net.table("links") if r["status"] == "operational"}
    found = [c.itinerary for c in comparisons(net, places, places, Conditions()) if c.itinerary]
    assert len(found) > 60
    for trip in found:
        twice = {c for c in trip.countries if trip.countries.count(c) > 1}
        assert twice <= {"AZ"}  # Nakhchivan is a territory of its own
        assert "pipeline" not in trip.modes
        ferries = [s for s in trip.steps if s.kind == "line-haul" and s.vehicle == "ferry"]
        assert sum(f.to_node.split("-")[0] in ("az", "kz", "tm", "ir") for f in ferries) <= 1
        vehicle = None
        for leg in trip.steps:
            if leg.kind == "line-haul":
                assert leg.link_id in open_links
                assert vehicle in (None, leg.vehicle), (trip, leg)
                vehicle = leg.vehicle
            elif leg.kind in ("terminal", "gauge break"):
                vehicle = None
