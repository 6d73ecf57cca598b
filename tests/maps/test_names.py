"""Names of ways tell them apart."""

from dataclasses import replace

import corridors as co
from corridors.maps.names import told_once, ways_apart


def test_ways_by_the_same_modes_and_countries_are_told_apart_by_their_places(net):
    front = co.pareto(net, "Karachi", "Istanbul", criteria=("cost", "time", "transits"))
    names = ways_apart(front.itineraries)
    assert len(names) == len(front.itineraries)
    assert len(set(names)) == len(names)
    for name, trip in zip(names, front.itineraries, strict=True):
        assert name.startswith("+".join(trip.modes))
        assert len(name.split(" · ")) <= 3


def test_what_differs_is_named_and_what_does_not_is_left_out(net):
    by_chaman, by_torkham = (
        co.route(net.apply(co.scenario(shut)), "Karachi", "Kabul", modes="road")
        for shut in ("torkham-closed", "chaman-closed")
    )
    names = ways_apart([by_chaman, by_torkham])
    assert names[0] != names[1]
    assert all(name.startswith("road · direct · ") for name in names)
    assert ways_apart([by_chaman]) == ["road · direct"]


def test_one_and_the_same_way_is_told_once(toy):
    a, b = (co.route(toy, "Alpha", "Epsilon", weight=w) for w in ("cost", "time"))
    assert a.steps != b.steps
    again = replace(a, weight="other")
    assert told_once({"x": a, "y": b, "z": again}) == {"x = z": a, "y": b}
    assert ways_apart([a, again]) == [ways_apart([a])[0]] * 2
