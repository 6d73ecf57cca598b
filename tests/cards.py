"""Small cards, and what two graphs must share to be the same."""

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
