"""The document says what is checked: it is written from the same table."""

import pytest

from corridors.serve.openapi import document
from corridors.serve.verbs import VERBS


def test_every_verb_and_word_is_in_it():
    paths = document("1.0")["paths"]
    assert set(paths) == {f"/{name}" for name in VERBS}
    for name, verb in VERBS.items():
        told = {one["name"] for one in paths[f"/{name}"]["get"]["parameters"]}
        assert told == set(verb.known)
        body = paths[f"/{name}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert set(body["properties"]) == set(verb.known)


def test_references_lead_somewhere():
    found = document("1.0")

    def walk(value):
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for part in value.values():
                yield from walk(part)
        elif isinstance(value, list):
            for part in value:
                yield from walk(part)

    for reference in set(walk(found)):
        there = found
        for step in reference.removeprefix("#/").split("/"):
            there = there[step]


@pytest.mark.parametrize("name", VERBS)
def test_schemas_are_schemas(name):
    import jsonschema

    body = document("1.0")["paths"][f"/{name}"]["post"]["requestBody"]
    jsonschema.Draft202012Validator.check_schema(body["content"]["application/json"]["schema"])


def test_what_the_document_allows_is_answered(client):
    """Each default that it tells may be said."""
    paths = document("1.0")["paths"]
    asked = {"origin": "Alpha", "destination": "Epsilon"}
    for word in paths["/route"]["get"]["parameters"]:
        if "default" in word["schema"] and word["name"] != "format":
            asked[word["name"]] = word["schema"]["default"]
    asked.pop("service")
    assert client.post("/route", json=asked).status_code == 200
