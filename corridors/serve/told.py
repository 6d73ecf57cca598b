"""Answers as JSON whose sentences are in the language that is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from corridors.languages import in_language
from corridors.serve.answer import JSON, Answer, json_answer

#: What of an answer are sentences; and what of its rows is one, or a name made of others.
_SENTENCES = ("notes", "verdicts", "situation", "prices")
_OF_ROWS = {"rows": ("note", "reason"), "stretches": ("name",)}


def sentences_in(answer: Answer, language: str) -> Answer:
    """Return an answer with its sentences in a language; words of programs stay.

    Parameters
    ----------
    answer
        The answer in English; a file, or one of another form than JSON, comes back as it is.
    language
        One of the catalogues'.
    """
    if language == "en" or answer.media != JSON:
        return answer
    found = json.loads(answer.body)
    tell = partial(in_language, language=language)
    for name in found.keys() & set(_SENTENCES):
        found[name] = _told(found[name], tell)
    for name in found.keys() & _OF_ROWS.keys():
        for row in found[name]:
            row.update({word: tell(row[word]) for word in _OF_ROWS[name] if row.get(word)})
    return json_answer(found)


def _told(value: Any, tell: Callable[[str], str]) -> Any:
    return [*map(tell, value)] if isinstance(value, list) else tell(value)
