"""The document of the interface (OpenAPI), written from the tables that check what is asked."""

from __future__ import annotations

import math
from typing import Any

from corridors.serve.answer import JSON, MEDIA
from corridors.serve.guard import MOST_BODY
from corridors.serve.verbs import VERBS, Verb
from corridors.serve.words import MOST_LETTERS, MOST_MEMBERS, Word

_REFUSALS = {
    400: "A word or a value that cannot be, in the library's own sentence.",
    403: "A page of another site asks.",
    404: "A place, corridor, card or source that does not exist, or no way between two places.",
    413: f"A body of more than {MOST_BODY:,} bytes.",
    414: "An address that is too long.",
    422: "Scenarios that cannot be applied together, or faults in tables.",
    429: "The server is busy.",
    503: "It takes too long, or something that the form needs is not installed.",
}


def document(version: str) -> dict[str, Any]:
    """Return the document, as plain data.

    Examples
    --------
    >>> sorted(document("1")["paths"])[:3]
    ['/compare', '/corridors', '/land']
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "corridors",
            "version": version,
            "summary": "Freight corridors between South Asia, Central Asia and T\u00fcrkiye.",
            "description": "Every verb takes its words in the query (GET) or as a JSON object "
            "(POST). Answers are those of the library and of its command line's --json; money is "
            "USD, times are hours.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {f"/{verb.name}": _path(verb) for verb in VERBS.values()},
        "components": {
            "schemas": {"Error": _error()},
            "responses": {f"E{status}": _refusal(text) for status, text in _REFUSALS.items()},
        },
    }


def _path(verb: Verb) -> dict[str, Any]:
    about = {"summary": verb.what, "responses": _responses(verb)}
    body = {
        "type": "object",
        "additionalProperties": False,
        "properties": {word.name: schema_of(word) for word in verb.known.values()},
    }
    return {
        "get": {
            "operationId": verb.name,
            "parameters": [_parameter(word) for word in verb.known.values()],
            **about,
        },
        "post": {
            "operationId": f"{verb.name}Posted",
            "requestBody": {"required": True, "content": {JSON: {"schema": body}}},
            **about,
        },
    }


def _responses(verb: Verb) -> dict[str, Any]:
    content: dict[str, Any] = {MEDIA[form].partition(";")[0]: {} for form in verb.forms}
    refusals = {str(s): {"$ref": f"#/components/responses/E{s}"} for s in _REFUSALS}
    return {"200": {"description": verb.what, "content": content}, **refusals}


def _parameter(word: Word) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": word.name, "in": "query", "description": word.what, "schema": schema_of(word),
    }  # fmt: skip
    return {**found, "style": "form", "explode": True} if word.many else found


def schema_of(word: Word) -> dict[str, Any]:
    """Return the JSON Schema of a word's value.

    Examples
    --------
    >>> schema_of(Word("box", "the container", choices=("20ft", "40ft"), default="40ft"))
    {'type': 'string', 'enum': ['20ft', '40ft'], 'default': '40ft', 'description': 'the container'}
    """
    one: dict[str, Any] = {"type": word.kind}
    if word.choices:
        one["enum"] = list(word.choices)
    elif word.kind == "string":
        one["maxLength"] = MOST_LETTERS
    bounds = {"minimum": word.least, "maximum": word.most}
    one |= {name: value for name, value in bounds.items() if math.isfinite(value)}
    if word.joined:
        one.pop("enum", None)  # several may stand in one text
    if word.default and not word.many:
        one["default"] = _default(word)
    if not word.many:
        return {**one, "description": word.what}
    return {"type": "array", "items": one, "maxItems": MOST_MEMBERS, "description": word.what}


def _default(word: Word) -> Any:
    if word.kind == "boolean":
        return word.default == "true"
    if word.kind in ("number", "integer"):
        return float(word.default) if word.kind == "number" else int(word.default)
    return word.default


def _error() -> dict[str, Any]:
    text = {"type": "string"}
    inner = {
        "type": "object",
        "required": ["type", "message"],
        "properties": {
            "type": text,
            "message": text,
            "word": {**text, "description": "the word of the question that it is about"},
            "choices": {"type": "array", "description": "places that may be meant"},
            "faults": {"type": "array", "items": text},
        },
    }
    return {"type": "object", "required": ["error"], "properties": {"error": inner}}


def _refusal(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": text, "content": {JSON: {"schema": schema}}}
