"""Columns as numbers."""

from __future__ import annotations

import numpy as np

from corridors.graph.bulk.codes import calls_of, changes_of, coded, numbers_of, prices, together
from corridors.graph.carried import changing_at, classes_of, vehicles_at
from corridors.network.prices import price_of


def test_a_column_is_its_words_and_their_numbers():
    column = coded(["b", "a", "b"])
    assert column.words == ("b", "a")
    assert [column.of(row) for row in range(3)] == ["b", "a", "b"]
    assert column.mask(("a", "c")).tolist() == [False, True, False]
    assert numbers_of(["x", "y"], {"x": 5, "y": 6}).tolist() == [5, 6]


def test_rows_are_told_apart_by_several_columns():
    number, first = together(coded(["a", "a", "b", "a"]), np.array([1, 2, 1, 1]))
    assert number[0] == number[3]
    assert len({*number.tolist()}) == 3
    assert {*first.tolist()} == {0, 1, 2}


def test_prices_are_those_of_each_row(net):
    table = net.table("services")
    found = prices(table)
    for row in range(len(table)):
        assert tuple(column[row] for column in found.values()) == price_of(table, row)


def test_vehicles_call_where_links_lead_and_change_where_rows_say(net):
    nodes, links, table = (net.table(name) for name in ("nodes", "links", "transshipments"))
    changes = changes_of(nodes, table)
    calls = calls_of(nodes, links, changes)
    assert calls.vehicles == classes_of(links)
    told = zip(*(table[c] for c in ("node_id", "from_class", "to_class")), strict=True)
    changing = changing_at(told)
    for row, (node, vehicles) in enumerate(vehicles_at(nodes, links).items()):
        here = {calls.vehicles[k] for k in np.flatnonzero(calls.at[row])}
        assert here == vehicles
        some = {calls.vehicles[k] for k in np.flatnonzero(calls.changing[row])}
        assert some == {vehicle for vehicle in vehicles if (node, vehicle) in changing}
    alike = changes.alike.tolist()
    assert alike == [a == b for a, b in zip(table["from_class"], table["to_class"], strict=True)]
