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
from corridors.network.earth import great_circle_km
from corridors.network.prices import usd_of
from corridors.network.tables import Table


def tables(word: str = "") -> dict[str, Table]:
    """Nodes west to east on a parallel, and a price towards the place of the first."""
    nodes = {"node_id": ("a", "b", "c"), "lon": (60.0, 61.0, 62.0), "lat": (30.0, 30.0, 30.0)}
    tariffs = {
        "mode": ("road", "road"), "country": ("XX", "XX"), "towards": ("", word),
        "towards_lon": (float("nan"), 60.1), "towards_lat": (float("nan"), 30.0),
    }  # fmt: skip
    return {"nodes": Table("nodes", nodes), "tariffs": Table("tariffs", tariffs)}


def km_of(ways: Directions, a: str, b: str, length_km: float) -> dict[str, float]:
    """Return the km of a haul of a length that pay each price, by the word of the tariff."""
    return {one.word: one.of(length_km) for one in ways.shares("road", a, b, "XX")}


def apart_km(a: str, b: str) -> float:
    """Return the km from one node to another as the crow flies."""
    nodes = tables()["nodes"]
    at = {row["node_id"]: (row["lon"], row["lat"]) for row in nodes}
    return great_circle_km(*at[a], *at[b])


def test_a_haul_pays_each_price_by_how_much_nearer_it_comes() -> None:
    """A place a tenth of a degree from "a": a haul from "c" to "b" nears it by all of its way.

    Of a road twice as long three quarters are towards it and a quarter away from it.
    """
    ways, straight = Directions(tables("Aport")), apart_km("b", "c")
    assert km_of(ways, "c", "b", straight) == pytest.approx({"Aport": straight, "": 0}, abs=0.01)
    assert km_of(ways, "b", "c", straight) == pytest.approx({"Aport": 0, "": straight}, abs=0.01)
    bent = km_of(ways, "c", "b", 2 * straight)
    assert bent == pytest.approx({"Aport": 1.5 * straight, "": 0.5 * straight}, rel=1e-4)
    assert ways.shares("road", "b", "a", "YY") == (("", 1, 0),), "another country has no such price"
    assert ways.shares("rail", "b", "a", "XX") == (("", 1, 0),), "nor has another mode"


def test_away_from_a_place_is_the_other_way_round() -> None:
    ways, straight = Directions(tables("away from Aport")), apart_km("b", "c")
    away = km_of(ways, "b", "c", straight)
    assert away == pytest.approx({"away from Aport": straight, "": 0}, abs=0.01)
    back = km_of(ways, "c", "b", straight)
    assert back == pytest.approx({"away from Aport": 0, "": straight}, abs=0.01)


def test_a_haul_that_is_told_too_short_pays_no_more_than_its_length() -> None:
    ways = Directions(tables("Aport"))
    assert km_of(ways, "c", "b", 10.0) == {"Aport": 10.0, "": 0.0}


def test_two_places_tell_half_of_the_haul_each() -> None:
    """Aport in the west and Cport in the east: what nears the one leaves the other."""
    both = tables("Aport")
    rows = [dict(row) for row in both["tariffs"]]
    rows.append({**rows[1], "towards": "Cport", "towards_lon": 63.0})
    names = both["tariffs"].columns
    both["tariffs"] = Table("tariffs", {n: tuple(row[n] for row in rows) for n in names})
    found = Directions(both).shares("road", "c", "b", "XX")
    km = [(one.word, round(one.of(100.0) / 100, 2)) for one in found]
    assert km == [("Aport", 0.49), ("", 0.01), ("Cport", 0.01), ("", 0.49)]


def test_without_prices_by_direction_nothing_is_told_apart() -> None:
    ways = Directions(tables())
    assert ways.shares("road", "b", "a", "XX") == (("", 1, 0),)
    assert not ways.tells("road", "XX")
    assert Directions(tables("Aport")).tells("road", "YY", "XX")


def fare_pkr(net: co.Network, origin: str, destination: str) -> float:
    """Return the carriage of a 40-ft box in rupees of July 2025, with the start of the haul."""
    parts = co.charges(co.route(net, origin, destination, modes="road"))
    usd = usd_of(net.table("deflators"), 1.0, "PKR", "2025-07", 2023)
    return parts[parts["part"].isin(["carriage", "start of a haul"])]["usd"].sum() / usd


def test_a_truck_goes_back_to_the_port_for_a_third(net: co.Network) -> None:
    assert fare_pkr(net, "Karachi", "Lahore") == pytest.approx(350_000, rel=0.002)
    assert fare_pkr(net, "Lahore", "Karachi") == pytest.approx(120_000, rel=0.002)
    before = net.at("2025-06-01")
    assert fare_pkr(before, "Karachi", "Lahore") == pytest.approx(300_000, rel=0.002)
    assert fare_pkr(before, "Lahore", "Karachi") == pytest.approx(100_000, rel=0.002)


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        ("Karachi", "Peshawar"), ("pk-khunjerab", "pk-rawalpindi"), ("Taftan", "Lahore"),
        ("Lahore", "Quetta"), ("Gwadar", "Quetta"),
    ],
)  # fmt: skip
def test_a_haul_pays_by_its_ends_and_its_length_however_it_bends(
    net: co.Network, origin: str, destination: str
) -> None:
    """Half of the way at each price, and half the km by which it nears Karachi more at that."""
    legs = [
        leg for leg in co.route(net, origin, destination, modes="road").steps if leg.from_node
        and leg.kind == "line-haul"
    ]  # fmt: skip
    assert len(legs) > 2
    tariffs = net.table("tariffs")
    rows = {row["towards"]: row for row in tariffs if is_pk(row) and not row["valid_to"]}
    up, down = rows[""]["usd_per_km"], rows["Karachi"]["usd_per_km"]
    port = rows["Karachi"]["towards_lon"], rows["Karachi"]["towards_lat"]
    nodes = net.table("nodes")
    at = {row["node_id"]: (row["lon"], row["lat"]) for row in nodes}
    ends = at[legs[0].from_node], at[legs[-1].to_node]
    nearer = great_circle_km(*ends[0], *port) - great_circle_km(*ends[1], *port)
    km = sum(leg.km for leg in legs)
    expected = (km - nearer) / 2 * up + (km + nearer) / 2 * down
    assert sum(leg.usd for leg in legs) == pytest.approx(expected, rel=1e-6)
    for leg in legs:
        assert down * leg.km - 1e-6 <= leg.usd <= up * leg.km + 1e-6


def is_pk(row: dict) -> bool:
    """Say whether a tariff is that of a truck with a 40-ft box in Pakistan."""
    return (row["mode"], row["country"], row["box"]) == ("road", "PK", "40ft")


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
    parts = co.charges(down)
    back = parts.loc[parts["how"].str.endswith(" km towards Karachi"), "usd"].sum()
    assert dear.cost_usd - down.cost_usd == pytest.approx(back)
    assert back > 0.6 * down.by_kind("usd")["line-haul"]


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
