"""Refusals: what an error is to who asked, with its status and in the library's own sentence."""

from __future__ import annotations

from typing import Any

from corridors.errors import (
    DataError,
    NoItineraryError,
    ScenarioError,
    UnknownNameError,
)
from corridors.serve.answer import Answer, json_answer


class RefusalError(Exception):
    """A question that the server does not answer, whatever it is about.

    Parameters
    ----------
    status
        The status of HTTP.
    message
        Why, in a sentence.
    kind
        A word for programs.
    """

    def __init__(self, status: int, message: str, kind: str) -> None:
        super().__init__(message)
        self.status, self.kind = status, kind


#: The first that fits; what is not here is a fault of the program.
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (UnknownNameError, 404),
    (NoItineraryError, 404),
    (ScenarioError, 422),
    (DataError, 422),
    (ValueError, 400),
    (TypeError, 400),
    (LookupError, 404),
    (ImportError, 503),
    (MemoryError, 503),
)
#: Of a fault of the program no more is told than that there was one.
FAULT = "this is a fault of the program, not of the question; the server's output tells more"


def refusal_of(error: Exception) -> tuple[int, dict[str, Any]]:
    """Return the status and the body of an error.

    Examples
    --------
    >>> refusal_of(ValueError("cargo_t is a number, not 'x'"))
    (400, {'error': {'type': 'ValueError', 'message': "cargo_t is a number, not 'x'"}})
    """
    if isinstance(error, RefusalError):
        return error.status, body_of(error.kind, str(error))
    for kind, status in _STATUS:
        if isinstance(error, kind):
            faults = {"faults": [*error.faults]} if isinstance(error, DataError) else {}
            return status, body_of(type(error).__name__, str(error), **faults)
    return 500, body_of("InternalError", FAULT)


def body_of(kind: str, message: str, **more: Any) -> dict[str, Any]:
    """Return the body of a refusal."""
    return {"error": {"type": kind, "message": message, **more}}


def headers_of(status: int) -> dict[str, str]:
    """Return what a refusal tells besides: when to ask again, or that no more is read."""
    if status in (429, 503):
        return {"Retry-After": "2"}
    return {"Connection": "close"} if status in (413, 414) else {}


def refused(error: Exception) -> tuple[int, Answer]:
    """Return the status and the answer of an error."""
    status, body = refusal_of(error)
    return status, json_answer(body)
