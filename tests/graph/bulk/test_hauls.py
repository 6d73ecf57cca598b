"""Which links are plain."""

from __future__ import annotations

import pytest
from toy import toy_network

from corridors.graph.bulk.codes import calls_of, changes_of
from corridors.graph.bulk.compiling import BulkCompiler
from corridors.graph.bulk.handling import Handling
from corridors.graph.bulk.hauls import Hauls
from corridors.graph.compiled import compiled
from corridors.graph.rates import rates_of
from corridors.vocabulary import SHIP_CLASSES, is_ship


@pytest.fixture(scope="module")
def parts():
    net = toy_network()
    made = BulkCompiler(compiled(net).tables, rates_of(net))
    changes = changes_of(made.nodes, made.tables["transshipments"])
    calls = calls_of(made.nodes, made.links, changes)
    return made, Hauls(made, calls), Handling(made, calls, changes)


def test_plain_links_have_no_ship_border_or_service(parts):
    made, hauls, _ = parts
    served = {*made.services["link_id"]}
    for row, plain in enumerate(hauls.plain.tolist()):
        link = {name: made.links[name][row] for name in ("link_id", "mode", "bcp_id")}
        special = link["mode"] in SHIP_CLASSES or link["bcp_id"] or link["link_id"] in served
        assert plain is not bool(special), link
    assert {*hauls.plain.tolist()} == {True, False}


def test_plain_changes_are_those_without_a_ship(parts):
    made, _, handling = parts
    table = made.tables["transshipments"]
    ships = [any(map(is_ship, pair)) for pair in zip(table["from_class"], table["to_class"],
                                                    strict=True)]  # fmt: skip
    assert [not ship for ship in ships] == handling.plain.tolist()
