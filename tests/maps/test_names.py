"""Names of ways tell them apart."""

from dataclasses import replace

import corridors as co
from corridors.maps.names import told_alike, told_once, ways_apart


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
        co.route(net, "Karachi", "Kabul", modes="road", avoid=[shut, "Ghulam Khan", "Kharlachi"])
        for shut in ("Torkham", "Chaman")
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


def test_ways_that_a_reader_cannot_tell_apart_are_one_row(toy):
    """Fault: fronts had rows of 3,974 USD and 15.7 days, and of 3,974 USD and 15.6 days."""
    trip = co.route(toy, "Alpha", "Epsilon")
    steps = list(trip.steps)

    def like(usd=0.0, h=0.0):
        return replace(trip, steps=(replace(steps[0], usd=steps[0].usd + usd,
                                            h=steps[0].h + h), *steps[1:]))  # fmt: skip

    near, quick, dear = like(usd=0.9, h=-2.3), like(usd=0.9, h=-2.5), like(usd=1.1)
    by = ("cost", "time", "transits")
    assert told_alike([trip, near, quick, dear], by) == [(trip, near), (quick,), (dear,)]
    assert told_alike([trip, near], by, near) == [(near, trip)]
    other = co.route(toy, "Alpha", "Epsilon", weight="time")
    assert told_alike([trip, other], ("transits", "distance")) == [(trip,), (other,)]
    assert told_alike([], by) == []
