"""Who may ask: this host's own names, this site's own pages."""

import pytest
from serving import client_of

from corridors.serve.guard import host_name

ON = "/route?origin=Alpha&destination=Epsilon"
BODY = {"origin": "Alpha", "destination": "Epsilon"}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8765", "LOCALHOST:1", "[::1]:8765", "localhost."]
)
def test_own_names_are_answered(client, host):
    assert client.get(ON, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", "192.168.1.7", "", "a@127.0.0.1",
     "127.0.0.1/x", "127.0.0.1:x"],
)  # fmt: skip
def test_other_names_are_refused(client, host):
    """A name of elsewhere that is made to lead here: DNS rebinding."""
    reply = client.get(ON, headers={"Host": host})
    assert reply.status_code == 400
    assert reply.json()["error"]["type"] == "WrongHost"


def test_an_open_server_is_asked_by_addresses_and_by_names_that_are_told(toy):
    made = client_of(toy, names=("planner.example",), any_address=True)
    with made as client:
        for host, status in (
            ("192.168.1.7:80", 200),
            ("planner.example", 200),
            ("evil.example", 400),
        ):
            assert client.get("/openapi.json", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_pages_of_other_sites_may_not_ask(client, headers):
    for reply in (
        client.post("/route", json=BODY, headers=headers),
        client.get(ON, headers=headers),
    ):
        assert (reply.status_code, reply.json()["error"]["type"]) == (403, "CrossSite")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_own_pages_and_programs_may_ask(client, headers):
    assert client.post("/route", json=BODY, headers=headers).status_code == 200


def test_a_link_from_elsewhere_may_be_followed(client):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=headers).status_code == 200
    assert client.post("/route", json=BODY, headers=headers).status_code == 403


def test_a_body_is_refused_by_the_length_that_it_says(client):
    reply = client.post("/route", content=b"{}", headers={"Content-Length": str(10 * 2**20)})
    assert (reply.status_code, reply.headers["connection"]) == (413, "close")


def test_hosts_are_read():
    assert [host_name(host) for host in ("A:1", "[::1]", "a b", "a\\b", "[::1")] == [
        "a",
        "::1",
        "",
        "",
        "",
    ]
