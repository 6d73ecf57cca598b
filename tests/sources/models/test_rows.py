"""What becomes of rows that cannot be used as they are: told, and the rest is used."""

from __future__ import annotations

import pytest
from models_toy import LINKS, MAPPING, NODES, model

import corridors as co
from corridors.errors import MOST_SUGGESTED

SPEED = MAPPING.replace('time_h = "Hours"', 'speed_kmh = "Hours"')
PRICED = 410 + 200 + 25 + 120 + 80 + 700


def left(net):
    return {why: list(places) for why, places in net.report.left.items()}


def test_rows_that_say_nothing_usable_are_left_out(tmp_path):
    nodes = NODES + "E,Nowhere,,nan,KZ,C,,,\nA,Alatau,77.0,43.4,KZ,C,,,\n"
    links = LINKS + "A,A,5,1520,1,1,2\nA,E,5000,1520,1,1,2\nA,B,330000,1520,410,9,2\n"
    net = co.read_mapped(model(tmp_path, nodes, links))
    assert co.route(net, "A", "D").cost_usd == pytest.approx(PRICED)
    assert left(net) == {
        "a node without a position": ["n.csv:6"],
        "a node that stands twice: its first row is kept": ["n.csv:7"],
        "a link that begins and ends at one node": ["l.csv:5"],
        "a link to a node without a position": ["l.csv:6"],
        "a link that stands twice, every cell alike": ["l.csv:7"],
    }
    assert net.report.rows == {"n.csv": 6, "l.csv": 6}


def test_speeds_that_cannot_be_count_as_missing_or_as_the_fastest(tmp_path):
    links = LINKS.replace("410,9,2", "410,0,2").replace("25,1,2", "25,300,2")
    net = co.read_mapped(model(tmp_path, links=links, mapping=SPEED))
    speeds = dict(
        zip(net.table("links")["from_node"], net.table("links")["speed_kmh"], strict=True)
    )
    assert speeds["A"] != speeds["A"]
    assert speeds["B"] == 160
    assert net.report.changed == {
        "a speed under 3 km/h counts as missing": ("l.csv:2",),
        "a speed over 160 km/h counts as that": ("l.csv:3",),
    }


def test_ids_that_a_data_frame_made_decimal_are_those_of_the_nodes(tmp_path):
    nodes = NODES.replace("A,Al", "1,Al").replace("B,Al", "2,Al")
    links = LINKS.replace("A,B", "1.0,2.0").replace("B,C", "2.0,C")
    net = co.read_mapped(model(tmp_path, nodes, links))
    assert co.route(net, "1", "D").cost_usd == pytest.approx(PRICED)
    told = "an end with .0 behind the id of its node is that node"
    assert net.report.changed[told] == ("l.csv:2", "l.csv:3")


def test_nothing_left_is_refused(tmp_path):
    links = LINKS.splitlines()[0] + "\nA,A,5,1520,1,1,2\n"
    with pytest.raises(co.DataError, match=r"at least two nodes and a link") as caught:
        co.read_mapped(model(tmp_path, links=links))
    assert "left out: a link that begins and ends at one node: 1 row (l.csv:2)" in str(caught.value)


@pytest.mark.parametrize(
    ("nodes", "links", "message"),
    [
        (NODES, LINKS.replace("410", "-1"), r"l.csv:2: cost_usd -1 is outside 0 to 1e\+06"),
        (NODES, LINKS.replace("410", "inf"), r"l.csv:2: cost_usd 'inf' is not a number"),
        (NODES, LINKS.replace("330000", "-1"), r"l.csv:2: length_km -0.001 is outside"),
        (NODES, LINKS.replace("A,B,", "A,,"), r"l.csv:2: to_node is empty, but it is required"),
        (NODES, LINKS.replace("A,B,", "A,1.0,"), r"l.csv:2: to_node '1.0' is no node"),
        (NODES.replace("A,Alatau", ",Alatau"), LINKS, r"n.csv:2: node_id is empty"),
        (NODES + "A,X,78,43,KZ,C,,,\n", LINKS, r"stands already in row 2, at another position"),
        (NODES, LINKS.replace("9,2\n", "9,X\n", 1), r"l.csv:2: oneway 'X' is no direction"),
        (NODES, LINKS.replace("9,2\n", "9,F\n", 1), r"l.csv:2: oneway 'F' is no direction"),
    ],
)
def test_what_cannot_be_known_is_refused(tmp_path, nodes, links, message):
    mapping = MAPPING.replace('oneway = { column = "Dir", values = { 1 = "yes", 2 = "" } }',
                              'oneway = "Dir"')  # fmt: skip
    with pytest.raises(co.DataError, match=message):
        co.read_mapped(model(tmp_path, nodes, links, mapping))


def test_of_very_many_unknown_ends_the_first_come_with_the_nearest_names(tmp_path):
    head = LINKS.splitlines()[0]
    rows = [f"A{k % 10},B,330000,1520,410,9,2" for k in range(70)]
    with pytest.raises(co.DataError) as caught:
        co.read_mapped(model(tmp_path, links="\n".join([head, *rows]) + "\n"))
    assert len(caught.value.faults) == 70
    assert sum("Did you mean 'A'" in fault for fault in caught.value.faults) == MOST_SUGGESTED


# -- directions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "there", "back"),
    [
        ("1", True, False), ("true", True, False), ("FT", True, False), ("Yes", True, False),
        ("1.0", True, False), ("-1", False, True), ("TF", False, True), ("-1.0", False, True),
        ("reverse", False, True), ("0", True, True), ("", True, True), ("B", True, True),
        ("2", True, True), ("no", True, True), ("nan", True, True), ("False", True, True),
    ],
)  # fmt: skip
def test_directions_by_their_usual_words(tmp_path, cell, there, back):
    mapping = MAPPING.replace('values = { 1 = "yes", 2 = "" }', "values = {}")
    links = LINKS.replace("16,2", f"16,{cell}")
    net = co.read_mapped(model(tmp_path, links=links, mapping=mapping))
    for ends, goes in ((("A", "D"), there), (("D", "A"), back)):
        if goes:
            assert co.route(net, *ends).cost_usd == pytest.approx(PRICED)
        else:
            with pytest.raises(co.NoItineraryError):
                co.route(net, *ends)
    turned = "one-way against its direction: its ends are exchanged" in net.report.changed
    assert turned == (not there)


def test_what_is_said_of_a_word_comes_before_its_usual_meaning(tmp_path):
    mapping = MAPPING.replace('1 = "yes", 2 = ""', "2 = -1")
    net = co.read_mapped(model(tmp_path, mapping=mapping))
    assert co.route(net, "D", "A").cost_usd == pytest.approx(PRICED)


def test_rows_in_both_directions_are_told(tmp_path):
    both = LINKS + "B,A,330000,1520,300,9,2\n"
    net = co.read_mapped(model(tmp_path, links=both))
    assert any("say oneway = { value" in told for told in net.report.assumed)
    mapping = MAPPING.replace('{ column = "Dir", values = { 1 = "yes", 2 = "" } }',
                              '{ value = "yes" }')  # fmt: skip
    net = co.read_mapped(model(tmp_path, links=both, mapping=mapping))
    assert not any("oneway" in told for told in net.report.assumed)
    assert co.route(net, "A", "B").cost_usd == pytest.approx(410)
    assert co.route(net, "B", "A").cost_usd == pytest.approx(300)


# -- links that stand twice -----------------------------------------------------------------------

TWINS = LINKS + "B,A,330000,1520,300,11,2\nA,B,331000,1520,500,8,2\nA,B,330000,1435,1,1,2\n"


@pytest.mark.parametrize(
    ("which", "usd", "hours", "count", "told"),
    [
        ("all", 300, 8, 6, None),
        ("cheapest", 300, 11, 4, ["l.csv:2", "l.csv:6"]),
        ("last", 500, 8, 4, ["l.csv:2", "l.csv:5"]),
    ],
)
def test_of_links_that_stand_twice_all_or_one(tmp_path, which, usd, hours, count, told):
    mapping = MAPPING.replace("mode = {", f'parallel = "{which}"\nmode = {{')
    net = co.read_mapped(model(tmp_path, links=TWINS, mapping=mapping))
    assert len(net.table("links")) == count
    broad = [r for r in net.table("links") if r["gauge_mm"] == 1520]
    assert min(r["usd_40ft"] for r in broad) == usd
    assert min(r["hours_p50"] for r in broad) == hours
    if told is None:
        assert any("2 links of the same ends and mode as another" in t for t in net.report.inferred)
    else:
        assert [*left(net).values()] == [told]


# -- countries ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["KAZ", "kz", "Kazakhstan", "398", "398.0", "KAZAKHSTAN"])
def test_a_country_in_any_form_of_iso_3166(tmp_path, form):
    net = co.read_mapped(model(tmp_path, NODES.replace(",KZ,", f",{form},")))
    assert net.table("nodes")["country"][:2] == ("KZ", "KZ")


def test_a_country_that_is_none_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(co.DataError, match=r"n.csv:2: country 'Kasakhstan' .*'Kazakhstan'"):
        co.read_mapped(model(tmp_path, NODES.replace(",KZ,", ",Kasakhstan,")))
    with pytest.raises(co.DataError, match=r'values = \{ X = "KZ" \}, or own = true'):
        co.read_mapped(model(tmp_path, NODES.replace(",KZ,", ",ZZ,")))


def test_a_country_that_is_not_said_is_where_the_node_lies(tmp_path):
    net = co.read_mapped(model(tmp_path, NODES.replace(",KZ,", ",,")))
    assert net.table("nodes")["country"][:2] == ("KZ", "KZ")
    assert "the country of 2 nodes is where it lies" in net.report.inferred
