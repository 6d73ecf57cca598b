"""Arguments of another class: each public function and method answers, or refuses in a sentence."""

import inspect
import warnings

import pytest

import corridors as co
from tests.toy import toy_network

VALUES = (None, 7, "x", [], {}, object())
#: What a caller may be told.
TOLD = (TypeError, ValueError, OSError, co.CorridorsError)
#: What asks a server.
NOT_ASKED = ("network_from_osm",)
FUNCTIONS = sorted(
    name for name in co.__all__ if inspect.isfunction(getattr(co, name)) and name not in NOT_ASKED
)


@pytest.fixture(scope="module")
def good():
    net = toy_network()
    trip = co.route(net, "xx-a", "zz-e")
    pairs = [("xx-a", "zz-e")]
    return {
        "net": net, "trip": trip, "trips": [trip], "before": trip, "after": trip,
        "origin": "xx-a", "destination": "zz-e", "origins": ["xx-a"], "destinations": ["zz-e"],
        "pairs": pairs, "local": net,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """What writes a file where it is told, as "x", writes it here."""
    monkeypatch.chdir(tmp_path)


def asked_of(function):
    """Return its parameters that have a name, and those that must be given."""
    named = [
        one for one in inspect.signature(function).parameters.values()
        if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]  # fmt: skip
    return named, [one.name for one in named if one.default is one.empty]


def raw_faults(function, good, values_of):
    """Return what a function answers to wrong arguments that is no sentence of ours."""
    found = []
    named, needed = asked_of(function)
    for place, parameter in enumerate(named):
        for value in values_of(place, parameter):
            words = {name: good.get(name, "x") for name in needed} | {parameter.name: value}
            given = [
                words.pop(o.name) for o in named if o.kind is o.POSITIONAL_ONLY and o.name in words
            ]
            try:
                function(*given, **words)
            except TOLD:
                pass
            except Exception as error:  # noqa: BLE001 - that is the question
                found.append(f"{parameter.name}={value!r}: {error!r}")
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name, good):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = raw_faults(
            getattr(co, name),
            good,
            lambda place, one: (
                VALUES if one.default is one.empty else [VALUES[place % len(VALUES)]]
            ),
        )
    assert not found


@pytest.mark.parametrize("what", ["net", "trip", "scenario", "shares", "shipment"])
def test_methods(what, good):
    net = good["net"]
    thing = {
        "net": lambda: net,
        "trip": lambda: good["trip"],
        "scenario": lambda: co.scenario("torkham-closed"),
        "shares": lambda: co.shares(net, "xx-a", "zz-e"),
        "shipment": co.Shipment,
    }[what]()
    found = []
    for name, method in inspect.getmembers(thing, inspect.ismethod):
        if not name.startswith("_"):
            one = [f"{name}: {fault}" for fault in raw_faults(method, good, lambda *_: VALUES)]
            found += one
    assert not found


@pytest.mark.parametrize("tables", [7, "x", {}, {"nodes": 7}])
def test_tables_of_a_network(tables):
    with pytest.raises((TypeError, co.DataError), match="table"):
        co.Network(tables)


@pytest.mark.parametrize("overrides", [7, "x", [7]])
def test_overrides_of_a_scenario(overrides):
    with pytest.raises(TypeError, match="overrides"):
        co.Scenario("some-id", "title", overrides)


def test_says_what_is_asked_for():
    with pytest.raises(TypeError, match=r"route: net is a Network \(of load.*not 'Karachi'"):
        co.route("Karachi", "Istanbul", "Lahore")
    with pytest.raises(TypeError, match="each of choices is a Choice"):
        co.calibrate_shares(toy_network(), choices=[7])
