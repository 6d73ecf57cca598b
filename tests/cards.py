"""Small cards, and what two graphs must share to be the same."""

import json

import numpy as np

import corridors as co


def scenario(name, *overrides, **extra):
    return co.Scenario(name, name, overrides, **extra)


def shut(**where):
    return co.Override("close", "links", where)


def moved(table, column, value, op="multiply", unit="", **where):
    return co.Override("change", table, where, column, op, value, unit)


def same_graph(a, b):
    assert a.vertices == b.vertices
    assert a.refs == b.refs
    for name, column in a.arcs.items():
        np.testing.assert_array_equal(column, b.arcs[name], err_msg=name)


def written(card):
    """Return a card as TOML: keys first, then its overrides."""
    head = [f"{key} = {_toml(value)}" for key, value in card.items() if key != "override"]
    parts = ["\n".join(head)]
    for override in card["override"]:
        lines = [f"{key} = {_toml(value)}" for key, value in override.items()]
        parts.append("\n".join(["[[override]]", *lines]))
    return "\n\n".join(parts) + "\n"


def _toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(v)}" for key, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
