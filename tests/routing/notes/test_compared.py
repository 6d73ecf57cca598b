"""What a comparison comes to."""

from corridors.routing.compare import comparisons
from corridors.routing.conditions import Conditions
from corridors.routing.notes.compared import by_corridor, verdicts, ways_compared


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


def test_each_way_is_there_once_by_all_that_it_is_the_best_in(toy):
    ways = ways_compared(of_pair(toy, "Alpha", "Epsilon"), toy)
    assert len({tuple(leg.link_id for leg in trip.steps) for trip in ways.values()}) == len(ways)
    assert any(name.startswith("any way (cheapest); Rail line (cheapest") for name in ways)
