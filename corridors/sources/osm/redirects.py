"""Where a server may send us on: not to an inner host, which only we can reach."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit


def check_redirect(asked: str, location: str) -> None:
    """Raise if a server outside sends us to a host inside, or out of https.

    Parameters
    ----------
    asked
        The address that answered.
    location
        Where it sends us, as it says it.

    Raises
    ------
    ConnectionError
        If it may not: a private, loopback or link-local address is no place for answers of the
        world, unless the server asked is in such a place itself.
    """
    try:
        there = urljoin(asked, location)
        here, to = urlsplit(asked), urlsplit(there)
    except ValueError:
        raise ConnectionError(
            f"the server sends us from {asked} to what is no address, {location[:200]!r}"
        ) from None
    if to.scheme not in {"http", "https"} or (here.scheme == "https" and to.scheme == "http"):
        raise ConnectionError(f"the server sends us from {asked} to {there[:200]}: not followed")
    if to.hostname == here.hostname or _is_inner(here.hostname):
        return
    if _is_inner(to.hostname):
        raise ConnectionError(
            f"the server sends us to an inner host, {there[:200]}: not followed; if it is yours, "
            "give its address itself (endpoint, geocoder)"
        )


def _is_inner(host: str | None) -> bool:
    """Return whether any address of a host is none of the public net; not, if it has none."""
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return any(not ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found)
