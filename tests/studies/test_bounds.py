"""Bounds spare searches, and never one that matters."""

import numpy as np
import pytest
from asked import ask_all
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import PAIRS

import corridors as co
from corridors.studies.bounds import Bounds, still_best

EVERY = [*PAIRS, *((end, start) for start, end in PAIRS)]
CLOSED = ["road-ab", "rail-cd", "road-af", "road-fe", "sea-pq"]
ROAD = {
    "link_id": "road-ab-2", "name": "New road", "from_node": "xx-a", "to_node": "xx-b",
    "mode": "road", "length_km": 85,
}  # fmt: skip


def changes(mode, price, hours, bcp, sailings, closed, *, new):
    """Return a card of prices, hours, sailings, closures and a road beside another."""
    several = [
        co.Override("change", "tariffs", {"mode": mode}, "usd_per_km", "multiply", price),
        co.Override("change", "border_crossings", {"bcp_id": bcp}, "hours", "multiply", hours),
        co.Override("change", "services", {"mode": "sea"}, "departures_per_week", "multiply", sailings),
    ]  # fmt: skip
    several += [co.Override("close", where={"link_id": link}) for link in closed]
    several += [co.Override("add", "links", row=ROAD, source_id="toy")] if new else []
    return co.Scenario("x", "X", tuple(several))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mode=st.sampled_from(["road", "rail"]),
    price=st.floats(0.3, 2),
    hours=st.floats(0.2, 2),
    bcp=st.sampled_from(["xz-gamma", "xy-zeta", "yz-zeta", "zz-q"]),
    sailings=st.floats(0.3, 3),
    closed=st.lists(st.sampled_from(CLOSED), unique=True, max_size=2),
    new=st.sampled_from([False, False, True]),
    weight=st.sampled_from(["cost", "time", "generalised"]),
)
def test_bounds_never_spare_a_search_that_matters(toy, weight, new, **values):
    case = changes(**values, new=new)
    frame = co.sweep(toy, [(), case], EVERY, weight=weight).iloc[len(EVERY) :]
    net = toy.apply(case)
    for pair, (_, row) in zip(EVERY, frame.iterrows(), strict=True):
        try:
            trip = co.route(net, *pair, weight=weight)
        except co.NoItineraryError:
            assert row["reason"] == "no itinerary"
            continue
        assert row["cost_usd"] == pytest.approx(trip.cost_usd, rel=1e-9)
        assert row["time_h"] == pytest.approx(trip.time_h, rel=1e-9)
        assert row["distance_km"] == pytest.approx(trip.distance_km, rel=1e-9)


def test_a_way_that_costs_more_stays_without_a_search_until_another_may_win(toy):
    """Below what any other way costs at the least nothing is searched, beyond the next it is."""
    questions = ask_all(toy, PAIRS[:1])
    plan, (way,) = questions[0].plan, questions.best()
    bounds = Bounds(questions)
    least = bounds.second(0, way)
    without = {arc: questions.under(plan.closing([arc])).best()[0] for arc in way.arcs}
    second, arc = min((other.cost, arc) for arc, other in without.items() if other is not None)
    assert way.cost < least <= second * (1 + 1e-9)
    for cost, stays in ((least - 0.01, True), (second + 0.01, False)):
        weights = plan.weights.copy()
        weights[arc] += cost - way.cost
        dearer = plan.weighing(weights)
        assert (questions.under(dearer).best()[0].arcs == way.arcs) == stays
        assert (still_best(plan, dearer, [way], bounds) == {0: way}) == stays
        assert still_best(plan, dearer, [way]) == {}


def test_least_costs_are_those_of_ways_through_an_arc(toy):
    """Of each arc: the best way that passes it costs no less than the bound says, ``inf`` none."""
    questions = ask_all(toy, PAIRS)
    bounds, plan = Bounds(questions), questions[0].plan
    for number, question in enumerate(questions):
        way = question.best()
        for arc in way.arcs:
            here, nothing = np.array([arc]), np.zeros(1)
            assert bounds.rivals(here, nothing).gain(number, way.cost * (1 + 1e-9)) == 0
            assert bounds.rivals(here, nothing).gain(number, way.cost * (1 - 1e-9)) < 0
        shut = np.flatnonzero(np.isinf(plan.weights))
        assert bounds.rivals(shut, np.zeros(len(shut))).gain(number, 1e12) < 0


def test_without_a_change_every_way_stays_and_of_other_arcs_none(toy):
    questions = ask_all(toy, PAIRS)
    plan, ways = questions[0].plan, questions.best()
    assert still_best(plan, plan, ways) == dict(enumerate(ways))
    worse = plan.closing(ways[0].index[:1])
    kept = still_best(plan, worse, ways)
    assert 0 not in kept
    assert all(way.arcs == questions.under(worse).best()[k].arcs for k, way in kept.items())
    row = {"node_id": "xx-n", "name": "N", "kind": "city", "country": "XX", "lon": 61, "lat": 40}
    new = co.Override("add", "nodes", row=row, source_id="toy")
    other = ask_all(toy.apply(co.Scenario("x", "X", (new,))), PAIRS)[0].plan
    assert still_best(plan, other, ways) == {}
