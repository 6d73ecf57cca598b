"""The page on scenario cards: its cards are sound, its keys are those of the code."""

import re
import tomllib
from pathlib import Path

import pytest

from corridors.network.changes.checking import check_card
from corridors.network.changes.overrides import (
    ACTIONS,
    ADD_TABLES,
    CHANGE_COLUMNS,
    OPERATIONS,
    OVERRIDE_KEYS,
    SHORT_COLUMNS,
    STATUS_TABLES,
)
from corridors.network.changes.reading import CARD_KEYS
from corridors.network.lookup import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


CARDS = blocks("toml")


def rows_under(heading):
    """Return the rows of the first table under a heading, by what its first cell names."""
    part = PAGE.split(f"{heading}\n", 1)[1]
    found = {}
    for line in re.search(r"\|---.*?\n((?:\|.*\n)+)", part)[1].splitlines():
        first, rest = line.strip("|").split("|", 1)
        found |= dict.fromkeys(re.findall(r"`(\w+)`", first), rest)
    return found


@pytest.mark.parametrize("text", CARDS, ids=[tomllib.loads(card)["title"] for card in CARDS])
def test_each_card_of_the_page_is_sound(net, tmp_path, text):
    file = tmp_path / "card.toml"
    file.write_text(text, encoding="utf-8")
    found = check_card(net, file)
    assert (found.faults, found.notes) == ((), ())


def test_the_tables_of_the_page_are_the_lists_of_the_code():
    assert set(rows_under("## Keys of a card")) == set(CARD_KEYS)
    assert set(rows_under("## Overrides")) == set(ACTIONS)
    selections = rows_under("### Which rows")
    assert set(selections) == set(KEYS)
    for table, keys in KEYS.items():
        assert set(keys) <= set(re.findall(r"`(\w+)`", selections[table])), table
    columns = rows_under("### What changes")
    assert set(columns) == set(CHANGE_COLUMNS)
    for table, known in CHANGE_COLUMNS.items():
        short = {s for s, parts in SHORT_COLUMNS.items() if set(parts) <= set(known)}
        assert {*known, *short} <= set(re.findall(r"`(\w+)`", columns[table])), table
    actions = rows_under("## Overrides")
    for action, tables in (
        ("add", ADD_TABLES),
        ("change", CHANGE_COLUMNS),
        ("open", STATUS_TABLES),
    ):
        assert set(tables) <= set(re.findall(r"`(\w+)`", actions[action])), action


def test_every_key_and_operation_stands_in_an_example():
    """What is explained is shown."""
    text = "\n".join(CARDS)
    for key in (*CARD_KEYS, *OVERRIDE_KEYS):
        assert re.search(rf"^(\[override\.)?{key}\b", text, flags=re.MULTILINE), key
    assert all(f'op = "{op}"' in text or op == "add" for op in OPERATIONS)
    assert all(f'table = "{table}"' in text for table in ADD_TABLES)


def test_the_python_of_the_page_runs(capsys):
    for block in blocks("python"):
        exec(compile(block, "scenarios.md", "exec"), {})
    assert "scenario torkham-half" in capsys.readouterr().out
