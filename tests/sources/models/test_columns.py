"""Where a row and a column of ours stand in the files of others."""

from __future__ import annotations

from corridors.network.prices import PRICE_COLUMNS
from corridors.sources.models.columns import PER, Columns


def test_rows_and_columns_are_told_by_their_own_names():
    plain = Columns(nodes=(), links=())
    assert (plain.at("links", 0), plain.told("links", "lon")) == ("links:2", "")
    said = Columns(
        nodes=(),
        links=(),
        labels={"nodes": "n.csv"},
        numbers={"nodes": [3, 7]},
        theirs={"nodes": {"lon": "X", "name": "name"}},
    )
    assert (said.at("nodes", 1), said.at("links", 1)) == ("n.csv:7", "links:3")
    assert (said.told("nodes", "lon"), said.told("nodes", "name")) == (" (column 'X')", "")


def test_a_price_is_for_one_thing_or_for_every_box():
    assert PER["t"] == PER["tonne"] == ("usd_per_t",)
    assert {column for columns in PER.values() for column in columns} == {*PRICE_COLUMNS}
    assert PER["box"] == (*PER["20ft"], *PER["40ft"])
