"""Fault B14: every public result, object and error comes whole out of another process."""

import copy
import pickle
from datetime import datetime

import pytest

import corridors as co
from tests.studies.flows.test_build import costing, wider
from tests.studies.flows.test_flows import scarce

PAIR = ("Alpha", "Epsilon")
HALF = co.Override("change", "border_crossings", {"bcp_id": "yz-zeta"}, "hours", "multiply", 0.5)
SCARCE, MORE = (
    costing(scarce(("rail-bc", "link", 9.0, "t_per_year")), more=1.0),
    wider("more", "rail-bc", 99.0),
)
GOODS = {"origin": "Alpha", "destination": "Epsilon", "quantity": 20.0}
MAKE = {
    "Itinerary": lambda net: co.route(net, *PAIR),
    "Itinerary with a departure": lambda net: co.route(net, *PAIR, departure=datetime(2026, 3, 1)),
    "ParetoFront": lambda net: co.pareto(net, *PAIR),
    "Simulation": lambda net: co.simulate(net, *PAIR, n=40),
    "Simulation rechosen": lambda net: co.simulate(net, *PAIR, n=40, rechoose=True),
    "BreakEven": lambda net: co.break_even(
        net, *PAIR, corridor="line-c", table="border_crossings", column="hours",
        where={"bcp_id": "xz-gamma"}, weight="time",
    ),
    "Network": lambda net: net,
    "Network applied": lambda net: net.apply(co.Scenario("half", "Half", (HALF,))),
    "Network part": lambda net: net.subset(["road-ab"], name="part"),
    "Pairs": lambda net: co.Pairs((PAIR,), (3.0,), "teu"),
    "Shipment": lambda net: co.Shipment(box="20ft", value_usd=1e5),
    "Conditions": lambda net: co.Conditions.of(weight={"cost": 1, "time": 20}, avoid=["YY"]),
    "Scenario": lambda net: co.Scenario("half", "Half", (HALF,)),
    "Override": lambda net: HALF,
    "PipelineStudy": lambda net: co.pipeline(co.load(), "tapi"),
    "Audit": lambda net: co.audit(net, [PAIR]),
    "Calibration": lambda net: co.Calibration((co.Choice("bulk", scale=3.0),), ()),
    "Choice": lambda net: co.Choice("bulk", scale=3.0),
    "Batch": lambda net: co.batch(net, [dict(zip(("origin", "destination"), PAIR, strict=True))]),
    "Revenue": lambda net: co.revenue(net, PAIR),
    "Shares": lambda net: co.shares(net, *PAIR, quantity=10),
    "Flows": lambda net: co.flows(net, [GOODS]),
    "Demand": lambda net: co.flows(net, [GOODS]).tasks[0].demand,
    "BuildFirst": lambda net: co.build_first(SCARCE, MORE, [GOODS]),
    "Leg": lambda net: co.route(net, *PAIR).steps[0],
}  # fmt: skip
ERRORS = [
    co.CorridorsError("wrong"),
    co.DataError(["a: b", "c: d"]),
    co.ScenarioError(["one fault"]),
    co.UnknownNameError("there is no place 'Alfa'"),
    co.NoItineraryError("no itinerary"),
]


@pytest.mark.parametrize("what", MAKE)
@pytest.mark.parametrize(
    "again",
    [lambda thing: pickle.loads(pickle.dumps(thing)), copy.deepcopy],
    ids=["pickle", "copy"],
)
def test_things_come_back_whole(toy, what, again):
    thing = MAKE[what](toy)
    back = again(thing)
    assert type(back) is type(thing)
    assert repr(back) == repr(thing)
    if isinstance(thing, co.Network):
        for name in thing.table_names:
            assert repr(dict(back.table(name).columns)) == repr(dict(thing.table(name).columns))
        assert (back.scenarios, back.felt, back.complete) == (
            thing.scenarios, thing.felt, thing.complete,
        )  # fmt: skip
        assert co.route(back, "Alpha", "Beta").steps == co.route(thing, "Alpha", "Beta").steps


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_come_back_with_their_sentence(error):
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert getattr(back, "faults", None) == getattr(error, "faults", None)


def test_every_public_class_is_among_them():
    classes = {name for name in co.__all__ if isinstance(getattr(co, name), type)}
    told = {word.split()[0] for word in MAKE} | {type(error).__name__ for error in ERRORS}
    assert classes - told == set()
