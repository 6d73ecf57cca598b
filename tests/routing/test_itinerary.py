"""Itineraries as rows for people: which legs are one stretch, and how it is named."""

import re
from types import SimpleNamespace

import pytest

import corridors as co
from corridors.cli.prints.itineraries import _leg_rows
from corridors.maps.draw import make_scene
from corridors.routing.itinerary import Stretch, stretches


@pytest.mark.parametrize(
    ("legs", "name"),
    [
        ([("A - B", 10)], "A - B"),
        ([("A - B", 10), ("B - C", 5)], "A - C"),
        ([("railway", 10), ("railway", 5)], "railway"),
        ([("railway", 10), ("Siegstrecke", 5), ("railway", 5)], "Siegstrecke"),
        ([("2600", 1), ("2666", 5), ("Siegstrecke", 3), ("2600", 3)], "2600, 2666, Siegstrecke"),
        ([("a", 9), ("W", 1), ("X", 4), ("Y", 3), ("Z", 2)], "X, Y, Z"),
        ([("A - B", 10), ("M39", 5), ("trunk", 5)], "A - M39"),
        ([("trunk", 5), ("Y - Z", 5)], "trunk - Z"),
    ],
)
def test_stretches_name_places_or_main_ways(legs, name):
    made = tuple(SimpleNamespace(name=n, km=km) for n, km in legs)
    assert Stretch(made).name == name


@pytest.mark.parametrize("pair", [("Karachi", "Tashkent"), ("Almaty", "Istanbul")])
def test_stretches_hold_every_leg_once_and_add_up(net, pair):
    trip = co.route(net, *pair)
    found = stretches(trip.steps)
    assert tuple(leg for part in found for leg in part.legs) == trip.steps
    assert sum(part.usd for part in found) == pytest.approx(trip.cost_usd)
    assert sum(part.h for part in found) == pytest.approx(trip.time_h)
    assert sum(part.km for part in found) == pytest.approx(trip.distance_km)
    assert all(len(part.legs) == 1 for part in found if part.kind == "border")
    assert len(stretches(trip.steps, every_leg=True)) == len(trip.steps) > len(found)


def test_the_command_line_a_notebook_and_a_map_say_the_same_names(net):
    trip = co.route(net, "Karachi", "Tashkent")
    names = [part.name for part in stretches(trip.steps)]
    assert [row[1] for row in _leg_rows(trip.steps, all_legs=False)] == names
    cells = re.findall("<tr><td>[^<]*</td><td>([^<]*)</td>", trip._repr_html_())
    assert cells == names[:40]
    ledger = make_scene(trip)["groups"][0]["layers"][0]["legs"]
    assert [entry["t"].split(": ", 1)[-1] for entry in ledger] == [
        name.split(": ", 1)[-1] for name in names
    ]
