"""Answers worked by hand on the toy network, and rules that hold everywhere."""

from itertools import pairwise

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co


def test_road_by_hand(toy):
    """A-F-E by road: 900 km at 1 USD and 50 km/h with 12 driving hours a day."""
    trip = co.route(toy, "Alpha", "Epsilon", weight="time")
    assert trip.modes == ("road",)
    assert trip.distance_km == 900
    assert trip.cost_usd == pytest.approx(900 + 100 + 100 + 10 + 10)
    assert trip.time_h == pytest.approx(900 / 50 * 2 + 10 + 10 + 2 + 2)
    assert trip.co2e_kg == pytest.approx(900 * 20 * 0.1)
    assert (trip.border_crossings, trip.transshipments, trip.transit_count) == (2, 0, 2)
    assert trip.transit_countries == ("YY",)


def test_rail_by_hand(toy):
    """A-B road, B-C-D rail 1435, break of gauge at D, D-E rail 1520."""
    trip = co.route(toy, "Alpha", "Epsilon", weight="co2e", avoid=["sea"])
    assert [leg.kind for leg in trip.steps] == [
        "terminal",
        "line-haul",
        "terminal",
        "line-haul",
        "line-haul",
        "border",
        "gauge break",
        "line-haul",
        "terminal",
    ]
    assert trip.distance_km == 610
    assert trip.cost_usd == pytest.approx(10 + 100 + 80 + 0.5 * 510 + 50 + 120 + 20)
    assert trip.time_h == pytest.approx(2 + 4 + 6 + 3.5 * 5.1 + 20 + 8 + 4)
    assert (trip.border_crossings, trip.transshipments) == (1, 2)
    assert trip.transit_countries == ()


def test_ship_by_hand(toy):
    """A-P road, the ship with half of 3.5 days' wait and customs both sides, Q-E road."""
    trip = co.route(toy, "Alpha", "Epsilon", modes=["road", "sea"], via=["Port Pi"])
    assert trip.cost_usd == pytest.approx(10 + 60 + 150 + 30 + 600 + 30 + 150 + 60 + 10)
    assert trip.time_h == pytest.approx(2 + 2.4 + 12 + 5 + 42 + 100 + 5 + 12 + 2.4 + 2)
    assert (trip.border_crossings, trip.transshipments) == (1, 2)
    waiting = [leg for leg in trip.steps if leg.kind == "waiting"]
    assert [leg.h for leg in waiting] == [42]


def test_direction_of_a_border_matters(toy):
    there = co.route(toy, "Beta", "Delta", modes=["rail"])
    back = co.route(toy, "Delta", "Beta", modes=["rail"])
    assert back.time_h - there.time_h == pytest.approx(4)
    assert back.cost_usd - there.cost_usd == pytest.approx(10)


@pytest.mark.parametrize("weight", ["cost", "time", "distance", "transits", "co2e", "generalised"])
def test_totals_are_sums_of_legs(toy, weight):
    trip = co.route(toy, "Alpha", "Epsilon", weight=weight)
    legs = trip.legs
    assert trip.distance_km == pytest.approx(legs["km"].sum())
    assert trip.cost_usd == pytest.approx(legs["usd"].sum())
    assert trip.time_h == pytest.approx(legs["h"].sum())
    assert trip.transit_count == legs["transits"].sum()
    assert trip.time_p90_h >= trip.time_h
    assert set(legs["source_id"]) == {"toy"}


def test_mapping_of_weights_moves_the_answer(toy):
    cheap = co.route(toy, "Alpha", "Epsilon", weight={"cost": 1})
    quick = co.route(toy, "Alpha", "Epsilon", weight={"cost": 1, "time": 300})
    assert cheap.cost_usd <= quick.cost_usd
    assert quick.time_h <= cheap.time_h
    assert cheap.modes != quick.modes


def test_generalised_cost_is_money_and_value_of_time(toy):
    dear = co.Shipment(value_usd=10_000_000)
    assert co.route(toy, "Alpha", "Epsilon", weight="generalised", shipment=dear).modes == ("road",)


def test_small_box_costs_less(toy):
    big = co.route(toy, "Alpha", "Epsilon", modes=["road"])
    small = co.route(toy, "Alpha", "Epsilon", modes=["road"], shipment=co.Shipment("20ft", 20))
    assert small.cost_usd == pytest.approx(big.cost_usd - 0.2 * 900)


def test_bulk_pays_by_the_tonne(toy):
    ten = co.Shipment(commodity="bulk", cargo_t=10)
    trip = co.route(toy, "Alpha", "Epsilon", modes=["road"], shipment=ten)
    # 0.05 USD per t and km, a twentieth of each border fee and of the handling, per tonne
    assert trip.cost_usd == pytest.approx(10 * (900 * 0.05 + 200 / 20 + 20 / 20))


def test_gas_goes_by_pipeline_and_containers_do_not(toy):
    gas = co.Shipment(commodity="gas", cargo_t=1000)
    assert co.route(toy, "Gas Field", "Gas Hub", shipment=gas).modes == ("pipeline",)
    with pytest.raises(co.NoItineraryError, match="no link in operation takes container"):
        co.route(toy, "Gas Field", "Gas Hub")
    with pytest.raises(co.NoItineraryError, match="takes gas from the origin"):
        co.route(toy, "Alpha", "Epsilon", shipment=gas)


def test_corridor_gates_both_ways(toy):
    there = co.route(toy, "Alpha", "Epsilon", corridor="line-c")
    back = co.route(toy, "Epsilon", "Alpha", corridor="line-c")
    links = [leg.link_id for leg in there.steps if leg.km]
    assert links == ["road-ab", "rail-bc", "rail-cd", "rail-de"]
    assert [leg.link_id for leg in back.steps if leg.km] == links[::-1]


def test_corridor_with_via(toy):
    trip = co.route(toy, "Alpha", "Epsilon", corridor="ship", via=["Port Kappa"])
    assert "sea-pq" in set(trip.legs["link_id"])


def test_planned_links_are_not_used(toy):
    trip = co.route(toy, "Alpha", "Beta", weight="distance")
    assert [leg.link_id for leg in trip.steps if leg.km] == ["road-ab"]
    with pytest.raises(co.NoItineraryError, match=r"not in operation: rail-ab \(planned\)"):
        co.route(toy, "Alpha", "Epsilon", corridor="future")


def test_suspended_crossing_is_closed():
    tables = toy_tables()
    shut = change(tables["border_crossings"], "status", {"bcp_id": "xz-gamma"}, "suspended")
    closed = toy_network(border_crossings=shut)
    with pytest.raises(co.NoItineraryError, match=r"xz-gamma \(suspended\)"):
        co.route(closed, "Beta", "Delta", modes=["rail"])


@pytest.mark.parametrize(
    ("avoid", "gone"),
    [
        ("road-af", "road-af"),
        ("Zeta", "road-af"),
        ("yz-zeta", "road-fe"),
        ("YY", "road-fe"),
        ("sea", "sea-pq"),
        ("line-c", "rail-bc"),
    ],
)
def test_avoid_is_never_used(toy, avoid, gone):
    for weight in ("cost", "time", "co2e"):
        trip = co.route(toy, "Alpha", "Epsilon", weight=weight, avoid=[avoid])
        assert gone not in set(trip.legs["link_id"])


def test_no_way_says_which_condition_cuts_it(toy):
    with pytest.raises(co.NoItineraryError, match="avoiding YY, sea, rail cuts every way"):
        co.route(toy, "Alpha", "Epsilon", avoid=["YY", "sea", "rail"])
    with pytest.raises(co.NoItineraryError, match="not by sea alone"):
        co.route(toy, "Alpha", "Delta", modes=["sea"])
    with pytest.raises(co.NoItineraryError, match="it carries gas, not container"):
        co.route(toy, "Alpha", "Epsilon", corridor="gas-line")


def test_bad_arguments(toy):
    with pytest.raises(ValueError, match="origin and destination are the same: Alpha"):
        co.route(toy, "Alpha", "alpha")
    with pytest.raises(ValueError, match="Alpha cannot be reached when avoiding XX"):
        co.route(toy, "Alpha", "Epsilon", avoid=["XX"])
    with pytest.raises(ValueError, match="weight 'price' is not one of"):
        co.route(toy, "Alpha", "Epsilon", weight="price")
    with pytest.raises(ValueError, match="coefficient of 'cost' must be 0 or more"):
        co.route(toy, "Alpha", "Epsilon", weight={"cost": -1})
    with pytest.raises(ValueError, match="at least one coefficient"):
        co.route(toy, "Alpha", "Epsilon", weight={"cost": 0})
    with pytest.raises(TypeError, match="weight is a criterion or a mapping"):
        co.route(toy, "Alpha", "Epsilon", weight=3)
    with pytest.raises(ValueError, match=r"mode 'rails' is not one of .* Did you mean 'rail'"):
        co.route(toy, "Alpha", "Epsilon", modes=["rails"])
    with pytest.raises(ValueError, match="modes is empty"):
        co.route(toy, "Alpha", "Epsilon", modes=[])
    with pytest.raises(
        co.UnknownNameError, match="there is no corridor 'ships'. Did you mean 'ship'"
    ):
        co.route(toy, "Alpha", "Epsilon", corridor="ships")
    with pytest.raises(co.UnknownNameError, match="avoid: 'rail-b' is no link.* Did you mean"):
        co.route(toy, "Alpha", "Epsilon", avoid=["rail-b"])


def test_no_country_is_entered_twice():
    """A-B in country X is slow (250 km at 3 km/h); A-F-B by country Y is not taken for it."""
    links = [dict(row) for row in toy_tables()["links"]]
    slow = next(row for row in links if row["link_id"] == "road-ab")
    slow.update(length_km=250.0, speed_kmh=3.0)
    back = next(row for row in links if row["link_id"] == "road-af")
    links.append({**back, "link_id": "road-fb", "to_node": "xx-b", "from_node": "yy-f"})
    crossed = toy_network(links=table("links", links))
    trip = co.route(crossed, "Alpha", "Beta", weight="time")
    assert trip.countries == ("XX",)
    assert trip.time_h == pytest.approx(250 / 3 * 2 + 4)
    with pytest.raises(co.NoItineraryError, match="leaving a country and coming back"):
        co.route(crossed, "Alpha", "Beta", avoid=["road-ab"], modes=["road"])


def test_nothing_is_put_on_a_vehicle_and_taken_off_at_one_place(net):
    """A truck or wagon that goods change to carries them somewhere before the next change."""
    places = ("Karachi", "Xi'an", "Almaty", "Istanbul", "Ashgabat", "Lahore")
    for a in places:
        for b in places:
            if a != b:
                trip = co.route(net, a, b, weight="cost")
                kinds = [leg.kind in ("terminal", "gauge break") for leg in trip.steps]
                assert not any(x and y for x, y in pairwise(kinds)), trip


def test_a_lake_within_a_country_is_no_border(net):
    """The train ferry on Lake Van stays in Türkiye."""
    trip = co.route(net, "Tabriz", "Istanbul", modes=["rail", "ferry"])
    assert "ferry" in trip.modes
    assert trip.countries == ("IR", "TR")


def test_a_countrys_own_truck_pays_no_entry(net):
    """Permits and transit fees are charged at the border; at home what begins a haul (66 USD)."""
    trip = co.route(net, "Ashgabat", "Mary", modes=["road"])
    loading = trip.steps[0]
    table = net.table("transshipments")
    row = table.index("node_id", "from_class", "to_class")["tm-ashgabat", "origin", "road"]
    assert loading.usd == table["usd_40ft"][row] + 66


def test_position_gets_an_access_leg(net):
    trip = co.route(net, (67.2, 25.1), "Lahore", modes=["road", "access"])
    loading, first = trip.steps[:2]
    assert (loading.kind, loading.name) == ("terminal", "Loading at (67.2, 25.1) (road)")
    assert (first.kind, first.basis) == ("access", "assumed")
    assert first.km > 0
    assert trip.origin == "(67.2, 25.1)"


def test_repr_reads_as_a_sentence(toy):
    trip = co.route(toy, "Alpha", "Epsilon", weight="time")
    assert repr(trip).startswith(
        "Itinerary(Alpha (XX) - Epsilon (ZZ): 900 km, 1,120 USD, 2.5 days, 2 transits"
    )


def test_conditions_may_be_iterators(net):
    avoided = co.route(net, "Karachi", "Istanbul", avoid=["sea"])
    assert "sea" not in avoided.modes
    assert co.route(net, "Karachi", "Istanbul", avoid=iter(["sea"])).modes == avoided.modes
    passing = co.route(net, "Karachi", "Lahore", via=["Quetta"])
    assert passing.distance_km > co.route(net, "Karachi", "Lahore").distance_km
    assert co.route(net, "Karachi", "Lahore", via=iter(["Quetta"])) == passing


def test_departures_in_the_forms_people_give_them(net):
    from datetime import UTC, date, datetime

    def arrival(departure):
        return co.route(net, "Islamabad", "Kashgar", departure=departure).arrival

    moment = datetime(2026, 7, 16, tzinfo=UTC)
    assert arrival("2026-07-16") == arrival(date(2026, 7, 16))
    assert arrival("2026-07-16T00:00:00+00:00") == arrival(moment)
    table = co.compare(net, "Karachi", "Istanbul", departure="2026-07-16T08:00:30")
    assert table["served"].any()
    for wrong, why in (("16.7.2026", "not of the form"), ("9999-12-31", "1970-2200")):
        with pytest.raises(ValueError, match=why):
            arrival(wrong)
    with pytest.raises(TypeError, match="datetime, a date or ISO text"):
        arrival(20260716)
