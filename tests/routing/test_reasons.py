"""Why there is no itinerary: what it would take, on the toy."""

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
    assert f"container reaches only XX, YY, ZZ; {none}" in refusal(toy, "Alpha", "Gas Hub")
    assert "gas reaches only XX" in refusal(toy, "Gas Field", "Alpha", shipment=gas)
    assert "no link in operation takes gas from" in refusal(toy, "Zeta", "Delta", shipment=gas)


def test_coming_back_to_a_country_is_said(toy):
    """Zeta lies abroad: from Beta to Alpha, both in one country, nothing goes by it."""
    assert REENTERS in refusal(toy, "Beta", "Alpha", via=["Zeta"])


def test_parts_of_one_country_that_nothing_joins_are_told_apart():
    """Port Kappa's country is reached, but nothing joins the port to what is reached."""
    rows = [dict(row) for row in toy_tables()["links"]]
    kept = [row for row in rows if row["link_id"] not in ("road-eq", "road-ap")]
    said = refusal(toy_network(links=table("links", kept)), "Alpha", "Port Kappa")
    assert "the destination lies in another part of the network, which no link" in said
