"""A way by pipeline tells what the study of the line prices otherwise."""

import re

import pytest

import corridors as co
from corridors.routing.notes.piped import pipeline_notes

GAS = co.Shipment(commodity="gas", quantity=1, unit="bcm")


def test_tariff_and_fees_of_the_line_are_told_beside_those_of_the_way(net):
    """The study said 98.9 USD per 1,000 m3 to Multan, the way 103.9, and neither said why."""
    trip = co.route(net, "Galkynysh", "Multan", shipment=GAS, corridor="tapi")
    (note,) = pipeline_notes(trip)
    assert note in trip.notes
    here, own, fee = (float(n) for n in re.findall(r"(\d+\.\d\d)", note))
    hauls = sum(leg.usd for leg in trip.steps if leg.kind == "line-haul")
    assert here == pytest.approx(hauls / 1e6 / trip.distance_km * 100, abs=0.005)
    # by the numbers of the sentence one comes to what the study says
    costs = co.pipeline(net, "tapi").costs
    paid = costs[(costs["place"] == "TAPI Multan") & (costs["part"] != "border price")]
    border = next(n for n, leg in enumerate(trip.steps) if leg.kind == "border")
    abroad = sum(leg.km for leg in trip.steps[border:])
    assert own * abroad / 100 + fee == pytest.approx(paid["usd_per_1000m3"].sum(), abs=0.02)
    assert "Afghanistan" in note
    assert "Pakistan" not in note


def test_a_line_without_a_tariff_of_its_own_has_no_such_note(net):
    trip = co.route(net, "Galkynysh", "cn-cagp-khorgos", shipment=GAS)
    assert trip.cost_usd > 0
    assert pipeline_notes(trip) == []
