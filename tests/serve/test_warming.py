"""What takes long at first is done at the start; a network that cannot is served all the same."""

from importlib import import_module

from toy import toy_network

from corridors.engines import jit
from corridors.serve import warming

#: Each kind of question, by the module that answers it.
_ASKED = {
    "corridors.routing.route": "route",
    "corridors.routing.compare": "compare",
    "corridors.routing.pareto": "pareto",
    "corridors.maps.draw": "make_scene",
    "corridors.charts.tcd": "draw_tcd",
    "corridors.charts.figure": "svg_bytes",
}


def test_each_kind_of_question_is_asked_once(toy, monkeypatch):
    seen, asked = [], []

    def noted(module, name):
        plain = getattr(module, name)

        def note(*args, **words):
            asked.append(name)
            return plain(*args, **words)

        monkeypatch.setattr(module, name, note)

    for module, name in _ASKED.items():
        noted(import_module(module), name)
    monkeypatch.setattr(jit, "foresee", seen.append)
    warming.warm(toy)
    assert seen
    assert set(asked) == set(_ASKED.values())


def test_a_network_without_ways_is_no_fault(monkeypatch, caplog):
    monkeypatch.setattr(jit, "foresee", lambda seconds: None)
    monkeypatch.setattr(warming, "_far_ends", lambda net: ("xx-a", "xx-a"))
    with caplog.at_level("INFO"):
        warming.warm(toy_network())
    assert "not warmed: origin and destination are the same" in caplog.text
