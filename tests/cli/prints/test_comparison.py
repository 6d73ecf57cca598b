"""Sentences and tables of ``corridors compare``."""

import corridors as co
from corridors.cli.prints.comparison import besides_verdict
from corridors.routing.compare import comparisons
from corridors.routing.conditions import Conditions


def of_pair(net, *pair):
    return list(comparisons(net, *pair, Conditions(), by=("cost", "time", "transits")))


def test_storage_and_detention_may_cost_more_than_a_long_way_saves(net):
    """Fault: the cheapest by price was starred, and nothing said that storage turns the order."""
    pair = of_pair(net, "Karachi", "Almaty")
    trips = [one.itinerary for one in pair if one.itinerary]
    tables = [co.charges(trip) for trip in trips]
    whole = [float(table["usd"].sum()) for table in tables]
    (line,) = besides_verdict(pair, before=3)
    least = whole.index(min(whole))
    price = [trip.cost_usd for trip in trips]
    assert least != price.index(min(price))
    assert f"row {least + 4} costs least: {min(whole):,.0f} USD" in line
    assert line.endswith(f"row {price.index(min(price)) + 4} {whole[price.index(min(price))]:,.0f}")


def test_nothing_is_said_where_the_cheapest_stays_so(toy):
    assert besides_verdict(of_pair(toy, "Alpha", "Epsilon")) == []
