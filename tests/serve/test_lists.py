"""Lists of what there is: places in any script, cards, corridors, sources."""

import pytest

import corridors as co


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("karach", "pk-karachi"), ("\u0422\u0430\u0448\u043a", "uz-tashkent"), ("\u4e4c\u9c81", "cn-urumqi"),
        ("\u06a9\u0631\u0627\u0686", "pk-karachi"), ("ISTAN", "tr-istanbul"), ("\u0130stanbul", "tr-istanbul"),
        ("PKKHI", "pk-karachi-port"), ("pk-karachi", "pk-karachi"), ("Horgos, K", "kz-nur-zholy"),
    ],
)  # fmt: skip
def test_places_are_found_as_they_are_typed(whole, text, node):
    answer = whole.get("/places", params={"q": text}).json()
    assert answer["places"][0]["node_id"] == node


def test_places_are_told_apart_by_country_and_kind(whole):
    answer = whole.get("/places", params={"q": "Horgos"}).json()
    assert answer["node_id"] == ""
    assert {p["country_name"] for p in answer["places"]} == {"China", "Kazakhstan", "Serbia"}
    assert whole.get("/places", params={"q": "Karachi"}).json()["node_id"] == "pk-karachi"
    assert whole.get("/places", params={"q": "<zzzq>"}).json()["places"] == []
    assert len(whole.get("/places", params={"q": "a", "most": "3"}).json()["places"]) == 3


def test_places_are_points_of_geojson(whole):
    answer = whole.get("/places", params={"q": "Karachi", "format": "geojson"}).json()
    place = answer["features"][0]
    assert place["geometry"]["coordinates"] == pytest.approx([67.01, 24.86], abs=0.1)
    assert place["properties"]["kind"] == "city"


def test_cards_corridors_and_sources_are_those_of_the_library(whole, net):
    cards = whole.get("/scenarios").json()["scenarios"]
    assert [card["scenario_id"] for card in cards] == list(co.scenarios().index)
    corridors = whole.get("/corridors").json()["corridors"]
    assert [one["corridor_id"] for one in corridors] == list(net.corridor_ids)
    some = whole.get("/sources", params={"source_id": "own-assumption,geonames"}).json()["sources"]
    assert {one["source_id"] for one in some} == {"own-assumption", "geonames"}
    none = whole.get("/sources", params={"source_id": "none"}).json()
    assert none == {"sources": [], "unknown": ["none"]}
    assert len(whole.get("/sources").json()["sources"]) == len(net.table("sources")["source_id"])
