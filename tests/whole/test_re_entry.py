"""The rule on coming back to a country, by every engine, against all ways there are."""

import math
from datetime import datetime

import numpy as np
import pytest

import corridors as co
from corridors.engines import elimination
from corridors.graph.compiled import compiled
from corridors.network.checks.rules import Rules
from corridors.routing.conditions import Conditions
from corridors.routing.plan import plan_of
from tests.brute_force import Case, all_ways
from tests.random_networks import random_network

SEEDS = range(60)
PAIR = ("n0", "n4")


def truth(net, weight, *, lawful):
    """Return the least value of all ways, and how many ways there are."""
    plan, graph = plan_of(net, Conditions.of(weight=weight)), compiled(net)
    arcs = graph.arcs
    case = Case(
        arcs["tail"], arcs["head"], plan.values[:, None], graph.country,
        np.zeros(len(arcs["tail"]), np.int64), 0, graph.origin[PAIR[0]], graph.destination[PAIR[1]],
    )  # fmt: skip
    ways = all_ways(case, lawful=lawful)
    return min((float(plan.values[list(way)].sum()) for way in ways), default=math.inf), len(ways)


def asked(net, weight):
    """Return what each engine finds: one value an engine."""
    field = {"cost": "cost_usd", "time": "time_h", "distance": "distance_km"}[weight]
    found = {}
    conditions = {"weight": weight}
    for name, under in (("plain", {}), ("schedule", {"departure": datetime(2026, 3, 2)})):
        try:
            found[name] = getattr(co.route(net, *PAIR, **conditions, **under), field)
        except co.NoItineraryError:
            found[name] = math.inf
    try:
        front = co.pareto(net, *PAIR, criteria=(weight, "transits"))
        found["front"] = min(getattr(trip, field) for trip in front)
        found["first of several"] = getattr(co.alternatives(net, *PAIR, weight=weight)[0], field)
    except co.NoItineraryError:
        found["front"] = found["first of several"] = math.inf
    table = co.matrix(net, [PAIR[0]], [PAIR[1]], weight=weight)
    value = float(np.asarray(table)[0, 0])
    found["matrix"] = math.inf if math.isnan(value) else value
    rows = co.best_by_weights(net, [PAIR], [weight])
    value = float(rows[field].iloc[0])
    found["weights"] = math.inf if math.isnan(value) else value
    return found


@pytest.mark.parametrize("re_entry", ["forbid", "allow"])
def test_every_engine_heeds_the_rule(re_entry):
    returned = 0
    for seed in SEEDS:
        net = random_network(seed, Rules(re_entry, "trust"))
        weight = ("cost", "time", "distance")[seed % 3]
        best, _ = truth(net, weight, lawful=re_entry == "forbid")
        other, _ = truth(net, weight, lawful=re_entry == "allow")
        returned += best != other
        for engine, value in asked(net, weight).items():
            assert value == pytest.approx(best, abs=1e-6), (seed, engine)
    assert returned >= 5  # the rule mattered


@pytest.mark.parametrize("re_entry", ["forbid", "allow"])
def test_engines_of_large_networks_heed_the_rule(re_entry, monkeypatch):
    monkeypatch.setattr(elimination, "LARGE", 0)
    for compiled_search, first in ((False, 0), (True, 0), (True, 16)):
        monkeypatch.setattr("corridors.engines.hierarchy.PLAIN_QUESTIONS", first)
        monkeypatch.setattr(
            "corridors.routing.plan.hierarchy.kernel.compiles", lambda *_, on=compiled_search: on
        )
        for seed in SEEDS[:14]:
            net = random_network(seed, Rules(re_entry, "trust"))
            best, _ = truth(net, "distance", lawful=re_entry == "forbid")
            found = asked(net, "distance")
            assert found["plain"] == pytest.approx(best, abs=1e-6), (seed, compiled_search)
            assert found["matrix"] == pytest.approx(best, abs=1e-6), (seed, compiled_search)


def test_draws_that_choose_anew_may_come_back():
    """What is certain is the same in every draw: all of them find the best way."""
    tried = 0
    for seed in SEEDS:
        net = random_network(seed, Rules("allow", "trust"))
        best, _ = truth(net, "time", lawful=False)
        lawful, _ = truth(net, "time", lawful=True)
        if best == lawful:
            continue
        tried += 1
        drawn = co.simulate(net, *PAIR, weight="time", rechoose=True, n=50)
        assert drawn.time_h == pytest.approx(best), seed
        strict = net.with_rules(re_entry="forbid")
        if lawful < math.inf:
            held = co.simulate(strict, *PAIR, weight="time", rechoose=True, n=50)
            assert held.time_h == pytest.approx(lawful), seed
        if tried == 4:
            break
    assert tried == 4
