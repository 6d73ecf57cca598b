"""Maps in other languages: every word of ours is told, names and sources stay."""

import pytest
from untold import left_in_english

import corridors as co
from corridors.languages import LANGUAGES
from corridors.maps.basemap import basemap
from corridors.maps.draw import make_scene
from corridors.maps.page import map_page
from corridors.maps.told import land_in, scene_in, texts_of_script

OTHERS = [language for language in LANGUAGES if language != "en"]
#: Rows of a card that tables fill: remarks, other names, ids.
TABLES = ("note", "also", "id", "line")


def shown(scene, rows):
    """Yield what a scene shows, but for what tables say; rows tell which of a card these are."""
    yield from (scene[name] for name in ("title", "attribution", "prices", "disclaimer"))
    yield from scene["notes"]
    for name in ("modes", "statuses", "kinds"):
        yield from (word for _, word in scene[name])
    for feature, told in zip(scene["features"], rows, strict=True):
        yield feature["t"]
        for row, was in zip(feature["r"], told["r"], strict=True):
            yield from row[:1] if was[0] in TABLES else row
    for group in scene["groups"]:
        yield group["name"]
        for layer in group["layers"]:
            yield from (layer["name"], layer.get("sub", ""))
            for leg in layer.get("legs", ()):
                yield from (leg["t"], leg["v"], leg["d"])
    yield from (label[0] for label in scene["labels"] if label[3] in ("country", "sea"))
    for one in scene["base"]["disputes"]:
        yield from (one["name"], one["note"])
    yield from (text for text in scene.get("words", {}).values() if "{" not in text)


@pytest.fixture(scope="module")
def scenes(toy):
    trips = [co.route(toy, "Alpha", "Epsilon", weight=weight) for weight in ("cost", "time")]
    return [
        make_scene(toy),
        make_scene(trips[0]),
        make_scene({"before": [trips[0]], "after": [trips[1]]}),
        make_scene({"before": toy, "after": toy}),
    ]


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_of_ours_is_left_on_a_map(scenes, toy, language):
    left = {
        text
        for scene in scenes
        for text in left_in_english(
            shown(scene_in(scene, language), scene["features"]), toy, language,
            before=shown(scene, scene["features"]),
        )
    }  # fmt: skip
    assert left == set()


@pytest.mark.parametrize("language", OTHERS)
def test_the_script_of_maps_has_no_words_without_a_translation(toy, language):
    words = scene_in(make_scene(toy), language)["words"]
    assert set(words) == set(texts_of_script())
    same = {text for text, told in words.items() if told == text}
    assert same <= ({"{count} km", "{count} m"} if language == "tr" else set())


@pytest.mark.parametrize("language", OTHERS)
def test_disputed_borders_are_told_in_each_language(language):
    plain, told = basemap()["disputes"], land_in(basemap(), language)["disputes"]
    for was, now in zip(plain, told, strict=True):
        assert now["note"] != was["note"]
        assert now["name"] != was["name"] or was["name"] == "Somaliland"
        assert now["at"] == was["at"]


def test_english_is_the_scene_itself_and_others_leave_it_alone(scenes):
    before = str(scenes[1])
    assert scene_in(scenes[1], "en") is scenes[1]
    assert scene_in(scenes[1], "ru")["language"] == "ru"
    assert str(scenes[1]) == before


def test_names_remarks_and_sources_stay(toy):
    plain = make_scene(toy)
    told = scene_in(plain, "ru")
    assert told["sources"] == plain["sources"]
    places = [[label for label in one["labels"] if label[3] == "place"] for one in (plain, told)]
    assert places[0] == places[1]
    for was, now in zip(plain["features"], told["features"], strict=True):
        kept = [[row[1:] for row in one["r"]] for one in (was, now)]
        assert all(a == b for row, a, b in zip(was["r"], *kept, strict=True) if row[0] in TABLES)


def test_numbers_are_told_once(toy):
    """What is told again would be another number: 1.234 is a thousand times less than 1,234."""
    scene = {**make_scene(co.route(toy, "Alpha", "Epsilon")), "notes": ["1,234.5"]}
    assert scene_in(scene, "tr")["notes"] == ["1.234,5"]


def test_pages_say_their_language(toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    assert '<html lang="tr">' in map_page(scene_in(make_scene(trip), "tr"))
    assert '<html lang="en">' in map_page(make_scene(trip))
    html = trip.explore(language="zh").get_root().render()
    assert '<html lang="zh">' in html
    with pytest.raises(ValueError, match="language 'xx' is not one of en, ru, tr, zh"):
        co.draw_map(trip, language="xx")
