"""Redirects: followed where anyone may go, never to a host that only we can reach."""

from __future__ import annotations

import pytest

from corridors.sources.osm.redirects import check_redirect

INNER = {"inner.example": "10.0.0.7", "meta.example": "169.254.169.254", "own.example": "fd00::1"}


@pytest.fixture(autouse=True)
def names(monkeypatch):
    def found(host, *_):
        address = INNER.get(host, host if host[0] in "1[:" else "93.184.215.14")
        return [(2, 1, 6, "", (address, 0))]

    monkeypatch.setattr("socket.getaddrinfo", found)


@pytest.mark.parametrize(
    "to",
    ["https://inner.example/x", "https://meta.example/", "https://own.example", "//127.0.0.1:80/"],
)
def test_a_server_outside_sends_nobody_inside(to):
    with pytest.raises(ConnectionError, match="inner host"):
        check_redirect("https://names.example/search", to)


def test_what_is_no_address_leads_nowhere():
    with pytest.raises(ConnectionError, match=r"no address, 'https://\['"):
        check_redirect("https://names.example/search", "https://[")


@pytest.mark.parametrize("to", ["http://other.example/", "file:///etc/hosts", "ftp://x.example"])
def test_nobody_leaves_https(to):
    with pytest.raises(ConnectionError, match="not followed"):
        check_redirect("https://names.example/search", to)


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("https://names.example/a", "https://mirror.example/a"),
        ("https://names.example/a", "/b"),
        ("http://127.0.0.1:8080/api", "http://10.0.0.7/api"),  # the caller's own, sent on inside
    ],
)
def test_others_are_followed(asked, to):
    check_redirect(asked, to)
