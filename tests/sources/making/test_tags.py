"""Ferries from OpenStreetMap: trucks and wagons over the Caspian, from the file to the ledger.

rail   1 ── Alat station 2 ── 3 ~~~~ train and car ferry, 14:30 ~~~~ 5 ── 6 station ── 7   rail
road   1 ── 8 ── 3 (Alat port)                       (Turkmenbashi port) 5 ── 9 ── 7       road
"""

import pytest
from osm_toy import write_pbf, xml

import corridors as co
from corridors.sources.making.tags import (
    Wanted,
    one_value,
    read_gauges,
    read_way,
    truck_kmh,
)

NODES = {
    1: (49.30, 40.00, {}),
    2: (49.41, 39.95, {"railway": "station", "name": "Alat"}),
    3: (49.45, 39.93, {"amenity": "ferry_terminal", "name": "Alat port"}),
    4: (51.20, 39.90, {}),
    5: (52.95, 40.00, {"amenity": "ferry_terminal", "name": "Turkmenbashi port"}),
    6: (53.00, 40.02, {"railway": "station", "name": "Turkmenbashi"}),
    7: (53.20, 40.00, {}),
    8: (49.41, 39.951, {}),
    9: (53.00, 40.021, {}),
}
FERRY = {"route": "ferry", "train": "yes", "hgv": "yes", "duration": "14:30", "name": "Caspian"}
CARS_ONLY = {"route": "ferry", "motor_vehicle": "yes", "duration": "870"}
TRAINS_ONLY = {"railway": "ferry", "duration": "PT14H30M"}


def network(tmp_path, ferry, form="pbf", **options):
    ways = {
        1: ([1, 2, 3], {"railway": "rail", "gauge": "1520"}),
        2: ([5, 6, 7], {"railway": "rail", "gauge": "1520"}),
        3: ([1, 8, 3], {"highway": "trunk"}),
        4: ([5, 9, 7], {"highway": "trunk"}),
        10: ([3, 4, 5], ferry),
    }
    if form == "pbf":
        pytest.importorskip("osmium", reason="reading .osm.pbf needs the extra 'pbf'")
        path = tmp_path / "caspian.osm.pbf"
        write_pbf(path, NODES, ways)
    else:
        path = tmp_path / "caspian.osm"
        path.write_text(xml(NODES, ways), encoding="utf-8")
    return co.network_from_osm(path, **options)


def crossing(trip):
    (leg,) = [leg for leg in trip.steps if leg.kind == "line-haul" and leg.mode == "ferry"]
    return leg


@pytest.mark.parametrize("form", ["pbf", "xml"])
@pytest.mark.parametrize("mode", ["rail", "road"])
def test_a_ferry_lasts_as_long_as_its_duration_says(tmp_path, form, mode):
    net = network(tmp_path, FERRY, form)
    trip = co.route(net, "osm-2", "osm-6", modes=[mode, "ferry"])
    assert crossing(trip).h_p50 == 14.5
    assert crossing(trip).km == pytest.approx(299.6, abs=0.5)
    assert trip.modes == (mode, "ferry")
    # Leaving AZ and entering TM is customs at each quay; the day's ship is waited for.
    assert [leg.name for leg in trip.steps if leg.kind == "border"] == [
        "Alat port (AZ to sea)",
        "Turkmenbashi port (sea to TM)",
    ]
    assert [leg.h for leg in trip.steps if leg.kind == "waiting"] == pytest.approx([12.0])
    assert net.report.km["ferry, operational"] == pytest.approx(299.6, abs=0.5)


@pytest.mark.parametrize("form", ["pbf", "xml"])
@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ({"highway": "primary", "ferry": "no"}, {"road"}),
        ({"ferry": "trunk"}, {"ferry"}),
        ({"ferry": "no"}, set()),
        ({"ferry": "yes", "train": "yes", "public_transport": "station"}, set()),
    ],
)
def test_what_a_ferry_tag_makes_of_a_way(tmp_path, form, tags, modes):
    net = network(tmp_path, tags, form)
    assert {r["mode"] for r in net.table("links") if r["osm_ids"] == "10"} == modes


@pytest.mark.parametrize("more", [{"ferry": "no"}, {"ferry": "yes"}, {"ferry": "trunk"}])
@pytest.mark.parametrize("tags", [{"highway": "primary"}, {"railway": "rail", "gauge": "1520"}])
def test_roads_and_railways_stay_what_they_are(tags, more):
    assert read_way(tags | more) == read_way(tags)
    assert read_way(tags | more | {"route": "ferry", "hgv": "yes"}).mode == "ferry"
    assert read_way({"railway": "ferry", **more}).mode == "ferry"


@pytest.mark.parametrize(
    ("ferry", "carried", "refused"), [(CARS_ONLY, "road", "rail"), (TRAINS_ONLY, "rail", "road")]
)
def test_a_ferry_carries_what_it_is_made_for(tmp_path, ferry, carried, refused):
    net = network(tmp_path, ferry)
    trip = co.route(net, "osm-2", "osm-6", modes=[carried, "ferry"])
    assert crossing(trip).h_p50 == 14.5
    changes = {(r["from_class"], r["to_class"]) for r in net.table("transshipments")}
    aboard = {a for a, b in changes if b == "ferry"} | {b for a, b in changes if a == "ferry"}
    assert {vehicle.split("-")[0] for vehicle in aboard} == {carried}
    assert ("road", "rail-1520") in changes  # from truck to wagon at the port all the same
    with pytest.raises(co.NoItineraryError):
        co.route(net, "osm-2", "osm-6", modes=[refused, "ferry"])


def test_a_ferry_without_a_duration_sails_at_the_speed_of_the_tables(tmp_path):
    net = network(tmp_path, {k: v for k, v in FERRY.items() if k != "duration"})
    trip = co.route(net, "osm-2", "osm-6", modes=["rail", "ferry"])
    speeds = dict(zip(*(net.table("speeds")[c] for c in ("mode", "speed_kmh")), strict=True))
    assert crossing(trip).h_p50 == pytest.approx(crossing(trip).km / speeds["ferry"], rel=0.2)


def test_the_modes_asked_for_choose_the_ferries(tmp_path):
    with_trains = network(tmp_path, TRAINS_ONLY, modes="rail")
    assert "ferry" in with_trains.table("links")["mode"]
    left = network(tmp_path / "..", CARS_ONLY, "xml", modes="rail").report.seen["left"]
    assert left["ferry without trucks or wagons"] == 1


# -- several values of a key ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "values", "counts"),
    [
        ("highway", ["busway", "trunk"], "trunk"),
        ("highway", ["secondary", "primary_link", "primary"], "primary"),
        ("highway", ["secondary", "trunk_link"], "trunk_link"),
        ("highway", ["trunk", "construction"], "construction"),
        ("railway", ["rail", "disused"], "disused"),
        ("gauge", ["1520", "1435"], "1435;1520"),
        ("hgv", ["no", "yes"], "yes"),
        ("access", ["yes", "no", "destination"], "destination"),
        ("access", ["private", "no"], "no"),
        ("access", ["no", "psv"], "psv"),
        ("toll", ["no", "yes"], "yes"),
        ("electrified", ["contact_line", "no"], "no"),
        ("surface", ["asphalt", "gravel"], "gravel"),
        ("name", ["B", "A"], "A"),
        ("ref", ["M39", "A1"], "A1; M39"),
        ("name", [], ""),
    ],
)
def test_the_value_of_several_that_counts(key, values, counts):
    assert one_value(key, values) == one_value(key, values[::-1]) == counts


def test_several_values_in_the_tags_of_a_way():
    way = read_way({"highway": "busway;trunk", "maxspeed": "100;40", "surface": "asphalt;mud"})
    assert (way.kind, way.maxspeed_kmh, way.surface) == ("trunk", 40.0, "unpaved")
    works = read_way({"highway": "construction;primary;secondary"})
    assert (works.kind, works.status) == ("primary", "construction")
    assert read_way({"highway": "trunk", "access": "no;private"}) == "closed to trucks: access=no"
    assert read_way({"highway": "trunk", "hgv": "no;yes"}).mode == "road"
    assert read_way({"railway": "rail", "gauge": "1520.0"}).gauges_mm == (1520,)
    assert read_way({"railway": "rail", "gauge": "²"}) == "gauge ²"
    assert read_way({"highway": "trunk", "name": "A; B"}).name == "A; B"


@pytest.mark.parametrize(
    ("lowest", "read", "left"),
    [
        ("tertiary", "tertiary_link", "unclassified"),
        ("unclassified", "unclassified", "residential"),
        ("residential", "residential", "living_street"),
    ],
)
def test_roads_are_read_down_to_the_class_that_is_asked_for(lowest, read, left):
    wanted = Wanted(lowest_road=lowest)
    assert read_way({"highway": read}, wanted).kind == read
    assert read_way({"highway": left}, wanted) == f"highway={left}"
    assert 10 < truck_kmh(read, "", float("nan"), 1.0) < 40


@pytest.mark.parametrize(
    ("text", "gauges"),
    [("1,520", (1520,)), ("1520;1,435", (1435, 1520)), ("1,435,1520", (1435, 1520)), ("1520,1435", (1435, 1520)),
     ("1,520 mm", (1520,)), ("600,750", (600, 750)), ("1,520/1,435", (1435, 1520)), ("1,067|762", (762, 1067)), ("1520,1,435", (1435, 1520))],
)  # fmt: skip
def test_a_comma_between_thousands_makes_no_railway_of_a_narrow_gauge(text, gauges):
    assert read_gauges(text) == gauges
