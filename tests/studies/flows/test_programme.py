"""The programme of two demands and one capacity, by hand."""

import numpy as np
import pytest

from corridors.studies.flows.programme import Programme


def programme(capacity):
    """Ten and five shipments; each has a way of 100 through the capacity, round it 130 and 180."""
    found = Programme(
        np.array([10.0, 5.0]), np.array([300.0, 300.0]), np.array([[capacity]]), np.zeros((1, 1))
    )
    for demand, usd, takes in ((0, 100, 1), (0, 130, 0), (1, 100, 1), (1, 180, 0)):
        found.add(demand, float(usd), np.array([float(takes)]))
    return found


def test_room_for_all_costs_nothing_more():
    solution = programme(15.0).solve()
    assert solution.usd == pytest.approx(1500)
    assert solution.share == pytest.approx([1, 0, 1, 0])


def test_who_loses_most_stays():
    """Eight pass: all five of the second, three of the first; one more saves 30."""
    solution = programme(8.0).solve()
    assert solution.usd == pytest.approx(8 * 100 + 7 * 130)
    assert solution.share == pytest.approx([0.3, 0.7, 1, 0])
    assert solution.price == pytest.approx([30])
    assert solution.used.ravel() == pytest.approx([8])


def test_nothing_passes_where_nothing_can():
    solution = programme(0.0).solve()
    assert solution.usd == pytest.approx(10 * 130 + 5 * 180)


def test_the_bound_is_reached_at_the_prices_of_the_answer():
    made = programme(8.0)
    solution = made.solve()
    price = solution.price[0]
    cheapest = [min(100 + price, 130), min(100 + price, 180)]
    assert made.bound(solution.price, cheapest) == pytest.approx(solution.usd)
    assert made.bound(np.array([0.0]), [100, 100]) <= solution.usd


def test_steps_fill_in_order():
    """Two steps of 4, the second 10 dearer: below 30, so the first demand fills both."""
    made = Programme(
        np.array([10.0]), np.array([300.0]), np.array([[4.0, 4.0]]), np.array([[0.0, 10.0]])
    )
    made.add(0, 100.0, np.array([1.0]))
    made.add(0, 130.0, np.array([0.0]))
    solution = made.solve()
    assert solution.used.ravel() == pytest.approx([4, 4])
    assert solution.usd == pytest.approx(8 * 100 + 2 * 130 + 4 * 10)
