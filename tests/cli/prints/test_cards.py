"""A row as a card."""

import pytest

import corridors as co
from corridors.cli.prints.cards import card, source_words
from corridors.errors import UnknownNameError
from corridors.network.lookup import rows_of


def test_rows_of_a_border_are_its_directions_and_modes():
    net = co.load()
    table = net.table("border_crossings")
    rows = rows_of(table, "af-pk-torkham")
    assert len(rows) == table["bcp_id"].count("af-pk-torkham") > 1
    assert {table["bcp_id"][row] for row in rows} == {"af-pk-torkham"}
    frame = net.row("border_crossings", "af-pk-torkham")
    assert frame["hours_p50"].tolist() == [table["hours_p50"][row] for row in rows]


def test_a_card_has_units_and_the_source_and_no_empty_lines():
    net = co.load()
    (row,) = rows_of(net.table("nodes"), "pk-karachi")
    lines = {line.column: line for line in card(net, "nodes", row)}
    assert lines["lon"].value.endswith(" degrees")
    assert lines["source_id"].value == source_words(net, net.table("nodes")["source_id"][row])
    assert all(line.value and line.description for line in lines.values())


def test_a_source_is_told_with_its_address():
    net = co.load()
    sources = net.table("sources")
    row = sources["source_id"].index("cpmm-2022-pakistan")
    said = source_words(net, "cpmm-2022-pakistan")
    assert sources["title"][row] in said
    assert said.endswith(f"(cpmm-2022-pakistan) {sources['url'][row]}")
    assert source_words(net, "none-such") == "none-such"


def test_an_unknown_row_is_told_with_what_is_near():
    with pytest.raises(UnknownNameError, match=r"no row of nodes called 'pk-karachy'.*pk-karachi"):
        rows_of(co.load().table("nodes"), "pk-karachy")
    with pytest.raises(UnknownNameError, match="no table 'node'"):
        co.load().row("node", "pk-karachi")


def test_a_border_shows_what_was_published_of_its_hours(net):
    """Red Bridge: drivers wait for the other side; the customs themselves take minutes."""
    table = net.table("border_crossings")
    rows = {
        (a, b): k
        for k, (bcp, mode, a, b) in enumerate(
            zip(*(table[c] for c in ("bcp_id", "mode", "from_country", "to_country")), strict=True)
        )
        if (bcp, mode) == ("az-ge-red-bridge", "road")
    }
    lines = {line.column: line.value for line in card(net, "border_crossings", rows["GE", "AZ"])}
    assert lines["exit: all"].startswith("5.1 h in 2020 (cpmm-2022-georgia); 2.4 h in 2021")
    assert lines["exit: customs"] == "0.13 h in 2023 (cpmm-2023-bcp-monitor, 5 to 10 minutes)"
    back = {line.column for line in card(net, "border_crossings", rows["AZ", "GE"])}
    assert not any(column.startswith("exit") for column in back)
