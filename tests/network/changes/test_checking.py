"""A card is refused by what would refuse it, and told what it does not do."""

import copy
import random
import re
import tomllib
from dataclasses import replace

import pytest
from cards import moved, scenario, shut, written

import corridors as co
from corridors.network.changes.cards import (
    CARD_FOLDER,
    example_card,
    example_kinds,
    scenario_ids,
)
from corridors.network.changes.checking import check_card

FERRY = {
    "link_id": "sea-own", "name": "Own", "from_node": "xx-p", "to_node": "zz-q", "mode": "sea",
    "length_km": 520, "source_id": "toy", "length_source_id": "toy",
}  # fmt: skip
SAILING = {
    "service_id": "svc-own", "name": "Own", "mode": "sea", "link_id": "sea-own",
    "departures_per_week": 7, "hours_p50": 20, "hours_p90": 20, "usd_20ft": 50, "usd_40ft": 80,
    "usd_per_t": 3, "source_id": "toy",
}  # fmt: skip

CARD = """title = "Gate"

[[override]]
action = "close"
table = "border_crossings"
bcp_id = "no-such"

[[override]]
action = "change"
table = "links"
link_id = "rail-dc"
column = "wdith_km"
op = "set"
value = 3
unit = "km"

[[override]]
action = "change"
table = "links"
link_id = "rail-cd"
column = "length_km"
op = "set"
value = 99999
unit = "km"
"""


def test_a_file_is_checked_to_its_end_whatever_is_wrong_before(tmp_path, toy):
    """Faults of reading (override 2) hide neither an unknown id (1) nor a range (3)."""
    file = tmp_path / "gate.toml"
    file.write_text(CARD, encoding="utf-8")
    found = check_card(toy, file)
    assert [re.sub(r"(override \d):.*", r"\1", fault) for fault in found.faults] == [
        "gate.toml:6: override 1",
        "gate.toml:12: override 2",
        "gate.toml:11: override 2",
        "gate.toml:17: override 3",
    ]


@pytest.mark.parametrize("name", scenario_ids())
def test_embedded_cards_are_sound(net, name):
    assert not check_card(net, name).faults


@pytest.mark.parametrize("kind", example_kinds())
def test_examples_are_sound_and_change_something(net, tmp_path, kind):
    file = tmp_path / "my-own.toml"
    file.write_text(example_card(kind, "my-own"), encoding="utf-8")
    found = check_card(net, file)
    assert (found.faults, found.notes, found.name) == ((), (), "my-own")
    assert all(found.values[number] > 0 for number in range(1, len(found.card.overrides) + 1))


def test_an_example_of_no_kind_is_refused():
    with pytest.raises(co.UnknownNameError, match="example 'train' is not one of border, closure"):
        example_card("train")


@pytest.mark.parametrize(
    "card",
    [
        scenario("x", shut(link_id="no-such")),
        scenario("x", moved("border_crossings", "hours", 1e6, mode="road")),
        scenario("x", shut(link_id="rail-cd"), requires=["no-such"]),
    ],
)
def test_check_refuses_what_apply_refuses(toy, card):
    with pytest.raises(co.ScenarioError) as error:
        toy.apply(card)
    assert check_card(toy, card).faults == error.value.faults


@pytest.mark.parametrize(
    ("override", "note"),
    [
        (shut(link_id="rail-ab"), "changes nothing: none of it is in operation"),
        (co.Override("open", where={"link_id": "rail-cd"}), "all of it is in operation"),
        (moved("border_crossings", "hours", 1, mode="road"), "all values are so already"),
        (moved("links", "length_km", 1.1, link_id="rail-ab"), "not in operation (planned)"),
        (shut(link_id="rail-cd"), ""),
    ],
)
def test_what_an_override_does_not_do_is_noted(toy, override, note):
    notes = check_card(toy, scenario("x", override)).notes
    assert len(notes) == bool(note)
    assert all(note in said and said.startswith("override 1 (") for said in notes)


def test_a_capacity_is_told_to_be_kept_and_not_used(net):
    assert any(
        "capacities are kept; only flows heed them" in note
        for note in check_card(net, "btk-expanded").notes
    )


def test_a_lane_that_passes_a_corridors_gate_without_being_in_it_is_noted(net):
    card = co.scenario("karachi-istanbul-direct-weekly")
    assert check_card(net, card).notes == ()
    (note,) = check_card(net, replace(card, overrides=card.overrides[:2])).notes
    assert "passes bab-el-mandeb and suez, as all of the gate 'Suez Canal' of" in note
    assert "--corridor deep-sea-suez does not see it" in note


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (
            moved("services", "hours", 7, "set", "h", service_id="svc-khi-amb"),
            "override 1: 'svc-khi-amb' covers 6798.4 km in 7 h, 971 km/h: nothing by sea is quicker",
        ),
        (
            moved("links", "speed_kmh", 150, "set", "km/h", link_id="road-pk-gilgit-pk-sost"),
            "override 1: 'road-pk-gilgit-pk-sost' has speed_kmh 150: nothing by road is quicker",
        ),
        (
            moved("services", "usd", 0, service_id="svc-khi-amb"),
            "override 1: 'svc-khi-amb' has usd_20ft 0, no price",
        ),
    ],
)
def test_changes_past_belief_are_noted(net, override, said):
    """A bound may be asked for, as `break_even` does; it is said to be one."""
    assert any(note.startswith(said) for note in check_card(net, scenario("x", override)).notes)


@pytest.mark.parametrize("name", scenario_ids())
def test_no_embedded_card_changes_past_belief(net, name):
    assert not [
        note
        for note in check_card(net, name).notes
        if note.startswith("override") and "changes" not in note and "only flows heed" not in note
    ]


def test_a_source_that_is_not_known_is_noted(net):
    half = moved("border_crossings", "hours", 0.5, bcp_id="af-pk-torkham", mode="road")
    (note,) = check_card(net, scenario("x", half, source_ids=["adb-tourism-207"])).notes
    assert note.startswith("source 'adb-tourism-207' is not in sources.csv")


# -- check refuses what compare refuses -----------------------------------------------------------


def letters(text, rng):
    """Return a word with two of its letters the other way round, or one less."""
    k = rng.randrange(max(1, len(text) - 1))
    return text[:k] + text[k + 1 : k + 2] + text[k : k + 1] + text[k + 2 :]


#: What may become of a value: of any, of a text, of a number.
ANY = (
    lambda _, rng: rng.choice([0, -1, 7.5, 1e9]),
    lambda v, _: v[:1] if isinstance(v, list) else [v],
)
OF_TEXT = (letters, letters, lambda *_: "")
OF_NUMBER = (lambda v, _: -v, lambda *_: 0, lambda v, _: v * 50, lambda v, _: v * 1.01)


def mutated(card, rng):
    """Return a card with one thing in it changed: a key, a word, a number, an override."""
    made = copy.deepcopy(card)
    override = rng.choice(made["override"])
    place = rng.choice([override, override.get("row", override)])
    key = rng.choice(list(place))
    value = place[key]
    kind = (
        OF_TEXT if isinstance(value, str) else OF_NUMBER if isinstance(value, int | float) else ()
    )
    what = rng.choice(["drop", "rename", "twice", *ANY, *kind])
    if what == "twice":
        made["override"].append(copy.deepcopy(override))
    elif what == "drop":
        del place[key]
    elif what == "rename":
        place[letters(key, rng)] = place.pop(key)
    else:
        place[key] = what(value, rng)
    return made | rng.choice([{}, {}, {"requires": ["suez-closed"]}, {"conflicts": ["no-such"]}])


@pytest.mark.parametrize("name", scenario_ids())
def test_check_and_apply_agree_on_mutated_cards(net, tmp_path, name):
    """Whatever is changed in a card, `check` refuses it if and only if the verbs do."""
    rng = random.Random(name)
    card = tomllib.loads((CARD_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    file = tmp_path / "own.toml"
    for _ in range(4):
        file.write_text(written({**mutated(card, rng), "id": "own"}), encoding="utf-8")
        try:
            net.apply(str(file))
        except co.ScenarioError:
            refused = True
        else:
            refused = False
        assert bool(check_card(net, file).faults) == refused, file.read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(6))
def test_check_and_compare_agree_on_mutated_cards(run, tmp_path, toy, monkeypatch, seed):
    """The same on the command line, with an added line in the toy network."""
    monkeypatch.chdir(tmp_path)
    toy.write(tmp_path / "toy")
    rng = random.Random(seed)
    card = {
        "title": "Ferry",
        "override": [
            {"action": "add", "table": "links", "row": FERRY, "as_at": "xx-p"},
            {"action": "add", "table": "services", "row": SAILING},
            {"action": "close", "table": "links", "link_id": ["road-af", "rail-cd"]},
        ],
    }
    file = tmp_path / "own.toml"
    for _ in range(3):
        file.write_text(written(mutated(card, rng)), encoding="utf-8")
        code = run("scenario", "check", file, "--data", "toy")[0]
        pair = ("Alpha", "Epsilon", "--data", "toy", "--scenario", file)
        assert run("scenario", "compare", *pair)[0] == code, file.read_text(encoding="utf-8")
