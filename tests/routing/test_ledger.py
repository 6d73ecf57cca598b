"""Legs of the toy network's itineraries: names, places, countries and sources, by hand."""

from dataclasses import replace
from datetime import datetime

import pytest
from asked import ask, plan
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.routing.ledger import crossing_row, legs_of

NEAR_ALPHA, LABEL = (60.3, 40.0), "(60.3, 40)"


def told(trip, *names):
    return [tuple(getattr(leg, name) for name in names) for leg in trip.steps]


def test_legs_of_rail_are_named(toy):
    trip = co.route(toy, "Alpha", "Epsilon", weight="co2e", avoid=["sea"])
    assert told(trip, "kind", "vehicle", "name", "country", "link_id") == [
        ("terminal", "road", "Loading at Alpha (road)", "XX", ""),
        ("line-haul", "road", "Alpha - Beta", "XX", "road-ab"),
        ("terminal", "rail-1435", "Transshipment at Beta (road to rail-1435)", "XX", ""),
        ("line-haul", "rail-1435", "Beta - Gamma", "XX", "rail-bc"),
        ("line-haul", "rail-1435", "Gamma - Delta", "XX", "rail-cd"),
        ("border", "rail-1435", "xz-gamma (XX to ZZ)", "XX>ZZ", "rail-cd"),
        ("gauge break", "rail-1520", "Break of gauge at Delta (rail-1435 to rail-1520)", "ZZ", ""),
        ("line-haul", "rail-1520", "Delta - Epsilon", "ZZ", "rail-de"),
        ("terminal", "rail-1520", "Unloading at Epsilon (rail-1520)", "ZZ", ""),
    ]
    assert told(trip, "mode", "from_node", "to_node")[4:7] == [
        ("rail", "xx-c", "zz-d"), ("rail", "xx-c", "zz-d"), ("rail", "zz-d", "zz-d"),
    ]  # fmt: skip
    border = trip.steps[5]
    assert (border.km, border.usd, border.h, border.h_p90) == (0, 50, 20, 20)
    assert (border.transits, border.co2e_kg) == (1, 0)
    assert {type(leg.transits) for leg in trip.steps} == {int}


def test_the_sea_is_no_country(toy):
    trip = co.route(toy, "Port Pi", "Port Kappa", modes=["sea"])
    assert told(trip, "kind", "name", "country") == [
        ("terminal", "Loading at Port Pi (sea)", "XX"),
        ("border", "xx-p (XX to sea)", "XX"),
        ("waiting", "Pi-Kappa line: waiting at Port Pi", "XX"),
        ("line-haul", "Port Pi - Port Kappa", ""),
        ("border", "zz-q (sea to ZZ)", "ZZ"),
        ("terminal", "Unloading at Port Kappa (sea)", "ZZ"),
    ]


def test_a_domestic_ship_stays_in_its_country(toy):
    """The quay of a ferry within a country costs nothing and is no leg."""
    tables = toy_tables()
    nodes = change(tables["nodes"], "country", {"node_id": "zz-q"}, "XX")
    links = [dict(row) for row in tables["links"] if row["link_id"] != "road-eq"]
    crossings = [dict(r) for r in tables["border_crossings"] if r["mode"] != "sea"]
    doors = [
        dict(row) for row in tables["transshipments"]
        if row["node_id"] != "zz-q" or "road" not in (row["from_class"], row["to_class"])
    ]  # fmt: skip
    net = toy_network(
        nodes=nodes, links=table("links", links), transshipments=table("transshipments", doors),
        border_crossings=table("border_crossings", crossings),
    )  # fmt: skip
    trip = co.route(net, "Port Pi", "Port Kappa", modes=["sea"])
    assert told(trip, "kind", "country") == [
        ("terminal", "XX"), ("waiting", "XX"), ("line-haul", "XX"), ("terminal", "XX"),
    ]  # fmt: skip


def test_streets_without_a_name_are_named_by_their_way():
    """A corner of streets bears only its id; the leg is called by the road."""
    tables = toy_tables()
    links = change(tables["links"], "name", {"link_id": "road-ab"}, "Silk Street")
    nodes = change(tables["nodes"], "name", {"node_id": "xx-b"}, "xx-b")
    net = toy_network(nodes=nodes, links=links)
    assert "Silk Street" in [leg.name for leg in co.route(net, "Alpha", "xx-b").steps]
    assert "Silk Street" in [leg.name for leg in co.route(net, "xx-b", "Alpha").steps]
    named = toy_network(links=links)
    assert "Alpha - Beta" in [leg.name for leg in co.route(named, "Alpha", "Beta").steps]


def test_money_and_hours_have_sources_of_their_own():
    tables = toy_tables()
    tables["sources"] = table(
        "sources", [{"source_id": one, "title": one} for one in ("toy", "prices", "clock")]
    )
    for name, source, basis in (
        ("tariffs", "prices", "published"),
        ("speeds", "clock", "measured"),
    ):
        tables[name] = change(tables[name], "source_id", {}, source)
        tables[name] = change(tables[name], "basis", {}, basis)
    net = toy_network(**tables)
    leg = co.route(net, "Alpha", "Beta", modes=["road"]).steps[1]
    assert (leg.source_id, leg.basis) == ("prices", "published")
    assert (leg.hours_source_id, leg.hours_basis) == ("clock", "measured")


def test_a_position_at_either_end(toy):
    """Loading, then driving; at the other end driving, then unloading: 30 km and more by road."""
    there = co.route(toy, NEAR_ALPHA, "Zeta", modes=["road"])
    back = co.route(toy, "Zeta", NEAR_ALPHA, modes=["road"])
    names = "kind", "name", "from_node", "to_node"
    assert told(there, *names)[:2] == [
        ("terminal", f"Loading at {LABEL} (road)", "", ""),
        ("access", f"{LABEL} - Alpha", "", "xx-a"),
    ]
    assert told(back, *names)[-2:] == [
        ("access", f"Alpha - {LABEL}", "xx-a", ""),
        ("terminal", f"Unloading at {LABEL} (road)", "", ""),
    ]
    drive = there.steps[1]
    assert (drive.usd, drive.h) == pytest.approx((2 * drive.km, drive.km / 40))
    assert drive.h_p50 == drive.h_p90 == drive.h
    assert drive.co2e_kg == pytest.approx(2 * drive.km)
    assert type(drive.h_p90) is float
    assert (drive.mode, drive.vehicle, drive.link_id, drive.country) == ("access", "road", "", "XX")
    assert {drive.source_id, drive.hours_source_id} == {"own-assumption"}
    assert {drive.basis, drive.hours_basis} == {"assumed"}
    assert (there.origin, there.destination) == (LABEL, "Zeta")


def test_the_direct_way_passes_no_place(toy):
    trip = co.route(toy, NEAR_ALPHA, "Alpha")
    assert told(trip, "kind", "name", "from_node", "to_node") == [
        ("terminal", f"Loading at {LABEL} (road)", "", ""),
        ("access", f"{LABEL} - Alpha", "", ""),
        ("terminal", "Unloading at Alpha (road)", "", ""),
    ]
    back = co.route(toy, "Alpha", NEAR_ALPHA)
    assert back.steps[1].name == f"Alpha - {LABEL}"


def test_waits_stand_before_their_arcs(toy):
    """A wait at a border is a leg before it; a wait for a ship is the waiting leg itself."""
    question = ask(toy, "Alpha", "Epsilon", modes=["road"])
    way = question.best()
    kinds = [leg.kind for leg in question.itinerary(way).steps]
    border = way.arcs[kinds.index("border")]
    moment = datetime.fromisoformat("2026-01-16T00:00:00+00:00")
    trip = question.itinerary(way, departure=moment, waits_h={border: 7.0})
    assert trip.departure == moment
    assert len(trip.steps) == len(kinds) + 1
    wait, after = trip.steps[kinds.index("border") :][:2]
    assert (wait.kind, wait.name) == ("waiting", "xy-zeta (XX to YY): waiting for opening")
    assert (wait.from_node, wait.to_node, wait.country) == ("yy-f", "yy-f", "XX")
    assert (wait.h, wait.h_p90) == (7, 7)
    assert (wait.h_moving, wait.h_standing) == (0, 7)
    assert (wait.km, wait.usd, wait.transits, wait.co2e_kg) == (0, 0, 0, 0)
    assert (after.kind, after.h, after.country) == ("border", 10, "XX>YY")

    question = ask(toy, "Port Pi", "Port Kappa", modes=["sea"])
    way = question.best()
    kinds = [leg.kind for leg in question.itinerary(way).steps]
    ship = way.arcs[kinds.index("waiting")]
    trip = question.itinerary(way, waits_h={ship: 3.0})
    assert [leg.kind for leg in trip.steps] == kinds
    waiting = trip.steps[kinds.index("waiting")]
    assert (waiting.h, waiting.h_p90) == (3, 3)
    assert trip.departure is None


def test_hours_on_the_move_and_at_rest(toy):
    """Road: half of the day is driven. Rail: 40 km/h, 1 h of stops per 100 km. Ships sail on."""
    trip = co.route(toy, "Alpha", "Epsilon", corridor="line-c")
    for leg in trip.steps:
        moving = {"road": leg.km / 50, "rail": leg.km / 40}[leg.mode]
        assert leg.h_moving == pytest.approx(moving if leg.kind == "line-haul" else 0)
        assert leg.h_moving + leg.h_standing == pytest.approx(leg.h)
    assert trip.moving_h == pytest.approx(100 / 50 + 510 / 40)
    assert trip.moving_h + trip.standing_h == pytest.approx(trip.time_h)
    assert list(trip.legs["h_standing"]) == [leg.h_standing for leg in trip.steps]
    sailing = co.route(toy, "Port Pi", "Port Kappa", modes="sea").steps
    (ship,) = (leg for leg in sailing if leg.km)
    assert ship.h_moving == ship.h == 100


def test_the_share_on_the_move_is_that_of_the_median(toy):
    """With a spread the expected hours are more, on the move and at rest alike."""
    wide = co.route(toy_network(spread=True), "Alpha", "Beta", modes="road").steps[1]
    assert wide.h > 4
    assert wide.h_moving == pytest.approx(wide.h / 2)


def test_an_itinerary_says_what_was_asked(toy):
    shipment = co.Shipment("20ft", 18)
    trip = ask(
        toy, "Alpha", "Epsilon", corridor="line-c", weight="time", shipment=shipment
    ).answer()
    assert (trip.origin, trip.destination) == ("Alpha", "Epsilon")
    assert (trip.weight, trip.corridor, trip.shipment) == ("time", "line-c", shipment)
    assert trip.situation == toy.situation
    assert trip.network is toy


def test_where_no_truck_is_loaded_there_is_only_the_drive():
    """At Beta nothing is asked for loading bulk on trucks: a drive, and the railway's loading."""
    rows = [dict(row) for row in toy_tables()["transshipments"]]
    for row in rows:
        if (row["node_id"], row["from_class"], row["to_class"]) == ("xx-b", "origin", "road"):
            row["usd_per_t"] = float("nan")
    net = toy_network(transshipments=table("transshipments", rows))
    bulk = co.Shipment(commodity="bulk", cargo_t=10)
    trip = co.route(net, (60.95, 40.0), "Delta", shipment=bulk, modes=["rail"])
    assert [leg.kind for leg in trip.steps][:3] == ["access", "terminal", "line-haul"]
    assert trip.steps[1].name == "Loading at Beta (rail-1435)"


def test_the_legs_of_some_arcs(toy):
    """What costs nothing is none: to stay on a vehicle, to sail past a quay."""
    found = plan(toy)
    link = found.graph.arcs_of_link["rail-cd"]
    assert {(leg.kind, leg.link_id) for leg in legs_of(found, link)} == {
        ("line-haul", "rail-cd"), ("border", "rail-cd"),
    }  # fmt: skip
    assert sum(leg.km for leg in legs_of(found, link)) == 20  # 10 each way
    assert legs_of(found, []) == []


def test_the_row_of_a_border_in_the_table_of_crossings(toy):
    """A land border by its post and way; a port's by whether goods leave or land."""
    rows = [dict(row) for row in toy.table("border_crossings")]

    def told(leg):
        row = rows[crossing_row(toy, leg)]
        return row["bcp_id"], row["mode"], row["from_country"], row["to_country"]

    rail = co.route(toy, "Delta", "Beta", modes="rail")
    (land,) = [leg for leg in rail.steps if leg.kind == "border"]
    assert told(land) == ("xz-gamma", "rail", "ZZ", "XX")
    ship = co.route(toy, "Port Pi", "Port Kappa", modes="sea")
    out, into = (leg for leg in ship.steps if leg.kind == "border")
    assert told(out) == ("xx-p", "sea", "XX", "*")
    assert told(into) == ("zz-q", "sea", "*", "ZZ")
    for leg in (replace(land, mode="road"), replace(land, link_id=""), replace(out, mode="air")):
        assert crossing_row(toy, leg) == -1


def test_the_wait_of_a_ship_is_as_uncertain_as_what_comes_before_it():
    """With a departure the expected wait is that of expected hours, its spread that of draws."""
    net = toy_network(spread=True)
    words = {"modes": ["road", "sea"], "via": ["Port Pi"], "departure": datetime(2026, 3, 2)}
    trip = co.route(net, "Alpha", "Epsilon", **words)
    (wait,) = [leg for leg in trip.steps if leg.kind == "waiting"]
    assert (wait.h_p50, wait.h_p90) == pytest.approx(trip.scheduled.waits_h[0])
    assert wait.h_p90 > wait.h_p50 != wait.h
