"""A local network joined to another: one ledger, both left whole, every day and scenario felt once."""

from __future__ import annotations

import pytest

import corridors as co


@pytest.fixture(scope="module")
def joined(net, local):
    return co.join(net, local, at={"Tashkent": "osm-53"})


def test_from_a_street_to_a_far_city_is_one_ledger(joined):
    trip = co.route(joined, (69.2501, 41.3201), "Almaty", modes=["road"])
    kinds = [leg.link_id.split("-")[0] for leg in trip.steps if leg.kind == "line-haul"]
    assert kinds[0] == "road"
    assert "joint" in kinds
    ids = [leg.link_id for leg in trip.steps if leg.kind == "line-haul"]
    assert any(i.startswith("road-w") for i in ids)
    assert any(i.startswith(("road-uz", "road-kz")) for i in ids)
    assert trip.cost_usd == pytest.approx(sum(leg.usd for leg in trip.steps))
    access = [leg for leg in trip.steps if leg.kind == "access"]
    assert access[0].km < 0.1


def test_joining_leaves_both_networks_whole(net, local, joined):
    for name in ("nodes", "links"):
        ids = set(joined.table(name)[f"{name[:-1]}_id"])
        for part in (net, local):
            assert set(part.table(name)[f"{name[:-1]}_id"]) <= ids
    link = local.table("links")["link_id"][0]
    assert joined.line(link) == local.line(link)
    assert [j.local_id for j in joined.report] == ["osm-53"] * len(joined.report)
    far = co.route(net, "Karachi", "Almaty")
    assert co.route(joined, "Karachi", "Almaty").cost_usd <= far.cost_usd + 1e-6


def test_without_names_all_places_in_reach_are_joined(net, local):
    whole = co.join(net, local)
    assert {j.node_id for j in whole.report} >= {"uz-tashkent"}
    assert {j.vehicle for j in whole.report} <= {"road", "rail-1520"}


def test_joins_that_cannot_be(net, local):
    with pytest.raises(ValueError, match="pk-karachi: no node of 'toy.osm' with the same mode"):
        co.join(net, local, at=["Karachi"])
    with pytest.raises(co.UnknownNameError, match="there is no place 'Tashkentt'"):
        co.join(net, local, at=["Tashkentt"])
    with pytest.raises(co.UnknownNameError, match="there is no node 'osm-999'"):
        co.join(net, local, at={"Tashkent": "osm-999"})
    with pytest.raises(co.DataError, match="a joint does not cross a border"):
        co.join(net, local, at={"Tashkent": "osm-55"})
    with pytest.raises(co.DataError, match="cannot be joined"):
        co.join(co.load("tapi"), local)
    changed = local.replaced({"nodes": _renamed(local.table("nodes"), "osm-50", "elsewhere")})
    with pytest.raises(co.DataError, match="nodes: 'osm-50' is in both networks"):
        co.join(co.join(net, local, at={"Tashkent": "osm-53"}), changed, at={"Tashkent": "osm-53"})


@pytest.mark.parametrize("reach_km", [-1, 251, float("nan")])
def test_a_reach_that_cannot_be_is_refused(net, local, reach_km):
    with pytest.raises(ValueError, match="reach_km is .*, expected 0 to 250"):
        co.join(net, local, reach_km=reach_km)


def test_joining_twice_is_told(joined, local):
    message = "'toy.osm' is part of '.*' already, joined by 1 link such as 'joint-road-uz-tashkent"
    with pytest.raises(co.DataError, match=message):
        co.join(joined, local, at={"Tashkent": "osm-53"})


def same(one, other):
    """Say that two networks hold the same in every table."""
    for name in one.table_names:
        columns = zip(
            one.table(name).columns.items(), other.table(name).columns.items(), strict=True
        )
        assert all(repr(a) == repr(b) for a, b in columns), name


def test_a_joined_network_feels_events_and_scenarios_once(net, local, joined):
    """In whatever order a day, scenarios and the joint come, the network is the same."""
    at, card = {"Tashkent": "osm-53"}, co.scenario("suez-closed")
    for day in ("2020-05-01", "2024-06-01"):
        late = co.join(net.at(day), local, at=at)
        same(late, joined.at(day))
        same(late.at(day), late)
    same(late.at("2020-05-01"), joined.at("2020-05-01"))
    scenario = co.join(net.at(day).apply(card), local, at=at)
    same(scenario, joined.at(day).apply(card))
    same(scenario.at(day), scenario)
    assert scenario.base.report == joined.report
    assert scenario.felt == net.at(day).apply(card).felt


def test_places_may_be_given_once(net, local):
    """An iterator of places serves the network and what it was changed from."""
    day = net.at("2024-06-01")
    whole = co.join(day, local, at=iter(["Tashkent"]), reach_km=50)
    assert whole.report == whole.reference.report


def _renamed(table, node, name):
    from corridors.network.tables import Table

    names = tuple(
        name if n == node else old for n, old in zip(table["node_id"], table["name"], strict=True)
    )
    return Table("nodes", {**table.columns, "name": names})
