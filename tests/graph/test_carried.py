"""Which commodities pass, as sets of words."""

import pytest
from toy import toy_tables

from corridors.graph.carried import (
    carried_between,
    carried_by,
    changing_at,
    classes_of,
    vehicles_at,
)
from corridors.vocabulary import COMMODITIES, VEHICLE_CLASSES


def words(bits):
    return {word for k, word in enumerate(COMMODITIES) if bits >> k & 1}


@pytest.mark.parametrize(
    ("commodity", "freight", "carried"),
    [
        ("", "", {"container", "bulk", "oil"}),  # gas goes by pipeline alone
        ("", "yes", {"container", "bulk", "oil"}),
        ("", "no", set()),
        ("gas", "", {"gas"}),
        ("oil", "", {"oil"}),
    ],
)
def test_what_a_link_carries(commodity, freight, carried):
    assert words(carried_by({"commodity": commodity, "freight": freight})) == carried


def test_what_changes_vehicle():
    assert words(carried_between("road", "rail-1520")) == {"container", "bulk", "oil"}
    assert words(carried_between("origin", "pipeline")) == {"oil", "gas"}
    assert words(carried_between("rail-1520", "pipeline")) == {"oil"}


def test_vehicles_at_places_and_where_goods_change_them():
    tables = toy_tables()
    found = vehicles_at(tables["nodes"], tables["links"])
    assert set(found) == set(tables["nodes"]["node_id"])
    road = {
        end for row in tables["links"] if row["mode"] == "road"
        for end in (row["from_node"], row["to_node"])
    }  # fmt: skip
    assert {node for node, vehicles in found.items() if "road" in vehicles} == road
    changes = [("p", "road", "sea"), ("q", "origin", "road"), ("r", "road", "road")]
    assert changing_at(changes) == {("p", "road"), ("p", "sea")}
    assert classes_of(tables["links"])[: len(VEHICLE_CLASSES)] == VEHICLE_CLASSES
