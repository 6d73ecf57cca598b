"""Catalogues: the words of a language by the English ones, and how it writes numbers and dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corridors.errors import one_of

CATALOGUES = Path(__file__).resolve().parent / "catalogues"
#: The languages, by what they call themselves.
LANGUAGES: Mapping[str, str] = {
    "en": "English", "ru": "\u0420\u0443\u0441\u0441\u043a\u0438\u0439", "tr": "T\u00fcrk\u00e7e",
    "zh": "\u4e2d\u6587",
}  # fmt: skip
#: What people call them besides.
_MEANT = {name.casefold(): code for code, name in LANGUAGES.items()} | {
    "english": "en", "russian": "ru", "rus": "ru", "turkish": "tr", "tur": "tr", "chinese": "zh",
    "cn": "zh", "zh-cn": "zh", "zh_cn": "zh", "zho": "zh", "eng": "en",
}  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """What is known of a language.

    Attributes
    ----------
    language
        Its code.
    words
        Texts by the English ones; of what is counted the forms: of one, of few, of many.
    countries
        Names of countries by the English ones.
    signs
        What stands between pieces of a text, by what English has there.
    forms
        How numbers and dates are written: ``decimal``, ``group``, ``percent``, ``day``,
        ``day_of_year``, ``window``, ``window_of_year``, ``month``, ``weekday``, with names of
        ``months``, ``months_alone`` and ``weekdays``.
    """

    language: str
    words: Mapping[str, str | list[str]]
    countries: Mapping[str, str]
    signs: Mapping[str, str]
    forms: Mapping[str, str | list[str]]


def known_language(word: str) -> str:
    """Return the code of a language that is asked for by its code.

    Raises
    ------
    ValueError
        If there is no catalogue of it.

    Examples
    --------
    >>> known_language("ru")
    'ru'
    >>> known_language("russian")
    Traceback (most recent call last):
    ...
    ValueError: language 'russian' is not one of en, ru, tr, zh. Did you mean 'ru'?
    """
    return one_of("language", word, LANGUAGES, _MEANT)


@cache
def catalogue_of(language: str) -> Catalogue:
    """Return the catalogue of a language that has one; English has none."""
    text = (CATALOGUES / f"{language}.json").read_text(encoding="utf-8")
    return Catalogue(language, **json.loads(text))


def words_in(language: str) -> Mapping[str, str]:
    """Return the texts of a language without blanks to count, by the English; English has none.

    Examples
    --------
    >>> words_in("tr")["border"], words_in("en")
    ('s\u0131n\u0131r', {})
    """
    if language == "en":
        return {}
    words = catalogue_of(language).words
    return {text: told for text, told in words.items() if isinstance(told, str)}
