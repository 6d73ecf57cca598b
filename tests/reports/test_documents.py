"""The checklist of documents is a look-up by countries, modes, borders and commodity."""

from __future__ import annotations

import pytest

import corridors as co
from corridors.network.schema import schema
from corridors.network.tables import Table
from corridors.reports.documents import documents_of, kinds_of_goods

NET = co.load()
ROW = {
    "document_id": "x",
    "name": "X",
    "mode": "*",
    "country": "*",
    "with_country": "",
    "when": "trip",
    "regime": "",
    "need": "always",
    "applies_to": "*",
    "note": "",
    "source_id": "own-assumption",
    "basis": "assumed",
}


def _found(trip, *, goods=None, **values):
    """Return the countries for which a table of one row asks on a trip."""
    row = {**ROW, **values}
    table = Table("documents", {name: (row[name],) for name in schema()["documents"]})
    net = trip.network.replaced({"documents": table})
    asked = co.route(net, trip.origin, trip.destination, modes=sorted({*trip.modes, "road"}))
    found = documents_of(asked, goods=goods)
    return found[0].countries if found else ()


@pytest.fixture(scope="module")
def by_road():
    """Karachi - Tashkent: PK, AF, UZ."""
    return co.route(NET, "Karachi", "Tashkent", modes="road")


@pytest.mark.parametrize(
    ("values", "countries"),
    [
        ({}, ("PK", "AF", "UZ")),
        ({"mode": "road"}, ("PK", "AF", "UZ")),
        ({"mode": "rail;sea"}, ()),
        ({"country": "UZ;KZ"}, ("UZ",)),
        ({"when": "origin"}, ("PK",)),
        ({"when": "origin", "country": "UZ"}, ()),
        ({"when": "origin", "with_country": "UZ"}, ("PK",)),
        ({"when": "origin", "with_country": "AF"}, ()),
        ({"when": "destination"}, ("UZ",)),
        ({"when": "transit"}, ("AF",)),
        ({"when": "border"}, ("AF", "UZ")),
        ({"when": "border", "country": "PK"}, ()),
        ({"when": "border", "with_country": "PK"}, ("AF",)),
        ({"when": "border", "mode": "rail"}, ()),
        ({"when": "entry", "country": "AF;UZ"}, ("AF",)),
        ({"when": "entry", "country": "UZ"}, ("UZ",)),
        ({"when": "entry", "country": "PK;AF;UZ"}, ()),
        ({"country": "PK", "with_country": "AF"}, ("PK",)),
        ({"country": "PK", "with_country": "PK"}, ()),
        ({"applies_to": "bulk"}, ()),
        ({"applies_to": "container"}, ("PK", "AF", "UZ")),
    ],
)
def test_rules(by_road, values, countries):
    assert by_road.countries == ("PK", "AF", "UZ")
    assert _found(by_road, **values) == countries


def test_goods_are_told_or_left_out(by_road):
    plants = {"need": "goods", "applies_to": "plants", "when": "origin"}
    assert _found(by_road, **plants) == ("PK",)
    assert _found(by_road, goods={"plants"}, **plants) == ("PK",)
    assert _found(by_road, goods=(), **plants) == ()
    with pytest.raises(ValueError, match="goods: 'plant' is not one of .*Did you mean 'plants'"):
        documents_of(by_road, goods={"plant"})
    assert {"plants", "animals", "dangerous"} <= set(kinds_of_goods(NET))


def test_by_road_through_afghanistan(by_road):
    ids = {found.document_id: found for found in documents_of(by_road)}
    assert ids["cmr"].countries == ("PK", "AF", "UZ")
    assert ids["tir-carnet"].need == "instead"
    assert ids["aptta-tad"].countries == ("AF",)
    assert ids["uz-permit"].countries == ("UZ",)
    assert not {"bill-of-lading", "smgs", "ir-transit", "tm-visa"} & ids.keys()


def test_by_sea_there_are_papers_of_ships_and_none_of_trucks():
    trip = co.route(NET, "Karachi", "Istanbul")
    assert "sea" in trip.modes
    ids = {found.document_id for found in documents_of(trip)}
    assert {"bill-of-lading", "vgm", "invoice"} <= ids
    assert not {"cmr", "tir-carnet", "bilateral-permit"} & ids


def test_by_rail_consignment_notes_follow_the_law_of_carriage():
    trip = co.route(NET, "Xi'an", "Istanbul", modes=("rail", "ferry", "road"))
    ids = {found.document_id: found for found in documents_of(trip)}
    if "rail" in trip.modes:
        assert "CN" in ids["smgs"].countries
        assert "TR" not in ids["smgs"].countries


def test_within_a_country_there_is_nothing():
    assert documents_of(co.route(NET, "Karachi", "Lahore")) == ()


def test_order_and_countries_are_those_of_the_trip(by_road):
    order = ["origin", "trip", "border", "entry", "transit", "destination"]
    found = documents_of(by_road)
    assert [order.index(one.when) for one in found] == sorted(order.index(d.when) for d in found)
    for one in found:
        places = [by_road.countries.index(country) for country in one.countries]
        assert places == sorted(places)


def test_every_row_of_the_table_has_countries_modes_and_an_address():
    table, known = NET.table("documents"), set(NET.table("nodes")["country"])
    url = NET.table("sources").pairs("source_id", "url")
    for row in table:
        for column in ("country", "with_country"):
            for code in filter(None, row[column].split(";")):
                assert code == "*" or code in known, (row["document_id"], code)
        assert row["basis"] == "assumed" or url[row["source_id"]].startswith("http")
        assert (row["need"] == "goods") <= (row["applies_to"] != "*")
    assert 40 <= len(table) <= 80


def test_the_public_table_is_the_checklist_with_its_sources(net):
    trip = co.route(net, "Karachi", "Tashkent", modes="road")
    table = co.documents(trip)
    found = documents_of(trip)
    assert list(table["document_id"]) == [one.document_id for one in found]
    assert list(table["countries"]) == [one.countries for one in found]
    assert list(table.columns[-4:]) == ["source", "publisher", "year", "url"]
    assert table["source"].str.len().min() > 0
    assert table["url"].str.startswith("http").all()
    sources = net.table("sources")
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    assert list(table["source"]) == [titles[name] for name in table["source_id"]]


def test_the_public_table_takes_one_kind_of_goods_or_none(net):
    trip = co.route(net, "Karachi", "Tashkent", modes="road")
    plants = co.documents(trip, goods="plants")
    assert set(plants.loc[plants["need"] == "goods", "applies_to"]) == {"plants"}
    assert set(co.documents(trip, goods=())["need"]) <= {"always", "instead"}
    with pytest.raises(ValueError, match="goods: 'plant' is not one of .*plants"):
        co.documents(trip, goods="plant")
    home = co.documents(co.route(net, "Karachi", "Lahore"))
    assert (len(home), "document_id" in home) == (0, True)


def test_a_ship_is_not_taken_for_what_goes_on_by_land():
    """Fault: from the port of Iran to that of Turkmenistan goods went by rail, and a bill of lading
    was asked for in Turkmenistan, as if a ship had carried them there."""
    trip = co.route(NET, "Karachi", "Tbilisi", via=["Bandar Abbas", "Turkmenbashi"])
    assert {"sea", "rail", "ferry"} <= {*trip.modes}
    ids = {found.document_id: found.countries for found in documents_of(trip)}
    assert ids["bill-of-lading"] == ("PK", "IR")
    assert ids["ferry-note"] == ("TM", "AZ")


def test_a_ship_that_is_changed_in_a_port_is_one_voyage_after_the_other():
    trip = co.route(NET, "Shanghai", "Baku", via=["Karachi", "Turkmenbashi"])
    ids = {found.document_id: found.countries for found in documents_of(trip)}
    assert ids["bill-of-lading"] == ("CN", "PK", "IR")
