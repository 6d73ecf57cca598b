"""Rows by what they belong to: each key against a plain loop over the rows."""

import pytest

import corridors as co
from corridors.errors import UnknownNameError
from corridors.network.lookup import KEYS, Lookup, key_columns, row_name, rows_of


def ids(net, table, where, column):
    rows = net.lookup.rows(table, where)
    return {net.table(table)[column][row] for row in rows}


@pytest.mark.parametrize(
    ("where", "links"),
    [
        ({"link_id": ["road-ab"]}, {"road-ab"}),
        ({"node_id": ["zz-d"]}, {"rail-cd", "rail-de"}),
        ({"country": ["YY"]}, {"road-af", "road-fe"}),
        ({"mode": ["sea", "pipeline"]}, {"sea-pq", "pipe-gh"}),
        ({"mode": ["rail"], "country": ["ZZ"]}, {"rail-cd", "rail-de"}),
        ({"gauge_mm": ["1520"]}, {"rail-de"}),
        ({"status": ["planned"]}, {"rail-ab"}),
        ({"bcp_id": ["xy-zeta"]}, {"road-af"}),
        ({"corridor_id": ["line-c"]}, {"rail-bc", "rail-de"}),
        ({"service_id": ["s"]}, {"sea-pq"}),
        ({"bloc": ["XX"], "mode": ["rail"]}, {"rail-ab", "rail-bc"}),
        ({"bloc": ["XX", "YY"], "mode": ["road"]}, {"road-ab", "road-af", "road-ap"}),
        ({"mode": ["sea"], "country": ["YY"]}, set()),
    ],
    ids=lambda part: str(part) if isinstance(part, dict) else "",
)
def test_links(toy, where, links):
    assert ids(toy, "links", where, "link_id") == links


def test_services_and_terminals_and_crossings_are_of_their_links(toy):
    assert ids(toy, "services", {"corridor_id": ["ship"]}, "service_id") == {"s"}
    assert ids(toy, "services", {"country": ["YY"]}, "service_id") == set()
    assert ids(toy, "transshipments", {"country": ["ZZ"]}, "node_id") == {"zz-d", "zz-e", "zz-q"}
    assert ids(toy, "transshipments", {"corridor_id": ["ship"]}, "node_id") == {"xx-p", "zz-q"}
    assert ids(toy, "border_crossings", {"country": ["YY"]}, "bcp_id") == {"xy-zeta", "yz-zeta"}
    assert ids(toy, "border_crossings", {"corridor_id": ["ship"]}, "bcp_id") == {"xx-p", "zz-q"}
    one_way = {"from_country": ["XX"], "to_country": ["YY"]}
    assert len(toy.lookup.rows("border_crossings", one_way)) == 1


@pytest.mark.parametrize("table", KEYS)
def test_every_word_of_every_key_selects_rows_and_no_other_word_does(net, table):
    for key in KEYS[table]:
        if key == "bloc":
            continue
        words = list(net.lookup.words(table, key))
        found = set()
        for word in words:
            rows = net.lookup.rows(table, {key: [word]})
            assert rows == sorted(set(rows)), (key, word)
            assert rows, (key, word)
            found.update(rows)
        assert set(net.lookup.rows(table, {key: words})) == found
        assert net.lookup.rows(table, {key: ["no such word"]}) == []


def test_without_a_key_every_row_is_meant(toy):
    for table in KEYS:
        assert Lookup({n: toy.table(n) for n in toy.table_names}).rows(table, {}) == list(
            range(len(toy.table(table)))
        )


def test_the_name_of_every_row_of_every_table_opens_that_row_alone(net):
    """Names of keys of several columns ("tariffs rail PK 40ft") opened nothing."""
    assert key_columns(net.table("nodes")) == ("node_id",)
    for name in net.table_names:
        table = net.table(name)
        for row in range(len(table)):
            told = row_name(table, row)
            assert rows_of(table, told) == [row], told
            assert rows_of(table, told.removeprefix(f"{name} ")) == [row], told


def test_what_ledgers_and_prices_name_opens_a_row(net):
    trips = [
        co.route(net, *pair, irregular=True)
        for pair in [("Karachi", "Tashkent"), ("Lahore", "Istanbul"), ("Mersin", "Almaty")]
    ]
    for trip in trips:
        legs = trip.legs[["price_row", "hours_row"]].to_numpy().ravel()
        for told in {*legs, *co.charges(trip)["row"]} - {""}:
            table, _, key = told.partition(" ")
            assert len(net.row(told)) == 1, told
            assert net.row(table, key).equals(net.row(told)), told


def test_the_first_words_of_a_key_are_all_rows_that_begin_so(net):
    table = net.table("tariffs")
    both = list(zip(table["mode"], table["country"], strict=True))
    assert rows_of(table, "rail PK") == [k for k, key in enumerate(both) if key == ("rail", "PK")]
    assert rows_of(table, "rail") == [k for k, mode in enumerate(table["mode"]) if mode == "rail"]
    speeds = net.table("speeds")  # a key that another begins with is itself alone
    (row,) = rows_of(speeds, "rail PK")
    assert speeds["line_ref"][row] == ""
    with pytest.raises(UnknownNameError, match="Did you mean 'rail PK 40ft'"):
        net.row("tariffs", "rail PK 40f")
    with pytest.raises(ValueError, match="row of tariffs: give its id"):
        net.row("tariffs")
