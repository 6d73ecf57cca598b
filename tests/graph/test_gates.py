"""Gates, modes and what is avoided, as masks of arcs of the toy network."""

import numpy as np
import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.graph import gates
from corridors.graph.compiled import compiled
from corridors.graph.gates import Corridor

ONE, TWO, THREE = ("one", (1,)), ("two", (2,)), ("three", (3,))


def corridor(*through, stages=(), commodities=("container",)):
    return Corridor("c", "C", commodities, through, dict(stages))


def links_of(net, arcs):
    """Return the links of some arcs; arcs without one (handling, say) are left out."""
    graph = compiled(net)
    return {name for name, own in graph.arcs_of_link.items() if set(own) & set(arcs)}


def test_orders_without_stages_are_both_ways():
    assert corridor(ONE, TWO).gate_orders("XX", "ZZ") == [(ONE, TWO), (TWO, ONE)]
    assert corridor(ONE).gate_orders("XX", "ZZ") == [(ONE,)]


def test_orders_by_stages():
    """XX before gate 1, YY between gates 1 and 2, ZZ behind both or, by a branch, between."""
    found = corridor(ONE, TWO, stages={"XX": (0,), "YY": (1,), "ZZ": (2, 1)})
    assert found.gate_orders("XX", "YY") == [(ONE,)]
    assert found.gate_orders("YY", "XX") == [(ONE,)]
    assert found.gate_orders("XX", "ZZ") == [(ONE, TWO), (ONE,)]
    assert found.gate_orders("ZZ", "XX") == [(TWO, ONE), (ONE,)]
    assert found.gate_orders("YY", "ZZ") == [(TWO,)]
    assert found.gate_orders("YY", "YY") == []
    assert found.gate_orders("XX", "AA") == []
    twice = corridor(ONE, TWO, stages={"XX": (0, 0), "YY": (1,)})
    assert twice.gate_orders("XX", "YY") == [(ONE,)]


def test_a_gate_without_arcs_joins_nothing():
    lacking = corridor(ONE, ("gone", ()))
    assert lacking.gate_orders("XX", "ZZ") == []
    assert lacking.refuses("container", "XX", "ZZ") == (
        "its gate gone lies outside this part of the network"
    )


def test_the_gate_that_lacks_is_named_also_of_one_order():
    only = corridor(ONE, ("gone", ()), stages={"XX": (0,), "ZZ": (2,)})
    assert only.refuses("container", "XX", "ZZ") == (
        "its gate gone lies outside this part of the network"
    )


def test_why_a_corridor_does_not_serve():
    found = corridor(ONE, TWO, stages={"PK": (0,), "IR": (2,), "TR": (2,)})
    assert found.refuses("container", "PK", "IR") == ""
    assert found.refuses("gas", "PK", "IR") == "it carries container, not gas"
    assert corridor(ONE, commodities=("oil", "gas")).refuses("bulk", "PK", "IR") == (
        "it carries oil and gas, not bulk"
    )
    assert found.refuses("container", "PK", "KZ") == "it does not serve Kazakhstan"
    assert found.refuses("container", "KZ", "CN") == "it does not serve Kazakhstan and China"
    assert found.refuses("container", "KZ", "KZ") == "it does not serve Kazakhstan"
    assert (
        found.refuses("container", "PK", "PK") == "both ends lie on the same side of its gate one"
    )
    assert (
        found.refuses("container", "IR", "TR") == "both ends lie on the same side of its gate two"
    )


def test_corridors_are_resolved_from_their_tables():
    """A gate may be a node; a corridor's links beyond its gates are no gate; stages by row."""
    tables = toy_tables()
    links = [*map(dict, tables["corridor_links"])]
    links += [
        {**links[0], "link_id": "road-eq", "gate": 2.0, "gate_name": "another"},
        {**links[0], "link_id": "road-ab", "gate": 0.0, "gate_name": ""},
        {**links[0], "link_id": "", "node_id": "zz-e", "gate": 3.0, "gate_name": "the end"},
    ]
    stages = [
        {"corridor_id": "line-c", "country": country, "stage": stage}
        for country, stage in (("XX", 0.0), ("XX", 1.0), ("ZZ", 3.0))
    ]
    net = toy_network(
        corridor_links=table("corridor_links", links),
        corridor_stages=table("corridor_stages", stages),
    )
    graph, found = compiled(net), gates.corridor_of(net, "line-c")
    assert (found.corridor_id, found.name, found.commodities) == (
        "line-c",
        "Rail line",
        ("container",),
    )
    assert [name for name, _ in found.gates] == ["Beta-Gamma", "Delta-Epsilon", "the end"]
    arcs = [set(members) for _, members in found.gates]
    assert arcs[0] == set(graph.arcs_of_link["rail-bc"])
    assert arcs[1] == {*graph.arcs_of_link["rail-de"], *graph.arcs_of_link["road-eq"]}
    assert arcs[2] == set(graph.arcs_at_node["zz-e"])
    assert found.stages == {"XX": (0, 1), "ZZ": (3,)}
    assert gates.corridor_of(net, "ship").stages == {}
    assert gates.corridor_of(net, "line-c") is found
    avoided = gates.arcs_of(net, "line-c")
    assert set(avoided) == arcs[0] | arcs[1] | arcs[2] | set(graph.arcs_of_link["road-ab"])
    assert avoided == sorted(avoided)


def test_an_unknown_corridor_is_told_with_those_there_are(toy):
    with pytest.raises(
        co.UnknownNameError,
        match=r"there is no corridor 'shipp'\. Did you mean 'ship'\?"
        r" Corridors: future, gas-line, line-c, ship",
    ):
        gates.corridor_of(toy, "shipp")


def test_modes_allowed(toy):
    graph = compiled(toy)
    assert gates.allowed_by_modes(graph, None).all()
    assert not gates.allowed_by_modes(graph, []).any()
    only = gates.allowed_by_modes(graph, ["rail"])
    assert links_of(toy, np.flatnonzero(only)) == {"rail-ab", "rail-bc", "rail-cd", "rail-de"}
    both = gates.allowed_by_modes(graph, iter(["rail", "sea"]))
    assert "sea-pq" in links_of(toy, np.flatnonzero(both))
    assert both.sum() == only.sum() + gates.allowed_by_modes(graph, ["sea"]).sum()


@pytest.mark.parametrize(
    ("word", "links"),
    [
        ("road-af", {"road-af"}),
        ("xz-gamma", {"rail-cd"}),
        ("gas-line", {"pipe-gh"}),
        ("rail", {"rail-ab", "rail-bc", "rail-cd", "rail-de"}),
        ("YY", {"road-af", "road-fe"}),
        ("zz-d", {"rail-cd", "rail-de"}),
        ("Delta", {"rail-cd", "rail-de"}),
    ],
)
def test_what_a_word_of_avoid_means(toy, word, links):
    arcs = gates.arcs_of(toy, word)
    assert links_of(toy, arcs) == links
    mask = gates.avoided(toy, [word])
    assert mask.dtype == bool
    assert set(np.flatnonzero(mask)) == set(arcs)
    sea = gates.avoided(toy, [word, "sea"])
    assert set(np.flatnonzero(sea)) == {*arcs, *gates.arcs_of(toy, "sea")}


def test_a_crossing_avoided_is_all_that_it_does_on_its_links(toy):
    """The wagons' way over the border, both ways, and what happens at it."""
    assert gates.arcs_of(toy, "xz-gamma") == list(compiled(toy).arcs_of_link["rail-cd"])
    assert not gates.avoided(toy, []).any()


@pytest.mark.parametrize(
    ("word", "bcps"),
    [
        ("Khunjerab", ["cn-pk-khunjerab"]),
        ("Torkham", ["af-pk-torkham"]),
        ("Wagah", ["in-pk-wagah"]),
        ("Sarakhs", ["ir-tm-sarakhs"]),
        ("Khorgos", ["cn-kz-khorgos-rail", "cn-kz-khorgos-road"]),
        ("Irkeshtam", ["cn-kg-irkeshtam"]),
        ("Horgos (RS)", ["hu-rs-horgos"]),
    ],
)
def test_a_border_is_avoided_by_the_one_word_that_people_use(net, word, bcps):
    """Links of the crossing are shut, and what else is at a post of this name; nothing far away."""
    arcs = gates.arcs_of(net, word)
    own = {arc for bcp in bcps for arc in gates.arcs_of(net, bcp)}
    assert own
    assert own <= set(arcs)
    pairs = {frozenset((bcp[:2].upper(), bcp[3:5].upper())) for bcp in bcps}
    nodes, ends = net.table("nodes"), gates.compiled(net).arcs
    lands = {nodes["country"][ends[c][arc]] for arc in arcs for c in ("from_place", "to_place")}
    assert {frozenset(lands)} == pairs


def test_a_border_of_several_names_is_asked_back(net):
    with pytest.raises(co.UnknownNameError, match="Horgos - Roszke .road border crossing, Hun"):
        co.route(net, "Budapest", "Belgrade", avoid="Horgos")
    # the same word in a place's name and a crossing's far away: the place
    assert gates.arcs_of(net, "Navoi") == sorted(gates.compiled(net).arcs_at_node["uz-navoi"])


@pytest.mark.parametrize("near", ["road-aff", "xz-gama", "gas-lin", "pipelin"])
def test_a_word_near_a_known_one_is_suggested(toy, near):
    with pytest.raises(
        co.UnknownNameError,
        match=f"avoid: '{near}' is no link, node, corridor, mode, country, border crossing, passage.*"
        "Did you mean",
    ):
        gates.arcs_of(toy, near)


def test_a_word_near_nothing_is_told_what_there_is_to_avoid(toy):
    kinds = "is no link, node, corridor, mode, country, border crossing, passage or pair"
    with pytest.raises(co.UnknownNameError, match=f"^avoid: 'qqqqqqqq' {kinds} of"):
        gates.arcs_of(toy, "qqqqqqqq")
    with pytest.raises(
        co.UnknownNameError, match=f"^avoid: 'Epsilom' {kinds} of.*Did you mean 'Eps"
    ):
        gates.arcs_of(toy, "Epsilom")


def test_what_a_part_lacks_is_avoided_already(net):
    part = net.subset(net.table("links")["link_id"][:50], name="part")
    for word in ("Iran", "IR", *net.corridor_ids[:3], "ferry"):
        assert isinstance(gates.arcs_of(part, word), list)
    assert gates.arcs_of(part, "Brazil") == []
    middle = co.load("middle-corridor")
    plain = co.route(middle, "Baku", "Istanbul")
    for word in ("Iran", "cpec"):
        assert co.route(middle, "Baku", "Istanbul", avoid=word) == plain


def test_a_word_near_nothing_says_what_kinds_there_are(toy):
    with pytest.raises(co.UnknownNameError, match="'qqqqqqqq'") as raised:
        gates.arcs_of(toy, "qqqqqqqq")
    for kind in ("link", "country", "passage", "PK-AF both ways", "PK>AF one way"):
        assert kind in str(raised.value)


@pytest.mark.parametrize(
    ("word", "passage"),
    [
        ("hormuz", "hormuz"),
        ("Strait of Hormuz", "hormuz"),
        ("Suez Canal", "suez"),
        ("Bab el-Mandeb", "bab-el-mandeb"),
        ("Bosphorus", "bosporus"),
        ("MALACCA", "malacca"),
    ],
)
def test_a_passage_avoided_is_every_link_that_passes_it(net, word, passage):
    links = net.table("links")
    passing = {
        link
        for link, words in zip(links["link_id"], links["passages"], strict=True)
        if passage in str(words).split(";")
    }
    assert passing
    assert links_of(net, gates.arcs_of(net, word)) == passing


def test_a_passage_is_one_of_the_network_asked():
    tables = toy_tables()
    sea = change(tables["links"], "passages", {"link_id": "sea-pq"}, "hormuz")
    assert links_of(toy_network(links=sea), gates.arcs_of(toy_network(links=sea), "hormuz")) == {
        "sea-pq"
    }
    with pytest.raises(co.UnknownNameError, match="'hormuz' is no link"):
        gates.arcs_of(toy_network(), "hormuz")


def test_land_borders_of_two_countries(toy):
    """X to Y by road-af alone; its two border arcs, one each way, of X's 10 h and 100 USD."""
    both, there, back = (set(gates.arcs_of(toy, word)) for word in ("XX-YY", "XX>YY", "YY > XX"))
    assert links_of(toy, both) == {"road-af"}
    assert both == there | back == set(gates.arcs_of(toy, "YY-XX"))
    assert not there & back
    assert len(there) == len(back) == 1
    away = co.route(toy, "Alpha", "Epsilon", modes=["road"])
    assert "YY" in away.countries
    with pytest.raises(co.NoItineraryError, match="avoiding XX>YY cuts every way"):
        co.route(toy, "Alpha", "Epsilon", modes=["road"], avoid="XX>YY")
    same = co.route(toy, "Alpha", "Epsilon", modes=["road"], avoid="YY>XX")
    assert same.cost_usd == away.cost_usd


def test_a_pair_of_countries_without_a_land_border_is_told(net):
    assert gates.arcs_of(net, "PK-AF") == gates.arcs_of(net, "Pakistan-Afghanistan")
    with pytest.raises(co.UnknownNameError, match="no land link .* of Pakistan and Türkiye"):
        gates.arcs_of(net, "PK-TR")


#: A box each strait, in degrees: from west and south to east and north.
BOXES = {
    "hormuz": (56.0, 25.9, 57.0, 26.95),
    "suez": (32.2, 29.9, 32.7, 31.3),
    "bab-el-mandeb": (43.0, 12.3, 43.7, 13.0),
    "bosporus": (28.95, 41.0, 29.2, 41.26),
    "dardanelles": (26.1, 40.0, 26.75, 40.45),
    "malacca": (98.5, 1.0, 103.5, 5.0),
    "sunda": (104.5, -7.0, 106.5, -5.3),
}


@pytest.mark.parametrize("passage", BOXES)
def test_ships_pass_the_straits_that_the_table_names(net, passage):
    from shapely.geometry import LineString, box

    links, strait = net.table("links"), box(*BOXES[passage])
    afloat = [k for k, mode in enumerate(links["mode"]) if mode in ("sea", "ferry", "lng")]
    lines = {links["link_id"][k]: LineString(net.line(links["link_id"][k])) for k in afloat}
    passing = {link for link, line in lines.items() if line.intersects(strait)}
    assert passing == set(gates.passages(net)[passage])


def test_to_pass_a_place_is_to_arrive_at_it(toy):
    graph = compiled(toy)
    (name, arcs), (other, _) = gates.via_gates(toy, ["Beta", "zz-q"])
    assert (name, other) == ("Beta", "Port Kappa")
    heads = {graph.vertices[graph.arcs["head"][arc]][0] for arc in arcs}
    assert heads == {"xx-b"}
    leaving = set(graph.arcs_at_node["xx-b"]) - set(arcs)
    assert leaving
    assert "xx-b" not in {graph.vertices[graph.arcs["head"][arc]][0] for arc in leaving}


def test_woven_keeps_both_orders():
    assert gates.orders_through([ONE, TWO], [THREE]) == [
        (THREE, ONE, TWO),
        (ONE, THREE, TWO),
        (ONE, TWO, THREE),
    ]
    assert gates.orders_through([], []) == [()]
    four = gates.orders_through([ONE, TWO], [THREE, THREE])
    assert len(four) == 6
    assert all(order.index(ONE) < order.index(TWO) for order in four)


def test_an_arc_may_belong_to_many_gates():
    bits = gates.gate_bits([("a", (0, 2)), ("b", (2,)), ("c", (3, 2))], 5)
    assert bits.tolist() == [0b001, 0, 0b111, 0b100, 0]


def test_the_boardings_of_what_runs_now_and_then(toy):
    """Two a week is regular; by word or by fewer than one in four weeks, its boardings are told."""
    assert gates.irregular_boardings(toy).tolist() == []
    services = toy_tables()["services"]
    for column, value in (("regularity", "irregular"), ("departures_per_week", 0.2)):
        net = toy_network(services=change(services, column, {"service_id": "s"}, value))
        arcs = compiled(net).arcs
        found = gates.irregular_boardings(net)
        assert links_of(net, found) == {"sea-pq"}
        assert [int(arcs["kind"][arc]) for arc in found] == [4, 4]  # waiting, at either port
    often = change(services, "departures_per_week", {"service_id": "s"}, 0.25)
    assert gates.irregular_boardings(toy_network(services=often)).tolist() == []


def test_the_name_of_a_crossing_avoids_its_links():
    named = change(toy_tables()["border_crossings"], "name", {"bcp_id": "xz-gamma"}, "Sheep Bridge")
    net = toy_network(border_crossings=named)
    assert gates.arcs_of(net, "Sheep Bridge") == list(compiled(net).arcs_of_link["rail-cd"])


def test_on_a_corridor_of_land_no_ship_sails_that_is_no_part_of_it(toy):
    """Where a gate is a lane itself, other lanes may feed it."""
    assert gates.corridor_of(toy, "ship").foreign == ()
    line = gates.corridor_of(toy, "line-c")
    arcs = compiled(toy).arcs
    assert links_of(toy, line.foreign) == {"sea-pq"}
    assert len(line.foreign) == sum(
        int(arcs["link"][arc]) >= 0 for arc in compiled(toy).arcs_of_link["sea-pq"]
        if compiled(toy).vehicles[arcs["vehicle"][arc]] == "sea"
    )  # fmt: skip


def test_a_name_of_several_crossings_is_asked_back(toy):
    crossings = change(toy.table("border_crossings"), "name", {"mode": "road"}, "Zeta Post")
    with pytest.raises(co.UnknownNameError, match="^'Zeta Post' is the name of several border"):
        gates.arcs_of(toy_network(border_crossings=crossings), "Zeta Post")


def test_what_is_said_of_a_word_near_nothing_ends_as_a_sentence(toy):
    with pytest.raises(co.UnknownNameError, match=r"\(PK-AF both ways.*[^.]\.'?$"):
        gates.arcs_of(toy, "qqqqqqqq")
