"""Which rows of the tariffs a haul pays: worked by hand, and against every arc compiled."""

from __future__ import annotations

import math

import numpy as np
import pytest

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.delta import priced_by
from corridors.graph.directions import Directions
from corridors.graph.paid import PaidByKm, begins_haul, paid_by_km
from corridors.graph.rates import RATE_TABLES, Rates
from corridors.network.earth import great_circle_km
from corridors.network.tables import Table
from tests.random_networks import random_hauls
from tests.toy import change, table, toy_network, toy_tables

ENDS = ("pk-lahore", "pk-karachi")


def paid_with(net: co.Network, drop: set[tuple[str, str]]) -> PaidByKm:
    """Return what hauls pay without some tariffs of trucks in Pakistan, by box and direction."""
    tariffs = net.table("tariffs")
    kept = [
        dict(row) for row in tariffs
        if (row["mode"], row["country"]) != ("road", "PK") or
        ((row["box"], row["towards"]) not in drop and not row["valid_to"])
    ]  # fmt: skip
    if ("40ft", "") in drop:
        kept = [row for row in kept if (row["mode"], row["country"]) != ("road", "*")]
    tables = {name: net.table(name) for name in (*RATE_TABLES, "nodes")}
    columns = {name: tuple(row[name] for row in kept) for name in tariffs.columns}
    tables["tariffs"] = Table("tariffs", columns)
    return PaidByKm(tables, Rates(tables), Directions(tables))


def nearer_km(net: co.Network) -> float:
    nodes, port = net.table("nodes"), (67.01, 24.86)
    at = {row["node_id"]: (row["lon"], row["lat"]) for row in nodes}
    a, b = (great_circle_km(*at[node], *port) for node in ENDS)
    return a - b


def test_a_haul_over_a_border_pays_half_of_its_km_on_each_side(net: co.Network) -> None:
    paid = paid_by_km(net)
    km = {
        paid_row.row: paid_row.km.of(2000.0)
        for paid_row in paid.rows("road", ENDS, ("PK", "AF"))[1]
    }
    index = net.table("tariffs").index("mode", "country", "box", "towards", "valid_to")
    nearer = nearer_km(net) / 4
    expected = {
        index["road", "PK", "40ft", "Karachi", ""]: 500 + nearer,
        index["road", "PK", "40ft", "", ""]: 500 - nearer,
        index["road", "AF", "40ft", "", ""]: 1000,
    }
    assert km == pytest.approx(expected)


def test_the_row_that_most_is_paid_by_is_named(net: co.Network) -> None:
    paid, tariffs = paid_by_km(net), net.table("tariffs")
    for ends, towards in ((ENDS, "Karachi"), (ENDS[::-1], "")):
        usd, (table, row), refs = paid.price("road", ends, ("PK", "PK"), 1248.0)
        assert table == "tariffs"
        assert tariffs["towards"][row] == towards
        assert tariffs["box"][row] == "40ft"
        assert len(refs) == 6, "three boxes, two ways"
        assert usd.usd_20ft < usd.usd_40ft


def test_a_box_without_a_price_of_a_direction_pays_that_of_any_way(net: co.Network) -> None:
    paid = paid_with(net, {("20ft", "Karachi")})
    there, back = (paid.price("road", e, ("PK", "PK"), 1300.0)[0] for e in (ENDS[::-1], ENDS))
    assert there.usd_20ft == pytest.approx(back.usd_20ft)
    assert there.usd_40ft > 2 * back.usd_40ft


def test_a_box_that_part_of_the_way_is_not_carried_is_not_carried(net: co.Network) -> None:
    paid = paid_with(net, {("40ft", "")})
    assert math.isinf(paid.price("road", ENDS, ("PK", "PK"), 1300.0)[0].usd_40ft)
    straight = nearer_km(net)  # all of it goes to Karachi: nothing else is paid
    usd, (_, row), _ = paid.price("road", ENDS, ("PK", "PK"), straight)
    assert usd.usd_40ft == pytest.approx(0.2038 * straight)
    assert row >= 0


@pytest.mark.parametrize("towards", ["", "Karachi"])
def test_a_changed_row_is_felt_by_each_haul_that_pays_some_km_by_it(
    net: co.Network, towards: str
) -> None:
    card = co.Override(
        "change", "tariffs",
        {"mode": "road", "country": "PK", "towards": towards, "box": "40ft"},
        "usd_per_km", "multiply", 1.5,
    )  # fmt: skip
    changed = net.apply(co.Scenario("dearer", "Dearer", (card,)))
    before, after = (compiled(one).arcs["usd_40ft"] for one in (net, changed))
    dearer = set(np.flatnonzero(after > before * (1 + 1e-9)).tolist())
    row = net.table("tariffs").index("mode", "country", "box", "towards", "valid_to")
    assert dearer
    assert dearer <= priced_by(compiled(net), row["road", "PK", "40ft", towards, ""])


def test_a_part_of_a_network_pays_what_the_whole_does(net: co.Network) -> None:
    """The place of the tariffs lies outside of the part."""
    whole = co.route(net, "Lahore", "Peshawar", modes="road")
    part = net.subset([leg.link_id for leg in whole.steps if leg.link_id], name="north")
    assert "pk-karachi" not in part.table("nodes")["node_id"]
    assert co.route(part, "Lahore", "Peshawar", modes="road").cost_usd == whole.cost_usd


def paid_to_beta(*, any_way: bool = True) -> tuple[PaidByKm, Table]:
    """Return what trucks pay in the toy network, where 3 USD a km are asked towards Beta."""
    tables = toy_tables()
    rows = [dict(row) for row in tables["tariffs"]]
    rows = [r for r in rows if any_way or (r["mode"], r["box"]) != ("road", "40ft")]
    rows.insert(0, {"mode": "road", "country": "XX", "box": "40ft", "usd_per_km": 3.0,
                    "towards": "Beta", "towards_lon": 60.9, "towards_lat": 40.0})  # fmt: skip
    tables["tariffs"] = table("tariffs", rows)
    return PaidByKm(tables, Rates(tables), Directions(tables)), tables["tariffs"]


def test_the_first_row_of_the_table_is_paid_as_any_other() -> None:
    """Alpha-Beta, 100 km: (100 + n) / 2 km at 3 USD towards Beta, the others at 1 USD."""
    paid, tariffs = paid_to_beta()
    nearer = great_circle_km(60.0, 40.0, 60.9, 40.0)
    usd, named, refs = paid.price("road", ("xx-a", "xx-b"), ("XX", "XX"), 100.0)
    assert usd.usd_40ft == pytest.approx(3 * (100 + nearer) / 2 + (100 - nearer) / 2)
    assert usd.usd_20ft == pytest.approx(80)
    assert (named, tariffs["towards"][0]) == (("tariffs", 0), "Beta")
    assert {name for name, _ in refs} == {"tariffs"}
    assert {("tariffs", 0)} < refs


def test_a_way_of_which_no_km_is_without_a_price_is_carried() -> None:
    paid, _ = paid_to_beta(any_way=False)
    straight = great_circle_km(60.0, 40.0, 60.9, 40.0)
    for km, usd in ((straight, 3 * straight), (100.0, math.inf)):
        found, _, _ = paid.price("road", ("xx-a", "xx-b"), ("XX", "XX"), km)
        assert found.usd_40ft == pytest.approx(usd)


# -- what is paid once a haul -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "begins"),
    [
        ("origin", "road", True), ("rail-1520", "road", True), ("sea", "road", True),
        ("origin", "rail-1435", True), ("road", "rail-1435", True), ("sea", "rail-1435", True),
        ("road", "road", True),  # a border demands another truck
        ("ferry", "road", False),  # the truck drives off the ship
        ("ferry", "rail-1520", True), ("ferry-1520", "rail-1520", False),  # the wagon rolls off
        ("rail-1520", "rail-1435", False),  # a railway hands it to another
        ("road", "destination", False), ("road", "sea", False), ("rail-1435", "rail-1435", True),
        ("origin", "pipeline", False),
    ],
)  # fmt: skip
def test_where_a_haul_begins(a: str, b: str, *, begins: bool) -> None:
    assert begins_haul(a, b) == begins


def tariffs_with(**start_usd: float) -> Table:
    """Return the toy's tariffs with what a haul by a mode costs besides its km, of 40-ft boxes."""
    found = toy_tables()["tariffs"]
    for mode, usd in start_usd.items():
        found = change(found, "start_usd", {"mode": mode, "box": "40ft"}, usd)
    return found


def test_a_truck_pays_a_start_where_it_is_loaded_and_not_at_the_border() -> None:
    """Alpha - Epsilon by road: 10 + 900 + 200 of borders + 10; by rail the truck to Beta starts."""
    plain = toy_network()
    two_part = toy_network(tariffs=tariffs_with(road=70.0))
    for net, more in ((plain, 0.0), (two_part, 70.0)):
        assert co.route(net, "Alpha", "Epsilon", modes="road").cost_usd == 1120 + more
        both = co.route(net, "Alpha", "Epsilon", modes=["road", "rail"], weight="cost")
        # 10 + 100 + 80 + 100 + 5 + 50 + 120 + 150 + 20
        assert both.cost_usd == 635 + more
    parts = co.charges(co.route(two_part, "Alpha", "Epsilon", modes="road"))
    (start,) = parts[parts["part"] == "start of a haul"].itertuples()
    assert (start.usd, start.row) == (70, "tariffs road * 40ft")


def test_a_short_haul_by_truck_costs_what_makes_the_railway_lose() -> None:
    """Road 100 km and rail 510 km cost 635, road alone 1,120: a start of 1,000 turns it."""
    net = toy_network(tariffs=tariffs_with(rail=1000.0))
    trip = co.route(net, "Alpha", "Epsilon", modes=["road", "rail"], weight="cost")
    assert (trip.cost_usd, trip.modes) == (1120, ("road",))


def test_a_railways_dues_are_paid_once_a_country() -> None:
    """On loading at Beta and on entering Z, but not again where the gauge breaks there."""
    dues = change(toy_tables()["tariffs"], "fixed_usd", {"mode": "rail", "box": "40ft"}, 33.0)
    trip = co.route(toy_network(tariffs=dues), "Beta", "Epsilon", modes="rail")
    # 20 + 100 + 5 + 50 + 120 + 150 + 20, and twice 33
    assert trip.cost_usd == 465 + 2 * 33
    parts = co.charges(trip)
    assert parts[parts["part"] == "entry charges"]["usd"].tolist() == [33, 33]


def ways_of(net: co.Network, start: str, end: str) -> list[tuple[dict, ...]]:
    """Return every way over links that passes no place twice and comes back to no country."""
    home = net.table("nodes").pairs("node_id", "country")
    links = [dict(row) for row in net.table("links")]
    found: list[tuple[dict, ...]] = []

    def walk(at: str, way: tuple[dict, ...], seen: tuple[str, ...]) -> None:
        if at == end:
            found.append(way)
            return
        for link in links:
            for a, b in (
                (link["from_node"], link["to_node"]),
                (link["to_node"], link["from_node"]),
            ):
                if a != at or b in seen:
                    continue
                if home[b] != home[a] and home[b] in {home[n] for n in seen}:
                    continue
                step = {"a": a, "b": b, "mode": link["mode"], "km": link["length_km"]}
                walk(b, (*way, step), (*seen, b))

    walk(start, (), (start,))
    return found


def usd_of_way(net: co.Network, way: tuple[dict, ...]) -> float:
    """Return what a 40-ft box pays, haul by haul: a start and its km, each railway its dues."""
    home = net.table("nodes").pairs("node_id", "country")
    rows = {
        (row["mode"], row["country"]): row for row in net.table("tariffs") if row["box"] == "40ft"
    }

    def start(mode: str, country: str) -> float:
        told = rows[mode, country]["start_usd"]
        return rows[mode, "*"]["start_usd"] if math.isnan(told) else told

    usd, before = 10.0, ""  # unloading
    for step in way:
        mode, here, there = step["mode"], home[step["a"]], home[step["b"]]
        if mode != before:
            usd += 10 + start(mode, here)  # handling
            usd += rows[mode, here]["fixed_usd"] if mode == "rail" else 0
        usd += step["km"] * sum(rows[mode, c]["usd_per_km"] for c in (here, there)) / 2
        if here != there:
            usd += 5 + rows[mode, there]["fixed_usd"]
        before = mode
    return usd


@pytest.mark.parametrize("seed", range(12))
def test_the_cheapest_way_under_two_part_tariffs_is_that_of_brute_force(seed: int) -> None:
    net = random_hauls(seed)
    for end in ("n3", "n4"):
        ways = ways_of(net, "n0", end)
        cheapest = min(usd_of_way(net, way) for way in ways)
        trip = co.route(net, "N0", end.upper(), weight="cost")
        assert trip.cost_usd == pytest.approx(cheapest)
        parts = co.charges(trip)
        assert parts[parts["in_price"]]["usd"].sum() == pytest.approx(trip.cost_usd)


def test_a_haul_towards_a_port_pays_its_price_for_the_km_that_come_nearer(
    toy: co.Network,
) -> None:
    """Alpha - Port Pi is 60 km, 55.6 straight: 57.8 km towards the port, 2.2 away from it.

    Towards it a km costs 3 USD in XX, any other way 1; loading and unloading 10 each.
    """
    rows = [dict(row) for row in toy.table("tariffs")]
    plain = next(row for row in rows if (row["mode"], row["box"]) == ("road", "40ft"))
    port = {"towards": "Port Pi", "towards_lon": 60.0, "towards_lat": 39.5}
    rows += [{**plain, "country": "XX"}, {**plain, "country": "XX", "usd_per_km": 3.0, **port}]
    net = toy_network(tariffs=table("tariffs", rows))
    straight = great_circle_km(60.0, 40.0, 60.0, 39.5)
    for ends, sign in ((("Alpha", "Port Pi"), 1), (("Port Pi", "Alpha"), -1)):
        towards = (60 + sign * straight) / 2
        trip = co.route(net, *ends, modes="road")
        assert trip.cost_usd == pytest.approx(20 + 3 * towards + (60 - towards))
        (haul,) = [leg for leg in trip.steps if leg.kind == "line-haul"]
        assert haul.price_row == f"tariffs road XX 40ft{' Port Pi' if sign > 0 else ''}"
    # where no price goes by direction a km is a km: 100 to Beta, away from everything, too
    assert co.route(toy, "Alpha", "Beta", modes="road").cost_usd == 120
