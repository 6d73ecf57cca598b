"""What a name means: spellings, parts, countries, and names of several places."""

import pytest
from toy import change, toy_network, toy_tables

import corridors as co
from corridors.errors import UnknownNameError
from corridors.network.countries import country_name
from corridors.network.places.naming import Pair, with_country


@pytest.mark.parametrize(
    ("spelled", "node"),
    [
        ("Karachi", "pk-karachi"),
        ("KARACHI", "pk-karachi"),
        ("pk-karachi", "pk-karachi"),
        ("İstanbul", "tr-istanbul"),
        ("Istanbul", "tr-istanbul"),
        ("istanbul, Türkiye", "tr-istanbul"),
        ("Istanbul, TR", "tr-istanbul"),
        ("Kapıkule", "tr-kapikule"),
        ("Kapikule", "tr-kapikule"),
        ("Tashkent", "uz-tashkent"),
        ("Ташкент", "uz-tashkent"),
        ("Toshkent", "uz-tashkent"),
        ("Alma-Ata", "kz-almaty"),
        ("Алматы", "kz-almaty"),
        ("Xian", "cn-xian"),
        ("کراچی", "pk-karachi"),
        ("Hyderabad", "pk-hyderabad"),
        ("Islamabad", "pk-rawalpindi"),
        ("Sost", "pk-sost"),
    ],
)
def test_spellings(net, spelled, node):
    assert net.gazetteer.node_id(spelled) == node


def test_every_unlocode_is_one_place(net):
    nodes = net.table("nodes")
    coded = [(c, n) for c, n in zip(nodes["unlocode"], nodes["node_id"], strict=True) if c]
    assert len(coded) >= 20
    assert len({code for code, _ in coded}) == len(coded)
    for code, node in coded:
        assert net.gazetteer.node_id(code) == net.gazetteer.node_id(code.lower()) == node
        assert code[:2] == node[:2].upper()
    wanted = {"KZAAU": "kz-aktau-port", "KZKUR": "kz-kuryk-port", "TRAMR": "tr-ambarli-port"}
    wanted |= {"AZBAK": "az-baku", "GEPTI": "ge-poti-port", "GEBUS": "ge-batumi-port"}
    assert wanted.items() <= dict(coded).items()


@pytest.mark.parametrize(
    ("part", "node"),
    [
        ("Jebel Ali", "ae-jebel-ali-port"),
        ("Jebel Ali, AE", "ae-jebel-ali-port"),
        ("Galkynysh", "tm-galkynysh"),
        ("Bandar Anzali", "ir-anzali"),
        ("Qasim", "pk-port-qasim"),
        ("Baku port", "az-alat-port"),
        ("Torkham", "af-torkham"),  # both sides of one border are one place
        ("Horgos, KZ", "kz-nur-zholy"),
        ("Horgos, China", "cn-khorgos"),
        ("Horgos (Serbia)", "rs-horgos"),
        ("Jalalabad (Afghanistan)", "af-jalalabad"),
        ("Jalalabad, KG", "kg-jalal-abad"),
    ],
)
def test_a_unique_part_or_the_country_finds_a_place(net, part, node):
    assert net.gazetteer.node_id(part) == node


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Horgos", ["rs-horgos", "cn-khorgos", "kz-nur-zholy"]),
        ("Jalalabad", ["af-jalalabad", "kg-jalal-abad"]),
        ("Guliston", ["uz-gulistan", "tj-guliston"]),
        ("Alat", ["az-alat", "uz-alat"]),
        ("Druzhba", ["kz-dostyk", "uz-pitnak"]),
        ("Tashk", ["uz-tashkent", "cn-tashkurgan"]),
    ],
)
def test_a_name_of_places_far_apart_is_asked_back(net, name, candidates):
    with pytest.raises(co.UnknownNameError, match="several places") as raised:
        net.gazetteer.node_id(name)
    for node in candidates:
        row = net.node_row(node)
        country = country_name(net.table("nodes")["country"][row])
        kind = net.table("nodes")["kind"][row].replace("_", " ")
        assert f"({country}, {kind}): '{node}'" in str(raised.value)


def test_many_candidates_are_counted(net):
    with pytest.raises(co.UnknownNameError, match=r"several places: .* and \d+ more\. Give the id"):
        net.gazetteer.node_id("kar")


def test_two_letters_are_no_part_and_avoid_takes_whole_names_only(net):
    with pytest.raises(co.UnknownNameError, match="there is no place 'Qa'"):
        net.gazetteer.node_id("Qa")
    with pytest.raises(co.UnknownNameError, match="there is no place 'Qasim'"):
        net.gazetteer.node_id("Qasim", whole=True)


def test_every_node_is_found_by_its_id(net):
    for node in net.table("nodes")["node_id"]:
        assert net.gazetteer.node_id(node) == node


def test_unknown_names(net):
    with pytest.raises(
        co.UnknownNameError, match="there is no place 'Tashkant'. Did you mean 'Tashkent'"
    ):
        net.gazetteer.node_id("Tashkant")
    with pytest.raises(co.UnknownNameError, match="Give a name, a node id"):
        net.gazetteer.node_id(" ")
    with pytest.raises(co.UnknownNameError, match="'corridors data nodes' lists the places"):
        net.gazetteer.node_id("qqqqqqqqqqqq")
    with pytest.raises(TypeError, match="a place is a name or a"):
        net.gazetteer.node_id(7)


def test_a_name_of_two_places_must_be_told_apart():
    twins = toy_network(nodes=change(toy_tables()["nodes"], "name", {"node_id": "xx-b"}, "Alpha"))
    with pytest.raises(
        co.UnknownNameError, match="several places: .*'xx-a'; .*'xx-b'. Give the id"
    ):
        twins.gazetteer.node_id("Alpha")
    assert twins.gazetteer.node_id("xx-b") == "xx-b"


def test_city_wins_over_its_port_and_border_post(net):
    assert net.gazetteer.node_id("Gwadar") == "pk-gwadar"
    assert net.gazetteer.node_id("Gwadar, PK") == "pk-gwadar"


def test_a_pair_is_told_with_its_countries_and_no_country_twice():
    pair = Pair("Karachi", "Horgos, KZ", "PK", "KZ")
    assert str(pair) == "Karachi (PK) - Horgos, KZ"
    assert Pair.of_row({**pair.row(), "corridor": "x"}) == pair
    assert str(Pair.of_row({"origin": "A", "destination": "B"})) == "A - B"
    assert with_country("Jalalabad (Afghanistan)", "AF") == "Jalalabad (Afghanistan)"
    assert with_country("(67, 24.9)", "PK") == "(67, 24.9) (PK)"
    assert with_country("Alpha (xx-a)", "XX") == "Alpha (xx-a) (XX)"


def test_a_post_with_a_terminal_of_its_name_across_the_border_is_asked_back(net):
    """Khorgos was China without a word, where Horgos was asked back."""
    with pytest.raises(UnknownNameError, match=r"'cn-khorgos'.*'kz-altynkol'") as asked:
        net.gazetteer.node_id("Khorgos")
    assert "'kz-nur-zholy'" in str(asked.value)
    assert net.gazetteer.node_id("Khorgos, CN") == "cn-khorgos"
    assert net.gazetteer.node_id("Khorgos Gateway, KZ") == "kz-altynkol"
    for opposite, node in (("Sarakhs", "ir-sarakhs"), ("Sarp", "tr-sarp")):
        assert net.gazetteer.node_id(opposite) == node
