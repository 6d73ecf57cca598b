import pytest

import corridors as co
from corridors.routing.choice.overlap import path_sizes


def test_path_sizes_worked_by_hand(toy):
    # Road over F: 400 + 500 km, alone. Rail: road A-B 100, then rail 200 + 10 + 300, alone.
    # Ship: road 60, sea 1000, road 60, alone. Nothing is shared.
    road = co.route(toy, "Alpha", "Epsilon", modes=["road"])
    rail = co.route(toy, "Alpha", "Epsilon", modes=["road", "rail"], corridor="line-c")
    ship = co.route(toy, "Alpha", "Epsilon", corridor="ship")
    assert path_sizes([road, rail, ship]) == pytest.approx([1, 1, 1])


def test_a_shared_part_counts_by_its_km(toy):
    # To Port Kappa by road: 400 + 500 + 60; by ship: 60 + 1000. From Alpha to Epsilon by road:
    # 400 + 500. The two by road share 900 km: of the longer one 900 / 960, of the other all.
    longer = co.route(toy, "Alpha", "Port Kappa", modes=["road"])
    road = co.route(toy, "Alpha", "Epsilon", modes=["road"])
    sizes = path_sizes([longer, road])
    assert sizes == pytest.approx([(900 / 2 + 60) / 960, 1 / 2])


@pytest.mark.parametrize("many", [1, 2, 5])
def test_the_same_way_many_times(toy, many):
    trip = co.route(toy, "Alpha", "Epsilon", corridor="ship")
    assert path_sizes([trip] * many) == pytest.approx([1 / many] * many)


def test_ships_on_one_lane_share_it(net):
    # Two boxes to Shanghai, from Karachi and from Port Qasim: other links, one lane.
    trips = [
        co.route(net, port, "Shanghai", modes=["sea"]) for port in ("Karachi Port", "Port Qasim")
    ]
    links = [{leg.link_id for leg in trip.steps if leg.km > 1000} for trip in trips]
    sizes = path_sizes(trips)
    assert links[0].isdisjoint(links[1])
    assert all(0.5 <= size < 0.7 for size in sizes)
