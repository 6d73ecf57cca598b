"""The JSON Schema of cards: what the reader takes, no more and no less."""

import json
import tomllib

import pytest

from corridors.network.changes.card_schema import OVERRIDE_MEANINGS, card_schema
from corridors.network.changes.cards import CARD_FOLDER, EXAMPLE_FOLDER
from corridors.network.changes.overrides import ACTIONS, CHANGE_COLUMNS, OVERRIDE_KEYS
from corridors.network.changes.reading import CARD_KEYS
from corridors.network.lookup import KEYS

GOOD = """
title = "Gate"
[[override]]
action = "change"
table = "border_crossings"
bcp_id = "ir-tr-gurbulak"
column = "hours"
op = "multiply"
value = 0.5
"""


def test_it_names_every_key_of_the_code():
    found = card_schema()
    assert set(found["properties"]) == {*CARD_KEYS, "override"}
    assert set(OVERRIDE_MEANINGS) == set(OVERRIDE_KEYS)
    overrides = found["properties"]["override"]["items"]["oneOf"]
    assert {o["properties"]["action"]["const"] for o in overrides} == set(ACTIONS)
    for table, columns in CHANGE_COLUMNS.items():
        (one,) = [o for o in overrides if o["title"] == f"change {table}"]
        assert set(one["properties"]["column"]["enum"]) >= set(columns)
        assert set(one["properties"]) >= set(KEYS[table])
    assert json.loads(json.dumps(found)) == found


@pytest.fixture(scope="module")
def valid():
    jsonschema = pytest.importorskip("jsonschema")
    return jsonschema.Draft202012Validator(card_schema()).is_valid


@pytest.mark.parametrize(
    "file",
    [*sorted(CARD_FOLDER.glob("*.toml")), *sorted(EXAMPLE_FOLDER.glob("*.toml"))],
    ids=lambda file: file.stem,
)
def test_every_card_that_ships_is_valid(valid, file):
    assert valid(tomllib.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "change",
    [
        ('title = "Gate"', ""),
        ("bcp_id", "bpc_id"),
        ('bcp_id = "ir-tr-gurbulak"', ""),
        ('"hours"', '"days"'),
        ('"multiply"', '"double"'),
        ("value = 0.5", "value = true"),
        ('"change"', '"chance"'),
        ('"border_crossings"', '"borders"'),
    ],
)
def test_what_the_reader_refuses_is_invalid(valid, change):
    assert valid(tomllib.loads(GOOD))
    assert not valid(tomllib.loads(GOOD.replace(*change)))
