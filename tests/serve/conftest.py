"""One server for all tests of the floor, on the toy network, and one on the embedded."""

import pytest
from serving import client_of


@pytest.fixture(scope="session")
def client(toy):
    with client_of(toy) as made:
        yield made


@pytest.fixture(scope="session")
def whole(net):
    with client_of(net) as made:
        yield made


@pytest.fixture
def refused(client):
    """Ask what is refused; returns status, kind and sentence."""

    def ask(path, **more):
        reply = client.request(more.pop("method", "GET"), path, **more)
        error = reply.json()["error"]
        return reply.status_code, error["type"], error["message"]

    return ask
