"""Hauls that have another price towards a place."""

from __future__ import annotations

import numpy as np
import pytest

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.compiler import compile_tables
from corridors.graph.directions import Directions
from corridors.graph.rates import Rates
from corridors.network.checks import check_tables
from corridors.network.tables import Table


def tables(word: str = "") -> dict[str, Table]:
    """Nodes west to east on a parallel, and a price towards the place of the first."""
    nodes = {"node_id": ("a", "b", "c"), "lon": (60.0, 61.0, 62.0), "lat": (30.0, 30.0, 30.0)}
    tariffs = {
        "mode": ("road", "road"), "country": ("XX", "XX"), "towards": ("", word),
        "towards_lon": (float("nan"), 60.1), "towards_lat": (float("nan"), 30.0),
    }  # fmt: skip
    return {"nodes": Table("nodes", nodes), "tariffs": Table("tariffs", tariffs)}


def test_a_haul_goes_towards_a_place_if_it_ends_nearer_to_it() -> None:
    ways = Directions(tables("Aport"))
    assert ways.goes("road", "b", "a", "XX") == ("Aport",)
    assert ways.goes("road", "c", "b", "XX") == ("Aport",)
    assert ways.goes("road", "a", "b", "XX") == ()
    assert ways.goes("road", "a", "c", "XX") == ()
    assert ways.goes("road", "b", "a", "YY") == (), "another country has no such price"
    assert ways.goes("rail", "b", "a", "XX") == (), "nor has another mode"


def test_away_from_a_place_is_the_other_way_round() -> None:
    ways = Directions(tables("away from Aport"))
    assert ways.goes("road", "a", "b", "XX") == ("away from Aport",)
    assert ways.goes("road", "b", "a", "XX") == ()


def test_without_prices_by_direction_nothing_is_told_apart() -> None:
    assert Directions(tables()).goes("road", "b", "a", "XX") == ()


def test_a_truck_goes_back_to_the_port_for_a_third(net: co.Network) -> None:
    up = co.route(net, "Karachi", "Lahore", modes="road", weight="distance")
    down = co.route(net, "Lahore", "Karachi", modes="road", weight="distance")
    assert up.distance_km == pytest.approx(down.distance_km)
    share = down.by_kind("usd")["line-haul"] / up.by_kind("usd")["line-haul"]
    assert share == pytest.approx(120 / 350, rel=0.15)


def test_ships_sail_back_for_the_price_of_the_way_back(net: co.Network) -> None:
    there = co.route(net, "Shanghai", "Mersin", modes="sea")
    back = co.route(net, "Mersin", "Shanghai", modes="sea")
    share = back.by_kind("usd")["line-haul"] / there.by_kind("usd")["line-haul"]
    assert share == pytest.approx(0.362)


def test_prices_changed_in_one_direction_are_those_compiled_anew(net: co.Network) -> None:
    card = co.Override(
        "change", "tariffs", {"mode": "road", "country": "PK", "towards": "Karachi"},
        "usd_per_km", "multiply", 2.0,
    )  # fmt: skip
    changed = net.apply(co.Scenario("dearer-down", "Dearer down", (card,)))
    again = {name: changed.table(name) for name in changed.table_names}
    anew = compile_tables(again, Rates(again))
    for name, values in compiled(changed).arcs.items():
        np.testing.assert_allclose(values, anew.arcs[name], err_msg=name)
    down, dear = (
        co.route(of, "Lahore", "Karachi", modes="road", weight="distance") for of in (net, changed)
    )
    assert dear.by_kind("usd")["line-haul"] == pytest.approx(2 * down.by_kind("usd")["line-haul"])


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("towards_lon", float("nan"), "towards 'Karachi': towards_lon, towards_lat lack"),
        ("towards", "Lahore", "no price of any other way for road, PK, 40ft"),
    ],
)
def test_a_tariff_by_direction_that_lacks_something_is_told(
    net: co.Network, column: str, value: object, said: str
) -> None:
    tariffs = net.table("tariffs")
    rows = [dict(row) for row in tariffs if row["country"] != "*"]
    for row in rows:
        if (row["mode"], row["country"], row["box"]) == ("road", "PK", "40ft"):
            if column != "towards" or not row["towards"]:
                row[column] = value
            row["towards_lon"] = row["towards_lon"] if column == "towards_lon" else 67.0
            row["towards_lat"] = 24.9
    broken = Table("tariffs", {n: tuple(row[n] for row in rows) for n in tariffs.columns})
    faults = check_tables({n: net.table(n) for n in net.table_names} | {"tariffs": broken})
    assert any(said in fault for fault in faults), faults
