"""What a state graph knows of itself."""

import pickle

import numpy as np
from cards import moved, scenario

from corridors.graph.compiled import compiled
from corridors.graph.stategraph import ALL_COMMODITIES, ARC_COLUMNS, VALUE_COLUMNS, WHOLE_COLUMNS
from corridors.network.prices import PRICE_COLUMNS


def test_columns_are_told_once(toy):
    assert tuple(compiled(toy).arcs) == ARC_COLUMNS
    assert set(VALUE_COLUMNS) | set(WHOLE_COLUMNS) >= set(ARC_COLUMNS) - {"commodities", "h"}
    assert ALL_COMMODITIES == 0b1111
    for name, column in compiled(toy).arcs.items():
        assert (column.dtype == np.int64) == (name in WHOLE_COLUMNS), name


def test_the_price_of_an_arc_is_its_columns(toy):
    graph = compiled(toy)
    for name, prices in zip(PRICE_COLUMNS, graph.price, strict=True):
        assert prices is graph.arcs[name]


def test_abroad_is_from_one_territory_to_another(toy):
    graph, nodes = compiled(toy), toy.table("nodes")["country"]
    ends = zip(graph.arcs["from_place"], graph.arcs["to_place"], strict=True)
    assert graph.abroad.tolist() == [nodes[a] != nodes[b] for a, b in ends]


def test_numbers_and_groups_lead_back(toy):
    graph = compiled(toy)
    assert [graph.number[vertex] for vertex in graph.vertices] == list(range(graph.size))
    for arc in range(len(graph.refs)):
        group, place = graph.group_of[arc]
        assert graph.groups[group][place] == arc


def test_what_depends_on_a_row_is_what_changes_with_it(toy):
    """Of every crossing: the arcs that a card on it changes are of the groups that it is told."""
    graph, crossings = compiled(toy), toy.table("border_crossings")
    for row, bcp in enumerate(crossings["bcp_id"]):
        where = {name: crossings[name][row] for name in ("from_country", "to_country")}
        net = toy.apply(
            scenario("x", moved("border_crossings", "cost_usd", 2, bcp_id=bcp, **where))
        )
        changed = np.flatnonzero(compiled(net).arcs["usd_40ft"] != graph.arcs["usd_40ft"])
        told = graph.dependents["border_crossings", row]
        assert {graph.group_of[arc][0] for arc in changed.tolist()} <= set(told)
        assert len(changed)


def test_what_is_made_of_the_structure_is_shared_and_not_pickled(toy):
    graph = compiled(toy)
    other = graph.with_values(dict(graph.arcs), graph.refs)
    assert other.number is graph.number
    assert pickle.loads(pickle.dumps(graph)).vertices == graph.vertices
