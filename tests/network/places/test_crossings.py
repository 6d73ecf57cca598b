"""Which border crossing a name means."""

import re

import pytest

import corridors as co
from corridors.network.places.crossings import _crossings, crossings_named, one_crossing
from corridors.network.spelling import fold


def ids(net, name):
    return {crossing.bcp_id for crossing in crossings_named(net, name)}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Khunjerab", {"cn-pk-khunjerab"}),
        ("Torkham", {"af-pk-torkham"}),
        ("wagah", {"in-pk-wagah"}),
        ("Attari", {"in-pk-wagah"}),
        ("Sarakhs", {"ir-tm-sarakhs"}),
        ("Khorgos", {"cn-kz-khorgos-rail", "cn-kz-khorgos-road"}),
        ("Horgos", {"cn-kz-khorgos-rail", "cn-kz-khorgos-road", "hu-rs-horgos"}),
        ("Horgos (RS)", {"hu-rs-horgos"}),
        ("Irkeshtam", {"cn-kg-irkeshtam"}),
        ("xx", set()),
        ("no such pass", set()),
    ],
)
def test_a_word_of_its_name_finds_a_crossing(net, name, meant):
    assert ids(net, name) == meant


def test_every_land_crossing_is_found_by_each_word_of_its_name(net):
    table = net.table("border_crossings")
    rows = zip(*(table[c] for c in ("bcp_id", "name", "from_country", "mode")), strict=True)
    links = net.table("links")
    passed = set(zip(links["bcp_id"], links["mode"], strict=True))
    asked = 0
    for bcp, name, home, mode in rows:
        if home == "*" or mode == "pipeline" or (bcp, mode) not in passed:
            continue
        assert bcp in ids(net, name), name
        for word in re.split(r"[\W_]+", name):
            asked += 1
            found = crossings_named(net, word)
            other = [c for c in found if fold(word) in c.keys]
            assert len(word) < 3 or other or bcp in ids(net, word), (word, name)
    assert asked > 300


def test_crossings_of_one_place_are_one_and_others_are_asked_back(net):
    khorgos = crossings_named(net, "Khorgos")
    assert one_crossing("Khorgos", khorgos) == khorgos
    with pytest.raises(co.UnknownNameError) as error:
        one_crossing("Horgos", crossings_named(net, "Horgos"))
    said = str(error.value)
    assert "'Horgos' is the name of several border crossings: " in said
    assert "Horgos - Roszke (road border crossing, Hungary and Serbia): 'hu-rs-horgos'" in said
    assert said.endswith("Give the id, or a country as in 'Horgos (CN)'")
    with pytest.raises(co.UnknownNameError, match=r"and \d+ more\. Give the id"):
        one_crossing("China", tuple(c for c in net.once(_crossings) if "CN" in c.countries))
