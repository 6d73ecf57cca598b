"""Functions refuse what they do not ask for, before they do anything."""

from __future__ import annotations

import pytest

import corridors as co
from corridors.arguments import asks, of_ours

DONE = []


@asks
def length(net: Network, flows: Flows | None = None) -> int:  # noqa: F821  by name alone
    DONE.append(net)
    return len(net.links)


def test_what_is_of_another_class_is_refused_before_any_work(toy):
    DONE.clear()
    with pytest.raises(TypeError, match=r"^length: net is a Network \(of load, .*, not 'toy'$"):
        length("toy")
    with pytest.raises(TypeError, match="flows is a Flows"):
        length(toy, flows=toy)
    assert DONE == []
    assert length(toy) == len(toy.links) == length(toy, None)


def test_of_several_each_is_asked(toy):
    trip = co.route(toy, "Alpha", "Gamma")
    assert of_ours("trips", iter([trip]), "Itinerary") == (trip,)
    with pytest.raises(TypeError, match="each of trips is an Itinerary"):
        of_ours("trips", [trip, 7], "Itinerary")
    with pytest.raises(TypeError, match="trips is a list"):
        of_ours("trips", trip, "Itinerary")
