"""Catalogues: every text of the page in every language, and nothing that is no text of it."""

import re

import pytest

from corridors.languages.catalogue import LANGUAGES
from corridors.serve.catalogue import (
    language_of,
    texts_of_page,
    translated,
    words_in,
)

OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_untranslated(language):
    words = words_in(language)
    missing = [text for text in texts_of_page() if not words.get(text, "").strip()]
    assert missing == []
    assert set(words) - set(texts_of_page()) == set()


def test_scripts_have_no_text_of_their_own():
    """What people read goes through ``t``: no text node, label or title beside it."""
    from corridors.serve.catalogue import ASSETS

    for path in ASSETS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        shown = re.findall(
            r'(?:textContent = |aria-label": ?|alt = |show\([^,]+, )"([^"]{2,})"', text
        )
        assert shown == [], path.name
    html = (ASSETS / "planner.html").read_text(encoding="utf-8")
    bare = re.sub(r"<[^>]*>|\{\{.*?\}\}|\[\[.*?\]\]", " ", html.partition("<body>")[2])
    assert bare.split() == []


@pytest.mark.parametrize(
    ("wanted", "accepted", "found"),
    [
        ("ru", "en", "ru"), ("xx", "zh-CN,en", "zh"), ("", "", "en"), ("", "de,fr", "en"),
        ("", "en;q=0.1,tr;q=0.9", "tr"), ("", "tr;q=0,ru;q=0.5", "ru"), ("", ";;;,q=,\u20ac" * 400, "en"),
    ],
)  # fmt: skip
def test_languages_are_chosen(wanted, accepted, found):
    assert language_of(wanted, accepted) == found


def test_translations_are_text(monkeypatch):
    from corridors.serve import catalogue

    monkeypatch.setattr(catalogue, "words_in", lambda language: {"A": "<b>&"})
    assert translated("{{A}} {{B}}", "xx") == "&lt;b&gt;&amp; B"
