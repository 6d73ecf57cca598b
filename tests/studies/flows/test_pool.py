"""The choice of projects by ways that are known, by hand."""

import numpy as np
import pytest

from corridors.studies.flows.pool import Known, Pool

GATE = ("link", "gate", "t_per_year")


def pool(**projects):
    """Ten shipments: 100 through a gate for six of them, 130 round it, 90 by a new link."""
    found = Pool(np.array([10.0]), np.array([300.0]), {GATE: 6.0}, {"wider": {GATE: 4.0}}, projects)
    found.add([
        Known(0, 100.0, ((GATE, 1.0),), frozenset()),
        Known(0, 130.0, (), frozenset()),
        Known(0, 90.0, (), frozenset({"link"})),
    ])  # fmt: skip
    return found


def test_the_value_of_a_set():
    made = pool(wider=(0.0, 0.0), link=(0.0, 0.0))
    assert made.value(()) == pytest.approx(6 * 100 + 4 * 130)
    assert made.value({"wider"}) == pytest.approx(1000)
    assert made.value({"link"}) == pytest.approx(900)
    assert made.value({"wider", "link"}) == pytest.approx(900)


@pytest.mark.parametrize(
    ("costs", "budget", "built"),
    [
        ({"wider": (119, 1), "link": (500, 1)}, np.inf, {"wider"}),
        ({"wider": (121, 1), "link": (500, 1)}, np.inf, set()),
        ({"wider": (119, 1), "link": (200, 1)}, np.inf, {"link"}),
        ({"wider": (10, 30), "link": (10, 40)}, 35, {"wider"}),
        ({"wider": (10, 30), "link": (10, 40)}, 20, set()),
        ({"wider": (10, 30), "link": (10, 40)}, 0, set()),
    ],
)
def test_what_pays_is_chosen(costs, budget, built):
    assert pool(**costs).choose(budget)[0] == built


def test_of_two_that_clash_one_is_built():
    made = pool(wider=(0.0, 0.0), link=(0.0, 0.0))
    made.clashes = [("wider", "link")]
    assert len(made.choose(np.inf)[0]) == 1
