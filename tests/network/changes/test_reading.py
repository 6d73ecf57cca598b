"""Drafts of cards: where faults stand, and how names become ids."""

import pytest

from corridors.network.changes.cards import Scenario
from corridors.network.changes.reading import CARD_KEYS, LISTS, Draft, read_draft, slug

TEXT = """title = "Gate"
basis = "guessed"

[[override]]
action = "close"
link_id = "a"

[[override]]
action = "open"
link_id = "b"
"""


def draft_of(tmp_path, text, name="gate.toml"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_draft(file)


def test_keys_are_those_of_a_scenario():
    """The list with meanings is the one source; the class must not have drifted from it."""
    assert set(CARD_KEYS) == set(Scenario.__dataclass_fields__) - {"overrides", "path"}
    assert set(LISTS) < set(CARD_KEYS)


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        ("basis 'guessed' is not one of …", 2),
        ("override 1: link_id 'a' is in no row", 6),
        ("override 2: link_id 'b' is in no row", 10),
        ("override 2: it is all wrong", 8),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path, fault, line):
    assert draft_of(tmp_path, TEXT).at(fault) == f"gate.toml:{line}: {fault}"


def test_a_fault_of_no_line_names_the_file_alone(tmp_path):
    assert draft_of(tmp_path, TEXT).at("it is dull") == "gate.toml: it is dull"


def test_overrides_keep_their_numbers(tmp_path):
    text = TEXT.replace('action = "close"', 'action = "shut"')
    draft = draft_of(tmp_path, text)
    assert list(draft.overrides) == [2]
    assert draft.renumbered("override 1: no row", [2]) == "override 2: no row"
    assert draft.renumbered("title is missing", [2]) == "title is missing"
    assert draft.faults[0].startswith("override 1: action 'shut' is not one of")


def test_one_table_in_place_of_a_list(tmp_path):
    draft = draft_of(tmp_path, TEXT.split("\n\n[[override]]\naction = \"open\"", maxsplit=1)[0].replace(
        "[[override]]", "[override]"))  # fmt: skip
    assert isinstance(draft, Draft)
    assert list(draft.overrides) == [1]


@pytest.mark.parametrize(("name", "told"), [("My Card_2", "my-card-2"), ("ÄÖ", "card")])
def test_slug(name, told):
    assert slug(name) == told


def test_add_takes_its_values_from_the_row(tmp_path):
    text = 'title = "x"\n[[override]]\naction = "add"\ntable = "nodes"\nvalue = 3\nrow = {}\n'
    said = draft_of(tmp_path, text).faults
    assert "override 1: add takes no value: its values stand in row" in said
