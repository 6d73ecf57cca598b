"""The server listens where it is told, and says so."""

import socket

import pytest
import uvicorn

from corridors.serve import serve


def test_it_listens_on_this_machine_alone_unless_it_is_told(toy, monkeypatch):
    seen, protocols, told = [], [], []

    def run(self, sockets):
        seen.extend(one.getsockname() for one in sockets)
        protocols.extend(one.proto for one in sockets)

    monkeypatch.setattr(uvicorn.Server, "run", run)
    serve(toy, port=0, told=told.append)
    assert seen[0][0] == "127.0.0.1"
    assert protocols == [socket.IPPROTO_TCP]  # else each answer waits 40 ms for its last part
    assert told == [f"http://127.0.0.1:{seen[0][1]}/"]


def test_a_port_that_cannot_be_is_refused(toy):
    with pytest.raises(ValueError, match="port must be from 0 to 65535, not 70000"):
        serve(toy, port=70_000)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ValueError, match="cannot listen on 127.0.0.1, port"):
            serve(toy, port=taken.getsockname()[1])
    with pytest.raises(ValueError, match="cannot listen on no host"):
        serve(toy, host="no host")
