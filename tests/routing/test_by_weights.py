"""Best itineraries under many weights: those of ``route``, ties as well."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.criteria import CRITERIA, SPLITS, TOTALS

PAIRS = [("Alpha", "Epsilon"), ("Epsilon", "Beta"), ("Alpha", "Gas Hub"), ("Zeta", "Port Kappa")]
WEIGHTS = st.fixed_dictionaries(
    {"cost": st.floats(0.01, 5)},
    optional={name: st.floats(0, 50) for name in ("time", "distance", "transits", "co2e")},
)


def by_route(net, pair, weight):
    try:
        trip = co.route(net, *pair, weight=weight)
    except co.NoItineraryError:
        return [np.nan] * len(TOTALS)
    return [getattr(trip, name) for name in TOTALS]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(weights=st.lists(WEIGHTS, min_size=1, max_size=3))
def test_every_row_is_a_route(toy, weights):
    table = co.best_by_weights(toy, PAIRS, weights)
    assert len(table) == len(weights) * len(PAIRS)
    expected = [by_route(toy, pair, weight) for weight in weights for pair in PAIRS]
    np.testing.assert_allclose(table[list(TOTALS)].to_numpy(float), expected, rtol=1e-9)


@pytest.mark.parametrize("pair", [("Almaty", "Istanbul"), ("Karachi", "Tashkent")])
def test_ties_are_broken_as_route_breaks_them(net, pair):
    """Fault B9: of ways with as few transits, one for 9,442 USD was taken, not for 7,277."""
    table = co.best_by_weights(net, [pair], list(CRITERIA))
    expected = [by_route(net, pair, weight) for weight in CRITERIA]
    np.testing.assert_allclose(table[list(TOTALS)].to_numpy(float), expected, rtol=1e-9)


def test_splits_add_up_and_what_is_not_served_says_so(toy):
    table = co.best_by_weights(toy, PAIRS, ["cost", "time"])
    assert table["served"].tolist() == [True, True, False, True] * 2
    for prefix, total in (("usd_", "cost_usd"), ("h_", "time_h")):
        parts = [name for name in SPLITS if name.startswith(prefix)]
        served = table[table["served"]]
        np.testing.assert_allclose(served[parts].sum(axis=1), served[total])


def test_pairs_have_their_countries(toy):
    table = co.best_by_weights(toy, [("Alpha", "Epsilon"), ("Beta", "Zeta")], ["cost", "time"])
    assert list(table.columns[:6]) == [
        "weight", "origin", "origin_country", "destination", "destination_country", "served",
    ]  # fmt: skip
    pairs = [["Alpha", "XX", "Epsilon", "ZZ"], ["Beta", "XX", "Zeta", "YY"]]
    assert table.iloc[:, 1:5].to_numpy().tolist() == pairs * 2
    assert table["weight"].tolist() == [0, 0, 1, 1]


def test_what_cannot_be_is_refused(toy):
    with pytest.raises(ValueError, match="origin and destination are the same: Alpha"):
        co.best_by_weights(toy, [("Alpha", "Alpha")], ["cost"])
    with pytest.raises(co.UnknownNameError, match="Alfa"):
        co.best_by_weights(toy, [("Alfa", "Beta")], ["cost"])
    with pytest.raises(TypeError, match="corridor"):
        co.best_by_weights(toy, PAIRS, ["cost"], corridor="line-c")


def test_one_pair_and_one_weight_may_stand_alone(toy):
    pair, by = ("Alpha", "Epsilon"), {"cost": 1.0, "time": 3.0}
    for weight in ("cost", by):
        alone = co.best_by_weights(toy, pair, weight)
        assert alone.equals(co.best_by_weights(toy, [pair], [weight]))
        assert len(alone) == 1


def test_other_kinds_of_pairs_and_weights_are_refused(toy):
    pair = ("Alpha", "Epsilon")
    with pytest.raises(TypeError, match=r"\(60.0, 40.0\) is a position: best_by_weights takes"):
        co.best_by_weights(toy, [((60.0, 40.0), "Epsilon")], ["cost"])
    with pytest.raises(ValueError, match="weights is empty"):
        co.best_by_weights(toy, pair, [])
    with pytest.raises(TypeError, match="weights is a list, not None"):
        co.best_by_weights(toy, pair, None)
    with pytest.raises(TypeError, match="pairs is a list, or the name of a .csv file, not 'Alpha'"):
        co.best_by_weights(toy, "Alpha", ["cost"])
    with pytest.raises(ValueError, match="a pair is"):
        co.best_by_weights(toy, [5], ["cost"])
