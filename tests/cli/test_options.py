"""Groups of options: what they add to a command, and what their words mean."""

import json
import warnings

import pytest
from toy import toy_network

import corridors as co
from corridors.cli.options import Asked, place_of
from corridors.routing.conditions.words import typed_weight


def test_places_are_names_or_positions():
    assert place_of("67.0,24.9") == (67.0, 24.9)
    assert place_of("Kabul, Afghanistan") == "Kabul, Afghanistan"
    assert typed_weight("cost=1,time=30") == {"cost": 1.0, "time": 30.0}
    with pytest.raises(ValueError, match="weight 'cost=x' is not of the form cost=1,time=30"):
        typed_weight("cost=x")


def test_a_comma_in_a_name_of_what_is_avoided_stays():
    """Places joined by commas are several, but a place whose name has one is one."""
    one = "Termez Friendship Bridge (Galaba, Ayritom)"
    found = Asked(words={"avoid": (one, "Chaman,Torkham", "IR")}).conditions
    assert found.avoid == (one, "Chaman", "Torkham", "IR")


def test_day_and_scenarios_make_the_network():
    asked = Asked(words={"as_of": "2026-03-15", "scenarios": ("suez-closed",)})
    assert asked.before.situation.startswith("2026-03-15, ")
    assert not asked.before.scenarios
    assert [card.id for card in asked.net.scenarios] == ["suez-closed"]
    assert asked.conditions == co.routing.conditions.Conditions()


def test_the_same_words_mean_the_same_in_python(run, tmp_path):
    """Each option does what the keyword of the library does."""
    toy_network().write(tmp_path / "toy")
    net = co.read_network(tmp_path / "toy")
    for words, keywords in (
        (("--weight", "cost=1,time=30"), {"weight": {"cost": 1, "time": 30}}),
        (("--mode", "road,access"), {"modes": ["road", "access"]}),
        (("--avoid", "rail-cd,sea"), {"avoid": ["rail-cd", "sea"]}),
        (("--via", "Beta", "--corridor", "ship"), {"via": ["Beta"], "corridor": "ship"}),
        (("--departure", "2026-03-02"), {"departure": "2026-03-02"}),
        (("--box", "20ft", "--cargo-t", "10"), {"shipment": co.Shipment("20ft", 10)}),
    ):
        try:
            expected = co.route(net, "Alpha", "Epsilon", **keywords).to_dict()
        except co.NoItineraryError:
            assert run("route", "Alpha", "Epsilon", "--data", tmp_path / "toy", *words)[0] == 1
            continue
        _, out, _ = run("route", "Alpha", "Epsilon", "--data", tmp_path / "toy", *words, "--json")
        assert json.loads(out) == json.loads(json.dumps(expected))


@pytest.mark.parametrize(
    "words",
    [
        ("route", "Karachi", "Istanbul", "--avoid", ""),
        ("route", "Karachi", "Istanbul", "--mode", ""),
        ("route", "Karachi", "Istanbul", "--mode", "rail", "--mode", " , "),
        ("route", "Karachi", "Istanbul", "--via", ""),
        ("route", "Karachi", "Istanbul", "--corridor", ""),
        ("route", "Karachi", "Istanbul", "--as-of", ""),
        ("route", "Karachi", "Istanbul", "--scenario", ""),
        ("route", "Karachi", "Istanbul", "--weight", ""),
        ("route", "Karachi", "Istanbul", "--departure", ""),
        ("matrix", "Karachi", "--to", ""),
        ("timeline", "Karachi", "Istanbul", "--day", ""),
        ("route", "", "Istanbul"),
    ],
)
def test_what_is_given_empty_is_refused(run, words):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "is empty" in err


def test_a_card_that_is_not_there_is_told(run):
    code, out, err = run("route", "Karachi", "Istanbul", "-s", "none.toml")
    assert (code, out) == (2, "")
    assert "none.toml: there is no such file, so no card of a scenario" in err
    assert "Errno" not in err


def test_a_position_by_a_border_is_a_remark(run):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        code, out, err = run("route", "74.56,31.60", "Karachi")
    assert code == 0
    assert "taken to lie in Pakistan; if it lies in India" in err
    assert "UserWarning" not in err
    assert out
