"""Which commodities pass, as sets of words."""

import pytest

from corridors.graph.carried import carried_between, carried_by
from corridors.vocabulary import COMMODITIES


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
