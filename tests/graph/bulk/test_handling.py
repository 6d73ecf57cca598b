"""Changes of vehicle by columns: what they take is what the table says."""

from __future__ import annotations

from toy import toy_network

from corridors.graph.bulk.compiling import compile_bulk
from corridors.graph.compiled import compiled
from corridors.graph.rates import rates_of
from corridors.network.prices import price_of


def test_loading_takes_the_hours_and_the_price_of_its_row():
    net = toy_network()
    tables = compiled(net).tables
    graph = compile_bulk(tables, rates_of(net))
    table = tables["transshipments"]
    row = next(k for k, a in enumerate(table["from_class"]) if a == "origin")
    key = tuple(table[c][row] for c in ("node_id", "from_class", "to_class"))
    (arc,) = graph.groups["transshipments", key]
    assert graph.refs[arc] == (("transshipments", row), ("transshipments", row))
    assert graph.arcs["h50"][arc] == table["hours_p50"][row]
    assert graph.arcs["usd_40ft"][arc] >= price_of(table, row).usd_40ft
    assert graph.vertices[graph.arcs["tail"][arc]] == (key[0], "", "origin")
