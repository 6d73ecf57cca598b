"""The server as an ASGI application: addresses, questions in, answers out."""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from corridors.errors import UnknownNameError
from corridors.network.places import read_place
from corridors.routing.conditions import Shipment
from corridors.serve.answer import SVG, Answer, json_answer
from corridors.serve.asked import Asked
from corridors.serve.guard import LOOPBACK, MOST_BODY, PICTURE_POLICY, Guard, too_large
from corridors.serve.lists import places_of
from corridors.serve.openapi import document
from corridors.serve.page import File, Page
from corridors.serve.refusals import RefusalError, headers_of, refusal_of
from corridors.serve.verbs import QUICK, SLOW, VERBS, Verb
from corridors.serve.warming import warm
from corridors.serve.words import read_words
from corridors.serve.work import Desk, Lane

if TYPE_CHECKING:
    from corridors.network.network import Network

_log = logging.getLogger(__name__)
#: Words of one question, at most.
_MOST_WORDS = 200


def make_app(
    net: Network,
    *,
    names: Iterable[str] = LOOPBACK,
    any_address: bool = False,
    lanes: dict[str, Lane] | None = None,
    warmed: bool = False,
) -> Guard:
    """Return the application that answers questions about a network, and shows the page.

    Parameters
    ----------
    net
        The network.
    names, any_address
        By which it may be asked, as :class:`.guard.Guard`.
    lanes
        Who does the work; ``None``: two threads each for what is quick and what is slow.
    warmed
        Whether what takes long at first is done when it starts.
    """
    desk = Desk(lanes or {QUICK: Lane(2, 256, 15.0), SLOW: Lane(2, 48, 60.0)})
    page = Page(net)

    @asynccontextmanager
    async def alive(_: Starlette) -> AsyncIterator[None]:
        begun = asyncio.create_task(_warm(net, desk, page.first)) if warmed else None
        yield
        if begun is not None:
            begun.cancel()
        desk.close()

    routes = [
        Route(f"/{verb.name}", _endpoint(net, verb, desk), methods=["GET", "POST"])
        for verb in VERBS.values()
    ]
    routes.append(Route("/openapi.json", _document()))
    routes += [Route(path, _file(page, path)) for path in page.paths]
    app = Starlette(routes=routes, lifespan=alive, exception_handlers=_HANDLERS)
    return Guard(app, names, any_address=any_address)


def _endpoint(net: Network, verb: Verb, desk: Desk) -> Callable[[Request], Any]:
    known = verb.known

    async def endpoint(request: Request) -> Response:
        asked: Asked | None = None
        try:
            asked = Asked(net, read_words(known, await _given(request)))
            answer = await _answer(desk, verb, asked)
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001  each is told, and a fault is logged
            return _refuse(error, asked)
        return _respond(answer)

    return endpoint


async def _warm(net: Network, desk: Desk, first: Sequence[str]) -> None:
    """Answer what the page asks when it is opened, then do what makes many answers quick."""
    for verb, asked in _opening(net, first):
        try:
            await _answer(desk, verb, asked)
        except Exception as error:  # noqa: BLE001  the page is told when it asks
            _log.info("not answered ahead: %s", error)
    await asyncio.wrap_future(desk.lanes[SLOW].pool.submit(warm, net))


def whole(usd: float) -> int:
    """Return dollars as the slider has them: halves upwards, as ``Math.round`` of the page."""
    return math.floor(usd + 0.5)


def _opening(net: Network, first: Sequence[str]) -> Iterator[tuple[Verb, Asked]]:
    """Yield what the page asks when it is opened, in its own words."""
    if not first:
        return
    way: dict[str, str] = {"usd_per_day": str(whole(Shipment().usd_per_h * 24))}
    asked: list[tuple[str, dict[str, str]]] = [
        ("compare", {}), ("pareto", {}), ("route", way), ("scene", way),
        ("tcd", {**way, "of": "comparison", "measure": "time"}),
    ]  # fmt: skip
    for name, more in asked:
        words = {"origin": first[0], "destination": first[1], **more}
        verb = VERBS[name]
        yield (
            verb,
            Asked(net, read_words(verb.known, {word: [text] for word, text in words.items()})),
        )


async def _answer(desk: Desk, verb: Verb, asked: Asked) -> Answer:
    """Return the answer of a question, made in a thread."""
    return await desk.answer((verb.name, asked.key()), verb.lane, partial(verb.answer, asked))


async def _given(request: Request) -> dict[str, list[Any]]:
    """Return the words of a question, from its query or its body."""
    if request.method == "POST":
        if request.url.query:
            raise ValueError("words are in the query or in the body, not in both")
        return _members(await _body(request))
    try:
        pairs = parse_qsl(
            request.url.query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_WORDS
        )
    except UnicodeDecodeError:
        raise ValueError("the query is not text in UTF-8") from None
    found: dict[str, list[Any]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


async def _body(request: Request) -> Any:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise ValueError("a body is JSON, with the header Content-Type: application/json")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BODY:
            raise too_large()
        parts.append(part)
    try:
        return json.loads(b"".join(parts).decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ValueError("the body is no JSON in UTF-8") from None


def _no_number(word: str) -> float:
    raise ValueError(word)


def _members(body: Any) -> dict[str, list[Any]]:
    if not isinstance(body, dict):
        raise ValueError("the body is one JSON object of words")  # noqa: TRY004
    weight = body.get("weight")
    if isinstance(weight, dict):
        told = ",".join(f"{key}={number}" for key, number in weight.items())
        body = {**body, "weight": told}
    values = {name: value for name, value in body.items() if value is not None}
    return {name: value if isinstance(value, list) else [value] for name, value in values.items()}


def _refuse(error: Exception, asked: Asked | None) -> Response:
    """Return the refusal of an error; a name that may mean several places is asked back."""
    status, body = refusal_of(error)
    if status == 500:
        _log.error("a question could not be answered", exc_info=error)
    if isinstance(error, UnknownNameError) and asked is not None:
        body["error"].update(_asked_back(asked, error.place))
    answer = json_answer(body)
    return Response(answer.body, status, headers_of(status), answer.media)


def _asked_back(asked: Asked, place: str) -> dict[str, Any]:
    """Return the word whose place is none by itself, and the places that it may mean."""
    for word in ("origin", "destination", "via"):
        given = asked.get(word, ())
        texts = (given,) if isinstance(given, str) else given
        if place and place in map(read_place, texts):
            return {"word": word, "choices": places_of(asked.plain, place)}
    return {}


def _respond(answer: Answer) -> Response:
    headers = {}
    if answer.name:
        headers["Content-Disposition"] = f'attachment; filename="{answer.name}"'
    if answer.language:
        headers["Content-Language"] = answer.language
    if answer.media == SVG:
        headers["Content-Security-Policy"] = PICTURE_POLICY
    return Response(answer.body, 200, headers, answer.media)


def _document() -> Callable[[Request], Any]:
    async def endpoint(_: Request) -> Response:
        from corridors import __version__

        return _respond(json_answer(document(__version__)))

    return endpoint


def _file(page: Page, path: str) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        wanted, accepted = (
            request.query_params.get("lang", ""), request.headers.get("accept-language", ""),
        )  # fmt: skip
        found: File = page.file(path, wanted, accepted)
        headers = {"ETag": found.tag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
        if request.headers.get("if-none-match") == found.tag:
            return Response(b"", 304, headers)
        return Response(found.body, 200, headers, found.media)

    return endpoint


async def _not_here(request: Request, _: Exception) -> Response:
    where = request.url.path[:80]
    said = f"there is no {where!r} here: /openapi.json says what there is"
    return _refuse(RefusalError(404, said, "NotHere"), None)


async def _not_so(request: Request, _: Exception) -> Response:
    return _refuse(RefusalError(405, f"{request.method} is not answered here", "NotSo"), None)


_HANDLERS: Any = {404: _not_here, 405: _not_so}
