"""Itineraries as rows for people: which legs are one stretch, and how it is named."""

import re
from types import SimpleNamespace

import pytest
from cards import moved, scenario

import corridors as co
from corridors.cli.prints.itineraries import _leg_rows, print_trips
from corridors.maps.draw import make_scene
from corridors.routing.itinerary import Stretch, stretches

#: A card for tables of scenarios.
FASTER = scenario("quick", moved("border_crossings", "hours", 0.5, bcp_id="yz-zeta"))


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


@pytest.mark.parametrize(
    ("legs", "name"),
    [
        ([("A - B", 10)], "A - B, over the border"),
        ([("A - B", 10), ("B - C", 5)], "A - B, to the border"),
        ([("M39", 10), ("Y - Z", 5)], "M39 - Y, to the border"),
        ([("railway", 10), ("railway", 5)], "railway, to the border"),
    ],
)
def test_a_stretch_over_a_border_ends_at_its_last_place_before_it(legs, name):
    made = tuple(SimpleNamespace(name=n, km=km) for n, km in legs)
    assert Stretch(made, crosses=True).name == name


@pytest.mark.parametrize(
    "words", [{"modes": "road"}, {"weight": "time"}, {"departure": "2026-12-04T08:00"}]
)
@pytest.mark.parametrize("pair", [("Karachi", "Istanbul"), ("Xi'an", "Istanbul")])
def test_a_stretch_on_land_names_places_of_its_own_country(net, pair, words):
    nodes = net.table("nodes")
    lies_in: dict[str, set[str]] = {}
    for name, country in zip(nodes["name"], nodes["country"], strict=True):
        lies_in.setdefault(name, set()).add(country)
    trip, borders = co.route(net, *pair, **words), 0
    for part in stretches(trip.steps):
        country = part.legs[0].country
        if part.kind != "line-haul" or not country:  # a ship between countries
            continue
        name = part.name
        borders += name.endswith(" border")
        if not name.endswith(", over the border"):
            ends = name.removesuffix(", to the border").split(" - ")
            assert all(country in lies_in[end] for end in ends), name
    assert borders == sum(">" in leg.country for leg in trip.steps if leg.kind == "border")


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
    trip = co.route(net, "Lahore", "Tashkent")
    names = [part.name for part in stretches(trip.steps)]
    assert [row[1] for row in _leg_rows(trip.steps, all_legs=False)] == names
    cells = re.findall("<tr><td>[^<]*</td><td>([^<]*)</td>", trip._repr_html_())
    assert cells == names[:40]
    ledger = make_scene(trip)["groups"][0]["layers"][0]["legs"]
    assert [entry["t"].split(": ", 1)[-1] for entry in ledger] == [
        name.split(": ", 1)[-1] for name in names
    ]


def test_both_ends_tell_their_countries_under_the_callers_own_words(toy):
    """Fault B6: outputs never showed the country."""
    trip = co.route(toy, " alpha", "zz-e")
    assert (trip.origin, trip.destination) == ("alpha", "Epsilon")
    assert (trip.origin_country, trip.destination_country) == ("XX", "ZZ")
    assert str(trip.pair) == "alpha (XX) - Epsilon (ZZ)"
    assert trip.pair.row().items() <= trip.summary().items() <= trip.to_dict().items()


@pytest.mark.parametrize(
    "table",
    [
        lambda net: co.compare(net, "Alpha", "Epsilon"),
        lambda net: co.pareto(net, "Alpha", "Epsilon").to_frame(),
        lambda net: co.timeline(net, ("Alpha", "Epsilon"), ["2024-01-01"]),
        lambda net: co.effects(net, FASTER, ("Alpha", "Epsilon")),
        lambda net: co.compare_scenarios(net, FASTER, ("Alpha", "Epsilon")),
    ],
)
def test_tables_of_pairs_have_the_countries(toy, table):
    found = table(toy)
    assert set(found["origin_country"]) == {"XX"}
    assert set(found["destination_country"]) == {"ZZ"}


def test_access_by_truck_is_told_where_no_line_haul_is_by_road(toy):
    """Fault: by sea from a city that stands for its port was printed as "sea" alone."""
    by_sea = co.route(toy, "Alpha", "Epsilon", modes=["sea"])
    assert by_sea.modes == ("sea",)
    assert by_sea.by == ("road access", "sea")
    assert "by road access+sea" in repr(by_sea)
    by_port = co.route(toy, "Port Pi", "Port Kappa", modes=["sea"])
    assert by_port.by == by_port.modes == ("sea",)
    position = co.route(toy, (60.1, 40.0), "Epsilon", modes=["road"])
    assert position.legs["kind"].eq("access").any()
    assert position.by == position.modes == ("road",)


def test_a_printed_row_says_access(toy, capsys):
    trip = co.route(toy, "Alpha", "Epsilon", modes=["sea"])
    print_trips("ways", [trip], ["1"])
    assert "road access+sea" in capsys.readouterr().out


def test_a_matrix_tells_in_which_country_each_label_lies(toy):
    frame = co.matrix(toy, ["Alpha", "Beta"], ["Epsilon"])
    assert frame.attrs["countries"] == {"Alpha": "XX", "Beta": "XX", "Epsilon": "ZZ"}
