"""The words of the page in several languages: its texts, and those of the catalogues for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from corridors.languages.catalogue import LANGUAGES
from corridors.languages.catalogue import words_in as every_word_in

ASSETS = Path(__file__).resolve().parent / "assets"
#: A text of the page: ``{{Text}}`` in its HTML, ``t("Text")`` in its scripts.
_IN_PAGE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
_IN_SCRIPT = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)+)"')


def texts_of_page() -> tuple[str, ...]:
    """Return every text of the page, in English, once, in order."""
    found = _IN_PAGE.findall((ASSETS / "planner.html").read_text(encoding="utf-8"))
    for script in sorted(ASSETS.glob("*.js")):
        told = _IN_SCRIPT.findall(script.read_text(encoding="utf-8"))
        found += [str(json.loads(f'"{text}"')) for text in told]
    return tuple(dict.fromkeys(found))


@cache
def words_in(language: str) -> Mapping[str, str]:
    """Return the translations of the page's texts, by the English text; English has none."""
    words = every_word_in(language)
    return {text: words[text] for text in texts_of_page() if text in words}


def language_of(wanted: str, accepted: str) -> str:
    """Return the language that is asked for, else the first that a browser accepts, else English.

    Examples
    --------
    >>> language_of("", "de-DE,de;q=0.9,tr;q=0.8,en;q=0.7"), language_of("zh", "ru")
    ('tr', 'zh')
    """
    if wanted in LANGUAGES:
        return wanted
    ranked = []
    for number, part in enumerate(accepted[:500].split(",")):
        word, _, rest = part.strip().partition(";")
        quality = re.fullmatch(r"\s*q=([01](?:\.\d{1,3})?)\s*", rest)
        ranked.append((-(float(quality[1]) if quality else 1.0), number, word[:2].lower()))
    known = (word for quality, _, word in sorted(ranked) if word in LANGUAGES and quality < 0)
    return next(known, "en")


def translated(html: str, language: str) -> str:
    """Return a page whose texts are in a language, as text."""
    from html import escape

    words = words_in(language)
    return _IN_PAGE.sub(lambda match: escape(words.get(match[1], match[1])), html)
