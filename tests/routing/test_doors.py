"""Where itineraries join the toy network: at places, and by truck from positions."""

import numpy as np
import pytest
from asked import plan
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.network.places import Entry, Gazetteer
from corridors.routing.doors import (
    Door,
    End,
    Way,
    door_of,
    doors_between,
    doors_of,
    end_of,
    is_same,
    truck_at,
)

AT_ALPHA, NEAR_ALPHA = Entry("xx-a", 0.0, "XX"), Entry("xx-a", 30.0, "XX")
ACCESS = [60, 0.75, 30, 0, 60]  # 30 km: 2 USD, 1/40 h, 2 kg a km
LOADING = [10, 2, 0, 0, 0]


def vertex(found, door: Door):
    return found.graph.vertices[door.vertex]


def test_an_end_is_resolved_once(toy):
    end = end_of(toy, "alpha")
    assert (end.place, end.label, end.country) == ("alpha", "alpha", "XX")  # the caller's own
    assert end_of(toy, "xx-a").label == "Alpha"
    assert end.entries == (AT_ALPHA,)
    assert end_of(toy, "alpha") is end
    position = end_of(toy, [60.05, 40.0])
    assert position.place == (60.05, 40.0)
    assert position is end_of(toy, (60.05, 40.0))
    assert is_same(end, end_of(toy, "xx-a"))
    assert not is_same(end, end_of(toy, "Beta"))
    assert not is_same(end, position)
    with pytest.raises(co.UnknownNameError):
        end_of(toy, "Nowhere")
    assert End("x", "X", (NEAR_ALPHA, Entry("yy-f", 0.0, "YY"))).country == "XX"


def test_at_a_place_a_door_takes_nothing(toy):
    found = plan(toy)
    out, back = (door_of(found, AT_ALPHA, outward=outward) for outward in (True, False))
    assert vertex(found, out) == ("xx-a", "", "origin")
    assert vertex(found, back) == ("xx-a", "", "destination")
    for door in (out, back):
        assert door.is_free
        assert door.handling == -1
        assert door.costs.tolist() == [0, 0, 0, 0, 0]


def test_from_a_position_a_truck_is_loaded_and_drives(toy):
    found = plan(toy)
    arcs = found.graph.arcs
    out, back = (door_of(found, NEAR_ALPHA, outward=outward) for outward in (True, False))
    for door in (out, back):
        assert door.costs == pytest.approx(np.add(ACCESS, LOADING))
        assert not door.is_free
        assert vertex(found, door)[:2] == ("xx-a", "road")
    assert arcs["tail"][out.handling] == found.graph.origin["xx-a"]
    assert arcs["head"][back.handling] == found.graph.destination["xx-a"]
    # it goes on from where the loading ends, and ends where the unloading begins
    assert vertex(found, out)[2] in ("in", "")
    assert vertex(found, back)[2] in ("out", "")
    beside = truck_at(found, AT_ALPHA, outward=True)
    assert beside.costs == pytest.approx(LOADING)
    assert not beside.is_free


def test_a_truck_is_there_on_the_road():
    """At Alpha load changes vehicle: one vertex. At Zeta nothing does: one to set out, one to end."""
    found = plan(toy_network())
    zeta = Entry("yy-f", 30.0, "YY")
    doors = [door_of(found, zeta, outward=outward) for outward in (True, False)]
    at_zeta = {key for key in found.graph.number if key[:2] == ("yy-f", "road")}
    wanted = ["", ""] if ("yy-f", "road", "") in at_zeta else ["in", "out"]
    assert [vertex(found, door)[2] for door in doors] == wanted


def test_where_trucks_may_not_go_on_the_load_changes_vehicle(toy):
    """By rail alone: the truck is loaded all the same, and its load joins at the place's door."""
    found = plan(toy, modes=["rail"])
    beta = Entry("xx-b", 30.0, "XX")
    for outward, role in ((True, "origin"), (False, "destination")):
        door = door_of(found, beta, outward=outward)
        assert vertex(found, door) == ("xx-b", "", role)
        assert door.handling >= 0
        assert door.costs == pytest.approx(np.add(ACCESS, LOADING))


def test_where_no_truck_is_loaded_only_the_drive_counts(toy):
    found = plan(toy)
    gas = Entry("xx-g", 30.0, "XX")
    door = door_of(found, gas, outward=True)
    assert door.handling == -1
    assert vertex(found, door) == ("xx-g", "", "origin")
    assert door.costs == pytest.approx(ACCESS)
    assert not door.is_free


def test_a_loading_without_a_price_is_none():
    """What is listed for boxes only loads no bulk."""
    rows = [dict(row) for row in toy_tables()["transshipments"]]
    for row in rows:
        if row["node_id"] == "xx-a" and (row["from_class"], row["to_class"]) == ("origin", "road"):
            row["usd_per_t"] = float("nan")
    net = toy_network(transshipments=table("transshipments", rows))
    bulk = co.Shipment(commodity="bulk", cargo_t=10)
    assert door_of(plan(net), NEAR_ALPHA, outward=True).handling >= 0
    assert door_of(plan(net, shipment=bulk), NEAR_ALPHA, outward=True).handling == -1
    assert door_of(plan(net, shipment=bulk), NEAR_ALPHA, outward=False).handling >= 0
    gas = co.Shipment(commodity="gas")
    assert door_of(plan(net, shipment=gas), NEAR_ALPHA, outward=True).handling == -1


def test_a_door_with_handling_alone_is_not_free():
    costs = np.zeros(5)
    assert Door(0, AT_ALPHA, -1, costs).is_free
    assert not Door(0, AT_ALPHA, 0, costs).is_free
    assert not Door(0, NEAR_ALPHA, -1, costs).is_free


def test_the_arcs_of_a_way_pick_from_arrays(toy):
    door = door_of(plan(toy), AT_ALPHA, outward=True)
    way = Way(1.0, (3, 1), door, door)
    assert way.index.tolist() == [3, 1]
    assert Way(1.0, (), door, door).index.dtype == np.int64
    assert way.direct_km == 0


@pytest.mark.parametrize("thing", [None, 5, (1.0, 2.0, 3.0), ("a", "b")])
def test_what_is_no_place_is_said_to_be_none(toy, thing):
    with pytest.raises(TypeError, match="a place is a name or a"):
        co.route(toy, thing, "Epsilon")
    with pytest.raises(TypeError, match="a place is a name or a"):
        co.compare(toy, [thing], "Epsilon")


def test_gas_is_brought_by_no_truck(toy):
    gas = co.Shipment(commodity="gas")
    with pytest.raises(ValueError, match="gas goes by pipeline only, and none leads to"):
        co.route(toy, (60.01, 41.0), "Gas Hub", shipment=gas)
    assert co.route(toy, "Gas Field", "Gas Hub", shipment=gas).modes == ("pipeline",)


def test_a_position_by_a_border_is_told(net):
    with pytest.warns(UserWarning, match="is taken to lie in Pakistan; if it lies in India, give"):
        end_of(net, (74.56, 31.60))
    with pytest.warns(UserWarning, match="taken to lie in Pakistan"):  # every time
        trip = co.route(net, (74.56, 31.60), "Karachi")
    assert trip.countries == ("PK",)


def test_a_loading_by_the_first_arc_counts(monkeypatch, toy):
    """Arc 0 is an arc as any other."""
    found = plan(toy)
    monkeypatch.setattr("corridors.routing.doors._handling", lambda *_, **__: 0)
    door = door_of(found, NEAR_ALPHA, outward=True)
    assert door.costs == pytest.approx(np.add(ACCESS, found.costs[0]))
    assert not Door(0, AT_ALPHA, 0, door.costs).is_free


#: From Alpha to Port Pi, and from Port Kappa to Epsilon: half a degree of latitude, on roads.
DRAYAGE_KM = 0.5 * 6371.0088 * np.pi / 180 * 1.3


def test_a_city_stands_for_its_port_and_pays_the_drayage(toy):
    """Loading a truck 10, drayage at 2 USD a km, a ship loaded 150, customs 30, freight 600, …"""
    trip = co.route(toy, "Alpha", "Epsilon", modes=["sea"])
    assert trip.cost_usd == pytest.approx(2 * (10 + 2 * DRAYAGE_KM + 150 + 30) + 600, rel=1e-4)
    assert trip.distance_km == pytest.approx(1000 + 2 * DRAYAGE_KM, rel=1e-4)
    legs = trip.legs
    access = legs[legs["kind"] == "access"]
    assert list(access["name"]) == ["Alpha - Port Pi", "Port Kappa - Epsilon"]
    assert set(access["vehicle"]) == {"road"}
    assert legs["usd"].sum() == pytest.approx(trip.cost_usd)
    assert (trip.origin, trip.destination, trip.modes) == ("Alpha", "Epsilon", ("sea",))
    table = co.matrix(toy, ["Alpha"], ["Epsilon"], modes=["sea"])
    assert table.to_numpy().tolist() == [[pytest.approx(trip.cost_usd)]]
    sums = co.best_by_weights(toy, [("Alpha", "Epsilon")], ["cost", "time"], modes=["sea"])
    for weight, row in zip(["cost", "time"], sums.to_dict("records"), strict=True):
        trip = co.route(toy, "Alpha", "Epsilon", modes=["sea"], weight=weight)
        assert (row["cost_usd"], row["time_h"], row["distance_km"]) == pytest.approx(
            (trip.cost_usd, trip.time_h, trip.distance_km)
        )


def test_a_place_with_a_door_of_the_modes_stands_for_itself(toy):
    for words in ({}, {"modes": ["road"]}):
        found = plan(toy, **words)
        (door,) = doors_of(found, end_of(toy, "Alpha"), outward=True)
        assert door.is_free, words
    # by sea, too, it stands for its port besides: more modes are never fewer doors
    found = plan(toy, modes=["road", "sea"])
    own, port = doors_of(found, end_of(toy, "Alpha"), outward=True)
    assert own.is_free
    assert port.entry.node_id == "xx-p"
    # Zeta has no port within 60 km, and a border post is no city
    for name in ("Zeta", "Delta"):
        (door,) = doors_of(plan(toy, modes=["sea"]), end_of(toy, name), outward=True)
        assert door.is_free, name


def loading_nowhere(node, vehicle):
    """Return the toy network in which a place loads and unloads no such vehicles."""
    rows = [
        dict(row) for row in toy_tables()["transshipments"]
        if row["node_id"] != node or (row["from_class"], row["to_class"]) not in
        (("origin", vehicle), (vehicle, "destination"))
    ]  # fmt: skip
    return toy_network(transshipments=table("transshipments", rows))


def test_a_city_that_loads_no_trucks_stands_for_where_they_are_loaded():
    """Port Pi loads trucks, Alpha does not: by road alone Alpha is no door of its own."""
    found = plan(loading_nowhere("xx-a", "road"), modes=["road"])
    (door,) = doors_of(found, end_of(found.network, "Alpha"), outward=True)
    assert (door.entry.node_id, door.is_free) == ("xx-p", False)
    assert door.entry.access_km == pytest.approx(DRAYAGE_KM, rel=1e-4)


def test_a_city_stands_for_no_port_that_loads_no_ship():
    found = plan(loading_nowhere("xx-p", "sea"), modes=["sea", "road"])
    (door,) = doors_of(found, end_of(found.network, "Alpha"), outward=True)
    assert (door.entry.node_id, door.is_free) == ("xx-a", True)


def test_gas_of_a_city_joins_at_its_stations_without_a_drive():
    """The gas field lies 22 km from Alpha; where none is near, the city stands for itself."""
    gas = co.Shipment(commodity="gas", cargo_t=1000)
    nodes = change(toy_tables()["nodes"], "lat", {"node_id": "xx-g"}, 40.2)
    nodes = change(nodes, "lat", {"node_id": "xx-h"}, 40.6)
    pipe = change(toy_tables()["links"], "length_km", {"link_id": "pipe-gh"}, 70.0)
    near = toy_network(nodes=nodes, links=pipe)
    (door,) = doors_of(plan(near, shipment=gas), end_of(near, "Alpha"), outward=True)
    assert (door.entry.node_id, door.entry.access_km, door.is_free) == ("xx-g", 0, True)
    trip = co.route(near, "Alpha", "Gas Hub", shipment=gas)
    assert (trip.distance_km, trip.modes) == (70, ("pipeline",))
    far = toy_network()
    (door,) = doors_of(plan(far, shipment=gas), end_of(far, "Alpha"), outward=True)
    assert door.entry.node_id == "xx-a"


def test_a_city_stands_for_no_port_abroad_or_far_away():
    nodes = toy_tables()["nodes"]
    for column, value in (("country", "YY"), ("zone", "isle"), ("lat", 39.4)):
        moved = Gazetteer(change(nodes, column, {"node_id": "xx-p"}, value))
        assert moved.terminals_of("xx-a") == []
    assert [e.node_id for e in toy_network().gazetteer.terminals_of("xx-a")] == ["xx-p"]


@pytest.mark.parametrize(
    ("pair", "modes", "drayage"),
    [
        (("Karachi", "Shanghai"), ["sea"], 2),
        (("Poti", "Istanbul"), ["sea"], 2),
        (("Altynkol", "Aktau"), ["rail", "ferry"], 1),
        (("Aktau", "Baku"), ["ferry"], 2),
    ],
)
def test_cities_by_sea_and_by_rail(net, pair, modes, drayage):
    trip = co.route(net, *pair, modes=modes)
    assert set(trip.modes) <= set(modes)
    access = trip.legs[trip.legs["kind"] == "access"]
    assert len(access) == drayage
    assert (access["km"] > 0).all()
    assert (access["usd"] > 0).all()
    assert (access["h"] > 0).all()
    assert access["km"].max() < 1.3 * 60


def test_on_the_way_to_its_own_port_a_city_is_no_door_there(toy):
    """A position beside the port is another place."""
    found = plan(toy, modes=["sea"])
    alpha, port, beside = (end_of(toy, one) for one in ("Alpha", "Port Pi", (60.001, 39.5)))
    assert beside.entries[0].node_id == "xx-p"
    nodes = [
        [door.entry.node_id for door in doors_between(found, alpha, other, outward=True)]
        for other in (port, beside)
    ]
    assert nodes == [["xx-a"], ["xx-p"]]


def test_gas_of_a_position_is_not_there_for_nothing():
    """A city has its stations around it; a position is where it is."""
    nodes = change(toy_tables()["nodes"], "lat", {"node_id": "xx-g"}, 40.2)
    pipe = change(toy_tables()["links"], "length_km", {"link_id": "pipe-gh"}, 70.0)
    net = toy_network(nodes=change(nodes, "lat", {"node_id": "xx-h"}, 40.6), links=pipe)
    found = plan(net, shipment=co.Shipment(commodity="gas"))
    doors = doors_of(found, end_of(net, (60.0, 40.02)), outward=True)
    assert all(door.entry.access_km > 0 for door in doors)
