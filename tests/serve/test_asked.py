"""Questions mean what the same words mean on the command line."""

import pytest

import corridors as co
from corridors.cli.options import Asked as Typed
from corridors.serve.asked import Asked


def test_the_same_words_make_the_same_conditions(net):
    words = {"avoid": ("Chaman,Torkham", "IR"), "irregular": True, "departure": "2026-03-02"}
    asked = Asked(net, {**words, "mode": ("rail", "road"), "weight": "cost=1,time=30"})
    typed = Typed(words={**words, "modes": ("rail", "road"), "weight": {"cost": 1, "time": 30}})
    assert asked.conditions == typed.conditions
    assert asked.net.situation == typed.net.situation


def test_day_and_scenarios_make_the_network(net):
    asked = Asked(net, {"as_of": "2026-03-15", "scenario": ("suez-closed",)})
    assert asked.before.situation.startswith("2026-03-15, ")
    assert [card.id for card in asked.net.scenarios] == ["suez-closed"]
    assert not asked.before.scenarios


def test_scenarios_are_embedded_cards_and_no_files(toy, tmp_path):
    card = tmp_path / "own.toml"
    card.write_text("id = 'own'", encoding="utf-8")
    for name in (str(card), "own.toml", "../suez-closed"):
        with pytest.raises(co.UnknownNameError, match="there is no scenario"):
            _ = Asked(toy, {"scenario": (name,)}).net


def test_positions_are_read(toy):
    asked = Asked(toy, {"origin": "67.0,24.9", "destination": "74.59,31.6,PK"})
    assert asked.pair == ((67.0, 24.9), (74.59, 31.6, "PK"))
    with pytest.raises(ValueError, match="origin is missing: give a place"):
        _ = Asked(toy, {}).pair
    with pytest.raises(ValueError, match="destination is missing: give a place, or several"):
        Asked(toy, {"origin": ("a",)}).pairs()


def test_questions_are_told_apart_by_all_their_words_but_some(toy):
    one = Asked(toy, {"origin": "a", "format": "csv"})
    assert one.key("format") == Asked(toy, {"origin": "a"}).key()
    assert one.key() != Asked(toy, {"origin": "a"}).key()
