"""The page: in each language, from memory alone, with what its scripts need."""

import json
import re

import pytest

from corridors.languages.catalogue import LANGUAGES
from corridors.serve.page import Page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_there_in_each_language(client, language):
    page = client.get("/", params={"lang": language})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in page.text
    assert "{{" not in page.text
    assert "[[" not in page.text.partition('id="data"')[0]
    data = json.loads(re.search(r'id="data">(.*?)</script>', page.text, re.DOTALL)[1])
    assert data["language"] == language


def test_a_browser_has_its_language(client):
    page = client.get("/", headers={"Accept-Language": "tr-TR,tr;q=0.9,en;q=0.5"})
    assert '<html lang="tr">' in page.text


def test_nothing_is_written_into_the_page_that_runs(client):
    text = client.get("/").text
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL)
    assert all(not body or "application/json" in kind for kind, body in scripts)
    assert "style=" not in text
    assert not re.search(r"\son\w+=", text)
    assert not re.search(r"https?://(?!www\.w3\.org)", text.partition('id="data"')[0])


def test_all_that_the_page_names_is_there(client):
    text = client.get("/").text
    for name in re.findall(r'(?:src|href)="(/[\w.]+)"', text):
        assert client.get(name).status_code == 200, name
    for script in ("planner", "answers", "places", "api", "elements", "words"):
        body = client.get(f"/{script}.js").text
        for name in re.findall(r'from "\./([\w.]+)"', body):
            assert client.get(f"/{name}").status_code == 200, name
        assert "innerHTML" not in body
        assert "eval(" not in body


def test_what_has_not_changed_is_not_sent_again(client):
    tag = client.get("/leaflet.js").headers["etag"]
    again = client.get("/leaflet.js", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_hostile_name_in_the_data_ends_no_script(toy):
    from toy import change, toy_network

    links = change(toy.table("links"), "passages", {"link_id": "rail-bc"}, "</script><b>")
    page = Page(toy_network(links=links)).file("/", "en", "")
    assert b"</script><b>" not in page.body
