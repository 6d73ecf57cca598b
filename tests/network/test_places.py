"""Names, aliases, codes and positions."""

import json

import pytest
from toy import toy_network

import corridors as co
from corridors.network.files import DATA_FOLDER
from corridors.network.land import COARSE, PRECISE, is_sea
from corridors.network.places import Gazetteer, as_places, is_place, read_place
from corridors.network.tables import Table


def test_a_place_is_labelled_as_it_was_asked_for(net):
    labels = net.gazetteer.labels(["Islamabad", "Karaçi", "pk-lahore", "PKBQM"])
    assert labels == ["Islamabad", "Karaçi", "Lahore", "Port Qasim"]
    assert co.route(net, "Islamabad", "Lahore").origin == "Islamabad"


def test_swapped_positions_are_told(net):
    hint = r"Did you mean \(67, 24.9\)\? Positions are \(lon, lat\)"
    with pytest.raises(ValueError, match=hint):
        net.gazetteer.entries((24.9, 67.0))
    with pytest.raises(ValueError, match="outside the network") as raised:
        net.gazetteer.entries((86.0, 33.5))
    assert "Did you mean" not in str(raised.value)


def test_turkey_is_turkiye(net):
    trip = co.route(net, "Karachi", "Tehran", avoid=["Turkey"])
    assert "TR" not in trip.countries
    with pytest.raises(ValueError, match="cannot be reached when avoiding Türkiye"):
        co.route(net, "Karachi", "Istanbul", avoid=["Türkiye"])


def test_positions(net):
    entries = net.gazetteer.entries((66.99, 24.87))
    assert entries[0].node_id.startswith("pk-")
    assert 0 < entries[0].access_km < 40
    assert [e.access_km for e in entries] == sorted(e.access_km for e in entries)
    with pytest.raises(ValueError, match="lies in the sea"):
        net.gazetteer.entries((64.0, 23.0))
    with pytest.raises(ValueError, match="lies in the sea"):
        net.gazetteer.entries((51.0, 41.5))
    with pytest.raises(ValueError, match=r"outside the network: \d+ km from the nearest place"):
        net.gazetteer.entries((86.0, 33.5))
    with pytest.raises(ValueError, match="is not a"):
        net.gazetteer.entries((24.87, 166.99))
    with pytest.raises(TypeError, match="a place is a name or a"):
        net.gazetteer.entries((1, 2, 3))


INLAND = {
    "Bonn": (7.097, 50.732),
    "Leipzig": (12.37, 51.34),
    "Berlin": (13.40, 52.52),
    "Paris": (2.35, 48.86),
    "London": (-0.13, 51.51),
    "Nairobi": (36.82, -1.29),
    "New York": (-74.0, 40.71),
}


@pytest.mark.parametrize("place", INLAND)
def test_positions_inland_are_joined_or_outside_the_network_and_never_in_the_sea(net, place):
    position = INLAND[place]
    assert not is_sea(*position)
    if place in ("Nairobi", "New York", "London", "Paris"):
        with pytest.raises(ValueError, match=r"outside the network: [\d,]+ km from the nearest"):
            net.gazetteer.entries(position)
    elif place == "Bonn":  # Duisburg is the one place of Germany within 250 km: 81 km on the sphere
        (entry,) = net.gazetteer.entries(position)
        assert (entry.node_id, entry.country) == ("de-duisburg", "DE")
        assert entry.access_km == pytest.approx(1.3 * 81.3, rel=0.001)
    elif place == "Berlin":  # Poznan is nearer than many, but lies across a border
        assert {entry.country for entry in net.gazetteer.entries(position)} == {"DE"}
    elif place == "Leipzig":
        assert net.gazetteer.entries(position)[0].access_km < 1.3 * 250


@pytest.mark.parametrize("position", [(3.0, 56.0), (64.0, 23.0), (80.0, -10.0), (51.0, 41.5)])
def test_the_open_sea_is_told_inside_and_outside_the_precise_outline(net, position):
    assert is_sea(*position)
    with pytest.raises(ValueError, match="lies in the sea"):
        net.gazetteer.entries(position)


def test_the_windows_of_the_outlines_are_those_of_the_files():
    for file, window in (("land.geojson", PRECISE), ("basemap.geojson", COARSE)):
        collection = json.loads((DATA_FOLDER / file).read_text(encoding="utf-8"))
        points = [
            point
            for feature in collection["features"]
            for polygon in feature["geometry"]["coordinates"]
            for ring in polygon
            for point in ring
        ]
        lons, lats = zip(*points, strict=True)
        assert (min(lons), min(lats), max(lons), max(lats)) == window


def test_positions_near_imported_places_are_accepted_beyond_the_outlines():
    nodes = toy_network().table("nodes")
    columns = {c: (nodes[c][nodes.index("node_id")["xx-a"]],) for c in nodes.columns}
    there = Gazetteer(Table("nodes", {**columns, "lon": (-74.0,), "lat": (40.7,)}))
    assert there.entries((-74.1, 40.8))[0].node_id == "xx-a"


def test_a_network_without_places_says_so():
    nodes = toy_network().table("nodes")
    bare = Gazetteer(Table("nodes", dict.fromkeys(nodes.columns, ())))
    with pytest.raises(ValueError, match="has no place where goods are loaded"):
        bare.entries((69.0, 41.0))


def test_access_leg_stays_in_the_country(net):
    nodes = net.table("nodes")
    entries = net.gazetteer.entries((61.5, 29.1))
    assert len({nodes["country"][net.node_row(e.node_id)] for e in entries}) == 1


def test_by_a_border_the_nearest_node_tells_the_country(net):
    """The outlines put Wagah's side of the border, to 2 km, into India."""
    near = net.gazetteer
    assert near.entries((74.56, 31.60))[0].country == "PK"
    assert near.entries((74.61, 31.60))[0].country == "IN"
    assert near.doubt((74.56, 31.60)) == (
        "(74.56, 31.6) lies within 5 km of a border and is taken to lie in Pakistan; if it lies in "
        "India, give (74.56, 31.6, 'IN')"
    )
    assert near.doubt((74.3, 31.5)) == near.doubt("Wagah") == ""


def test_every_node_lies_in_its_own_country_as_a_position(net):
    """But for one of a pipeline, whose place is of a plan."""
    nodes, near = net.nodes, net.gazetteer
    wrong = {
        node
        for node, row in nodes.iterrows()
        if near._country_of(row.lon, row.lat) not in (None, row.country)
    }
    assert wrong <= {"uz-cagp-border"}


def test_a_position_by_a_border_may_say_its_country(net):
    """(74.6, 31.6) is India by the outlines; a caller who knows better says so, and is not asked."""
    near = net.gazetteer
    place = (74.6, 31.6)
    assert near.entries(place)[0].country == "IN"
    for said in ("PK", "Pakistan", "pk"):
        assert near.entries((*place, said))[0].country == "PK"
        assert near.entries((*place, said))[0].node_id == "pk-lahore"
        assert near.doubt((*place, said)) == ""
    trip = co.route(net, (*place, "PK"), "Lahore")
    assert (trip.countries, trip.origin, trip.origin_country) == (("PK",), "(74.6, 31.6)", "PK")
    assert co.matrix(net, [(*place, "PK")], ["Lahore"]).iloc[0, 0] == pytest.approx(trip.cost_usd)
    with pytest.raises(
        ValueError, match=r"does not lie in Pakistan, nor within 5 km of its border"
    ):
        near.entries((75.2, 31.6, "PK"))
    with pytest.raises(co.UnknownNameError, match="there is no country 'Pakistn'.*'Pakistan'"):
        near.entries((*place, "Pakistn"))


def test_where_a_countrys_places_are_too_far_the_other_side_is_offered(net):
    """Greece has none within 250 km; the border with Edirne is near."""
    with pytest.raises(
        ValueError, match=r"give a place, or \(26.36, 41.68, 'TR'\) if it lies there"
    ):
        net.gazetteer.entries((26.36, 41.68))


def test_places_are_read_with_their_country():
    assert as_places((74.6, 31.6, "pk")) == [(74.6, 31.6, "PK")]
    assert as_places([(74.6, 31.6, "PK"), "Lahore"]) == [(74.6, 31.6, "PK"), "Lahore"]
    assert as_places(["A", "B", "C"]) == ["A", "B", "C"]
    assert is_place((74.6, 31.6, "PK"))
    assert not is_place((74.6, 31.6, 3))
    assert read_place("74.6, 31.6, PK") == (74.6, 31.6, "PK")
    assert read_place("1, 2, 3, 4") == "1, 2, 3, 4"
