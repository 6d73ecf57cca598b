"""Why there is no itinerary: what it would take, on the toy."""

from itertools import pairwise

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.routing.reasons import REENTERS


def refusal(net, *pair, **words):
    with pytest.raises(co.NoItineraryError) as error:
        co.route(net, *pair, **words)
    return str(error.value)


def test_a_corridor_that_does_not_carry_it(toy):
    assert refusal(toy, "Alpha", "Epsilon", corridor="gas-line").endswith(
        "it carries gas, not container"
    )


def test_what_is_not_in_operation_is_named(toy):
    assert "not in operation: rail-ab (planned)" in refusal(
        toy, "Alpha", "Epsilon", corridor="future"
    )
    crossings = change(toy.table("border_crossings"), "status", {"bcp_id": "xz-gamma"}, "suspended")
    shut = toy_network(border_crossings=crossings)
    assert "xz-gamma (suspended)" in refusal(shut, "Beta", "Epsilon", modes=["rail"])
    services = change(toy.table("services"), "status", {"service_id": "s"}, "suspended")
    assert "Pi-Kappa line (suspended)" in refusal(
        toy_network(services=services), "Port Pi", "Port Kappa", modes=["sea"]
    )


def test_the_condition_that_cuts_is_named(toy):
    shut = "avoiding zz-d, yy-f, zz-q cuts every way"
    assert shut in refusal(toy, "Alpha", "Epsilon", avoid=["zz-d", "yy-f", "zz-q"])
    assert "not by sea alone" in refusal(toy, "Alpha", "Zeta", modes=["sea"])
    with pytest.raises(ValueError, match="cannot be reached when avoiding rail, road, sea"):
        co.route(toy, "Alpha", "Epsilon", avoid=["rail", "road", "sea"])


def test_countries_that_can_be_reached_are_named(toy):
    gas = co.Shipment(commodity="gas", cargo_t=1000)
    none = "no link in operation takes it to the destination"
    assert f"container reaches 8 places in XX, YY, ZZ; {none}" in refusal(toy, "Alpha", "Gas Hub")
    assert f"gas reaches 2 places in XX; {none}" in refusal(toy, "Gas Field", "Alpha", shipment=gas)
    assert "no link in operation takes gas from" in refusal(toy, "Zeta", "Delta", shipment=gas)


def test_coming_back_to_a_country_is_said(toy):
    """Zeta lies abroad: from Beta to Alpha, both in one country, nothing goes by it."""
    assert REENTERS in refusal(toy, "Beta", "Alpha", via=["Zeta"])


def test_parts_of_one_country_that_nothing_joins_are_told_apart():
    """Port Kappa's country is reached, but nothing joins the port to what is reached.

    By road and rail: 100 + 400 + 500, 200 + 10 + 300 km; by sea 1,000; Alpha and Port Pi lie
    half a degree from one another, as do Epsilon and Port Kappa.
    """
    rows = [dict(row) for row in toy_tables()["links"]]
    kept = [row for row in rows if row["link_id"] not in ("road-eq", "road-ap")]
    said = refusal(toy_network(links=table("links", kept)), "Alpha", "Port Kappa")
    assert "the two places lie in parts of 1,510 km and 1,000 km that do not meet" in said
    assert "from Alpha container reaches 6 places in XX, YY, ZZ" in said
    assert "to Port Kappa it comes from 2 places in XX, ZZ" in said
    assert "they come nearest at Alpha" in said
    assert ", 55.6 km from one another" in said


def test_a_place_where_nothing_changes_vehicle_is_named():
    """Both come to Delta; without a break of gauge there, no train goes on."""
    rows = [dict(row) for row in toy_tables()["transshipments"]]
    kept = [r for r in rows if r["node_id"] != "zz-d" or "rail-1520" not in r.values()]
    net = toy_network(transshipments=table("transshipments", kept))
    said = refusal(net, "Beta", "Epsilon", avoid=["road", "sea"])
    assert "avoiding road, sea cuts every way" in said
    links = [dict(r) for r in toy_tables()["links"] if r["mode"] == "rail"]
    alone = toy_network(
        transshipments=table("transshipments", kept), links=table("links", links),
        corridor_links=table("corridor_links", []), services=table("services", []),
    )  # fmt: skip
    said = refusal(alone, "Beta", "Epsilon")
    assert "parts of 210 km and 300 km that do not meet" in said
    assert "both come to Delta" in said
    assert "no handling is known there from rail-1435 to rail-1520" in said


def test_another_box_or_commodity_that_would_go_is_named():
    """Where only tonnes have a price, nothing goes in a box, and that is what to say."""
    rows = [dict(row) for row in toy_tables()["tariffs"] if row["box"] == "t"]
    said = refusal(toy_network(tariffs=table("tariffs", rows)), "Alpha", "Beta")
    assert said.endswith('with Shipment(commodity="bulk") (--commodity bulk) there is a way')
    small = [dict(row) for row in toy_tables()["tariffs"] if row["box"] == "20ft"]
    said = refusal(toy_network(tariffs=table("tariffs", small)), "Alpha", "Beta")
    assert said.endswith('with Shipment(box="20ft") (--box 20ft) there is a way')


def with_a_hub():
    """Alpha's port Pi and a second one, Pi Two, both on lanes to a hub abroad at Zeta."""
    tables = toy_tables()
    nodes = [dict(row) for row in tables["nodes"]]
    port = next(row for row in nodes if row["node_id"] == "xx-p")
    nodes.append({**port, "node_id": "xx-p2", "name": "Pi Two", "lat": 39.6})
    nodes.append({**port, "node_id": "yy-hub", "name": "Hub", "country": "YY", "lat": 38.0})
    lane = next(row for row in tables["links"] if row["link_id"] == "sea-pq")
    lane = {**lane, "length_km": 500.0, "from_node": "yy-hub"}
    links = [dict(row) for row in tables["links"]]
    links += [{**lane, "link_id": f"sea-{to}", "to_node": to} for to in ("xx-p", "xx-p2")]
    ship = next(iter(tables["services"]))
    services = [dict(row) for row in tables["services"]]
    services += [
        {**ship, "service_id": f"to-{to}", "link_id": f"sea-{to}"} for to in ("xx-p", "xx-p2")
    ]
    crossings = [dict(row) for row in tables["border_crossings"]]
    of_port = [row for row in crossings if row["bcp_id"] == "xx-p"]
    crossings += [
        {
            **row, "bcp_id": new,
            **{c: home for c in ("from_country", "to_country") if row[c] != "*"},
        }
        for row in of_port for new, home in (("xx-p2", "XX"), ("yy-hub", "YY"))
    ]  # fmt: skip
    doors = [dict(row) for row in tables["transshipments"]]
    at_port = [row for row in doors if row["node_id"] == "xx-p" and row["from_class"] != "road"]
    doors += [{**row, "node_id": n} for row in at_port for n in ("xx-p2", "yy-hub")]
    change_of_ship = {**at_port[0], "node_id": "yy-hub", "from_class": "sea", "to_class": "sea"}
    doors.append(change_of_ship)
    rows = {
        "nodes": nodes, "links": links, "services": services, "border_crossings": crossings,
        "transshipments": [row for row in doors if row["to_class"] != "road" or "p2" not in row],
    }  # fmt: skip
    return toy_network(**{name: table(name, these) for name, these in rows.items()})


@pytest.mark.parametrize("pair", [("Port Pi", "Pi Two"), ("Alpha", "Pi Two"), ("Pi Two", "Alpha")])
def test_no_ship_takes_goods_abroad_and_back(pair):
    """Two lanes lead by a hub in another country: goods for home do not change ship there."""
    net = with_a_hub()
    assert co.route(net, "Port Pi", "Hub", modes="sea").countries == ("XX", "YY")
    assert REENTERS in refusal(net, *pair, modes="sea")
    for ask in (co.pareto, co.alternatives):
        with pytest.raises(co.NoItineraryError, match=REENTERS):
            ask(net, *pair, modes="sea")


def test_a_city_and_its_own_port_are_a_drive_apart(net):
    said = refusal(net, "Karachi", "Karachi Port", modes=["sea"])
    assert f"they are 5 km apart, which is a drive; {REENTERS}; with road or rail" in said
    said = refusal(net, "Van", "Van İskele", modes=["ferry"])
    assert "they are 9 km apart, which is a drive; not by ferry alone; with road or rail" in said
    said = refusal(net, "Port Qasim", "Karachi Port", modes=["sea"])
    assert f": {REENTERS}; with road or rail there is a way" in said


def test_no_country_comes_twice_whatever_the_modes(net):
    """Cities, ports and stations of one country, near one another, by few modes."""
    names, asked = net.gazetteer, 0
    cities = ("pk-karachi", "ge-batumi", "ir-bandar-abbas", "tr-istanbul", "tr-van", "kz-aktau")
    for city in cities:
        places = (city, *(entry.node_id for entry in names.terminals_of(city)))
        for modes in (["sea"], ["ferry"], ["rail"], ["sea", "rail"]):
            for origin, destination in pairwise(places):
                asked += 1
                try:
                    trip = co.route(net, origin, destination, modes=modes)
                except co.NoItineraryError:
                    continue
                assert len(set(trip.countries)) == len(trip.countries)
    assert asked >= 40


def test_gas_is_advised_to_be_nothing_else(net):
    """By road tonnes of bulk go from Multan to Quetta; gas is not trucked."""
    said = refusal(net, "Multan", "Quetta", shipment=co.Shipment(commodity="gas"))
    assert "commodity=" not in said
