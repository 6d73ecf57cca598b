"""Which rows of the tariffs a haul pays: worked by hand, and against every arc compiled."""

from __future__ import annotations

import math

import numpy as np
import pytest

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.delta import priced_by
from corridors.graph.directions import Directions
from corridors.graph.paid import PaidByKm, paid_by_km
from corridors.graph.rates import RATE_TABLES, Rates
from corridors.network.earth import great_circle_km
from corridors.network.tables import Table

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
    assert usd.usd_40ft == pytest.approx(0.2567 * straight)
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
