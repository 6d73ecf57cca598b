"""What takes long at first is done at the start; a network that cannot is served all the same."""

from toy import toy_network

from corridors.engines import jit
from corridors.serve import warming


def test_each_kind_of_question_is_asked_once(toy, monkeypatch):
    seen = []
    monkeypatch.setattr(jit, "foresee", seen.append)
    monkeypatch.setattr(warming, "_far_ends", lambda net: ("xx-a", "xx-e"))
    warming.warm(toy)
    assert seen


def test_a_network_without_ways_is_no_fault(monkeypatch, caplog):
    monkeypatch.setattr(jit, "foresee", lambda seconds: None)
    monkeypatch.setattr(warming, "_far_ends", lambda net: ("xx-a", "xx-a"))
    with caplog.at_level("INFO"):
        warming.warm(toy_network())
    assert "not warmed: origin and destination are the same" in caplog.text
