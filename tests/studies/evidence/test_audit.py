"""On what the main comparisons rest."""

from __future__ import annotations

import math

import pytest

import corridors as co
from corridors.studies.evidence.audit import told

PAIRS = [("Alpha", "Epsilon"), ("Beta", "Delta")]


def test_shares_are_those_of_the_legs_added_by_hand(toy):
    trips = {}
    for pair in PAIRS:
        for weight in ("cost", "time"):
            for corridor in (None, *toy.corridor_ids):
                try:
                    trip = co.route(toy, *pair, weight=weight, corridor=corridor)
                except co.NoItineraryError:
                    continue
                key = tuple((leg.kind, leg.from_node, leg.to_node) for leg in trip.steps)
                trips[pair, key] = trip
    found = co.audit(toy, PAIRS)
    assert (found.pairs, found.ways) == (2, len(trips))
    legs = [leg for trip in trips.values() for leg in trip.steps]
    for of, basis in (("usd", "basis"), ("h", "hours_basis")):
        whole = math.fsum(getattr(leg, of) for leg in legs)
        assumed = math.fsum(getattr(leg, of) for leg in legs if getattr(leg, basis) == "assumed")
        assert found.known(of) == pytest.approx(1 - assumed / whole)


def test_rows_add_up_and_move_answers_by_their_part(toy):
    found = co.audit(toy, PAIRS)
    sums = found.rows.groupby("of")["share"].sum()
    assert sums.to_dict() == pytest.approx({"h": 1.0, "usd": 1.0})
    first = found.rows[found.rows["of"] == "usd"].iloc[0]
    origin, destination = first["moves_pair"].split(" - ")
    parts = []
    for weight in ("cost", "time"):
        for corridor in (None, *toy.corridor_ids):
            try:
                trip = co.route(toy, origin, destination, weight=weight, corridor=corridor)
            except co.NoItineraryError:
                continue
            own = math.fsum(leg.usd for leg in trip.steps if leg.price_row == first["row"])
            parts.append(own / trip.cost_usd)
    assert first["moves"] == pytest.approx(max(parts))


def test_what_to_measure_next_is_assumed_and_heaviest_first(net):
    found = co.audit(net, [("Karachi", "Tashkent"), ("Baku", "Istanbul")])
    top = found.next_to_measure(5)
    assert set(top["basis"]) == {"assumed"}
    assert top["open"].is_monotonic_decreasing
    assert any("Of the hours: " in line for line in told(found))


def test_pairs_without_a_way_are_refused(toy):
    gas = co.Shipment(commodity="gas", cargo_t=100)
    with pytest.raises(co.NoItineraryError):
        co.audit(toy, [("Alpha", "Epsilon")], shipment=gas)
