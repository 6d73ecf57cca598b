"""A model of others, built by its mapping of columns."""

from __future__ import annotations

import pytest
from models_toy import LINKS, MAPPING, NODES, model

import corridors as co
from corridors.sources.models import Columns, from_columns


def test_a_model_gives_its_own_costs_back(tmp_path):
    net = co.read_mapped(model(tmp_path))
    # 410 + 25 + 700 for the links, 200 for the change of gauge at B, 120 + 80 at the border
    there = co.route(net, "Alatau", "Urumqi")
    assert there.cost_usd == pytest.approx(410 + 200 + 25 + 120 + 80 + 700)
    assert there.time_h == pytest.approx(9 + 1 + 24 + 16)
    assert (there.border_crossings, there.transshipments) == (1, 1)
    assert there.distance_km == pytest.approx(985)
    back = co.route(net, "Urumqi", "Alatau")
    assert back.cost_usd == pytest.approx(there.cost_usd)


def test_a_price_per_tonne_is_one(tmp_path):
    mapping = MAPPING.replace('box = "40ft"', 'box = "t"')
    net = co.read_mapped(model(tmp_path, mapping=mapping))
    trip = co.route(net, "A", "D", shipment=co.Shipment(commodity="bulk", cargo_t=60))
    assert trip.cost_usd == pytest.approx(60 * (410 + 200 + 25 + 120 + 80 + 700))


def test_a_refusal_of_a_box_shows_what_the_prices_are_for(tmp_path):
    per_t = MAPPING.replace('box = "40ft"', 'price_per = "t"')
    net = co.read_mapped(model(tmp_path, mapping=per_t))
    with pytest.raises(co.NoItineraryError, match=r'commodity="bulk"\W+--commodity bulk'):
        co.route(net, "Alatau", "Urumqi")
    boxes = co.read_mapped(model(tmp_path))
    with pytest.raises(co.NoItineraryError, match=r"--(box 40ft|commodity container)"):
        co.route(boxes, "Alatau", "Urumqi", shipment=co.Shipment(commodity="bulk"))
    with pytest.raises(co.NoItineraryError, match=r'box="40ft"\W+--box 40ft'):
        co.route(boxes, "Alatau", "Urumqi", shipment=co.Shipment(box="20ft"))


def test_a_price_per_box_is_for_every_box(tmp_path):
    net = co.read_mapped(
        model(tmp_path, mapping=MAPPING.replace('box = "40ft"', 'price_per = "box"'))
    )
    for box in ("20ft", "40ft"):
        assert co.route(net, "A", "D", shipment=co.Shipment(box=box)).cost_usd == pytest.approx(
            1535
        )


def test_costs_are_given_between_all_nodes_of_a_priced_model(tmp_path):
    net = co.read_mapped(model(tmp_path))  # 25 over the border with 120 + 80, and no loading
    assert co.route(net, "B", "C").cost_usd == pytest.approx(25 + 120 + 80)


def test_without_costs_the_embedded_rates_apply(tmp_path):
    mapping = "\n".join(
        line
        for line in MAPPING.splitlines()
        if not line.startswith(("cost", "time", "border_", "tran"))
    )
    net = co.read_mapped(model(tmp_path, mapping=mapping))
    trip = co.route(net, "Alatau", "Urumqi")
    assert trip.cost_usd > 0
    assert any(leg.kind == "gauge break" and leg.h > 0 for leg in trip.steps)


def test_one_way_links_of_a_model(tmp_path):
    net = co.read_mapped(model(tmp_path, links=LINKS.replace("700,16,2", "700,16,1")))
    assert co.route(net, "A", "D").distance_km > 0
    with pytest.raises(co.NoItineraryError):
        co.route(net, "D", "A")


@pytest.mark.parametrize(
    ("nodes", "links", "message"),
    [
        (NODES.replace("77.0", "east"), LINKS, r"n.csv:2: lon 'east' is not a number"),
        (NODES.replace("77.0", "77000"), LINKS, r"which are no degrees; say the coordinate system"),
        (NODES + "A,Again,70,40,KZ,C,,,\n", LINKS, r"n.csv:6: node_id 'A' stands already in row 2"),
        (NODES, LINKS.replace("A,B,", "A,Z,"), r"l.csv:2: to_node 'Z' is no node"),
        (NODES, LINKS.replace("1520", "9999"), r"l.csv:2: gauge_mm 9999 is outside"),
        (NODES, LINKS.replace("A,B,330000", "A,B"), r"l.csv:2: 6 cells, but 7 columns"),
    ],
)
def test_faults_of_a_model(tmp_path, nodes, links, message):
    with pytest.raises(co.DataError, match=message):
        co.read_mapped(model(tmp_path, nodes, links))


def flights(**priced):
    """Return Almaty - Dubai - Karachi by air, and trucks of Almaty."""
    nodes = [
        {"node_id": n, "lon": lon, "lat": lat, "country": home, "kind": "city"}
        for n, lon, lat, home in (
            ("almaty", "76.95", "43.24", "KZ"), ("dubai", "55.36", "25.25", "AE"),
            ("karachi", "67.16", "24.9", "PK"), ("talgar", "77.24", "43.3", "KZ"),
        )
    ]  # fmt: skip
    links = [
        {"from_node": a, "to_node": b, "mode": "air", **priced}
        for a, b in (("almaty", "dubai"), ("dubai", "karachi"))
    ]
    links.append({"from_node": "talgar", "to_node": "almaty", "mode": "road", "length_km": "26"})
    columns = Columns(nodes=nodes, links=links, box="t")
    return from_columns(columns, name="flights", source="flights")


def test_goods_fly_by_the_tonne_and_on_through_an_airport():
    """Two flights of 900 USD a tonne: 1,800, whatever the country between; no box flies."""
    net = flights(cost_usd="900", time_h="4")
    tonne = co.Shipment(commodity="bulk", cargo_t=1)
    trip = co.route(net, "almaty", "karachi", shipment=tonne)
    assert trip.cost_usd == 1800.0
    assert trip.modes == ("air",)
    assert trip.transit_countries == ()
    assert co.route(net, "talgar", "karachi", shipment=tonne).modes == ("road", "air")
    with pytest.raises(co.NoItineraryError, match="commodity=.bulk"):
        co.route(net, "almaty", "karachi")


def test_what_is_not_said_of_flights_is_assumed_and_marked():
    """0.43 USD a tonne and km; both flights take their km at 700 km/h and no quicker."""
    net = flights()
    services = net.services.set_index("link_id")
    links = net.table("links")
    for link, km, mode in zip(*(links[c] for c in ("link_id", "length_km", "mode")), strict=True):
        if mode == "air":
            assert services.loc[link, "usd_per_t"] == pytest.approx(0.43 * km, abs=0.01)
            assert services.loc[link, "basis"] == "assumed"
    trip = co.route(net, "almaty", "karachi", shipment=co.Shipment(commodity="bulk", cargo_t=2))
    flown = trip.legs.query("kind == 'line-haul'")
    assert flown["co2e_kg"].sum() == pytest.approx(2 * 0.598 * flown["km"].sum())
    assert flown["h_p50"].sum() == pytest.approx(flown["km"].sum() / 700)


def test_a_ferry_with_a_gauge_carries_wagons_of_it(tmp_path):
    nodes = (
        "node,lon,lat,country\nA,69.0,41.0,KZ\nB,51.2,43.6,KZ\nC,49.9,40.35,AZ\nD,47.0,41.0,AZ\n"
    )
    links = "from,to,mode,gauge\nA,B,rail,1520\nB,C,ferry,{}\nC,D,rail,1520\n"
    mapping = (
        '[nodes]\nfile = "n.csv"\nnode_id = "node"\nlon = "lon"\nlat = "lat"\ncountry = "country"\n'
        '[links]\nfile = "l.csv"\nfrom_node = "from"\nto_node = "to"\nmode = "mode"\n'
        'gauge_mm = "gauge"\n'
    )
    for gauge, changes in (("1520", 0), ("", 2)):
        net = co.read_mapped(model(tmp_path, nodes, links.format(gauge), mapping))
        ferry = next(row for row in net.table("links") if row["mode"] == "ferry")
        assert (ferry["gauge_mm"] == 1520) == (gauge == "1520")
        assert co.route(net, "A", "D").transshipments == changes
