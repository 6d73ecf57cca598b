"""Scenes, diagrams and files are those of the library."""

import io
import zipfile

import pytest

import corridors as co
from corridors.maps.basemap import basemap
from corridors.maps.draw import make_scene

ON = {"origin": "Alpha", "destination": "Epsilon"}


def test_a_scene_is_that_of_the_maps_without_the_land(client, toy):
    scene = client.get("/scene", params={**ON, "weight": "time"}).json()
    expected = make_scene(co.route(toy, *ON.values(), weight="time"))
    assert scene["features"] == expected["features"]
    assert scene["base"] == "land"
    assert client.get("/land").json().keys() == basemap().keys()


def test_a_scene_of_a_comparison_has_a_layer_each_corridor(client):
    scene = client.get("/scene", params={**ON, "of": "comparison", "weight": "time"}).json()
    names = [layer["name"] for layer in scene["groups"][0]["layers"]]
    assert names == ["any way", "Rail line", "Ship line"]


def test_a_diagram_is_a_picture_that_runs_nothing(client):
    reply = client.get("/tcd", params={**ON, "of": "comparison", "measure": "cost"})
    assert reply.headers["content-type"] == "image/svg+xml"
    assert "script" not in reply.headers["content-security-policy"].replace("default-src", "")
    assert b"<svg" in reply.content[:500]
    assert b"<script" not in reply.content
    assert b"the way chosen" in reply.content


@pytest.mark.parametrize("kind", ["ways", "way"])
def test_sheets_are_handed_over(client, kind):
    page = client.get("/report", params={**ON, "kind": kind})
    assert f'filename="alpha-epsilon-{kind}.html"' in page.headers["content-disposition"]
    assert "Epsilon" in page.text
    book = client.get("/report", params={**ON, "kind": kind, "format": "xlsx"})
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book.content)).namelist()


def test_a_report_is_that_of_the_library(client, toy, tmp_path):
    reply = client.get("/report", params={**ON, "format": "md"})
    path = co.report(toy, *ON.values(), tmp_path / "report.md")
    assert reply.text == path.read_text(encoding="utf-8")


def test_scene_land_and_diagram_are_in_the_language_asked_for(client):
    plain, told = (
        client.get("/scene", params={**ON, **more}).json() for more in ({}, {"language": "tr"})
    )
    assert "words" not in plain
    assert (told["language"], told["base"]) == ("tr", "land")
    assert told["groups"][0]["name"] != plain["groups"][0]["name"]
    grounds = [client.get("/land", params=more).json() for more in ({}, {"language": "ru"})]
    assert grounds[0]["disputes"] != grounds[1]["disputes"]
    assert grounds[0]["land"] == grounds[1]["land"]
    pictures = [client.get("/tcd", params={**ON, **more}).text for more in ({}, {"language": "ru"})]
    assert pictures[0] != pictures[1]
    assert client.get("/scene", params={**ON, "language": "xx"}).status_code == 400


@pytest.mark.parametrize(("font", "language"), [("", "en"), ("Some Font", "zh")])
def test_a_diagram_says_in_which_language_it_is(client, monkeypatch, font, language):
    """Without a font that has its letters it is in English, and says so: no boxes."""
    from corridors.charts import letters, tcd

    asked = []
    monkeypatch.setattr(letters, "_chinese_font", lambda: font)
    plain = tcd.draw_tcd

    def draw_tcd(*args, **words):
        asked.append(words.pop("language"))
        return plain(*args, **words)

    monkeypatch.setattr(tcd, "draw_tcd", draw_tcd)
    place = {"origin": "Alpha", "destination": "Gamma" if font else "Beta"}
    reply = client.get("/tcd", params={**place, "language": "zh"})
    assert (reply.headers["content-language"], asked) == (language, [language])


@pytest.mark.parametrize(("has", "written_in"), [(True, "zh"), (False, "en")])
def test_a_sheet_says_in_which_language_it_is(client, monkeypatch, has, written_in):
    """Fault: without a Chinese font a PDF was in English, and the page did not say so."""
    monkeypatch.setattr("corridors.charts.letters.has_letters", lambda language: has)
    asked = {**ON, "kind": "way", "language": "zh"}
    if not has:
        with pytest.warns(UserWarning, match="English"):
            reply = client.get("/report", params={**asked, "format": "pdf"})
        assert reply.headers["content-language"] == written_in
    page = client.get("/report", params={**asked, "format": "html"})
    assert page.headers["content-language"] == "zh"
