"""Errors of the library are its own sentences, with a status."""

import pytest

import corridors as co
from corridors.serve.refusals import RefusalError, refusal_of, refused


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (co.UnknownNameError("there is no place"), 404), (co.NoItineraryError("no way"), 404),
        (co.ScenarioError(["a: b"]), 422), (co.DataError(["x.csv:1: a: b"]), 422),
        (ValueError("no"), 400), (TypeError("no"), 400), (ImportError("install it"), 503),
        (RefusalError(429, "busy", "Busy"), 429), (RuntimeError("secret"), 500),
    ],
)  # fmt: skip
def test_each_error_has_a_status(error, status):
    found, body = refusal_of(error)
    assert found == status
    assert set(body["error"]) >= {"type", "message"}
    assert (str(error) == body["error"]["message"]) == (status != 500)


def test_faults_are_listed():
    _, answer = refused(co.DataError(["x.csv:1: a: b", "x.csv:2: a: c"]))
    assert b'"faults":["x.csv:1: a: b","x.csv:2: a: c"]' in answer.body
