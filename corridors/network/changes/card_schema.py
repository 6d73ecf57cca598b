"""The JSON Schema of scenario cards, made of the lists that reading them uses."""

from __future__ import annotations

from typing import Any

from corridors.network.changes.overrides import (
    ADD_TABLES,
    CHANGE_COLUMNS,
    OPERATIONS,
    SHORT_COLUMNS,
    STATUS_TABLES,
)
from corridors.network.changes.reading import CARD_KEYS, LISTS
from corridors.network.lookup import KEYS
from corridors.network.opening import TEXT_COLUMNS
from corridors.network.schema import Column, schema
from corridors.vocabulary import BASES

#: What an override says besides what selects its rows, and what it means.
OVERRIDE_MEANINGS = {
    "action": "close, open, add or change",
    "table": "the table whose rows it is about; links if not said",
    "where": "what selects the rows, as a table; the keys can stand in the override itself too",
    "column": "of a change: the column; hours is both percentiles, usd all prices of a row",
    "op": "of a change: set, multiply or add",
    "value": "of a change: a number; a text for opening_hours and season",
    "unit": "of a change that sets or adds: the unit of the column",
    "row": "of an added row: its values by column",
    "line": "of an added link: its points as [lon, lat]; a straight line if not said",
    "as_at": "of an added link or service: a node whose charges, hours and formalities are taken "
    "at an end that has none",
    "source_id": "where the change comes from, if not from the card's first source",
    "basis": "how good it is, if not as the card says",
    "note": "what should be known of it",
}
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_WORDS = {
    "anyOf": [
        {"type": ["string", "number"]},
        {"type": "array", "items": {"type": ["string", "number"]}},
    ]
}


def card_schema() -> dict[str, Any]:
    """Return the JSON Schema of a card's TOML: for editors, forms and other programs."""
    head: dict[str, Any] = {
        key: {"description": meaning, **(_one_or_many() if key in LISTS else _TEXT)}
        for key, meaning in CARD_KEYS.items()
    }
    head["basis"] = {"description": CARD_KEYS["basis"], "enum": list(BASES)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario card of corridors",
        "type": "object",
        "properties": {
            **head,
            "override": {"type": "array", "minItems": 1, "items": {"oneOf": _overrides()}},
        },
        "required": ["title", "override"],
        "additionalProperties": False,
    }


def _one_or_many() -> dict[str, Any]:
    return {"anyOf": [_TEXT, _TEXTS]}


def _overrides() -> list[dict[str, Any]]:
    """Return a schema for each action and table."""
    shut = [_override(action, table, {}) for action in ("close", "open") for table in STATUS_TABLES]
    changes = [
        _override("change", table, _change(columns)) for table, columns in CHANGE_COLUMNS.items()
    ]
    return [*shut, *(_addition(table) for table in ADD_TABLES), *changes]


def _override(action: str, table: str, more: dict[str, Any]) -> dict[str, Any]:
    selection = dict.fromkeys(KEYS[table], _WORDS)
    properties = {
        **_common(action, table),
        "where": {
            "description": OVERRIDE_MEANINGS["where"],
            "type": "object",
            "properties": selection,
            "additionalProperties": False,
            "minProperties": 1,
        },
        **selection,
        **more,
    }
    required = ["action", *([] if table == "links" else ["table"])]
    required += [key for key in ("column", "op", "value") if key in more]
    return {
        "title": f"{action} {table}",
        "type": "object",
        "properties": properties,
        "required": required,
        "anyOf": [{"required": [key]} for key in ("where", *KEYS[table])],
        "additionalProperties": False,
    }


def _common(action: str, table: str) -> dict[str, Any]:
    return {
        "action": {"description": OVERRIDE_MEANINGS["action"], "const": action},
        "table": {"description": OVERRIDE_MEANINGS["table"], "const": table},
        "source_id": {"description": OVERRIDE_MEANINGS["source_id"], **_TEXT},
        "basis": {"description": OVERRIDE_MEANINGS["basis"], "enum": list(BASES)},
        "note": {"description": OVERRIDE_MEANINGS["note"], **_TEXT},
    }


def _change(columns: tuple[str, ...]) -> dict[str, Any]:
    short = [word for word, parts in SHORT_COLUMNS.items() if set(parts) <= set(columns)]
    texts = set(TEXT_COLUMNS) & set(columns)
    value: dict[str, Any] = {"type": ["number", "string"] if texts else "number"}
    return {
        "column": {"description": OVERRIDE_MEANINGS["column"], "enum": [*columns, *short]},
        "op": {"description": OVERRIDE_MEANINGS["op"], "enum": list(OPERATIONS)},
        "value": {"description": OVERRIDE_MEANINGS["value"], **value},
        "unit": {"description": OVERRIDE_MEANINGS["unit"], **_TEXT},
    }


def _addition(table: str) -> dict[str, Any]:
    columns = schema()[table]
    own = ("source_id", "basis", "status", "length_source_id", "length_basis")
    row = {
        "description": OVERRIDE_MEANINGS["row"],
        "type": "object",
        "properties": {name: _cell(column) for name, column in columns.items()},
        "required": [n for n, column in columns.items() if column.required and n not in own],
        "additionalProperties": False,
    }
    properties: dict[str, Any] = {**_common("add", table), "row": row}
    if table == "links":
        point = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
        line = {"type": "array", "items": point}
        properties["line"] = {"description": OVERRIDE_MEANINGS["line"], **line}
    if table in ("links", "services"):
        properties["as_at"] = {"description": OVERRIDE_MEANINGS["as_at"], **_TEXT}
    return {
        "title": f"add {table}",
        "type": "object",
        "properties": properties,
        "required": ["action", "row", *([] if table == "links" else ["table"])],
        "additionalProperties": False,
    }


def _cell(column: Column) -> dict[str, Any]:
    """Return the schema of a value: its type, range, unit and meaning."""
    unit = f" ({column.unit})" if column.unit else ""
    told: dict[str, Any] = {"description": column.description + unit}
    if column.type in ("float", "int"):
        told["type"] = "integer" if column.type == "int" else "number"
        if column.minimum > float("-inf"):
            told["minimum"] = column.minimum
        if column.maximum < float("inf"):
            told["maximum"] = column.maximum
    elif column.type == "words":
        told |= _one_or_many()
    elif "|" in column.type:
        told["enum"] = column.type.split("|") + ([] if column.required else [""])
    else:
        told["type"] = "string"
    return told
