"""The guard at the door: who may ask, how much, and what every answer tells the browser."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from corridors.maps.page import TILES
from corridors.serve.answer import Answer
from corridors.serve.refusals import RefusalError, headers_of, refused

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: A path and query, and a body, have no more bytes.
MOST_ADDRESS, MOST_BODY = 8_192, 65_536
#: So many requests are open at a time.
MOST_OPEN = 128
LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: Nothing that is not the server's own is run, shown or asked; tiles only where they are chosen.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self' data: blob: {TILES}",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
#: A picture has a style of its own and nothing else.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Lets questions in that are for this server and come from where they may.

    Parameters
    ----------
    app
        Who answers.
    names
        The names by which the server may be asked, without port: a page elsewhere whose name is
        made to lead here (DNS rebinding) has none of these.
    any_address
        Whether it may be asked by any address in numbers as well, which no name is.
    """

    def __init__(
        self, app: App, names: Iterable[str] = LOOPBACK, *, any_address: bool = False
    ) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)
        self._any_address = any_address
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse in a sentence."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sending = _with_headers(send)
        try:
            self._check(scope)
        except RefusalError as error:
            await send_answer(sending, *refused(error))
            return
        self._open += 1
        try:
            await self._app(scope, receive, sending)
        finally:
            self._open -= 1

    def _check(self, scope: Scope) -> None:
        if self._open >= MOST_OPEN:
            raise RefusalError(
                429, f"the server is busy: {self._open} requests are open; ask again soon", "Busy"
            )
        size = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        if size > MOST_ADDRESS:
            raise RefusalError(
                414, f"the address has {size:,} bytes: {MOST_ADDRESS:,} at most", "TooLong"
            )
        headers = _headers(scope)
        host = self._host(headers)
        self._check_origin(scope["method"], host, headers)
        _check_size(headers)

    def _host(self, headers: dict[str, list[str]]) -> str:
        """Return the host and port that were asked, if they are this server's."""
        given = headers.get("host", [])
        name = host_name(given[0]) if len(given) == 1 else ""
        if name in self._names or (self._any_address and _is_address(name)):
            return given[0].lower()
        raise RefusalError(
            400,
            "this server is not the host that was asked for: use the address that it printed, or "
            "name the host by --allow-host",
            "WrongHost",
        )

    @staticmethod
    def _check_origin(method: str, host: str, headers: dict[str, list[str]]) -> None:
        """Refuse what a page of another site asks: all that changes, and all that is work."""
        site = headers.get("sec-fetch-site", ["none"])[-1]
        mode = headers.get("sec-fetch-mode", [""])[-1]
        own = all(_origin_host(one) == host for one in headers.get("origin", []))
        walks_in = method in ("GET", "HEAD") and mode == "navigate"  # someone follows a link
        if not own or (site not in ("none", "same-origin") and not walks_in):
            raise RefusalError(403, "a page of another site may not ask this server", "CrossSite")


def host_name(host: str) -> str:
    """Return a host without its port, in lower case; ``""`` if it is none.

    Examples
    --------
    >>> host_name("LocalHost:8765"), host_name("[::1]:8765"), host_name("a@b")
    ('localhost', '::1', '')
    """
    if any(letter in host for letter in "/@?#\\ \t"):
        return ""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    return (parts.hostname or "").removesuffix(".")


def _origin_host(origin: str) -> str:
    """Return the host, with its port, of a page's origin; ``""`` if it is no address."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _check_size(headers: dict[str, list[str]]) -> None:
    """Refuse a body by the length that it says, before any of it is read."""
    said = headers.get("content-length", ["0"])[-1]
    if said.isdigit() and int(said) > MOST_BODY:
        raise too_large()


def too_large() -> RefusalError:
    """Return the refusal of a body that is too large."""
    return RefusalError(413, f"the body has more than {MOST_BODY:,} bytes", "TooLarge")


def _with_headers(send: Send) -> Send:
    """Return a sender that adds what every answer tells the browser."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            known = {name.lower() for name, _ in headers}
            more = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", **_HEADERS}
            headers += [
                (name.lower().encode(), value.encode())
                for name, value in more.items()
                if name.lower().encode() not in known
            ]
            message = {**message, "headers": headers}
        await send(message)

    return sending


async def send_answer(send: Send, status: int, answer: Answer) -> None:
    """Send an answer of a few bytes."""
    told = {"Content-Type": answer.media, "Content-Length": str(len(answer.body))}
    told |= headers_of(status)
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
