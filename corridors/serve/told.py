"""Answers whose sentences people read in another language than English."""

from __future__ import annotations

from typing import Any

from corridors.languages import in_language
from corridors.routing.notes.plainly import without_options

#: Values of an answer that are sentences, or lists of them; ids and words of the tables are none.
_SENTENCES = ("notes", "prices", "verdicts", "reason", "note", "situation")
#: Lists of rows with names that are put together of words, and which name.
_NAMED = {"stretches": "name", "corridors": "name", "scenarios": "title"}


def told_in(answer: dict[str, Any], language: str) -> dict[str, Any]:
    """Return an answer with its sentences in a language; all that programs read stays.

    Parameters
    ----------
    answer
        As the library gives it.
    language
        One of the catalogues'.

    Examples
    --------
    >>> told_in({"situation": "reference year", "rows": [{"reason": "", "usd": 1.5}]}, "tr")
    {'situation': 'referans y\u0131l\u0131', 'rows': [{'reason': '', 'usd': 1.5}]}
    """
    if language == "en":
        return answer
    told = {name: _told(value, language) if name in _SENTENCES else value
            for name, value in answer.items()}  # fmt: skip
    if "rows" in told:
        told["rows"] = [told_in(row, language) for row in told["rows"]]
    for rows, name in _NAMED.items():
        if rows in told:
            told[rows] = [{**row, name: in_language(row[name], language)} for row in told[rows]]
    return told


def _told(value: Any, language: str) -> Any:
    if isinstance(value, str):
        return in_language(without_options(value), language)
    return [_told(one, language) for one in value]
