"""How objects show themselves: every row of the table is a method, and leads to a function."""

import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

import corridors as co
from corridors import display


@pytest.mark.parametrize(("kind", "way"), display.WAYS)
def test_every_way_is_a_method_and_leads_to_a_function(kind, way):
    assert callable(getattr(getattr(co, kind), way))
    module, name = display.WAYS[kind, way]
    assert callable(getattr(import_module(module), name))


def test_objects_show_themselves_through_the_table(toy, monkeypatch):
    front = co.pareto(toy, "Alpha", "Epsilon", criteria=("cost", "time"))
    flows = co.flows(toy, [{"origin": "Alpha", "destination": "Epsilon", "quantity": 10}])
    things = {
        "Network": toy, "Itinerary": front.itineraries[0], "ParetoFront": front, "Flows": flows,
    }  # fmt: skip
    things["Revenue"] = co.revenue(toy, ("Alpha", "Epsilon"))
    things["Batch"] = co.batch(toy, [{"origin": "Alpha", "destination": "Epsilon"}])
    things["Shares"] = co.shares(toy, "Alpha", "Epsilon")
    things["PipelineStudy"] = co.pipeline(co.load("tapi"), "tapi")
    words = {"to_networkx": {"shipment": co.Shipment()}, "save": {"path": "trip.pdf"}}
    shown = SimpleNamespace(shown=lambda thing, **given: (thing, given))
    monkeypatch.setitem(sys.modules, "toy_shown", shown)
    for kind, way in display.WAYS:
        monkeypatch.setitem(display.WAYS, (kind, way), ("toy_shown", "shown"))
        thing, given = getattr(things[kind], way)(**words.get(way, {}))
        assert thing is things[kind]
        assert words.get(way, {}).items() <= given.items()
