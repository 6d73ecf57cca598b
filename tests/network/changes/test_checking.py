"""A card is refused by what would refuse it, and told what it does not do."""

import re

import pytest
from cards import moved, scenario, shut

import corridors as co
from corridors.network.changes.cards import example_card, example_kinds, scenario_ids
from corridors.network.changes.checking import check_card

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
        "capacities are kept; nothing uses them yet" in note
        for note in check_card(net, "btk-expanded").notes
    )
