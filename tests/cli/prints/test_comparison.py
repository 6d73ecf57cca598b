"""Sentences and tables of ``corridors compare``."""

import corridors as co
from corridors.cli.prints.comparison import besides_verdict
from corridors.reports.compared import by_corridor, verdicts
from corridors.routing.compare import comparisons
from corridors.routing.conditions import Conditions


def of_pair(net, *pair):
    return list(comparisons(net, *pair, Conditions(), by=("cost", "time", "transits")))


def test_what_wins_by_how_much_and_why(toy):
    """By rail 635 USD, by road 60 h and 2 transits, by ship 1,100 USD and 184.8 h."""
    quick = "quickest: 2.5 days, by road, on none of these corridors; next line-c, 0.1 days more"
    simple = "simplest: 2 transits, by road, on none of these corridors; next line-c and ship, 1 transit more"
    assert verdicts(of_pair(toy, "Alpha", "Epsilon")) == [
        "cheapest: 635 USD, on line-c; next ship, 465 USD more (line-haul: 365 USD more)",
        quick,
        simple + " (gauge break: 1 transit more)",
    ]


def test_a_map_has_the_best_of_all_and_each_corridor(toy):
    groups = by_corridor(of_pair(toy, "Alpha", "Epsilon"), toy)
    assert list(groups) == ["any way", "Rail line", "Ship line"]
    assert len(groups["any way"]) == 2


def test_storage_and_detention_may_cost_more_than_a_long_way_saves(net):
    """Fault: the cheapest by price was starred, and nothing said that storage turns the order."""
    pair = of_pair(net, "Karachi", "Tashkent")
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
